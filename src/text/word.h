#ifndef TEXT_WORD_H
#define TEXT_WORD_H

/* word: where words of a Chinese text begin and end, by ICU's dictionary. A
   guess, good enough to tell 发布|署名 from a mistyped 布署. */

#include <stdbool.h>
#include <stddef.h>

struct word_breaks;

struct word_breaks *word_breaks_open(void);    /* heap; NULL: ICU has no dictionary here */
void word_breaks_close(struct word_breaks *w); /* w may be NULL */

/* Look at the valid UTF-8 text s of n bytes from now on; lent. */
void word_breaks_set(struct word_breaks *w, const char *s, size_t n);

/* Byte at, where a character begins, is between two words. */
bool word_is_break(struct word_breaks *w, size_t at);

/* The nearest break before, or behind, byte at; 0 and n at the text's ends. */
size_t word_before(struct word_breaks *w, size_t at);
size_t word_behind(struct word_breaks *w, size_t at);

#endif
