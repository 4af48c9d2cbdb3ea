#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

void buf_done(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}

char *buf_room(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 256;

	while (cap - b->n <= n) {
		if (cap > (size_t)-1 / 4) {
			die("out of memory");
		}
		cap *= 2;
	}
	if (cap > b->cap) {
		b->s = realloc(b->s, cap);
		if (!b->s) {
			die("out of memory");
		}
		b->cap = cap;
	}
	return b->s + b->n;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
	char *to = buf_room(b, n);

	if (n) {
		memcpy(to, bytes, n);
	}
	b->n += n;
	b->s[b->n] = '\0';
}

void buf_text(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_byte(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_print(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	vsnprintf(buf_room(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
	b->n += (size_t)n;
	va_end(again);
	va_end(ap);
}
