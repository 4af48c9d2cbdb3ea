#include "base/arena.h"
#include "line/line-imp.h"

/* Where a line ends: greedy, without looking ahead. */

struct tally {
	int64_t wid;    /* natural width so far */
	int64_t shrink; /* squeezing that its marks offer */
};

static bool fits(const struct tally *t, const struct cell *c, sp avail, sp limit)
{
	int64_t over = t->wid - avail;

	/* The first character of a unit may ask for little squeezing, however many
	   marks the line has; one that must stay with its predecessor for all. */
	return over <= 0 || (over <= t->shrink && (!c->breakable || over - c->tail <= limit));
}

/* The line begins inside a word that the line before was cut in. */
static bool goes_on(const struct par *par, int from)
{
	return from > 0 && !par->cells[from].breakable && !par->cells[from - 1].newline;
}

/* A word longer than a line: cut it here, and say so where it begins. */
static int cut_word(const struct breaking *b, int from, int at, struct span span)
{
	const struct par *par = b->par;
	uint32_t start = par->cells[from].at, end = par->cells[at].at;
	struct arena *a;

	if (at == from) {
		return from + 1;
	}
	if (!goes_on(par, from)) {
		a = arena_new();
		diag_add(b->d, DIAG_WORD_TOO_LONG, span,
				arena_copy(a, par->text->s + start, end - start));
		arena_free(a);
	}
	return at;
}

static struct extent extent_of(const struct par *par, int from, struct span span, int next,
		bool last)
{
	int to = next;

	while (to > from && (par->cells[to - 1].space || par->cells[to - 1].newline)) {
		to--;
	}
	return (struct extent){ from, to, span, next, last };
}

struct extent line_extent(const struct breaking *b, int from, struct span span, sp avail)
{
	const struct par *par = b->par;
	struct tally t = { 0 };
	int permitted = -1; /* last place where the line may end */

	for (int i = from; i < par->ncells; i++) {
		const struct cell *c = &par->cells[i];
		if (c->newline) {
			return extent_of(par, from, span, i + 1, true);
		}
		if (c->breakable && i > from) {
			permitted = i;
		}
		t.wid += (i > from ? c->gap : 0) + c->wid;
		t.shrink += c->squeeze;
		if (c->space || fits(&t, c, avail, b->squeeze)) {
			continue;
		}
		if (permitted < 0) {
			permitted = cut_word(b, from, i, span);
		}
		return extent_of(par, from, span, permitted, false);
	}
	return extent_of(par, from, span, par->ncells, true);
}
