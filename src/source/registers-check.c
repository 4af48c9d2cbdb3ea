/* registers-check: entries that contradict each other. */

#include <stdlib.h>

#include "base/buf.h"
#include "source/registers-imp.h"

#define CYCLE_SHOWN 8 /* names that a message repeats */

/* What an entry is known by, for sorting equal ones together. */
struct keyed {
	const struct text *parts[3]; /* the first is the name */
	struct period period;
	int number;
};

static int compare_texts(const struct text *a, const struct text *b)
{
	/* an absent text has no characters */
	return strcmp(a && a->n ? a->s : "", b && b->n ? b->s : "");
}

static int compare_parts(const struct keyed *x, const struct keyed *y)
{
	int order = 0;

	for (int i = 0; !order && i < 3; i++) {
		order = compare_texts(x->parts[i], y->parts[i]);
	}
	return order;
}

static int compare_keyed(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = compare_parts(x, y);

	if (!order) {
		order = date_compare(x->period.from, y->period.from);
	}
	return order ? order : x->number - y->number;
}

static void say_backwards(struct reader *r, const struct keyed *k)
{
	struct period p = k->period;

	if (p.from.year && p.to.year && date_compare(p.from, p.to) > 0) {
		diag_add(r->d, DIAG_PERIOD_BACKWARDS, text_span(k->parts[0], 0), k->parts[0]->s);
	}
}

/* The later in the file is complained of. */
static void say_pair(struct reader *r, enum diag_kind kind, const struct keyed *x,
		const struct keyed *y)
{
	const struct keyed *first = x->number < y->number ? x : y, *second = first == x ? y : x;

	diag_add(r->d, kind, text_span(second->parts[0], 0), second->parts[0]->s);
	diag_add0(r->d, DIAG_FIRST_DEFINED, text_span(first->parts[0], 0));
}

static bool ends_later(struct period a, struct period b)
{
	return b.to.year && (!a.to.year || date_compare(a.to, b.to) > 0);
}

/* Entries with equal parts must not hold on the same day. */
static void check_overlaps(struct reader *r, struct keyed *all, int n, enum diag_kind kind)
{
	const struct keyed *last = NULL; /* of those equal to it, the one that ends last */

	for (int i = 0; i < n; i++) {
		say_backwards(r, &all[i]);
	}
	if (n) {
		qsort(all, (size_t)n, sizeof all[0], compare_keyed);
	}
	for (int i = 0; i < n; i++) {
		bool same = last && compare_parts(last, &all[i]) == 0;
		if (same && periods_overlap(last->period, all[i].period)) {
			say_pair(r, kind, last, &all[i]);
		}
		if (!same || ends_later(all[i].period, last->period)) {
			last = &all[i];
		}
	}
}

static void check_people(struct reader *r, const struct registers *all)
{
	struct keyed *k = ARENA_ARRAY(r->a, struct keyed, all->npeople);

	for (int i = 0; i < all->npeople; i++) {
		const struct register_person *p = &all->people[i];
		k[i] = (struct keyed){ { &p->name, &p->unit, &p->title }, p->period, i };
	}
	check_overlaps(r, k, all->npeople, DIAG_PERIOD_OVERLAP);
}

static void check_contributors(struct reader *r, const struct registers *all)
{
	struct keyed *k = ARENA_ARRAY(r->a, struct keyed, all->ncontributors);

	for (int i = 0; i < all->ncontributors; i++) {
		const struct register_contributor *c = &all->contributors[i];
		k[i] = (struct keyed){ { &c->name, &c->unit, NULL }, { { 0 }, { 0 } }, i };
	}
	check_overlaps(r, k, all->ncontributors, DIAG_ENTRY_TWICE);
}

static void check_terms(struct reader *r, const struct registers *all)
{
	struct keyed *k = ARENA_ARRAY(r->a, struct keyed, all->nterms);

	for (int i = 0; i < all->nterms; i++) {
		const struct register_term *t = &all->terms[i];
		k[i] = (struct keyed){ { &t->term, NULL, NULL }, { { 0 }, { 0 } }, i };
		for (int j = 0; j < t->nwrong; j++) {
			if (compare_texts(&t->term, &t->wrong[j]) == 0) {
				diag_add(r->d, DIAG_TERM_WRONG_SAME, text_span(&t->wrong[j], 0),
						t->term.s);
			}
		}
	}
	check_overlaps(r, k, all->nterms, DIAG_ENTRY_TWICE);
}

/* Organisations by name, and whom each becomes. */
struct chain {
	struct reader *r;
	const struct register_organisation *at;
	int n;
	const struct keyed *sorted;
	int *next; /* -1: nobody, or nobody of the register */
	int *walk; /* on which walk it was first reached; 0: on none yet */
};

/* The first of those so called in c->sorted; c->n where there is none. */
static int find_name(const struct chain *c, const struct text *name)
{
	int lo = 0, hi = c->n;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (compare_texts(c->sorted[mid].parts[0], name) < 0) {
			lo = mid + 1;
		} else {
			hi = mid;
		}
	}
	return lo;
}

/* An organisation may take an old name again, so that the one meant is the one
   that goes on after o ends; any of that name where none does. */
static int find_successor(const struct chain *c, const struct register_organisation *o)
{
	int found = -1;

	for (int i = find_name(c, &o->successor); i < c->n; i++) {
		const struct keyed *k = &c->sorted[i];
		if (compare_texts(k->parts[0], &o->successor) != 0) {
			break;
		}
		if (ends_later(k->period, o->period)) {
			return k->number;
		}
		found = k->number;
	}
	return found;
}

static void say_cycle(struct chain *c, int first)
{
	struct buf names = { 0 };
	int i = first, shown = 0;

	do {
		if (++shown <= CYCLE_SHOWN) {
			buf_print(&names, "%s → ", c->at[i].name.s);
		}
		i = c->next[i];
	} while (i != first);
	buf_print(&names, "%s%s", shown > CYCLE_SHOWN ? "… → " : "", c->at[first].name.s);
	diag_add(c->r->d, DIAG_SUCCESSOR_CYCLE, text_span(&c->at[first].successor, 0),
			c->at[first].name.s, names.s);
	buf_done(&names);
}

/* Each has at most one successor: a walk that meets itself has found a cycle. */
static void check_cycles(struct chain *c)
{
	for (int i = 0; i < c->n; i++) {
		int at = i;
		while (at >= 0 && !c->walk[at]) {
			c->walk[at] = i + 1;
			at = c->next[at];
		}
		if (at >= 0 && c->walk[at] == i + 1) {
			say_cycle(c, at);
		}
	}
}

static void check_organisations(struct reader *r, const struct registers *all)
{
	int n = all->norganisations;
	struct keyed *k = ARENA_ARRAY(r->a, struct keyed, n);
	struct chain c = { .r = r, .at = all->organisations, .n = n, .sorted = k };

	c.next = ARENA_ARRAY(r->a, int, n);
	c.walk = ARENA_ARRAY(r->a, int, n);
	for (int i = 0; i < n; i++) {
		const struct register_organisation *o = &c.at[i];
		k[i] = (struct keyed){ { &o->name, NULL, NULL }, o->period, i };
		if (o->successor.n && !o->period.to.year) {
			diag_add(r->d, DIAG_SUCCESSOR_UNDATED, text_span(&o->successor, 0),
					o->name.s);
		}
	}
	check_overlaps(r, k, n, DIAG_PERIOD_OVERLAP);
	for (int i = 0; i < n; i++) {
		c.next[i] = c.at[i].successor.n ? find_successor(&c, &c.at[i]) : -1;
	}
	check_cycles(&c);
}

void registers_check(struct reader *r, const struct registers *all)
{
	check_people(r, all);
	check_organisations(r, all);
	check_terms(r, all);
	check_contributors(r, all);
}
