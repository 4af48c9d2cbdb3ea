#include "page/page-imp.h"

#include "base/arena.h"

/* The masthead: a large red title, the number, publisher and date, a rule. */

static sp least_height(const struct layout *l)
{
	const struct masthead_layout *m = &l->masthead;

	return m->above + layout_lines(l, m->title_height) + layout_lines(l, m->between) +
			layout_lines(l, m->number_height) + layout_lines(l, m->imprint_height) +
			m->above_rule + m->rule_width + layout_lines(l, m->below_rule);
}

sp cover_capacity(const struct layout *l)
{
	sp lead = layout_lines(l, l->cover_lines), room = l->text_height - least_height(l);

	return lead < room && l->masthead.spread ? lead : room > 0 ? room : 0;
}

static void put_box(const struct breaker *b, struct items *items, const struct par *par,
		const struct box *box, sp x, sp y)
{
	struct lines lines = break_par(b, par, box);

	if (lines.n) {
		put_line(b->a, items, &lines.at[0], x, y, TAG_IMPRINT);
	}
}

static void put_title(const struct breaker *b, const struct galley *g, struct items *items, sp y)
{
	const struct masthead_layout *m = &b->l->masthead;
	const struct par *par = g->masthead_title;
	sp size = g->masthead_style.size;
	int64_t wid = line_natural(par) +
			(int64_t)sp_scale(size, m->title_spacing) *
					(par->ncells > 1 ? par->ncells - 1 : 0);
	struct box box = { .how = SET_SPREAD };
	struct lines lines;

	box.measure = wid < b->l->measure ? (sp)wid : b->l->measure;
	lines = break_par(b, par, &box);
	if (lines.n) {
		put_line(b->a, items, &lines.at[0], (b->l->measure - box.measure) / 2, y,
				TAG_TITLE);
	}
}

struct slug masthead_slug(const struct breaker *b, const struct galley *g)
{
	const struct layout *l = b->l;
	const struct masthead_layout *m = &l->masthead;
	sp height = l->text_height - cover_capacity(l);
	/* what is over goes in equal parts above the title, between it and the
	   number, and between the number and the imprint */
	sp over = (height - least_height(l)) / 3, y = m->above + over;
	sp title = layout_lines(l, m->title_height), number = layout_lines(l, m->number_height);
	sp imprint = layout_lines(l, m->imprint_height);
	sp inner = l->measure - 2 * m->imprint_inset;
	struct box centre = { .measure = l->measure, .how = SET_CENTRE };
	struct box left = { .measure = inner, .how = SET_LEFT };
	struct box right = { .measure = inner, .how = SET_RIGHT };
	struct items items = { 0 };

	put_title(b, g, &items, y + baseline_in(title, g->masthead_style.size));
	y += title + layout_lines(l, m->between) + over;
	put_box(b, &items, g->masthead_number, &centre, 0, y + baseline_in(number, m->number.size));
	y += number + over;
	put_box(b, &items, g->publisher, &left, m->imprint_inset,
			y + baseline_in(imprint, m->imprint.size));
	put_box(b, &items, g->date, &right, m->imprint_inset,
			y + baseline_in(imprint, m->imprint.size));
	put_rule(b->a, &items, 0, y + imprint + m->above_rule, l->measure, m->rule_width,
			m->rule_colour);
	return (struct slug){ .height = height, .items = items.at, .nitems = items.n, .mark = -1 };
}
