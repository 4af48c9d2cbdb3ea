#include "proof/edit-imp.h"

#include <stdbool.h>

#include "base/arena.h"

#define REACH_MAX 1024 /* differences looked through at once; beyond, the best so far is taken */

struct edit {
	const uint32_t *old, *new;
	int *match;
	int *forth, *back; /* furthest places by diagonal, index 0 in the middle */
	int64_t *budget;
};

/* A part of both sequences: old[a, a_end), new[b, b_end). */
struct part {
	int a, a_end, b, b_end;
};

/* Where a part is cut in two. */
struct cut {
	int a, b;
};

/* Partner what is alike at both ends. */
static struct part trim(const struct edit *e, struct part p)
{
	while (p.a < p.a_end && p.b < p.b_end && e->old[p.a] == e->new[p.b]) {
		e->match[p.a++] = p.b++;
	}
	while (p.a < p.a_end && p.b < p.b_end && e->old[p.a_end - 1] == e->new[p.b_end - 1]) {
		e->match[--p.a_end] = --p.b_end;
	}
	return p;
}

/* One more difference from the front, on diagonal k = x - y; x reached. */
static int go_forth(const struct edit *e, const struct part *p, int d, int k)
{
	const int *v = e->forth;
	int n = p->a_end - p->a, m = p->b_end - p->b;
	int x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;

	while (x >= 0 && x < n && x - k >= 0 && x - k < m &&
			e->old[p->a + x] == e->new[p->b + x - k]) {
		x++;
		--*e->budget;
	}
	return x;
}

/* The same from the end: places counted from there backwards. */
static int go_back(const struct edit *e, const struct part *p, int d, int k)
{
	const int *v = e->back;
	int n = p->a_end - p->a, m = p->b_end - p->b;
	int x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;

	while (x >= 0 && x < n && x - k >= 0 && x - k < m &&
			e->old[p->a_end - 1 - x] == e->new[p->b_end - 1 - x + k]) {
		x++;
		--*e->budget;
	}
	return x;
}

static bool inside(const struct part *p, int x, int y)
{
	return x >= 0 && y >= 0 && x <= p->a_end - p->a && y <= p->b_end - p->b;
}

/* x from one end reaches what came on diagonal k from the other. */
static bool meets(const int *v, const struct part *p, int x, int k)
{
	return inside(p, v[k], v[k] - k) && x + v[k] >= p->a_end - p->a;
}

/* All diagonals with d differences from the front; true where one meets what
   came from the end with back differences. */
static bool step_forth(const struct edit *e, const struct part *p, int d, int back, struct cut *cut)
{
	int delta = (p->a_end - p->a) - (p->b_end - p->b);

	for (int k = -d; k <= d; k += 2) {
		int x = e->forth[k] = go_forth(e, p, d, k);
		int other = delta - k;
		--*e->budget;
		if ((other + back) % 2 == 0 && other >= -back && other <= back &&
				inside(p, x, x - k) && meets(e->back, p, x, other)) {
			*cut = (struct cut){ p->a + x, p->b + x - k };
			return true;
		}
	}
	return false;
}

static bool step_back(const struct edit *e, const struct part *p, int d, struct cut *cut)
{
	int delta = (p->a_end - p->a) - (p->b_end - p->b);

	for (int k = -d; k <= d; k += 2) {
		int x = e->back[k] = go_back(e, p, d, k);
		int other = delta - k;
		--*e->budget;
		if ((other + d) % 2 == 0 && other >= -d && other <= d && inside(p, x, x - k) &&
				meets(e->forth, p, x, other)) {
			*cut = (struct cut){ p->a_end - x, p->b_end - (x - k) };
			return true;
		}
	}
	return false;
}

/* The place reached from the front that leaves least behind it. */
static struct cut furthest(const struct edit *e, const struct part *p, int d)
{
	struct cut best = { p->a, p->b };

	for (int k = -d; k <= d; k += 2) {
		int x = e->forth[k], y = x - k;
		if (inside(p, x, y) && p->a + x + p->b + y > best.a + best.b) {
			best = (struct cut){ p->a + x, p->b + y };
		}
	}
	return best;
}

/* A place on a way of fewest differences; false where the budget is used up. */
static bool find_cut(const struct edit *e, const struct part *p, struct cut *cut)
{
	e->forth[1] = e->back[1] = 0;
	e->forth[-1] = e->back[-1] = 0;
	for (int d = 0; d < REACH_MAX; d++) {
		if (*e->budget <= 0) {
			return false;
		}
		if (step_forth(e, p, d, d - 1, cut) || step_back(e, p, d, cut)) {
			return true;
		}
	}
	*cut = furthest(e, p, REACH_MAX - 1);
	return true;
}

static void match_part(const struct edit *e, struct part p)
{
	struct cut cut;

	for (;;) {
		p = trim(e, p);
		if (p.a == p.a_end || p.b == p.b_end || !find_cut(e, &p, &cut)) {
			return;
		}
		if ((cut.a == p.a && cut.b == p.b) || (cut.a == p.a_end && cut.b == p.b_end)) {
			return; /* nothing is alike */
		}
		match_part(e, (struct part){ p.a, cut.a, p.b, cut.b });
		p = (struct part){ cut.a, p.a_end, cut.b, p.b_end };
	}
}

void edit_match(struct arena *a, const uint32_t *old, int n, const uint32_t *new, int m, int *match,
		int64_t *budget)
{
	int *v = ARENA_ARRAY(a, int, 4 * REACH_MAX + 8);
	const struct edit e = { old, new, match, v + REACH_MAX + 1, v + 3 * REACH_MAX + 5, budget };

	for (int i = 0; i < n; i++) {
		match[i] = -1;
	}
	match_part(&e, (struct part){ 0, n, 0, m });
}
