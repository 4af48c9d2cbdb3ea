#ifndef PDF_TAGS_IMP_H
#define PDF_TAGS_IMP_H

/* tags: the book's nodes as the tree of structure elements (ISO 32000-1, 14.7 and
   14.8), and which marked content of the pages each of them has. Page contents
   ask which element an item belongs to and what number its content gets; when
   all pages are filled, the tree is written. */

#include "base/vec.h"
#include "page/book.h"
#include "pdf/object-imp.h"

/* What an element has, in order. */
struct kid {
	int element;     /* -1: what follows */
	int page, mcid;  /* marked content, both from 0 */
	unsigned object; /* number of an annotation on the page; 0: marked content */
};

struct element {
	enum node_kind kind;
	int parent; /* less than its own index */
	VEC(struct kid) kids;
	bool used;
	HPDF_Dict dict;              /* of those that are used */
	sp left, top, right, bottom; /* figure: on the page that it stands on */
};

/* A part of a paragraph that is an element of its own. */
struct inner {
	int node; /* the paragraph's; 0: none */
	int element;
	enum node_kind kind; /* link, reference, span */
	const char *link;
	int note;
};

struct tags {
	struct doc *doc;
	const struct book *book;
	HPDF_Page *pages;
	VEC(struct element) elements; /* of the nodes, by their index; then links and the like */
	VEC(int) * marked;            /* by page: the element of each marked content */
	VEC(int) annotations;         /* the element of each */
	VEC(int) links;               /* of the page at hand: the element of each link item */
	struct inner inner;           /* the one at hand */
};

/* In doc->a; lends book and pages. */
struct tags *tags_new(struct doc *doc, const struct book *book, HPDF_Page *pages);

/* The element that an item shown now belongs to; NODE_DECORATION, NODE_PAGINATION. */
int tags_element(struct tags *t, const struct item *it);

/* Name of the element's structure type. */
const char *tags_name(const struct tags *t, int element);

/* The number of further marked content of the element on the page. */
int tags_mark(struct tags *t, int element, int page);

/* Further space that a figure takes. */
void tags_extend(struct tags *t, int element, const struct item *it);

/* Make an annotation part of the element; the key by which it names it. */
int tags_annotate(struct tags *t, int element, int page, HPDF_Dict annotation);

/* Write the tree, when all pages are filled, and print the catalog's entries. */
void tags_print(struct buf *b, struct tags *t);

#endif
