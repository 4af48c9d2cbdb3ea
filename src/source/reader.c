/* reader: files that the user names, and nothing outside the folder. */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

#include "source/source-imp.h"

/* A name that can only mean something in the folder. Links are looked at
   when it is opened. */
static bool stays_inside(const char *name)
{
	if (name[0] == '/') {
		return false;
	}
	for (const char *p = name; *p;) {
		size_t n = strcspn(p, "/");
		if (n == 2 && p[0] == '.' && p[1] == '.') {
			return false;
		}
		p += n + (p[n] == '/');
	}
	return true;
}

static bool lies_in(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (n && folder[n - 1] == '/') { /* the root */
		n--;
	}
	return strncmp(path, folder, n) == 0 && path[n] == '/';
}

void reader_complain(struct diags *d, enum file_result r, const char *shown, size_t limit,
		struct span said)
{
	char mb[24];

	switch (r) {
	case FILE_OK:
		break;
	case FILE_ABSENT:
		diag_add(d, DIAG_FILE_MISSING, said, shown);
		break;
	case FILE_FAILED:
		diag_add(d, DIAG_FILE_UNREADABLE, said, shown, strerror(errno));
		break;
	case FILE_TOO_LARGE:
		snprintf(mb, sizeof mb, "%zu", limit / (1024 * 1024));
		diag_add(d, DIAG_FILE_TOO_LARGE, said, shown, mb);
		break;
	case FILE_NOT_REGULAR:
		diag_add(d, DIAG_FILE_NOT_REGULAR, said, shown);
		break;
	}
}

const char *reader_shown(struct reader *r, const char *name)
{
	while (name[0] == '.' && name[1] == '/') {
		name += 2;
		name += strspn(name, "/");
	}
	return strcmp(r->folder, ".") == 0 ? arena_string(r->a, name)
					   : arena_print(r->a, "%s/%s", r->folder, name);
}

const char *reader_beside(struct arena *a, const char *folder, const char *name)
{
	const char *slash = strrchr(folder, '/'), *last = slash ? slash + 1 : folder;

	if (strcmp(last, ".") == 0 || strcmp(last, "..") == 0) {
		return arena_print(a, "%s/../%s", folder, name);
	}
	return arena_print(a, "%.*s%s", (int)(last - folder), folder, name);
}

/* Files looked through for a name that was nearly meant. */
#define ENTRIES_MAX 1000

/* Alike but for the case of letters, or but for the ending .md. */
static bool is_near(const char *name, const char *entry)
{
	size_t n = strlen(name);

	return strcasecmp(name, entry) == 0 ||
			(n && strncmp(name, entry, n) == 0 && strcmp(entry + n, ".md") == 0);
}

/* The file of the folder that name nearly is; NULL where there is none. */
static const char *near_name(struct reader *r, const char *name)
{
	DIR *dir = opendir(r->folder);
	const char *found = NULL;
	struct dirent *entry;

	for (int n = 0; dir && n < ENTRIES_MAX && (entry = readdir(dir)); n++) {
		/* the same whatever order the folder is in */
		if (is_near(name, entry->d_name) && (!found || strcmp(entry->d_name, found) < 0)) {
			found = arena_string(r->a, entry->d_name);
		}
	}
	if (dir) {
		closedir(dir);
	}
	return found;
}

static void say_absent(struct reader *r, const char *name, const char *shown, struct span said)
{
	const char *near = near_name(r, name);

	if (near) {
		diag_add(r->d, DIAG_FILE_MISSING_NEAR, said, shown, near);
	} else if (strstr(name, "，") || strstr(name, "、")) {
		diag_add(r->d, DIAG_FILES_RUN_TOGETHER, said, shown);
	} else {
		reader_complain(r->d, FILE_ABSENT, shown, 0, said);
	}
}

/* Where the folder's file `name` really is, in a; NULL where it is not to be
   read. */
static const char *resolve(struct reader *r, const char *name, const char *shown, struct span said)
{
	char *real;
	const char *kept;

	if (!stays_inside(name)) {
		diag_add(r->d, DIAG_PATH_OUTSIDE, said, name);
		return NULL;
	}
	real = name[0] ? realpath(arena_print(r->a, "%s/%s", r->folder, name), NULL) : NULL;
	if (!real) {
		bool absent = !name[0] || errno == ENOENT || errno == ENOTDIR;
		if (absent) {
			say_absent(r, name, shown, said);
		} else {
			reader_complain(r->d, FILE_FAILED, shown, 0, said);
		}
		return NULL;
	}
	kept = arena_string(r->a, real);
	free(real);
	if (!lies_in(kept, r->real)) {
		diag_add(r->d, DIAG_PATH_OUTSIDE, said, name);
		return NULL;
	}
	return kept;
}

bool reader_bytes(struct reader *r, const char *name, size_t limit, struct span said,
		struct slice *out, const char **shown)
{
	const char *path;
	enum file_result result;

	*shown = reader_shown(r, name);
	path = resolve(r, name, *shown, said);
	if (!path) {
		return false;
	}
	result = file_read(r->a, path, limit, out);
	reader_complain(r->d, result, *shown, limit, said);
	*vec_push(r->a, &r->files) = (struct source_file){ arena_string(r->a, name), *out };
	return result == FILE_OK;
}

bool reader_text(struct reader *r, const char *name, size_t limit, struct span said,
		struct checked *out)
{
	struct slice bytes;
	const char *shown;

	return reader_bytes(r, name, limit, said, &bytes, &shown) &&
			check_text(r->a, r->d, shown, bytes, out);
}

bool reader_identify(struct reader *r, const char *name, struct file_id *out)
{
	struct stat st;

	if (stat(arena_print(r->a, "%s/%s", r->folder, name), &st) != 0 || !S_ISREG(st.st_mode)) {
		return false;
	}
	*out = (struct file_id){ st.st_dev, st.st_ino };
	return true;
}
