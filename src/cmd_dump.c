#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "source/source.h"

static void dump(struct buf *out, const struct work *w, enum step after)
{
	switch (after) {
	case STEP_SOURCE:
		issue_dump(out, w->issue);
		break;
	case STEP_SHAPE:
		galley_dump_pars(out, w->galley);
		break;
	case STEP_LINE:
		galley_dump_lines(out, w->galley);
		break;
	default:
		book_dump(out, w->book);
	}
}

static bool step_from_name(const char *name, enum step *step)
{
	static const enum step dumped[] = { STEP_SOURCE, STEP_SHAPE, STEP_LINE, STEP_PAGE };

	for (size_t i = 0; i < sizeof dumped / sizeof *dumped; i++) {
		if (strcmp(name, step_names[dumped[i]]) == 0) {
			*step = dumped[i];
			return true;
		}
	}
	return false;
}

static enum status dump_issue(struct work *w, enum step after)
{
	work_begin(w);
	w->progress = false;
	if (work_until(w, after)) {
		struct buf out = { 0 };
		dump(&out, w, after);
		fwrite(out.s, 1, out.n, stdout);
		buf_done(&out);
	}
	return work_end(w);
}

enum status cmd_dump(int argc, char **argv)
{
	static const struct option options[] = {
		{ "after", required_argument, NULL, 'a' },
		{ "layout", required_argument, NULL, 'l' },
		{ 0 },
	};
	struct work w = { 0 };
	enum step after = STEP_PAGE;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'a':
			if (!step_from_name(optarg, &after)) {
				return usage_error(_("‘%s’ is none of source, shape, line, page"),
						optarg);
			}
			break;
		case 'l':
			w.layout = optarg;
			break;
		default:
			return option_error(argv, "dump");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("dump takes the folder of one issue"));
	}
	w.folder = argv[optind];
	return dump_issue(&w, after);
}
