/* numbers-sums: a list against the number that is said of it, parts against
   their sum. Only where the text leaves no other reading. */

#include "proof/numbers-imp.h"

#define ITEMS_MAX 20

/* What a list is made of, and is not counted for another reason. */
static const char abstract[] =
		"部分 方面 环节 领域 维度 层面 板块 阶段 步骤 特点 特征 原则 要点 主题 专题";
static const char counted[] =
		"部分 方面 环节 领域 维度 层面 板块 阶段 步骤 特点 特征 原则 要点 主题 "
		"专题 问题 任务 重点 目标 城市 单位 部门 企业 公司 省 市 县 区 级 家 "
		"地市 平台";

/* A list that ends where the number begins: its items, last first. */
struct items {
	int from[ITEMS_MAX], end[ITEMS_MAX];
	int n;
	bool whole; /* no 和 and the like, no brackets */
};

static struct items read_items(const struct passage *t, int end)
{
	struct items k = { .whole = true };
	int last = end;

	for (int i = end; k.n < ITEMS_MAX; i--) {
		uint32_t c = t->c[i - 1];
		if (i == 0 || scan_in(c, U"、，。；：？！\n")) {
			k.from[k.n] = i;
			k.end[k.n++] = last;
			last = i - 1;
			if (c != U'、' || i == 0) {
				break;
			}
		} else if (scan_in(c, U"和与及或（）“”《》")) {
			k.whole = false;
		}
	}
	return k;
}

/* All but the first, which begins with other words. */
static bool same_length(const struct items *k)
{
	int n = k->end[0] - k->from[0];

	for (int i = 1; i + 1 < k->n; i++) {
		if (k->end[i] - k->from[i] != n) {
			return false;
		}
	}
	return n > 1;
}

/* 甲、乙、丙四个方面. One less may be announced than seem to be listed, where
   the first belongs to something else; not where all are alike. */
static void check_list(struct proofing *p, const struct passage *t, const struct number *n)
{
	int behind = n->end + scan_word(t, n->end, "个 大 项 类 家");
	struct items k;
	bool wrong;

	if (n->decimals || n->value < 2 || n->value > 12 ||
			!scan_word(t, behind, n->arabic ? abstract : counted) ||
			scan_in(t->c[n->at - 1], U"等第前的了这那为有共约近之其在和与及每各、，")) {
		return;
	}
	k = read_items(t, n->at);
	wrong = k.n == n->value + 1 ? n->value >= 3 && same_length(&k) : k.n == n->value - 1;
	if (k.whole && k.n >= 3 && k.n < ITEMS_MAX && wrong && k.end[0] - k.from[0] <= 8) {
		int to = behind + scan_word(t, behind, counted);
		passage_add(p, &numbers_rules[COUNT_LIST], t, n->at, to - n->at,
				passage_excerpt(p, t, n->at, to - n->at),
				arena_print(p->a, "%d", k.n));
	}
}

static const uint32_t measures[] =
		U"个名人家件幅项台座条户场次亩吨部篇处辆套起支只张份本册枚位所间艘株块";

/* The number with its measure word that stands last before i, of the same or
   the last sentence. */
static bool find_total(const struct passage *t, int i, struct number *out)
{
	int from = i > 40 ? i - 40 : 0, stops = 0;

	for (int k = i - 1; k > from && stops < 2; k--) {
		stops += t->c[k] == U'。';
		if (scan_in(t->c[k], measures) && scan_digit(t->c[k - 1])) {
			return scan_number_before(t, k, out) && !out->decimals;
		}
	}
	return false;
}

/* The parts behind 其中, up to the end of the sentence. */
struct parts {
	int64_t sum;
	int n, last;  /* end of the last */
	bool unclear; /* something else is counted or compared there */
};

static struct parts read_parts(const struct passage *t, int i, uint32_t measure)
{
	struct parts k = { 0 };
	int end = scan_sentence_end(t, i);
	struct number n;

	for (; i < end && !k.unclear; i++) {
		if (t->c[i] == U'（') {
			int close = scan_closing(t, i);
			i = close > 0 ? close : i;
		} else if (scan_word(t, i,
					   "比 较 增 减 降 占 达 超 同比 其中 包括 含 平均 近 约 "
					   "余 多")) {
			k.unclear = true;
		} else if (scan_digit(t->c[i]) && scan_number(t, i, &n)) {
			if (t->c[n.end] == measure && !n.decimals) {
				k.sum += n.value;
				k.n++;
				k.last = n.end + 1;
			} else {
				k.unclear = true;
			}
			i = n.end - 1;
		}
	}
	return k;
}

/* 共30件，其中甲10件、乙15件、丙6件: too many in any case; too few only where
   hardly any is left for what is not named. */
static void check_parts(struct proofing *p, const struct passage *t, int i)
{
	struct number total;
	struct parts k;
	bool wrong;

	if (!find_total(t, i, &total)) {
		return;
	}
	k = read_parts(t, i + 2, t->c[total.end]);
	wrong = k.sum > total.value ||
			(k.sum < total.value && k.n > 2 &&
					(total.value - k.sum) * 10 <= total.value);
	if (!k.unclear && k.n >= 2 && wrong) {
		struct finding *f = passage_add(p, &numbers_rules[SUM_PARTS], t, total.at,
				total.end + 1 - total.at,
				arena_print(p->a, "%lld", (long long)k.sum),
				passage_excerpt(p, t, total.at, total.end - total.at));
		passage_also(p, f, t, i);
	}
}

/* 甲3名、乙5名、丙8名 from `from` to `to`: every item ends with a number and the
   same measure. Their sum; 0 where it is another list. */
static int64_t sum_items(const struct passage *t, int from, int to, uint32_t measure)
{
	int64_t sum = 0;
	int items = 0, begin = from;

	for (int i = from; i <= to; i++) {
		struct number n;
		if (i < to && t->c[i] != U'、') {
			continue;
		}
		if (t->c[i - 1] != measure || !scan_number_before(t, i - 1, &n) || n.decimals ||
				!n.arabic || n.at - begin < 2 ||
				scan_in(t->c[n.at - 1], U"第约近超逾达共")) {
			return 0;
		}
		sum += n.value;
		items++;
		begin = i + 1;
	}
	return items > 1 ? sum : 0;
}

/* 甲3名、乙5名、丙8名，共计15名. What is counted further to the left may belong
   to the sum as well. */
static void check_total_behind(struct proofing *p, const struct passage *t, int i)
{
	int from = i - 1;
	int at = i + scan_word(t, i, "共 共计 合计 总计 总共 一共");
	struct number total;
	int64_t sum;

	if (at == i || t->c[i - 1] != U'，' || !scan_digit(t->c[at]) ||
			!scan_number(t, at, &total) || total.decimals ||
			!scan_in(t->c[total.end], measures)) {
		return;
	}
	while (from > 0 && i - from < 120 && !scan_in(t->c[from - 1], U"，。；：？！（）")) {
		from--;
	}
	if (from > 0 && t->c[from - 2] == t->c[total.end]) {
		return;
	}
	sum = sum_items(t, from, i - 1, t->c[total.end]);
	if (sum > 0 && sum != total.value) {
		passage_add(p, &numbers_rules[SUM_PARTS], t, total.at, total.end + 1 - total.at,
				arena_print(p->a, "%lld", (long long)sum),
				passage_excerpt(p, t, total.at, total.end - total.at));
	}
}

/* Items of a list that ends with its sentence: divided by 、 alone, each short,
   none of them two; 0 where the text from i is anything else. */
static int count_items(const struct passage *t, int i, bool *even)
{
	int n = 0, begin = i, length = 0;

	*even = true;
	for (;; i++) {
		uint32_t c = t->c[i];
		if (c == U'、' || c == U'。' || !c) {
			if (i - begin < 2 || i - begin > 14) {
				return 0;
			}
			*even = *even && (!length || i - begin == length);
			length = i - begin;
			begin = i + 1;
			n++;
			if (c != U'、') {
				return n;
			}
		} else if (!scan_han(c) || scan_in(c, U"和与及或等以各")) {
			return 0;
		}
	}
}

/* 先进集体5个：甲、乙、丙、丁. Where more are listed, one of them may hold a 、 of
   its own, unless all are of one length. */
static void check_list_behind(struct proofing *p, const struct passage *t, const struct number *n)
{
	int listed;
	bool even;

	if (n->decimals || n->value < 3 || n->value > 30 || !scan_in(t->c[n->end], measures) ||
			t->c[n->end + 1] != U'：') {
		return;
	}
	listed = count_items(t, n->end + 2, &even);
	if (listed >= 3 && listed != n->value && (listed < n->value || even)) {
		passage_add(p, &numbers_rules[COUNT_BEHIND], t, n->at, n->end + 1 - n->at,
				passage_excerpt(p, t, n->at, n->end + 1 - n->at),
				arena_print(p->a, "%d", listed));
	}
}

void numbers_check_sums(struct proofing *p, const struct passage *t)
{
	struct number n;

	for (int i = 1; i < t->n; i++) {
		bool begins = (scan_digit(t->c[i]) && !scan_digit(t->c[i - 1])) ||
				scan_in(t->c[i], U"两三四五六七八九十");
		if (begins && scan_number(t, i, &n)) {
			check_list(p, t, &n);
			check_list_behind(p, t, &n);
		} else if (scan_is(t, i, "其中")) {
			check_parts(p, t, i);
		} else if (scan_in(t->c[i], U"共合总一")) {
			check_total_behind(p, t, i);
		}
	}
}
