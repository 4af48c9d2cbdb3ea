#ifndef PROOF_FINDING_H
#define PROOF_FINDING_H

/* finding: one thing in an issue that a proofreader would mark, with its place
   in the manuscript and, where it is plain, what should stand there. Rules
   find; settings, silences and order are proof.c's; printing is the command's. */

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/vec.h"
#include "model/text.h"

/* What may be found. A name with more than one sentence has a row for each,
   one below the other, of one level. Rows are static data beside the functions
   that use them. */
struct rule {
	const char *name;      /* "mark-unpaired": as the author switches and silences it */
	const char *clause;    /* "GB/T 15834 4.9"; NULL: the house's own */
	enum diag_level level; /* unless check.yaml says otherwise */
	const char *text;      /* N_(): what is wrong, then what to do; %1, %2, … */
};

struct finding {
	const struct rule *rule;
	enum diag_level level; /* as switched */

	/* The place. Characters are code points; those of a text that spans
	   several ranges (a ** between) are counted in the text, not the file. */
	struct span from;
	int length;              /* characters; 0: the place before from */
	const struct text *text; /* what from lies in; NULL: no text of the issue */
	uint32_t at, end;        /* bytes of text */
	const char *excerpt;     /* those bytes; "" where there is no text */
	const char *const *args; /* for %1, %2, … */
	int nargs;

	/* Set by the rule afterwards, where it knows. */
	const char *fix;  /* what should stand there instead; NULL: the author must say */
	bool certain;     /* --fix may write fix: never where words are touched */
	struct span also; /* the other place of a pair; line 0: none */
};

struct findings {
	struct finding *at;
	int n, cap;
};

/* The sentence with its arguments, in the user's language; lives in a. */
const char *finding_text(struct arena *a, const struct finding *f);

#endif
