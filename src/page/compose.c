#include "page/page-imp.h"

#include "base/arena.h"

/* One round: slugs → pages. */

struct draft {
	struct items items;
	bool numbered;
};

struct composing {
	const struct breaker *b;
	const struct galley *g;
	struct shaper *s;
	struct {
		struct draft *at;
		int n, cap;
	} pages;
	struct mark *marks;
	sp top;          /* of the column on this page, from the page's top */
	sp capacity;     /* its height */
	sp y;            /* used of it */
	bool fresh;      /* nothing of the flow stands on this page yet */
	bool short_page; /* less than a full page: what does not fit may wait */
};

static void begin_page(struct composing *c, bool numbered)
{
	vec_push(c->b->a, &c->pages)->numbered = numbered;
	c->top = c->b->l->text_top;
	c->capacity = c->b->l->text_height;
	c->y = 0;
	c->fresh = true;
	c->short_page = false;
}

static void put_slug(struct composing *c, const struct slug *slug, sp y)
{
	struct draft *page = &c->pages.at[c->pages.n - 1];
	sp left = c->b->l->text_left;

	for (int i = 0; i < slug->nitems; i++) {
		struct item *item = vec_push(c->b->a, &page->items);
		*item = slug->items[i];
		item->x += left;
		item->y += y;
	}
	if (slug->mark >= 0) {
		c->marks[slug->mark].page = c->pages.n - 1;
		c->marks[slug->mark].y = y;
	}
}

static void place(struct composing *c, const struct slug *slug)
{
	put_slug(c, slug, c->top + c->y);
	c->y += slug->height;
	c->fresh = false;
}

static void place_on_new_page(struct composing *c, const struct slug *slug, bool numbered)
{
	begin_page(c, numbered);
	if (slug->head) {
		place(c, slug->head);
		c->fresh = true;
	}
}

/* Slugs [i, j) that must share a page: those kept with the next, and that one. */
static int group_end(const struct slugs *s, int i, int64_t *height)
{
	*height = s->at[i].height;
	while (s->at[i].keep && i + 1 < s->n) {
		*height += s->at[++i].height;
	}
	return i + 1;
}

/* Let slugs flow on from where the column stands. A group that no page could
   hold is taken apart. */
static void flow(struct composing *c, const struct slugs *s, bool numbered)
{
	for (int i = 0, j; i < s->n; i = j) {
		int64_t height;
		j = group_end(s, i, &height);
		if (c->y + height > c->capacity && (!c->fresh || c->short_page)) {
			place_on_new_page(c, &s->at[i], numbered);
		}
		for (int k = i; k < j; k++) {
			if (k > i && c->y + s->at[k].height > c->capacity) {
				place_on_new_page(c, &s->at[k], numbered);
			}
			place(c, &s->at[k]);
		}
	}
}

static sp total_height(const struct slugs *s)
{
	int64_t sum = 0;

	for (int i = 0; i < s->n; i++) {
		sum += s->at[i].height;
	}
	return sum < SP_MAX ? (sp)sum : SP_MAX;
}

static void compose_cover(struct composing *c)
{
	const struct layout *l = c->b->l;

	begin_page(c, false);
	put_slug(c, &c->g->masthead, l->text_top);
	c->capacity = cover_capacity(l);
	c->top = l->text_top + l->text_height - c->capacity;
	c->short_page = true;
	flow(c, &c->g->lead_slugs, true);
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

/* Behind the lead where all of it fits there, else on a page of its own. */
static void compose_contents(struct composing *c, const char *const *labels)
{
	const struct contents_layout *l = &c->b->l->contents;
	struct slugs s;

	if (!has_contents(c->g)) {
		return;
	}
	s = contents_slugs(c->b, c->g, c->s, labels, l->row_height);
	if (c->y + (int64_t)total_height(&s) > c->capacity) {
		s = contents_slugs(c->b, c->g, c->s, labels, l->own_page_row_height);
		begin_page(c, false);
	}
	flow(c, &s, false);
}

/* At the foot of the last page, or of a new one. */
static void compose_colophon(struct composing *c)
{
	const struct slugs *s = &c->g->colophon_slugs;
	sp height = total_height(s);
	sp above = layout_lines(c->b->l, c->b->l->colophon.above);

	if (!s->n) {
		return;
	}
	if (c->y + (int64_t)height + above > c->capacity) {
		/* a page without body text has no number (GB/T 9704 7.5) */
		begin_page(c, false);
	}
	if (height < c->capacity) {
		c->y = c->capacity - height;
	}
	flow(c, s, false);
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
	struct lines lines;

	*text = text_plain(a, folio_text(a, f, number), (struct span){ 0 });
	if (f->place == FOLIO_OUTSIDE) {
		/* odd pages lie on the right */
		box.how = number % 2 ? SET_RIGHT : SET_LEFT;
		box.measure -= 2 * f->inset;
		left += f->inset;
	}
	lines = break_par(c->b, shape_text(a, c->s, text, &f->style), &box);
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
static void put_notice(struct composing *c, struct draft *page, const char *notice)
{
	const struct layout *l = c->b->l;
	const struct folio_layout *f = &l->folio;
	struct arena *a = c->b->a;
	struct text *text = ARENA_NEW(a, struct text);
	struct box box = { .measure = l->measure, .how = SET_RIGHT };
	struct lines lines;

	*text = text_plain(a, notice, (struct span){ 0 });
	lines = break_par(c->b, shape_text(a, c->s, text, &f->unsigned_style), &box);
	for (int i = 0; i < lines.n; i++) {
		sp up = (sp)((int64_t)f->unsigned_style.size * (lines.n - 1 - i) * 7 / 5);
		sp y = l->text_top - f->below - up;
		put_line(a, &page->items, &lines.at[i], l->text_left,
				y > f->unsigned_style.size ? y : f->unsigned_style.size,
				TAG_ARTIFACT);
	}
}

static struct page *finish_pages(struct composing *c)
{
	struct page *pages = ARENA_ARRAY(c->b->a, struct page, c->pages.n);
	int number = c->b->l->folio.first;

	for (int i = 0; i < c->pages.n; i++) {
		struct draft *draft = &c->pages.at[i];
		if (draft->numbered) {
			put_folio(c, draft, number);
			pages[i].label = arena_print(c->b->a, "%d", number++);
		}
		if (c->g->issue->notice) {
			put_notice(c, draft, c->g->issue->notice);
		} else if (i == 0 && c->g->issue->correction) {
			put_notice(c, draft, c->g->issue->correction);
		}
		pages[i].items = draft->items.at;
		pages[i].nitems = draft->items.n;
	}
	return pages;
}

struct book *compose_round(const struct breaker *b, const struct galley *g, struct shaper *s,
		const char *const *labels)
{
	struct composing c = { .b = b, .g = g, .s = s };
	struct book *book = ARENA_NEW(b->a, struct book);

	c.marks = ARENA_ARRAY(b->a, struct mark, g->entries.n);
	for (int i = 0; i < g->entries.n; i++) {
		c.marks[i].title = g->entries.at[i].title;
		c.marks[i].level = g->entries.at[i].level;
	}
	compose_cover(&c);
	compose_contents(&c, labels);
	if (g->body_slugs.n) {
		begin_page(&c, true);
		flow(&c, &g->body_slugs, true);
	}
	compose_colophon(&c);
	*book = (struct book){
		.page_width = b->l->page_width,
		.page_height = b->l->page_height,
		.pages = finish_pages(&c),
		.npages = c.pages.n,
		.marks = c.marks,
		.nmarks = g->entries.n,
		.date = g->issue->date,
	};
	return book;
}
