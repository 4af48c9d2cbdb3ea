#include "page/table-imp.h"

#include "base/arena.h"

/* How wide the columns of a table are. Where no cell need break, as wide as
   their text, and widened to the measure. Else no word breaks as long as others
   have room: each column keeps what its longest word and its short cells ask
   for, and what is left goes where it makes the table lowest. */

#define SHORT_CELL 6 /* em; text as short as this is one word */
#define LONG_CELL  4 /* em that longer text keeps */

/* Trying out widths: so many steps at a time, so often. */
#define STEPS_MAX  500000
#define ROUNDS_MAX 60
#define MOVES      4 /* 1, 2, 4, 8 em */

/* What the columns ask for. */
struct wants {
	const struct grid *g;
	sp *natural; /* no cell breaks */
	sp *soft;    /* no word and no short cell breaks */
	sp *hard;    /* no unbreakable unit does */
	sp *longest; /* natural width of the longest text, however wide */
	sp *cells;   /* of each place's text; 0 where it takes several columns */
	sp padding;  /* on both sides of a cell's text */
	sp em;
};

int64_t widths_total(const struct grid *g)
{
	int64_t sum = 0;

	for (int i = 0; i < g->t->ncols; i++) {
		sum += g->wids[i];
	}
	return sum;
}

/* Give the columns of a wide cell what they lack for it, each the same. */
static void widen_for(const struct grid *g, int row, int col, sp natural)
{
	int n = grid_joined(g, row, col).cols;
	int64_t lack = natural;

	for (int i = col; i < col + n; i++) {
		lack -= g->wids[i];
	}
	for (int i = col; lack > 0 && i < col + n; i++) {
		g->wids[i] += (sp)((lack + n - 1) / n);
	}
}

void widths_natural(const struct grid *g)
{
	const struct table *t = g->t;
	sp most = g->b->l->measure;

	for (int pass = 0; pass < (t->joined ? 2 : 1); pass++) {
		for (int row = 0; row < t->nrows; row++) {
			for (int col = 0; col < t->ncols; col++) {
				int cols = grid_joined(g, row, col).cols;
				sp wid = cols ? line_natural(grid_cell(g, row, col)) : 0;
				wid = wid < most ? wid : most;
				if (pass && cols > 1) {
					widen_for(g, row, col, wid);
				} else if (!pass && cols == 1) {
					g->wids[col] = wid > g->wids[col] ? wid : g->wids[col];
				}
			}
		}
	}
	for (int col = 0; col < t->ncols; col++) {
		g->wids[col] = g->wids[col] < most ? g->wids[col] : most;
	}
}

/* Columns no wider than an even share keep their width; the others share what
   is left. */
void widths_share(const struct grid *g, sp room)
{
	int n = g->t->ncols, wide = n;
	sp share = room / n;

	for (bool changed = true; changed && wide > 0;) {
		int64_t left = room;
		int still = 0;
		for (int i = 0; i < n; i++) {
			left -= g->wids[i] <= share ? g->wids[i] : 0;
			still += g->wids[i] > share;
		}
		changed = still != wide;
		wide = still;
		share = wide ? (sp)(left / wide) : share;
	}
	for (int i = 0; i < n; i++) {
		g->wids[i] = g->wids[i] < share ? g->wids[i] : share;
	}
}

/* Widen all in proportion to what each counts for, until they fill the room. */
static void widen(const struct grid *g, sp room, const int64_t *counts)
{
	int64_t sum = 0, seen = 0, given = 0, left = room - widths_total(g);
	int n = g->t->ncols;

	for (int i = 0; i < n; i++) {
		sum += counts[i];
	}
	for (int i = 0; i < n; i++) {
		seen += sum ? counts[i] : 1;
		int64_t upto = left * seen / (sum ? sum : n);
		g->wids[i] += (sp)(upto - given);
		given = upto;
	}
}

/* The longest stretch of the paragraph that no line may end in. */
static sp longest_unit(const struct par *par)
{
	int64_t wid = 0, most = 0;

	for (int i = 0; i < par->ncells; i++) {
		const struct cell *c = &par->cells[i];
		if (c->breakable || c->newline || c->space) {
			wid = 0;
		}
		wid += c->space || c->newline ? 0 : c->wid + (wid ? c->gap : 0);
		most = wid > most ? wid : most;
	}
	return most < SP_MAX ? (sp)most : SP_MAX;
}

static sp larger(sp a, sp b)
{
	return a > b ? a : b;
}

static void want(struct wants *w, int row, int col)
{
	const struct grid *g = w->g;
	const struct par *par = grid_cell(g, row, col);
	sp natural = line_natural(par), unit = longest_unit(par);
	sp soft = natural <= SHORT_CELL * w->em ? natural : larger(unit, LONG_CELL * w->em);

	if (g->tails[col] >= 0 && row >= g->t->head) { /* numbers don't break */
		soft = natural;
	}
	w->longest[col] = larger(w->longest[col], natural);
	w->cells[row * g->t->ncols + col] = natural;
	w->soft[col] = larger(w->soft[col], soft);
	w->hard[col] = larger(w->hard[col], unit);
}

/* With the padding, and no more than the column's natural width. */
static struct wants wants_of(const struct grid *g)
{
	const struct table *t = g->t;
	struct arena *a = g->b->a;
	struct wants w = { .g = g, .em = g->b->l->table.style.size };
	sp padding = w.padding = 2 * g->b->l->table.padding;

	w.longest = ARENA_ARRAY(a, sp, t->ncols);
	w.natural = ARENA_ARRAY(a, sp, t->ncols);
	w.soft = ARENA_ARRAY(a, sp, t->ncols);
	w.hard = ARENA_ARRAY(a, sp, t->ncols);
	w.cells = ARENA_ARRAY(a, sp, (size_t)t->nrows * t->ncols);
	for (int row = 0; row < t->nrows; row++) {
		for (int col = 0; col < t->ncols; col++) {
			if (grid_joined(g, row, col).cols == 1) {
				want(&w, row, col);
			}
		}
	}
	for (int col = 0; col < t->ncols; col++) {
		sp natural = w.natural[col] = g->wids[col];
		w.soft[col] = w.soft[col] < natural - padding ? w.soft[col] + padding : natural;
		w.hard[col] = w.hard[col] < natural - padding ? w.hard[col] + padding : natural;
	}
	return w;
}

static void set_widths(const struct grid *g, const sp *wids)
{
	for (int i = 0; i < g->t->ncols; i++) {
		g->wids[i] = wids[i];
	}
}

/* Lines that text so wide takes in a column: the end of each is not quite full. */
static int64_t lines_in(const struct wants *w, sp natural, sp wid)
{
	sp room = wid - w->padding;

	if (natural <= room) {
		return 1;
	}
	room -= w->em / 2;
	return room > 0 ? 1 + (natural - 1) / room : 1 + (int64_t)natural;
}

/* Lines that the table takes, more or less. */
static int64_t lines_of_table(const struct wants *w)
{
	const struct grid *g = w->g;
	const sp *natural = w->cells;
	int64_t sum = 0;

	for (int row = 0; row < g->t->nrows; row++) {
		int64_t most = 1;
		for (int col = 0; col < g->t->ncols; col++, natural++) {
			int64_t n = lines_in(w, *natural, g->wids[col]);
			most = n > most ? n : most;
		}
		sum += most;
	}
	return sum;
}

/* Make the columns so wide that no cell has more than n lines. Whether room has
   place for that. */
static bool try_lines(const struct wants *w, const sp *least, int64_t n, sp room)
{
	const struct grid *g = w->g;

	for (int col = 0; col < g->t->ncols; col++) {
		int64_t wid = w->longest[col] / n + w->em / 2 + w->padding;
		wid = wid > least[col] ? wid : least[col];
		g->wids[col] = wid < w->natural[col] ? (sp)wid : w->natural[col];
	}
	return widths_total(g) <= room;
}

/* As few lines in the highest cell as possible. least fits the room. */
static void level(const struct wants *w, const sp *least, sp room)
{
	int64_t lo = 1, hi = (int64_t)1 << 32;

	while (lo < hi) {
		int64_t mid = lo + (hi - lo) / 2;
		if (try_lines(w, least, mid, room)) {
			hi = mid;
		} else {
			lo = mid + 1;
		}
	}
	if (!try_lines(w, least, lo, room)) {
		set_widths(w->g, least);
	}
}

/* What is left of the room goes to those that have less than they want. */
static void give_rest(const struct wants *w, sp room)
{
	const struct grid *g = w->g;
	int64_t *lacks = ARENA_ARRAY(g->b->a, int64_t, g->t->ncols);

	for (int col = 0; col < g->t->ncols; col++) {
		lacks[col] = w->natural[col] - g->wids[col];
	}
	widen(g, room, lacks);
}

/* A width moved from one column to another. */
struct move {
	int from, to;
	sp wid;
};

static void make_move(const struct grid *g, struct move m, int sign)
{
	g->wids[m.from] -= sign * m.wid;
	g->wids[m.to] += sign * m.wid;
}

/* Take the move where the table gets lower by it than *lines. */
static void try_move(const struct wants *w, const sp *least, struct move m, struct move *best,
		int64_t *lines)
{
	const struct grid *g = w->g;
	int64_t n;

	if (m.from == m.to || g->wids[m.from] - m.wid < least[m.from] ||
			g->wids[m.to] >= w->natural[m.to]) {
		return;
	}
	make_move(g, m, 1);
	n = lines_of_table(w);
	make_move(g, m, -1);
	if (n < *lines) {
		*lines = n;
		*best = m;
	}
}

/* Move widths as long as that makes the table lower. */
static void lower(const struct wants *w, const sp *least)
{
	const struct grid *g = w->g;
	int n = g->t->ncols;
	int64_t lines = lines_of_table(w);

	if ((int64_t)n * n * n * g->t->nrows > STEPS_MAX) {
		return;
	}
	for (int round = 0; round < ROUNDS_MAX; round++) {
		struct move best = { 0, 0, 0 };
		for (int i = 0; i < n * n * MOVES; i++) {
			struct move m = { i / MOVES / n, i / MOVES % n, w->em << i % MOVES };
			try_move(w, least, m, &best, &lines);
		}
		if (!best.wid) {
			return;
		}
		make_move(g, best, 1);
	}
}

static int64_t sum_of(const sp *wids, int n)
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++) {
		sum += wids[i];
	}
	return sum;
}

static void narrow(const struct grid *g, sp room)
{
	struct wants w = wants_of(g);
	const sp *least = sum_of(w.soft, g->t->ncols) <= room ? w.soft : w.hard;

	if (sum_of(least, g->t->ncols) > room) { /* words must break */
		set_widths(g, least);
		widths_share(g, room);
		return;
	}
	level(&w, least, room);
	give_rest(&w, room);
	lower(&w, least);
}

void widths_fit(const struct grid *g)
{
	sp room = g->b->l->measure;
	int64_t *counts = ARENA_ARRAY(g->b->a, int64_t, g->t->ncols);

	widths_natural(g);
	decimals_find(g);
	for (int i = 0; i < g->t->ncols; i++) {
		g->wids[i] += 2 * g->b->l->table.padding;
	}
	if (widths_total(g) > room) {
		narrow(g, room);
	}
	for (int i = 0; i < g->t->ncols; i++) {
		counts[i] = g->wids[i];
	}
	widen(g, room, counts);
}
