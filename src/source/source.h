#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

/* source: an issue's folder and its layout → model. The only step that reads
   the user's files; checks all of them, so that whoever comes later can trust
   the model. */

#include "base/diag.h"
#include "model/check.h"
#include "model/issue.h"
#include "model/mail.h"
#include "model/recipients.h"
#include "model/rounds.h"
#include "model/state.h"
#include "model/registers.h"
#include "model/stationery.h"

struct arena;

/* Read folder/issue.yaml (with ../publication.yaml where it is), the articles
   and pictures, and the layout: layout_name, or the issue's own where that is
   NULL, from layout_folder. Lives in a. NULL where anything was an error; d
   then says all that was found, not only the first. */
struct issue *source_read(struct arena *a, const char *folder, const char *layout_folder,
		const char *layout_name, struct diags *d);

/* The layout called name by itself; lives in a. NULL where anything was an error. */
const struct layout *source_layout(struct arena *a, const char *layout_folder, const char *name,
		struct diags *d);

/* What labels, envelopes and tables look like: stationery.yaml among the layouts;
   in a. NULL where anything was an error. */
const struct stationery *source_stationery(struct arena *a, const char *layout_folder,
		struct diags *d);

/* Which rules of proofreading are wanted: check.yaml beside the issue's folder,
   and in it, which wins. rules are the names that there are. Lives in a; NULL
   where anything was an error. */
const struct check_settings *source_check_settings(struct arena *a, const char *folder,
		const char *const *rules, int nrules, struct diags *d);

/* The back issue in folder, without its layout and pictures, as far as it can
   be read: titles may be absent. NULL where not even its issue.yaml can be. d
   then says what is wrong; to the issue at hand that is no error. */
struct issue *source_read_past(struct arena *a, const char *folder, struct diags *d);

/* The back issues in folders beside the issue's (which has no slash at its
   end), oldest first; in a. Notes say what of them can't be read. */
const struct issue *const *source_past(struct arena *a, const char *folder, int *n,
		struct diags *d);

/* The issues of a year, or, where it is 0, of the last issue's year, in folder,
   without their layouts and pictures, oldest first; in a. d warns of what of them
   can't be read. */
const struct issue *const *source_year(struct arena *a, const char *folder, int *year, int *n,
		struct diags *d);

/* The registers beside the issue's folder; in a. *out is NULL where there are
   none. False where anything was an error. */
bool source_registers(struct arena *a, const char *folder, const struct registers **out,
		struct diags *d);

/* Add names to the registers beside the issue's folder, each where it is not
   there yet; whatever else the files hold stays as it is, and nobody else's
   additions are lost. How many were added; -1, with a diagnostic, where a file
   could not be written. */
int source_registers_add(struct arena *a, const char *folder, const struct seen_name *names, int n,
		struct diags *d);

/* Who sends the publication of the issue in folder, and what the messages say:
   mail.yaml beside it; in a. NULL, with diagnostics, where it is not there or
   anything was an error. */
const struct mail_settings *source_mail(struct arena *a, const char *folder, struct diags *d);

/* Who gets the issue in folder (which has no slash at its end) on the day date:
   recipients.csv or recipients.yaml beside it; in a. NULL where there is none
   or anything was an error. */
const struct recipients *source_recipients(struct arena *a, const char *folder, struct date date,
		struct diags *d);

/* The same, of the folder that holds the file. */
const struct recipients *source_recipients_in(struct arena *a, const char *where, struct date date,
		struct diags *d);

/* What source_new made: the folder of an issue, counted on from last. */
struct new_issue {
	const char *folder, *last; /* as the user reaches them */
	int number, total;
	struct date date;
};

/* Make the folder of the month's issue (its day is not looked at) in the
   folder issues, from the last issue there; lives in a. False, with a
   diagnostic and nothing made, where that can't be. */
bool source_new(struct arena *a, const char *issues, struct date month, struct new_issue *made,
		struct diags *d);

/* Who has signed what in the issue's folder (which has no slash at its end): its
   files rounds/, as far as they are right; in a. d says what is wrong. */
struct rounds *source_rounds(struct arena *a, const char *folder, struct diags *d);

/* Add a signature, an opened round with what the issue says, a closed one to
   those files. Safe while others do the same. False, with a diagnostic, where
   the file could not be written. */
bool source_sign(struct arena *a, const char *folder, const struct signature *s, struct diags *d);
bool source_round_open(struct arena *a, const char *folder, int number, const struct round *round,
		const struct state *state, struct diags *d);
bool source_round_close(struct arena *a, const char *folder, int number, const struct round *round,
		struct diags *d);

/* Folders beside the issue's that hold an issue, it among them, by name; in a. */
const char *const *source_neighbours(struct arena *a, const char *folder, int *n);

/* "2024-02-29"; false where s is no date of the calendar. */
bool source_date(const char *s, struct date *out);

/* What an issue said, from a file that state_write made; in a. NULL, with
   diagnostics, where it is none. */
struct state *source_state(struct arena *a, const char *path, struct diags *d);

struct buf;
void state_write(struct buf *out, const struct state *s);

void issue_dump(struct buf *out, const struct issue *issue);

#endif
