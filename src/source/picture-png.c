/* picture-png: PNG files → deflated rows of 8-bit grey or RGB, and of alpha. Where
   the file holds just that already, its own stream is checked and passed on.

   libpng's only way to give up is to jump out of itself. All of that stays in
   this file: what the jump passes over is held by struct decoder. */

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <png.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "source/picture-imp.h"

#define CHUNK_MAX ((size_t)8 * 1024 * 1024) /* bytes of any chunk but the picture */

/* Rows going into one zlib stream. */
struct packer {
	z_stream z;
	struct buf out;
	bool open;
};

struct decoder {
	png_structp png;
	png_infop info;
	struct slice file;
	size_t at; /* in the file */
	char *words;
	unsigned char *image; /* all rows where interlaced, else one */
	unsigned char *colour_row, *alpha_row;
	struct packer colours, alpha;
	bool transparent; /* some pixel is */
	bool as_is;       /* the file's own stream is what we want */
};

static void pack_begin(struct packer *k)
{
	if (deflateInit(&k->z, 6) != Z_OK) {
		die("out of memory");
	}
	k->open = true;
}

/* Pack n bytes; with Z_FINISH the stream ends. */
static void pack(struct packer *k, unsigned char *bytes, size_t n, int flush)
{
	const size_t room = 64 * 1024;

	k->z.next_in = bytes;
	k->z.avail_in = (uInt)n;
	do {
		k->z.next_out = (unsigned char *)buf_room(&k->out, room);
		k->z.avail_out = (uInt)room;
		if (deflate(&k->z, flush) == Z_STREAM_ERROR) {
			die("zlib: stream error");
		}
		k->out.n += room - k->z.avail_out;
	} while (k->z.avail_out == 0);
}

static void pack_done(struct packer *k)
{
	if (k->open) {
		deflateEnd(&k->z);
	}
	buf_done(&k->out);
}

static _Noreturn void on_error(png_structp png, png_const_charp words)
{
	struct decoder *d = png_get_error_ptr(png);

	snprintf(d->words, PICTURE_WORDS, "%s", words);
	png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp words)
{
	(void)png;
	(void)words;
}

static void on_read(png_structp png, png_bytep to, size_t n)
{
	struct decoder *d = png_get_io_ptr(png);

	if (d->file.n - d->at < n) {
		png_error(png, _("the file ends too early"));
	}
	memcpy(to, d->file.s + d->at, n);
	d->at += n;
}

/* Chunks that hold much and that we don't use: passed over, not unpacked. */
static void pass_over_chunks(png_structp png)
{
	static const png_byte names[] = "iCCP\0zTXt\0iTXt\0tEXt\0eXIf\0sPLT\0hIST\0tIME";

	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, names, 8);
}

static void *take(size_t n)
{
	void *p = malloc(n);

	if (!p) {
		die("out of memory");
	}
	return p;
}

static int density(uint64_t per_metre)
{
	return picture_dpi((per_metre * 254 + 5000) / 10000);
}

/* Rows of 8-bit grey or RGB, from top to bottom, nothing transparent. */
static bool is_plain(const struct decoder *d)
{
	int type = png_get_color_type(d->png, d->info);

	return png_get_bit_depth(d->png, d->info) == 8 &&
			(type == PNG_COLOR_TYPE_GRAY || type == PNG_COLOR_TYPE_RGB) &&
			png_get_interlace_type(d->png, d->info) == PNG_INTERLACE_NONE &&
			!png_get_valid(d->png, d->info, PNG_INFO_tRNS);
}

static void describe(struct decoder *d, struct picture *p)
{
	d->as_is = is_plain(d);
	p->coding = d->as_is ? PICTURE_PNG : PICTURE_FLATE;
	p->wid = (int)png_get_image_width(d->png, d->info);
	p->hgt = (int)png_get_image_height(d->png, d->info);
	p->xdpi = density(png_get_x_pixels_per_meter(d->png, d->info));
	p->ydpi = density(png_get_y_pixels_per_meter(d->png, d->info));
}

/* One row of ncolours samples a pixel, and one of alpha where there is. */
static void pack_row(struct decoder *d, unsigned char *row, size_t wid, int nchannels)
{
	int ncolours = nchannels < 3 ? 1 : 3;
	unsigned char *colour = d->colour_row;

	if (nchannels == ncolours) {
		pack(&d->colours, row, wid * (size_t)ncolours, Z_NO_FLUSH);
		return;
	}
	for (size_t x = 0; x < wid; x++, row += nchannels) {
		for (int i = 0; i < ncolours; i++) {
			*colour++ = row[i];
		}
		d->alpha_row[x] = row[ncolours];
		d->transparent = d->transparent || row[ncolours] != 255;
	}
	pack(&d->colours, d->colour_row, wid * (size_t)ncolours, Z_NO_FLUSH);
	pack(&d->alpha, d->alpha_row, wid, Z_NO_FLUSH);
}

/* Every picture becomes 8-bit grey or RGB, with alpha or without. */
static int set_form(struct decoder *d)
{
	int passes;

	png_set_expand(d->png);
	png_set_scale_16(d->png);
	passes = png_set_interlace_handling(d->png);
	png_read_update_info(d->png, d->info);
	return passes;
}

static void decode(struct decoder *d, struct picture *p)
{
	int passes = set_form(d);
	int nchannels = png_get_channels(d->png, d->info);
	size_t wid = (size_t)p->wid, hgt = (size_t)p->hgt;
	size_t stride = png_get_rowbytes(d->png, d->info);

	p->ncolours = nchannels < 3 ? 1 : 3;
	d->image = take(passes > 1 ? stride * hgt : stride);
	d->colour_row = take(wid * 3);
	d->alpha_row = take(wid);
	pack_begin(&d->colours);
	pack_begin(&d->alpha);
	for (int pass = 1; pass < passes; pass++) {
		for (size_t y = 0; y < hgt; y++) {
			png_read_row(d->png, d->image + y * stride, NULL);
		}
	}
	for (size_t y = 0; y < hgt; y++) {
		unsigned char *row = passes > 1 ? d->image + y * stride : d->image;
		png_read_row(d->png, row, NULL);
		if (!d->as_is) {
			pack_row(d, row, wid, nchannels);
		}
	}
	png_read_end(d->png, NULL);
}

static uint32_t big_endian(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The data of the next chunk of that name from *at on, which moves behind it;
   false where there is none. */
static bool next_chunk(const struct slice *f, size_t *at, const char *name, struct slice *data)
{
	for (size_t n; f->n - *at >= 12; *at += 12 + n) {
		const char *chunk = f->s + *at;
		n = big_endian(chunk);
		if (n > f->n - *at - 12) {
			break;
		}
		if (memcmp(chunk + 4, name, 4) == 0) {
			*data = (struct slice){ chunk + 8, n };
			*at += 12 + n;
			return true;
		}
	}
	return false;
}

/* The file's IDAT chunks as one (PNG 10.3): libpng has read all of them. */
static void take_stream(struct decoder *d, struct arena *a, struct picture *p)
{
	struct slice data;
	struct buf all = { 0 };

	for (size_t at = 8; next_chunk(&d->file, &at, "IDAT", &data);) {
		buf_add(&all, data.s, data.n);
	}
	p->n = all.n;
	p->bytes = (unsigned char *)arena_copy(a, all.s, all.n);
	buf_done(&all);
}

static void finish(struct decoder *d, struct arena *a, struct picture *p)
{
	unsigned char none = 0;
	size_t at = 8;
	struct slice exif;

	p->orientation = next_chunk(&d->file, &at, "eXIf", &exif) ? picture_orientation(exif) : 0;
	if (d->as_is) {
		take_stream(d, a, p);
		return;
	}
	pack(&d->colours, &none, 0, Z_FINISH);
	p->n = d->colours.out.n;
	p->bytes = (unsigned char *)arena_copy(a, d->colours.out.s, p->n);
	if (d->transparent) {
		pack(&d->alpha, &none, 0, Z_FINISH);
		p->nalpha = d->alpha.out.n;
		p->alpha = (unsigned char *)arena_copy(a, d->alpha.out.s, p->nalpha);
	}
}

static enum picture_result check(struct decoder *d, struct picture *p)
{
	png_set_read_fn(d->png, d, on_read);
	png_set_crc_action(d->png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
	png_set_chunk_malloc_max(d->png, CHUNK_MAX);
	pass_over_chunks(d->png);
	png_read_info(d->png, d->info);
	describe(d, p);
	if (!picture_size_allowed((unsigned long)p->wid, (unsigned long)p->hgt)) {
		return PICTURE_TOO_LARGE;
	}
	decode(d, p);
	return PICTURE_GOOD;
}

/* As check; where libpng gives up, it comes back here. */
static enum picture_result check_guarded(struct decoder *d, struct picture *p)
{
	if (setjmp(png_jmpbuf(d->png)) != 0) {
		return PICTURE_BROKEN;
	}
	return check(d, p);
}

enum picture_result picture_read_png(struct arena *a, struct slice file, struct picture *p,
		char words[static PICTURE_WORDS])
{
	struct decoder d = { .file = file, .words = words };
	enum picture_result result;

	d.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &d, on_error, on_warning);
	d.info = d.png ? png_create_info_struct(d.png) : NULL;
	if (!d.info) {
		die("libpng: no memory, or another version than we were built for");
	}
	result = check_guarded(&d, p);
	png_destroy_read_struct(&d.png, &d.info, NULL);
	if (result == PICTURE_GOOD) {
		finish(&d, a, p);
	}
	free(d.image);
	free(d.colour_row);
	free(d.alpha_row);
	pack_done(&d.colours);
	pack_done(&d.alpha);
	return result;
}
