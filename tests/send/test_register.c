/* The register of a distribution stays on one page, whatever stands in it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "page/report.h"
#include "pdf/pdf.h"
#include "source/source.h"

#define LAYOUTS FONTS_FOLDER "/../layouts"

struct made {
	struct arena *a;
	struct diags *d;
	struct fonts *fonts;
	struct shaper *shaper;
	const struct stationery *st;
	const struct layout *l;
};

static int setup(void **state)
{
	static struct made m;

	m = (struct made){ .a = arena_new(), .d = diags_new() };
	m.l = source_layout(m.a, LAYOUTS, "jianxun", m.d);
	m.st = source_stationery(m.a, LAYOUTS, m.d);
	m.fonts = m.l && m.st ? fonts_open(FONTS_FOLDER, m.d) : NULL;
	m.shaper = m.fonts ? shaper_new(m.fonts, m.l, m.d) : NULL;
	*state = &m;
	return m.shaper && !diags_count(m.d, DIAG_ERROR) ? 0 : -1;
}

static int teardown(void **state)
{
	struct made *m = *state;

	shaper_free(m->shaper);
	fonts_close(m->fonts);
	diags_free(m->d);
	arena_free(m->a);
	return 0;
}

static const char *const reason = "550 5.1.1 mailbox unavailable; the receiving server said so at "
				  "length, and gave an address where more is told of it";

static struct book *make(struct made *m, int ncases, const char *address)
{
	static const struct register_tier tiers[] = {
		{ "报", 3, 3, 0, 0, 0, 2, 2, 5 },
		{ "发", 120, 110, 4, 1, 5, 30, 28, 64 },
		{ "送", 12, 12, 0, 0, 0, 0, 0, 0 },
	};
	const struct typesetter t = { m->a, m->shaper, m->l, m->d };
	const struct issue issue = { .title = text_plain(m->a, "试验简讯", (struct span){ 0 }),
		.publisher = text_plain(m->a, "某某协会秘书处", (struct span){ 0 }),
		.number = 2,
		.total = 14,
		.date = { 2024, 2, 29 } };
	struct register_case *cases = ARENA_ARRAY(m->a, struct register_case, ncases);
	struct register_facts facts = { tiers, 3, cases, ncases, 1,
		"9b1cd80edc0de2ab4a3d0e1f2a3b4c5d", "2024-03-02" };

	for (int i = 0; i < ncases; i++) {
		cases[i] = (struct register_case){ "发",
			arena_print(m->a, "江滨省第%d信息服务有限公司", i + 1), address, "bounced",
			reason };
	}
	return page_register(&t, m->st, &issue, &facts);
}

/* The texts of the book's only page, one a line. */
static const char *text_of(struct made *m, const struct book *book)
{
	struct buf b = { 0 };
	const struct par *last = NULL; /* one of several lines is said once */
	const char *s;

	assert_int_equal(book->npages, 1);
	for (int i = 0; i < book->pages[0].nitems; i++) {
		const struct item *it = &book->pages[0].items[i];
		if (it->kind == ITEM_GLYPHS && it->u.frag->par != last) {
			last = it->u.frag->par;
			buf_add(&b, last->text->s, last->text->n);
			buf_byte(&b, '\n');
		}
	}
	s = arena_string(m->a, b.s);
	buf_done(&b);
	return s;
}

static void on_the_sheet(struct made *m, const struct book *book)
{
	for (int i = 0; i < book->pages[0].nitems; i++) {
		const struct item *it = &book->pages[0].items[i];
		assert_in_range(it->x, m->st->margin_left - UNIT_ONE, book->page_width);
		assert_in_range(it->y, 0, book->page_height);
	}
}

static void nothing_open(void **state)
{
	const char *s = text_of(*state, make(*state, 0, ""));

	assert_non_null(strstr(s, "没有待办事项。"));
	assert_non_null(strstr(s, "发行登记表"));
	assert_non_null(strstr(s, "135")); /* 3 + 120 + 12 */
	assert_non_null(strstr(s, "69"));  /* 5 + 64 copies */
	assert_non_null(strstr(s, "9b1cd80edc0de2ab"));
	assert_null(strstr(s, "9b1cd80edc0de2ab4"));
}

static void some_open(void **state)
{
	const struct book *book = make(*state, 6, "somebody@example.org");
	const char *s = text_of(*state, book);

	on_the_sheet(*state, book);
	assert_non_null(strstr(s, "江滨省第6信息服务有限公司"));
	assert_non_null(strstr(s, "somebody@example.org"));
	assert_null(strstr(s, "未列出"));
	assert_int_equal(diags_count(((struct made *)*state)->d, DIAG_NOTE), 0);
}

/* How many are left out is said, and right. */
static void many_open(void **state)
{
	char address[2000];
	struct made *m = *state;

	memset(address, 'x', sizeof address - 1);
	address[sizeof address - 1] = '\0';
	for (int n = 30; n <= 3000; n *= 10) {
		const struct book *book = make(m, n, n > 30 ? address : "a@example.org");
		const char *s = text_of(m, book), *more = strstr(s, "另有");
		int shown = 0, left = 0;
		on_the_sheet(m, book);
		for (const char *at = strstr(s, "有限公司"); at; at = strstr(at + 1, "有限公司")) {
			shown++;
		}
		assert_non_null(more);
		assert_int_equal(sscanf(more, "另有%d条", &left), 1);
		assert_int_equal(shown + left, n);
		assert_true(shown > 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_open),
		cmocka_unit_test(some_open),
		cmocka_unit_test(many_open),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
