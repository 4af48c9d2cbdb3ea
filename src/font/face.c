#include <hb-ot.h>

#include "font/font-imp.h"

#define TAG_OS2 HB_TAG('O', 'S', '/', '2')

uint32_t reader_take(struct reader *r, int n)
{
	uint32_t v = 0;

	if (r->bad || r->at > r->in.n || (size_t)n > r->in.n - r->at) {
		r->bad = true;
		return 0;
	}
	for (int i = 0; i < n; i++) {
		v = v << 8 | (unsigned char)r->in.s[r->at++];
	}
	return v;
}

static struct slice blob_bytes(hb_blob_t *blob)
{
	unsigned n;
	const char *s = hb_blob_get_data(blob, &n);

	return (struct slice){ s, n };
}

/* Where the tables of the index-th font of a file are listed. */
static size_t directory_at(struct slice file, int index)
{
	struct reader r = { file, 0, false };

	if (reader_take(&r, 4) != HB_TAG('t', 't', 'c', 'f')) {
		return index == 0 ? 0 : file.n;
	}
	r.at = 12 + 4 * (size_t)index;
	return reader_take(&r, 4);
}

/* No table reaches past the file's end. HarfBuzz takes what is there of a table;
   half a font would come to light only in print. */
static bool is_whole(struct slice file, int index)
{
	struct reader r = { file, directory_at(file, index), false };
	uint32_t kind = reader_take(&r, 4);
	uint32_t ntables = reader_take(&r, 2);

	if (kind != 0x00010000 && kind != HB_TAG('O', 'T', 'T', 'O') &&
			kind != HB_TAG('t', 'r', 'u', 'e')) {
		return false;
	}
	r.at += 6;
	for (uint32_t i = 0; i < ntables && !r.bad; i++) {
		uint32_t at, n;
		r.at += 8;
		at = reader_take(&r, 4);
		n = reader_take(&r, 4);
		r.bad |= at > file.n || n > file.n - at;
	}
	return !r.bad;
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *b = hb_face_reference_table(face, tag);
	bool has = hb_blob_get_length(b) > 0;

	hb_blob_destroy(b);
	return has;
}

/* A CFF2 font can't be embedded: PDF knows CFF and TrueType outlines. Asking for
   one glyph's extents makes HarfBuzz check the outline tables. */
static bool has_outlines(hb_font_t *font)
{
	hb_face_t *face = hb_font_get_face(font);
	hb_glyph_extents_t extents;

	return (has_table(face, HB_TAG('C', 'F', 'F', ' ')) ||
			       has_table(face, HB_TAG('g', 'l', 'y', 'f'))) &&
			hb_face_get_glyph_count(face) > 0 &&
			hb_font_get_glyph_extents(font, 0, &extents);
}

static bool open_blob(struct face *f, hb_blob_t *blob)
{
	if (!is_whole(blob_bytes(blob), f->index)) {
		return false;
	}
	f->hb = hb_face_create(blob, (unsigned)f->index);
	f->hb_font = hb_font_create(f->hb); /* its scale is the face's units per em */
	hb_face_make_immutable(f->hb);
	hb_font_make_immutable(f->hb_font);
	return has_outlines(f->hb_font);
}

static bool open_file(struct face *f)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(f->file);
	bool ok = blob && open_blob(f, blob);

	hb_blob_destroy(blob); /* the face keeps it */
	return ok;
}

hb_font_t *face_hb(struct face *f)
{
	if (f->state == FACE_UNOPENED && open_file(f)) {
		f->state = FACE_OPEN;
	} else if (f->state == FACE_UNOPENED) {
		face_done(f);
		f->state = FACE_BROKEN;
		diag_add0(f->d, DIAG_FONT_BROKEN, ((struct span){ f->file, 0, 0 }));
	}
	return f->hb_font;
}

void face_done(struct face *f)
{
	hb_font_destroy(f->hb_font);
	hb_face_destroy(f->hb);
	f->hb_font = NULL;
	f->hb = NULL;
}

int face_number(const struct face *f, hb_tag_t table, unsigned at, int otherwise)
{
	hb_blob_t *blob = hb_face_reference_table(f->hb, table);
	struct reader r = { blob_bytes(blob), at, false };
	int v = (int16_t)reader_take(&r, 2);

	hb_blob_destroy(blob);
	return r.bad ? otherwise : v;
}

int face_upem(struct face *f)
{
	return face_hb(f) ? (int)hb_face_get_upem(f->hb) : 1000;
}

void face_extents(struct face *f, int *ascender, int *descender)
{
	hb_font_extents_t e = { 0 };

	*ascender = *descender = 0;
	if (!face_hb(f)) {
		return;
	}
	/* OpenType, OS/2: in a CJK font the typographic values are the em box; the
	   ones in hhea add room between lines, as much as each maker likes. */
	*ascender = face_number(f, TAG_OS2, 68, 0);
	*descender = face_number(f, TAG_OS2, 70, 0);
	if (*ascender <= 0 || *descender > 0) {
		hb_font_get_h_extents(f->hb_font, &e);
		*ascender = e.ascender;
		*descender = e.descender;
	}
}

bool face_has(const struct face *f, uint32_t c)
{
	return FcCharSetHasChar(f->chars, c);
}

const char *face_family(const struct face *f)
{
	return f->family;
}

const char *face_style(const struct face *f)
{
	return f->style;
}

const char *face_file(const struct face *f)
{
	return f->file;
}

int face_index(const struct face *f)
{
	return f->index;
}
