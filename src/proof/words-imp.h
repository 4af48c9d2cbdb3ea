#ifndef PROOF_WORDS_IMP_H
#define PROOF_WORDS_IMP_H

/* words: what the files of this group share. The data are tables of rows: words
   divided by single blanks. */

#include "base/vec.h"
#include "proof/lexicon-imp.h"
#include "proof/scan-imp.h"
#include "text/word.h"

enum word_rule {
	WORD_WRONG,
	WORD_DOUBTFUL,
	WORD_TERM,
	WORD_TWICE,
	WORD_DE,
	WORD_DI,
	WORD_FRAME,
	WORD_MATCH,
	WORD_NO,
	WORD_LOST,
	WORD_LOST_DE,
	WORD_PLACE,
	WORD_PLACE_SHORT,
	WORD_FORM,
	WORD_RARE,
	WORD_DEGREE,
};

extern const struct rule word_rules[];

/* A phrase that is looked for. */
enum phrase_kind {
	PHRASE_WRONG,
	PHRASE_DOUBTFUL,
	PHRASE_PLACE,
	PHRASE_TERM_HEAD, /* first half of a set term */
	PHRASE_TERM_TAIL,
};

struct phrase {
	enum phrase_kind kind;
	const char *row;   /* of the table */
	struct chars term; /* of the PHRASE_TERM_… kinds, the whole */
};

struct phrase_table {
	const char *const *rows;
	int n;
};

/* "wrong right [context …]": the phrase, what should stand there, and longer
   strings that hold it and are right, in which ~ is the phrase. */
extern const struct phrase_table words_idioms, words_pairs, words_official, words_doubtful;

/* "term [variant …]": what must stand whole, and what only looks like a slip of
   it; ? is any character. */
extern const struct phrase_table words_terms;

/* "县 市": a county that is none any more, and what it is now. */
extern const struct phrase_table words_places;

/* The state of one run over one issue. */
struct wording {
	struct proofing *p;
	struct lexicon *lexicon; /* values are indices of phrases */
	VEC(struct phrase) phrases;
	struct keys *seen; /* characters that were reported already */

	const struct passage *t;
	int done;                   /* characters of t before this are in a finding of a phrase */
	struct word_breaks *breaks; /* NULL: ICU has no dictionary */
	bool broken;                /* breaks looks at t */
};

/* A word may begin or end before character i of the passage. */
bool wording_breaks_at(struct wording *w, int i);

/* The word ending before, or beginning at, character i, in characters. */
int wording_before(struct wording *w, int i);
int wording_behind(struct wording *w, int i);

/* The words of a row, divided by blanks: *row moves behind the word. n 0: no more. */
struct chars words_next(struct arena *a, const char **row);

/* The characters as UTF-8; in a. */
char *words_string(struct arena *a, struct chars word);

void words_add_terms(struct wording *w, struct arena *a);
void words_term(struct wording *w, const struct phrase *f, int i, int n);

/* Rules that look at each character of a passage. */
void words_twice(struct wording *w, int i);
void words_de(struct wording *w, int i);
void words_frames(struct wording *w, int i);
void words_lost(struct wording *w, int i);
void words_hanzi(struct wording *w, int i);

#endif
