#include "page/table-imp.h"

#include "base/arena.h"
#include "text/char.h"

/* Tables without a head or rules: lists of names. */

/* How many Han characters the cell is; 0 where it is anything else. */
static int han_count(const struct par *par)
{
	const struct text *t = par->text;
	int n = 0;

	for (size_t at = 0; at < t->n; n++) {
		if (char_class(char_next(t->s, t->n, &at)) != CHAR_HAN) {
			return 0;
		}
	}
	return n;
}

/* A name of two characters with a space between them. */
static bool is_spread_by_hand(const struct par *par)
{
	return han_count(par) == 0 && par->ncells == 3 && par->cells[1].space;
}

struct tally {
	int two, more, other; /* cells of two Han, of three or four, of anything else */
};

/* An empty cell is nothing. */
static void count_names(const struct grid *g, int col, struct tally *t)
{
	for (int row = 0; row < g->t->nrows; row++) {
		const struct par *par = grid_cell(g, row, col);
		int n = han_count(par);
		bool spread = is_spread_by_hand(par);

		t->two += n == 2;
		t->more += n == 3 || n == 4 || spread;
		t->other += par->ncells && !spread && (n < 2 || n > 4);
	}
}

static bool is_mixed(const struct tally *t)
{
	return t->two && t->more && !t->other;
}

/* Columns of personal names: two to four characters each, not all alike in
   number. A table of nothing but names is one such column. */
static bool *names_columns(const struct grid *g)
{
	bool *names = ARENA_ARRAY(g->b->a, bool, g->t->ncols);
	struct tally all = { 0 };

	for (int col = 0; col < g->t->ncols; col++) {
		count_names(g, col, &all);
	}
	for (int col = 0; col < g->t->ncols; col++) {
		struct tally one = { 0 };
		count_names(g, col, &one);
		names[col] = is_mixed(&all) || is_mixed(&one);
	}
	return names;
}

/* Two-character names stand as wide as the others (clreq: 均排). */
static void spread_name(const struct grid *g, int row, int col, struct lines *cells)
{
	const struct par *par = grid_cell(g, row, col);
	const struct names_layout *n = &g->b->l->names;
	sp spread = n->spread_to * n->style.size;
	struct box box = { .measure = spread < g->wids[col] ? spread : g->wids[col],
		.how = SET_SPREAD };

	if ((han_count(par) == 2 || is_spread_by_hand(par)) && line_natural(par) < box.measure) {
		cells[col] = break_par(g->b, par, &box);
	}
}

/* The gap between columns; rather than that a name breaks, half of it will do. */
static sp names_gap(const struct grid *g, sp all)
{
	sp gap = g->b->l->names.gap;
	int between = g->t->ncols - 1;

	if (between == 0) {
		return gap;
	}
	/* many columns share the gaps that a few would have */
	gap = gap < all / 2 / between ? gap : all / 2 / between;
	int64_t left = (all - widths_total(g)) / between;
	return left < gap && left >= gap / 2 ? (sp)left : gap;
}

static void fit_names(const struct grid *g, const bool *names)
{
	const struct names_layout *n = &g->b->l->names;
	sp all = g->b->l->measure - n->indent;

	widths_natural(g);
	for (int col = 0; col < g->t->ncols; col++) {
		sp spread = n->spread_to * n->style.size;
		if (names[col] && g->wids[col] < spread) {
			g->wids[col] = spread;
		}
	}
	sp gap = names_gap(g, all);
	sp room = all - (g->t->ncols - 1) * gap;
	if (widths_total(g) > room) {
		widths_share(g, room);
	}
	grid_place(g, n->indent, gap);
}

/* Lines [from, upto) of a row, cell after cell as they are read. */
static void add_names(const struct grid *g, struct slugs *to, const struct lines *cells, int from,
		int upto)
{
	const struct names_layout *n = &g->b->l->names;
	sp height = layout_lines(g->b->l, n->row_height);
	struct items items = { 0 };

	for (int col = 0; col < g->t->ncols; col++) {
		for (int i = from; i < upto && i < cells[col].n; i++) {
			put_line(g->b->a, &items, &cells[col].at[i], g->lefts[col],
					(i - from) * height + baseline_in(height, n->style.size),
					TAG_TABLE);
		}
	}
	add_slug(g->b, to, (upto - from) * height, &items);
}

void slugs_of_names(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	struct grid g = grid_new(b, p);
	bool *names = names_columns(&g);
	/* a row that no page could hold is cut */
	int high = layout_height(b->l) / layout_lines(b->l, b->l->names.row_height);

	high = high > 1 ? high : 1;
	fit_names(&g, names);
	for (int row = 0; row < g.t->nrows; row++) {
		struct lines *cells = grid_break(&g, row);
		int most = 1;
		for (int col = 0; col < g.t->ncols; col++) {
			if (names[col]) {
				spread_name(&g, row, col, cells);
			}
			most = cells[col].n > most ? cells[col].n : most;
		}
		for (int i = 0; i < most; i += high) {
			add_names(&g, to, cells, i, i + high < most ? i + high : most);
		}
	}
}
