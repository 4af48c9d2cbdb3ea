#include "cmd.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "preview/preview.h"

#define DPI 100 /* where none is asked for */

/* What is wanted. */
struct wish {
	int page; /* counted from 1; 0: all */
	int dpi;
	const char *output; /* of one page its file, of all a folder; NULL: out/ */
};

static bool make_folder(struct work *w, const char *path)
{
	struct stat st;

	if (mkdir(path, 0777) == 0) {
		return true;
	}
	if (errno == EEXIST && stat(path, &st) == 0) {
		errno = S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
	}
	if (errno) {
		diag_add(w->diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(errno));
	}
	return !errno;
}

/* FOLDER/NAME-07.png, with as many figures as the last page needs. */
static const char *page_path(struct work *w, const struct wish *wish, int number)
{
	int figures = snprintf(NULL, 0, "%d", w->book->npages);

	if (wish->page && wish->output) {
		return wish->output;
	}
	return arena_print(w->a, "%s/%s-%0*d.png", wish->output ? wish->output : "out",
			work_name(w), figures > 2 ? figures : 2, number);
}

static void tell(const struct work *w, const char *fmt, int number)
{
	if (w->progress) {
		fputs("\r\033[K", stderr);
		if (number) {
			fprintf(stderr, fmt, number, w->book->npages);
		}
	}
}

static bool draw_page(struct work *w, struct preview *p, const struct wish *wish, int number)
{
	const char *path = page_path(w, wish, number);
	struct raster raster;

	tell(w, _("drawing page %d of %d"), number);
	if (!preview_page(p, w->book, number - 1, &raster, w->diags) ||
			!preview_write(&raster, path, w->diags)) {
		return false;
	}
	tell(w, "", 0);
	printf(_("%s: %d × %d pixels\n"), path, raster.wid, raster.hgt);
	return true;
}

/* The pages asked for are there, and can be drawn. */
static bool check_wish(struct work *w, const struct preview *p, const struct wish *wish)
{
	char number[16], last[16];

	if (wish->page > w->book->npages) {
		snprintf(number, sizeof number, "%d", wish->page);
		snprintf(last, sizeof last, "%d", w->book->npages);
		diag_add(w->diags, DIAG_NO_SUCH_PAGE, (struct span){ 0 }, number, last);
		return false;
	}
	if (!preview_fits(p, w->book)) {
		snprintf(number, sizeof number, "%d", wish->dpi);
		diag_add(w->diags, DIAG_PREVIEW_TOO_LARGE, (struct span){ 0 }, number);
		return false;
	}
	return (wish->page && wish->output) || make_folder(w, wish->output ? wish->output : "out");
}

static enum status preview(struct work *w, const struct wish *wish)
{
	struct preview *p = preview_new(wish->dpi);

	work_begin(w);
	if (work_until(w, STEP_PAGE) && check_wish(w, p, wish)) {
		int from = wish->page ? wish->page : 1;
		int to = wish->page ? wish->page : w->book->npages;
		for (int i = from; i <= to && draw_page(w, p, wish, i); i++) {
		}
	}
	preview_free(p);
	return work_end(w);
}

/* A whole number from low to high; false where s is none. */
static bool read_number(const char *s, int low, int high, int *out)
{
	char *end;
	long n = strtol(s, &end, 10);

	*out = (int)n;
	return *s && !*end && n >= low && n <= high;
}

enum status cmd_preview(int argc, char **argv)
{
	static const struct option options[] = {
		{ "dpi", required_argument, NULL, 'd' },
		{ "layout", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "page", required_argument, NULL, 'p' },
		{ 0 },
	};
	struct work w = { 0 };
	struct wish wish = { .dpi = DPI };

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		if (c == 'd' && !read_number(optarg, PREVIEW_DPI_MIN, PREVIEW_DPI_MAX, &wish.dpi)) {
			return usage_error(_("--dpi takes a number from %d to %d"), PREVIEW_DPI_MIN,
					PREVIEW_DPI_MAX);
		}
		if (c == 'p' && !read_number(optarg, 1, 99999, &wish.page)) {
			return usage_error(_("--page takes the number of a page, counted from 1"));
		}
		if (c == '?' || c == ':') {
			return option_error(argv, "preview");
		}
		w.layout = c == 'l' ? optarg : w.layout;
		wish.output = c == 'o' ? optarg : wish.output;
	}
	if (argc - optind != 1) {
		return usage_error(_("preview takes the folder of one issue"));
	}
	w.folder = argv[optind];
	return preview(&w, &wish);
}
