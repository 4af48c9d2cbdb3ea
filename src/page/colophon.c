#include "page/page-imp.h"

#include "base/arena.h"
#include "text/char.h"

/* The colophon: ruled rows of printed lines; runover hangs after the label's
   colon (GB/T 9704: 回行时与冒号后的首字对齐). */

#define LABEL_MAX 6 /* cells of a label such as 报： or 主　编：, colon included */

/* Width of the label that the paragraph begins with, colon included; 0: none. */
static sp label_width(const struct par *par)
{
	sp wid = 0;

	for (int i = 0; i < par->ncells && i < LABEL_MAX; i++) {
		size_t at = par->cells[i].at;
		wid += par->cells[i].wid + (i ? par->cells[i].gap : 0);
		if (char_next(par->text->s, par->text->n, &at) == 0xff1a) {
			return wid;
		}
	}
	return 0;
}

struct row {
	struct items items;
	sp y, hang;
};

static void add_item(const struct breaker *b, struct row *row, const struct par *par)
{
	const struct colophon_layout *c = &b->l->colophon;
	sp label = label_width(par), line = layout_lines(b->l, c->line_height);
	struct box box = { .measure = b->l->measure - 2 * c->inset, .how = SET_JUSTIFIED };
	struct lines lines;

	row->hang = label ? label : row->hang;
	box.first = label ? 0 : row->hang;
	box.rest = row->hang;
	lines = break_par(b, par, &box);
	for (int i = 0; i < lines.n; i++, row->y += line) {
		put_line(b->a, &row->items, &lines.at[i], c->inset,
				row->y + baseline_in(line, c->style.size), TAG_IMPRINT);
	}
}

static void end_row(const struct breaker *b, struct slugs *to, struct row *row, bool first,
		bool last)
{
	const struct layout *l = b->l;
	const struct colophon_layout *c = &l->colophon;
	sp above = first ? c->outer_rule : c->inner_rule;
	sp below = last ? c->outer_rule : 0;
	struct items items = { 0 };

	put_rule(b->a, &items, 0, 0, l->measure, above, c->style.colour);
	for (int i = 0; i < row->items.n; i++) {
		*vec_push(b->a, &items) = row->items.at[i];
	}
	row->y += layout_lines(l, c->row_padding);
	if (last) {
		put_rule(b->a, &items, 0, row->y, l->measure, below, c->style.colour);
	}
	add_slug(b, to, row->y + below, &items);
}

void slugs_of_colophon(const struct breaker *b, struct galley *g)
{
	for (int i = 0; i < g->ncolophon;) {
		int first = i;
		struct row row = { .y = layout_lines(b->l, b->l->colophon.row_padding) };
		for (; i == first || (i < g->ncolophon && !g->colophon[i].opens_row); i++) {
			add_item(b, &row, g->colophon[i].par);
		}
		end_row(b, &g->colophon_slugs, &row, first == 0, i == g->ncolophon);
	}
}
