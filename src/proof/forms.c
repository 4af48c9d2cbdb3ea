/* forms: one thing, written in two ways in the same issue. Nothing is known but
   the issue itself, so that only near agreement speaks. */

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "proof/names-imp.h"
#include "proof/scan-imp.h"

#define NAME_MAX     30  /* characters of an organisation's name */
#define COMMON_LEAST 4   /* characters before the suffix that two forms share at the end */
#define QUOTE_LEAST  4   /* characters of a quotation that is compared */
#define QUOTE_NEAR   8   /* characters of one that may differ by a character */
#define QUOTE_MAX    80  /* longer ones are sentences */
#define GROUP_MAX    200 /* things compared each with each */

enum {
	ORGANISATION,
	ORGANISATION_SHORT,
	QUOTE,
};

static const struct rule rules[] = {
	[ORGANISATION] = { "organisation-forms", NULL, DIAG_WARNING,
			N_("this organisation is called ‘%1’ here and ‘%2’ elsewhere in this issue "
			   "(%3 times to %4); make sure which is right") },
	[ORGANISATION_SHORT] = { "organisation-shortened", NULL, DIAG_NOTE,
			N_("this organisation is called ‘%1’ here and ‘%2’ elsewhere in this issue "
			   "(%3 times to %4); make sure which is right") },
	[QUOTE] = { "quote-forms", NULL, DIAG_WARNING,
			N_("‘%1’ here is ‘%2’ at another place of this article; make them the "
			   "same") },
};

/* A name that ends in a legal form may not vary; others are shortened at will. */
static const char legal[] = "有限公司 有限责任公司 股份公司 集团公司";
static const char suffixes[] = "协会 学会 管理局 设计院 研究院 分公司 基金会 促进会 联合会 商会";

/* An organisation's name, as far to its left as there are Chinese characters;
   where it begins among them is not known. */
struct tail {
	const struct passage *t;
	int at, suffix, end;
	bool legal;
};

struct forms {
	struct proofing *p;
	struct arena *a;
	VEC(struct tail) tails;
};

static bool breaks(uint32_t c)
{
	return !scan_han(c);
}

static void add_tail(struct forms *w, const struct passage *t, int i, int n, bool is_legal)
{
	struct tail tail = { t, i, i, i + n, is_legal };

	while (tail.at > 0 && i - tail.at < NAME_MAX && !breaks(t->c[tail.at - 1])) {
		tail.at--;
	}
	if (tail.suffix - tail.at > COMMON_LEAST) {
		*vec_push(w->a, &w->tails) = tail;
	}
}

static void find_tails(struct forms *w, const struct passage *t)
{
	for (int i = 0; i < t->n; i++) {
		int n = scan_word(t, i, legal);
		bool is_legal = n > 0;
		n = n ? n : scan_word(t, i, suffixes);
		if (n && (is_legal || !scan_word(t, i + n, legal))) {
			add_tail(w, t, i, n, is_legal);
			i += n - 1;
		}
	}
}

/* Equal ends stand together. */
static int compare_tails(const void *a, const void *b)
{
	const struct tail *x = a, *y = b;

	for (int i = 1; i <= x->end - x->at && i <= y->end - y->at; i++) {
		uint32_t cx = x->t->c[x->end - i], cy = y->t->c[y->end - i];
		if (cx != cy) {
			return cx < cy ? -1 : 1;
		}
	}
	if (x->t->number != y->t->number) {
		return x->t->number - y->t->number;
	}
	return x->at - y->at;
}

/* How many characters of the ends agree. */
static int common_end(const struct tail *x, const struct tail *y)
{
	int n = 0;

	while (n < x->end - x->at && n < y->end - y->at &&
			x->t->c[x->end - 1 - n] == y->t->c[y->end - 1 - n]) {
		n++;
	}
	return n;
}

/* Two forms of a name, one with a character more; characters [at, at + n) of
   the first of each, which stand nfull and nshort times. */
struct pair {
	const struct tail *full, *brief;
	int nfull, nbrief;
	int common; /* characters behind the one more */
	int head;   /* characters before it */
};

/* 山西|省|信息规划设计院有限公司: y lacks what x has before the common end. */
static bool is_pair(const struct tail *x, const struct tail *y, int common, struct pair *out)
{
	static const uint32_t inserted[] = U"省市县区";
	int at = x->end - common - 1, before = y->end - common, head = 0;

	if (at < x->at + 2 || !scan_in(x->t->c[at], inserted) ||
			common - (x->end - x->suffix) < COMMON_LEAST) {
		return false;
	}
	while (head < 6 && at - head > x->at && before - head > y->at &&
			x->t->c[at - 1 - head] == y->t->c[before - 1 - head]) {
		head++;
	}
	*out = (struct pair){ x, y, 0, 0, common, head };
	return head >= 2;
}

static bool has_form(const struct tail *x, const struct pair *p, bool full)
{
	const struct tail *model = full ? p->full : p->brief;
	int n = p->common + 2 + full;

	return common_end(x, model) >= n;
}

static void say_pair(struct forms *w, const struct pair *p, const struct tail *x, bool full)
{
	const struct tail *other = full ? p->brief : p->full;
	int n = p->common + p->head + full, m = p->common + p->head + !full;
	const char *here = passage_excerpt(w->p, x->t, x->end - n, n);
	const char *there = passage_excerpt(w->p, other->t, other->end - m, m);
	const char *times = arena_print(w->p->a, "%d", full ? p->nfull : p->nbrief);
	const char *more = arena_print(w->p->a, "%d", full ? p->nbrief : p->nfull);
	const struct rule *r = &rules[x->legal ? ORGANISATION : ORGANISATION_SHORT];

	passage_add(w->p, r, x->t, x->end - n, n, here, there, times, more)->also =
			text_span(other->t->text, other->t->at[other->end - m]);
}

/* The rarer form is complained of, where the other is clearly the usual one. */
static void judge_pair(struct forms *w, struct pair *p, const struct tail *tails, int n)
{
	bool full;

	for (int i = 0; i < n; i++) {
		p->nfull += has_form(&tails[i], p, true);
		p->nbrief += has_form(&tails[i], p, false);
	}
	full = p->nfull < p->nbrief;
	if ((full ? p->nfull : p->nbrief) * 2 > (full ? p->nbrief : p->nfull)) {
		return;
	}
	for (int i = 0; i < n; i++) {
		if (has_form(&tails[i], p, full)) {
			say_pair(w, p, &tails[i], full);
		}
	}
}

/* Names with one end: a group. */
static void judge_group(struct forms *w, const struct tail *tails, int n)
{
	for (int i = 0; i < n && n <= GROUP_MAX; i++) {
		for (int k = 0; k < n; k++) {
			struct pair p;
			int common = common_end(&tails[i], &tails[k]);
			if (k != i && is_pair(&tails[i], &tails[k], common, &p)) {
				judge_pair(w, &p, tails, n);
				return; /* further pairs are forms of the same name */
			}
		}
	}
}

static void judge_tails(struct forms *w)
{
	int first = 0;

	if (w->tails.n) {
		qsort(w->tails.at, (size_t)w->tails.n, sizeof w->tails.at[0], compare_tails);
	}
	for (int i = 1; i <= w->tails.n; i++) {
		const struct tail *x = &w->tails.at[first];
		if (i < w->tails.n &&
				common_end(x, &w->tails.at[i]) >=
						x->end - x->suffix + COMMON_LEAST) {
			continue;
		}
		judge_group(w, x, i - first);
		first = i;
	}
}

/* A quotation or a title of something. */
struct quote {
	const struct passage *t;
	int at, n;         /* what is between the marks */
	struct chars bare; /* without spaces and marks */
	int count;         /* places with exactly these characters */
};

struct quotes {
	struct arena *a;
	VEC(struct quote) at;
};

static struct chars bare_of(struct arena *a, const struct passage *t, int at, int n)
{
	uint32_t *c = ARENA_ARRAY(a, uint32_t, n);
	int k = 0;

	for (int i = at; i < at + n; i++) {
		if (scan_han(t->c[i]) || scan_latin(t->c[i]) || scan_digit(t->c[i])) {
			c[k++] = t->c[i];
		}
	}
	return (struct chars){ c, k };
}

static bool same_quote(const struct quote *x, const struct quote *y)
{
	return chars_equal((struct chars){ x->t->c + x->at, x->n },
			(struct chars){ y->t->c + y->at, y->n });
}

static void add_quote(struct quotes *q, const struct passage *t, int at, int n)
{
	struct quote quote = { t, at, n, bare_of(q->a, t, at, n), 1 };

	for (int i = 0; i < q->at.n; i++) {
		if (same_quote(&q->at.at[i], &quote)) {
			q->at.at[i].count++;
			return;
		}
	}
	if (quote.bare.n >= QUOTE_LEAST && q->at.n < GROUP_MAX) {
		*vec_push(q->a, &q->at) = quote;
	}
}

/* The mark that closes the one at i, or -1: not far off. */
static int quote_end(const struct passage *t, int i)
{
	uint32_t open = t->c[i], close = open == U'“' ? U'”' : U'》';
	int depth = 0;

	for (int k = i; k < t->n && k <= i + QUOTE_MAX; k++) {
		depth += (t->c[k] == open) - (t->c[k] == close);
		if (!depth) {
			return k;
		}
	}
	return -1;
}

static void find_quotes(struct quotes *q, const struct passage *t)
{
	for (int i = 0; i < t->n; i++) {
		int end = t->c[i] == U'“' || t->c[i] == U'《' ? quote_end(t, i) : -1;
		if (end > i + 1) {
			add_quote(q, t, i + 1, end - i - 1);
		}
	}
}

/* The n characters differ by one more, one less or another one; those of a
   number make it another thing. */
static bool differ_by_one(struct chars x, struct chars y)
{
	static const uint32_t counting[] = U"一二三四五六七八九十两上中下";
	struct chars longer = x.n >= y.n ? x : y, shorter = x.n >= y.n ? y : x;
	int i = 0, rest;
	uint32_t c;

	while (i < shorter.n && longer.c[i] == shorter.c[i]) {
		i++;
	}
	if (longer.n - shorter.n > 1 || i == longer.n) {
		return false;
	}
	rest = longer.n - i - 1;
	c = longer.c[i];
	return memcmp(longer.c + i + 1, shorter.c + shorter.n - rest,
			       (size_t)rest * sizeof *longer.c) == 0 &&
			scan_han(c) && !scan_in(c, counting) &&
			(i == shorter.n || !scan_in(shorter.c[i], counting)) &&
			(longer.n != shorter.n || scan_han(shorter.c[i]));
}

static bool are_forms(const struct quote *x, const struct quote *y)
{
	if (x->t->c[x->at - 1] != y->t->c[y->at - 1]) {
		return false;
	}
	if (chars_equal(x->bare, y->bare)) {
		return true;
	}
	return x->bare.n >= QUOTE_NEAR && y->bare.n >= QUOTE_NEAR &&
			differ_by_one(x->bare, y->bare);
}

/* The rarer is wrong; of equal ones, the title's, which people look at last. */
static void say_quotes(struct proofing *p, const struct quote *x, const struct quote *y)
{
	bool first = x->count != y->count ? x->count < y->count : x->t->role == ROLE_TITLE;
	const struct quote *wrong = first ? x : y, *right = first ? y : x;
	const char *found = passage_excerpt(p, wrong->t, wrong->at, wrong->n);
	const char *other = passage_excerpt(p, right->t, right->at, right->n);

	passage_add(p, &rules[QUOTE], wrong->t, wrong->at, wrong->n, found, other)->also =
			text_span(right->t->text, right->t->at[right->at]);
}

static void check_article(struct proofing *p, const struct article *art)
{
	struct quotes q = { .a = arena_new() };
	int n;
	const struct passage *t = proof_passages(p, art, &n);

	for (int i = 0; i < n; i++) {
		if (scan_is_prose(&t[i])) {
			find_quotes(&q, &t[i]);
		}
	}
	for (int i = 0; i < q.at.n; i++) {
		for (int k = i + 1; k < q.at.n; k++) {
			if (are_forms(&q.at.at[i], &q.at.at[k])) {
				say_quotes(p, &q.at.at[i], &q.at.at[k]);
			}
		}
	}
	arena_free(q.a);
}

static void check_issue(struct proofing *p)
{
	struct forms w = { .p = p, .a = arena_new() };

	for (int i = 0; i < p->npassages; i++) {
		const struct passage *t = &p->passages[i];
		if (scan_is_prose(t)) {
			find_tails(&w, t);
		}
	}
	judge_tails(&w);
	arena_free(w.a);
}

const struct rule_group forms_group = {
	.rules = rules,
	.nrules = sizeof rules / sizeof rules[0],
	.article = check_article,
	.issue = check_issue,
};
