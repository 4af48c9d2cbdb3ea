/* yaml-text: a scalar as text of a line.
   libyaml gives values without saying which characters of the file they came
   from; where a line was folded or a quote doubled the two are walked side by
   side, so that every character keeps its place. */

#include "base/vec.h"
#include "source/yaml-imp.h"
#include "text/char.h"

struct walk {
	struct reader *r;
	const struct node *v;
	size_t i;   /* in the value */
	size_t j;   /* in the file's text */
	bool lost;  /* an escape: from here j says nothing */
	bool fresh; /* the next character written begins a range */
	char *out;
	uint32_t n;
	uint32_t prev; /* last character written; 0: none */
	VEC(struct range) ranges;
};

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* End of the white space at s[at]; *newline where a line ends in it. */
static size_t white_end(const char *s, size_t n, size_t at, bool *newline)
{
	for (; at < n && is_white(s[at]); at++) {
		*newline |= s[at] == '\n';
	}
	return at;
}

/* Where the characters of the value begin in the file. */
static size_t content_start(const struct node *v)
{
	const struct checked *t = v->in;
	size_t at = v->at;

	if (v->plain || at >= t->n) {
		return at;
	}
	if (t->s[at] == '|' || t->s[at] == '>') {
		bool newline = false;
		at += strcspn(t->s + at, "\n");
		return white_end(t->s, t->n, at, &newline);
	}
	return at + 1;
}

/* Cross white space in the value and the file; true where a line ends there. */
static bool skip_white(struct walk *w)
{
	const struct checked *t = w->v->in;
	size_t from = w->i, file_from = w->j;
	bool newline = false;

	w->i = white_end(w->v->s, w->v->n, w->i, &newline);
	if (w->lost) {
		return newline;
	}
	w->j = white_end(t->s, t->n, w->j, &newline);
	w->lost = w->j == file_from;
	w->fresh |= w->i - from != 1 || w->j - file_from != 1;
	return newline;
}

/* Follow n bytes of the value at w->i in the file. */
static void follow(struct walk *w, size_t n)
{
	const struct checked *t = w->v->in;
	bool doubled = t->s[w->v->at] == '\'' && w->v->s[w->i] == '\'';

	if (w->lost) {
		return;
	}
	w->lost = w->j + n > t->n || memcmp(t->s + w->j, w->v->s + w->i, n) != 0;
	w->j += doubled ? 2 : n;
}

static void put(struct walk *w, const char *s, size_t n)
{
	memcpy(w->out + w->n, s, n);
	w->n += (uint32_t)n;
}

static void put_char(struct walk *w, bool after_white, bool after_newline)
{
	size_t next = w->i;
	uint32_t c = char_next(w->v->s, w->v->n, &next);
	bool fresh = w->fresh || !w->n;

	if (w->n && after_white && !(after_newline && char_joins(w->prev, c))) {
		put(w, " ", 1);
	}
	if (fresh && (!w->lost || !w->n)) {
		struct range range = { .at = w->n };
		range.span = w->lost ? w->v->span : checked_place(w->v->in, w->j);
		*vec_push(w->r->a, &w->ranges) = range;
	}
	/* a doubled quote shifts the columns behind it */
	w->fresh = w->v->in->s[w->v->at] == '\'' && c == '\'';
	follow(w, next - w->i);
	put(w, w->v->s + w->i, next - w->i);
	w->i = next;
	w->prev = c;
}

struct text yaml_text(struct reader *r, const struct node *v)
{
	struct walk w = { .r = r, .v = v, .j = content_start(v) };

	w.out = arena_alloc(r->a, v->n + 1, 1);
	while (w.i < v->n) {
		bool white = is_white(v->s[w.i]);
		bool newline = white && skip_white(&w);
		if (w.i < v->n) {
			put_char(&w, white, newline);
		}
	}
	return (struct text){ w.out, w.n, w.ranges.at, w.ranges.n };
}
