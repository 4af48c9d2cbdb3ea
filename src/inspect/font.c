#include "inspect/font-imp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/char.h"

#define FILL_MAX 200000 /* widths read of one font */

struct code *font_code(struct pdf *p, struct pdf_font *f, uint32_t n)
{
	struct code_block **b = &f->codes[n >> 8 & 0xff];

	if (!*b) {
		*b = ARENA_NEW(p->a, struct code_block);
	}
	return &(*b)->at[n & 0xff];
}

const struct code *font_find(const struct pdf_font *f, uint32_t n)
{
	const struct code_block *b = f->codes[n >> 8 & 0xff];

	return b ? &b->at[n & 0xff] : NULL;
}

static void set_width(struct pdf *p, struct pdf_font *f, int cid, const struct object *o)
{
	struct width_block **b = &f->widths[cid >> 8 & 0xff];

	if (cid < 0 || cid > 65535 || !object_is_number(o)) {
		return;
	}
	if (!*b) {
		*b = ARENA_NEW(p->a, struct width_block);
		for (int i = 0; i < 256; i++) {
			(*b)->at[i] = NAN;
		}
	}
	(*b)->at[cid & 0xff] = (float)o->num;
}

static float width_of(const struct pdf_font *f, int cid)
{
	const struct width_block *b = cid >= 0 ? f->widths[cid >> 8 & 0xff] : NULL;

	return b && !isnan(b->at[cid & 0xff]) ? b->at[cid & 0xff] : f->width_default;
}

/* 9.7.4.3 */
static void read_cid_widths(struct pdf *p, struct pdf_font *f)
{
	const struct object *w = pdf_key(p, f->inner, "W");
	const struct object *dw = pdf_key(p, f->inner, "DW");
	int filled = 0;

	f->width_default = object_is_number(dw) ? (float)dw->num : 1000;
	for (int i = 0; i + 1 < w->n && filled < FILL_MAX;) {
		int first = object_int(pdf_item(p, w, i), -1);
		const struct object *second = pdf_item(p, w, i + 1);
		if (second->kind == OBJECT_ARRAY) {
			for (int k = 0; k < second->n && k < 65536; k++, filled++) {
				set_width(p, f, first + k, pdf_item(p, second, k));
			}
			i += 2;
		} else {
			int last = object_int(second, -1);
			for (int k = first < 0 ? 0 : first; k <= last && k < 65536; k++, filled++) {
				set_width(p, f, k, pdf_item(p, w, i + 2));
			}
			i += 3;
		}
	}
}

static void read_simple_widths(struct pdf *p, struct pdf_font *f)
{
	const struct object *w = pdf_key(p, f->dict, "Widths");
	const struct object *missing = pdf_key(p, f->descriptor, "MissingWidth");
	int first = object_int(pdf_key(p, f->dict, "FirstChar"), 0);

	f->width_default = object_is_number(missing) ? (float)missing->num : 0;
	for (int i = 0; i < w->n && i < 256; i++) {
		set_width(p, f, first >= 0 && first < 256 ? first + i : -1, pdf_item(p, w, i));
	}
}

static void read_file(struct pdf *p, struct pdf_font *f, void *library)
{
	static const char *const keys[] = { "FontFile", "FontFile2", "FontFile3" };
	struct buf b = { 0 };

	f->file = &object_null;
	for (int i = 0; i < 3 && !f->file_key; i++) {
		const struct object *o = pdf_key(p, f->descriptor, keys[i]);
		if (o->stream) {
			f->file = o;
			f->file_key = keys[i];
		}
	}
	if (f->file_key) {
		if (pdf_stream(p, f->file, &b)) {
			f->program = program_open(library, &b);
		}
		f->broken = !f->program;
		buf_done(&b);
	}
}

static bool has_tag(struct slice s)
{
	for (size_t i = 0; i < 6; i++) {
		if (i >= s.n || s.s[i] < 'A' || s.s[i] > 'Z') {
			return false;
		}
	}
	return s.n > 7 && s.s[6] == '+';
}

static void read_name(struct pdf *p, struct pdf_font *f)
{
	struct object o = *pdf_key(p, f->inner, "BaseFont");

	f->subset = has_tag(o.s);
	if (f->subset) {
		o.s = (struct slice){ o.s.s + 7, o.s.n - 7 };
	}
	f->name = pdf_show(p, &o);
}

static enum font_kind kind_of(struct pdf *p, const struct pdf_font *f)
{
	const struct object *subtype = pdf_key(p, f->inner, "Subtype");

	if (object_is(subtype, "CIDFontType0")) {
		return FONT_CID_CFF;
	}
	if (object_is(subtype, "CIDFontType2")) {
		return FONT_CID_TRUETYPE;
	}
	return object_is(subtype, "TrueType")         ? FONT_TRUETYPE
			: object_is(subtype, "Type3") ? FONT_TYPE3
						      : FONT_TYPE1;
}

static void read_composite(struct pdf *p, struct pdf_font *f)
{
	cmap_read(p, pdf_key(p, f->dict, "Encoding"), &f->cmap);
	read_cid_widths(p, f);
	f->cid_to_gid = pdf_key(p, f->inner, "CIDToGIDMap");
	if (f->cid_to_gid->stream) {
		pdf_stream(p, f->cid_to_gid, &f->gids);
	}
}

struct pdf_font *font_read(struct pdf *p, const struct object *dict, void *library)
{
	struct pdf_font *f = ARENA_NEW(p->a, struct pdf_font);
	const struct object *kids = pdf_key(p, dict, "DescendantFonts");
	const struct object *unicode = pdf_key(p, dict, "ToUnicode");

	f->dict = f->inner = dict;
	f->id = dict->id;
	f->composite = object_is(pdf_key(p, dict, "Subtype"), "Type0");
	f->cid_to_gid = &object_null;
	if (f->composite) {
		f->inner = pdf_item(p, kids, 0);
	}
	f->descriptor = pdf_key(p, f->inner, "FontDescriptor");
	f->symbolic = object_int(pdf_key(p, f->descriptor, "Flags"), 0) & 4;
	f->kind = kind_of(p, f);
	read_name(p, f);
	read_file(p, f, library);
	if (f->composite) {
		read_composite(p, f);
	} else {
		read_simple_widths(p, f);
	}
	if (unicode->stream) {
		f->unicode = true;
		cmap_read_unicode(p, unicode, f);
	}
	return f;
}

void font_close(struct pdf_font *f)
{
	program_close(f->program);
	f->program = NULL;
	buf_done(&f->gids);
}

/* 9.7.6.2 */
uint32_t font_next(const struct pdf_font *f, struct slice s, size_t *at)
{
	unsigned char first = (unsigned char)s.s[(*at)++];
	const struct cmap *m = &f->cmap;
	bool single = m->mixed ? first < 0x81 : m->spaces && m->one_byte[first];

	if (!f->composite || single) {
		return first;
	}
	return *at < s.n ? (uint32_t)(first << 8 | (unsigned char)s.s[(*at)++])
			 : (uint32_t)(first << 8);
}

/* The name that Differences give the code; NULL: none. */
static const char *different(struct pdf *p, const struct pdf_font *f, uint32_t code)
{
	const struct object *d = pdf_key(p, pdf_key(p, f->dict, "Encoding"), "Differences");
	const char *name = NULL;
	int64_t at = 0;

	for (int i = 0; i < d->n; i++) {
		const struct object *o = pdf_item(p, d, i);
		if (o->kind == OBJECT_INT) {
			at = object_int(o, 0);
		} else if (at++ == code && o->kind == OBJECT_NAME) {
			name = arena_copy(p->a, o->s.s, o->s.n);
		}
	}
	return name;
}

static const char *base_encoding(struct pdf *p, const struct pdf_font *f)
{
	const struct object *e = pdf_key(p, f->dict, "Encoding");

	e = e->kind == OBJECT_DICT ? pdf_key(p, e, "BaseEncoding") : e;
	return e->kind == OBJECT_NAME ? pdf_show(p, e) : NULL;
}

/* Names that say their character themselves; 0: does not. */
static uint32_t name_unicode(const char *name)
{
	size_t n = strlen(name);

	if (n == 1) {
		return (unsigned char)name[0];
	}
	if (n >= 7 && strncmp(name, "uni", 3) == 0) {
		char four[5] = { name[3], name[4], name[5], name[6], '\0' };
		return (uint32_t)strtoul(four, NULL, 16);
	}
	return n >= 5 && name[0] == 'u' ? (uint32_t)strtoul(name + 1, NULL, 16) : 0;
}

static int simple_glyph(struct pdf *p, const struct pdf_font *f, uint32_t code)
{
	const char *name = different(p, f, code), *base = base_encoding(p, f);
	uint32_t c = base ? encoding_unicode(base, code) : 0;
	int glyph;

	if (f->kind == FONT_TRUETYPE && (f->symbolic || (!name && !base))) {
		return program_symbol(f->program, code);
	}
	if (name && strcmp(name, ".notdef") == 0) {
		return 0;
	}
	if (name) {
		glyph = program_named(f->program, name);
		c = name_unicode(name);
		return glyph ? glyph : c ? program_unicode(f->program, c) : -1;
	}
	return c ? program_unicode(f->program, c) : program_coded(f->program, code);
}

int font_glyph(struct pdf *p, struct pdf_font *f, uint32_t code)
{
	int cid = f->composite ? cmap_cid(&f->cmap, code) : 0;

	if (!f->program) {
		return -1;
	}
	if (!f->composite) {
		return simple_glyph(p, f, code);
	}
	if (f->gids.n) {
		size_t at = 2 * (size_t)cid;
		return cid < 0 || at + 1 >= f->gids.n ? cid < 0 ? -1 : 0
						      : (unsigned char)f->gids.s[at] << 8 |
						(unsigned char)f->gids.s[at + 1];
	}
	return f->kind == FONT_CID_CFF ? program_cid(f->program, cid) : cid;
}

static void guess_text(struct pdf *p, struct pdf_font *f, uint32_t n, struct code *c)
{
	const char *name = different(p, f, n), *base = base_encoding(p, f);
	char utf8[5];
	uint32_t u = 0;

	if (f->composite) {
		u = f->cmap.utf16 && !(n >= 0xd800 && n < 0xe000) ? n : 0;
	} else if (f->program && f->kind != FONT_TYPE3) {
		u = program_character(f->program, font_glyph(p, f, n));
	}
	if (!u && !f->composite) {
		u = name                               ? name_unicode(name)
				: f->symbolic && !base ? 0
						       : encoding_unicode(base ? base : "", n);
	}
	if (u && u < 0x110000 && !(u >= 0xd800 && u < 0xe000)) {
		c->text = arena_copy(p->a, utf8, (size_t)char_write(u, utf8));
	}
}

void font_know(struct pdf *p, struct pdf_font *f, uint32_t n)
{
	struct code *c = font_code(p, f, n);

	if (c->known) {
		return;
	}
	c->known = true;
	c->cid = f->composite ? cmap_cid(&f->cmap, n) : (int)n;
	c->width = width_of(f, c->cid);
	if (!c->text) {
		guess_text(p, f, n, c);
	}
}
