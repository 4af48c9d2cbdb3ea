#ifndef PDF_CONTENT_IMP_H
#define PDF_CONTENT_IMP_H

/* content: a page's items as the operators of its content stream, and the fonts
   and images that the page must name beside it. */

#include "pdf/cidfont-imp.h"
#include "pdf/inks-imp.h"
#include "pdf/pdf.h"
#include "pdf/picture-imp.h"
#include "pdf/tags-imp.h"

struct content {
	struct doc *doc;
	const struct book *book;
	const struct pdf_order *order; /* NULL: plain pages */
	struct cidfonts *fonts;
	struct images *images;
	struct tags *tags;     /* NULL: the book has none, or they are not wanted */
	HPDF_Page *pages;      /* of the document, as many as the book has */
	struct buf operators;  /* of the page at hand; their room is used again */
	struct buf fonts_used; /* its resources, as dictionary entries */
	struct buf images_used;
	struct ink_objects ink_objects; /* for the press */
	bool spot_used;                 /* for the press: on the page at hand */
	char hash[65];                  /* for the press: of all pages so far */
	bool blends;                    /* something on the page at hand is transparent */
};

/* Fill the book's page i. */
void content_page(struct content *c, int i);

void content_done(struct content *c);

#endif
