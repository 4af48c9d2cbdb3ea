#include "page/page-imp.h"

#include "base/arena.h"
#include "text/char.h"

/* Tables with a head and rules, and lists of names without either. */

struct grid {
	const struct breaker *b;
	const struct piece *p;
	const struct table *t;
	sp *wids; /* of the columns, padding included */
	sp *lefts;
};

static struct par *cell_of(const struct grid *g, int row, int col)
{
	return g->p->pars[row * g->t->ncols + col];
}

/* What the widest cell of each column asks for, at most all that there is. */
static void natural_widths(const struct grid *g)
{
	sp most = g->b->l->measure;

	for (int col = 0; col < g->t->ncols; col++) {
		for (int row = 0; row < g->t->nrows; row++) {
			sp wid = line_natural(cell_of(g, row, col));
			g->wids[col] = wid > g->wids[col] ? wid : g->wids[col];
		}
		g->wids[col] = g->wids[col] < most ? g->wids[col] : most;
	}
}

static int64_t total_width(const struct grid *g)
{
	int64_t sum = 0;

	for (int i = 0; i < g->t->ncols; i++) {
		sum += g->wids[i];
	}
	return sum;
}

/* Columns no wider than an even share keep their width; the others share what
   is left. */
static void narrow_columns(const struct grid *g, sp room)
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

/* Widen all in proportion to their width until they fill the room. */
static void widen_columns(const struct grid *g, sp room)
{
	int64_t sum = total_width(g), seen = 0, given = 0;
	int n = g->t->ncols;

	for (int i = 0; i < n; i++) {
		seen += sum ? g->wids[i] : 1;
		int64_t upto = (room - sum) * seen / (sum ? sum : n);
		g->wids[i] += (sp)(upto - given);
		given = upto;
	}
}

static void place_columns(const struct grid *g, sp left, sp gap)
{
	for (int i = 0; i < g->t->ncols; i++) {
		g->lefts[i] = left;
		left += g->wids[i] + gap;
	}
}

static struct grid grid_new(const struct breaker *b, const struct piece *p)
{
	const struct table *t = p->block->table;

	return (struct grid){ b, p, t, ARENA_ARRAY(b->a, sp, t->ncols),
		ARENA_ARRAY(b->a, sp, t->ncols) };
}

/* White on each side of a cell's text; next to nothing in a narrow column. */
static sp padding_of(const struct grid *g, int col)
{
	sp padding = g->t->head ? g->b->l->table.padding : 0;

	return padding < g->wids[col] / 8 ? padding : g->wids[col] / 8;
}

/* The lines of a row's cells, each cell in its column less padding. */
static struct lines *break_row(const struct grid *g, int row, int *most)
{
	static const int hows[] = { [ALIGN_LEFT] = SET_LEFT,
		[ALIGN_CENTRE] = SET_CENTRE,
		[ALIGN_RIGHT] = SET_RIGHT };
	struct lines *cells = ARENA_ARRAY(g->b->a, struct lines, g->t->ncols);

	*most = 1;
	for (int col = 0; col < g->t->ncols; col++) {
		bool head = g->t->head && row == 0;
		struct box box = { .measure = g->wids[col] - 2 * padding_of(g, col) };
		box.how = hows[head ? ALIGN_CENTRE : g->t->aligns[col]];
		cells[col] = break_par(g->b, cell_of(g, row, col), &box);
		*most = cells[col].n > *most ? cells[col].n : *most;
	}
	return cells;
}

/* Table with head and rules. */

static void put_borders(const struct grid *g, struct items *items, sp top, sp height)
{
	const struct layout *l = g->b->l;
	sp wid = l->table.rule_width;
	uint32_t colour = l->table.style.colour;

	put_rule(g->b->a, items, 0, top, l->measure, wid, colour);
	put_rule(g->b->a, items, 0, top + height - wid, l->measure, wid, colour);
	for (int i = 0; i < g->t->ncols; i++) {
		put_rule(g->b->a, items, i ? g->lefts[i] - wid / 2 : 0, top, wid, height, colour);
	}
	put_rule(g->b->a, items, l->measure - wid, top, wid, height, colour);
}

/* Lines [from, to) of a row's cells; rows too high for a page are cut. */
struct band {
	int from, to;
	sp above, below; /* outside the rules */
};

static sp band_height(const struct layout *l, int nlines)
{
	return layout_lines(l, l->table.row_height) +
			(nlines - 1) * layout_lines(l, l->table.line_height);
}

static void add_band(const struct grid *g, struct slugs *to, const struct lines *cells,
		struct band band, const struct style *style)
{
	const struct layout *l = g->b->l;
	sp line = layout_lines(l, l->table.line_height);
	/* neighbouring rows share a rule */
	sp height = band_height(l, band.to - band.from), inner = height - l->table.rule_width;
	struct items items = { 0 };

	put_borders(g, &items, band.above, height);
	for (int col = 0; col < g->t->ncols; col++) {
		int n = cells[col].n < band.to ? cells[col].n : band.to;
		sp used = (n - band.from) * line;
		sp top = band.above + l->table.rule_width / 2 + (inner - used) / 2;
		for (int i = band.from; i < n; i++) {
			put_line(g->b->a, &items, &cells[col].at[i],
					g->lefts[col] + padding_of(g, col),
					top + baseline_in(line, style->size), TAG_TABLE);
			top += line;
		}
	}
	add_slug(g->b, to, band.above + inner + band.below, &items);
}

/* The row is cut where it is higher than room. */
static void add_row(const struct grid *g, struct slugs *to, int row, sp room)
{
	const struct layout *l = g->b->l;
	const struct style *style = row ? &l->table.style : &l->table.head_style;
	int nlines, most;
	struct lines *cells = break_row(g, row, &nlines);

	for (most = 1; most < nlines && band_height(l, most + 1) <= room; most++) {
	}
	for (int from = 0; from < nlines; from += most) {
		struct band band = { .from = from,
			.to = from + most < nlines ? from + most : nlines };
		if (row == 0 && from == 0) {
			band.above = layout_lines(l, l->table.above);
		}
		if (row == g->t->nrows - 1 && band.to == nlines) {
			band.below = layout_lines(l, l->table.below) + l->table.rule_width;
		}
		add_band(g, to, cells, band, style);
	}
}

/* What a page has for one row, below the head if that is repeated. */
static sp room_below_head(const struct layout *l, const struct slugs *head)
{
	sp used = layout_lines(l, l->table.below) + l->table.rule_width;

	return l->text_height - used - (head->n == 1 ? head->at[0].height : 0);
}

void slugs_of_table(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	struct grid g = grid_new(b, p);
	sp padding = b->l->table.padding;
	struct slugs head = { 0 };

	natural_widths(&g);
	for (int i = 0; i < g.t->ncols; i++) {
		g.wids[i] += 2 * padding;
	}
	if (total_width(&g) > b->l->measure) {
		narrow_columns(&g, b->l->measure);
	}
	widen_columns(&g, b->l->measure);
	place_columns(&g, 0, 0);
	add_row(&g, &head, 0, b->l->text_height / 3);
	for (int i = 0; i < head.n; i++) {
		*vec_push(b->a, to) = head.at[i];
		to->at[to->n - 1].keep = g.t->nrows > 1;
	}
	for (int row = 1; row < g.t->nrows; row++) {
		int first = to->n;
		add_row(&g, to, row, room_below_head(b->l, &head));
		for (int i = first; i < to->n; i++) {
			to->at[i].head = head.n == 1 ? head.at : NULL;
		}
	}
}

/* Lists of names. */

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
		const struct par *par = cell_of(g, row, col);
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
	const struct par *par = cell_of(g, row, col);
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
	int64_t left = (all - total_width(g)) / between;
	return left < gap && left >= gap / 2 ? (sp)left : gap;
}

static void fit_names(const struct grid *g, const bool *names)
{
	const struct names_layout *n = &g->b->l->names;
	sp all = g->b->l->measure - n->indent;

	natural_widths(g);
	for (int col = 0; col < g->t->ncols; col++) {
		sp spread = n->spread_to * n->style.size;
		if (names[col] && g->wids[col] < spread) {
			g->wids[col] = spread;
		}
	}
	sp gap = names_gap(g, all);
	sp room = all - (g->t->ncols - 1) * gap;
	if (total_width(g) > room) {
		narrow_columns(g, room);
	}
	place_columns(g, n->indent, gap);
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
	int high = b->l->text_height / layout_lines(b->l, b->l->names.row_height);

	high = high > 1 ? high : 1;
	fit_names(&g, names);
	for (int row = 0, most; row < g.t->nrows; row++) {
		struct lines *cells = break_row(&g, row, &most);
		for (int col = 0; col < g.t->ncols; col++) {
			if (names[col]) {
				spread_name(&g, row, col, cells);
			}
		}
		for (int i = 0; i < most; i += high) {
			add_names(&g, to, cells, i, i + high < most ? i + high : most);
		}
	}
}
