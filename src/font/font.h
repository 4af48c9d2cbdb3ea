#ifndef FONT_FONT_H
#define FONT_FONT_H

/* font: roles → faces, their metrics, and the subsets that a PDF embeds.
   Roles and where fonts may lie are set in fonts/fonts.conf, a private
   fontconfig configuration: the machine's other fonts never leak in. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/slice.h"

struct arena;
struct hb_font_t;

struct fonts; /* all roles; owns every face */
struct role;  /* one role in one weight: faces in order of preference */
struct face;  /* one face of a font file, mapped and opened on first use */

/* Read folder/fonts.conf; fonts dropped into folder are found too. Heap; NULL
   with a diagnostic on failure. Costs no more than reading fontconfig's cache,
   which is kept under $XDG_CACHE_HOME/banxin. d is told of broken font files as
   they are met, and must live as long as the fonts. */
struct fonts *fonts_open(const char *folder, struct diags *d);
void fonts_close(struct fonts *f); /* f may be NULL */

/* The role called name in regular or bold weight; lent, or NULL where
   fonts.conf does not set it. */
const struct role *fonts_find(struct fonts *f, const char *name, bool bold);

/* A face as one role uses it. */
struct font {
	struct face *face;
	bool embolden;      /* bold was asked for and the family has none: stroke it */
	const char *family; /* the name in fonts.conf that led to it; lent by the role */
};

/* Faces of role, preferred first; 0 where none of its families is installed. In
   bold a family's regular face, emboldened, follows its bold one. No file is
   opened, so that one may still turn out broken. */
int role_fonts(const struct role *r, const struct font **fonts);
const char *role_name(const struct role *r);

/* The families that fonts.conf prefers for the role, first choice first. */
int role_families(const struct role *r, const char *const **families);

/* The first font of the role that opens and has every one of n code points
   (variation selectors and joiners aside); NULL where none has. */
const struct font *role_cover(const struct role *r, const uint32_t *c, size_t n);

bool face_has(const struct face *f, uint32_t c); /* opens no file */

/* The HarfBuzz font of a face, scaled to its units per em; lent, lives as long
   as the face. NULL where the file can't be read as a font. */
struct hb_font_t *face_hb(struct face *f);
int face_upem(struct face *f);

/* Ascender and descender (negative) of the face in font units: in a Chinese font
   the top and bottom of its em box. */
void face_extents(struct face *f, int *ascender, int *descender);

const char *face_family(const struct face *f); /* the font's own name for it */
const char *face_style(const struct face *f);  /* "Regular", "Bold" */
const char *face_file(const struct face *f);
int face_index(const struct face *f); /* in a collection */

/* What a PDF font descriptor and its program need. Lengths are in 1/1000 em. */
struct subset {
	const char *ps_name; /* PostScript name, no tag; only safe characters */
	bool cff;            /* a bare CFF table; else a TrueType file */
	struct slice program;
	int bbox[4]; /* xmin ymin xmax ymax */
	int ascent, descent, cap_height, italic_angle, stem_v;
	const uint16_t *cids; /* ngids: code in the PDF of each of the glyphs asked for */
	const int *widths;    /* ngids: advance of each, rounded */
};

/* Cut face down to the ngids glyphs of gids (ascending, no repeats, none 0).
   All that *out points to lives in a. False with a diagnostic on failure. */
bool face_subset(struct arena *a, struct face *f, const uint32_t *gids, int ngids,
		struct subset *out, struct diags *d);

#endif
