#include "page/medley-imp.h"

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
		*vec_push(m->a, &m->ranges) = (struct range){
			.at = (uint32_t)m->b.n + t->ranges[i].at,
			.span = t->ranges[i].span,
		};
	}
	buf_add(&m->b, t->s, t->n);
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
