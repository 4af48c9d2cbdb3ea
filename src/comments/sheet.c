#include "comments/sheet-imp.h"

#include "base/arena.h"

/* Of an em box above the baseline; Chinese fonts agree within a few hundredths. */
#define ABOVE (UNIT_ONE * 88 / 100)

/* How a placed page lies on its sheet. */
struct frame {
	sp x, y;
	ratio scale;
};

static struct area area_in(const struct frame *in, sp left, sp top, sp right, sp bottom)
{
	return (struct area){ in->x + sp_scale(left, in->scale), in->x + sp_scale(right, in->scale),
		in->y + sp_scale(top, in->scale), in->y + sp_scale(bottom, in->scale) };
}

static bool has_source(const struct text *t, uint32_t at)
{
	return t->n > at && t->nranges && text_range(t, at)->span.file;
}

/* Right edge of glyph i's cluster: the next cluster's left one. */
static sp right_edge(const struct frag *f, int i)
{
	int k = i + 1;

	while (k < f->nglyphs && !f->glyphs[k].len) {
		k++;
	}
	return k < f->nglyphs ? f->x[k] : f->right;
}

static void add_letters(struct arena *a, struct sheet *to, const struct item *it,
		const struct frame *in)
{
	const struct frag *f = it->u.frag;
	sp top = it->y - sp_scale(f->run->size, ABOVE);

	for (int i = 0; i < f->nglyphs; i++) {
		const struct glyph *g = &f->glyphs[i];
		if (!g->len || !has_source(f->par->text, g->at)) {
			continue;
		}
		*vec_push(a, &to->letters) = (struct letter){
			area_in(in, it->x + f->x[i], top, it->x + right_edge(f, i),
					top + f->run->size),
			f->par->text,
			g->at,
			g->len,
		};
	}
}

static void add_page(struct arena *a, struct sheet *to, const struct page *page,
		const struct frame *in)
{
	for (int i = 0; i < page->nitems; i++) {
		const struct item *it = &page->items[i];
		if (it->kind == ITEM_GLYPHS) {
			add_letters(a, to, it, in);
		} else if (it->kind == ITEM_PICTURE && it->span.file) {
			*vec_push(a, &to->figures) = (struct figure){
				area_in(in, it->x, it->y, it->x + it->wid, it->y + it->hgt),
				it->span,
			};
		}
	}
}

void sheet_read(struct arena *a, const struct book *proof, int page, struct sheet *sheet)
{
	const struct page *p = &proof->pages[page];

	for (int i = 0; i < p->nitems; i++) {
		const struct item *it = &p->items[i];
		if (it->kind == ITEM_PAGE) {
			struct frame in = { it->x, it->y, it->u.placed.scale };
			add_page(a, sheet, it->u.placed.page, &in);
		}
	}
}
