/* deliver: paper that was handed over enters the ledger. */

#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "model/recipients.h"
#include "send/ledger.h"
#include "source/source.h"

/* What was handed over, by whom. */
struct order {
	const char *by, *note;
	struct date date;
	int tier; /* -1: not said */
	bool all;
	char **names; /* organisations */
	int nnames;
};

struct handing {
	const struct order *order;
	struct arena *a;
	bool *found; /* of the names */
	int edition;
	VEC(struct ledger_row) rows;
};

static bool is_meant(struct handing *h, const struct ledger_row *row)
{
	const struct order *o = h->order;
	bool meant = o->all || row->tier == o->tier;

	for (int i = 0; i < o->nnames; i++) {
		if (strcmp(o->names[i], row->organisation) == 0) {
			h->found[i] = meant = true;
		}
	}
	return meant;
}

static void gather(const struct ledger_row *row, void *with)
{
	struct handing *h = with;
	struct ledger_row copy = *row;

	if (row->kind == LEDGER_PAPER && row->state == LEDGER_PLANNED &&
			row->edition == h->edition && (row->listed || row->corrects) &&
			is_meant(h, row)) {
		copy.organisation = arena_string(h->a, row->organisation);
		copy.contact = arena_string(h->a, row->contact);
		*vec_push(h->a, &h->rows) = copy;
	}
}

/* All that is named is there before the first is written down. */
static bool find_rows(struct work *w, struct ledger *l, struct handing *h)
{
	const struct order *o = h->order;
	const char *what = o->all ? "--all" : o->tier >= 0 ? tier_name((enum tier)o->tier) : NULL;

	if (!ledger_each(l, gather, h, w->diags)) {
		return false;
	}
	for (int i = 0; i < o->nnames; i++) {
		if (!h->found[i]) {
			diag_add(w->diags, DIAG_DELIVER_NONE, (struct span){ 0 }, o->names[i]);
		}
	}
	if (what && !h->rows.n) {
		diag_add(w->diags, DIAG_DELIVER_NONE, (struct span){ 0 }, what);
	}
	return diags_count(w->diags, DIAG_ERROR) == 0;
}

static void hand_over(struct work *w, struct ledger *l, struct handing *h)
{
	const struct order *o = h->order;
	const char *date = arena_print(w->a, "%04d-%02d-%02d", o->date.year, o->date.month,
			o->date.day);

	for (int i = 0; i < h->rows.n; i++) {
		const struct ledger_row *row = &h->rows.at[i];
		if (!ledger_deliver(l, row->id, o->by, date, o->note, w->diags)) {
			return;
		}
		printf(ngettext("%s  %s: %d copy delivered\n", "%s  %s: %d copies delivered\n",
				       (unsigned)row->copies),
				tier_name((enum tier)row->tier), row->organisation, row->copies);
	}
}

/* The list may never have been planned, where all of it goes on paper. */
static bool plan(struct work *w, struct ledger *l)
{
	const struct recipients *r =
			source_recipients(w->a, w->issue->folder, w->issue->date, w->diags);
	struct ledger_entry *entries;
	int n;

	if (!r) {
		return false;
	}
	entries = ledger_entries(w->a, r, &n);
	return ledger_plan(l, entries, n, w->diags);
}

static enum status deliver(const char *folder, const struct order *o)
{
	struct work w = { .folder = folder };
	struct handing h = { .order = o };
	struct ledger *l = NULL;

	work_begin(&w);
	w.progress = false;
	if (work_until(&w, STEP_SOURCE)) {
		l = ledger_open(w.issue->folder, ledger_identity(w.a, w.issue), LEDGER_WRITE,
				w.diags);
	}
	if (l && plan(&w, l)) {
		h.a = w.a;
		h.found = ARENA_ARRAY(w.a, bool, o->nnames + 1);
		h.edition = ledger_edition(l);
		if (find_rows(&w, l, &h)) {
			hand_over(&w, l, &h);
		}
	}
	ledger_close(l);
	return work_end(&w);
}

static int read_tier(const char *word)
{
	for (int tier = 0; tier < TIERS; tier++) {
		if (strcmp(word, tier_name((enum tier)tier)) == 0) {
			return tier;
		}
	}
	return -1;
}

static enum status check_order(const struct order *o)
{
	if ((o->nnames > 0) + (o->tier >= 0) + o->all != 1) {
		return usage_error(_("deliver takes an issue's folder and organisations, or "
				     "--tier, or --all"));
	}
	return o->by[0] ? STATUS_DONE : usage_error(_("deliver needs --by NAME"));
}

enum status cmd_deliver(int argc, char **argv)
{
	static const struct option options[] = {
		{ "all", no_argument, NULL, 'a' },
		{ "by", required_argument, NULL, 'b' },
		{ "date", required_argument, NULL, 'd' },
		{ "note", required_argument, NULL, 'n' },
		{ "tier", required_argument, NULL, 't' },
		{ 0 },
	};
	struct order o = { .by = "", .note = "", .date = work_today(), .tier = -1 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c == 'a') {
			o.all = true;
		} else if (c == 'b') {
			o.by = optarg;
		} else if (c == 'n') {
			o.note = optarg;
		} else if (c == 'd' && !source_date(optarg, &o.date)) {
			return usage_error(_("‘%s’ is no date; write year-month-day, like "
					     "2024-02-29"),
					optarg);
		} else if (c == 't' && (o.tier = read_tier(optarg)) < 0) {
			return usage_error(_("‘%s’ is no tier; they are 报, 发 and 送"), optarg);
		} else if (!strchr("dt", c)) {
			return option_error(argv, "deliver");
		}
	}
	if (optind >= argc) {
		return usage_error(_("deliver takes an issue's folder and organisations, or "
				     "--tier, or --all"));
	}
	o.names = argv + optind + 1;
	o.nnames = argc - optind - 1;
	if (check_order(&o) != STATUS_DONE) {
		return STATUS_USAGE;
	}
	return deliver(argv[optind], &o);
}
