#ifndef PAGE_QUALITY_H
#define PAGE_QUALITY_H

/* quality: how well a book's lines are set, in figures, to judge its pages by
   and to compare policies. Reads finished pages; changes nothing. Lines of the
   text column count: of paragraphs, list items, quotations and subheads. */

#include <stdint.h>

#include "page/book.h"

/* What an editor or typesetter would mend. */
enum fault_kind {
	FAULT_OVERFULL,    /* beyond the measure; by: so much */
	FAULT_WIDE,        /* spread beyond the policy's bounds; by: the widest space's growth */
	FAULT_LONE,        /* 孤字: a last line of one character, marks not counted */
	FAULT_RIVER_START, /* lines that begin with the same character; by: lines */
	FAULT_RIVER_END,   /* that end with it */
	FAULT_RIVER_SPACE, /* whose wide spaces stand below each other */
	FAULT_ORPHAN,      /* a paragraph's first line alone at a page's or column's foot */
	FAULT_WIDOW,       /* its last line alone at such a head */
	FAULT_SHORT_PAGE,  /* ends before the foot, though text follows; by: lines */
	NFAULTS,
};

struct fault {
	enum fault_kind kind;
	int page;         /* index in book->pages */
	int par;          /* index in quality->pars; -1: of the page as a whole */
	int line;         /* of the paragraph, from 1; a river: its first */
	struct span span; /* of that line; no place for a page's */
	ratio by;         /* em or lines; 0 where nothing is measured */
	const char *what; /* the character that a river repeats, or NULL */
};

/* A filled line as an extreme: how far it is from its natural spacing, in shares
   of what the policy allows: 1 is spread to the bounds, -1 squeezed to them. */
struct extreme {
	const struct line *line; /* NULL: no line is filled */
	int number;              /* in its paragraph, from 1 */
	ratio strain;            /* INT32_MAX: spread though nothing may widen */
};

/* The lines of one paragraph that stand on one page. */
struct quality_par {
	int page;
	enum tag tag;
	struct span span; /* of the first line here */
	int nlines;
	int first; /* number of the first line here, from 1 */
	struct extreme tightest, loosest;
};

struct quality_page {
	int nlines;
	struct extreme tightest, loosest;
	int first_par, npars; /* in quality->pars */
};

struct quality {
	const struct book *book;
	struct quality_page *pages; /* book->npages */
	struct quality_par *pars;   /* in reading order */
	int npars;
	struct fault *faults; /* by page, in reading order */
	int nfaults;

	int nlines, nparagraphs;
	int filled, spread, squeezed; /* lines that reach the measure; of them */
	int divided;                  /* lines that end within a word of the dictionary */
	int count[NFAULTS];
	struct extreme tightest, loosest;
	ratio widest; /* em, the largest growth of one space */
	/* space between neighbouring Han characters in filled lines, beyond their em */
	int64_t nspaces;
	ratio mean, deviation; /* em */
};

/* Measure book, set in l. In a; lends book. */
struct layout;
struct quality *quality_measure(struct arena *a, const struct book *book, const struct layout *l);

/* Report it for people, for programs. */
void quality_text(struct buf *out, const struct quality *q);
void quality_json(struct buf *out, const struct quality *q);

#endif
