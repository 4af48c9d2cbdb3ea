/* figures: one event, told with different figures in two articles. Two figures
   are of one thing where they stand between the same words. */

#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "proof/lexicon-imp.h"
#include "proof/scan-imp.h"

#define BEFORE     8  /* words' characters before a figure that must agree */
#define AFTER      5  /* behind it */
#define BEFORE_END 12 /* before a figure that a sentence ends soon behind */
#define FIGURE     1  /* stands for a figure */
#define END        2  /* of a sentence */

static const struct rule rules[] = {
	{ "figures-differ", NULL, DIAG_WARNING,
			N_("here it is %1, but ‘%3’ says %2 in the same words; make sure which is "
			   "right") },
};

/* A passage without marks and blanks, each figure one unit. */
struct unit {
	uint32_t c;    /* character, FIGURE or END */
	int at, n;     /* characters of the passage */
	uint64_t when; /* of a figure: the dates of its sentence so far */
};

struct units {
	struct unit *at;
	int n, cap;
};

/* A figure and where it stands. */
struct figure {
	const struct passage *t;
	int at, n;
	const char *s;
	uint64_t when;
};

struct figures {
	struct proofing *p;
	struct arena *a, *scratch;
	struct keys *keys; /* → seen */
	VEC(struct figure) seen;
};

static bool is_figure(const struct passage *t, int i)
{
	return scan_digit(t->c[i]) ||
			((t->c[i] == '.' || t->c[i] == ',') && i && scan_digit(t->c[i - 1]) &&
					i + 1 < t->n && scan_digit(t->c[i + 1]));
}

/* A year, a number of things counted on: no figure that two tellers share. */
static bool is_ordinal(const struct passage *t, int i, int end)
{
	return (i && (t->c[i - 1] == U'第' || scan_latin(t->c[i - 1]))) || scan_latin(t->c[end]) ||
			scan_in(t->c[end], U"年月日时点分号期届次版级条章-—－:：");
}

static void add_number(struct units *u, struct arena *a, const struct passage *t, int i, int end,
		uint64_t *when)
{
	if (!is_ordinal(t, i, end)) {
		*vec_push(a, u) = (struct unit){ FIGURE, i, end - i, *when };
		return;
	}
	for (int k = i; k < end; k++) {
		*vec_push(a, u) = (struct unit){ t->c[k], k, 1, 0 };
		*when = (*when + t->c[k]) * 0x100000001b3u;
	}
}

static struct units read_units(struct arena *a, const struct passage *t)
{
	struct units u = { 0 };
	uint64_t when = 0;

	for (int i = 0; i < t->n; i++) {
		uint32_t c = t->c[i];
		if (scan_digit(c)) {
			int end = i;
			while (end < t->n && is_figure(t, end)) {
				end++;
			}
			add_number(&u, a, t, i, end, &when);
			i = end - 1;
		} else if (scan_in(c, U"。！？；\n")) {
			*vec_push(a, &u) = (struct unit){ END, i, 1, 0 };
			when = 0;
		} else if (scan_han(c) || scan_latin(c) || c == '%' || c == U'％') {
			*vec_push(a, &u) = (struct unit){ c, i, 1, 0 };
		}
	}
	return u;
}

/* A key for the figure u->at[i] with n units before and m behind it; 0 where
   there are not so many in its sentence. */
static uint64_t key_of(const struct units *u, int i, int n, int m)
{
	uint64_t h = (uint64_t)n;
	int words = 0;

	if (i < n || i + m >= u->n) {
		return 0;
	}
	for (int k = i - n; k <= i + m; k++) {
		uint32_t c = u->at[k].c;
		if (c == END && k != i + m) {
			return 0;
		}
		words += k < i && c != FIGURE && !scan_digit(c);
		h = (h ^ c) * 0x9e3779b97f4a7c15u;
		h ^= h >> 31;
	}
	return words >= n - 2 ? h | 1 : 0;
}

/* Up to where the sentence ends, or just beyond AFTER. */
static int units_to_end(const struct units *u, int i)
{
	int n = 1;

	while (n <= AFTER && i + n < u->n && u->at[i + n].c != END) {
		n++;
	}
	return n;
}

static void compare(struct figures *w, const struct figure *f, const struct figure *first)
{
	const char *title;

	if (first->t->article == f->t->article || strcmp(first->s, f->s) == 0 ||
			(first->when && f->when && first->when != f->when)) {
		return;
	}
	title = text_words(w->p->a, &first->t->article->title[0]);
	passage_add(w->p, &rules[0], f->t, f->at, f->n, f->s, first->s, title)->also =
			text_span(first->t->text, first->t->at[first->at]);
}

static const char *value_of(struct figures *w, const struct passage *t, const struct unit *u)
{
	char *s = arena_copy(w->a, t->text->s + t->at[u->at], t->at[u->at + u->n] - t->at[u->at]);
	char *to = s;

	for (const char *from = s; *from; from++) {
		*to = *from;
		to += *from != ',';
	}
	*to = '\0';
	return s;
}

static void check_figure(struct figures *w, const struct passage *t, const struct units *u, int i)
{
	int rest = units_to_end(u, i), next = w->seen.n, found;
	uint64_t key = rest > AFTER ? key_of(u, i, BEFORE, AFTER) : key_of(u, i, BEFORE_END, rest);
	struct figure f = { t, u->at[i].at, u->at[i].n, NULL, u->at[i].when };

	if (!key) {
		return;
	}
	f.s = value_of(w, t, &u->at[i]);
	found = keys_put(w->keys, key, next);
	if (found == next) {
		*vec_push(w->a, &w->seen) = f;
	} else {
		compare(w, &f, &w->seen.at[found]);
	}
}

static void check_issue(struct proofing *p)
{
	struct figures w = { .p = p, .a = arena_new(), .scratch = arena_new() };

	w.keys = keys_new(w.a);
	for (int i = 0; i < p->npassages; i++) {
		const struct passage *t = &p->passages[i];
		struct units u;
		if (!t->article || (t->role != ROLE_PARA && t->role != ROLE_ITEM)) {
			continue;
		}
		arena_reset(w.scratch);
		u = read_units(w.scratch, t);
		*vec_push(w.scratch, &u) = (struct unit){ END, t->n, 0, 0 };
		for (int k = 0; k < u.n; k++) {
			if (u.at[k].c == FIGURE) {
				check_figure(&w, t, &u, k);
			}
		}
	}
	arena_free(w.scratch);
	arena_free(w.a);
}

const struct rule_group figures_group = {
	.rules = rules,
	.nrules = sizeof rules / sizeof rules[0],
	.issue = check_issue,
};
