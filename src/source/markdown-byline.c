/* markdown-byline: who wrote it, in full-width brackets at the end.

   A last paragraph, of an article or a boxed notice, that is nothing but （…） is one; so is （…） behind white
   space at the end of any paragraph, run in. 5G（第五代） is none: no white
   space. */

#include "source/markdown-imp.h"
#include "text/char.h"

#define OPEN  0xff08 /* （ */
#define CLOSE 0xff09 /* ） */

static uint32_t char_before(const struct text *t, uint32_t *at)
{
	size_t begin = *at;
	size_t next;

	do {
		begin--;
	} while (((unsigned char)t->s[begin] & 0xc0) == 0x80);
	*at = (uint32_t)begin;
	next = begin;
	return char_next(t->s, t->n, &next);
}

/* Where the bracket that the text's last character closes was opened; t->n
   where it is none, or the brackets hold nothing. */
static uint32_t bracket_begin(const struct text *t)
{
	uint32_t at = t->n;
	int depth = 0;

	while (at) {
		uint32_t c = char_before(t, &at);
		depth += c == CLOSE ? 1 : c == OPEN ? -1 : 0;
		if (depth == 0) {
			return c == OPEN && t->n - at > 6 ? at : t->n;
		}
	}
	return t->n;
}

static bool is_space(uint32_t c)
{
	return char_class(c) == CHAR_SPACE || c == '\n';
}

/* Move a byline off the end of b's text. */
static void take_run_in(struct arena *a, struct block *b)
{
	uint32_t begin = bracket_begin(&b->text), end = begin, at = begin;
	struct text whole = b->text;

	if (begin == whole.n) {
		return;
	}
	while (at && is_space(char_before(&whole, &at))) {
		end = at;
	}
	if (end == 0 || end == begin) {
		return;
	}
	b->byline = markdown_part(a, &whole, begin, whole.n);
	b->text = markdown_part(a, &whole, 0, end);
}

/* The last block of an article or of a notice, or NULL. */
static void take_own_line(struct block *last)
{
	if (last && last->kind == BLOCK_PARA && !last->quoted && last->text.n && !last->byline.n &&
			bracket_begin(&last->text) == 0) {
		last->kind = BLOCK_BYLINE;
	}
}

void markdown_bylines(struct arena *a, struct block *blocks, int n)
{
	struct block *last = NULL, *inside = NULL;

	for (int i = 0; i < n; i++) {
		struct block *b = &blocks[i];
		if (inside && b->notice != inside->notice) {
			take_own_line(inside);
			inside = NULL;
		}
		if (b->kind == BLOCK_PARA) {
			take_run_in(a, b);
		}
		if (b->kind == BLOCK_PICTURE || b->kind == BLOCK_RULE) {
			continue;
		}
		if (b->notice) {
			inside = b;
		} else {
			last = b;
		}
	}
	take_own_line(inside);
	take_own_line(last);
}
