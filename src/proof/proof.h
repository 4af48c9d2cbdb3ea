#ifndef PROOF_PROOF_H
#define PROOF_PROOF_H

/* proof: an issue as read → findings. Changes nothing, reads no file: what is
   to be held against the issue (settings, back issues, registers) comes in as
   models in struct proof_context. Deterministic: the same input gives the same
   findings in the same order. */

#include "model/check.h"
#include "model/issue.h"
#include "proof/finding.h"

struct registers;

/* What the issue is held against; all of it may be absent. */
struct proof_context {
	const struct check_settings *settings; /* NULL: every rule at its own level */
	const struct issue *const *past;       /* back issues, oldest first, without this one */
	int npast;
	const struct registers *registers; /* NULL: none are kept */
};

/* Run all rules. Findings live in a, sorted by file, line, column and rule;
   those switched off or silenced are not among them. */
void proof_run(struct arena *a, const struct issue *issue, const struct proof_context *context,
		struct findings *found);

/* Names of all rules, each once, in the order of the groups; for check.yaml and
   for SARIF. The rule so called (its first row), or NULL. */
const char *const *proof_rule_names(struct arena *a, int *n);
const struct rule *proof_rule_find(const char *name);

#endif
