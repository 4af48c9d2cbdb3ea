/* mime-read: strangers' messages. Whatever is wrong with one is read as far as it
   goes; limits keep a hostile one short. */

#include <string.h>

#include "base/buf.h"
#include "send/bounces-imp.h"
#include "text/convert.h"

#define DEPTH_MAX 8
#define PARTS_MAX 100
#define HEAD_MAX  (256 * 1024) /* bytes of a head that are searched */
#define VALUE_MAX 8192         /* of one header */
#define TEXT_MAX  (256 * 1024) /* of a part's body, before decoding */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool same_letters(const char *s, size_t n, const char *small)
{
	for (size_t i = 0; i < n; i++) {
		if (!small[i] || lower(s[i]) != small[i]) {
			return false;
		}
	}
	return small[n] == '\0';
}

const char *find_text(const char *s, const char *needle)
{
	const size_t n = strlen(needle);
	const size_t all = strlen(s);

	for (size_t at = 0; at + n <= all; at++) {
		if (lower(s[at]) == needle[0] && same_letters(s + at, n, needle)) {
			return s + at;
		}
	}
	return NULL;
}

/* Headers */

static size_t line_end(struct slice s, size_t at)
{
	const char *end = memchr(s.s + at, '\n', s.n - at);

	return end ? (size_t)(end - s.s) + 1 : s.n;
}

/* The empty line between head and body: where it ends. */
static size_t head_end(struct slice s, size_t *body)
{
	size_t at = 0;

	while (at < s.n) {
		size_t end = line_end(s, at);
		if (end - at == 1 || (end - at == 2 && s.s[at] == '\r')) {
			*body = end;
			return at;
		}
		at = end;
	}
	*body = s.n;
	return s.n;
}

/* The value from at on, with the lines that continue it; what is white is one
   space. */
static const char *unfold(struct arena *a, struct slice s, size_t at)
{
	struct buf b = { 0 };
	const char *value;

	do {
		size_t end = line_end(s, at);
		for (; at < end && b.n < VALUE_MAX; at++) {
			bool white = !s.s[at] || strchr(" \t\r\n", s.s[at]);
			if (!white || (b.n && b.s[b.n - 1] != ' ')) {
				buf_byte(&b, white ? ' ' : s.s[at]);
			}
		}
		at = end;
	} while (at < s.n && (s.s[at] == ' ' || s.s[at] == '\t') && b.n < VALUE_MAX);
	b.n -= b.n && b.s[b.n - 1] == ' ';
	value = arena_copy(a, b.s ? b.s : "", b.n);
	buf_done(&b);
	return value;
}

const char *part_header(struct arena *a, struct slice head, const char *name)
{
	const size_t n = strlen(name);

	head.n = head.n < HEAD_MAX ? head.n : HEAD_MAX;
	for (size_t at = 0; at < head.n; at = line_end(head, at)) {
		if (head.n - at > n && head.s[at + n] == ':' &&
				same_letters(head.s + at, n, name)) {
			return unfold(a, head, at + n + 1);
		}
	}
	return NULL;
}

const char *header_parameter(struct arena *a, const char *value, const char *name)
{
	const size_t n = strlen(name);

	for (const char *s = strchr(value, ';'); s; s = strchr(s, ';')) {
		s += 1 + strspn(s + 1, " ");
		if (strlen(s) > n && s[n] == '=' && same_letters(s, n, name)) {
			s += n + 1;
			return *s == '"' ? arena_copy(a, s + 1, strcspn(s + 1, "\""))
					 : arena_copy(a, s, strcspn(s, "; "));
		}
	}
	return NULL;
}

static const char *type_of(struct arena *a, struct slice head)
{
	const char *value = part_header(a, head, "content-type");
	char *type;

	if (!value) {
		return "text/plain"; /* RFC 2045 5.2 */
	}
	type = arena_copy(a, value, strcspn(value, "; "));
	for (char *c = type; *c; c++) {
		*c = lower(*c);
	}
	return type;
}

struct part part_of(struct arena *a, struct slice message, int depth)
{
	size_t body;
	size_t head = head_end(message, &body);
	struct part p = {
		.head = { message.s, head },
		.body = { message.s + body, message.n - body },
		.depth = depth,
	};

	p.type = type_of(a, p.head);
	return p;
}

/* Multiparts */

struct walk {
	void (*f)(struct arena *a, const struct part *part, void *with);
	void *with;
	int left; /* parts that may still be read */
};

/* Where the next line "--boundary" begins, from at on, which is a line's start. */
static size_t find_boundary(struct slice s, size_t at, const char *boundary)
{
	const size_t n = strlen(boundary);

	for (; at < s.n; at = line_end(s, at)) {
		if (s.n - at >= n + 2 && s.s[at] == '-' && s.s[at + 1] == '-' &&
				memcmp(s.s + at + 2, boundary, n) == 0) {
			return at;
		}
	}
	return s.n;
}

static void walk_part(struct arena *a, const struct part *p, struct walk *w);

static void walk_multipart(struct arena *a, const struct part *p, const char *boundary,
		struct walk *w)
{
	const size_t n = strlen(boundary);
	size_t at = find_boundary(p->body, 0, boundary);

	while (at < p->body.n && w->left > 0) {
		size_t from = line_end(p->body, at);
		bool last = p->body.n - at >= n + 4 && memcmp(p->body.s + at + 2 + n, "--", 2) == 0;
		if (last) {
			return;
		}
		at = find_boundary(p->body, from, boundary);
		const struct part inner = part_of(a, (struct slice){ p->body.s + from, at - from },
				p->depth + 1);
		walk_part(a, &inner, w);
	}
}

static void walk_part(struct arena *a, const struct part *p, struct walk *w)
{
	const char *value = part_header(a, p->head, "content-type");
	const char *boundary = value ? header_parameter(a, value, "boundary") : NULL;

	if (w->left-- <= 0) {
		return;
	}
	if (strncmp(p->type, "multipart/", 10) != 0) {
		w->f(a, p, w->with);
	} else if (boundary && *boundary && p->depth < DEPTH_MAX) {
		walk_multipart(a, p, boundary, w);
	}
}

void part_each(struct arena *a, const struct part *whole,
		void (*f)(struct arena *a, const struct part *part, void *with), void *with)
{
	struct walk w = { f, with, PARTS_MAX };

	walk_part(a, whole, &w);
}

/* Bodies */

static int value_base64(char c)
{
	if (c >= 'A' && c <= 'Z') {
		return c - 'A';
	}
	if (c >= 'a' && c <= 'z') {
		return c - 'a' + 26;
	}
	if (c >= '0' && c <= '9') {
		return c - '0' + 52;
	}
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static size_t decode_base64(char *to, struct slice s)
{
	uint32_t bits = 0;
	int nbits = 0;
	size_t n = 0;

	for (size_t i = 0; i < s.n && s.s[i] != '='; i++) {
		int v = value_base64(s.s[i]);
		if (v < 0) {
			continue; /* RFC 2045 6.8: others are ignored */
		}
		bits = bits << 6 | (uint32_t)v;
		nbits += 6;
		if (nbits >= 8) {
			nbits -= 8;
			to[n++] = (char)(bits >> nbits & 255);
		}
	}
	return n;
}

static int value_hex(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t decode_quoted(char *to, struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool two = i + 2 < s.n;
		if (s.s[i] != '=') {
			to[n++] = s.s[i];
		} else if (i + 1 < s.n && s.s[i + 1] == '\n') {
			i++;
		} else if (two && s.s[i + 1] == '\r' && s.s[i + 2] == '\n') {
			i += 2;
		} else if (two && value_hex(s.s[i + 1]) >= 0 && value_hex(s.s[i + 2]) >= 0) {
			to[n++] = (char)(value_hex(s.s[i + 1]) * 16 + value_hex(s.s[i + 2]));
			i += 2;
		} else {
			to[n++] = '=';
		}
	}
	return n;
}

struct slice part_bytes(struct arena *a, const struct part *p)
{
	const char *value = part_header(a, p->head, "content-transfer-encoding");
	const char *coding = value ? value : "";
	struct slice s = { p->body.s, p->body.n < TEXT_MAX ? p->body.n : TEXT_MAX };
	char *to;

	if (same_letters(coding, strlen(coding), "base64")) {
		to = arena_alloc(a, s.n + 1, 1);
		return (struct slice){ to, decode_base64(to, s) };
	}
	if (same_letters(coding, strlen(coding), "quoted-printable")) {
		to = arena_alloc(a, s.n + 1, 1);
		return (struct slice){ to, decode_quoted(to, s) };
	}
	return s;
}

/* Tags become line ends, so that words on either side stay apart. */
static const char *strip_tags(struct arena *a, const char *s)
{
	static const struct {
		const char *name, *text;
	} entities[] = { { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" }, { "&nbsp;", " " },
		{ "&quot;", "\"" } };
	struct buf b = { 0 };
	const char *text;

	while (*s) {
		int i = 0;
		const int n = (int)(sizeof entities / sizeof *entities);
		if (*s == '<') {
			size_t skip = strcspn(s, ">");
			s += skip + (s[skip] == '>');
			buf_byte(&b, '\n');
			continue;
		}
		while (*s == '&' && i < n &&
				strncmp(s, entities[i].name, strlen(entities[i].name))) {
			i++;
		}
		if (*s == '&' && i < n) {
			buf_text(&b, entities[i].text);
			s += strlen(entities[i].name);
		} else {
			buf_byte(&b, *s++);
		}
	}
	text = arena_copy(a, b.s ? b.s : "", b.n);
	buf_done(&b);
	return text;
}

const char *part_text(struct arena *a, const struct part *p)
{
	struct slice s = part_bytes(a, p);
	struct slice utf8 = s;
	char *text;

	/* what calls itself GB2312 or ISO-8859-1 here is GBK, and some say nothing */
	if (!is_utf8(s)) {
		convert_text(a, CODING_GB18030, s, &utf8);
	}
	text = arena_copy(a, utf8.n ? utf8.s : "", utf8.n);
	for (size_t i = 0; i < utf8.n; i++) {
		text[i] = text[i] ? text[i] : ' ';
	}
	return strcmp(p->type, "text/html") == 0 ? strip_tags(a, text) : text;
}
