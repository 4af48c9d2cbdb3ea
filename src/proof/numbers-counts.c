/* numbers-counts: titles in 《》 against the number said behind them, and a
   heading's （19人） against the names below it. */

#include "proof/numbers-imp.h"

#define TITLES_MAX 50   /* side by side */
#define HEAD_MAX   40   /* characters of a heading that counts */
#define NAMES_MAX  3000 /* characters of a list of names within a paragraph */
#define UNIT_MAX   25   /* characters of a unit's name */

/* Where the pair that 》 at i closes opens; -1. */
static int opening(const struct passage *t, int i)
{
	int depth = 0;

	for (int k = i; k >= 0 && i - k < 100; k--) {
		depth += t->c[k] == U'》';
		depth -= t->c[k] == U'《';
		if (!depth) {
			return k;
		}
	}
	return -1;
}

/* How many titles end before i, side by side; 0 where something else is listed
   with them. */
static int count_titles(const struct passage *t, int i)
{
	int n = 0;

	while (t->c[i - 1] == U'》' && n < TITLES_MAX) {
		int open = opening(t, i - 1);
		if (open < 1) {
			return open < 0 ? 0 : n + 1;
		}
		n++;
		i = open - scan_word_before(t, open, "、 ， 和 与 及 以及 ，以及");
		if (i < open && t->c[i - 1] != U'》') {
			return t->c[open - 1] == U'，' ? n : 0;
		}
	}
	return t->c[i - 1] == U'）' || n == TITLES_MAX ? 0 : n;
}

/* What a title in 《》 is: the number counts titles, and not chapters or months. */
static bool counts_works(const struct passage *t, int i, bool etc)
{
	static const char works[] =
			"标准 制度 文件 办法 规定 规范 规程 指南 细则 条例 法规 规章 报告 "
			"课题 方案 意见 通知 规划 著作 图书 教材 作品 论文 文章 专著 "
			"手册 预案 章程 议案 决议 提案 草案";
	int n = scan_word(t, i, "项 部 份 本 个 篇");

	if (!n) {
		return false;
	}
	i += n;
	if (scan_in(t->c[i], U"，。；、") || !t->c[i]) {
		return scan_in(t->c[i - 1], U"项部份篇") && (etc || t->c[i - 1] == U'项');
	}
	for (int k = i; k < i + 6 && scan_han(t->c[k]) && t->c[k] != U'的'; k++) {
		if (scan_word(t, k, works)) {
			return true;
		}
	}
	return false;
}

void numbers_check_titles(struct proofing *p, const struct passage *t)
{
	for (int i = 1; i < t->n; i++) {
		bool etc = t->c[i] == U'等';
		struct number n;
		int titles;
		if (t->c[i - 1] != U'》' || !scan_number(t, i + etc, &n) || n.decimals ||
				n.value < 2 || n.value > TITLES_MAX ||
				!counts_works(t, n.end, etc)) {
			continue;
		}
		titles = count_titles(t, i);
		if (titles >= 2 && (etc ? titles > n.value : titles != n.value)) {
			passage_add(p, &numbers_rules[COUNT_TITLES], t, n.at, n.end + 1 - n.at,
					passage_excerpt(p, t, n.at, n.end + 1 - n.at),
					arena_print(p->a, "%d", titles));
		}
	}
}

/* （19人） at the end of a heading or of a line that leads in. */
struct announced {
	struct number n;
	bool people;
};

static bool read_announced(const struct passage *t, struct announced *out)
{
	int end = t->n, open;

	while (end > 0 && (scan_space(t->c[end - 1]) || t->c[end - 1] == U'：')) {
		end--;
	}
	if (end < 5 || end > HEAD_MAX || !scan_in(t->c[end - 1], U"）)")) {
		return false;
	}
	for (open = end - 2; open > end - 8 && open > 1 && !scan_in(t->c[open], U"（("); open--) {
	}
	open += 1 + scan_word(t, open + 1, "共 计 共计");
	if (!scan_word_before(t, open, "（ ( （共 （计 （共计") || !scan_number(t, open, &out->n) ||
			out->n.decimals || out->n.value < 3 || out->n.value > 500 ||
			out->n.end + 2 != end || !scan_word(t, out->n.end, "人 名 位 家 个")) {
		return false;
	}
	out->people = scan_in(t->c[out->n.end], U"人名位");
	return true;
}

/* Names that a text holds: one for each of a row divided by blanks or 、, of the
   length that names have; -1 where it holds anything else. */
static int count_names(const struct passage *t, int from, int end, bool people)
{
	int n = 0, letters = 0;
	bool half = false; /* 张 三: the one character before the blank */

	for (int i = from; i <= end; i++) {
		uint32_t c = i < end ? t->c[i] : U'、';
		bool last = i >= end - 1 && scan_in(c, U"。；");
		if (c == U'（') {
			int close = scan_closing(t, i);
			if (close < 0) {
				return -1;
			}
			i = close;
		} else if (scan_han(c) || c == U'·') {
			letters++;
		} else if (!scan_space(c) && c != U'、' && c != '\n' && !last) {
			return -1;
		} else if (letters) {
			if (letters > (people ? 4 : UNIT_MAX)) {
				return -1;
			}
			if (letters == 1 && !half && !people) {
				return -1;
			}
			n += letters > 1 || half;
			if (letters > 1 && half) {
				return -1;
			}
			half = letters == 1 && !half;
			letters = 0;
		}
	}
	return half ? -1 : n;
}

/* Readings of the list below a heading: as many as it may be said to hold. */
struct readings {
	int at[6];
	int n;
};

static void read_as(struct readings *k, int n)
{
	k->at[k->n] = n;
	k->n += n > 0;
}

/* Rows, rows with the head, or cells that hold anything; names in them. */
static void read_table(struct readings *k, const struct passage *t, int n, bool people)
{
	const struct block *block = t->block;
	int rows = 0, last = -1, cells = 0, names = 0, firsts = 0;

	for (int i = 0; i < n && t[i].block == block; i++) {
		int here = count_names(&t[i], 0, t[i].n, people);
		bool total = scan_word(&t[i], 0, "合计 总计 小计") > 0;
		if (t[i].row < block->table->head) {
			continue;
		}
		rows += t[i].row != last && !total;
		last = t[i].row;
		cells++;
		names += here > 0 ? here : 0;
		firsts += t[i].col == 0;
		if (here > 1) {
			return; /* several names in a cell: who knows what it holds */
		}
	}
	if (firsts == rows) {
		read_as(k, rows);
	}
	if (cells > rows && !block->table->head) {
		read_as(k, cells);
	}
	if (names > rows) {
		read_as(k, names);
	}
}

/* Items of a list, each a name. */
static void read_items(struct readings *k, const struct passage *t, int n, bool people)
{
	int items = 0;

	for (int i = 0; i < n && (t[i].role == ROLE_ITEM || t[i].role == ROLE_LABEL); i++) {
		if (t[i].role == ROLE_ITEM) {
			if (t[i].block->level != 1 || count_names(&t[i], 0, t[i].n, people) != 1) {
				return;
			}
			items++;
		}
	}
	read_as(k, items);
}

/* Paragraphs of names, up to one that holds something else. A line of its own at
   the end may be who signs. */
static void read_paras(struct readings *k, const struct passage *t, int n, bool people)
{
	int names = 0, last = 0, paras = 0;

	for (int i = 0; i < n && t[i].role == ROLE_PARA; i++) {
		int here = count_names(&t[i], 0, t[i].n, people);
		if (here < 0) {
			break;
		}
		names += here;
		last = here;
		paras++;
	}
	read_as(k, names);
	if (last == 1 && paras > 1) {
		read_as(k, names - 1);
	}
}

/* The nearest reading, where it is near enough to be meant; 0 where one fits or
   none is near. */
static int differs(const struct readings *k, int said)
{
	int best = 0, nearest = 1 + said / 10;

	for (int i = 0; i < k->n; i++) {
		int off = k->at[i] > said ? k->at[i] - said : said - k->at[i];
		if (!off) {
			return 0;
		}
		if (off <= nearest && k->at[i] > 1) {
			best = k->at[i];
			nearest = off;
		}
	}
	return best;
}

static struct finding *say_names(struct proofing *p, const struct passage *t,
		const struct number *n, int listed)
{
	return passage_add(p, &numbers_rules[COUNT_NAMES], t, n->at, n->end + 1 - n->at,
			passage_excerpt(p, t, n->at, n->end + 1 - n->at),
			arena_print(p->a, "%d", listed));
}

static void check_head(struct proofing *p, const struct passage *t, const struct passage *below,
		int n)
{
	struct readings k = { 0 };
	struct announced a;
	int listed;

	if (!read_announced(t, &a)) {
		return;
	}
	if (below->role == ROLE_CELL) {
		read_table(&k, below, n, a.people);
	} else if (below->role == ROLE_LABEL) {
		read_items(&k, below, n, a.people);
	} else {
		read_paras(&k, below, n, a.people);
	}
	listed = differs(&k, (int)a.n.value);
	if (listed) {
		struct finding *f = say_names(p, t, &a.n, listed);
		passage_also(p, f, below, 0);
	}
}

/* 先进个人（5人）：甲、乙、丙、丁 in one paragraph. */
static void check_inline(struct proofing *p, const struct passage *t)
{
	for (int i = 4; i < t->n; i++) {
		struct readings k = { 0 };
		struct number n;
		int end = i + 1, listed;
		if (t->c[i] != U'：' || t->c[i - 1] != U'）' ||
				!scan_in(t->c[i - 2], U"人名位家") ||
				!scan_number_before(t, i - 2, &n) || n.decimals || n.value < 3 ||
				n.value > 500 || !scan_word_before(t, n.at, "（ （共 （计")) {
			continue;
		}
		while (end < t->n && end - i < NAMES_MAX && !scan_in(t->c[end], U"。；\n")) {
			end++;
		}
		if (end - i == NAMES_MAX) {
			continue;
		}
		listed = count_names(t, i + 1, end, t->c[i - 2] != U'家');
		if (listed > 1) {
			read_as(&k, listed);
			listed = differs(&k, (int)n.value);
		}
		if (listed > 1) {
			say_names(p, t, &n, listed);
		}
	}
}

void numbers_check_counts(struct proofing *p, const struct article *art)
{
	int n;
	const struct passage *t = proof_passages(p, art, &n);

	for (int i = 0; i + 1 < n; i++) {
		if (t[i].role == ROLE_PARA || t[i].role == ROLE_SUBHEAD) {
			check_head(p, &t[i], &t[i + 1], n - i - 1);
		}
	}
	for (int i = 0; i < n; i++) {
		if (t[i].role == ROLE_PARA || t[i].role == ROLE_ITEM) {
			check_inline(p, &t[i]);
		}
	}
}
