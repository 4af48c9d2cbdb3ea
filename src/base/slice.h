#ifndef BASE_SLICE_H
#define BASE_SLICE_H

/* slice: a borrowed run of bytes, not NUL-terminated. */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *s; /* may be NULL when n is 0 */
	size_t n;
};

static inline bool slice_is(struct slice a, const char *s)
{
	return a.n == strlen(s) && (a.n == 0 || memcmp(a.s, s, a.n) == 0);
}

#endif
