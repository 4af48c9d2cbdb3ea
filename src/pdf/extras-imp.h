#ifndef PDF_EXTRAS_IMP_H
#define PDF_EXTRAS_IMP_H

/* extras: what a viewer shows beside the pages: bookmarks, page labels, the
   document's properties. */

#include "pdf/content-imp.h"

/* Bookmarks of book->marks, articles below their section. */
void extras_outline(struct content *c);

/* Language, page labels, and the title in the window's bar. */
void extras_catalog(struct content *c);

/* The seals of pages that bear one. */
void extras_seals(struct content *c);

/* Title, author, subject, program and dates. */
void extras_info(struct content *c);

#endif
