/* numbers-forms: how a number is written. */

#include "proof/numbers-imp.h"

#include <string.h>

/* Digits that stand at i. */
static int digits(const struct passage *t, int i)
{
	int n = 0;

	while (scan_digit(t->c[i + n])) {
		n++;
	}
	return n;
}

/* Small numbers in rising order are a list, 1,2,3号楼: of another rule. */
static bool is_rising(const struct passage *t, int from, int to)
{
	int last = -1;

	for (int i = from; i < to; i++) {
		int n = digits(t, i), value = 0;
		for (int k = 0; k < n; k++) {
			value = value * 10 + (int)(t->c[i + k] - '0');
		}
		if (n > 2 || value <= last) {
			return false;
		}
		last = value;
		i += n;
	}
	return true;
}

/* 12,34 or 1,2345: a comma that divides no groups of three. i is where the
   number begins; returns its end. */
static int check_comma(struct proofing *p, const struct passage *t, int i)
{
	int end = i + digits(t, i), first = end - i;
	bool wrong = false, comma = false;

	while (t->c[end] == ',' && scan_digit(t->c[end + 1])) {
		int n = digits(t, end + 1);
		wrong = wrong || n != 3;
		comma = true;
		end += 1 + n;
	}
	wrong = wrong || first > 3 || (first == 1 && t->c[i] == '0');
	if (comma && wrong && !scan_latin(t->c[i - 1]) && t->c[i - 1] != '.' &&
			!is_rising(t, i, end)) {
		struct finding *f = passage_add(p, &numbers_rules[NUMBER_COMMA], t, i, end - i,
				passage_excerpt(p, t, i, end - i));
		f->certain = false;
	}
	return end;
}

static const char measures[] = "元 人 万 亿 个 户 台 公里 米 吨 家 名 件 条 座 次 平方米 亩 千瓦 %";

/* 3，500元: a full-width comma within a number. */
static void check_full_comma(struct proofing *p, const struct passage *t, int i)
{
	int before = 0;

	while (scan_digit(t->c[i - 1 - before])) {
		before++;
	}
	if (before >= 1 && before <= 3 && t->c[i - before] != '0' && digits(t, i + 1) == 3 &&
			scan_word(t, i + 4, measures)) {
		passage_add(p, &numbers_rules[NUMBER_COMMA], t, i - before, before + 4,
				passage_excerpt(p, t, i - before, before + 4));
	}
}

/* .5 without its 0. */
static void check_point(struct proofing *p, const struct passage *t, int i)
{
	int n = digits(t, i + 1);

	if ((scan_han(t->c[i - 1]) || scan_in(t->c[i - 1], U"，、（为")) && n &&
			scan_word(t, i + 1 + n, measures)) {
		passage_add(p, &numbers_rules[NUMBER_POINT], t, i, n + 1,
				passage_excerpt(p, t, i, n + 1));
	}
}

#define RANGE_MARKS U"—～~-–"

static bool is_money(const struct passage *t, int i)
{
	return t->c[i] == U'元' || t->c[i] == U'人';
}

/* 3～5亿, 13—17%: the unit at the second end only. from is where the first
   number begins, i its end. */
static void check_range(struct proofing *p, const struct passage *t, int from, int i)
{
	struct number second;
	const char *unit, *first;
	int mark = i;

	while (scan_space(t->c[i])) {
		i++;
	}
	first = passage_excerpt(p, t, from, mark - from);
	mark = i;
	while (scan_space(t->c[i + 1])) {
		i++;
	}
	if (!scan_in(t->c[mark], RANGE_MARKS) || !scan_number(t, i + 1, &second) ||
			!second.arabic || !scan_in(t->c[second.end], U"万亿%‰") ||
			scan_in(t->c[from - 1], U"-.第")) {
		return;
	}
	if (t->c[mark] == '-' && t->c[second.end] != '%' && !is_money(t, second.end + 1)) {
		return; /* perhaps a model, 5-10万 */
	}
	unit = passage_excerpt(p, t, second.end, 1);
	passage_add(p, &numbers_rules[RANGE_UNIT], t, from, second.end + 1 - from, unit,
			arena_print(p->a, "%s%s～%s", first, unit,
					passage_excerpt(p, t, second.at,
							second.end + 1 - second.at)));
}

/* What follows a number and its measure word, within a few characters. */
static int find_behind(const struct passage *t, int i, const char *words, int within)
{
	for (int k = i; k <= i + within && k < t->n; k++) {
		if (scan_word(t, k, words)) {
			return k;
		}
		if (scan_digit(t->c[k]) || scan_mark(t->c[k])) {
			return -1;
		}
	}
	return -1;
}

/* 约500人左右; 超过500人以上; 50余人左右; 约50余人. */
static void check_about(struct proofing *p, const struct passage *t, const struct number *n)
{
	static const char about[] = "约 大约 大概 将近 约为 约有 接近";
	static const char over[] = "超过 超 逾 高于 多于 大于 突破";
	int before = scan_word_before(t, n->at, about),
	    over_before = scan_word_before(t, n->at, over);
	int behind = find_behind(t, n->end, "左右 上下", 4);
	int above = find_behind(t, n->end, "以上", 4);
	int more = find_behind(t, n->end, "余 多", 1);

	if (more > 0 && behind <= 0 &&
			(before ||
					(t->c[n->at - 1] == U'近' &&
							!scan_in(t->c[n->at - 2], U"最附临将")))) {
		before = before ? before : 1;
		passage_add(p, &numbers_rules[NUMBER_ABOUT_TWICE], t, n->at - before,
				more + 1 - n->at + before,
				passage_excerpt(p, t, n->at - before, before),
				passage_excerpt(p, t, more, 1));
	} else if (before && behind > 0) {
		passage_add(p, &numbers_rules[NUMBER_ABOUT_TWICE], t, n->at - before,
				behind + 2 - n->at + before,
				passage_excerpt(p, t, n->at - before, before),
				passage_excerpt(p, t, behind, 2));
	} else if (more > 0 && behind > 0) {
		passage_add(p, &numbers_rules[NUMBER_ABOUT_TWICE], t, n->at, behind + 2 - n->at,
				passage_excerpt(p, t, more, 1), passage_excerpt(p, t, behind, 2));
	} else if (over_before && above > 0) {
		passage_add(p, &numbers_rules[NUMBER_ABOUT_MORE], t, n->at - over_before,
				above + 2 - n->at + over_before,
				passage_excerpt(p, t, n->at - over_before, over_before),
				passage_excerpt(p, t, above, 2));
	}
}

/* 3928余个: 余 and 多 follow round numbers. */
static void check_exact(struct proofing *p, const struct passage *t, const struct number *n)
{
	bool more = scan_in(t->c[n->end], U"余多");

	if (!more || n->decimals || n->value < 11 || n->value % 10 == 0 ||
			scan_word(t, n->end,
					"多元 多部 多功 多媒 多种 多项 多样 多维 多方 多场 多年 "
					"多次 多家 多处 余姚 余额 余热 余票 余粮 余杭")) {
		return;
	}
	passage_add(p, &numbers_rules[NUMBER_ABOUT_EXACT], t, n->at, n->end + 1 - n->at,
			passage_excerpt(p, t, n->end, 1),
			passage_excerpt(p, t, n->at, n->end - n->at));
}

/* 5千人; but 3百货… and 千瓦, 千克 are units. */
static void check_multiplier(struct proofing *p, const struct passage *t, const struct number *n)
{
	if (scan_in(t->c[n->end], U"千百") &&
			!scan_word(t, n->end,
					"千瓦 千克 千米 千伏 千帕 千卡 千字 千兆 千分 千赫 "
					"千比 千焦 百货 百强 百分 百姓 百度 百万 百亿")) {
		passage_add(p, &numbers_rules[NUMBER_MULTIPLIER], t, n->at, n->end + 1 - n->at,
				passage_excerpt(p, t, n->end, 1));
	}
}

/* 下降了3倍. */
static void check_times_less(struct proofing *p, const struct passage *t, const struct number *n)
{
	int n_before = scan_word_before(t, n->at,
			"下降 降低 减少 缩小 缩短 下降了 降低了 减少了 "
			"缩小了 缩短了");

	if (t->c[n->end] == U'倍' && n_before) {
		passage_add0(p, &numbers_rules[NUMBER_TIMES_LESS], t, n->at - n_before,
				n->end + 1 - n->at + n_before);
	}
}

/* 增长到3倍, 增长了2倍; 翻三番: left to the reader. */
static void check_grew(struct proofing *p, const struct passage *t, const struct number *n)
{
	int to = scan_word_before(t, n->at, "增长到 增加到 提高到 扩大到");
	int by = scan_word_before(t, n->at, "增长了 增加了 提高了 扩大了");
	int from = n->at - to - by, length = n->end + 1 - from;

	if (t->c[n->end] == U'倍' && (to || by)) {
		const char *is = passage_excerpt(p, t, from, to + by);
		const char *other = arena_print(p->a, "%s%s",
				passage_excerpt(p, t, from, to + by - 1), to ? "了" : "到");
		passage_add(p, &numbers_rules[NUMBER_GREW_TO], t, from, length, is, other);
	}
}

static void check_number(struct proofing *p, const struct passage *t, int i)
{
	struct number n;

	if (!scan_number(t, i, &n)) {
		return;
	}
	if (n.arabic) {
		check_range(p, t, i, n.end);
		check_about(p, t, &n);
		check_exact(p, t, &n);
		check_multiplier(p, t, &n);
	}
	check_times_less(p, t, &n);
	check_grew(p, t, &n);
}

static bool begins_number(const struct passage *t, int i)
{
	if (scan_digit(t->c[i])) {
		bool thin = i > 1 && scan_in(t->c[i - 1], U"\u00a0\u2005\u2009\u202f");
		return !scan_digit(t->c[i - 1]) && !scan_in(t->c[i - 1], U".,") &&
				!(thin && scan_digit(t->c[i - 2]) && digits(t, i) == 3);
	}
	return scan_in(t->c[i], U"一二三四五六七八九十两百") &&
			!scan_in(t->c[i - 1], U"〇一二三四五六七八九十两百千");
}

void numbers_check_forms(struct proofing *p, const struct passage *t)
{
	for (int i = 0; i < t->n; i++) {
		if (begins_number(t, i)) {
			check_number(p, t, i);
		}
		if (scan_digit(t->c[i]) && begins_number(t, i)) {
			int end = check_comma(p, t, i);
			i = end > i ? end - 1 : i;
		} else if (t->c[i] == U'，' && scan_digit(t->c[i - 1]) && scan_digit(t->c[i + 1])) {
			check_full_comma(p, t, i);
		} else if (t->c[i] == '.' && scan_digit(t->c[i + 1])) {
			check_point(p, t, i);
		}
	}
}

/* Ranges of dates, and those of figures. */
enum range_kind { RANGE_DATES, RANGE_FIGURES, RANGE_KINDS };

/* Where a mark stands. */
struct range_use {
	const struct passage *t;
	int at;
};

static bool comes_before(const struct range_use *a, const struct range_use *b)
{
	return a->t != b->t ? a->t->number < b->t->number : a->at < b->at;
}

/* Kind of the range whose mark stands at i; RANGE_KINDS where it is none, such
   as in a telephone number. */
static enum range_kind range_kind(const struct passage *t, int i)
{
	uint32_t before = t->c[i - 1];
	int end = i + 1 + digits(t, i + 1);

	if (end == i + 1 || t->c[i + 1] == t->c[i] || t->c[end] == t->c[i]) {
		return RANGE_KINDS;
	}
	if (scan_in(before, U"年月日时") && scan_in(t->c[end], U"年月日时")) {
		return RANGE_DATES;
	}
	if (scan_in(before, U"%万亿") && scan_in(t->c[end], U"%万亿")) {
		return RANGE_FIGURES;
	}
	return RANGE_KINDS;
}

/* How often each mark stands in ranges of a kind. */
struct range_uses {
	struct range_use first[5]; /* in the order of marks */
	int n[5];
};

static const uint32_t marks[] = RANGE_MARKS;

static int mark_index(uint32_t c)
{
	int k = 0;

	while (marks[k] && marks[k] != c) {
		k++;
	}
	return k;
}

/* The mark that the others should be like: — or ～ where any is, and of them the
   one used most; the first of the issue where they are even. */
static int chosen(const struct range_uses *u)
{
	int best = -1;

	for (int k = 0; k < 5; k++) {
		bool standard = scan_in(marks[k], U"—～"), better;
		if (!u->n[k]) {
			continue;
		}
		better = best < 0 || u->n[k] > u->n[best] ||
				(u->n[k] == u->n[best] &&
						comes_before(&u->first[k], &u->first[best]));
		if (best >= 0 && standard != scan_in(marks[best], U"—～")) {
			better = standard;
		}
		best = better ? k : best;
	}
	return best;
}

/* f is called with every range mark of the issue that is one. */
static void each_range(struct proofing *p, struct range_uses *uses,
		void (*f)(struct proofing *p, struct range_uses *uses, const struct passage *t,
				int i))
{
	for (int k = 0; k < p->npassages; k++) {
		const struct passage *t = &p->passages[k];
		for (int i = 1; scan_is_prose(t) && i + 1 < t->n; i++) {
			enum range_kind kind = RANGE_KINDS;
			if (scan_in(t->c[i], RANGE_MARKS)) {
				kind = range_kind(t, i);
			}
			if (kind != RANGE_KINDS) {
				f(p, &uses[kind], t, i);
			}
		}
	}
}

static void count_use(struct proofing *p, struct range_uses *u, const struct passage *t, int i)
{
	int k = mark_index(t->c[i]);

	(void)p;
	if (!u->n[k]++) {
		u->first[k] = (struct range_use){ t, i };
	}
}

static void check_use(struct proofing *p, struct range_uses *u, const struct passage *t, int i)
{
	int best = chosen(u);

	if (marks[best] != t->c[i]) {
		struct finding *f = passage_add(p, &numbers_rules[RANGE_MIXED], t, i, 1,
				scan_shown(p->a, marks[best]), scan_shown(p->a, t->c[i]));
		passage_also(p, f, u->first[best].t, u->first[best].at);
	}
}

void numbers_check_ranges(struct proofing *p)
{
	struct range_uses uses[RANGE_KINDS] = { 0 };

	each_range(p, uses, count_use);
	each_range(p, uses, check_use);
}
