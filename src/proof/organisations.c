/* organisations: their names and the house's terms, against the registers. */

#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "model/registers.h"
#include "proof/names-imp.h"
#include "proof/scan-imp.h"

#define NEAR_LEAST     6   /* characters of a name that is looked for with a slip in it */
#define NEIGHBOURS_MAX 200 /* names with the same half that are tried at one place */
#define REACH          40  /* characters before and behind a name that may say it is an old one */
#define CHAIN_MAX      50  /* renamings that are followed */

enum {
	RENAMED,
	CLOSED,
	NEAR,
	TERM,
};

static const struct rule rules[] = {
	[RENAMED] = { "organisation-renamed", NULL, DIAG_WARNING,
			N_("‘%1’ has not been called so since %2; its name now is ‘%3’, says the "
			   "register") },
	[CLOSED] = { "organisation-renamed", NULL, DIAG_WARNING,
			N_("‘%1’ has not been called so since %2, says the register") },
	[NEAR] = { "organisation-near", NULL, DIAG_WARNING,
			N_("‘%1’ is in no register, but ‘%2’ is; make sure of the name, or add "
			   "this one") },
	[TERM] = { "term-wrong", NULL, DIAG_WARNING, N_("for ‘%1’ the register says ‘%2’") },
};

/* A name of an organisation. */
struct named {
	struct chars name;
	const char *s;
	const struct register_organisation *organisation;
};

/* A wrong word, and the right one. */
struct wrong {
	const char *right;
	struct chars term;
};

struct organisations {
	struct proofing *p;
	struct arena *a;       /* for one run */
	struct arena *scratch; /* for one passage */
	const struct registers *all;
	VEC(struct named) named;
	VEC(struct wrong) wrong;
	struct lexicon *names;   /* → named */
	struct lexicon *current; /* the full names → register */
	struct lexicon *heads;   /* first halves of longer names → named */
	struct lexicon *tails;   /* second halves → named */
	struct lexicon *wrongs;  /* → wrong */
	struct lexicon *terms;   /* right ones */

	/* of the passage at hand, by character: what known name covers it */
	const struct register_organisation **covered;
};

static void add_name(struct organisations *w, const struct register_organisation *o,
		const struct text *name)
{
	struct named named = { chars_of(w->a, name->s), name->s, o };
	int n = named.name.n, half = n / 2;

	*vec_push(w->a, &w->named) = named;
	if (n > 1) {
		lexicon_add(w->names, named.name, w->named.n - 1);
	}
	if (n >= NEAR_LEAST && n <= REGISTER_NAME_MAX) {
		struct chars tail = { named.name.c + half, n - half };
		/* two that are swapped may stand on either side of the middle */
		lexicon_add(w->heads, (struct chars){ named.name.c, half - 1 }, w->named.n - 1);
		lexicon_add(w->tails, tail, w->named.n - 1);
	}
}

static void add_organisations(struct organisations *w)
{
	for (int i = 0; i < w->all->norganisations; i++) {
		const struct register_organisation *o = &w->all->organisations[i];
		add_name(w, o, &o->name);
		lexicon_add(w->current, chars_of(w->a, o->name.s), i);
		for (int k = 0; k < o->nshorts; k++) {
			add_name(w, o, &o->shorts[k]);
		}
	}
}

static void add_terms(struct organisations *w)
{
	for (int i = 0; i < w->all->nterms; i++) {
		const struct register_term *term = &w->all->terms[i];
		struct chars right = chars_of(w->a, term->term.s);
		lexicon_add(w->terms, right, 0);
		for (int k = 0; k < term->nwrong; k++) {
			*vec_push(w->a, &w->wrong) = (struct wrong){ term->term.s, right };
			lexicon_add(w->wrongs, chars_of(w->a, term->wrong[k].s), w->wrong.n - 1);
		}
	}
}

/* What the organisation is called at the issue's date; NULL where the register
   does not say. */
static const char *name_now(struct organisations *w, const struct register_organisation *o)
{
	struct date date = w->p->issue->date;

	for (int i = 0; i < CHAIN_MAX && o->successor.n; i++) {
		const char *name = o->successor.s;
		const struct word_entry *e = lexicon_find(w->current, chars_of(w->scratch, name));
		const struct register_organisation *next = NULL;
		for (; e; e = e->next) {
			const struct register_organisation *x = &w->all->organisations[e->value];
			next = x != o && (!next || period_holds(x->period, date)) ? x : next;
		}
		if (!next || period_holds(next->period, date) || !next->successor.n) {
			return name;
		}
		o = next;
	}
	return NULL;
}

/* 原某某公司, 某某公司更名为: the old name is meant. */
static bool is_told_as_past(const struct passage *t, int i, int n)
{
	int first = i > 6 ? i - 6 : 0, near = i > REACH ? i - REACH : 0;

	for (int k = i; k > first && !scan_in(t->c[k - 1], U"，。；\n"); k--) {
		if (scan_word(t, k - 1, "原 前身 时称 旧称 曾用名")) {
			return true;
		}
	}
	for (int k = near; k < t->n && k < i + n + REACH && !scan_in(t->c[k], U"\n"); k++) {
		if (scan_word(t, k, "更名 改名 改称 变更为 重组 合并 前身 改制 撤销 整合")) {
			return true;
		}
	}
	return scan_is(t, i + n, "（现") || scan_is(t, i + n, "（后");
}

static void check_renamed(struct organisations *w, const struct passage *t, int i,
		const struct word_entry *e)
{
	const struct register_organisation *o = NULL;
	struct date date = w->p->issue->date;
	const char *found, *to, *now;
	int n = e->word.n;

	for (; e; e = e->next) {
		const struct register_organisation *x = w->named.at[e->value].organisation;
		if (!x->period.to.year || date_compare(x->period.to, date) >= 0) {
			return; /* one of that name is there still */
		}
		o = !o || x->successor.n ? x : o;
	}
	if (!o || is_told_as_past(t, i, n)) {
		return;
	}
	found = passage_excerpt(w->p, t, i, n);
	to = arena_print(w->p->a, "%04d-%02d-%02d", o->period.to.year, o->period.to.month,
			o->period.to.day);
	now = name_now(w, o);
	if (now) {
		passage_add(w->p, &rules[RENAMED], t, i, n, found, to, now)->fix = now;
	} else {
		passage_add(w->p, &rules[CLOSED], t, i, n, found, to);
	}
}

/* Characters of a passage. */
struct stretch {
	int at, end;
};

/* One slip: found becomes name by putting in, taking out or changing one
   character, or swapping two; at its ends they agree. */
struct slip {
	int at;                /* where they part */
	uint32_t found, right; /* 0: nothing there */
	bool swapped;
};

static bool agree(struct chars x, int i, struct chars y, int k)
{
	int n = x.n - i;

	return n == y.n - k && n > 0 && memcmp(x.c + i, y.c + k, (size_t)n * sizeof *x.c) == 0;
}

static bool find_slip(struct chars found, struct chars name, struct slip *s)
{
	int i = 0;

	while (i < found.n && i < name.n && found.c[i] == name.c[i]) {
		i++;
	}
	if (!i || i >= found.n || i >= name.n) {
		return false;
	}
	*s = (struct slip){ i, found.c[i], name.c[i], false };
	if (agree(found, i + 1, name, i)) {
		s->right = 0;
	} else if (agree(found, i, name, i + 1)) {
		s->found = 0;
	} else if (i + 2 < name.n && found.n == name.n && found.c[i + 1] == name.c[i] &&
			found.c[i] == name.c[i + 1] && agree(found, i + 2, name, i + 2)) {
		s->swapped = true;
	} else if (!agree(found, i + 1, name, i + 1)) {
		return false;
	}
	return true;
}

/* Another organisation may have a name that differs by a place or a number; a
   slip of the pen is more, less, a look-alike or a swap. */
static bool is_slip(const struct slip *s)
{
	static const uint32_t telling[] =
			U"一二三四五六七八九十百东西南北中上下前后左右内外大小新老";
	uint32_t one = s->found ? s->found : s->right;

	if (s->swapped) {
		return true;
	}
	if (s->found && s->right) {
		return chars_alike(s->found, s->right);
	}
	return scan_han(one) && !scan_in(one, telling) && !scan_in(one, U"的和与及在是于为");
}

/* Some other organisation's name covers part of the place. */
static bool is_covered(const struct organisations *w, struct stretch place,
		const struct register_organisation *o)
{
	for (int i = place.at; i < place.end; i++) {
		if (w->covered[i] && w->covered[i] != o) {
			return true;
		}
	}
	return w->covered[place.at] && w->covered[place.end - 1];
}

static void check_slip(struct organisations *w, const struct passage *t, struct stretch place,
		const struct named *named)
{
	struct chars found = { t->c + place.at, place.end - place.at };
	const char *s;
	struct slip slip;

	if (place.at < 0 || place.end > t->n || !find_slip(found, named->name, &slip) ||
			!is_slip(&slip) || !chars_are_han(found) ||
			!period_holds(named->organisation->period, w->p->issue->date) ||
			is_covered(w, place, named->organisation)) {
		return;
	}
	s = passage_excerpt(w->p, t, place.at, found.n);
	passage_add(w->p, &rules[NEAR], t, place.at, found.n, s, named->s)->fix = named->s;
}

/* Names of which one half begins at i: the slip is in the other. */
static void check_halves(struct organisations *w, const struct passage *t, int i)
{
	struct lexicon_walk head = { .l = w->heads, .text = { t->c + i, t->n - i } };
	struct lexicon_walk tail = { .l = w->tails, .text = { t->c + i, t->n - i } };
	int tried = 0;

	for (const struct word_entry *e = lexicon_next(&head); e; e = lexicon_next(&head)) {
		for (; e && tried < NEIGHBOURS_MAX; e = e->next, tried++) {
			const struct named *x = &w->named.at[e->value];
			for (int n = x->name.n - 1; n <= x->name.n + 1; n++) {
				check_slip(w, t, (struct stretch){ i, i + n }, x);
			}
		}
	}
	for (const struct word_entry *e = lexicon_next(&tail); e; e = lexicon_next(&tail)) {
		for (; e && tried < NEIGHBOURS_MAX; e = e->next, tried++) {
			const struct named *x = &w->named.at[e->value];
			int end = i + e->word.n;
			for (int n = x->name.n - 1; n <= x->name.n + 1; n++) {
				check_slip(w, t, (struct stretch){ end - n, end }, x);
			}
		}
	}
}

static void check_names(struct organisations *w, const struct passage *t)
{
	w->covered = ARENA_ARRAY(w->scratch, const struct register_organisation *, t->n);
	for (int i = 0; i < t->n; i++) {
		struct chars rest = { t->c + i, t->n - i };
		const struct word_entry *e = lexicon_longest(w->names, rest);
		if (e) {
			check_renamed(w, t, i, e);
			for (int k = 0; k < e->word.n; k++) {
				w->covered[i + k] = w->named.at[e->value].organisation;
			}
			i += e->word.n - 1;
		}
	}
	for (int i = 0; i < t->n; i++) {
		check_halves(w, t, i);
	}
}

static void check_terms(struct organisations *w, const struct passage *t)
{
	int right = 0; /* end of the last right term */

	for (int i = 0; i < t->n; i++) {
		struct chars rest = { t->c + i, t->n - i };
		const struct word_entry *term = lexicon_longest(w->terms, rest);
		const struct word_entry *wrong = lexicon_longest(w->wrongs, rest);
		right = term && i + term->word.n > right ? i + term->word.n : right;
		if (wrong && i + wrong->word.n > right) {
			const char *s = passage_excerpt(w->p, t, i, wrong->word.n);
			const char *fix = w->wrong.at[wrong->value].right;
			passage_add(w->p, &rules[TERM], t, i, wrong->word.n, s, fix)->fix = fix;
			i += wrong->word.n - 1;
		}
	}
}

static void check_organisations(struct proofing *p)
{
	struct organisations w = { .p = p, .all = p->context->registers };

	if (!w.all) {
		return;
	}
	w.a = arena_new();
	w.scratch = arena_new();
	w.names = lexicon_new(w.a);
	w.current = lexicon_new(w.a);
	w.heads = lexicon_new(w.a);
	w.tails = lexicon_new(w.a);
	w.wrongs = lexicon_new(w.a);
	w.terms = lexicon_new(w.a);
	add_organisations(&w);
	add_terms(&w);
	for (int i = 0; i < p->npassages; i++) {
		if (scan_is_prose(&p->passages[i])) {
			arena_reset(w.scratch);
			check_names(&w, &p->passages[i]);
			check_terms(&w, &p->passages[i]);
		}
	}
	arena_free(w.scratch);
	arena_free(w.a);
}

const struct rule_group organisations_group = {
	.rules = rules,
	.nrules = sizeof rules / sizeof rules[0],
	.issue = check_organisations,
};
