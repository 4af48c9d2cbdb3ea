#ifndef COMMENTS_WISH_IMP_H
#define COMMENTS_WISH_IMP_H

/* wish: what a mark asks for, from its kind and its words. */

#include "comments/comments.h"

enum wish_kind {
	WISH_NOTHING, /* only says something */
	WISH_REPLACE, /* what it covers by text, which may be "" */
	WISH_INSERT,  /* text */
	WISH_UNCLEAR, /* a change, but a person must read which */
};

struct wish {
	enum wish_kind kind;
	const char *text; /* what should stand there */
	const char *why;  /* unclear: N_() text */
};

/* covered is what c covers. The wish lives in a. */
struct wish wish_of(struct arena *a, const struct comment *c, const char *covered);

#endif
