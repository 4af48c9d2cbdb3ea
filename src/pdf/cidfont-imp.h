#ifndef PDF_CIDFONT_IMP_H
#define PDF_CIDFONT_IMP_H

/* cidfont: the faces of a book as fonts of a PDF.
   First every fragment is counted in, then the faces are cut down to what is
   used and written, then page contents ask how a glyph is coded.

   What a reader copies or finds is the ToUnicode map, one text for each code.
   Where a glyph stands for different texts (one drawing for hyphen and soft
   hyphen, say), each further text gets a Type 0 font of its own over the same
   descendant font, so that programs which know no ActualText get it right too. */

#include <stdint.h>

#include "base/vec.h"
#include "font/font.h"
#include "page/book.h"
#include "pdf/object-imp.h"

#define CID_VARIANTS 8 /* texts that one glyph may stand for; past them ActualText */

/* One glyph with one text. */
struct code {
	struct slice text; /* UTF-8, lent by the paragraph; n 0: none of its own */
	uint16_t gid, cid;
	uint32_t next; /* the same glyph with another text: codes.at[next]; 0: none */
	int wid;       /* advance in 1/1000 em as the viewer knows it */
	int type0;     /* index in type0s */
};

struct cidfont {
	struct face *face;
	VEC(struct code) codes;   /* [0] is void, so that 0 means none */
	uint32_t *first[256];     /* first code of glyph g is first[g / 256][g % 256] */
	int type0s[CID_VARIANTS]; /* in cidfonts.type0s, by place in the chain of a glyph's codes */
	int nvariants;
	int ngids;
};

struct type0 {
	HPDF_Dict dict;
	int page; /* the last page that lists it, counted from 1 */
};

struct cidfonts {
	struct doc *doc;
	VEC(struct cidfont *) fonts; /* in order of first use */
	VEC(struct type0) type0s;    /* resource names are F and the index + 1 */
};

/* How many of the glyphs from i on stand for one text together. */
int cidfont_cluster(const struct frag *f, int i);

/* The text of the cluster that begins at glyph i. */
struct slice cidfont_text(const struct frag *f, int i);

/* What glyph k of that cluster stands for by itself. As many glyphs as there
   are characters, two: one each, as with a letter and its accent. Else the
   first has all of it and the others nothing. */
struct slice cidfont_part(const struct frag *f, int i, int n, int k);

/* Count the glyphs of a fragment in. */
void cidfonts_use(struct cidfonts *c, const struct frag *f);

/* Cut down and write all fonts. False with a diagnostic on failure. */
bool cidfonts_write(struct cidfonts *c, struct diags *d);

/* The font of face; it was counted in. */
const struct cidfont *cidfonts_find(const struct cidfonts *c, const struct face *face);

/* The code of a glyph with text, or one with another text where the glyph has
   too many; NULL where the glyph was never counted in. */
const struct code *cidfont_code(const struct cidfont *f, uint32_t gid, struct slice text);

#endif
