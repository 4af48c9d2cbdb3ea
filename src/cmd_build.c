#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "pdf/pdf.h"

static void print_timings(const struct work *w)
{
	double wall = 0, cpu = 0;

	printf("%-8s %10s %10s\n", _("step"), _("wall ms"), _("CPU ms"));
	for (int i = 0; i < STEPS; i++) {
		printf("%-8s %10.2f %10.2f\n", step_names[i], w->wall[i], w->cpu[i]);
		wall += w->wall[i];
		cpu += w->cpu[i];
	}
	printf("%-8s %10.2f %10.2f\n", _("all"), wall, cpu);
}

/* What is wanted beside the PDF. */
struct wish {
	bool timings;
	bool final;  /* refuse what is not signed and clean */
	bool force;  /* do it all the same, and say so on every page */
	bool dry;    /* no PDF */
	bool verify; /* inspect the PDF */
	bool attach; /* the sources go along in the PDF */
	bool report, json;
	const char *report_file;   /* NULL: on standard output */
	const char *report_format; /* text or json; NULL: not said */
	const char *output;        /* NULL: where it is put by default */
};

/* The report is all that may stand on standard output. */
static bool is_only_json(const struct wish *wish)
{
	return wish->report && wish->json && !wish->report_file;
}

/* MIME type of what an issue is made from, by the file's name. */
static const char *kind_of(const char *name)
{
	static const char *const kinds[][2] = { { ".yaml", "application/yaml" },
		{ ".md", "text/markdown" }, { ".png", "image/png" }, { ".jpg", "image/jpeg" },
		{ ".jpeg", "image/jpeg" } };
	const char *end = strrchr(name, '.');

	for (size_t i = 0; end && i < sizeof kinds / sizeof *kinds; i++) {
		if (strcasecmp(end, kinds[i][0]) == 0) {
			return kinds[i][1];
		}
	}
	return "application/octet-stream";
}

static void attach_sources(struct work *w, struct pdf_order *order)
{
	const struct issue *issue = w->issue;
	struct attachment *all = ARENA_ARRAY(w->a, struct attachment, issue->nfiles);

	for (int i = 0; i < issue->nfiles; i++) {
		const struct source_file *f = &issue->files[i];
		all[i] = (struct attachment){ f->name, kind_of(f->name), f->bytes };
	}
	order->attached = all;
	order->nattached = issue->nfiles;
}

static void write_pdf(struct work *w, const struct wish *wish)
{
	struct pdf_order order = { 0 };
	bool written;

	if (diags_count(w->diags, DIAG_ERROR)) {
		return;
	}
	if (wish->attach) {
		attach_sources(w, &order);
	}
	work_clock(w, STEP_PDF, true);
	written = pdf_write(w->book, &order, wish->output, w->diags);
	work_clock(w, STEP_PDF, false);
	if (written && !is_only_json(wish)) {
		work_done(w, wish->output, w->book->npages);
	}
}

/* What was written, looked at by the program that inspects; false where a rule
   is broken, or it does not run. */
static bool verify(struct work *w, const struct wish *wish)
{
	const char *const words[] = { "inspect", "--", wish->output, NULL };
	const char *program = aside_path(w->a);
	int how = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (is_only_json(wish)) {
			dup2(STDERR_FILENO, STDOUT_FILENO);
		}
		execv(program, (char *const *)words);
		perror(program);
		_exit(STATUS_FAILED);
	}
	return child > 0 && waitpid(child, &how, 0) == child && WIFEXITED(how) &&
			WEXITSTATUS(how) == STATUS_DONE;
}

static enum status build(struct work *w, struct wish *wish)
{
	bool good = true;
	enum status status;

	work_begin(w);
	if (work_pages(w, wish->final, wish->force) && !wish->dry) {
		wish->output = wish->output ? wish->output : work_output(w, "");
		write_pdf(w, wish);
	}
	if (!diags_count(w->diags, DIAG_ERROR) && wish->report) {
		work_report(w, wish->report_file, wish->json);
	}
	if (!diags_count(w->diags, DIAG_ERROR) && wish->timings) {
		print_timings(w);
	}
	if (!diags_count(w->diags, DIAG_ERROR) && wish->verify) {
		good = verify(w, wish);
	}
	status = work_end(w);
	return good ? status : STATUS_FAILED;
}

static bool read_option(int c, struct work *w, struct wish *wish)
{
	switch (c) {
	case 'a':
		wish->attach = true;
		return true;
	case 'f':
		wish->final = true;
		return true;
	case 'F':
		wish->force = true;
		return true;
	case 'l':
		w->layout = optarg;
		return true;
	case 'n':
		wish->dry = true;
		return true;
	case 'o':
		wish->output = optarg;
		return true;
	case 'r':
		wish->report = true;
		wish->report_file = optarg;
		return true;
	case 'R':
		wish->report_format = optarg;
		return true;
	case 't':
		wish->timings = true;
		return true;
	case 'v':
		wish->verify = true;
		return true;
	default:
		return false;
	}
}

/* What does not go together; NULL: all does. */
static const char *conflict(const struct wish *wish)
{
	if (wish->force && !wish->final) {
		return _("--force goes with --final");
	}
	if (wish->report_format && !wish->report) {
		return _("--report-format goes with --report");
	}
	if (wish->dry && wish->verify) {
		return _("--verify does not go with --dry-run");
	}
	if (wish->dry && wish->attach) {
		return _("--attach-source does not go with --dry-run");
	}
	return wish->dry && wish->output ? _("-o does not go with --dry-run") : NULL;
}

static bool read_format(struct wish *wish)
{
	const char *name = wish->report_format ? wish->report_format : "text";

	wish->json = strcmp(name, "json") == 0;
	return wish->json || strcmp(name, "text") == 0;
}

enum status cmd_build(int argc, char **argv)
{
	static const struct option options[] = {
		{ "attach-source", no_argument, NULL, 'a' },
		{ "dry-run", no_argument, NULL, 'n' },
		{ "final", no_argument, NULL, 'f' },
		{ "force", no_argument, NULL, 'F' },
		{ "layout", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "report", optional_argument, NULL, 'r' },
		{ "report-format", required_argument, NULL, 'R' },
		{ "timings", no_argument, NULL, 't' },
		{ "verify", no_argument, NULL, 'v' },
		{ 0 },
	};
	struct work w = { 0 };
	struct wish wish = { 0 };

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		if (!read_option(c, &w, &wish)) {
			return option_error(argv, "build");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("build takes the folder of one issue"));
	}
	if (conflict(&wish)) {
		return usage_error("%s", conflict(&wish));
	}
	if (!read_format(&wish)) {
		return usage_error(_("‘%s’ is none of text, json"), wish.report_format);
	}
	w.folder = argv[optind];
	return build(&w, &wish);
}
