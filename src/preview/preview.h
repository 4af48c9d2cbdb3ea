#ifndef PREVIEW_PREVIEW_H
#define PREVIEW_PREVIEW_H

/* preview: pages of a book → pictures of them. Draws the book itself through
   FreeType, as the PDF will show it; reads no PDF and changes nothing. */

#include <stdbool.h>

#include "page/book.h"

#define PREVIEW_DPI_MIN 18
#define PREVIEW_DPI_MAX 1200

/* Pixels of 8-bit red, green and blue, row after row from the top. */
struct raster {
	unsigned char *rgb;
	int wid, hgt;
};

/* What drawing needs on every page: font files, decoded pictures. */
struct preview;

/* dots per inch from PREVIEW_DPI_MIN to PREVIEW_DPI_MAX. Heap. */
struct preview *preview_new(int dpi);
void preview_free(struct preview *p); /* p may be NULL */

/* Whether a page of the book is small enough to be drawn at p's dpi. */
bool preview_fits(const struct preview *p, const struct book *book);

/* Page i of the book, which fits. The raster is p's, until the next page. False,
   with a diagnostic, where a font file can't be read. */
bool preview_page(struct preview *p, const struct book *book, int i, struct raster *out,
		struct diags *d);

/* Write a raster as a PNG file, whole or not at all. False with a diagnostic on
   failure. Same raster, same bytes. */
bool preview_write(const struct raster *r, const char *path, struct diags *d);

#endif
