#include "cmd.h"

#include <getopt.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "comments/comments.h"
#include "pdf/pdf.h"
#include "proof/redline.h"
#include "proof/rounds.h"
#include "proof/sheets.h"
#include "source/source.h"

/* What is wanted. */
struct wish {
	int round;          /* 0: the one at hand */
	const char *output; /* NULL: the usual place */
	const char *since;  /* compare with that; NULL: with nothing */
	bool list;          /* say the changes instead of drawing them */
};

/* What the sheets' fonts lack is no fault of the manuscript: it is told to
   nobody. */
static struct book *make_sheets(struct work *w, const struct findings *found, int round,
		const struct diff *since, const char *recheck)
{
	struct diags *unheard = diags_new();
	struct shaper *s = shaper_new(w->fonts, w->issue->layout, unheard);
	struct typesetter t = { w->a, s, w->issue->layout, unheard };
	struct proof_order order = { w->issue, w->book, found, round, since, recheck };
	struct book *sheets = proof_sheets(&t, &order);

	shaper_free(s);
	diags_free(unheard);
	return sheets;
}

/* Which pages a reader need look at again, as a sentence; NULL where nothing says
   how the lines were printed. */
static const char *recheck_words(struct work *w, const struct diff *since)
{
	struct recheck r = redline_pages(w->a, since, w->book);

	if (!r.pages) {
		return NULL;
	}
	if (*r.pages && *r.sheets) {
		return arena_print(w->a, _("read again only pages %s and sheets %s"), r.pages,
				r.sheets);
	}
	if (*r.sheets) {
		return arena_print(w->a, _("read again only sheets %s"), r.sheets);
	}
	return *r.pages ? arena_print(w->a, _("read again only pages %s"), r.pages)
			: _("no page need be read again");
}

/* On one line. */
static const char *shown(struct arena *a, const char *s)
{
	char *copy = arena_string(a, s);

	for (char *c = copy; *c; c++) {
		*c = *c == '\n' || *c == '\t' ? ' ' : *c;
	}
	return copy;
}

static void print_changes(struct work *w, const struct diff *d)
{
	for (int i = 0; i < d->nchanges; i++) {
		const struct change *c = &d->changes[i];
		struct span at = place_span(d->new, c->new);
		printf("%s:%d:%d: %s", at.file ? at.file : "-", at.line, at.col,
				change_name(c->kind));
		printf(" ‘%s’ → ‘%s’\n", shown(w->a, place_text(w->a, d->old, c->old)),
				shown(w->a, place_text(w->a, d->new, c->new)));
	}
}

static void write_sheets(struct work *w, const struct findings *found, int round,
		const struct diff *since, const char *output)
{
	const char *pages = since ? recheck_words(w, since) : NULL;
	struct book *sheets = make_sheets(w, found, round, since, pages);

	output = output ? output : work_output(w, arena_print(w->a, "-proof%d", round));
	if (!pdf_is_untouched(output)) {
		diag_add(w->diags, DIAG_PROOF_MARKED, (struct span){ 0 }, output);
	}
	proof_seal(w->a, sheets, work_name(w));
	work_clock(w, STEP_PDF, true);
	if (!diags_count(w->diags, DIAG_ERROR) && pdf_write(sheets, NULL, output, w->diags)) {
		work_done(w, output, sheets->npages);
		if (pages) {
			printf("%s\n", pages);
		}
	}
}

/* What has changed since what the user names; NULL where it can't be told. */
static const struct diff *compare(struct work *w, const char *since)
{
	const struct state *before = work_since(w, since);

	return before ? diff_states(w->a, before, state_of_issue(w->a, w->issue)) : NULL;
}

/* The round that was opened last. */
static int round_at_hand(struct work *w)
{
	struct diags *unheard = diags_new(); /* told by the commands that are about them */
	int last = rounds_last(source_rounds(w->a, w->issue->folder, unheard));

	diags_free(unheard);
	return last ? last : 1;
}

static enum status proof(struct work *w, const struct wish *wish)
{
	struct findings found = { 0 };
	const struct diff *diff = NULL;

	work_begin(w);
	if (!work_until(w, STEP_PAGE) || !work_find(w, &found)) {
		return work_end(w);
	}
	if (wish->since) {
		diff = compare(w, wish->since);
		if (!diff) {
			return work_end(w);
		}
		redline_findings(w->a, diff, &found);
	}
	if (wish->list) {
		print_changes(w, diff);
	} else {
		write_sheets(w, &found, wish->round ? wish->round : round_at_hand(w), diff,
				wish->output);
	}
	return work_end(w);
}

/* "1" to "3"; 0 for what is none. */
static int read_round(const char *s)
{
	int round = s[0] - '0';

	return s[0] && !s[1] && round >= 1 && round <= PROOF_ROUNDS ? round : 0;
}

enum status cmd_proof(int argc, char **argv)
{
	static const struct option options[] = {
		{ "layout", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "list", no_argument, NULL, 'L' },
		{ "round", required_argument, NULL, 'r' },
		{ "since", required_argument, NULL, 's' },
		{ 0 },
	};
	struct work w = { 0 };
	struct wish wish = { 0 };

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		switch (c) {
		case 'l':
			w.layout = optarg;
			break;
		case 'o':
			wish.output = optarg;
			break;
		case 'r':
			wish.round = read_round(optarg);
			if (!wish.round) {
				return usage_error(_("‘%s’ is no round; they are 1, 2 and 3"),
						optarg);
			}
			break;
		case 's':
			wish.since = optarg;
			break;
		case 'L':
			wish.list = true;
			break;
		default:
			return option_error(argv, "proof");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("proof takes the folder of one issue"));
	}
	if (wish.list && !wish.since) {
		return usage_error(_("--list goes with --since"));
	}
	w.folder = argv[optind];
	return proof(&w, &wish);
}
