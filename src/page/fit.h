#ifndef PAGE_FIT_H
#define PAGE_FIT_H

/* fit: 凑版. What would bring an issue to fewer pages: paragraphs that can be set
   tighter (GB/T 15834 5.1.11), and so many characters to be cut. Whatever is said
   here was tried: the issue was made up anew with the change. */

#include "page/page.h"

/* A paragraph of running text. */
struct fit_paragraph {
	const struct block *block;
	int article, number; /* the number-th paragraph of the article-th article, from 1 */
	int lines;
	int last;            /* characters on its last line, marks not counted */
	bool tightens;       /* set tight it is shorter by a line or more */
	int cut;             /* so many characters less and it is, too; 0: it never is */
	const char *opening; /* its first characters */
};

struct fit;

/* Look at the galley's paragraphs. Lives in a; lends the others. */
struct fit *fit_new(struct arena *a, const struct galley *g, struct shaper *s);

/* Pages as the issue stands. */
int fit_pages(const struct fit *f);

/* How much of the last page is used, and how much it has, in body lines. */
struct fullness {
	ratio used, capacity;
};
struct fullness fit_last_page(const struct fit *f);

const struct fit_paragraph *fit_paragraphs(const struct fit *f, int *n);

/* What to do with a paragraph. */
struct fit_step {
	const struct fit_paragraph *paragraph;
	int cut; /* characters; 0: set it tight */
};

/* The way to so many pages: tight paragraphs before cuts, short cuts before long
   ones, and no step that could be left out (of very many, none of the dearest
   200). */
struct fit_plan {
	int pages; /* that it comes to: more than were asked for where all that is known
	              does not do */
	const struct fit_step *steps;
	int n;
};
struct fit_plan fit_reach(const struct fit *f, int pages);

#endif
