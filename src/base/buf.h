#ifndef BASE_BUF_H
#define BASE_BUF_H

/* buf: a growing string of bytes on the heap.
   s is NULL while nothing was added, else NUL-terminated; n leaves the NUL
   out. Start from { 0 }; end with buf_done. */

#include <stddef.h>

struct buf {
	char *s;
	size_t n, cap;
};

void buf_done(struct buf *b); /* frees; b is empty again */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_text(struct buf *b, const char *s);
void buf_byte(struct buf *b, char c);
void buf_print(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Room for n more bytes behind b->n; the caller writes them and counts them. */
char *buf_room(struct buf *b, size_t n);

#endif
