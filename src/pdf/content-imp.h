#ifndef PDF_CONTENT_IMP_H
#define PDF_CONTENT_IMP_H

/* content: a page's items as the operators of its content stream, and the fonts
   and images that the page must name beside it. */

#include "pdf/cidfont-imp.h"
#include "pdf/picture-imp.h"

struct content {
	struct doc *doc;
	const struct book *book;
	struct cidfonts *fonts;
	struct images *images;
	HPDF_Page *pages;      /* of the document, as many as the book has */
	struct buf operators;  /* of the page at hand; their room is used again */
	struct buf fonts_used; /* its resources, as dictionary entries */
	struct buf images_used;
};

/* Fill the book's page i. */
void content_page(struct content *c, int i);

void content_done(struct content *c);

#endif
