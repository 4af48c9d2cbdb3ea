#include "text/sense.h"

#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "text/char.h"
#include "text/segment.h"

struct letter {
	uint32_t c;
	size_t at;
	enum char_class class;
	bool begins;   /* a word */
	bool single;   /* is a word */
	bool figure;   /* of a number: 2024, 十四 */
	bool enclosed; /* it and the letter before it stand within one pair of brackets */
};

struct title {
	const char *s;
	uint32_t n;
	VEC(struct letter) letters; /* and one behind the last, which begins a word */
};

static bool is_in(uint32_t c, const char *set)
{
	size_t n = strlen(set);

	for (size_t at = 0; at < n;) {
		if (char_next(set, n, &at) == c) {
			return true;
		}
	}
	return false;
}

/* Words stand in list with a space on both sides. */
static bool is_word_in(const char *s, size_t n, const char *list)
{
	for (const char *p = list; (p = strchr(p, ' ')) && p[1];) {
		p++;
		if (strncmp(p, s, n) == 0 && p[n] == ' ') {
			return true;
		}
	}
	return false;
}

/* Lean on the word before them; a line does not begin with them. */
static const char leaning_back[] =
		" 的 了 着 过 之 地 得 们 等 等等 性 化 者 式 型 业 会 县 市 省 区 "
		"镇 乡 村 厅 局 处 部 院 所 站 "
		"网 员 家 年 月 日 次 个 中 上 下 后 前 时 内 外 里 版 类 级 届 "
		"期 号 项 条 名 率 量 额 度 费 ";

/* Lean on what follows; a line does not end with them. */
static const char leaning_on[] =
		" 和 与 及 暨 并 或 以及 并且 或者 首 分 同 跟 对 对于 于 在 把 被 从 "
		"向 以 为 由 将 就 关于 按 "
		"按照 根据 给 让 使 至 到 自 自从 通过 为了 围绕 不 未 各 每 本 "
		"该 全 新 原 副 第 约 近 当 "
		"因 因为 由于 随着 除 是 ";

/* A line may well begin with these. */
static const char joining[] = " 和 与 及 暨 并 或 以及 并且 或者 ";

/* Words of one character that a line may begin with. */
static const char beginning[] =
		" 同 跟 对 于 在 把 被 从 向 以 为 由 将 就 按 给 让 使 至 到 自 因 除 ";

/* Name the kind of what stands before them. */
static const char heading[] =
		" 大会 会议 中心 分中心 公司 分公司 集团 协会 学会 商会 联合会 委员会 理事会 大学 "
		"学院 大赛 论坛 工程 计划 方案 "
		"办法 规定 条例 意见 系统 平台 项目 ";

/* What stands behind or before a name. */
static const char callings[] = " 主任 副主任 局长 副局长 厅长 副厅长 部长 副部长 处长 副处长 科长 "
			       "书记 副书记 会长 副会长 "
			       "理事长 秘书长 副秘书长 经理 总经理 董事长 总裁 主席 副主席 省长 "
			       "市长 县长 院长 校长 院士 "
			       "教授 博士 专家 工程师 同志 先生 女士 代表 委员 ";

#define FIGURES  "〇零一二三四五六七八九十百千万亿两第"
#define OPENING  "（《“‘【〈「『〔("
#define CLOSING  "）》”’】〉」』〕)"
#define STOPPING "，；：。！？,;:!?"
#define JOINING  "·～-–/"

static const struct letter *next_word(const struct letter *l)
{
	do {
		l++;
	} while (!l->begins);
	return l;
}

static const struct letter *word_of(const struct letter *l)
{
	while (!l->begins) {
		l--;
	}
	return l;
}

/* The word that begins at l is one of list. */
static bool is_one_of(const struct title *t, const struct letter *l, const char *list)
{
	return is_word_in(t->s + l->at, next_word(l)->at - l->at, list);
}

static bool *find_words(struct arena *a, const struct title *t)
{
	struct word_breaks *words = word_breaks_open();
	bool *begins = segment_words(a, words, t->s, t->n);

	word_breaks_close(words);
	return begins;
}

static void read_letters(struct arena *a, struct title *t)
{
	const bool *begins = find_words(a, t);

	for (size_t at = 0; at < t->n;) {
		struct letter *l = vec_push(a, &t->letters);
		l->at = at;
		l->begins = begins[at];
		l->c = char_next(t->s, t->n, &at);
		l->class = char_class(l->c);
	}
	*vec_push(a, &t->letters) =
			(struct letter){ .at = t->n, .class = CHAR_SPACE, .begins = true };
}

static bool is_figure(const struct letter *l)
{
	return l->class == CHAR_DIGIT || is_in(l->c, FIGURES);
}

/* A word of nothing but figures is a number; 统一 is none, nor is IPv6. */
static void find_numbers(struct title *t)
{
	int end;

	for (int i = 0; i + 1 < t->letters.n; i = end) {
		struct letter *l = t->letters.at;
		bool figures = is_figure(&l[i]);
		for (end = i + 1; !l[end].begins; end++) {
			figures &= is_figure(&l[end]) || l[end].c == '.' || l[end].c == ',';
		}
		l[i].single = end == i + 1 && l[i].class == CHAR_HAN;
		for (int k = i; k < end; k++) {
			l[k].figure = figures;
		}
	}
}

/* Marks that have no partner enclose nothing. */
static void find_brackets(struct arena *a, struct title *t)
{
	int *deeper = ARENA_ARRAY(a, int, t->letters.n + 1), depth = 0;
	VEC(int) open = { 0 };

	for (int i = 0; i + 1 < t->letters.n; i++) {
		if (is_in(t->letters.at[i].c, OPENING)) {
			*vec_push(a, &open) = i;
		} else if (open.n && is_in(t->letters.at[i].c, CLOSING)) {
			deeper[open.at[--open.n] + 1]++;
			deeper[i + 1]--;
		}
	}
	for (int i = 0; i < t->letters.n; i++) {
		depth += deeper[i];
		t->letters.at[i].enclosed = depth > 0;
	}
}

static bool follows_ordinal(const struct title *t, const struct letter *l)
{
	while (l > t->letters.at && l[-1].figure) {
		l--;
		if (l->c == 0x7b2c) { /* 第 */
			return true;
		}
	}
	return false;
}

/* Figures stay together, with 第 and with the word that counts. */
static bool divides_number(const struct title *t, const struct letter *l)
{
	const struct letter *p = l - 1;

	return p->figure &&
			(l->figure || l->single ||
					(p->class == CHAR_DIGIT && l->class == CHAR_HAN) ||
					is_in(l->c, "年月日季届期次") || follows_ordinal(t, l));
}

/* Inside a date: 2024年|3月. */
static bool divides_date(const struct title *t, const struct letter *l)
{
	return l - t->letters.at >= 2 && l->figure && is_in(l[-1].c, "年月") && l[-2].figure;
}

static bool is_stray(const struct title *t, const struct letter *l)
{
	return l->single && !is_one_of(t, l, leaning_back) && !is_one_of(t, l, beginning) &&
			!is_one_of(t, l, joining);
}

/* Characters that the dictionary joins to no word are most often a name: 滨|河|分公司. */
static bool divides_unknown(const struct title *t, const struct letter *p, const struct letter *l)
{
	return is_stray(t, p) &&
			(is_stray(t, l) || is_one_of(t, l, heading) || is_one_of(t, l, callings));
}

/* One such may be a part of the word beside it, as 5G is of 5G专网. */
static bool divides_name(const struct title *t, const struct letter *p, const struct letter *l)
{
	bool western = l[-1].class == CHAR_LETTER || l[-1].class == CHAR_DIGIT;

	return (western && l->class == CHAR_HAN) || is_stray(t, p) || is_stray(t, l) ||
			is_one_of(t, l, heading) || is_one_of(t, l, callings);
}

static int cost_between_words(const struct title *t, const struct letter *l)
{
	const struct letter *p = word_of(l - 1);

	if (is_one_of(t, l, leaning_back) || is_one_of(t, p, leaning_on) ||
			divides_unknown(t, p, l)) {
		return SENSE_LEANING;
	}
	if (is_one_of(t, p, " 的 ") || is_one_of(t, l, joining)) {
		return SENSE_PHRASE;
	}
	if (divides_date(t, l) || divides_name(t, p, l)) {
		return SENSE_NAME;
	}
	return SENSE_WORDS;
}

/* A dash of two begins what follows it; one alone joins: 2021—2023年. */
static int cost_beside_dash(const struct title *t, const struct letter *l)
{
	if (l->c == 0x2014) {
		return l[1].c == 0x2014 ? SENSE_MARK : SENSE_WORD;
	}
	return l - t->letters.at >= 2 && l[-2].c == 0x2014 ? SENSE_LEANING : SENSE_WORD;
}

static int cost_beside_mark(const struct title *t, const struct letter *l)
{
	const struct letter *p = l - 1;

	if (p->class == CHAR_SPACE || is_in(p->c, STOPPING)) {
		return SENSE_MARK;
	}
	if (p->c == 0x2014 || l->c == 0x2014) {
		return cost_beside_dash(t, l);
	}
	if (is_in(p->c, JOINING)) {
		return SENSE_WORD;
	}
	if (is_one_of(t, l, leaning_back) || is_one_of(t, word_of(p), leaning_on)) {
		return SENSE_LEANING;
	}
	return SENSE_LIST;
}

static bool is_mark(const struct letter *l)
{
	return l->class == CHAR_SIGN || l->class == CHAR_SPACE;
}

static int cost_at(const struct title *t, const struct letter *l)
{
	int cost;

	if (!l->begins || divides_number(t, l)) {
		cost = SENSE_WORD;
	} else if (is_mark(l) || is_mark(l - 1)) {
		cost = cost_beside_mark(t, l);
	} else {
		cost = cost_between_words(t, l);
	}
	return cost + (l->enclosed ? SENSE_QUOTED : 0);
}

const int *sense_costs(struct arena *a, const char *s, uint32_t n)
{
	int *costs = ARENA_ARRAY(a, int, n + 1);
	struct title t = { .s = s, .n = n };

	read_letters(a, &t);
	find_numbers(&t);
	find_brackets(a, &t);
	for (int i = 1; i + 1 < t.letters.n; i++) {
		costs[t.letters.at[i].at] = cost_at(&t, &t.letters.at[i]);
	}
	return costs;
}
