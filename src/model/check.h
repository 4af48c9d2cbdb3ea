#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

/* check: which rules of proofreading the author wants, as check.yaml says. */

#include "base/diag.h"

enum check_level { CHECK_OFF, CHECK_NOTE, CHECK_WARNING, CHECK_ERROR };

struct check_setting {
	const char *rule; /* name of a rule that exists */
	enum check_level level;
	struct span span;
};

/* Each rule at most once. */
struct check_settings {
	const struct check_setting *at;
	int n;
};

#endif
