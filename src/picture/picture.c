#include "picture/picture-imp.h"

#include <stdlib.h>

#include "base/arena.h"

void *picture_room(size_t n)
{
	void *room = calloc(1, n);

	if (!room) {
		die("out of memory");
	}
	return room;
}

struct picture_rows *picture_open(const struct picture *p, int shrink)
{
	const struct packed packed = { p->bytes, p->n, p->wid, p->hgt, p->ncolours,
		p->coding == PICTURE_PNG };

	return p->coding == PICTURE_JPEG ? jpeg_open(p, shrink) : flate_open(&packed);
}

struct picture_rows *picture_open_alpha(const struct picture *p)
{
	const struct packed packed = { p->alpha, p->nalpha, p->wid, p->hgt, 1, false };

	return flate_open(&packed);
}

const unsigned char *picture_row(struct picture_rows *r)
{
	return r->read(r);
}

void picture_close(struct picture_rows *r)
{
	r->close(r);
}
