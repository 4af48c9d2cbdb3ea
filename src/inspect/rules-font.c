/* rules-font: rules on fonts, which PDF/A and PDF/UA have in the same words
   (ISO 19005-2 6.2.11, ISO 14289-1 7.21). Only what is shown on pages counts. */

#include <math.h>
#include <string.h>

#include "inspect/inspect-imp.h"

static void broken_font(struct check *c, const struct pdf_font *f, const char *more)
{
	rule_broken(c, -1, arena_print(c->ins->a, "%s%s%s", f->name, *more ? " " : "", more));
}

static void each_font(struct check *c, void (*f)(struct check *c, struct pdf_font *font))
{
	for (int i = 0; i < c->look->fonts.n; i++) {
		if (c->look->fonts.at[i]->used) {
			f(c, c->look->fonts.at[i]);
		}
	}
}

/* The first code in use for which bad holds is told, as a number. */
static void each_code(struct check *c, struct pdf_font *f,
		bool (*bad)(struct check *c, struct pdf_font *f, uint32_t n, struct code *code))
{
	int found = 0;
	uint32_t first = 0;

	for (uint32_t n = 0; n < 65536; n++) {
		if (!f->codes[n >> 8]) {
			n |= 0xff;
			continue;
		}
		struct code *code = &f->codes[n >> 8]->at[n & 0xff];
		if (code->used && bad(c, f, n, code)) {
			first = found++ ? first : n;
		}
	}
	if (found) {
		broken_font(c, f, arena_print(c->ins->a, "<%04X> ×%d", (unsigned)first, found));
	}
}

static bool is_seen(const struct pdf_font *f)
{
	for (uint32_t n = 0; n < 65536; n++) {
		const struct code *c = font_find(f, n);
		if (c && c->seen) {
			return true;
		}
	}
	return false;
}

static void types(struct check *c, struct pdf_font *f)
{
	static const char *const kinds[] = { "Type0", "Type1", "MMType1", "Type3", "TrueType" };
	const struct object *subtype = pdf_key(c->p, f->dict, "Subtype");
	const struct object *file = pdf_key(c->p, f->file, "Subtype");
	bool known = false;

	for (int i = 0; i < 5; i++) {
		known |= object_is(subtype, kinds[i]);
	}
	if (!known || !object_is(pdf_key(c->p, f->dict, "Type"), "Font")) {
		broken_font(c, f, "/Type /Subtype");
	}
	if (f->kind != FONT_TYPE3 && pdf_key(c->p, f->dict, "BaseFont")->kind != OBJECT_NAME) {
		broken_font(c, f, "/BaseFont");
	}
	if (f->file_key && strcmp(f->file_key, "FontFile3") == 0 && !object_is(file, "Type1C") &&
			!object_is(file, "CIDFontType0C") && !object_is(file, "OpenType")) {
		broken_font(c, f, "/FontFile3 /Subtype");
	}
}

void check_font_types(struct check *c)
{
	each_font(c, types);
}

static bool same_text(struct check *c, const struct object *a, const struct object *b,
		const char *key)
{
	const struct object *x = pdf_key(c->p, a, key), *y = pdf_key(c->p, b, key);

	return x->s.n == y->s.n && (!x->s.n || memcmp(x->s.s, y->s.s, x->s.n) == 0);
}

static const struct {
	const char *begins, *ordering;
} predefined[] = { { "UniGB-", "GB1" }, { "GB", "GB1" }, { "UniCNS-", "CNS1" }, { "B5pc-", "CNS1" },
	{ "HKscs-", "CNS1" }, { "ETen", "CNS1" }, { "CNS-", "CNS1" }, { "UniJIS-", "Japan1" },
	{ "83pv-", "Japan1" }, { "90ms", "Japan1" }, { "90pv-", "Japan1" }, { "Add-", "Japan1" },
	{ "EUC-", "Japan1" }, { "Ext-", "Japan1" }, { "H", "Japan1" }, { "V", "Japan1" },
	{ "UniKS-", "Korea1" }, { "KSC", "Korea1" } };

/* ISO 32000-1 table 118; NULL: none of those. */
static const char *cmap_ordering(const char *name)
{
	for (size_t i = 0; i < sizeof predefined / sizeof *predefined; i++) {
		const char *begins = predefined[i].begins;
		size_t n = strlen(begins);
		if (n > 1 ? strncmp(name, begins, n) == 0 : strcmp(name, begins) == 0) {
			return predefined[i].ordering;
		}
	}
	return NULL;
}

static void cid_system(struct check *c, struct pdf_font *f)
{
	const struct object *own = pdf_key(c->p, f->inner, "CIDSystemInfo"), *other;
	const char *ordering;

	if (!f->composite || f->cmap.identity) {
		return;
	}
	if (f->cmap.embedded) {
		other = pdf_key(c->p, f->cmap.dict, "CIDSystemInfo");
		if (!same_text(c, own, other, "Registry") ||
				!same_text(c, own, other, "Ordering") ||
				object_int(pdf_key(c->p, own, "Supplement"), 0) <
						object_int(pdf_key(c->p, other, "Supplement"), 0)) {
			broken_font(c, f, f->cmap.name);
		}
		return;
	}
	ordering = cmap_ordering(f->cmap.name);
	if (ordering && strcmp(pdf_text(c->p, pdf_key(c->p, own, "Ordering")), ordering) != 0) {
		broken_font(c, f, f->cmap.name);
	}
}

void check_cid_system(struct check *c)
{
	each_font(c, cid_system);
}

static void cid_to_gid(struct check *c, struct pdf_font *f)
{
	if (f->kind == FONT_CID_TRUETYPE && f->file_key && !f->cid_to_gid->stream &&
			!object_is(f->cid_to_gid, "Identity")) {
		broken_font(c, f, "/CIDToGIDMap");
	}
}

void check_cid_to_gid(struct check *c)
{
	each_font(c, cid_to_gid);
}

static void cmaps(struct check *c, struct pdf_font *f)
{
	if (!f->composite || f->cmap.identity) {
		return;
	}
	if (!f->cmap.embedded && !cmap_ordering(f->cmap.name)) {
		broken_font(c, f, f->cmap.name);
	}
	if (f->cmap.use && strncmp(f->cmap.use, "Identity-", 9) != 0 &&
			!cmap_ordering(f->cmap.use)) {
		broken_font(c, f, f->cmap.use);
	}
}

void check_cmaps(struct check *c)
{
	each_font(c, cmaps);
}

static void cmap_modes(struct check *c, struct pdf_font *f)
{
	if (f->cmap.embedded && f->cmap.wmode != f->cmap.stream_wmode) {
		broken_font(c, f, "/WMode");
	}
}

void check_cmap_modes(struct check *c)
{
	each_font(c, cmap_modes);
}

/* Fonts whose text is only invisible need not be there. */
static void embedded(struct check *c, struct pdf_font *f)
{
	if (f->kind != FONT_TYPE3 && (!f->file_key || f->broken) && is_seen(f)) {
		broken_font(c, f, "");
	}
}

void check_embedded(struct check *c)
{
	each_font(c, embedded);
}

static bool is_absent(struct check *c, struct pdf_font *f, uint32_t n, struct code *code)
{
	int glyph = font_glyph(c->p, f, n);
	double width;

	return code->seen && glyph > 0 && !program_width(f->program, glyph, &width);
}

static void glyphs_there(struct check *c, struct pdf_font *f)
{
	if (f->program && f->kind != FONT_TYPE3) {
		each_code(c, f, is_absent);
	}
}

void check_glyphs_there(struct check *c)
{
	each_font(c, glyphs_there);
}

static bool in_set(const struct buf *b, int cid)
{
	return (size_t)cid / 8 < b->n && (unsigned char)b->s[cid / 8] >> (7 - cid % 8) & 1;
}

/* A CIDSet that is there names every glyph of the program; for TrueType those
   in use are asked for. */
static void cid_set(struct check *c, struct pdf_font *f)
{
	const struct object *o = pdf_key(c->p, f->descriptor, "CIDSet");
	struct buf b = { 0 };
	double width;
	bool good = true;
	int n = f->program ? program_glyphs(f->program) : 0;

	if (!o->stream || !f->program) {
		return;
	}
	good = pdf_stream(c->p, o, &b);
	for (int cid = 1; cid < n && cid < 65536 && good; cid++) {
		const struct code *code = f->cmap.identity ? font_find(f, (uint32_t)cid) : NULL;
		bool asked = f->kind == FONT_CID_CFF ? program_width(f->program, cid, &width)
						     : code && code->used;
		good = !asked || in_set(&b, cid);
	}
	buf_done(&b);
	if (!good) {
		broken_font(c, f, "/CIDSet");
	}
}

static void char_set(struct check *c, struct pdf_font *f)
{
	const struct object *o = pdf_key(c->p, f->descriptor, "CharSet");
	const struct object *d = pdf_key(c->p, pdf_key(c->p, f->dict, "Encoding"), "Differences");
	const char *list = arena_copy(c->ins->a, o->s.s ? o->s.s : "", o->s.n);
	int64_t at = 0;

	if (o->kind != OBJECT_STRING || f->kind != FONT_TYPE1) {
		return;
	}
	for (int i = 0; i < d->n; i++) {
		const struct object *item = pdf_item(c->p, d, i);
		const struct code *code = at >= 0 && at < 256 ? font_find(f, (uint32_t)at) : NULL;
		if (item->kind == OBJECT_INT) {
			at = object_int(item, 0);
			continue;
		}
		at++;
		if (code && code->used && !object_is(item, ".notdef") &&
				!strstr(list,
						arena_print(c->ins->a, "/%.*s", (int)item->s.n,
								item->s.s))) {
			broken_font(c, f,
					arena_print(c->ins->a, "/CharSet %s",
							pdf_show(c->p, item)));
			return;
		}
	}
}

static void subset_lists(struct check *c, struct pdf_font *f)
{
	if (f->composite) {
		cid_set(c, f);
	} else {
		char_set(c, f);
	}
}

void check_subset_lists(struct check *c)
{
	each_font(c, subset_lists);
}

static bool is_other_width(struct check *c, struct pdf_font *f, uint32_t n, struct code *code)
{
	int glyph = font_glyph(c->p, f, n);
	double width;

	return code->seen && glyph >= 0 && program_width(f->program, glyph, &width) &&
			fabs(width - (double)code->width) > 1.0005;
}

static void widths(struct check *c, struct pdf_font *f)
{
	if (f->program && f->kind != FONT_TYPE3) {
		each_code(c, f, is_other_width);
	}
}

void check_widths(struct check *c)
{
	each_font(c, widths);
}

/* ISO 32000-1 9.6.6.4 */
static void truetype_plain(struct check *c, struct pdf_font *f)
{
	const struct object *e = pdf_key(c->p, f->dict, "Encoding"), *base = e;
	bool symbol, mac, unicode;

	if (f->kind != FONT_TRUETYPE || f->symbolic) {
		return;
	}
	base = e->kind == OBJECT_DICT ? pdf_key(c->p, e, "BaseEncoding") : e;
	if (!object_is(base, "WinAnsiEncoding") && !object_is(base, "MacRomanEncoding")) {
		broken_font(c, f, "/Encoding");
	} else if (f->program) {
		program_cmaps(f->program, &symbol, &mac, &unicode);
		if (!unicode && !mac) {
			broken_font(c, f, "cmap");
		} else if (!unicode && pdf_key(c->p, e, "Differences")->kind == OBJECT_ARRAY) {
			broken_font(c, f, "/Differences");
		}
	}
}

void check_truetype_plain(struct check *c)
{
	each_font(c, truetype_plain);
}

static void truetype_symbolic(struct check *c, struct pdf_font *f)
{
	bool symbol, mac, unicode;

	if (f->kind != FONT_TRUETYPE || !f->symbolic) {
		return;
	}
	if (pdf_key(c->p, f->dict, "Encoding")->kind != OBJECT_NULL) {
		broken_font(c, f, "/Encoding");
	} else if (f->program && program_cmaps(f->program, &symbol, &mac, &unicode) != 1 &&
			!symbol) {
		broken_font(c, f, "cmap");
	}
}

void check_truetype_symbolic(struct check *c)
{
	each_font(c, truetype_symbolic);
}

/* ISO 19005-2 6.2.11.7.2: fonts that need no map */
static bool needs_map(struct check *c, const struct pdf_font *f)
{
	const struct object *e = pdf_key(c->p, f->dict, "Encoding");
	const char *ordering;

	if (f->composite) {
		ordering = pdf_text(c->p,
				pdf_key(c->p, pdf_key(c->p, f->inner, "CIDSystemInfo"),
						"Ordering"));
		return !(f->cmap.predefined && cmap_ordering(f->cmap.name)) &&
				strcmp(ordering, "GB1") != 0 && strcmp(ordering, "CNS1") != 0 &&
				strcmp(ordering, "Japan1") != 0 && strcmp(ordering, "Korea1") != 0;
	}
	return f->symbolic || !(e->kind == OBJECT_NAME || f->kind == FONT_TYPE1);
}

static bool has_no_text(struct check *c, struct pdf_font *f, uint32_t n, struct code *code)
{
	(void)n;
	return !code->said && (needs_map(c, f) || (!f->composite && !code->text));
}

static void unicode(struct check *c, struct pdf_font *f)
{
	each_code(c, f, has_no_text);
}

void check_unicode(struct check *c)
{
	each_font(c, unicode);
}

static bool has_bad_text(struct check *c, struct pdf_font *f, uint32_t n, struct code *code)
{
	(void)c, (void)f, (void)n;
	return code->bad_text;
}

static void unicode_values(struct check *c, struct pdf_font *f)
{
	each_code(c, f, has_bad_text);
}

void check_unicode_values(struct check *c)
{
	each_font(c, unicode_values);
}

static bool is_notdef(struct check *c, struct pdf_font *f, uint32_t n, struct code *code)
{
	(void)code;
	return font_glyph(c->p, f, n) == 0;
}

static void notdef(struct check *c, struct pdf_font *f)
{
	if (f->kind != FONT_TYPE3) {
		each_code(c, f, is_notdef);
	}
}

void check_notdef(struct check *c)
{
	each_font(c, notdef);
}
