#ifndef PROOF_SHEETS_H
#define PROOF_SHEETS_H

/* sheets: the proof that people read and mark, as a book of its own. Each page of
   the issue stands reduced on a sheet, line for line as it will print, with its
   lines numbered and what was found beside it; lists of all that was found
   follow. Sheet i shows page i. */

#include "page/page.h"
#include "proof/diff.h"
#include "proof/finding.h"

#define PROOF_ROUNDS 3

/* What a proof is made of. */
struct proof_order {
	const struct issue *issue;
	const struct book *book; /* the issue's pages */
	const struct findings *findings;
	int round;                /* 1 to PROOF_ROUNDS */
	const struct diff *since; /* what has changed; NULL: nothing to compare with */
	const char *recheck;      /* the pages to read again, as words; NULL as since */
};

/* The book lives in t->a, and lends what o points at. Programs know it by its
   keywords: "banxin-proof:TOTAL:ROUND:HASH", with issue_hash's. */
struct book *proof_sheets(const struct typesetter *t, const struct proof_order *o);

#endif
