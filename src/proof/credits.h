#ifndef PROOF_CREDITS_H
#define PROOF_CREDITS_H

/* credits: who has written what is printed, as bylines and authors' lines say. */

#include "model/issue.h"
#include "model/registers.h"

struct arena;

/* A name under an article, or a unit without one. Who is named twice under an
   article has several. */
struct credit {
	const struct article *article;
	const char *unit;   /* in full where the registers know it; "": not said */
	const char *author; /* "": none is named */
};

/* In printed order; in a. registers, which may be NULL, tell organisations' full
   names from short ones, and the units of contributors. What an article names as
   its source is no credit. */
const struct credit *proof_credits(struct arena *a, const struct issue *issue,
		const struct registers *registers, int *n);

#endif
