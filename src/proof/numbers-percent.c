/* numbers-percent: percentages against the figures beside them. */

#include "proof/numbers-imp.h"

#define VALUE_MAX 1000000000 /* of a figure that is reckoned with */
#define PART      1000000    /* a change is reckoned in millionths */

/* Where the next % stands in [i, end), with the number before it; -1. */
static int find_percent(const struct passage *t, int i, int end, struct number *n)
{
	for (; i < end; i++) {
		if (t->c[i] == '%' && scan_number_before(t, i, n)) {
			return i;
		}
	}
	return -1;
}

/* A rate or share is spoken of shortly before i. */
static bool is_of_rate(const struct passage *t, int i)
{
	for (int k = i - 1; k >= 0 && k > i - 14 && !scan_in(t->c[k], U"。；"); k--) {
		if (scan_in(t->c[k], U"率占比度")) {
			return true;
		}
	}
	return false;
}

/* n stands before a %. */
static void say_points(struct proofing *p, const struct passage *t, const struct number *n)
{
	passage_add(p, &numbers_rules[PERCENT_POINTS], t, n->at, n->end + 1 - n->at,
			arena_print(p->a, "%s个百分点",
					passage_excerpt(p, t, n->at, n->end - n->at)));
}

/* 达到率88%，超目标3%: the second is a difference of the first kind. i is the
   first %. */
static void check_points(struct proofing *p, const struct passage *t, int i)
{
	static const char compared[] = "超目标 超出目标 超过目标 超计划 超额 高出 低于 高于 "
				       "比目标高 比全国高 比全省高 较目标高";
	static const char changed[] = "提高 提升 上升 下降 降低 回落 高 低";
	struct number first, second;
	int end, at, from = -1;

	if (t->c[i + 1] != U'，' || !scan_number_before(t, i, &first)) {
		return;
	}
	end = scan_clause_end(t, i + 2);
	at = find_percent(t, i + 2, end, &second);
	if (at < 0 || second.at - i > 22) {
		return;
	}
	for (int k = i + 2; k < second.at && from < 0; k++) {
		if (scan_word(t, k, compared) ||
				(scan_word(t, k, "比 较") && is_of_rate(t, first.at))) {
			from = k;
		}
	}
	if (from < 0 || scan_word(t, at + 1, "的 以") || scan_in(t->c[second.at - 1], U"到至为")) {
		return;
	}
	if (!scan_word(t, from, compared) &&
			!scan_word_before(t, second.at - (t->c[second.at - 1] == U'了'), changed)) {
		return;
	}
	say_points(p, t, &second);
}

static int64_t power(int n)
{
	int64_t v = 1;

	while (n-- > 0) {
		v *= 10;
	}
	return v;
}

/* From one figure to another, each known to half a unit of its last place. All
   are doubled, so that halves are whole. */
struct change {
	int64_t a, b;   /* of one number of decimals */
	int64_t ua, ub; /* the unit of the last place as written */
};

/* The change, in millionths of a: at least and at most. */
static void reckon(const struct change *k, int64_t *least, int64_t *most)
{
	int64_t a = 2 * k->a, b = 2 * k->b;

	if (a > b) {
		*least = PART - PART * (b + k->ub) / (a - k->ua);
		*most = PART - PART * (b - k->ub) / (a + k->ua);
	} else {
		*least = PART * (b - k->ub) / (a + k->ua) - PART;
		*most = PART * (b + k->ub) / (a - k->ua) - PART;
	}
}

static struct change change_of(const struct number *a, const struct number *b)
{
	int decimals = a->decimals > b->decimals ? a->decimals : b->decimals;
	int64_t ua = power(decimals - a->decimals), ub = power(decimals - b->decimals);

	return (struct change){ a->value * ua, b->value * ub, ua, ub };
}

/* 由40毫秒降至33毫秒，降幅17.5%: two figures and what is said of them. */
struct claim {
	struct number a, b, percent;
	int a_end, b_end; /* behind their units */
	bool about;
};

/* Of two percentages the difference is said: 由85%提高到90%，提高了5%. */
static bool is_difference(const struct passage *t, const struct claim *c)
{
	struct change k = change_of(&c->a, &c->b);
	int decimals = c->a.decimals > c->b.decimals ? c->a.decimals : c->b.decimals;
	int64_t difference = k.a > k.b ? k.a - k.b : k.b - k.a;

	return t->c[c->a_end - 1] == '%' && c->percent.decimals <= decimals &&
			difference == c->percent.value * power(decimals - c->percent.decimals);
}

/* The percentage may be the change. */
static bool is_true(const struct claim *c)
{
	struct change k = change_of(&c->a, &c->b);
	int64_t least, most, unit = power(4 - c->percent.decimals);
	int64_t said = c->percent.value * unit, slack = unit / 2 + 1 + (c->about ? PART / 100 : 0);

	reckon(&k, &least, &most);
	return said + slack >= least && said - slack <= most;
}

/* Length of the unit behind a number: the same at both. */
static int unit_length(const struct passage *t, const struct number *n)
{
	int i = n->end;

	while (i - n->end < 4 && (scan_han(t->c[i]) || t->c[i] == '%' || scan_latin(t->c[i])) &&
			!scan_in(t->c[i], U"左上下升降涨跌提增减至到的")) {
		i++;
	}
	return i - n->end;
}

static bool same_unit(const struct passage *t, const struct claim *c)
{
	int n = unit_length(t, &c->a);

	for (int i = 0; i < n; i++) {
		if (t->c[c->a.end + i] != t->c[c->b.end + i]) {
			return false;
		}
	}
	return n > 0;
}

/* The figure that 至 or 到 leads to, within a few characters of i. */
static bool find_second(const struct passage *t, int i, struct number *out)
{
	for (int k = i; k < i + 14 && k < t->n && !scan_mark(t->c[k]); k++) {
		if (scan_in(t->c[k], U"至到") && scan_digit(t->c[k + 1])) {
			return scan_number(t, k + 1, out);
		}
	}
	return false;
}

static bool read_claim(const struct passage *t, int i, struct claim *c)
{
	int first = i + 1, at, end;

	while (first < i + 6 && !scan_digit(t->c[first])) {
		first++;
	}
	if (!scan_digit(t->c[first]) || !scan_number(t, first, &c->a) ||
			!find_second(t, c->a.end, &c->b) || !same_unit(t, c)) {
		return false;
	}
	c->a_end = c->a.end + unit_length(t, &c->a);
	c->b_end = c->b.end + unit_length(t, &c->a);
	end = scan_clause_end(t, c->b_end);
	c->about = scan_find(t, i, end, "左右") >= 0 || scan_find(t, i, end, "约") >= 0;
	if (t->c[end] != U'，') {
		return false;
	}
	at = end + 1 +
			scan_word(t, end + 1,
					"降幅 增幅 涨幅 提升 提高 增长 下降 降低 减少 缩短 增加");
	for (; scan_in(t->c[at], U"达到超过为了约近逾"); at++) {
		c->about = c->about || scan_in(t->c[at], U"超约近逾");
	}
	return at > end + 1 && scan_number(t, at, &c->percent) && t->c[c->percent.end] == '%';
}

static bool is_small(const struct number *n)
{
	return n->arabic && n->value > 0 && n->value < VALUE_MAX && n->decimals <= 4;
}

static void check_change(struct proofing *p, const struct passage *t, int i)
{
	struct claim c = { 0 };
	struct change k;
	int64_t least, most;

	if (!read_claim(t, i, &c) || !is_small(&c.a) || !is_small(&c.b) || !is_small(&c.percent)) {
		return;
	}
	k = change_of(&c.a, &c.b);
	if (is_difference(t, &c) && !c.about && c.a.value != 100) {
		say_points(p, t, &c.percent);
		return;
	}
	if (2 * k.a <= k.ua || is_true(&c)) {
		return;
	}
	reckon(&k, &least, &most);
	passage_add(p, &numbers_rules[PERCENT_WRONG], t, c.percent.at,
			c.percent.end + 1 - c.percent.at,
			passage_excerpt(p, t, c.a.at, c.a_end - c.a.at),
			passage_excerpt(p, t, c.b.at, c.b_end - c.b.at),
			arena_print(p->a, "%lld.%lld", (long long)((least + most) / 20000),
					(long long)((least + most) / 2000 % 10)),
			passage_excerpt(p, t, c.percent.at, c.percent.end - c.percent.at));
}

void numbers_check_percent(struct proofing *p, const struct passage *t)
{
	for (int i = 1; i < t->n; i++) {
		if (t->c[i] == '%' && scan_digit(t->c[i - 1])) {
			check_points(p, t, i);
		} else if (scan_in(t->c[i], U"由从")) {
			check_change(p, t, i);
		}
	}
}
