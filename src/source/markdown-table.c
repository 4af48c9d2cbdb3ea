/* markdown-table: GFM tables. A head row of empty cells means a table without
   a head, and is no row of it. A cell of nothing but < is joined to the one on
   its left, one of nothing but ^ to the one above it. */

#include "base/i18n.h"
#include "source/markdown-imp.h"

#define ROWS_MAX    5000
#define COLUMNS_MAX 64

/* Cells that are not written, because their row is short, cost memory and time
   but no byte of the file. So many may be free; past the second number even
   passing over them takes too long. */
#define CELLS_FREE   20000
#define CELLS_PASSED 1000000

/* See whether the table is too large, and in what. */
static void weigh(struct md *k)
{
	struct table_reading *g = &k->table;
	size_t ncells = k->ncells + (size_t)g->ncols * (size_t)g->nrows;

	if (g->nrows > ROWS_MAX) {
		g->excess = _("rows");
		g->most = ROWS_MAX;
	} else if (g->ncols > COLUMNS_MAX) {
		g->excess = _("columns");
		g->most = COLUMNS_MAX;
	} else if (ncells > k->m.t->n - k->m.from + CELLS_FREE) {
		g->excess = _("cells");
		g->most = k->m.t->n - k->m.from + CELLS_FREE;
	}
	k->ncells = g->excess ? k->ncells : ncells;
}

static void complain(struct md *k, struct span span)
{
	const struct table_reading *g = &k->table;

	diag_add(k->m.r->d, DIAG_TABLE_TOO_LARGE, span, arena_print(k->m.r->a, "%zu", g->most),
			g->excess);
}

void markdown_begin_table(struct md *k, unsigned ncols, unsigned nrows)
{
	struct arena *a = k->m.r->a;
	struct table_reading *g = &k->table;

	*g = (struct table_reading){ .ncols = (int)ncols, .nrows = (int)nrows };
	weigh(k);
	if (!g->excess) {
		g->table = ARENA_NEW(a, struct table);
		g->cells = ARENA_ARRAY(a, struct text, (size_t)ncols * nrows);
		g->aligns = ARENA_ARRAY(a, enum align, ncols);
	} else if ((size_t)ncols * nrows > CELLS_PASSED) {
		complain(k, checked_place(k->m.t, markdown_next(k)));
		k->stopped = true;
	}
}

void markdown_begin_cell(struct md *k, enum align align)
{
	struct table_reading *g = &k->table;

	if (g->table && g->row == 0 && g->col < g->ncols) {
		g->aligns[g->col] = align;
	}
}

/* < or ^ where the cell has nothing else, be it half-width or full-width, and not
   behind a backslash; else 0. */
static char sign_of(const struct md *k)
{
	static const char *const signs[] = { "<", "＜", "^", "＾" };
	const struct piece *p = k->pieces.at;

	if (k->pieces.n != 1 || p->kind != PIECE_TEXT || p->style) {
		return 0;
	}
	for (int i = 0; i < 4; i++) {
		if (p->n == strlen(signs[i]) && memcmp(k->m.t->s + p->at, signs[i], p->n) == 0) {
			return markdown_escaped(&k->m, p->at) ? 0 : *signs[i / 2 * 2];
		}
	}
	return 0;
}

/* Remember that the cell joins another, if there is one. */
static void join_cell(struct md *k, char sign)
{
	struct table_reading *g = &k->table;
	const char said[] = { sign, '\0' };

	if (sign == '<' ? g->col == 0 : g->row == 0 || (g->row == 1 && !g->head)) {
		diag_add(k->m.r->d, DIAG_JOIN_NONE, checked_place(k->m.t, k->pieces.at[0].at),
				arena_string(k->m.r->a, said),
				sign == '<' ? _("on its left") : _("above it"));
		return;
	}
	if (!g->signs) {
		g->signs = ARENA_ARRAY(k->m.r->a, char, (size_t)g->nrows * g->ncols);
	}
	g->signs[(size_t)g->row * (size_t)g->ncols + (size_t)g->col] = sign;
}

static void keep_cell(struct md *k)
{
	struct table_reading *g = &k->table;
	char sign = sign_of(k);
	struct text t;

	if (sign) {
		join_cell(k, sign);
		return;
	}
	t = markdown_text(&k->m, &k->pieces);
	g->cells[(size_t)g->row * (size_t)g->ncols + (size_t)g->col] = t;
	g->head = g->head || (g->row == 0 && t.n);
}

void markdown_end_cell(struct md *k)
{
	struct table_reading *g = &k->table;

	if (k->pieces.n && !g->placed) {
		g->first = k->pieces.at[0].at;
		g->first_row = g->row;
		g->placed = true;
	}
	if (g->table && g->row < g->nrows && g->col < g->ncols) {
		keep_cell(k);
	}
	g->col++;
	if (g->excess) {
		markdown_clear(k);
	} else {
		k->pieces = (struct pieces){ 0 }; /* pictures of the cells wait in scratch */
	}
}

void markdown_end_row(struct md *k)
{
	k->table.row++;
	k->table.col = 0;
}

/* Where the table begins, going back from its first text. */
static struct span table_span(const struct md *k)
{
	const struct table_reading *g = &k->table;
	const char *s = k->m.t->s;
	size_t at = g->placed ? g->first : k->seen;
	/* one line a row, and one of dashes below the head */
	int back = g->placed && g->first_row ? g->first_row + 1 : 0;

	while (at > k->m.from && (s[at - 1] != '\n' || back-- > 0)) {
		at--;
	}
	at += strspn(s + at, " \t>");
	return checked_place(k->m.t, at);
}

/* Which cell each place belongs to, and how much each then takes. */
struct joining {
	struct md *k;
	int nrows, ncols;
	const char *signs;
	int *owner;
	struct joined *joined;
	int *count; /* places of each cell */
};

static void add_place(struct joining *j, int i)
{
	int owner = j->signs[i] == '<' ? j->owner[i - 1] : j->signs[i] ? j->owner[i - j->ncols] : i;
	struct joined *cell = &j->joined[owner];
	int rows = i / j->ncols - owner / j->ncols + 1;
	int cols = i % j->ncols - owner % j->ncols + 1;

	j->owner[i] = owner;
	j->count[owner]++;
	cell->rows = rows > cell->rows ? rows : cell->rows;
	cell->cols = cols > cell->cols ? cols : cell->cols;
}

/* Cells that make no rectangle stay apart. */
static bool part_odd_cells(struct joining *j, const struct text *cells, struct span table)
{
	int n = j->nrows * j->ncols;
	bool joined = false;

	for (int i = 0; i < n; i++) {
		const struct joined *cell = &j->joined[i];
		if (j->owner[i] == i && j->count[i] != cell->rows * cell->cols) {
			diag_add0(j->k->m.r->d, DIAG_JOIN_SHAPE,
					cells[i].n ? cells[i].ranges[0].span : table);
			j->count[i] = 0;
		}
	}
	for (int i = 0; i < n; i++) {
		if (!j->count[j->owner[i]]) {
			j->joined[i] = (struct joined){ 1, 1 };
		}
		joined = joined || j->joined[i].rows != 1 || j->joined[i].cols != 1;
	}
	return joined;
}

static void join_cells(struct md *k, struct table *t, const char *signs, struct span span)
{
	int n = t->nrows * t->ncols;
	struct joining j = { .k = k, .nrows = t->nrows, .ncols = t->ncols, .signs = signs };

	j.owner = ARENA_ARRAY(k->m.scratch, int, n);
	j.count = ARENA_ARRAY(k->m.scratch, int, n);
	j.joined = ARENA_ARRAY(k->m.r->a, struct joined, n);
	for (int i = 0; i < n; i++) {
		add_place(&j, i);
	}
	if (part_odd_cells(&j, t->cells, span)) {
		t->joined = j.joined;
	}
}

/* A row that cells of the head reach into is part of it. */
static int head_rows(const struct table *t)
{
	int head = t->head;

	for (int i = 0; t->joined && i < head * t->ncols; i++) {
		int end = i / t->ncols + t->joined[i].rows;
		head = end > head ? end : head;
	}
	return head;
}

void markdown_end_table(struct md *k)
{
	struct table_reading *g = &k->table;
	struct span span = table_span(k);
	int skip = g->head ? 0 : 1;
	struct block *b;

	if (g->excess) {
		complain(k, span);
	} else if (g->nrows > skip) {
		g->table->nrows = g->nrows - skip;
		g->table->ncols = g->ncols;
		g->table->head = g->head ? 1 : 0;
		g->table->aligns = g->aligns;
		g->table->cells = g->cells + skip * g->ncols;
		if (g->signs) {
			join_cells(k, g->table, g->signs + skip * g->ncols, span);
			g->table->head = head_rows(g->table);
		}
		b = markdown_add_block(k, BLOCK_TABLE, span);
		b->table = g->table;
	}
	markdown_add_shown(k);
	markdown_clear(k);
}
