#include "proof/rounds.h"

#include <string.h>

#include "model/registers.h"

int rounds_last(const struct rounds *r)
{
	int last = 0;

	for (int i = 0; i < ROUNDS; i++) {
		last = r->at[i].opened ? i + 1 : last;
	}
	return last;
}

/* The signature of this content, else the latest of the article; NULL. */
static const struct signature *find_signature(const struct rounds *r, const struct writing *w,
		enum stage stage, const char *hash)
{
	const struct signature *found = NULL;

	for (int i = 0; i < r->nsignatures; i++) {
		const struct signature *s = &r->signatures[i];
		if (s->stage != stage || strcmp(s->article, w->name) != 0) {
			continue;
		}
		if (hash && strcmp(s->hash, hash) == 0) {
			return s;
		}
		if (!found || date_compare(s->date, found->date) > 0) {
			found = s;
		}
	}
	return found;
}

/* What the article was when round i was closed, or is now where it was not
   there or the round still goes on. */
static const char *hash_for_round(const struct rounds *r, const struct writing *w, int i)
{
	const struct round *round = &r->at[i];

	for (int k = 0; round->closed && k < round->narticles && i + 1 < rounds_last(r); k++) {
		if (strcmp(round->articles[k].file, w->name) == 0) {
			return round->articles[k].hash;
		}
	}
	return w->hash;
}

static bool review_followed(const struct rounds *r, const struct writing *w, enum stage stage)
{
	for (enum stage s = stage + 1; s < STAGE_PROOF; s++) {
		if (find_signature(r, w, s, w->hash)) {
			return true;
		}
	}
	return false;
}

/* An article that came later than a round was closed: any signature will do, as
   the later rounds look at what it has become. */
static bool came_later(const struct rounds *r, const struct writing *w, int i)
{
	const struct round *round = &r->at[i];

	for (int k = 0; k < round->narticles; k++) {
		if (strcmp(round->articles[k].file, w->name) == 0) {
			return false;
		}
	}
	return round->closed && i + 1 < rounds_last(r);
}

enum standing rounds_standing(const struct rounds *r, const struct writing *w, enum stage stage,
		const struct signature **by)
{
	bool proof = stage >= STAGE_PROOF;
	int i = (int)stage - STAGE_PROOF;
	const char *hash = proof ? hash_for_round(r, w, i) : w->hash;
	const struct signature *s = find_signature(r, w, stage, hash);
	bool settled = proof ? came_later(r, w, i) : review_followed(r, w, stage);

	*by = s;
	if (!s) {
		return STANDING_OPEN;
	}
	return settled || strcmp(s->hash, hash) == 0 ? STANDING_SIGNED : STANDING_REOPENED;
}

void rounds_each_stray(const struct rounds *r, const struct state *s,
		void (*f)(const struct signature *g, void *with), void *with)
{
	for (int i = 0; i < r->nsignatures; i++) {
		bool known = false;
		for (int k = 0; k < s->nwritings && !known; k++) {
			known = strcmp(s->writings[k].name, r->signatures[i].article) == 0;
		}
		if (!known) {
			f(&r->signatures[i], with);
		}
	}
}
