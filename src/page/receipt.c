#include "page/report.h"

#include "base/arena.h"
#include "page/paper-imp.h"

/* Lists to sign, and the register. */

struct cells {
	struct arena *a;
	VEC(const char *) at;
};

static void cell(struct cells *c, const char *s)
{
	*vec_push(c->a, &c->at) = s;
}

static void number(struct cells *c, long n)
{
	cell(c, arena_print(c->a, "%ld", n));
}

/* The issue's own title stands in forms and, in forms that are none, as it is. */
static const char *filled(struct arena *a, const char *form, const struct issue *issue)
{
	const char *const none[] = { NULL };

	return paper_form(a, form, issue, none);
}

/* One list to sign. */

static void add_receipt_rows(struct cells *c, const struct recipients *r, enum tier tier)
{
	int n = 0;

	for (int i = 0; i < r->n; i++) {
		const struct recipient *one = &r->at[i];
		if (one->tier == tier && recipient_on_paper(one)) {
			number(c, ++n);
			cell(c, one->organisation);
			cell(c, one->contact);
			number(c, one->copies);
			cell(c, "");
			cell(c, "");
			cell(c, one->note);
		}
	}
}

static struct report_part receipt_part(struct arena *a, const struct stationery *st,
		const struct recipients *r, enum tier tier)
{
	struct cells c = { .a = a };

	add_receipt_rows(&c, r, tier);
	return (struct report_part){ .heading = "",
		.columns = st->receipt.columns,
		.ncolumns = RECEIPT_COLUMNS,
		.cells = c.at.at,
		.nrows = c.at.n / RECEIPT_COLUMNS,
		.none = "",
		.note = "" };
}

static struct report receipt(struct arena *a, const struct stationery *st,
		const struct issue *issue, const struct recipients *r, enum tier tier)
{
	struct recipients_total one = recipients_total(r, tier), all = recipients_total_all(r);
	struct report_part *part = ARENA_NEW(a, struct report_part);
	const char *const tier_words[] = { "tier", tier_name(tier), "recipients",
		arena_print(a, "%d", one.paper), "copies", arena_print(a, "%ld", one.copies),
		NULL };
	const char *const all_words[] = { "copies", arena_print(a, "%ld", all.copies), NULL };

	*part = receipt_part(a, st, r, tier);
	return (struct report){ .title = filled(a, st->receipt.title_form, issue),
		.subtitle = paper_form(a, st->receipt.subtitle_form, issue, tier_words),
		.mark = tier_name(tier),
		.foot = paper_form(a, st->receipt.foot_form, issue, all_words),
		.row_height = st->receipt.row_height,
		.parts = part,
		.nparts = 1 };
}

struct book *page_receipts(const struct typesetter *t, const struct stationery *st,
		const struct issue *issue, const struct recipients *r)
{
	struct report reports[TIERS];
	struct book *book;
	int n = 0;

	for (int tier = 0; tier < TIERS; tier++) {
		if (recipients_total(r, (enum tier)tier).paper) {
			reports[n++] = receipt(t->a, st, issue, r, (enum tier)tier);
		}
	}
	book = page_reports(t, st, reports, n);
	paper_properties(t->a, book, issue, n ? reports[0].title : "");
	return book;
}

/* The register. */

static void add_tier(struct cells *c, const struct register_tier *t)
{
	cell(c, t->name);
	number(c, t->mail);
	number(c, t->accepted);
	number(c, t->waiting);
	number(c, t->uncertain);
	number(c, t->returned);
	number(c, t->paper);
	number(c, t->delivered);
	number(c, t->copies);
}

static struct report_part tiers_part(struct arena *a, const struct stationery *st,
		const struct register_facts *facts)
{
	struct cells c = { .a = a };
	struct register_tier sum = { .name = st->distribution.sum };

	for (int i = 0; i < facts->ntiers; i++) {
		const struct register_tier *t = &facts->tiers[i];
		add_tier(&c, t);
		sum.mail += t->mail;
		sum.accepted += t->accepted;
		sum.waiting += t->waiting;
		sum.uncertain += t->uncertain;
		sum.returned += t->returned;
		sum.paper += t->paper;
		sum.delivered += t->delivered;
		sum.copies += t->copies;
	}
	add_tier(&c, &sum);
	return (struct report_part){ .heading = "",
		.columns = st->distribution.tiers,
		.ncolumns = TIER_COLUMNS,
		.cells = c.at.at,
		.nrows = c.at.n / TIER_COLUMNS,
		.none = "",
		.sum = true,
		.note = "" };
}

/* The first n cases. */
static struct report_part cases_part(struct arena *a, const struct stationery *st,
		const struct register_facts *facts, int n)
{
	struct cells c = { .a = a };
	const char *const more[] = { "count", arena_print(a, "%d", facts->ncases - n), NULL };

	for (int i = 0; i < n; i++) {
		const struct register_case *one = &facts->cases[i];
		cell(&c, one->tier);
		cell(&c, one->organisation);
		cell(&c, one->address);
		cell(&c, one->state);
		cell(&c, one->reason);
	}
	return (struct report_part){ .heading = st->distribution.cases_heading,
		.columns = st->distribution.cases,
		.ncolumns = CASE_COLUMNS,
		.cells = c.at.at,
		.nrows = n,
		.none = facts->ncases ? "" : st->distribution.cases_none,
		.note = n < facts->ncases ? form_fill(a, st->distribution.more_form, more) : "" };
}

#define CASES_MAX   40 /* that could stand on one page */
#define HASH_DIGITS 16

/* The register with its first n cases. */
static struct book *try_register(const struct typesetter *t, const struct stationery *st,
		struct report *report, const struct register_facts *facts, int n)
{
	const struct report_part parts[] = { tiers_part(t->a, st, facts),
		cases_part(t->a, st, facts, n) };

	report->parts = parts;
	report->nparts = 2;
	return page_reports(t, st, report, 1);
}

struct book *page_register(const struct typesetter *t, const struct stationery *st,
		const struct issue *issue, const struct register_facts *facts)
{
	const char *const words[] = { "edition", arena_print(t->a, "%d", facts->edition), "hash",
		arena_print(t->a, "%.*s", HASH_DIGITS, facts->hash), "date", facts->date, NULL };
	struct report report = { .title = st->distribution.title,
		.subtitle = filled(t->a, st->distribution.subtitle_form, issue),
		.mark = st->distribution.title,
		.foot = paper_form(t->a, st->distribution.foot_form, issue, words) };
	int low = 0, high = facts->ncases < CASES_MAX ? facts->ncases : CASES_MAX;
	struct book *book = try_register(t, st, &report, facts, high);

	/* the most that one page holds */
	if (book->npages > 1) {
		while (high - low > 1) {
			int middle = (low + high) / 2;
			if (try_register(t, st, &report, facts, middle)->npages > 1) {
				high = middle;
			} else {
				low = middle;
			}
		}
		book = try_register(t, st, &report, facts, low);
	}
	paper_properties(t->a, book, issue, st->distribution.title);
	return book;
}
