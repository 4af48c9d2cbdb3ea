#ifndef PROOF_SCAN_IMP_H
#define PROOF_SCAN_IMP_H

/* scan: what rules ask of the characters of a passage. i may be anything from
   -1 to n + 2: there is 0 outside. */

#include "proof/proof-imp.h"

/* c is one of these. */
bool scan_in(uint32_t c, const uint32_t *set);

bool scan_han(uint32_t c);   /* ideograph, 〇 */
bool scan_digit(uint32_t c); /* 0 to 9 */
bool scan_latin(uint32_t c); /* letter of a Western script */
bool scan_space(uint32_t c);
bool scan_mark(uint32_t c); /* ，。 and the like, brackets, … */

/* These characters begin at i. */
bool scan_is(const struct passage *t, int i, const char *s);

/* One of the words of list, divided by blanks, begins at i: its length in
   characters, else 0; the longest, where several do. */
int scan_word(const struct passage *t, int i, const char *list);

/* The same for words that end before i. */
int scan_word_before(const struct passage *t, int i, const char *list);

/* Where s begins in [i, end), or -1. */
int scan_find(const struct passage *t, int i, int end, const char *s);

/* End of the clause, or the sentence, that i is in: where its mark stands, or n. */
int scan_clause_end(const struct passage *t, int i);
int scan_sentence_end(const struct passage *t, int i);

/* Where the sentence that i is in begins. */
int scan_sentence(const struct passage *t, int i);

/* The bracket or quotation mark that closes the one at i, or -1. */
int scan_closing(const struct passage *t, int i);

/* A paragraph, item, cell, title: text that is read as a sentence or part of
   one, unlike code and labels. */
bool scan_is_prose(const struct passage *t);

/* c as a string in a. */
const char *scan_shown(struct arena *a, uint32_t c);

/* A number as written: 1,234.5 or 十二. */
struct number {
	int at, end;   /* characters */
	int64_t value; /* times 10 to the power of decimals */
	int decimals;
	bool arabic;
};

/* The number that begins at i; false where none does, or one too large. */
bool scan_number(const struct passage *t, int i, struct number *out);

/* The number that ends before i. */
bool scan_number_before(const struct passage *t, int i, struct number *out);

#endif
