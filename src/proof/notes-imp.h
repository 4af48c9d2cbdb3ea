#ifndef PROOF_NOTES_IMP_H
#define PROOF_NOTES_IMP_H

/* notes: where the notes beside a page stand, and how their leaders run. Pure
   geometry on the sheet, y downwards.

   A leader goes up from its character into the white above the line, level to
   the edge of the text, and from there straight to its note:

	          1         2
	     ┌────┼─────────┼──────╲
	     │    └─────────┼─────╲  1 …
	     x         x    └────╲  2 …

   Why no two cross. Level parts have heights of their own, lower from line to
   line and, within a line, from left to right: so the leader of a character
   further right turns before it reaches one of further left, and the white above
   a line lies below all leaders of the lines before it. The slanted parts begin
   and end in the same order on two upright edges. */

#include "proof/address.h"

struct note {
	int line;    /* of the page, as addresses count them */
	sp x, y;     /* top of the character, or of its left edge */
	sp height;   /* of the text */
	int urgency; /* where room is short, the higher ones stay */

	bool placed; /* set by notes_choose: there is room for it */
	sp lane;     /* of its leader's level part */
	sp top;      /* of the text */
};

/* The column of notes. */
struct margin {
	sp edge;        /* of the text: leaders are level up to here */
	sp top, bottom; /* of the column */
	sp gap;         /* between notes */
	sp attach;      /* from a note's top to where its leader ends */
	sp step;        /* least distance of upright parts */
};

/* Notes are in the order of their lines, then of x.
   Choose those that fit the column in the height above bottom. How many were
   left out. */
int notes_choose(struct note *notes, int n, const struct margin *m, sp bottom);

/* Give the placed ones their lanes and tops, near to their lines. lines are the
   page's, on the sheet; x may move a little where leaders would share it. */
void notes_place(struct arena *a, struct note *notes, int n, const struct margin *m,
		const struct page_line *lines);

#endif
