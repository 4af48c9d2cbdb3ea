#ifndef SHAPE_SHAPE_H
#define SHAPE_SHAPE_H

/* shape: a paragraph's text → glyphs, and for each cluster of them what line
   breaking must know. Shapes whole paragraphs; classifies on the flattened
   text; knows no line and no page. */

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/unit.h"
#include "font/font.h"
#include "model/layout.h"
#include "model/text.h"

struct arena;

struct glyph {
	uint32_t id;  /* in the face */
	uint32_t at;  /* first byte of its cluster in the paragraph's text */
	uint32_t len; /* bytes of the cluster; 0 on its second and later glyphs */
	sp x, y;      /* from the cluster's left edge and the baseline, y upwards */
};

/* Neighbouring clusters of one look. */
struct run {
	struct font font;
	sp size;
	uint32_t colour;  /* 0xRRGGBB */
	const char *link; /* URI, or NULL */
};

/* What may be done with the space before a cell when a line is spread. */
enum spread { SPREAD_NEVER, SPREAD_LAST, SPREAD_FIRST };

/* One cluster: the least that line breaking handles. */
struct cell {
	uint32_t at;    /* first byte in the text */
	uint32_t glyph; /* first of its glyphs in par->glyphs */
	uint32_t nglyphs;
	uint32_t run;        /* index in par->runs */
	sp wid;              /* natural advance */
	sp tail;             /* how much of it is the second and later characters' */
	sp gap;              /* Han–Western space before it; void at a line's start */
	sp shrink;           /* how much of wid may be taken away */
	bool white_left : 1; /* what is taken comes off its left side */
	bool breakable : 1;  /* a line may end before it */
	bool space : 1;      /* white space: void at a line's end */
	bool newline : 1;    /* a line must end here; has no width and no glyphs */
	unsigned spread : 2; /* enum spread, of the space before it */
};

struct par {
	const struct text *text; /* lent */
	const struct glyph *glyphs;
	const struct cell *cells;
	int ncells;
	const struct run *runs;
};

/* What shaping needs beside the text; made once per issue. */
struct shaper;
struct shaper *shaper_new(struct fonts *f, const struct layout *l, struct diags *d);
void shaper_free(struct shaper *s); /* s may be NULL */

/* Complain where the roles of a style that is none of the layout's set nothing. */
void shaper_need(struct shaper *s, const struct style *style);

/* Shape text in style. The paragraph lives in a and lends text. Characters that
   only another font has are noted once each; such that none has are errors. */
struct par *shape_text(struct arena *a, struct shaper *s, const struct text *text,
		const struct style *style);

struct buf;
void par_dump(struct buf *out, const struct par *p);

#endif
