#include "page/page-imp.h"

#include "base/arena.h"

/* Slugs → pages, all page ends chosen together: the way through all possible
   ends that costs least. It is found from the end backwards: what the pages
   from a slug on cost at least is known before those that begin above it. */

/* Costs are in squares of missing lines: what is worth as much as n lines of
   white at a page's foot costs n * n. */
#define LINE_COST    ((int64_t)4096)
#define SQUARED(n)   ((n) * (n)*LINE_COST)
#define TABLE_COST   SQUARED(6) /* a table goes on on the next page */
#define NOTE_COST    SQUARED(5) /* a note does */
#define LEFT_COST    SQUARED(2) /* a picture does */
#define HEADING_ROOM 5          /* lines; a heading below which fewer stand is low */
/* Worse than any white, each worse than all that stand before it. */
#define LINES_TIMES   4   /* a paragraph's lines left alone */
#define HEADING_TIMES 40  /* a heading at the foot */
#define HIGH_TIMES    400 /* more than the page holds */

/* The best pages from a slug on, with so many pictures left for the first. */
struct rest {
	int64_t cost;
	int to, left; /* where its first page ends */
};

struct choosing {
	const struct flow *f;
	int64_t page_cost; /* more than all white of a page */
	int64_t *ends;     /* cost of ending a page before the slug */
	struct rest *rests;
};

static struct rest *rest_at(const struct choosing *c, int at, int left)
{
	return &c->rests[(int64_t)at * (LEFT_MAX + 1) + left];
}

static int64_t white_cost(const struct flow *f, int64_t white)
{
	int64_t lines = white * 64 / layout_line(f->l); /* in 64ths */

	return lines * lines;
}

static int64_t end_cost(const struct choosing *c, int at)
{
	const struct slug *above = &c->f->at[at - 1], *below = &c->f->at[at];
	int64_t cost = 0;

	if (below->more_notes) {
		/* as before the next slug that is more */
		return NOTE_COST + (at + 1 < c->f->n ? c->ends[at + 1] : 0);
	}
	if (above->keep) {
		cost = c->page_cost * (above->line ? LINES_TIMES : HEADING_TIMES);
	}
	return cost + (below->head ? TABLE_COST : 0);
}

static int64_t heading_cost(const struct flow *f, sp below)
{
	int64_t missing = (int64_t)HEADING_ROOM * layout_line(f->l) - below;

	return missing > 0 ? white_cost(f, missing) / 2 : 0;
}

/* A page on trial. */
struct trial {
	int from, carried;
	sp capacity;
	bool waits;
	struct filling w;
	sp heading; /* where the last one ends; -1: none */
};

/* Heights of the last pictures before slug to, that the page at least has. */
static sp left_height(const struct flow *f, int to, int left)
{
	int64_t sum = 0;

	for (int i = f->nfloaters[to] - left; i < f->nfloaters[to]; i++) {
		sum += f->floaters[i].height;
	}
	return sum < SP_MAX ? (sp)sum : SP_MAX;
}

/* The last pictures before slug to may go to the page that begins with it. */
static bool may_leave(const struct flow *f, int to, int left)
{
	for (int i = f->nfloaters[to] - left; i < f->nfloaters[to]; i++) {
		const struct floater *u = &f->floaters[i];
		if (u->closes <= to || f->nfixed[to] > f->nfixed[u->to]) {
			return false;
		}
	}
	return left_height(f, to, left) <= f->capacity;
}

static int64_t page_cost(const struct choosing *c, const struct trial *t, int to, int left)
{
	const struct flow *f = c->f;
	int64_t white = (int64_t)t->capacity - filling_used(&t->w) + left_height(f, to, left);
	int64_t cost = c->page_cost + left * LEFT_COST;

	if (white < 0) {
		cost += c->page_cost * HIGH_TIMES;
	} else if (to == f->n) {
		cost += white < f->tail ? c->page_cost : 0;
	} else {
		cost += white_cost(f, white);
	}
	if (to < f->n) {
		cost += to > t->from || t->carried ? c->ends[to] : 0;
		cost += t->heading >= 0 ? heading_cost(f, t->w.text - t->heading) : 0;
	}
	return cost;
}

/* More than a page's worth is tried only where it is a single slug. */
static bool is_possible(const struct flow *f, const struct trial *t, int to, int left)
{
	int64_t used = (int64_t)filling_used(&t->w) - left_height(f, to, left);

	if (to == t->from && !t->carried && !t->waits) {
		return false;
	}
	return used <= t->capacity || (to == t->from + 1 && !t->carried && !t->waits);
}

static void try_end(const struct choosing *c, const struct trial *t, int to, struct rest *best)
{
	const struct flow *f = c->f;
	int own = f->nfloaters[to] - f->nfloaters[t->from];

	for (int left = 0; left <= own && left <= LEFT_MAX; left++) {
		if (!may_leave(f, to, left) || !is_possible(f, t, to, left)) {
			continue;
		}
		int64_t cost = page_cost(c, t, to, left) + rest_at(c, to, left)->cost;
		if (cost <= best->cost) {
			*best = (struct rest){ cost, to, left };
		}
	}
}

/* Where a page ends best that begins with slug from. */
static struct rest best_end(const struct choosing *c, struct trial t)
{
	const struct flow *f = c->f;
	struct rest best = { .cost = INT64_MAX };
	sp carried;
	int at = t.from;

	t.w = filling_begin(f, t.from, t.carried);
	carried = t.w.floats;
	for (;;) {
		const struct floater *u;
		try_end(c, &t, at, &best);
		if (at == f->n ||
				(at > t.from &&
						(int64_t)t.w.text + t.w.notes + carried >
								t.capacity)) {
			break;
		}
		u = flow_floater(f, at);
		if (u) {
			filling_add_floater(f, &t.w, u);
			at = u->to;
			continue;
		}
		filling_add(f, &t.w, at);
		t.heading = slug_is_heading(&f->at[at]) ? t.w.text : t.heading;
		at++;
	}
	return best;
}

/* The pictures before slug `at` may be on their way to a page that begins with it:
   no more than a page's text lies between. */
static bool may_carry(const struct flow *f, int at, int carried)
{
	int last = f->nfloaters[at] - 1;
	int64_t between = 0;

	if (!carried) {
		return true;
	}
	if (f->nfloaters[at] < carried || !may_leave(f, at, carried)) {
		return false;
	}
	for (int i = f->floaters[last - carried + 1].to; i < at; i++) {
		between += f->at[i].height;
		if (between > 2 * (int64_t)f->capacity) {
			return false;
		}
	}
	return true;
}

static void choose_all(const struct choosing *c)
{
	const struct flow *f = c->f;

	for (int at = f->n - 1; at >= 0; at--) {
		c->ends[at] = at ? end_cost(c, at) : 0;
		for (int carried = 0; carried <= LEFT_MAX; carried++) {
			struct trial t = { .from = at,
				.carried = carried,
				.capacity = f->capacity,
				.heading = -1 };
			*rest_at(c, at, carried) = may_carry(f, at, carried)
					? best_end(c, t)
					: (struct rest){ .cost = INT64_MAX / 2 };
		}
	}
}

struct portions flow_optimum(const struct flow *f)
{
	struct choosing c = { .f = f,
		.ends = ARENA_ARRAY(f->a, int64_t, f->n + 1),
		.rests = ARENA_ARRAY(f->a, struct rest, (f->n + 1) * (LEFT_MAX + 1)) };
	struct trial t = { .capacity = f->first, .waits = f->waits, .heading = -1 };
	struct portions all = { 0 };
	struct rest r;

	c.page_cost = 4 * white_cost(f, f->capacity);
	choose_all(&c);
	r = best_end(&c, t);
	*vec_push(f->a, &all) = (struct portion){ 0, r.to, 0, r.left };
	while (r.to < f->n) {
		int at = r.to, carried = r.left;
		r = *rest_at(&c, at, carried);
		*vec_push(f->a, &all) = (struct portion){ at, r.to, carried, r.left };
	}
	return all;
}
