#ifndef PROOF_MARKS_IMP_H
#define PROOF_MARKS_IMP_H

/* The rules on marks, one file for each kind: marks.c lists them. */

#include "proof/scan-imp.h"

/* marks-pairs.c: what opens and closes */
void marks_check_pairs(struct proofing *p, const struct passage *t);

/* marks-width.c: half and full width, spaces, straight quotes */
void marks_check_widths(struct proofing *p, const struct passage *t);
void marks_check_spaces(struct proofing *p, const struct passage *t);

/* marks-runs.c: marks next to marks; dashes, dots, ends */
void marks_check_runs(struct proofing *p, const struct passage *t);
void marks_check_ends(struct proofing *p, const struct passage *t);

/* marks-lists.c: 、 and ， between items */
void marks_check_lists(struct proofing *p, const struct passage *t);

enum marks_rule {
	MARK_UNCLOSED,
	MARK_UNOPENED,
	MARK_CROSSED,
	MARK_TURNED,
	QUOTES_NESTED,
	QUOTES_SINGLE,
	TITLES_NESTED,
	MARK_WIDTH,
	MARK_WIDTH_FULL,
	PERCENT_SIGNS,
	BRACKETS_MIXED,
	QUOTES_STRAIGHT,
	TIMES_SIGN,
	SPACE_HAN_LATIN,
	SPACE_HAN,
	SPACE_MARK,
	MARK_DOUBLED,
	MARKS_CLASH,
	STOP_AFTER_QUOTE,
	MARK_IN_BRACKET,
	MARK_FIRST,
	STOP_MISSING,
	STOP_COMMA,
	STOP_IN_TITLE,
	DASH_RANGE,
	HYPHEN_RANGE,
	ELLIPSIS,
	ELLIPSIS_ETC,
	PAUSE_BETWEEN_PAIRS,
	PAUSE_AFTER_NUMBER,
	PAUSE_BEFORE_AND,
	PAUSE_IN_ABOUT,
	PAUSE_BEFORE_CLAUSE,
	LIST_MIXED,
	LIST_COMMAS,
	QUESTION_MARK,
	STARS_FULL,
	STARS_SPACED,
};

extern const struct rule marks_rules[];

#endif
