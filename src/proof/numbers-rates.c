/* numbers-rates: a rate beside the two figures it follows from, what is left of
   an income, by how much a number grew. */

#include "proof/numbers-imp.h"

#define VALUE_MAX   1000000000 /* of a figure that is reckoned with */
#define PERCENT_MAX 100000     /* and of a percentage, in its last place */
#define FIGURES     8          /* of a sentence that may be the whole of a part */

static int64_t power(int n)
{
	int64_t v = 1;

	while (n-- > 0) {
		v *= 10;
	}
	return v;
}

/* A value as it is written. */
static const char *written(struct proofing *p, int64_t value, int decimals)
{
	int64_t v = value < 0 ? -value : value;
	const char *sign = value < 0 ? "-" : "";

	if (!decimals) {
		return arena_print(p->a, "%s%lld", sign, (long long)v);
	}
	return arena_print(p->a, "%s%lld.%0*lld", sign, (long long)(v / power(decimals)), decimals,
			(long long)(v % power(decimals)));
}

static bool is_small(const struct number *n)
{
	return n->arabic && n->value > 0 && n->value < VALUE_MAX && n->decimals <= 4;
}

/* The next figure in [i, end); false where there is none. */
static bool next_figure(const struct passage *t, int i, int end, struct number *out)
{
	for (; i < end; i++) {
		if (scan_digit(t->c[i]) && !scan_digit(t->c[i - 1]) && t->c[i - 1] != '.') {
			return scan_number(t, i, out);
		}
	}
	return false;
}

/* Something is counted there, not dated or numbered. */
static bool has_unit(const struct passage *t, const struct number *n)
{
	return scan_han(t->c[n->end]) && !scan_in(t->c[n->end], U"年月日时点分秒号第届期余多") &&
			!scan_in(t->c[n->at - 1], U"第约近超逾-—～");
}

static bool same_unit(const struct passage *t, const struct number *a, const struct number *b)
{
	uint32_t unit = t->c[a->end];

	return unit == t->c[b->end] &&
			(!scan_in(unit, U"万亿") || t->c[a->end + 1] == t->c[b->end + 1]);
}

/* 应缴214家, 共有30件: the whole of something. */
static bool is_whole(const struct passage *t, const struct number *n)
{
	for (int i = n->at - 1; i >= 0 && i > n->at - 12 && !scan_mark(t->c[i]); i--) {
		if (scan_word(t, i, "应 共 总 合计 计划 现有 全部")) {
			return true;
		}
	}
	return false;
}

/* The figure of a rate is the part of what a verb does: 已缴203家, 合格304批, with
   the verb of the rate 收缴率 itself. rate is where 率 or 占 stands. */
static bool is_part(const struct passage *t, const struct number *n, int rate)
{
	for (int i = n->at - 1; i >= 0 && i > n->at - 12 && !scan_in(t->c[i], U"，。；："); i--) {
		if (scan_word(t, i, "已 其中 实 完成") ||
				(t->c[rate] == U'率' && t->c[i] == t->c[rate - 1])) {
			return true;
		}
	}
	return false;
}

/* 率 or 占 right before the percentage at i; -1. */
static int find_rate(const struct passage *t, int i)
{
	int k = i - scan_word_before(t, i, "达到 达 为 仅 只有 是 了 到");

	k -= scan_word_before(t, k, "比 比为 比达 比例为 比重为");
	if (scan_in(t->c[k - 1], U"率占")) {
		return k - 1;
	}
	return scan_word_before(t, k, "占总数的 占全部的 占总数 占比") ? k - 3 : -1;
}

/* The share of part in whole, or what is left of it, may be written as percent. */
static bool is_share(const struct number *whole, const struct number *part,
		const struct number *percent)
{
	int decimals = whole->decimals > part->decimals ? whole->decimals : part->decimals;
	int64_t a = whole->value * power(decimals - whole->decimals);
	int64_t b = part->value * power(decimals - part->decimals);
	int64_t scale = 100 * power(percent->decimals);

	for (int k = 0; k < 2; k++) {
		/* rounded or cut off: the next lower or the next higher */
		int64_t difference = b * scale - percent->value * a;
		if (difference < a && difference > -a) {
			return true;
		}
		b = a - b;
	}
	return false;
}

/* The figures of the sentence before its percentage. */
struct before {
	struct number at[FIGURES];
	int n;
	bool unclear;
};

static struct before read_before(const struct passage *t, int from, int end)
{
	struct before k = { 0 };
	struct number n;

	while (next_figure(t, from, end, &n)) {
		from = n.end;
		if (has_unit(t, &n) && is_small(&n)) {
			k.unclear = k.unclear || k.n == FIGURES;
			k.at[k.n] = n;
			k.n += k.n < FIGURES - 1;
		}
	}
	for (int i = from; i < end; i++) {
		k.unclear = k.unclear || scan_in(t->c[i], U"增降涨比较；");
	}
	return k;
}

/* 应缴214家，其中免缴10家，已缴204家: the whole less what stands between. */
static bool is_share_of_rest(const struct passage *t, const struct before *k, int n,
		const struct number *percent)
{
	const struct number *part = &k->at[k->n - 1];

	for (int i = n + 1; i < k->n - 1; i++) {
		struct number rest = k->at[n];
		rest.value -= k->at[i].value;
		if (same_unit(t, &k->at[i], part) && k->at[i].decimals == rest.decimals &&
				rest.value > 0 && is_share(&rest, part, percent)) {
			return true;
		}
	}
	return false;
}

static void say_rate(struct proofing *p, const struct passage *t, const struct number *whole,
		const struct number *part, const struct number *percent)
{
	int decimals = whole->decimals > part->decimals ? whole->decimals : part->decimals;
	int64_t a = whole->value * power(decimals - whole->decimals);
	int64_t b = part->value * power(decimals - part->decimals);
	long long tenths = (2000 * b + a) / (2 * a);
	struct finding *f = passage_add(p, &numbers_rules[RATE_WRONG], t, percent->at,
			percent->end + 1 - percent->at,
			passage_excerpt(p, t, part->at, part->end + 1 - part->at),
			passage_excerpt(p, t, whole->at, whole->end + 1 - whole->at),
			arena_print(p->a, "%lld.%lld", tenths / 10, tenths % 10),
			passage_excerpt(p, t, percent->at, percent->end - percent->at));

	passage_also(p, f, t, part->at);
}

/* 应缴214家，已缴203家，收缴率84.9%. i is the %. */
static void check_rate(struct proofing *p, const struct passage *t, int i)
{
	struct number percent;
	struct before k;
	const struct number *part, *whole = NULL;
	int rate;

	if (!scan_number_before(t, i, &percent) || !is_small(&percent) || percent.decimals > 2 ||
			percent.value > PERCENT_MAX) {
		return;
	}
	rate = find_rate(t, percent.at);
	if (rate < 1 || scan_word(t, i + 1, "以 左 的")) {
		return;
	}
	k = read_before(t, scan_sentence(t, rate), rate);
	if (k.n < 2 || k.unclear) {
		return;
	}
	part = &k.at[k.n - 1];
	if (rate - part->end > 12 || !is_part(t, part, rate)) {
		return;
	}
	for (int n = 0; n < k.n - 1; n++) {
		const struct number *a = &k.at[n];
		if (!same_unit(t, a, part)) {
			continue;
		}
		if (is_share(a, part, &percent) || is_share_of_rest(t, &k, n, &percent)) {
			return;
		}
		whole = is_whole(t, a) && a->value > part->value ? a : whole;
	}
	if (whole && whole->decimals == part->decimals) {
		say_rate(p, t, whole, part, &percent);
	}
}

/* The only figure said of word in [from, end): 收入412.6. False where there are
   several, or none. */
static bool read_sole(const struct passage *t, int from, int end, const char *word,
		struct number *out)
{
	bool found = false;

	for (int i = from; i < end; i++) {
		int n = scan_word(t, i, word);
		if (!n) {
			continue;
		}
		i += n;
		i += scan_word(t, i, "共计 合计 总计 总额 共 为 计 总额为 合计为");
		if (found || !scan_digit(t->c[i]) || !scan_number(t, i, out)) {
			return false;
		}
		found = true;
		i = out->end - 1;
	}
	return found && is_small(out);
}

static int64_t scaled(const struct number *n, int decimals)
{
	return n->value * power(decimals - n->decimals);
}

/* What a figure is counted in, if anything: 万元. */
static bool same_money(const struct passage *t, const struct number *a, const struct number *b)
{
	int n = scan_word(t, a->end, "元 万元 亿元");

	return n == scan_word(t, b->end, "元 万元 亿元") && (!n || t->c[a->end] == t->c[b->end]) &&
			t->c[a->end] != U'余' && t->c[b->end] != U'余';
}

/* Figures in [from, end) that are no dates and no percentages. */
static int count_money(const struct passage *t, int from, int end)
{
	struct number n;
	int count = 0;

	while (next_figure(t, from, end, &n)) {
		count += !scan_in(t->c[n.end], U"年月日%％");
		from = n.end;
	}
	return count;
}

/* 收入412.6，支出398.2，结余15.4; what was left of the year before is counted in
   where the text names it. i is 结. */
static void check_rest(struct proofing *p, const struct passage *t, int i)
{
	static const char carry[] = "上年结转 上年结余 上年度结余 上年度结转 年初结余 期初结余";
	int from = scan_sentence(t, i), at = i + 2 + scan_word(t, i + 2, "为 共计 合计 共");
	struct number in, out, rest, old;
	int64_t left, slack;
	int decimals;
	bool carried;

	if (scan_word_before(t, i, "上年 上年度 年初 期初 累计 滚存 历年") ||
			!scan_digit(t->c[at]) || !scan_number(t, at, &rest) ||
			!read_sole(t, from, i, "收入", &in) ||
			!read_sole(t, from, i, "支出", &out) || !is_small(&rest) ||
			!same_money(t, &in, &out) || !same_money(t, &in, &rest)) {
		return;
	}
	carried = read_sole(t, from, i, carry, &old);
	if (!carried &&
			(scan_find(t, from, i, "上年") >= 0 ||
					scan_find(t, from, i, "结转") >= 0)) {
		return;
	}
	if (count_money(t, from, i) != 2 + carried) {
		return;
	}
	decimals = in.decimals > out.decimals ? in.decimals : out.decimals;
	decimals = rest.decimals > decimals ? rest.decimals : decimals;
	if (carried) {
		decimals = old.decimals > decimals ? old.decimals : decimals;
	}
	left = scaled(&in, decimals) - scaled(&out, decimals) +
			(carried ? scaled(&old, decimals) : 0);
	slack = scaled(&rest, decimals) - left;
	if (slack <= 1 && slack >= -1) { /* each figure is rounded for itself */
		return;
	}
	passage_add(p, &numbers_rules[REST_WRONG], t, rest.at, rest.end - rest.at,
			written(p, left, decimals),
			passage_excerpt(p, t, rest.at, rest.end - rest.at));
}

/* 由187家增至214家: the second figure. Nothing else may stand between. */
static bool read_grown(const struct passage *t, const struct number *a, struct number *b)
{
	int i = a->end;

	for (; i < a->end + 6 && scan_han(t->c[i]); i++) {
		int n = scan_word(t, i,
				"增至 增加到 增加至 增长到 增长至 发展到 扩大到 扩大至 上升到 减至 "
				"减少到 "
				"减少至 降至 下降到 下降至 降到");
		if (n) {
			i += n;
			i += scan_word(t, i, "年末的 年底的 目前的 现在的 如今的");
			return scan_digit(t->c[i]) && scan_number(t, i, b) && is_small(b) &&
					same_unit(t, a, b);
		}
	}
	return false;
}

/* 由187家增至214家，净增37家. */
static void check_growth(struct proofing *p, const struct passage *t, int i)
{
	struct number a, b, c;
	int64_t by;
	int at, by_word;

	if (!next_figure(t, i + 1, i + 8, &a) || !is_small(&a) || !has_unit(t, &a) ||
			!read_grown(t, &a, &b)) {
		return;
	}
	at = scan_clause_end(t, b.end);
	if (t->c[at] != U'，' || at - b.end > 4) {
		return;
	}
	at++;
	at += scan_word(t, at, "全年 一年 当年 共 合计");
	by_word = scan_word(t, at,
			"净增 净增加 净增加了 增加 增加了 净增长 减少 减少了 净减 净减少 共增加 "
			"共减少");
	at += by_word;
	if (!by_word || !scan_digit(t->c[at]) || !scan_number(t, at, &c) || !is_small(&c) ||
			!same_unit(t, &a, &c) ||
			(scan_in(t->c[a.end], U"万亿") && !(a.decimals && b.decimals)) ||
			a.decimals != b.decimals || a.decimals != c.decimals) {
		return;
	}
	by = b.value > a.value ? b.value - a.value : a.value - b.value;
	if (by - c.value > (a.decimals > 0) || c.value - by > (a.decimals > 0)) {
		passage_add(p, &numbers_rules[GROWTH_WRONG], t, c.at, c.end + 1 - c.at,
				passage_excerpt(p, t, a.at, a.end + 1 - a.at),
				passage_excerpt(p, t, b.at, b.end + 1 - b.at),
				written(p, by, a.decimals),
				passage_excerpt(p, t, c.at, c.end - c.at));
	}
}

void numbers_check_rates(struct proofing *p, const struct passage *t)
{
	for (int i = 1; i < t->n; i++) {
		if (scan_in(t->c[i], U"%％")) {
			check_rate(p, t, i);
		} else if (scan_is(t, i, "结余")) {
			check_rest(p, t, i);
		} else if (scan_in(t->c[i], U"由从")) {
			check_growth(p, t, i);
		}
	}
}
