#ifndef PDF_SAVE_IMP_H
#define PDF_SAVE_IMP_H

/* save: the document's bytes into a file that appears whole or not at all. */

#include "base/diag.h"
#include "pdf/object-imp.h"

/* Write doc to path and give it its identity, a hash of all bytes. False with a
   diagnostic on failure. */
bool doc_save(struct doc *doc, const char *path, struct diags *d);

/* Say what libharu met. */
void doc_complain(const struct doc *doc, struct diags *d);

#endif
