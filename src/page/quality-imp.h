#ifndef PAGE_QUALITY_IMP_H
#define PAGE_QUALITY_IMP_H

/* What the files of quality share. */

#include "base/vec.h"
#include "page/quality.h"

/* A line of the text column where it stands. */
struct set_line {
	const struct line *line;
	const struct par *par;
	enum tag tag;
	int page;
	sp y;
	int number;      /* in its paragraph, from 1 */
	int from, to;    /* its cells */
	int quality_par; /* index */
};

/* One character on a line. */
struct place {
	int cell;
	sp x, size;
};

/* Walks over the characters of a line: start from { .s = … }. False at its end. */
struct walk {
	const struct set_line *s;
	int frag, glyph;
	int cell;
};

bool walk_next(struct walk *w, struct place *out);

/* Add to q what is wrong with its n lines, which stand in reading order. */
struct layout;
void find_faults(struct arena *a, struct quality *q, const struct layout *l,
		const struct set_line *lines, int n);

/* Of a length, in em of that size. */
ratio in_em(sp len, sp em);

/* n a thousand lines. */
ratio per_thousand(const struct quality *q, int n);

/* The same number in thousandths. */
ratio thousandths(ratio r);

#endif
