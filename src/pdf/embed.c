/* embed: a face's used glyphs as a PDF font program and the dictionaries around
   it (ISO 32000-1, 9.7). */

#include <stdlib.h>

#include "pdf/cidfont-imp.h"
#include "pdf/print-imp.h"

/* Fast on font programs, which deflate poorly. */
#define PROGRAM_LEVEL 1
#define MAP_LEVEL     6

struct embed {
	struct doc *doc;
	struct cidfont *font;
	struct subset subset;
	const uint32_t *gids; /* ascending */
	uint32_t *order;      /* first code of each glyph, by CID */
	char name[128];       /* tagged PostScript name */
};

static void list_gids(struct embed *e)
{
	uint32_t *gids = ARENA_ARRAY(e->doc->a, uint32_t, e->font->ngids);
	int n = 0;

	for (uint32_t i = 0; i < 256; i++) {
		const uint32_t *block = e->font->first[i];
		for (uint32_t k = 0; block && k < 256; k++) {
			if (block[k]) {
				gids[n++] = i * 256 + k;
			}
		}
	}
	e->gids = gids;
}

struct sorted {
	uint16_t cid;
	uint32_t code;
};

static int by_cid(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	return (x->cid > y->cid) - (x->cid < y->cid);
}

/* Give each code what the subset says of its glyph. */
static void number_codes(struct embed *e)
{
	struct cidfont *f = e->font;
	struct sorted *s = ARENA_ARRAY(e->doc->a, struct sorted, f->ngids);

	e->order = ARENA_ARRAY(e->doc->a, uint32_t, f->ngids);
	for (int i = 0; i < f->ngids; i++) {
		uint32_t first = f->first[e->gids[i] / 256][e->gids[i] % 256];
		s[i] = (struct sorted){ e->subset.cids[i], first };
		for (uint32_t c = first; c; c = f->codes.at[c].next) {
			f->codes.at[c].cid = e->subset.cids[i];
			f->codes.at[c].wid = e->subset.widths[i];
		}
	}
	qsort(s, (size_t)f->ngids, sizeof *s, by_cid);
	for (int i = 0; i < f->ngids; i++) {
		e->order[i] = s[i].code;
	}
}

/* Two subsets of a font must not share a name: six letters from the glyphs. */
static void name_subset(struct embed *e)
{
	uint64_t h = 0xcbf29ce484222325; /* FNV-1a */
	char tag[7] = "";

	for (int i = 0; i < e->font->ngids; i++) {
		h = (h ^ (e->gids[i] & 0xff)) * 0x100000001b3;
		h = (h ^ (e->gids[i] >> 8)) * 0x100000001b3;
	}
	for (int i = 0; i < 6; i++, h /= 26) {
		tag[i] = (char)('A' + h % 26);
	}
	snprintf(e->name, sizeof e->name, "%s+%.100s", tag, e->subset.ps_name);
}

static HPDF_Dict write_program(struct embed *e)
{
	struct slice zip = doc_deflate(e->doc, e->subset.program, PROGRAM_LEVEL);
	HPDF_Dict d = object_stream(e->doc, zip);
	struct buf b = { 0 };

	buf_text(&b, "/Filter /FlateDecode\n");
	if (e->subset.cff) {
		buf_text(&b, "/Subtype /CIDFontType0C\n");
	} else {
		buf_print(&b, "/Length1 %zu\n", e->subset.program.n);
	}
	object_entries(e->doc, d, &b);
	buf_done(&b);
	return d;
}

static HPDF_Dict write_descriptor(struct embed *e)
{
	const struct subset *s = &e->subset;
	HPDF_Dict program = write_program(e), d = object_dict(e->doc);
	struct buf b = { 0 };

	buf_print(&b, "/Type /FontDescriptor\n/FontName /%s\n/Flags 4\n", e->name);
	buf_print(&b, "/FontBBox [%d %d %d %d]\n", s->bbox[0], s->bbox[1], s->bbox[2], s->bbox[3]);
	buf_print(&b, "/ItalicAngle %d\n/Ascent %d\n/Descent %d\n/CapHeight %d\n/StemV %d\n",
			s->italic_angle, s->ascent, s->descent, s->cap_height, s->stem_v);
	buf_print(&b, "/FontFile%c %u 0 R\n", s->cff ? '3' : '2', object_number(program));
	object_entries(e->doc, d, &b);
	buf_done(&b);
	return d;
}

/* Advances that are not one em, in runs of neighbouring CIDs. */
static void print_widths(struct buf *b, const struct embed *e)
{
	int last = -2; /* CID before this one in the open run */

	buf_text(b, "/DW 1000\n/W [");
	for (int i = 0; i < e->font->ngids; i++) {
		const struct code *c = &e->font->codes.at[e->order[i]];
		if (c->wid == 1000) {
			continue;
		}
		if (c->cid != last + 1) {
			buf_print(b, "%s%d [", last < 0 ? "" : "]\n", c->cid);
		} else {
			buf_byte(b, ' ');
		}
		print_int(b, c->wid);
		last = c->cid;
	}
	buf_text(b, last < 0 ? "]\n" : "]]\n");
}

static HPDF_Dict write_cidfont(struct embed *e)
{
	HPDF_Dict descriptor = write_descriptor(e), d = object_dict(e->doc);
	struct buf b = { 0 };

	buf_print(&b, "/Type /Font\n/Subtype /CIDFontType%c\n/BaseFont /%s\n",
			e->subset.cff ? '0' : '2', e->name);
	buf_text(&b, "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>\n");
	buf_print(&b, "/FontDescriptor %u 0 R\n", object_number(descriptor));
	if (!e->subset.cff) {
		buf_text(&b, "/CIDToGIDMap /Identity\n");
	}
	print_widths(&b, e);
	object_entries(e->doc, d, &b);
	buf_done(&b);
	return d;
}

/* Code i, by CID, of variant k; NULL where it has none. */
static const struct code *mapped(const struct embed *e, int i, int k)
{
	const struct code *c = &e->font->codes.at[e->order[i]];

	for (; k && c->next; k--) {
		c = &e->font->codes.at[c->next];
	}
	return k == 0 ? c : NULL;
}

/* Archives want a text for every code; one that has none of its own, and stands in
   ActualText, is a zero width space. */
static void print_mapping(struct buf *b, const struct code *c)
{
	static const struct slice nothing = { "\xe2\x80\x8b", 3 };
	char *p = buf_room(b, 8);

	*p = '<';
	print_hex(p + 1, c->cid);
	memcpy(p + 5, "> <", 3);
	b->n += 8;
	print_utf16(b, c->text.n ? c->text : nothing);
	buf_text(b, ">\n");
}

static void print_mappings(struct buf *b, const struct embed *e, int k)
{
	int left = 0;

	for (int i = 0; i < e->font->ngids; i++) {
		left += mapped(e, i, k) != NULL;
	}
	for (int i = 0, n = 0; left > 0; i++) {
		const struct code *c = mapped(e, i, k);
		if (!c) {
			continue;
		}
		if (n == 0) {
			n = left < 100 ? left : 100; /* most that one section may have */
			buf_print(b, "%d beginbfchar\n", n);
		}
		print_mapping(b, c);
		left--;
		if (--n == 0) {
			buf_text(b, "endbfchar\n");
		}
	}
}

static HPDF_Dict write_to_unicode(struct embed *e, int k)
{
	struct buf b = { 0 };
	struct slice zip;
	HPDF_Dict d;

	buf_text(&b,
			"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
			"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
			"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
			"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	print_mappings(&b, e, k);
	buf_text(&b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	zip = doc_deflate(e->doc, (struct slice){ b.s, b.n }, MAP_LEVEL);
	buf_done(&b);
	d = object_stream(e->doc, zip);
	buf_text(&b, "/Filter /FlateDecode\n");
	object_entries(e->doc, d, &b);
	buf_done(&b);
	return d;
}

static HPDF_Dict write_type0(struct embed *e, HPDF_Dict cidfont, int k)
{
	HPDF_Dict map = write_to_unicode(e, k), d = object_dict(e->doc);
	struct buf b = { 0 };

	buf_print(&b, "/Type /Font\n/Subtype /Type0\n/BaseFont /%s%s\n", e->name,
			e->subset.cff ? "-Identity-H" : "");
	buf_print(&b, "/Encoding /Identity-H\n/DescendantFonts [%u 0 R]\n/ToUnicode %u 0 R\n",
			object_number(cidfont), object_number(map));
	object_entries(e->doc, d, &b);
	buf_done(&b);
	return d;
}

static bool write_font(struct cidfonts *c, struct cidfont *f, struct diags *d)
{
	struct embed e = { .doc = c->doc, .font = f };
	HPDF_Dict cidfont;

	list_gids(&e);
	if (!face_subset(c->doc->a, f->face, e.gids, f->ngids, &e.subset, d)) {
		return false;
	}
	number_codes(&e);
	name_subset(&e);
	cidfont = write_cidfont(&e);
	for (int k = 0; k < f->nvariants; k++) {
		c->type0s.at[f->type0s[k]].dict = write_type0(&e, cidfont, k);
	}
	return true;
}

bool cidfonts_write(struct cidfonts *c, struct diags *d)
{
	for (int i = 0; i < c->fonts.n; i++) {
		if (c->fonts.at[i]->ngids && !write_font(c, c->fonts.at[i], d)) {
			return false;
		}
	}
	return true;
}
