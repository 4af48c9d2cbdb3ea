#include "text/breaks.h"

#include <stdlib.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/arena.h"

struct line_breaks {
	UBreakIterator *it;
	UText *view;
};

struct line_breaks *line_breaks_open(void)
{
	UErrorCode err = U_ZERO_ERROR;
	/* the root's rules are UAX #14 untailored */
	UBreakIterator *it = ubrk_open(UBRK_LINE, "root", NULL, 0, &err);
	struct line_breaks *breaks;

	if (U_FAILURE(err)) {
		return NULL;
	}
	breaks = calloc(1, sizeof *breaks);
	if (!breaks) {
		die("out of memory");
	}
	breaks->it = it;
	return breaks;
}

void line_breaks_close(struct line_breaks *breaks)
{
	if (!breaks) {
		return;
	}
	ubrk_close(breaks->it);
	utext_close(breaks->view);
	free(breaks);
}

bool *line_breaks_find(struct arena *a, struct line_breaks *breaks, const char *s, size_t n)
{
	UErrorCode err = U_ZERO_ERROR;
	bool *begins = ARENA_ARRAY(a, bool, n + 1);

	breaks->view = utext_openUTF8(breaks->view, s, (int64_t)n, &err);
	ubrk_setUText(breaks->it, breaks->view, &err);
	if (U_FAILURE(err)) {
		return NULL;
	}
	for (int32_t at = ubrk_next(breaks->it); at != UBRK_DONE; at = ubrk_next(breaks->it)) {
		begins[at] = true;
	}
	return begins;
}
