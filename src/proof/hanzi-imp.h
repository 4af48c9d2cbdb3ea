#ifndef PROOF_HANZI_IMP_H
#define PROOF_HANZI_IMP_H

/* hanzi: which characters 《通用规范汉字表》 (2013) holds, and what it has
   instead of traditional and variant forms. */

#include <stdbool.h>
#include <stdint.h>

/* Characters in ascending order, all of one length in UTF-8, cut into rows: a
   string of C11 need not hold more than 4095 bytes. */
struct hanzi_rows {
	const char *const *rows;
	int n;    /* characters */
	int size; /* bytes of each */
	int row;  /* characters of each row but the last */
};

/* Those of the table, within the BMP and beyond it. */
extern const struct hanzi_rows hanzi_standard, hanzi_standard_long;

/* Each followed by the one of the table that stands for it. */
extern const struct hanzi_rows hanzi_others;

bool hanzi_is_standard(uint32_t c);

/* The form of the table for c, which is not in it; 0: none is known. */
uint32_t hanzi_standard_form(uint32_t c);

#endif
