/* Imposition: folded on paper in thought, every leaf and every spread is right. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/arena.h"
#include "impose/impose.h"

#define PAPER 7000 /* sp */

struct leaf {
	int recto, verso;
};

struct bound { /* a book as it comes from the binder */
	struct leaf leaves[64];
	int n;
};

/* Fold sheets together and lay them in one another, the first outside. A leaf's
   two sides are back to back: the left half of a front lies behind the right half
   of its back. */
static struct bound fold(const struct side *sides, int nsides)
{
	struct bound b = { .n = nsides };

	for (int k = 0; k < nsides / 2; k++) {
		const struct side *front = &sides[2 * k], *back = front + 1;
		b.leaves[k] = (struct leaf){ front->right, back->left };
		b.leaves[nsides - 1 - k] = (struct leaf){ back->right, front->left };
	}
	return b;
}

/* Cut sheets in two and lay the left stack on the right one. */
static struct bound cut(const struct side *sides, int nsides)
{
	struct bound b = { .n = nsides };

	for (int k = 0; k < nsides / 2; k++) {
		const struct side *front = &sides[2 * k], *back = front + 1;
		b.leaves[k] = (struct leaf){ front->left, back->right };
		b.leaves[nsides / 2 + k] = (struct leaf){ front->right, back->left };
	}
	return b;
}

/* The page that a reader finds as the i-th. */
static int page_of(const struct bound *b, int i)
{
	return i % 2 ? b->leaves[i / 2].verso : b->leaves[i / 2].recto;
}

/* Where the blanks should be: [from, to). */
static void blanks_of(int npages, int n, enum blanks policy, int *from, int *to)
{
	*from = policy == BLANKS_END || npages == 1    ? npages
			: policy == BLANKS_BEFORE_LAST ? npages - 1
						       : 1;
	*to = *from + n - npages;
}

static void check_bound(const struct bound *b, int npages, enum blanks policy)
{
	int n = 2 * b->n, next = 0, from, to;

	assert_int_equal(n % 4, 0);
	assert_in_range(n - npages, 0, 3);
	blanks_of(npages, n, policy, &from, &to);
	for (int i = 0; i < n; i++) {
		assert_int_equal(page_of(b, i), i >= from && i < to ? -1 : next);
		next += page_of(b, i) >= 0;
	}
	assert_int_equal(next, npages);
}

/* Spreads: what lies open at once follows upon one another. */
static void check_spreads(const struct bound *b)
{
	for (int i = 0; i + 1 < b->n; i++) {
		int left = b->leaves[i].verso, right = b->leaves[i + 1].recto;
		if (left >= 0 && right >= 0) {
			assert_int_equal(right, left + 1);
		}
	}
}

static void all_books_bind(void **state)
{
	(void)state;
	for (int npages = 1; npages <= 64; npages++) {
		for (int p = 0; p < 3; p++) {
			struct arena *a = arena_new();
			struct press_layout press = { .blanks = (enum blanks)p, .paper = PAPER };
			struct impose_order o = { .binding = BINDING_SADDLE, .press = &press };
			int n;
			struct side *sides = impose_plan(a, npages, &o, &n);
			struct bound b = fold(sides, n);
			check_bound(&b, npages, (enum blanks)p);
			check_spreads(&b);
			o.binding = BINDING_PERFECT;
			sides = impose_plan(a, npages, &o, &n);
			b = cut(sides, n);
			check_bound(&b, npages, (enum blanks)p);
			check_spreads(&b);
			arena_free(a);
		}
	}
}

static void creep_grows_inwards(void **state)
{
	(void)state;
	for (int npages = 1; npages <= 64; npages++) {
		struct arena *a = arena_new();
		struct press_layout press = { .paper = PAPER };
		struct impose_order o = { .binding = BINDING_SADDLE, .press = &press };
		int n;
		const struct side *sides = impose_plan(a, npages, &o, &n);
		for (int i = 0; i < n; i++) {
			assert_int_equal(sides[i].creep, i / 2 * PAPER);
		}
		o.binding = BINDING_PERFECT;
		sides = impose_plan(a, npages, &o, &n);
		for (int i = 0; i < n; i++) {
			assert_int_equal(sides[i].creep, 0);
		}
		arena_free(a);
	}
}

/* Turned over the edge that a book is not turned over, backs stand on their head. */
static void backs_are_turned(void **state)
{
	static const struct {
		enum binding binding;
		enum duplex duplex;
		bool turned;
	} cases[] = {
		{ BINDING_NONE, DUPLEX_BOOK, false },
		{ BINDING_NONE, DUPLEX_LONG, false },
		{ BINDING_NONE, DUPLEX_SHORT, true },
		{ BINDING_SADDLE, DUPLEX_BOOK, false },
		{ BINDING_SADDLE, DUPLEX_LONG, true },
		{ BINDING_SADDLE, DUPLEX_SHORT, false },
		{ BINDING_PERFECT, DUPLEX_LONG, true },
		{ BINDING_PERFECT, DUPLEX_SHORT, false },
	};
	struct press_layout press = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new();
		struct impose_order o = { .binding = cases[i].binding,
			.duplex = cases[i].duplex,
			.press = &press };
		int n;
		const struct side *sides = impose_plan(a, 8, &o, &n);
		for (int k = 0; k < n; k++) {
			assert_int_equal(sides[k].back, k % 2);
			assert_int_equal(sides[k].turned, k % 2 && cases[i].turned);
		}
		arena_free(a);
	}
}

#define WIDTH  (100 * UNIT_ONE)
#define HEIGHT (150 * UNIT_ONE)

/* The sheets' geometry: pages at their size beside the fold, moved towards it. */
static void pages_stand_in_place(void **state)
{
	struct arena *a = arena_new();
	struct page pages[12] = { 0 };
	struct book book = { WIDTH, HEIGHT, .pages = pages, .npages = 12 };
	struct press_layout press = { .paper = PAPER, .margin = 10 * UNIT_ONE };
	struct impose_order o = { .binding = BINDING_SADDLE, .press = &press };
	struct typesetter t = { .a = a };
	const struct book *sheets = impose_book(&t, &book, &o);

	(void)state;
	assert_int_equal(sheets->npages, 6);
	assert_int_equal(sheets->page_width, 2 * WIDTH);
	assert_int_equal(sheets->page_height, HEIGHT);
	assert_int_equal(sheets->trim.wid, 2 * WIDTH);
	for (int i = 0; i < sheets->npages; i++) {
		const struct item *left = &sheets->pages[i].items[0], *right = left + 1;
		assert_int_equal(sheets->pages[i].nitems, 2);
		assert_int_equal(left->x, i / 2 * PAPER);
		assert_int_equal(right->x, WIDTH - i / 2 * PAPER);
		assert_int_equal(left->u.placed.scale, UNIT_ONE);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_books_bind),
		cmocka_unit_test(creep_grows_inwards),
		cmocka_unit_test(backs_are_turned),
		cmocka_unit_test(pages_stand_in_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
