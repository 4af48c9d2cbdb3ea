#include "base/arena.h"
#include "shape/shape-imp.h"

#include <string.h>

/* Open addressing; at most half full. */
struct traits {
	uint32_t mask;
	struct {
		uint32_t c;
		unsigned traits;
	} slots[];
};

static uint32_t slot_of(const struct traits *t, uint32_t c)
{
	uint32_t i = c * 2654435761u >> 16 & t->mask;

	while (t->slots[i].c && t->slots[i].c != c) {
		i = (i + 1) & t->mask;
	}
	return i;
}

static void add_set(struct traits *t, const char *set, unsigned trait)
{
	for (size_t at = 0, n = strlen(set); at < n;) {
		uint32_t c = char_next(set, n, &at);
		uint32_t i = slot_of(t, c);
		t->slots[i].c = c;
		t->slots[i].traits |= trait;
	}
}

struct traits *traits_new(struct arena *a, const struct break_policy *p)
{
	const struct {
		const char *set;
		unsigned trait;
	} sets[] = {
		{ p->no_line_start, TRAIT_NO_START },
		{ p->no_line_end, TRAIT_NO_END },
		{ p->marks_open, TRAIT_OPEN },
		{ p->marks_close, TRAIT_CLOSE },
		{ p->marks_wide, TRAIT_WIDE },
		{ p->marks_half, TRAIT_HALF },
		{ p->keep_pairs, TRAIT_PAIR },
	};
	const size_t nsets = sizeof sets / sizeof *sets;
	size_t bytes = 0, size = 64;
	struct traits *t;

	for (size_t i = 0; i < nsets; i++) {
		bytes += strlen(sets[i].set);
	}
	while (size < bytes * 2) {
		size *= 2;
	}
	t = arena_alloc(a, 1, sizeof *t + size * sizeof t->slots[0]);
	t->mask = (uint32_t)size - 1;
	for (size_t i = 0; i < nsets; i++) {
		add_set(t, sets[i].set, sets[i].trait);
	}
	return t;
}

unsigned traits_find(const struct traits *t, uint32_t c)
{
	return t->slots[slot_of(t, c)].traits;
}
