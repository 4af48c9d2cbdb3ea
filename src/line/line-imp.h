#ifndef LINE_LINE_IMP_H
#define LINE_LINE_IMP_H

/* What the files of line/ share. */

#include "line/line.h"

/* A line as found: cells [from, to), trailing spaces left off. */
struct extent {
	int from, to;
	struct span span; /* of the first cell */
	int next;         /* where the next line begins */
	bool last;        /* ends the paragraph or stands before a forced break */
};

/* The line of par that begins at cell from, whose place is span, and has room for avail. */
struct extent line_extent(const struct par *par, int from, struct span span, sp avail,
		sp squeeze_limit, struct diags *d);

/* Set the cells of e from x = indent on into avail. */
void line_set(struct arena *a, const struct par *par, const struct extent *e, sp indent, sp avail,
		const struct box *box, struct line *out);

#endif
