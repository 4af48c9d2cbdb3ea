#ifndef COMMENTS_COMMENTS_H
#define COMMENTS_COMMENTS_H

/* comments: marks that people made on a proof PDF, in whatever reader they use,
   → places in the manuscript and changes to it. Reads the marks through
   libqpdf, finds the characters under them on the proof's own pages, and edits
   the manuscript's bytes where a mark leaves no doubt. Guesses nothing: what is
   not plain is handed to a person with the reason. */

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "page/book.h"

struct arena;

/* What a mark is to the proofreader; the reader's tool has other names. */
enum mark_kind {
	MARK_HIGHLIGHT,
	MARK_UNDERLINE,
	MARK_SQUIGGLY,
	MARK_STRIKE,
	MARK_REPLACE, /* a strike-out and a caret that belong together */
	MARK_CARET,
	MARK_NOTE,
	MARK_TYPED,   /* text written onto the page */
	MARK_DRAWING, /* lines, ovals, ink, stamps */
	MARK_KINDS
};

/* An upright rectangle of a PDF page, y upwards from its foot. */
struct quad {
	sp left, bottom, right, top;
};

struct comment {
	enum mark_kind kind;
	int page;         /* of the PDF, from 0 */
	const char *seal; /* that the page bears; NULL: it is no page of a proof */
	struct quad rect;
	const struct quad *quads; /* pieces of text that it covers */
	int nquads;               /* 0: the tool names none */
	bool pointed;             /* typed text with a pointer, whose tip is at tip */
	struct point tip;         /* y upwards */
	/* UTF-8, "" where the tool says nothing */
	const char *author, *date, *text;
	const char *replies; /* "name: text", one below the other */
	bool closed;         /* marked as done or turned down in the reader */

	/* how it hangs together with others; object numbers, 0: none */
	int id, parent;
	bool grouped;
	bool gone; /* told with the one that it belongs to; before joining: a state */
};

struct comments {
	const char *path;
	const char *proof; /* the proof's keywords; NULL: none */
	const struct comment *at;
	int n;
};

/* Read all marks of a PDF in page order, replies and groups joined. Lives in a.
   NULL with a diagnostic where the file can't be read; damage that could be
   mended is a warning. */
struct comments *comments_read(struct arena *a, const char *path, struct diags *d);

/* What a proof says of itself in its keywords (proof_keywords). */
struct proof_seal {
	int total, round;
	const char *state; /* issue_hash */
	const char *issue; /* name of the issue's folder; NULL: not said */
};

/* Add the name of the issue's folder to proof's keywords, and to each of its
   pages a seal of what is set there and where, so that a page comes home to its
   like and to no other. proof lives in a. */
void proof_seal(struct arena *a, struct book *proof, const char *issue);

/* Read keywords, which may be anything; false where they are no proof's. */
bool proof_seal_read(struct arena *a, const char *keywords, struct proof_seal *seal);

/* Characters of one paragraph under a mark. */
struct target {
	const struct text *text; /* NULL: a picture, or nothing of the manuscript */
	uint32_t at, end;        /* bytes; equal for a caret, where it inserts */
	bool covers;             /* lies on them; else they are only the nearest */
	bool whole;              /* all between at and end is covered, and nothing else */
	struct span span;        /* in the manuscript; no place: nothing is near */
};

/* Finds what lies under marks. proof is sealed, set from the manuscript as it
   is now. */
struct targets;
struct targets *targets_new(struct arena *a, const struct book *proof);

/* Whether the proof has this very page; else no mark on it has a target. */
bool targets_know(const struct targets *t, const char *seal);
struct target target_find(struct targets *t, const struct comment *c);

/* Tell of c, found at p: what it is, on which words, who made it and when, and
   what it says. */
void comment_tell(struct diags *d, const char *path, const struct comment *c,
		const struct target *p);

/* One change to a file of the manuscript. */
struct mend {
	struct span span;
	const char *before, *after; /* before is what stands in the file */
	size_t offset;              /* of before, in the file as first read */
};

/* The manuscript's files, read once and changed by nobody else meanwhile. */
struct manuscript;
struct manuscript *manuscript_new(struct arena *a);

enum mend_result {
	MEND_NONE,    /* the mark asks for no change of the text */
	MEND_PLAIN,   /* *m is filled */
	MEND_REFUSED, /* *why says why a person must look; in English, N_() */
};

/* The change that c asks for at p. Lives in the manuscript's arena. */
enum mend_result mend_of(struct manuscript *s, const struct comment *c, const struct target *p,
		struct mend *m, const char **why);

/* The change that makes `after` of the text's characters at p, which covers
   them; never MEND_NONE. */
enum mend_result mend_words(struct manuscript *s, const struct target *p, const char *after,
		struct mend *m, const char **why);

/* The change that puts words on a line of their own above the line of place, which
   ends as its neighbour does. False where the file has no such line. */
bool mend_line_above(struct manuscript *s, struct span place, const char *words, struct mend *m);

/* What stands around the place, before and after the change; in the
   manuscript's arena. */
struct mend_view {
	const char *before, *after;
};
struct mend_view mend_view(struct manuscript *s, const struct mend *m);

enum mend_done {
	MEND_DONE,
	MEND_OVERLAPS, /* an earlier one changed the place; nothing was done */
	MEND_FAILED,   /* with a diagnostic; the file is as it was */
};

/* Make the change: the file appears anew as a whole. */
enum mend_done mend_apply(struct manuscript *s, const struct mend *m, struct diags *d);

#endif
