/* marks: the rules of GB/T 15834—2011 on punctuation. */

#include "proof/marks-imp.h"

#include "base/i18n.h"

#define GB "GB/T 15834 "

const struct rule marks_rules[] = {
	[MARK_UNCLOSED] = { "mark-unpaired", GB "4.8 4.9 4.15", DIAG_WARNING,
			N_("this ‘%1’ has no ‘%2’ behind it in its paragraph; add it, or delete "
			   "this one") },
	[MARK_UNOPENED] = { "mark-unpaired", GB "4.8 4.9 4.15", DIAG_WARNING,
			N_("this ‘%1’ has no ‘%2’ before it in its paragraph; add it, or delete "
			   "this one") },
	[MARK_CROSSED] = { "mark-unpaired", GB "4.8 4.9 4.15", DIAG_WARNING,
			N_("this ‘%1’ stands where the ‘%2’ before it is still open; close that "
			   "first") },
	[MARK_TURNED] = { "mark-turned", GB "4.8", DIAG_WARNING,
			N_("this ‘%1’ is turned the wrong way; write ‘%2’") },
	[QUOTES_NESTED] = { "quotes-nested", GB "4.8.3.4", DIAG_WARNING,
			N_("“” stand within “”; write ‘’ inside") },
	[QUOTES_SINGLE] = { "quotes-single", GB "4.8.3.4", DIAG_WARNING,
			N_("‘’ stand within no “”; write “” outside") },
	[TITLES_NESTED] = { "titles-nested", GB "4.15.3.3", DIAG_WARNING,
			N_("《》 stand within 《》; write 〈〉 inside") },
	[MARK_WIDTH] = { "mark-width", GB "5.1", DIAG_WARNING,
			N_("‘%1’ in Chinese text is written ‘%2’") },
	[MARK_WIDTH_FULL] = { "character-width", "GB/T 15835 5.1", DIAG_WARNING,
			N_("‘%1’ is a full-width form; write ‘%2’") },
	[PERCENT_SIGNS] = { "character-width", "GB/T 15835 5.1", DIAG_WARNING,
			N_("‘%1’ stands here, and ‘%2’ at most places of the issue; write one") },
	[BRACKETS_MIXED] = { "brackets-mixed", GB "4.9", DIAG_WARNING,
			N_("one bracket of this pair is ‘%1’, the other ‘%2’; write （ and ）") },
	[QUOTES_STRAIGHT] = { "quotes-straight", GB "4.8", DIAG_WARNING,
			N_("a straight quotation mark stands in Chinese text; write ‘%1’") },
	[TIMES_SIGN] = { "times-sign", "GB/T 15835", DIAG_WARNING,
			N_("‘%1’ stands for ‘×’ between numbers; write ×") },
	[SPACE_HAN_LATIN] = { "space-han-latin", "CY/T 154", DIAG_WARNING,
			N_("no space is typed between Chinese characters and Western letters or "
			   "digits; delete it") },
	[SPACE_HAN] = { "space-han", NULL, DIAG_WARNING,
			N_("a space stands within Chinese text; delete it, or write the mark "
			   "that is missing") },
	[SPACE_MARK] = { "space-mark", GB "5.1", DIAG_WARNING,
			N_("no space is typed next to ‘%1’; delete it") },
	[MARK_DOUBLED] = { "mark-doubled", GB "4", DIAG_WARNING,
			N_("‘%1’ stands here twice; keep one") },
	[MARKS_CLASH] = { "marks-clash", GB "4", DIAG_WARNING,
			N_("‘%1’ and ‘%2’ stand side by side; keep one") },
	[STOP_AFTER_QUOTE] = { "stop-after-quote", GB "B.2", DIAG_WARNING,
			N_("the sentence ends with ‘%1’ within the quotation already; delete the "
			   "。 behind it") },
	[MARK_IN_BRACKET] = { "mark-in-bracket", GB "5.1", DIAG_WARNING,
			N_("‘%1’ has no place right inside ‘%2’; delete it, or put it elsewhere") },
	[MARK_FIRST] = { "mark-first", GB "5.1.1", DIAG_WARNING,
			N_("a paragraph can't begin with ‘%1’") },
	[STOP_MISSING] = { "stop-missing", GB "4.1", DIAG_WARNING,
			N_("this paragraph ends without a mark; write 。") },
	[STOP_COMMA] = { "stop-missing", GB "4.1", DIAG_WARNING,
			N_("this paragraph ends with ‘%1’; write 。, or join it to the next") },
	[STOP_IN_TITLE] = { "stop-in-title", GB "A.1", DIAG_WARNING,
			N_("a title ends without 。; delete it") },
	[DASH_RANGE] = { "dash-range", GB "4.13.3", DIAG_WARNING,
			N_("—— is no range mark; write —") },
	[HYPHEN_RANGE] = { "hyphen-range", GB "4.13.3", DIAG_WARNING,
			N_("‘%1’ is no range mark; write — or ～") },
	[ELLIPSIS] = { "ellipsis", GB "4.11", DIAG_WARNING, N_("‘%1’ is no ellipsis; write ……") },
	[ELLIPSIS_ETC] = { "ellipsis-etc", GB "4.11.3.4", DIAG_WARNING,
			N_("…… and 等 say the same; keep one") },
	[PAUSE_BETWEEN_PAIRS] = { "pause-between-pairs", GB "4.5.3.5", DIAG_NOTE,
			N_("between ‘%1’ and ‘%2’ no 、 is needed") },
	[PAUSE_AFTER_NUMBER] = { "pause-after-number", GB "4.5.3.4 B.3", DIAG_WARNING,
			N_("no 、 follows a number in brackets or circles; delete it") },
	[PAUSE_BEFORE_AND] = { "pause-before-and", GB "4.5", DIAG_WARNING,
			N_("no 、 stands before ‘%1’; delete it") },
	[PAUSE_IN_ABOUT] = { "pause-in-about", GB "4.5.3.3", DIAG_WARNING,
			N_("numbers that mean ‘about so many’ have no 、 between them; delete "
			   "it") },
	[PAUSE_BEFORE_CLAUSE] = { "pause-before-clause", GB "4.5", DIAG_WARNING,
			N_("a new clause begins behind this 、; write ，") },
	[LIST_MIXED] = { "list-mixed", GB "4.5", DIAG_WARNING,
			N_("the items of this list are divided by 、 and by ，; write 、 "
			   "throughout") },
	[LIST_COMMAS] = { "list-commas", GB "4.5", DIAG_WARNING,
			N_("these items of a list are divided by ，; write 、") },
	[QUESTION_MARK] = { "question-mark", GB "4.2", DIAG_WARNING,
			N_("a question ends here; write ？") },
	[STARS_FULL] = { "bold-marks", NULL, DIAG_WARNING,
			N_("these ＊＊ are full-width and are printed as they stand; write "
			   "**%1**") },
	[STARS_SPACED] = { "bold-marks", NULL, DIAG_WARNING,
			N_("these ** are printed as they stand, because of the spaces inside "
			   "them; delete the spaces") },
};

static void check_passage(struct proofing *p, const struct passage *t)
{
	if (scan_is_prose(t)) {
		marks_check_pairs(p, t);
		marks_check_widths(p, t);
		marks_check_spaces(p, t);
		marks_check_runs(p, t);
		marks_check_ends(p, t);
		marks_check_lists(p, t);
	}
}

/* The per cent signs of the issue. */
static int count_in(const struct proofing *p, uint32_t c)
{
	int n = 0;

	for (int k = 0; k < p->npassages; k++) {
		for (int i = 0; i < p->passages[k].n; i++) {
			n += p->passages[k].c[i] == c;
		}
	}
	return n;
}

/* % and ％ in one issue: those of which there are fewer. */
static void check_issue(struct proofing *p)
{
	int half = count_in(p, '%'), full = count_in(p, U'％');
	uint32_t odd = full > half ? '%' : U'％';
	const char *fix = full > half ? "％" : "%";

	for (int k = 0; half && full && k < p->npassages; k++) {
		const struct passage *t = &p->passages[k];
		for (int i = 0; i < t->n; i++) {
			if (t->c[i] == odd) {
				struct finding *f = passage_add(p, &marks_rules[PERCENT_SIGNS], t,
						i, 1, scan_shown(p->a, odd), fix);
				finding_fix_surely(f, fix);
			}
		}
	}
}

const struct rule_group marks_group = {
	.rules = marks_rules,
	.nrules = sizeof marks_rules / sizeof marks_rules[0],
	.passage = check_passage,
	.issue = check_issue,
};
