#ifndef PROOF_NUMBERS_IMP_H
#define PROOF_NUMBERS_IMP_H

/* The rules on numbers, one file for each kind: numbers.c lists them. */

#include "proof/scan-imp.h"

/* numbers-forms.c: how a number is written */
void numbers_check_forms(struct proofing *p, const struct passage *t);
void numbers_check_ranges(struct proofing *p); /* of the issue: one form */

/* numbers-times.c: years, dates, hours */
void numbers_check_times(struct proofing *p, const struct passage *t);

/* numbers-sums.c: figures that contradict one another */
void numbers_check_sums(struct proofing *p, const struct passage *t);

/* numbers-percent.c */
void numbers_check_percent(struct proofing *p, const struct passage *t);

/* numbers-order.c: 一是…二是…, 1、2、…, over an article */
void numbers_check_order(struct proofing *p, const struct article *art);

/* numbers-rows.c: the text against the rows of the lists below it */
void numbers_check_rows(struct proofing *p, const struct article *art);

/* numbers-rates.c: rates, rests and growth beside the figures they follow from */
void numbers_check_rates(struct proofing *p, const struct passage *t);

/* numbers-counts.c: 《A》《B》两项标准; 先进个人（19人） over a list of names */
void numbers_check_titles(struct proofing *p, const struct passage *t);
void numbers_check_counts(struct proofing *p, const struct article *art);

/* numbers-tables.c: 合计 against its column or row */
void numbers_check_tables(struct proofing *p, const struct article *art);

enum numbers_rule {
	NUMBER_COMMA,
	NUMBER_POINT,
	RANGE_UNIT,
	RANGE_MIXED,
	NUMBER_ABOUT_TWICE,
	NUMBER_ABOUT_MORE,
	NUMBER_ABOUT_EXACT,
	NUMBER_MULTIPLIER,
	NUMBER_TIMES_LESS,
	NUMBER_GREW_TO,
	YEAR_SHORT,
	YEAR_ZERO,
	HOUR_TWICE,
	HOUR_CLOCK,
	DATE_NONE,
	DATE_WEEKDAY,
	COUNT_LIST,
	COUNT_BEHIND,
	COUNT_ORDER,
	SUM_PARTS,
	PERCENT_POINTS,
	PERCENT_WRONG,
	ORDER_SKIPS,
	ORDER_REPEATS,
	ORDER_FORM,
	ORDER_MARKS,
	ROWS_COUNT,
	ROWS_TOTAL,
	RATE_WRONG,
	REST_WRONG,
	GROWTH_WRONG,
	COUNT_TITLES,
	COUNT_NAMES,
	TABLE_SUM,
};

extern const struct rule numbers_rules[];

#endif
