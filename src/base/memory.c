#include "base/memory.h"

#define MEMORY_MAX ((rlim_t)3 << 30)

#ifdef __SANITIZE_ADDRESS__ /* GCC */
#define SANITIZED
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

struct memory_limit memory_limit(void)
{
	struct memory_limit limit = { 0 };
#ifndef SANITIZED /* whose sanitizer maps all memory there is */
	struct rlimit less;

	if (getrlimit(RLIMIT_AS, &limit.before) == 0 && limit.before.rlim_cur > MEMORY_MAX) {
		less = (struct rlimit){ MEMORY_MAX, limit.before.rlim_max };
		limit.set = setrlimit(RLIMIT_AS, &less) == 0;
	}
#endif
	return limit;
}

void memory_unlimit(const struct memory_limit *limit)
{
	if (limit->set) {
		setrlimit(RLIMIT_AS, &limit->before);
	}
}
