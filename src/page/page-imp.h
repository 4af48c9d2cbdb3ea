#ifndef PAGE_PAGE_IMP_H
#define PAGE_PAGE_IMP_H

/* What the files of page/ share.

   A slug is what the compositor calls a line of type: a piece of the column
   that no page may cut. Paragraphs become slugs (slugs.c, table.c), pages are
   filled with them (compose.c), until the page numbers in the contents list
   are those of the pages (settle.c). */

#include "base/vec.h"
#include "page/page.h"

struct items {
	struct item *at;
	int n, cap;
};

/* Where on a page a slug stands. */
enum stand { STAND_HERE, STAND_TOP, STAND_FOOT };

struct slug {
	sp height;
	const struct item *items; /* x from the measure's left edge, y from the slug's top */
	int nitems;
	bool keep;                /* on one page with the slug behind it */
	const struct slug *head;  /* repeated above it at a page's top; NULL: none */
	int mark;                 /* index of the mark that it begins; -1: none */
	bool line;                /* a line of a paragraph; */
	bool first, last;         /* its first, its last one */
	bool opens;               /* begins an article or a section */
	enum stand stand;         /* other than here: on this page or the next */
	const struct slug *notes; /* stand at the foot of the page that it stands on */
	int nnotes;
};

struct slugs {
	struct slug *at;
	int n, cap;
};

enum piece_kind { PIECE_SECTION, PIECE_TITLE, PIECE_AUTHOR, PIECE_BLOCK };

/* A shaped part of the text column. */
struct piece {
	enum piece_kind kind;
	const struct block *block; /* PIECE_BLOCK */
	struct par **pars; /* title: its lines; table: its cells; else one, maybe of no cells */
	int npars;
	struct par *label;  /* of a list item, or NULL */
	struct par *byline; /* to be run in where it fits, or NULL */
	int mark;           /* as in struct slug */
};

struct pieces {
	struct piece *at;
	int n, cap;
};

/* A row of the contents list, also a bookmark. */
struct entry {
	const char *title; /* plain */
	int level;         /* 0 section or lead, 1 article */
	struct par *row;   /* shaped for the contents list; NULL: not listed (the lead) */
};

struct entries {
	struct entry *at;
	int n, cap;
};

struct colophon_par {
	struct par *par;
	bool opens_row; /* first of a ruled row */
};

struct galley {
	const struct issue *issue;
	struct pieces lead, body;
	struct entries entries; /* by mark index */
	struct par *contents_heading, *leader;
	struct par *masthead_title, *masthead_number, *publisher, *date;
	struct style masthead_style; /* the title's, smaller where it must be */
	struct colophon_par *colophon;
	int ncolophon;

	/* after page_break */
	struct slugs lead_slugs, body_slugs, colophon_slugs;
	struct slug masthead;
};

/* Baseline of type of size in a slug of height, from its top: the em box stands
   in the middle. */
sp baseline_in(sp height, sp size);

/* Add line with its left edge at x and its baseline at y, and its links. */
void put_line(struct arena *a, struct items *to, const struct line *line, sp x, sp y, enum tag tag);
void put_rule(struct arena *a, struct items *to, sp x, sp y, sp wid, sp hgt, uint32_t colour);

/* What breaking paragraphs into slugs needs everywhere. */
struct breaker {
	struct arena *a;
	const struct layout *l;
	struct diags *d;
};

struct lines {
	const struct line *at;
	int n;
};

struct lines break_par(const struct breaker *b, const struct par *par, const struct box *box);

/* Slugs of a piece, added to the column. */
void slugs_of_piece(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_table(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_names(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_picture(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_colophon(const struct breaker *b, struct galley *g);

/* Add a slug of height with what was put in items, which is emptied. */
struct slug *add_slug(const struct breaker *b, struct slugs *to, sp height, struct items *items);

/* The masthead, as high as the cover leaves above the lead. */
struct slug masthead_slug(const struct breaker *b, const struct galley *g);
sp cover_capacity(const struct layout *l);

/* The contents list with the page labels of one round. */
struct slugs contents_slugs(const struct breaker *b, const struct galley *g, struct shaper *s,
		const char *const *labels, ratio row_height);

/* One round of page composition with the labels of the round before (by mark;
   NULL: not yet known). */
struct book *compose_round(const struct breaker *b, const struct galley *g, struct shaper *s,
		const char *const *labels);

#endif
