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

/* Where no issue names another. */
#define DEFAULT_LAYOUT "jianxun"

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

/* The same, where the steps before first are done. */
bool work_from(struct work *w, enum step first, enum step last);

/* Run the rules of proofreading over the issue, held against all that is kept
   beside its folder. False where an error stands in the way. */
struct findings;
bool work_find(struct work *w, struct findings *found);

/* Time what the command itself does for a step. */
void work_clock(struct work *w, enum step step, bool begins);

/* The day where something is signed, or somebody asks who counts: the one place
   that asks the calendar. */
struct date work_today(void);

/* The issue folder's own name. */
const char *work_name(struct work *w);

/* out/NAMEsuffix.pdf in the current folder; makes the folder out. */
const char *work_output(struct work *w, const char *suffix);

/* The same for out/NAME.pdf. */
const char *work_out(struct work *w, const char *name);

/* Say that the PDF at path is written. */
void work_done(const struct work *w, const char *path, int npages);

/* Demand signatures of the stages [from, end) for an article, by diagnostics. */
struct rounds;
struct writing;
void work_require(struct work *w, const struct rounds *r, const struct writing *article, int from,
		int end);

/* The issue may be printed: every stage is signed, every round closed, and check
   finds no error. Else false, with diagnostics. After STEP_SOURCE. */
bool work_final(struct work *w);

/* Where it may not be printed and is all the same, every page will say so. */
void work_force(struct work *w);

/* What the issue said: when a round was opened (a number), in a folder, in a kept
   file. NULL, with diagnostics, where there is no such thing. */
struct state *work_since(struct work *w, const char *what);

/* Up to the pages; final: only if it may be printed, which force lets pass and has
   every page say. False where an error stands in the way. */
bool work_pages(struct work *w, bool final, bool force);

/* Write text to the file path, whole or not at all. False with a diagnostic. */
struct buf;
bool work_write(struct work *w, const char *path, const struct buf *text);

/* Write the ticket that goes to the shop with the PDF at path: out/NAME-ticket.pdf
   and .json, or where that is not the usual place, beside it. */
struct stationery;
struct ticket_facts;
void work_ticket(struct work *w, const struct stationery *st, struct ticket_facts *facts,
		const char *path, bool usual);

/* Report how well the book's lines are set, on standard output or, whole or not
   at all, into the file path. After STEP_PAGE. */
void work_report(struct work *w, const char *path, bool json);

/* Path of the program of the commands that banxin leaves to another; in a. */
const char *aside_path(struct arena *a);

/* Print the diagnostics, free all; the exit status. */
enum status work_end(struct work *w);

/* Free all; what there is to say will be said again. */
void work_quit(struct work *w);

extern const char *const step_names[STEPS];

/* Folder of layouts and of fonts, in a. */
const char *data_folder(struct arena *a, const char *name);

/* Offer what the registers do not know, and add what is wanted; yes: all of it. */
enum status check_learn(const char *folder, bool yes);

enum status cmd_bounces(int argc, char **argv);
enum status cmd_build(int argc, char **argv);
enum status cmd_check(int argc, char **argv);
enum status cmd_comments(int argc, char **argv);
enum status cmd_deliver(int argc, char **argv);
enum status cmd_dump(int argc, char **argv);
enum status cmd_fit(int argc, char **argv);
enum status cmd_fonts(int argc, char **argv);
enum status cmd_inspect(int argc, char **argv);
enum status cmd_labels(int argc, char **argv);
enum status cmd_new(int argc, char **argv);
enum status cmd_press(int argc, char **argv);
enum status cmd_preview(int argc, char **argv);
enum status cmd_proof(int argc, char **argv);
enum status cmd_recipients(int argc, char **argv);
enum status cmd_round(int argc, char **argv);
enum status cmd_stats(int argc, char **argv);
enum status cmd_status(int argc, char **argv);
enum status cmd_send(int argc, char **argv);
enum status cmd_erratum(int argc, char **argv);

/* What getopt_long did not understand in the arguments of command. */
enum status option_error(char **argv, const char *command);

/* Say what is wrong with the command line, and where help is. */
enum status usage_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
