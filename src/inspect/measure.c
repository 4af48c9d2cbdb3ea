/* measure: what is measured on the pages' text. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "inspect/text-imp.h"
#include "text/char.h"

#define MM (25.4 / 72)

static const char *print_range(struct inspection *ins, double low, double high, const char *unit)
{
	return arena_print(ins->a, "%.2f–%.2f %s", low, high, unit);
}

static bool is_in(uint32_t c, const char *set)
{
	for (size_t at = 0, n = strlen(set); c && at < n;) {
		if (char_next(set, n, &at) == c) {
			return true;
		}
	}
	return false;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static uint32_t last_of(const struct text_line *line)
{
	return text_last(line->words);
}

static uint32_t first_of(const struct text_line *line)
{
	return text_first(line->words);
}

static const char *piece(struct inspection *ins, const char *s, bool end)
{
	size_t n = strlen(s), from = 0, at = 0, starts[8] = { 0 };
	int k = 0;

	if (!end) {
		for (; at < n && k < 8; k++) {
			char_next(s, n, &at);
		}
		return arena_print(ins->a, "%.*s…", (int)at, s);
	}
	while (at < n) {
		starts[k++ % 8] = at;
		char_next(s, n, &at);
	}
	from = k > 8 ? starts[k % 8] : 0;
	return arena_print(ins->a, "…%s", s + from);
}

static struct line_told *tell_count(struct inspection *ins, const char *clause, const char *name,
		const char *says)
{
	return tell(ins, clause, name, says, VERDICT_TOLD, "0");
}

static void end_count(struct inspection *ins, struct line_told *line)
{
	line->value = arena_print(ins->a, "%d", line->count);
	line->verdict = line->count ? VERDICT_ODD : VERDICT_TOLD;
}

/* A 一字线 (GB/T 15834 5.1.6), which is half of what a dash is. */
static bool begins_with_connector(const char *words)
{
	static const char one[] = "—";
	size_t n = sizeof one - 1;

	return strncmp(words, one, n) == 0 && strncmp(words + n, one, n) != 0;
}

/* GB/T 15834—2011 5.1: what begins no line; a connector or a solidus only where
   the text goes on from the line above. */
static void line_starts(struct inspection *ins, const struct page_text *t)
{
	struct line_told *told = tell_count(ins, "GB/T 15834 5.1", "line-start",
			N_("lines that begin with a mark that begins none"));

	for (int i = 0; i < t->lines.n; i++) {
		const struct text_line *line = &t->lines.at[i];
		uint32_t c = first_of(line);
		bool on = i && text_continues(t, &t->lines.at[i - 1], line);
		if (line->n > 1 &&
				(is_in(c, "，。、；：！？）》〉】〕」』") ||
						(on &&
								(is_in(c, "”’·～–/") ||
										begins_with_connector(
												line->words))))) {
			tell_place(ins, told, line->page, piece(ins, line->words, false));
		}
	}
	end_count(ins, told);
}

static void line_ends(struct inspection *ins, const struct page_text *t)
{
	struct line_told *told = tell_count(ins, "GB/T 15834 5.1", "line-end",
			N_("lines that end with a mark that ends none"));

	for (int i = 0; i < t->lines.n; i++) {
		const struct text_line *line = &t->lines.at[i];
		bool on = i + 1 < t->lines.n && text_continues(t, line, &t->lines.at[i + 1]);
		if (line->n > 1 &&
				(is_in(last_of(line), "（《〈【〔「『") ||
						(on && is_in(last_of(line), "“‘/")))) {
			tell_place(ins, told, line->page, piece(ins, line->words, true));
		}
	}
	end_count(ins, told);
}

static void numbers(struct inspection *ins, const struct page_text *t)
{
	struct line_told *told = tell_count(ins, "GB/T 15835 5.1.7", "number-split",
			N_("numbers that are split between two lines"));

	for (int i = 0; i + 1 < t->lines.n; i++) {
		const struct text_line *a = &t->lines.at[i], *b = &t->lines.at[i + 1];
		if (is_digit(last_of(a)) && text_continues(t, a, b) &&
				(is_digit(first_of(b)) || is_in(first_of(b), ".%‰℃"))) {
			tell_place(ins, told, b->page, piece(ins, a->words, true));
		}
	}
	end_count(ins, told);
}

static void dashes(struct inspection *ins, const struct page_text *t)
{
	struct line_told *told = tell_count(ins, "GB/T 15834 5.1", "dash-split",
			N_("dashes and ellipses that are split between two lines"));

	for (int i = 0; i + 1 < t->lines.n; i++) {
		const struct text_line *a = &t->lines.at[i], *b = &t->lines.at[i + 1];
		uint32_t c = last_of(a);
		if ((c == 0x2014 || c == 0x2026) && first_of(b) == c && text_continues(t, a, b)) {
			tell_place(ins, told, b->page, piece(ins, a->words, true));
		}
	}
	end_count(ins, told);
}

/* Gaps of one kind, in em. */
struct gaps {
	double *at;
	int n;
};

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void tell_gaps(struct inspection *ins, struct gaps *g, const char *clause, const char *name,
		const char *says)
{
	if (g->n) {
		qsort(g->at, (size_t)g->n, sizeof *g->at, compare_doubles);
		tell(ins, clause, name, says, VERDICT_TOLD,
				arena_print(ins->a,
						_("%.3f–%.3f em, half of them up to %.3f em (%d "
						  "places)"),
						g->at[0], g->at[g->n - 1], g->at[g->n / 2], g->n));
	}
}

static void add_gap(const struct inspection *ins, const struct shown *a, const struct shown *b,
		struct gaps *between, struct gaps *latin)
{
	uint32_t c = text_last(glyph_text(ins->look, a)), d = text_first(glyph_text(ins->look, b));
	enum char_class left = char_class(c), right = char_class(d);
	bool west_left = left == CHAR_LETTER || left == CHAR_DIGIT;
	bool west_right = right == CHAR_LETTER || right == CHAR_DIGIT;
	double gap = (double)(b->x - a->x - a->advance) / (double)a->size;

	gap = fabs(gap) < 0.0005 ? 0 : gap;
	if (gap > 0.5) {
		return; /* set apart on purpose, as names in a list are */
	}
	if (left == CHAR_HAN && right == CHAR_HAN) {
		between->at[between->n++] = gap;
	} else if ((left == CHAR_HAN && west_right) || (west_left && right == CHAR_HAN)) {
		latin->at[latin->n++] = gap;
	}
}

/* Of lines in the size of the body. */
static void gaps(struct inspection *ins, const struct page_text *t)
{
	struct gaps between = { 0 }, latin = { 0 };

	between.at = ARENA_ARRAY(ins->a, double, ins->look->glyphs.n + 1);
	latin.at = ARENA_ARRAY(ins->a, double, ins->look->glyphs.n + 1);
	for (int i = 0; i < t->lines.n; i++) {
		const struct text_line *line = &t->lines.at[i];
		for (int k = 0; k + 1 < line->n && fabs(line->size - t->size) < 0.1; k++) {
			add_gap(ins, text_glyph(ins, t, line, k), text_glyph(ins, t, line, k + 1),
					&between, &latin);
		}
	}
	tell_gaps(ins, &latin, "clreq 3.2.2", "latin-gap", N_("gap between Han and Western text"));
	tell_gaps(ins, &between, "clreq 3.1.6", "han-gap", N_("space between Han characters"));
}

static bool is_body(const struct page_text *t, const struct text_line *line)
{
	return fabs(line->size - t->size) < 0.1 && line->n > 4;
}

/* How far the line stands off the grid that begins at origin, pt. */
static double distance(const struct page_text *t, const struct text_line *line, double origin)
{
	double steps = (origin - line->y) / t->pitch;

	return fabs(steps - round(steps)) * t->pitch;
}

/* Of lines [from, to), of one page, the one that begins the grid which most of
   them stand on. */
static double grid_origin(const struct page_text *t, int from, int to)
{
	double best = t->lines.at[from].y;
	int most = -1;

	for (int i = from; i < to && i < from + 200; i++) {
		int on = 0;
		for (int k = from; k < to; k++) {
			on += is_body(t, &t->lines.at[k]) &&
					distance(t, &t->lines.at[k], t->lines.at[i].y) < 0.25;
		}
		if (is_body(t, &t->lines.at[i]) && on > most) {
			most = on;
			best = t->lines.at[i].y;
		}
	}
	return best;
}

/* How far baselines stand off their page's grid. */
static void grid(struct inspection *ins, const struct page_text *t)
{
	double worst = 0;
	int n = 0, off = 0;

	for (int from = 0, to; from < t->lines.n && t->pitch > 0; from = to) {
		double origin;
		for (to = from; to < t->lines.n &&
				t->lines.at[to].page == t->lines.at[from].page;) {
			to++;
		}
		origin = grid_origin(t, from, to);
		for (int i = from; i < to; i++) {
			if (is_body(t, &t->lines.at[i])) {
				double away = distance(t, &t->lines.at[i], origin);
				worst = fmax(worst, away);
				off += away > 0.25;
				n++;
			}
		}
	}
	if (n) {
		tell(ins, "clreq 2.3.1", "grid", N_("lines of the body"), VERDICT_TOLD,
				arena_print(ins->a,
						_("%.2f pt on %.2f pt; %d of %d off the grid, by "
						  "%.2f pt at "
						  "most"),
						t->size, t->pitch, off, n, worst));
	}
}

static void area(struct inspection *ins, const struct page_text *t)
{
	const struct pdf_box *b;

	if (t->right < t->left) {
		return;
	}
	b = &ins->p->pages.at[0].box[BOX_TRIM];
	tell(ins, "GB/T 9704 5.2.1", "text-area", N_("text area"), VERDICT_TOLD,
			arena_print(ins->a,
					_("%.1f × %.1f mm; margins: top %.1f, bottom %.1f, left "
					  "%.1f, right "
					  "%.1f mm"),
					(t->right - t->left) * MM, (t->top - t->bottom) * MM,
					(b->top - t->top) * MM, (t->bottom - b->bottom) * MM,
					(t->left - b->left) * MM, (b->right - t->right) * MM));
}

/* Where folios stand, page by page. */
struct folios {
	int n, wrong_order, outside, inside, centred;
	double low, high; /* mm below the text area */
};

static void add_folio(const struct inspection *ins, const struct page_text *t, int page,
		struct folios *f, int *last)
{
	const struct pdf_box *b = &ins->p->pages.at[page].box[BOX_TRIM];
	double middle, below, off;
	int number;
	const struct text_line *line = text_folio(ins, t, page, &number);

	if (!line) {
		return;
	}
	middle = (line->left + line->right) / 2 - (b->left + b->right) / 2;
	below = (t->bottom - line->y - 0.38 * line->size) * MM; /* where a dash stands */
	off = fabs(middle) / (b->right - b->left);
	f->low = f->n ? fmin(f->low, below) : below;
	f->high = f->n ? fmax(f->high, below) : below;
	f->wrong_order += f->n && number != *last + 1;
	*last = number;
	f->n++;
	if (off < 0.05) {
		f->centred++;
	} else if ((middle > 0) == (number % 2 == 1)) {
		f->outside++;
	} else {
		f->inside++;
	}
}

/* GB/T 9704 7.5: outside, odd ones right, the dash 7 mm below the text area */
static void folios(struct inspection *ins, const struct page_text *t)
{
	struct folios f = { 0 };
	int last = 0;

	for (int i = 0; i < ins->p->pages.n; i++) {
		add_folio(ins, t, i, &f, &last);
	}
	if (f.n) {
		tell(ins, "GB/T 9704 7.5", "folio", N_("page numbers"),
				f.wrong_order || f.inside || (f.outside && f.centred)
						? VERDICT_ODD
						: VERDICT_TOLD,
				arena_print(ins->a,
						_("%d; %d outside, %d centred, %d inside; %d out "
						  "of "
						  "order; %s below the text"),
						f.n, f.outside, f.centred, f.inside, f.wrong_order,
						print_range(ins, f.low, f.high, "mm")));
	}
}

void measure_text(struct inspection *ins)
{
	struct page_text *t = text_read(ins);

	if (t->lines.n == 0) {
		return;
	}
	area(ins, t);
	grid(ins, t);
	line_starts(ins, t);
	line_ends(ins, t);
	numbers(ins, t);
	dashes(ins, t);
	gaps(ins, t);
	folios(ins, t);
}
