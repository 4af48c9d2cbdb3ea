#include "impose/impose.h"

#include "base/arena.h"
#include "impose/impose-imp.h"

static struct rect trim_of(const struct book *book, const struct impose_order *o)
{
	sp margin = o->marks ? o->press->margin : 0;
	sp pages = o->binding == BINDING_NONE ? 1 : 2;

	return (struct rect){ margin, margin, pages * book->page_width, book->page_height };
}

static void put_page(struct sheet *s, const struct book *book, int page, sp x)
{
	if (page >= 0) {
		*vec_push(s->t->a, &s->items) = (struct item){ .kind = ITEM_PAGE,
			.tag = TAG_ARTIFACT,
			.x = s->trim.left + x,
			.y = s->trim.top,
			.u.placed = { &book->pages[page], UNIT_ONE } };
	}
}

/* What the shop must know of a side, between the marks at its foot. */
static void put_slug(struct sheet *s, const struct side *side, int sheet, int nsheets)
{
	const struct press_layout *p = s->o->press;
	struct arena *a = s->t->a;
	const char *const pairs[] = { "sheet", arena_print(a, "%d", sheet), "sheets",
		arena_print(a, "%d", nsheets), "side", side->back ? p->back : p->front, NULL };
	sp parts = s->o->binding == BINDING_NONE ? 4 : 2; /* behind a cross, or the fold */
	sp left = s->trim.left + s->trim.wid / parts + p->mark;
	struct box box = { .measure = s->trim.left + s->trim.wid - left, .how = SET_LEFT };
	struct set_text set =
			page_set(s->t, form_fill(a, s->o->slug, pairs), &p->slug, &box, p->mark);

	for (int i = 0; i < set.nitems; i++) {
		struct item *item = vec_push(a, &s->items);
		*item = set.items[i];
		item->x += left;
		item->y += s->trim.top + s->trim.hgt + p->bleed;
	}
}

static void fill_sheet(struct sheet *s, const struct book *book, const struct side *side)
{
	put_page(s, book, side->left, side->creep);
	if (s->o->binding != BINDING_NONE) {
		put_page(s, book, side->right, book->page_width - side->creep);
	}
}

struct book *impose_book(const struct typesetter *t, const struct book *book,
		const struct impose_order *o)
{
	struct book *out = ARENA_NEW(t->a, struct book);
	struct rect trim = trim_of(book, o);
	int nsides;
	struct side *sides = impose_plan(t->a, book->npages, o, &nsides);
	struct page *pages = ARENA_ARRAY(t->a, struct page, nsides);

	for (int i = 0; i < nsides; i++) {
		struct sheet s = { .t = t, .o = o, .trim = trim };
		fill_sheet(&s, book, &sides[i]);
		if (o->marks) {
			marks_add(&s);
			put_slug(&s, &sides[i], i / 2 + 1, (nsides + 1) / 2);
		}
		pages[i] = (struct page){ .items = s.items.at,
			.nitems = s.items.n,
			.turned = sides[i].turned };
	}
	*out = *book;
	out->page_width = trim.wid + 2 * trim.left;
	out->page_height = trim.hgt + 2 * trim.top;
	out->pages = pages;
	out->npages = nsides;
	out->marks = NULL;
	out->nmarks = 0;
	out->trim = trim;
	out->bleed = o->press->bleed < trim.left ? o->press->bleed : trim.left;
	return out;
}
