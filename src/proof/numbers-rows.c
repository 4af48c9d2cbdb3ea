/* numbers-rows: what the text says of a list against the rows of the list,
   which stands as a table below a subhead: 一、书法 … 一等奖. */

#include "proof/numbers-imp.h"

#include <string.h>

#include "base/slice.h"

#define KEY_MAX    12 /* characters of a subhead that names a list */
#define KINDS_MAX  20 /* different words of a table that are counted */
#define TABLES_MAX 40

/* A word that stands in the rows of a table, 一等奖. */
struct kind {
	struct slice word;
	int rows;
};

/* A list: the name that its subhead gives it, and what its rows say. */
struct list {
	struct slice key;
	int number; /* of the first passage */
	int rows;
	struct kind kinds[KINDS_MAX];
	int nkinds;
};

struct lists {
	struct proofing *p;
	struct list *at;
	int n;
};

static bool begins(const struct passage *t, int i, struct slice s)
{
	return i < t->n && t->text->n - t->at[i] >= s.n &&
			memcmp(t->text->s + t->at[i], s.s, s.n) == 0;
}

static int length(struct slice s)
{
	int n = 0;

	for (size_t i = 0; i < s.n; i++) {
		n += ((unsigned char)s.s[i] & 0xc0) != 0x80;
	}
	return n;
}

/* 书法 of 一、书法 and （一）书法作品. */
static struct slice key_of(const struct passage *t)
{
	int from = 0, end = t->n;
	struct number n;

	from += scan_in(t->c[0], U"（(");
	if (scan_number(t, from, &n) && scan_in(t->c[n.end], U"、.．）)")) {
		from = n.end + 1;
	}
	while (from < end && scan_space(t->c[from])) {
		from++;
	}
	while (end > from && scan_in(t->c[end - 1], U"：:类组")) {
		end--;
	}
	end -= scan_word_before(t, end, "作品 名单 获奖名单 获奖作品");
	if (end - from < 2 || end - from > KEY_MAX) {
		return (struct slice){ 0 };
	}
	return (struct slice){ t->text->s + t->at[from], t->at[end] - t->at[from] };
}

static void count_kind(struct list *list, const struct text *cell)
{
	struct slice word = { cell->s, cell->n };

	for (int i = 0; i < list->nkinds; i++) {
		struct kind *k = &list->kinds[i];
		if (k->word.n == word.n && memcmp(k->word.s, word.s, word.n) == 0) {
			k->rows++;
			return;
		}
	}
	if (list->nkinds < KINDS_MAX && length(word) >= 2 && length(word) <= 8) {
		list->kinds[list->nkinds++] = (struct kind){ word, 1 };
	}
}

/* Rows that hold anything; what stands in their last cells. */
static void count_rows(struct list *list, const struct table *table)
{
	for (int row = table->head; row < table->nrows; row++) {
		const struct text *cells = &table->cells[row * table->ncols];
		int filled = 0;
		for (int col = 0; col < table->ncols; col++) {
			filled += cells[col].n > 0;
		}
		list->rows += filled > 0;
		if (cells[table->ncols - 1].n) {
			count_kind(list, &cells[table->ncols - 1]);
		}
	}
}

static void add_list(struct lists *k, const struct passage *head, const struct passage *cell)
{
	struct list *list = &k->at[k->n];

	*list = (struct list){ .key = key_of(head), .number = cell->number };
	if (list->key.n) {
		count_rows(list, cell->block->table);
		k->n++;
	}
}

static void collect(struct lists *k, const struct passage *t, int n)
{
	const struct passage *head = NULL;
	const struct block *last = NULL;

	for (int i = 0; i < n && k->n < TABLES_MAX; i++) {
		if (t[i].role == ROLE_SUBHEAD) {
			head = &t[i];
		} else if (t[i].role == ROLE_CELL && t[i].block != last) {
			last = t[i].block;
			if (head) {
				add_list(k, head, &t[i]);
			}
			head = NULL; /* a second table below it has no name */
		}
	}
}

/* The list that is named at i, or NULL. */
static const struct list *find_list(const struct lists *k, const struct passage *t, int i)
{
	const struct list *best = NULL;

	for (int n = 0; n < k->n; n++) {
		const struct list *list = &k->at[n];
		if (list->number > t->number && begins(t, i, list->key) &&
				(!best || list->key.n > best->key.n)) {
			best = list;
		}
	}
	return best;
}

static const uint32_t measures[] = U"名人个件幅项家篇部";

/* A number with a measure word at i. */
static bool read_count(const struct passage *t, int i, struct number *n)
{
	return scan_number(t, i, n) && !n->decimals && scan_in(t->c[n->end], measures);
}

static void say_count(struct proofing *p, const struct passage *t, int from, const struct number *n,
		int rows)
{
	passage_add(p, &numbers_rules[ROWS_COUNT], t, from, n->end + 1 - from,
			passage_excerpt(p, t, from, n->end + 1 - from),
			arena_print(p->a, "%d", rows));
}

/* What is counted of a list up to `end`: each 二等奖3幅. False where nothing is. */
static bool check_kinds(struct proofing *p, const struct passage *t, int i, int end,
		const struct list *list)
{
	bool any = false;
	struct number n;

	for (; i < end; i++) {
		for (int k = 0; k < list->nkinds; k++) {
			const struct kind *kind = &list->kinds[k];
			int behind = i + length(kind->word);
			if (!begins(t, i, kind->word) || !read_count(t, behind, &n)) {
				continue;
			}
			any = true;
			if (n.value != kind->rows) {
				say_count(p, t, i, &n, kind->rows);
			}
		}
	}
	return any;
}

/* End of what is said of the list named at i: ；, 。 or the next list's name. */
static int end_of_part(const struct lists *k, const struct passage *t, int i)
{
	for (i++; i < t->n && !scan_in(t->c[i], U"；。"); i++) {
		if (find_list(k, t, i) && scan_in(t->c[i - 1], U"，、：")) {
			break;
		}
	}
	return i;
}

/* 获奖作品31幅 before the parts: the number that all lists should come to. */
static bool find_total(const struct passage *t, int end, struct number *total)
{
	for (int i = end; i > 0; i--) {
		if (scan_digit(t->c[i]) && !scan_digit(t->c[i - 1]) && read_count(t, i, total)) {
			int from = i > 14 ? i - 14 : 0;
			return scan_find(t, from, i, "获奖") >= 0 ||
					scan_find(t, from, i, "评选") >= 0 ||
					scan_find(t, from, i, "入选") >= 0 ||
					scan_find(t, from, i, "表彰") >= 0;
		}
	}
	return false;
}

/* Does what is said at i of a list speak of its rows? */
static bool check_part(const struct lists *k, const struct passage *t, int i,
		const struct list *list)
{
	int behind = i + length(list->key);
	bool any = check_kinds(k->p, t, behind, end_of_part(k, t, i), list);
	struct number n;

	/* 纪念奖13名 names the list itself */
	if (scan_in(t->c[behind - 1], U"奖者") && read_count(t, behind, &n) &&
			n.value != list->rows) {
		say_count(k->p, t, i, &n, list->rows);
	}
	return any;
}

static void check_passage(const struct lists *k, const struct passage *t)
{
	int first = -1, rows = 0, parts = 0;
	struct number total;

	for (int i = 0; i < t->n; i++) {
		const struct list *list = find_list(k, t, i);
		if (list && check_part(k, t, i, list)) {
			first = first < 0 ? i : first;
			rows += list->rows;
			parts++;
			i = end_of_part(k, t, i) - 1;
		}
	}
	if (parts > 1 && find_total(t, first, &total) && total.value != rows) {
		passage_add(k->p, &numbers_rules[ROWS_TOTAL], t, total.at, total.end + 1 - total.at,
				passage_excerpt(k->p, t, total.at, total.end + 1 - total.at),
				arena_print(k->p->a, "%d", rows));
	}
}

void numbers_check_rows(struct proofing *p, const struct article *art)
{
	struct lists k = { .p = p };
	int n;
	const struct passage *t = proof_passages(p, art, &n);

	k.at = ARENA_ARRAY(p->a, struct list, TABLES_MAX);
	collect(&k, t, n);
	for (int i = 0; k.n && i < n; i++) {
		if (t[i].role == ROLE_PARA || t[i].role == ROLE_ITEM) {
			check_passage(&k, &t[i]);
		}
	}
}
