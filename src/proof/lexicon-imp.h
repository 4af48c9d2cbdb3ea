#ifndef PROOF_LEXICON_IMP_H
#define PROOF_LEXICON_IMP_H

/* lexicon: many words, each with a number, looked for in a text at once. Words
   are strings of characters; a lookup takes time in the length of the longest
   word, however many there are. */

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define LEXICON_WORD_MAX 64 /* characters; longer words are not put in */

struct chars {
	const uint32_t *c;
	int n;
};

/* The characters of UTF-8 text; in a. */
struct chars chars_of(struct arena *a, const char *s);
bool chars_equal(struct chars x, struct chars y);

/* A word of the lexicon. next: the same word once more, with another number. */
struct word_entry {
	const struct word_entry *next;
	struct chars word;
	int value;
};

struct lexicon {
	struct arena *a;
	struct word_entry **slots; /* open addressing; size a power of 2 */
	uint32_t size, used;
	uint64_t firsts[64];                /* bits of the hashes of first characters */
	bool lengths[LEXICON_WORD_MAX + 1]; /* that there are words of */
	int longest;
};

struct lexicon *lexicon_new(struct arena *a);

/* Put in a word, lent, of 1 to LEXICON_WORD_MAX characters; others are left out. */
void lexicon_add(struct lexicon *l, struct chars word, int value);

/* The word itself, or NULL; several of one spelling follow each other, the one
   put in last first. */
const struct word_entry *lexicon_find(const struct lexicon *l, struct chars word);

/* The longest word that text begins with, or NULL. */
const struct word_entry *lexicon_longest(const struct lexicon *l, struct chars text);

/* All words that text begins with, shorter ones first: start from { .l, .text },
   NULL ends them. */
struct lexicon_walk {
	const struct lexicon *l;
	struct chars text;
	uint64_t hash;
	int n; /* characters of text hashed so far */
};
const struct word_entry *lexicon_next(struct lexicon_walk *w);

/* A number for each of many 64-bit keys; those of text are its hash. */
struct keys {
	struct arena *a;
	struct key_slot {
		uint64_t key;
		int value;
		bool used;
	} * slots;
	uint32_t size, used;
};

struct keys *keys_new(struct arena *a);

/* The number of key; where it is new, value, which it then has. */
int keys_put(struct keys *k, uint64_t key, int value);

/* The same; -1 where it is not there. */
int keys_find(const struct keys *k, uint64_t key);

#endif
