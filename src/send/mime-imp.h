#ifndef SEND_MIME_IMP_H
#define SEND_MIME_IMP_H

/* mime: the parts of a message's form, one RFC a file. Everything that stands
   in a header passes through header_token, which lets nothing but printable
   ASCII into it: no value can begin a header of its own. */

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"
#include "send/message.h"

struct arena;

/* rfc5322.c: a header being written. */
struct header {
	struct buf *out;
	size_t column;
};

#define LINE_MAX_MAIL 78 /* RFC 5322 2.1.1 */

void header_begin(struct header *h, const char *name);

/* A token that is not divided: behind a space, or on a line of its own where
   this one has no room. Dies where it is not printable ASCII. */
void header_token(struct header *h, const char *s, size_t n);

void header_end(struct header *h);

/* Name: value, for a short value of printable ASCII. */
void header_line(struct buf *out, const char *name, const char *value);

/* Date, RFC 5322 3.3, in English whatever the locale is. */
void header_date(struct buf *out, struct message_date date);

/* The part of a From or To: a name before an address; more will follow. */
void header_mailbox(struct header *h, const char *name, const char *address, bool more);

/* rfc2047.c: short, printable ASCII, and not to be taken for an encoded word. */
bool text_is_plain(const char *s);

/* s, which is not empty, as encoded words; before and after stand directly at the first and the last.
   Control characters become spaces. */
void header_words(struct header *h, const char *before, const char *s, const char *after);

/* A text, as of a Subject; a name before an address. */
void header_text(struct header *h, const char *s);
void header_phrase(struct header *h, const char *s);

/* rfc2231.c: the parameters of Content-Type and Content-Disposition that carry a
   file's name. Each begins with the ; that ends what stands before. */
void header_name_parameter(struct header *h, const char *name);
void header_file_name_parameters(struct header *h, const char *name);

/* rfc2045.c: bytes of n bytes in base64, line ends counted. */
size_t base64_size(size_t n);

/* Write that many; lines of 76, each ended by CR LF. */
void base64_write(char *to, const char *bytes, size_t n);

/* A text whose lines end in \n, in quoted-printable or base64, whatever is shorter,
   behind its Content-Transfer-Encoding and the empty line. */
void text_encode(struct buf *out, const char *s, size_t n);

/* template.c: what a text's {words} stand for, an array that name NULL ends. */
struct field {
	const char *name, *value;
};

/* form with its {words} replaced; in a. */
const char *template_fill(struct arena *a, const char *form, const struct field *fields);

/* What a message says, all filled in; plain texts of one line. */
struct wording {
	const char *title;
	const char *greeting;
	const char *remark; /* NULL: none */
	const char *text;
	const char *where; /* the PDF is */
	const char *link;  /* NULL: attached */
	const char *contents;
	const char *page; /* form */
	const struct contents_row *rows;
	int nrows;
	const char *const *closing;
	int nclosing;
};

void wording_text(struct buf *out, struct arena *a, const struct wording *w);
void wording_html(struct buf *out, struct arena *a, const struct wording *w);

#endif
