#ifndef PDF_INKS_IMP_H
#define PDF_INKS_IMP_H

/* What the files of pdf/ ask of the inks. */

#include <lcms2.h>

#include "base/buf.h"
#include "base/slice.h"
#include "base/vec.h"
#include "pdf/inks.h"
#include "pdf/object-imp.h"

/* Kinds of ink that a colour of the book is printed with. */
enum ink { INK_NONE, INK_BLACK, INK_SPOT, INK_PROCESS, INK_ALL };

/* A colour of the book, mixed of process inks: 255 is all of one. */
struct mixed {
	uint32_t colour;
	unsigned char cmyk[4];
};

struct inks {
	struct arena *a;
	struct ink_order order;
	const char *name;        /* of the shop's profile; NULL: none was given */
	struct slice icc;        /* that profile; else one of our own, of black alone */
	bool process;            /* it is one of process colours */
	cmsHTRANSFORM to_press;  /* sRGB to it; only where it is one of those */
	cmsHTRANSFORM to_grey;   /* sRGB to its grey */
	VEC(struct mixed) mixed; /* colours met so far */
};

/* The profile at path, which must be one that a press's output can be made with.
   In a; lent to *profile, which the caller closes. False with a diagnostic. */
bool icc_open(struct arena *a, const char *path, struct slice *icc, cmsHPROFILE *profile,
		struct diags *d);

/* What it calls itself, UTF-8; in a. */
const char *icc_name(struct arena *a, cmsHPROFILE profile);

/* A profile of black ink on paper whose dots grow as they commonly do; in a. */
#define ICC_BLACK_NAME "Black ink, dot gain 15 %"
struct slice icc_black(struct arena *a);

/* cmyk: in parts of 255; of an ink that is none of these, none. */
enum ink inks_mix(struct inks *k, uint32_t colour, unsigned char cmyk[static 4]);

/* Print operands and operator that make the colour the one to fill with, or to
   stroke with, which is of the ink returned. The page names the colour spaces that
   inks_resources gives. */
enum ink inks_print(struct inks *k, struct buf *b, uint32_t colour, bool stroke);

/* L*, a*, b* of a screen's colour, in thousandths. */
void inks_lab(const unsigned char rgb[static 3], int lab[static 3]);

/* It is printed on top of other inks, where they are not left out. */
bool inks_overprint(uint32_t colour);

/* Names of the graphics states that say so, or not, for "/%s gs". */
#define OVERPRINT "Over"
#define KNOCKOUT  "Knock"

/* What pages name of inks in a document: what tints of the spot ink and of all inks
   look like; graphics states. */
struct ink_objects {
	HPDF_Dict tint, all, over, knock;
};

void inks_write(const struct inks *k, struct doc *doc, struct ink_objects *o);

/* Print the entries of the resources of a page, on which the spot ink is used or not. */
void inks_resources(const struct inks *k, const struct ink_objects *o, bool spot, struct buf *b);

/* How many colours the picture is to have for the press; 0: it may stay as it is. */
int inks_picture_colours(const struct inks *k, const struct picture *p);

/* Its samples with so many colours, as a zlib stream living in doc. */
struct slice inks_samples(struct inks *k, struct doc *doc, const struct picture *p);

#endif
