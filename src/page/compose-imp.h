#ifndef PAGE_COMPOSE_IMP_H
#define PAGE_COMPOSE_IMP_H

/* What the files that place slugs on pages share: a round on its way. */

#include "page/page-imp.h"

/* What the page is to the page numbers. */
enum numbering_of_page {
	PAGE_UNCOUNTED,
	PAGE_COUNTED, /* its number is not printed */
	PAGE_NUMBERED,
};

struct draft {
	struct items items;
	enum numbering_of_page number;
};

struct composing {
	const struct breaker *b;
	const struct galley *g;
	struct shaper *s;
	struct {
		struct draft *at;
		int n, cap;
	} pages;
	struct mark *marks;
	sp top;          /* of the column on this page, from the page's top */
	sp capacity;     /* its height */
	sp y;            /* used of it */
	bool fresh;      /* nothing of the flow stands on this page yet */
	bool short_page; /* less than a full page: what does not fit may wait */
};

void begin_page(struct composing *c, enum numbering_of_page number);

/* Put the slug on the last page, from (x, y) of the page on. */
void put_slug(struct composing *c, const struct slug *slug, sp x, sp y);

/* A part of the last page that a portion fills. */
struct area {
	sp left, top; /* on the page */
	sp wid, height;
	bool spread; /* white that is left over may go between its blocks */
};

/* Place the portion; how much of the area's height is used then. */
sp place_portion(struct composing *c, const struct flow *f, const struct portion *p,
		const struct area *area);

/* Let the slugs flow through the columns of pages, from where the last page is. */
void flow_columns(struct composing *c, const struct flow *f);

#endif
