#include "page/page-imp.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

static const char *value_of(const char *const *pairs, const char *name, size_t n)
{
	for (; *pairs; pairs += 2) {
		if (strlen(*pairs) == n && memcmp(*pairs, name, n) == 0) {
			return pairs[1];
		}
	}
	return NULL;
}

const char *form_fill(struct arena *a, const char *form, const char *const *pairs)
{
	struct buf b = { 0 };
	const char *filled;

	while (*form) {
		const char *end = *form == '{' ? strchr(form, '}') : NULL;
		const char *value =
				end ? value_of(pairs, form + 1, (size_t)(end - form) - 1) : NULL;
		if (value) {
			buf_text(&b, value);
			form = end + 1;
		} else {
			buf_byte(&b, *form++);
		}
	}
	filled = arena_copy(a, b.s, b.n);
	buf_done(&b);
	return filled;
}
