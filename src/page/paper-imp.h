#ifndef PAGE_PAPER_IMP_H
#define PAGE_PAPER_IMP_H

/* paper: drawing on sheets that are no pages of the issue. Start from
   { .t = … }; begin a sheet before anything is put on it. */

#include "base/vec.h"
#include "page/page-imp.h"

struct paper {
	const struct typesetter *t;
	VEC(struct items) sheets;
	VEC(struct mark) marks;
};

void paper_begin(struct paper *p);

void paper_rule(struct paper *p, sp x, sp y, sp wid, sp hgt, uint32_t colour);

/* A frame drawn with a pen along the edges of a box. */
struct frame {
	sp x, y, wid, hgt, pen;
	uint32_t colour;
};

void paper_frame(struct paper *p, const struct frame *f);

/* Put a text's upper left corner at x, y. */
void paper_put(struct paper *p, const struct set_text *set, sp x, sp y);

/* One line in a box of that width and height. */
struct slot {
	sp x, y, wid, hgt;
	enum align align;
};

void paper_line(struct paper *p, const char *text, const struct style *style,
		const struct slot *slot);

/* A text as it will be set. Start from text, style and measure. */
struct fit {
	const char *text;
	struct style style; /* a little smaller where that keeps it on one line */
	sp measure;         /* narrower where that makes its lines of one length */
	size_t cut;         /* bytes of its first line, where that ends in a word of ends; else 0 */
	sp line;            /* height of one */
	sp wid;
	int nlines;
};

/* ends: words behind which a line ends well, divided by blanks. */
void paper_fit(const struct typesetter *t, struct fit *f, ratio line_height, const char *ends);

/* The text, cut; in a. */
const char *paper_fit_text(struct arena *a, const struct fit *f);

/* The sheets so far as a book of that size, without properties; in p->t->a. */
struct book *paper_book(const struct paper *p, sp width, sp height);

/* {title} {number} {total} {year} {month} {day} of the issue, then the pairs more,
   ended by NULL. */
const char *paper_form(struct arena *a, const char *form, const struct issue *issue,
		const char *const *more);

/* title and the issue's own properties. */
void paper_properties(struct arena *a, struct book *book, const struct issue *issue,
		const char *title);

#endif
