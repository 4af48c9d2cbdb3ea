#include "preview/preview-imp.h"

#include FT_STROKER_H

#include "base/arena.h"

/* Outlines → pixels. Rules and paths are outlines like those of glyphs, so that
   one rasteriser draws all. */

int64_t view_length(const struct view *v, int64_t len)
{
	return divide_rounded(len * v->scale / UNIT_ONE * v->dpi * 64, (int64_t)72 * UNIT_ONE);
}

int64_t view_x(const struct view *v, int64_t x)
{
	int64_t at = v->left + x * v->scale / UNIT_ONE;

	return divide_rounded(at * v->dpi * 64, (int64_t)72 * UNIT_ONE);
}

int64_t view_y(const struct view *v, int64_t y)
{
	int64_t at = v->top + y * v->scale / UNIT_ONE;

	return (int64_t)v->hgt * 64 - divide_rounded(at * v->dpi * 64, (int64_t)72 * UNIT_ONE);
}

static unsigned char mix(unsigned below, unsigned above, unsigned alpha)
{
	return (unsigned char)((below * (255 - alpha) + above * alpha + 127) / 255);
}

void canvas_blend(struct raster *to, int x, int y, const unsigned char *rgb, unsigned alpha)
{
	unsigned char *at = to->rgb + ((size_t)y * to->wid + x) * 3;

	for (int i = 0; i < 3; i++) {
		at[i] = mix(at[i], rgb[i], alpha);
	}
}

struct brush {
	struct raster *to;
	unsigned char rgb[3];
};

static void paint_spans(int y, int n, const FT_Span *spans, void *user)
{
	struct brush *b = user;

	for (int i = 0; i < n; i++) {
		for (int k = 0; k < spans[i].len; k++) {
			canvas_blend(b->to, spans[i].x + k, b->to->hgt - 1 - y, b->rgb,
					spans[i].coverage);
		}
	}
}

void canvas_fill(struct preview *p, FT_Outline *outline, uint32_t colour)
{
	struct brush brush = { &p->canvas,
		{ (unsigned char)(colour >> 16), (unsigned char)(colour >> 8),
				(unsigned char)colour } };
	FT_Raster_Params params = {
		.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
		.gray_spans = paint_spans,
		.user = &brush,
		.clip_box = { 0, 0, p->canvas.wid, p->canvas.hgt },
	};

	/* an outline too large for the rasteriser lies outside any page */
	(void)FT_Outline_Render(p->ft, outline, &params);
}

/* A thin rule stands on one whole pixel, so that all look alike (PDF 32000-1,
   10.6.5, stroke adjustment). */
static void adjust(FT_Pos *low, FT_Pos *high)
{
	if (*high - *low < 64) {
		*low = *low >> 6 << 6;
		*high = *low + 64;
	}
}

void canvas_rule(struct preview *p, const struct view *v, const struct item *it)
{
	FT_Pos left = view_x(v, it->x), right = view_x(v, (int64_t)it->x + it->wid);
	FT_Pos top = view_y(v, it->y), foot = view_y(v, (int64_t)it->y + it->hgt);
	adjust(&left, &right);
	adjust(&foot, &top);

	FT_Vector at[4] = { { left, foot }, { right, foot }, { right, top }, { left, top } };
	char tags[4] = { 1, 1, 1, 1 };
	short end = 3;
	FT_Outline outline = { 1, 4, at, tags, &end, 0 };

	canvas_fill(p, &outline, it->u.colour);
}

static FT_Vector place(const struct view *v, const struct item *it, struct point at)
{
	return (FT_Vector){ view_x(v, (int64_t)it->x + at.x), view_y(v, (int64_t)it->y + at.y) };
}

/* The stroke of a path as an outline; FreeType's failures are all of memory. */
static void add_stroke(FT_Stroker pen, const struct view *v, const struct item *it)
{
	const struct path *path = it->u.path;
	FT_Vector at = place(v, it, path->at[0]);
	FT_Error error = FT_Stroker_BeginSubPath(pen, &at, !path->closed);

	for (int i = 1; i < path->n && !error; i += path->curved ? 3 : 1) {
		FT_Vector to = place(v, it, path->at[i]);
		if (path->curved) {
			FT_Vector second = place(v, it, path->at[i + 1]);
			FT_Vector end = place(v, it, path->at[i + 2]);
			error = FT_Stroker_CubicTo(pen, &to, &second, &end);
		} else {
			error = FT_Stroker_LineTo(pen, &to);
		}
	}
	if (error || FT_Stroker_EndSubPath(pen) != 0) {
		die("FreeType can't stroke a path");
	}
}

static void stroke_path(struct preview *p, const struct view *v, const struct item *it)
{
	int64_t radius = view_length(v, it->u.path->width) / 2;
	FT_Stroker pen;
	FT_UInt npoints, ncontours;
	FT_Outline outline;

	if (FT_Stroker_New(p->ft, &pen) != 0) {
		die("out of memory");
	}
	FT_Stroker_Set(pen, radius > 1 ? radius : 1, FT_STROKER_LINECAP_ROUND,
			FT_STROKER_LINEJOIN_ROUND, 0);
	add_stroke(pen, v, it);
	if (FT_Stroker_GetCounts(pen, &npoints, &ncontours) != 0 ||
			FT_Outline_New(p->ft, npoints, (FT_Int)ncontours, &outline) != 0) {
		die("out of memory");
	}
	outline.n_points = 0;
	outline.n_contours = 0;
	FT_Stroker_Export(pen, &outline);
	canvas_fill(p, &outline, it->u.path->colour);
	FT_Outline_Done(p->ft, &outline);
	FT_Stroker_Done(pen);
}

static void fill_path(struct preview *p, const struct view *v, const struct item *it)
{
	const struct path *path = it->u.path;
	FT_Outline outline;

	if (FT_Outline_New(p->ft, (FT_UInt)path->n, 1, &outline) != 0) {
		die("out of memory");
	}
	for (int i = 0; i < path->n; i++) {
		outline.points[i] = place(v, it, path->at[i]);
		outline.tags[i] = path->curved && i % 3 ? FT_CURVE_TAG_CUBIC : FT_CURVE_TAG_ON;
	}
	outline.contours[0] = (short)(path->n - 1);
	canvas_fill(p, &outline, path->colour);
	FT_Outline_Done(p->ft, &outline);
}

#define POINTS_MAX 30000 /* of an outline: FreeType counts them in 16 bits */

void canvas_path(struct preview *p, const struct view *v, const struct item *it)
{
	if (it->u.path->n > POINTS_MAX) {
		die("a path of %d points", it->u.path->n);
	}
	if (it->u.path->filled) {
		fill_path(p, v, it);
	} else {
		stroke_path(p, v, it);
	}
}
