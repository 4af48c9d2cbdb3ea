#include <stdlib.h>

#include "base/arena.h"
#include "line/line-imp.h"

/* Where lines end: all lines of a paragraph chosen together. The best way to
   each place where a line may begin is the best way to an earlier one and a line
   from there; so the cheapest way to the end is found in one pass (after Knuth
   and Plass). Forced breaks divide the paragraph. */

/* Faults come before costs, and the graver before any number of lesser ones. */
#define FAULT_LONE     1 /* where the policy forbids it */
#define FAULT_LINE     2 /* where lines are to be few */
#define FAULT_BEYOND   ((int64_t)1 << 22)
#define FAULT_CUT      ((int64_t)1 << 36)
#define FAULT_OVERFULL ((int64_t)1 << 40)
#define MAX_BEYOND     1023

/* A line squeezed to its bounds. What gets closer is seen less than what parts
   (clreq 3.1.6: squeeze first): spreading weighs more, so that a line spread to a
   sixteenth of its bounds costs as much. Sums of the dearest lines fit. */
#define COST_ONE       ((int64_t)1 << 24)
#define SPREAD_WEIGHS  16
#define MAX_PRESSED    (4 * UNIT_ONE)
#define LONE_FORBIDDEN (1000 * UNIT_ONE)

/* A place where a line may begin. */
struct node {
	int cell;
	bool cut; /* inside a word that is longer than a line */
};

/* How dark a line looks; neighbours should differ by no more than one. */
enum tint { TINT_TIGHT, TINT_DECENT, TINT_LOOSE, TINT_GAPING, NTINTS };

struct cost {
	int64_t faults, cost;
};

/* The best way to a node on which the last line has a given tint. */
struct way {
	struct cost cost;
	int from; /* node where that line begins; -1: there is none */
	enum tint before;
};

struct graded {
	struct cost cost;
	enum tint tint;
	bool settled; /* a shorter line to the same end costs no less */
};

struct search {
	const struct breaking *b;
	const struct node *nodes;
	int n;                      /* nodes[n - 1] is the end */
	int ntints;                 /* 1 where contrast costs nothing */
	struct way *ways;           /* ntints for each node */
	struct cost *best;          /* of each node's ways */
	sp room;                    /* the widest line's */
	ratio lone, contrast, word; /* what they cost */
};

static bool is_less(const struct cost *a, const struct cost *b)
{
	return a->faults != b->faults ? a->faults < b->faults : a->cost < b->cost;
}

/* How far a line is pressed, in UNIT_ONE at its bounds, when asked for so much:
   what a later step gives weighs more. */
static int64_t pressed(const struct give *g, int nsteps, int64_t asked)
{
	int64_t used = 0, all = 0;

	if (asked > g->step[0]) {
		int64_t more = g->step[0] ? (asked - g->step[0]) * UNIT_ONE / g->step[0]
					  : MAX_PRESSED;
		return more < MAX_PRESSED ? UNIT_ONE + more : MAX_PRESSED;
	}
	for (int k = 1; k <= nsteps; k++) {
		int64_t now = asked < g->step[k] ? asked : g->step[k];
		used += k * k * now;
		all += k * k * g->step[k];
		asked -= now;
	}
	return all ? used * UNIT_ONE / all : 0;
}

static int64_t cost_of(int64_t pressed)
{
	return pressed * pressed / (((int64_t)UNIT_ONE << 16) / COST_ONE);
}

static void grade_squeezed(const struct search *s, const struct fit *f, struct graded *g)
{
	struct give give;
	int64_t p;

	line_squeezes(s->b, f, &give);
	p = pressed(&give, s->b->sums.nsqueeze, -f->lack);
	g->cost.faults += p > UNIT_ONE ? FAULT_OVERFULL : 0;
	g->cost.cost += cost_of(p);
	g->tint = p > UNIT_ONE / 2 ? TINT_TIGHT : TINT_DECENT;
}

static void grade_spread(const struct search *s, const struct fit *f, struct graded *g)
{
	struct give give;
	int64_t p;

	line_widens(s->b, f, &give);
	p = pressed(&give, s->b->sums.nwiden, f->lack);
	g->tint = p <= UNIT_ONE / 8 ? TINT_DECENT : p <= UNIT_ONE / 2 ? TINT_LOOSE : TINT_GAPING;
	g->cost.cost += cost_of(SPREAD_WEIGHS * p);
	if (p > UNIT_ONE) {
		int64_t excess = (f->lack - give.step[0]) * 32 / s->room;
		excess = 1 + excess * excess;
		g->cost.faults += FAULT_BEYOND * (excess < MAX_BEYOND ? excess : MAX_BEYOND);
	}
}

static struct extent extent_of(const struct search *s, int i, int j)
{
	int from = s->nodes[i].cell, next = s->nodes[j].cell, to = s->b->sums.ends[next];

	return (struct extent){ from, to > from ? to : from, next, j == s->n - 1, s->nodes[j].cut };
}

/* The line from node i to node j. */
static struct graded grade(const struct search *s, int i, int j)
{
	const struct breaking *b = s->b;
	struct extent e = extent_of(s, i, j);
	struct fit f = line_fit(b, e.from, e.to, e.last);
	struct graded g = { { b->box->tight ? FAULT_LINE : 0, 0 }, TINT_DECENT,
		f.lack >= 0 && !f.narrowed && i > 0 };

	if (f.lack < 0) {
		grade_squeezed(s, &f, &g);
	} else if (f.lack > 0 && !e.last) {
		grade_spread(s, &f, &g);
	}
	if (e.cut) {
		g.cost.faults += FAULT_CUT;
	} else if (!e.last && b->par->cells[e.next].divides_word) {
		g.cost.cost += s->word * (COST_ONE / UNIT_ONE);
	}
	if (e.last && i > 0 && b->sums.lone[e.to] - b->sums.lone[e.from] < 2) {
		g.cost.faults += s->lone < LONE_FORBIDDEN ? 0 : FAULT_LONE;
		g.cost.cost += s->lone * (COST_ONE / UNIT_ONE);
	}
	return g;
}

/* No line from node i to node j can be so narrow: all squeezed, and whatever
   stands at its ends away. */
static bool is_too_long(const struct search *s, int i, int j)
{
	const struct sums *sums = &s->b->sums;
	int from = s->nodes[i].cell + 1, to = sums->ends[s->nodes[j].cell] - 1;
	const int64_t *a, *z;
	int64_t wid;

	if (to <= from) {
		return false;
	}
	a = &sums->rows[(size_t)from * (size_t)sums->stride];
	z = &sums->rows[(size_t)to * (size_t)sums->stride];
	wid = z[0] - a[0];
	for (int k = 1; k <= sums->nsqueeze; k++) {
		wid -= z[k] - a[k];
	}
	return wid > s->room;
}

/* Come to node j from node i by the line g, where that is better. */
static void come(struct search *s, int i, int j, const struct graded *g)
{
	const struct way *from = &s->ways[(size_t)i * (size_t)s->ntints];
	struct way *to = &s->ways[(size_t)j * (size_t)s->ntints];
	enum tint tint = s->ntints > 1 ? g->tint : 0;

	for (int t = 0; t < s->ntints; t++) {
		struct cost c = { from[t].cost.faults + g->cost.faults,
			from[t].cost.cost + g->cost.cost };
		if (from[t].from < 0) {
			continue;
		}
		if (abs(t - (int)tint) > 1) {
			c.cost += s->contrast * (COST_ONE / UNIT_ONE);
		}
		if (to[tint].from < 0 || is_less(&c, &to[tint].cost)) {
			to[tint] = (struct way){ c, i, (enum tint)t };
		}
		if (is_less(&c, &s->best[j])) {
			s->best[j] = c;
		}
	}
}

static struct cost least_of(const struct cost *c, int n)
{
	struct cost least = c[0];

	for (int i = 1; i < n; i++) {
		least = is_less(&c[i], &least) ? c[i] : least;
	}
	return least;
}

/* With line g before it no way to node j comes near its best, be the way to the
   line the best of all: contrast is all that a worse way may save later. */
static bool is_hopeless(const struct search *s, int j, const struct cost *least,
		const struct graded *g)
{
	struct cost with = { least->faults + g->cost.faults, least->cost + g->cost.cost };
	struct cost limit = s->best[j];

	limit.cost += s->contrast * (COST_ONE / UNIT_ONE);
	return is_less(&limit, &with);
}

/* All lines that may end at node j, from the longest on, which begins at node
   longest. */
static void reach(struct search *s, int longest, int j)
{
	struct cost least = least_of(&s->best[longest], j - longest);

	for (int t = 0; t < s->ntints; t++) {
		s->ways[(size_t)j * (size_t)s->ntints + (size_t)t].from = -1;
	}
	s->best[j] = (struct cost){ INT64_MAX, 0 };
	for (int i = longest; i < j; i++) {
		struct graded g = grade(s, i, j);
		if (g.cost.faults >= FAULT_OVERFULL && i < j - 1) {
			continue;
		}
		if (g.settled && is_hopeless(s, j, &least, &g)) {
			break;
		}
		come(s, i, j, &g);
	}
}

/* The ways to all nodes; nodes[0] is where the first line begins. */
static void search(struct search *s)
{
	int longest = 0;

	for (int t = 0; t < s->ntints; t++) {
		s->ways[t].from = -1;
	}
	s->ways[s->ntints > 1 ? TINT_DECENT : 0] = (struct way){ 0 };
	s->best[0] = (struct cost){ 0 };
	for (int j = 1; j < s->n; j++) {
		while (longest < j - 1 && is_too_long(s, longest, j)) {
			longest++;
		}
		reach(s, longest, j);
	}
}

static enum tint best_tint(const struct search *s)
{
	const struct way *w = &s->ways[(size_t)(s->n - 1) * (size_t)s->ntints];
	int best = -1;

	for (int t = 0; t < s->ntints; t++) {
		if (w[t].from >= 0 && (best < 0 || is_less(&w[t].cost, &w[best].cost))) {
			best = t;
		}
	}
	return (enum tint)best;
}

/* The lines of the best way, which is found backwards. */
static void trace(const struct search *s, struct extents *out)
{
	enum tint tint = best_tint(s);
	int at = out->n;

	for (int j = s->n - 1; j > 0;) {
		const struct way *w = &s->ways[(size_t)j * (size_t)s->ntints + tint];
		*vec_push(s->b->scratch, out) = extent_of(s, w->from, j);
		tint = w->before;
		j = w->from;
	}
	for (int z = out->n - 1; at < z; at++, z--) {
		struct extent e = out->at[at];
		out->at[at] = out->at[z];
		out->at[z] = e;
	}
}

/* The cells from one break to the next are too long for any line. */
static bool is_long_word(const struct breaking *b, int from, int next)
{
	int to = b->sums.ends[next];
	struct fit f;
	struct give give;

	if (to - from < 2) {
		return false;
	}
	f = line_fit(b, from, to, false);
	line_squeezes(b, &f, &give);
	return -f.lack > give.step[0];
}

/* The nodes of cells [from, end), without the first and with the end. */
static int list_nodes(const struct breaking *b, int from, int end, struct node *nodes)
{
	const struct cell *cells = b->par->cells;
	int n = 0;

	nodes[n++].cell = from;
	for (int i = from, next; i < end; i = next) {
		for (next = i + 1; next < end && !cells[next].breakable; next++) {
		}
		if (is_long_word(b, i, next)) {
			for (int k = i + 1; k < next; k++) {
				if (!cells[k].space) {
					nodes[n++] = (struct node){ k, true };
				}
			}
		}
		nodes[n++] = (struct node){ next, false };
	}
	return n;
}

void line_optimum(struct breaking *b, struct extents *out)
{
	const struct par *par = b->par;
	const struct break_policy *p = b->policy;
	int ntints = p->contrast_cost ? NTINTS : 1;
	size_t most = (size_t)par->ncells + 1;
	struct node *nodes = ARENA_ARRAY(b->scratch, struct node, most);
	struct search s = {
		.b = b,
		.nodes = nodes,
		.ntints = ntints,
		.ways = ARENA_ARRAY(b->scratch, struct way, most * (size_t)ntints),
		.best = ARENA_ARRAY(b->scratch, struct cost, most),
		.room = b->box->measure -
				(b->box->first < b->box->rest ? b->box->first : b->box->rest),
		.lone = p->lone_cost,
		.contrast = p->contrast_cost,
		.word = p->word_cost,
	};

	for (int from = 0, end; from < par->ncells; from = end + 1) {
		for (end = from; end < par->ncells && !par->cells[end].newline; end++) {
		}
		if (end == from) {
			*vec_push(b->scratch, out) =
					(struct extent){ from, from, end + 1, true, false };
			continue;
		}
		s.n = list_nodes(b, from, end, nodes);
		search(&s);
		trace(&s, out);
		out->at[out->n - 1].next = end < par->ncells ? end + 1 : end;
	}
}
