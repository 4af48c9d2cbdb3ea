#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

#define CHUNK (1024 * 1024)

/* Read until the end or n bytes; -1 with errno on failure. */
static ssize_t read_full(int fd, char *to, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t r = read(fd, to + done, n - done);
		if (r < 0 && errno == EINTR) {
			continue;
		}
		if (r < 0) {
			return -1;
		}
		if (r == 0) {
			break;
		}
		done += (size_t)r;
	}
	return (ssize_t)done;
}

static enum file_result read_open(struct arena *a, int fd, size_t limit, struct slice *out)
{
	struct stat st;
	char *s;
	ssize_t n;

	if (fstat(fd, &st) != 0) {
		return FILE_FAILED;
	}
	if (!S_ISREG(st.st_mode)) {
		return FILE_NOT_REGULAR;
	}
	if ((uintmax_t)st.st_size > limit) {
		return FILE_TOO_LARGE;
	}
	s = arena_alloc(a, (size_t)st.st_size + 1, 1);
	n = read_full(fd, s, (size_t)st.st_size);
	if (n < 0) {
		return FILE_FAILED;
	}
	*out = (struct slice){ s, (size_t)n };
	return FILE_OK;
}

enum file_result file_read(struct arena *a, const char *path, size_t limit, struct slice *out)
{
	/* O_NONBLOCK: a pipe in the folder must not make us wait */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum file_result r;
	int saved;

	if (fd < 0) {
		return errno == ENOENT || errno == ENOTDIR ? FILE_ABSENT : FILE_FAILED;
	}
	r = read_open(a, fd, limit, out);
	saved = errno;
	close(fd);
	errno = saved;
	return r;
}

struct outfile {
	char *path; /* the final place, links followed */
	char *temp; /* NULL: a device or pipe, written in place */
	int fd;
	int error; /* first errno, sticky */
	size_t n;
	char bytes[CHUNK];
};

static void outfile_free(struct outfile *o)
{
	if (o->fd >= 0) {
		close(o->fd);
	}
	free(o->path);
	free(o->temp);
	free(o);
}

static char *temp_name(const char *path, int attempt)
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? (int)(slash - path) + 1 : 0;
	size_t n = strlen(path) + 48;
	char *temp = malloc(n);

	if (temp) {
		snprintf(temp, n, "%.*s.%s.%ld.%d", dir, path, path + dir, (long)getpid(), attempt);
	}
	return temp;
}

/* Where path's bytes belong: a link's target, so that the link stays. */
static char *final_place(const char *path)
{
	char *target = realpath(path, NULL);

	return target ? target : strdup(path);
}

/* A new file beside the final place. A killed run may have left one of that
   name: containers give each run the same process number. */
static int open_temp(struct outfile *o)
{
	int fd = -1;

	for (int i = 0; i < 100; i++) {
		free(o->temp);
		o->temp = temp_name(o->path, i);
		if (!o->temp) {
			return -1;
		}
		fd = open(o->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (fd >= 0 || errno != EEXIST) {
			break;
		}
	}
	return fd;
}

static int open_output(struct outfile *o)
{
	struct stat st;
	bool there = stat(o->path, &st) == 0;
	int fd;

	if (there && !S_ISREG(st.st_mode)) {
		return open(o->path, O_WRONLY | O_CLOEXEC); /* a folder fails with EISDIR */
	}
	fd = open_temp(o);
	if (fd >= 0 && there) {
		/* best effort: who may read the file is no part of its content */
		(void)!fchmod(fd, st.st_mode & 0777);
	}
	return fd;
}

struct outfile *outfile_open(const char *path)
{
	struct outfile *o = malloc(sizeof *o);
	int saved;

	if (!o) {
		return NULL;
	}
	o->temp = NULL;
	o->error = 0;
	o->n = 0;
	o->path = final_place(path);
	o->fd = o->path ? open_output(o) : -1;
	if (o->fd < 0) {
		saved = errno;
		outfile_free(o);
		errno = saved;
		return NULL;
	}
	return o;
}

static bool flush(struct outfile *o)
{
	size_t done = 0;

	while (!o->error && done < o->n) {
		ssize_t w = write(o->fd, o->bytes + done, o->n - done);
		if (w >= 0) {
			done += (size_t)w;
		} else if (errno != EINTR) {
			o->error = errno;
		}
	}
	o->n = 0;
	errno = o->error;
	return !o->error;
}

bool outfile_write(struct outfile *o, const void *bytes, size_t n)
{
	const char *from = bytes;

	while (n) {
		size_t part = n < CHUNK - o->n ? n : CHUNK - o->n;
		memcpy(o->bytes + o->n, from, part);
		o->n += part;
		from += part;
		n -= part;
		if (o->n == CHUNK && !flush(o)) {
			return false;
		}
	}
	errno = o->error;
	return !o->error;
}

/* Make the rename itself durable; a file system without it is no error. */
static void sync_folder(const char *path)
{
	char *dir = strdup(path);
	char *slash = dir ? strrchr(dir, '/') : NULL;
	int fd;

	if (slash) {
		slash[slash == dir] = '\0';
	}
	fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(dir);
}

static void finish(struct outfile *o, bool ok)
{
	if (!ok && !o->error) {
		o->error = errno;
	}
}

bool outfile_commit(struct outfile *o)
{
	int fd = o->fd;

	finish(o, flush(o));
	finish(o, !o->temp || fsync(fd) == 0);
	o->fd = -1;
	finish(o, close(fd) == 0);
	if (!o->error && o->temp) {
		finish(o, rename(o->temp, o->path) == 0);
	}
	if (o->error) {
		int saved = o->error;
		outfile_abort(o);
		errno = saved;
		return false;
	}
	sync_folder(o->path);
	outfile_free(o);
	return true;
}

void outfile_abort(struct outfile *o)
{
	if (!o) {
		return;
	}
	if (o->temp) {
		unlink(o->temp);
	}
	outfile_free(o);
}
