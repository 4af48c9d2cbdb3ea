#include "preview/preview.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "base/arena.h"
#include "base/file.h"
#include "preview/preview-imp.h"

/* Pixels of a page: some 400 MB of canvas. A4 at 1200 dpi has 140 million. */
#define PIXELS_MAX ((int64_t)150 * 1000 * 1000)

struct preview *preview_new(int dpi)
{
	struct preview *p = calloc(1, sizeof *p);

	if (!p || FT_Init_FreeType(&p->ft) != 0) {
		die("out of memory");
	}
	p->dpi = dpi;
	p->a = arena_new();
	return p;
}

void preview_free(struct preview *p)
{
	if (!p) {
		return;
	}
	for (int i = 0; i < p->pictures.n; i++) {
		free(p->pictures.at[i].rgba);
	}
	free(p->canvas.rgb);
	FT_Done_FreeType(p->ft); /* and its faces */
	arena_free(p->a);
	free(p);
}

/* Whole pixels of a page's side, as PDF viewers round it. */
static int pixels_of(const struct preview *p, sp len)
{
	int64_t n = ((int64_t)len * p->dpi + (int64_t)72 * UNIT_ONE - 1) / ((int64_t)72 * UNIT_ONE);

	return (int)(n > 1 ? n : 1);
}

bool preview_fits(const struct preview *p, const struct book *book)
{
	return (int64_t)pixels_of(p, book->page_width) * pixels_of(p, book->page_height) <=
			PIXELS_MAX;
}

static void draw_items(struct preview *p, const struct view *v, const struct page *page);

static void draw_placed(struct preview *p, const struct view *v, const struct item *it)
{
	struct view inner = *v;

	inner.scale = (ratio)((int64_t)v->scale * it->u.placed.scale / UNIT_ONE);
	inner.left = v->left + (int64_t)it->x * v->scale / UNIT_ONE;
	inner.top = v->top + (int64_t)it->y * v->scale / UNIT_ONE;
	draw_items(p, &inner, it->u.placed.page);
}

static void draw_item(struct preview *p, const struct view *v, const struct item *it)
{
	switch (it->kind) {
	case ITEM_GLYPHS:
		draw_glyphs(p, v, it);
		break;
	case ITEM_RULE:
		canvas_rule(p, v, it);
		break;
	case ITEM_PICTURE:
		draw_picture(p, v, it);
		break;
	case ITEM_LINK:
		break; /* no mark on the paper */
	case ITEM_PATH:
		canvas_path(p, v, it);
		break;
	case ITEM_PAGE:
		draw_placed(p, v, it);
		break;
	}
}

static void draw_items(struct preview *p, const struct view *v, const struct page *page)
{
	for (int i = 0; i < page->nitems; i++) {
		draw_item(p, v, &page->items[i]);
	}
}

/* A white canvas of the page's size; the room of the page before serves again. */
static void begin_canvas(struct preview *p, const struct book *book)
{
	size_t n;

	p->canvas.wid = pixels_of(p, book->page_width);
	p->canvas.hgt = pixels_of(p, book->page_height);
	n = (size_t)p->canvas.wid * (size_t)p->canvas.hgt * 3;
	if (n > p->room) {
		free(p->canvas.rgb);
		p->canvas.rgb = malloc(n);
		p->room = n;
	}
	if (!p->canvas.rgb) {
		die("out of memory");
	}
	memset(p->canvas.rgb, 255, n);
}

/* Upside down: pixels in the opposite order. */
static void turn(struct raster *r)
{
	size_t n = (size_t)r->wid * (size_t)r->hgt;

	for (size_t i = 0, k = n - 1; i < k; i++, k--) {
		unsigned char pixel[3];
		memcpy(pixel, r->rgb + 3 * i, 3);
		memcpy(r->rgb + 3 * i, r->rgb + 3 * k, 3);
		memcpy(r->rgb + 3 * k, pixel, 3);
	}
}

bool preview_page(struct preview *p, const struct book *book, int i, struct raster *out,
		struct diags *d)
{
	struct view v = { .dpi = p->dpi, .scale = UNIT_ONE };

	p->d = d;
	p->failed = false;
	begin_canvas(p, book);
	v.hgt = p->canvas.hgt;
	draw_items(p, &v, &book->pages[i]);
	if (book->pages[i].turned) {
		turn(&p->canvas);
	}
	*out = p->canvas;
	return !p->failed;
}

static bool write_file(const char *path, const void *bytes, size_t n)
{
	struct outfile *o = outfile_open(path);

	if (!o) {
		return false;
	}
	if (!outfile_write(o, bytes, n)) {
		outfile_abort(o);
		return false;
	}
	return outfile_commit(o);
}

bool preview_write(const struct raster *r, const char *path, struct diags *d)
{
	png_image image = { .version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)r->wid,
		.height = (png_uint_32)r->hgt,
		.format = PNG_FORMAT_RGB };
	png_alloc_size_t n = PNG_IMAGE_PNG_SIZE_MAX(image);
	unsigned char *png = malloc(n);
	bool done;

	if (!png || !png_image_write_to_memory(&image, png, &n, 0, r->rgb, 0, NULL)) {
		die("out of memory");
	}
	done = write_file(path, png, n);
	if (!done) {
		diag_add(d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(errno));
	}
	free(png);
	return done;
}
