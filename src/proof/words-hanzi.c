/* words-hanzi: characters outside 《通用规范汉字表》. Kangxi radicals and the like
   are found when the text is read. */

#include "proof/hanzi-imp.h"
#include "proof/words-imp.h"
#include "text/char.h"

/* An ideograph that the table lacks. Compatibility forms are no business of ours. */
static bool is_rare(uint32_t c)
{
	return ((c >= 0x3400 && c < 0xa000) || (c >= 0x20000 && c < 0x2f800) || c >= 0x30000) &&
			scan_han(c) && !hanzi_is_standard(c);
}

static uint32_t standard_form(uint32_t c)
{
	return is_rare(c) ? hanzi_standard_form(c) : 0;
}

/* Surnames and given names keep the form that their bearers use. */
static bool is_name(const struct passage *t)
{
	return t->role == ROLE_BYLINE || t->role == ROLE_AUTHOR;
}

/* 發展 is one finding, at its first character. */
static void report_form(struct wording *w, int i)
{
	char *right, *to;
	const char *wrong;
	int n = 1;

	if (i > 0 && standard_form(w->t->c[i - 1])) {
		return;
	}
	while (standard_form(w->t->c[i + n])) {
		n++;
	}
	right = to = arena_alloc(w->p->a, (size_t)n + 1, 4);
	for (int k = i; k < i + n; k++) {
		to += char_write(standard_form(w->t->c[k]), to);
	}
	wrong = passage_excerpt(w->p, w->t, i, n);
	passage_add(w->p, &word_rules[WORD_FORM], w->t, i, n, wrong, right)->fix = right;
}

void words_hanzi(struct wording *w, int i)
{
	uint32_t c = w->t->c[i];
	char name[12];
	const char *shown;

	if (!is_rare(c)) {
		return;
	}
	if (!is_name(w->t) && hanzi_standard_form(c)) {
		report_form(w, i);
	} else if (keys_find(w->seen, c) < 0) {
		keys_put(w->seen, c, 1);
		char_name(c, name);
		shown = passage_excerpt(w->p, w->t, i, 1);
		passage_add(w->p, &word_rules[WORD_RARE], w->t, i, 1, shown, name);
	}
}
