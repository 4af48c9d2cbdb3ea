/* numbers-order: rows of numbered points, 一是…二是…, 第一，…, （一）…, 1、…,
   within a paragraph and over the paragraphs of an article. */

#include "proof/numbers-imp.h"

/* From the outermost to the innermost: a new one begins the inner ones anew. */
enum order_kind {
	ORDER_HAN,       /* 一、 */
	ORDER_BRACKET,   /* （一） */
	ORDER_DIGITS,    /* 1、 1. */
	ORDER_DIGITS_IN, /* （1） 1） */
	ORDER_CIRCLE,    /* ① */
	ORDER_NTH,       /* 第一， */
	ORDER_IS,        /* 一是 一要 */
	ORDER_KINDS
};

struct mark_of_order {
	enum order_kind kind;
	int value;
	const struct passage *t;
	int at, end;   /* characters of the mark */
	uint32_t form; /* its last character: 是 or 要 */
};

#define MARKS_MAX 12 /* points of a paragraph whose ends are compared */

/* The marks before the second and further points of a row, in one paragraph. */
struct ends {
	const struct passage *t;
	int at[MARKS_MAX];
	int n;
};

/* A row that is going on. */
struct row {
	struct mark_of_order last; /* value 0: none is */
	uint32_t form;             /* of its first */
	const struct passage *t;   /* where its number was announced; NULL: nowhere */
	int at, end;
	int announced;
	struct ends ends;
};

struct rows {
	struct proofing *p;
	int first; /* number of the article's first passage */
	struct row at[ORDER_KINDS];
};

/* The point can begin here: behind a mark, or at the beginning. */
static bool is_fresh(const struct passage *t, int i)
{
	return i == 0 || scan_in(t->c[i - 1], U"。；：，！？”“（\n") || scan_space(t->c[i - 1]);
}

static bool is_head(const struct passage *t, int i)
{
	return i == 0 || (scan_in(t->c[i - 1], U"。；：\n"));
}

/* 一是, 二要; not 四要素. */
static bool read_is(const struct passage *t, const struct number *n, struct mark_of_order *m)
{
	if (!is_fresh(t, n->at) || !scan_in(t->c[n->end], U"是要") ||
			scan_word(t, n->end, "要素 要点 要件 要道 要害 要义")) {
		return false;
	}
	m->kind = ORDER_IS;
	m->form = t->c[n->end];
	m->end = n->end + 1;
	return true;
}

/* 一、; 1、 or 1. before text, not 1.5 or 1、2号. */
static bool read_plain(const struct passage *t, const struct number *n, struct mark_of_order *m)
{
	bool point = scan_in(t->c[n->end], U".．") && !scan_digit(t->c[n->end + 1]);
	bool pause = t->c[n->end] == U'、' && !scan_digit(t->c[n->end + 1]);

	if (n->arabic ? !is_head(t, n->at) || !(point || pause) : n->at || !pause) {
		return false;
	}
	m->kind = n->arabic ? ORDER_DIGITS : ORDER_HAN;
	m->end = n->end + 1;
	/* 三、四月: days and things counted */
	return n->arabic || !scan_in(t->c[m->end], U"一二三四五六七八九十");
}

static bool read_in_brackets(const struct passage *t, int i, struct mark_of_order *m)
{
	struct number n;

	if (!is_head(t, i) || !scan_number(t, i + 1, &n) || n.decimals || n.value > 50 ||
			!scan_in(t->c[n.end], U"）)")) {
		return false;
	}
	m->kind = n.arabic ? ORDER_DIGITS_IN : ORDER_BRACKET;
	m->value = (int)n.value;
	m->end = n.end + 1;
	return true;
}

static bool read_nth(const struct passage *t, int i, struct mark_of_order *m)
{
	struct number n;

	if (!is_fresh(t, i) || !scan_number(t, i + 1, &n) || n.arabic || n.value > 50 ||
			!scan_in(t->c[n.end], U"，：")) {
		return false;
	}
	m->kind = ORDER_NTH;
	m->value = (int)n.value;
	m->end = n.end + 1;
	return true;
}

/* The mark that stands at i; false where none does. */
static bool read_mark(const struct passage *t, int i, struct mark_of_order *m)
{
	struct number n;

	*m = (struct mark_of_order){ .t = t, .at = i };
	if (scan_in(t->c[i], U"（(")) {
		return read_in_brackets(t, i, m);
	}
	if (t->c[i] == U'第') {
		return read_nth(t, i, m);
	}
	if (t->c[i] >= U'①' && t->c[i] <= U'⑳') {
		m->kind = ORDER_CIRCLE;
		m->value = (int)(t->c[i] - U'①') + 1;
		m->end = i + 1;
		return is_head(t, i);
	}
	if (!is_fresh(t, i) || !scan_number(t, i, &n) || n.decimals || n.value > 50) {
		return false;
	}
	m->value = (int)n.value;
	return (!n.arabic && read_is(t, &n, m)) || read_plain(t, &n, m);
}

static const char *shown(const struct rows *k, const struct mark_of_order *m)
{
	return passage_excerpt(k->p, m->t, m->at, m->end - m->at);
}

/* Behind 三项重点任务, whose number ends at i; i where nothing of the kind is counted. */
static int end_of_counted(const struct passage *t, int i)
{
	static const char counted[] = "方面 任务 重点 要求 措施 环节 问题 特征 特点 建议 意见 工作 "
				      "内容 举措 目标 原则 部分 步骤 突破 赛项 议题 事项 议程 倡议 "
				      "希望 行动 工程 亮点 成效 优势 变化 承诺 抓手";
	int end = i + scan_word(t, i, "个 项 大 点 条 个方面 方面 大类 类");
	int noun;

	if (end == i) {
		return i;
	}
	if (t->c[end - 1] == U'面') {
		end += scan_word(t, end, "的");
		return end + scan_word(t, end, counted);
	}
	end += scan_word(t, end, "主要 重点 基本 具体 新 鲜明 重要 明确 重点工作 工作");
	noun = scan_word(t, end, counted);
	if (!noun && scan_word_before(t, end, "重点 工作")) {
		return end;
	}
	return noun ? end + noun : i;
}

/* Between what is announced and its points nothing of weight stands, such as
   ，具体内容如下：. */
static bool is_near(const struct passage *t, int end, int at)
{
	return at - end <= 6 ||
			(at - end <= 14 && scan_in(t->c[end], U"，。；：") &&
					scan_find(t, end, at, "如下") >= 0);
}

/* 三大类12项任务, 2个重点、3项任务: something else is counted before i, and the
   points may be of that. */
static bool is_of_two(const struct passage *t, int i, int from)
{
	struct number n;

	for (int k = i - 1; k >= from && !scan_in(t->c[k], U"，。；：！？\n"); k--) {
		if (scan_number(t, k, &n) && n.end < i &&
				scan_word(t, n.end, "个 项 大 点 条 方面 类")) {
			return true;
		}
	}
	return false;
}

/* 三项任务：一是…: what is announced right before place `before`. */
static void find_announced(struct row *row, const struct passage *t, int before)
{
	int from = before > 30 ? before - 30 : 0;
	struct number n;

	row->t = NULL;
	for (int i = before - 1; i >= from && !scan_in(t->c[i], U"”“；"); i--) {
		int end;
		if (!scan_number(t, i, &n) || n.decimals || n.value < 2 || n.value > 20 ||
				scan_in(t->c[i - 1], U"第一二三四五六七八九十0123456789")) {
			continue;
		}
		end = end_of_counted(t, n.end);
		if (end > n.end && end <= before && is_near(t, end, before)) {
			if (is_of_two(t, i, from)) {
				return;
			}
			*row = (struct row){ .t = t,
				.at = i,
				.end = end,
				.announced = (int)n.value };
			return;
		}
	}
}

/* The paragraph leads to what stands below it: with ：, or with a verb that says
   so before what is counted at i. */
static bool leads_on(const struct passage *t, int i, enum order_kind kind)
{
	if (t->c[t->n - 1] != U'。' || kind < ORDER_BRACKET) {
		return t->c[t->n - 1] == U'：';
	}
	for (int k = i > 8 ? i - 8 : 0; k < i; k++) {
		if (scan_word(t, k, "提出 部署 明确 强调 设 分为 做好 抓好 安排")) {
			return true;
		}
	}
	return false;
}

/* The same for a point: before it in its paragraph, or at the end of the one
   above. */
static void find_announced_of(struct rows *k, struct row *row, const struct mark_of_order *m)
{
	const struct passage *above = m->t - 1;

	find_announced(row, m->t, m->at);
	if (!m->at && m->t->number > k->first && m->value == 1 && above->role == ROLE_PARA) {
		find_announced(row, above, above->n);
		if (row->t && !leads_on(above, row->at, m->kind)) {
			row->t = NULL;
		}
	}
}

/* The points end with ； and one with ， or 。, or all but one otherwise alike. */
static void check_ends(struct rows *k, const struct ends *e)
{
	int odd = -1, nodd = 0;

	for (int i = 0; i < e->n; i++) {
		int alike = 0;
		for (int j = 0; j < e->n; j++) {
			alike += e->t->c[e->at[j]] == e->t->c[e->at[i]];
		}
		if (alike == 1) {
			odd = i;
			nodd++;
		} else if (alike != e->n - 1 && alike != e->n) {
			return;
		}
	}
	if (e->n >= 3 && nodd == 1) {
		passage_add(k->p, &numbers_rules[ORDER_MARKS], e->t, e->at[odd], 1,
				scan_shown(k->p->a, e->t->c[e->at[odd]]),
				scan_shown(k->p->a, e->t->c[e->at[odd ? 0 : 1]]));
	}
}

/* A further point begins: remember the mark before it. */
static void add_end(struct rows *k, struct row *row, const struct mark_of_order *m)
{
	struct ends *e = &row->ends;

	if (e->t != m->t) {
		check_ends(k, e);
		*e = (struct ends){ .t = m->t };
		/* the row's point before may stand in the paragraph above */
		if (row->last.t != m->t) {
			return;
		}
	}
	if (m->kind >= ORDER_NTH && m->at && e->n < MARKS_MAX &&
			scan_in(m->t->c[m->at - 1], U"，；。")) {
		e->at[e->n++] = m->at - 1;
	}
}

static void end_row(struct rows *k, struct row *row)
{
	check_ends(k, &row->ends);
	if (row->t && row->last.value > 1 && row->last.value != row->announced) {
		struct finding *f = passage_add(k->p, &numbers_rules[COUNT_ORDER], row->t, row->at,
				row->end - row->at,
				passage_excerpt(k->p, row->t, row->at, row->end - row->at),
				arena_print(k->p->a, "%d", row->last.value));
		passage_also(k->p, f, row->last.t, row->last.at);
	}
	*row = (struct row){ 0 };
}

static void end_rows(struct rows *k, int from)
{
	for (int i = from; i < ORDER_KINDS; i++) {
		end_row(k, &k->at[i]);
	}
}

static void say(struct rows *k, enum numbers_rule rule, const struct mark_of_order *m,
		const struct row *row)
{
	struct finding *f = passage_add(k->p, &numbers_rules[rule], m->t, m->at, m->end - m->at,
			shown(k, m), shown(k, &row->last));

	passage_also(k->p, f, row->last.t, row->last.at);
}

/* 四要 where the others say 是; only the number that is due is of the row. */
static void say_form(struct rows *k, const struct mark_of_order *m, const struct row *row)
{
	passage_add(k->p, &numbers_rules[ORDER_FORM], m->t, m->at, m->end - m->at,
			shown(k, &row->last), shown(k, m));
}

static void begin_row(struct rows *k, struct row *row, const struct mark_of_order *m)
{
	end_row(k, row);
	find_announced_of(k, row, m);
	row->last = *m;
	row->form = m->form;
}

static void go_on(struct rows *k, const struct mark_of_order *m)
{
	struct row *row = &k->at[m->kind];
	bool due = m->value == row->last.value + 1;

	if (m->form != row->form && row->last.value && !due) {
		return; /* 一要…: words of the text */
	}
	/* 一、 and the like end what is numbered within */
	if (m->kind < ORDER_NTH) {
		end_rows(k, m->kind + 1);
	}
	if (m->value == 1 || !row->last.value) {
		begin_row(k, row, m);
		return;
	}
	add_end(k, row, m);
	if (m->form != row->form) {
		say_form(k, m, row);
	} else if (!due) {
		say(k, m->value > row->last.value ? ORDER_SKIPS : ORDER_REPEATS, m, row);
		row->t = NULL;
	}
	row->last = *m;
}

static void scan_passage(struct rows *k, const struct passage *t)
{
	struct mark_of_order m;
	bool numbered = false;

	for (int i = 0; i < t->n; i++) {
		if (read_mark(t, i, &m)) {
			numbered = numbered || i == 0;
			go_on(k, &m);
			i = m.end - 1;
		}
	}
	if (t->role == ROLE_SUBHEAD && !numbered) {
		end_rows(k, ORDER_HAN);
	}
}

/* A list goes on behind a paragraph or a picture: another list, before the next
   heading. */
static bool goes_on(const struct passage *t, int i, int n)
{
	for (; i < n && t[i].role != ROLE_SUBHEAD; i++) {
		if (t[i].role == ROLE_LABEL) {
			return true;
		}
	}
	return false;
}

/* 提出三点要求： before a list of items. t[0] is the paragraph. */
static void check_items(struct proofing *p, const struct passage *t, int n)
{
	struct row row = { 0 };
	int i = 1, items = 0;

	if (n < 2 || t[1].role != ROLE_LABEL || t[0].c[t[0].n - 1] != U'：') {
		return;
	}
	find_announced(&row, &t[0], t[0].n);
	for (; row.t && i < n && (t[i].role == ROLE_LABEL || t[i].role == ROLE_ITEM); i++) {
		items += t[i].role == ROLE_LABEL && t[i].block->level == 1;
	}
	if (row.t && items > 1 && items != row.announced && !goes_on(t, i, n)) {
		struct finding *f = passage_add(p, &numbers_rules[COUNT_ORDER], row.t, row.at,
				row.end - row.at,
				passage_excerpt(p, row.t, row.at, row.end - row.at),
				arena_print(p->a, "%d", items));
		passage_also(p, f, &t[1], 0);
	}
}

void numbers_check_order(struct proofing *p, const struct article *art)
{
	struct rows k = { .p = p };
	int n;
	const struct passage *t = proof_passages(p, art, &n);

	k.first = n ? t->number : 0;
	for (int i = 0; i < n; i++) {
		if (t[i].role == ROLE_PARA && t[i].n) {
			check_items(p, &t[i], n - i);
		}
		if (t[i].role == ROLE_PARA || t[i].role == ROLE_SUBHEAD) {
			scan_passage(&k, &t[i]);
		}
	}
	end_rows(&k, ORDER_HAN);
}
