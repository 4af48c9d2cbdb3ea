#include "shape/shape-imp.h"

#include "base/arena.h"

/* Readings above characters. Where one is wider than its base, the base's cells
   are widened, as far as it may not overhang what stands beside them. */

#define WHOLE_MAX 16 /* cells of a base that no line divides */

/* Cells [from, to) with one reading above them. */
struct base {
	struct cell *cells;
	int from, to, n; /* n: all of the paragraph */
	const struct run *runs;
	const struct text *text;
};

static sp width(const struct cell *cells, int from, int to)
{
	int64_t wid = 0;

	for (int i = from; i < to; i++) {
		wid += cells[i].wid + (i > from ? cells[i].gap : 0);
	}
	return wid < SP_MAX ? (sp)wid : SP_MAX;
}

/* Cell i is there, is Han and has nothing above it. */
static bool is_free(const struct base *b, int i)
{
	size_t at;

	if (i < 0 || i >= b->n || b->cells[i].newline || b->runs[b->cells[i].run].ruby) {
		return false;
	}
	at = b->cells[i].at;
	return char_class(char_next(b->text->s, b->text->n, &at)) == CHAR_HAN;
}

/* What the base, in the middle of which its reading of that width stands, must give
   it so that it does not run into what stands above its neighbours. */
static int64_t lack(const struct shaper *s, const struct base *b, sp wid)
{
	const struct ruby_layout *l = &s->layout->ruby;
	sp size = b->runs[b->cells[b->from].run].size;
	sp room = sp_scale(size, l->overhang);
	sp between = sp_scale(sp_scale(size, l->size), UNIT_ONE / 4);
	bool free = is_free(b, b->from - 1) && is_free(b, b->to);

	return (int64_t)wid - width(b->cells, b->from, b->to) - (free ? 2 * room : -between);
}

static void widen(struct glyph *glyphs, const struct base *b, int64_t by)
{
	int n = b->to - b->from;

	for (int i = 0; i < n; i++) {
		struct cell *c = &b->cells[b->from + i];
		sp more = (sp)(by * (i + 1) / n - by * i / n);

		c->wid += more;
		for (uint32_t k = 0; k < c->nglyphs; k++) {
			glyphs[c->glyph + k].x += more / 2;
		}
	}
}

static void fit(const struct shaper *s, struct glyph *glyphs, const struct base *b)
{
	const struct par *reading = b->runs[b->cells[b->from].run].ruby->par;
	int64_t by = lack(s, b, width(reading->cells, 0, reading->ncells));

	if (by > 0) {
		widen(glyphs, b, by);
	}
	for (int i = b->from + 1; i < b->to && b->to - b->from <= WHOLE_MAX; i++) {
		b->cells[i].breakable = false;
		b->cells[i].divides_word = false;
	}
}

/* Shape the readings; runs with the same one get it together. */
static void shape_readings(struct arena *a, struct shaper *s, const struct style *style,
		const struct text *const *readings, struct run *runs, int nruns)
{
	struct style small = s->layout->ruby.roles;

	small.size = sp_scale(style->size, s->layout->ruby.size);
	small.size = small.size > 0 ? small.size : 1;
	small.colour = style->colour;
	for (int i = 0; i < nruns; i++) {
		struct ruby *ruby;

		if (!readings[i]) {
			continue;
		}
		if (i && readings[i] == readings[i - 1]) {
			runs[i].ruby = runs[i - 1].ruby;
			continue;
		}
		ruby = ARENA_NEW(a, struct ruby);
		ruby->par = shape_text(a, s, readings[i], &small);
		runs[i].ruby = ruby->par->ncells ? ruby : NULL;
	}
}

void shape_ruby(struct arena *a, struct shaper *s, const struct style *style,
		const struct text *const *readings, const struct made *made)
{
	struct base b = { .cells = made->cells,
		.n = made->ncells,
		.runs = made->runs,
		.text = made->text };

	shape_readings(a, s, style, readings, made->runs, made->nruns);
	for (; b.from < b.n; b.from = b.to) {
		struct cell *c = &b.cells[b.from];
		const struct ruby *ruby = c->newline ? NULL : b.runs[c->run].ruby;

		b.to = b.from + 1;
		if (!ruby) {
			continue;
		}
		((struct ruby *)ruby)->at = c->at;
		while (b.to < b.n && !b.cells[b.to].newline &&
				b.runs[b.cells[b.to].run].ruby == ruby) {
			b.to++;
		}
		fit(s, made->glyphs, &b);
	}
}
