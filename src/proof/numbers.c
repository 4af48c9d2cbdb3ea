/* numbers: the rules of GB/T 15835—2011 on how numbers are written, and what
   the text itself says of its figures. */

#include "proof/numbers-imp.h"

#include "base/i18n.h"

#define GB "GB/T 15835 "

const struct rule numbers_rules[] = {
	[NUMBER_COMMA] = { "number-comma", GB "5.1.3", DIAG_WARNING,
			N_("the comma in ‘%1’ is neither a decimal point nor before three "
			   "digits; write a point, or put it where it belongs") },
	[NUMBER_POINT] = { "number-point", GB "5.1.4", DIAG_WARNING,
			N_("a fraction below one begins with 0; write ‘0%1’") },
	[RANGE_UNIT] = { "range-unit", GB "5.1.5", DIAG_WARNING,
			N_("both ends of a range have their ‘%1’; write ‘%2’") },
	[RANGE_MIXED] = { "range-mixed", GB "5.1.5", DIAG_NOTE,
			N_("ranges of this kind are written with ‘%1’ elsewhere in the issue, "
			   "here with ‘%2’; use one of them") },
	[NUMBER_ABOUT_TWICE] = { "number-about", GB "4.2.2", DIAG_WARNING,
			N_("‘%1’ and ‘%2’ both make the number approximate; keep one") },
	[NUMBER_ABOUT_MORE] = { "number-about", GB "4.2.2", DIAG_WARNING,
			N_("‘%1’ and ‘%2’ say the same; keep one") },
	[NUMBER_ABOUT_EXACT] = { "number-about", GB "4.2.2", DIAG_WARNING,
			N_("‘%1’ follows round numbers only, and ‘%2’ is exact; delete it, or "
			   "round the number") },
	[NUMBER_MULTIPLIER] = { "number-multiplier", GB "5.1.3", DIAG_NOTE,
			N_("after Arabic digits only 万 and 亿 are written, not ‘%1’; write the "
			   "number out") },
	[NUMBER_TIMES_LESS] = { "number-times-less", GB "4", DIAG_NOTE,
			N_("what falls can't fall by 1 倍 or more; write a percentage or a "
			   "fraction") },
	[NUMBER_GREW_TO] = { "number-grew", NULL, DIAG_NOTE,
			N_("‘%1’: make sure that it is meant, and not ‘%2’") },
	[YEAR_SHORT] = { "year-short", GB "5.1.2", DIAG_WARNING,
			N_("the year is written in full: ‘%1’") },
	[YEAR_ZERO] = { "year-zero", GB "5.2.3", DIAG_WARNING,
			N_("zero in a number of Chinese digits is 〇, not ‘%1’") },
	[HOUR_TWICE] = { "hour-twice", GB "5.1.2", DIAG_WARNING,
			N_("‘%1’ goes with hours up to 12; delete it, or write the hour of the "
			   "half day") },
	[HOUR_CLOCK] = { "hour-clock", GB "5.1.2", DIAG_WARNING,
			N_("‘%1’ says the time twice; write it with a colon, or with 时 alone") },
	[DATE_NONE] = { "date-impossible", NULL, DIAG_WARNING,
			N_("there is no ‘%1’ in the calendar") },
	[DATE_WEEKDAY] = { "date-weekday", NULL, DIAG_WARNING, N_("that day was %1, not %2") },
	[COUNT_LIST] = { "count-list", NULL, DIAG_WARNING,
			N_("%1 are announced, but %2 stand in the list before") },
	[COUNT_BEHIND] = { "count-list", NULL, DIAG_WARNING,
			N_("%1 are announced, but %2 stand in the list that follows") },
	[COUNT_ORDER] = { "count-order", NULL, DIAG_WARNING,
			N_("%1 are announced, but the numbered ones that follow come to %2") },
	[SUM_PARTS] = { "sum-parts", NULL, DIAG_WARNING,
			N_("the parts named add up to %1, not %2") },
	[PERCENT_POINTS] = { "percent-points", NULL, DIAG_WARNING,
			N_("the difference of two percentages is counted in 个百分点: write "
			   "‘%1’") },
	[PERCENT_WRONG] = { "percent-wrong", NULL, DIAG_WARNING,
			N_("from ‘%1’ to ‘%2’ is a change of %3 %, not %4 %") },
	[ORDER_SKIPS] = { "order-skips", NULL, DIAG_WARNING,
			N_("‘%1’ follows ‘%2’; a number is left out") },
	[ORDER_REPEATS] = { "order-repeats", NULL, DIAG_WARNING,
			N_("‘%1’ stands here again, or out of order, after ‘%2’") },
	[ORDER_FORM] = { "order-form", NULL, DIAG_WARNING,
			N_("the others of this row are written like ‘%1’, this one ‘%2’; write "
			   "them alike") },
	[ORDER_MARKS] = { "order-marks", "GB/T 15834 4.6", DIAG_WARNING,
			N_("‘%1’ ends this point, ‘%2’ the others of the row; write them alike") },
	[ROWS_COUNT] = { "rows-count", NULL, DIAG_WARNING,
			N_("the text says %1, but the list below has %2") },
	[ROWS_TOTAL] = { "rows-total", NULL, DIAG_WARNING,
			N_("the text says %1 in all, but the lists below hold %2") },
	[RATE_WRONG] = { "rate-wrong", NULL, DIAG_WARNING, N_("%1 of %2 are %3 %, not %4 %") },
	[REST_WRONG] = { "rest-wrong", NULL, DIAG_WARNING,
			N_("by the income and the expenses named, %1 is left, not %2") },
	[GROWTH_WRONG] = { "growth-wrong", NULL, DIAG_WARNING,
			N_("from ‘%1’ to ‘%2’ is a difference of %3, not %4") },
	[COUNT_TITLES] = { "count-titles", NULL, DIAG_WARNING,
			N_("%1 are announced, but %2 titles in 《》 stand before") },
	[COUNT_NAMES] = { "count-names", NULL, DIAG_WARNING,
			N_("the heading says %1, but the list below holds %2") },
	[TABLE_SUM] = { "table-sum", NULL, DIAG_WARNING,
			N_("the figures add up to %1, but ‘%3’ says %2") },
};

static void check_passage(struct proofing *p, const struct passage *t)
{
	if (scan_is_prose(t)) {
		numbers_check_forms(p, t);
		numbers_check_times(p, t);
		numbers_check_sums(p, t);
		numbers_check_percent(p, t);
		numbers_check_rates(p, t);
		numbers_check_titles(p, t);
	}
}

static void check_article(struct proofing *p, const struct article *art)
{
	numbers_check_order(p, art);
	numbers_check_rows(p, art);
	numbers_check_counts(p, art);
	numbers_check_tables(p, art);
}

const struct rule_group numbers_group = {
	.rules = numbers_rules,
	.nrules = sizeof numbers_rules / sizeof numbers_rules[0],
	.passage = check_passage,
	.article = check_article,
	.issue = numbers_check_ranges,
};
