#include "preview/preview-imp.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "picture/picture.h"

/* Pictures: decoded once for a book, each pixel of the canvas the mean of those
   that fall on it. */

/* CMYK as ink on paper; Adobe stores it inverted. */
static void cmyk_to_rgb(unsigned char *to, const unsigned char *from, bool inverted)
{
	unsigned k = inverted ? from[3] : 255u - from[3];

	for (int i = 0; i < 3; i++) {
		unsigned ink = inverted ? from[i] : 255u - from[i];
		to[i] = (unsigned char)(ink * k / 255);
	}
}

static void spread_row(unsigned char *to, const unsigned char *from, int wid,
		const struct picture *pic)
{
	for (int x = 0; x < wid; x++, to += 4, from += pic->ncolours) {
		if (pic->ncolours == 1) {
			memset(to, from[0], 3);
		} else if (pic->ncolours == 3) {
			memcpy(to, from, 3);
		} else {
			cmyk_to_rgb(to, from, pic->inverted);
		}
		to[3] = 255;
	}
}

static unsigned char *rgba_new(int wid, int hgt)
{
	unsigned char *rgba = malloc((size_t)wid * (size_t)hgt * 4);

	if (!rgba) {
		die("out of memory");
	}
	return rgba;
}

/* JPEGs are decoded no larger than most pixels of width ask, which saves time and
   room. */
static int shrink_of(const struct picture *pic, int most)
{
	int shrink = 1;

	while (shrink < 8 && pic->wid / shrink / 2 >= 2 * most) {
		shrink *= 2;
	}
	return shrink;
}

static void read_rows(struct decoded *out, int most)
{
	struct picture_rows *rows = picture_open(out->picture, shrink_of(out->picture, most));

	out->wid = rows->wid;
	out->hgt = rows->hgt;
	out->rgba = rgba_new(out->wid, out->hgt);
	for (int y = 0; y < out->hgt; y++) {
		spread_row(out->rgba + (size_t)y * out->wid * 4, picture_row(rows), out->wid,
				out->picture);
	}
	picture_close(rows);
}

static void add_alpha(struct decoded *out)
{
	struct picture_rows *rows = picture_open_alpha(out->picture);
	unsigned char *to = out->rgba + 3;

	for (int y = 0; y < out->hgt; y++) {
		const unsigned char *from = picture_row(rows);
		for (int x = 0; x < out->wid; x++, to += 4) {
			*to = from[x];
		}
	}
	picture_close(rows);
}

/* Turn and mirror it as it is to be shown (Exif 2.32, 4.6.4, Orientation: where the
   first row and the first column stand). */
static void orient(struct decoded *d)
{
	int turn = d->picture->orientation;
	bool on_side = picture_on_side(d->picture);
	bool from_right = turn == 2 || turn == 3 || turn == 7 || turn == 8;
	bool from_below = turn == 3 || turn == 4 || turn == 6 || turn == 7;
	int wid = on_side ? d->hgt : d->wid, hgt = on_side ? d->wid : d->hgt;
	unsigned char *shown = rgba_new(wid, hgt), *to = shown;

	for (int y = 0; y < hgt; y++) {
		for (int x = 0; x < wid; x++, to += 4) {
			int col = on_side ? y : x, row = on_side ? x : y;
			col = from_right ? d->wid - 1 - col : col;
			row = from_below ? d->hgt - 1 - row : row;
			memcpy(to, d->rgba + ((size_t)row * d->wid + col) * 4, 4);
		}
	}
	free(d->rgba);
	d->rgba = shown;
	d->wid = wid;
	d->hgt = hgt;
}

/* The picture's place among those decoded, if need be a new one. */
static struct decoded *find_picture(struct preview *p, const struct picture *pic)
{
	struct decoded *out;

	for (int i = 0; i < p->pictures.n; i++) {
		if (p->pictures.at[i].picture == pic) {
			return &p->pictures.at[i];
		}
	}
	out = vec_push(p->a, &p->pictures);
	out->picture = pic;
	return out;
}

/* The picture, decoded for a width of most pixels or more. */
static const struct decoded *decode(struct preview *p, const struct picture *pic, int most)
{
	struct decoded *out = find_picture(p, pic);

	if (out->rgba && (out->whole || out->wid >= 2 * most)) {
		return out;
	}
	free(out->rgba);
	read_rows(out, most);
	if (pic->alpha) {
		add_alpha(out);
	}
	out->whole = out->wid == pic->wid;
	if (pic->orientation > 1) {
		orient(out);
	}
	return out;
}

/* Pixels [from, to) of a row or column, of size that lie below pixel i of n. */
struct reach {
	int from, to;
};

static struct reach reach_of(int i, int n, int size)
{
	struct reach r = { (int)((int64_t)i * size / n), (int)((int64_t)(i + 1) * size / n) };

	r.to = r.to > r.from ? r.to : r.from + 1;
	return r;
}

/* Mean colour of the pixels, weighted by their alpha, and their mean alpha. */
static unsigned mean(const struct decoded *pic, struct reach x, struct reach y,
		unsigned char rgb[static 3])
{
	uint64_t sum[4] = { 0 };
	uint64_t n = (uint64_t)(x.to - x.from) * (uint64_t)(y.to - y.from);

	for (int row = y.from; row < y.to; row++) {
		const unsigned char *at = pic->rgba + ((size_t)row * pic->wid + x.from) * 4;
		for (int col = x.from; col < x.to; col++, at += 4) {
			for (int i = 0; i < 3; i++) {
				sum[i] += (uint64_t)at[i] * at[3];
			}
			sum[3] += at[3];
		}
	}
	for (int i = 0; i < 3; i++) {
		rgb[i] = (unsigned char)(sum[3] ? sum[i] / sum[3] : 0);
	}
	return (unsigned)(sum[3] / n);
}

/* The pixels that a length from at to end on the canvas touches (PDF 32000-1,
   10.6.5: an image paints every pixel that it touches). */
static struct reach pixels(int64_t at, int64_t end)
{
	return (struct reach){ (int)(at >> 6), (int)(end >> 6) + 1 };
}

void draw_picture(struct preview *p, const struct view *v, const struct item *it)
{
	int64_t hgt = (int64_t)v->hgt * 64;
	struct reach x = pixels(view_x(v, it->x), view_x(v, (int64_t)it->x + it->wid));
	struct reach y = pixels(hgt - view_y(v, it->y), hgt - view_y(v, (int64_t)it->y + it->hgt));
	const struct decoded *pic = decode(p, it->u.picture, x.to - x.from);

	for (int row = y.from; row < y.to; row++) {
		for (int col = x.from; col < x.to; col++) {
			unsigned char rgb[3];
			unsigned alpha;
			if (row < 0 || col < 0 || row >= p->canvas.hgt || col >= p->canvas.wid) {
				continue;
			}
			alpha = mean(pic, reach_of(col - x.from, x.to - x.from, pic->wid),
					reach_of(row - y.from, y.to - y.from, pic->hgt), rgb);
			canvas_blend(&p->canvas, col, row, rgb, alpha);
		}
	}
}
