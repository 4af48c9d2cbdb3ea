#include "base/i18n.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *wanted_language(void)
{
	static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = getenv(names[i]);
		if (v && *v) {
			return v;
		}
	}
	return "";
}

void i18n_start(const char *localedir)
{
	/* only messages follow the locale: numbers and sorting stay as in C */
	bool installed = setlocale(LC_MESSAGES, "") != NULL;

	if (strncmp(wanted_language(), "zh", 2) == 0 &&
			(installed || setlocale(LC_MESSAGES, "C.UTF-8"))) {
		setenv("LANGUAGE", "zh_CN", 1); /* our only Chinese, for zh_TW too */
	}
	bindtextdomain("banxin", localedir ? localedir : LOCALEDIR);
	bind_textdomain_codeset("banxin", "UTF-8");
	textdomain("banxin");
}
