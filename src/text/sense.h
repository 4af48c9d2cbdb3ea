#ifndef TEXT_SENSE_H
#define TEXT_SENSE_H

/* sense: where a title may be divided so that each of its lines makes sense
   (GB/T 9704 7.3.1: 词意完整). A guess, from ICU's dictionary, the marks, and a
   few words that lean on their neighbours. */

#include <stdint.h>

struct arena;

/* Costs of dividing a title at a place. */
enum sense {
	SENSE_MARK = 0,     /* behind a space or a stop, before a dash */
	SENSE_LIST = 3,     /* behind 、, beside brackets */
	SENSE_PHRASE = 5,   /* behind 的, before 和 */
	SENSE_WORDS = 10,   /* between any two words */
	SENSE_NAME = 25,    /* in what may be a name, or between a name and its title */
	SENSE_LEANING = 60, /* a line would begin with 的, end with 和 or 关于 */
	SENSE_QUOTED = 400, /* within brackets or quotation marks */
	SENSE_WORD = 1000,  /* within a word or a number */
};

/* What it costs to divide the valid UTF-8 text s of n bytes before each byte at
   which a character begins: n numbers, in a. */
const int *sense_costs(struct arena *a, const char *s, uint32_t n);

#endif
