#include "line/line-imp.h"

/* Where a line ends: greedy, without looking ahead. */

/* May cell i end the line that begins at from? The first character of a unit may
   ask for little squeezing, however many marks the line has; one that must stay
   with its predecessor for all. */
static bool fits(const struct breaking *b, int from, int i)
{
	const struct cell *c = &b->par->cells[i];
	struct fit f = line_fit(b, from, i + 1, false);
	struct give give;

	if (f.lack >= 0) {
		return true;
	}
	line_squeezes(b, &f, &give);
	return -f.lack <= give.step[0] &&
			(!c->breakable || b->box->tight || -f.lack - c->tail <= b->squeeze);
}

static struct extent extent_of(const struct breaking *b, int from, int next, bool last)
{
	int to = b->sums.ends[next];

	return (struct extent){ from, to > from ? to : from, next, last, false };
}

static struct extent find_line(const struct breaking *b, int from)
{
	const struct par *par = b->par;
	struct extent e;
	int permitted = -1; /* last place where the line may end */

	for (int i = from; i < par->ncells; i++) {
		const struct cell *c = &par->cells[i];
		if (c->newline) {
			return extent_of(b, from, i + 1, true);
		}
		if (c->breakable && i > from) {
			permitted = i;
		}
		if (c->space || fits(b, from, i)) {
			continue;
		}
		if (permitted >= 0) {
			return extent_of(b, from, permitted, false);
		}
		e = extent_of(b, from, i > from ? i : from + 1, from + 1 == par->ncells);
		e.cut = i > from;
		return e;
	}
	return extent_of(b, from, par->ncells, true);
}

void line_greedy(struct breaking *b, struct extents *out)
{
	for (int from = 0; from < b->par->ncells; from = out->at[out->n - 1].next) {
		struct extent e = find_line(b, from);
		*vec_push(b->scratch, out) = e;
	}
}
