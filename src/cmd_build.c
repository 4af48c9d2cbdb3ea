#include "cmd.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "pdf/pdf.h"

/* out/NAME.pdf, NAME being the issue folder's; makes the folder out. */
static const char *default_output(struct work *w)
{
	char *real = realpath(w->folder, NULL);
	const char *path = real ? real : w->folder;
	const char *slash = strrchr(path, '/');

	if (mkdir("out", 0777) != 0 && errno != EEXIST) {
		diag_add(w->diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, "out", strerror(errno));
	}
	path = arena_print(w->a, "out/%s.pdf", slash ? slash + 1 : path);
	free(real);
	return path;
}

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

static void print_done(const struct work *w, const char *path)
{
	struct stat st;

	if (w->progress) {
		fputs("\r\033[K", stderr);
	}
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
		printf(ngettext("%s: %d page, %.1f KB\n", "%s: %d pages, %.1f KB\n",
				       (unsigned)w->book->npages),
				path, w->book->npages, (double)st.st_size / 1024);
	}
}

static enum status build(struct work *w, const char *output, bool timings)
{
	work_begin(w);
	if (work_until(w, STEP_PAGE)) {
		output = output ? output : default_output(w);
	}
	if (!diags_count(w->diags, DIAG_ERROR)) {
		work_clock(w, STEP_PDF, true);
		bool written = pdf_write(w->book, output, w->diags);
		work_clock(w, STEP_PDF, false);
		if (written) {
			print_done(w, output);
		}
		if (written && timings) {
			print_timings(w);
		}
	}
	return work_end(w);
}

enum status cmd_build(int argc, char **argv)
{
	static const struct option options[] = {
		{ "layout", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "timings", no_argument, NULL, 't' },
		{ 0 },
	};
	struct work w = { 0 };
	const char *output = NULL;
	bool timings = false;

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		switch (c) {
		case 'l':
			w.layout = optarg;
			break;
		case 'o':
			output = optarg;
			break;
		case 't':
			timings = true;
			break;
		default:
			return usage_error(_("‘%s’ is no option of build, or lacks its value"),
					argv[optind - 1]);
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("build takes the folder of one issue"));
	}
	w.folder = argv[optind];
	return build(&w, output, timings);
}
