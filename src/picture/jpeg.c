#include "picture/picture-imp.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "base/arena.h"

struct jpeg {
	struct picture_rows rows; /* first: they are what callers have */
	struct jpeg_decompress_struct in;
	struct jpeg_error_mgr errors;
	JSAMPARRAY row;
};

static _Noreturn void on_error(j_common_ptr jpeg)
{
	char words[JMSG_LENGTH_MAX];

	jpeg->err->format_message(jpeg, words);
	die("a checked JPEG can't be decoded: %s", words);
}

static const unsigned char *read_row(struct picture_rows *r)
{
	struct jpeg *j = (struct jpeg *)r;

	if (jpeg_read_scanlines(&j->in, j->row, 1) != 1) {
		die("a checked JPEG ends early");
	}
	return j->row[0];
}

static void close_rows(struct picture_rows *r)
{
	struct jpeg *j = (struct jpeg *)r;

	jpeg_destroy_decompress(&j->in);
	free(j);
}

struct picture_rows *jpeg_open(const struct picture *p, int shrink)
{
	static const J_COLOR_SPACE
			spaces[] = { [1] = JCS_GRAYSCALE, [3] = JCS_RGB, [4] = JCS_CMYK };
	struct jpeg *j = picture_room(sizeof *j);

	j->in.err = jpeg_std_error(&j->errors);
	j->errors.error_exit = on_error;
	jpeg_create_decompress(&j->in);
	jpeg_mem_src(&j->in, p->bytes, p->n);
	jpeg_read_header(&j->in, TRUE);
	j->in.out_color_space = spaces[p->ncolours];
	j->in.scale_denom = (unsigned)shrink;
	jpeg_start_decompress(&j->in);
	j->row = j->in.mem->alloc_sarray((j_common_ptr)&j->in, JPOOL_IMAGE,
			j->in.output_width * (JDIMENSION)j->in.output_components, 1);
	j->rows = (struct picture_rows){ (int)j->in.output_width, (int)j->in.output_height,
		p->ncolours, read_row, close_rows };
	return &j->rows;
}
