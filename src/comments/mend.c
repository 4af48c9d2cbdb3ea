/* mend: a mark at its place → the change of the file's bytes, where there is no
   doubt which. */

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "comments/manuscript-imp.h"
#include "comments/wish-imp.h"
#include "text/char.h"

#define AROUND 18 /* characters shown on either side of a change */
#define SIGNS  8

static const char *const no_text = N_("it lies on no text of the manuscript");
static const char *const not_whole = N_("it does not lie on one whole piece of a paragraph");
static const char *const not_source = N_("the words do not stand in one piece in the file: bold, "
					 "links, an escape or a line's end come between");
static const char *const beside_marks = N_("signs of bold, code or links stand beside the place");
static const char *const odd_words = N_("the new text has signs that mean something in the file");
static const char *const odd_line = N_("the line would begin otherwise (a list, a heading, …) or "
				       "be empty");

/* Byte of the text's character at `at` in the file; false where the file has
   other bytes there. */
static bool offset_of(const struct script *s, const struct text *t, uint32_t at, uint32_t end,
		size_t *offset)
{
	size_t len = end - at;

	return script_offset(s, text_span(t, at), offset) && *offset + len <= s->bytes.n &&
			memcmp(s->bytes.s + *offset, t->s + at, len) == 0;
}

static uint32_t character_before(const struct text *t, uint32_t at)
{
	for (at--; at > 0 && ((unsigned char)t->s[at] & 0xc0) == 0x80; at--) {
	}
	return at;
}

static uint32_t character_end(const struct text *t, uint32_t at)
{
	size_t i = at;

	char_next(t->s, t->n, &i);
	return (uint32_t)i;
}

static char byte_at(const struct script *s, size_t at)
{
	return at < s->bytes.n ? s->bytes.s[at] : '\n';
}

static bool is_markup(char c)
{
	return c && strchr("*_`[]<>\\&~!|", c);
}

/* The words as they stand in the file: not behind a backslash, which would be
   left alone, and no & that may be the first of &amp;. */
static bool find_words(const struct script *s, const struct target *p, size_t *offset)
{
	return offset_of(s, p->text, p->at, p->end, offset) &&
			!(*offset && byte_at(s, *offset - 1) == '\\') &&
			!memchr(p->text->s + p->at, '&', p->end - p->at);
}

/* Where to insert: between the characters before and behind the place, which
   must be neighbours in the file too. NULL, or why not. */
static const char *find_gap(const struct script *s, const struct target *p, size_t *offset)
{
	const struct text *t = p->text;
	uint32_t before = p->at ? character_before(t, p->at) : 0;
	size_t left = 0, right = 0;
	bool has_left = p->at > 0, has_right = p->at < t->n;

	if (has_left && !offset_of(s, t, before, p->at, &left)) {
		return not_source;
	}
	left += p->at - before;
	if (has_right && !offset_of(s, t, p->at, character_end(t, p->at), &right)) {
		return not_source;
	}
	if (has_left && has_right) {
		*offset = left;
		return left == right ? NULL : beside_marks;
	}
	*offset = has_left ? left : right;
	if (is_markup(has_left ? byte_at(s, left) : right ? byte_at(s, right - 1) : '\n')) {
		return beside_marks;
	}
	return has_left || has_right ? NULL : no_text;
}

/* Deleting all between ** and ** would leave four of them. */
static bool leaves_empty_marks(const struct script *s, const struct mend *m)
{
	size_t end = m->offset + strlen(m->before);

	return !*m->after && *m->before && m->offset > 0 && is_markup(byte_at(s, m->offset - 1)) &&
			is_markup(byte_at(s, end));
}

static bool is_plain_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			(c >= 'a' && c <= 'z');
}

/* What is a sign of the file's notation must be escaped by a person. */
static bool is_plain(const char *words, bool yaml)
{
	for (const char *p = words; *p; p++) {
		if (yaml ? !is_plain_letter(*p) && !strchr(" .%/()+~-", *p)
			 : is_markup(*p) || *p == '\n') {
			return false;
		}
	}
	return true;
}

/* A value must still begin with a letter, so that it stays the text it was. */
static bool keeps_value(const struct script *s, const struct mend *m)
{
	char before = m->offset ? byte_at(s, m->offset - 1) : '\n';
	char behind = byte_at(s, m->offset + strlen(m->before));

	return is_plain_letter(before) || is_plain_letter(*m->after ? *m->after : behind);
}

/* The signs that open blocks at the line's beginning: "-#", "1>". ' ' stands for
   an empty line, '\t' for four spaces. */
static void block_signs(const char *l, size_t n, char out[static SIGNS])
{
	size_t at = 0;

	memset(out, 0, SIGNS);
	for (int k = 0; k < SIGNS; k++) {
		size_t digits, white = 0;
		while (at < n && (l[at] == ' ' || l[at] == '\t')) {
			white += l[at++] == '\t' ? 4 : 1;
		}
		for (digits = 0; at + digits < n && l[at + digits] >= '0' &&
				l[at + digits] <= '9';) {
			digits++;
		}
		if (at >= n) {
			out[k] = ' ';
			return;
		}
		if (k == 0 && white >= 4) {
			out[k] = '\t';
		} else if (digits && at + digits < n && strchr(".)", l[at + digits])) {
			out[k] = '1';
			at += digits + 1;
		} else if (strchr("#>-+*=|`~:", l[at])) {
			out[k] = l[at++];
		} else {
			return;
		}
	}
}

static bool keeps_line(struct arena *a, const struct script *s, const struct mend *m)
{
	size_t from, len = strlen(m->before);
	struct slice l = script_line(s, m->offset, &from);
	size_t head = m->offset - from;
	const char *now = arena_print(a, "%.*s%s%.*s", (int)head, l.s, m->after,
			(int)(l.n - head - len), l.s + head + len);
	char old_signs[SIGNS], new_signs[SIGNS];

	block_signs(l.s, l.n, old_signs);
	block_signs(now, strlen(now), new_signs);
	return memcmp(old_signs, new_signs, SIGNS) == 0;
}

/* NULL, or why the change would be one of the file's form too. */
static const char *find_danger(struct arena *a, const struct script *s, const struct mend *m)
{
	bool yaml = m->offset < s->head;

	if (!is_plain(m->after, yaml)) {
		return odd_words;
	}
	if (leaves_empty_marks(s, m)) {
		return beside_marks;
	}
	return yaml ? keeps_value(s, m) ? NULL : odd_line : keeps_line(a, s, m) ? NULL : odd_line;
}

static const char *fill(struct manuscript *ms, const struct target *p, const struct wish *w,
		struct mend *m)
{
	const struct script *s = manuscript_find(ms, p->span.file);
	const char *why;

	if (!s) {
		return no_text;
	}
	m->after = w->text;
	m->span = p->span;
	m->before = arena_copy(ms->a, p->text->s + p->at, p->end - p->at);
	if (w->kind == WISH_INSERT) {
		why = find_gap(s, p, &m->offset);
	} else {
		why = find_words(s, p, &m->offset) ? NULL : not_source;
	}
	return why ? why : find_danger(ms->a, s, m);
}

enum mend_result mend_of(struct manuscript *ms, const struct comment *c, const struct target *p,
		struct mend *m, const char **why)
{
	const char *covered = p->text ? arena_copy(ms->a, p->text->s + p->at, p->end - p->at) : "";
	struct wish w = wish_of(ms->a, c, covered);

	*why = NULL;
	if (w.kind == WISH_NOTHING) {
		return MEND_NONE;
	}
	if (w.kind == WISH_UNCLEAR) {
		*why = w.why;
	} else if (!p->text || !p->span.file) {
		*why = no_text;
	} else if (!p->covers || !p->whole) {
		*why = not_whole;
	} else {
		*why = fill(ms, p, &w, m);
	}
	return *why ? MEND_REFUSED : MEND_PLAIN;
}

enum mend_result mend_words(struct manuscript *ms, const struct target *p, const char *after,
		struct mend *m, const char **why)
{
	const struct wish w = { .kind = WISH_REPLACE, .text = after };

	*why = fill(ms, p, &w, m);
	return *why ? MEND_REFUSED : MEND_PLAIN;
}

/* What ends the line whose end lies at byte at. */
static const char *newline_at(const struct slice *bytes, size_t at)
{
	bool lf = at + 1 < bytes->n && bytes->s[at + 1] == '\n';

	if (bytes->s[at] == '\r') {
		return lf ? "\r\n" : "\r";
	}
	return at > 0 && bytes->s[at - 1] == '\r' ? "\r\n" : "\n";
}

bool mend_line_above(struct manuscript *ms, struct span place, const char *words, struct mend *m)
{
	const struct script *s = manuscript_find(ms, place.file);
	const char *newline = "\n";
	struct slice line;
	size_t at, from;

	place.col = 1;
	if (!s || !script_offset(s, place, &at)) {
		return false;
	}
	line = script_line(s, at, &from);
	if (from + line.n < s->bytes.n) {
		newline = newline_at(&s->bytes, from + line.n);
	} else if (from > 0) {
		newline = newline_at(&s->bytes, from - 1);
	}
	*m = (struct mend){ .span = place,
		.before = "",
		.after = arena_print(ms->a, "%s%s", words, newline),
		.offset = at };
	return true;
}

struct mend_view mend_view(struct manuscript *ms, const struct mend *m)
{
	const struct script *s = manuscript_find(ms, m->span.file);
	size_t from, end = m->offset + strlen(m->before), first = m->offset, last = end;
	struct slice l = script_line(s, m->offset, &from);
	struct mend_view v;
	int head, tail;

	for (int i = 0; i < AROUND && first > from; i++) {
		for (first--; first > from && ((unsigned char)s->bytes.s[first] & 0xc0) == 0x80;
				first--) {
		}
	}
	for (int i = 0; i < AROUND && last < from + l.n; i++) {
		char_check(s->bytes.s, from + l.n, &last);
	}
	head = (int)(m->offset - first);
	tail = (int)(last - end);
	v.before = arena_print(ms->a, "%.*s[%s]%.*s", head, s->bytes.s + first, m->before, tail,
			s->bytes.s + end);
	v.after = arena_print(ms->a, "%.*s[%s]%.*s", head, s->bytes.s + first, m->after, tail,
			s->bytes.s + end);
	return v;
}
