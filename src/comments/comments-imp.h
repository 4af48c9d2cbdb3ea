#ifndef COMMENTS_COMMENTS_IMP_H
#define COMMENTS_COMMENTS_IMP_H

/* What the files that read a PDF share: libqpdf's objects, looked at in ways
   that no object can break. A missing object, or one of another type, reads as
   absent. */

#include <qpdf/qpdf-c.h>

#include "base/arena.h"
#include "base/vec.h"
#include "comments/comments.h"

struct comment_list {
	struct comment *at;
	int n, cap;
};

/* An array of lengths in points; what lies beyond every page is clamped. At most max of them are read, in a. NULL and 0 where o is
   no array or holds something else. */
const sp *object_lengths(struct arena *a, qpdf_data q, qpdf_oh o, int max, int *n);

/* The key's value is this name ("/Note"). */
bool object_is(qpdf_data q, qpdf_oh dict, const char *key, const char *name);

/* The key's text string as clean UTF-8, in a; "" where there is none. */
const char *object_text(struct arena *a, qpdf_data q, qpdf_oh dict, const char *key);

/* Text of any of PDF's encodings as clean UTF-8: no control characters but '\n',
   no white space at the ends, at most TEXT_MAX bytes. */
#define TEXT_MAX 8000
const char *text_clean(struct arena *a, const char *s, size_t n);

/* Read the annotation into *c, but for its page; false where it is no mark of a
   person. quads_left is counted down. */
bool annotation_read(struct arena *a, qpdf_data q, qpdf_oh o, struct comment *c, int *quads_left);

/* Hang replies on what they answer, make one of a caret and its strike-out. */
void threads_join(struct arena *a, struct comment_list *list);

#endif
