#ifndef TEXT_NUMERAL_H
#define TEXT_NUMERAL_H

/* numeral: how numbers are written in labels: 十二, 12, ⑫. */

struct arena;

/* n (0 to 99999999) in Chinese numerals, as they are read: 一百零二; in a. */
const char *numeral_chinese(struct arena *a, unsigned n);

/* n in a circle, as far as there are such characters (1 to 50), else in
   full-width brackets; in a. */
const char *numeral_circled(struct arena *a, unsigned n);

/* form with n in place of {chinese}, {arabic}, {circled}; in a. */
const char *numeral_form(struct arena *a, const char *form, unsigned n);

#endif
