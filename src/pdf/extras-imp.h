#ifndef PDF_EXTRAS_IMP_H
#define PDF_EXTRAS_IMP_H

/* extras: what a viewer shows beside the pages: bookmarks, page labels, the
   document's properties. */

#include "pdf/content-imp.h"

/* Bookmarks of book->marks, articles below their section. */
void extras_outline(struct content *c);

/* Language, page labels, the title in the window's bar, the structure, and what
   archives want. When all pages are filled. */
void extras_catalog(struct content *c);

/* The seals of pages that bear one. */
void extras_seals(struct content *c);

/* Title, author, subject, programs and dates. */
void extras_info(struct content *c);

#define EXTRAS_CREATOR "banxin " VERSION

#define EXTRAS_PRODUCER "Haru Free PDF Library " HPDF_VERSION_TEXT

/* The document's time, (D:20240229000000Z) and 2024-02-29T00:00:00Z. */
void extras_print_date(struct buf *b, struct date date);
void extras_iso_date(struct buf *b, struct date date);

#endif
