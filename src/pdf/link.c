#include "pdf/link-imp.h"

#include <string.h>

#include "pdf/print-imp.h"

void print_destination(struct buf *b, const struct content *c, const struct mark *m)
{
	if (m->page < 0 || m->page >= c->book->npages) {
		die("a mark leads to page %d of %d", m->page, c->book->npages);
	}
	buf_print(b, "[%u 0 R /XYZ 0 ", object_number(c->pages[m->page]));
	print_length(b, (int64_t)c->book->page_height - m->y);
	buf_text(b, " null]");
}

/* Where the items of a placed page stand. */
struct place {
	sp x, y;
	ratio scale;
};

/* Edges of it in page space. */
static void print_rectangle(struct buf *b, const struct book *book, const struct item *it,
		const struct place *p)
{
	int64_t left = (int64_t)p->x + sp_scale(it->x, p->scale);
	int64_t top = (int64_t)p->y + sp_scale(it->y, p->scale);

	print_length(b, left);
	buf_byte(b, ' ');
	print_length(b, book->page_height - top - sp_scale(it->hgt, p->scale));
	buf_byte(b, ' ');
	print_length(b, left + sp_scale(it->wid, p->scale));
	buf_byte(b, ' ');
	print_length(b, book->page_height - top);
}

/* Where it leads, in words: the title of the place there. */
static const char *words_of(const struct content *c, const struct item *it)
{
	const char *title = it->u.link.uri ? it->u.link.uri : c->book->marks[it->u.link.mark].title;

	return title ? title : "";
}

/* A page on its way to get its links. */
struct linking {
	struct content *c;
	int page;
	int n; /* link items so far; none is on a page placed on a tagged one */
};

/* The link belongs to the structure element that its item was shown in. */
static void print_structure(struct buf *b, struct linking *l, HPDF_Dict link, const struct item *it)
{
	struct tags *t = l->c->tags;
	const char *words = words_of(l->c, it);

	buf_print(b, "/StructParent %d\n/Contents ",
			tags_annotate(t, t->links.at[l->n++], l->page, link));
	print_text(b, (struct slice){ words, strlen(words) });
	buf_text(b, "\n");
}

static HPDF_Dict write_link(struct linking *l, const struct item *it, const struct place *p)
{
	struct content *c = l->c;
	HPDF_Dict d = object_dict(c->doc);
	struct buf b = { 0 };

	/* Print flag: an archive (PDF/A) takes no annotation without it */
	buf_text(&b, "/Type /Annot\n/Subtype /Link\n/Border [0 0 0]\n/F 4\n/Rect [");
	print_rectangle(&b, c->book, it, p);
	buf_text(&b, "]\n");
	if (it->u.link.uri) {
		buf_text(&b, "/A <</S /URI /URI ");
		print_uri(&b, it->u.link.uri);
		buf_text(&b, ">>\n");
	} else {
		buf_text(&b, "/Dest ");
		print_destination(&b, c, &c->book->marks[it->u.link.mark]);
		buf_text(&b, "\n");
	}
	if (c->tags) {
		print_structure(&b, l, d, it);
	}
	object_entries(c->doc, d, &b);
	buf_done(&b);
	return d;
}

static void add_link(struct content *c, HPDF_Page to, HPDF_Dict link)
{
	HPDF_Array links = HPDF_Dict_GetItem(to, "Annots", HPDF_OCLASS_ARRAY);

	if (!links) {
		links = HPDF_Array_New(c->doc->haru->mmgr);
		if (HPDF_Dict_Add(to, "Annots", links) != HPDF_OK) {
			return; /* and links is freed */
		}
	}
	HPDF_Array_Add(links, link);
}

/* The links of a page and of those placed on it. */
static void add_links(struct linking *l, const struct page *page, const struct place *at)
{
	for (int i = 0; i < page->nitems; i++) {
		const struct item *it = &page->items[i];
		if (it->kind == ITEM_LINK) {
			add_link(l->c, l->c->pages[l->page], write_link(l, it, at));
		} else if (it->kind == ITEM_PAGE) {
			struct place inner = { at->x + sp_scale(it->x, at->scale),
				at->y + sp_scale(it->y, at->scale),
				sp_scale(it->u.placed.scale, at->scale) };
			add_links(l, it->u.placed.page, &inner);
		}
	}
}

void links_add(struct content *c, int i)
{
	struct place all = { 0, 0, UNIT_ONE };
	struct linking l = { c, i, 0 };

	add_links(&l, &c->book->pages[i], &all);
}
