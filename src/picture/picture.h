#ifndef PICTURE_PICTURE_H
#define PICTURE_PICTURE_H

/* picture: the bytes of a picture → its samples, a row at a time, so that no more
   room is needed. Source has checked the bytes: what can't be decoded here is
   our mistake. Knows no colours: samples are as they are stored. */

#include "model/issue.h"

struct picture_rows {
	int wid, hgt; /* samples in a row, and rows; how they turn is not seen to */
	int ncolours; /* of each sample, a byte each */
	/* how its coding is read on, and closed */
	const unsigned char *(*read)(struct picture_rows *r);
	void (*close)(struct picture_rows *r);
};

/* Heap. A JPEG is decoded at 1/shrink of its size, which is quicker: 1, 2, 4 or 8. */
struct picture_rows *picture_open(const struct picture *p, int shrink);

/* The same of its alpha, which is there. */
struct picture_rows *picture_open_alpha(const struct picture *p);

/* The next of hgt rows, lent until the next call. */
const unsigned char *picture_row(struct picture_rows *r);

void picture_close(struct picture_rows *r); /* frees */

#endif
