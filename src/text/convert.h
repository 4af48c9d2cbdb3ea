#ifndef TEXT_CONVERT_H
#define TEXT_CONVERT_H

/* convert: what other programs write → what we read: text in older codings →
   UTF-8, internationalised domain names → ASCII. */

#include <stdbool.h>

#include "base/slice.h"

struct arena;

enum coding {
	CODING_UTF8,
	CODING_UTF16LE,
	CODING_UTF16BE,
	CODING_GB18030, /* GB 2312 and GBK are parts of it */
};

/* The coding that a byte order mark at the start of bytes says, and the mark's
   length; false where there is none. */
bool coding_marked(struct slice bytes, enum coding *coding, size_t *mark);

/* bytes are UTF-8 throughout. */
bool is_utf8(struct slice bytes);

/* bytes as UTF-8, in a. False where they are not of the coding; out is then
   what stands before the first bytes that are not. */
bool convert_text(struct arena *a, enum coding coding, struct slice bytes, struct slice *out);

/* A domain name as mail servers want it (UTS #46): small letters, labels that
   are not ASCII as xn--…; in a. NULL where it is none. */
const char *convert_domain(struct arena *a, const char *domain, size_t n);

#endif
