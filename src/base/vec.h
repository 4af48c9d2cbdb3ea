#ifndef BASE_VEC_H
#define BASE_VEC_H

/* vec: arrays that grow, in an arena.

	struct vec_int { int *at; int n, cap; } v = { 0 };
	*vec_push(a, &v) = 7;   a zeroed element; v.at may move */

#include "base/arena.h"

#define VEC(type)           \
	struct {            \
		type *at;   \
		int n, cap; \
	}

#define vec_push(a, v) \
	((v)->at = vec_grow((a), (v)->at, (v)->n, &(v)->cap, sizeof *(v)->at), &(v)->at[(v)->n++])

/* Room for one more than n elements: at itself or a larger copy. */
void *vec_grow(struct arena *a, void *at, int n, int *cap, size_t size);

#endif
