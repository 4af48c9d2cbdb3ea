/* reader: files that the user names, and nothing outside the folder. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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
		reader_complain(r->d, absent ? FILE_ABSENT : FILE_FAILED, shown, 0, said);
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
