#include "model/text.h"

#include <string.h>

#include "base/arena.h"

const struct range *text_range(const struct text *t, uint32_t at)
{
	int lo = 0, hi = t->nranges;

	while (hi - lo > 1) {
		int mid = lo + (hi - lo) / 2;
		if (t->ranges[mid].at <= at) {
			lo = mid;
		} else {
			hi = mid;
		}
	}
	return &t->ranges[lo];
}

struct span text_span(const struct text *t, uint32_t at)
{
	const struct range *r;
	struct span span;

	if (!t->nranges) {
		return (struct span){ 0 };
	}
	r = text_range(t, at);
	span = r->span;
	for (uint32_t i = r->at; i < at; i++) {
		span.col += ((unsigned char)t->s[i] & 0xc0) != 0x80;
	}
	return span;
}

struct text text_plain(struct arena *a, const char *s, struct span span)
{
	struct range *r = ARENA_NEW(a, struct range);

	r->span = span;
	return (struct text){ s, (uint32_t)strlen(s), r, 1 };
}
