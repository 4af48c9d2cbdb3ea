#include "pdf/press-imp.h"

#include <string.h>

#include "base/hash.h"
#include "pdf/inks-imp.h"
#include "pdf/print-imp.h"
#include "pdf/xmp-imp.h"

#define PROFILE_LEVEL 6 /* of compression */

static HPDF_Dict write_profile(const struct inks *k, struct doc *doc)
{
	HPDF_Dict d = object_stream(doc, doc_deflate(doc, k->icc, PROFILE_LEVEL));
	struct buf b = { 0 };

	buf_print(&b, "/N %d\n/Alternate /%s\n/Filter /FlateDecode\n", k->process ? 4 : 1,
			k->process ? "DeviceCMYK" : "DeviceGray");
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

/* No registered condition is claimed: the profile itself is what holds. */
static void print_intent(const struct inks *k, struct doc *doc, struct buf *b)
{
	const char *name = k->name ? k->name : ICC_BLACK_NAME;
	struct slice text = { name, strlen(name) };

	buf_text(b,
			"/OutputIntents [<</Type /OutputIntent /S /GTS_PDFX\n"
			"/OutputConditionIdentifier (Custom)\n/OutputCondition ");
	print_text(b, text);
	buf_text(b, "\n/Info ");
	print_text(b, text);
	buf_print(b, "\n/DestOutputProfile %u 0 R>>]\n", object_number(write_profile(k, doc)));
}

static void print_box(struct buf *b, const char *name, const struct book *book,
		const struct rect *r)
{
	const int64_t sides[4] = { r->left, (int64_t)book->page_height - r->top - r->hgt,
		(int64_t)r->left + r->wid, (int64_t)book->page_height - r->top };

	buf_print(b, "/%s [", name);
	for (int i = 0; i < 4; i++) {
		buf_text(b, i ? " " : "");
		print_length(b, sides[i]);
	}
	buf_text(b, "]\n");
}

/* Identity of all pages so far. */
static void add_to_hash(struct content *c)
{
	struct buf b = { 0 };

	buf_text(&b, c->hash);
	buf_add(&b, c->operators.s, c->operators.n);
	hash_bytes(b.s ? b.s : "", b.n, c->hash);
	buf_done(&b);
}

void press_page(struct content *c, int i)
{
	const struct book *book = c->book;
	const struct rect whole = { 0, 0, book->page_width, book->page_height };
	struct rect trim = book->trim.wid ? book->trim : whole;
	sp bleed = book->trim.wid ? book->bleed : 0;
	struct rect out = { trim.left - bleed, trim.top - bleed, trim.wid + 2 * bleed,
		trim.hgt + 2 * bleed };
	struct buf b = { 0 };

	print_box(&b, "TrimBox", book, &trim);
	print_box(&b, "BleedBox", book, &out);
	object_page_entries(c->doc, c->pages[i], &b);
	if (book->pages[i].turned) {
		HPDF_Dict_AddNumber(c->pages[i], "Rotate", 180);
	}
	buf_done(&b);
	add_to_hash(c);
}

void press_finish(struct content *c)
{
	struct buf b = { 0 };

	c->doc->version = HPDF_VER_16;
	buf_print(&b, "/Metadata %u 0 R\n", object_number(xmp_write(c)));
	print_intent(c->order->inks, c->doc, &b);
	object_entries(c->doc, c->doc->haru->catalog, &b);
	buf_done(&b);
}
