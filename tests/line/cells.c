/* Break and set paragraphs whose cells are given as numbers: lines can so be
   judged by another program, without fonts and manuscripts.

   Standard input, numbers between white space, lengths in sp: the count of
   paragraphs, and for each measure first rest how tight, the policy (in the
   order of read_policy), the count of cells, and each cell's 19 numbers (in the
   order of read_cell). A newline has no glyph, any other cell has one. Standard
   output: for each paragraph its count of lines, and for each line a row of
   numbers (in the order of print_line), the last of them each glyph's place.

       cells [REPEATS]

   With REPEATS each paragraph is broken so often, and what comes out is the
   median of the microseconds that took. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "line/line.h"

static int read_number(void)
{
	int n;

	if (scanf("%d", &n) != 1) {
		die("a number is missing");
	}
	return n;
}

static bool read_bool(void)
{
	return read_number() != 0;
}

static struct box read_box(void)
{
	struct box box = { 0 };

	box.measure = read_number();
	box.first = read_number();
	box.rest = read_number();
	box.how = read_number();
	box.tight = read_bool();
	return box;
}

static struct break_policy read_policy(void)
{
	struct break_policy p = { 0 };

	p.line_end_marks = (enum mark_width)read_number();
	p.line_start_marks = (enum mark_width)read_number();
	p.paragraph_start_marks = (enum mark_width)read_number();
	p.hanging = (enum hanging)read_number();
	p.fill = (enum fill)read_number();
	p.squeeze_limit = read_number();
	p.lone_cost = read_number();
	p.contrast_cost = read_number();
	p.word_cost = read_number();
	return p;
}

static void read_cell(struct cell *c)
{
	c->wid = read_number();
	c->tail = read_number();
	c->white = read_number();
	c->close_up = read_number();
	c->squeeze = read_number();
	c->gap = read_number();
	c->gap_squeeze = read_number();
	c->widen = read_number();
	c->squeeze_step = (unsigned)read_number() & 15;
	c->gap_step = (unsigned)read_number() & 15;
	c->widen_step = (unsigned)read_number() & 15;
	c->white_left = read_bool();
	c->white_both = read_bool();
	c->breakable = read_bool();
	c->divides_word = read_bool();
	c->hangs = read_bool();
	c->lone = read_bool();
	c->space = read_bool();
	c->newline = read_bool();
}

static void read_cells(struct arena *a, struct par *par, struct text *text)
{
	int n = read_number();
	struct cell *cells = ARENA_ARRAY(a, struct cell, n);
	struct glyph *glyphs = ARENA_ARRAY(a, struct glyph, n);
	char *s = arena_alloc(a, (size_t)n + 1, 1);
	uint32_t nglyphs = 0;

	for (int i = 0; i < n; i++) {
		s[i] = 'x';
		read_cell(&cells[i]);
		cells[i].at = (uint32_t)i;
		cells[i].glyph = nglyphs;
		cells[i].nglyphs = !cells[i].newline;
		glyphs[nglyphs] = (struct glyph){ .at = (uint32_t)i, .len = 1 };
		nglyphs += cells[i].nglyphs;
	}
	*text = text_plain(a, s, (struct span){ "t", 1, 1 });
	par->text = text;
	par->cells = cells;
	par->ncells = n;
	par->glyphs = glyphs;
}

static void print_line(const struct line *l)
{
	int n = l->nfrags ? l->frags[0].nglyphs : 0;

	printf("%d %d %d %d %d %d %d %d %d %d %d %d %d", l->indent, l->wid, l->natural, l->change,
			l->room, l->strain, l->widest, l->hang, l->last, l->filled, l->over,
			l->divides_word, n ? (int)l->frags[0].glyphs[0].at : -1);
	for (int i = 0; i < n; i++) {
		printf(" %d", l->frags[0].x[i]);
	}
	putchar('\n');
}

struct task {
	struct par par;
	struct box box;
	struct break_policy policy;
	struct diags *d;
};

static struct line *run(const struct task *t, struct arena *a, int *n)
{
	return line_break(a, &t->par, &t->box, &t->policy, UNIT_ONE, t->d, n);
}

static void print_lines(const struct task *t)
{
	struct arena *a = arena_new();
	int n;
	struct line *lines = run(t, a, &n);

	printf("%d\n", n);
	for (int i = 0; i < n; i++) {
		print_line(&lines[i]);
	}
	arena_free(a);
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void print_time(const struct task *t, int repeats)
{
	struct arena *a = arena_new();
	double *times = ARENA_ARRAY(a, double, repeats);

	for (int i = 0; i < repeats; i++) {
		struct arena *lines = arena_new();
		struct timespec from, to;
		int n;
		clock_gettime(CLOCK_MONOTONIC, &from);
		run(t, lines, &n);
		clock_gettime(CLOCK_MONOTONIC, &to);
		times[i] = (double)(to.tv_sec - from.tv_sec) * 1e6 +
				(double)(to.tv_nsec - from.tv_nsec) / 1e3;
		arena_free(lines);
	}
	qsort(times, (size_t)repeats, sizeof *times, by_size);
	printf("%.0f\n", times[repeats / 2]);
	arena_free(a);
}

static void break_par(struct diags *d, int repeats)
{
	struct arena *a = arena_new();
	struct run run = { .size = UNIT_ONE };
	struct task t = { .par.runs = &run, .d = d };
	struct text text;

	t.box = read_box();
	t.policy = read_policy();
	read_cells(a, &t.par, &text);
	if (repeats) {
		print_time(&t, repeats);
	} else {
		print_lines(&t);
	}
	arena_free(a);
}

int main(int argc, char **argv)
{
	struct diags *d = diags_new();
	int repeats = argc > 1 ? atoi(argv[1]) : 0;

	for (int n = read_number(); n > 0; n--) {
		break_par(d, repeats);
	}
	diags_free(d);
	return 0;
}
