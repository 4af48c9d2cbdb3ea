#include "pdf/link-imp.h"

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

/* Edges of it in page space. */
static void print_rectangle(struct buf *b, const struct book *book, const struct item *it)
{
	print_length(b, it->x);
	buf_byte(b, ' ');
	print_length(b, (int64_t)book->page_height - it->y - it->hgt);
	buf_byte(b, ' ');
	print_length(b, (int64_t)it->x + it->wid);
	buf_byte(b, ' ');
	print_length(b, (int64_t)book->page_height - it->y);
}

static HPDF_Dict write_link(struct content *c, const struct item *it)
{
	HPDF_Dict d = object_dict(c->doc);
	struct buf b = { 0 };

	/* Print flag: an archive (PDF/A) takes no annotation without it */
	buf_text(&b, "/Type /Annot\n/Subtype /Link\n/Border [0 0 0]\n/F 4\n/Rect [");
	print_rectangle(&b, c->book, it);
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
	object_entries(c->doc, d, &b);
	buf_done(&b);
	return d;
}

void links_add(struct content *c, int i)
{
	const struct page *page = &c->book->pages[i];
	HPDF_Page dict = c->pages[i];
	HPDF_Array links = NULL;

	for (int k = 0; k < page->nitems; k++) {
		if (page->items[k].kind != ITEM_LINK) {
			continue;
		}
		if (!links) {
			links = HPDF_Array_New(c->doc->haru->mmgr);
			HPDF_Dict_Add(dict, "Annots", links);
		}
		if (links) {
			HPDF_Array_Add(links, write_link(c, &page->items[k]));
		}
	}
}
