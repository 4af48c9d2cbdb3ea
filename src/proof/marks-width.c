/* marks-width: half-width forms in Chinese text, full-width ones of Western
   characters, and spaces that the typesetter makes by himself. */

#include "proof/marks-imp.h"

/* The character is Chinese text, as its neighbours see it. */
static bool is_chinese(uint32_t c)
{
	return scan_han(c) || scan_mark(c);
}

static struct finding *add_fix(struct proofing *p, enum marks_rule rule, const struct passage *t,
		int i, uint32_t want)
{
	const char *is = scan_shown(p->a, t->c[i]), *fix = scan_shown(p->a, want);
	struct finding *f = passage_add(p, &marks_rules[rule], t, i, 1, is, fix);

	finding_fix_surely(f, fix);
	return f;
}

/* Half-width , ; : ? ! next to Chinese characters. */
static void check_point(struct proofing *p, const struct passage *t, int i)
{
	static const uint32_t half[] = U",;:?!", full[] = U"，；：？！";
	uint32_t before = t->c[i - 1], after = t->c[i + 1];

	if (!is_chinese(before) && !(scan_han(after) && !scan_space(before))) {
		return;
	}
	for (int k = 0; half[k]; k++) {
		if (half[k] == t->c[i]) {
			add_fix(p, MARK_WIDTH, t, i, full[k]);
		}
	}
}

/* A half-width full stop after a Chinese character: 。 where a sentence can
   end; elsewhere it may stand for 、 or ·, which the author must say. */
static void check_stop(struct proofing *p, const struct passage *t, int i)
{
	bool ends = i + 1 == t->n || scan_space(t->c[i + 1]) || scan_in(t->c[i + 1], U"”’）");

	if (!is_chinese(t->c[i - 1]) || t->c[i + 1] == '.' || t->c[i - 1] == '.') {
		return;
	}
	if (ends && i > 3) {
		add_fix(p, MARK_WIDTH, t, i, U'。');
	} else if (scan_han(t->c[i + 1])) {
		passage_add(p, &marks_rules[MARK_WIDTH], t, i, 1, ".",
				i > 3 ? "。” / “、” / “·" : "、");
	}
}

static bool holds_han(const struct passage *t, int from, int to)
{
	for (int i = from; i < to; i++) {
		if (scan_han(t->c[i])) {
			return true;
		}
	}
	return false;
}

/* Where the bracket opened at i closes, of either width; -1 where nowhere
   near. */
static int find_bracket_end(const struct passage *t, int i)
{
	int depth = 0;

	for (int k = i; k < t->n && k < i + 200; k++) {
		depth += scan_in(t->c[k], U"(（");
		depth -= scan_in(t->c[k], U")）");
		if (!depth) {
			return k;
		}
	}
	return -1;
}

static void say_mixed(struct proofing *p, const struct passage *t, int i, int end)
{
	int wrong = t->c[i] == '(' ? i : end;
	const char *fix = wrong == i ? "（" : "）";
	struct finding *f = passage_add(p, &marks_rules[BRACKETS_MIXED], t, wrong, 1,
			scan_shown(p->a, t->c[i]), scan_shown(p->a, t->c[end]));

	finding_fix_surely(f, fix);
	passage_also(p, f, t, wrong == i ? end : i);
}

/* ( with its ): mixed pairs, and half-width ones that belong to Chinese text. */
static void check_bracket(struct proofing *p, const struct passage *t, int i)
{
	int end = find_bracket_end(t, i);
	bool half = t->c[i] == '(';

	if (end < 0 && half && is_chinese(t->c[i - 1])) {
		add_fix(p, MARK_WIDTH, t, i, U'（');
	} else if (end >= 0 && half != (t->c[end] == ')')) {
		say_mixed(p, t, i, end);
	} else if (end >= 0 && half && (holds_han(t, i, end) || scan_han(t->c[i - 1]))) {
		add_fix(p, MARK_WIDTH, t, i, U'（');
		add_fix(p, MARK_WIDTH, t, end, U'）');
	}
}

/* Full-width digits and letters. */
static bool is_full_form(uint32_t c)
{
	return (c >= U'０' && c <= U'９') || (c >= U'Ａ' && c <= U'Ｚ') ||
			(c >= U'ａ' && c <= U'ｚ');
}

/* One of them, or the point between digits, of either width. */
static bool is_full_at(const struct passage *t, int i)
{
	bool digits = scan_digit(t->c[i - 1]) || (t->c[i - 1] >= U'０' && t->c[i - 1] <= U'９');
	bool behind = scan_digit(t->c[i + 1]) || (t->c[i + 1] >= U'０' && t->c[i + 1] <= U'９');

	return is_full_form(t->c[i]) || (t->c[i] == U'．' && i && digits && behind);
}

/* A row of them is one finding. */
static int check_full_forms(struct proofing *p, const struct passage *t, int i)
{
	char fix[64];
	int n = 0;
	struct finding *f;

	while (is_full_at(t, i + n) && n < (int)sizeof fix - 1) {
		fix[n] = (char)(t->c[i + n] - U'！' + '!');
		n++;
	}
	fix[n] = '\0';
	f = passage_add(p, &marks_rules[MARK_WIDTH_FULL], t, i, n, passage_excerpt(p, t, i, n),
			fix);
	finding_fix_surely(f, arena_string(p->a, fix));
	return n;
}

/* 7*24, 7x24; but 0x1F, *** and products' names are left alone. */
static void check_times(struct proofing *p, const struct passage *t, int i)
{
	uint32_t c = t->c[i];
	int end = i + 1;
	bool is_hex = t->c[i - 1] == '0' && !scan_digit(t->c[i - 2]);

	if (!scan_digit(t->c[i - 1]) || !scan_digit(t->c[i + 1])) {
		return;
	}
	while (scan_digit(t->c[end])) {
		end++;
	}
	if (c == '*' || (!scan_latin(t->c[end]) && !is_hex)) {
		add_fix(p, TIMES_SIGN, t, i, U'×');
	}
}

/* How many straight double quotation marks stand before `to`. */
static int count_straight(const struct passage *t, int to)
{
	int n = 0;

	for (int i = 0; i < to; i++) {
		n += t->c[i] == '"';
	}
	return n;
}

/* The straight quotation marks of a passage, in pairs by turns. An odd one
   may be an inch. */
static void check_straight(struct proofing *p, const struct passage *t)
{
	int n = count_straight(t, t->n), seen = 0;

	if (!n || !holds_han(t, 0, t->n)) {
		return;
	}
	for (int i = 0; i < t->n; i++) {
		const char *fix = seen % 2 ? "”" : "“";
		struct finding *f;
		if (t->c[i] != '"' || (n % 2 && scan_digit(t->c[i - 1]))) {
			continue;
		}
		f = passage_add(p, &marks_rules[QUOTES_STRAIGHT], t, i, 1, fix);
		if (n % 2 == 0) {
			finding_fix_surely(f, fix);
		}
		seen++;
	}
}

static void check_straight_single(struct proofing *p, const struct passage *t, int i)
{
	if (scan_han(t->c[i - 1]) || scan_han(t->c[i + 1])) {
		passage_add(p, &marks_rules[QUOTES_STRAIGHT], t, i, 1,
				scan_han(t->c[i + 1]) && !scan_han(t->c[i - 1]) ? "‘" : "’");
	}
}

/* What stands between two ** may be meant to stand out: words, no 2**3. */
static bool is_emphasised(const struct passage *t, int i, int end)
{
	while (scan_space(t->c[i])) {
		i++;
	}
	return i < end && !scan_mark(t->c[i]) && holds_han(t, i, end);
}

/* ＊＊文字＊＊ and ** 文字 **: meant for emphasis, and printed as they stand. */
static int check_stars(struct proofing *p, const struct passage *t, int i)
{
	uint32_t c = t->c[i];
	int end = i + 2;

	if (t->c[i + 1] != c || t->c[i + 2] == c || t->c[i - 1] == c) {
		return 1;
	}
	while (end < t->n && end < i + 80 && t->c[end] != c) {
		end++;
	}
	if (t->c[end] != c || t->c[end + 1] != c || !is_emphasised(t, i + 2, end)) {
		return 1;
	}
	if (c == U'＊') {
		passage_add(p, &marks_rules[STARS_FULL], t, i, 2,
				passage_excerpt(p, t, i + 2, end - i - 2));
	} else if (scan_space(t->c[i + 2]) || scan_space(t->c[end - 1])) {
		passage_add0(p, &marks_rules[STARS_SPACED], t, i, 2);
	}
	return end + 2 - i;
}

static int check_character(struct proofing *p, const struct passage *t, int i)
{
	switch (t->c[i]) {
	case ',':
	case ';':
	case ':':
	case '?':
	case '!':
		check_point(p, t, i);
		break;
	case '.':
		check_stop(p, t, i);
		break;
	case '(':
	case U'（':
		check_bracket(p, t, i);
		break;
	case '*':
		if (t->c[i + 1] == '*') {
			return check_stars(p, t, i);
		}
		check_times(p, t, i);
		break;
	case U'＊':
		return check_stars(p, t, i);
	case 'x':
	case 'X':
		check_times(p, t, i);
		break;
	case '\'':
		check_straight_single(p, t, i);
		break;
	default:
		return is_full_at(t, i) ? check_full_forms(p, t, i) : 1;
	}
	return 1;
}

void marks_check_widths(struct proofing *p, const struct passage *t)
{
	for (int i = 0; i < t->n;) {
		i += check_character(p, t, i);
	}
	check_straight(p, t);
}

static bool is_western(uint32_t c)
{
	return scan_digit(c) || scan_latin(c) || scan_in(c, U"%‰℃");
}

/* Titles and quotations have spaces on purpose: “数智移动 实事为民”. */
static bool may_pause(const struct passage *t, int i)
{
	int from = scan_sentence(t, i);

	if (t->role != ROLE_PARA && t->role != ROLE_ITEM) {
		return true;
	}
	for (int k = i - 1; k >= from; k--) {
		if (scan_in(t->c[k], U"”》’〉」』")) {
			return false;
		}
		if (scan_in(t->c[k], U"“《‘〈「『")) {
			return true;
		}
	}
	return false;
}

/* In a title 拥抱5G 赢得未来 has a pause, 推进 5G 建设 has none: there both
   sides must have a space, or a measure word follow a number. */
static bool is_loose(const struct passage *t, int i)
{
	int from = i, to = i + 1;

	if (!may_pause(t, i)) {
		return true;
	}
	if (scan_digit(t->c[i - 1]) &&
			scan_word(t, i + 1, "年 月 日 个 人 万 亿 期 届 次 家 周年")) {
		return true;
	}
	if (scan_han(t->c[i - 1])) {
		while (is_western(t->c[to]) || scan_in(t->c[to], U".+-/")) {
			to++;
		}
		return scan_space(t->c[to]) && scan_han(t->c[to + 1]);
	}
	while (from > 0 && (is_western(t->c[from - 1]) || scan_in(t->c[from - 1], U".+-/"))) {
		from--;
	}
	return scan_space(t->c[from - 1]) && scan_han(t->c[from - 2]);
}

/* 1. 总则; 第一条 本会…; 图1 流程: what stands before the space is a number of
   its own. */
static bool is_numbering(const struct passage *t, int i)
{
	int from = i;

	while (from > 0 && i - from < 8 && !scan_space(t->c[from - 1])) {
		from--;
	}
	if (scan_word(t, from, "图 表 附件 附表 第")) {
		return true;
	}
	for (int k = from; k < i; k++) {
		if (!scan_digit(t->c[k]) &&
				!scan_in(t->c[k], U"一二三四五六七八九十（）().．、，：:")) {
			return false;
		}
	}
	return !from;
}

/* Names that a space divides: several spaces between marks. */
static bool is_names(const struct passage *t, int i)
{
	int from = i, to = i + 1, spaces = 1;

	while (from > 0 && i - from < 40 && !scan_in(t->c[from - 1], U"，。；：？！（）")) {
		spaces += scan_space(t->c[--from]);
	}
	while (to < t->n && to - i < 40 && !scan_in(t->c[to], U"，。；：？！（）")) {
		spaces += scan_space(t->c[to++]);
	}
	return spaces > 1 || (i - from <= 4 && to - i <= 5);
}

static void check_space(struct proofing *p, const struct passage *t, int i)
{
	uint32_t before = t->c[i - 1], after = t->c[i + 1];
	struct finding *f = NULL;

	if ((scan_han(before) && is_western(after)) || (is_western(before) && scan_han(after))) {
		if (!is_numbering(t, i) && is_loose(t, i)) {
			f = passage_add0(p, &marks_rules[SPACE_HAN_LATIN], t, i, 1);
			finding_fix_surely(f, "");
		}
	} else if (scan_mark(before) || scan_mark(after)) {
		uint32_t mark = scan_mark(before) ? before : after;
		if (!is_numbering(t, i) && !may_pause(t, i)) {
			f = passage_add(p, &marks_rules[SPACE_MARK], t, i, 1,
					scan_shown(p->a, mark));
			finding_fix_surely(f, "");
		}
	} else if (scan_han(before) && scan_han(after) && !is_names(t, i) && !is_numbering(t, i) &&
			!may_pause(t, i)) {
		f = passage_add0(p, &marks_rules[SPACE_HAN], t, i, 1);
		f->fix = "";
	}
}

void marks_check_spaces(struct proofing *p, const struct passage *t)
{
	if (t->role == ROLE_COLOPHON || t->role == ROLE_BYLINE || t->role == ROLE_AUTHOR ||
			t->role == ROLE_CELL) {
		return;
	}
	for (int i = 1; i + 1 < t->n; i++) {
		if (scan_space(t->c[i])) {
			check_space(p, t, i);
		}
	}
}
