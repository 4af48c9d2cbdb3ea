#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "source/source.h"

/* 2024-03; false where s is no month. */
static bool read_month(const char *s, struct date *out)
{
	static const char form[] = "0000-00";

	for (size_t i = 0; i < sizeof form; i++) { /* the NUL too */
		bool digit = s[i] >= '0' && s[i] <= '9';
		if (form[i] == '0' ? !digit : s[i] != form[i]) {
			return false;
		}
	}
	*out = (struct date){ .year = atoi(s), .month = atoi(s + 5) };
	return out->year >= 1900 && out->year <= 2999 && out->month >= 1 && out->month <= 12;
}

static void print_made(const struct new_issue *made)
{
	const struct date *d = &made->date;
	char date[40];

	snprintf(date, sizeof date, "%04d-%02d-%02d", d->year, d->month, d->day);
	/* folder of the new issue, of the last one; number, total; date */
	printf(_("%s is made from %s: issue %d of its year, %d in all, of %s\n"), made->folder,
			made->last, made->number, made->total, date);
	printf(_("Next: put the articles into the folder, list them in its issue.yaml, rewrite "
		 "lead.md, and run\n    banxin build %s\n"),
			made->folder);
}

static enum status make(const char *issues, struct date month)
{
	struct work w = { .folder = issues };
	struct new_issue made;

	work_begin(&w);
	if (source_new(w.a, issues, month, &made, w.diags)) {
		print_made(&made);
	}
	return work_end(&w);
}

enum status cmd_new(int argc, char **argv)
{
	static const struct option options[] = {
		{ "in", required_argument, NULL, 'i' },
		{ 0 },
	};
	const char *issues = "issues";
	struct date month;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c != 'i') {
			return option_error(argv, "new");
		}
		issues = optarg;
	}
	if (argc - optind != 1) {
		return usage_error(_("new takes one month, such as 2024-03"));
	}
	if (!read_month(argv[optind], &month)) {
		return usage_error(_("‘%s’ is no month; write year-month, such as 2024-03"),
				argv[optind]);
	}
	return make(issues, month);
}
