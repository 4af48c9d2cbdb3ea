#include "page/compose-imp.h"

#include "base/arena.h"

/* One round: slugs → pages. */

void begin_page(struct composing *c, enum numbering_of_page number)
{
	vec_push(c->b->a, &c->pages)->number = number;
	c->top = layout_top(c->b->l);
	c->capacity = layout_height(c->b->l);
	c->y = 0;
	c->fresh = true;
	c->short_page = false;
}

void put_slug(struct composing *c, const struct slug *slug, sp x, sp y)
{
	struct draft *page = &c->pages.at[c->pages.n - 1];

	for (int i = 0; i < slug->nitems; i++) {
		struct item *item = vec_push(c->b->a, &page->items);
		*item = slug->items[i];
		item->x += x;
		item->y += y;
	}
	if (slug->mark >= 0) {
		c->marks[slug->mark].page = c->pages.n - 1;
		c->marks[slug->mark].y = y;
	}
}

static void place_page(struct composing *c, const struct flow *f, const struct portion *p,
		sp height)
{
	const struct layout *l = c->b->l;
	struct area area = { l->text_left, c->top + c->y, l->measure, height, true };

	c->y += place_portion(c, f, p, &area);
	c->fresh = c->fresh && p->from == p->to && !p->carried;
}

static void prepare(struct composing *c, struct flow *f)
{
	f->a = c->b->a;
	f->l = c->b->l;
	c->y = flow_snap(f, c->y);
	f->first = c->capacity - c->y;
	f->capacity = layout_height(c->b->l);
	if (f->grid) {
		sp line = layout_line(f->l);
		f->first = f->first / line * line;
		f->capacity = f->capacity / line * line;
	}
	f->waits = !c->fresh || c->short_page;
	flow_find_floaters(f);
}

/* Let slugs flow on from where the column stands. */
static void flow(struct composing *c, struct flow *f, enum numbering_of_page number)
{
	struct portions pages;

	prepare(c, f);
	pages = flow_pages(f);
	for (int i = 0; i < pages.n; i++) {
		if (i) {
			begin_page(c, number);
		}
		place_page(c, f, &pages.at[i], i ? f->capacity : f->first);
	}
}

/* Slugs that nothing is asked of but what stays together. */
static void flow_plain(struct composing *c, const struct slugs *s, enum numbering_of_page number)
{
	struct flow f = { .at = s->at, .n = s->n };

	flow(c, &f, number);
}

/* The text of articles, by the layout's policy; tail is what comes behind it. */
static struct flow flow_of(const struct composing *c, const struct slugs *s, sp tail)
{
	const struct pages_layout *l = &c->b->l->pages;

	return (struct flow){ .at = s->at,
		.n = s->n,
		.grid = l->grid,
		.optimum = l->fill == PAGES_OPTIMUM,
		.tail = tail };
}

static sp total_height(const struct slugs *s)
{
	int64_t sum = 0;

	for (int i = 0; i < s->n; i++) {
		sum += s->at[i].height;
	}
	return sum < SP_MAX ? (sp)sum : SP_MAX;
}

/* What stands before the articles. */
static enum numbering_of_page number_of_cover(const struct layout *l)
{
	switch (l->folio.cover) {
	case COVER_NUMBERED:
		return PAGE_NUMBERED;
	case COVER_COUNTED:
		return PAGE_COUNTED;
	case COVER_UNCOUNTED:
		break;
	}
	return PAGE_UNCOUNTED;
}

/* The lead begins below the masthead; on the grid of the other pages if there is
   one. */
static void compose_cover(struct composing *c, sp tail)
{
	const struct layout *l = c->b->l;
	struct flow f = flow_of(c, &c->g->lead_slugs, tail);
	sp line = layout_line(l), above;

	begin_page(c, number_of_cover(l));
	put_slug(c, &c->g->masthead, l->text_left, l->text_top);
	above = l->text_top - c->top + l->text_height - cover_capacity(l);
	if (l->pages.grid) {
		above = (above + line - 1) / line * line;
	}
	above = above < c->capacity ? above : c->capacity;
	c->capacity -= above;
	c->top += above;
	c->short_page = true;
	if (f.n) {
		flow(c, &f, PAGE_NUMBERED);
	}
}

static bool has_contents(const struct galley *g)
{
	for (int i = 0; i < g->entries.n; i++) {
		if (g->entries.at[i].row) {
			return true;
		}
	}
	return false;
}

/* The contents list as it stands behind the lead; empty where there is none. */
static struct slugs contents_behind_lead(const struct composing *c, const char *const *labels)
{
	return has_contents(c->g)
			? contents_slugs(c->b, c->g, c->s, labels, c->b->l->contents.row_height)
			: (struct slugs){ 0 };
}

/* The height of a row, in lines, of a list that has pages of its own: less than
   the layout says where all of it then stands on one, but no less than behind
   the lead. s: the list, its heading first. */
static ratio own_page_row(const struct layout *l, const struct slugs *s)
{
	int64_t left = (int64_t)l->text_height - s->at[0].height;
	int64_t fits = left * l->lines_per_page / l->text_height / (s->n > 1 ? s->n - 1 : 1);

	return fits < l->contents.own_page_row_height && fits >= l->contents.row_height
			? (ratio)fits
			: l->contents.own_page_row_height;
}

/* Behind the lead where all of it fits there, else on a page of its own. */
static void compose_contents(struct composing *c, struct slugs s, const char *const *labels)
{
	const struct layout *l = c->b->l;

	if (!s.n) {
		return;
	}
	if (c->y + (int64_t)total_height(&s) > c->capacity) {
		s = contents_slugs(c->b, c->g, c->s, labels, own_page_row(l, &s));
		begin_page(c, number_of_cover(l));
	}
	flow_plain(c, &s, number_of_cover(l));
}

static sp colophon_above(const struct composing *c)
{
	return c->g->colophon_slugs.n ? layout_lines(c->b->l, c->b->l->colophon.above) : 0;
}

/* What the colophon takes below the text. */
static sp colophon_height(const struct composing *c)
{
	int64_t height = (int64_t)total_height(&c->g->colophon_slugs) + colophon_above(c);

	return height < SP_MAX ? (sp)height : SP_MAX;
}

static void compose_body(struct composing *c)
{
	struct flow f = flow_of(c, &c->g->body_slugs, colophon_height(c));

	if (!f.n) {
		return;
	}
	if (!c->b->l->articles_follow) {
		begin_page(c, PAGE_NUMBERED);
	}
	if (c->b->l->columns > 1) {
		prepare(c, &f);
		flow_columns(c, &f);
	} else {
		flow(c, &f, PAGE_NUMBERED);
	}
}

/* The foot of the text area, from where the column begins. */
static sp foot_of_area(const struct composing *c)
{
	return c->b->l->text_top + c->b->l->text_height - c->top;
}

/* Whether the colophon stands on the last page as it is. */
static bool colophon_fits(const struct composing *c)
{
	return c->y + (int64_t)colophon_height(c) <= foot_of_area(c) &&
			!(c->b->l->colophon.even_page && c->pages.n % 2);
}

/* At the foot of the last page, or of a new one, which may leave a blank one
   before it: pages without body text have no number (GB/T 9704 7.5). */
static void compose_colophon(struct composing *c)
{
	const struct slugs *s = &c->g->colophon_slugs;
	sp height = total_height(s), foot;

	if (!s->n) {
		return;
	}
	if (!colophon_fits(c)) {
		do {
			begin_page(c, PAGE_UNCOUNTED);
		} while (c->b->l->colophon.even_page && c->pages.n % 2);
	}
	foot = foot_of_area(c);
	if (height < foot) {
		c->y = foot - height;
	}
	flow_plain(c, s, PAGE_UNCOUNTED);
}

static const char *folio_text(struct arena *a, const struct folio_layout *f, int number)
{
	const char *const pairs[] = { "page", arena_print(a, "%d", number), NULL };

	return form_fill(a, f->form, pairs);
}

static void put_folio(struct composing *c, struct draft *page, int number)
{
	const struct layout *l = c->b->l;
	const struct folio_layout *f = &l->folio;
	struct arena *a = c->b->a;
	struct text *text = ARENA_NEW(a, struct text);
	struct box box = { .measure = l->measure, .how = SET_CENTRE };
	sp left = l->text_left;
	struct par *par;
	struct lines lines;

	*text = text_plain(a, folio_text(a, f, number), (struct span){ 0 });
	if (f->place == FOLIO_OUTSIDE) {
		/* odd pages lie on the right */
		box.how = number % 2 ? SET_RIGHT : SET_LEFT;
		box.measure -= 2 * f->inset;
		left += f->inset;
	}
	par = shape_text(a, c->s, text, &f->style);
	par->node = NODE_PAGINATION;
	lines = break_par(c->b, par, &box);
	if (lines.n) {
		/* figures are some 0.7 em high */
		put_line(a, &page->items, &lines.at[0], left,
				l->text_top + l->text_height + f->below +
						(sp)((int64_t)f->style.size * 7 / 10),
				TAG_ARTIFACT);
	}
}

/* Above the text, as far as the folio stands below it; what is longer than a line
   grows upwards from there. */
static void put_notice(struct composing *c, struct draft *page, const char *notice, int node)
{
	const struct layout *l = c->b->l;
	const struct folio_layout *f = &l->folio;
	struct arena *a = c->b->a;
	struct text *text = ARENA_NEW(a, struct text);
	struct box box = { .measure = l->measure, .how = SET_RIGHT };
	struct par *par;
	struct lines lines;

	*text = text_plain(a, notice, (struct span){ 0 });
	par = shape_text(a, c->s, text, &f->unsigned_style);
	par->node = node;
	lines = break_par(c->b, par, &box);
	for (int i = 0; i < lines.n; i++) {
		sp up = (sp)((int64_t)f->unsigned_style.size * (lines.n - 1 - i) * 7 / 5);
		sp y = l->text_top - f->below - up;
		put_line(a, &page->items, &lines.at[i], l->text_left,
				y > f->unsigned_style.size ? y : f->unsigned_style.size,
				TAG_ARTIFACT);
	}
}

/* All is placed as on odd pages. */
static void mirror_page(const struct composing *c, int page)
{
	struct items *items = &c->pages.at[page].items;
	sp shift = layout_left(c->b->l, page) - c->b->l->text_left;

	for (int i = 0; shift && i < items->n; i++) {
		items->at[i].x += shift;
	}
}

static struct page *finish_pages(struct composing *c)
{
	struct page *pages = ARENA_ARRAY(c->b->a, struct page, c->pages.n);
	int number = c->b->l->folio.first;

	for (int i = 0; i < c->pages.n; i++) {
		struct draft *draft = &c->pages.at[i];
		if (draft->number == PAGE_NUMBERED) {
			put_folio(c, draft, number);
			pages[i].label = arena_print(c->b->a, "%d", number);
		}
		number += draft->number != PAGE_UNCOUNTED;
		if (c->g->issue->notice) {
			put_notice(c, draft, c->g->issue->notice, NODE_PAGINATION);
		} else if (i == 0 && c->g->issue->correction) {
			put_notice(c, draft, c->g->issue->correction, c->g->correction);
		}
		mirror_page(c, i);
		pages[i].items = draft->items.at;
		pages[i].nitems = draft->items.n;
	}
	return pages;
}

/* All of the issue, in order. */
static struct stock compose_all(struct composing *c, const char *const *labels)
{
	const struct galley *g = c->g;
	struct slugs contents;
	struct stock stock;

	c->marks = ARENA_ARRAY(c->b->a, struct mark, g->entries.n);
	for (int i = 0; i < g->entries.n; i++) {
		c->marks[i].title = g->entries.at[i].title;
		c->marks[i].level = g->entries.at[i].level;
	}
	contents = contents_behind_lead(c, labels);
	compose_cover(c, total_height(&contents));
	compose_contents(c, contents, labels);
	compose_body(c);
	stock = (struct stock){ c->pages.n, c->y, c->capacity };
	compose_colophon(c);
	if (c->pages.n > stock.npages) { /* on a page of its own */
		stock = (struct stock){ c->pages.n, total_height(&g->colophon_slugs), c->capacity };
	} else {
		stock.used += colophon_height(c);
	}
	stock.used = stock.used < stock.capacity ? stock.used : stock.capacity;
	return stock;
}

struct stock compose_stock(const struct breaker *b, const struct galley *g, struct shaper *s)
{
	struct composing c = { .b = b, .g = g, .s = s };

	return compose_all(&c, NULL);
}

struct book *compose_round(const struct breaker *b, const struct galley *g, struct shaper *s,
		const char *const *labels)
{
	struct composing c = { .b = b, .g = g, .s = s };
	struct book *book = ARENA_NEW(b->a, struct book);

	compose_all(&c, labels);
	*book = (struct book){
		.page_width = b->l->page_width,
		.page_height = b->l->page_height,
		.pages = finish_pages(&c),
		.npages = c.pages.n,
		.marks = c.marks,
		.nmarks = g->entries.n,
		.nodes = g->nodes.at,
		.nnodes = g->nodes.n,
		.date = g->issue->date,
	};
	return book;
}
