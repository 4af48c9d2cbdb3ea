#ifndef PROOF_PROOF_IMP_H
#define PROOF_PROOF_IMP_H

/* What a rule sees, and how it reports. A group of rules is one file with a
   table of struct rule, functions, and a struct rule_group that proof.c lists. */

#include "proof/finding.h"
#include "proof/proof.h"

/* Findings of one row of a rule; hostile text has millions. */
#define FINDINGS_MAX 500

struct proofing;

/* What part of the issue a text is. */
enum role {
	ROLE_ISSUE_TITLE,
	ROLE_PUBLISHER,
	ROLE_SECTION,
	ROLE_TITLE, /* one printed line of an article's title */
	ROLE_TOC,
	ROLE_AUTHOR,
	ROLE_PARA,
	ROLE_SUBHEAD,
	ROLE_LABEL, /* "1." or "•" of a list item */
	ROLE_ITEM,
	ROLE_CODE, /* never a sentence: most rules pass it over */
	ROLE_CELL,
	ROLE_CAPTION,
	ROLE_BYLINE, /* （…） on a line of its own or run in */
	ROLE_NOTE,   /* at a page's foot or an article's end */
	ROLE_COLOPHON,
};

/* Stands in passage.c for the characters of code, addresses and the marks of
   notes, which no rule of Chinese text is about. */
#define PASSAGE_CODE 0xfffc

/* One text of the issue. Those of an article stand next to each other, in
   printed order, title first. */
struct passage {
	enum role role;
	const struct text *text;       /* never absent */
	const struct section *section; /* NULL: outside the sections, such as the lead */
	const struct article *article; /* NULL: outside the articles */
	const struct block *block;     /* NULL: title, author, … */
	int number;   /* in struct proofing's passages; neighbours are [number ± 1] */
	int row, col; /* cell: in block->table; colophon: row, item */

	/* The text by characters: c[0] to c[n - 1], with 0 at c[-1] and behind the
	   end; c[i] begins at byte at[i], and at[n] is text->n or where the marks of
	   notes begin that end it. */
	const uint32_t *c, *at;
	int n;
};

struct rule_group {
	const struct rule *rules;
	int nrules;
	/* each may be NULL */
	void (*passage)(struct proofing *p, const struct passage *t);
	void (*article)(struct proofing *p, const struct article *art);
	void (*issue)(struct proofing *p);
};

struct article_range {
	const struct article *article;
	int first, n; /* passages */
};

/* How often a rule has found something. */
struct tally {
	const struct rule *rule;
	int n;
};

/* One run over one issue. */
struct proofing {
	struct arena *a; /* holds the findings and all that they point at */
	const struct issue *issue;
	const struct proof_context *context; /* never NULL */
	const struct passage *passages;
	int npassages;
	const struct article_range *articles; /* in printed order */
	int narticles;
	struct findings *findings; /* as found, before switches, silences and sorting */

	VEC(struct tally) tallies;
	struct finding spare; /* what those past FINDINGS_MAX are written to */
};

/* The article's passages, in printed order; lent. */
const struct passage *proof_passages(const struct proofing *p, const struct article *art, int *n);

/* Report r at bytes [at, at + len) of the text. args are copied; the finding is
   lent until the next one, so that fix, certain and also can be set. */
struct finding *finding_add_args(struct proofing *p, const struct rule *r, const struct text *t,
		uint32_t at, uint32_t len, int nargs, const char *const *args);

#define finding_add(p, r, t, at, len, ...)                                                    \
	finding_add_args((p), (r), (t), (at), (len),                                          \
			(int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)), \
			(const char *const[]){ __VA_ARGS__ })
#define finding_add0(p, r, t, at, len) finding_add_args((p), (r), (t), (at), (len), 0, NULL)

/* The same for characters [i, i + n) of a passage. */
#define passage_add(p, r, t, i, n, ...) \
	finding_add((p), (r), (t)->text, (t)->at[i], (t)->at[(i) + (n)] - (t)->at[i], __VA_ARGS__)
#define passage_add0(p, r, t, i, n) \
	finding_add0((p), (r), (t)->text, (t)->at[i], (t)->at[(i) + (n)] - (t)->at[i])

/* The other place of f is character i of t. */
void passage_also(struct proofing *p, struct finding *f, const struct passage *t, int i);

/* Report r at a place that is no text of the issue, such as a line of a register. */
struct finding *finding_add_span(struct proofing *p, const struct rule *r, struct span place,
		int nargs, const char *const *args);

/* Characters [i, i + n) of a passage as a string in p->a. */
const char *passage_excerpt(struct proofing *p, const struct passage *t, int i, int n);

/* Set fix, and certain where the file holds exactly these characters in one
   piece, so that replacing them changes nothing else. */
void finding_fix_surely(struct finding *f, const char *fix);

extern const struct rule_group marks_group, numbers_group;
extern const struct rule_group people_group, organisations_group, forms_group;
extern const struct rule_group whole_group, repeat_group, figures_group;
extern const struct rule_group words_group;

#endif
