#ifndef MODEL_STATE_H
#define MODEL_STATE_H

/* state: what an issue says at one moment, as proofreaders see it: articles as
   lists of portions of flattened text. Lines, pages and the layout are no part
   of it. A proof round keeps one; two can be compared. */

#include <stdbool.h>

#include "model/issue.h"

/* In the order of the words in a kept state. */
enum portion_kind {
	PORTION_TITLE,  /* printed lines divided by '\n' */
	PORTION_TOC,    /* short title of the contents list */
	PORTION_AUTHOR, /* line below the title */
	PORTION_PARA,
	PORTION_SUBHEAD,
	PORTION_ITEM,
	PORTION_CODE,
	PORTION_ROW,     /* of a table: cells divided by '\t' */
	PORTION_CAPTION, /* a picture, whose text may be absent */
	PORTION_BYLINE,
	PORTION_RULE,     /* no text */
	PORTION_IMPRINT,  /* title, publisher, number and date of the issue */
	PORTION_SECTION,  /* title of a section */
	PORTION_COLOPHON, /* printed line of the colophon */
	PORTION_NOTE,     /* text of a note */
};

struct portion {
	enum portion_kind kind;
	int level;           /* of a subhead, of an item */
	int quoted;          /* depth of block quotations around it */
	bool mark;           /* row: of the head; item: numbered; byline: run in */
	const char *picture; /* caption: digest of the picture, where it was read; else NULL */
	struct text text;    /* its spans lead into the manuscript */
	struct span span;    /* where it begins */
};

struct writing {
	const char *name; /* file within the issue's folder; "": what issue.yaml prints */
	const char *hash; /* of the content; "" for issue.yaml's */
	const struct portion *portions;
	int nportions;
};

/* A printed line: what tells it from others, and its page from 0. */
struct print {
	uint64_t line;
	int page;
};

struct prints {
	const struct print *at;
	int n;
};

struct state {
	const struct writing *writings; /* in printed order, issue.yaml's last */
	int nwritings;
	struct prints prints; /* how it was printed; none where that is not known */
};

/* What the issue says now; lives in a and lends the issue's texts. */
struct arena;
struct state *state_of_issue(struct arena *a, const struct issue *issue);

#endif
