#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "source/source.h"
#include "text/char.h"

enum column { ORGANISATION, CONTACT, DELIVERY, COPIES, ADDRESSES, COLUMNS };

/* A printed row. */
struct cells {
	const char *at[COLUMNS];
};

static int columns_of(const char *s)
{
	size_t n = strlen(s);
	int wid = 0;

	for (size_t at = 0; at < n;) {
		wid += char_columns(char_next(s, n, &at));
	}
	return wid;
}

static const char *join_addresses(struct arena *a, const struct recipient *r)
{
	struct buf b = { 0 };
	const char *s;

	for (int i = 0; recipient_by_mail(r) && i < r->naddresses; i++) {
		buf_print(&b, "%s%s", i ? ", " : "", r->addresses[i]);
	}
	s = arena_string(a, b.s ? b.s : "");
	buf_done(&b);
	return s;
}

static struct cells cells_of(struct arena *a, const struct recipient *r)
{
	static const char *const deliveries[] = {
		[DELIVERY_MAIL] = N_("mail"),
		[DELIVERY_PAPER] = N_("paper"),
		[DELIVERY_BOTH] = N_("both"),
	};

	return (struct cells){ {
			[ORGANISATION] = r->organisation,
			[CONTACT] = r->contact,
			[DELIVERY] = gettext(deliveries[r->delivery]),
			[COPIES] = r->copies ? arena_print(a, "%d", r->copies) : "",
			[ADDRESSES] = join_addresses(a, r),
	} };
}

static void widen(const struct cells *c, int widths[static COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		int wid = columns_of(c->at[i]);
		widths[i] = wid > widths[i] ? wid : widths[i];
	}
}

static void print_cells(const struct cells *c, const int widths[static COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		int pad = widths[i] - columns_of(c->at[i]);
		if (i == COPIES) {
			printf("  %*s%s", pad, "", c->at[i]);
		} else if (i != ADDRESSES || c->at[i][0]) {
			printf("  %s%*s", c->at[i], i + 1 < COLUMNS ? pad : 0, "");
		}
	}
	putchar('\n');
}

static void print_total(const struct recipients_total *t)
{
	printf(_("recipients: %d, by mail: %d, addresses: %d, on paper: %d, copies: %ld\n"),
			t->recipients, t->mail, t->addresses, t->paper, t->copies);
}

static void print_tier(const struct recipients *all, enum tier tier, const struct cells *rows,
		const int widths[static COLUMNS])
{
	struct recipients_total t = recipients_total(all, tier);

	if (!t.recipients) {
		return;
	}
	printf("%s  ", tier_name(tier));
	print_total(&t);
	for (int i = 0; i < all->n; i++) {
		if (all->at[i].tier == tier) {
			print_cells(&rows[i], widths);
		}
	}
	putchar('\n');
}

static void print_all(struct arena *a, const struct recipients *all, struct date date)
{
	struct cells *rows = ARENA_ARRAY(a, struct cells, all->n);
	struct recipients_total t = recipients_total_all(all);
	int widths[COLUMNS] = { 0 };

	for (int i = 0; i < all->n; i++) {
		rows[i] = cells_of(a, &all->at[i]);
		widen(&rows[i], widths);
	}
	for (int tier = 0; tier < TIERS; tier++) {
		print_tier(all, (enum tier)tier, rows, widths);
	}
	printf("%s  ", _("all"));
	print_total(&t);
	printf(_("print run: %ld\n"), t.copies);
	if (all->n < all->nlisted) {
		printf(_("%d of %d rows do not count on %04d-%02d-%02d\n"), all->nlisted - all->n,
				all->nlisted, date.year, date.month, date.day);
	}
}

/* The colophon says who gets the issue, and so does the list. */
static void compare_colophon(struct work *w, const struct recipients *all)
{
	struct span named[TIERS];
	const char *issue = arena_print(w->a, "%s/issue.yaml", w->issue->folder);

	colophon_tiers(w->issue, named);
	for (int tier = 0; tier < TIERS; tier++) {
		const char *name = tier_name((enum tier)tier);
		bool listed = recipients_total(all, (enum tier)tier).recipients > 0;
		struct span file = { all->file, 0, 0 };
		if (named[tier].line && !listed) {
			diag_add(w->diags, DIAG_TIER_EMPTY, named[tier], name, all->file);
		} else if (!named[tier].line && listed) {
			diag_add(w->diags, DIAG_TIER_UNNAMED, file, name, issue);
		}
	}
}

/* Those of the issue's day. */
static enum status list_issue(const char *folder)
{
	struct work w = { .folder = folder };
	const struct recipients *all = NULL;

	work_begin(&w);
	w.progress = false;
	if (work_until(&w, STEP_SOURCE)) {
		all = source_recipients(w.a, w.issue->folder, w.issue->date, w.diags);
	}
	if (all) {
		print_all(w.a, all, w.issue->date);
		compare_colophon(&w, all);
	}
	return work_end(&w);
}

/* Those of today. */
static enum status list_folder(const char *where)
{
	struct work w = { .folder = where };
	struct date date = work_today();
	const struct recipients *all;

	work_begin(&w);
	w.progress = false;
	all = source_recipients_in(w.a, where, date, w.diags);
	if (all) {
		print_all(w.a, all, date);
	}
	return work_end(&w);
}

enum status cmd_recipients(int argc, char **argv)
{
	static const struct option options[] = {
		{ "in", required_argument, NULL, 'i' },
		{ 0 },
	};
	const char *where = NULL;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c != 'i') {
			return option_error(argv, "recipients");
		}
		where = optarg;
	}
	if (argc - optind > 1 || (where && optind < argc)) {
		return usage_error(_("recipients takes the folder of one issue, or --in and the "
				     "folder that holds the list"));
	}
	return optind < argc ? list_issue(argv[optind]) : list_folder(where ? where : "issues");
}
