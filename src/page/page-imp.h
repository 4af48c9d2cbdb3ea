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

/* A title broken by sense and shape: the best ways, of which the first was taken. */
struct title {
	const struct par *par;
	const struct title_way *ways;
	int nways;
};

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
	bool more_notes; /* of the slug above: it has nothing else */
	bool snaps;      /* stands on the grid: a line of text, or begins what is none */
	bool floats;     /* of a picture that need not stand where it is written; the first
	                    one of it snaps */
	bool spans;      /* all columns */
	const struct title *title; /* that it begins, broken by sense; NULL: none */
};

struct slugs {
	struct slug *at;
	int n, cap;
};

enum piece_kind { PIECE_SECTION, PIECE_TITLE, PIECE_AUTHOR, PIECE_BLOCK, PIECE_NOTES };

/* The notes of an article. */
struct article_notes {
	int n;
	struct par **marks, **texts;
	const struct run **first; /* the run that is each one's first mark */
	bool at_end;              /* of the article; else at the foot of pages */
};

/* A shaped part of the text column. */
struct piece {
	enum piece_kind kind;
	const struct block *block; /* PIECE_BLOCK */
	struct par **pars; /* title: its lines; table: its cells; picture: captions; notes: their
	                      heading; else one, maybe of no cells */
	int npars;
	struct par *label;                 /* of a list item, or NULL */
	struct par *byline;                /* to be run in where it fits, or NULL */
	int mark;                          /* as in struct slug */
	int *figures;                      /* picture: the node of each */
	const struct article_notes *notes; /* of its article; NULL: none */
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
	int node;          /* of the row */
};

struct entries {
	struct entry *at;
	int n, cap;
};

struct nodes {
	struct node *at;
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
	int ncaptions;               /* numbered so far */
	struct colophon_par *colophon;
	int ncolophon;
	struct nodes nodes; /* the book's; nothing but structure.c says which */
	int correction;     /* the node for the issue's */

	/* after page_break */
	struct slugs lead_slugs, body_slugs, colophon_slugs;
	struct slug masthead;
};

/* Make the galley's nodes and give all its paragraphs theirs. */
void structure_make(struct arena *a, struct galley *g);

/* Baseline of type of size in a slug of height, from its top: the em box stands
   in the middle. */
sp baseline_in(sp height, sp size);

/* Add line with its left edge at x and its baseline at y, and its links. */
void put_line(struct arena *a, struct items *to, const struct line *line, sp x, sp y, enum tag tag);
void put_rule(struct arena *a, struct items *to, sp x, sp y, sp wid, sp hgt, uint32_t colour);

/* The dots and lines below the line's characters. */
void put_below(struct arena *a, struct items *to, const struct line *line, sp x, sp y);

/* Index of the cell that byte at of par's text belongs to. */
int cell_at(const struct par *par, uint32_t at);

/* The reading that ends above fragment i of the line, if one does. */
void put_ruby(struct arena *a, struct items *to, const struct line *line, int i, sp x, sp y);

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

#define TITLE_LINES 6 /* what needs more is no title */

/* A way to break a title into lines, and what is wrong with it. */
struct title_way {
	int cost;
	int nlines;
	int ends[TITLE_LINES]; /* cell behind each line */
};

/* Lines of a title. Where it is one that the layout breaks by sense and shape,
   *title says how else it might have been, else NULL. */
struct lines title_lines(const struct breaker *b, const struct piece *p, const struct box *box,
		const struct title **title);

/* Slugs of a piece, added to the column. */
void slugs_of_piece(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_table(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_names(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_picture(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_notice_title(const struct breaker *b, struct slugs *to, const struct piece *p);

/* The piece behind those that share a boxed notice with piece i; i + 1 where it
   is in none. */
int notice_end(const struct pieces *p, int i);

/* Slugs of the n pieces of a boxed notice. */
void slugs_of_notice(const struct breaker *b, struct slugs *to, const struct piece *p, int n);
void slugs_of_notes(const struct breaker *b, struct slugs *to, const struct piece *p);
void slugs_of_colophon(const struct breaker *b, struct galley *g);

/* Find the first marks of notes in a piece of their article, which becomes one
   with notes. */
void notes_find(struct article_notes *n, struct piece *p);

/* Give the slugs from first on, which are p's, the notes marked on them that
   stand at the foot of the page. */
void notes_hang(const struct breaker *b, struct slugs *to, int first, const struct piece *p);

/* Slugs from first on are a byline, which does not part from a paragraph above it
   where lines may not stand alone. */
void keep_byline(const struct layout *l, struct slugs *to, int first);

/* Slugs of all pieces, with all that page breaking asks of them, for so many
   columns. */
void slugs_of_flow(const struct breaker *b, struct slugs *to, const struct pieces *pieces,
		int columns);

/* b, for what stands in one column of the body. */
struct breaker flow_breaker(const struct breaker *b);

/* Slugs [from, to) stand on one page, or in one column. */
struct portion {
	int from, to;
	int carried; /* so many pictures before them come with them, */
	int left;    /* and so many of theirs, the last, go to the next page */
};

struct portions {
	struct portion *at;
	int n, cap;
};

/* A picture of slugs [from, to) that may leave its place. */
struct floater {
	int from, to;
	sp height;
	int opens, closes; /* slugs [opens, closes) are its article */
};

/* Slugs on their way to pages. */
struct flow {
	struct arena *a;
	const struct layout *l;
	const struct slug *at;
	int n;
	sp first, capacity; /* heights of what is left of the first page, and of the others */
	bool waits;         /* what does not fit into first goes to the next page whole */
	bool grid, optimum;
	sp tail; /* what comes behind on the last page, if that has the room */
	const struct floater *floaters;
	const int *nfloaters; /* by slug: how many begin before it; n + 1 of them */
	const int *nfixed;    /* the same for slugs with pictures that stay in the text */
};

/* Find the pictures that float; the rest of f is filled in. */
void flow_find_floaters(struct flow *f);

/* What stands between text and notes, with the rule. */
sp flow_note_space(const struct flow *f);

/* How much of a page is used. */
struct filling {
	sp text, floats, notes;
};

struct filling filling_begin(const struct flow *f, int from, int carried);
void filling_add(const struct flow *f, struct filling *w, int slug);
void filling_add_floater(const struct flow *f, struct filling *w, const struct floater *u);
sp filling_used(const struct filling *w);

/* The next whole line at or below y, where the flow has a grid. */
sp flow_snap(const struct flow *f, sp y);

/* As much as goes on one page of capacity, from slug `from` on. */
struct portion flow_fill(const struct flow *f, int from, int carried, sp capacity, bool waits);

/* All pages, by the layout's policy. */
struct portions flow_pages(const struct flow *f);
struct portions flow_optimum(const struct flow *f);

bool slug_has_picture(const struct slug *s);
bool slug_is_heading(const struct slug *s);

/* The picture that begins with the slug, or NULL. */
const struct floater *flow_floater(const struct flow *f, int slug);

#define LEFT_MAX 2 /* pictures that go to the next page together */

/* Add a slug of height with what was put in items, which is emptied. */
struct slug *add_slug(const struct breaker *b, struct slugs *to, sp height, struct items *items);

/* The masthead, as high as the cover leaves above the lead. */
struct slug masthead_slug(const struct breaker *b, const struct galley *g);
sp cover_capacity(const struct layout *l);

/* The contents list with the page labels of one round. */
struct slugs contents_slugs(const struct breaker *b, const struct galley *g, struct shaper *s,
		const char *const *labels, ratio row_height);

/* How far an issue goes. */
struct stock {
	int npages;
	sp used, capacity; /* of the last page's height */
};

/* The same as compose_round, but only what it comes to. */
struct stock compose_stock(const struct breaker *b, const struct galley *g, struct shaper *s);

/* One round of page composition with the labels of the round before (by mark;
   NULL: not yet known). */
struct book *compose_round(const struct breaker *b, const struct galley *g, struct shaper *s,
		const char *const *labels);

#endif
