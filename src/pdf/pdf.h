#ifndef PDF_PDF_H
#define PDF_PDF_H

/* pdf: a book → a PDF file. Measures nothing and moves nothing. */

#include <stdbool.h>

#include "page/book.h"

/* Write book to path, whole or not at all. Same book, same bytes: dates are
   the book's, the file's identity a hash of its content. False with a
   diagnostic on failure; what stood at path is then untouched. */
bool pdf_write(const struct book *book, const char *path, struct diags *d);

#endif
