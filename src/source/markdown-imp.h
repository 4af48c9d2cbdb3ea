#ifndef SOURCE_MARKDOWN_IMP_H
#define SOURCE_MARKDOWN_IMP_H

/* What the Markdown files of source/ share. md4c finds the blocks and most of
   what stands in them; the stars of ** and * are ours, because CommonMark's
   rules for them fail next to Chinese marks.

   Everywhere here an offset counts bytes in the checked text of the file. */

#include "base/vec.h"
#include "source/source-imp.h"

/* The copy that md4c reads: stars hidden, short rows of dashes lengthened. */
struct disguise {
	char *s;
	size_t n, cap;
	VEC(struct padding {
		size_t at;    /* in s, where bytes were put in */
		size_t n;     /* that many */
		size_t up_to; /* these and all before them */
	})
	paddings;
	VEC(struct fence {
		size_t at;    /* in the text: the line, */
		size_t end;   /* its end, */
		size_t title; /* where a title begins; end: there is none */
		bool opens;
		bool closes; /* neither: it stands in another notice */
	})
	fences; /* of boxed notices */
};

#define NEST_MAX 16 /* quotations and lists in one another */

/* A note of the article: where it is marked, where defined. */
struct noted {
	const char *label; /* in the text of the file */
	size_t n;
	int number;       /* in the order of first marks, from 1; 0: not marked yet */
	const char *mark; /* as printed */
	struct span mark_place;
	struct span place; /* of the definition; line 0: none yet */
	struct text text;
};

struct notes {
	struct noted *at;
	int n, cap;
	int marked;
	bool inside; /* a definition is being read */
	bool full;   /* there are too many, and that was said */
};

struct manuscript {
	struct reader *r;
	const struct checked *t;
	size_t from; /* where the Markdown begins */
	struct disguise disguise;
	struct arena *scratch; /* of the block being read */
	struct notes *notes;
};

enum piece_kind {
	PIECE_TEXT,   /* stars of ** and * in it count */
	PIECE_CODE,   /* as it stands */
	PIECE_ENTITY, /* &amp; */
	PIECE_SOFT,   /* line break that the paragraph does not keep */
	PIECE_HARD,   /* line break that it keeps */
};

/* A bit of a paragraph, bytes [at, at + n) of the text. Small: a long
   paragraph may have one for every second byte. */
struct piece {
	unsigned char kind;  /* enum piece_kind */
	unsigned char style; /* from _ and `, without that of the stars */
	uint32_t at, n;
	const char *link;
};

struct pieces {
	struct piece *at;
	int n, cap;
};

/* Stars that stand side by side, and what they do here, in this order: end
   styles, print some of themselves, begin styles. */
struct star {
	size_t at;
	int n;
	bool opens, closes; /* may do so, going by the neighbours */
	bool quiet;         /* no mistake where it has no partner */
	int end_strong, end_emphasis, left, begin_strong, begin_emphasis;
};

struct stars {
	struct star *at;
	int n, cap;
};

enum sign_kind { SIGN_NONE, SIGN_BEGIN, SIGN_END, SIGN_NOTE };

/* Bytes that are not printed: [ of a span, ]{…} behind it, or [^label]. */
struct sign {
	enum sign_kind kind;
	size_t at, n;
	unsigned style;      /* of the span */
	bool reads;          /* begin: of one with readings; */
	size_t reading, end; /* end: which stand here, or end is 0 */
	int ruby;
};

struct signs {
	struct sign *at;
	int n, cap;
};

/* Bytes [from, to) of a text that the readings at [reading, end) of the source
   belong to, and where it says so. */
struct spanned {
	uint32_t from, to;
	size_t reading, end, at;
};

#define READINGS_MAX 120 /* bytes of all readings of a span */

/* A list or quotation around what is being read. */
struct nest {
	bool list, ordered;
	unsigned number; /* of the next item */
	char delimiter;  /* behind it: . or ) */
	bool fresh;      /* an item began and has no paragraph yet */
};

/* A picture to be set behind the paragraph that holds it. */
struct shown {
	struct illustration shown;
	enum stand stand;
};

struct table_reading {
	const char *excess;  /* what there is too much of; the table is passed over */
	size_t most;         /* of that, that there may be */
	struct table *table; /* NULL where there is too much */
	struct text *cells;
	enum align *aligns;
	char *signs; /* < and ^ where a cell has nothing else; NULL: none has */
	int row, col, nrows, ncols;
	bool head;    /* some cell of the head row holds text */
	size_t first; /* where the first text stands, in row first_row */
	int first_row;
	bool placed; /* these are known */
};

/* An article being read. */
struct md {
	struct manuscript m;
	struct article *out;
	struct {
		struct block *at;
		int n, cap;
	} blocks;

	struct nest nests[NEST_MAX];
	int nnests, nlists, nquotes;

	/* the block being read, in scratch */
	struct pieces pieces;
	struct pieces alt; /* of the image being read */
	struct {
		struct shown *at;
		int n, cap;
	} shown;
	struct table_reading table;
	bool in_code, in_cell;
	bool indented; /* the code is code by its indent */

	int strong, emphasis, code; /* spans around, md4c's */
	int images;
	const char *image; /* name of the outermost one's file */
	struct span image_span;
	const char *image_title;
	size_t image_title_at; /* in the text; 0: md4c put it together */
	const char *link;
	bool autolink;    /* it is one between < and > */
	const char *href; /* address used last, as md4c has it in the copy */
	size_t href_n;
	const char *href_link; /* what was made of it */
	size_t addresses;      /* bytes of all of them */

	int fence;                   /* next of the disguise's */
	const struct notice *notice; /* around what is being read */
	int notice_from;             /* its first block */

	size_t seen; /* end of the last text md4c told of */
	size_t ncells;
	bool stopped;
};

/* Where the next thing stands that md4c has not told of, more or less. */
size_t markdown_next(const struct md *k);

/* markdown-block.c */

/* The paragraph, heading or code that the pieces are has ended; they and the
   scratch memory are then empty. */
void markdown_end_para(struct md *k);
void markdown_end_heading(struct md *k, int level);
void markdown_end_code(struct md *k);
void markdown_add_rule(struct md *k);

struct block *markdown_add_block(struct md *k, enum block_kind kind, struct span span);

void markdown_clear(struct md *k);

/* markdown-picture.c */

/* The picture that was being read has ended, its caption in alt. */
void markdown_end_picture(struct md *k);

/* Add the pictures that the block just added held; those of one line of the
   file stand side by side. */
void markdown_add_shown(struct md *k);

/* markdown-notice.c */

/* What is known of notices up to a line. */
struct fencing {
	int depth; /* more than 1 is a mistake */
	size_t opened;
};

/* The line [at, end), which is none of code, begins or ends a boxed notice. It
   is then noted in the disguise, lists of which live in a; mistakes are
   complained about. */
bool markdown_fence(struct manuscript *m, struct arena *a, struct fencing *f, size_t at,
		size_t end);

/* The file ends. */
void markdown_fences_end(struct manuscript *m, const struct fencing *f);

/* The line at `at` of the text is the next fence: begin or end the notice. */
bool markdown_pass_fence(struct md *k, size_t at);

/* markdown-number.c */

/* Number the subheads as their layout says. */
void markdown_number(struct reader *r, struct block *blocks, int n);

/* markdown-table.c */

void markdown_begin_table(struct md *k, unsigned ncols, unsigned nrows);
void markdown_begin_cell(struct md *k, enum align align);
void markdown_end_cell(struct md *k);
void markdown_end_row(struct md *k);
void markdown_end_table(struct md *k);

/* markdown-disguise.c */

/* Make the copy, in a. False, with a diagnostic, where md4c would take
   unreasonably long over it. */
bool markdown_disguise(struct manuscript *m, struct arena *a);

/* md4c's pointer p is one into the copy, and then, where that is in the text. */
bool markdown_disguised(const struct manuscript *m, const char *p);
size_t markdown_source(const struct manuscript *m, const char *p);

/* A copy in a of n bytes that md4c put together itself, stars shown again. */
char *markdown_reveal(struct arena *a, const char *s, size_t n);

/* A backslash makes the character at this offset an ordinary one. */
bool markdown_escaped(const struct manuscript *m, size_t at);

/* Complain of more than NEST_MAX levels. */
void markdown_too_deep(const struct manuscript *m, size_t at);

/* markdown-star.c */

/* Find the stars of a block and their partners; in scratch. Those without are
   complained about. */
struct stars markdown_stars(const struct manuscript *m, const struct pieces *p);

/* markdown-span.c */

/* Find the spans and the marks of notes of a block; in scratch. */
struct signs markdown_signs(const struct manuscript *m, const struct pieces *p);

/* Bytes of the [^label] that s begins with; 0 where there is none. */
size_t markdown_note_length(const char *s, size_t n);

/* The same for [^label]: with its colon. */
size_t markdown_definition_length(const char *s, size_t n);

/* markdown-note.c */

/* What is printed for the [^label] of n bytes at `at`, and its number; NULL, with
   a diagnostic, where nothing can be. */
const char *markdown_note_mark(const struct manuscript *m, size_t at, size_t n, int *number);

/* Where the pieces are the definition of a note, keep it and say true. */
bool markdown_define(const struct manuscript *m, struct pieces *p);

/* All notes of the article, once it is read. */
void markdown_notes(const struct manuscript *m, struct article *out);

/* markdown-ruby.c */

/* Put the readings of n spans, in their order, above t's characters. */
void markdown_readings(const struct manuscript *m, struct text *t, const struct spanned *spans,
		int n);

/* markdown-text.c */

/* What the pieces say as printed: white space collapsed, lines joined. */
struct text markdown_text(const struct manuscript *m, const struct pieces *p);

/* Bytes [from, to) of t as a text of its own. */
struct text markdown_part(struct arena *a, const struct text *t, uint32_t from, uint32_t to);

/* markdown-entity.c */

/* The character that an entity, & and ; with it, stands for; -1 where none. */
int32_t markdown_entity(const char *s, size_t n);

/* markdown-link.c */

/* The URI for what a link names, in a; NULL where it is none for a PDF. */
const char *markdown_link(struct arena *a, const char *s, size_t n);

/* The name of a picture's file, which programs write percent-encoded too. */
char *markdown_file_name(struct arena *a, const char *s);

/* Make links of the addresses that stand in t without any markup. */
void markdown_link_bare(const struct manuscript *m, struct text *t);

/* markdown-slip.c */

/* Warn of signs in a paragraph that look like a picture, a subhead or a table
   and are printed as they stand. */
void markdown_slips(const struct manuscript *m, const struct pieces *p);

/* markdown-byline.c */

/* Find bylines: the last paragraphs if they are such, and those at the end of
   paragraphs, which they leave. */
void markdown_bylines(struct arena *a, struct block *blocks, int n);

#endif
