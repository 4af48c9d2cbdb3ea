#ifndef PROOF_PAGES_H
#define PROOF_PAGES_H

/* pages: which pages must be read again. A line that stands in the old pages as
   it stands now, character by character and space by space, was read already,
   on whatever page it was. */

#include "model/state.h"
#include "page/book.h"

struct arena;

/* What tells every line of the book from others, in printed order; folios and
   what else is no text of the issue are left out. Lives in a. */
struct prints pages_prints(struct arena *a, const struct book *b);

/* For each page of now whether it must be read again; the number of pages is
   now's highest + 1 or npages, whichever is more. */
const bool *pages_changed(struct arena *a, const struct prints *before, const struct prints *now,
		int npages);

#endif
