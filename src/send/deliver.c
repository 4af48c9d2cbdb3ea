/* deliver: a finished message into curl's hands, a file or a maildir. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "send/message.h"

#define SHARE ((size_t)1 << 20) /* bytes written at once */

size_t message_read(char *to, size_t size, size_t n, void *reader)
{
	struct message_reader *r = reader;
	size_t room = size * n, written = 0;

	while (written < room && r->piece < r->message->npieces) {
		struct slice piece = r->message->pieces[r->piece];
		size_t left = piece.n - r->at;
		size_t part = left < room - written ? left : room - written;

		memcpy(to + written, piece.s + r->at, part);
		written += part;
		r->at += part;
		if (r->at == piece.n) {
			r->piece++;
			r->at = 0;
		}
	}
	return written;
}

static bool write_all(int fd, struct slice s)
{
	while (s.n) {
		ssize_t n = write(fd, s.s, s.n < SHARE ? s.n : SHARE);
		if (n < 0 && errno != EINTR) {
			return false;
		}
		if (n > 0) {
			s.s += n;
			s.n -= (size_t)n;
		}
	}
	return true;
}

bool message_write(const struct message *m, int fd)
{
	for (int i = 0; i < m->npieces; i++) {
		if (!write_all(fd, m->pieces[i])) {
			return false;
		}
	}
	return true;
}

bool message_save(const struct message *m, const char *path)
{
	struct outfile *o = outfile_open(path);

	for (int i = 0; o && i < m->npieces; i++) {
		if (!outfile_write(o, m->pieces[i].s, m->pieces[i].n)) {
			int error = errno;
			outfile_abort(o);
			errno = error;
			return false;
		}
	}
	return o && outfile_commit(o);
}

/* True also where there is something of that name: what it is, writing will tell. */
static bool make_folder(const char *path)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

bool maildir_make(const char *folder)
{
	static const char *const names[] = { "tmp", "new", "cur" };
	struct arena *a = arena_new();
	bool ok = make_folder(folder);

	for (int i = 0; ok && i < 3; i++) {
		ok = make_folder(arena_print(a, "%s/%s", folder, names[i]));
	}
	arena_free(a);
	return ok;
}

/* An ID may hold marks that no file name should. */
static void file_name(const struct message *m, char out[static 48])
{
	char hash[65];

	hash_bytes(m->id, strlen(m->id), hash);
	snprintf(out, 48, "%.32s.banxin", hash);
}

/* name stands in the folder, perhaps with the flags of a mail program (":2,S"). */
static bool folder_holds(const char *folder, const char *name)
{
	size_t n = strlen(name);
	DIR *dir = opendir(folder);
	bool found = false;

	for (struct dirent *e = dir ? readdir(dir) : NULL; e && !found; e = readdir(dir)) {
		found = strncmp(e->d_name, name, n) == 0 && (!e->d_name[n] || e->d_name[n] == ':');
	}
	if (dir) {
		closedir(dir);
	}
	return found;
}

bool maildir_holds(const char *folder, const struct message *m)
{
	struct arena *a = arena_new();
	struct stat st;
	char name[48];
	bool found;

	file_name(m, name);
	found = stat(arena_print(a, "%s/new/%s", folder, name), &st) == 0 ||
			folder_holds(arena_print(a, "%s/cur", folder), name);
	arena_free(a);
	return found;
}

/* A maildir's files have lines of this system. */
static bool write_lines(int fd, struct slice s)
{
	char part[16384];

	while (s.n) {
		size_t n = 0;
		for (; s.n && n < sizeof part; s.s++, s.n--) {
			if (*s.s != '\r') {
				part[n++] = *s.s;
			}
		}
		if (!write_all(fd, (struct slice){ part, n })) {
			return false;
		}
	}
	return true;
}

static bool write_file(const struct message *m, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	bool ok = fd >= 0;
	int error;

	for (int i = 0; ok && i < m->npieces; i++) {
		ok = write_lines(fd, m->pieces[i]);
	}
	ok = ok && fsync(fd) == 0;
	error = errno;
	if (fd >= 0 && close(fd) != 0 && ok) {
		ok = false;
		error = errno;
	}
	errno = error;
	return ok;
}

/* The new name is kept only when the folder is on the disk. */
static bool flush_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
	int error = errno;

	if (fd >= 0) {
		close(fd);
	}
	errno = error;
	return ok;
}

static bool deliver(struct arena *a, const char *folder, const struct message *m)
{
	const char *tmp, *new_folder = arena_print(a, "%s/new", folder);
	char name[48];

	file_name(m, name);
	tmp = arena_print(a, "%s/tmp/%s", folder, name);
	if (!write_file(m, tmp) || rename(tmp, arena_print(a, "%s/%s", new_folder, name)) != 0) {
		int error = errno;
		unlink(tmp);
		errno = error;
		return false;
	}
	return flush_folder(new_folder);
}

bool maildir_deliver(const char *folder, const struct message *m)
{
	struct arena *a = arena_new();
	bool ok = maildir_holds(folder, m) ? flush_folder(arena_print(a, "%s/new", folder))
					   : deliver(a, folder, m);
	int error = errno;

	arena_free(a);
	errno = error;
	return ok;
}
