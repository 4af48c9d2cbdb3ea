#include "pdf/print-imp.h"

int64_t print_thousandths(int64_t v)
{
	int64_t half = v < 0 ? -UNIT_ONE / 2 : UNIT_ONE / 2;

	return (v * 1000 + half) / UNIT_ONE;
}

/* Digits of v, at least min of them, written backwards to end at end. */
static char *digits(char *end, uint64_t v, int min)
{
	for (; v || min > 0; v /= 10, min--) {
		*--end = (char)('0' + v % 10);
	}
	return end;
}

void print_int(struct buf *b, int64_t v)
{
	char s[24], *end = s + sizeof s;
	char *p = digits(end, v < 0 ? -(uint64_t)v : (uint64_t)v, 1);

	if (v < 0) {
		*--p = '-';
	}
	buf_add(b, p, (size_t)(end - p));
}

void print_milli(struct buf *b, int64_t v)
{
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	char s[28], *end = s + sizeof s, *p = end;

	if (u % 1000) {
		p = digits(end, u % 1000, 3);
		*--p = '.';
		while (end[-1] == '0') {
			end--;
		}
	}
	p = digits(p, u / 1000, 1);
	if (v < 0) {
		*--p = '-';
	}
	buf_add(b, p, (size_t)(end - p));
}

void print_length(struct buf *b, int64_t v)
{
	print_milli(b, print_thousandths(v));
}

char *print_hex(char *to, unsigned v)
{
	static const char hex[] = "0123456789ABCDEF";

	to[0] = hex[v >> 12 & 15];
	to[1] = hex[v >> 8 & 15];
	to[2] = hex[v >> 4 & 15];
	to[3] = hex[v & 15];
	return to + 4;
}

size_t print_utf8_length(struct slice s)
{
	unsigned char c = s.n ? (unsigned char)*s.s : 0;
	size_t n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return n <= s.n ? n : 1;
}

static uint32_t utf8_decode(const char *s, size_t n)
{
	uint32_t c = (unsigned char)s[0];

	if (n > 1) {
		c &= 0xffu >> (n + 1);
	}
	for (size_t i = 1; i < n; i++) {
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	}
	return c;
}

void print_utf16(struct buf *b, struct slice utf8)
{
	while (utf8.n) {
		size_t n = print_utf8_length(utf8);
		uint32_t c = utf8_decode(utf8.s, n);
		char *start = buf_room(b, 8), *p = start;

		if (c > 0xffff) {
			p = print_hex(p, 0xd800 + ((c - 0x10000) >> 10 & 0x3ff));
			c = 0xdc00 + (c & 0x3ff);
		}
		p = print_hex(p, c);
		b->n += (size_t)(p - start);
		utf8.s += n;
		utf8.n -= n;
	}
}

void print_text(struct buf *b, struct slice utf8)
{
	buf_text(b, "<FEFF");
	print_utf16(b, utf8);
	buf_byte(b, '>');
}

void print_name(struct buf *b, const char *s)
{
	buf_byte(b, '/');
	for (; *s; s++) {
		if (*s > ' ' && *s < 0x7f && !strchr("#/()<>[]{}%", *s)) {
			buf_byte(b, *s);
		} else {
			buf_print(b, "#%02X", (unsigned char)*s);
		}
	}
}

void print_uri(struct buf *b, const char *uri)
{
	buf_byte(b, '(');
	for (const unsigned char *p = (const unsigned char *)uri; *p; p++) {
		if (*p <= ' ' || *p >= 0x7f) {
			buf_print(b, "%%%02X", *p);
			continue;
		}
		if (*p == '(' || *p == ')' || *p == '\\') {
			buf_byte(b, '\\');
		}
		buf_byte(b, (char)*p);
	}
	buf_byte(b, ')');
}
