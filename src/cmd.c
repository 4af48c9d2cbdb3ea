#include "cmd.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "proof/proof.h"
#include "source/source.h"

const char *const step_names[STEPS] = {
	[STEP_SOURCE] = "source",
	[STEP_FONT] = "font",
	[STEP_SHAPE] = "shape",
	[STEP_LINE] = "line",
	[STEP_PAGE] = "page",
	[STEP_PDF] = "pdf",
};

const char *data_folder(struct arena *a, const char *name)
{
	const char *root = getenv("BANXIN_DATADIR");

	return arena_print(a, "%s/%s", root && *root ? root : DATADIR, name);
}

void work_begin(struct work *w)
{
	w->a = arena_new();
	w->diags = diags_new();
	w->progress = isatty(STDERR_FILENO);
}

static double clock_ms(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void show_progress(const struct work *w, enum step step)
{
	static const char *const doing[STEPS] = {
		[STEP_SOURCE] = N_("reading the manuscripts"),
		[STEP_FONT] = N_("looking for fonts"),
		[STEP_SHAPE] = N_("shaping the text"),
		[STEP_LINE] = N_("breaking lines"),
		[STEP_PAGE] = N_("making up pages"),
		[STEP_PDF] = N_("writing the PDF"),
	};

	if (w->progress) {
		fprintf(stderr, "\r\033[K[%d/%d] %s", step + 1, STEPS, gettext(doing[step]));
		fflush(stderr);
	}
}

void work_clock(struct work *w, enum step step, bool begins)
{
	double wall = clock_ms(CLOCK_MONOTONIC), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);

	if (begins) {
		show_progress(w, step);
	}
	w->wall[step] += begins ? -wall : wall;
	w->cpu[step] += begins ? -cpu : cpu;
}

static void run_step(struct work *w, enum step step)
{
	switch (step) {
	case STEP_SOURCE:
		w->issue = source_read(w->a, w->folder, data_folder(w->a, "layouts"), w->layout,
				w->diags);
		break;
	case STEP_FONT:
		w->fonts = fonts_open(data_folder(w->a, "fonts"), w->diags);
		if (w->fonts) {
			w->shaper = shaper_new(w->fonts, w->issue->layout, w->diags);
		}
		break;
	case STEP_SHAPE:
		w->galley = page_shape(w->a, w->shaper, w->issue);
		break;
	case STEP_LINE:
		page_break(w->a, w->galley, w->diags);
		break;
	case STEP_PAGE:
		w->book = page_compose(w->a, w->galley, w->shaper, w->diags);
		break;
	default:
		die("step %d is no step of work_until", step);
	}
}

bool work_until(struct work *w, enum step last)
{
	return work_from(w, STEP_SOURCE, last);
}

bool work_from(struct work *w, enum step first, enum step last)
{
	for (enum step step = first; step <= last; step++) {
		work_clock(w, step, true);
		run_step(w, step);
		work_clock(w, step, false);
		if (diags_count(w->diags, DIAG_ERROR)) {
			return false;
		}
	}
	return true;
}

void work_quit(struct work *w)
{
	shaper_free(w->shaper);
	fonts_close(w->fonts);
	diags_free(w->diags);
	arena_free(w->a);
}

bool work_find(struct work *w, struct findings *found)
{
	struct proof_context context = { 0 };
	int n;
	const char *const *names = proof_rule_names(w->a, &n);

	context.settings = source_check_settings(w->a, w->issue->folder, names, n, w->diags);
	if (!context.settings ||
			!source_registers(w->a, w->issue->folder, &context.registers, w->diags)) {
		return false;
	}
	context.past = source_past(w->a, w->issue->folder, &context.npast, w->diags);
	proof_run(w->a, w->issue, &context, found);
	return true;
}

enum status work_end(struct work *w)
{
	enum status status = diags_count(w->diags, DIAG_ERROR) ? STATUS_FAILED : STATUS_DONE;

	if (w->progress) {
		fputs("\r\033[K", stderr);
	}
	diags_print(w->diags, stderr);
	work_quit(w);
	return status;
}

struct date work_today(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t now = epoch && *epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
	struct tm tm;

	if (!(epoch && *epoch ? gmtime_r(&now, &tm) : localtime_r(&now, &tm))) {
		return (struct date){ 1970, 1, 1 };
	}
	return (struct date){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

bool work_write(struct work *w, const char *path, const struct buf *text)
{
	struct outfile *o = outfile_open(path);
	bool written = o && outfile_write(o, text->s, text->n);
	int error = errno;

	if (o && !written) {
		outfile_abort(o);
	} else if (o) {
		written = outfile_commit(o);
		error = errno;
	}
	if (!written) {
		diag_add(w->diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(error));
	}
	return written;
}

const char *work_name(struct work *w)
{
	char *real = realpath(w->folder, NULL);
	const char *path = real ? real : w->folder;
	const char *slash = strrchr(path, '/');
	const char *name = arena_string(w->a, slash ? slash + 1 : path);

	free(real);
	return name;
}

const char *work_out(struct work *w, const char *name)
{
	if (mkdir("out", 0777) != 0 && errno != EEXIST) {
		diag_add(w->diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, "out", strerror(errno));
	}
	return arena_print(w->a, "out/%s.pdf", name);
}

const char *work_output(struct work *w, const char *suffix)
{
	return work_out(w, arena_print(w->a, "%s%s", work_name(w), suffix));
}

void work_done(const struct work *w, const char *path, int npages)
{
	struct stat st;

	if (w->progress) {
		fputs("\r\033[K", stderr);
	}
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
		printf(ngettext("%s: %d page, %.1f KB\n", "%s: %d pages, %.1f KB\n",
				       (unsigned)npages),
				path, npages, (double)st.st_size / 1024);
	}
}

enum status usage_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("banxin: ", stderr);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("\nbanxin: ", stderr);
	fputs(_("‘banxin help’ tells how to call it"), stderr);
	fputc('\n', stderr);
	return STATUS_USAGE;
}

enum status option_error(char **argv, const char *command)
{
	const char letter[] = { '-', (char)optopt, '\0' };
	/* optopt is a letter's, or that of a long option that lacks its value */
	bool is_letter = optopt && strncmp(argv[optind - 1], "--", 2) != 0;

	return usage_error(_("‘%s’ is no option of %s, or lacks its value"),
			is_letter ? letter : argv[optind - 1], command);
}
