#include "proof/lexicon-imp.h"

#include <string.h>

#include "base/arena.h"
#include "text/char.h"

#define FACTOR 0x9e3779b97f4a7c15u

struct chars chars_of(struct arena *a, const char *s)
{
	size_t n = strlen(s);
	uint32_t *c = ARENA_ARRAY(a, uint32_t, n + 1);
	int k = 0;

	for (size_t at = 0; at < n;) {
		c[k++] = char_next(s, n, &at);
	}
	return (struct chars){ c, k };
}

bool chars_equal(struct chars x, struct chars y)
{
	return x.n == y.n && (!x.n || memcmp(x.c, y.c, (size_t)x.n * sizeof x.c[0]) == 0);
}

static uint64_t hash_on(uint64_t h, uint32_t c)
{
	h = (h ^ c) * FACTOR;
	return h ^ h >> 29;
}

static uint64_t chars_hash(struct chars x)
{
	uint64_t h = 1;

	for (int i = 0; i < x.n; i++) {
		h = hash_on(h, x.c[i]);
	}
	return h;
}

struct lexicon *lexicon_new(struct arena *a)
{
	struct lexicon *l = ARENA_NEW(a, struct lexicon);

	l->a = a;
	l->size = 64;
	l->slots = ARENA_ARRAY(a, struct word_entry *, l->size);
	return l;
}

/* Where the word is, or should be. */
static struct word_entry **slot_of(const struct lexicon *l, uint64_t hash, struct chars word)
{
	uint32_t i = (uint32_t)(hash >> 32) & (l->size - 1);

	while (l->slots[i] && !chars_equal(l->slots[i]->word, word)) {
		i = (i + 1) & (l->size - 1);
	}
	return &l->slots[i];
}

static void grow(struct lexicon *l)
{
	struct word_entry **from = l->slots;
	uint32_t size = l->size;

	l->size *= 2;
	l->slots = ARENA_ARRAY(l->a, struct word_entry *, l->size);
	for (uint32_t i = 0; i < size; i++) {
		if (from[i]) {
			*slot_of(l, chars_hash(from[i]->word), from[i]->word) = from[i];
		}
	}
}

/* Most characters begin no word; a few false hopes do no harm. */
static bool may_begin(const struct lexicon *l, uint32_t c)
{
	return l->firsts[(c >> 6) & 63] >> (c & 63) & 1;
}

void lexicon_add(struct lexicon *l, struct chars word, int value)
{
	struct word_entry *entry, **slot;

	if (word.n < 1 || word.n > LEXICON_WORD_MAX) {
		return;
	}
	if (l->used * 2 >= l->size) {
		grow(l);
	}
	slot = slot_of(l, chars_hash(word), word);
	l->used += !*slot;
	entry = ARENA_NEW(l->a, struct word_entry);
	*entry = (struct word_entry){ *slot, word, value };
	*slot = entry;
	l->firsts[(word.c[0] >> 6) & 63] |= (uint64_t)1 << (word.c[0] & 63);
	l->lengths[word.n] = true;
	l->longest = word.n > l->longest ? word.n : l->longest;
}

const struct word_entry *lexicon_find(const struct lexicon *l, struct chars word)
{
	if (word.n < 1 || word.n > l->longest || !l->lengths[word.n]) {
		return NULL;
	}
	return *slot_of(l, chars_hash(word), word);
}

const struct word_entry *lexicon_next(struct lexicon_walk *w)
{
	const struct lexicon *l = w->l;
	const struct word_entry *found = NULL;

	if (!w->n) {
		if (!w->text.n || !may_begin(l, w->text.c[0])) {
			return NULL;
		}
		w->hash = 1;
	}
	while (!found && w->n < w->text.n && w->n < l->longest) {
		w->hash = hash_on(w->hash, w->text.c[w->n++]);
		if (l->lengths[w->n]) {
			found = *slot_of(l, w->hash, (struct chars){ w->text.c, w->n });
		}
	}
	return found;
}

const struct word_entry *lexicon_longest(const struct lexicon *l, struct chars text)
{
	struct lexicon_walk w = { .l = l, .text = text };
	const struct word_entry *longest = NULL;

	for (const struct word_entry *e = lexicon_next(&w); e; e = lexicon_next(&w)) {
		longest = e;
	}
	return longest;
}

struct keys *keys_new(struct arena *a)
{
	struct keys *k = ARENA_NEW(a, struct keys);

	k->a = a;
	k->size = 1024;
	k->slots = ARENA_ARRAY(a, struct key_slot, k->size);
	return k;
}

static struct key_slot *key_slot_of(const struct keys *k, uint64_t key)
{
	uint32_t i = (uint32_t)((key * FACTOR) >> 32) & (k->size - 1);

	while (k->slots[i].used && k->slots[i].key != key) {
		i = (i + 1) & (k->size - 1);
	}
	return &k->slots[i];
}

static void grow_keys(struct keys *k)
{
	struct key_slot *from = k->slots;
	uint32_t size = k->size;

	k->size *= 2;
	k->slots = ARENA_ARRAY(k->a, struct key_slot, k->size);
	for (uint32_t i = 0; i < size; i++) {
		if (from[i].used) {
			*key_slot_of(k, from[i].key) = from[i];
		}
	}
}

int keys_put(struct keys *k, uint64_t key, int value)
{
	struct key_slot *slot;

	if (k->used * 2 >= k->size) {
		grow_keys(k);
	}
	slot = key_slot_of(k, key);
	if (!slot->used) {
		*slot = (struct key_slot){ key, value, true };
		k->used++;
	}
	return slot->value;
}

int keys_find(const struct keys *k, uint64_t key)
{
	const struct key_slot *slot = key_slot_of(k, key);

	return slot->used ? slot->value : -1;
}
