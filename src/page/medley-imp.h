#ifndef PAGE_MEDLEY_IMP_H
#define PAGE_MEDLEY_IMP_H

/* medley: a text put together from what the author wrote, where every character
   keeps its place, and from words of ours, which have none. Start from
   { .a = … }. */

#include "base/buf.h"
#include "base/vec.h"
#include "model/text.h"

struct medley {
	struct arena *a;
	struct buf b;
	VEC(struct range) ranges;
};

void medley_words(struct medley *m, const char *s, size_t n); /* ours */
void medley_text(struct medley *m, const struct text *t); /* without its styles, readings, notes */

/* t with all that is said of it, behind words of ours; in a. */
const struct text *medley_labelled(struct arena *a, const char *words, const struct text *t);

/* The text, in m->a; m is empty again. */
const struct text *medley_done(struct medley *m);

#endif
