/* target: where on the proof a mark lies → which characters of the manuscript.
   Readers draw their quadrilaterals from the font's ascent, its bounding box, or
   the user's hand, so that a character counts as covered when more than half of
   its em box is. */

#include <string.h>

#include "base/arena.h"
#include "comments/sheet-imp.h"

#define STROKE (UNIT_ONE / 4)      /* of a character's height: a thinner quad is the line itself */
#define BELOW  (UNIT_ONE * 3 / 10) /* of it: so far under the em box underlines stand */
#define REACH  3                   /* heights that the nearest line may be away */

struct targets {
	struct arena *a;
	const struct book *proof;
	struct sheet *sheets; /* read as they are asked for */
};

struct targets *targets_new(struct arena *a, const struct book *proof)
{
	struct targets *t = ARENA_NEW(a, struct targets);

	t->a = a;
	t->proof = proof;
	t->sheets = ARENA_ARRAY(a, struct sheet, proof->npages);
	return t;
}

static int find_sheet(const struct targets *t, const char *seal)
{
	for (int i = 0; seal && i < t->proof->npages; i++) {
		const char *ours = t->proof->pages[i].seal;
		if (ours && strcmp(ours, seal) == 0) {
			return i;
		}
	}
	return -1;
}

bool targets_know(const struct targets *t, const char *seal)
{
	return find_sheet(t, seal) >= 0;
}

static const struct sheet *sheet_of(struct targets *t, int i)
{
	struct sheet *s = &t->sheets[i];

	if (!s->letters.n && !s->figures.n) {
		sheet_read(t->a, t->proof, i, s);
	}
	return s;
}

static struct area area_of(const struct targets *t, const struct quad *q)
{
	sp height = t->proof->page_height;

	return (struct area){ q->left, q->right, height - q->top, height - q->bottom };
}

static sp least(sp a, sp b)
{
	return a < b ? a : b;
}

static sp overlap(sp from, sp to, sp other_from, sp other_to)
{
	sp begin = from > other_from ? from : other_from;

	return least(to, other_to) - begin;
}

/* How far a point is from [from, to); 0 inside. */
static sp away(sp v, sp from, sp to)
{
	return v < from ? from - v : v >= to ? v - to : 0;
}

static bool covers(const struct area *a, const struct letter *l, bool under)
{
	sp hgt = l->area.bottom - l->area.top, thick = a->bottom - a->top;
	bool stroke = thick < sp_scale(hgt, STROKE);
	sp bottom = l->area.bottom + (stroke && under ? sp_scale(hgt, BELOW) : 0);
	sp down = overlap(a->top, a->bottom, l->area.top, bottom);
	sp across = overlap(a->left, a->right, l->area.left, l->area.right);

	/* a drawn line has no thickness worth halving */
	return (stroke ? down >= 0 : down > least(hgt, thick) / 2) &&
			across > (l->area.right - l->area.left) / 2;
}

/* What several rectangles cover of the sheet's letters. */
struct cover {
	const struct letter *first;
	uint32_t at, end;
	uint32_t bytes; /* covered in [at, end) */
	bool others;    /* letters of other texts are covered too */
};

static void add_cover(struct cover *k, const struct letter *l)
{
	if (!k->first) {
		*k = (struct cover){ l, l->at, l->at + l->len, 0, false };
	}
	if (l->text != k->first->text) {
		k->others = true;
		return;
	}
	k->at = l->at < k->at ? l->at : k->at;
	k->end = l->at + l->len > k->end ? l->at + l->len : k->end;
	k->bytes += l->len;
}

/* The standard has a quadrilateral lie on one line; some readers make it as high
   as the font's bounding box, which reaches over three. Then its middle says
   which line is meant. */
static void narrow(const struct sheet *s, struct area *a)
{
	sp y = a->top + (a->bottom - a->top) / 2;

	for (int i = 0; i < s->letters.n; i++) {
		const struct area *l = &s->letters.at[i].area;
		if (!away(y, l->top, l->bottom) &&
				overlap(a->left, a->right, l->left, l->right) >
						(l->right - l->left) / 2 &&
				a->top <= l->top && a->bottom >= l->bottom) {
			a->top = l->top;
			a->bottom = l->bottom;
			return;
		}
	}
}

static struct cover cover_of(const struct sheet *s, const struct area *areas, int n, bool under)
{
	struct cover k = { 0 };

	for (int i = 0; i < s->letters.n; i++) {
		for (int q = 0; q < n; q++) {
			if (covers(&areas[q], &s->letters.at[i], under)) {
				add_cover(&k, &s->letters.at[i]);
				break;
			}
		}
	}
	return k;
}

/* What the quadrilaterals cover; without any, or with such as lie elsewhere, the
   rectangle. */
static struct cover cover_of_mark(const struct targets *t, const struct sheet *s,
		const struct comment *c)
{
	bool under = c->kind == MARK_UNDERLINE || c->kind == MARK_SQUIGGLY;
	struct area all = area_of(t, &c->rect);
	struct area *areas = ARENA_ARRAY(t->a, struct area, c->nquads);
	struct cover k;

	for (int i = 0; i < c->nquads; i++) {
		areas[i] = area_of(t, &c->quads[i]);
		narrow(s, &areas[i]);
	}
	k = cover_of(s, areas, c->nquads, under);
	return k.first ? k : cover_of(s, &all, 1, under);
}

/* Spaces that a line's end swallowed have no glyphs to cover. */
static uint32_t white_bytes(const struct text *t, uint32_t at, uint32_t end)
{
	uint32_t n = 0;

	for (uint32_t i = at; i < end; i++) {
		n += t->s[i] == ' ' || t->s[i] == '\n';
	}
	return n;
}

static struct target target_of_cover(const struct cover *k)
{
	const struct text *t = k->first->text;
	uint32_t len = k->end - k->at, missing = k->bytes < len ? len - k->bytes : 0;

	return (struct target){
		.text = t,
		.at = k->at,
		.end = k->end,
		.covers = true,
		.whole = !k->others && k->bytes <= len && missing <= white_bytes(t, k->at, k->end),
		.span = text_span(t, k->at),
	};
}

static bool contains(const struct area *a, struct point at)
{
	return !away(at.x, a->left, a->right) && !away(at.y, a->top, a->bottom);
}

static struct point middle(const struct area *a)
{
	return (struct point){ a->left + (a->right - a->left) / 2,
		a->top + (a->bottom - a->top) / 2 };
}

/* The letter whose line is nearest to the point, and on that line the nearest;
   NULL where all are too far above or below. */
static const struct letter *nearest(const struct sheet *s, struct point at)
{
	const struct letter *best = NULL;
	int64_t least_cost = INT64_MAX;

	for (int i = 0; i < s->letters.n; i++) {
		const struct letter *k = &s->letters.at[i];
		int64_t down = away(at.y, k->area.top, k->area.bottom);
		int64_t cost = away(at.x, k->area.left, k->area.right) + 8 * down;
		if (down <= REACH * (int64_t)(k->area.bottom - k->area.top) && cost < least_cost) {
			best = k;
			least_cost = cost;
		}
	}
	return best;
}

static struct target target_of_letter(const struct letter *l, bool covers_it)
{
	return (struct target){ l->text, l->at, l->at + l->len, covers_it, covers_it,
		text_span(l->text, l->at) };
}

/* The first of the points that a letter contains; else what is nearest to the
   first point. */
static struct target target_of_points(const struct sheet *s, const struct point *points, int n)
{
	const struct letter *near;

	for (int k = 0; k < n; k++) {
		for (int i = 0; i < s->letters.n; i++) {
			if (contains(&s->letters.at[i].area, points[k])) {
				return target_of_letter(&s->letters.at[i], true);
			}
		}
	}
	near = nearest(s, points[0]);
	return near ? target_of_letter(near, false) : (struct target){ 0 };
}

static struct target target_of_note(const struct targets *t, const struct sheet *s,
		const struct comment *c)
{
	struct area a = area_of(t, &c->rect);
	/* an icon keeps its upper left corner when the page is enlarged (12.5.6.4),
	   so that it is what points; some readers put the middle where one clicks */
	struct point points[] = { { a.left, a.top }, middle(&a) };

	if (c->pointed) {
		points[0] = (struct point){ c->tip.x, t->proof->page_height - c->tip.y };
	}
	return target_of_points(s, points, c->pointed || c->kind == MARK_TYPED ? 1 : 2);
}

/* A letter of the line that a caret's sign belongs to: the one that it covers
   most of; else its tip points up to one. */
static const struct letter *caret_line(const struct sheet *s, const struct area *a)
{
	const struct letter *best = NULL;
	struct point tip = { middle(a).x, a->top };
	sp most = 0;

	for (int i = 0; i < s->letters.n; i++) {
		const struct letter *k = &s->letters.at[i];
		sp down = overlap(a->top, a->bottom, k->area.top, k->area.bottom);
		sp hgt = k->area.bottom - k->area.top;
		bool beside = !away(tip.x, k->area.left - hgt, k->area.right + hgt);
		if (beside && down > hgt / 4 && down > most) {
			most = down;
			best = k;
		}
	}
	tip.y -= best ? 0 : UNIT_ONE;
	return best ? best : nearest(s, tip);
}

/* The gap between two letters that a caret stands at. */
static struct target target_of_caret(const struct targets *t, const struct sheet *s,
		const struct comment *c)
{
	struct area a = area_of(t, &c->rect);
	const struct letter *line = caret_line(s, &a), *best = line;
	sp x = middle(&a).x;
	uint32_t at;

	for (int i = 0; line && i < s->letters.n; i++) {
		const struct letter *k = &s->letters.at[i];
		const struct area *b = &best->area;
		if (k->text == line->text &&
				overlap(k->area.top, k->area.bottom, b->top, b->bottom) > 0 &&
				away(x, k->area.left, k->area.right) < away(x, b->left, b->right)) {
			best = k;
		}
	}
	if (!best) {
		return (struct target){ 0 };
	}
	at = best->at + (x > middle(&best->area).x ? best->len : 0);
	return (struct target){ best->text, at, at, true, true, text_span(best->text, at) };
}

static struct target target_of_marked(const struct targets *t, const struct sheet *s,
		const struct comment *c)
{
	struct cover k = cover_of_mark(t, s, c);
	struct area a = area_of(t, &c->rect);
	struct point at = middle(&a);

	return k.first ? target_of_cover(&k) : target_of_points(s, &at, 1);
}

static bool on_sheet(const struct targets *t, const struct quad *q)
{
	return q->right > 0 && q->top > 0 && q->left < t->proof->page_width &&
			q->bottom < t->proof->page_height;
}

static struct target target_of_text(const struct targets *t, const struct sheet *s,
		const struct comment *c)
{
	switch (c->kind) {
	case MARK_CARET:
		return target_of_caret(t, s, c);
	case MARK_NOTE:
	case MARK_TYPED:
		return target_of_note(t, s, c);
	default:
		return target_of_marked(t, s, c);
	}
}

/* The picture that the mark's middle lies on; no place where there is none. */
static struct target target_of_figure(const struct targets *t, const struct sheet *s,
		const struct comment *c)
{
	struct area a = area_of(t, &c->rect);

	for (int i = 0; i < s->figures.n; i++) {
		if (contains(&s->figures.at[i].area, middle(&a))) {
			return (struct target){ .span = s->figures.at[i].span };
		}
	}
	return (struct target){ 0 };
}

struct target target_find(struct targets *t, const struct comment *c)
{
	int i = find_sheet(t, c->seal);
	const struct sheet *s;
	struct target found, figure;

	if (i < 0 || !(on_sheet(t, &c->rect) || (c->nquads && on_sheet(t, &c->quads[0])))) {
		return (struct target){ 0 };
	}
	s = sheet_of(t, i);
	found = target_of_text(t, s, c);
	figure = found.covers ? found : target_of_figure(t, s, c);
	return figure.span.file ? figure : found;
}
