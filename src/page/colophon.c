#include "page/page-imp.h"

#include "base/arena.h"
#include "text/char.h"

/* The colophon: ruled rows of printed lines; runover hangs after the label's
   colon (GB/T 9704: 回行时与冒号后的首字对齐). */

/* Width of the label that the paragraph begins with, colon included; 0: none. */
static sp label_width(const struct par *par, int most)
{
	sp wid = 0;

	for (int i = 0; i < par->ncells && i < most; i++) {
		size_t at = par->cells[i].at;
		wid += par->cells[i].wid + (i ? par->cells[i].gap : 0);
		if (char_next(par->text->s, par->text->n, &at) == 0xff1a) {
			return wid;
		}
	}
	return 0;
}

/* The lines of an item, a slug each: a row of any length must not hang out of
   the page. hang is that of the label above, and then of the item's own. */
static void add_item(const struct breaker *b, struct slugs *to, sp *hang, const struct par *par)
{
	const struct colophon_layout *c = &b->l->colophon;
	sp label = label_width(par, c->label_max), height = layout_lines(b->l, c->line_height);
	struct box box = { .measure = b->l->measure - 2 * c->inset,
		.how = c->justified ? SET_JUSTIFIED : SET_LEFT };
	struct lines lines;

	*hang = label ? label : *hang;
	box.first = label ? 0 : *hang;
	box.rest = *hang;
	lines = break_par(b, par, &box);
	for (int i = 0; i < lines.n; i++) {
		struct items items = { 0 };
		put_line(b->a, &items, &lines.at[i], c->inset, baseline_in(height, c->style.size),
				TAG_IMPRINT);
		add_slug(b, to, height, &items);
	}
}

static struct slug *add_rule(const struct breaker *b, struct slugs *to, sp wid, sp height)
{
	struct items items = { 0 };

	put_rule(b->a, &items, 0, 0, b->l->measure, wid, b->l->colophon.style.colour);
	return add_slug(b, to, height, &items);
}

void slugs_of_colophon(const struct breaker *b, struct galley *g)
{
	const struct colophon_layout *c = &b->l->colophon;
	struct slugs *to = &g->colophon_slugs;
	sp padding = layout_lines(b->l, c->row_padding);

	for (int i = 0; i < g->ncolophon;) {
		sp hang = 0;
		add_rule(b, to, i ? c->inner_rule : c->outer_rule, padding)->keep = true;
		do {
			add_item(b, to, &hang, g->colophon[i].par);
		} while (++i < g->ncolophon && !g->colophon[i].opens_row);
		to->at[to->n - 1].height += padding;
	}
	if (g->ncolophon) {
		to->at[to->n - 1].keep = true;
		add_rule(b, to, c->outer_rule, c->outer_rule);
	}
}
