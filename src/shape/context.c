#include "shape/shape-imp.h"

/* What marks are beside their neighbours. */

static const struct letter *neighbour(const struct shaper *s, size_t i)
{
	return i < s->nletters ? &s->letters[i] : NULL;
}

static bool is_chinese(const struct letter *l)
{
	return l && (l->class == CHAR_HAN || l->class == CHAR_SIGN);
}

/* A solidus that the layout sets half an em wide is Chinese between Chinese. */
void shape_claim_solidi(struct shaper *s)
{
	for (size_t i = 1; i + 1 < s->nletters; i++) {
		struct letter *l = &s->letters[i];
		if (l->c == '/' && (l->traits & TRAIT_HALF) && is_chinese(l - 1) &&
				is_chinese(l + 1)) {
			l->western = false;
			l->class = CHAR_SIGN;
		}
	}
}

static bool is_same(const struct letter *l, uint32_t c)
{
	return l && l->c == c;
}

static bool is_word(const struct letter *l)
{
	return l && (l->class == CHAR_LETTER || l->class == CHAR_DIGIT);
}

static bool is_western(const struct letter *l)
{
	return l && l->western && l->class != CHAR_SPACE;
}

/* — alone is 一字线; - before a number is its sign; an address may end in /;
   " opens and closes by turns. */
static void set_mark(struct letter *l, const struct letter *before, const struct letter *behind,
		bool *quoted)
{
	switch (l->c) {
	case 0x2014:
	case 0x2015:
		if (!is_same(before, l->c) && !is_same(behind, l->c)) {
			l->mark = MARK_CONNECTOR;
		}
		break;
	case '-':
	case 0xff0d:
		if (!is_word(before) && behind && behind->class == CHAR_DIGIT) {
			l->mark = MARK_PREFIX;
		}
		break;
	case '/':
		if (is_western(before) && !is_western(behind)) {
			l->mark = MARK_NONE;
		}
		break;
	case '"':
		*quoted = !*quoted;
		l->mark = *quoted ? MARK_OPENING : MARK_CLOSING;
		break;
	default:
		break;
	}
}

/* A typed space between Han and Western text. */
static bool is_gap(const struct letter *before, const struct letter *behind)
{
	return before && behind &&
			((before->class == CHAR_HAN && is_word(behind)) ||
					(is_word(before) && behind->class == CHAR_HAN));
}

void shape_context(struct shaper *s)
{
	const struct break_policy *p = &s->layout->breaks;
	bool gaps = p->space_is_gap && p->han_latin_gap > 0, quoted = false;

	for (size_t i = 0; i < s->nletters; i++) {
		struct letter *l = &s->letters[i];
		const struct letter *before = i ? neighbour(s, i - 1) : NULL;
		const struct letter *behind = neighbour(s, i + 1);
		set_mark(l, before, behind, &quoted);
		l->gap = gaps && l->c == ' ' && is_gap(before, behind);
	}
	if (p->prohibition == PROHIBITION_UNICODE) {
		return;
	}
	if (p->keep_numbers) {
		shape_keep_numbers(s);
	}
	if (p->url_breaks) {
		shape_part_addresses(s);
	}
}
