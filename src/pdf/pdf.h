#ifndef PDF_PDF_H
#define PDF_PDF_H

/* pdf: a book → a PDF file. Measures nothing and moves nothing. */

#include <stdbool.h>

#include "page/book.h"

/* Write book to path, whole or not at all. Same book, same bytes: dates are
   the book's, the file's identity a hash of its content. False with a
   diagnostic on failure; what stood at path is then untouched. */
bool pdf_write(const struct book *book, const char *path, struct diags *d);

/* Whether path may be written over: it is a file just as pdf_write left it, or a
   device, or there is none. False: another program has written it, and
   somebody's comments may be in it. */
bool pdf_is_untouched(const char *path);

#endif
