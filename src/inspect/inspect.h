#ifndef INSPECT_INSPECT_H
#define INSPECT_INSPECT_H

/* inspect: a finished PDF, ours or anybody's → what is measured on its pages and
   which rules of the standards that it claims it breaks. Reads the file through
   libqpdf and changes nothing. */

#include <stdbool.h>

#include "base/diag.h"
#include "page/book.h"

struct arena;
struct buf;

/* Standards that a file can be held against. */
enum {
	PROFILE_A2B = 1 << 0, /* ISO 19005-2, level B */
	PROFILE_A2U = 1 << 1,
	PROFILE_A2A = 1 << 2,
	PROFILE_A3B = 1 << 3, /* ISO 19005-3 */
	PROFILE_A3U = 1 << 4,
	PROFILE_A3A = 1 << 5,
	PROFILE_UA1 = 1 << 6, /* ISO 14289-1 */
	PROFILE_X4 = 1 << 7,  /* ISO 15930-7 */
};

/* The profile of that name ("pdfa2b"), and the names of all; 0: there is none. */
unsigned inspect_profile(const char *name);
#define INSPECT_PROFILES "pdfa2b pdfa2u pdfa2a pdfa3b pdfa3u pdfa3a pdfua1 pdfx4"

struct inspect_order {
	const char *path;
	unsigned profiles;           /* 0: those that the file claims */
	const struct issue *issue;   /* that it should be; NULL: not known */
	const struct book *book;     /* the issue's pages; with issue */
	const char *const *families; /* names of the font families on them; with issue */
	int nfamilies;
};

struct inspection;

/* Look at the whole file. Lives in a. NULL with a diagnostic where the file can't
   be read. */
struct inspection *inspect_run(struct arena *a, const struct inspect_order *order, struct diags *d);

/* No rule is broken. */
bool inspect_passed(const struct inspection *ins);

/* The sheet of what was found, for people, in columns; and as JSON, whose keys
   and rule names stay. */
void inspect_text(struct buf *out, const struct inspection *ins);
void inspect_json(struct buf *out, const struct inspection *ins);

#endif
