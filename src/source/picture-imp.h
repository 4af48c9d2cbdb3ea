#ifndef SOURCE_PICTURE_IMP_H
#define SOURCE_PICTURE_IMP_H

/* The two kinds of pictures. Each checks the whole file, so that nothing
   behind it can meet a broken one. */

#include "source/source-imp.h"

#define SIDE_MAX       20000 /* pixels */
#define MEGAPIXELS_MAX 100
#define PICTURE_WORDS  200 /* room for what is wrong, as a library says it */

enum picture_result {
	PICTURE_GOOD,
	PICTURE_BROKEN,    /* words say how */
	PICTURE_TOO_LARGE, /* wid and hgt of the picture are set */
};

/* Check the file and set all of p but path. What p points to lives in a. */
enum picture_result picture_read_jpeg(struct arena *a, struct slice file, struct picture *p,
		char words[static PICTURE_WORDS]);
enum picture_result picture_read_png(struct arena *a, struct slice file, struct picture *p,
		char words[static PICTURE_WORDS]);

/* The orientation that Exif data tell, 1 to 8; 0 where they tell none. */
int picture_orientation(struct slice data);

/* A picture of that size is read. */
bool picture_size_allowed(unsigned long wid, unsigned long hgt);

/* Dots per inch that are worth believing, else 0. */
int picture_dpi(uint64_t dpi);

#endif
