#ifndef MODEL_TEXT_H
#define MODEL_TEXT_H

/* text: a paragraph's characters, flattened, with what is said of ranges of
   them. Styles are attributes of ranges and never boundaries: breaking and
   mark widths look at s alone. */

#include <stdint.h>

#include "base/diag.h"

enum text_style {
	TEXT_STRONG = 1,   /* ** ** */
	TEXT_EMPHASIS = 2, /* * *: set in 楷体 */
	TEXT_CODE = 4,     /* ` ` */
	TEXT_DOTS = 8,     /* 着重号: a dot below each Han character */
	TEXT_UNDERLINE = 16,
	TEXT_NAME = 32,  /* 专名号: a line below a proper name */
	TEXT_WAVY = 64,  /* 浪线: a wavy one below the name of a work */
	TEXT_NOTE = 128, /* the raised mark of a note, no part of the words */
	TEXT_APART = 256 /* the line below begins here; that of the range before ends there */
};

/* Bytes [at, next range's at) of the text: one style, one link, and contiguous
   in the source file, so that span plus the characters since at gives the
   place of each. */
struct range {
	uint32_t at;
	unsigned style;   /* enum text_style, or-ed */
	const char *link; /* URI, ASCII, percent-encoded; NULL: none */
	struct span span; /* place of the first character */
	/* stands above the range, and above those behind it that have the same one;
	   NULL: none */
	const struct text *ruby;
	int note; /* TEXT_NOTE: of the article's notes, from 1; else 0 */
};

struct text {
	const char *s; /* valid UTF-8, no control characters but '\n' = forced break */
	uint32_t n;    /* bytes; 0: absent */
	const struct range *ranges;
	int nranges; /* at least 1 when n > 0; ranges[0].at is 0 */
};

/* Place in the file of the character at byte at (at <= n). */
struct span text_span(const struct text *t, uint32_t at);

/* The same, told that from's place is known (from <= at), for walking through a
   long text without counting from its start each time. */
struct span text_span_after(const struct text *t, uint32_t from, struct span known, uint32_t at);

/* The range that byte at lies in; t->n > 0. */
const struct range *text_range(const struct text *t, uint32_t at);

/* A text of one unstyled range, lent s. */
struct arena;
struct text text_plain(struct arena *a, const char *s, struct span span);

/* Its words without the marks of notes; t->s itself, or in a. */
const char *text_words(struct arena *a, const struct text *t);

#endif
