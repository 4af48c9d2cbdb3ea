#include "page/page-imp.h"

#include <string.h>

#include "base/arena.h"
#include "text/char.h"

/* What stands above and below the characters of a line: readings, dots, lines.
   Nothing here widens or moves the line. Lines begin and end with the frames of
   characters, so that they cover no gap at either end; marks have none below
   them, nor have spaces dots (clreq 3.2; GB/T 15834 5.1.8). */

enum part {
	PART_WORD,
	PART_BETWEEN, /* a line goes on below it, but neither begins nor ends there */
	PART_MARK,
};

/* The line below that is being drawn. */
struct below {
	unsigned style;
	bool open;
	sp left, right, size;
	uint32_t colour;
};

struct decorating {
	struct arena *a;
	struct items *to;
	const struct layout *l;
	sp x, y;
	struct below lines[3];
	const struct path *dot; /* the last */
	sp dot_size;
};

static enum part part_of(uint32_t c, const struct range *r)
{
	static const char marks[] = "，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕［］｛｝—…";
	char s[5];

	char_write(c, s);
	if (r->note || c == 0xb7 || char_class(c) == CHAR_SPACE) {
		return PART_BETWEEN;
	}
	return c >= 0x80 && strstr(marks, s) ? PART_MARK : PART_WORD;
}

/* From the baseline to the foot of the em box of type of size. */
static sp em_below(sp size)
{
	return size - em_above(size);
}

static void put_path(struct decorating *k, sp x, sp y, const struct path *path)
{
	*vec_push(k->a, k->to) = (struct item){
		.kind = ITEM_PATH,
		.tag = TAG_ARTIFACT,
		.x = x,
		.y = y,
		.u.path = path,
	};
}

/* From (0, 0), along half-waves that are curves of one piece each. */
static const struct path *wave(struct decorating *k, const struct below *b)
{
	const struct underlines_layout *l = &k->l->underlines;
	sp wid = b->right - b->left, half = sp_scale(b->size, l->wave_length) / 2;
	/* a curve with both control points this far out reaches three quarters of it */
	sp out = (sp)((int64_t)sp_scale(b->size, l->wave_height) * 2 / 3);
	int n = half > 0 && wid > half ? (wid + half / 2) / half : 1;
	struct path *path = ARENA_NEW(k->a, struct path);
	struct point *at = ARENA_ARRAY(k->a, struct point, 1 + 3 * n);

	for (int i = 0; i < n; i++) {
		sp from = (sp)((int64_t)wid * i / n), to = (sp)((int64_t)wid * (i + 1) / n);
		sp y = i % 2 ? out : -out;

		at[3 * i + 1] = (struct point){ from + (to - from) / 3, y };
		at[3 * i + 2] = (struct point){ to - (to - from) / 3, y };
		at[3 * i + 3] = (struct point){ to, 0 };
	}
	*path = (struct path){ .at = at,
		.n = 1 + 3 * n,
		.curved = true,
		.width = l->thickness,
		.colour = b->colour };
	return path;
}

static void end_below(struct decorating *k, struct below *b)
{
	const struct underlines_layout *l = &k->l->underlines;
	sp y = k->y + em_below(b->size) + sp_scale(b->size, l->below);

	if (!b->open) {
		return;
	}
	b->open = false;
	if (b->right <= b->left) {
		return;
	}
	if (b->style == TEXT_WAVY) {
		y += (sp_scale(b->size, l->wave_height) + l->thickness) / 2;
		put_path(k, k->x + b->left, y, wave(k, b));
	} else {
		put_rule(k->a, k->to, k->x + b->left, y, b->right - b->left, l->thickness,
				b->colour);
	}
}

/* A cluster in the frame from left to right. */
struct framed {
	sp left, right;
	const struct range *range;
	const struct run *run;
	uint32_t c; /* its first character */
	enum part part;
};

/* End the lines so far, so that those that begin there do not touch them; how
   much of that is theirs to leave. */
static sp part_lines(struct decorating *k)
{
	sp gap = 0;

	for (int i = 0; i < 3; i++) {
		struct below *b = &k->lines[i];
		if (b->open) {
			gap = sp_scale(b->size, k->l->underlines.apart);
			b->right -= gap / 2;
			end_below(k, b);
		}
	}
	return gap - gap / 2;
}

/* left: how much of the frame a line that begins here leaves free. */
static void go_on_below(struct decorating *k, struct below *b, const struct framed *f, sp left)
{
	if (!(f->range->style & b->style) || (f->part == PART_MARK && b->style != TEXT_WAVY)) {
		end_below(k, b);
		return;
	}
	if (f->part != PART_WORD) {
		return;
	}
	if (!b->open) {
		b->open = true;
		b->left = f->left + left;
		b->size = f->run->size;
		b->colour = f->run->colour;
	}
	b->right = f->right;
}

/* A disc around (0, 0). */
static const struct path *dot_path(struct decorating *k, sp size, uint32_t colour)
{
	/* of a radius: where the control points of a quarter of a circle stand */
	const ratio bend = (ratio)((int64_t)UNIT_ONE * 5523 / 10000);
	static const signed char way[13][2] = { { 2, 0 }, { 2, 1 }, { 1, 2 }, { 0, 2 }, { -1, 2 },
		{ -2, 1 }, { -2, 0 }, { -2, -1 }, { -1, -2 }, { 0, -2 }, { 1, -2 }, { 2, -1 },
		{ 2, 0 } };
	sp r = size / 2, of[3] = { 0, sp_scale(r, bend), r };
	struct path *path;
	struct point *at;

	if (k->dot && k->dot_size == size && k->dot->colour == colour) {
		return k->dot;
	}
	path = ARENA_NEW(k->a, struct path);
	at = ARENA_ARRAY(k->a, struct point, 13);
	for (int i = 0; i < 13; i++) {
		int x = way[i][0], y = way[i][1];
		at[i] = (struct point){ x < 0 ? -of[-x] : of[x], y < 0 ? -of[-y] : of[y] };
	}
	*path = (struct path){ .at = at,
		.n = 13,
		.curved = true,
		.closed = true,
		.filled = true,
		.colour = colour };
	k->dot = path;
	k->dot_size = size;
	return path;
}

static void put_dot(struct decorating *k, const struct framed *f)
{
	const struct underlines_layout *l = &k->l->underlines;
	sp size = f->run->size, dot = sp_scale(size, k->l->dots.size);
	sp y = k->y + em_below(size) + sp_scale(size, k->l->dots.below) + dot / 2;

	if (f->range->style & (TEXT_UNDERLINE | TEXT_NAME | TEXT_WAVY)) {
		y += sp_scale(size, l->below) + l->thickness;
	}
	put_path(k, k->x + f->left + (f->right - f->left) / 2, y, dot_path(k, dot, f->run->colour));
}

int cell_at(const struct par *par, uint32_t at)
{
	int lo = 0, hi = par->ncells;

	while (hi - lo > 1) {
		int mid = lo + (hi - lo) / 2;
		if (par->cells[mid].at <= at) {
			lo = mid;
		} else {
			hi = mid;
		}
	}
	return lo;
}

static void decorate_frag(struct decorating *k, const struct frag *f)
{
	const struct text *t = f->par->text;

	for (int i = 0; i < f->nglyphs; i++) {
		const struct glyph *g = &f->glyphs[i];
		size_t at = g->at;
		struct framed framed = { .left = f->x[i], .run = f->run };
		sp left = 0;

		if (!g->len) {
			continue;
		}
		framed.right = f->x[i] + f->par->cells[cell_at(f->par, g->at)].wid;
		framed.range = text_range(t, g->at);
		framed.c = char_next(t->s, t->n, &at);
		framed.part = part_of(framed.c, framed.range);
		if (framed.range->at == g->at && (framed.range->style & TEXT_APART)) {
			left = part_lines(k);
		}
		for (int n = 0; n < 3; n++) {
			go_on_below(k, &k->lines[n], &framed, left);
		}
		if ((framed.range->style & TEXT_DOTS) && char_class(framed.c) == CHAR_HAN) {
			put_dot(k, &framed);
		}
	}
}

void put_below(struct arena *a, struct items *to, const struct line *line, sp x, sp y)
{
	struct decorating k = { .a = a,
		.to = to,
		.x = x,
		.y = y,
		.lines = { { .style = TEXT_UNDERLINE }, { .style = TEXT_NAME },
				{ .style = TEXT_WAVY } } };

	for (int i = 0; i < line->nfrags; i++) {
		if (line->frags[i].par->decorated) {
			k.l = line->frags[i].par->layout;
			decorate_frag(&k, &line->frags[i]);
		}
	}
	for (int i = 0; k.l && i < 3; i++) {
		end_below(&k, &k.lines[i]);
	}
}

static sp par_width(const struct par *par)
{
	sp wid = line_natural(par);

	return wid < SP_MAX / 2 ? wid : SP_MAX / 2;
}

/* The glyphs of par's cells [from, to), which are of one run, from x on. */
static struct frag *frag_of(struct arena *a, const struct par *par, int from, int to, sp x)
{
	struct frag *f = ARENA_NEW(a, struct frag);
	const struct cell *first = &par->cells[from], *last = &par->cells[to - 1];
	int n = 0;
	sp *at = ARENA_ARRAY(a, sp, last->glyph + last->nglyphs - first->glyph);

	*f = (struct frag){ .par = par,
		.run = &par->runs[first->run],
		.glyphs = &par->glyphs[first->glyph],
		.x = at,
		.left = x };
	for (int i = from; i < to; i++) {
		const struct cell *c = &par->cells[i];
		x += i > from ? c->gap : 0;
		for (uint32_t k = 0; k < c->nglyphs; k++) {
			at[n++] = x;
		}
		x += c->wid;
	}
	f->nglyphs = n;
	f->right = x;
	return f;
}

static void put_reading(struct arena *a, struct items *to, const struct par *par, sp x, sp y,
		int node)
{
	sp left = 0;

	for (int from = 0, end; from < par->ncells; from = end) {
		const struct frag *f;

		for (end = from + 1;
				end < par->ncells && par->cells[end].run == par->cells[from].run;
				end++) {
		}
		left += from ? par->cells[from].gap : 0;
		f = frag_of(a, par, from, end, left);
		left = f->right;
		*vec_push(a, to) = (struct item){
			.kind = ITEM_GLYPHS,
			.tag = TAG_RUBY,
			.node = node,
			.x = x,
			.y = y,
			.u.frag = f,
			.span = text_span(par->text, 0),
		};
	}
}

void put_ruby(struct arena *a, struct items *to, const struct line *line, int i, sp x, sp y)
{
	const struct frag *last = &line->frags[i], *first = last;
	const struct ruby *ruby = last->run->ruby;
	const struct layout *l = last->par->layout;
	sp size = last->run->size, wid, middle, most, at;

	if (!ruby || (i + 1 < line->nfrags && line->frags[i + 1].run->ruby == ruby)) {
		return;
	}
	while (first > line->frags && first[-1].run->ruby == ruby) {
		first--;
	}
	if (!first->nglyphs || first->glyphs[0].at != ruby->at) {
		return; /* it stands above the part of its base on the line before */
	}
	/* within the line where it overhangs what it may */
	wid = par_width(ruby->par);
	middle = first->left + (last->right - first->left) / 2;
	at = middle - wid / 2;
	most = line->indent + line->wid - wid;
	at = at < most ? at : most;
	at = at > line->indent ? at : line->indent;
	y -= em_above(size) + sp_scale(size, l->ruby.above) + em_below(ruby->par->runs[0].size);
	put_reading(a, to, ruby->par, x + at, y, last->par->node);
}
