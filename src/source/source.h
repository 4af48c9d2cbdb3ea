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

struct buf;
void issue_dump(struct buf *out, const struct issue *issue);

#endif
