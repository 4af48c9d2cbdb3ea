#ifndef PDF_PICTURE_IMP_H
#define PDF_PICTURE_IMP_H

/* picture: the book's pictures as image XObjects, one for each however often it
   is shown. Bytes go through as source read and checked them. */

#include "base/vec.h"
#include "page/book.h"
#include "pdf/object-imp.h"

struct image {
	const struct picture *picture;
	HPDF_Dict dict;
	int page; /* the last page that lists it, counted from 1 */
};

struct images {
	struct doc *doc;
	struct inks *inks;      /* of the press; NULL: for none */
	HPDF_Dict cmyk;         /* profile of the CMYK ones; NULL: there is none yet */
	VEC(struct image) list; /* resource names are I and the index + 1 */
};

/* Index of the image of picture, written on first sight. */
int images_find(struct images *m, const struct picture *p);

#endif
