/* rfc2045: transfer encodings. Parts are made of 7-bit lines, so that no server
   on the way has to change them. */

#include <stdint.h>
#include <string.h>

#include "send/mime-imp.h"

#define COLUMNS 76 /* RFC 2045 6.7, 6.8 */
#define GROUPS  19 /* of three bytes in a line of base64 */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_size(size_t n)
{
	size_t groups = (n + 2) / 3;

	return groups * 4 + (groups + GROUPS - 1) / GROUPS * 2;
}

/* The last group may have one byte or two. */
static void write_group(char *to, const unsigned char *s, size_t n)
{
	uint32_t bits = (uint32_t)s[0] << 16 | (n > 1 ? (uint32_t)s[1] << 8 : 0) |
			(n > 2 ? s[2] : 0);

	to[0] = digits[bits >> 18];
	to[1] = digits[bits >> 12 & 63];
	to[2] = n > 1 ? digits[bits >> 6 & 63] : '=';
	to[3] = n > 2 ? digits[bits & 63] : '=';
}

void base64_write(char *to, const char *bytes, size_t n)
{
	const unsigned char *s = (const unsigned char *)bytes;
	int group = 0;

	for (size_t at = 0; at < n; at += 3) {
		write_group(to, s + at, n - at);
		to += 4;
		if (++group == GROUPS || at + 3 >= n) {
			memcpy(to, "\r\n", 2);
			to += 2;
			group = 0;
		}
	}
}

/* The byte may stand for itself. White space may not where a line ends. */
static bool is_literal(const char *s, size_t n, size_t at)
{
	unsigned char c = (unsigned char)s[at];
	bool last = at + 1 == n || s[at + 1] == '\n';

	return c == ' ' || c == '\t' ? !last : c > ' ' && c < 0x7f && c != '=';
}

static void quoted_printable(struct buf *out, const char *s, size_t n)
{
	int column = 0;

	for (size_t i = 0; i < n; i++) {
		bool literal = is_literal(s, n, i);
		if (s[i] == '\n') {
			buf_text(out, "\r\n");
			column = 0;
			continue;
		}
		if (column + (literal ? 1 : 3) > COLUMNS - 1) {
			buf_text(out, "=\r\n");
			column = 0;
		}
		if (literal) {
			buf_byte(out, s[i]);
		} else {
			buf_print(out, "=%02X", (unsigned char)s[i]);
		}
		column += literal ? 1 : 3;
	}
	buf_text(out, "\r\n");
}

/* Lines of text end in CR LF before they are encoded (RFC 2045 6.8). */
static void base64_text(struct buf *out, const char *s, size_t n)
{
	struct buf lines = { 0 };
	size_t size;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n') {
			buf_byte(&lines, '\r');
		}
		buf_byte(&lines, s[i]);
	}
	size = base64_size(lines.n);
	base64_write(buf_room(out, size), lines.s, lines.n);
	out->n += size;
	buf_done(&lines);
}

void text_encode(struct buf *out, const char *s, size_t n)
{
	size_t others = 0;

	for (size_t i = 0; i < n; i++) {
		others += !is_literal(s, n, i) && s[i] != '\n';
	}
	if (others * 6 < n) {
		header_line(out, "Content-Transfer-Encoding", "quoted-printable");
		buf_text(out, "\r\n");
		quoted_printable(out, s, n);
	} else {
		header_line(out, "Content-Transfer-Encoding", "base64");
		buf_text(out, "\r\n");
		base64_text(out, s, n);
	}
}
