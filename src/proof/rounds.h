#ifndef PROOF_ROUNDS_H
#define PROOF_ROUNDS_H

/* rounds: signatures against what the articles say now, and what a round has
   found, weighed after 《图书质量管理规定》. */

#include "model/rounds.h"
#include "model/state.h"
#include "proof/diff.h"

enum standing {
	STANDING_OPEN,     /* nobody has signed */
	STANDING_SIGNED,   /* signed as it is, or as it was when the round was closed */
	STANDING_REOPENED, /* changed since it was signed */
};

/* Where an article of the issue stands; *by is who signed it last, or NULL. A
   stage that a later one of its kind has followed is settled: what changed since
   then is the later one's. */
enum standing rounds_standing(const struct rounds *r, const struct writing *w, enum stage stage,
		const struct signature **by);

/* The round that was opened last, from 1; 0: none. */
int rounds_last(const struct rounds *r);

/* Call f with each signature whose article is not in the issue. */
void rounds_each_stray(const struct rounds *r, const struct state *s,
		void (*f)(const struct signature *g, void *with), void *with);

/* What the changes weigh. Articles that came or went as a whole weigh nothing:
   that is editing. */
struct score score_changes(const struct diff *d);

/* 版面字数: characters a line, lines a page, numbered pages. */
int score_area(const struct layout *l, int npages);

/* Errors in ten thousand characters, in hundredths; -1 where there is no area. */
int score_rate(const struct score *t);

#endif
