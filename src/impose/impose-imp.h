#ifndef IMPOSE_IMPOSE_IMP_H
#define IMPOSE_IMPOSE_IMP_H

/* What the files of impose/ share. */

#include "base/vec.h"
#include "impose/impose.h"

/* One side being filled. */
struct sheet {
	const struct typesetter *t;
	const struct impose_order *o;
	struct rect trim;
	VEC(struct item) items;
};

/* Marks around the trim, in the margin. */
void marks_add(struct sheet *s);

#endif
