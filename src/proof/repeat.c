/* repeat: the same paragraph or story twice, in this issue or in one before.

   Texts are compared by their shingles, all runs of SHINGLE characters with
   marks and blanks left out: each of this issue belongs to the first paragraph
   that has it, and who repeats most of a paragraph's shingles repeats it. */

#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "proof/lexicon-imp.h"
#include "proof/scan-imp.h"
#include "text/char.h"

#define SHINGLE     8
#define LEAST       30 /* shingles of a paragraph that is compared */
#define SHARE       55 /* per cent of them that make a repetition */
#define STORY_SHARE 60 /* per cent of an article that make it the same story */
#define STANDING    3  /* issues that print a paragraph: it is a standing notice */
#define TITLE_LEAST 4  /* characters of a title that is compared */
#define FACTOR      0x100000001b3u

enum {
	PARA,
	PARA_PAST,
	STORY,
	STORY_PAST,
	TITLE,
};

static const struct rule rules[] = {
	[PARA] = { "text-repeated", NULL, DIAG_WARNING,
			N_("this paragraph says again what ‘%1’ says; keep one") },
	[PARA_PAST] = { "text-repeated", NULL, DIAG_WARNING,
			N_("this paragraph stood in the issue ‘%1’ already, in ‘%2’; make sure "
			   "that it is meant") },
	[STORY] = { "story-repeated", NULL, DIAG_WARNING,
			N_("this article is ‘%1’ once more; keep one") },
	[STORY_PAST] = { "story-repeated", NULL, DIAG_WARNING,
			N_("this article stood in the issue ‘%1’ already, as ‘%2’; make sure that "
			   "it is meant") },
	[TITLE] = { "title-repeated", NULL, DIAG_WARNING,
			N_("another article of this issue has the same title") },
};

/* Where a paragraph was found to stand already. */
struct source {
	const struct issue *issue; /* NULL: this one */
	const struct article *article;
	const struct text *text;
	int hits;
};

/* A paragraph of this issue. */
struct para {
	const struct passage *t;
	int shingles; /* that belong to it */
	int hits;     /* by the text being compared */
	int issues;   /* before, that have it */
	const struct issue *counted;
	struct source source;
	int size; /* characters without marks */
};

struct shingle {
	int owner; /* para */
	int seen;  /* the text that last had it */
};

struct repeats {
	struct proofing *p;
	struct arena *a;
	struct keys *keys; /* → shingles */
	VEC(struct para) paras;
	VEC(struct shingle) shingles;
	VEC(int) touched;  /* paras with hits */
	VEC(uint64_t) now; /* shingles of the text at hand */
	int texts;
};

/* The text's shingles into w->now; its characters. */
static int cut(struct repeats *w, const struct text *t)
{
	uint32_t ring[SHINGLE] = { 0 };
	uint64_t h = 0, out = 1;
	int n = 0;

	for (int i = 0; i < SHINGLE; i++) {
		out *= FACTOR;
	}
	w->now.n = 0;
	for (size_t at = 0; at < t->n;) {
		uint32_t c = char_next(t->s, t->n, &at);
		if (!scan_han(c) && !scan_latin(c) && !scan_digit(c)) {
			continue;
		}
		h = h * FACTOR + c - out * ring[n % SHINGLE];
		ring[n++ % SHINGLE] = c;
		if (n >= SHINGLE) {
			*vec_push(w->a, &w->now) = h;
		}
	}
	return n;
}

/* Count what of this issue's paragraphs the text at hand has. */
static void count_hits(struct repeats *w)
{
	w->texts++;
	w->touched.n = 0;
	for (int i = 0; i < w->now.n; i++) {
		int k = keys_find(w->keys, w->now.at[i]);
		struct shingle *s = k >= 0 ? &w->shingles.at[k] : NULL;
		if (s && s->seen != w->texts) {
			s->seen = w->texts;
			if (!w->paras.at[s->owner].hits++) {
				*vec_push(w->a, &w->touched) = s->owner;
			}
		}
	}
}

static void clear_hits(struct repeats *w)
{
	for (int i = 0; i < w->touched.n; i++) {
		w->paras.at[w->touched.at[i]].hits = 0;
	}
}

static void own_shingles(struct repeats *w, int owner)
{
	for (int i = 0; i < w->now.n; i++) {
		int next = w->shingles.n;
		if (keys_put(w->keys, w->now.at[i], next) == next) {
			*vec_push(w->a, &w->shingles) = (struct shingle){ owner, 0 };
			w->paras.at[owner].shingles++;
		}
	}
}

static bool is_repeated(int hits, int of)
{
	return of >= LEAST && hits * 100 >= of * SHARE;
}

static void find_in_issue(struct repeats *w, struct para *para)
{
	for (int i = 0; i < w->touched.n; i++) {
		const struct para *other = &w->paras.at[w->touched.at[i]];
		if (is_repeated(other->hits, w->now.n) && other->hits > para->source.hits) {
			para->source = (struct source){ NULL, other->t->article, other->t->text,
				other->hits };
		}
	}
}

static void add_para(struct repeats *w, const struct passage *t)
{
	struct para para = { .t = t };

	para.size = cut(w, t->text);
	if (w->now.n >= LEAST) {
		count_hits(w);
		find_in_issue(w, &para);
		clear_hits(w);
	}
	*vec_push(w->a, &w->paras) = para;
	own_shingles(w, w->paras.n - 1);
}

static void find_in_past(struct repeats *w, const struct source *source)
{
	for (int i = 0; i < w->touched.n; i++) {
		struct para *para = &w->paras.at[w->touched.at[i]];
		bool found = is_repeated(para->hits, para->shingles);
		if (found && para->counted != source->issue) {
			para->counted = source->issue;
			para->issues++;
		}
		if (found && (para->hits >= para->source.hits || !para->source.article)) {
			para->source = *source;
			para->source.hits = para->hits;
		}
	}
}

static void read_past_article(struct repeats *w, const struct issue *issue,
		const struct article *art)
{
	for (int i = 0; i < art->nblocks; i++) {
		const struct text *t = &art->blocks[i].text;
		struct source source = { issue, art, t, 0 };
		if (art->blocks[i].kind == BLOCK_CODE || t->n < LEAST) {
			continue;
		}
		cut(w, t);
		count_hits(w);
		find_in_past(w, &source);
		clear_hits(w);
	}
}

static void read_past(struct repeats *w, const struct issue *issue)
{
	if (issue->lead) {
		read_past_article(w, issue, issue->lead);
	}
	for (int i = 0; i < issue->nsections; i++) {
		for (int k = 0; k < issue->sections[i].narticles; k++) {
			read_past_article(w, issue, &issue->sections[i].articles[k]);
		}
	}
}

/* The folder's own name. */
static const char *name_of(const struct issue *issue)
{
	const char *slash = strrchr(issue->folder, '/');

	return slash ? slash + 1 : issue->folder;
}

static const char *title_of(struct proofing *p, const struct article *art)
{
	const char *s = art->ntitle ? text_words(p->a, &art->title[0]) : art->file;

	for (int i = 1; i < art->ntitle; i++) {
		s = arena_print(p->a, "%s %s", s, text_words(p->a, &art->title[i]));
	}
	return s;
}

static void say(struct repeats *w, int r, const struct text *at, const struct source *source)
{
	struct proofing *p = w->p;
	const char *title = title_of(p, source->article);
	struct finding *f;

	f = source->issue
			? finding_add(p, &rules[r + 1], at, 0, at->n, name_of(source->issue), title)
			: finding_add(p, &rules[r], at, 0, at->n, title);
	f->also = text_span(source->text, 0);
}

static bool is_found(const struct para *para)
{
	return para->source.article && para->issues < STANDING;
}

/* Paragraphs [from, to) are an article's. Where most of it stood in another
   article, that is said once. */
static void say_article(struct repeats *w, int from, int to)
{
	const struct para *best = NULL;
	const struct article *art = w->paras.at[from].t->article;
	int all = 0, same = 0;

	for (int i = from; i < to; i++) {
		const struct para *para = &w->paras.at[i];
		all += para->size;
		best = is_found(para) && (!best || para->size > best->size) ? para : best;
	}
	for (int i = from; best && i < to; i++) {
		const struct para *para = &w->paras.at[i];
		same += is_found(para) && para->source.article == best->source.article ? para->size
										       : 0;
	}
	if (best && best->source.article != art && same * 100 >= all * STORY_SHARE) {
		say(w, STORY, &art->title[0], &best->source);
		return;
	}
	for (int i = from; i < to; i++) {
		if (is_found(&w->paras.at[i])) {
			say(w, PARA, w->paras.at[i].t->text, &w->paras.at[i].source);
		}
	}
}

static void say_all(struct repeats *w)
{
	int from = 0;

	for (int i = 1; i <= w->paras.n; i++) {
		if (i == w->paras.n || w->paras.at[i].t->article != w->paras.at[from].t->article) {
			say_article(w, from, i);
			from = i;
		}
	}
}

static void check_titles(struct repeats *w)
{
	struct lexicon *titles = lexicon_new(w->a);

	for (int i = 0; i < w->p->narticles; i++) {
		const struct article *art = w->p->articles[i].article;
		struct chars title = chars_of(w->a, title_of(w->p, art));
		const struct word_entry *first = lexicon_find(titles, title);
		if (first) {
			const struct article *other = w->p->articles[first->value].article;
			finding_add0(w->p, &rules[TITLE], &art->title[0], 0, art->title[0].n)
					->also = text_span(&other->title[0], 0);
		} else if (title.n >= TITLE_LEAST) {
			lexicon_add(titles, title, i);
		}
	}
}

static void check_issue(struct proofing *p)
{
	struct repeats w = { .p = p, .a = arena_new() };

	w.keys = keys_new(w.a);
	for (int i = 0; i < p->npassages; i++) {
		const struct passage *t = &p->passages[i];
		if (t->article && (t->role == ROLE_PARA || t->role == ROLE_ITEM)) {
			add_para(&w, t);
		}
	}
	for (int i = 0; w.paras.n && i < p->context->npast; i++) {
		read_past(&w, p->context->past[i]);
	}
	say_all(&w);
	check_titles(&w);
	arena_free(w.a);
}

const struct rule_group repeat_group = {
	.rules = rules,
	.nrules = sizeof rules / sizeof rules[0],
	.issue = check_issue,
};
