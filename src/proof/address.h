#ifndef PROOF_ADDRESS_H
#define PROOF_ADDRESS_H

/* address: from a place in a manuscript to where it stands on the pages. Knows
   what the book shows and nothing else: what was written and is not printed
   (marks of Markdown, keys) has the address of its neighbour. */

#include "page/book.h"

struct arena;
struct addresses;

/* Read the pages of b, which is lent. Lives in a. */
struct addresses *addresses_new(struct arena *a, const struct book *b);

/* A line as a reader of the page counts them, table rows and titles too; folios
   and what else the composition adds are none. */
struct page_line {
	sp y;           /* baseline */
	sp top, bottom; /* of its highest and lowest character */
	sp left, right; /* of its text */
};

/* The lines of a page (from 0) from top to bottom; lent. The number that is
   printed beside the line at index i is i + 1. */
const struct page_line *addresses_lines(const struct addresses *ad, int page, int *n);

/* Some characters next to each other on one line. */
struct stretch {
	int page, line; /* from 0 */
	sp left, right;
	sp y, size;     /* baseline, size of the first character */
	sp top, bottom; /* of the characters */
};

/* Where the length characters from the place on stand, line by line, over pages
   if need be; for length 0 one stretch without width, before the character. A
   picture is one stretch. Lives in a. *n is 0, and the result NULL, where nothing
   of the place's line in its file is on the pages. */
const struct stretch *addresses_find(struct arena *a, const struct addresses *ad, struct span place,
		int length, int *n);

#endif
