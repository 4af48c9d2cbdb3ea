#include "cmd.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "proof/pages.h"
#include "proof/rounds.h"
#include "source/source.h"
#include "text/char.h"

/* What stands on the command line. */
struct order {
	const char *by; /* "" where not said */
	struct date date;
	int stage; /* -1: not said */
	bool all;
	char **words; /* the folder and what follows it */
	int nwords;
};

/* An issue with its rounds. */
struct desk {
	struct work w;
	struct rounds *rounds;
	struct state *state;
};

static bool sit_down(struct desk *k, const struct order *o, enum step last)
{
	k->w.folder = o->words[0];
	work_begin(&k->w);
	k->w.progress = false;
	if (!work_until(&k->w, last)) {
		return false;
	}
	k->rounds = source_rounds(k->w.a, k->w.issue->folder, k->w.diags);
	k->state = state_of_issue(k->w.a, k->w.issue);
	return diags_count(k->w.diags, DIAG_ERROR) == 0;
}

/* Articles alone: what issue.yaml prints has no name. */
static bool is_article(const struct writing *w)
{
	return w->name[0] != '\0';
}

static const char *round_name(int number)
{
	return stage_name(STAGE_PROOF + number - 1);
}

static void complain(struct desk *k, enum diag_kind kind, const char *about)
{
	diag_add(k->w.diags, kind, (struct span){ 0 }, about);
}

static const struct round *find_round(const struct desk *k, int number)
{
	return &k->rounds->at[number - 1];
}

/* "1" to "3"; the default where there is no word. 0: none of them. */
static int read_round(const struct order *o, int otherwise)
{
	const char *s = o->nwords > 1 ? o->words[1] : NULL;

	if (!s) {
		return otherwise;
	}
	return s[0] >= '1' && s[0] <= '0' + ROUNDS && !s[1] ? s[0] - '0' : 0;
}

/* open */

static void open_round(struct desk *k, const struct order *o, int number)
{
	struct round round = { .opened_by = o->by, .opened_on = o->date };

	for (int i = 1; i < number; i++) {
		if (!find_round(k, i)->closed) {
			complain(k,
					find_round(k, i)->opened ? DIAG_ROUND_OPEN
								 : DIAG_ROUND_NOT_OPEN,
					round_name(i));
			return;
		}
	}
	if (find_round(k, number)->opened) {
		complain(k, find_round(k, number)->closed ? DIAG_ROUND_DONE : DIAG_ROUND_OPEN,
				round_name(number));
		return;
	}
	if (source_round_open(k->w.a, k->w.issue->folder, number, &round, k->state, k->w.diags)) {
		printf(_("%s is open; what the issue says now is kept\n"), round_name(number));
	}
}

static enum status round_open(const struct order *o)
{
	struct desk k = { 0 };

	if (o->nwords > 2 || read_round(o, 1) == 0) {
		return usage_error(_("round open takes an issue's folder, and perhaps 1, 2 or 3"));
	}
	if (sit_down(&k, o, STEP_PAGE)) {
		int next = rounds_last(k.rounds) + 1;
		k.state->prints = pages_prints(k.w.a, k.w.book);
		open_round(&k, o, read_round(o, next > ROUNDS ? ROUNDS : next));
	}
	return work_end(&k.w);
}

/* sign */

static const struct writing *find_article(struct desk *k, const char *word)
{
	const char *folder = k->w.issue->folder;
	size_t n = strlen(folder);

	/* as issue.yaml names it, or as the shell completes it */
	if (strncmp(word, folder, n) == 0 && word[n] == '/') {
		word += n + 1;
	}
	for (int i = 0; i < k->state->nwritings; i++) {
		const struct writing *w = &k->state->writings[i];
		if (is_article(w) && strcmp(w->name, word) == 0) {
			return w;
		}
	}
	complain(k, DIAG_ARTICLE_NONE, word);
	return NULL;
}

static bool sign(struct desk *k, const struct order *o, enum stage stage, const struct writing *w)
{
	const struct signature s = {
		.stage = stage,
		.article = w->name,
		.hash = w->hash,
		.by = o->by,
		.date = o->date,
	};

	if (!source_sign(k->w.a, k->w.issue->folder, &s, k->w.diags)) {
		return false;
	}
	printf(_("%s: %s signed by %s\n"), w->name, stage_name(stage), o->by);
	return true;
}

/* All that are named are there before the first is signed. */
static void sign_articles(struct desk *k, const struct order *o, enum stage stage)
{
	const struct writing **at = ARENA_ARRAY(k->w.a, const struct writing *,
			k->state->nwritings + o->nwords);
	int n = 0;

	for (int i = 0; o->all && i < k->state->nwritings; i++) {
		if (is_article(&k->state->writings[i])) {
			at[n++] = &k->state->writings[i];
		}
	}
	for (int i = 1; i < o->nwords; i++) {
		at[n++] = find_article(k, o->words[i]);
	}
	if (diags_count(k->w.diags, DIAG_ERROR)) {
		return;
	}
	for (int i = 0; i < n; i++) {
		if (!sign(k, o, stage, at[i])) {
			return;
		}
	}
}

static enum status round_sign(const struct order *o)
{
	struct desk k = { 0 };

	if ((o->nwords < 2) == !o->all) {
		return usage_error(_("round sign takes an issue's folder and articles, or --all"));
	}
	if (!o->by[0]) {
		return usage_error(_("round sign needs --by NAME"));
	}
	if (sit_down(&k, o, STEP_SOURCE)) {
		int last = rounds_last(k.rounds);
		int stage = o->stage < 0 ? STAGE_PROOF + (last ? last : 1) - 1 : o->stage;
		int number = stage - STAGE_PROOF + 1;
		if (number > 0 && !find_round(&k, number)->opened) {
			complain(&k, DIAG_ROUND_NOT_OPEN, round_name(number));
		} else {
			sign_articles(&k, o, (enum stage)stage);
		}
	}
	return work_end(&k.w);
}

/* close */

static int count_pages(const struct book *b)
{
	int n = 0;

	for (int i = 0; i < b->npages; i++) {
		n += b->pages[i].label != NULL;
	}
	return n;
}

/* What has changed since a round was opened; false, with diagnostics, where the
   kept state can't be read. */
static bool score_round(struct desk *k, const struct round *round, struct score *out)
{
	const char *path = arena_print(k->w.a, "%s/%s", k->w.issue->folder, round->state);
	struct state *before = source_state(k->w.a, path, k->w.diags);

	if (!before) {
		return false;
	}
	*out = score_changes(diff_states(k->w.a, before, k->state));
	out->area = score_area(k->w.issue->layout, count_pages(k->w.book));
	return true;
}

static bool require_signed(struct desk *k, enum stage stage)
{
	int errors = diags_count(k->w.diags, DIAG_ERROR);

	for (int i = 0; i < k->state->nwritings; i++) {
		if (is_article(&k->state->writings[i])) {
			work_require(&k->w, k->rounds, &k->state->writings[i], stage, stage + 1);
		}
	}
	return diags_count(k->w.diags, DIAG_ERROR) == errors;
}

static void list_closed(struct desk *k, struct round *round)
{
	struct closed_article *at = ARENA_ARRAY(k->w.a, struct closed_article, k->state->nwritings);

	round->narticles = 0;
	for (int i = 0; i < k->state->nwritings; i++) {
		const struct writing *w = &k->state->writings[i];
		if (is_article(w)) {
			at[round->narticles++] = (struct closed_article){ w->name, w->hash };
		}
	}
	round->articles = at;
}

static void close_round(struct desk *k, const struct order *o, int number)
{
	struct round round;

	if (!number || !find_round(k, number)->opened) {
		complain(k, DIAG_ROUND_NOT_OPEN, round_name(number ? number : 1));
		return;
	}
	round = *find_round(k, number);
	if (round.closed) {
		complain(k, DIAG_ROUND_DONE, round_name(number));
		return;
	}
	if (!require_signed(k, STAGE_PROOF + number - 1) || !score_round(k, &round, &round.score)) {
		return;
	}
	round.closed_by = o->by;
	round.closed_on = o->date;
	list_closed(k, &round);
	if (source_round_close(k->w.a, k->w.issue->folder, number, &round, k->w.diags)) {
		printf(_("%s is closed\n"), round_name(number));
	}
}

static enum status round_close(const struct order *o)
{
	struct desk k = { 0 };

	if (o->nwords > 2 || read_round(o, 1) == 0) {
		return usage_error(_("round close takes an issue's folder, and perhaps 1, 2 or "
				     "3"));
	}
	if (sit_down(&k, o, STEP_PAGE)) {
		close_round(&k, o, read_round(o, rounds_last(k.rounds)));
	}
	return work_end(&k.w);
}

/* status */

static void print_date(const struct date *d)
{
	printf("%04d-%02d-%02d", d->year, d->month, d->day);
}

static void print_article(const struct desk *k, const struct writing *w)
{
	printf("%s\n   ", w->name);
	for (int stage = 0; stage < STAGES; stage++) {
		const struct signature *s;
		enum standing standing = rounds_standing(k->rounds, w, (enum stage)stage, &s);
		printf(" %s ", stage_name((enum stage)stage));
		if (!s) {
			printf("— ");
			continue;
		}
		printf("%s ", s->by);
		print_date(&s->date);
		printf("%s ",
				standing == STANDING_REOPENED ? _(" (changed since: open again)")
							      : "");
	}
	printf("\n");
}

/* 0.71‱ */
static void print_rate(const struct score *t)
{
	int rate = score_rate(t);

	if (rate >= 0) {
		printf("%d.%02d‱", rate / 100, rate % 100);
	} else {
		printf("—");
	}
}

static void print_score(const struct score *t)
{
	printf(_("    %d changes: %d of characters, %d of numbers, %d of marks, %d of form\n"),
			t->changes, t->characters, t->numbers, t->marks, t->form);
	printf(_("    errors %d.%d in %d characters of type area: "), t->tenths / 10,
			t->tenths % 10, t->area);
	print_rate(t);
	printf("\n");
}

static void print_round(struct desk *k, int number)
{
	const struct round *round = find_round(k, number);
	struct score now;

	if (!round->opened) {
		return;
	}
	printf("%s  ", round_name(number));
	print_date(&round->opened_on);
	printf(" – ");
	if (round->closed) {
		print_date(&round->closed_on);
		printf("\n");
		print_score(&round->score);
	} else {
		printf("%s\n", _("open"));
		if (score_round(k, round, &now)) {
			print_score(&now);
		}
	}
}

/* Rates of the issues beside this one, oldest first, as far as they have closed
   rounds. */
static void print_trend(struct desk *k)
{
	int n;
	const char *const *folders = source_neighbours(k->w.a, k->w.issue->folder, &n);
	struct diags *unheard = diags_new(); /* their troubles are told where they are asked */

	for (int i = 0; i < n; i++) {
		const struct rounds *r = source_rounds(k->w.a, folders[i], unheard);
		const char *slash = strrchr(folders[i], '/');
		bool named = false;
		for (int number = 0; number < ROUNDS; number++) {
			if (r->at[number].closed) {
				printf(named ? "  " : "%s  ", slash ? slash + 1 : folders[i]);
				named = true;
				printf("%s ", round_name(number + 1));
				print_rate(&r->at[number].score);
			}
		}
		printf(named ? "\n" : "");
	}
	diags_free(unheard);
}

static void say_stray(const struct signature *g, void *with)
{
	struct desk *k = with;

	diag_add(k->w.diags, DIAG_SIGNATURE_STRAY, g->span, g->article);
}

static enum status round_status(const struct order *o)
{
	struct desk k = { 0 };

	if (o->nwords != 1) {
		return usage_error(_("round status takes the folder of one issue"));
	}
	sit_down(&k, o, STEP_PAGE);
	if (k.state) { /* what can be read is told, whatever else is wrong */
		for (int i = 0; i < k.state->nwritings; i++) {
			if (is_article(&k.state->writings[i])) {
				print_article(&k, &k.state->writings[i]);
			}
		}
		for (int number = 1; number <= ROUNDS; number++) {
			print_round(&k, number);
		}
		print_trend(&k);
		rounds_each_stray(k.rounds, k.state, say_stray, &k);
	}
	return work_end(&k.w);
}

/* The words of the files, or review1 … proof3 for keyboards without them. */
static int read_stage(const char *s)
{
	static const char *const keys[STAGES] = { "review1", "review2", "review3", "proof1",
		"proof2", "proof3" };

	for (int i = 0; i < STAGES; i++) {
		if (strcmp(s, stage_name((enum stage)i)) == 0 || strcmp(s, keys[i]) == 0) {
			return i;
		}
	}
	return -1;
}

static bool is_name(const char *s)
{
	size_t n = strlen(s);

	for (size_t at = 0; at < n;) {
		int32_t c = char_check(s, n, &at);
		if (c < 0 || c == '\n' || c == '\t' || char_is_control((uint32_t)c)) {
			return false;
		}
	}
	return n > 0 && n <= 200 && s[strspn(s, " ")];
}

/* STATUS_DONE where o is filled. */
static enum status read_order(int argc, char **argv, struct order *o)
{
	static const struct option options[] = {
		{ "all", no_argument, NULL, 'a' },
		{ "by", required_argument, NULL, 'b' },
		{ "date", required_argument, NULL, 'd' },
		{ "stage", required_argument, NULL, 's' },
		{ 0 },
	};

	*o = (struct order){ .by = "", .date = work_today(), .stage = -1 };
	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c == 'a') {
			o->all = true;
		} else if (c == 'b') {
			o->by = optarg;
		} else if (c == 'd' && !source_date(optarg, &o->date)) {
			return usage_error(_("‘%s’ is no date; write year-month-day, like "
					     "2024-02-29"),
					optarg);
		} else if (c == 's') {
			o->stage = read_stage(optarg);
			if (o->stage < 0) {
				return usage_error(_("‘%s’ is none of %s"), optarg, STAGE_WORDS);
			}
		} else if (c == '?') {
			return option_error(argv, "round");
		}
	}
	if (o->by[0] && !is_name(o->by)) {
		return usage_error(_("‘%s’ is no name"), o->by);
	}
	o->words = argv + optind;
	o->nwords = argc - optind;
	return o->nwords ? STATUS_DONE : usage_error(_("round takes the folder of an issue"));
}

enum status cmd_round(int argc, char **argv)
{
	static const struct {
		const char *name;
		enum status (*run)(const struct order *o);
	} verbs[] = {
		{ "open", round_open },
		{ "sign", round_sign },
		{ "status", round_status },
		{ "close", round_close },
	};
	struct order o;

	for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof *verbs; i++) {
		if (strcmp(argv[1], verbs[i].name) == 0) {
			enum status status = read_order(argc - 1, argv + 1, &o);
			return status == STATUS_DONE ? verbs[i].run(&o) : status;
		}
	}
	return usage_error(_("round takes open, sign, status or close"));
}
