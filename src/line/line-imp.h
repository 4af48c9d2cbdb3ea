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

/* One paragraph being broken. */
struct breaking {
	struct arena *a;
	const struct par *par;
	const struct box *box;
	sp squeeze; /* most squeezing that a unit's first character may ask */
	sp spread;  /* widening of a gap past which those beside marks take part */
	struct diags *d;
};

/* The line that begins at cell from, whose place is span, and has room for avail. */
struct extent line_extent(const struct breaking *b, int from, struct span span, sp avail);

/* Set the cells of e from x = indent on into avail. */
void line_set(const struct breaking *b, const struct extent *e, sp indent, sp avail,
		struct line *out);

#endif
