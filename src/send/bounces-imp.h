#ifndef SEND_BOUNCES_IMP_H
#define SEND_BOUNCES_IMP_H

/* What the files of bounces share: messages of a mailbox, and reading one. */

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "send/bounces.h"

/* mailbox.c: call f with each message until it returns false; text lives until
   then. False after a diagnostic where the mailbox can't be read. */
bool mailbox_each(const char *path, bool (*f)(struct slice message, void *with), void *with,
		struct diags *d);

/* mime-read.c: a message or a part of one. */
struct part {
	struct slice head, body;
	const char *type; /* "text/plain", lower case */
	int depth;
};

/* Divide a message or part. */
struct part part_of(struct arena *a, struct slice message, int depth);

/* The value of the first header of the name, unfolded, in a; NULL: none. */
const char *part_header(struct arena *a, struct slice head, const char *name);

/* The parameter of a header's value, in a; NULL: none. */
const char *header_parameter(struct arena *a, const char *value, const char *name);

/* Call f with each part that is no multipart, in order, at most so many. */
void part_each(struct arena *a, const struct part *whole,
		void (*f)(struct arena *a, const struct part *part, void *with), void *with);

/* The body without its transfer encoding; in a. */
struct slice part_bytes(struct arena *a, const struct part *part);

/* The same as UTF-8 without tags, NUL-terminated. */
const char *part_text(struct arena *a, const struct part *part);

/* Where needle, ASCII letters in lower case or any UTF-8, stands in s; NULL. */
const char *find_text(const char *s, const char *needle);

bool same_letters(const char *s, size_t n, const char *lower);

#endif
