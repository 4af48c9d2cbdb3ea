#include "pdf/pdf-imp.h"

#include "base/arena.h"
#include "pdf/content-imp.h"
#include "pdf/extras-imp.h"
#include "pdf/press-imp.h"
#include "pdf/print-imp.h"
#include "pdf/save-imp.h"

#define PAGES_A_NODE 1000 /* of the page tree: libharu's arrays hold 32767 */

/* All pages exist before the first is filled: links and bookmarks name them. */
static void add_pages(struct content *c)
{
	HPDF_Doc haru = c->doc->haru;
	struct buf b = { 0 };

	HPDF_SetPagesConfiguration(haru, PAGES_A_NODE);
	c->pages = ARENA_ARRAY(c->doc->a, HPDF_Page, c->book->npages);
	for (int i = 0; i < c->book->npages; i++) {
		c->pages[i] = HPDF_AddPage(haru);
		if (c->pages[i]) {
			/* one size, said once at the tree's root */
			HPDF_Dict_RemoveElement(c->pages[i], "MediaBox");
		}
	}
	buf_text(&b, "/MediaBox [0 0 ");
	print_length(&b, c->book->page_width);
	buf_byte(&b, ' ');
	print_length(&b, c->book->page_height);
	buf_text(&b, "]\n");
	object_entries(c->doc, haru->root_pages, &b);
	buf_done(&b);
}

static void collect_glyphs(struct content *c, const struct page *p)
{
	for (int i = 0; i < p->nitems; i++) {
		const struct item *it = &p->items[i];
		if (it->kind == ITEM_GLYPHS) {
			cidfonts_use(c->fonts, it->u.frag);
		} else if (it->kind == ITEM_PAGE) {
			collect_glyphs(c, it->u.placed.page);
		}
	}
}

static bool make(struct doc *doc, const struct book *book, const struct pdf_order *order,
		const char *path, struct diags *d)
{
	struct cidfonts fonts = { .doc = doc };
	struct inks *inks = order ? order->inks : NULL;
	struct images images = { .doc = doc, .inks = inks };
	struct content c = { .doc = doc,
		.book = book,
		.order = order,
		.fonts = &fonts,
		.images = &images };

	add_pages(&c);
	if (order && !inks && book->nnodes) {
		c.tags = tags_new(doc, book, c.pages);
	}
	for (int i = 0; i < book->npages; i++) {
		collect_glyphs(&c, &book->pages[i]);
	}
	if (!cidfonts_write(&fonts, d)) {
		return false;
	}
	if (inks) {
		inks_write(inks, doc, &c.ink_objects);
	}
	for (int i = 0; i < book->npages; i++) {
		content_page(&c, i);
	}
	content_done(&c);
	if (inks) {
		press_finish(&c);
	} else {
		extras_outline(&c);
		extras_catalog(&c);
		extras_seals(&c);
	}
	extras_info(&c);
	if (HPDF_GetError(doc->haru) != HPDF_OK) {
		doc_complain(doc, d);
		return false;
	}
	return doc_save(doc, path, d);
}

bool pdf_write_alloc(const struct book *book, const struct pdf_order *order, const char *path,
		struct diags *d, HPDF_Alloc_Func alloc, HPDF_Free_Func release)
{
	struct doc doc;
	bool ok = false;

	if (doc_open(&doc, alloc, release)) {
		ok = make(&doc, book, order, path, d);
	} else {
		doc_complain(&doc, d);
	}
	doc_close(&doc);
	return ok;
}

bool pdf_write(const struct book *book, const struct pdf_order *order, const char *path,
		struct diags *d)
{
	return pdf_write_alloc(book, order, path, d, NULL, NULL);
}
