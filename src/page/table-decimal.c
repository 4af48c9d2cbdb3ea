#include "page/table-imp.h"

#include "text/char.h"

/* Columns set right whose cells are numbers line up on their decimal points,
   whatever sign, unit or % stands with them. */

static bool is_one_of(uint32_t c, const uint32_t *set)
{
	for (; *set; set++) {
		if (*set == c) {
			return true;
		}
	}
	return false;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* What stands in a cell without a figure: empty or dashes. */
static bool is_nothing(const struct text *t)
{
	for (size_t at = 0; at < t->n;) {
		if (!is_one_of(char_next(t->s, t->n, &at), U"-−–—－…/／ ")) {
			return false;
		}
	}
	return true;
}

/* Past the digits of a whole number from `at` on, 12 345 and 12,345 too. */
static size_t skip_whole(const struct text *t, size_t at)
{
	size_t end = at;

	while (at < t->n &&
			(is_digit((unsigned char)t->s[at]) ||
					(end > 0 && (t->s[at] == ',' || t->s[at] == ' ')))) {
		end = is_digit((unsigned char)t->s[at++]) ? at : end;
	}
	return end;
}

/* Where the fraction or, if there is none, what follows the number begins; 0
   where the text is no number with its sign and unit. */
static size_t find_point(const struct text *t)
{
	size_t at = 0, next = 0, point;

	while (at < t->n && is_one_of(char_next(t->s, t->n, &next), U"+-−＋－±≈<>≤≥¥￥$ ")) {
		at = next;
	}
	if (at == t->n || !is_digit((unsigned char)t->s[at])) {
		return 0;
	}
	point = at = skip_whole(t, at);
	if (at < t->n && t->s[at] == '.') {
		for (at++; at < t->n && is_digit((unsigned char)t->s[at]); at++) {
		}
	}
	for (; at < t->n; at++) {
		if (is_digit((unsigned char)t->s[at])) {
			return 0;
		}
	}
	return point;
}

/* Width of what stands from byte `from` on, on one line. */
static sp width_from(const struct par *par, size_t from)
{
	int64_t wid = 0;

	for (int i = 0; i < par->ncells; i++) {
		const struct cell *c = &par->cells[i];
		if (c->at >= from) {
			wid += c->wid + (i ? c->gap : 0);
		}
	}
	return wid < SP_MAX ? (sp)wid : SP_MAX;
}

static bool is_single(const struct grid *g, int row, int col)
{
	return grid_joined(g, row, col).cols == 1;
}

/* Whether all figures of the column are numbers; the widest parts of them. */
static bool weigh(const struct grid *g, int col, sp *whole, sp *tail)
{
	int n = 0;

	*whole = *tail = 0;
	for (int row = g->t->head; row < g->t->nrows; row++) {
		const struct par *par = grid_cell(g, row, col);
		size_t point = is_single(g, row, col) ? find_point(par->text) : 0;
		sp right;
		if (!is_single(g, row, col) || is_nothing(par->text)) {
			continue;
		}
		if (!point) {
			return false;
		}
		right = width_from(par, point);
		*tail = right > *tail ? right : *tail;
		right = line_natural(par) - right;
		*whole = right > *whole ? right : *whole;
		n++;
	}
	return n > 1;
}

void decimals_find(const struct grid *g)
{
	for (int col = 0; col < g->t->ncols; col++) {
		sp whole, tail;
		bool numbers = g->t->aligns[col] == ALIGN_RIGHT && weigh(g, col, &whole, &tail);

		g->tails[col] = numbers ? tail : -1;
		if (numbers && g->wids[col] < (int64_t)whole + tail) {
			int64_t both = (int64_t)whole + tail, most = g->b->l->measure;
			g->wids[col] = (sp)(both < most ? both : most);
		}
	}
}

sp decimals_shift(const struct grid *g, int row, int col)
{
	const struct par *par = grid_cell(g, row, col);
	size_t point;

	if (row < g->t->head || g->tails[col] < 0 || !is_single(g, row, col)) {
		return 0;
	}
	point = find_point(par->text);
	return point ? g->tails[col] - width_from(par, point) : 0;
}
