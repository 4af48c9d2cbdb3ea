/* syntax: how the file's bytes are written, which libqpdf does not tell
   (ISO 32000-1 7.5; the stricter forms of ISO 19005-2 6.1). */

#include <stdlib.h>
#include <string.h>

#include "inspect/inspect-imp.h"

#define SECTIONS_MAX 200

struct scan {
	struct pdf *p;
	struct slips *slips;
	const char *s;
	size_t n;
	struct arena *scratch;
};

static void slip(struct scan *c, enum slip kind, int id)
{
	if (!c->slips->at[kind].count++) {
		c->slips->at[kind].first = id;
	}
}

static bool is_eol(char c)
{
	return c == '\n' || c == '\r';
}

/* Bytes of the end of line at `at`: 0 to 2. */
static size_t eol(const struct scan *c, size_t at)
{
	if (at + 1 < c->n && c->s[at] == '\r' && c->s[at + 1] == '\n') {
		return 2;
	}
	return at < c->n && is_eol(c->s[at]);
}

static bool stands(const struct scan *c, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at <= c->n && c->n - at >= n && memcmp(c->s + at, word, n) == 0;
}

/* ISO 19005-2 6.1.2 */
static void scan_header(struct scan *c)
{
	size_t end = 8 + eol(c, 8);

	c->slips->version = -1;
	if (!stands(c, 0, "%PDF-1.") || c->n < 9 || c->s[7] < '0' || c->s[7] > '7' || end == 8) {
		slip(c, SLIP_HEADER, 0);
		slip(c, SLIP_BINARY, 0);
		return;
	}
	c->slips->version = c->s[7] - '0';
	for (size_t i = 1; i <= 4; i++) {
		if (end + i >= c->n || c->s[end] != '%' || !(c->s[end + i] & 0x80)) {
			slip(c, SLIP_BINARY, 0);
			return;
		}
	}
}

/* Where word stands last; n: nowhere. */
static size_t find_last(const struct scan *c, const char *word)
{
	for (size_t i = c->n; i-- > 0;) {
		if (c->s[i] == word[0] && stands(c, i, word)) {
			return i;
		}
	}
	return c->n;
}

/* 6.1.3 */
static void scan_end(struct scan *c)
{
	size_t at = find_last(c, "%%EOF");

	if (at == c->n || at + 5 + eol(c, at + 5) != c->n) {
		slip(c, SLIP_EOF, 0);
	}
}

static size_t digits(const struct scan *c, size_t at)
{
	size_t n = 0;

	while (at + n < c->n && c->s[at + n] >= '0' && c->s[at + n] <= '9') {
		n++;
	}
	return n;
}

static bool has_bad_hex(const struct object *o)
{
	int n = o->kind == OBJECT_DICT ? 2 * o->n : o->kind == OBJECT_ARRAY ? o->n : 0;

	for (int i = 0; i < n; i++) {
		if (has_bad_hex(&o->items[i])) {
			return true;
		}
	}
	return o->kind == OBJECT_STRING && o->bad_hex;
}

/* 6.1.7.1; at stands behind the keyword "stream". Where "endobj" should be; n:
   that is not known. */
static size_t scan_data(struct scan *c, size_t at, const struct object *dict, int id)
{
	int said = object_int(pdf_key(c->p, dict, "Length"), -1);
	size_t end, mark;

	if (!(eol(c, at) == 2 || stands(c, at, "\n"))) {
		slip(c, SLIP_STREAM, id);
	}
	at += eol(c, at);
	if (said < 0 || (size_t)said > c->n - (at < c->n ? at : c->n)) {
		slip(c, SLIP_LENGTH, id);
		return c->n;
	}
	end = at + (size_t)said;
	mark = end + eol(c, end);
	if (!stands(c, mark, "endstream")) {
		slip(c, SLIP_LENGTH, id);
		return c->n;
	}
	if (mark == end) {
		slip(c, SLIP_STREAM, id);
	}
	return mark + 9;
}

static void scan_close(struct scan *c, size_t at, int id)
{
	size_t from = at;

	while (at < c->n && lex_is_space(c->s[at])) {
		at++;
	}
	if (!stands(c, at, "endobj") || at == from || !is_eol(c->s[at - 1]) ||
			(at + 6 < c->n && !eol(c, at + 6))) {
		slip(c, SLIP_OBJECT, id);
	}
}

/* 6.1.9 */
static void scan_object(struct scan *c, size_t at)
{
	struct lexer l = { .a = c->scratch, .s = c->s, .n = c->n };
	size_t number = digits(c, at), generation = digits(c, at + number + 1);
	size_t word = at + number + 1 + generation + 1;
	int id = number ? atoi(c->s + at) : 0;
	struct object o;

	if (!number || !generation || !lex_is_space(c->s[at + number]) ||
			!lex_is_space(c->s[word - 1]) || !stands(c, word, "obj") ||
			!eol(c, word + 3) || (at && !is_eol(c->s[at - 1]))) {
		slip(c, SLIP_OBJECT, id);
	}
	if (!stands(c, word, "obj")) {
		return;
	}
	l.at = word + 3;
	lex_object(&l, &o);
	if (has_bad_hex(&o)) {
		slip(c, SLIP_HEX, id);
	}
	at = l.at;
	while (at < c->n && lex_is_space(c->s[at])) {
		at++;
	}
	l.at = stands(c, at, "stream") ? scan_data(c, at + 6, &o, id) : l.at;
	if (l.at < c->n) {
		scan_close(c, l.at, id);
	}
}

/* A subsection's entries of 20 bytes each; where they end. */
static size_t scan_entries(struct scan *c, size_t at, long n)
{
	for (long i = 0; i < n && at + 18 <= c->n && i < OBJECTS_MAX; i++, at += 20) {
		if (c->s[at + 17] == 'n') {
			size_t where = (size_t)strtoul(c->s + at, NULL, 10);
			if (where && where < c->n) {
				scan_object(c, where);
				arena_reset(c->scratch);
			}
		}
	}
	return at;
}

/* The table at `at`; of its trailer /Prev, 0: none. 6.1.4 */
static size_t scan_table(struct scan *c, size_t at)
{
	struct lexer l = { .a = c->scratch, .s = c->s, .n = c->n };
	struct object o;
	size_t first;
	int prev;

	at += 4;
	if (!eol(c, at) || !digits(c, at + eol(c, at))) {
		slip(c, SLIP_XREF, 0);
	}
	for (;;) {
		while (at < c->n && lex_is_space(c->s[at])) {
			at++;
		}
		first = digits(c, at);
		if (!first || !digits(c, at + first + 1)) {
			break;
		}
		if (c->s[at + first] != ' ') {
			slip(c, SLIP_XREF, 0);
		}
		at += first + 1;
		long n = strtol(c->s + at, NULL, 10);
		at += digits(c, at);
		while (at < c->n && lex_is_space(c->s[at])) {
			at++;
		}
		at = scan_entries(c, at, n);
	}
	if (!stands(c, at, "trailer")) {
		return 0;
	}
	l.at = at + 7;
	lex_object(&l, &o);
	prev = object_int(object_at(&o, "Prev"), 0);
	return prev > 0 ? (size_t)prev : 0;
}

static unsigned long field(const unsigned char *s, int n)
{
	unsigned long v = 0;

	for (int i = 0; i < n; i++) {
		v = v << 8 | s[i];
	}
	return v;
}

/* Entries of a cross-reference stream (ISO 32000-1 7.5.8). */
static void scan_table_stream(struct scan *c, const struct object *o)
{
	const struct object *w = pdf_key(c->p, o, "W");
	int wid[3], all = 0;
	struct buf b = { 0 };

	for (int i = 0; i < 3; i++) {
		wid[i] = object_int(pdf_item(c->p, w, i), 0);
		wid[i] = wid[i] < 0 || wid[i] > 8 ? 0 : wid[i];
		all += wid[i];
	}
	if (all && pdf_stream(c->p, o, &b)) {
		for (size_t i = 0; i + (size_t)all <= b.n; i += (size_t)all) {
			const unsigned char *row = (const unsigned char *)b.s + i;
			unsigned long kind = wid[0] ? field(row, wid[0]) : 1;
			unsigned long where = field(row + wid[0], wid[1]);
			if (kind == 1 && where && where < c->n) {
				scan_object(c, where);
				arena_reset(c->scratch);
			}
		}
	}
	buf_done(&b);
}

/* The section at `at`; where the one before it is, 0: there is none. */
static size_t scan_section(struct scan *c, size_t at)
{
	struct object ref = { .kind = OBJECT_REF };
	const struct object *o;
	int prev;

	if (stands(c, at, "xref")) {
		return scan_table(c, at);
	}
	if (!digits(c, at) || digits(c, at) > 7) {
		return 0;
	}
	ref.id = atoi(c->s + at);
	o = pdf_resolve(c->p, &ref);
	if (!o->stream || !object_is(object_at(o, "Type"), "XRef")) {
		return 0;
	}
	scan_table_stream(c, o);
	prev = object_int(object_at(o, "Prev"), 0);
	return prev > 0 ? (size_t)prev : 0;
}

void syntax_read(struct pdf *p, struct slips *s)
{
	struct scan c = { .p = p, .slips = s, .s = p->bytes.s, .n = p->bytes.n };
	size_t at = find_last(&c, "startxref"), seen[SECTIONS_MAX];
	int n = 0;

	scan_header(&c);
	scan_end(&c);
	if (p->damaged || at == c.n) {
		return; /* where the objects are is a guess */
	}
	c.scratch = arena_new();
	at = (size_t)strtoul(c.s + at + 9, NULL, 10);
	while (at && at < c.n && n < SECTIONS_MAX) {
		for (int i = 0; i < n; i++) {
			if (seen[i] == at) {
				at = 0;
			}
		}
		seen[n++] = at;
		at = at ? scan_section(&c, at) : 0;
	}
	arena_free(c.scratch);
}
