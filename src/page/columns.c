#include "page/compose-imp.h"

#include "base/arena.h"

/* Slugs → the columns of pages. What spans them stands between regions of
   columns; above it, and at the end, the columns of a region are made equally
   high. Pages are filled one after the other. */

#define COLUMNS_MAX 9
#define HALVINGS    12 /* in search of the least height */

struct region {
	const struct flow *f; /* ends where the region does */
	int from;
	int ncolumns;
	struct portion at[COLUMNS_MAX];
};

static sp height_of(const struct flow *f, const struct portion *p)
{
	struct filling w = filling_begin(f, p->from, 0);

	for (int i = p->from; i < p->to; i++) {
		filling_add(f, &w, i);
	}
	return filling_used(&w);
}

/* Fill columns of that height; where they end. A group that is too high for one
   is taken apart unless it can wait. */
static int fill(struct region *r, sp height, bool waits)
{
	int at = r->from;

	for (int i = 0; i < r->ncolumns; i++) {
		r->at[i] = flow_fill(r->f, at, 0, height, waits && at < r->f->n);
		at = r->at[i].to;
	}
	return at;
}

static sp highest(const struct region *r)
{
	sp most = 0;

	for (int i = 0; i < r->ncolumns; i++) {
		sp height = height_of(r->f, &r->at[i]);
		most = height > most ? height : most;
	}
	return most;
}

/* All of the region fits into columns of that height: the least that takes it. */
static sp balance(struct region *r, sp height)
{
	sp low = 0, high = height;

	for (int i = 0; i < HALVINGS; i++) {
		sp middle = low + (high - low) / 2;
		if (fill(r, middle, true) == r->f->n) {
			high = highest(r) < middle ? highest(r) : middle;
		} else {
			low = middle;
		}
	}
	if (fill(r, high, true) != r->f->n) { /* only by taking a group apart */
		fill(r, height, false);
		high = highest(r);
	}
	return flow_snap(r->f, high);
}

static void place_region(struct composing *c, const struct region *r, sp height)
{
	const struct layout *l = c->b->l;
	sp wid = layout_column(l);

	for (int i = 0; i < r->ncolumns; i++) {
		struct area area = { .left = l->text_left + i * (wid + l->column_gap),
			.top = c->top + c->y,
			.wid = wid,
			.height = height };
		if (r->at[i].to > r->at[i].from) {
			place_portion(c, r->f, &r->at[i], &area);
		}
	}
	c->y += height;
	c->fresh = false;
}

static int spanning_end(const struct flow *f, int at)
{
	while (at < f->n && f->at[at].spans) {
		at++;
	}
	return at;
}

static int column_end(const struct flow *f, int at)
{
	while (at < f->n && !f->at[at].spans) {
		at++;
	}
	return at;
}

/* What is left of the page. */
static sp room(const struct composing *c, const struct flow *f)
{
	sp all = c->capacity, line = layout_line(f->l), left;

	all = f->grid ? all / line * line : all;
	left = all - flow_snap(f, c->y);
	return left > 0 ? left : 0;
}

/* Slugs [at, end) stay together; what they keep below them counts too. */
static int group_of(const struct flow *f, int at, sp *height)
{
	struct filling w = filling_begin(f, at, 0);
	int end = at;

	do {
		filling_add(f, &w, end);
	} while (f->at[end++].keep && end < f->n && f->at[end].spans);
	for (int i = end; i < f->n && f->at[i - 1].keep; i++) {
		filling_add(f, &w, i);
	}
	*height = filling_used(&w);
	return end;
}

static void place_spanning(struct composing *c, const struct flow *f, int from, int to)
{
	const struct layout *l = c->b->l;
	struct portion p = { from, to, 0, 0 };
	struct area area = { .left = l->text_left, .wid = l->measure };

	c->y = flow_snap(f, c->y);
	area.top = c->top + c->y;
	area.height = height_of(f, &p);
	place_portion(c, f, &p, &area);
	c->y += area.height;
	c->fresh = false;
}

/* How far [at, end) may go on before stop, in groups, so as to be no higher than
   room: the head of a table stands above all of its rows on the page. */
static int go_on(const struct flow *f, int at, int end, int stop, sp room)
{
	struct filling w = filling_begin(f, at, 0);

	for (int i = at; i < end; i++) {
		filling_add(f, &w, i);
	}
	while (end < stop && f->at[end].head) {
		sp height;
		int next = group_of(f, end, &height);
		for (int i = end; i < next; i++) {
			filling_add(f, &w, i);
		}
		if (filling_used(&w) > room) {
			break;
		}
		end = next;
	}
	return end;
}

/* The next slugs that span the columns, on the last page or on a new one. */
static int flow_spanning(struct composing *c, const struct flow *f, int at)
{
	int stop = spanning_end(f, at);

	while (at < stop) {
		sp height;
		int end = group_of(f, at, &height);
		if (height > room(c, f) && !c->fresh) {
			begin_page(c, PAGE_NUMBERED);
		}
		if (height > room(c, f)) {
			end = at + 1; /* no page has the room for all */
		}
		end = go_on(f, at, end, stop, room(c, f));
		place_spanning(c, f, at, end);
		at = end;
	}
	return at;
}

static int flow_region(struct composing *c, const struct flow *f, int at)
{
	struct flow part = *f;
	struct region r = { &part, at, f->l->columns, { { 0 } } };
	sp height;
	int end;

	c->y = flow_snap(f, c->y);
	height = room(c, f);
	part.n = column_end(f, at);
	part.tail = 0;
	end = fill(&r, height, !c->fresh);
	if (end == part.n) {
		place_region(c, &r, balance(&r, height));
		return end;
	}
	if (end > at) {
		place_region(c, &r, height);
	}
	begin_page(c, PAGE_NUMBERED);
	return end;
}

void flow_columns(struct composing *c, const struct flow *f)
{
	for (int at = 0; at < f->n;) {
		at = f->at[at].spans ? flow_spanning(c, f, at) : flow_region(c, f, at);
	}
}
