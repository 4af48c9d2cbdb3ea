#include "preview/preview-imp.h"

#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#include "base/arena.h"

/* Pictures: decoded once for a book, each pixel of the canvas the mean of those
   that fall on it. Their bytes were checked when they were read: what can't be
   decoded here is our mistake. */

static _Noreturn void on_jpeg_error(j_common_ptr jpeg)
{
	char words[JMSG_LENGTH_MAX];

	jpeg->err->format_message(jpeg, words);
	die("a checked JPEG can't be decoded: %s", words);
}

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

static void read_jpeg_rows(struct jpeg_decompress_struct *jpeg, struct decoded *out)
{
	JSAMPARRAY row = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE,
			jpeg->output_width * (JDIMENSION)jpeg->output_components, 1);

	while (jpeg->output_scanline < jpeg->output_height) {
		size_t y = jpeg->output_scanline;
		jpeg_read_scanlines(jpeg, row, 1);
		spread_row(out->rgba + y * out->wid * 4, row[0], out->wid, out->picture);
	}
}

/* Decoded no larger than most pixels of width ask, which saves time and room. */
static void decode_jpeg(struct decoded *out, int most)
{
	static const J_COLOR_SPACE
			spaces[] = { [1] = JCS_GRAYSCALE, [3] = JCS_RGB, [4] = JCS_CMYK };
	const struct picture *pic = out->picture;
	struct jpeg_error_mgr errors;
	struct jpeg_decompress_struct jpeg = { .err = jpeg_std_error(&errors) };

	errors.error_exit = on_jpeg_error;
	jpeg_create_decompress(&jpeg);
	jpeg_mem_src(&jpeg, pic->bytes, pic->n);
	jpeg_read_header(&jpeg, TRUE);
	jpeg.out_color_space = spaces[pic->ncolours];
	for (jpeg.scale_denom = 1;
			jpeg.scale_denom < 8 && pic->wid / (int)jpeg.scale_denom / 2 >= 2 * most;) {
		jpeg.scale_denom *= 2;
	}
	jpeg_start_decompress(&jpeg);
	out->wid = (int)jpeg.output_width;
	out->hgt = (int)jpeg.output_height;
	out->rgba = rgba_new(out->wid, out->hgt);
	read_jpeg_rows(&jpeg, out);
	jpeg_finish_decompress(&jpeg);
	jpeg_destroy_decompress(&jpeg);
}

/* Rows of samples out of a zlib stream, each with a byte before it if filtered. */
static unsigned char *inflate_rows(const unsigned char *bytes, size_t n, size_t size)
{
	unsigned char *rows = malloc(size);
	uLongf got = size;

	if (!rows) {
		die("out of memory");
	}
	if (uncompress(rows, &got, bytes, n) != Z_OK || got != size) {
		die("a checked picture can't be inflated");
	}
	return rows;
}

/* PNG 9.4: the Paeth predictor. */
static int paeth(int a, int b, int c)
{
	int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);

	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* PNG 9.2: undo a row's filter; above is the row before, or NULL. */
static void unfilter(unsigned char *row, const unsigned char *above, size_t n, size_t step,
		int filter)
{
	for (size_t i = 0; i < n; i++) {
		int a = i >= step ? row[i - step] : 0, b = above ? above[i] : 0;
		int c = i >= step && above ? above[i - step] : 0;
		const int predicted[] = { 0, a, b, (a + b) / 2, paeth(a, b, c) };
		row[i] = (unsigned char)(row[i] + predicted[filter]);
	}
}

static void decode_flate(struct decoded *out)
{
	const struct picture *pic = out->picture;
	size_t filtered = pic->coding == PICTURE_PNG, n = (size_t)pic->wid * pic->ncolours;
	unsigned char *rows = inflate_rows(pic->bytes, pic->n, (n + filtered) * pic->hgt);
	unsigned char *row = rows, *above = NULL;

	out->wid = pic->wid;
	out->hgt = pic->hgt;
	out->rgba = rgba_new(out->wid, out->hgt);
	for (int y = 0; y < pic->hgt; y++, above = row + filtered, row += n + filtered) {
		if (filtered) {
			unfilter(row + 1, above, n, (size_t)pic->ncolours, row[0] % 5);
		}
		spread_row(out->rgba + (size_t)y * out->wid * 4, row + filtered, out->wid, pic);
	}
	free(rows);
}

static void add_alpha(struct decoded *out)
{
	const struct picture *pic = out->picture;
	size_t n = (size_t)pic->wid * pic->hgt;
	unsigned char *alpha = inflate_rows(pic->alpha, pic->nalpha, n);

	for (size_t i = 0; i < n; i++) {
		out->rgba[i * 4 + 3] = alpha[i];
	}
	free(alpha);
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

	if (out->rgba && (out->wid == pic->wid || out->wid >= 2 * most)) {
		return out;
	}
	free(out->rgba);
	if (pic->coding == PICTURE_JPEG) {
		decode_jpeg(out, most);
	} else {
		decode_flate(out);
		if (pic->alpha) {
			add_alpha(out);
		}
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
