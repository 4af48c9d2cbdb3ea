#ifndef PREVIEW_PREVIEW_IMP_H
#define PREVIEW_PREVIEW_IMP_H

/* What the files of preview/ share. Positions on the canvas count in 1/64 pixel,
   as FreeType's do, from the lower left corner, y upwards. */

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "base/vec.h"
#include "preview/preview.h"

/* A font file opened by FreeType. */
struct typeface {
	const struct face *face;
	FT_Face ft;
};

/* A picture decoded: rows of red, green, blue and alpha. */
struct decoded {
	const struct picture *picture;
	unsigned char *rgba;
	int wid, hgt; /* as it is shown; may be fewer pixels than the picture has */
	bool whole;   /* as many as it has */
};

struct preview {
	int dpi;
	struct arena *a;
	FT_Library ft;
	VEC(struct typeface) faces;
	VEC(struct decoded) pictures;
	struct raster canvas;
	size_t room; /* bytes of the canvas */
	struct diags *d;
	bool failed;
};

/* How lengths of the page being drawn come onto the canvas: a placed page is
   moved and reduced. */
struct view {
	int dpi;
	ratio scale;
	int64_t left, top; /* sp of the book's page */
	int hgt;           /* of the canvas, pixels */
};

/* canvas.c */

int64_t view_x(const struct view *v, int64_t x);
int64_t view_y(const struct view *v, int64_t y);
int64_t view_length(const struct view *v, int64_t len); /* 1/64 pixel, rounded */

/* Paint what the outline encloses (nonzero winding). */
void canvas_fill(struct preview *p, FT_Outline *outline, uint32_t colour);
void canvas_rule(struct preview *p, const struct view *v, const struct item *it);
void canvas_path(struct preview *p, const struct view *v, const struct item *it);

/* The pixel at x, y from the top, covered to alpha of 255 by rgb. */
void canvas_blend(struct raster *to, int x, int y, const unsigned char *rgb, unsigned alpha);

/* text.c */
void draw_glyphs(struct preview *p, const struct view *v, const struct item *it);

/* picture.c */
void draw_picture(struct preview *p, const struct view *v, const struct item *it);

#endif
