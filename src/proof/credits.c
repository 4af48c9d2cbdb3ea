#include "proof/credits.h"

#include <string.h>

#include "base/vec.h"
#include "proof/names-imp.h"
#include "proof/passages-imp.h"

struct crediting {
	struct arena *a;
	const struct registers *registers;
	struct lexicon *organisations; /* names, short ones too → register */
	struct lexicon *contributors;  /* → register */
	VEC(struct credit) credits;
};

/* What stands before the name of somebody else's paper. */
static const char sources[] = "据 转自 转载自 转载 摘自 选自 来源";

static void know_organisation(struct crediting *c, const struct text *name, int i)
{
	if (name->n) {
		lexicon_add(c->organisations, chars_of(c->a, name->s), i);
	}
}

static void know(struct crediting *c)
{
	const struct registers *all = c->registers;

	c->organisations = lexicon_new(c->a);
	c->contributors = lexicon_new(c->a);
	for (int i = 0; all && i < all->norganisations; i++) {
		know_organisation(c, &all->organisations[i].name, i);
		for (int k = 0; k < all->organisations[i].nshorts; k++) {
			know_organisation(c, &all->organisations[i].shorts[k], i);
		}
	}
	for (int i = 0; all && i < all->ncontributors; i++) {
		lexicon_add(c->contributors, chars_of(c->a, all->contributors[i].name.s), i);
	}
}

static const char *full_unit(struct crediting *c, const char *unit)
{
	const struct word_entry *e = lexicon_find(c->organisations, chars_of(c->a, unit));

	return e ? c->registers->organisations[e->value].name.s : unit;
}

/* The unit that the register has for the author; two of one name are nobody. */
static const char *unit_of(struct crediting *c, struct chars author)
{
	const struct word_entry *e = lexicon_find(c->contributors, author);
	const struct register_contributor *one =
			e && !e->next ? &c->registers->contributors[e->value] : NULL;

	return one && one->unit.n ? one->unit.s : "";
}

static bool is_source(const char *s)
{
	for (const char *word = sources; *word;) {
		size_t n = strcspn(word, " ");
		if (strncmp(s, word, n) == 0) {
			return true;
		}
		word += n + (word[n] == ' ');
	}
	return false;
}

static void add(struct crediting *c, const struct passage *t, const char *unit, const char *author)
{
	*vec_push(c->a, &c->credits) = (struct credit){ t->article, full_unit(c, unit), author };
}

/* 陆知行 looks like part of a bank; the register knows better. */
static bool is_author(const struct crediting *c, const struct byline_part *part)
{
	return part->name || lexicon_find(c->contributors, part->chars);
}

/* A unit that no name follows stands for itself. */
static void credit_byline(struct crediting *c, const struct passage *t)
{
	struct byline b = byline_split(c->a, t);
	const char *unit = "";

	for (int i = 0; i < b.n; i++) {
		const struct byline_part *part = &b.at[i];
		bool followed = i + 1 < b.n && is_author(c, &b.at[i + 1]);
		if (is_author(c, part)) {
			if (!is_source(unit)) {
				add(c, t, *unit ? unit : unit_of(c, part->chars), part->s);
			}
		} else if (part->chars.n > 1) {
			unit = part->s;
			if (!followed && !is_source(unit)) {
				add(c, t, unit, "");
			}
		}
	}
}

const struct credit *proof_credits(struct arena *a, const struct issue *issue,
		const struct registers *registers, int *n)
{
	struct proofing p = { .a = a, .issue = issue };
	struct crediting c = { .a = a, .registers = registers };

	know(&c);
	passages_collect(&p);
	for (int i = 0; i < p.npassages; i++) {
		const struct passage *t = &p.passages[i];
		if (t->article && (t->role == ROLE_AUTHOR || t->role == ROLE_BYLINE)) {
			credit_byline(&c, t);
		}
	}
	*n = c.credits.n;
	return c.credits.at;
}
