#include "pdf/archive-imp.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pdf/extras-imp.h"
#include "pdf/print-imp.h"
#include "pdf/profile-imp.h"
#include "pdf/xmp-imp.h"

#define FILE_LEVEL 6 /* of compression */

int archive_part(const struct content *c)
{
	return c->order->nattached ? 3 : 2;
}

static HPDF_Dict write_profile(struct doc *doc, struct slice profile, int ncolours)
{
	HPDF_Dict d = object_stream(doc, doc_deflate(doc, profile, FILE_LEVEL));
	struct buf b = { 0 };

	buf_print(&b, "/N %d\n/Filter /FlateDecode\n", ncolours);
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

void archive_print_cmyk(struct buf *b, struct doc *doc, HPDF_Dict *profile)
{
	if (!*profile) {
		*profile = write_profile(doc, profile_cmyk(doc->a), 4);
	}
	buf_print(b, "[/ICCBased %u 0 R]", object_number(*profile));
}

static void print_intent(struct buf *b, struct content *c)
{
	HPDF_Dict profile = write_profile(c->doc, profile_srgb(c->doc->a), 3);

	buf_print(b,
			"/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 "
			"/OutputConditionIdentifier (sRGB IEC61966-2.1) "
			"/RegistryName (http://www.color.org) "
			"/Info (sRGB IEC61966-2.1) /DestOutputProfile %u 0 R>>]\n",
			object_number(profile));
}

static HPDF_Dict write_bytes(struct content *c, const struct attachment *f)
{
	HPDF_Dict d = object_stream(c->doc, doc_deflate(c->doc, f->bytes, FILE_LEVEL));
	struct buf b = { 0 };

	buf_text(&b, "/Type /EmbeddedFile\n/Filter /FlateDecode\n/Subtype ");
	print_name(&b, f->kind);
	buf_print(&b, "\n/Params <</Size %zu /ModDate ", f->bytes.n);
	extras_print_date(&b, c->book->date);
	buf_text(&b, ">>\n");
	object_entries(c->doc, d, &b);
	buf_done(&b);
	return d;
}

static HPDF_Dict write_file(struct content *c, const struct attachment *f)
{
	HPDF_Dict bytes = write_bytes(c, f), d = object_dict(c->doc);
	struct slice name = { f->name, strlen(f->name) };
	struct buf b = { 0 };

	buf_text(&b, "/Type /Filespec\n/AFRelationship /Source\n/F ");
	print_text(&b, name);
	buf_text(&b, "\n/UF ");
	print_text(&b, name);
	buf_text(&b, "\n/Desc ");
	print_text(&b, name);
	buf_print(&b, "\n/EF <</F %u 0 R /UF %u 0 R>>\n", object_number(bytes),
			object_number(bytes));
	object_entries(c->doc, d, &b);
	buf_done(&b);
	return d;
}

/* Names are sorted as the bytes of what stands in the file: their UTF-16. */
static int by_name(const void *x, const void *y)
{
	const struct attachment *const *f = x, *const *g = y;
	struct buf a = { 0 }, b = { 0 };
	int order;

	print_utf16(&a, (struct slice){ (*f)->name, strlen((*f)->name) });
	print_utf16(&b, (struct slice){ (*g)->name, strlen((*g)->name) });
	order = strcmp(a.s ? a.s : "", b.s ? b.s : "");
	buf_done(&a);
	buf_done(&b);
	return order;
}

static void print_files(struct buf *b, struct content *c)
{
	int n = c->order->nattached;
	const struct attachment **files = ARENA_ARRAY(c->doc->a, const struct attachment *, n);
	struct buf all = { 0 };

	for (int i = 0; i < n; i++) {
		files[i] = &c->order->attached[i];
	}
	qsort(files, (size_t)n, sizeof *files, by_name);
	buf_text(b, "/Names <</EmbeddedFiles <</Names [");
	for (int i = 0; i < n; i++) {
		unsigned file = object_number(write_file(c, files[i]));
		print_text(b, (struct slice){ files[i]->name, strlen(files[i]->name) });
		buf_print(b, " %u 0 R\n", file);
		buf_print(&all, "%u 0 R ", file);
	}
	buf_print(b, "]>> >>\n/AF [%s]\n", all.s);
	buf_done(&all);
}

void archive_print(struct buf *b, struct content *c)
{
	buf_print(b, "/Metadata %u 0 R\n", object_number(xmp_write(c)));
	print_intent(b, c);
	if (c->order->nattached) {
		print_files(b, c);
	}
}
