#ifndef PDF_PRESS_IMP_H
#define PDF_PRESS_IMP_H

/* press: what a file for the press has beside its pages' contents (ISO 15930-7,
   PDF/X-4). */

#include "pdf/content-imp.h"

/* The page at hand, the book's page i, is filled: where it is cut, how far it is
   printed beyond that, and which way up it is shown. */
void press_page(struct content *c, int i);

/* All pages are filled: the document's catalog, with metadata and output intent. */
void press_finish(struct content *c);

#endif
