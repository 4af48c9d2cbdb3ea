/* picture-exif: how a camera was held, from a picture's Exif data (CIPA DC-008,
   4.6.4). Whatever else stands there, and whatever is wrong with it, is passed
   over. */

#include "source/picture-imp.h"

#define ORIENTATION 0x0112
#define SHORT       3
#define ENTRY       12 /* bytes */

/* Exif data: a TIFF file of either byte order. */
struct exif {
	const unsigned char *at;
	size_t n;
	bool big; /* high bytes first */
};

/* A number of two or four bytes; 0 beyond the end. */
static uint32_t number(const struct exif *x, size_t at, size_t size)
{
	uint32_t v = 0;

	for (size_t i = 0; i < size && size <= x->n && at <= x->n - size; i++) {
		v = v << 8 | x->at[at + (x->big ? i : size - 1 - i)];
	}
	return v;
}

int picture_orientation(struct slice data)
{
	struct exif x = { (const unsigned char *)data.s, data.n, false };
	uint32_t dir, n, v;

	if (x.n < 8 || (memcmp(x.at, "II*\0", 4) != 0 && memcmp(x.at, "MM\0*", 4) != 0)) {
		return 0;
	}
	x.big = x.at[0] == 'M';
	dir = number(&x, 4, 4);
	n = number(&x, dir, 2);
	for (size_t at = (size_t)dir + 2; n-- > 0 && at + ENTRY <= x.n; at += ENTRY) {
		if (number(&x, at, 2) == ORIENTATION) {
			v = number(&x, at + 2, 2) == SHORT ? number(&x, at + 8, 2) : 0;
			return v >= 1 && v <= 8 ? (int)v : 0;
		}
	}
	return 0;
}
