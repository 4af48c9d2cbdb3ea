#ifndef PROOF_PASSAGES_IMP_H
#define PROOF_PASSAGES_IMP_H

#include "proof/proof-imp.h"

/* Make p's passages and articles from its issue. */
void passages_collect(struct proofing *p);

#endif
