#include "page/page-imp.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "text/sense.h"

/* Titles that the author gave as one line, broken by sense and shape: as few
   lines as they need, no word, number or 《》 divided, the lines a trapezium
   or a lozenge (GB/T 9704 7.3.1: 词意完整，排列对称，长短适宜). */

#define WAYS_MAX 5 /* kept for the dump */
#define SHORTEST 3 /* characters that a last line has at least */
#define NEVER    INT_MAX

/* Costs, to be read beside those of sense.h. */
enum {
	SHAPE_EQUAL = 6,     /* neighbours as long as each other */
	SHAPE_UPRIGHT = 2,   /* of two lines the second is longer */
	SHAPE_WAIST = 60,    /* a line shorter than both its neighbours */
	SHAPE_MORE = 30,     /* a line more than it needs */
	SHAPE_SHORT = 800,   /* a last line of less than SHORTEST characters */
	SHAPE_SLACK = 2 * 10 /* tenths of an em by which lines may differ and cost nothing */
};

struct search {
	const struct par *par;
	const int *senses; /* by byte of the text */
	int64_t *wids;     /* of the cells before each, their gaps counted */
	int64_t *voids;    /* what of that a line's ends may swallow */
	int *rests;        /* by lines left and cell: what breaks from there on cost at least */
	sp measure, em;
	int nlines;                    /* wanted */
	int ends[TITLE_LINES];         /* cells behind each line so far */
	int64_t set_wids[TITLE_LINES]; /* of those lines */
	struct title_way best[WAYS_MAX];
	int nbest;
};

static bool is_blank(const struct cell *c)
{
	return c->space || c->newline;
}

static void sum_widths(struct arena *a, struct search *s)
{
	const struct cell *c = s->par->cells;
	int n = s->par->ncells;

	s->wids = ARENA_ARRAY(a, int64_t, n + 1);
	s->voids = ARENA_ARRAY(a, int64_t, n + 1);
	for (int i = 0; i < n; i++) {
		s->wids[i + 1] = s->wids[i] + c[i].wid + (i ? c[i].gap : 0);
		s->voids[i + 1] = s->voids[i] + (is_blank(&c[i]) ? c[i].wid : 0) + c[i].gap;
	}
}

/* Width of the cells [from, to) as a line. */
static int64_t width_of(const struct search *s, int from, int to)
{
	const struct cell *c = s->par->cells;

	while (to > from && is_blank(&c[to - 1])) {
		to--;
	}
	return s->wids[to] - s->wids[from] - (from && to > from ? c[from].gap : 0);
}

/* Where the line that begins at cell from ends at the latest; from where not
   even its first unit fits. */
static int longest_line(const struct search *s, int from)
{
	int end = from;

	for (int to = from + 1; to <= s->par->ncells; to++) {
		if (width_of(s, from, to) > s->measure) {
			return end;
		}
		end = to == s->par->ncells || s->par->cells[to].breakable ? to : end;
	}
	return end;
}

/* Lines needed; 0: more than a title has. */
static int least_lines(const struct search *s)
{
	int n = 0;

	for (int from = 0, to; from < s->par->ncells; from = to) {
		to = longest_line(s, from);
		if (to == from || ++n == TITLE_LINES) {
			return 0;
		}
	}
	return n;
}

static int *rest_at(const struct search *s, int nlines, int from)
{
	return &s->rests[nlines * (s->par->ncells + 1) + from];
}

/* Of the breaks of nlines lines that begin at cell from; NEVER where they do not
   hold what is left. */
static int least_rest(const struct search *s, int nlines, int from)
{
	int n = s->par->ncells, least = NEVER;

	if (nlines == 1) {
		return width_of(s, from, n) <= s->measure ? 0 : NEVER;
	}
	for (int to = from + 1; to < n && width_of(s, from, to) <= s->measure; to++) {
		int rest = *rest_at(s, nlines - 1, to);
		if (s->par->cells[to].breakable && rest < NEVER) {
			rest += s->senses[s->par->cells[to].at];
			least = rest < least ? rest : least;
		}
	}
	return least;
}

/* Without them a long title has more ways than could ever be looked at. */
static void find_rests(struct arena *a, struct search *s)
{
	int n = s->par->ncells;

	s->rests = ARENA_ARRAY(a, int, (TITLE_LINES + 1) * (n + 1));
	for (int nlines = 1; nlines <= TITLE_LINES; nlines++) {
		for (int from = 0; from < n; from++) {
			*rest_at(s, nlines, from) = least_rest(s, nlines, from);
		}
	}
}

/* Beyond a little, the square of what the shortest line lacks to the longest:
   25 for seven em. */
static int cost_of_range(const struct search *s, int64_t range)
{
	range = range * 10 / s->em - SHAPE_SLACK;
	return range > 0 ? (int)(range * range / 100) : 0;
}

/* What the lines so far, and the cells from on in those that are left, cost at
   least: of these one is as long as the average, and one as short. */
static int least_cost(const struct search *s, int nlines, int from)
{
	int n = s->par->ncells, left = s->nlines - nlines;
	int64_t most = 0, least = INT64_MAX, rest = s->wids[n] - s->wids[from];
	int64_t low = left ? (rest - (s->voids[n] - s->voids[from])) / left : 0;
	int64_t high = left ? rest / left + 1 : INT64_MAX;

	for (int i = 0; i < nlines; i++) {
		least = s->set_wids[i] < least ? s->set_wids[i] : least;
		most = s->set_wids[i] > most ? s->set_wids[i] : most;
	}
	most = low > most ? low : most;
	least = high < least ? high : least;
	return cost_of_range(s, most - least);
}

static int cost_of_shape(const struct search *s)
{
	int last = s->nlines - 1, wanted = 0, cost = least_cost(s, s->nlines, s->par->ncells);
	const int64_t *wid = s->set_wids;

	for (int i = 1; i <= last; i++) {
		int64_t step = wid[i] - wid[i - 1];
		cost += step < s->em / 2 && step > -s->em / 2 ? SHAPE_EQUAL : 0;
		/* GB/T 9704: no hour-glass */
		cost += i < last && step < 0 && wid[i + 1] > wid[i] ? SHAPE_WAIST : 0;
	}
	if (last == 1 && wid[1] > wid[0]) {
		cost += SHAPE_UPRIGHT;
	}
	for (int i = s->ends[last - 1]; i < s->par->ncells; i++) {
		wanted += s->par->cells[i].lone;
	}
	return cost + (wanted < SHORTEST ? SHAPE_SHORT : 0);
}

/* Keep the way where it is one of the best; of equals the earlier found. */
static void keep_way(struct search *s, int cost)
{
	int i = s->nbest < WAYS_MAX ? s->nbest++ : WAYS_MAX;

	for (; i > 0 && s->best[i - 1].cost > cost; i--) {
		if (i < WAYS_MAX) {
			s->best[i] = s->best[i - 1];
		}
	}
	if (i < WAYS_MAX) {
		s->best[i].cost = cost;
		s->best[i].nlines = s->nlines;
		for (int k = 0; k < s->nlines; k++) {
			s->best[i].ends[k] = s->ends[k];
		}
	}
}

static bool is_hopeless(const struct search *s, int cost)
{
	return s->nbest == WAYS_MAX && cost >= s->best[WAYS_MAX - 1].cost;
}

/* Line n of the title begins at cell from; cost is what the breaks before it
   cost. */
static void try_line(struct search *s, int n, int from, int cost)
{
	const struct par *par = s->par;
	bool last = n + 1 == s->nlines;

	for (int to = last ? par->ncells : from + 1; to <= par->ncells; to++) {
		int sum = cost, rest;
		s->ends[n] = to;
		s->set_wids[n] = width_of(s, from, to);
		if (s->set_wids[n] > s->measure) {
			return;
		}
		if (last) {
			keep_way(s, cost + cost_of_shape(s));
			return;
		}
		if (to == par->ncells || !par->cells[to].breakable) {
			continue;
		}
		rest = *rest_at(s, s->nlines - n - 1, to);
		sum += s->senses[par->cells[to].at];
		if (rest < NEVER && !is_hopeless(s, sum + rest + least_cost(s, n + 1, to))) {
			try_line(s, n + 1, to, sum);
		}
	}
}

static void search_lines(struct search *s, int nlines)
{
	s->nlines = nlines;
	s->nbest = 0;
	try_line(s, 0, 0, 0);
}

/* A line more than needed has its price. */
static bool is_better(const struct search *more, const struct search *s)
{
	return more->nbest && (!s->nbest || more->best[0].cost + SHAPE_MORE < s->best[0].cost);
}

/* As few lines as it needs, or one more where those do violence to it. */
static void search_ways(struct search *s, int least)
{
	search_lines(s, least);
	if ((!s->nbest || s->best[0].cost >= SENSE_LEANING) && least < TITLE_LINES) {
		struct search more = *s;
		search_lines(&more, least + 1);
		if (is_better(&more, s)) {
			*s = more;
		}
	}
}

static bool has_break(const struct par *par)
{
	for (int i = 0; i < par->ncells; i++) {
		if (par->cells[i].newline) {
			return true;
		}
	}
	return false;
}

/* The best ways to break par, which does not fit one line; NULL where its author
   broke it, or it is too long. */
static const struct title *find_ways(const struct breaker *b, const struct par *par)
{
	struct search s = { .par = par, .measure = b->l->measure, .em = b->l->title.size };
	struct arena *scratch = arena_new();
	struct title_way *ways = ARENA_ARRAY(b->a, struct title_way, WAYS_MAX);
	struct title *title = NULL;
	int least;

	sum_widths(scratch, &s);
	least = has_break(par) ? 0 : least_lines(&s);
	if (least > 1) {
		s.senses = sense_costs(scratch, par->text->s, par->text->n);
		find_rests(scratch, &s);
		search_ways(&s, least);
		memcpy(ways, s.best, sizeof s.best);
		title = s.nbest ? ARENA_NEW(b->a, struct title) : NULL;
	}
	if (title) {
		*title = (struct title){ par, ways, s.nbest };
	}
	arena_free(scratch);
	return title;
}

/* The cells of line i as a paragraph of their own. */
static const struct par *line_par(struct arena *a, const struct title *title, int i)
{
	struct par *line = ARENA_NEW(a, struct par);
	const int *ends = title->ways[0].ends;
	int from = i ? ends[i - 1] : 0;

	*line = *title->par;
	line->cells = &title->par->cells[from];
	line->ncells = ends[i] - from;
	return line;
}

struct lines title_lines(const struct breaker *b, const struct piece *p, const struct box *box,
		const struct title **title)
{
	VEC(struct line) all = { 0 };
	bool whole = p->npars == 1 && b->l->title_breaks == TITLE_BY_SENSE;
	int nparts = p->npars;

	*title = NULL;
	if (whole && break_par(b, p->pars[0], box).n > 1) {
		*title = find_ways(b, p->pars[0]);
		nparts = *title ? (*title)->ways[0].nlines : 1;
	}
	for (int i = 0; i < nparts; i++) {
		const struct par *par = *title ? line_par(b->a, *title, i) : p->pars[i];
		struct lines lines = break_par(b, par, box);
		for (int k = 0; k < lines.n; k++) {
			*vec_push(b->a, &all) = lines.at[k];
		}
	}
	return (struct lines){ all.at, all.n };
}
