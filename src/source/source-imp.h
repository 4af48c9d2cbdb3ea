#ifndef SOURCE_SOURCE_IMP_H
#define SOURCE_SOURCE_IMP_H

/* What the files of source/ share: reading a named file safely, its text
   checked, and the two readers of an article. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/slice.h"
#include "base/vec.h"
#include "model/issue.h"

#define TEXT_MAX ((size_t)4 * 1024 * 1024) /* bytes of an article */
#define YAML_MAX ((size_t)1024 * 1024)     /* bytes of a YAML file or head */

/* Where one issue is being read. */
struct reader {
	struct arena *a; /* the issue's */
	struct diags *d;
	const char *folder;            /* as the user gave it, no slash at the end */
	const char *real;              /* the same with links resolved */
	bool past;                     /* a back issue: pictures are not opened */
	bool numbering;                /* of subheads, where an article does not say */
	const struct layout *layout;   /* NULL while or where it could not be read */
	struct picture_seen *pictures; /* read so far, whole or not; newest first */
	VEC(struct silence) silences;  /* that comments ask for */
	VEC(struct source_file) files; /* read so far */
	VEC(struct span) tightened;    /* comments of the article: set the next paragraph tight */
};

/* The character at byte at of a checked text stands at line, col of the file. */
struct mark {
	uint32_t at;
	int line, col;
};

/* A text file as the rest sees it: UTF-8, lines end in \n, nothing but \t and
   \n below U+0020; no byte order mark, no invisible characters, compatibility
   ideographs replaced by the normal ones. */
struct checked {
	const char *file; /* as messages show it */
	const char *s;    /* a NUL stands behind it */
	size_t n;
	const struct mark *marks; /* sorted by at; so close that checked_place is quick */
	int nmarks;
};

/* Check bytes read from file; complaints go to d. False where the text can't
   be used at all (not UTF-8); other errors still give a text. */
bool check_text(struct arena *a, struct diags *d, const char *file, struct slice bytes,
		struct checked *out);

/* Place in the file of the character at byte at (at <= t->n) of t->s. */
struct span checked_place(const struct checked *t, size_t at);

/* The text of the file `name`, relative to the folder, that the place
   said names. False, with a diagnostic there, where it can't be had. */
bool reader_text(struct reader *r, const char *name, size_t limit, struct span said,
		struct checked *out);

/* The same for any bytes. *shown is the file as messages show it. */
bool reader_bytes(struct reader *r, const char *name, size_t limit, struct span said,
		struct slice *out, const char **shown);

/* Folder-relative name as messages show it: relative to the current folder. */
const char *reader_shown(struct reader *r, const char *name);

/* "issues/check.yaml" for the folder "issues/2024-02" and "check.yaml"; in a. */
const char *reader_beside(struct arena *a, const char *folder, const char *name);

/* Say what kept the file shown from being read, if anything did; errno as
   file_read left it. */
void reader_complain(struct diags *d, enum file_result result, const char *shown, size_t limit,
		struct span said);

/* One ordinary file, whatever names lead to it. */
struct file_id {
	dev_t dev;
	ino_t ino;
};

bool reader_identify(struct reader *r, const char *name, struct file_id *out);

/* Read the article file `name` into out: title, head and blocks. False where
   there is nothing to use. */
bool article_read(struct reader *r, const char *name, struct span said, struct article *out);

/* Read the Markdown that begins at byte from of t into out->blocks. Where
   out->ntitle is 0 the first # heading becomes the title. False, with a
   diagnostic, where it was not read to its end. */
bool markdown_read(struct reader *r, const struct checked *t, size_t from, struct article *out);

/* The picture file `name`, relative to the folder; NULL, with a
   diagnostic at said, where it can't be printed. */
const struct picture *picture_read(struct reader *r, const char *name, struct span said);

#endif
