/* check: bytes of a text file → text that the rest can trust.
   One pass copies the good characters and complains about the others. Where a
   character was left out a mark is set, so that places stay the file's. */

#include <stdio.h>

#include "base/vec.h"
#include "source/source-imp.h"
#include "text/char.h"

#define MARK_EVERY  256 /* bytes between marks: what checked_place counts at most */
#define ACCENTS_MAX 30  /* combining marks in a row (UAX #15, Stream-Safe Text Format) */

struct scan {
	struct arena *a;
	struct diags *d;
	const char *file;
	const char *s; /* what is read */
	size_t n, at;
	char *out; /* what is written */
	size_t len;
	int line, col; /* in the file, of the next character */
	VEC(struct mark) marks;
	size_t accents_end; /* behind the last combining mark */
	int accents;        /* how many stand in a row there */
};

static struct span here(const struct scan *k)
{
	return (struct span){ k->file, k->line, k->col };
}

/* The next character to be written stands here. */
static void set_mark(struct scan *k)
{
	struct mark m = { (uint32_t)k->len, k->line, k->col };

	if (k->marks.n && k->marks.at[k->marks.n - 1].at == m.at) {
		k->marks.at[k->marks.n - 1] = m;
	} else {
		*vec_push(k->a, &k->marks) = m;
	}
}

static void put(struct scan *k, const char *s, size_t n)
{
	if (k->len - k->marks.at[k->marks.n - 1].at >= MARK_EVERY) {
		set_mark(k);
	}
	for (size_t i = 0; i < n; i++) {
		k->out[k->len++] = s[i];
	}
	k->col++;
}

static void leave_out(struct scan *k, enum diag_kind why, uint32_t c)
{
	char name[12];

	char_name(c, name);
	diag_add(k->d, why, here(k), name);
	k->col++;
	set_mark(k);
}

static void put_newline(struct scan *k)
{
	put(k, "\n", 1);
	k->line++;
	k->col = 1;
}

/* A form that only looks like a character: the character itself is printed, so
   that searching the PDF finds it. */
static void put_normal(struct scan *k, uint32_t c, uint32_t normal)
{
	char is[5], name[12], want[5], want_name[12];
	int n = char_write(normal ? normal : c, want);

	char_write(c, is);
	char_name(c, name);
	if (normal) {
		char_name(normal, want_name);
		diag_add(k->d, DIAG_CHAR_KANGXI, here(k), is, name, want, want_name);
	} else {
		diag_add(k->d, DIAG_CHAR_RADICAL, here(k), is, name);
	}
	put(k, want, (size_t)n);
}

/* U+2028, U+2029: line ends that editors don't show. */
static bool is_separator(uint32_t c)
{
	return c == 0x2028 || c == 0x2029;
}

/* Shaping takes quadratic time over the marks of one character. */
static bool is_accent_too_many(struct scan *k, uint32_t c, size_t from)
{
	if (!char_is_mark(c)) {
		return false;
	}
	k->accents = from == k->accents_end ? k->accents + 1 : 1;
	k->accents_end = k->at;
	return k->accents > ACCENTS_MAX;
}

/* Any character but those of the fast paths; false where it is none. */
static bool scan_rare(struct scan *k)
{
	size_t from = k->at;
	int32_t read = char_check(k->s, k->n, &k->at);
	uint32_t c = (uint32_t)read, normal;
	char name[12];

	if (read < 0) {
		diag_add0(k->d, DIAG_UTF8_INVALID, here(k));
		return false;
	}
	if (char_is_control(c)) {
		leave_out(k, DIAG_CHAR_CONTROL, c);
		return true;
	}
	if (char_is_invisible(c) || is_separator(c)) {
		leave_out(k, DIAG_CHAR_INVISIBLE, c);
		return true;
	}
	if (is_accent_too_many(k, c, from)) {
		leave_out(k, DIAG_ACCENTS, c);
		return true;
	}
	normal = char_normal(c);
	if (normal != c) {
		put_normal(k, c, normal);
		return true;
	}
	if (char_is_private(c)) {
		char_name(c, name);
		diag_add(k->d, DIAG_CHAR_PRIVATE, here(k), name);
	}
	put(k, k->s + from, k->at - from);
	return true;
}

/* U+4E00 to U+9FFF: most of what we read. */
static bool is_common_han(const unsigned char *p, size_t n)
{
	return n >= 3 && (p[0] > 0xe4 || (p[0] == 0xe4 && p[1] >= 0xb8)) && p[0] <= 0xe9 &&
			(p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80;
}

static bool scan_one(struct scan *k)
{
	const unsigned char *p = (const unsigned char *)k->s + k->at;

	if ((p[0] >= 0x20 && p[0] < 0x7f) || p[0] == '\t') {
		put(k, k->s + k->at++, 1);
	} else if (is_common_han(p, k->n - k->at)) {
		put(k, k->s + k->at, 3);
		k->at += 3;
	} else if (p[0] == '\n' || p[0] == '\r') {
		k->at += p[0] == '\r' && k->at + 1 < k->n && p[1] == '\n' ? 2 : 1;
		put_newline(k);
	} else {
		return scan_rare(k);
	}
	return true;
}

bool check_text(struct arena *a, struct diags *d, const char *file, struct slice bytes,
		struct checked *out)
{
	struct scan k = { .a = a,
		.d = d,
		.file = file,
		.s = bytes.s,
		.n = bytes.n,
		.line = 1,
		.col = 1 };

	if (k.n >= 3 && memcmp(k.s, "\xef\xbb\xbf", 3) == 0) {
		k.at = 3;
	}
	/* a compatibility ideograph of 3 bytes may have a normal one of 4 */
	k.out = arena_alloc(a, k.n + k.n / 3 + 1, 1);
	set_mark(&k);
	while (k.at < k.n) {
		if (!scan_one(&k)) {
			return false;
		}
	}
	*out = (struct checked){ file, k.out, k.len, k.marks.at, k.marks.n };
	return true;
}

struct span checked_place(const struct checked *t, size_t at)
{
	int lo = 0, hi = t->nmarks;
	struct span span = { t->file, 0, 0 };

	while (hi - lo > 1) {
		int mid = lo + (hi - lo) / 2;
		if (t->marks[mid].at <= at) {
			lo = mid;
		} else {
			hi = mid;
		}
	}
	span.line = t->marks[lo].line;
	span.col = t->marks[lo].col;
	for (size_t i = t->marks[lo].at; i < at; i++) {
		if (t->s[i] == '\n') {
			span.line++;
			span.col = 1;
		} else {
			span.col += ((unsigned char)t->s[i] & 0xc0) != 0x80;
		}
	}
	return span;
}
