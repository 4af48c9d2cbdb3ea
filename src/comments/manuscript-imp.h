#ifndef COMMENTS_MANUSCRIPT_IMP_H
#define COMMENTS_MANUSCRIPT_IMP_H

/* manuscript: the files that marks change, byte for byte. */

#include "base/slice.h"
#include "base/vec.h"
#include "comments/comments.h"

/* Bytes [at, at + len) of a file as first read, and what stands there now. */
struct patch {
	size_t at, len;
	const char *with;
};

struct script {
	const char *path;
	struct slice bytes; /* as first read */
	struct slice now;   /* as we left it */
	VEC(size_t) lines;  /* where each begins */
	size_t head;        /* up to here it is YAML, not Markdown */
	VEC(struct patch) patches;
	bool readable;
};

struct manuscript {
	struct arena *a;
	VEC(struct script *) scripts;
};

/* The file, read on first use; NULL where it can't be. */
struct script *manuscript_find(struct manuscript *m, const char *path);

/* Byte of the place in the file as first read; false where it has no such. */
bool script_offset(const struct script *s, struct span place, size_t *at);

/* The line around byte at, without its end. */
struct slice script_line(const struct script *s, size_t at, size_t *from);

#endif
