#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "comments/comments.h"
#include "proof/proof.h"
#include "proof/report.h"
#include "source/source.h"

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF };

/* A change can make room for another; this many times is the issue read anew. */
#define ROUNDS_MAX 5

static bool read_format(const char *name, enum format *out)
{
	static const char *const names[] = { "text", "json", "sarif" };

	for (int i = 0; i < 3; i++) {
		if (strcmp(name, names[i]) == 0) {
			*out = (enum format)i;
			return true;
		}
	}
	return false;
}

/* Read the issue and run the rules. False where an error stands in the way. */
static bool check(struct work *w, struct findings *found)
{
	work_begin(w);
	w->progress = false;
	return work_until(w, STEP_SOURCE) && work_find(w, found);
}

/* Make one change and show it; false where the file can't be written. */
static bool fix_one(struct work *w, struct manuscript *m, const struct finding *f, int *made)
{
	struct target place = { f->text, f->at, f->end, true, true, f->from };
	struct mend mend;
	const char *why;

	if (!f->certain || mend_words(m, &place, f->fix, &mend, &why) != MEND_PLAIN) {
		return true;
	}
	switch (mend_apply(m, &mend, w->diags)) {
	case MEND_DONE: {
		struct mend_view v = mend_view(m, &mend);
		fprintf(stderr, "%s:%d:%d: %s\n- %s\n+ %s\n", f->from.file, f->from.line,
				f->from.col, f->rule->name, v.before, v.after);
		++*made;
		return true;
	}
	case MEND_OVERLAPS:
		return true; /* for the next round */
	default:
		return false;
	}
}

/* Make all changes that are certain; how many, or -1 where one failed. */
static int fix(struct work *w, const struct findings *found)
{
	struct manuscript *m = manuscript_new(w->a);
	int made = 0;

	for (int i = 0; i < found->n; i++) {
		if (!fix_one(w, m, &found->at[i], &made)) {
			return -1;
		}
	}
	return made;
}

static void print_summary(const struct findings *found)
{
	fprintf(stderr, _("%d errors, %d warnings, %d notes"), report_count(found, DIAG_ERROR),
			report_count(found, DIAG_WARNING), report_count(found, DIAG_NOTE));
	fputc('\n', stderr);
}

static void report(const struct work *w, const struct findings *found, enum format format)
{
	struct buf out = { 0 };

	if (format == FORMAT_JSON) {
		report_json(&out, w->issue->folder, found);
	} else if (format == FORMAT_SARIF) {
		report_sarif(&out, VERSION, found);
	}
	if (out.n) {
		fwrite(out.s, 1, out.n, stdout);
	} else {
		report_print(stderr, found);
		print_summary(found);
	}
	buf_done(&out);
}

static enum status check_and_report(const char *folder, enum format format)
{
	struct work w = { .folder = folder };
	struct findings found;
	enum status status;
	bool errors = true;

	if (check(&w, &found)) {
		report(&w, &found, format);
		errors = report_count(&found, DIAG_ERROR) > 0;
	}
	status = work_end(&w);
	return errors ? STATUS_FAILED : status;
}

/* Fix until nothing certain is left; false where that failed. */
static bool fix_all(const char *folder)
{
	int all = 0;

	for (int round = 0; round < ROUNDS_MAX; round++) {
		struct work w = { .folder = folder };
		struct findings found;
		int made = check(&w, &found) ? fix(&w, &found) : -1;
		if (made < 0) {
			work_end(&w);
			return false;
		}
		work_quit(&w);
		all += made;
		if (!made) {
			break;
		}
	}
	fprintf(stderr, ngettext("%d change made", "%d changes made", (unsigned)all), all);
	fputc('\n', stderr);
	return true;
}

/* For check.yaml: every rule, its level and what it says. */
static enum status list_rules(void)
{
	static const char *const levels[] = { "note", "warning", "error" };
	struct arena *a = arena_new();
	int n;
	const char *const *names = proof_rule_names(a, &n);

	for (int i = 0; i < n; i++) {
		const struct rule *r = proof_rule_find(names[i]);
		printf("%s: %s\n    %s", r->name, levels[r->level], gettext(r->text));
		printf(r->clause ? " (%s)\n" : "\n", r->clause);
	}
	arena_free(a);
	return STATUS_DONE;
}

enum status cmd_check(int argc, char **argv)
{
	static const struct option options[] = {
		{ "fix", no_argument, NULL, 'x' },
		{ "format", required_argument, NULL, 'f' },
		{ "learn", no_argument, NULL, 'l' },
		{ "rules", no_argument, NULL, 'r' },
		{ "yes", no_argument, NULL, 'y' },
		{ 0 },
	};
	enum format format = FORMAT_TEXT;
	bool fixes = false, learns = false, yes = false;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'x':
			fixes = true;
			break;
		case 'f':
			if (!read_format(optarg, &format)) {
				return usage_error(_("‘%s’ is none of text, json, sarif"), optarg);
			}
			break;
		case 'l':
			learns = true;
			break;
		case 'r':
			return list_rules();
		case 'y':
			yes = true;
			break;
		default:
			return option_error(argv, "check");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("check takes the folder of one issue"));
	}
	if (yes && !learns) {
		return usage_error(_("--yes goes with --learn"));
	}
	if (learns) {
		return check_learn(argv[optind], yes);
	}
	if (fixes && !fix_all(argv[optind])) {
		return STATUS_FAILED;
	}
	return check_and_report(argv[optind], format);
}
