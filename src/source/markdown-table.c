/* markdown-table: GFM tables. A head row of empty cells means a table without
   a head, and is no row of it. */

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

void markdown_end_cell(struct md *k)
{
	struct table_reading *g = &k->table;

	if (k->pieces.n && !g->placed) {
		g->first = k->pieces.at[0].at;
		g->first_row = g->row;
		g->placed = true;
	}
	if (g->table && g->row < g->nrows && g->col < g->ncols) {
		struct text t = markdown_text(&k->m, &k->pieces);

		g->cells[(size_t)g->row * (size_t)g->ncols + (size_t)g->col] = t;
		g->head = g->head || (g->row == 0 && t.n);
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
		g->table->head = g->head;
		g->table->aligns = g->aligns;
		g->table->cells = g->cells + skip * g->ncols;
		b = markdown_add_block(k, BLOCK_TABLE, span);
		b->table = g->table;
	}
	markdown_add_shown(k);
	markdown_clear(k);
}
