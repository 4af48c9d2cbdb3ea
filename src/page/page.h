#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

/* page: an issue's lines → pages. Cover, contents list, body, colophon,
   folios; page numbers by fixpoint. Knows no PDF. */

#include "page/book.h"

struct galley; /* every article shaped and broken, not yet on pages */

/* Shape the whole issue. Lives in a; lends issue and s. */
struct galley *page_shape(struct arena *a, struct shaper *s, const struct issue *issue);

/* Break the galley's paragraphs into lines. */
void page_break(struct arena *a, struct galley *g, struct diags *d);

/* Place the lines. The book lives in a and lends the galley. s shapes what only
   pages know: numbers in the contents list, folios. */
struct book *page_compose(struct arena *a, const struct galley *g, struct shaper *s,
		struct diags *d);

/* Text of the paragraphs as shaped, and of the lines as broken. */
void galley_dump_pars(struct buf *out, const struct galley *g);
void galley_dump_lines(struct buf *out, const struct galley *g);

#endif
