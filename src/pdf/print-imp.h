#ifndef PDF_PRINT_IMP_H
#define PDF_PRINT_IMP_H

/* print: numbers and strings in PDF's syntax.
   Lengths are printed in points with three decimals at most, from integers: the
   same in every locale and on every machine. */

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "base/unit.h"

/* v in thousandths of a point, rounded: what print_milli shows of it. */
int64_t print_thousandths(int64_t v);

void print_int(struct buf *b, int64_t v);
void print_milli(struct buf *b, int64_t v);  /* 12345 → 12.345, 500 → 0.5 */
void print_length(struct buf *b, int64_t v); /* sp */

/* Four hex digits; returns the place behind them. */
char *print_hex(char *to, unsigned v);

/* UTF-8 as the hex digits of its UTF-16BE, and as a text string <FEFF…>. */
void print_utf16(struct buf *b, struct slice utf8);
void print_text(struct buf *b, struct slice utf8);

/* UTF-8 as a name: what may not stand in one is given as hex. */
void print_name(struct buf *b, const char *s);

/* A URI as a string (…); bytes that a URI may not have are percent-encoded. */
void print_uri(struct buf *b, const char *uri);

/* Bytes of the first character of valid UTF-8; 1 at least. */
size_t print_utf8_length(struct slice s);

#endif
