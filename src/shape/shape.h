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
	/* stands above it, and above the runs behind it that have the same one; or
	   NULL */
	const struct ruby *ruby;
	int note; /* it is the mark of that note of the article; 0: of none */
};

/* A reading above characters. */
struct ruby {
	const struct par *par;
	uint32_t at; /* where the characters begin */
};

/* One cluster: the least that line breaking handles. Steps are those of the
   layout's squeeze and spread; 0: not at all. */
struct cell {
	uint32_t at;    /* first byte in the text */
	uint32_t glyph; /* first of its glyphs in par->glyphs */
	uint32_t nglyphs;
	uint32_t run;   /* index in par->runs */
	sp wid;         /* natural advance */
	sp tail;        /* how much of it is the second and later characters' */
	sp white;       /* of a full-width mark: the empty half of it, within wid */
	sp close_up;    /* how much of white is gone next to the mark on that side, unless a
	                 line ends between them */
	sp squeeze;     /* how much more of wid may be taken away */
	sp gap;         /* Han–Western space before it; void at a line's start */
	sp gap_squeeze; /* how much of that may be taken away */
	sp widen;       /* how much the space before it may grow in its step */
	unsigned squeeze_step : 4; /* of squeeze */
	unsigned gap_step : 4;     /* of gap_squeeze */
	unsigned widen_step : 4;   /* of widen */
	unsigned white_left : 1;   /* white is on its left side */
	unsigned white_both : 1;   /* what is taken comes off both sides equally */
	unsigned breakable : 1;    /* a line may end before it */
	unsigned divides_word : 1; /* and would divide a word of the dictionary */
	unsigned hangs : 1;        /* may stand beyond the line's end */
	unsigned lone : 1;         /* no mark: two of these make a last line */
	unsigned space : 1;        /* white space: void at a line's end */
	unsigned newline : 1;      /* a line must end here; has no width and no glyphs */
};

struct par {
	const struct text *text; /* lent */
	const struct glyph *glyphs;
	const struct cell *cells;
	int ncells;
	const struct run *runs;
	const struct layout *layout; /* that it was shaped for */
	bool decorated;              /* dots or lines stand below some of it */
	int node;                    /* which part of the document it is: 0 until page says so */
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
