#ifndef LINE_LINE_H
#define LINE_LINE_H

/* line: shaped paragraphs → lines with every glyph's place.
   Decides breaks and spacing; never reshapes, never knows the page. */

#include "shape/shape.h"

/* Glyphs of one run on one line. */
struct frag {
	const struct par *par;
	const struct run *run;
	const struct glyph *glyphs; /* lent by the paragraph */
	const sp *x;                /* pen position of each glyph's cluster from the line's
	                               left edge; a glyph stands at x + glyph.x */
	int nglyphs;
	sp left, right; /* edges of its first and last cell */
};

struct line {
	const struct frag *frags; /* from left to right */
	int nfrags;
	sp indent;        /* of the first cell, from the left edge of the measure */
	sp wid;           /* set width of the cells, after justification */
	struct span span; /* first character */
	bool last;        /* ends its paragraph, or stands before a forced break */
};

/* The box that a paragraph is set in. */
struct box {
	sp measure;
	sp first, rest; /* indents of the first and of later lines */
	enum { SET_JUSTIFIED, SET_LEFT, SET_CENTRE, SET_RIGHT, SET_SPREAD } how;
};

/* Break par by the layout's policy and set its lines. Lines live in a and lend
   par. Always succeeds: a word longer than a line is cut where the line ends,
   with a diagnostic. A paragraph of no cells has no lines. */
struct line *line_break(struct arena *a, const struct par *par, const struct box *box,
		const struct break_policy *policy, sp em, struct diags *d, int *nlines);

/* Width of par set on one line: its natural width, the widest part's where it
   has forced breaks; at most SP_MAX. */
sp line_natural(const struct par *par);

#endif
