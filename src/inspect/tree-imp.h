#ifndef INSPECT_TREE_IMP_H
#define INSPECT_TREE_IMP_H

/* tree: the structure tree of a tagged PDF (ISO 32000-1 14.7, 14.8). */

#include "inspect/look-imp.h"

struct element {
	const struct object *dict;
	const char *type;     /* as written */
	const char *standard; /* after the role map; "" where that leads to none */
	int parent;           /* index; -1: of the root */
	int first, nkids;     /* elements below it, in tree->kids */
	int pieces, objects;  /* marked content and object references in it directly */
	const char *lang;     /* own, or what it inherits from elements; "": none */
};

/* Marked content that the tree holds, and annotations. */
struct held {
	int page;   /* -1: not one of the file's */
	int stream; /* as struct piece's */
	int mcid;   /* -1: an object */
	int object; /* its number */
	int element;
};

struct tree {
	const struct object *root;    /* null: none */
	VEC(struct element) elements; /* in reading order */
	VEC(int) kids;
	VEC(struct held) held;
	bool cyclic, circular_roles;
	const char *remapped; /* a standard type that the role map maps away; NULL: none */
	const char *unmapped; /* a type that leads to no standard one */
};

struct tree *tree_read(struct pdf *p);

/* The element that holds this content, or annotation; -1: none does. */
int tree_piece(const struct tree *t, const struct piece *piece);
int tree_object(const struct tree *t, int id);

bool element_is(const struct tree *t, int element, const char *standard);

/* The element's text attribute, on itself or those above up to the root. */
const char *element_above(struct pdf *p, const struct tree *t, int element, const char *key);

/* The value of a structure attribute of that owner; null: none. */
const struct object *element_attribute(struct pdf *p, const struct element *e, const char *owner,
		const char *key);

#endif
