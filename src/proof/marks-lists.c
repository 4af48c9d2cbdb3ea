/* marks-lists: 、 and ， between the items of a list (GB/T 15834 4.5). Items
   are told from clauses by what they have in common and by what follows them;
   where that is in doubt nothing is said. */

#include "proof/marks-imp.h"

#define ITEMS_MAX 40

/* Marks 、 and ， of one sentence that stand side by side in rank: not within
   brackets or quotations. */
struct commas {
	int at[ITEMS_MAX];
	int n;
};

static bool is_comma(uint32_t c)
{
	return c == U'、' || c == U'，';
}

static struct finding *say_mixed(struct proofing *p, const struct passage *t, int i)
{
	struct finding *f = passage_add0(p, &marks_rules[LIST_MIXED], t, i, 1);

	f->fix = "、";
	return f;
}

/* The commas of [from, to) that are in no bracket of their own. */
static struct commas find_commas(const struct passage *t, int from, int to)
{
	struct commas all = { .n = 0 };

	for (int i = from; i < to && all.n < ITEMS_MAX; i++) {
		if (scan_in(t->c[i], U"（“《‘")) {
			int end = scan_closing(t, i);
			i = end > 0 && end < to ? end : i;
		} else if (is_comma(t->c[i])) {
			all.at[all.n++] = i;
		}
	}
	return all;
}

/* Of these marks just one is ， and it is the last, or the first, of three or
   more: its number, else -1. A ， in the middle divides groups. */
static int odd_one(const struct passage *t, const struct commas *k)
{
	int odd = -1;

	for (int i = 0; i < k->n; i++) {
		if (t->c[k->at[i]] == U'，') {
			if (odd >= 0) {
				return -1;
			}
			odd = i;
		}
	}
	return k->n >= 3 && (odd == 0 || odd == k->n - 1) ? odd : -1;
}

/* Of two marks one is ，, between slogans of three characters; longer ones may
   be grouped on purpose. */
static int odd_of_two(const struct passage *t, const struct commas *k, int length)
{
	bool first = t->c[k->at[0]] == U'，', last = t->c[k->at[1]] == U'，';

	return first == last || length != 3 ? -1 : last;
}

/* “甲乙丙、丁戊己，庚辛壬”: items of one length, all of the quotation. */
static void check_quoted(struct proofing *p, const struct passage *t, int open)
{
	int close = scan_closing(t, open), from = open + 1, length = 0, odd;
	struct commas k;

	if (close < 0 || close - open > 60) {
		return;
	}
	k = find_commas(t, from, close);
	odd = k.n == 2 ? odd_of_two(t, &k, close - k.at[1] - 1) : odd_one(t, &k);
	for (int i = 0; odd >= 0 && i <= k.n; i++) {
		int end = i < k.n ? k.at[i] : close;
		if (i && end - from != length) {
			return;
		}
		length = end - from;
		from = end + 1;
	}
	if (odd >= 0 && length >= 2) {
		say_mixed(p, t, k.at[odd]);
	}
}

/* Items a and b begin with the same two characters. */
static bool begin_alike(const struct passage *t, int a, int b)
{
	return scan_han(t->c[a]) && t->c[a] == t->c[b] && t->c[a + 1] == t->c[b + 1];
}

/* 尊重甲、尊重乙、尊重丙，尊重丁: four commas' items begin alike and are of
   about one length. first is the number of the comma before the first. */
static bool is_alike(const struct passage *t, const struct commas *k, int first, int n, int end)
{
	int one = k->at[first] + 1, shortest = 0, longest = 0;

	for (int i = first; i < first + n; i++) {
		int from = k->at[i] + 1, to = i + 1 < k->n ? k->at[i + 1] : end;
		if (!begin_alike(t, one, from)) {
			return false;
		}
		shortest = !shortest || to - from < shortest ? to - from : shortest;
		longest = to - from > longest ? to - from : longest;
	}
	return longest <= shortest + 2 && longest <= 10;
}

/* In a sentence: 、 、 ， whose items begin alike, a 、 or no comma before. */
static void check_alike(struct proofing *p, const struct passage *t, int from, int end)
{
	struct commas k = find_commas(t, from, end);

	for (int i = 2; i < k.n; i++) {
		bool mixed = t->c[k.at[i]] == U'，' && t->c[k.at[i - 1]] == U'、' &&
				t->c[k.at[i - 2]] == U'、';
		bool last = i + 1 == k.n || t->c[k.at[i + 1]] == U'，';
		int to = i + 1 < k.n ? k.at[i + 1] : scan_clause_end(t, k.at[i] + 1);
		struct commas here = k;
		here.n = i + 1;
		if (mixed && last && is_alike(t, &here, i - 2, 3, to)) {
			say_mixed(p, t, k.at[i]);
		}
	}
}

static const char counted[] = "部分 方面 环节 领域 问题 任务 要点 步骤 阶段 特点 特征 重点 板块 "
			      "项目 维度 层面 目标 "
			      "关系 专题 主题 内容 模块 系统 平台 城市 县 市 区 单位 部门 企业 "
			      "公司 原则 体系 机制";

/* 甲、乙、丙，丁4个方面: as many items as the number says, one ， among
   their marks. */
static void check_counted(struct proofing *p, const struct passage *t, int i)
{
	struct number n;
	int behind, odd;
	struct commas k;

	if (!scan_number(t, i, &n) || n.decimals || n.value < 4 || n.value > 20) {
		return;
	}
	behind = n.end + scan_word(t, n.end, "个 大 项 类");
	if (!scan_word(t, behind + scan_word(t, behind, "主要 重点 基本"), counted)) {
		return;
	}
	k = find_commas(t, scan_sentence(t, i), i);
	if (k.n < n.value - 1 || (k.n >= n.value && t->c[k.at[k.n - n.value]] == U'、')) {
		return;
	}
	for (int j = 0; j < n.value - 1; j++) {
		k.at[j] = k.at[k.n - (n.value - 1) + j];
	}
	k.n = (int)n.value - 1;
	odd = odd_one(t, &k);
	if (odd >= 0) {
		say_mixed(p, t, k.at[odd]);
	}
}

/* Where the item that ends at `end` begins: behind a mark of the sentence. */
static int item_begin(const struct passage *t, int end)
{
	int i = end;

	while (i > 0 && end - i < 60 && !scan_in(t->c[i - 1], U"，。；：？！、“”《》（）")) {
		i--;
	}
	return i;
}

/* 培训、竞赛，演练等: items of one length on both sides of the ，. */
static void check_last_before_etc(struct proofing *p, const struct passage *t, int i)
{
	int last = item_begin(t, i), before, n = i - last;

	if (n < 2 || n > 4 || t->c[last - 1] != U'，' ||
			scan_word(t, i, "等待 等候 等到 等于 等级 等额 等值")) {
		return;
	}
	before = item_begin(t, last - 1);
	if (last - 1 - before == n && t->c[before - 1] == U'、') {
		say_mixed(p, t, last - 1);
	}
}

static struct finding *say_commas(struct proofing *p, const struct passage *t, int first, int last,
		int end)
{
	struct finding *f = passage_add0(p, &marks_rules[LIST_COMMAS], t, first, end - first);

	passage_also(p, f, t, last);
	return f;
}

static bool holds(const struct passage *t, int from, int to, const uint32_t *set)
{
	for (int i = from; i < to; i++) {
		if (scan_in(t->c[i], set)) {
			return true;
		}
	}
	return false;
}

/* 对甲，乙，丙等方面: short nouns between a preposition and 等. */
static void check_before_etc(struct proofing *p, const struct passage *t, int i)
{
	int last = item_begin(t, i), middle, first;
	bool governed = false;

	if (!scan_word(t, i + 1, "方面 领域 环节 工作 问题 内容 业务 部门") || last < 4 ||
			t->c[last - 1] != U'，') {
		return;
	}
	middle = item_begin(t, last - 1);
	if (middle < 3 || t->c[middle - 1] != U'，') {
		return;
	}
	first = item_begin(t, middle - 1);
	for (int k = first; k < middle - 2 && k < first + 6; k++) {
		governed = governed ||
				scan_word(t, k, "对 从 在 就 围绕 针对 包括 涉及 涵盖 聚焦 抓好");
	}
	if (governed && middle - first <= 13 && last - middle <= 9 && i - last <= 8 &&
			!holds(t, first, i, U"的了是和及与不")) {
		say_commas(p, t, first, last - 1, i);
	}
}

/* 获得感，幸福感，安全感: nouns of one length that end alike. */
static void check_endings(struct proofing *p, const struct passage *t, int i)
{
	uint32_t end = t->c[i - 1];
	int second = i + 1, third, length, close;

	if (!scan_in(end, U"感性化率力员者师业税费品权度量")) {
		return;
	}
	third = scan_clause_end(t, second);
	length = third - second;
	if (t->c[third] != U'，' || length < 2 || length > 4 || t->c[third - 1] != end) {
		return;
	}
	close = third + 1 + length;
	if (close <= t->n && t->c[close - 1] == end && t->c[third + 1] != t->c[second] &&
			(close == t->n || scan_in(t->c[close], U"。，；、”的等和")) &&
			!holds(t, third + 1, close, U"，。；、")) {
		int first = i - length;
		say_commas(p, t, first > 0 ? first : 0, third, close);
	}
}

/* Where the 《 of the title that ends before i stands; -1. */
static int title_open(const struct passage *t, int i)
{
	for (int k = i - 1; k >= 0 && i - k < 60; k--) {
		if (t->c[k] == U'《') {
			return k;
		}
	}
	return -1;
}

/* 《甲》，《乙》，《丙》: i is the first ，. */
static void check_titles(struct proofing *p, const struct passage *t, int i)
{
	int open = title_open(t, i), close;

	if (t->c[i - 1] != U'》' || t->c[i + 1] != U'《' || open < 0 ||
			(open > 1 && t->c[open - 1] == U'，' && t->c[open - 2] == U'》')) {
		return;
	}
	close = scan_closing(t, i + 1);
	if (close > 0 && t->c[close + 1] == U'，' && t->c[close + 2] == U'《') {
		int end = scan_closing(t, close + 2);
		say_commas(p, t, open, close + 1, end > 0 ? end + 1 : close + 2);
	}
}

/* 什么是甲，甲是…; …吗。 */
static void check_question(struct proofing *p, const struct passage *t, int i)
{
	int asked = scan_word(t, i, "什么是 何谓 何为 什么叫"), end, n;
	bool fresh = i == 0 || scan_in(t->c[i - 1], U"，。；：！？“");
	struct finding *f;

	if (scan_is(t, i, "吗。")) {
		f = passage_add0(p, &marks_rules[QUESTION_MARK], t, i + 1, 1);
		f->fix = "？";
	}
	if (!asked || !fresh) {
		return;
	}
	end = scan_clause_end(t, i);
	n = end - i - asked;
	for (int k = 0; k < n; k++) {
		if (t->c[end + 1 + k] != t->c[i + asked + k] || end + 1 + n >= t->n) {
			return;
		}
	}
	if (n > 0 && scan_in(t->c[end], U"，。") && scan_word(t, end + 1 + n, "是 就是 即 指 的")) {
		f = passage_add0(p, &marks_rules[QUESTION_MARK], t, end, 1);
		f->fix = "？";
	}
}

/* Characters of a date that begins at i: 7月25日, 2024年3月; 0 where none. */
static int date_length(const struct passage *t, int i)
{
	struct number n;
	int at = i;

	while (scan_digit(t->c[at]) && scan_number(t, at, &n) && scan_in(t->c[n.end], U"年月日")) {
		at = n.end + 1;
	}
	return at - i;
}

/* No 、 of the clause stands before the one at i. */
static bool is_first_item(const struct passage *t, int i)
{
	int item = item_begin(t, i);

	return item == 0 || scan_in(t->c[item - 1], U"，。；：？！");
}

/* …4台、7月25日…: a date behind 、 where none stands before it begins a
   clause. */
static void check_date_behind(struct proofing *p, const struct passage *t, int i)
{
	int n = date_length(t, i + 1), end = i + 1 + n, clause;
	struct finding *f;

	if (n < 4 || scan_in(t->c[i - 1], U"年月日号时分晨午晚节”》）") ||
			scan_in(t->c[end], U"、和及与至—的-～")) {
		return;
	}
	clause = end;
	while (clause < t->n && !scan_mark(t->c[clause])) {
		clause++;
	}
	/* 、3月5日，…: a date by itself goes with what follows, unless it ends a list */
	if ((clause - end >= 5 && t->c[clause] != U'、') ||
			(t->c[end] == U'，' && is_first_item(t, i) && i - item_begin(t, i) >= 5)) {
		f = passage_add0(p, &marks_rules[PAUSE_BEFORE_CLAUSE], t, i, 1);
		f->fix = "，";
	}
}

/* 根据甲、乙、参照丙: a second preposition begins a second part. */
static void check_preposition(struct proofing *p, const struct passage *t, int i)
{
	static const char governing[] = "根据 按照 依据 依照 遵照 参照 参考";
	int item = item_begin(t, i), first;
	struct finding *f;

	if (!scan_word(t, i + 1, governing) || i - item > 6 || item < 1 ||
			t->c[item - 1] != U'、' || scan_word(t, item, governing)) {
		return;
	}
	first = scan_sentence(t, i);
	for (int k = item; k >= first && t->c[k] != U'，'; k--) {
		if (scan_word(t, k, governing)) {
			f = passage_add0(p, &marks_rules[PAUSE_BEFORE_CLAUSE], t, i, 1);
			f->fix = "，";
			return;
		}
	}
}

/* The item at i is a few characters, such as end a list; a longer one may be
   a clause, 、和群众交朋友. */
static bool is_short_item(const struct passage *t, int i)
{
	int end = i;

	while (end < t->n && !scan_mark(t->c[end]) && !scan_in(t->c[end], U"都等的是进得") &&
			end - i <= 4) {
		end++;
	}
	return end - i <= 4;
}

/* 甲、乙、和丙; but 、和谐 and 、及时 begin with another word. */
static void check_and(struct proofing *p, const struct passage *t, int i)
{
	static const char other[] =
			"和谐 和平 和睦 和解 和蔼 和气 和美 和顺 和善 和田 和静 和县 和林 "
			"和而 和衷 和合 和为 和风 和声 及时 及早 及格 及第 及物 "
			"等级 等待 等额 等值 等同 等距 等候 等离 等高 等比 等位 等效";
	int n = scan_word(t, i + 1, "和 及 等 或者");
	struct finding *f;

	if (n && !scan_word(t, i + 1, other) && !scan_mark(t->c[i + 1 + n]) &&
			(t->c[i + 1] == U'等' || is_short_item(t, i + 1 + n))) {
		f = passage_add(p, &marks_rules[PAUSE_BEFORE_AND], t, i, 1,
				passage_excerpt(p, t, i + 1, n));
		f->fix = "";
	}
}

/* 出席会议、并讲话; but 、并购 begins with another word. */
static void check_and_then(struct proofing *p, const struct passage *t, int i)
{
	if (t->c[i + 1] == U'并' && scan_han(t->c[i + 2]) &&
			!scan_word(t, i + 1,
					"并购 并行 并网 并轨 并发症 并发量 并发数 并发用 并发连 "
					"并发访 并联 并线 并列 并存 并举 并重 "
					"并肩 并排 并集 并州 并置 并案 并表 并入 并拢 并称 并进 "
					"并用")) {
		struct finding *f = passage_add0(p, &marks_rules[PAUSE_BEFORE_CLAUSE], t, i, 1);
		f->fix = "，";
	}
}

/* 三、四天 */
static void check_about(struct proofing *p, const struct passage *t, int i)
{
	static const uint32_t digits[] = U"一二三四五六七八九";
	struct finding *f;

	for (int k = 0; digits[k + 1]; k++) {
		if (t->c[i - 1] == digits[k] && t->c[i + 1] == digits[k + 1] &&
				scan_word(t, i + 2,
						"天 个月 个人 次 岁 倍 小时 分钟 百 千 万 十 "
						"公里") &&
				!scan_word_before(t, i - 1, "第 十 百 之 星期 周")) {
			f = passage_add0(p, &marks_rules[PAUSE_IN_ABOUT], t, i, 1);
			f->fix = "";
		}
	}
}

/* （一）、 ①、 */
static void check_number_before(struct proofing *p, const struct passage *t, int i)
{
	int from = i - 2;
	bool circled = t->c[i - 1] >= U'①' && t->c[i - 1] <= U'⑳';

	if (t->c[i - 1] == U'）' || t->c[i - 1] == ')') {
		while (from > 0 && i - from < 6 &&
				(scan_digit(t->c[from]) ||
						scan_in(t->c[from], U"一二三四五六七八九十"))) {
			from--;
		}
		circled = from < i - 2 && scan_in(t->c[from], U"（(") &&
				(!from || scan_in(t->c[from - 1], U"。；：，！？\n"));
	}
	if (circled) {
		passage_add0(p, &marks_rules[PAUSE_AFTER_NUMBER], t, i, 1)->fix = "";
	}
}

static void check_pause(struct proofing *p, const struct passage *t, int i)
{
	uint32_t a = t->c[i - 1], b = t->c[i + 1];

	if ((a == U'”' && b == U'“') || (a == U'》' && b == U'《')) {
		passage_add(p, &marks_rules[PAUSE_BETWEEN_PAIRS], t, i, 1, scan_shown(p->a, a),
				scan_shown(p->a, b));
	}
	check_date_behind(p, t, i);
	check_preposition(p, t, i);
	check_and(p, t, i);
	check_and_then(p, t, i);
	check_about(p, t, i);
	check_number_before(p, t, i);
}

static void check_at(struct proofing *p, const struct passage *t, int i)
{
	uint32_t c = t->c[i];

	if (c == U'、' && i > 0) {
		check_pause(p, t, i);
	} else if (c == U'，' && i > 1) {
		check_endings(p, t, i);
		check_titles(p, t, i);
	} else if (c == U'“') {
		check_quoted(p, t, i);
	} else if (c == U'等') {
		check_before_etc(p, t, i);
		check_last_before_etc(p, t, i);
	} else if (scan_in(c, U"什何吗")) {
		check_question(p, t, i);
	} else if ((scan_digit(c) && !scan_digit(t->c[i - 1])) || scan_in(c, U"四五六七八九十")) {
		check_counted(p, t, i);
	}
}

void marks_check_lists(struct proofing *p, const struct passage *t)
{
	int from = 0;

	for (int i = 0; i < t->n; i++) {
		check_at(p, t, i);
		if (scan_in(t->c[i], U"。；？！\n") || i + 1 == t->n) {
			check_alike(p, t, from, i);
			from = i + 1;
		}
	}
}
