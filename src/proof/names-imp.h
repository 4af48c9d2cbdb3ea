#ifndef PROOF_NAMES_IMP_H
#define PROOF_NAMES_IMP_H

/* names: people's names as bylines and tables hold them, and names that are
   nearly the same. */

#include "proof/lexicon-imp.h"
#include "proof/proof-imp.h"

/* A piece of a byline: a person's name, or something else, such as a unit. */
struct byline_part {
	bool name;
	int at, n;          /* characters of the passage */
	struct chars chars; /* without the blanks that spread a name */
	const char *s;      /* the same */
	const char *unit;   /* of a name: the piece before it that is none; "" */
};

struct byline {
	struct byline_part *at;
	int n, cap;
};

/* Take a passage apart that holds names: an author, a byline, a cell. */
struct byline byline_split(struct arena *a, const struct passage *t);

/* c is all of Chinese characters. */
bool chars_are_han(struct chars x);

/* How one name is nearly another. */
enum nearness {
	NEAR_NOT,
	NEAR_OTHER,   /* of three characters or more, one of the given name differs */
	NEAR_ALIKE,   /* one differs, which looks or sounds like the right one */
	NEAR_SWAPPED, /* two neighbours have changed places */
};

enum nearness names_near(struct chars x, struct chars y);

/* Two characters that are often typed for each other: alike in look or sound. */
bool chars_alike(uint32_t a, uint32_t b);

/* Characters of the surname that a name of this kind begins with: 1 or 2. */
int surname_length(struct chars name);

#endif
