#ifndef PDF_OBJECT_IMP_H
#define PDF_OBJECT_IMP_H

/* object: the document as libharu's objects.
   libharu numbers them, keeps the page tree and the outline, and writes the
   file. What stands in dictionaries is printed by us as PDF text: libharu's
   reals are floats and its arrays and strings have limits that a long issue
   reaches. Errors stick in the document; one look before saving is enough. */

#include <hpdf.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/slice.h"

struct arena;

struct doc {
	HPDF_Doc haru;
	struct arena *a; /* all that objects lend; outlives haru */
	HPDF_PDFVer version;
	z_stream zip; /* one for all streams: its tables are large */
};

/* alloc and release may be NULL for the C library's. False when libharu gets no
   memory; doc_close is due all the same. */
bool doc_open(struct doc *doc, HPDF_Alloc_Func alloc, HPDF_Free_Func release);
void doc_close(struct doc *doc);

/* A new numbered object: an empty dictionary, or one with a stream of bytes that
   is lent until the document is closed. NULL when memory is out, which all
   functions below take. */
HPDF_Dict object_dict(struct doc *doc);
HPDF_Dict object_stream(struct doc *doc, struct slice bytes);

/* Make bytes, lent, the stream of d. */
void object_lend(struct doc *doc, HPDF_Dict d, struct slice bytes);

/* Print entries, copied, into the dictionary behind what libharu keeps there.
   Not for pages, whose attr is libharu's. */
void object_entries(struct doc *doc, HPDF_Dict d, const struct buf *entries);

/* The same for a page; once. */
void object_page_entries(struct doc *doc, HPDF_Page page, const struct buf *entries);

/* Number of the object, for "%u 0 R". */
unsigned object_number(HPDF_Dict d);

/* A zlib stream of bytes, living in the document. */
struct slice doc_deflate(struct doc *doc, struct slice bytes, int level);

#endif
