#ifndef PROOF_PEOPLE_IMP_H
#define PROOF_PEOPLE_IMP_H

/* people: who the registers know, ready to be looked for. */

#include "base/vec.h"
#include "model/registers.h"
#include "proof/names-imp.h"

/* Who somebody is: a post of a person, or a contributor. */
struct known {
	struct chars name;
	const char *s;
	const char *unit;  /* "": not said */
	const char *title; /* "": not said, or a contributor */
	const struct register_person *person;
	const struct register_organisation *organisation; /* of that unit; may be NULL */
};

struct people {
	struct proofing *p;
	struct arena *a;       /* for one run */
	struct arena *scratch; /* for one name */
	const struct registers *all;
	VEC(struct known) known;
	struct lexicon *names;  /* → known; other spellings too */
	struct lexicon *givens; /* names without their surname → known */
	struct lexicon *wild;   /* names with one character WILD, or two swapped → known */
	struct lexicon *posts;  /* titles, parted; no numbers */
	struct lexicon *units;  /* names of organisations, short ones too → register */
	const char *article;    /* the title of the one at hand */
};

/* How sure we must be that a name that is nearly another one's is his. */
struct evidence {
	const char *unit;   /* text in which his unit may be named */
	struct chars title; /* beside the name; n 0: none */
	bool listed;        /* it is a name: in a byline or a list */
};

/* Take in the registers, which may be NULL; end with people_done. */
void people_init(struct people *w, struct proofing *p, const struct registers *all);
void people_done(struct people *w);

/* The unit of k, or one of its other names, stands in s. */
bool known_mentioned(const char *s, const struct known *k);

/* One of the titles is this one. */
bool people_has_title(struct people *w, const char *titles, struct chars title);

/* Whom a name that is in no register must mean, or NULL. */
const struct known *people_find_near(struct people *w, struct chars name, const struct evidence *e);

#endif
