/* markdown-ruby: readings to the characters that they stand above.

   As many readings as characters: each has its own. Else they stand above all of
   them together. */

#include "source/markdown-imp.h"
#include "text/char.h"

/* Bytes [from, to) of the text and what stands above them. */
struct base {
	uint32_t from, to;
	const struct text *ruby;
};

struct bases {
	struct base *at;
	int n, cap;
};

static bool is_blank_at(const struct text *t, size_t at, size_t *next)
{
	enum char_class k;

	*next = at;
	k = char_class(char_next(t->s, t->n, next));
	return k == CHAR_SPACE || k == CHAR_NEWLINE;
}

/* How many characters [from, to) has, white space not counted. */
static int count(const struct text *t, size_t from, size_t to)
{
	int n = 0;

	for (size_t at = from, next; at < to; n++) {
		n -= is_blank_at(t, at, &next);
		at = char_cluster_end(t->s, t->n, at);
	}
	return n;
}

/* The next reading in [*at, end) of the source, which moves behind it; length 0:
   none. */
static size_t next_reading(const char *s, size_t *at, size_t end, size_t *from)
{
	while (*at < end && (s[*at] == ' ' || s[*at] == '\t')) {
		++*at;
	}
	*from = *at;
	while (*at < end && s[*at] != ' ' && s[*at] != '\t') {
		++*at;
	}
	return *at - *from;
}

static const struct text *reading_text(const struct manuscript *m, size_t from, size_t n)
{
	struct text *t = ARENA_NEW(m->r->a, struct text);

	*t = text_plain(m->r->a, arena_copy(m->r->a, m->t->s + from, n), checked_place(m->t, from));
	return t;
}

static int count_readings(const struct manuscript *m, const struct spanned *span)
{
	int n = 0;

	for (size_t at = span->reading, from; next_reading(m->t->s, &at, span->end, &from);) {
		n++;
	}
	return n;
}

static void add_each(const struct manuscript *m, const struct text *t, const struct spanned *span,
		struct bases *out)
{
	size_t reading = span->reading, from, next;

	for (size_t at = span->from; at < span->to;) {
		size_t end = char_cluster_end(t->s, t->n, at);

		if (!is_blank_at(t, at, &next)) {
			size_t n = next_reading(m->t->s, &reading, span->end, &from);
			*vec_push(m->scratch, out) = (struct base){ (uint32_t)at, (uint32_t)end,
				reading_text(m, from, n) };
		}
		at = end;
	}
}

static void add_bases(const struct manuscript *m, const struct text *t, struct spanned span,
		struct bases *out)
{
	size_t next;
	int n;

	span.to = span.to < t->n ? span.to : t->n;
	while (span.from < span.to && is_blank_at(t, span.from, &next)) {
		span.from = (uint32_t)next;
	}
	n = count(t, span.from, span.to);
	if (!n) {
		diag_add0(m->r->d, DIAG_RUBY_BASE, checked_place(m->t, span.at));
	} else if (n == count_readings(m, &span)) {
		add_each(m, t, &span, out);
	} else {
		size_t end = span.end;
		while (m->t->s[end - 1] == ' ' || m->t->s[end - 1] == '\t') {
			end--;
		}
		*vec_push(m->scratch, out) = (struct base){ span.from, span.to,
			reading_text(m, span.reading, end - span.reading) };
	}
}

struct ranges {
	struct range *at;
	int n, cap;
};

static void cut(const struct text *t, struct range *r, uint32_t at)
{
	r->span = text_span_after(t, r->at, r->span, at);
	r->at = at;
}

/* Add the range r, which ends at end, cut where readings begin and end; b is the
   first base that ends behind its start. */
static void add_read(const struct manuscript *m, const struct text *t, struct range r, uint32_t end,
		const struct base *b, const struct base *bend, struct ranges *out)
{
	for (; b < bend && b->from < end; b++) {
		if (b->from > r.at) {
			*vec_push(m->scratch, out) = r;
			cut(t, &r, b->from);
		}
		r.ruby = b->ruby;
		*vec_push(m->scratch, out) = r;
		r.ruby = NULL;
		if (b->to >= end) {
			return;
		}
		cut(t, &r, b->to);
	}
	*vec_push(m->scratch, out) = r;
}

void markdown_readings(const struct manuscript *m, struct text *t, const struct spanned *spans,
		int n)
{
	struct bases bases = { 0 };
	const struct base *b, *bend;
	struct ranges out = { 0 };
	struct range *ranges;

	for (int i = 0; i < n; i++) {
		add_bases(m, t, spans[i], &bases);
	}
	b = bases.at;
	bend = b + bases.n;
	for (int i = 0; bases.n && i < t->nranges; i++) {
		while (b < bend && b->to <= t->ranges[i].at) {
			b++;
		}
		add_read(m, t, t->ranges[i], i + 1 < t->nranges ? t->ranges[i + 1].at : t->n, b,
				bend, &out);
	}
	if (!bases.n) {
		return;
	}
	ranges = ARENA_ARRAY(m->r->a, struct range, out.n);
	memcpy(ranges, out.at, (size_t)out.n * sizeof *ranges);
	t->ranges = ranges;
	t->nranges = out.n;
}
