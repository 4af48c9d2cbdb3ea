#ifndef SOURCE_COMMENTS_IMP_H
#define SOURCE_COMMENTS_IMP_H

#include "source/source-imp.h"

/* Take the comments out of the Markdown from byte body of t on. What they
   allow goes to r->silences; places in t stay the file's. */
void comments_strip(struct reader *r, struct checked *t, size_t body);

/* Mark the paragraphs, of an article's n blocks, that its comments want tight; warn
   of comments that stand above none. */
void comments_tighten(struct reader *r, struct block *blocks, int n);

/* Find what the comments of the YAML at bytes [from, to) allow. */
void comments_read_yaml(struct reader *r, const struct checked *t, size_t from, size_t to);

#endif
