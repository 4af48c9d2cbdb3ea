#ifndef MODEL_ROUNDS_H
#define MODEL_ROUNDS_H

/* rounds: who has read what, and signed it: 三审三校. Every signature and event
   is a small file of its own in the folder rounds/, so that people who
   sign at once, or on two branches, never touch the same file. */

#include <stdbool.h>

#include "model/issue.h"

#define ROUNDS 3

/* What every article passes; in the order of the words in the files. */
enum stage {
	STAGE_REVIEW,                        /* 初审 复审 终审 */
	STAGE_PROOF = STAGE_REVIEW + ROUNDS, /* 初校 二校 三校 */
	STAGES = STAGE_PROOF + ROUNDS,
};

#define STAGE_WORDS "初审 复审 终审 初校 二校 三校"

/* Somebody answers for an article as it was. */
struct signature {
	enum stage stage;
	const char *article; /* file within the folder */
	const char *hash;    /* of its content */
	const char *by;
	struct date date;
	struct span span; /* the file; none while it is not yet written */
};

/* What a round of proofreading has changed. Weights of errors in tenths. */
struct score {
	int changes;
	int characters, numbers, marks, form; /* changes of each kind */
	int tenths; /* weight of all, after 《图书质量管理规定》 */
	int area;   /* 版面字数; 0: not known */
};

struct closed_article {
	const char *file, *hash;
};

struct round {
	bool opened, closed;
	struct date opened_on, closed_on;
	const char *opened_by, *closed_by; /* "": not said */
	const char *state; /* file that keeps what the issue said, within its folder */
	struct span span;  /* the file that opened it */
	const struct closed_article *articles; /* as they were when it was closed */
	int narticles;
	struct score score; /* when it was closed */
};

struct rounds {
	struct round at[ROUNDS]; /* 初校 first */
	const struct signature *signatures;
	int nsignatures;
};

/* "初校"; in Chinese, as the files have it. */
const char *stage_name(enum stage stage);

#endif
