/* marks-pairs: quotation marks, brackets and title marks, each with its
   partner and rightly within one another. */

#include "proof/marks-imp.h"

#define OPEN_MAX 32   /* marks that are open at once; further ones are passed over */
#define REACH    2000 /* characters that are looked ahead */

/* Opening and closing by turns. */
static const uint32_t pairs[] = U"“”‘’（）《》〈〉【】〔〕「」『』";

/* A mark that is open. */
struct open {
	const struct passage *t;
	int i;
	uint32_t close;
};

struct stack {
	struct proofing *p;
	VEC(struct open) open;
};

/* Half-width brackets pair like the others; that they are half-width is said
   elsewhere. */
static uint32_t mark_at(const struct passage *t, int i)
{
	return t->c[i] == '(' ? U'（' : t->c[i] == ')' ? U'）' : t->c[i];
}

static uint32_t partner(uint32_t c)
{
	for (int i = 0; pairs[i]; i++) {
		if (pairs[i] == c) {
			return pairs[i ^ 1];
		}
	}
	return 0;
}

static bool is_opening(uint32_t c)
{
	return scan_in(c, U"“‘（《〈【〔「『");
}

/* 1） a） 一）: the label of an item, with no bracket before it. */
static bool is_label(const struct passage *t, int i)
{
	int from = i;

	while (from > 0 && i - from < 3 &&
			(scan_digit(t->c[from - 1]) || scan_latin(t->c[from - 1]) ||
					scan_in(t->c[from - 1], U"一二三四五六七八九十"))) {
		from--;
	}
	return mark_at(t, i) == U'）' && from < i &&
			(!from || scan_in(t->c[from - 1], U"。；，：、！？ \n"));
}

/* Don’t: no quotation. */
static bool is_apostrophe(const struct passage *t, int i)
{
	return t->c[i] == U'’' && (scan_latin(t->c[i - 1]) || scan_digit(t->c[i + 1]));
}

/* A quotation of several paragraphs has “ before each and ” behind the last. */
static bool goes_on(const struct proofing *p, const struct open *o)
{
	const struct passage *next = o->t + 1;

	return o->t->c[o->i] == U'“' && o->t->number + 1 < p->npassages &&
			next->article == o->t->article && next->role == o->t->role &&
			next->c[0] == U'“';
}

static void say_unclosed(struct stack *k, const struct open *o)
{
	struct proofing *p = k->p;

	if (!goes_on(p, o)) {
		passage_add(p, &marks_rules[MARK_UNCLOSED], o->t, o->i, 1,
				scan_shown(p->a, o->t->c[o->i]), scan_shown(p->a, o->close));
	}
}

/* Number of the open mark that c closes, counted from below; -1 where none. */
static int find_open(const struct stack *k, uint32_t c)
{
	int i = k->open.n - 1;

	while (i >= 0 && k->open.at[i].close != c) {
		i--;
	}
	return i;
}

/* The next of “ and ” behind i; 0 where there is none. */
static uint32_t next_quote(const struct passage *t, int i)
{
	int end = t->n - i > REACH ? i + REACH : t->n;

	for (i++; i < end; i++) {
		if (t->c[i] == U'“' || t->c[i] == U'”') {
			return t->c[i];
		}
	}
	return 0;
}

static void say_turned(struct stack *k, const struct passage *t, int i)
{
	struct finding *f = passage_add(k->p, &marks_rules[MARK_TURNED], t, i, 1,
			scan_shown(k->p->a, t->c[i]), scan_shown(k->p->a, partner(mark_at(t, i))));

	f->fix = scan_shown(k->p->a, partner(mark_at(t, i)));
}

/* “ where “ is open already: either one within the other, or turned the wrong
   way. True where it is taken as closing. */
static bool open_again(struct stack *k, const struct passage *t, int i)
{
	if (t->c[i] == U'“' && next_quote(t, i) != U'”') {
		say_turned(k, t, i);
		k->open.n = find_open(k, U'”');
		return true;
	}
	if (t->c[i] == U'“') {
		passage_add0(k->p, &marks_rules[QUOTES_NESTED], t, i, 1);
	} else if (t->c[i] == U'《') {
		passage_add0(k->p, &marks_rules[TITLES_NESTED], t, i, 1);
	}
	return false;
}

static void open_mark(struct stack *k, const struct passage *t, int i)
{
	uint32_t close = partner(mark_at(t, i));

	if (find_open(k, close) >= 0 && open_again(k, t, i)) {
		return;
	}
	/* GB/T 15834 4.8.3.4; headlines do otherwise */
	if (t->c[i] == U'‘' && find_open(k, U'”') < 0 && t->role != ROLE_TITLE &&
			t->role != ROLE_TOC && scan_han(t->c[i + 1])) {
		passage_add0(k->p, &marks_rules[QUOTES_SINGLE], t, i, 1);
	}
	if (k->open.n < OPEN_MAX) {
		*vec_push(k->p->a, &k->open) = (struct open){ t, i, close };
	}
}

static void close_mark(struct stack *k, const struct passage *t, int i)
{
	int found = find_open(k, mark_at(t, i));

	if (found >= 0) {
		while (k->open.n > found + 1) {
			say_unclosed(k, &k->open.at[--k->open.n]);
		}
		k->open.n = found;
	} else if (is_label(t, i) || is_apostrophe(t, i)) {
		return;
	} else if (t->c[i] == U'”' && next_quote(t, i) == U'”') {
		say_turned(k, t, i);
		if (k->open.n < OPEN_MAX) {
			*vec_push(k->p->a, &k->open) = (struct open){ t, i, U'”' };
		}
	} else {
		passage_add(k->p, &marks_rules[MARK_UNOPENED], t, i, 1,
				scan_shown(k->p->a, t->c[i]),
				scan_shown(k->p->a, partner(mark_at(t, i))));
	}
}

/* （ “ ） ”: the one that is open innermost must be closed first. */
static bool is_crossed(const struct stack *k, const struct passage *t, int i)
{
	int found = find_open(k, mark_at(t, i));
	const struct open *top = k->open.n ? &k->open.at[k->open.n - 1] : NULL;

	if (found < 0 || found == k->open.n - 1) {
		return false;
	}
	for (int j = i + 1; j < t->n && j < i + REACH; j++) {
		if (t->c[j] == top->close) {
			return true;
		}
		if (t->c[j] == partner(top->close)) {
			return false;
		}
	}
	return false;
}

static void cross_mark(struct stack *k, const struct passage *t, int i)
{
	int found = find_open(k, mark_at(t, i));
	const struct open top = k->open.at[k->open.n - 1];
	struct finding *f = passage_add(k->p, &marks_rules[MARK_CROSSED], t, i, 1,
			scan_shown(k->p->a, t->c[i]), scan_shown(k->p->a, top.t->c[top.i]));

	passage_also(k->p, f, top.t, top.i);
	for (int j = found; j + 1 < k->open.n; j++) {
		k->open.at[j] = k->open.at[j + 1];
	}
	k->open.n--;
}

static void scan_passage(struct stack *k, const struct passage *t)
{
	for (int i = 0; i < t->n; i++) {
		if (!partner(mark_at(t, i))) {
			continue;
		}
		if (is_opening(mark_at(t, i))) {
			open_mark(k, t, i);
		} else if (is_crossed(k, t, i)) {
			cross_mark(k, t, i);
		} else {
			close_mark(k, t, i);
		}
	}
}

/* The lines of a title are one text. */
static bool continues(const struct proofing *p, const struct passage *t)
{
	return t->role == ROLE_TITLE && t->number + 1 < p->npassages && t[1].role == ROLE_TITLE &&
			t[1].article == t->article;
}

void marks_check_pairs(struct proofing *p, const struct passage *t)
{
	struct stack k = { .p = p };

	if (t->role == ROLE_TITLE && t->number && continues(p, t - 1)) {
		return; /* seen with the first line */
	}
	scan_passage(&k, t);
	while (continues(p, t)) {
		scan_passage(&k, ++t);
	}
	while (k.open.n) {
		say_unclosed(&k, &k.open.at[--k.open.n]);
	}
}
