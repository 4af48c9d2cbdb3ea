#ifndef SOURCE_YAML_IMP_H
#define SOURCE_YAML_IMP_H

/* yaml: the part of YAML that the format uses, as a small tree: scalars,
   lists, maps. No anchors, aliases, tags or further documents. */

#include "source/source-imp.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	struct span span;
	const struct node *key;    /* of an entry of a map; else NULL */
	struct node *first, *next; /* children, in the file's order */

	/* scalars: */
	const char *s;            /* quotes, folds and escapes resolved; a NUL behind it */
	size_t n;                 /* no NUL among them */
	bool plain;               /* not quoted */
	const struct checked *in; /* the text whose byte at begins it, quotes included */
	size_t at;
};

/* The tree of the document that stands at bytes [from, to) of t; an empty
   document is an empty map. NULL, with a diagnostic, where it is not usable.
   t is lent to the tree. */
struct node *yaml_read(struct reader *r, const struct checked *t, size_t from, size_t to);

/* The entry of a map; NULL where there is none. */
struct node *yaml_find(const struct node *map, const char *key);

/* A key without a value, or with ~ or null. */
bool yaml_is_null(const struct node *v);

/* A scalar as text of a line: white space around it dropped, inside it one
   space; a line end between Chinese characters is nothing. */
struct text yaml_text(struct reader *r, const struct node *v);

#endif
