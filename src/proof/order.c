/* order: which of those that were paired stayed in their place, and which were
   moved: as little text as can be. */

#include <stdlib.h>

#include "proof/diff-imp.h"

/* Best ways to the places up to one of them (Fenwick's tree of maxima). */
struct ways {
	int64_t *weight;
	int *last; /* whose way it is */
	int n;
};

static void ways_add(struct ways *w, int at, int64_t weight, int last)
{
	for (at++; at <= w->n; at += at & -at) {
		if (weight > w->weight[at]) {
			w->weight[at] = weight;
			w->last[at] = last;
		}
	}
}

/* The best way to a place before at; -1: none. */
static int ways_before(const struct ways *w, int at, int64_t *weight)
{
	int last = -1;

	*weight = 0;
	for (; at > 0; at -= at & -at) {
		if (w->weight[at] > *weight) {
			*weight = w->weight[at];
			last = w->last[at];
		}
	}
	return last;
}

/* The heaviest of the rising sequences in at[0, n), numbers below limit, each
   at most once; at -1 takes no part. Sets kept. */
static void keep_heaviest(struct arena *a, const int *at, const int64_t *weight, int n, int limit,
		bool *kept)
{
	struct ways w = { ARENA_ARRAY(a, int64_t, limit + 1), ARENA_ARRAY(a, int, limit + 1),
		limit };
	int *before = ARENA_ARRAY(a, int, n), last;
	int64_t sum;

	for (int i = 0; i < n; i++) {
		if (at[i] >= 0) {
			before[i] = ways_before(&w, at[i], &sum);
			ways_add(&w, at[i], sum + weight[i], i);
		}
	}
	for (last = ways_before(&w, limit, &sum); last >= 0; last = before[last]) {
		kept[last] = true;
	}
}

static int64_t bytes_of(const struct writing *w, int first, int n)
{
	int64_t bytes = 1;

	for (int i = first; i < first + n; i++) {
		bytes += w->portions[i].text.n;
	}
	return bytes;
}

/* Pairings [from, end) are those of one new article, whose partner is old. */
static void order_article(struct diffing *d, int from, int end, int old)
{
	struct pairing *p = &d->pairings.at[from];
	int n = end - from;
	int *at = ARENA_ARRAY(d->scratch, int, n);
	int64_t *weight = ARENA_ARRAY(d->scratch, int64_t, n);
	bool *kept = ARENA_ARRAY(d->scratch, bool, n);

	for (int i = 0; i < n; i++) {
		at[i] = p[i].old_writing == old ? p[i].old_first : -1;
		weight[i] = bytes_of(&d->new->writings[p[i].new_writing], p[i].new_first,
				p[i].nnew);
	}
	keep_heaviest(d->scratch, at, weight, n, old < 0 ? 0 : d->old->writings[old].nportions,
			kept);
	for (int i = 0; i < n; i++) {
		p[i].moved = !kept[i];
	}
	arena_reset(d->scratch);
}

static int compare_pairings(const void *a, const void *b)
{
	const struct pairing *x = a, *y = b;

	return x->new_writing != y->new_writing ? x->new_writing - y->new_writing
						: x->new_first - y->new_first;
}

void order_pairings(struct diffing *d, const int *partner)
{
	struct pairings *p = &d->pairings;

	if (p->n) {
		qsort(p->at, (size_t)p->n, sizeof p->at[0], compare_pairings);
	}
	for (int from = 0, end; from < p->n; from = end) {
		int writing = p->at[from].new_writing;
		for (end = from; end < p->n && p->at[end].new_writing == writing;) {
			end++;
		}
		order_article(d, from, end, partner[writing]);
	}
}

const bool *order_articles(struct diffing *d, const int *partner)
{
	int n = d->new->nwritings;
	int64_t *weight = ARENA_ARRAY(d->a, int64_t, n);
	bool *kept = ARENA_ARRAY(d->a, bool, n);

	for (int i = 0; i < n; i++) {
		const struct writing *w = &d->new->writings[i];
		weight[i] = bytes_of(w, 0, w->nportions);
	}
	keep_heaviest(d->a, partner, weight, n, d->old->nwritings, kept);
	return kept;
}
