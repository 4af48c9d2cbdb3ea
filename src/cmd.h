#ifndef CMD_H
#define CMD_H

/* cmd: the commands, and the road that they share through the house. Only
   here are diagnostics printed and exit statuses chosen. */

#include <stdbool.h>

#include "base/diag.h"
#include "font/font.h"
#include "model/issue.h"
#include "page/page.h"
#include "shape/shape.h"

enum status { STATUS_DONE, STATUS_FAILED, STATUS_USAGE };

enum step { STEP_SOURCE, STEP_FONT, STEP_SHAPE, STEP_LINE, STEP_PAGE, STEP_PDF, STEPS };

/* An issue on its way, as far as it has come. */
struct work {
	/* set by the command */
	const char *folder;
	const char *layout; /* NULL: the issue's own */

	struct arena *a;
	struct diags *diags;
	struct issue *issue;
	struct fonts *fonts;
	struct shaper *shaper;
	struct galley *galley;
	struct book *book;
	bool progress;                  /* standard error is a terminal */
	double wall[STEPS], cpu[STEPS]; /* milliseconds */
};

void work_begin(struct work *w);

/* Go on up to and with the last step; false where an error stands in the way. */
bool work_until(struct work *w, enum step last);

/* Time what the command itself does for a step. */
void work_clock(struct work *w, enum step step, bool begins);

/* Print the diagnostics, free all; the exit status. */
enum status work_end(struct work *w);

extern const char *const step_names[STEPS];

/* Folder of layouts and of fonts, in a. */
const char *data_folder(struct arena *a, const char *name);

enum status cmd_build(int argc, char **argv);
enum status cmd_dump(int argc, char **argv);
enum status cmd_fonts(int argc, char **argv);
enum status cmd_new(int argc, char **argv);

/* Say what is wrong with the command line, and where help is. */
enum status usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
