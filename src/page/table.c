#include "page/table-imp.h"

#include "base/arena.h"

/* Tables with rules. A row is a slug; rows that a cell spans stay together
   where a page can hold them, and the cell's text then stands in the middle of
   them. Else it runs on from row to row. */

/* So that cells joined from left to right and from top to bottom need be looked
   for once only. */
static const int *owners(struct arena *a, const struct table *t)
{
	int *owner = ARENA_ARRAY(a, int, (size_t)t->nrows * t->ncols);

	for (int i = 0; i < t->nrows * t->ncols; i++) {
		for (int row = 0; row < t->joined[i].rows; row++) {
			for (int col = 0; col < t->joined[i].cols; col++) {
				owner[i + row * t->ncols + col] = i;
			}
		}
	}
	return owner;
}

struct grid grid_new(const struct breaker *b, const struct piece *p)
{
	const struct table *t = p->block->table;
	struct grid g = { .b = b, .p = p, .t = t };

	g.owner = t->joined ? owners(b->a, t) : NULL;
	g.wids = ARENA_ARRAY(b->a, sp, t->ncols);
	g.lefts = ARENA_ARRAY(b->a, sp, t->ncols);
	g.tails = ARENA_ARRAY(b->a, sp, t->ncols);
	return g;
}

void grid_place(const struct grid *g, sp left, sp gap)
{
	for (int i = 0; i < g->t->ncols; i++) {
		g->lefts[i] = left;
		left += g->wids[i] + gap;
	}
}

struct par *grid_cell(const struct grid *g, int row, int col)
{
	return g->p->pars[row * g->t->ncols + col];
}

struct joined grid_joined(const struct grid *g, int row, int col)
{
	return g->t->joined ? g->t->joined[row * g->t->ncols + col] : (struct joined){ 1, 1 };
}

bool grid_same(const struct grid *g, int row, int col, int row2, int col2)
{
	int n = g->t->ncols;

	return g->owner && g->owner[row * n + col] == g->owner[row2 * n + col2];
}

sp grid_width(const struct grid *g, int row, int col)
{
	int last = col + grid_joined(g, row, col).cols - 1;

	return last > col ? g->lefts[last] + g->wids[last] - g->lefts[col] : g->wids[col];
}

/* Next to nothing in a narrow column. */
sp grid_padding(const struct grid *g, int row, int col)
{
	sp padding = table_is_ruled(g->t) ? g->b->l->table.padding : 0;
	sp most = grid_width(g, row, col) / 8;

	return padding < most ? padding : most;
}

static struct lines break_cell(const struct grid *g, int row, int col)
{
	static const int hows[] = { [ALIGN_LEFT] = SET_LEFT,
		[ALIGN_CENTRE] = SET_CENTRE,
		[ALIGN_RIGHT] = SET_RIGHT };
	const struct par *par = grid_cell(g, row, col);
	struct box box = { .measure = grid_width(g, row, col) - 2 * grid_padding(g, row, col) };
	sp shift = decimals_shift(g, row, col);

	box.how = hows[row < g->t->head ? ALIGN_CENTRE : g->t->aligns[col]];
	if (shift && (int64_t)line_natural(par) + shift <= box.measure) {
		box.measure -= shift;
	}
	return break_par(g->b, par, &box);
}

struct lines *grid_break(const struct grid *g, int row)
{
	struct lines *cells = ARENA_ARRAY(g->b->a, struct lines, g->t->ncols);

	for (int col = 0; col < g->t->ncols; col++) {
		if (grid_joined(g, row, col).cols) {
			cells[col] = break_cell(g, row, col);
		}
	}
	return cells;
}

/* Rows [from, to) that cells spanning several of them hold together. */
struct group {
	const struct grid *g;
	int from, to;
	struct lines **cells; /* of each row */
	int *nlines;          /* that each row has room for */
	int *before;          /* lines in the rows above each */
	sp *tops;             /* of each row, below the group's first */
};

static sp band_height(const struct layout *l, int nlines)
{
	return layout_lines(l, l->table.row_height) +
			(nlines - 1) * layout_lines(l, l->table.line_height);
}

/* Without the rule that it shares with the next row. */
static sp inner_height(const struct layout *l, int nlines)
{
	return band_height(l, nlines) - l->table.rule_width;
}

static sp line_of(const struct grid *g)
{
	return layout_lines(g->b->l, g->b->l->table.line_height);
}

static const struct style *style_of(const struct grid *g, int row)
{
	return row < g->t->head ? &g->b->l->table.head_style : &g->b->l->table.style;
}

/* The row behind those that hang together with row `from`. */
static int group_end(const struct grid *g, int from)
{
	int to = from + 1;

	for (int row = from; row < to && g->t->joined; row++) {
		for (int col = 0; col < g->t->ncols; col++) {
			int end = row + grid_joined(g, row, col).rows;
			to = end > to ? end : to;
		}
	}
	return to;
}

/* How many more lines the last row of a cell that spans several must have. */
static int lines_lacking(const struct group *k, int row, int col)
{
	const struct layout *l = k->g->b->l;
	int rows = grid_joined(k->g, row, col).rows;
	int64_t lack = inner_height(l, k->cells[row - k->from][col].n);
	sp line = line_of(k->g);

	for (int i = row; i < row + rows; i++) {
		lack -= inner_height(l, k->nlines[i - k->from]);
	}
	return lack > 0 ? (int)((lack + line - 1) / line) : 0;
}

static void make_room(const struct group *k)
{
	for (int row = k->from; row < k->to; row++) {
		for (int col = 0; col < k->g->t->ncols; col++) {
			int rows = grid_joined(k->g, row, col).rows;
			if (rows > 1) {
				k->nlines[row + rows - 1 - k->from] += lines_lacking(k, row, col);
			}
		}
	}
}

static struct group group_new(const struct grid *g, int from, int to)
{
	struct arena *a = g->b->a;
	int n = to - from;
	struct group k = { g, from, to, ARENA_ARRAY(a, struct lines *, n), ARENA_ARRAY(a, int, n),
		ARENA_ARRAY(a, int, n + 1), ARENA_ARRAY(a, sp, n + 1) };
	int64_t top = 0;

	for (int i = 0; i < n; i++) {
		k.cells[i] = grid_break(g, from + i);
		k.nlines[i] = 1;
		for (int col = 0; col < g->t->ncols; col++) {
			int lines = k.cells[i][col].n;
			bool own = grid_joined(g, from + i, col).rows == 1;
			k.nlines[i] = own && lines > k.nlines[i] ? lines : k.nlines[i];
		}
	}
	make_room(&k);
	for (int i = 0; i < n; i++) {
		k.before[i + 1] = k.before[i] + k.nlines[i];
		top += inner_height(g->b->l, k.nlines[i]);
		k.tops[i + 1] = top < SP_MAX ? (sp)top : SP_MAX;
	}
	return k;
}

/* The rule above row, where no cell reaches over it. */
static void put_rules_above(const struct grid *g, struct items *items, int row, sp y)
{
	const struct layout *l = g->b->l;
	sp wid = l->table.rule_width;
	int n = g->t->ncols;

	for (int col = 0, from = 0; col <= n; col++) {
		bool open = col < n && row > 0 && row < g->t->nrows &&
				grid_same(g, row - 1, col, row, col);
		if ((open || col == n) && col > from) {
			sp left = from ? g->lefts[from] - wid / 2 : 0;
			sp right = col < n ? g->lefts[col] - wid / 2 + wid : l->measure;
			put_rule(g->b->a, items, left, y, right - left, wid, l->table.style.colour);
		}
		from = open ? col + 1 : from;
	}
}

/* Lines [from, to) of a row's cells; rows too high for a page are cut. */
struct band {
	int row;
	int from, to;
	bool cut_above, cut_below;
	sp above, below; /* outside the rules */
};

static void put_borders(const struct grid *g, struct items *items, const struct band *band,
		sp height)
{
	const struct layout *l = g->b->l;
	sp wid = l->table.rule_width, top = band->above;
	uint32_t colour = l->table.style.colour;

	put_rules_above(g, items, band->cut_above ? 0 : band->row, top);
	put_rules_above(g, items, band->cut_below ? 0 : band->row + 1, top + height - wid);
	for (int i = 0; i < g->t->ncols; i++) {
		if (!i || !grid_same(g, band->row, i - 1, band->row, i)) {
			put_rule(g->b->a, items, i ? g->lefts[i] - wid / 2 : 0, top, wid, height,
					colour);
		}
	}
	put_rule(g->b->a, items, l->measure - wid, top, wid, height, colour);
}

static void put_cell_line(const struct grid *g, struct items *items, const struct line *line,
		int row, int col, sp top)
{
	put_line(g->b->a, items, line, g->lefts[col] + grid_padding(g, row, col),
			top + baseline_in(line_of(g), style_of(g, row)->size), TAG_TABLE);
}

/* The cell's lines in the middle of the band. */
static void put_cell(const struct grid *g, struct items *items, const struct lines *cell,
		const struct band *band, int col)
{
	const struct layout *l = g->b->l;
	sp line = line_of(g), inner = inner_height(l, band->to - band->from);
	int n = cell->n < band->to ? cell->n : band->to;
	sp used = (n - band->from) * line;
	sp top = band->above + l->table.rule_width / 2 + (inner - used) / 2;

	for (int i = band->from; i < n; i++, top += line) {
		put_cell_line(g, items, &cell->at[i], band->row, col, top);
	}
}

static struct slug *add_band(const struct grid *g, struct slugs *to, const struct band *band,
		struct items *items)
{
	sp inner = inner_height(g->b->l, band->to - band->from);

	return add_slug(g->b, to, band->above + inner + band->below, items);
}

/* Say how the band ends above and below, and begin it with its borders. */
static void begin_band(const struct grid *g, struct items *items, struct band *band, int nlines)
{
	const struct layout *l = g->b->l;

	band->cut_above = band->from > 0;
	band->cut_below = band->to < nlines;
	band->above = band->row == 0 && !band->cut_above ? layout_lines(l, l->table.above) : 0;
	band->below = band->row == g->t->nrows - 1 && !band->cut_below
			? layout_lines(l, l->table.below) + l->table.rule_width
			: 0;
	put_borders(g, items, band, band_height(l, band->to - band->from));
}

/* The row is cut where it is higher than room. */
static void add_row(const struct group *k, struct slugs *to, int row, const struct lines *cells,
		sp room)
{
	const struct layout *l = k->g->b->l;
	int nlines = k->nlines[row - k->from], most;

	for (most = 1; most < nlines && band_height(l, most + 1) <= room; most++) {
	}
	for (int from = 0; from < nlines; from += most) {
		struct band band = { .row = row, .from = from };
		struct items items = { 0 };
		band.to = from + most < nlines ? from + most : nlines;
		begin_band(k->g, &items, &band, nlines);
		for (int col = 0; col < k->g->t->ncols; col++) {
			put_cell(k->g, &items, &cells[col], &band, col);
		}
		add_band(k->g, to, &band, &items);
	}
}

/* Lines of a cell that spans rows of the group, so far as they fall into `row`;
   the cell's text stands in the middle. */
static void put_spanning(const struct group *k, struct items *items, int row, int first, int col,
		sp above)
{
	const struct lines *cell = &k->cells[first - k->from][col];
	int rows = grid_joined(k->g, first, col).rows;
	sp line = line_of(k->g), from = k->tops[first - k->from];
	sp height = k->tops[first + rows - k->from] - from;
	sp top = from + k->g->b->l->table.rule_width / 2 + (height - cell->n * line) / 2;

	for (int i = 0; i < cell->n; i++, top += line) {
		bool ends = row == first + rows - 1;
		if ((row == first || top >= k->tops[row - k->from]) &&
				(ends || top < k->tops[row + 1 - k->from])) {
			put_cell_line(k->g, items, &cell->at[i], first, col,
					above + top - k->tops[row - k->from]);
		}
	}
}

/* A row of a group that stays together. */
static void add_kept_row(const struct group *k, struct slugs *to, int row)
{
	const struct grid *g = k->g;
	int nlines = k->nlines[row - k->from];
	struct band band = { .row = row, .to = nlines };
	struct items items = { 0 };

	begin_band(g, &items, &band, nlines);
	for (int col = 0; col < g->t->ncols; col++) {
		int owner = g->owner[row * g->t->ncols + col];
		int first = owner / g->t->ncols;
		if (grid_joined(g, first, owner % g->t->ncols).rows == 1) {
			put_cell(g, &items, &k->cells[row - k->from][col], &band, col);
		} else if (owner % g->t->ncols == col) {
			put_spanning(k, &items, row, first, col, band.above);
		}
	}
	add_band(g, to, &band, &items)->keep = row + 1 < k->to;
}

/* The row's cells, and what falls to it of those that span it: as many lines as
   it has room for behind those in the rows above. */
static const struct lines *share_of_row(const struct group *k, int row)
{
	const struct grid *g = k->g;
	struct lines *share = ARENA_ARRAY(g->b->a, struct lines, g->t->ncols);
	int room = k->nlines[row - k->from];

	for (int col = 0; col < g->t->ncols; col++) {
		int owner = g->owner ? g->owner[row * g->t->ncols + col] : 0;
		int first = g->owner ? owner / g->t->ncols : row, passed;
		struct lines cell;
		if (g->owner && owner % g->t->ncols != col) {
			continue;
		}
		cell = k->cells[first - k->from][col];
		passed = k->before[row - k->from] - k->before[first - k->from];
		passed = passed < cell.n ? passed : cell.n;
		share[col] = (struct lines){ cell.at + passed, cell.n - passed };
		if (row + 1 < first + grid_joined(g, first, col).rows) {
			share[col].n = share[col].n < room ? share[col].n : room;
		}
	}
	return share;
}

static void add_group(const struct group *k, struct slugs *to, sp room)
{
	bool kept = k->to - k->from > 1 && k->tops[k->to - k->from] <= room;

	for (int row = k->from; row < k->to; row++) {
		if (kept) {
			add_kept_row(k, to, row);
		} else {
			add_row(k, to, row, share_of_row(k, row), room);
		}
	}
}

/* Rows [from, to), none of which a page cuts that is as high as room. */
static void add_rows(const struct grid *g, struct slugs *out, int from, int to, sp room)
{
	for (int next; from < to; from = next) {
		struct group k;
		next = group_end(g, from);
		k = group_new(g, from, next);
		add_group(&k, out, room);
	}
}

/* Slugs that are to be repeated together, as one. */
static void merge(const struct breaker *b, struct slugs *s)
{
	struct items items = { 0 };
	sp height = 0;

	for (int i = 0; i < s->n; i++) {
		for (int k = 0; k < s->at[i].nitems; k++) {
			struct item *item = vec_push(b->a, &items);
			*item = s->at[i].items[k];
			item->y += height;
		}
		height += s->at[i].height;
	}
	s->n = 0;
	add_slug(b, s, height, &items);
}

/* The head's rows as one slug where they are not too high for that. */
static struct slugs head_of(const struct grid *g)
{
	const struct breaker *b = g->b;
	struct slugs head = { 0 };
	sp most = layout_height(b->l) / 3;
	int64_t height = 0;

	add_rows(g, &head, 0, g->t->head, most);
	for (int i = 0; i < head.n; i++) {
		height += head.at[i].height;
	}
	if (head.n > 1 && height <= most) {
		merge(b, &head);
	}
	return head;
}

/* What a page has for one row, below the head if that is repeated. */
static sp room_below_head(const struct layout *l, const struct slugs *head)
{
	sp used = layout_lines(l, l->table.below) + l->table.rule_width;

	return layout_height(l) - used - (head->n == 1 ? head->at[0].height : 0);
}

void slugs_of_table(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	struct grid g = grid_new(b, p);
	struct slugs head;
	int first;

	widths_fit(&g);
	grid_place(&g, 0, 0);
	head = head_of(&g);
	for (int i = 0; i < head.n; i++) {
		*vec_push(b->a, to) = head.at[i];
		to->at[to->n - 1].keep = g.t->nrows > g.t->head;
	}
	first = to->n;
	add_rows(&g, to, g.t->head, g.t->nrows, room_below_head(b->l, &head));
	for (int i = first; i < to->n; i++) {
		to->at[i].head = head.n == 1 ? head.at : NULL;
	}
}
