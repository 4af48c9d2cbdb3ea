#ifndef PROOF_EDIT_IMP_H
#define PROOF_EDIT_IMP_H

/* edit: two sequences of numbers → which stand for each other, in order, with
   as few left over as can be (Myers, An O(ND) Difference Algorithm, 1986, in
   its linear-space form). */

#include <stdint.h>

struct arena;

/* match[i], i < n: index in b of the partner of a[i], or -1; rises with i.
   *budget is the steps that may still be taken and is counted down: without
   any left, the rest stays without partners. Scratch memory comes from a. */
void edit_match(struct arena *a, const uint32_t *old, int n, const uint32_t *new, int m, int *match,
		int64_t *budget);

#endif
