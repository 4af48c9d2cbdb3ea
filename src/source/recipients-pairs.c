/* recipients-pairs: rows that would give the same people an issue twice. */

#include <stdlib.h>
#include <strings.h>

#include "source/recipients-imp.h"

/* What two recipients must not share. */
struct share {
	const char *what; /* an address, or an organisation */
	const char *more; /* the contact, or "" */
	const struct recipient *r;
};

static int compare_what(const struct share *x, const struct share *y)
{
	int order = strcasecmp(x->what, y->what);

	return order ? order : strcmp(x->more, y->more);
}

static int compare_shares(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	int order = compare_what(x, y);

	if (!order) {
		order = date_compare(x->r->period.from, y->r->period.from);
	}
	return order ? order : (x->r > y->r) - (x->r < y->r);
}

static bool ends_later(struct period a, struct period b)
{
	return b.to.year && (!a.to.year || date_compare(a.to, b.to) > 0);
}

/* The later in the file is complained of. */
static void say_pair(struct roll *roll, enum diag_kind kind, const struct share *x,
		const struct share *y)
{
	const struct share *first = x->r < y->r ? x : y, *second = first == x ? y : x;

	diag_add(roll->r.d, kind, second->r->span, second->what);
	diag_add0(roll->r.d, DIAG_FIRST_DEFINED, first->r->span);
}

static void check_shares(struct roll *roll, struct share *all, int n, enum diag_kind kind)
{
	const struct share *last = NULL; /* of those like it, the one that ends last */

	if (n) {
		qsort(all, (size_t)n, sizeof all[0], compare_shares);
	}
	for (int i = 0; i < n; i++) {
		bool same = last && compare_what(last, &all[i]) == 0;
		if (same && periods_overlap(last->r->period, all[i].r->period)) {
			say_pair(roll, kind, last, &all[i]);
		}
		if (!same || ends_later(all[i].r->period, last->r->period)) {
			last = &all[i];
		}
	}
}

static void check_mails(struct roll *roll)
{
	struct share *all;
	int n = 0;

	for (int i = 0; i < roll->all.n; i++) {
		n += roll->all.at[i].naddresses;
	}
	all = ARENA_ARRAY(roll->r.a, struct share, n);
	n = 0;
	for (int i = 0; i < roll->all.n; i++) {
		const struct recipient *r = &roll->all.at[i];
		for (int k = 0; k < r->naddresses; k++) {
			all[n++] = (struct share){ r->addresses[k], "", r };
		}
	}
	check_shares(roll, all, n, DIAG_MAIL_TWICE);
}

static void check_names(struct roll *roll)
{
	struct share *all = ARENA_ARRAY(roll->r.a, struct share, roll->all.n);

	for (int i = 0; i < roll->all.n; i++) {
		const struct recipient *r = &roll->all.at[i];
		all[i] = (struct share){ r->organisation, r->contact, r };
	}
	check_shares(roll, all, roll->all.n, DIAG_RECIPIENT_TWICE);
}

void roll_check(struct roll *roll)
{
	check_mails(roll);
	check_names(roll);
}
