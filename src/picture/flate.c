#include "picture/picture-imp.h"

#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST /* what it reads */
#include <zlib.h>

#include "base/arena.h"

struct flate {
	struct picture_rows rows; /* first: they are what callers have */
	z_stream in;
	size_t left;               /* bytes of the stream that zlib has not been given */
	bool filtered;             /* a filter byte stands before each row */
	unsigned char *row, *last; /* this one and the one before, with it */
};

/* PNG 9.4: the Paeth predictor. */
static int paeth(int a, int b, int c)
{
	int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);

	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/* PNG 9.2: undo a row's filter; last is the row before, of zeros before the first. */
static void unfilter(unsigned char *row, const unsigned char *last, size_t n, size_t step,
		int filter)
{
	for (size_t i = 0; i < n; i++) {
		int a = i >= step ? row[i - step] : 0, b = last[i];
		int c = i >= step ? last[i - step] : 0;
		const int predicted[] = { 0, a, b, (a + b) / 2, paeth(a, b, c) };
		row[i] = (unsigned char)(row[i] + predicted[filter]);
	}
}

static size_t row_bytes(const struct flate *f)
{
	return (size_t)f->rows.wid * (size_t)f->rows.ncolours;
}

static void inflate_row(struct flate *f)
{
	f->in.next_out = f->row;
	f->in.avail_out = (uInt)(row_bytes(f) + f->filtered);
	while (f->in.avail_out) {
		if (!f->in.avail_in) {
			f->in.avail_in = f->left < UINT_MAX ? (uInt)f->left : UINT_MAX;
			f->left -= f->in.avail_in;
		}
		int result = inflate(&f->in, Z_NO_FLUSH);
		bool over = result == Z_STREAM_END || (!f->in.avail_in && !f->left);
		if (result < Z_OK || (over && f->in.avail_out)) {
			die("a checked picture can't be inflated");
		}
	}
}

static const unsigned char *read_row(struct picture_rows *r)
{
	struct flate *f = (struct flate *)r;
	unsigned char *last = f->row;

	f->row = f->last;
	f->last = last;
	inflate_row(f);
	if (f->filtered) {
		unfilter(f->row + 1, last + 1, row_bytes(f), (size_t)r->ncolours, f->row[0] % 5);
	}
	return f->row + f->filtered;
}

static void close_rows(struct picture_rows *r)
{
	struct flate *f = (struct flate *)r;

	inflateEnd(&f->in);
	free(f->row);
	free(f->last);
	free(f);
}

struct picture_rows *flate_open(const struct packed *p)
{
	struct flate *f = picture_room(sizeof *f);

	f->rows = (struct picture_rows){ p->wid, p->hgt, p->ncolours, read_row, close_rows };
	f->filtered = p->filtered;
	f->in.next_in = p->bytes;
	f->left = p->n;
	f->row = picture_room(row_bytes(f) + 1);
	f->last = picture_room(row_bytes(f) + 1);
	if (inflateInit(&f->in) != Z_OK) {
		die("out of memory");
	}
	return &f->rows;
}
