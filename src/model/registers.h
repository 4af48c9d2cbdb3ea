#ifndef MODEL_REGISTERS_H
#define MODEL_REGISTERS_H

/* registers: the names that a bulletin knows, as the files of issues/registers
   give them. A text's span is its place in the register. */

#include "model/issue.h"
#include "model/text.h"

/* Both days included; year 0: no end on that side. */
struct period {
	struct date from, to;
};

/* One post that a person holds or held. Who has several has an entry for each. */
struct register_person {
	struct text name;
	struct text unit, title; /* may be absent */
	struct period period;
	const struct text *spellings; /* other ways to write the name, all right */
	int nspellings;
};

struct register_organisation {
	struct text name;
	const struct text *shorts; /* short names, all right */
	int nshorts;
	struct period period;
	struct text successor; /* its name from the day after; may be absent */
};

struct register_term {
	struct text term;
	const struct text *wrong; /* what is written for it by mistake */
	int nwrong;
};

/* Whoever sends in articles. */
struct register_contributor {
	struct text name;
	struct text unit; /* may be absent */
};

/* In the files' order. Checked: no name is longer than REGISTER_NAME_MAX
   characters, the periods of one post or one organisation do not overlap, and
   no chain of successors comes back to where it began. */
struct registers {
	struct register_person *people;
	int npeople;
	struct register_organisation *organisations;
	int norganisations;
	struct register_term *terms;
	int nterms;
	struct register_contributor *contributors;
	int ncontributors;
};

#define REGISTER_NAME_MAX 60
#define REGISTER_MAX      10000 /* entries of one register */

enum register_kind {
	REGISTER_PEOPLE,
	REGISTER_ORGANISATIONS,
	REGISTER_TERMS,
	REGISTER_CONTRIBUTORS,
	REGISTER_KINDS
};

/* A name that was seen in an issue and stands in no register. */
struct seen_name {
	enum register_kind kind; /* organisations or contributors */
	const char *name;
	const char *unit; /* "": not seen */
	int count;
	struct span first;
};

/* Earlier, equal or later: negative, 0 or positive. */
int date_compare(struct date a, struct date b);

bool period_holds(struct period p, struct date d);
bool periods_overlap(struct period a, struct period b);

#endif
