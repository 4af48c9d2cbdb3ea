#include "proof/finding.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "proof/proof-imp.h"

const char *finding_text(struct arena *a, const struct finding *f)
{
	return diag_fill(a, gettext(f->rule->text), f->nargs, f->args);
}

static const char *excerpt_of(struct proofing *p, const struct text *t, uint32_t at, uint32_t len)
{
	return arena_copy(p->a, t->s + at, len);
}

const char *passage_excerpt(struct proofing *p, const struct passage *t, int i, int n)
{
	return excerpt_of(p, t->text, t->at[i], t->at[i + n] - t->at[i]);
}

static const char *const *copy_args(struct arena *a, int nargs, const char *const *args)
{
	const char **copy = ARENA_ARRAY(a, const char *, nargs);

	for (int i = 0; i < nargs; i++) {
		copy[i] = arena_string(a, args[i]);
	}
	return copy;
}

static int count_characters(const char *s, uint32_t n)
{
	int count = 0;

	for (uint32_t i = 0; i < n; i++) {
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	}
	return count;
}

/* Whether r has found too much already; counts. */
static bool is_past_max(struct proofing *p, const struct rule *r)
{
	struct tally *tally;

	for (int i = 0; i < p->tallies.n; i++) {
		if (p->tallies.at[i].rule == r) {
			return ++p->tallies.at[i].n > FINDINGS_MAX;
		}
	}
	tally = vec_push(p->a, &p->tallies);
	*tally = (struct tally){ r, 1 };
	return false;
}

static struct finding *new_finding(struct proofing *p, const struct rule *r, struct span place)
{
	struct finding *f = is_past_max(p, r) ? &p->spare : vec_push(p->a, p->findings);

	*f = (struct finding){ .rule = r, .level = r->level, .from = place, .excerpt = "" };
	return f;
}

struct finding *finding_add_span(struct proofing *p, const struct rule *r, struct span place,
		int nargs, const char *const *args)
{
	struct finding *f = new_finding(p, r, place);

	f->args = copy_args(p->a, nargs, args);
	f->nargs = nargs;
	return f;
}

struct finding *finding_add_args(struct proofing *p, const struct rule *r, const struct text *t,
		uint32_t at, uint32_t len, int nargs, const char *const *args)
{
	struct finding *f = new_finding(p, r, (struct span){ 0 });

	if (f == &p->spare) { /* finding the place takes time */
		return f;
	}
	f->from = text_span(t, at);
	f->args = copy_args(p->a, nargs, args);
	f->nargs = nargs;
	f->text = t;
	f->at = at;
	f->end = at + len;
	f->length = count_characters(t->s + at, len);
	f->excerpt = excerpt_of(p, t, at, len);
	return f;
}

/* Where the file writes a character otherwise than it prints (an entity, an
   escape), the next range says a place that does not follow. */
void finding_fix_surely(struct finding *f, const char *fix)
{
	const struct range *first, *last;

	if (!f->text) {
		return;
	}
	first = text_range(f->text, f->at);
	last = text_range(f->text, f->end > f->at ? f->end - 1 : f->at);

	f->fix = fix;
	f->certain = first == last;
}

void passage_also(struct proofing *p, struct finding *f, const struct passage *t, int i)
{
	if (f != &p->spare) { /* finding the place takes time */
		f->also = text_span(t->text, t->at[i]);
	}
}
