#ifndef INSPECT_TEXT_IMP_H
#define INSPECT_TEXT_IMP_H

/* text: lines put together again from glyphs and their places. */

#include "inspect/inspect-imp.h"

/* A piece of a line: glyphs on one baseline that no wide gap parts. White space
   is left out. */
struct text_line {
	int page;
	int first, n;                /* in text->order */
	double left, right, y, size; /* pt */
	const char *words;           /* UTF-8, without white space */
};

struct page_text {
	const int *order;            /* glyphs in look->glyphs, line by line, from left to right */
	VEC(struct text_line) lines; /* by page, from top to bottom */
	double size;                 /* in which most characters are set, pt */
	double pitch;                /* from line to line of that size, most often; 0: not known */
	double left, right, top, bottom; /* of the text in that size, on all pages */
};

struct page_text *text_read(struct inspection *ins);

const struct shown *text_glyph(const struct inspection *ins, const struct page_text *t,
		const struct text_line *line, int i);

/* First and last character of a glyph's text; 0: none. */
uint32_t text_first(const char *s);
uint32_t text_last(const char *s);

/* Line b goes on where line a, above it, ends. */
bool text_continues(const struct page_text *t, const struct text_line *a,
		const struct text_line *b);

/* The page number printed at the foot of the page, as its line; NULL: none. */
const struct text_line *text_folio(const struct inspection *ins, const struct page_text *t,
		int page, int *number);

#endif
