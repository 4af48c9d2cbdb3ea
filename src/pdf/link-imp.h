#ifndef PDF_LINK_IMP_H
#define PDF_LINK_IMP_H

/* link: places to click on a page, and places in the book to go to. */

#include "pdf/content-imp.h"

/* Add the links of the book's page i to the document's. */
void links_add(struct content *c, int i);

/* [page /XYZ left top null]: a place to go to, keeping the zoom. */
void print_destination(struct buf *b, const struct content *c, const struct mark *m);

#endif
