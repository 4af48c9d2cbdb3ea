/* words: wrong, doubled and lost words, by tables of phrases and a few rules of
   grammar. A word that may be right is left alone: who is shown three false
   alarms no longer reads the fourth finding. */

#include <string.h>

#include "base/i18n.h"
#include "proof/words-imp.h"
#include "text/char.h"

#define SHORT_PHRASE 3 /* characters; those up to this must begin and end where words do */

const struct rule word_rules[] = {
	[WORD_WRONG] = { "word-wrong", NULL, DIAG_WARNING,
			N_("‘%1’ is a slip of the pen; it should be ‘%2’") },
	[WORD_DOUBTFUL] = { "word-doubtful", NULL, DIAG_NOTE,
			N_("‘%1’ is often written for ‘%2’; see which is meant") },
	[WORD_TERM] = { "word-term", NULL, DIAG_WARNING,
			N_("‘%1’ is not quite the set term ‘%2’; write it whole") },
	[WORD_TWICE] = { "word-twice", NULL, DIAG_WARNING,
			N_("‘%1’ stands here more than once; keep one") },
	[WORD_DE] = { "word-de", NULL, DIAG_WARNING,
			N_("‘%1’ goes with the verb ‘%2’; write 地 instead of 的") },
	[WORD_DI] = { "word-de", NULL, DIAG_WARNING,
			N_("‘%1’ goes with the noun ‘%2’; write 的 instead of 地") },
	[WORD_DEGREE] = { "word-de", NULL, DIAG_WARNING,
			N_("‘%2’ says how one does ‘%1’; write 得 instead of 的") },
	[WORD_FRAME] = { "word-pair", NULL, DIAG_WARNING,
			N_("‘%1’ does not go with ‘%2’; write ‘%3’") },
	[WORD_MATCH] = { "word-match", NULL, DIAG_NOTE,
			N_("‘%1’ hardly goes with ‘%2’; ‘%3’ does") },
	[WORD_NO] = { "word-pair", NULL, DIAG_WARNING,
			N_("‘%1’ and ‘%2’ deny each other; leave out 不") },
	[WORD_LOST] = { "word-lost", NULL, DIAG_WARNING,
			N_("no name stands between ‘%1’ and 等; something is missing here") },
	[WORD_LOST_DE] = { "word-lost", NULL, DIAG_WARNING, N_("是 wants 的 behind ‘%1’; add it") },
	[WORD_PLACE] = { "place-name", NULL, DIAG_WARNING,
			N_("‘%1’ is ‘%2’ today; keep the old name only where the past is told") },
	[WORD_PLACE_SHORT] = { "place-name", NULL, DIAG_WARNING,
			N_("the short form of this place is ‘%2’, not ‘%1’") },
	[WORD_FORM] = { "word-form", "通用规范汉字表", DIAG_WARNING,
			N_("‘%1’ is written in traditional or variant characters; the standard "
			   "form "
			   "is ‘%2’") },
	[WORD_RARE] = { "word-rare", "通用规范汉字表", DIAG_NOTE,
			N_("‘%1’ (%2) is not among the 8105 standard characters; see that it is "
			   "meant") },
};

static bool set_breaks(struct wording *w)
{
	if (!w->broken && w->breaks) {
		word_breaks_set(w->breaks, w->t->text->s, w->t->text->n);
		w->broken = true;
	}
	return w->broken;
}

bool wording_breaks_at(struct wording *w, int i)
{
	return !set_breaks(w) || word_is_break(w->breaks, w->t->at[i]);
}

/* A character is one to four bytes: walking finds the index of a byte soon. */
int wording_before(struct wording *w, int i)
{
	size_t from = set_breaks(w) ? word_before(w->breaks, w->t->at[i]) : 0;
	int k = i;

	while (k > 0 && w->t->at[k] > from) {
		k--;
	}
	return i - k;
}

int wording_behind(struct wording *w, int i)
{
	size_t to = set_breaks(w) ? word_behind(w->breaks, w->t->at[i]) : w->t->text->n;
	int k = i;

	while (k < w->t->n && w->t->at[k] < to) {
		k++;
	}
	return k - i;
}

struct chars words_next(struct arena *a, const char **row)
{
	size_t n = strcspn(*row, " ");
	struct chars word = chars_of(a, arena_copy(a, *row, n));

	*row += n + ((*row)[n] == ' ');
	return word;
}

char *words_string(struct arena *a, struct chars word)
{
	char *s = arena_alloc(a, (size_t)word.n + 2, 4);
	char *to = s;

	for (int i = 0; i < word.n; i++) {
		to += char_write(word.c[i], to);
	}
	return s;
}

static void add_rows(struct wording *w, enum phrase_kind kind, const struct phrase_table *table)
{
	for (int i = 0; i < table->n; i++) {
		const char *row = table->rows[i];
		struct phrase f = { .kind = kind };
		struct chars word = words_next(w->p->a, &row);
		f.row = row;
		lexicon_add(w->lexicon, word, w->phrases.n);
		*vec_push(w->p->a, &w->phrases) = f;
	}
}

/* Characters i.. of the passage are those of s. */
static bool is_at(const struct passage *t, int i, struct chars s)
{
	if (i < 0 || i + s.n > t->n) {
		return false;
	}
	for (int k = 0; k < s.n; k++) {
		if (t->c[i + k] != s.c[k]) {
			return false;
		}
	}
	return true;
}

/* The phrase [i, i + n) is part of one of the contexts in which it is right. */
static bool is_in_context(struct wording *w, const char *contexts, int i, int n)
{
	struct arena *a = w->p->a;

	while (*contexts) {
		struct chars all = words_next(a, &contexts);
		int before = 0;
		while (before < all.n && all.c[before] != '~') {
			before++;
		}
		if (before < all.n && is_at(w->t, i - before, (struct chars){ all.c, before }) &&
				is_at(w->t, i + n,
						(struct chars){ all.c + before + 1,
								all.n - before - 1 })) {
			return true;
		}
	}
	return false;
}

static void report_phrase(struct wording *w, const struct phrase *f, int i, int n)
{
	static const enum word_rule rules[] = {
		[PHRASE_WRONG] = WORD_WRONG,
		[PHRASE_DOUBTFUL] = WORD_DOUBTFUL,
		[PHRASE_PLACE] = WORD_PLACE,
	};
	size_t nright = strcspn(f->row, " ");
	const char *right = arena_copy(w->p->a, f->row, nright);
	const char *contexts = f->row + nright + (f->row[nright] == ' ');
	const char *wrong;
	struct finding *found;

	if (is_in_context(w, contexts, i, n)) {
		return;
	}
	wrong = passage_excerpt(w->p, w->t, i, n);
	found = passage_add(w->p, &word_rules[rules[f->kind]], w->t, i, n, wrong, right);
	found->fix = right;
	w->done = i + n;
}

/* A short phrase must begin and end where words do; 截止2 ends within a number. */
static bool is_whole(struct wording *w, int i, struct chars phrase)
{
	return phrase.n > SHORT_PHRASE ||
			(wording_breaks_at(w, i) &&
					(scan_digit(phrase.c[phrase.n - 1]) ||
							wording_breaks_at(w, i + phrase.n)));
}

static void look_for_phrases(struct wording *w, int i)
{
	struct lexicon_walk walk = { w->lexicon, { w->t->c + i, w->t->n - i }, 0, 0 };
	const struct phrase *longest = NULL;
	int n = 0;

	for (const struct word_entry *e; (e = lexicon_next(&walk)) != NULL;) {
		for (; e; e = e->next) {
			const struct phrase *f = &w->phrases.at[e->value];
			if (f->kind >= PHRASE_TERM_HEAD) {
				words_term(w, f, i, e->word.n);
			} else if (is_whole(w, i, e->word)) {
				longest = f;
				n = e->word.n;
			}
		}
	}
	if (longest && i >= w->done) {
		report_phrase(w, longest, i, n);
	}
}

static void look_at_passage(struct wording *w, const struct passage *t)
{
	w->t = t;
	w->done = 0;
	w->broken = false;
	for (int i = 0; i < t->n; i++) {
		look_for_phrases(w, i);
		words_twice(w, i);
		words_de(w, i);
		words_frames(w, i);
		words_lost(w, i);
		words_hanzi(w, i);
	}
}

static void look_at_issue(struct proofing *p)
{
	struct wording w = {
		.p = p,
		.lexicon = lexicon_new(p->a),
		.seen = keys_new(p->a),
		.breaks = word_breaks_open(),
	};

	add_rows(&w, PHRASE_WRONG, &words_idioms);
	add_rows(&w, PHRASE_WRONG, &words_pairs);
	add_rows(&w, PHRASE_WRONG, &words_official);
	add_rows(&w, PHRASE_DOUBTFUL, &words_doubtful);
	add_rows(&w, PHRASE_PLACE, &words_places);
	words_add_terms(&w, p->a);
	for (int i = 0; i < p->npassages; i++) {
		if (scan_is_prose(&p->passages[i]) || p->passages[i].role == ROLE_BYLINE ||
				p->passages[i].role == ROLE_AUTHOR) {
			look_at_passage(&w, &p->passages[i]);
		}
	}
	word_breaks_close(w.breaks);
}

const struct rule_group words_group = {
	.rules = word_rules,
	.nrules = sizeof word_rules / sizeof word_rules[0],
	.issue = look_at_issue,
};
