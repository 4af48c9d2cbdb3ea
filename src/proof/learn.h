#ifndef PROOF_LEARN_H
#define PROOF_LEARN_H

/* learn: names of an issue that its registers do not have yet. Whether they
   are names is for people to say. */

#include "model/issue.h"
#include "model/registers.h"

struct arena;

/* Contributors from the bylines, in printed order, then organisations by the
   words they end in; in a. registers may be NULL. */
const struct seen_name *proof_learn(struct arena *a, const struct issue *issue,
		const struct registers *registers, int *n);

#endif
