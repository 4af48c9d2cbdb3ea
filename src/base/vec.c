#include "base/vec.h"

#include <limits.h>
#include <string.h>

void *vec_grow(struct arena *a, void *at, int n, int *cap, size_t size)
{
	void *bigger;

	if (n < *cap) {
		return at;
	}
	if (*cap > INT_MAX / 2) {
		die("out of memory");
	}
	if (n && arena_extend(a, at, (size_t)n * size, (size_t)n * size)) {
		*cap *= 2;
		return at;
	}
	*cap = *cap ? *cap * 2 : 4;
	bigger = arena_alloc(a, (size_t)*cap, size);
	if (n) {
		memcpy(bigger, at, (size_t)n * size);
	}
	return bigger;
}
