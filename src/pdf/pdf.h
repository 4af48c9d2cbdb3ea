#ifndef PDF_PDF_H
#define PDF_PDF_H

/* pdf: a book → a PDF file. Measures nothing and moves nothing. */

#include <stdbool.h>

#include "base/slice.h"
#include "page/book.h"

/* A file that the PDF carries: what the pages were made from. */
struct attachment {
	const char *name; /* UTF-8, folders divided by slashes */
	const char *kind; /* its MIME type */
	struct slice bytes;
};

/* What kind of PDF is wanted. */
struct inks;
struct pdf_order {
	struct inks *inks; /* of the press that it is for; NULL: for screen and archive */
	const struct attachment *attached;
	int nattached;
};

/* Write book to path, whole or not at all: with an order, and if the book has
   nodes, for screen and archive, PDF/A-2a (with attachments A-3a) and PDF/UA-1;
   without, as plain pages. Same book, same bytes: dates are the book's, the
   file's identity a hash of its content. False with a diagnostic on failure;
   what stood at path is then untouched. */
bool pdf_write(const struct book *book, const struct pdf_order *order, const char *path,
		struct diags *d);

/* Whether path may be written over: it is a file just as pdf_write left it, or a
   device, or there is none. False: another program has written it, and
   somebody's comments may be in it. */
bool pdf_is_untouched(const char *path);

#endif
