#ifndef TEXT_SEGMENT_H
#define TEXT_SEGMENT_H

/* segment: a whole text cut into words at once, with some of our field that
   ICU's dictionary lacks; word.h is for asking here and there. */

#include <stdbool.h>
#include <stdint.h>

#include "text/word.h"

struct arena;

/* Where the words of the valid UTF-8 text s of n bytes begin: n + 1 flags in a,
   one a byte; that of n is set, those inside a character are not. w is pointed
   at s; NULL: there is no dictionary, and each character is a word. */
bool *segment_words(struct arena *a, struct word_breaks *w, const char *s, uint32_t n);

#endif
