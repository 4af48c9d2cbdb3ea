/* proof: run the groups of rules, then do as the settings and the comments in
   the manuscript say. */

#include "proof/proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "proof/passages-imp.h"

enum {
	SILENCE_UNUSED,
	SILENCE_UNKNOWN,
	MORE,
};

static const struct rule core_rules[] = {
	[SILENCE_UNUSED] = { "silence-unused", NULL, DIAG_NOTE,
			N_("the comment allows ‘%1’, but nothing of that rule is found here; "
			   "delete it") },
	[SILENCE_UNKNOWN] = { "silence-unknown", NULL, DIAG_WARNING,
			N_("the comment allows ‘%1’, which is the name of no rule; see banxin "
			   "check --rules") },
	[MORE] = { "more", NULL, DIAG_NOTE, N_("%2 more findings of ‘%1’ are not shown") },
};

static const struct rule_group core_group = {
	.rules = core_rules,
	.nrules = sizeof core_rules / sizeof core_rules[0],
};

/* In this order they run and are listed. */
static const struct rule_group *const groups[] = {
	&marks_group,
	&numbers_group,
	&people_group,
	&organisations_group,
	&forms_group,
	&whole_group,
	&repeat_group,
	&figures_group,
	&words_group,
	&core_group,
};

#define NGROUPS (sizeof groups / sizeof groups[0])

const struct rule *proof_rule_find(const char *name)
{
	for (size_t g = 0; g < NGROUPS; g++) {
		for (int i = 0; i < groups[g]->nrules; i++) {
			if (strcmp(groups[g]->rules[i].name, name) == 0) {
				return &groups[g]->rules[i];
			}
		}
	}
	return NULL;
}

const char *const *proof_rule_names(struct arena *a, int *n)
{
	VEC(const char *) names = { 0 };

	for (size_t g = 0; g < NGROUPS; g++) {
		const struct rule *r = groups[g]->rules;
		for (int i = 0; i < groups[g]->nrules; i++) {
			if (proof_rule_find(r[i].name) == &r[i]) { /* not a further row */
				*vec_push(a, &names) = r[i].name;
			}
		}
	}
	*n = names.n;
	return names.at;
}

static void run_group(struct proofing *p, const struct rule_group *g)
{
	for (int i = 0; g->passage && i < p->npassages; i++) {
		g->passage(p, &p->passages[i]);
	}
	for (int i = 0; g->article && i < p->narticles; i++) {
		g->article(p, p->articles[i].article);
	}
	if (g->issue) {
		g->issue(p);
	}
}

static void tell_more(struct proofing *p)
{
	int n = p->tallies.n;

	for (int i = 0; i < n; i++) {
		const struct tally *t = &p->tallies.at[i];
		if (t->n > FINDINGS_MAX) {
			const char *args[2] = { t->rule->name,
				arena_print(p->a, "%d", t->n - FINDINGS_MAX) };
			finding_add_span(p, &core_rules[MORE], (struct span){ 0 }, 2, args);
		}
	}
}

/* Level of a finding as switched; false where it is off. */
static bool switch_level(const struct check_settings *settings, struct finding *f)
{
	for (int i = 0; settings && i < settings->n; i++) {
		const struct check_setting *s = &settings->at[i];
		if (strcmp(s->rule, f->rule->name) == 0) {
			f->level = s->level == CHECK_ERROR       ? DIAG_ERROR
					: s->level == CHECK_NOTE ? DIAG_NOTE
								 : DIAG_WARNING;
			return s->level != CHECK_OFF;
		}
	}
	return true;
}

static bool is_silence_for(const struct silence *s, const struct finding *f)
{
	return f->from.file && f->from.line >= s->span.line && f->from.line <= s->last &&
			strcmp(s->rule, f->rule->name) == 0 &&
			strcmp(s->span.file, f->from.file) == 0;
}

/* Whether a comment wants f not to be said; used says which comments do anything. */
static bool is_silenced(const struct issue *issue, const struct finding *f, bool *used)
{
	bool silenced = false;

	for (int i = 0; i < issue->nsilences; i++) {
		if (is_silence_for(&issue->silences[i], f)) {
			used[i] = silenced = true;
		}
	}
	return silenced;
}

static void drop_unwanted(struct proofing *p, bool *used)
{
	struct findings *all = p->findings;
	int n = 0;

	for (int i = 0; i < all->n; i++) {
		bool silenced = is_silenced(p->issue, &all->at[i], used);
		if (!silenced && switch_level(p->context->settings, &all->at[i])) {
			all->at[n++] = all->at[i];
		}
	}
	all->n = n;
}

static void check_silences(struct proofing *p, const bool *used)
{
	for (int i = 0; i < p->issue->nsilences; i++) {
		const struct silence *s = &p->issue->silences[i];
		bool known = proof_rule_find(s->rule) != NULL;
		if (!used[i]) {
			const struct rule *r =
					&core_rules[known ? SILENCE_UNUSED : SILENCE_UNKNOWN];
			struct finding *f = finding_add_span(p, r, s->span, 1, &s->rule);
			if (f != &p->spare && !switch_level(p->context->settings, f)) {
				p->findings->n--;
			}
		}
	}
}

static int compare_places(struct span a, struct span b)
{
	int order = a.file && b.file ? strcmp(a.file, b.file) : !b.file - !a.file;

	if (!order) {
		order = (a.line > b.line) - (a.line < b.line);
	}
	return order ? order : (a.col > b.col) - (a.col < b.col);
}

static int compare_findings(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = compare_places(x->from, y->from);

	if (!order) {
		order = strcmp(x->rule->name, y->rule->name);
	}
	if (!order) {
		order = (x->end > y->end) - (x->end < y->end);
	}
	for (int i = 0; !order && i < x->nargs && i < y->nargs; i++) {
		order = strcmp(x->args[i], y->args[i]);
	}
	return order;
}

/* Two ways of coming to the same finding give it once. */
static void drop_repeated(struct findings *found)
{
	int n = 0;

	for (int i = 0; i < found->n; i++) {
		if (!n || compare_findings(&found->at[n - 1], &found->at[i]) != 0) {
			found->at[n++] = found->at[i];
		}
	}
	found->n = n;
}

void proof_run(struct arena *a, const struct issue *issue, const struct proof_context *context,
		struct findings *found)
{
	struct proofing p = { .a = a, .issue = issue, .context = context, .findings = found };
	bool *used = ARENA_ARRAY(a, bool, issue->nsilences);

	*found = (struct findings){ 0 };
	passages_collect(&p);
	for (size_t g = 0; g < NGROUPS; g++) {
		run_group(&p, groups[g]);
	}
	drop_unwanted(&p, used);
	check_silences(&p, used);
	tell_more(&p);
	if (found->n) {
		qsort(found->at, (size_t)found->n, sizeof found->at[0], compare_findings);
	}
	drop_repeated(found);
}
