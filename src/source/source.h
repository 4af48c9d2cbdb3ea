#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

/* source: an issue's folder and its layout → model. The only step that reads
   the user's files; checks all of them, so that whoever comes later can trust
   the model. */

#include "base/diag.h"
#include "model/issue.h"

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

struct buf;
void issue_dump(struct buf *out, const struct issue *issue);

#endif
