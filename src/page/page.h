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

/* Fill the {names} of form: pairs of name and value, ended by NULL. In a. */
const char *form_fill(struct arena *a, const char *form, const char *const *pairs);

/* What sets texts that are no part of an issue, such as the notes on a proof. */
struct typesetter {
	struct arena *a;
	struct shaper *s;
	const struct layout *l;
	struct diags *d;
};

struct set_text {
	const struct item *items; /* from the upper left corner; artifacts */
	int nitems;
	sp wid; /* from there to the right end of the longest line */
	sp height;
};

/* Set s in box. */
struct set_text page_set(const struct typesetter *t, const char *s, const struct style *style,
		const struct box *box, sp line_height);

/* Text of the paragraphs as shaped, and of the lines as broken. */
void galley_dump_pars(struct buf *out, const struct galley *g);
void galley_dump_lines(struct buf *out, const struct galley *g);

#endif
