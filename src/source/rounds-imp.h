#ifndef SOURCE_ROUNDS_IMP_H
#define SOURCE_ROUNDS_IMP_H

/* The files of rounds/: who signed what, and what a round began and ended with. */

#include "model/rounds.h"
#include "model/state.h"
#include "source/schema-imp.h"
#include "source/source.h"

/* s[0, n) between double quotation marks, as YAML. */
void yaml_quote(struct buf *out, const char *s, size_t n);

#endif
