#ifndef INSPECT_XMP_IMP_H
#define INSPECT_XMP_IMP_H

/* xmp: metadata packets (ISO 16684-1) as a tree of properties. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

#define XMP_DC       "http://purl.org/dc/elements/1.1/"
#define XMP_BASIC    "http://ns.adobe.com/xap/1.0/"
#define XMP_PDF      "http://ns.adobe.com/pdf/1.3/"
#define XMP_MM       "http://ns.adobe.com/xap/1.0/mm/"
#define XMP_PDFAID   "http://www.aiim.org/pdfa/ns/id/"
#define XMP_PDFUAID  "http://www.aiim.org/pdfua/ns/id/"
#define XMP_PDFXID   "http://www.npes.org/pdfx/ns/id/"
#define XMP_EXT      "http://www.aiim.org/pdfa/ns/extension/"
#define XMP_SCHEMA   "http://www.aiim.org/pdfa/ns/schema#"
#define XMP_PROPERTY "http://www.aiim.org/pdfa/ns/property#"

/* An element or attribute. */
struct xmp_node {
	const char *space, *name;    /* URI "" for none */
	const char *prefix;          /* as written; "" for none */
	const char *text;            /* that stands directly in it, without white space around */
	const struct xmp_node *next; /* brother */
	struct xmp_node *first, *last;
};

struct xmp {
	bool parsed;
	const char *why;      /* not parsed: what the parser says */
	bool utf8;            /* without a byte order mark of another encoding */
	bool header_obsolete; /* bytes or encoding in the packet header */
	const struct xmp_node *root;
};

/* Never NULL. */
struct xmp *xmp_read(struct arena *a, struct slice bytes);

/* A property of the document: its text, or of its list the first item's. NULL:
   there is none. */
const char *xmp_text(const struct xmp *x, const char *space, const char *name);
const struct xmp_node *xmp_find(const struct xmp *x, const char *space, const char *name);

/* All items of a list joined with "; ", or the text; in a. NULL: none. */
const char *xmp_list(struct arena *a, const struct xmp *x, const char *space, const char *name);

/* Call f with every property that stands directly in the description. */
void xmp_each(const struct xmp *x, void (*f)(const struct xmp_node *n, void *with), void *with);

/* A property that is neither of a schema of the XMP specification and PDF/A nor
   declared in the packet; NULL: none. */
const struct xmp_node *xmp_undeclared(const struct xmp *x);

#endif
