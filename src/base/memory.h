#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* memory: keeping a library that reads strangers' files from taking all memory
   there is. */

#include <stdbool.h>
#include <sys/resource.h>

struct memory_limit {
	bool set;
	struct rlimit before;
};

/* From now on asking for more than 3 GB in all fails, unless less is allowed
   already. */
struct memory_limit memory_limit(void);

/* As it was before. */
void memory_unlimit(const struct memory_limit *limit);

#endif
