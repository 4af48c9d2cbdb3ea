#include "cmd.h"

#include <stdio.h>

#include "base/buf.h"
#include "page/quality.h"

/* The typographic report, on standard output or in a file. */

void work_report(struct work *w, const char *path, bool json)
{
	const struct quality *q = quality_measure(w->a, w->book, w->issue->layout);
	struct buf out = { 0 };

	if (json) {
		quality_json(&out, q);
	} else {
		quality_text(&out, q);
	}
	if (!path) {
		fwrite(out.s, 1, out.n, stdout);
	} else {
		work_write(w, path, &out);
	}
	buf_done(&out);
}
