/* banxin: typesets a monthly bulletin. */

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "cmd.h"

static const char *called_as; /* argv[0] */

/* The folder that this program lies in. */
static const char *own_folder(struct arena *a)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	const char *own = called_as; /* where there is no /proc */
	const char *slash;

	if (n > 0) {
		path[n] = '\0';
		own = path;
	}
	slash = strrchr(own, '/');
	return slash ? arena_copy(a, own, (size_t)(slash - own)) : ".";
}

const char *aside_path(struct arena *a)
{
	const char *path = arena_print(a, "%s/banxin-aside", own_folder(a));

	return access(path, X_OK) == 0 ? path : LIBEXECDIR "/banxin-aside";
}

/* Commands on which few runs spend their time, and whose libraries take longer
   to load than an issue takes to set, are a program of their own beside this. */
static enum status run_aside(int argc, char **argv)
{
	struct arena *a = arena_new();
	const char *path = aside_path(a);

	(void)argc;
	fflush(stdout);
	execv(path, argv);
	fprintf(stderr, "banxin: %s: %s\n", path, strerror(errno));
	arena_free(a);
	return STATUS_FAILED;
}

static const struct command {
	const char *name;
	enum status (*run)(int argc, char **argv);
	const char *usage, *help;
} commands[] = {
	{ "build", cmd_build,
			"build ISSUE [-o FILE] [--layout NAME] [--final [--force]] "
			"[--report[=FILE] [--report-format text|json]] [--dry-run] [--timings] "
			"[--verify] [--attach-source]",
			N_("typeset the issue's folder into out/ISSUE.pdf, or FILE; --final: only "
			   "if all have signed") },
	{ "proof", cmd_proof,
			"proof ISSUE [--round 1|2|3] [--since ROUND|FOLDER|FILE [--list]] [-o "
			"FILE] [--layout NAME]",
			N_("make the proof that people read and mark, as out/ISSUE-proof1.pdf or "
			   "FILE") },
	{ "round", cmd_round,
			"round open|status|sign|close ISSUE [ARTICLE...] [--stage STAGE] [--by "
			"NAME] [--all] [--date DATE]",
			N_("keep the rounds of proofreading: what was read, by whom, and what "
			   "changed since") },
	{ "comments", run_aside,
			"comments import [--issue ISSUE] [--layout NAME] [--apply [--yes]] FILE...",
			N_("list the comments that came back on proof PDFs; --apply: make the "
			   "plain changes") },
	{ "inspect", run_aside,
			"inspect FILE.pdf [--issue ISSUE [--layout NAME]] [--profile NAME]... "
			"[--format text|json]",
			N_("measure a finished PDF and hold it against PDF/A, PDF/UA, PDF/X and "
			   "its issue") },
	{ "check", cmd_check, "check ISSUE [--fix | --learn [--yes]] [--format text|json|sarif]",
			N_("proofread the issue's text; --rules lists what is looked for") },
	{ "labels", cmd_labels,
			"labels ISSUE [--sheet NAME [--skip N] | --envelope[=SIZE] | --receipt] "
			"[-o "
			"FILE]",
			N_("make address labels, envelopes or the lists to sign for those who get "
			   "the issue on paper") },
	{ "new", cmd_new, "new YYYY-MM [--in FOLDER]",
			N_("make the folder of that month's issue from the last one") },
	{ "send", run_aside,
			"send ISSUE [--dry-run [-o FOLDER] | --to FOLDER | --smtp URL [--login "
			"FILE]] [OPTIONS]\n  banxin send ISSUE --settle[=ADDRESS=sent|unsent] "
			"[--by NAME]",
			N_("mail the issue to everybody on the list, each once; without more, say "
			   "who would get what") },
	{ "erratum", run_aside,
			"erratum ISSUE --note TEXT [--dry-run [-o FOLDER] | --to FOLDER | --smtp "
			"URL] "
			"[OPTIONS]",
			N_("mail the corrected issue to those who got the wrong one") },
	{ "status", run_aside, "status ISSUE [--format text|csv|pdf [-o FILE]]",
			N_("say who got the issue, and what is open; pdf: as a register on one "
			   "page") },
	{ "deliver", run_aside,
			"deliver ISSUE ORGANISATION...|--tier TIER|--all --by NAME [--date DATE] "
			"[--note TEXT]",
			N_("note down what was handed over on paper") },
	{ "bounces", run_aside, "bounces ISSUE MAILBOX | --log FILE",
			N_("note down what came back by mail; an mbox file or maildir, or the log "
			   "of Postfix") },
	{ "recipients", cmd_recipients, "recipients [ISSUE | --in FOLDER]",
			N_("list who gets the issue, or today's, and check the list") },
	{ "stats", cmd_stats, "stats [--in FOLDER] [--year YYYY] [--format pdf|csv] [-o FILE]",
			N_("count the articles of a year by unit and author, as a table or CSV") },
	{ "press", cmd_press,
			"press ISSUE [--booklet | --sheets 1up|2up] [--duplex long|short] "
			"[--blanks end|before-last|after-cover] [--no-marks] [--profile FILE.icc] "
			"[--red spot|cmyk] [--colour-pictures refuse|grey] [--copies N] [--final "
			"[--force]] [-o FILE] [--layout NAME]",
			N_("make the PDF that the shop prints from, as out/ISSUE-press.pdf or "
			   "FILE, "
			   "and the ticket that goes with it") },
	{ "preview", cmd_preview,
			"preview ISSUE [--page N] [--dpi N] [-o FILE|FOLDER] [--layout NAME]",
			N_("draw the pages as pictures: out/ISSUE-01.png and on, or page N "
			   "alone") },
	{ "fit", cmd_fit, "fit ISSUE [--pages N] [--apply] [--format text|json] [--layout NAME]",
			N_("say how the issue comes to fewer pages, or to N; --apply: set the "
			   "paragraphs tight that this takes") },
	{ "fonts", cmd_fonts, "fonts [ISSUE] [--layout NAME]",
			N_("list the fonts in use and the characters that they lack") },
	{ "dump", cmd_dump, "dump ISSUE [--after=source|shape|line|page] [--layout NAME]",
			N_("print what a step has made of the issue") },
};

#define NCOMMANDS (sizeof commands / sizeof *commands)

static void help_on(const struct command *c)
{
	printf("  banxin %s\n      %s\n", c->usage, gettext(c->help));
}

static enum status help(void)
{
	printf("%s\n\n", _("banxin 版心: a bulletin's manuscripts in, its printed pages out"));
	for (size_t i = 0; i < NCOMMANDS; i++) {
		help_on(&commands[i]);
	}
	printf("\n%s\n",
			_("More: man banxin, man banxin-issue, man banxin-layout; in a checkout "
			  "man -l src/man/…"));
	return STATUS_DONE;
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < NCOMMANDS; i++) {
		if (strcmp(name, commands[i].name) == 0) {
			return &commands[i];
		}
	}
	return NULL;
}

static bool asks_help(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static enum status run(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "help";
	const char *second = argc > 2 ? argv[2] : "";
	bool help_first = asks_help(name);
	const struct command *c = find_command(help_first ? second : name);

	if (strcmp(name, "--version") == 0) {
		printf("banxin %s\n", VERSION);
		return STATUS_DONE;
	}
	if (c && (help_first || strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0)) {
		help_on(c);
		return STATUS_DONE;
	}
	if (help_first && !*second) {
		return help();
	}
	return c ? c->run(argc - 1, argv + 1)
		 : usage_error(_("‘%s’ is no command"), help_first ? second : name);
}

int main(int argc, char **argv)
{
	enum status status;

	called_as = argc > 0 ? argv[0] : "";
	i18n_start(getenv("BANXIN_LOCALEDIR"));
	opterr = 0;
	status = run(argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("banxin");
		return STATUS_FAILED;
	}
	return status;
}
