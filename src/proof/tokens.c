/* tokens: text as the units that changes are made of. */

#include <stdlib.h>
#include <string.h>

#include "proof/diff-imp.h"
#include "text/char.h"

#define WORD_FIRST   0x110001u /* ids below are characters and TOKEN_BREAK */
#define PROFILE_PART 4096      /* tokens at either end of a text that its profile counts */

struct word {
	const char *s;
	uint32_t n, salt;
	uint32_t id; /* 0: free */
};

struct words {
	struct arena *a;
	struct word *table; /* open addressing; size a power of 2 */
	uint32_t size, used;
};

struct words *words_new(struct arena *a)
{
	struct words *w = ARENA_NEW(a, struct words);

	w->a = a;
	w->size = 1024;
	w->table = ARENA_ARRAY(a, struct word, w->size);
	return w;
}

static uint32_t hash_of(uint32_t salt, const char *s, uint32_t n)
{
	uint64_t h = 0xcbf29ce484222325u ^ salt; /* FNV-1a */

	for (uint32_t i = 0; i < n; i++) {
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	}
	return (uint32_t)(h ^ h >> 32);
}

static struct word *slot_of(const struct words *w, uint32_t salt, const char *s, uint32_t n)
{
	uint32_t i = hash_of(salt, s, n) & (w->size - 1);

	for (;; i = (i + 1) & (w->size - 1)) {
		struct word *word = &w->table[i];
		if (!word->id ||
				(word->salt == salt && word->n == n &&
						(!n || memcmp(word->s, s, n) == 0))) {
			return word;
		}
	}
}

static void words_grow(struct words *w)
{
	const struct word *from = w->table;
	uint32_t size = w->size;

	w->size *= 2;
	w->table = ARENA_ARRAY(w->a, struct word, w->size);
	for (uint32_t i = 0; i < size; i++) {
		if (from[i].id) {
			*slot_of(w, from[i].salt, from[i].s, from[i].n) = from[i];
		}
	}
}

/* The number of bytes s[0, n), of kind salt. */
static uint32_t word_id(struct words *w, uint32_t salt, const char *s, uint32_t n)
{
	struct word *word = slot_of(w, salt, s, n);

	if (!word->id) {
		*word = (struct word){ s, n, salt, WORD_FIRST + w->used++ };
		if (w->used * 2 > w->size) {
			uint32_t id = word->id;
			words_grow(w);
			return id;
		}
	}
	return word->id;
}

static bool is_alnum(uint32_t c)
{
	enum char_class k = char_class(c);

	return k == CHAR_LETTER || k == CHAR_DIGIT;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A point or comma between digits belongs to their number. */
static bool is_inside_number(const char *s, uint32_t n, size_t at)
{
	return (s[at] == '.' || s[at] == ',') && at > 0 && is_digit(s[at - 1]) && at + 1 < n &&
			is_digit(s[at + 1]);
}

/* End of the token at byte at; *c its first character, *word whether it is more
   than one character. */
static uint32_t token_end(const char *s, uint32_t n, size_t at, uint32_t *c, bool *word)
{
	bool alnum;
	size_t next = at;

	*c = char_next(s, n, &next);
	*word = false;
	alnum = is_alnum(*c);
	while (next < n) {
		size_t end = next;
		uint32_t further = char_next(s, n, &end);
		bool joins = further >= 0x300 && char_is_mark(further);
		joins |= alnum && (is_alnum(further) || is_inside_number(s, n, next));
		if (!joins) {
			break;
		}
		*word = true;
		next = end;
	}
	return (uint32_t)next;
}

static void add_tokens(struct arena *a, struct tokens *to, struct words *w, const struct text *t,
		uint32_t at, uint32_t n, int portion)
{
	while (at < n) {
		uint32_t c;
		bool word;
		uint32_t end = token_end(t->s, n, at, &c, &word);
		*vec_push(a, to) = (struct token){
			.id = word ? word_id(w, 0, t->s + at, end - at) : c,
			.at = at,
			.n = end - at,
			.portion = portion,
		};
		at = end;
	}
}

void tokens_add(struct arena *a, struct tokens *to, struct words *w, const struct text *t,
		int portion)
{
	static const char mark[] = "[^]";
	uint32_t at = 0;

	for (int i = 0; i < t->nranges; i++) {
		const struct range *r = &t->ranges[i];
		uint32_t end = i + 1 < t->nranges ? r[1].at : t->n;

		if (r->style & TEXT_NOTE) {
			/* its number follows from the order and is no text */
			add_tokens(a, to, w, t, at, r->at, portion);
			*vec_push(a, to) = (struct token){ word_id(w, TEXT_NOTE, mark, 3), r->at,
				end - r->at, portion };
			at = end;
		}
	}
	add_tokens(a, to, w, t, at, t->n, portion);
}

uint32_t portion_id(struct words *w, const struct portion *p)
{
	/* a paragraph that became an item or a subhead is still the same; a row or a
	   title with the same words is another thing */
	bool body = p->kind == PORTION_PARA || p->kind == PORTION_ITEM ||
			p->kind == PORTION_SUBHEAD || p->kind == PORTION_CODE ||
			p->kind == PORTION_BYLINE;
	uint32_t salt = 1 + (uint32_t)(body ? PORTION_PARA : p->kind);

	if (!p->text.n && p->picture) {
		return word_id(w, salt + 100, p->picture, (uint32_t)strlen(p->picture));
	}
	return word_id(w, salt, p->text.s, p->text.n);
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void profile_add(struct profile *to, const struct token *t, int n)
{
	for (int i = 0; i < n; i++) {
		to->at[to->n++] = t[i].id * 2654435761u;
		if (i + 1 < n) {
			to->at[to->n++] = (t[i].id * 2246822519u) ^ (t[i + 1].id * 3266489917u);
		}
	}
}

struct profile profile_of(struct arena *a, const struct token *t, int n)
{
	bool all = n <= 2 * PROFILE_PART;
	struct profile p = { ARENA_ARRAY(a, uint32_t, all ? 2 * n : 4 * PROFILE_PART), 0 };

	if (all) {
		profile_add(&p, t, n);
	} else {
		profile_add(&p, t, PROFILE_PART);
		profile_add(&p, t + n - PROFILE_PART, PROFILE_PART);
	}
	if (p.n) {
		qsort(p.at, (size_t)p.n, sizeof p.at[0], compare_numbers);
	}
	return p;
}

int profile_common(struct profile x, struct profile y)
{
	int common = 0;

	for (int i = 0, k = 0; i < x.n && k < y.n;) {
		common += x.at[i] == y.at[k];
		if (x.at[i] < y.at[k]) {
			i++;
		} else if (x.at[i] > y.at[k]) {
			k++;
		} else {
			i++;
			k++;
		}
	}
	return common;
}
