#ifndef PAGE_BOOK_H
#define PAGE_BOOK_H

/* book: finished pages of placed items, the hinge of the house. Whoever comes
   after page composition (PDF, imposition, proof sheets, tests) reads this and
   nothing before it. Lengths in sp from the page's upper left corner, y
   downwards; the baseline of text is at y. */

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/unit.h"
#include "line/line.h"
#include "model/issue.h"

/* How far the em box of type of that size reaches above the baseline: 88 % of
   it in Chinese fonts (OpenType: sTypoAscender 880 of 1000). */
static inline sp em_above(sp size)
{
	return (sp)((int64_t)size * 88 / 100);
}

/* What an item is to a reader who can't see the page. */
enum tag {
	TAG_ARTIFACT, /* folios, rules, leaders */
	TAG_TITLE,    /* of the publication */
	TAG_IMPRINT,  /* number, publisher, date, colophon */
	TAG_TOC_ROW,
	TAG_SECTION,
	TAG_ARTICLE,
	TAG_SUBHEAD,
	TAG_PARA,
	TAG_ITEM,
	TAG_CODE,
	TAG_TABLE,
	TAG_CAPTION,
	TAG_FIGURE,
	TAG_BYLINE,
	TAG_NOTE, /* at a page's foot or an article's end */
	TAG_RUBY, /* a reading; what it stands above comes before it */
};

/* What a part of the document is to a program that reads it out: PDF's standard
   structure types (ISO 32000-1, 14.8.4). */
enum node_kind {
	NODE_DOCUMENT,
	NODE_SECT,
	NODE_DIV, /* what stands in a box of its own */
	NODE_BLOCK_QUOTE,
	NODE_HEADING,
	NODE_P,
	NODE_CODE, /* in a P */
	NODE_TOC,
	NODE_TOCI,
	NODE_REFERENCE,
	NODE_LINK, /* its items: the text, and links */
	NODE_LIST,
	NODE_ITEM,
	NODE_LABEL, /* of an item or a note */
	NODE_ITEM_BODY,
	NODE_TABLE,
	NODE_ROW,
	NODE_HEAD_CELL,
	NODE_CELL,
	NODE_FIGURE,
	NODE_CAPTION, /* in a figure or table */
	NODE_NOTE,
	NODE_SPAN, /* some words in another language */
};

/* Parts make a tree in the manuscripts' order, wherever on the pages they stand:
   what belongs to a part itself comes first, then the parts in it. */
struct node {
	enum node_kind kind;
	int parent;      /* index in book->nodes, less than its own; the first has none */
	int level;       /* heading: 1 to 6 */
	bool numbered;   /* list: its labels count */
	int rows, cols;  /* cell: how many it spans; 0: one */
	const char *alt; /* figure: in words, UTF-8; NULL: none */
};

/* In place of a node: no part of the text. */
enum {
	NODE_DECORATION = 0,  /* rules, leaders; what nobody said a node of */
	NODE_PAGINATION = -1, /* folios, notices on every page, repeated table heads */
};

/* In place of a colour: every ink, for marks by which plates are laid over one
   another; black on a screen. */
#define COLOUR_REGISTRATION 0x1000000u

enum item_kind { ITEM_GLYPHS, ITEM_RULE, ITEM_PICTURE, ITEM_LINK, ITEM_PATH, ITEM_PAGE };

struct point {
	sp x, y; /* from the item's */
};

/* A line drawn with a pen, or a filled shape. */
struct path {
	const struct point *at;
	int n;       /* at least 2; curved: 1 and 3 for each piece */
	bool curved; /* cubic Bézier pieces; else straight ones */
	bool closed; /* back to the first point */
	bool filled; /* instead of drawn */
	sp width;    /* of the pen */
	uint32_t colour;
};

struct item {
	enum item_kind kind;
	enum tag tag;
	int node;    /* index in book->nodes, or one of the enum above */
	sp x, y;     /* glyphs: left edge of the line, baseline; path: where its points
	                count from; else upper left corner */
	sp wid, hgt; /* rule, picture, link */
	union {
		const struct frag *frag;       /* glyphs */
		uint32_t colour;               /* rule: 0xRRGGBB */
		const struct picture *picture; /* picture */
		struct {
			const char *uri; /* NULL: to mark */
			int mark;        /* index in book->marks */
		} link;
		const struct path *path;
		struct {
			const struct page *page; /* shown reduced or enlarged */
			ratio scale;
		} placed; /* page; its links lead to this book's marks */
	} u;
	const struct line *line; /* glyphs: that they are part of; NULL where they are of none */
	struct span span;        /* source of the item; no place for what we add ourselves */
};

struct page {
	const struct item *items; /* in reading order */
	int nitems;
	const char *label; /* the printed page number, "3"; NULL: none is printed */
	const char *seal;  /* by which programs know the page again, ASCII; NULL: none */
	bool turned;       /* to be shown upside down */
};

/* Part of a page. */
struct rect {
	sp left, top, wid, hgt;
};

/* A place that bookmarks and contents rows lead to. */
struct mark {
	const char *title; /* UTF-8, one line */
	int level;         /* 0 section or lead, 1 article in a section */
	int page;          /* index in book->pages */
	sp y;              /* top of what it names */
};

struct book {
	sp page_width, page_height;
	struct rect trim; /* what is left of every page when it is cut; no width: all of it */
	sp bleed;         /* beyond that, what is printed and cut off */
	const struct page *pages;
	int npages;
	const struct mark *marks; /* in reading order */
	int nmarks;
	const struct node *nodes; /* the first is the document; none: nobody need hear it read */
	int nnodes;
	/* for the document's properties, UTF-8 */
	const char *title, *author, *subject;
	const char *keywords; /* for programs; NULL: none */
	struct date date;
};

struct buf;
void book_dump(struct buf *out, const struct book *b);

#endif
