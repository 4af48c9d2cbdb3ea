#ifndef PDF_PDF_IMP_H
#define PDF_PDF_IMP_H

#include <hpdf.h>

#include "pdf/pdf.h"

/* pdf_write with libharu's memory from alloc: for tests in which it runs out. */
bool pdf_write_alloc(const struct book *book, const struct pdf_order *order, const char *path,
		struct diags *d, HPDF_Alloc_Func alloc, HPDF_Free_Func release);

#endif
