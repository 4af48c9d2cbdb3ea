#ifndef PROOF_REDLINE_H
#define PROOF_REDLINE_H

/* redline: what has changed since an earlier state, for proof sheets: a remark for
   each change beside what was found, and the pages that must be read again. The
   marks themselves are drawn by sheets. */

#include "page/book.h"
#include "proof/diff.h"
#include "proof/finding.h"

struct arena;

/* Add a remark for each change: what stood there before. Lives in a. */
void redline_findings(struct arena *a, const struct diff *d, struct findings *to);

/* Pages of the book to read again: "3、7、9" by their printed numbers, and those
   without one by their sheets. "" for none; both NULL where it is not known how
   the old lines were printed. */
struct recheck {
	const char *pages, *sheets;
};
struct recheck redline_pages(struct arena *a, const struct diff *d, const struct book *b);

#endif
