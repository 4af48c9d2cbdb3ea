#include "page/report.h"

#include <string.h>

#include "base/arena.h"
#include "page/paper-imp.h"
#include "text/char.h"

#define CELL_LINES 6 /* more of a cell's text is left out, with an ellipsis */

/* Where a table is being set. */
struct setting {
	struct paper paper;
	struct typesetter quiet; /* whose cut words are no news */
	const struct stationery *st;
	const struct report *report;
	const struct report_part *part;
	sp *lefts, *wids; /* of the part's columns */
	sp y;             /* on the sheet */
	sp top;           /* of the table on this sheet */
	int first;        /* sheet of the report */
};

static sp measure(const struct stationery *st)
{
	return st->page_width - 2 * st->margin_left;
}

static sp bottom(const struct stationery *st)
{
	return st->page_height - st->margin_bottom;
}

static void place_columns(struct setting *s)
{
	const struct report_part *p = s->part;
	int64_t sum = 0, seen = 0;
	sp all = measure(s->st), left = s->st->margin_left;

	s->lefts = ARENA_ARRAY(s->quiet.a, sp, p->ncolumns);
	s->wids = ARENA_ARRAY(s->quiet.a, sp, p->ncolumns);
	for (int i = 0; i < p->ncolumns; i++) {
		sum += p->columns[i].width;
	}
	for (int i = 0; i < p->ncolumns; i++) {
		s->lefts[i] = left + (sp)(all * seen / sum);
		seen += p->columns[i].width;
		s->wids[i] = left + (sp)(all * seen / sum) - s->lefts[i];
	}
}

/* A row whose texts are set and not yet placed. */
struct row {
	struct set_text *cells;
	sp height;
};

static struct set_text set_cell(struct setting *s, const char *text, const struct style *style,
		const struct box *box)
{
	struct fit fit = { .text = text, .style = *style, .measure = box->measure };
	struct box narrow = *box;

	paper_fit(&s->quiet, &fit, UNIT_ONE, s->st->line_ends);
	if (box->how == SET_LEFT) {
		narrow.measure = fit.measure;
	}
	return page_set(&s->quiet, paper_fit_text(s->quiet.a, &fit), &fit.style, &narrow,
			s->st->line_height);
}

/* As much of the text as CELL_LINES lines hold, an ellipsis at its end. */
static struct set_text set_shortened(struct setting *s, const char *text, const struct style *style,
		const struct box *box)
{
	size_t n = strlen(text), low = 0, high = n;
	struct set_text best = { 0 };

	while (low < high) {
		size_t middle = low + (high - low + 1) / 2, at = 0;
		struct set_text set;
		while (at < middle) {
			char_next(text, n, &at);
		}
		set = set_cell(s, arena_print(s->quiet.a, "%.*s…", (int)at, text), style, box);
		if (set.height <= CELL_LINES * s->st->line_height) {
			best = set;
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	return best;
}

static struct row set_row(struct setting *s, const char *const *texts, const struct style *style)
{
	static const int hows[] = { [ALIGN_LEFT] = SET_LEFT,
		[ALIGN_CENTRE] = SET_CENTRE,
		[ALIGN_RIGHT] = SET_RIGHT };
	const struct stationery *st = s->st;
	struct row row = { ARENA_ARRAY(s->quiet.a, struct set_text, s->part->ncolumns), 0 };
	sp most = 0, least = s->report->row_height ? s->report->row_height : st->row_height;

	for (int i = 0; i < s->part->ncolumns; i++) {
		sp wid = s->wids[i] - 2 * st->padding;
		struct box box = { .measure = wid > style->size ? wid : style->size };
		box.how = hows[style == &st->head ? ALIGN_CENTRE : s->part->columns[i].align];
		if (!texts[i][0]) {
			continue;
		}
		row.cells[i] = set_cell(s, texts[i], style, &box);
		if (row.cells[i].height > CELL_LINES * st->line_height) {
			row.cells[i] = set_shortened(s, texts[i], style, &box);
		}
		most = row.cells[i].height > most ? row.cells[i].height : most;
	}
	row.height = least + (most > st->line_height ? most - st->line_height : 0);
	return row;
}

static void put_row(struct setting *s, const struct row *row)
{
	for (int i = 0; i < s->part->ncolumns; i++) {
		const struct set_text *cell = &row->cells[i];
		paper_put(&s->paper, cell, s->lefts[i] + s->st->padding,
				s->y + (row->height - cell->height) / 2);
	}
	s->y += row->height;
	paper_rule(&s->paper, s->st->margin_left, s->y - s->st->rule / 2, measure(s->st),
			s->st->rule, s->st->rule_colour);
}

static void ground(struct setting *s, sp height)
{
	sp rule = s->st->rule;

	/* between the rules */
	paper_rule(&s->paper, s->st->margin_left, s->y + rule / 2, measure(s->st), height - rule,
			s->st->head_ground);
}

/* Heads of columns, at the top of each sheet's part of the table. */
static void put_head(struct setting *s)
{
	const char **texts = ARENA_ARRAY(s->quiet.a, const char *, s->part->ncolumns);
	struct row row;

	for (int i = 0; i < s->part->ncolumns; i++) {
		texts[i] = s->part->columns[i].heading;
	}
	row = set_row(s, texts, &s->st->head);
	s->top = s->y;
	ground(s, row.height);
	put_row(s, &row);
}

/* The rules between the columns and the frame around them. */
static void close_table(struct setting *s)
{
	const struct stationery *st = s->st;
	struct frame frame = { st->margin_left, s->top, measure(st), s->y - s->top, st->frame,
		st->rule_colour };

	for (int i = 1; i < s->part->ncolumns; i++) {
		paper_rule(&s->paper, s->lefts[i] - st->rule / 2, s->top, st->rule, s->y - s->top,
				st->rule_colour);
	}
	paper_frame(&s->paper, &frame);
}

static void new_sheet(struct setting *s)
{
	paper_begin(&s->paper);
	s->y = s->st->margin_top;
}

static void put_heading(struct setting *s, const char *text, const struct style *style, sp height)
{
	bool middle = style != &s->st->heading;
	struct slot slot = { s->st->margin_left, s->y, measure(s->st), height,
		middle ? ALIGN_CENTRE : ALIGN_LEFT };

	if (text[0]) {
		paper_line(&s->paper, text, style, &slot);
		s->y += height;
	}
}

/* Sentences below a table, or in place of one. */
static void put_note(struct setting *s, const char *text)
{
	struct box box = { .measure = measure(s->st), .how = SET_LEFT };
	struct set_text set = page_set(&s->quiet, text, &s->st->cell, &box, s->st->row_height);

	if (s->y + set.height > bottom(s->st)) {
		new_sheet(s);
	}
	paper_put(&s->paper, &set, s->st->margin_left, s->y);
	s->y += set.height;
}

static void put_rows(struct setting *s)
{
	const struct report_part *p = s->part;

	for (int i = 0; i < p->nrows; i++) {
		bool sum = p->sum && i == p->nrows - 1;
		struct row row = set_row(s, p->cells + (size_t)i * (size_t)p->ncolumns,
				sum ? &s->st->head : &s->st->cell);
		if (s->y + row.height > bottom(s->st)) {
			close_table(s);
			new_sheet(s);
			put_head(s);
		}
		if (sum) {
			ground(s, row.height);
		}
		put_row(s, &row);
	}
}

static void put_part(struct setting *s)
{
	const struct report_part *p = s->part;
	/* a heading stays with the head of its table and two rows */
	sp least = s->st->heading_height + 4 * s->st->row_height;

	if (s->y + least > bottom(s->st)) {
		new_sheet(s);
	}
	put_heading(s, p->heading, &s->st->heading, s->st->heading_height);
	if (p->nrows) {
		place_columns(s);
		put_head(s);
		put_rows(s);
		close_table(s);
	} else {
		put_note(s, p->none);
	}
	if (p->note[0]) {
		put_note(s, p->note);
	}
}

/* What stands at the foot of every sheet of the report. */
static void put_feet(struct setting *s)
{
	const struct stationery *st = s->st;
	int all = s->paper.sheets.n, n = all - s->first;
	struct slot slot = { st->margin_left, bottom(st) + st->line_height / 2, measure(st),
		st->line_height, ALIGN_LEFT };

	for (int i = 0; i < n; i++) {
		struct arena *a = s->quiet.a;
		const char *const pairs[] = { "page", arena_print(a, "%d", i + 1), "pages",
			arena_print(a, "%d", n), NULL };
		s->paper.sheets.n = s->first + i + 1; /* the sheet that is at hand */
		slot.align = ALIGN_LEFT;
		paper_line(&s->paper, s->report->foot, &st->foot, &slot);
		slot.align = ALIGN_RIGHT;
		paper_line(&s->paper, form_fill(a, st->page_form, pairs), &st->foot, &slot);
	}
	s->paper.sheets.n = all;
}

static void put_report(struct setting *s)
{
	const struct report *r = s->report;

	s->first = s->paper.sheets.n;
	new_sheet(s);
	*vec_push(s->quiet.a, &s->paper.marks) =
			(struct mark){ r->mark, 0, s->first, s->st->margin_top };
	put_heading(s, r->title, &s->st->title, s->st->title_height);
	put_heading(s, r->subtitle, &s->st->subtitle, s->st->subtitle_height);
	s->y += s->st->line_height / 2;
	for (int i = 0; i < r->nparts; i++) {
		s->part = &r->parts[i];
		put_part(s);
		s->y += s->st->line_height / 2;
	}
	put_feet(s);
}

static void need_styles(struct shaper *s, const struct stationery *st)
{
	shaper_need(s, &st->title);
	shaper_need(s, &st->subtitle);
	shaper_need(s, &st->heading);
	shaper_need(s, &st->head);
	shaper_need(s, &st->cell);
	shaper_need(s, &st->foot);
}

struct book *page_reports(const struct typesetter *t, const struct stationery *st,
		const struct report *reports, int n)
{
	struct setting s = { .quiet = *t, .st = st };
	struct book *book;

	need_styles(t->s, st);
	s.quiet.d = diags_new();
	s.paper.t = &s.quiet;
	for (int i = 0; i < n; i++) {
		s.report = &reports[i];
		put_report(&s);
	}
	book = paper_book(&s.paper, st->page_width, st->page_height);
	diags_free(s.quiet.d);
	return book;
}
