/* new: the next issue's folder, from the last one. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "source/new-imp.h"
#include "source/schema-imp.h"

#define AT(member) .offset = offsetof(struct past, member)

/* Without these there is nothing to count on from; whatever else is wrong in
   the last issue need not stop the next. */
static const struct key counted_keys[] = {
	{ .name = "number", .type = VALUE_WHOLE, AT(number), .min = 1, .max = NUMBER_MAX },
	{ .name = "total", .type = VALUE_WHOLE, AT(total), .min = 1, .max = TOTAL_MAX },
	{ .name = "date", .type = VALUE_DATE, AT(date) },
	{ 0 },
};

static const char *in_folder(struct arena *a, const char *folder, const char *name)
{
	size_t n = strlen(folder);

	if (strcmp(folder, ".") == 0) {
		return name;
	}
	while (n && folder[n - 1] == '/') {
		n--;
	}
	return arena_print(a, "%.*s/%s", (int)n, folder, name);
}

static const char *month_name(struct arena *a, struct date date)
{
	return arena_print(a, "%04d-%02d", date.year, date.month);
}

static bool read_counts(struct past *p)
{
	const struct schema s = { .r = &p->r };
	struct span file = { p->tree->span.file, 0, 0 };

	for (const struct key *key = counted_keys; key->name; key++) {
		const struct node *v = yaml_find(p->tree, key->name);
		if (v) {
			schema_value(&s, v, key, (char *)p + key->offset, key->name);
		} else {
			diag_add(p->r.d, DIAG_KEY_MISSING, file, key->name,
					schema_wanted(&p->r, key));
		}
	}
	return diags_count(p->r.d, DIAG_ERROR) == 0;
}

static bool read_tree(struct past *p)
{
	struct checked *t = ARENA_NEW(p->r.a, struct checked);

	if (!reader_text(&p->r, "issue.yaml", YAML_MAX, (struct span){ 0 }, t)) {
		return false;
	}
	p->tree = yaml_read(&p->r, t, 0, t->n);
	if (p->tree && p->tree->kind != NODE_MAP) {
		schema_wrong_type(&p->r, p->tree, "issue.yaml", _("a group of keys"));
		return false;
	}
	return p->tree && read_counts(p);
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

/* What is wrong in an issue of old is only a warning now. A folder without
   issue.yaml is no issue. */
static void pass_over(struct past *p, struct diags *d)
{
	const char *shown = reader_shown(&p->r, "issue.yaml");
	const struct diag *g = first_error(p->r.d);
	struct span at = { shown, 0, 0 };

	if (g && g->kind != DIAG_FILE_MISSING) {
		at = g->span.file ? g->span : at;
		diag_add(d, DIAG_ISSUE_PASSED_OVER, at, diag_text(p->r.a, g));
	}
}

/* The issue in the folder name of issues; NULL where there is none. */
static struct past *read_past(struct arena *a, const char *issues, const char *name,
		struct diags *d)
{
	struct past *p = ARENA_NEW(a, struct past);
	struct diags *trial = diags_new();
	const char *folder = in_folder(a, issues, name);
	char *real = realpath(folder, NULL);
	bool ok;

	p->r = (struct reader){ .a = a, .d = trial, .folder = folder, .real = real };
	ok = real && read_tree(p);
	if (real && !ok) {
		pass_over(p, d);
	}
	p->r.d = d;
	p->r.real = NULL; /* nothing more is read there */
	free(real);
	diags_free(trial);
	return ok ? p : NULL;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct names {
	const char **at;
	int n, cap;
};

/* What lies in the folder, hidden files left out, sorted. */
static bool list_names(struct arena *a, const char *folder, struct names *names, struct diags *d)
{
	DIR *dir = opendir(folder);

	if (!dir && (errno == ENOENT || errno == ENOTDIR)) {
		diag_add(d, DIAG_FOLDER_MISSING, (struct span){ 0 }, folder);
		return false;
	}
	if (!dir) {
		diag_add(d, DIAG_FILE_UNREADABLE, (struct span){ 0 }, folder, strerror(errno));
		return false;
	}
	for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
		if (e->d_name[0] != '.') {
			*vec_push(a, names) = arena_string(a, e->d_name);
		}
	}
	closedir(dir);
	if (names->n) {
		qsort(names->at, (size_t)names->n, sizeof names->at[0], compare_names);
	}
	return true;
}

static int compare_dates(struct date a, struct date b)
{
	return a.year != b.year              ? a.year - b.year
			: a.month != b.month ? a.month - b.month
					     : a.day - b.day;
}

/* The issue with the latest date, of equal ones the last by name; NULL, with a
   diagnostic, where there is none. */
static struct past *find_last(struct arena *a, const char *issues, struct date month,
		struct diags *d)
{
	struct names names = { 0 };
	struct past *last = NULL;

	if (!list_names(a, issues, &names, d)) {
		return NULL;
	}
	for (int i = 0; i < names.n; i++) {
		struct past *p = read_past(a, issues, names.at[i], d);
		if (p && (!last || compare_dates(p->date, last->date) >= 0)) {
			last = p;
		}
	}
	if (!last) {
		const char *name = arena_print(a, "%s/issue.yaml", month_name(a, month));
		diag_add(d, DIAG_ISSUE_NONE, (struct span){ 0 }, issues,
				in_folder(a, issues, name));
	}
	return last;
}

static struct date last_day(struct arena *a, struct date month)
{
	struct date date = { 0 };

	for (int day = 31; !schema_date(arena_print(a, "%s-%d", month_name(a, month), day), &date);
			day--) {
	}
	return date;
}

/* A number that no issue.yaml may have. */
static bool check_limit(struct past *last, const struct key *key, int value)
{
	const struct node *v = yaml_find(last->tree, key->name);

	if (value > key->max) {
		diag_add(last->r.d, DIAG_VALUE_BAD, v->span, key->name,
				arena_print(last->r.a, "%d", value), schema_limits(&last->r, key));
		return false;
	}
	return true;
}

static bool count_on(struct past *last, struct date month, struct new_issue *made)
{
	struct arena *a = last->r.a;
	const char *last_month = month_name(a, last->date);
	struct span at = yaml_find(last->tree, "date")->span;
	int months = (month.year - last->date.year) * 12 + month.month - last->date.month;

	if (months <= 0) {
		diag_add(last->r.d, DIAG_MONTH_PAST, at, last->r.folder, last_month);
		return false;
	}
	if (months > 1) {
		diag_add(last->r.d, DIAG_MONTHS_SKIPPED, at, last_month);
	}
	made->last = last->r.folder;
	made->date = last_day(a, month);
	made->number = month.year == last->date.year ? last->number + 1 : 1;
	made->total = last->total + 1;
	return check_limit(last, schema_find(counted_keys, "number"), made->number) &&
			check_limit(last, schema_find(counted_keys, "total"), made->total);
}

/* A new hidden folder beside the final one; NULL with errno on failure. */
static const char *make_temporary(struct arena *a, const char *issues, const char *name)
{
	/* a killed run may have left a folder of that name */
	for (int i = 0; i < 100; i++) {
		const char *folder = in_folder(a, issues,
				arena_print(a, ".%s.%ld.%d", name, (long)getpid(), i));
		if (mkdir(folder, 0777) == 0) {
			return folder;
		}
		if (errno != EEXIST) {
			break;
		}
	}
	return NULL;
}

static void remove_temporary(struct arena *a, const char *folder)
{
	unlink(in_folder(a, folder, "issue.yaml"));
	unlink(in_folder(a, folder, "lead.md"));
	rmdir(folder);
}

static bool write_file(struct arena *a, const char *folder, const char *name, const struct buf *b)
{
	struct outfile *o = outfile_open(in_folder(a, folder, name));

	if (!o) {
		return false;
	}
	outfile_write(o, b->s, b->n); /* a failure is kept for the commit */
	return outfile_commit(o);
}

static bool write_files(const char *folder, struct past *last, const struct new_issue *made)
{
	struct arena *a = last->r.a;
	struct buf yaml = { 0 }, lead = { 0 };
	bool ok;
	int saved;

	new_write_yaml(&yaml, last, made);
	new_write_lead(&lead);
	ok = write_file(a, folder, "lead.md", &lead) && write_file(a, folder, "issue.yaml", &yaml);
	saved = errno;
	buf_done(&yaml);
	buf_done(&lead);
	errno = saved;
	return ok;
}

/* Make the rename durable; a file system without it is no error. */
static void sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

static void say_failed(struct diags *d, const char *folder)
{
	/* made by someone else meanwhile; only an empty folder is replaced */
	if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR) {
		diag_add(d, DIAG_EXISTS, (struct span){ 0 }, folder);
	} else {
		diag_add(d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, folder, strerror(errno));
	}
}

static bool make_folder(const char *issues, struct past *last, const struct new_issue *made)
{
	struct arena *a = last->r.a;
	const char *temp = make_temporary(a, issues, month_name(a, made->date));
	int saved;

	if (temp && write_files(temp, last, made) && rename(temp, made->folder) == 0) {
		sync_folder(issues);
		return true;
	}
	saved = errno;
	if (temp) {
		remove_temporary(a, temp);
	}
	errno = saved;
	say_failed(last->r.d, made->folder);
	return false;
}

bool source_new(struct arena *a, const char *issues, struct date month, struct new_issue *made,
		struct diags *d)
{
	struct past *last;
	struct stat st;

	made->folder = in_folder(a, issues, month_name(a, month));
	if (lstat(made->folder, &st) == 0) {
		diag_add(d, DIAG_EXISTS, (struct span){ 0 }, made->folder);
		return false;
	}
	last = find_last(a, issues, month, d);
	return last && count_on(last, month, made) && make_folder(issues, last, made);
}
