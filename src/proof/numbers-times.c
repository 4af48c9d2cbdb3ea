/* numbers-times: years, dates, hours. */

#include "proof/numbers-imp.h"

#include "base/i18n.h"

/* 24年3月, 23年度: a year cut short, not a span of time (15年3个月). */
static void check_short_year(struct proofing *p, const struct passage *t, const struct number *n)
{
	int year = (int)n->value, now = p->issue->date.year, century = now - now % 100;

	if (n->end - n->at != 2 || t->c[n->end] != U'年' ||
			scan_word_before(t, n->at,
					"第 近 约 历时 历经 长达 运行 期 任职 满 达 超 ’ '")) {
		return;
	}
	if (scan_word(t, n->end + 1, "度过") ||
			!scan_word(t, n->end + 1,
					"度 上半年 下半年 年初 年底 年末 会费 工作总结 工作要点 "
					"工作计划 全年 "
					"春节 国庆 一季度 二季度 三季度 四季度 第一季度 第二季度 "
					"第三季度 "
					"第四季度")) {
		struct number month;
		if (!scan_number(t, n->end + 1, &month) || !month.arabic || month.decimals ||
				month.value > 12 || t->c[month.end] != U'月') {
			return;
		}
	}
	year += year + century > now + 5 ? century - 100 : century;
	passage_add(p, &numbers_rules[YEAR_SHORT], t, n->at, 3, arena_print(p->a, "%d年", year));
}

static bool is_year_digit(uint32_t c)
{
	return scan_in(c, U"一二三四五六七八九");
}

/* 二○二四年, 二零二四年. */
static void check_zero(struct proofing *p, const struct passage *t, int i)
{
	bool circle = scan_in(t->c[i], U"○◯O0");
	struct finding *f;

	if (!circle && t->c[i] != U'零') {
		return;
	}
	/* Chinese digits on both sides, in a row: no 一百零五 */
	if (!is_year_digit(t->c[i - 1]) ||
			!(is_year_digit(t->c[i + 1]) || t->c[i + 1] == t->c[i])) {
		return;
	}
	if (!circle && scan_find(t, i, i + 5, "年") < 0) {
		return;
	}
	f = passage_add(p, &numbers_rules[YEAR_ZERO], t, i, 1, scan_shown(p->a, t->c[i]));
	if (circle) {
		finding_fix_surely(f, "〇");
	} else {
		f->fix = "〇";
	}
}

/* 下午17时, 上午14:30 */
static void check_half_day(struct proofing *p, const struct passage *t, const struct number *n)
{
	int words = scan_word_before(t, n->at, "上午 下午 晚上 午后 傍晚");

	if (words && n->value > 12 && n->value <= 24 && !n->decimals &&
			scan_in(t->c[n->end], U"时点:：")) {
		passage_add(p, &numbers_rules[HOUR_TWICE], t, n->at - words,
				words + n->end - n->at + 1,
				passage_excerpt(p, t, n->at - words, words));
	}
}

/* 22:00时 */
static void check_clock(struct proofing *p, const struct passage *t, const struct number *n)
{
	int end = n->end + 3;

	if (n->end - n->at <= 2 && n->value <= 24 && scan_in(t->c[n->end], U":：") &&
			scan_digit(t->c[n->end + 1]) && scan_digit(t->c[n->end + 2]) &&
			scan_word(t, end, "时 点 分") &&
			!scan_word(t, end, "时许 时间 点击 点位 分享")) {
		passage_add(p, &numbers_rules[HOUR_CLOCK], t, n->at, end + 1 - n->at,
				passage_excerpt(p, t, n->at, end + 1 - n->at));
	}
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* Sunday is 0 (Sakamoto's method). */
static int weekday(int year, int month, int day)
{
	static const int offsets[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };

	year -= month < 3;
	return (year + year / 4 - year / 100 + year / 400 + offsets[month - 1] + day) % 7;
}

/* （星期五） behind a date. year 0: the text says none. */
static void check_weekday(struct proofing *p, const struct passage *t, int i, struct date d)
{
	static const uint32_t names[] = U"日一二三四五六";
	static const char *const full[] = { "星期日", "星期一", "星期二", "星期三", "星期四",
		"星期五", "星期六" };
	int at = i + scan_word(t, i, "（ ("), day, said = -1;

	at += scan_word(t, at, "星期 周");
	for (int k = 0; k < 7; k++) {
		said = names[k] == t->c[at] || (k == 0 && t->c[at] == U'天') ? k : said;
	}
	if (!scan_word_before(t, at, "星期 周") || said < 0 || !d.year) {
		return;
	}
	day = weekday(d.year, d.month, d.day);
	if (day != said) {
		passage_add(p, &numbers_rules[DATE_WEEKDAY], t, at - 1, 2, full[day], full[said]);
	}
}

/* The year that stands before a month; that of the issue where there is none
   and the month is a recent one. */
static int year_of(const struct proofing *p, const struct passage *t, int i, int month)
{
	struct number year;

	if (t->c[i - 1] == U'年') {
		return scan_number_before(t, i - 1, &year) && year.end - year.at == 4
				? (int)year.value
				: 0;
	}
	return month <= p->issue->date.month ? p->issue->date.year : 0;
}

/* 2月30日, 13月 */
static void check_date(struct proofing *p, const struct passage *t, const struct number *month)
{
	struct number day;
	struct date d;

	if (t->c[month->end] != U'月' || month->decimals || month->end - month->at > 2 ||
			scan_in(t->c[month->at - 1], U"./-第个") ||
			!scan_number(t, month->end + 1, &day) || day.decimals ||
			day.end - day.at > 2 || !day.arabic || t->c[day.end] != U'日') {
		return;
	}
	d = (struct date){ year_of(p, t, month->at, (int)month->value), (int)month->value,
		(int)day.value };
	if (d.month < 1 || d.month > 12 || d.day < 1 ||
			d.day > days_in(d.year ? d.year : 2000, d.month)) {
		passage_add(p, &numbers_rules[DATE_NONE], t, month->at, day.end + 1 - month->at,
				passage_excerpt(p, t, month->at, day.end + 1 - month->at));
	} else {
		check_weekday(p, t, day.end + 1, d);
	}
}

void numbers_check_times(struct proofing *p, const struct passage *t)
{
	struct number n;

	for (int i = 0; i < t->n; i++) {
		check_zero(p, t, i);
		if (scan_digit(t->c[i]) && !scan_digit(t->c[i - 1]) && scan_number(t, i, &n)) {
			check_short_year(p, t, &n);
			check_half_day(p, t, &n);
			check_clock(p, t, &n);
			check_date(p, t, &n);
		}
	}
}
