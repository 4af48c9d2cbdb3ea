#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "page/labels.h"
#include "page/report.h"
#include "pdf/pdf.h"
#include "source/source.h"

#define SKIP_MAX 9999

/* What is wanted. */
struct wish {
	enum { LABELS, ENVELOPES, RECEIPTS } kind;
	const char *size;   /* of sheet or envelope; NULL: the usual one */
	int skip;           /* labels that the first sheet has lost */
	const char *output; /* NULL: the usual place */
};

static const char *add_name(struct arena *a, const char *names, const char *name)
{
	return arena_print(a, "%s%s%s", names, *names ? ", " : "", name);
}

static const struct label_sheet *find_sheet(struct work *w, const struct stationery *st,
		const char *name)
{
	const char *names = "";

	for (int i = 0; i < st->nsheets; i++) {
		if (strcmp(st->sheets[i].name, name) == 0) {
			return &st->sheets[i];
		}
		names = add_name(w->a, names, st->sheets[i].name);
	}
	diag_add(w->diags, DIAG_SHEET_UNKNOWN, (struct span){ 0 }, name, names);
	return NULL;
}

/* By its name or its number: DL, 5号, 5. */
static bool is_envelope(const struct envelope *e, const char *name)
{
	size_t n = strspn(e->number, "0123456789");

	return strcmp(e->name, name) == 0 || strcmp(e->number, name) == 0 ||
			(n && strlen(name) == n && strncmp(e->number, name, n) == 0);
}

static const struct envelope *find_envelope(struct work *w, const struct stationery *st,
		const char *name)
{
	const char *names = "";

	for (int i = 0; i < st->nenvelopes; i++) {
		const struct envelope *e = &st->envelopes[i];
		if (is_envelope(e, name)) {
			return e;
		}
		names = add_name(w->a, names, arena_print(w->a, "%s (%s)", e->name, e->number));
	}
	diag_add(w->diags, DIAG_ENVELOPE_UNKNOWN, (struct span){ 0 }, name, names);
	return NULL;
}

static struct sender sender_of(const struct issue *issue)
{
	struct sender sender = issue->sender;

	sender.name = sender.name.n ? sender.name : issue->publisher;
	return sender;
}

/* The pages; NULL with a diagnostic where there are none. */
static struct book *draw(struct work *w, const struct wish *wish, const struct stationery *st,
		const struct recipients *r)
{
	const struct typesetter t = { w->a, w->shaper, w->issue->layout, w->diags };
	const char *size = wish->size;

	if (wish->kind == RECEIPTS) {
		return page_receipts(&t, st, w->issue, r);
	}
	if (wish->kind == ENVELOPES) {
		struct sender sender = sender_of(w->issue);
		const struct envelope *e = find_envelope(w, st, size ? size : st->envelope);
		return e ? page_envelopes(&t, st, e, w->issue, r, &sender) : NULL;
	}
	const struct label_sheet *sheet = find_sheet(w, st, size ? size : st->sheet);
	return sheet ? page_labels(&t, st, sheet, w->issue, r, wish->skip) : NULL;
}

/* For whom, and how much the press is to print. */
static void print_totals(const struct recipients *r)
{
	for (int tier = 0; tier < TIERS; tier++) {
		struct recipients_total t = recipients_total(r, (enum tier)tier);
		if (t.paper) {
			printf(_("%s: %d on paper, %ld copies\n"), tier_name((enum tier)tier),
					t.paper, t.copies);
		}
	}
	struct recipients_total all = recipients_total_all(r);
	printf(_("print run: %ld copies for %d recipients\n"), all.copies, all.paper);
}

static void make(struct work *w, const struct wish *wish, const struct recipients *r)
{
	static const char *const suffixes[] = { "-labels", "-envelopes", "-receipt" };
	const struct stationery *st =
			source_stationery(w->a, data_folder(w->a, "layouts"), w->diags);
	struct book *book = st ? draw(w, wish, st, r) : NULL;
	const char *output = wish->output;

	if (!book || diags_count(w->diags, DIAG_ERROR)) {
		return;
	}
	output = output ? output : work_output(w, suffixes[wish->kind]);
	work_clock(w, STEP_PDF, true);
	if (!diags_count(w->diags, DIAG_ERROR) && pdf_write(book, NULL, output, w->diags)) {
		work_done(w, output, book->npages);
		print_totals(r);
	}
}

static enum status labels(struct work *w, const struct wish *wish)
{
	const struct recipients *r;

	work_begin(w);
	if (!work_until(w, STEP_FONT)) {
		return work_end(w);
	}
	r = source_recipients(w->a, w->issue->folder, w->issue->date, w->diags);
	if (r && !recipients_total_all(r).paper) {
		diag_add(w->diags, DIAG_PAPER_NONE, (struct span){ 0 }, r->file);
	} else if (r) {
		make(w, wish, r);
	}
	return work_end(w);
}

/* -1 for what is no number of labels. */
static int read_skip(const char *s)
{
	int n = 0;

	for (const char *c = s; *c; c++) {
		if (*c < '0' || *c > '9' || n > SKIP_MAX) {
			return -1;
		}
		n = n * 10 + (*c - '0');
	}
	return *s && n <= SKIP_MAX ? n : -1;
}

enum status cmd_labels(int argc, char **argv)
{
	static const struct option options[] = {
		{ "envelope", optional_argument, NULL, 'e' },
		{ "layout", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "receipt", no_argument, NULL, 'r' },
		{ "sheet", required_argument, NULL, 's' },
		{ "skip", required_argument, NULL, 'k' },
		{ 0 },
	};
	struct work w = { 0 };
	struct wish wish = { 0 };
	int kinds = 0;

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		switch (c) {
		case 'e':
			wish.kind = ENVELOPES;
			wish.size = optarg;
			kinds++;
			break;
		case 'l':
			w.layout = optarg;
			break;
		case 'o':
			wish.output = optarg;
			break;
		case 'r':
			wish.kind = RECEIPTS;
			kinds++;
			break;
		case 's':
			wish.size = optarg;
			kinds++;
			break;
		case 'k':
			wish.skip = read_skip(optarg);
			if (wish.skip < 0) {
				return usage_error(_("‘%s’ is no number of labels"), optarg);
			}
			break;
		default:
			return option_error(argv, "labels");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("labels takes the folder of one issue"));
	}
	if (kinds > 1 || (wish.skip && wish.kind != LABELS)) {
		return usage_error(_("--sheet, --envelope and --receipt exclude each other; --skip "
				     "goes with labels"));
	}
	w.folder = argv[optind];
	return labels(&w, &wish);
}
