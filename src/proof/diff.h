#ifndef PROOF_DIFF_H
#define PROOF_DIFF_H

/* diff: two states of an issue → what a proofreader would mark to make the new
   one from the old one. Text that only stands on another line or page is no
   change; numbers and Western words change as wholes. */

#include <stdbool.h>
#include <stdint.h>

#include "model/state.h"

/* After GB/T 14706, as far as its marks fit a finished change. */
enum change_kind {
	CHANGE_REPLACE,       /* 改正 */
	CHANGE_DELETE,        /* 删除 */
	CHANGE_INSERT,        /* 增补 */
	CHANGE_TRANSPOSE,     /* 对调: old and new are the same neighbours in other order */
	CHANGE_MOVE,          /* 转移: a paragraph stands elsewhere */
	CHANGE_SPLIT,         /* 另起段: new begins a paragraph or a title's line */
	CHANGE_JOIN,          /* 接排: new is where two now meet */
	CHANGE_SPACE_ADD,     /* 加大空距 */
	CHANGE_SPACE_DROP,    /* 减小空距 */
	CHANGE_STYLE,         /* 说明: bold, 楷体, code or a link, on the same text */
	CHANGE_FORM,          /* 说明: another kind of paragraph, or another level */
	CHANGE_PICTURE,       /* 说明: another picture */
	CHANGE_ARTICLE_ADDED, /* 说明, as are the next two: all of it but what was moved */
	CHANGE_ARTICLE_GONE,
	CHANGE_ARTICLE_MOVED, /* stands elsewhere in the order */
	CHANGE_KINDS
};

/* Bytes [at, at + n) of a portion's text; n 0: the place before at. portion may
   be one behind the last: there, or for an article as a whole, nothing but the
   place counts. writing -1: none. */
struct place {
	int writing, portion;
	uint32_t at, n;
};

struct change {
	enum change_kind kind;
	bool whole; /* delete, insert: a whole paragraph */
	struct place old, new;
};

/* Paragraphs that stand for each other: one for one, one for several, several
   for one. */
struct pairing {
	int old_writing, old_first, nold;
	int new_writing, new_first, nnew;
	bool moved;
};

struct diff {
	const struct state *old, *new;
	const struct change *changes; /* in the order of new; of articles that are gone, last */
	int nchanges;
	const struct pairing *pairings; /* in the order of new; whoever is in none is marked whole,
	                                  or its article is */
	int npairings;
};

struct arena;

/* Lives in a and lends both states. Time is bounded whatever they hold: of texts
   that have nearly nothing in common, more is marked than had to be. */
struct diff *diff_states(struct arena *a, const struct state *old, const struct state *new);

/* The name of GB/T 14706, translated: "改正". */
const char *change_name(enum change_kind kind);

/* Text of a place, in a; "" where it has none. */
const char *place_text(struct arena *a, const struct state *s, struct place p);

/* Where it lies in the manuscript. */
struct span place_span(const struct state *s, struct place p);

#endif
