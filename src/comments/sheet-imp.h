#ifndef COMMENTS_SHEET_IMP_H
#define COMMENTS_SHEET_IMP_H

/* sheet: what of the manuscript stands where on a page of the proof. */

#include "base/vec.h"
#include "comments/comments.h"

/* Of a page, y downwards from its top. */
struct area {
	sp left, right, top, bottom;
};

/* One character, or cluster; its area is its em box. */
struct letter {
	struct area area;
	const struct text *text;
	uint32_t at, len;
};

struct figure {
	struct area area;
	struct span span;
};

struct sheet {
	VEC(struct letter) letters; /* in reading order */
	VEC(struct figure) figures;
};

/* Only what stands on the issue's own pages is looked at: notes and lists that
   the proof adds are none of the manuscript. Lives in a. */
void sheet_read(struct arena *a, const struct book *proof, int page, struct sheet *sheet);

#endif
