#ifndef PICTURE_PICTURE_IMP_H
#define PICTURE_PICTURE_IMP_H

/* Readers of the two codings. */

#include "picture/picture.h"

struct picture_rows *jpeg_open(const struct picture *p, int shrink);

/* Rows of samples in a zlib stream. */
struct packed {
	const unsigned char *bytes;
	size_t n;
	int wid, hgt, ncolours;
	bool filtered; /* each behind its PNG filter byte */
};

struct picture_rows *flate_open(const struct packed *p);

/* n zeroed bytes; dies when memory is out. */
void *picture_room(size_t n);

#endif
