#include "impose/impose.h"

#include "base/arena.h"

/* Which page stands where. */

/* The pages with blanks among them, n in all. */
static int *fill_up(struct arena *a, int npages, int n, enum blanks blanks)
{
	int *pages = ARENA_ARRAY(a, int, n);
	int at = blanks == BLANKS_END || npages == 1   ? npages
			: blanks == BLANKS_BEFORE_LAST ? npages - 1
						       : 1;

	for (int i = 0; i < n; i++) {
		pages[i] = i < at ? i : i < at + n - npages ? -1 : i - (n - npages);
	}
	return pages;
}

/* Sheet k of a saddle-stitched book, from the outside. */
static void fold_sheet(struct side *front, const int *pages, int n, int k, sp paper)
{
	struct side *back = front + 1;

	front->left = pages[n - 1 - 2 * k];
	front->right = pages[2 * k];
	back->left = pages[2 * k + 1];
	back->right = pages[n - 2 - 2 * k];
	/* inner sheets stick out by the thickness of those around them, and lose that
	   when the book is trimmed */
	front->creep = back->creep = k * paper;
}

/* Sheet k of a stack that is cut in two. */
static void cut_sheet(struct side *front, const int *pages, int n, int k)
{
	struct side *back = front + 1;

	front->left = pages[2 * k];
	front->right = pages[n / 2 + 2 * k];
	back->left = pages[n / 2 + 2 * k + 1];
	back->right = pages[2 * k + 1];
}

static struct side *plan_pairs(struct arena *a, int npages, const struct impose_order *o,
		int *nsides)
{
	int n = (npages + 3) / 4 * 4;
	const int *pages = fill_up(a, npages, n, o->press->blanks);
	struct side *sides = ARENA_ARRAY(a, struct side, n / 2);

	for (int k = 0; k < n / 4; k++) {
		if (o->binding == BINDING_SADDLE) {
			fold_sheet(&sides[2 * k], pages, n, k, o->press->paper);
		} else {
			cut_sheet(&sides[2 * k], pages, n, k);
		}
	}
	*nsides = n / 2;
	return sides;
}

static struct side *plan_single(struct arena *a, int npages, int *nsides)
{
	struct side *sides = ARENA_ARRAY(a, struct side, npages);

	for (int i = 0; i < npages; i++) {
		sides[i] = (struct side){ .left = i, .right = -1 };
	}
	*nsides = npages;
	return sides;
}

struct side *impose_plan(struct arena *a, int npages, const struct impose_order *o, int *nsides)
{
	bool single = o->binding == BINDING_NONE;
	/* a page is turned over its long edge, a pair of them over its short one */
	enum duplex as_book = single ? DUPLEX_LONG : DUPLEX_SHORT;
	struct side *sides =
			single ? plan_single(a, npages, nsides) : plan_pairs(a, npages, o, nsides);

	for (int i = 0; i < *nsides; i++) {
		sides[i].back = i % 2;
		sides[i].turned = i % 2 && o->duplex != DUPLEX_BOOK && o->duplex != as_book;
	}
	return sides;
}
