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
};

#define NEST_MAX 16 /* quotations and lists in one another */

struct manuscript {
	struct reader *r;
	const struct checked *t;
	size_t from; /* where the Markdown begins */
	struct disguise disguise;
	struct arena *scratch; /* of the block being read */
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

/* A list or quotation around what is being read. */
struct nest {
	bool list, ordered;
	unsigned number; /* of the next item */
	char delimiter;  /* behind it: . or ) */
	bool fresh;      /* an item began and has no paragraph yet */
};

/* A picture to be set behind the paragraph that holds it. */
struct shown {
	const struct picture *picture;
	struct text caption;
	struct span span;
};

struct table_reading {
	const char *excess;  /* what there is too much of; the table is passed over */
	size_t most;         /* of that, that there may be */
	struct table *table; /* NULL where there is too much */
	struct text *cells;
	enum align *aligns;
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
	const char *link;
	bool autolink;    /* it is one between < and > */
	const char *href; /* address used last, as md4c has it in the copy */
	size_t href_n;
	const char *href_link; /* what was made of it */
	size_t addresses;      /* bytes of all of them */

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

/* Add the pictures that the block just added held. */
void markdown_add_shown(struct md *k);
void markdown_clear(struct md *k);

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

/* Find bylines: the last paragraph if it is one, and those at the end of
   paragraphs, which they leave. */
void markdown_bylines(struct arena *a, struct block *blocks, int n);

#endif
