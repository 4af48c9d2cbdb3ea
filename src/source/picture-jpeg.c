/* picture-jpeg: JPEG files go into the PDF as they are; we decode them once to
   know that a reader of the PDF can.

   libjpeg's only way to give up is to jump out of itself. All of that stays
   in this file: the functions between setjmp and longjmp hold nothing that
   would need freeing but libjpeg's own. */

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>

#include "base/i18n.h"
#include "source/picture-imp.h"

/* Scans of a progressive file. Programs make about ten; each costs the time of
   the whole picture, so thousands in a small file would take minutes. */
#define SCANS_MAX 100

struct checker {
	struct jpeg_error_mgr errors; /* first, so that libjpeg's pointer to it is ours */
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	char *words;
};

static void give_up(j_common_ptr jpeg)
{
	struct checker *c = (struct checker *)jpeg->err;
	char words[JMSG_LENGTH_MAX];

	c->errors.format_message(jpeg, words);
	snprintf(c->words, PICTURE_WORDS, "%s", words);
	longjmp(c->out, 1);
}

/* Level -1 is data that libjpeg has to guess at. */
static void on_message(j_common_ptr jpeg, int level)
{
	if (level < 0) {
		give_up(jpeg);
	}
}

static void on_progress(j_common_ptr jpeg)
{
	struct checker *c = (struct checker *)jpeg->err;

	if (((j_decompress_ptr)jpeg)->input_scan_number > SCANS_MAX) {
		snprintf(c->words, PICTURE_WORDS, _("it has more than %d scans"), SCANS_MAX);
		longjmp(c->out, 1);
	}
}

/* PDF 32000-1, 7.4.8: baseline and progressive, 8 bits, 1, 3 or 4 colours. */
static bool fits_pdf(const struct jpeg_decompress_struct *jpeg)
{
	return jpeg->data_precision == 8 && !jpeg->arith_code &&
			(jpeg->num_components == 1 || jpeg->num_components == 3 ||
					jpeg->num_components == 4);
}

static int density(const struct jpeg_decompress_struct *jpeg, unsigned value)
{
	if (!jpeg->saw_JFIF_marker || jpeg->density_unit == 0) {
		return 0;
	}
	return picture_dpi(jpeg->density_unit == 2 ? (value * 254ul + 50) / 100 : value);
}

/* From the first marker with Exif data. */
static int orientation(const struct jpeg_decompress_struct *jpeg)
{
	for (jpeg_saved_marker_ptr m = jpeg->marker_list; m; m = m->next) {
		if (m->data_length > 6 && memcmp(m->data, "Exif\0", 6) == 0) {
			return picture_orientation((struct slice){ (const char *)m->data + 6,
					m->data_length - 6 });
		}
	}
	return 0;
}

static void describe(const struct jpeg_decompress_struct *jpeg, struct picture *p)
{
	p->coding = PICTURE_JPEG;
	p->wid = (int)jpeg->image_width;
	p->hgt = (int)jpeg->image_height;
	p->ncolours = jpeg->num_components;
	p->inverted = jpeg->num_components == 4 && jpeg->saw_Adobe_marker;
	p->orientation = orientation(jpeg);
	p->xdpi = density(jpeg, jpeg->X_density);
	p->ydpi = density(jpeg, jpeg->Y_density);
}

/* Read all of the picture's data, at an eighth of the size and in the colours
   of the file: what costs is then the decoding that we are here for. */
static void decode(struct jpeg_decompress_struct *jpeg)
{
	JSAMPARRAY row;

	jpeg->scale_num = 1;
	jpeg->scale_denom = 8;
	jpeg->out_color_space = jpeg->jpeg_color_space;
	jpeg->do_fancy_upsampling = FALSE;
	jpeg->do_block_smoothing = FALSE;
	jpeg_start_decompress(jpeg);
	row = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE,
			jpeg->output_width * (JDIMENSION)jpeg->output_components, 1);
	while (jpeg->output_scanline < jpeg->output_height) {
		jpeg_read_scanlines(jpeg, row, 1);
	}
	jpeg_finish_decompress(jpeg);
}

static enum picture_result check(struct jpeg_decompress_struct *jpeg, struct slice file,
		struct picture *p)
{
	struct checker *c = (struct checker *)jpeg->err;

	jpeg_mem_src(jpeg, (const unsigned char *)file.s, file.n);
	jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
	jpeg_read_header(jpeg, TRUE);
	describe(jpeg, p);
	if (!picture_size_allowed(jpeg->image_width, jpeg->image_height)) {
		return PICTURE_TOO_LARGE;
	}
	if (!fits_pdf(jpeg)) {
		snprintf(c->words, PICTURE_WORDS, "%s", _("PDF does not know this kind of JPEG"));
		return PICTURE_BROKEN;
	}
	decode(jpeg);
	return PICTURE_GOOD;
}

/* As check; where libjpeg gives up, it comes back here. */
static enum picture_result check_guarded(struct jpeg_decompress_struct *jpeg, struct slice file,
		struct picture *p)
{
	struct checker *c = (struct checker *)jpeg->err;

	if (setjmp(c->out) != 0) {
		return PICTURE_BROKEN;
	}
	jpeg_create_decompress(jpeg);
	jpeg->progress = &c->progress;
	return check(jpeg, file, p);
}

enum picture_result picture_read_jpeg(struct arena *a, struct slice file, struct picture *p,
		char words[static PICTURE_WORDS])
{
	struct jpeg_decompress_struct jpeg = { 0 };
	struct checker c = { .words = words };
	enum picture_result result;

	(void)a; /* the file lies in it already */
	jpeg.err = jpeg_std_error(&c.errors);
	c.errors.error_exit = give_up;
	c.errors.emit_message = on_message;
	c.progress.progress_monitor = on_progress;
	result = check_guarded(&jpeg, file, p);
	jpeg_destroy_decompress(&jpeg);
	p->bytes = (const unsigned char *)file.s;
	p->n = file.n;
	return result;
}
