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

struct span text_span_after(const struct text *t, uint32_t from, struct span known, uint32_t at)
{
	const struct range *r;

	if (!t->nranges) {
		return (struct span){ 0 };
	}
	r = text_range(t, at);
	if (r->at >= from) {
		from = r->at;
		known = r->span;
	}
	for (uint32_t i = from; i < at; i++) {
		known.col += ((unsigned char)t->s[i] & 0xc0) != 0x80;
	}
	return known;
}

struct span text_span(const struct text *t, uint32_t at)
{
	return text_span_after(t, 0, t->nranges ? t->ranges[0].span : (struct span){ 0 }, at);
}

struct text text_plain(struct arena *a, const char *s, struct span span)
{
	struct range *r = ARENA_NEW(a, struct range);

	r->span = span;
	return (struct text){ s, (uint32_t)strlen(s), r, 1 };
}

const char *text_words(struct arena *a, const struct text *t)
{
	char *s = NULL;
	uint32_t n = 0;

	for (int i = 0; i < t->nranges && !s; i++) {
		s = t->ranges[i].note ? arena_alloc(a, t->n + 1, 1) : NULL;
	}
	for (int i = 0; i < t->nranges && s; i++) {
		const struct range *r = &t->ranges[i];
		uint32_t end = i + 1 < t->nranges ? r[1].at : t->n;

		if (!r->note) {
			memcpy(s + n, t->s + r->at, end - r->at);
			n += end - r->at;
		}
	}
	return s ? s : t->s;
}
