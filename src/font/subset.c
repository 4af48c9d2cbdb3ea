#include <hb-ot.h>
#include <hb-subset.h>

#include "base/arena.h"
#include "font/font-imp.h"

#define TAG_CFF  HB_TAG('C', 'F', 'F', ' ')
#define TAG_HEAD HB_TAG('h', 'e', 'a', 'd')
#define TAG_OS2  HB_TAG('O', 'S', '/', '2')
#define TAG_POST HB_TAG('p', 'o', 's', 't')

#define PS_NAME_MAX 100 /* PDF names end at 127 bytes; tag and encoding are added */

/* The tables that ISO 32000-1, 9.9 asks of a font program. */
static const hb_tag_t tables[] = {
	TAG_CFF,
	HB_TAG('g', 'l', 'y', 'f'),
	TAG_HEAD,
	HB_TAG('h', 'h', 'e', 'a'),
	HB_TAG('h', 'm', 't', 'x'),
	HB_TAG('l', 'o', 'c', 'a'),
	HB_TAG('m', 'a', 'x', 'p'),
};

static hb_blob_t *reference_table(hb_face_t *bare, hb_tag_t tag, void *face)
{
	(void)bare;
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		if (tables[i] == tag) {
			return hb_face_reference_table(face, tag);
		}
	}
	return hb_blob_get_empty();
}

static hb_subset_input_t *subset_input(const uint32_t *gids, int ngids)
{
	hb_subset_input_t *in = hb_subset_input_create_or_fail();

	if (!in) {
		die("out of memory");
	}
	/* without subroutines it takes less time and packs smaller */
	hb_subset_input_set_flags(in,
			HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
					HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
	for (int i = 0; i < ngids; i++) {
		hb_set_add(hb_subset_input_glyph_set(in), gids[i]);
	}
	return in;
}

/* hb-subset goes through all of a cmap and GSUB even to drop them: with a face
   that has neither, a subset takes 3 ms less. */
static hb_subset_plan_t *plan(const struct face *f, const uint32_t *gids, int ngids)
{
	hb_face_t *bare = hb_face_create_for_tables(reference_table, f->hb, NULL);
	hb_subset_input_t *in = subset_input(gids, ngids);
	hb_subset_plan_t *p = hb_subset_plan_create_or_fail(bare, in);

	hb_subset_input_destroy(in);
	hb_face_destroy(bare); /* the plan keeps it */
	return p;
}

static bool take_program(struct arena *a, hb_face_t *cut, struct subset *out)
{
	hb_blob_t *blob = hb_face_reference_table(cut, TAG_CFF);
	unsigned n;
	const char *s;

	out->cff = hb_blob_get_length(blob) > 0;
	if (!out->cff) {
		hb_blob_destroy(blob);
		blob = hb_face_reference_blob(cut);
	}
	s = hb_blob_get_data(blob, &n);
	out->program = (struct slice){ arena_copy(a, s, n), n };
	hb_blob_destroy(blob);
	return n > 0;
}

/* What stands in the PDF for each glyph of the cut font; NULL where that is
   broken. */
static const uint16_t *cut_cids(struct arena *a, uint32_t nglyphs, const struct subset *s)
{
	uint16_t *cids = ARENA_ARRAY(a, uint16_t, nglyphs);

	if (s->cff) {
		return cff_cids(s->program, cids, nglyphs) ? cids : NULL;
	}
	for (uint32_t g = 0; g < nglyphs; g++) {
		cids[g] = (uint16_t)g; /* CIDToGIDMap is Identity */
	}
	return cids;
}

static bool take_cids(struct arena *a, hb_subset_plan_t *p, const uint32_t *gids, int ngids,
		struct subset *out)
{
	const hb_map_t *new_gids = hb_subset_plan_old_to_new_glyph_mapping(p);
	uint32_t nglyphs = hb_map_get_population(new_gids);
	const uint16_t *of_new = cut_cids(a, nglyphs, out);
	uint16_t *cids = ARENA_ARRAY(a, uint16_t, ngids);

	for (int i = 0; of_new && i < ngids; i++) {
		hb_codepoint_t g = hb_map_get(new_gids, gids[i]);
		if (g >= nglyphs) {
			return false; /* a broken cmap can name glyphs that are not there */
		}
		cids[i] = of_new[g];
	}
	out->cids = cids;
	return of_new != NULL;
}

static bool cut_out(struct arena *a, const struct face *f, const uint32_t *gids, int ngids,
		struct subset *out)
{
	hb_subset_plan_t *p = plan(f, gids, ngids);
	hb_face_t *cut = p ? hb_subset_plan_execute_or_fail(p) : NULL;
	bool ok = cut && take_program(a, cut, out) && take_cids(a, p, gids, ngids, out);

	hb_face_destroy(cut);
	hb_subset_plan_destroy(p);
	return ok;
}

/* v font units in 1/1000 em, rounded. */
static int per_mille(int v, int upem)
{
	return (v * 2000 + (v < 0 ? -upem : upem)) / (2 * upem);
}

static void take_widths(struct arena *a, const struct face *f, const uint32_t *gids, int ngids,
		struct subset *out)
{
	int upem = (int)hb_face_get_upem(f->hb);
	int *widths = ARENA_ARRAY(a, int, ngids);

	for (int i = 0; i < ngids; i++) {
		widths[i] = per_mille(hb_font_get_glyph_h_advance(f->hb_font, gids[i]), upem);
	}
	out->widths = widths;
}

static void take_metrics(struct face *f, struct subset *out)
{
	int upem = (int)hb_face_get_upem(f->hb);
	int weight = face_number(f, TAG_OS2, 4, 400);
	int ascender, descender;
	hb_position_t cap;

	for (int i = 0; i < 4; i++) {
		out->bbox[i] = per_mille(face_number(f, TAG_HEAD, 36 + 2 * (unsigned)i, 0), upem);
	}
	face_extents(f, &ascender, &descender);
	hb_ot_metrics_get_position_with_fallback(f->hb_font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap);
	out->ascent = per_mille(ascender, upem);
	out->descent = per_mille(descender, upem);
	out->cap_height = per_mille(cap, upem);
	out->italic_angle = face_number(f, TAG_POST, 4, 0); /* whole degrees */
	/* Fonts don't say how thick their stems are; PDF readers use this only to
	   imitate a font that is missing, and ours is embedded. */
	out->stem_v = 80 + (weight - 400) / 5;
	out->stem_v = out->stem_v < 40 ? 40 : out->stem_v > 180 ? 180 : out->stem_v;
}

/* PDF names may hold more, but readers that write file names from them may not. */
static const char *safe_name(struct arena *a, const char *name)
{
	char *safe = arena_string(a, name);
	size_t n = 0;

	for (const char *s = name; *s && n < PS_NAME_MAX; s++) {
		bool letter = (*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z');
		if (letter || (*s >= '0' && *s <= '9') || *s == '-') {
			safe[n++] = *s;
		}
	}
	safe[n] = '\0';
	return n ? safe : "Font";
}

static const char *ps_name(struct arena *a, const struct face *f)
{
	char name[256];
	unsigned n = sizeof name;

	hb_ot_name_get_utf8(f->hb, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, name);
	return safe_name(a, n ? name : f->family);
}

bool face_subset(struct arena *a, struct face *f, const uint32_t *gids, int ngids,
		struct subset *out, struct diags *d)
{
	struct subset s = { 0 };

	if (!face_hb(f)) {
		return false; /* said so when it was opened */
	}
	if (!cut_out(a, f, gids, ngids, &s)) {
		diag_add0(d, DIAG_FONT_SUBSET, ((struct span){ f->file, 0, 0 }));
		return false;
	}
	take_widths(a, f, gids, ngids, &s);
	take_metrics(f, &s);
	s.ps_name = ps_name(a, f);
	*out = s;
	return true;
}
