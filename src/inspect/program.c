/* program: embedded font programs. */

#include <stdlib.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include FT_CID_H

#include "inspect/font-imp.h"

struct program {
	FT_Face face;
	struct buf bytes; /* which the face reads */
	int *glyphs;      /* by CID, where the two differ; NULL: they do not */
	int ncids;
};

void *program_library(void)
{
	FT_Library library;

	if (FT_Init_FreeType(&library) != 0) {
		die("FreeType does not start");
	}
	return library;
}

void program_library_free(void *library)
{
	FT_Done_FreeType(library);
}

struct program *program_open(void *library, struct buf *bytes)
{
	struct program *g = calloc(1, sizeof *g);
	FT_Open_Args args = { .flags = FT_OPEN_MEMORY };

	if (!g) {
		die("out of memory");
	}
	g->bytes = *bytes;
	*bytes = (struct buf){ 0 };
	args.memory_base = (const FT_Byte *)g->bytes.s;
	args.memory_size = (FT_Long)g->bytes.n;
	if (!g->bytes.n || FT_Open_Face(library, &args, 0, &g->face) != 0 ||
			g->face->units_per_EM == 0) {
		program_close(g);
		return NULL;
	}
	return g;
}

void program_close(struct program *g)
{
	if (g) {
		FT_Done_Face(g->face);
		free(g->glyphs);
		buf_done(&g->bytes);
		free(g);
	}
}

int program_glyphs(const struct program *g)
{
	return (int)g->face->num_glyphs;
}

bool program_width(const struct program *g, int glyph, double *width)
{
	FT_Fixed advance;

	if (glyph < 0 || glyph >= g->face->num_glyphs ||
			FT_Get_Advance(g->face, (FT_UInt)glyph, FT_LOAD_NO_SCALE, &advance) != 0) {
		return false;
	}
	*width = (double)advance * 1000 / g->face->units_per_EM;
	return true;
}

/* In an OpenType file the CFF table's charset stands between; FreeType itself
   looks there only where the table stands alone. */
static void map_cids(struct program *g)
{
	FT_UInt cid;
	int n = (int)g->face->num_glyphs;

	g->ncids = 65536;
	g->glyphs = calloc((size_t)g->ncids, sizeof *g->glyphs);
	if (!g->glyphs) {
		die("out of memory");
	}
	for (int i = 0; i < n; i++) {
		if (FT_Get_CID_From_Glyph_Index(g->face, (FT_UInt)i, &cid) == 0 &&
				cid < (FT_UInt)g->ncids) {
			g->glyphs[cid] = i;
		}
	}
}

int program_cid(struct program *g, int cid)
{
	if (FT_IS_SFNT(g->face) && FT_IS_CID_KEYED(g->face) && !g->glyphs) {
		map_cids(g);
	}
	return !g->glyphs ? cid : cid >= 0 && cid < g->ncids ? g->glyphs[cid] : 0;
}

int program_named(const struct program *g, const char *name)
{
	return FT_HAS_GLYPH_NAMES(g->face) ? (int)FT_Get_Name_Index(g->face, name) : 0;
}

static bool choose(const struct program *g, int platform, int encoding)
{
	for (int i = 0; i < g->face->num_charmaps; i++) {
		FT_CharMap map = g->face->charmaps[i];
		if (map->platform_id == platform && map->encoding_id == encoding) {
			return FT_Set_Charmap(g->face, map) == 0;
		}
	}
	return false;
}

int program_coded(const struct program *g, uint32_t code)
{
	if (FT_Select_Charmap(g->face, FT_ENCODING_ADOBE_CUSTOM) != 0 &&
			FT_Select_Charmap(g->face, FT_ENCODING_ADOBE_STANDARD) != 0) {
		return -1;
	}
	return (int)FT_Get_Char_Index(g->face, code);
}

/* ISO 32000-1 9.6.6.4 */
int program_symbol(const struct program *g, uint32_t code)
{
	FT_UInt glyph = 0;

	if (choose(g, 3, 0)) {
		glyph = FT_Get_Char_Index(g->face, code);
		glyph = glyph ? glyph : FT_Get_Char_Index(g->face, 0xf000 + code);
	}
	if (!glyph && choose(g, 1, 0)) {
		glyph = FT_Get_Char_Index(g->face, code);
	}
	if (!glyph && g->face->num_charmaps == 0) {
		return -1;
	}
	return (int)glyph;
}

int program_unicode(const struct program *g, uint32_t c)
{
	if (FT_Select_Charmap(g->face, FT_ENCODING_UNICODE) != 0) {
		return -1;
	}
	return (int)FT_Get_Char_Index(g->face, c);
}

uint32_t program_character(const struct program *g, int glyph)
{
	FT_UInt at;

	if (glyph <= 0 || FT_Select_Charmap(g->face, FT_ENCODING_UNICODE) != 0) {
		return 0;
	}
	for (FT_ULong c = FT_Get_First_Char(g->face, &at); at;
			c = FT_Get_Next_Char(g->face, c, &at)) {
		if ((int)at == glyph) {
			return (uint32_t)c;
		}
	}
	return 0;
}

int program_cmaps(const struct program *g, bool *symbol, bool *mac, bool *unicode)
{
	*symbol = choose(g, 3, 0);
	*mac = choose(g, 1, 0);
	*unicode = choose(g, 3, 1);
	return g->face->num_charmaps;
}
