#include "text/word.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* ICU takes time in the square of a run of characters without marks. So it is
   shown what is near only; within MARGIN of a cut it may guess otherwise. */
#define REACH  900 /* bytes on either side */
#define MARGIN 90

struct word_breaks {
	UBreakIterator *it;
	UText *view;
	const char *s;
	size_t n;
	size_t from, to;            /* bytes of s that ICU has seen */
	size_t first, last;         /* of them, those that no cut is near */
	bool breaks[2 * REACH + 8]; /* before byte from + i */
};

struct word_breaks *word_breaks_open(void)
{
	UErrorCode err = U_ZERO_ERROR;
	UBreakIterator *it = ubrk_open(UBRK_WORD, "zh", NULL, 0, &err);
	struct word_breaks *w;

	if (U_FAILURE(err)) {
		return NULL;
	}
	w = calloc(1, sizeof *w);
	if (!w) {
		ubrk_close(it);
		return NULL;
	}
	w->it = it;
	return w;
}

void word_breaks_close(struct word_breaks *w)
{
	if (!w) {
		return;
	}
	ubrk_close(w->it);
	utext_close(w->view);
	free(w);
}

void word_breaks_set(struct word_breaks *w, const char *s, size_t n)
{
	w->s = s;
	w->n = n;
	w->from = w->to = 0;
	w->first = 1; /* nothing is seen yet */
	w->last = 0;
}

static bool is_inside_character(const struct word_breaks *w, size_t at)
{
	return at > 0 && at < w->n && ((unsigned char)w->s[at] & 0xc0) == 0x80;
}

static void choose_view(struct word_breaks *w, size_t at)
{
	w->from = at > REACH ? at - REACH : 0;
	w->to = w->n - at > REACH ? at + REACH : w->n;
	while (is_inside_character(w, w->from)) {
		w->from--;
	}
	while (is_inside_character(w, w->to)) {
		w->to++;
	}
	w->first = w->from ? w->from + MARGIN : 0;
	w->last = w->to < w->n ? w->to - MARGIN : w->n;
}

static void look_near(struct word_breaks *w, size_t at)
{
	UErrorCode err = U_ZERO_ERROR;

	if (at >= w->first && at <= w->last) {
		return;
	}
	choose_view(w, at);
	memset(w->breaks, 0, sizeof w->breaks);
	w->breaks[0] = w->breaks[w->to - w->from] = true;
	w->view = utext_openUTF8(w->view, w->s + w->from, (int64_t)(w->to - w->from), &err);
	ubrk_setUText(w->it, w->view, &err);
	if (U_FAILURE(err)) {
		return;
	}
	for (int32_t i = ubrk_first(w->it); i != UBRK_DONE; i = ubrk_next(w->it)) {
		w->breaks[i] = true;
	}
}

bool word_is_break(struct word_breaks *w, size_t at)
{
	look_near(w, at);
	return w->breaks[at - w->from];
}

size_t word_before(struct word_breaks *w, size_t at)
{
	look_near(w, at);
	while (at > w->from && !w->breaks[--at - w->from]) {
	}
	return at;
}

size_t word_behind(struct word_breaks *w, size_t at)
{
	look_near(w, at);
	while (at < w->to && !w->breaks[++at - w->from]) {
	}
	return at;
}
