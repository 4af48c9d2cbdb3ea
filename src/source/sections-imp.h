#ifndef SOURCE_SECTIONS_IMP_H
#define SOURCE_SECTIONS_IMP_H

/* sections: the articles that issue.yaml lists, in order, each once. */

#include "source/schema-imp.h"

struct sections;

struct sections *sections_new(struct reader *r); /* lives in the reader's arena */

/* The article that v names; path says which value of issue.yaml v is. False,
   with a diagnostic, where there is none or it was listed before. */
bool sections_article(struct sections *s, const struct node *v, const char *path,
		struct article *out);

/* All sections of the list. */
void sections_read(struct sections *s, const struct node *list, struct issue *issue);

/* Nothing was listed yet. */
bool sections_empty(const struct sections *s);

/* Warn of articles in the folder that were never listed. */
void sections_unlisted(struct sections *s);

#endif
