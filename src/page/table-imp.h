#ifndef PAGE_TABLE_IMP_H
#define PAGE_TABLE_IMP_H

/* What ruled tables (table.c) and lists of names (names.c) share: columns, and
   cells that take several rows and columns. */

#include "page/page-imp.h"

struct grid {
	const struct breaker *b;
	const struct piece *p;
	const struct table *t;
	const int *owner; /* of each place: the cell that it belongs to; NULL: itself */
	sp *wids;         /* of the columns, padding included */
	sp *lefts;
	sp *tails; /* of the columns: the widest that stands behind a decimal point, point
	              counted; less than 0: no column of numbers */
};

struct grid grid_new(const struct breaker *b, const struct piece *p);
void grid_place(const struct grid *g, sp left, sp gap);

struct par *grid_cell(const struct grid *g, int row, int col);

/* How many rows and columns the cell takes; 0 by 0 where it is part of another. */
struct joined grid_joined(const struct grid *g, int row, int col);

/* The place's cell is the same as that of the other. */
bool grid_same(const struct grid *g, int row, int col, int row2, int col2);

/* Width of the cell's columns, and of the white on each side of its text. */
sp grid_width(const struct grid *g, int row, int col);
sp grid_padding(const struct grid *g, int row, int col);

/* The lines of a row's cells, each cell in its columns less padding. */
struct lines *grid_break(const struct grid *g, int row);

/* table-width.c */

/* Set the columns' widths so that no cell need break; at most the measure each. */
void widths_natural(const struct grid *g);
int64_t widths_total(const struct grid *g);

/* Columns wider than their share of room get that. */
void widths_share(const struct grid *g, sp room);

/* Set the widths of a ruled table, which fill the measure. */
void widths_fit(const struct grid *g);

/* table-decimal.c */

/* Find the columns that line up on their decimal points. */
void decimals_find(const struct grid *g);

/* How far from the right edge of its column's numbers the cell's ends. */
sp decimals_shift(const struct grid *g, int row, int col);

#endif
