/* rfc2231: the name of an attached file. RFC 2231 is what the standards want.
   QQ, 163 and older Outlook know only encoded words between quotation marks,
   which RFC 2047 5 forbids and everybody writes: they get these, in both
   headers, and who knows RFC 2231 takes its form instead. */

#include <string.h>

#include "send/mime-imp.h"
#include "text/char.h"

/* RFC 2231 7, attribute-char, and of these only what no program mistakes. */
#define LITERAL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"

#define CHARSET "UTF-8''"

/* As it stands between quotation marks, without a \ before any of it. */
static bool is_simple(const char *s)
{
	return text_is_plain(s) && !strpbrk(s, "\"\\");
}

/* ; belongs to the token before, so that none begins a line. */
static void separate(struct header *h)
{
	buf_byte(h->out, ';');
	h->column++;
}

static void write_quoted(struct header *h, const char *key, const char *name)
{
	struct buf token = { 0 };

	separate(h);
	buf_print(&token, "%s=\"", key);
	if (is_simple(name)) {
		buf_print(&token, "%s\"", name);
		header_token(h, token.s, token.n);
	} else {
		header_words(h, token.s, name, "\"");
	}
	buf_done(&token);
}

void header_name_parameter(struct header *h, const char *name)
{
	write_quoted(h, "name", name);
}

/* Add to out the characters from *at on, percent-encoded, as far as it keeps
   below max bytes; no character is divided. */
static void encode(struct buf *out, const char *s, size_t n, size_t *at, size_t max)
{
	while (*at < n) {
		size_t end = *at;
		size_t size;
		bool literal = strchr(LITERAL, s[*at]) != NULL;

		char_next(s, n, &end);
		size = literal ? 1 : (end - *at) * 3;
		if (out->n + size > max) {
			return;
		}
		for (size_t i = *at; i < end; i++) {
			buf_print(out, literal ? "%c" : "%%%02X", (unsigned char)s[i]);
		}
		*at = end;
	}
}

/* filename*=, or filename*0*= and so on where it needs several. */
static void write_extended(struct header *h, const char *name)
{
	size_t n = strlen(name), at = 0, max = LINE_MAX_MAIL - 2; /* a space, a ; */
	struct buf token = { 0 };

	buf_text(&token, "filename*=" CHARSET);
	encode(&token, name, n, &at, max);
	if (at == n) {
		separate(h);
		header_token(h, token.s, token.n);
		buf_done(&token);
		return;
	}
	at = 0;
	for (int i = 0; at < n; i++) {
		token.n = 0;
		buf_print(&token, "filename*%d*=%s", i, i ? "" : CHARSET);
		encode(&token, name, n, &at, max);
		separate(h);
		header_token(h, token.s, token.n);
	}
	buf_done(&token);
}

void header_file_name_parameters(struct header *h, const char *name)
{
	write_quoted(h, "filename", name);
	if (!is_simple(name)) {
		write_extended(h, name);
	}
}
