#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "comments/comments.h"
#include "proof/sheets.h"
#include "source/source.h"

/* One run over the files that came back. */
struct import {
	struct work w;
	bool apply, yes;
	int nfiles;
	const struct comments **files;
	struct proof_seal *seals;
	struct targets *targets;
	struct manuscript *manuscript;
	int told, changed, passed, by_hand;
	bool stopped; /* the user has had enough, or a file can't be written */
	bool failed;
	char *answer; /* of getline */
	size_t answer_cap;
};

static bool read_files(struct import *m, char **paths)
{
	struct work *w = &m->w;

	m->files = ARENA_ARRAY(w->a, const struct comments *, m->nfiles);
	m->seals = ARENA_ARRAY(w->a, struct proof_seal, m->nfiles);
	for (int i = 0; i < m->nfiles; i++) {
		m->files[i] = comments_read(w->a, paths[i], w->diags);
		if (m->files[i] && !proof_seal_read(w->a, m->files[i]->proof, &m->seals[i])) {
			diag_add(w->diags, DIAG_PROOF_NONE, (struct span){ 0 }, paths[i]);
		}
	}
	return !diags_count(w->diags, DIAG_ERROR);
}

static bool is_issue(struct arena *a, const char *folder)
{
	struct stat st;

	return stat(arena_print(a, "%s/issue.yaml", folder), &st) == 0;
}

/* The folder of the issue that the first proof names, here or in issues. */
static bool find_issue(struct import *m)
{
	struct work *w = &m->w;
	const char *name = m->seals[0].issue;
	char *here = realpath(".", NULL);
	const char *slash = here ? strrchr(here, '/') : NULL;
	const char *candidates[] = { name, name ? arena_print(w->a, "issues/%s", name) : NULL,
		slash && name && strcmp(slash + 1, name) == 0 ? "." : NULL };

	free(here);
	for (int i = 0; i < 3 && !w->folder; i++) {
		if (candidates[i] && is_issue(w->a, candidates[i])) {
			w->folder = candidates[i];
		}
	}
	if (!w->folder) {
		diag_add(w->diags, DIAG_PROOF_ISSUE_UNKNOWN, (struct span){ 0 }, m->files[0]->path,
				name ? name : "");
	}
	return w->folder;
}

static bool check_seals(struct import *m)
{
	struct work *w = &m->w;
	char state[65];

	issue_hash(w->issue, state);
	for (int i = 0; i < m->nfiles; i++) {
		const struct proof_seal *seal = &m->seals[i];
		struct span file = { m->files[i]->path, 0, 0 };
		if (seal->total != w->issue->total) {
			diag_add(w->diags, DIAG_PROOF_OTHER_ISSUE, file,
					arena_print(w->a, "%d", seal->total), w->folder,
					arena_print(w->a, "%d", w->issue->total));
		} else if (strcmp(seal->state, state) != 0) {
			diag_add0(w->diags, DIAG_PROOF_OTHER_STATE, file);
		}
	}
	return !diags_count(w->diags, DIAG_ERROR);
}

/* The proof as it would be made of the manuscript now; what is written beside
   its pages has no part in placing, nor has what their fonts lack. */
static struct book *make_proof(struct work *w)
{
	struct diags *unheard = diags_new();
	struct shaper *s = shaper_new(w->fonts, w->issue->layout, unheard);
	struct typesetter t = { w->a, s, w->issue->layout, unheard };
	struct findings none = { 0 };
	struct proof_order order = { .issue = w->issue,
		.book = w->book,
		.findings = &none,
		.round = 1 };
	struct book *proof = proof_sheets(&t, &order);

	shaper_free(s);
	diags_free(unheard);
	proof_seal(w->a, proof, "");
	return proof;
}

static void print_diags(struct diags *d)
{
	diags_print(d, stderr);
	diags_free(d);
}

/* Say of each page whose comments have no place why that is. */
static void check_pages(struct import *m, const struct comments *file)
{
	struct diags *d = diags_new();

	for (int i = 0, n; i < file->n; i += n) {
		const struct comment *c = &file->at[i];
		int told = 0;
		for (n = 0; i + n < file->n && file->at[i + n].page == c->page; n++) {
			told += !file->at[i + n].gone;
		}
		if (told && !targets_know(m->targets, c->seal)) {
			diag_add(d, c->seal ? DIAG_PAGE_CHANGED : DIAG_PAGE_FOREIGN,
					((struct span){ file->path, 0, 0 }),
					arena_print(m->w.a, "%d", c->page + 1),
					arena_print(m->w.a, "%d", told));
		}
	}
	m->failed |= diags_count(d, DIAG_ERROR) > 0;
	print_diags(d);
}

/* y, n or q; the end of the input is q. */
static char ask(struct import *m)
{
	for (;;) {
		printf("%s ", _("Make this change? y(es), n(o), q(uit):"));
		fflush(stdout);
		if (getline(&m->answer, &m->answer_cap, stdin) < 0) {
			printf("\n");
			return 'q';
		}
		if (*m->answer && strchr("yYnNqQ", *m->answer)) {
			return (char)(*m->answer | 0x20);
		}
	}
}

static void change(struct import *m, const struct mend *e, struct diags *d)
{
	struct mend_view view = mend_view(m->manuscript, e);
	char answer;

	printf("  - %s\n  + %s\n", view.before, view.after);
	answer = m->yes ? 'y' : ask(m);
	if (answer != 'y') {
		m->stopped = answer == 'q';
		m->passed++;
		return;
	}
	switch (mend_apply(m->manuscript, e, d)) {
	case MEND_DONE:
		m->changed++;
		break;
	case MEND_OVERLAPS:
		diag_add(d, DIAG_COMMENT_BY_HAND, e->span,
				_("an earlier comment has changed this place"));
		m->by_hand++;
		break;
	case MEND_FAILED:
		m->stopped = m->failed = true;
		break;
	}
}

static void consider(struct import *m, const struct comment *c, const struct target *t,
		struct diags *d)
{
	struct mend e = { 0 };
	const char *why;

	switch (mend_of(m->manuscript, c, t, &e, &why)) {
	case MEND_NONE:
		break;
	case MEND_REFUSED:
		diag_add(d, DIAG_COMMENT_BY_HAND, t->span, gettext(why));
		m->by_hand++;
		break;
	case MEND_PLAIN:
		change(m, &e, d);
		break;
	}
}

/* Each is printed as it is met: there may be more than a list of diagnostics
   keeps, and a change is asked for right below what it is about. */
static void import_one(struct import *m, const char *path, const struct comment *c)
{
	struct diags *said = diags_new(), *done = diags_new();
	struct target t = target_find(m->targets, c);

	comment_tell(said, path, c, &t);
	print_diags(said);
	m->told++;
	if (m->apply && !m->stopped) {
		consider(m, c, &t, done);
	}
	print_diags(done);
}

static void import_file(struct import *m, const struct comments *file)
{
	check_pages(m, file);
	for (int i = 0; i < file->n; i++) {
		if (!file->at[i].gone) {
			import_one(m, file->path, &file->at[i]);
		}
	}
}

static void print_sum(const struct import *m)
{
	printf(ngettext("%d comment", "%d comments", (unsigned)m->told), m->told);
	if (m->apply) {
		printf(_("; %d changes made, %d passed over, %d left to you"), m->changed,
				m->passed, m->by_hand);
	}
	printf("\n");
}

/* Whether the issue can still be read after the changes. */
static void reread(struct import *m)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();

	if (!source_read(a, m->w.folder, data_folder(a, "layouts"), m->w.layout, d)) {
		m->failed = true;
	}
	print_diags(d);
	arena_free(a);
}

static enum status import(struct import *m, char **paths)
{
	struct work *w = &m->w;
	enum status status;

	work_begin(w);
	if (!read_files(m, paths) || (!w->folder && !find_issue(m)) || !work_until(w, STEP_PAGE) ||
			!check_seals(m)) {
		return work_end(w);
	}
	m->targets = targets_new(w->a, make_proof(w));
	m->manuscript = manuscript_new(w->a);
	if (w->progress) {
		fputs("\r\033[K", stderr);
	}
	for (int i = 0; i < m->nfiles; i++) {
		import_file(m, m->files[i]);
	}
	if (m->changed) {
		reread(m);
	}
	print_sum(m);
	free(m->answer);
	status = work_end(w);
	return m->failed ? STATUS_FAILED : status;
}

enum status cmd_comments(int argc, char **argv)
{
	static const struct option options[] = {
		{ "apply", no_argument, NULL, 'a' },
		{ "issue", required_argument, NULL, 'i' },
		{ "layout", required_argument, NULL, 'l' },
		{ "yes", no_argument, NULL, 'y' },
		{ 0 },
	};
	struct import m = { 0 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'a':
			m.apply = true;
			break;
		case 'i':
			m.w.folder = optarg;
			break;
		case 'l':
			m.w.layout = optarg;
			break;
		case 'y':
			m.yes = true;
			break;
		default:
			return option_error(argv, "comments");
		}
	}
	m.nfiles = argc - optind - 1;
	if (m.nfiles < 1 || strcmp(argv[optind], "import") != 0) {
		return usage_error(_("comments takes the word import and a proof PDF or more"));
	}
	if (m.yes && !m.apply) {
		return usage_error(_("--yes needs --apply"));
	}
	return import(&m, argv + optind + 1);
}
