/* separate: pictures in the press's inks, row by row. */

#include "pdf/inks-imp.h"

#include <stdlib.h>

#include "base/arena.h"
#include "picture/picture.h"

#define LEVEL 6           /* of compression */
#define PIECE (64 * 1024) /* bytes by which the stream grows */

struct separation {
	struct inks *k;
	const struct picture *picture;
	z_stream *zip;
	struct buf out;
	unsigned char *rgb, *row;
};

/* What process inks look like on a screen, roughly: as long as it becomes grey. */
static void cmyk_to_rgb(struct separation *s, const unsigned char *from, int wid)
{
	unsigned flip = s->picture->inverted ? 0 : 255;

	for (int x = 0; x < wid; x++, from += 4) {
		for (int i = 0; i < 3; i++) {
			unsigned paper = (from[i] ^ flip) * (from[3] ^ flip) / 255;
			s->rgb[x * 3 + i] = (unsigned char)paper;
		}
	}
}

static void deflate_row(struct separation *s, size_t n, int flush)
{
	s->zip->next_in = s->row;
	s->zip->avail_in = (uInt)n;
	do {
		s->zip->next_out = (Bytef *)buf_room(&s->out, PIECE);
		s->zip->avail_out = PIECE;
		if (deflate(s->zip, flush) == Z_STREAM_ERROR) {
			die("a picture can't be compressed");
		}
		s->out.n += PIECE - s->zip->avail_out;
	} while (!s->zip->avail_out);
}

static void separate_rows(struct separation *s, struct picture_rows *rows, int ncolours)
{
	cmsHTRANSFORM way = ncolours == 4 ? s->k->to_press : s->k->to_grey;

	for (int y = 0; y < rows->hgt; y++) {
		const unsigned char *from = picture_row(rows);
		if (rows->ncolours == 4) {
			cmyk_to_rgb(s, from, rows->wid);
			from = s->rgb;
		}
		cmsDoTransform(way, from, s->row, (cmsUInt32Number)rows->wid);
		deflate_row(s, (size_t)rows->wid * (size_t)ncolours, Z_NO_FLUSH);
	}
	deflate_row(s, 0, Z_FINISH);
}

struct slice inks_samples(struct inks *k, struct doc *doc, const struct picture *p)
{
	struct picture_rows *rows = picture_open(p, 1);
	struct separation s = { .k = k,
		.picture = p,
		.zip = &doc->zip,
		.rgb = malloc((size_t)p->wid * 3),
		.row = malloc((size_t)p->wid * 4) };
	struct slice copy;

	if (!s.rgb || !s.row || deflateReset(s.zip) != Z_OK ||
			deflateParams(s.zip, LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
		die("out of memory");
	}
	separate_rows(&s, rows, inks_picture_colours(k, p));
	copy = (struct slice){ arena_copy(doc->a, s.out.s, s.out.n), s.out.n };
	picture_close(rows);
	free(s.rgb);
	free(s.row);
	buf_done(&s.out);
	return copy;
}
