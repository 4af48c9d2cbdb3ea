/* mailbox: messages of an mbox file or a maildir. */

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "send/bounces-imp.h"

#define MAILBOX_MAX ((size_t)MAILBOX_MEGABYTES * 1024 * 1024)

struct reading {
	bool (*f)(struct slice message, void *with);
	void *with;
	const char *path;
	struct diags *d;
	struct arena *a; /* of one file */
	int n;
	bool stopped;
};

static const struct span nowhere = { 0 };

static void hand_over(struct reading *r, struct slice message)
{
	struct arena *a = r->a;

	if (r->n == MAILBOX_MESSAGES) {
		diag_add(r->d, DIAG_MAILBOX_LARGE, nowhere, r->path,
				arena_print(a, "%d", MAILBOX_MESSAGES));
		r->stopped = true;
		return;
	}
	r->n++;
	r->stopped = !r->f(message, r->with);
}

/* Where the next message of an mbox begins: at a line "From " behind an empty
   one. */
static size_t next_from(struct slice s, size_t at)
{
	while (at < s.n) {
		const char *end = memchr(s.s + at, '\n', s.n - at);
		size_t line = end ? (size_t)(end - s.s) + 1 : s.n;
		bool empty = line - at == 1 || (line - at == 2 && s.s[at] == '\r');
		if (empty && s.n - line >= 5 && memcmp(s.s + line, "From ", 5) == 0) {
			return line;
		}
		at = line;
	}
	return s.n;
}

static void read_mbox(struct reading *r, struct slice s)
{
	for (size_t at = 0; at < s.n && !r->stopped;) {
		size_t end = next_from(s, at);
		const char *line_end = memchr(s.s + at, '\n', end - at);
		size_t from = line_end ? (size_t)(line_end - s.s) + 1 : end;
		hand_over(r, (struct slice){ s.s + from, end - from });
		at = end;
	}
}

static bool read_file(struct reading *r, const char *path, struct slice *out)
{
	const char *megabytes = arena_print(r->a, "%d", MAILBOX_MEGABYTES);

	switch (file_read(r->a, path, MAILBOX_MAX, out)) {
	case FILE_OK:
		return true;
	case FILE_ABSENT:
		diag_add(r->d, DIAG_FILE_MISSING, nowhere, path);
		return false;
	case FILE_FAILED:
		diag_add(r->d, DIAG_FILE_UNREADABLE, nowhere, path, strerror(errno));
		return false;
	case FILE_TOO_LARGE:
		diag_add(r->d, DIAG_FILE_TOO_LARGE, nowhere, path, megabytes);
		return false;
	case FILE_NOT_REGULAR:
		diag_add(r->d, DIAG_FILE_NOT_REGULAR, nowhere, path);
		return false;
	}
	return false;
}

/* A message that vanished meanwhile was moved by its mail program, and one that
   can't be read keeps nobody from the others. */
static void read_message(struct reading *r, const char *path)
{
	struct slice s;

	switch (file_read(r->a, path, MAILBOX_MAX, &s)) {
	case FILE_OK:
		hand_over(r, s);
		break;
	case FILE_ABSENT:
		break;
	default:
		diag_add(r->d, DIAG_BOUNCE_FORM, nowhere, path);
	}
}

static bool read_folder(struct reading *r, const char *folder)
{
	DIR *dir = opendir(folder);
	struct arena *whole = r->a;
	struct dirent *e;

	if (!dir) {
		diag_add(r->d, DIAG_FILE_UNREADABLE, nowhere, folder, strerror(errno));
		return false;
	}
	r->a = arena_new();
	while (!r->stopped && (e = readdir(dir))) {
		if (e->d_name[0] != '.') {
			arena_reset(r->a);
			read_message(r, arena_print(r->a, "%s/%s", folder, e->d_name));
		}
	}
	closedir(dir);
	arena_free(r->a);
	r->a = whole;
	return true;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool read_maildir(struct reading *r)
{
	const char *cur = arena_print(r->a, "%s/cur", r->path);
	const char *fresh = arena_print(r->a, "%s/new", r->path);

	if (!is_folder(cur) || !is_folder(fresh)) {
		diag_add(r->d, DIAG_MAILBOX_KIND, nowhere, r->path);
		return false;
	}
	return read_folder(r, cur) && read_folder(r, fresh);
}

bool mailbox_each(const char *path, bool (*f)(struct slice message, void *with), void *with,
		struct diags *d)
{
	struct reading r = { .f = f, .with = with, .path = path, .d = d, .a = arena_new() };
	struct slice s;
	bool ok;

	if (is_folder(path)) {
		ok = read_maildir(&r);
	} else {
		ok = read_file(&r, path, &s);
		if (ok && s.n && (s.n < 5 || memcmp(s.s, "From ", 5) != 0)) {
			diag_add(d, DIAG_MAILBOX_KIND, nowhere, path);
			ok = false;
		}
		if (ok) {
			read_mbox(&r, s);
		}
	}
	arena_free(r.a);
	return ok;
}
