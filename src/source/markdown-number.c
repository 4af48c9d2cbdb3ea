/* markdown-number: numbers of subheads, where the manuscript wants them counted.
   A number is the subhead's label; what form it has says the layout. */

#include "source/markdown-imp.h"
#include "text/char.h"
#include "text/numeral.h"

#define LEVELS 5 /* ## to ###### */

static bool is_one_of(uint32_t c, const char *set)
{
	size_t n = strlen(set);

	for (size_t at = 0; at < n;) {
		if (char_next(set, n, &at) == c) {
			return true;
		}
	}
	return false;
}

/* Past the numerals of set at `at`. */
static size_t skip_numerals(const struct text *t, size_t at, const char *set)
{
	for (size_t next = at; next < t->n; at = next) {
		if (!is_one_of(char_next(t->s, t->n, &next), set)) {
			break;
		}
	}
	return at;
}

/* Past a character of set at `at`; `at` where another stands there. */
static size_t skip_one(const struct text *t, size_t at, const char *set)
{
	size_t next = at;

	return at < t->n && is_one_of(char_next(t->s, t->n, &next), set) ? next : at;
}

/* Bytes of a number that the author typed: 一、 1. （一） (1) ① 第一章; 0 where
   there is none. 2024年 and 5.5G are none. */
static size_t typed_number(const struct text *t)
{
	static const char *const kinds[] = { "一二三四五六七八九十百零〇",
		"0123456789０１２３４５６７８９" };
	size_t first = 0, end;
	uint32_t c = t->n ? char_next(t->s, t->n, &first) : 0;

	if ((c >= 0x2460 && c <= 0x249b) || (c >= 0x3251 && c <= 0x32bf)) { /* ① ⑴ ⒈ */
		return first;
	}
	first = skip_one(t, 0, "（(第");
	for (int i = 0; i < 2; i++) {
		size_t from = skip_numerals(t, first, kinds[i]);
		bool more;
		if (from == first) {
			continue;
		}
		end = skip_one(t, from,
				!first ? "、.．"
						: t->s[0] == "第"[0] && t->s[1] == "第"[1]
						? "章节条篇"
						: "）)");
		more = !first && i && t->s[from] == '.' && skip_numerals(t, end, kinds[i]) > end;
		return end > from && !more ? end : 0;
	}
	return 0;
}

/* Counters of the article's levels, or of a notice's. */
struct count {
	unsigned at[LEVELS];
};

static void number(struct reader *r, struct count *count, struct block *b)
{
	int level = b->level - 2;
	const char *form = r->layout->subheads[level].number_form;
	size_t typed = typed_number(&b->text);
	const char *label;

	count->at[level]++;
	for (int i = level + 1; i < LEVELS; i++) {
		count->at[i] = 0;
	}
	if (typed == b->text.n && typed) { /* 第二节: all that the heading says */
		return;
	}
	if (typed) {
		diag_add(r->d, DIAG_NUMBER_TYPED, b->span, arena_copy(r->a, b->text.s, typed));
		return;
	}
	label = numeral_form(r->a, form, count->at[level]);
	if (label[0]) {
		b->label = text_plain(r->a, label, b->span);
	}
}

void markdown_number(struct reader *r, struct block *blocks, int n)
{
	struct count article = { { 0 } }, inside = article;

	for (int i = 0; r->layout && i < n; i++) {
		struct block *b = &blocks[i];
		if (b->notice && (i == 0 || blocks[i - 1].notice != b->notice)) {
			inside = (struct count){ { 0 } };
		}
		if (b->kind == BLOCK_SUBHEAD) {
			number(r, b->notice ? &inside : &article, b);
		}
	}
}
