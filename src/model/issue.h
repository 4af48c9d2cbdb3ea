#ifndef MODEL_ISSUE_H
#define MODEL_ISSUE_H

/* issue: what the editors wrote, in the order they wrote it. Plain structs,
   made by source, read by everyone, changed by nobody. All in one arena. */

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/slice.h"
#include "model/layout.h"
#include "model/text.h"

struct date {
	int year, month, day; /* proleptic Gregorian, month and day from 1 */
};

/* How the bytes of a picture are coded; both are what PDF takes as they are. */
enum picture_coding {
	PICTURE_JPEG,  /* a whole, checked JPEG file */
	PICTURE_FLATE, /* zlib stream of rows of 8-bit samples */
	PICTURE_PNG,   /* the same, each row behind its PNG filter byte */
};

struct picture {
	const char *path; /* as the article names it, for messages */
	enum picture_coding coding;
	int wid, hgt;    /* pixels, as they are stored */
	int orientation; /* EXIF: how they are to be turned and mirrored, 1 to 8; 0: as they are */
	int ncolours;    /* 1 grey, 3 RGB, 4 CMYK */
	bool inverted;   /* CMYK stored inverted, as Adobe's JPEG does */
	int xdpi, ydpi;  /* dots per inch; 0: the file does not say */
	const unsigned char *bytes;
	size_t n;
	const unsigned char *alpha; /* zlib stream of 8-bit rows; NULL: opaque */
	size_t nalpha;
};

/* The picture lies on its side: its first row of pixels stands left or right. */
static inline bool picture_on_side(const struct picture *p)
{
	return p->orientation >= 5;
}

/* Where on a page a picture stands: where it is written, or at the top or foot of
   that page or the next. */
enum stand { STAND_HERE, STAND_TOP, STAND_FOOT };

/* A picture as an article shows it. */
struct illustration {
	const struct picture *picture;
	struct text caption; /* below it; may be absent */
	const char *alt;     /* what it shows, for those who can't see it, UTF-8; NULL: not said */
	sp wid;              /* as wide as this; 0: not said */
	ratio share;         /* this part of the measure wide; 0: not said */
	struct span span;
};

/* How many rows and columns a cell takes; 0 by 0: it is part of another one, to
   its left or above it. */
struct joined {
	int rows, cols;
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct table {
	int nrows, ncols;            /* head rows counted */
	int head;                    /* so many rows are a head, repeated on each page */
	const enum align *aligns;    /* ncols */
	const struct text *cells;    /* nrows * ncols, row by row; absent where joined to another */
	const struct joined *joined; /* nrows * ncols; NULL: no cell takes more than its place */
};

/* It has rules between its cells; one that has neither a head nor joined cells
   is a list of names. */
static inline bool table_is_ruled(const struct table *t)
{
	return t->head || t->joined;
}

/* A boxed notice. The blocks in it are neighbours that point to it. */
struct notice {
	struct span span; /* where it begins */
};

enum block_kind {
	BLOCK_PARA,
	BLOCK_SUBHEAD, /* level 2 to 6 */
	BLOCK_ITEM,    /* one paragraph of a list item */
	BLOCK_CODE,    /* lines divided by '\n' */
	BLOCK_TABLE,
	BLOCK_PICTURE,      /* one, or several side by side */
	BLOCK_BYLINE,       /* the last paragraph, nothing but （…） */
	BLOCK_RULE,         /* thematic break */
	BLOCK_NOTICE_TITLE, /* of a boxed notice */
};

struct block {
	enum block_kind kind;
	struct span span;
	int level;          /* subhead: 2 to 6; item: nesting depth from 1 */
	int quoted;         /* depth of block quotations around it */
	bool ordered;       /* item: of a numbered list */
	struct text text;   /* absent in pictures, tables, rules */
	struct text label;  /* item: "1." or "•", absent on its later paragraphs; subhead: its
	                       number where it has one that the author did not type */
	struct text byline; /* para: run-in byline （…）, taken off text; may be absent */
	bool tight;         /* para: in as few lines as can be, as a comment asks */
	const struct table *table;
	const struct illustration *pictures; /* picture: from left to right */
	int npictures;
	enum stand stand;            /* picture */
	const struct notice *notice; /* NULL: in none */
};

/* A note of an article. */
struct footnote {
	struct text mark; /* as it stands in the text: ① */
	struct text text;
};

/* Where an article's notes stand. */
enum notes_place { NOTES_LAYOUT /* as the layout says */, NOTES_FOOT, NOTES_END };

struct article {
	const char *file;         /* relative to the current folder, for messages */
	struct span span;         /* where issue.yaml lists it */
	const struct text *title; /* printed lines */
	int ntitle;               /* at least 1 */
	struct text toc;          /* short title of the contents list; absent: the title's lines */
	struct text author;       /* may be absent */
	bool numbered;            /* its subheads are counted */
	const struct block *blocks;
	int nblocks;
	const struct footnote *notes; /* in the order of their first marks */
	int nnotes;
	enum notes_place notes_place;
};

struct section {
	struct text title;
	const struct article *articles;
	int narticles;
};

/* One ruled row of the colophon: printed lines. */
struct colophon_row {
	const struct text *items;
	int nitems;
};

/* Who posts it, for envelopes. */
struct sender {
	struct text name, address, postcode; /* may be absent */
};

/* A comment "banxin: allow RULE" in a manuscript: findings of the rule from its
   line to the last are not wanted. */
struct silence {
	const char *rule; /* as written; perhaps none */
	struct span span; /* of the comment */
	int last;         /* line: the comment's own, or the next one with text on it
	                     where the comment has its line to itself */
};

/* A file as it was read. */
struct source_file {
	const char *name; /* in the issue's folder, or the name alone where it lies beside that */
	struct slice bytes;
};

struct issue {
	const char *folder; /* relative to the current folder, no slash at the end */
	struct text title, publisher;
	int number, total;
	struct date date;
	struct span number_span, total_span, date_span;
	const struct layout *layout; /* the issue's overrides are in it already */
	const struct article *lead;  /* may be NULL */
	const struct section *sections;
	int nsections;
	const struct colophon_row *colophon;
	int ncolophon;
	struct sender sender;
	const struct silence *silences;
	int nsilences;
	const struct source_file *files; /* all that it was read from, in that order */
	int nfiles;
	const char *notice;     /* printed above every page; NULL: none. Not the editors': a
	                       command sets it before the pages are made */
	const char *correction; /* printed above the first page; set like notice */
};

/* Call f with every text of the issue that is there, in printed order; readings
   follow the text that they stand above. */
void issue_each_text(const struct issue *issue, void (*f)(const struct text *t, void *with),
		void *with);

/* SHA-256, as hex, of all that is read in an article or in the whole issue; its
   places in files and its layout have no part in it. */
void article_hash(const struct article *art, char out[static 65]);
void issue_hash(const struct issue *issue, char out[static 65]);

#endif
