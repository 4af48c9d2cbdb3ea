#ifndef FONT_FONT_IMP_H
#define FONT_FONT_IMP_H

#include <fontconfig/fontconfig.h>
#include <hb.h>

#include "base/vec.h"
#include "font/font.h"

enum face_state { FACE_UNOPENED, FACE_OPEN, FACE_BROKEN };

struct face {
	struct diags *d; /* told once when the file turns out broken */
	const char *family, *style, *file;
	int index;
	int weight;             /* FC_WEIGHT_… */
	const FcCharSet *chars; /* from fontconfig's cache: asking needs no open file */
	enum face_state state;
	hb_face_t *hb; /* NULL unless FACE_OPEN */
	hb_font_t *hb_font;
};

/* config.c: The fonts that folder/fonts.conf lets in. NULL with a diagnostic on
   failure. */
FcConfig *config_open(const char *folder, struct diags *d);

/* The families that the configuration prefers for role, in a; 0 where it does
   not set the role. */
int config_families(struct arena *a, FcConfig *config, const char *role,
		const char *const **families);

/* face.c: Free what HarfBuzz holds for f, not f. */
void face_done(struct face *f);

/* The signed 16-bit number at byte at of a table of an open face; otherwise
   where there is none. */
int face_number(const struct face *f, hb_tag_t table, unsigned at, int otherwise);

/* cff.c: What a PDF calls the glyphs 0 to nglyphs - 1 of a bare CFF table. False
   where the table is broken. */
bool cff_cids(struct slice cff, uint16_t *cids, uint32_t nglyphs);

/* face.c: Bytes read one after the other; past the end come zeros, and bad is
   set. */
struct reader {
	struct slice in;
	size_t at;
	bool bad;
};

/* The next n bytes (at most 4) as a big-endian number. */
uint32_t reader_take(struct reader *r, int n);

#endif
