/* markdown-link: addresses of the web and of mail → URIs for the PDF.

   Addresses that stand in the text as they are become links too. GFM has that
   as an extension, but md4c's ends an address at white space only, and Chinese
   text goes on right behind one: （http://www.example.org）。 */

#include "base/buf.h"
#include "source/markdown-imp.h"
#include "text/char.h"

#define LINK_MAX 2048 /* bytes; readers of PDF files take hardly more */

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* RFC 3986, section 2: what may stand in a URI besides %XX. The apostrophe is
   left out; some readers take it for the end. */
static bool is_uri_char(char c)
{
	return is_alnum(c) || (c && strchr("-._~:/?#[]@!$&()*+,;=", c));
}

/* with is lower-case; s may be upper-case too. */
static bool begins(const char *s, size_t n, const char *with)
{
	size_t i = 0;

	while (with[i] && i < n && (s[i] | 0x20) == with[i]) {
		i++;
	}
	return !with[i];
}

/* Length of the scheme of an address that may be a link, 0 for others. */
static size_t scheme_length(const char *s, size_t n)
{
	static const char *const schemes[] = { "http://", "https://", "mailto:" };

	for (int i = 0; i < 3; i++) {
		if (begins(s, n, schemes[i])) {
			return strlen(schemes[i]);
		}
	}
	return 0;
}

static void encode(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool encoded = s[i] == '%' && i + 2 < n && is_hex(s[i + 1]) && is_hex(s[i + 2]);

		if (encoded || is_uri_char(s[i])) {
			buf_byte(b, s[i]);
		} else {
			buf_print(b, "%%%02X", (unsigned char)s[i]);
		}
	}
}

const char *markdown_link(struct arena *a, const char *s, size_t n)
{
	struct buf b = { 0 };
	const char *link = NULL;
	size_t scheme = scheme_length(s, n);
	bool www = begins(s, n, "www.");

	if (n > LINK_MAX || (!www && (!scheme || n == scheme || strchr("/?#", s[scheme])))) {
		return NULL;
	}
	if (begins(s, n, "mailto:") && !memchr(s, '@', n)) {
		return NULL;
	}
	buf_text(&b, www ? "http://" : "");
	encode(&b, s, n);
	if (b.n <= LINK_MAX) {
		link = arena_copy(a, b.s, b.n);
	}
	buf_done(&b);
	return link;
}

static int hex_value(char c)
{
	return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

char *markdown_file_name(struct arena *a, const char *s)
{
	size_t n = 0, len = strlen(s);
	char *name = arena_copy(a, s, len);

	for (size_t i = 0; i < len; i++) {
		bool encoded = s[i] == '%' && is_hex(s[i + 1]) && is_hex(s[i + 2]);

		name[n++] = encoded ? (char)(hex_value(s[i + 1]) * 16 + hex_value(s[i + 2])) : s[i];
		i += encoded ? 2 : 0;
	}
	name[n] = '\0';
	for (size_t at = 0; at < n;) {
		int32_t c = char_check(name, n, &at);
		if (c < 0 || char_is_control((uint32_t)c)) {
			return arena_copy(a, s, len);
		}
	}
	return name;
}

static bool is_bare_char(char c)
{
	return is_uri_char(c) || c == '%' || c == '\'';
}

/* Where an address that ends at `end` at the latest really ends: marks of the
   sentence behind it, and a bracket around it, are not in it. */
static size_t trim_address(const char *s, size_t from, size_t end)
{
	int round = 0, square = 0;

	for (size_t i = from; i < end; i++) {
		round += s[i] == '(' ? 1 : s[i] == ')' ? -1 : 0;
		square += s[i] == '[' ? 1 : s[i] == ']' ? -1 : 0;
	}
	while (end > from) {
		char c = s[end - 1];

		if ((c == ')' && round < 0) || (c == ']' && square < 0)) {
			round += c == ')';
			square += c == ']';
		} else if (!strchr(".,:;!?'*_~([", c)) {
			break;
		} else {
			round -= c == '(';
			square -= c == '[';
		}
		end--;
	}
	return end;
}

/* End of the web address that begins at byte at, at itself where none does. */
static size_t web_end(const char *s, size_t n, size_t at)
{
	size_t head = begins(s + at, n - at, "www.") ? 4 : scheme_length(s + at, n - at);
	size_t end = at + head;

	if (!head || s[end - 1] == ':' || (at && is_alnum(s[at - 1])) || end >= n ||
			!is_alnum(s[end])) {
		return at;
	}
	while (end < n && is_bare_char(s[end])) {
		end++;
	}
	return trim_address(s, at + head, end);
}

/* The domain behind an @ : labels of letters, digits and hyphens, the last of
   them with a letter. */
static size_t domain_end(const char *s, size_t n, size_t at)
{
	size_t end = at, label = at;
	int labels = 0;

	for (size_t i = at; i <= n; i++) {
		char c = i < n ? s[i] : ' ';

		if (is_alnum(c) || (c == '-' && i > label)) {
			continue;
		}
		if (i == label || s[i - 1] == '-') {
			break;
		}
		end = i;
		labels++;
		if (c != '.') {
			break;
		}
		label = i + 1;
	}
	return labels >= 2 && (s[end - 1] | 0x20) >= 'a' ? end : at;
}

static bool is_local_char(char c)
{
	return is_alnum(c) || (c && strchr(".!#$%&'*+/=?^_`{|}~-", c));
}

/* A stretch of the text that is an address. */
struct found {
	uint32_t begin, end;
	const char *link;
};

struct finds {
	struct found *at;
	int n, cap;
};

static void find_mail(const struct manuscript *m, const struct text *t, uint32_t at, uint32_t least,
		struct finds *out)
{
	uint32_t begin = at;
	size_t end = domain_end(t->s, t->n, at + 1);

	while (begin > least && is_local_char(t->s[begin - 1])) {
		begin--;
	}
	while (begin < at && !is_alnum(t->s[begin])) {
		begin++;
	}
	if (begin < at && end > at + 1) {
		struct buf b = { 0 };
		buf_text(&b, "mailto:");
		buf_add(&b, t->s + begin, end - begin);
		*vec_push(m->scratch, out) = (struct found){ begin, (uint32_t)end,
			markdown_link(m->r->a, b.s, b.n) };
		buf_done(&b);
	}
}

static void find_web(const struct manuscript *m, const struct text *t, uint32_t at,
		struct finds *out)
{
	uint32_t end = (uint32_t)web_end(t->s, t->n, at);

	if (end > at) {
		*vec_push(m->scratch, out) = (struct found){ at, end,
			markdown_link(m->r->a, t->s + at, end - at) };
	}
}

static struct finds find_all(const struct manuscript *m, const struct text *t)
{
	struct finds out = { 0 };

	for (uint32_t at = 0; at < t->n; at++) {
		uint32_t least = out.n ? out.at[out.n - 1].end : 0;
		char c = t->s[at];

		if (at < least) {
			at = least - 1;
		} else if (c == '@') {
			find_mail(m, t, at, least, &out);
		} else if ((c | 0x20) == 'h' || (c | 0x20) == 'w') {
			find_web(m, t, at, &out);
		}
	}
	return out;
}

struct ranges {
	struct range *at;
	int n, cap;
};

/* Add the range r, which ends at end, with the addresses in it made links. */
static void add_linked(const struct manuscript *m, const struct text *t, struct range r,
		uint32_t end, const struct found *f, const struct found *fend, struct ranges *out)
{
	for (; f < fend && f->begin < end; f++) {
		uint32_t begin = f->begin > r.at ? f->begin : r.at;

		if (begin > r.at) {
			*vec_push(m->scratch, out) = r;
		}
		r.span = text_span_after(t, r.at, r.span, begin);
		r.at = begin;
		r.link = f->link;
		*vec_push(m->scratch, out) = r;
		if (f->end >= end) {
			return;
		}
		r.span = text_span_after(t, r.at, r.span, f->end);
		r.at = f->end;
		r.link = NULL;
	}
	*vec_push(m->scratch, out) = r;
}

void markdown_link_bare(const struct manuscript *m, struct text *t)
{
	struct finds finds = find_all(m, t);
	const struct found *f, *fend;
	struct ranges out = { 0 };
	struct range *ranges;

	if (!finds.n) {
		return;
	}
	f = finds.at;
	fend = f + finds.n;
	for (int i = 0; i < t->nranges; i++) {
		struct range r = t->ranges[i];
		bool free = !r.link && !(r.style & TEXT_CODE);

		while (f < fend && f->end <= r.at) {
			f++;
		}
		add_linked(m, t, r, i + 1 < t->nranges ? t->ranges[i + 1].at : t->n,
				free ? f : fend, fend, &out);
	}
	ranges = ARENA_ARRAY(m->r->a, struct range, out.n);
	memcpy(ranges, out.at, (size_t)out.n * sizeof *ranges);
	t->ranges = ranges;
	t->nranges = out.n;
}
