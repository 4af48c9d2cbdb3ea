#ifndef BASE_UNIT_H
#define BASE_UNIT_H

/* unit: lengths and pure numbers as integers.
   One input gives one output on every machine, so nothing between the
   source and the PDF operators is a floating-point number. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t sp;    /* a length, in 1/65536 PDF point (1 pt = 1/72 inch) */
typedef int32_t ratio; /* a pure number in 1/65536: em, lines, shares */

#define UNIT_ONE 65536 /* 1 pt as sp; 1 as ratio */

/* Longest length that fits sp: 32767 pt, some 11.5 m. */
#define SP_MAX (32767 * UNIT_ONE)

/* r times len, rounded to nearest, halves away from zero. */
sp sp_scale(sp len, ratio r);

/* len divided by r (r > 0), rounded to nearest. */
sp sp_divide(sp len, ratio r);

/* num / den (den > 0), rounded to nearest, halves away from zero. */
int64_t divide_rounded(int64_t num, int64_t den);

/* Read a decimal number of at most 10 digits (at most one '.', leading '-') that
   fills all n bytes of s, as the fraction num / den. False where it is none. */
bool decimal_read(const char *s, size_t n, int64_t *num, int64_t *den);

/* The same as a ratio. False where it is none or does not fit; *out then stays. */
bool ratio_read(const char *s, size_t n, ratio *out);

/* Write v with at most four decimals, no trailing zeros, into out ("31.9").
   Same text in every locale. */
void ratio_write(ratio v, char out[static 16]);

#endif
