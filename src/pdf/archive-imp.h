#ifndef PDF_ARCHIVE_IMP_H
#define PDF_ARCHIVE_IMP_H

/* archive: what a file for decades brings along: the meaning of its colours, its
   metadata, the sources where they are wanted (ISO 19005-2 and 3). */

#include "pdf/content-imp.h"

/* The part of ISO 19005 that it keeps: only 3 allows sources. */
int archive_part(const struct content *c);

/* Print the entries that the catalog gets for it. */
void archive_print(struct buf *b, struct content *c);

/* Print the colour space of CMYK pictures: the output intent is of RGB and says
   nothing of them (6.2.4.3). The profile, NULL at first, is written once. */
void archive_print_cmyk(struct buf *b, struct doc *doc, HPDF_Dict *profile);

#endif
