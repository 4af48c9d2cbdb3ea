/* From an issue to its messages, and on their way. */

#include "cmd_send.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "pdf/pdf.h"
#include "source/source.h"

#define PDF_MAX ((size_t)256 << 20)

const struct option post_options[] = {
	{ "also", required_argument, NULL, 'a' },
	{ "attempts", required_argument, NULL, 'A' },
	{ "authorities", required_argument, NULL, 'c' },
	{ "connections", required_argument, NULL, 'C' },
	{ "dry-run", no_argument, NULL, 'd' },
	{ "layout", required_argument, NULL, 'l' },
	{ "login", required_argument, NULL, 'L' },
	{ "output", required_argument, NULL, 'o' },
	{ "pause", required_argument, NULL, 'p' },
	{ "rate", required_argument, NULL, 'r' },
	{ "smtp", required_argument, NULL, 's' },
	{ "starttls", no_argument, NULL, 'S' },
	{ "timeout", required_argument, NULL, 'T' },
	{ "to", required_argument, NULL, 't' },
	{ "wait", required_argument, NULL, 'w' },
	{ "note", required_argument, NULL, 'n' },
	{ "settle", optional_argument, NULL, 'E' },
	{ "by", required_argument, NULL, 'b' },
	{ 0 },
};

/* A number from least to most; else the command line is wrong. */
static int number_option(struct post *p, int least, int most)
{
	char *end;
	long n = strtol(optarg, &end, 10);

	if (end == optarg || *end || n < least || n > most) {
		p->bad = arena_print(p->w.a, _("‘%s’ is no number from %d to %d"), optarg, least,
				most);
		return least;
	}
	return (int)n;
}

static bool limit_option(struct post *p, int c)
{
	switch (c) {
	case 'A':
		p->limits.attempts = number_option(p, 1, 100);
		return true;
	case 'C':
		p->limits.connections = number_option(p, 1, SEND_CONNECTIONS_MAX);
		return true;
	case 'p':
		p->limits.patience = 1000 * number_option(p, 0, 300);
		return true;
	case 'r':
		p->limits.rate = number_option(p, 1, 60000);
		return true;
	case 'T':
		p->server.timeout = number_option(p, 1, 3600);
		return true;
	case 'w':
		p->limits.wait = number_option(p, 0, 24 * 3600);
		return true;
	default:
		return false;
	}
}

bool post_option(struct post *p, int c)
{
	switch (c) {
	case 'a':
		p->second = optarg;
		return true;
	case 'c':
		p->server.authorities = optarg;
		return true;
	case 'd':
		p->dry = true;
		return true;
	case 'l':
		p->w.layout = optarg;
		return true;
	case 'L':
		p->login = optarg;
		return true;
	case 'o':
		p->eml = optarg;
		return true;
	case 's':
		p->server.url = optarg;
		return true;
	case 'S':
		p->server.encrypt = true;
		return true;
	case 't':
		p->outbox = optarg;
		return true;
	default:
		return limit_option(p, c);
	}
}

/* Begin again from the source, in another layout, as far as the pages. */
static bool compose_second(struct post *p, struct work *second)
{
	second->folder = p->w.folder;
	second->layout = p->second;
	second->a = p->w.a;
	second->diags = p->w.diags;
	second->progress = p->w.progress;
	if (!work_until(second, STEP_SOURCE)) {
		return false;
	}
	second->issue->correction = p->w.issue->correction;
	return work_from(second, STEP_FONT, STEP_PAGE);
}

/* Write the book's PDF and take it into the messages. */
static bool enclose(struct post *p, struct work *w, const char *layout)
{
	struct enclosure *e = &p->enclosures[p->nenclosures++];
	const struct pdf_order order = { 0 };
	const char *suffix = *layout ? arena_print(w->a, "-%s", layout) : "";
	const char *path = work_output(&p->w,
			arena_print(w->a, "%s%s", p->note ? "-erratum" : "", suffix));
	struct span at = { path, 0, 0 };
	enum file_result read;

	if (diags_count(w->diags, DIAG_ERROR) || !pdf_write(w->book, &order, path, w->diags)) {
		return false;
	}
	read = file_read(w->a, path, PDF_MAX, &e->bytes);
	if (read != FILE_OK) {
		diag_add(w->diags, DIAG_FILE_UNREADABLE, at, strerror(errno));
		return false;
	}
	e->edition = *layout ? layout : NULL;
	work_done(w, path, w->book->npages);
	return true;
}

/* Of all PDFs: which is what the ledger holds to. */
static void hash_enclosures(struct post *p)
{
	char each[2][65];

	for (int i = 0; i < p->nenclosures; i++) {
		hash_bytes(p->enclosures[i].bytes.s, p->enclosures[i].bytes.n, each[i]);
	}
	memcpy(p->pdf_hash, each[0], sizeof p->pdf_hash);
	if (p->nenclosures > 1) {
		const char *both = arena_print(p->w.a, "%s%s", each[0], each[1]);
		hash_bytes(both, strlen(both), p->pdf_hash);
	}
}

static bool make_pdfs(struct post *p)
{
	struct work second = { 0 };
	bool good = true;

	if (p->note) {
		p->w.issue->correction = arena_print(p->w.a, "更正：%s", p->note);
	}
	if (!work_from(&p->w, STEP_FONT, STEP_PAGE) || !enclose(p, &p->w, "")) {
		return false;
	}
	if (p->second) {
		good = compose_second(p, &second) && enclose(p, &second, p->second);
		shaper_free(second.shaper);
		fonts_close(second.fonts);
	}
	hash_enclosures(p);
	return good;
}

bool post_make(struct post *p)
{
	struct work *w = &p->w;

	if (!work_until(w, STEP_SOURCE) || !work_final(w)) {
		return false;
	}
	p->recipients = source_recipients(w->a, w->issue->folder, w->issue->date, w->diags);
	p->mail = source_mail(w->a, w->issue->folder, w->diags);
	return p->recipients && p->mail && make_pdfs(p);
}

void post_word(struct post *p, int revision)
{
	const struct book *b = p->w.book;
	struct arena *a = p->w.a;
	struct contents_row *rows = ARENA_ARRAY(a, struct contents_row, b->nmarks + 1);
	struct mailing_source source = { .settings = p->mail,
		.issue = p->w.issue,
		.rows = rows,
		.nrows = b->nmarks,
		.enclosures = p->enclosures,
		.nenclosures = p->nenclosures,
		.revision = revision,
		.remark = p->w.issue->correction };

	for (int i = 0; i < b->nmarks; i++) {
		rows[i] = (struct contents_row){ b->marks[i].title,
			b->pages[b->marks[i].page].label, b->marks[i].level };
	}
	p->mailing = mailing_new(a, &source);
}

bool post_look(struct post *p)
{
	struct work *w = &p->w;
	struct stat st;

	if (stat(arena_print(w->a, "%s/send.db", w->issue->folder), &st) != 0 && errno == ENOENT) {
		return true;
	}
	p->ledger = ledger_open(w->issue->folder, ledger_identity(w->a, w->issue), LEDGER_READ,
			w->diags);
	return p->ledger != NULL;
}

bool post_lock(struct post *p)
{
	struct work *w = &p->w;

	p->ledger = ledger_open(w->issue->folder, ledger_identity(w->a, w->issue), LEDGER_WRITE,
			w->diags);
	return p->ledger && ledger_lock(p->ledger, w->diags);
}

/* When messages are written; where the machine's clock is. */
static struct message_date now(void)
{
	const time_t t = time(NULL);
	struct tm local, utc;
	int east = 0;

	if (localtime_r(&t, &local) && gmtime_r(&t, &utc)) {
		int days = local.tm_year != utc.tm_year ? local.tm_year - utc.tm_year
							: local.tm_yday - utc.tm_yday;
		east = (days * 24 + local.tm_hour - utc.tm_hour) * 60 + local.tm_min - utc.tm_min;
	}
	return (struct message_date){ t, east };
}

/* Which rows are where; of the present edition, by mail. */
struct tally {
	int edition;
	int of[LEDGER_STATES];
};

static void count_row(const struct ledger_row *row, void *with)
{
	struct tally *t = with;

	if (row->kind == LEDGER_MAIL && row->edition == t->edition &&
			(row->listed || row->state != LEDGER_PLANNED)) {
		t->of[row->state]++;
	}
}

static void show_failures(const struct ledger_row *row, void *with)
{
	const struct tally *t = with;

	if (row->kind == LEDGER_MAIL && row->edition == t->edition &&
			(row->state == LEDGER_REFUSED || row->state == LEDGER_DEFERRED ||
					row->state == LEDGER_UNCERTAIN)) {
		printf("%s\t%s <%s>\t%s\n", ledger_state_name(row->state), row->organisation,
				row->address, row->reply);
	}
}

static void complain(struct post *p, enum diag_kind kind, int n)
{
	if (n) {
		diag_add(p->w.diags, kind, (struct span){ 0 }, arena_print(p->w.a, "%d", n),
				p->w.folder);
	}
}

static void print_tally(struct post *p)
{
	struct tally t = { .edition = ledger_edition(p->ledger) };
	struct diags *d = p->w.diags;

	if (!ledger_each(p->ledger, count_row, &t, d) ||
			!ledger_each(p->ledger, show_failures, &t, d)) {
		return;
	}
	for (int i = 0; i < LEDGER_STATES; i++) {
		if (t.of[i]) {
			printf("%s\t%d\n", ledger_state_name((enum ledger_state)i), t.of[i]);
		}
	}
	complain(p, DIAG_SEND_UNCERTAIN, t.of[LEDGER_UNCERTAIN]);
	complain(p, DIAG_SEND_REFUSED, t.of[LEDGER_REFUSED]);
	complain(p, DIAG_SEND_LEFT, t.of[LEDGER_DEFERRED] + t.of[LEDGER_PLANNED]);
}

/* What was left unanswered and lies in the outbox has arrived there. */
struct settling {
	struct post *p;
	struct arena *a;
	VEC(int64_t) ids;
};

static void find_delivered(const struct ledger_row *row, void *with)
{
	struct settling *s = with;
	size_t n = strlen(row->message_id);

	if (row->state == LEDGER_UNCERTAIN && n > 2) {
		struct message m = { .id = arena_copy(s->a, row->message_id + 1, n - 2) };
		if (maildir_holds(s->p->outbox, &m)) {
			*vec_push(s->a, &s->ids) = row->id;
		}
	}
}

static bool settle_outbox(struct post *p)
{
	struct settling s = { .p = p, .a = p->w.a };

	if (!maildir_make(p->outbox)) {
		diag_add(p->w.diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, p->outbox,
				strerror(errno));
		return false;
	}
	if (!ledger_each(p->ledger, find_delivered, &s, p->w.diags)) {
		return false;
	}
	for (int i = 0; i < s.ids.n; i++) {
		if (!ledger_settle(p->ledger, s.ids.at[i], LEDGER_ACCEPTED, "outbox", p->w.diags)) {
			return false;
		}
	}
	return true;
}

void post_send(struct post *p)
{
	struct work *w = &p->w;
	struct send_order order = { .mailing = p->mailing,
		.recipients = p->recipients,
		.ledger = p->ledger,
		.server = p->server.url ? &p->server : NULL,
		.outbox = p->outbox,
		.limits = p->limits,
		.now = now,
		.progress = w->progress };
	bool interrupted = false;

	if (p->outbox && !settle_outbox(p)) {
		return;
	}
	send_run(&order, &interrupted, w->diags);
	print_tally(p);
	if (interrupted) {
		diag_add0(w->diags, DIAG_SEND_INTERRUPTED, (struct span){ 0 });
	}
}

enum status post_end(struct post *p)
{
	ledger_close(p->ledger);
	return work_end(&p->w);
}
