#ifndef LINE_LINE_IMP_H
#define LINE_LINE_IMP_H

/* What the files of line/ share. */

#include "base/vec.h"
#include "line/line.h"

#define NSTEPS 16 /* cells count them in four bits; 0 is none */

/* A line as found: cells [from, to), trailing spaces left off. */
struct extent {
	int from, to;
	int next;  /* where the next line begins */
	bool last; /* ends the paragraph or stands before a forced break */
	bool cut;  /* ends inside a word that is longer than a line */
};

struct extents {
	struct extent *at;
	int n, cap;
};

/* Sums over the cells before each: what a line measures is a difference of two.
   Marks count as they stand within a line. */
struct sums {
	int64_t *rows; /* (ncells + 1) rows: width, then each step's squeezing, then widening */
	int *lone;     /* (ncells + 1): characters that are no marks */
	int *ends;     /* (ncells + 1): behind the last cell before this that is no space */
	int stride, nsqueeze, nwiden; /* columns of a row; highest steps of the paragraph */
};

/* One paragraph being broken. */
struct breaking {
	struct arena *a, *scratch; /* what becomes of it; what is forgotten */
	const struct par *par;
	const struct box *box;
	const struct break_policy *policy;
	sp squeeze; /* greedy: most squeezing that a unit's first character may ask */
	struct sums sums;
};

/* How cells [from, to) stand on one line before anything is squeezed or spread. */
struct fit {
	int from, to;
	sp start, end;   /* gone from an opening mark that begins it, from one that ends it */
	bool hangs;      /* the last mark stands beyond the line's end */
	bool narrowed;   /* is halved or hangs for want of room */
	int64_t natural; /* width without what is gone, and without a mark that hangs */
	int64_t lack;    /* of the room for it; negative: too wide */
};

/* What each step gives on one line, from 1; [0] what all give. Steps that the
   paragraph has none of are not written. */
struct give {
	int64_t step[NSTEPS];
};

/* measure.c */

void line_sum(struct breaking *b);

/* Room for the line that begins at cell from. */
sp line_room(const struct breaking *b, int from);

/* Does the line reach the measure's end, if it can? */
bool line_fills(const struct box *box, bool last);

/* Of what the policy offers for the mark at the line's end the first with which
   the line is not too wide: whole, halved, hanging; else the narrowest. */
struct fit line_fit(const struct breaking *b, int from, int to, bool last);

/* How much of cell i of the line is gone without squeezing, and how much more may be. */
sp line_gone(const struct par *par, const struct fit *f, int i);
sp line_squeezable(const struct par *par, const struct fit *f, int i);

void line_squeezes(const struct breaking *b, const struct fit *f, struct give *out);
void line_widens(const struct breaking *b, const struct fit *f, struct give *out);

/* Behind the last cell whose space before it may widen. */
static inline int line_widen_end(const struct fit *f)
{
	return f->hangs ? f->to - 1 : f->to;
}

/* greedy.c: each line takes what it can. */
void line_greedy(struct breaking *b, struct extents *out);

/* optimum.c: the lines of a paragraph chosen together. */
void line_optimum(struct breaking *b, struct extents *out);

/* set.c */

/* Set the cells of e, whose first has the place span. */
struct line line_set(const struct breaking *b, const struct extent *e, struct span span);

#endif
