#ifndef PAGE_TICKET_H
#define PAGE_TICKET_H

/* ticket: 印刷工单, what a shop must know of a job beside its pages: on a page of
   its own, and the same for programs. */

#include "model/stationery.h"
#include "page/page.h"

/* A file that goes to the shop. */
struct ticket_file {
	const char *name;
	const char *hash; /* SHA-256, hex */
	int pages;
	size_t bytes;
};

/* One of a few ways, as programs call it and as the page does. */
struct ticket_way {
	const char *name, *shown;
};

struct ticket_facts {
	const struct issue *issue;
	const struct book *book; /* the finished sheets: their fonts, size and trim are told */
	sp width, height;        /* of a page */
	int pages, blanks, sheets;
	struct ticket_way blanks_place, binding, turned;
	long copies;             /* 0: nobody said */
	const char *const *inks; /* by name */
	int ninks;
	const char *profile; /* of the shop; NULL: none was given */
	const struct ticket_file *files;
	int nfiles;
};

/* One page, in t->a. */
struct book *page_ticket(const struct typesetter *t, const struct stationery *st,
		const struct ticket_facts *facts);

/* The same as JSON. a is scratch. */
void ticket_json(struct buf *out, struct arena *a, const struct stationery *st,
		const struct ticket_facts *facts);

#endif
