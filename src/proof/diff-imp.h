#ifndef PROOF_DIFF_IMP_H
#define PROOF_DIFF_IMP_H

/* What the files of diff share: portions are paired whole (pair.c), then the
   text of each pair is compared by tokens (compare.c). */

#include "base/vec.h"
#include "proof/diff.h"

#define TOKEN_BREAK 0x110000u /* between two paragraphs that are compared as one text */

/* What is never marked in part: a character with its accents, a Western word, a
   number. */
struct token {
	uint32_t id; /* equal for equal text: the character, or a number above all of them */
	uint32_t at, n;
	int portion;
};

struct tokens {
	struct token *at;
	int n, cap;
};

/* Words seen, so that equal ones get equal numbers. */
struct words;
struct words *words_new(struct arena *a);

void tokens_add(struct arena *a, struct tokens *to, struct words *w, const struct text *t,
		int portion);

/* What a text is made of, without order: sorted numbers of its tokens and of
   neighbours among them. */
struct profile {
	uint32_t *at;
	int n;
};

struct profile profile_of(struct arena *a, const struct token *t, int n);
int profile_common(struct profile x, struct profile y);

/* Same text in the same kind of paragraph. */
uint32_t portion_id(struct words *w, const struct portion *p);

struct pairings {
	struct pairing *at;
	int n, cap;
};

struct diffing {
	struct arena *a, *scratch;
	struct words *words;
	const struct state *old, *new;
	int64_t budget; /* steps that comparing may still take */
	struct pairings pairings;
	struct {
		struct change *at;
		int n, cap;
	} changes;
};

/* Find who stands for whom; the old partner of each new writing, or -1. */
const int *pair_states(struct diffing *d);

/* Sort the pairings by the order of new, and find who of them was moved. */
void order_pairings(struct diffing *d, const int *partner);

/* For each new writing: it keeps its place among the others. */
const bool *order_articles(struct diffing *d, const int *partner);

/* Add the changes within a pairing. */
void compare_pairing(struct diffing *d, const struct pairing *p);

struct change *change_add(struct diffing *d, enum change_kind kind, struct place old,
		struct place new);

#endif
