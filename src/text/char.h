#ifndef TEXT_CHAR_H
#define TEXT_CHAR_H

/* char: what a code point is, as far as Chinese typesetting asks.
   Properties are ICU's; which marks squeeze or may not start a line is the
   layout's business, not this folder's. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum char_class {
	CHAR_HAN,     /* ideographs, kana, bopomofo, 〇: a line may break on either side */
	CHAR_SIGN,    /* marks and symbols of Chinese text: ， “ — ① ℃ */
	CHAR_LETTER,  /* letter of a Western script, with its accents */
	CHAR_DIGIT,   /* 0 to 9 */
	CHAR_WESTERN, /* other ASCII: + % / ( */
	CHAR_SPACE,   /* U+0020, U+00A0, U+3000 and the typographic spaces */
	CHAR_NEWLINE, /* \n: a forced break */
};

/* The code point at byte *at of the valid UTF-8 text s of n bytes; *at moves
   behind it. */
uint32_t char_next(const char *s, size_t n, size_t *at);

/* As char_next, for bytes not yet checked: -1 where they are not UTF-8; *at
   then moves one byte at least. */
int32_t char_check(const char *s, size_t n, size_t *at);

/* Write c as UTF-8 with a NUL behind it; the number of bytes, 1 to 4. */
int char_write(uint32_t c, char out[static 5]);

/* "U+4E2D" */
void char_name(uint32_t c, char out[static 12]);

enum char_class char_class(uint32_t c);

/* c is set in a Western face: letter, digit or other ASCII. */
bool char_is_western(uint32_t c);

/* A line break in the source between a and b is no space: both belong to
   Chinese text. */
bool char_joins(uint32_t a, uint32_t b);

bool char_is_control(uint32_t c);   /* C0 but \t \n, DEL, C1, and noncharacters */
bool char_is_invisible(uint32_t c); /* format characters that print nothing: U+200B, U+FEFF, … */
bool char_is_private(uint32_t c);
bool char_is_mark(uint32_t c); /* combining: belongs to the character before it */

/* Columns that c takes on a terminal: 2 for Chinese characters and signs, 0 for
   marks that stand on another. */
int char_columns(uint32_t c);

/* For a compatibility form of a Han character (Kangxi radical, U+F900 block,
   …) the character to type; 0 where it only looks like one and Unicode names
   none; c itself for all others. */
uint32_t char_normal(uint32_t c);

/* End of the grapheme cluster that begins at byte at (UAX #29): combining
   marks, variation selectors and joined characters stay with their base. */
size_t char_cluster_end(const char *s, size_t n, size_t at);

#endif
