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
	sp indent; /* of the first cell, from the left edge of the measure */
	sp wid;    /* set width of the cells, after justification, without a mark that hangs */
	/* wid before squeezing or spreading; what marks lose at the line's ends and next to
	   each other is gone from it */
	sp natural;
	sp change;         /* wid - natural: by how much it is spread; negative: squeezed */
	sp room;           /* how far the policy's steps let it be spread (change > 0) or
	                      squeezed (change < 0); 0 where nothing was asked */
	ratio strain;      /* what was asked to room: 1 at the bounds, above 1 beyond them;
	                      INT32_MAX where there is no room */
	sp widest;         /* largest widening of one space; 0 in a squeezed line */
	sp over;           /* how far it goes beyond the measure, all squeezed that may be */
	sp hang;           /* how much of its last mark stands beyond wid */
	struct span span;  /* first character */
	bool last;         /* ends its paragraph, or stands before a forced break */
	bool filled;       /* was to reach the end of the measure */
	bool divides_word; /* the next line goes on with a word of the dictionary, or with one
	                      that had to be cut */
};

/* The box that a paragraph is set in. */
struct box {
	sp measure;
	sp first, rest; /* indents of the first and of later lines */
	enum { SET_JUSTIFIED, SET_LEFT, SET_CENTRE, SET_RIGHT, SET_SPREAD } how;
	bool tight; /* in as few lines as the policy's bounds allow (GB/T 15834 5.1.11) */
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
