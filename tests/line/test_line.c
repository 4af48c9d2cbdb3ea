/* Breaking and setting of lines, on cells made by hand: one letter a cell, so
   that what is tested is the policy and not a font. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "line/line.h"

#define EM UNIT_ONE

/* H Han, M closing mark (not at a line's start, gives half an em), O opening
   mark (not at a line's end), L letter (half an em wide, words do not break),
   _ space, N forced break. Places may widen by half an em, those beside marks
   only when the others are full. */
struct bench {
	struct arena *a;
	struct diags *d;
	struct text text;
	struct par par;
	struct run run;
	struct break_policy policy;
	bool closes_up; /* a closing mark before another mark loses its white */
	bool stiff;     /* nothing may be squeezed */
};

static int setup(void **state)
{
	struct arena *a = arena_new();
	struct bench *b = ARENA_NEW(a, struct bench);

	b->a = a;
	b->d = diags_new();
	b->run.size = EM;
	b->policy = (struct break_policy){ .squeeze_limit = UNIT_ONE / 2 };
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;

	diags_free(b->d);
	arena_free(b->a);
	return 0;
}

static bool is_mark(char kind)
{
	return kind == 'M' || kind == 'O';
}

static void make_cell(struct cell *c, char kind, char before)
{
	c->wid = kind == 'L' || kind == '_' ? EM / 2 : kind == 'N' ? 0 : EM;
	c->white = c->squeeze = is_mark(kind) ? EM / 2 : 0;
	c->squeeze_step = c->squeeze != 0;
	c->white_left = kind == 'O';
	c->space = kind == '_';
	c->newline = kind == 'N';
	c->breakable = before && before != 'N' && before != 'O' && kind != 'M' && kind != '_' &&
			!(before == 'L' && kind == 'L');
	c->widen_step = kind == '_' || (before == 'L' && kind == 'L') ? 0
			: strchr("HL_", before) && strchr("HL", kind) ? 1
								      : 2;
	c->widen = c->widen_step ? EM / 2 : 0;
	c->lone = kind == 'H' || kind == 'L';
	c->gap = (before == 'H' && kind == 'L') || (before == 'L' && kind == 'H') ? EM / 4 : 0;
}

static struct line *break_cells(struct bench *b, const char *kinds, const struct box *box, int *n)
{
	size_t ncells = strlen(kinds);
	struct cell *cells = ARENA_ARRAY(b->a, struct cell, ncells);
	struct glyph *glyphs = ARENA_ARRAY(b->a, struct glyph, ncells);
	uint32_t nglyphs = 0;

	b->text = text_plain(b->a, kinds, (struct span){ "t", 1, 1 });
	for (size_t i = 0; i < ncells; i++) {
		make_cell(&cells[i], kinds[i], i ? kinds[i - 1] : '\0');
		cells[i].hangs = kinds[i] == 'M' && i && !is_mark(kinds[i - 1]) &&
				!is_mark(kinds[i + 1]);
		if (b->closes_up && kinds[i] == 'M' && is_mark(kinds[i + 1])) {
			cells[i].close_up = EM / 2;
			cells[i].squeeze = 0;
		}
		if (b->stiff) {
			cells[i].squeeze = 0;
			cells[i].squeeze_step = 0;
		}
		cells[i].at = (uint32_t)i;
		cells[i].glyph = nglyphs;
		cells[i].nglyphs = kinds[i] != 'N';
		glyphs[nglyphs] = (struct glyph){ .id = 1, .at = (uint32_t)i, .len = 1 };
		nglyphs += cells[i].nglyphs;
	}
	b->par = (struct par){ .text = &b->text,
		.glyphs = glyphs,
		.cells = cells,
		.ncells = (int)ncells,
		.runs = &b->run };
	return line_break(b->a, &b->par, box, &b->policy, EM, b->d, n);
}

static const char *text_of(struct bench *b, const struct line *l)
{
	struct buf out = { 0 };
	const char *s;

	for (int i = 0; i < l->nfrags; i++) {
		for (int k = 0; k < l->frags[i].nglyphs; k++) {
			buf_byte(&out, b->text.s[l->frags[i].glyphs[k].at]);
		}
	}
	s = arena_copy(b->a, out.s, out.n);
	buf_done(&out);
	return s;
}

static void expect_lines(struct bench *b, const char *kinds, int tenths, const char *expected)
{
	struct box box = { .measure = EM * tenths / 10, .how = SET_JUSTIFIED };
	struct buf out = { 0 };
	int n;
	struct line *lines = break_cells(b, kinds, &box, &n);

	for (int i = 0; i < n; i++) {
		buf_print(&out, "%s%s", i ? "/" : "", text_of(b, &lines[i]));
	}
	assert_string_equal(out.s ? out.s : "", expected);
	buf_done(&out);
}

static void breaks(void **state)
{
	struct bench *b = *state;

	expect_lines(b, "", 40, "");
	expect_lines(b, "HHHHHHHHH", 40, "HHHH/HHHH/H");
	/* a measure just short of whole ems needs a mark to hold one more */
	expect_lines(b, "HHHHHHH", 39, "HHH/HHH/H");
	expect_lines(b, "HMHHHHH", 39, "HMHH/HHH");
	/* a mark never starts a line: squeezed in, or it takes its Han along */
	expect_lines(b, "HHHHMHH", 40, "HHH/HMHH");
	expect_lines(b, "HHHMMHH", 40, "HHHMM/HH");
	/* two marks give one em, but a unit's first character may ask for half */
	expect_lines(b, "HMHMHHH", 40, "HMHM/HHH");
	expect_lines(b, "HMHMHHH", 45, "HMHMH/HH");
	/* the same em is there for what must stay with its predecessor */
	expect_lines(b, "HMHMHMHH", 45, "HMHMHM/HH");
	expect_lines(b, "HMHMHMM", 45, "HMHM/HMM");
	expect_lines(b, "HHHHOHH", 50, "HHHH/OHH");
	expect_lines(b, "HHHHOHH", 55, "HHHHOH/H");
	expect_lines(b, "HHLLLLHH", 40, "HH/LLLLH/H");
	expect_lines(b, "HHHHNHH", 60, "HHHH/HH");
	expect_lines(b, "HHNNHH", 60, "HH//HH");
}

static void spaces_at_ends_do_not_count(void **state)
{
	struct bench *b = *state;

	expect_lines(b, "HHHH____HH", 40, "HHHH/HH");
	expect_lines(b, "LL_LL_LL", 25, "LL_LL/LL");
	expect_lines(b, "HHHH__", 40, "HHHH");
}

static void words_longer_than_a_line_are_cut(void **state)
{
	struct bench *b = *state;

	expect_lines(b, "LLLLLLLLLL", 20, "LLLL/LLLL/LL");
	assert_int_equal(diags_count(b->d, DIAG_WARNING), 1); /* said once, where the word begins */
	expect_lines(b, "HHH", 5, "H/H/H");
}

static void full_lines_fill_the_measure(void **state)
{
	static const char *const texts[] = { "HHHHHHHHHHHHHHHH", "HMHHHHHMHHHHHMHHH",
		"HLLHHLHHLLLHHHHHLLHHL", "HHHMOHHHMOHHHMHHOHHMHH", "LL_LLL_L_LLLL_LL_LLL_LLLL" };
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		for (int tenths = 41; tenths < 80; tenths += 3) {
			struct box box = { .measure = EM * tenths / 10, .how = SET_JUSTIFIED };
			int n;
			struct line *l = break_cells(b, texts[i], &box, &n);
			for (int k = 0; k < n; k++) {
				assert_true(l[k].last ? l[k].wid <= box.measure
						      : l[k].wid == box.measure);
			}
			assert_true(l[n - 1].last);
		}
	}
}

static void words_are_never_spread(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = EM * 59 / 10, .how = SET_JUSTIFIED };
	int n;
	struct line *l = break_cells(b, "HHLLLHHHHHHH", &box, &n);
	const struct frag *f = &l[0].frags[0];

	/* 5.0 em wide with its gaps; what lacks goes anywhere but into the word */
	assert_string_equal(text_of(b, &l[0]), "HHLLLH");
	assert_int_equal(l[0].wid, box.measure);
	assert_int_equal(f->x[3] - f->x[2], EM / 2);
	assert_int_equal(f->x[4] - f->x[3], EM / 2);
}

static void squeezing_comes_off_the_white_side(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = EM * 45 / 10, .how = SET_JUSTIFIED };
	int n;
	struct line *l = break_cells(b, "OHHMHHHH", &box, &n);
	const struct frag *f = &l[0].frags[0];

	assert_string_equal(text_of(b, &l[0]), "OHHMH");
	/* half an em too much, a quarter from each mark: the opening one moves
	   left with its glyph, the closing one lets its successor come closer */
	assert_int_equal(f->x[0], -EM / 4);
	assert_int_equal(f->x[1], EM * 3 / 4);
	assert_int_equal(f->x[3], EM * 11 / 4);
	assert_int_equal(f->x[4], EM * 7 / 2);
}

static void alignment(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = 10 * EM, .first = 2 * EM, .how = SET_RIGHT };
	int n;
	struct line *l = break_cells(b, "HHH", &box, &n);

	assert_int_equal(l[0].indent, 7 * EM);
	box.how = SET_CENTRE;
	l = break_cells(b, "HHH", &box, &n);
	assert_int_equal(l[0].indent, 2 * EM + 5 * EM / 2);
	box = (struct box){ .measure = 3 * EM, .how = SET_SPREAD };
	l = break_cells(b, "HH", &box, &n);
	assert_int_equal(l[0].frags[0].x[1], 2 * EM);
	assert_int_equal(l[0].wid, 3 * EM);
}

static void places_are_kept(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = 3 * EM, .how = SET_JUSTIFIED };
	int n;
	struct line *l = break_cells(b, "HHHHHHH", &box, &n);

	assert_int_equal(n, 3);
	assert_int_equal(l[2].span.line, 1);
	assert_int_equal(l[2].span.col, 7);
}

static void marks_at_line_ends(void **state)
{
	struct bench *b = *state;

	b->stiff = true;
	expect_lines(b, "HHHHMHH", 45, "HHH/HMHH");
	b->policy.line_end_marks = MARK_HALF;
	expect_lines(b, "HHHHMHH", 45, "HHHHM/HH");
	b->policy.line_end_marks = MARK_WHEN_NEEDED;
	expect_lines(b, "HHHHMHH", 45, "HHHHM/HH");
	b->policy.fill = FILL_OPTIMUM;
	expect_lines(b, "HHHHMHH", 45, "HHHHM/HH");
}

/* What is gone from a mark is not spread again: the line is as wide as the
   measure with half of the mark, and the mark's other half lies beyond. */
static void halved_marks_stay_so(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = EM * 47 / 10, .how = SET_JUSTIFIED };
	int n;
	struct line *l;

	b->policy.line_end_marks = MARK_HALF;
	for (int fill = FILL_GREEDY; fill <= FILL_OPTIMUM; fill++) {
		b->policy.fill = (enum fill)fill;
		l = break_cells(b, "HHHHMHH", &box, &n);
		assert_string_equal(text_of(b, &l[0]), "HHHHM");
		assert_int_equal(l[0].natural, EM * 9 / 2);
		assert_int_equal(l[0].change, box.measure - EM * 9 / 2);
		assert_int_equal(l[0].wid, box.measure);
		assert_int_equal(l[0].frags[0].x[4], box.measure - EM / 2);
		assert_int_equal(l[0].frags[0].right, box.measure);
	}
}

static void marks_at_line_starts(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = 6 * EM, .first = 2 * EM, .how = SET_JUSTIFIED };
	int n;
	struct line *l = break_cells(b, "OHHHHOHHM", &box, &n);

	assert_int_equal(l[0].frags[0].x[0], 2 * EM);
	b->policy.paragraph_start_marks = MARK_HALF;
	l = break_cells(b, "OHHHHHOHHM", &box, &n);
	/* the glyph's ink begins at its half: one and a half em from the margin */
	assert_int_equal(l[0].frags[0].x[0], 2 * EM - EM / 2);
	assert_int_equal(l[0].frags[0].left, 2 * EM);
	assert_int_equal(l[0].natural, EM * 7 / 2);
	b->policy.line_start_marks = MARK_HALF;
	l = break_cells(b, "HHHHOHHHHHM", &box, &n);
	assert_string_equal(text_of(b, &l[1]), "OHHHHHM");
	assert_int_equal(l[1].frags[0].x[0], -EM / 2);
}

static void adjacent_marks_close_up_within_a_line(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = EM * 15 / 2, .how = SET_JUSTIFIED };
	int n;
	struct line *l;

	b->closes_up = true;
	l = break_cells(b, "HHMOHHHHHHHHHH", &box, &n);
	assert_int_equal(l[0].frags[0].x[3], EM * 5 / 2);
	assert_int_equal(line_natural(&b->par), EM * 27 / 2);
	/* a line that ends between them ends in a whole mark */
	box.measure = 3 * EM;
	l = break_cells(b, "HHMOHH", &box, &n);
	assert_string_equal(text_of(b, &l[0]), "HHM");
	assert_int_equal(l[0].wid, 3 * EM);
	assert_int_equal(l[0].natural, 3 * EM);
}

static void hanging_marks(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = 4 * EM, .how = SET_JUSTIFIED };
	int n;
	struct line *l;

	b->policy.hanging = HANGING_ALLOW;
	for (int fill = FILL_GREEDY; fill <= FILL_OPTIMUM; fill++) {
		b->policy.fill = (enum fill)fill;
		l = break_cells(b, "HHHHMHHHMHH", &box, &n);
		assert_string_equal(text_of(b, &l[0]), "HHHHM");
		assert_int_equal(l[0].wid, 4 * EM);
		assert_int_equal(l[0].hang, EM / 2);
		assert_int_equal(l[0].frags[0].x[4], 4 * EM);
		assert_string_equal(text_of(b, &l[1]), "HHHM"); /* it fits, and stays */
		assert_int_equal(l[1].hang, 0);
	}
	b->policy.hanging = HANGING_FORCE;
	b->policy.fill = FILL_GREEDY;
	l = break_cells(b, "HHHHMHHHMHH", &box, &n);
	assert_int_equal(l[1].hang, EM / 2);
	assert_int_equal(l[1].change, EM);
	assert_int_equal(l[1].frags[0].x[3], 4 * EM);
	/* not in runs of marks, nor in a line that is not full */
	expect_lines(b, "HHHHMMH", 40, "HHH/HMMH");
	box.measure = 6 * EM;
	l = break_cells(b, "HHHHM", &box, &n);
	assert_int_equal(l[0].hang, 0);
}

static void steps_give_one_after_the_other(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = EM * 53 / 10, .how = SET_JUSTIFIED };
	int n;
	struct line *l = break_cells(b, "HHHMHHHHH", &box, &n);
	const sp *x = l[0].frags[0].x;

	/* 5 em: what lacks goes between the Han, not beside the mark */
	assert_int_equal(x[3], x[2] + EM);
	assert_int_equal(x[1], EM + EM * 3 / 20);
	/* 2 em lack: either step has one place with half an em to give; what is left
	   is shared by both, beyond their bounds */
	box.measure = 5 * EM;
	l = break_cells(b, "HHMLLLLLLLLLLLLLLLLLL", &box, &n);
	x = l[0].frags[0].x;
	assert_string_equal(text_of(b, &l[0]), "HHM");
	assert_true(l[0].strain == 2 * UNIT_ONE);
	assert_int_equal(l[0].room, EM);
	assert_int_equal(l[0].widest, EM);
	assert_int_equal(x[1], 2 * EM);
	assert_int_equal(x[2], 4 * EM);
}

static void no_last_line_of_one_character(void **state)
{
	struct bench *b = *state;

	b->policy.fill = FILL_OPTIMUM;
	expect_lines(b, "HHHHHHHHHHHHHM", 65, "HHHHHH/HHHHHH/HM");
	b->policy.lone_cost = 1000 * UNIT_ONE;
	expect_lines(b, "HHHHHHHHHHHHHM", 65, "HHHHH/HHHHHH/HHM");
	/* but never by a line beyond its bounds */
	expect_lines(b, "HHHHHM", 44, "HHHH/HM");
	expect_lines(b, "HHHHHHHNHHHHHHH", 65, "HHHHH/HH/HHHHH/HH");
}

static void few_lines_where_wished(void **state)
{
	struct bench *b = *state;
	struct box box = { .measure = 6 * EM, .how = SET_JUSTIFIED };
	int n;

	for (int fill = FILL_GREEDY; fill <= FILL_OPTIMUM; fill++) {
		b->policy.fill = (enum fill)fill;
		b->policy.squeeze_limit = 0;
		box.tight = false;
		break_cells(b, "HMHHMHHHMHHMHH", &box, &n);
		assert_int_equal(n, 3);
		box.tight = true;
		break_cells(b, "HMHHMHHHMHHMHH", &box, &n);
		assert_int_equal(n, 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(breaks, setup, teardown),
		cmocka_unit_test_setup_teardown(spaces_at_ends_do_not_count, setup, teardown),
		cmocka_unit_test_setup_teardown(words_longer_than_a_line_are_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(full_lines_fill_the_measure, setup, teardown),
		cmocka_unit_test_setup_teardown(words_are_never_spread, setup, teardown),
		cmocka_unit_test_setup_teardown(squeezing_comes_off_the_white_side, setup,
				teardown),
		cmocka_unit_test_setup_teardown(alignment, setup, teardown),
		cmocka_unit_test_setup_teardown(places_are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(marks_at_line_ends, setup, teardown),
		cmocka_unit_test_setup_teardown(halved_marks_stay_so, setup, teardown),
		cmocka_unit_test_setup_teardown(marks_at_line_starts, setup, teardown),
		cmocka_unit_test_setup_teardown(adjacent_marks_close_up_within_a_line, setup,
				teardown),
		cmocka_unit_test_setup_teardown(hanging_marks, setup, teardown),
		cmocka_unit_test_setup_teardown(steps_give_one_after_the_other, setup, teardown),
		cmocka_unit_test_setup_teardown(no_last_line_of_one_character, setup, teardown),
		cmocka_unit_test_setup_teardown(few_lines_where_wished, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
