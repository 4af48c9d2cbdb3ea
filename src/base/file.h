#ifndef BASE_FILE_H
#define BASE_FILE_H

/* file: reading whole files within a limit, and output files that appear
   whole or not at all. */

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct arena;

enum file_result {
	FILE_OK,
	FILE_ABSENT,
	FILE_FAILED,      /* errno says why */
	FILE_TOO_LARGE,   /* more than limit bytes */
	FILE_NOT_REGULAR, /* a folder, device or pipe */
};

/* Read all of path, at most limit bytes, into a; a NUL stands behind it. */
enum file_result file_read(struct arena *a, const char *path, size_t limit, struct slice *out);

/* A file being written beside its final place. */
struct outfile;

/* Begin to write path: a new hidden file in the same folder; a device or pipe
   is written in place. Heap; NULL with errno set on failure. */
struct outfile *outfile_open(const char *path);

/* Append. False with errno set on failure; later calls then fail too. */
bool outfile_write(struct outfile *o, const void *bytes, size_t n);

/* Flush to disk and move it to its place, replacing what was there; frees o.
   False with errno set on failure: the old file is then untouched. */
bool outfile_commit(struct outfile *o);

/* Drop what was written; frees o, which may be NULL. */
void outfile_abort(struct outfile *o);

#endif
