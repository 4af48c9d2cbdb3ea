#ifndef SOURCE_LAYOUT_IMP_H
#define SOURCE_LAYOUT_IMP_H

/* layout: a file of layouts/ with an issue's overrides put in → struct layout. */

#include "source/schema-imp.h"

#define STATIONERY "stationery" /* lies among the layouts, and is none */

extern const struct key layout_keys[]; /* of a layout file */

/* The layout `name`, which the place said names, from folder. overrides is the
   issue's map of them, or NULL; it becomes part of the layout's tree. NULL,
   with diagnostics, where anything in it does not fit. */
const struct layout *layout_read(struct reader *r, const char *folder, const char *name,
		struct span said, const struct node *overrides);

/* The tree of the file folder/name.yaml; NULL, with diagnostics, where it can't
   be had. */
struct node *layout_tree(struct reader *r, const char *folder, const char *name);

/* Put the overrides into the tree of a layout file. */
void layout_override(struct reader *r, struct node *layout, const struct node *overrides);

/* Put a layout that extends another into that one's tree. */
void layout_inherit(struct reader *r, struct node *parent, struct node *child);

/* Complain of members that each are fine but do not go together; tree is where
   they came from. */
void layout_check(struct reader *r, const struct layout *l, const struct node *tree);

#endif
