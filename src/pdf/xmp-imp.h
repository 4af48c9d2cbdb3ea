#ifndef PDF_XMP_IMP_H
#define PDF_XMP_IMP_H

/* xmp: the document's properties once more, for archives (ISO 16684-1). */

#include "pdf/content-imp.h"

/* A metadata stream that says what extras_info says, and which standards the file
   keeps. */
HPDF_Dict xmp_write(struct content *c);

#endif
