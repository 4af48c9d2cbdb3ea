#include "page/page-imp.h"

#include "base/arena.h"

/* The contents list: a row a section and article, leaders, page numbers. */

struct listing {
	const struct breaker *b;
	const struct galley *g;
	struct shaper *s;
	const char *const *labels; /* by mark; NULL: not yet known */
	sp column;                 /* width kept for the numbers */
	struct par **numbers;      /* by mark; NULL where no number is printed */
};

/* Numbers first: a wide one widens the column and so narrows the titles. */
static void shape_numbers(struct listing *t)
{
	const struct layout *l = t->b->l;
	int n = t->g->entries.n;

	t->column = l->contents.numbers ? l->contents.number_width : 0;
	t->numbers = ARENA_ARRAY(t->b->a, struct par *, n);
	for (int i = 0; t->labels && i < n; i++) {
		const struct entry *e = &t->g->entries.at[i];
		struct text *text;
		sp wid;
		if (!l->contents.numbers || !e->row || !t->labels[i]) {
			continue;
		}
		text = ARENA_NEW(t->b->a, struct text);
		*text = text_plain(t->b->a, t->labels[i], (struct span){ 0 });
		t->numbers[i] = shape_text(t->b->a, t->s, text,
				e->level ? &l->contents.article_style : &l->contents.section_style);
		t->numbers[i]->node = e->node;
		wid = line_natural(t->numbers[i]);
		t->column = wid > t->column ? wid : t->column;
	}
}

/* Leaders from just behind left to the number column, on a grid that is the
   same in every row. */
static void put_leaders(const struct listing *t, struct items *items, sp left, sp right, sp y)
{
	const struct contents_layout *c = &t->b->l->contents;
	const struct par *par = t->g->leader;
	struct arena *a = t->b->a;
	struct frag *f;
	struct glyph *glyphs;
	sp *x;
	int n = 0;

	if (!par->ncells || right - left < c->leader_step) {
		return;
	}
	n = (right - left) / c->leader_step;
	f = ARENA_NEW(a, struct frag);
	glyphs = ARENA_ARRAY(a, struct glyph, n);
	x = ARENA_ARRAY(a, sp, n);
	for (int i = 0; i < n; i++) {
		glyphs[i] = par->glyphs[par->cells[0].glyph];
		x[i] = right - (n - i) * c->leader_step;
	}
	*f = (struct frag){ par, &par->runs[0], glyphs, x, n, x[0], right };
	*vec_push(a, items) = (struct item){
		.kind = ITEM_GLYPHS,
		.tag = TAG_ARTIFACT,
		.y = y,
		.u.frag = f,
	};
}

static void put_number(const struct listing *t, struct items *items, const struct par *par, sp y)
{
	struct box box = { .measure = t->b->l->measure, .how = SET_RIGHT };
	struct lines lines = break_par(t->b, par, &box);

	if (lines.n) {
		put_line(t->b->a, items, &lines.at[0], 0, y, TAG_TOC_ROW);
	}
}

static void put_row_link(const struct listing *t, struct items *items, int mark, sp height)
{
	*vec_push(t->b->a, items) = (struct item){
		.kind = ITEM_LINK,
		.tag = TAG_TOC_ROW,
		.node = t->g->entries.at[mark].node,
		.wid = t->b->l->measure,
		.hgt = height,
		.u.link = { NULL, mark },
	};
}

static void add_row(const struct listing *t, struct slugs *to, int mark, sp height)
{
	const struct layout *l = t->b->l;
	const struct contents_layout *c = &l->contents;
	const struct entry *e = &t->g->entries.at[mark];
	sp indent = e->level ? c->article_indent : 0;
	sp right = l->measure - (c->numbers ? t->column + c->leader_gap : 0);
	sp size = e->level ? c->article_style.size : c->section_style.size;
	struct box box = { .measure = right - (c->numbers ? c->leader_step : 0),
		.first = indent,
		.rest = indent,
		.how = SET_LEFT };
	struct lines lines = break_par(t->b, e->row, &box);
	sp y = baseline_in(height, size);

	for (int i = 0; i < lines.n; i++) {
		const struct line *line = &lines.at[i];
		struct items items = { 0 };
		put_line(t->b->a, &items, line, 0, y, TAG_TOC_ROW);
		if (i + 1 == lines.n && c->numbers) {
			put_leaders(t, &items, line->indent + line->wid + c->leader_gap, right, y);
			if (t->numbers[mark]) {
				put_number(t, &items, t->numbers[mark], y);
			}
		}
		put_row_link(t, &items, mark, height);
		/* the lines of one row stay together, a section with its first article */
		add_slug(t->b, to, height, &items)->keep = i + 1 < lines.n || !e->level;
	}
}

static void add_heading(const struct listing *t, struct slugs *to)
{
	const struct layout *l = t->b->l;
	struct box box = { .measure = l->measure, .how = SET_CENTRE };
	struct lines lines = break_par(t->b, t->g->contents_heading, &box);
	sp height = layout_lines(l, l->contents.heading_height);
	struct items items = { 0 };

	if (lines.n) {
		put_line(t->b->a, &items, &lines.at[0], 0,
				baseline_in(height, l->contents.heading_style.size), TAG_TOC_ROW);
	}
	add_slug(t->b, to, height, &items)->keep = true;
}

struct slugs contents_slugs(const struct breaker *b, const struct galley *g, struct shaper *s,
		const char *const *labels, ratio row_height)
{
	struct listing t = { b, g, s, labels, 0, NULL };
	struct slugs slugs = { 0 };

	shape_numbers(&t);
	add_heading(&t, &slugs);
	for (int i = 0; i < g->entries.n; i++) {
		if (g->entries.at[i].row) {
			add_row(&t, &slugs, i, layout_lines(b->l, row_height));
		}
	}
	slugs.at[slugs.n - 1].keep = false;
	return slugs;
}
