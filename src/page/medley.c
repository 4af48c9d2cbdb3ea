#include "page/medley-imp.h"

#include <string.h>

#include "base/arena.h"

void medley_words(struct medley *m, const char *s, size_t n)
{
	if (n) {
		*vec_push(m->a, &m->ranges) = (struct range){ .at = (uint32_t)m->b.n };
		buf_add(&m->b, s, n);
	}
}

void medley_text(struct medley *m, const struct text *t)
{
	for (int i = 0; i < t->nranges; i++) {
		const struct range *r = &t->ranges[i];
		uint32_t end = i + 1 < t->nranges ? r[1].at : t->n;

		if (!r->note) {
			*vec_push(m->a, &m->ranges) = (struct range){
				.at = (uint32_t)m->b.n,
				.span = r->span,
			};
			buf_add(&m->b, t->s + r->at, end - r->at);
		}
	}
}

const struct text *medley_done(struct medley *m)
{
	struct text *t = ARENA_NEW(m->a, struct text);

	*t = (struct text){ arena_copy(m->a, m->b.n ? m->b.s : "", m->b.n), (uint32_t)m->b.n,
		m->ranges.at, m->ranges.n };
	buf_done(&m->b);
	*m = (struct medley){ .a = m->a };
	return t;
}

const struct text *medley_labelled(struct arena *a, const char *words, const struct text *t)
{
	struct text *out = ARENA_NEW(a, struct text);
	uint32_t n = (uint32_t)strlen(words);
	struct range *ranges = ARENA_ARRAY(a, struct range, t->nranges + 1);
	char *s = ARENA_ARRAY(a, char, n + t->n + 1);
	int first = n > 0;

	memcpy(s, words, n);
	memcpy(s + n, t->s ? t->s : "", t->n);
	for (int i = 0; i < t->nranges; i++) {
		ranges[first + i] = t->ranges[i];
		ranges[first + i].at += n;
	}
	*out = (struct text){ s, n + t->n, ranges, first + t->nranges };
	return out;
}
