#ifndef SOURCE_NEW_IMP_H
#define SOURCE_NEW_IMP_H

/* new: what the two halves of source_new share. */

#include "source/source.h"
#include "source/yaml-imp.h"

struct buf;

/* An issue that was made before: what is counted on from it, and all of its
   issue.yaml as it stands. */
struct past {
	struct reader r;
	const struct node *tree;
	int number, total;
	struct date date;
};

/* The issue.yaml of the issue made, with what stays from the last one. */
void new_write_yaml(struct buf *out, struct past *last, const struct new_issue *made);

/* The lead article that an editor begins from. */
void new_write_lead(struct buf *out);

#endif
