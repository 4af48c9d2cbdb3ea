#ifndef TEXT_BREAKS_H
#define TEXT_BREAKS_H

/* breaks: where plain Unicode line breaking (UAX #14) lets a line end. */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct line_breaks;

struct line_breaks *line_breaks_open(void);         /* heap; NULL: ICU has no rules here */
void line_breaks_close(struct line_breaks *breaks); /* may be NULL */

/* Where a line may begin in the valid UTF-8 text s of n bytes: n + 1 flags in a,
   one a byte. Never at 0, always at n; those inside a character are not set.
   NULL where ICU fails. */
bool *line_breaks_find(struct arena *a, struct line_breaks *breaks, const char *s, size_t n);

#endif
