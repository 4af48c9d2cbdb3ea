/* The typographic report's figures, on a book made by hand: lines that no layout
   would set, so that every figure is known. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "page/quality.h"

#define EM    (10 * UNIT_ONE)
#define CELLS 64
#define LINES 16

/* A paragraph of one Han character a cell, a line of it added at a time. */
struct bench {
	struct arena *a;
	struct layout l;
	struct text text;
	struct par par;
	struct cell cells[CELLS];
	struct glyph glyphs[CELLS];
	struct run run;
	struct line lines[LINES];
	struct frag frags[LINES];
	sp x[CELLS];
	struct item items[LINES];
	struct page pages[2];
	struct book book;
	int nlines, ncells;
};

static int setup(void **state)
{
	struct arena *a = arena_new();
	struct bench *b = ARENA_NEW(a, struct bench);

	b->a = a;
	b->l.text_height = 100 * EM;
	b->l.lines_per_page = 50 * UNIT_ONE;
	b->l.body.size = EM;
	b->run.size = EM;
	b->par = (struct par){ .text = &b->text,
		.glyphs = b->glyphs,
		.cells = b->cells,
		.runs = &b->run };
	b->book = (struct book){ .pages = b->pages, .npages = 2, .title = "" };
	b->pages[0].items = b->items;
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;

	arena_free(b->a);
	return 0;
}

static void set_text(struct bench *b, const char *s)
{
	struct arena *a = b->a;

	b->text = text_plain(a, s, (struct span){ "a.md", 1, 1 });
	b->par.ncells = (int)b->text.n / 3;
	for (int i = 0; i < b->par.ncells; i++) {
		b->glyphs[i] = (struct glyph){ .at = (uint32_t)i * 3, .len = 3 };
		b->cells[i] = (struct cell){ .at = (uint32_t)i * 3,
			.glyph = (uint32_t)i,
			.nglyphs = 1,
			.wid = EM,
			.breakable = true,
			.lone = strncmp(s + 3 * i, "。", 3) != 0 };
	}
}

/* The next n characters as a line on page, each step of the pen from the one
   before it. */
static struct line *add_line(struct bench *b, int page, int n, sp step)
{
	struct line *line = &b->lines[b->nlines];
	struct frag *f = &b->frags[b->nlines];
	int first = page ? b->pages[0].nitems : 0;

	for (int i = 0; i < n; i++) {
		b->x[b->ncells + i] = i * step;
	}
	*f = (struct frag){ .par = &b->par,
		.run = &b->run,
		.glyphs = &b->glyphs[b->ncells],
		.x = &b->x[b->ncells],
		.nglyphs = n };
	*line = (struct line){ .frags = f,
		.nfrags = 1,
		.filled = true,
		.span = text_span(&b->text, (uint32_t)b->ncells * 3) };
	b->items[b->nlines] = (struct item){ .kind = ITEM_GLYPHS,
		.tag = TAG_PARA,
		.y = (b->nlines + 1) * 2 * EM,
		.u.frag = f,
		.line = line };
	b->pages[page].items = &b->items[first];
	b->pages[page].nitems++;
	b->nlines++;
	b->ncells += n;
	return line;
}

static void end_par(struct line *line)
{
	line->last = true;
	line->filled = false;
}

static struct quality *report(struct bench *b)
{
	return quality_measure(b->a, &b->book, &b->l);
}

static void figures_of_spaces(void **state)
{
	struct bench *b = *state;
	struct quality *q;

	set_text(b, "天地玄黄宇宙洪荒日月");
	add_line(b, 0, 3, EM);          /* two spaces of nothing */
	add_line(b, 0, 3, EM + EM / 4); /* two of a quarter */
	end_par(add_line(b, 0, 4, 2 * EM));
	q = report(b);
	assert_int_equal(q->nspaces, 4);
	assert_int_equal(q->mean, UNIT_ONE / 8);
	assert_int_equal(q->deviation, UNIT_ONE / 8);
	assert_int_equal(q->nlines, 3);
	assert_int_equal(q->filled, 2);
	assert_int_equal(q->nparagraphs, 1);
}

static void extremes(void **state)
{
	struct bench *b = *state;
	struct line *line;
	struct quality *q;

	set_text(b, "天地玄黄宇宙洪荒日月");
	line = add_line(b, 0, 2, EM);
	line->change = -EM;
	line->strain = UNIT_ONE / 2;
	line = add_line(b, 0, 2, EM);
	line->change = EM;
	line->strain = UNIT_ONE / 4;
	line->widest = EM / 5;
	line = add_line(b, 1, 2, EM);
	line->change = EM;
	line->strain = INT32_MAX;
	line->widest = EM / 2;
	end_par(add_line(b, 1, 4, EM));
	q = report(b);
	assert_int_equal(q->squeezed, 1);
	assert_int_equal(q->spread, 2);
	assert_int_equal(q->widest, UNIT_ONE / 2);
	assert_int_equal(q->tightest.strain, -UNIT_ONE / 2);
	assert_int_equal(q->tightest.number, 1);
	assert_int_equal(q->loosest.strain, INT32_MAX);
	assert_int_equal(q->loosest.number, 3);
	assert_int_equal(q->pages[0].loosest.strain, UNIT_ONE / 4);
	assert_int_equal(q->pages[0].loosest.number, 2);
	assert_int_equal(q->npars, 2);
	assert_int_equal(q->pars[1].first, 3);
	assert_int_equal(q->pars[1].nlines, 2);
	assert_int_equal(q->count[FAULT_WIDE], 1);
	/* the first page is short */
	assert_int_equal(q->faults[0].kind, FAULT_SHORT_PAGE);
	assert_int_equal(q->faults[0].par, -1);
	assert_int_equal(q->faults[1].line, 3);
	assert_int_equal(q->faults[1].by, UNIT_ONE / 2);
	assert_int_equal(q->faults[1].span.col, 5);
}

static void overfull_and_lone(void **state)
{
	struct bench *b = *state;
	struct quality *q;

	set_text(b, "天地玄黄宇。");
	add_line(b, 0, 4, EM)->over = 3 * EM / 2;
	end_par(add_line(b, 0, 2, EM));
	q = report(b);
	assert_int_equal(q->nfaults, 2);
	assert_int_equal(q->faults[0].kind, FAULT_OVERFULL);
	assert_int_equal(q->faults[0].by, UNIT_ONE + UNIT_ONE / 2);
	assert_int_equal(q->faults[1].kind, FAULT_LONE);
	assert_int_equal(q->faults[1].line, 2);
}

static void words_divided(void **state)
{
	struct bench *b = *state;
	struct buf out = { 0 };

	set_text(b, "天地玄黄宇宙");
	add_line(b, 0, 2, EM)->divides_word = true;
	add_line(b, 0, 2, EM);
	end_par(add_line(b, 0, 2, EM));
	quality_json(&out, report(b));
	assert_non_null(strstr(out.s, "\"divided-words\": 1,"));
	assert_non_null(strstr(out.s, "\"divided-words\": 333.3333,"));
	buf_done(&out);
}

/* A river ends where the page does. */
static void rivers_and_pages(void **state)
{
	struct bench *b = *state;
	struct quality *q;

	set_text(b, "天甲天乙天丙天丁天戊天己");
	for (int i = 0; i < 6; i++) {
		struct line *line = add_line(b, i / 4, 2, EM);
		if (i == 5) {
			end_par(line);
		}
	}
	q = report(b);
	assert_int_equal(q->count[FAULT_RIVER_START], 1);
	assert_int_equal(q->faults[0].by, 4 * UNIT_ONE);
	assert_string_equal(q->faults[0].what, "天");
	assert_int_equal(q->count[FAULT_RIVER_END], 0);
	assert_int_equal(q->count[FAULT_ORPHAN] + q->count[FAULT_WIDOW], 0);
	/* the fourth line's foot is at 9 em of 100, in lines of 2 em */
	assert_int_equal(q->count[FAULT_SHORT_PAGE], 1);
}

/* The second column begins beside the first. */
static void columns(void **state)
{
	static const sp ys[] = { 2, 4, 6, 2 };
	struct bench *b = *state;
	struct quality *q;

	set_text(b, "天甲天乙天丙天丁");
	for (int i = 0; i < 4; i++) {
		struct line *line = add_line(b, 0, 2, EM);
		b->items[i].y = ys[i] * EM;
		if (i == 3) {
			end_par(line);
		}
	}
	q = report(b);
	assert_int_equal(q->count[FAULT_RIVER_START], 1);
	assert_int_equal(q->faults[0].by, 3 * UNIT_ONE);
	assert_int_equal(q->count[FAULT_ORPHAN], 0);
	assert_int_equal(q->count[FAULT_WIDOW], 1);
}

static void nothing(void **state)
{
	struct bench *b = *state;
	struct buf out = { 0 };
	struct quality *q = report(b);

	assert_int_equal(q->nlines + q->nfaults + q->npars, 0);
	assert_int_equal(q->deviation, 0);
	quality_text(&out, q);
	quality_json(&out, q);
	assert_non_null(strstr(out.s, "\"lines\": 0"));
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(figures_of_spaces, setup, teardown),
		cmocka_unit_test_setup_teardown(extremes, setup, teardown),
		cmocka_unit_test_setup_teardown(overfull_and_lone, setup, teardown),
		cmocka_unit_test_setup_teardown(words_divided, setup, teardown),
		cmocka_unit_test_setup_teardown(rivers_and_pages, setup, teardown),
		cmocka_unit_test_setup_teardown(columns, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
