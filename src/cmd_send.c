/* send: everybody on the list gets the issue, once. */

#include "cmd_send.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/vec.h"

/* What the command line asks for beside a post's options. */
struct wish {
	bool settle;
	const char **decisions; /* ADDRESS=sent, ADDRESS=unsent */
	int ndecisions;
	const char *by;
};

/* A plan */

struct known {
	const char *key;
	enum ledger_state state;
	int64_t id;
};

struct knowledge {
	struct arena *a;
	int edition;
	VEC(struct known) all;
};

static int by_key(const void *x, const void *y)
{
	return strcmp(((const struct known *)x)->key, ((const struct known *)y)->key);
}

static void learn_row(const struct ledger_row *row, void *with)
{
	struct knowledge *k = with;

	if (row->kind == LEDGER_MAIL && row->edition == k->edition) {
		*vec_push(k->a, &k->all) =
				(struct known){ arena_string(k->a, row->key), row->state, row->id };
	}
}

static void learn(struct post *p, struct knowledge *k)
{
	*k = (struct knowledge){ .a = p->w.a };
	if (p->ledger) {
		k->edition = ledger_edition(p->ledger);
		ledger_each(p->ledger, learn_row, k, p->w.diags);
	}
	if (k->all.n) {
		qsort(k->all.at, (size_t)k->all.n, sizeof *k->all.at, by_key);
	}
}

static const struct known *find_known(const struct knowledge *k, const char *key)
{
	struct known wanted = { .key = key };

	return k->all.n ? bsearch(&wanted, k->all.at, (size_t)k->all.n, sizeof wanted, by_key)
			: NULL;
}

/* Call f with each address that gets a message, and the message; a diagnostic
   where it can't be made. */
static void each_message(struct post *p,
		void f(struct post *p, const struct recipient *r, int address,
				const struct message *m, void *with),
		void *with)
{
	const struct message_date date = { .east = 480 };
	struct arena *a = arena_new();

	for (int i = 0; i < p->recipients->n; i++) {
		const struct recipient *r = &p->recipients->at[i];
		for (int j = 0; j < r->naddresses && recipient_by_mail(r); j++) {
			struct message *m = send_message(a, p->mailing, r, j, date, p->w.diags);
			if (m && f) {
				f(p, r, j, m, with);
			}
			arena_reset(a);
		}
	}
	arena_free(a);
}

struct planning {
	struct knowledge known;
	int n;
	size_t bytes;
};

static const char *lower_case(struct arena *a, const char *s)
{
	char *copy = arena_string(a, s);

	for (char *c = copy; *c; c++) {
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c + ('a' - 'A') : *c);
	}
	return copy;
}

static void plan_line(struct post *p, const struct recipient *r, int address,
		const struct message *m, void *with)
{
	struct planning *n = with;
	const struct known *k = find_known(&n->known, lower_case(p->w.a, r->addresses[address]));
	enum ledger_state state = k ? k->state : LEDGER_PLANNED;

	printf("%s\t%s\t%s\t%s\t%.1f KB\t%s%s\n", tier_name(r->tier), r->organisation, r->contact,
			r->addresses[address], (double)m->n / 1024, ledger_state_name(state),
			m->linked ? _(", a link instead of the PDF") : "");
	if (state == LEDGER_PLANNED || state == LEDGER_DEFERRED) {
		n->n++;
		n->bytes += m->n;
	}
}

/* The first message as it is, as far as its headers and its text go. */
static void show_first(struct post *p)
{
	const struct recipients *r = p->recipients;
	const struct message_date date = { .east = 480 };

	for (int i = 0; i < r->n; i++) {
		if (recipient_by_mail(&r->at[i]) && r->at[i].naddresses) {
			const struct recipient *to = &r->at[i];
			struct message *m =
					send_message(p->w.a, p->mailing, to, 0, date, p->w.diags);
			if (m) {
				printf(_("The first message goes from %s to %s:\n\n"), m->from,
						to->addresses[0]);
				printf("%s\n\n%s\n", m->subject,
						message_text(p->w.a, p->mailing, to, m->linked));
			}
			return;
		}
	}
}

/* Who got the wrong one, and how far the right one is. */
static void plan_correction(const struct ledger_row *row, void *with)
{
	const struct post *p = with;
	bool right = strcmp(row->pdf_hash, p->pdf_hash) == 0;
	const char *state = ledger_state_name(row->state);

	if (row->kind != LEDGER_MAIL || row->edition != ledger_edition(p->ledger)) {
		return;
	}
	if (!right &&
			(row->state == LEDGER_ACCEPTED || row->state == LEDGER_UNCERTAIN ||
					row->state == LEDGER_BOUNCED)) {
		state = _("got the wrong one");
	}
	printf("%s\t%s\t%s\t%s\t%s\n", tier_name((enum tier)row->tier), row->organisation,
			row->contact, row->address, state);
}

static void plan_erratum(struct post *p)
{
	if (ledger_each(p->ledger, plan_correction, p, p->w.diags)) {
		show_first(p);
		printf(_("Nothing was sent. --smtp URL or --to FOLDER sends the correction.\n"));
	}
}

static void plan(struct post *p)
{
	struct planning n = { .n = 0 };

	learn(p, &n.known);
	each_message(p, plan_line, &n);
	if (diags_count(p->w.diags, DIAG_ERROR)) {
		return;
	}
	printf(ngettext("%d message, %.1f MB\n", "%d messages, %.1f MB\n", (unsigned)n.n), n.n,
			(double)n.bytes / 1048576);
	show_first(p);
	printf(_("Nothing was sent. --dry-run writes the messages as files, --to FOLDER delivers "
		 "them into a maildir, --smtp URL sends them.\n"));
}

/* Files instead of sending */

struct writing_files {
	const char *folder;
	int n;
};

static void write_file(struct post *p, const struct recipient *r, int address,
		const struct message *m, void *with)
{
	struct writing_files *f = with;
	char *name = arena_print(p->w.a, "%05d-%s", ++f->n, r->addresses[address]);
	const char *path;

	for (char *c = name; *c; c++) {
		if (*c == '/') {
			*c = '_';
		}
	}
	path = arena_print(p->w.a, "%s/%s.eml", f->folder, name);
	if (!diags_count(p->w.diags, DIAG_ERROR) && !message_save(m, path)) {
		diag_add(p->w.diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(errno));
	}
}

static void dry_run(struct post *p)
{
	struct writing_files f = { .folder = p->eml };

	if (!f.folder) {
		f.folder = arena_print(p->w.a, "out/%s%s-mail", work_name(&p->w),
				p->note ? "-erratum" : "");
	}
	if (mkdir(f.folder, 0777) != 0 && errno != EEXIST) {
		diag_add(p->w.diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, f.folder,
				strerror(errno));
		return;
	}
	each_message(p, write_file, &f);
	if (!diags_count(p->w.diags, DIAG_ERROR)) {
		printf(ngettext("%s: %d message\n", "%s: %d messages\n", (unsigned)f.n), f.folder,
				f.n);
	}
}

/* Sending */

static bool ready_to_send(struct post *p)
{
	each_message(p, NULL, NULL);
	return diags_count(p->w.diags, DIAG_ERROR) == 0;
}

static bool plan_rows(struct post *p)
{
	int n;
	struct ledger_entry *entries = ledger_entries(p->w.a, p->recipients, &n);

	return ledger_plan(p->ledger, entries, n, p->w.diags);
}

static bool begin_edition(struct post *p)
{
	struct diags *d = p->w.diags;

	if (!p->note) {
		return ledger_pdf(p->ledger, p->pdf_hash, d) && plan_rows(p);
	}
	return plan_rows(p) && ledger_erratum(p->ledger, p->pdf_hash, p->note, d) &&
			ledger_pdf(p->ledger, p->pdf_hash, d);
}

static void send_issue(struct post *p)
{
	post_word(p, p->note ? 1 : 0);
	if (ready_to_send(p) && post_lock(p) && begin_edition(p)) {
		int edition = ledger_edition(p->ledger);
		if (p->note && edition > 2) {
			post_word(p, edition - 1);
		}
		post_send(p);
	}
}

static void send_or_plan(struct post *p)
{
	struct work *w = &p->w;

	if (p->server.url &&
			(!server_check(&p->server, w->diags) ||
					!server_login(w->a, &p->server, p->login, w->diags))) {
		return;
	}
	if (!post_make(p)) {
		return;
	}
	if (!p->dry && (p->server.url || p->outbox)) {
		send_issue(p);
	} else if (post_look(p)) {
		int edition = p->ledger ? ledger_edition(p->ledger) : 1;
		post_word(p, p->note ? edition : 0);
		if (p->dry) {
			dry_run(p);
		} else if (p->note) {
			plan_erratum(p);
		} else {
			plan(p);
		}
	}
}

/* Settling */

static const char *const decided[] = { "unsent", "sent" };

static void learn_uncertain(const struct ledger_row *row, void *with)
{
	struct knowledge *k = with;

	if (row->kind == LEDGER_MAIL && row->state == LEDGER_UNCERTAIN) {
		*vec_push(k->a, &k->all) =
				(struct known){ arena_string(k->a, row->key), row->state, row->id };
		printf("%s <%s>\t%s\n", row->organisation, row->address, row->reply);
	}
}

static void settle_row(struct post *p, const struct wish *o, const struct known *row, bool sent)
{
	if (ledger_settle(p->ledger, row->id, sent ? LEDGER_ACCEPTED : LEDGER_PLANNED, o->by,
			    p->w.diags)) {
		printf("%s\t%s\n", row->key,
				ledger_state_name(sent ? LEDGER_ACCEPTED : LEDGER_PLANNED));
	}
}

/* "ADDRESS=sent": the address's row, among known. */
static void settle_word(struct post *p, const struct wish *o, const struct knowledge *known,
		const char *word)
{
	const char *equals = strrchr(word, '=');
	size_t n = (size_t)(equals - word);
	const struct known *row =
			find_known(known, lower_case(p->w.a, arena_copy(p->w.a, word, n)));

	if (row) {
		settle_row(p, o, row, strcmp(equals + 1, decided[true]) == 0);
	} else {
		diag_add(p->w.diags, DIAG_SETTLE_NONE, (struct span){ 0 },
				arena_copy(p->w.a, word, n));
	}
}

/* 1 yes, 0 no, -1 neither. */
static int ask(const char *key)
{
	char line[80];

	printf(_("did %s get the message? [y/n, Enter: decide later] "), key);
	fflush(stdout);
	if (!fgets(line, sizeof line, stdin)) {
		return -1;
	}
	return *line == 'y' || *line == 'Y' ? 1 : *line == 'n' || *line == 'N' ? 0 : -1;
}

static void settle(struct post *p, const struct wish *o)
{
	struct work *w = &p->w;
	struct knowledge uncertain = { .a = w->a }, all;

	if (!work_until(w, STEP_SOURCE) || !post_look(p)) {
		return;
	}
	if (!p->ledger) {
		printf(_("nothing is uncertain\n"));
		return;
	}
	ledger_close(p->ledger);
	p->ledger = NULL;
	if (!post_lock(p) || !ledger_each(p->ledger, learn_uncertain, &uncertain, w->diags)) {
		return;
	}
	learn(p, &all);
	for (int i = 0; i < o->ndecisions; i++) {
		settle_word(p, o, &all, o->decisions[i]);
	}
	for (int i = 0; i < uncertain.all.n && !o->ndecisions && isatty(STDIN_FILENO); i++) {
		int answer = ask(uncertain.all.at[i].key);
		if (answer >= 0) {
			settle_row(p, o, &uncertain.all.at[i], answer == 1);
		}
	}
	if (!uncertain.all.n && !o->ndecisions) {
		printf(_("nothing is uncertain\n"));
	}
}

static bool is_decision(const char *word)
{
	const char *equals = strrchr(word, '=');

	return equals && equals > word &&
			(strcmp(equals + 1, decided[0]) == 0 ||
					strcmp(equals + 1, decided[1]) == 0);
}

static bool settle_option(struct post *p, struct wish *o, int c)
{
	switch (c) {
	case 'E':
		o->settle = true;
		if (optarg && is_decision(optarg)) {
			o->decisions[o->ndecisions++] = optarg;
		} else if (optarg) {
			p->bad = _("--settle takes ADDRESS=sent or ADDRESS=unsent");
		}
		return true;
	case 'b':
		o->by = optarg;
		return true;
	default:
		return false;
	}
}

static void begin(struct post *p)
{
	p->server.timeout = 300;
	p->limits = (struct send_limits){ .connections = 2,
		.attempts = 6,
		.patience = 2000,
		.wait = 0 };
	work_begin(&p->w);
}

static enum status give_up(struct post *p, enum status status)
{
	work_quit(&p->w);
	return status;
}

/* What is wrong with the whole of a command line; NULL: nothing. */
static const char *wrong_together(const struct post *p)
{
	if (p->bad) {
		return p->bad;
	}
	if (p->server.url && p->outbox) {
		return _("--smtp and --to exclude each other");
	}
	if (p->dry && (p->server.url || p->outbox)) {
		return _("--dry-run goes with neither --smtp nor --to");
	}
	if (p->eml && !p->dry) {
		return _("-o goes with --dry-run");
	}
	return p->login && !p->server.url ? _("--login goes with --smtp") : NULL;
}

static const char *user_name(void)
{
	const char *name = getenv("USER");

	return name && *name ? name : "?";
}

enum status cmd_send(int argc, char **argv)
{
	struct post p = { 0 };
	struct wish o = { .by = user_name() };

	begin(&p);
	o.decisions = ARENA_ARRAY(p.w.a, const char *, argc);
	for (int c; (c = getopt_long(argc, argv, "o:", post_options, NULL)) != -1;) {
		if (!post_option(&p, c) && !settle_option(&p, &o, c)) {
			return give_up(&p, option_error(argv, "send"));
		}
	}
	if (argc - optind != 1) {
		return give_up(&p, usage_error(_("send takes the folder of one issue")));
	}
	if (wrong_together(&p)) {
		return give_up(&p, usage_error("%s", wrong_together(&p)));
	}
	p.w.folder = argv[optind];
	if (o.settle) {
		settle(&p, &o);
	} else {
		send_or_plan(&p);
	}
	return post_end(&p);
}

/* Erratum */

#define NOTE_MAX 300 /* bytes: it stands above the first page */

static void begin_erratum(struct post *p)
{
	struct work *w = &p->w;
	struct ledger *there;

	/* no ledger: nobody got anything wrong */
	if (!work_until(w, STEP_SOURCE)) {
		return;
	}
	there = ledger_open(w->issue->folder, ledger_identity(w->a, w->issue), LEDGER_READ,
			w->diags);
	ledger_close(there);
	if (there) {
		send_or_plan(p);
	}
}

enum status cmd_erratum(int argc, char **argv)
{
	struct post p = { 0 };

	begin(&p);
	for (int c; (c = getopt_long(argc, argv, "o:", post_options, NULL)) != -1;) {
		if (c == 'n') {
			p.note = optarg;
		} else if (!post_option(&p, c)) {
			return give_up(&p, option_error(argv, "erratum"));
		}
	}
	if (argc - optind != 1) {
		return give_up(&p, usage_error(_("erratum takes the folder of one issue")));
	}
	if (!p.note || !*p.note || strlen(p.note) > NOTE_MAX || strpbrk(p.note, "\n\r\t")) {
		return give_up(&p,
				usage_error(_("erratum needs --note, one line that says what is "
					      "corrected, of at most 100 characters")));
	}
	if (wrong_together(&p)) {
		return give_up(&p, usage_error("%s", wrong_together(&p)));
	}
	p.w.folder = argv[optind];
	begin_erratum(&p);
	return post_end(&p);
}
