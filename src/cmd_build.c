#include "cmd.h"

#include <getopt.h>
#include <stdio.h>

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
	bool final; /* refuse what is not signed and clean */
	bool force; /* do it all the same, and say so on every page */
};

/* Up to the pages; false where an error stands in the way. */
static bool make_pages(struct work *w, const struct wish *wish)
{
	if (!wish->final) {
		return work_until(w, STEP_PAGE);
	}
	if (!work_until(w, STEP_SOURCE)) {
		return false;
	}
	if (wish->force) {
		work_force(w);
	} else if (!work_final(w)) {
		return false;
	}
	return work_from(w, STEP_FONT, STEP_PAGE);
}

static enum status build(struct work *w, const char *output, const struct wish *wish)
{
	work_begin(w);
	if (make_pages(w, wish)) {
		output = output ? output : work_output(w, "");
	}
	if (!diags_count(w->diags, DIAG_ERROR)) {
		work_clock(w, STEP_PDF, true);
		bool written = pdf_write(w->book, output, w->diags);
		work_clock(w, STEP_PDF, false);
		if (written) {
			work_done(w, output, w->book->npages);
		}
		if (written && wish->timings) {
			print_timings(w);
		}
	}
	return work_end(w);
}

enum status cmd_build(int argc, char **argv)
{
	static const struct option options[] = {
		{ "final", no_argument, NULL, 'f' },
		{ "force", no_argument, NULL, 'F' },
		{ "layout", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "timings", no_argument, NULL, 't' },
		{ 0 },
	};
	struct work w = { 0 };
	const char *output = NULL;
	struct wish wish = { 0 };

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		switch (c) {
		case 'f':
			wish.final = true;
			break;
		case 'F':
			wish.force = true;
			break;
		case 'l':
			w.layout = optarg;
			break;
		case 'o':
			output = optarg;
			break;
		case 't':
			wish.timings = true;
			break;
		default:
			return option_error(argv, "build");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("build takes the folder of one issue"));
	}
	if (wish.force && !wish.final) {
		return usage_error(_("--force goes with --final"));
	}
	w.folder = argv[optind];
	return build(&w, output, &wish);
}
