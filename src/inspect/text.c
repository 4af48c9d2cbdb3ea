#include "inspect/text-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/char.h"

#define GAP 2.0 /* em that part one piece of a line from the next */

uint32_t text_first(const char *s)
{
	size_t at = 0, n = strlen(s);

	return n ? char_next(s, n, &at) : 0;
}

uint32_t text_last(const char *s)
{
	uint32_t c = 0;

	for (size_t at = 0, n = strlen(s); at < n;) {
		c = char_next(s, n, &at);
	}
	return c;
}

const struct shown *text_glyph(const struct inspection *ins, const struct page_text *t,
		const struct text_line *line, int i)
{
	return &ins->look->glyphs.at[t->order[line->first + i]];
}

/* qsort knows no context, so what is sorted brings its keys. */
struct key {
	int page, row;
	float x, y;
	int glyph;
};

static int compare_y(const void *a, const void *b)
{
	const struct key *k = a, *l = b;

	if (k->page != l->page) {
		return k->page < l->page ? -1 : 1;
	}
	if (k->y != l->y) {
		return k->y > l->y ? -1 : 1;
	}
	return (k->glyph > l->glyph) - (k->glyph < l->glyph);
}

static int compare_row(const void *a, const void *b)
{
	const struct key *k = a, *l = b;

	if (k->row != l->row) {
		return k->row < l->row ? -1 : 1;
	}
	if (k->x != l->x) {
		return k->x < l->x ? -1 : 1;
	}
	return (k->glyph > l->glyph) - (k->glyph < l->glyph);
}

static bool is_text(const struct look *l, const struct shown *g)
{
	uint32_t c = text_first(glyph_text(l, g));

	return !g->invisible && g->level && g->size > 0.5f && g->size < 500 && fabsf(g->x) < 1e5f &&
			fabsf(g->y) < 1e5f && c && char_class(c) != CHAR_SPACE;
}

/* Glyphs on one baseline, or nearly, make a row; marks that are set higher too,
   for a quarter of their size. */
static int list_glyphs(const struct look *l, struct key *keys)
{
	int n = 0, row = 0;

	for (int i = 0; i < l->glyphs.n; i++) {
		const struct shown *g = &l->glyphs.at[i];
		if (is_text(l, g)) {
			keys[n++] = (struct key){ g->page, 0, g->x, g->y, i };
		}
	}
	if (n) {
		qsort(keys, (size_t)n, sizeof *keys, compare_y);
	}
	for (int i = 0; i < n; i++) {
		float size = l->glyphs.at[keys[i].glyph].size;
		if (i &&
				(keys[i].page != keys[i - 1].page ||
						keys[i - 1].y - keys[i].y > size / 8)) {
			row++;
		}
		keys[i].row = row;
	}
	if (n) {
		qsort(keys, (size_t)n, sizeof *keys, compare_row);
	}
	return n;
}

static void add_line(struct inspection *ins, struct page_text *t, int from, int to)
{
	const struct shown *first = &ins->look->glyphs.at[t->order[from]];
	const struct shown *last = &ins->look->glyphs.at[t->order[to - 1]];
	struct text_line *line = vec_push(ins->a, &t->lines);
	struct buf b = { 0 };

	*line = (struct text_line){ .page = first->page, .first = from, .n = to - from };
	line->left = first->x;
	line->right = last->x + last->advance;
	line->y = first->y;
	for (int i = from; i < to; i++) {
		const struct shown *g = &ins->look->glyphs.at[t->order[i]];
		line->size = fmax(line->size, g->size);
		buf_text(&b, glyph_text(ins->look, g));
	}
	line->words = arena_copy(ins->a, b.s ? b.s : "", b.n);
	buf_done(&b);
}

static void split(struct inspection *ins, struct page_text *t, const struct key *keys, int n)
{
	int from = 0;

	for (int i = 1; i <= n; i++) {
		const struct shown *g = &ins->look->glyphs.at[keys[i - 1].glyph];
		bool ends = i == n || keys[i].row != keys[i - 1].row ||
				keys[i].x - g->x - g->advance > (float)GAP * g->size;
		if (ends) {
			add_line(ins, t, from, i);
			from = i;
		}
	}
}

/* The value that most of n have, to a twentieth of a point; 0: there is none. */
static double most_common(struct arena *a, const double *at, int n)
{
	enum { STEPS = 20 * 300 };
	int *count = ARENA_ARRAY(a, int, STEPS), best = 0;

	for (int i = 0; i < n; i++) {
		int step = (int)lround(at[i] * 20);
		if (step > 0 && step < STEPS) {
			count[step]++;
		}
	}
	for (int i = 1; i < STEPS; i++) {
		best = count[i] > count[best] ? i : best;
	}
	return best / 20.0;
}

static void measure(struct inspection *ins, struct page_text *t, int nglyphs)
{
	double *sizes = ARENA_ARRAY(ins->a, double, nglyphs + 1);
	double *steps = ARENA_ARRAY(ins->a, double, t->lines.n + 1);
	const struct text_line *above = NULL;
	int n = 0;

	for (int i = 0; i < nglyphs; i++) {
		sizes[i] = ins->look->glyphs.at[t->order[i]].size;
	}
	t->size = most_common(ins->a, sizes, nglyphs);
	for (int i = 0; i < t->lines.n; i++) {
		const struct text_line *line = &t->lines.at[i];
		if (fabs(line->size - t->size) < 0.1 && line->n > 4) {
			if (above && above->page == line->page) {
				steps[n++] = above->y - line->y;
			}
			above = line;
		}
	}
	t->pitch = most_common(ins->a, steps, n);
}

/* Of lines of the body; single ones beyond it, as page numbers are, are none. */
static void find_area(struct page_text *t)
{
	t->left = t->bottom = 1e9;
	t->right = t->top = -1e9;
	for (int i = 0; i < t->lines.n; i++) {
		const struct text_line *line = &t->lines.at[i];
		if (fabs(line->size - t->size) < 0.1 && line->n > 4) {
			t->left = fmin(t->left, line->left);
			t->right = fmax(t->right, line->right);
			t->top = fmax(t->top, line->y + 0.88 * t->size);
			t->bottom = fmin(t->bottom, line->y - 0.12 * t->size);
		}
	}
}

struct page_text *text_read(struct inspection *ins)
{
	struct page_text *t = ARENA_NEW(ins->a, struct page_text);
	struct key *keys = ARENA_ARRAY(ins->a, struct key, ins->look->glyphs.n + 1);
	int *order = ARENA_ARRAY(ins->a, int, ins->look->glyphs.n + 1);
	int n = list_glyphs(ins->look, keys);

	for (int i = 0; i < n; i++) {
		order[i] = keys[i].glyph;
	}
	t->order = order;
	if (n) {
		split(ins, t, keys, n);
	}
	measure(ins, t, n);
	find_area(t);
	return t;
}

bool text_continues(const struct page_text *t, const struct text_line *a, const struct text_line *b)
{
	double down = a->y - b->y;

	return a->page == b->page && fabs(a->size - b->size) < 0.1 && down > 0 &&
			down < 2.5 * a->size && t->right - a->right < 1.6 * a->size &&
			b->left < a->right && b->left - t->left < 0.3 * a->size;
}

/* Digits alone, or between dashes: "3", "— 3 —", "-3-", "·3·". */
static bool read_folio(const char *s, int *number)
{
	size_t n = strlen(s);
	int value = -1;

	for (size_t at = 0; at < n;) {
		uint32_t c = char_next(s, n, &at);
		if (c >= '0' && c <= '9' && value < 100000) {
			value = (value < 0 ? 0 : value * 10) + (int)(c - '0');
		} else if (!(c == '-' || c == 0x2014 || c == 0x2013 || c == 0x2015 || c == 0x2500 ||
					   c == 0xb7 || c == 0x2022)) {
			return false;
		}
	}
	*number = value;
	return value >= 0;
}

const struct text_line *text_folio(const struct inspection *ins, const struct page_text *t,
		int page, int *number)
{
	const struct pdf_box *crop = &ins->p->pages.at[page].box[BOX_CROP];
	const struct text_line *found = NULL;
	int value;

	for (int i = 0; i < t->lines.n; i++) {
		const struct text_line *line = &t->lines.at[i];
		if (line->page == page && line->n <= 12 &&
				line->y < crop->bottom + (crop->top - crop->bottom) / 6 &&
				read_folio(line->words, &value) &&
				(!found || line->y <= found->y)) {
			found = line;
			*number = value;
		}
	}
	return found;
}
