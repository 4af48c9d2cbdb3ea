/* past: the back issues that lie beside an issue. */

#include <dirent.h>
#include <stdlib.h>

#include "base/vec.h"
#include "model/registers.h"
#include "source/source-imp.h"
#include "source/source.h"

#define NOTES_MAX 5 /* nobody mends the issues of old */

struct names {
	const char **at;
	int n, cap;
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_issues(const void *a, const void *b)
{
	const struct issue *x = *(const struct issue *const *)a;
	const struct issue *y = *(const struct issue *const *)b;
	int order = date_compare(x->date, y->date);

	return order ? order : strcmp(x->folder, y->folder);
}

/* What lies in the folder, hidden files left out, sorted. */
static struct names list_names(struct arena *a, const char *folder)
{
	struct names names = { 0 };
	DIR *dir = opendir(folder);

	for (struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
		if (e->d_name[0] != '.') {
			*vec_push(a, &names) = arena_string(a, e->d_name);
		}
	}
	if (dir) {
		closedir(dir);
	}
	if (names.n) {
		qsort(names.at, (size_t)names.n, sizeof names.at[0], compare_names);
	}
	return names;
}

static bool is_issue(struct arena *a, const char *folder)
{
	struct reader r = { .a = a, .folder = folder };
	struct file_id id;

	return reader_identify(&r, "issue.yaml", &id);
}

static bool is_same(struct arena *a, const char *x, const char *y)
{
	struct reader rx = { .a = a, .folder = x }, ry = { .a = a, .folder = y };
	struct file_id ix, iy;

	return reader_identify(&rx, "issue.yaml", &ix) && reader_identify(&ry, "issue.yaml", &iy) &&
			ix.dev == iy.dev && ix.ino == iy.ino;
}

static const struct diag *first_error(const struct diags *d)
{
	for (int i = 0; i < diags_kept(d); i++) {
		if (diag_level(diags_at(d, i)->kind) == DIAG_ERROR) {
			return diags_at(d, i);
		}
	}
	return NULL;
}

/* What is wrong in an issue of old is only worth a note now, of kind. */
static struct issue *read_past(struct arena *a, const char *folder, enum diag_kind kind,
		struct diags *d)
{
	struct diags *trial = diags_new();
	struct issue *issue = source_read_past(a, folder, trial);
	const struct diag *g = first_error(trial);

	if (g && diags_kept(d) < NOTES_MAX) {
		struct span at = g->span;
		at.file = at.file ? at.file : folder;
		diag_add(d, kind, at, diag_text(a, g));
	}
	diags_free(trial);
	return issue && issue->date.year ? issue : NULL;
}

const struct issue *const *source_past(struct arena *a, const char *folder, int *n, struct diags *d)
{
	VEC(const struct issue *) past = { 0 };
	const char *parent = reader_beside(a, folder, "");
	struct names names = list_names(a, *parent ? parent : ".");

	for (int i = 0; i < names.n; i++) {
		const char *other = arena_print(a, "%s%s", parent, names.at[i]);
		struct issue *issue = NULL;
		if (is_issue(a, other) && !is_same(a, other, folder)) {
			issue = read_past(a, other, DIAG_PAST_PARTLY, d);
		}
		if (issue) {
			*vec_push(a, &past) = issue;
		}
	}
	if (past.n) {
		qsort(past.at, (size_t)past.n, sizeof past.at[0], compare_issues);
	}
	*n = past.n;
	return past.at;
}

const struct issue *const *source_year(struct arena *a, const char *folder, int *year, int *n,
		struct diags *d)
{
	VEC(const struct issue *) found = { 0 };
	struct names names = list_names(a, folder);
	int kept = 0;

	for (int i = 0; i < names.n; i++) {
		const char *path = arena_print(a, "%s/%s", folder, names.at[i]);
		struct issue *issue = NULL;
		if (is_issue(a, path)) {
			issue = read_past(a, path, DIAG_ISSUE_PARTLY, d);
		}
		if (issue) {
			*vec_push(a, &found) = issue;
		}
	}
	if (found.n) {
		qsort(found.at, (size_t)found.n, sizeof found.at[0], compare_issues);
		*year = *year ? *year : found.at[found.n - 1]->date.year;
	}
	for (int i = 0; i < found.n; i++) {
		if (found.at[i]->date.year == *year) {
			found.at[kept++] = found.at[i];
		}
	}
	*n = kept;
	return found.at;
}
