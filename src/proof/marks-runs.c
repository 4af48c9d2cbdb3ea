/* marks-runs: marks that stand side by side, dashes and dots, and how a text
   ends. */

#include "proof/marks-imp.h"

/* Length of the row of c at i. */
static int row(const struct passage *t, int i)
{
	int n = 1;

	while (t->c[i + n] == t->c[i]) {
		n++;
	}
	return n;
}

static struct finding *add_run(struct proofing *p, enum marks_rule rule, const struct passage *t,
		int i, int n)
{
	return passage_add(p, &marks_rules[rule], t, i, n, passage_excerpt(p, t, i, n));
}

/* ，， 、、 。。 ：： ；； %%; three 。 and more are dots. Returns the length. */
static int check_doubled(struct proofing *p, const struct passage *t, int i)
{
	int n = row(t, i);

	if (t->c[i] == U'。' && n > 2) {
		finding_fix_surely(add_run(p, ELLIPSIS, t, i, n), "……");
	} else if (n > 1) {
		const char *one = scan_shown(p->a, t->c[i]);
		struct finding *f = passage_add(p, &marks_rules[MARK_DOUBLED], t, i, n, one);
		finding_fix_surely(f, one);
	}
	return n;
}

/* Two different ones of ，。、；： side by side, or ？ and ！ before one. */
static void check_clash(struct proofing *p, const struct passage *t, int i)
{
	uint32_t a = t->c[i], b = t->c[i + 1];

	if (a != b && scan_in(a, U"，。、；：？！") && scan_in(b, U"，。、；：")) {
		passage_add(p, &marks_rules[MARKS_CLASH], t, i, 2, scan_shown(p->a, a),
				scan_shown(p->a, b));
	}
	if (scan_in(a, U"。！？") && b == U'”' && t->c[i + 2] == U'。') {
		struct finding *f = passage_add(p, &marks_rules[STOP_AFTER_QUOTE], t, i + 2, 1,
				scan_shown(p->a, a));
		f->fix = "";
	}
}

/* （， “、 、） and the like. */
static void check_in_bracket(struct proofing *p, const struct passage *t, int i)
{
	uint32_t a = t->c[i], b = t->c[i + 1];

	if (scan_in(a, U"（“‘《〈【") && scan_in(b, U"，。、；：")) {
		passage_add(p, &marks_rules[MARK_IN_BRACKET], t, i + 1, 1, scan_shown(p->a, b),
				scan_shown(p->a, a));
	} else if (scan_in(a, U"，、") && scan_in(b, U"）》〉】")) {
		passage_add(p, &marks_rules[MARK_IN_BRACKET], t, i, 1, scan_shown(p->a, a),
				scan_shown(p->a, b));
	}
}

/* Dots that are no ……. Returns the length. */
static int check_dots(struct proofing *p, const struct passage *t, int i)
{
	int n = row(t, i);
	bool chinese = scan_han(t->c[i - 1]) || scan_mark(t->c[i - 1]) || scan_han(t->c[i + n]);

	if (t->c[i] == U'…' ? n != 2 && n != 4 : n > 2 && chinese) {
		finding_fix_surely(add_run(p, ELLIPSIS, t, i, n), "……");
	}
	if (n > 1 && scan_is(t, i + n, "等") && !scan_word(t, i + n, "等待 等候 等到 等级 等于")) {
		passage_add0(p, &marks_rules[ELLIPSIS_ETC], t, i, n + 1);
	} else if (n > 1 && scan_word_before(t, i, "等 等等")) {
		passage_add0(p, &marks_rules[ELLIPSIS_ETC], t, i - 1, n + 1);
	}
	return n;
}

#define UNITS U"年月日号时点分万亿元%"

/* 15日——20日, 3——5: with the same unit on both sides, or digits. */
static bool is_range(const struct passage *t, int i, int n)
{
	uint32_t before = t->c[i - 1];
	int end = i + n;

	if (!scan_digit(t->c[end])) {
		return false;
	}
	if (scan_digit(before)) {
		return true;
	}
	for (; scan_in(before, UNITS) && end < i + n + 20 && !scan_mark(t->c[end]); end++) {
		if (t->c[end] == before) {
			return true;
		}
	}
	return false;
}

static int check_dash(struct proofing *p, const struct passage *t, int i)
{
	int n = row(t, i);

	if (n == 2 && is_range(t, i, n)) {
		finding_fix_surely(passage_add0(p, &marks_rules[DASH_RANGE], t, i, n), "—");
	}
	return n;
}

/* 9月15日-20日, 2021-2025年; not 1-5-7-10, 0351-…, 2024-02-29, GB 1-2. */
static void check_hyphen(struct proofing *p, const struct passage *t, int i)
{
	uint32_t before = t->c[i - 1];
	int from = i, end = i + 1;
	bool years;

	if (!scan_digit(t->c[i + 1])) {
		return;
	}
	while (scan_digit(t->c[end])) {
		end++;
	}
	while (from > 0 && scan_digit(t->c[from - 1])) {
		from--;
	}
	years = i - from == 4 && end - i == 5 && t->c[end] == U'年' && t->c[from - 1] != '-';
	if (scan_in(before, U"年月日时点%") || years) {
		struct finding *f = add_run(p, HYPHEN_RANGE, t, i, 1);
		finding_fix_surely(f, before == '%' ? "～" : "—");
	} else if (scan_in(before, U"万亿元") && scan_in(t->c[end], U"万亿元")) {
		finding_fix_surely(add_run(p, HYPHEN_RANGE, t, i, 1), "～");
	}
}

/* Half-width ~ between numbers. */
static void check_tilde(struct proofing *p, const struct passage *t, int i)
{
	if (scan_digit(t->c[i + 1]) && (scan_digit(t->c[i - 1]) || scan_in(t->c[i - 1], UNITS))) {
		struct finding *f = passage_add(p, &marks_rules[MARK_WIDTH], t, i, 1, "~", "～");
		finding_fix_surely(f, "～");
	}
}

static int check_at(struct proofing *p, const struct passage *t, int i)
{
	uint32_t c = t->c[i];

	if (scan_in(c, U"，。、；：？！“‘《〈（【")) {
		check_clash(p, t, i);
		check_in_bracket(p, t, i);
	}
	if (scan_in(c, U"，。、；：")) {
		int n = check_doubled(p, t, i);
		if (n > 1) {
			check_clash(p, t, i + n - 1);
		}
		return n;
	}
	if (c == '.' || c == U'…') {
		return check_dots(p, t, i);
	}
	if (c == U'—') {
		return check_dash(p, t, i);
	}
	if (c == '%' && t->c[i + 1] == '%' && scan_digit(t->c[i - 1])) {
		return check_doubled(p, t, i);
	}
	if (c == '-') {
		check_hyphen(p, t, i);
	} else if (c == '~') {
		check_tilde(p, t, i);
	}
	return 1;
}

void marks_check_runs(struct proofing *p, const struct passage *t)
{
	for (int i = 0; i < t->n;) {
		i += check_at(p, t, i);
	}
}

static void check_title_end(struct proofing *p, const struct passage *t)
{
	int last = t->n - 1;
	bool inside = scan_find(t, 0, last, "。") >= 0;

	/* a subhead of several sentences is no subhead */
	if (t->c[last] == U'。' && !(t->role == ROLE_SUBHEAD && inside)) {
		struct finding *f = passage_add0(p, &marks_rules[STOP_IN_TITLE], t, last, 1);
		f->fix = "";
	}
}

/* A paragraph of whole sentences, as against a line of a list, an address or a
   signature. */
static bool has_sentences(const struct passage *t)
{
	int stops = 0, commas = 0, others = 0;

	for (int i = 0; i < t->n; i++) {
		stops += scan_in(t->c[i], U"。！？；");
		commas += t->c[i] == U'，';
		others += scan_in(t->c[i], U"： \u3000");
	}
	return t->n > 30 && (stops > 0 || (commas > 0 && !others));
}

static void check_para_end(struct proofing *p, const struct passage *t)
{
	int last = t->n - 1;
	uint32_t c = t->c[last];
	bool ended = scan_in(c, U"。！？；：…”’）》】—.?!:;)|\"") || c == PASSAGE_CODE;

	/* a picture or a table may be part of the sentence */
	if ((c == U'，' || c == U'、') && t->n > 10) {
		passage_add(p, &marks_rules[STOP_COMMA], t, last, 1, scan_shown(p->a, c));
	} else if (!ended && has_sentences(t)) {
		passage_add0(p, &marks_rules[STOP_MISSING], t, last, 1);
	}
}

void marks_check_ends(struct proofing *p, const struct passage *t)
{
	if (!t->n) {
		return;
	}
	if (scan_in(t->c[0], U"，。、；：！？）”》〉】") && t->role != ROLE_CELL) {
		passage_add(p, &marks_rules[MARK_FIRST], t, 0, 1, scan_shown(p->a, t->c[0]));
	}
	switch (t->role) {
	case ROLE_TITLE:
	case ROLE_TOC:
	case ROLE_SECTION:
	case ROLE_SUBHEAD:
		check_title_end(p, t);
		break;
	case ROLE_PARA:
		check_para_end(p, t);
		break;
	default:
		break;
	}
}
