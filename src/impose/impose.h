#ifndef IMPOSE_IMPOSE_H
#define IMPOSE_IMPOSE_H

/* impose: a book's pages → a book of the sheets that go to press. Geometry only:
   pages are placed whole, at their size; marks for cutting, folding and laying
   plates over one another stand around them. */

#include "page/page.h"

enum binding {
	BINDING_NONE,    /* one page a side */
	BINDING_SADDLE,  /* 骑马订: sheets folded into one another, two pages a side */
	BINDING_PERFECT, /* 胶订: two pages a side; cut, the left halves lie on the right */
};

/* The edge that a sheet is turned over for its back. */
enum duplex { DUPLEX_BOOK, DUPLEX_LONG, DUPLEX_SHORT };

struct impose_order {
	enum binding binding;
	enum duplex duplex; /* DUPLEX_BOOK: as a book is turned, so that no side is upside down */
	bool marks;         /* and the margin for them */
	const struct press_layout *press;
	const char *slug; /* form of the line beside the marks: {sheet} {sheets} {side} */
};

/* What one side of a sheet shows: indices of pages, -1 for a blank. */
struct side {
	int left, right; /* BINDING_NONE: left alone */
	bool back;
	bool turned; /* printed upside down */
	sp creep;    /* both pages stand that much nearer to the fold */
};

/* The sides of all sheets, front and back in turn, for a book of npages; in a.
   Two pages a side: blanks fill up to a multiple of four, where press->blanks
   says. */
struct side *impose_plan(struct arena *a, int npages, const struct impose_order *o, int *nsides);

/* The sheets of a book, as a book without contents marks or structure; it lends
   the pages. All in t->a. */
struct book *impose_book(const struct typesetter *t, const struct book *book,
		const struct impose_order *o);

#endif
