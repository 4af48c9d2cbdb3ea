/* status: what has become of an issue's copies, by its ledger. */

#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "model/recipients.h"
#include "page/report.h"
#include "pdf/pdf.h"
#include "send/ledger.h"
#include "source/source.h"

#define KINDS (LEDGER_PAPER + 1)

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_PDF };

/* What is wanted. */
struct wish {
	enum format format;
	const char *output; /* of the PDF; NULL: the usual place */
};

/* The ledger's rows, counted and gathered. */
struct view {
	struct arena *a;
	bool busy;
	int edition;
	int of[TIERS][KINDS][LEDGER_STATES]; /* of the edition that goes out now */
	int earlier[LEDGER_STATES];          /* of those before */
	int unlisted;                        /* struck off the list before anything was sent */
	long copies[TIERS];
	VEC(struct ledger_row) rows;
};

/* Nobody waits for it any more: struck off the list, or sent in a later edition. */
static bool is_dropped(const struct ledger_row *row)
{
	return !row->listed && !row->corrects &&
			(row->state == LEDGER_PLANNED || row->state == LEDGER_DEFERRED);
}

static void learn_row(const struct ledger_row *row, void *with)
{
	struct view *v = with;
	struct ledger_row copy = *row;
	int tier = row->tier >= 0 && row->tier < TIERS ? row->tier : TIERS - 1;

	if (is_dropped(row)) {
		v->unlisted++;
	} else if (row->edition < v->edition) {
		v->earlier[row->state]++;
	} else {
		v->of[tier][row->kind][row->state]++;
		v->copies[tier] += row->kind == LEDGER_PAPER ? row->copies : 0;
	}
	copy.tier = tier;
	copy.organisation = arena_string(v->a, row->organisation);
	copy.contact = arena_string(v->a, row->contact);
	copy.address = arena_string(v->a, row->address);
	copy.reply = arena_string(v->a, row->reply);
	copy.by = arena_string(v->a, row->by);
	copy.message_id = arena_string(v->a, row->message_id);
	copy.pdf_hash = arena_string(v->a, row->pdf_hash);
	*vec_push(v->a, &v->rows) = copy;
}

/* A sender that is at work knows how its rows stand; one that died left them for
   the next to find. */
static bool is_open(const struct view *v, const struct ledger_row *row)
{
	switch (row->state) {
	case LEDGER_DEFERRED:
		return !is_dropped(row);
	case LEDGER_SENDING:
		return !v->busy;
	case LEDGER_REFUSED:
	case LEDGER_UNCERTAIN:
	case LEDGER_BOUNCED:
		return true;
	default:
		return false;
	}
}

static const char *time_text(struct arena *a, int64_t seconds)
{
	const time_t t = (time_t)seconds;
	char text[32] = "";
	struct tm tm;

	if (seconds > 0 && localtime_r(&t, &tm)) {
		strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
	}
	return arena_string(a, text);
}

/* Text */

static void print_counts(const char *name, const int counts[static LEDGER_STATES])
{
	const char *gap = "  ";
	int n = 0;

	for (int i = 0; i < LEDGER_STATES; i++) {
		n += counts[i];
	}
	if (!n) {
		return;
	}
	printf("%s  %d", name, n);
	for (int i = 0; i < LEDGER_STATES; i++) {
		if (counts[i]) {
			printf("%s%s %d", gap, ledger_state_name((enum ledger_state)i), counts[i]);
			gap = ", ";
		}
	}
	putchar('\n');
}

static void print_tiers(const struct view *v)
{
	for (int tier = 0; tier < TIERS; tier++) {
		const char *name = tier_name((enum tier)tier);
		print_counts(arena_print(v->a, "%s  %s", name, _("mail")),
				v->of[tier][LEDGER_MAIL]);
		print_counts(arena_print(v->a, "%s  %s", name, _("paper")),
				v->of[tier][LEDGER_PAPER]);
	}
	print_counts(_("earlier editions"), v->earlier);
	if (v->unlisted) {
		printf(_("no longer on the list, and not sent: %d\n"), v->unlisted);
	}
}

static void print_case(const struct view *v, const struct ledger_row *row)
{
	printf("  %s  %s  %s  %s  %s", tier_name((enum tier)row->tier), row->organisation,
			row->address, ledger_state_name(row->state), time_text(v->a, row->time));
	printf(row->reply[0] ? "  %s\n" : "%s\n", row->reply);
}

static void print_text(const struct view *v, const char *sender)
{
	bool any = false;

	if (v->busy) {
		printf(_("being sent now, by %s\n"), sender);
	}
	if (v->edition > 1) {
		printf(_("edition %d\n"), v->edition);
	}
	print_tiers(v);
	for (int i = 0; i < v->rows.n; i++) {
		if (is_open(v, &v->rows.at[i])) {
			printf(any ? "" : "%s\n", _("open cases:"));
			print_case(v, &v->rows.at[i]);
			any = true;
		}
	}
}

/* CSV */

/* RFC 4180. A reply is a stranger's: no table program shall take it for a
   formula. */
static void csv_field(struct buf *b, const char *s, bool last)
{
	buf_byte(b, '"');
	if (*s && strchr("=+-@", *s)) {
		buf_byte(b, '\'');
	}
	for (; *s; s++) {
		buf_text(b, *s == '"' ? "\"" : "");
		buf_byte(b, *s);
	}
	buf_text(b, last ? "\"\r\n" : "\",");
}

static void csv_row(const struct view *v, struct buf *b, const struct ledger_row *row)
{
	const char *const fields[] = {
		tier_name((enum tier)row->tier),
		row->organisation,
		row->contact,
		row->kind == LEDGER_MAIL ? "mail" : "paper",
		row->address,
		row->copies ? arena_print(v->a, "%d", row->copies) : "",
		arena_print(v->a, "%d", row->edition),
		row->corrects ? arena_print(v->a, "%d", row->corrects) : "",
		is_dropped(row) ? "unlisted" : ledger_state_word(row->state),
		time_text(v->a, row->time),
		arena_print(v->a, "%d", row->attempts),
		row->reply,
		row->by,
		row->message_id,
		row->pdf_hash,
	};
	const int n = (int)(sizeof fields / sizeof *fields);

	for (int i = 0; i < n; i++) {
		csv_field(b, fields[i], i + 1 == n);
	}
}

static void print_csv(const struct view *v)
{
	struct buf b = { 0 };

	/* table programs tell UTF-8 by the mark */
	buf_text(&b,
			"\xef\xbb\xbftier,organisation,contact,delivery,address,copies,edition,"
			"corrects,state,time,attempts,reply,by,message-id,pdf\r\n");
	for (int i = 0; i < v->rows.n; i++) {
		csv_row(v, &b, &v->rows.at[i]);
	}
	fwrite(b.s, 1, b.n, stdout);
	buf_done(&b);
}

/* The register on one page */

static struct register_tier sum_tier(const struct view *v, int tier)
{
	const int *mail = v->of[tier][LEDGER_MAIL], *paper = v->of[tier][LEDGER_PAPER];
	struct register_tier t = {
		.name = tier_name((enum tier)tier),
		.accepted = mail[LEDGER_ACCEPTED],
		.waiting = mail[LEDGER_PLANNED] + mail[LEDGER_SENDING] + mail[LEDGER_DEFERRED],
		.uncertain = mail[LEDGER_UNCERTAIN],
		.returned = mail[LEDGER_REFUSED] + mail[LEDGER_BOUNCED],
		.delivered = paper[LEDGER_DELIVERED],
		.copies = v->copies[tier],
	};

	t.mail = t.accepted + t.waiting + t.uncertain + t.returned;
	for (int i = 0; i < LEDGER_STATES; i++) {
		t.paper += paper[i];
	}
	return t;
}

static struct register_facts facts_of(const struct view *v)
{
	struct register_tier *tiers = ARENA_ARRAY(v->a, struct register_tier, TIERS);
	struct register_case *cases = ARENA_ARRAY(v->a, struct register_case, v->rows.n);
	const struct date today = work_today();
	struct register_facts f = { .tiers = tiers,
		.ntiers = TIERS,
		.cases = cases,
		.edition = v->edition,
		.hash = "" };

	for (int tier = 0; tier < TIERS; tier++) {
		tiers[tier] = sum_tier(v, tier);
	}
	for (int i = 0; i < v->rows.n; i++) {
		const struct ledger_row *row = &v->rows.at[i];
		f.hash = row->edition == v->edition && row->pdf_hash[0] ? row->pdf_hash : f.hash;
		if (is_open(v, row)) {
			cases[f.ncases++] = (struct register_case){ tier_name((enum tier)row->tier),
				row->organisation, row->address, ledger_state_name(row->state),
				row->reply };
		}
	}
	f.date = arena_print(v->a, "%04d-%02d-%02d", today.year, today.month, today.day);
	return f;
}

static void write_pdf(struct work *w, const struct view *v, const struct wish *wish)
{
	const struct stationery *st =
			source_stationery(w->a, data_folder(w->a, "layouts"), w->diags);
	const struct register_facts facts = facts_of(v);
	const struct typesetter t = { .a = w->a,
		.l = w->issue->layout,
		.s = w->shaper,
		.d = w->diags };
	struct book *book = st ? page_register(&t, st, w->issue, &facts) : NULL;
	const char *output = wish->output;

	if (!book || diags_count(w->diags, DIAG_ERROR)) {
		return;
	}
	output = output ? output : work_output(w, "-register");
	if (!diags_count(w->diags, DIAG_ERROR) && pdf_write(book, NULL, output, w->diags)) {
		work_done(w, output, book->npages);
	}
}

/* The command */

static void show(struct work *w, struct ledger *l, const struct wish *wish)
{
	struct view v = { .a = w->a, .edition = ledger_edition(l) };
	const char *sender = "";

	v.busy = ledger_busy(l, w->a, &sender);
	if (!ledger_each(l, learn_row, &v, w->diags)) {
		return;
	}
	switch (wish->format) {
	case FORMAT_TEXT:
		print_text(&v, sender);
		break;
	case FORMAT_CSV:
		print_csv(&v);
		break;
	case FORMAT_PDF:
		write_pdf(w, &v, wish);
		break;
	}
}

static bool read_format(const char *word, enum format *out)
{
	static const char *const formats[] = { "text", "csv", "pdf" };

	for (int i = 0; i < 3; i++) {
		if (strcmp(word, formats[i]) == 0) {
			*out = (enum format)i;
			return true;
		}
	}
	return false;
}

static enum status status(const char *folder, const struct wish *wish)
{
	struct work w = { .folder = folder };
	struct ledger *l = NULL;

	work_begin(&w);
	if (work_until(&w, wish->format == FORMAT_PDF ? STEP_FONT : STEP_SOURCE)) {
		l = ledger_open(w.issue->folder, ledger_identity(w.a, w.issue), LEDGER_READ,
				w.diags);
	}
	if (l) {
		show(&w, l, wish);
	}
	ledger_close(l);
	return work_end(&w);
}

enum status cmd_status(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "output", required_argument, NULL, 'o' },
		{ 0 },
	};
	struct wish wish = { 0 };

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		if (c == 'o') {
			wish.output = optarg;
		} else if (c != 'f') {
			return option_error(argv, "status");
		} else if (!read_format(optarg, &wish.format)) {
			return usage_error(_("‘%s’ is no format; they are text, csv and pdf"),
					optarg);
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("status takes the folder of one issue"));
	}
	if (wish.output && wish.format != FORMAT_PDF) {
		return usage_error(_("-o goes with --format pdf"));
	}
	return status(argv[optind], &wish);
}
