#ifndef PROOF_REPORT_H
#define PROOF_REPORT_H

/* report: findings for people and for programs. */

#include <stdio.h>

#include "proof/finding.h"

struct buf;

/* A line for each, as diagnostics are written, and one for the other place. */
void report_print(FILE *to, const struct findings *found);

/* One JSON object; banxin-issue(5) tells its members. */
void report_json(struct buf *out, const char *issue, const struct findings *found);

/* SARIF 2.1.0, as editors and code hosts read it. */
void report_sarif(struct buf *out, const char *version, const struct findings *found);

int report_count(const struct findings *found, enum diag_level level);

#endif
