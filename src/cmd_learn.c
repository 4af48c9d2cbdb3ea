#include "cmd.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "proof/learn.h"
#include "source/source.h"

enum answer { ANSWER_YES, ANSWER_NO, ANSWER_STOP };

static void show(const struct seen_name *name)
{
	const char *kind =
			name->kind == REGISTER_ORGANISATIONS ? _("organisation") : _("contributor");

	printf("%s:%d:%d: %s ‘%s’", name->first.file, name->first.line, name->first.col, kind,
			name->name);
	if (name->unit[0]) {
		printf(_(" of ‘%s’"), name->unit);
	}
	printf(ngettext(", seen %d time", ", seen %d times", (unsigned)name->count), name->count);
}

static enum answer ask(void)
{
	char line[80];

	for (;;) {
		fputs(_("; add it? [y, n, q to stop] "), stdout);
		fflush(stdout);
		if (!fgets(line, sizeof line, stdin)) {
			fputc('\n', stdout);
			return ANSWER_STOP;
		}
		switch (line[0]) {
		case 'y':
		case 'Y':
			return ANSWER_YES;
		case 'n':
		case 'N':
			return ANSWER_NO;
		case 'q':
		case 'Q':
			return ANSWER_STOP;
		}
	}
}

/* Ask about each; those that are wanted are moved to the front. How many. */
static int ask_all(struct seen_name *names, int n)
{
	enum answer answer = ANSWER_NO;
	int wanted = 0;

	for (int i = 0; i < n && answer != ANSWER_STOP; i++) {
		show(&names[i]);
		answer = ask();
		if (answer == ANSWER_YES) {
			names[wanted++] = names[i];
		}
	}
	return wanted;
}

static void show_all(const struct seen_name *names, int n)
{
	for (int i = 0; i < n; i++) {
		show(&names[i]);
		fputc('\n', stdout);
	}
}

/* Those of the n names that go into the registers, moved to the front. */
static int choose(struct seen_name *names, int n, bool yes)
{
	if (!n) {
		puts(_("the registers have all names that were seen"));
	} else if (!yes && isatty(STDIN_FILENO)) {
		return ask_all(names, n);
	} else {
		show_all(names, n);
	}
	if (n && !yes) {
		puts(_("nothing is written: run this in a terminal to be asked, or add --yes to "
		       "take all of them"));
	}
	return yes ? n : 0;
}

static void learn(struct work *w, bool yes)
{
	const struct registers *registers;
	struct seen_name *names;
	const struct seen_name *seen;
	int n, added;

	if (!source_registers(w->a, w->issue->folder, &registers, w->diags)) {
		return;
	}
	seen = proof_learn(w->a, w->issue, registers, &n);
	names = ARENA_ARRAY(w->a, struct seen_name, n);
	for (int i = 0; i < n; i++) {
		names[i] = seen[i];
	}
	n = choose(names, n, yes);
	added = source_registers_add(w->a, w->issue->folder, names, n, w->diags);
	if (added > 0) {
		printf(ngettext("%d entry added to the registers\n",
				       "%d entries added to the registers\n", (unsigned)added),
				added);
	}
}

enum status check_learn(const char *folder, bool yes)
{
	struct work w = { .folder = folder };

	work_begin(&w);
	w.progress = false;
	if (work_until(&w, STEP_SOURCE)) {
		learn(&w, yes);
	}
	return work_end(&w);
}
