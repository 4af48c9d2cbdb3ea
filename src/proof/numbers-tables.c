/* numbers-tables: rows and columns of a table against what they are said to
   come to. Silent where a table may mean anything else by its 合计. */

#include "proof/numbers-imp.h"

#define DECIMALS  4
#define ROWS_MAX  1000
#define VALUE_MAX 10000000000 /* so that sums can't overflow */

/* A cell as a figure. */
struct value {
	int64_t value; /* in units of the DECIMALS-th place */
	int decimals;
	bool empty; /* nothing, or a dash */
	bool odd;   /* something else, or a percentage */
	const struct passage *t;
};

/* A table with its cells as passages, where they are not empty. */
struct sheet {
	struct proofing *p;
	const struct table *table;
	const struct passage **cells;
	struct value *values;
	int *owner; /* of each place: the cell it belongs to */
	bool rough; /* counted in 万 or 亿, and so rounded */
};

static struct value read_value(const struct passage *t)
{
	struct value v = { .t = t };
	struct number n;
	int from = 0, end;

	if (!t || (t->n == 1 && scan_in(t->c[0], U"-—－/–")) ||
			(t->n == 2 && scan_is(t, 0, "——"))) {
		v.empty = true;
		return v;
	}
	v.odd = true;
	from = scan_in(t->c[0], U"-−");
	if (!scan_digit(t->c[from]) || !scan_number(t, from, &n) || n.decimals > DECIMALS ||
			n.value > VALUE_MAX) {
		return v;
	}
	end = n.end + scan_word(t, n.end, "元 万元 亿元 人 家 个 件 项 名 吨 户 台 套 次 篇 份 亩");
	if (end != t->n) {
		return v;
	}
	v.odd = false;
	v.value = from ? -n.value : n.value;
	v.decimals = n.decimals;
	for (int i = n.decimals; i < DECIMALS; i++) {
		v.value *= 10;
	}
	return v;
}

static const struct value *value_at(const struct sheet *s, int row, int col)
{
	return &s->values[row * s->table->ncols + col];
}

static const struct passage *cell_at(const struct sheet *s, int row, int col)
{
	return s->cells[row * s->table->ncols + col];
}

/* 合计 and 合 计, and nothing else. */
static bool is_total(const struct passage *t)
{
	static const uint32_t words[] = U"合总小共";
	int i = 0;

	if (!t || t->n > 6 || !scan_in(t->c[0], words)) {
		return false;
	}
	for (i = 1; scan_space(t->c[i]); i++) {
	}
	return t->c[i] == U'计' && i + 1 == t->n;
}

static bool is_subtotal(const struct passage *t)
{
	return is_total(t) && t->c[0] == U'小';
}

static bool says_no_sum(const struct passage *head)
{
	for (int i = 0; head && i < head->n; i++) {
		if (scan_word(head, i,
				    "率 比 均 价 % ％ ‰ 序号 编号 年 电话 代码 邮编 名次 排名 幅度 "
				    "倍 "
				    "累计 最 增")) {
			return true;
		}
	}
	return false;
}

/* What is no sum: rates, prices, numbers of rows. */
static bool is_summed(const struct sheet *s, int col)
{
	for (int row = 0; row < s->table->head; row++) {
		if (says_no_sum(s->cells[s->owner[row * s->table->ncols + col]])) {
			return false;
		}
	}
	return true;
}

/* 其中：…, 一、…, (1): rows that are parts of other rows. */
static bool has_levels(const struct sheet *s)
{
	for (int row = s->table->head; row < s->table->nrows; row++) {
		const struct passage *t = cell_at(s, row, 0);
		for (int i = 0; t && i < t->n; i++) {
			if (scan_word(t, i, "其中 包括 减： 加：")) {
				return true;
			}
		}
		if (t && scan_word(t, 0, "一、 1. 1、 1． （一） （1） (1) ①")) {
			return true;
		}
	}
	return false;
}

/* In which column the row says 合计: the first that says anything. */
static int total_col(const struct sheet *s, int row)
{
	for (int col = 0; col < s->table->ncols && col < 2; col++) {
		if (is_total(cell_at(s, row, col))) {
			return col;
		}
	}
	return -1;
}

/* Figures added up. */
struct sum {
	int64_t value;
	int n, decimals;
	bool odd;
};

static void add_value(struct sum *k, const struct value *v)
{
	k->odd = k->odd || v->odd;
	k->value += v->value;
	k->n += !v->empty;
	k->decimals = v->decimals > k->decimals ? v->decimals : k->decimals;
}

static int64_t unit_of(int decimals)
{
	int64_t unit = 1;

	for (int i = decimals; i < DECIMALS; i++) {
		unit *= 10;
	}
	return unit;
}

/* The sum is what is said, as far as rounding goes: by half a unit of the last
   place for each figure. */
static bool fits(const struct sheet *s, const struct sum *k, const struct value *said)
{
	int decimals = said->decimals < k->decimals ? said->decimals : k->decimals;
	int64_t off = k->value > said->value ? k->value - said->value : said->value - k->value;

	if (!k->decimals && !said->decimals && !s->rough) {
		return off == 0;
	}
	return 2 * off <= unit_of(decimals) * (k->n + 1);
}

static const char *written(struct proofing *p, int64_t value, int decimals)
{
	long long unit = unit_of(0), v = value < 0 ? -value : value;
	long long part = v % unit / unit_of(decimals);
	const char *sign = value < 0 ? "-" : "";

	return decimals ? arena_print(p->a, "%s%lld.%0*lld", sign, v / unit, decimals, part)
			: arena_print(p->a, "%s%lld", sign, v / unit);
}

static void say(const struct sheet *s, const struct sum *k, const struct value *said,
		const struct passage *label)
{
	const struct passage *t = said->t;
	struct finding *f = passage_add(s->p, &numbers_rules[TABLE_SUM], t, 0, t->n,
			written(s->p, k->value, k->decimals), passage_excerpt(s->p, t, 0, t->n),
			passage_excerpt(s->p, label, 0, label->n));

	passage_also(s->p, f, label, 0);
}

/* The rows that the total in `row` adds up: those above up to a 小计, which are
   left out of the whole; below, where it comes first. */
static struct sum sum_column(const struct sheet *s, int row, int col)
{
	bool sub = is_subtotal(cell_at(s, row, total_col(s, row)));
	bool first = row == s->table->head;
	struct sum k = { 0 };

	for (int i = first ? row + 1 : row - 1; first ? i < s->table->nrows : i >= s->table->head;
			i += first ? 1 : -1) {
		if (total_col(s, i) < 0) {
			add_value(&k, value_at(s, i, col));
		} else if (sub || !is_subtotal(cell_at(s, i, total_col(s, i)))) {
			break;
		}
	}
	return k;
}

static void check_row(const struct sheet *s, int row)
{
	int label = total_col(s, row);

	for (int col = label + 1; col < s->table->ncols; col++) {
		const struct value *said = value_at(s, row, col);
		struct sum k = sum_column(s, row, col);
		if (!said->odd && !said->empty && !k.odd && k.n >= 2 && is_summed(s, col) &&
				!fits(s, &k, said)) {
			say(s, &k, said, cell_at(s, row, label));
		}
	}
}

/* The columns before the last, in one row. */
static struct sum sum_row(const struct sheet *s, int row)
{
	struct sum k = { 0 };

	for (int col = 1; col < s->table->ncols - 1; col++) {
		if (is_summed(s, col)) {
			add_value(&k, value_at(s, row, col));
		}
	}
	return k;
}

/* A column 合计 at the right: said of rows only where it holds for most. */
static void check_columns(const struct sheet *s)
{
	const struct table *table = s->table;
	int last = table->ncols - 1, good = 0, bad = 0;

	const struct passage *head = table->head ? s->cells[s->owner[last]] : NULL;

	if (last < 3 || !is_total(head)) {
		return;
	}
	for (int pass = 0; pass < 2; pass++) {
		for (int row = table->head; row < table->nrows; row++) {
			const struct value *said = value_at(s, row, last);
			struct sum k = sum_row(s, row);
			if (said->odd || said->empty || k.odd || k.n < 2) {
				continue;
			}
			if (pass && bad < good && !fits(s, &k, said)) {
				say(s, &k, said, head);
			}
			good += !pass && fits(s, &k, said);
			bad += !pass && !fits(s, &k, said);
		}
	}
}

static bool says_rough(const struct passage *t)
{
	return scan_find(t, 0, t->n, "万") >= 0 || scan_find(t, 0, t->n, "亿") >= 0;
}

/* Which cell each place belongs to. A figure that stands for several places is
   none of theirs: nobody knows how it is meant to be added up. */
static void read_owners(struct sheet *s, int ncells)
{
	const struct joined *joined = s->table->joined;
	int n = s->table->ncols;

	for (int i = 0; i < ncells; i++) {
		bool several = joined && (joined[i].rows > 1 || joined[i].cols > 1);
		bool odd = several && !s->values[i].empty && !s->values[i].odd;
		int rows = joined ? joined[i].rows : 1, cols = joined ? joined[i].cols : 1;
		for (int k = 0; k < rows * cols; k++) {
			int at = i + k / cols * n + k % cols;
			s->owner[at] = i;
			s->values[at].odd = s->values[at].odd || odd;
		}
	}
}

/* The table whose first cell is at t; `n` passages follow. */
static void check_table(struct proofing *p, const struct passage *t, int n, bool rough)
{
	const struct table *table = t->block->table;
	int ncells = table->nrows * table->ncols;
	struct sheet s = { .p = p, .table = table, .rough = rough };

	if (table->nrows > ROWS_MAX || table->ncols < 2) {
		return;
	}
	s.cells = ARENA_ARRAY(p->a, const struct passage *, ncells);
	s.values = ARENA_ARRAY(p->a, struct value, ncells);
	s.owner = ARENA_ARRAY(p->a, int, ncells);
	for (int i = 0; i < n && t[i].block == t->block; i++) {
		s.cells[t[i].row * table->ncols + t[i].col] = &t[i];
		s.rough = s.rough || says_rough(&t[i]);
	}
	for (int i = 0; i < ncells; i++) {
		s.values[i] = read_value(s.cells[i]);
	}
	read_owners(&s, ncells);
	if (has_levels(&s)) {
		return;
	}
	for (int row = table->head; row < table->nrows; row++) {
		if (total_col(&s, row) >= 0) {
			check_row(&s, row);
		}
	}
	check_columns(&s);
}

void numbers_check_tables(struct proofing *p, const struct article *art)
{
	const struct block *last = NULL;
	int n;
	const struct passage *t = proof_passages(p, art, &n);

	for (int i = 0; i < n; i++) {
		if (t[i].role == ROLE_CELL && t[i].block != last) {
			last = t[i].block;
			check_table(p, &t[i], n - i, i > 0 && says_rough(&t[i - 1]));
		}
	}
}
