#ifndef PDF_INKS_H
#define PDF_INKS_H

/* inks: what a book goes to press with. Black is one ink and never made of
   others; one colour of the layout may be an ink of its own; for all else there
   are the four of process printing, as the shop's ICC profile lays them down. */

#include <stdbool.h>

#include "model/layout.h"
#include "page/book.h"

/* What becomes of pictures in colour. */
enum colour_pictures {
	PICTURES_CONVERT, /* printed in process colours; refused where there are none */
	PICTURES_REFUSE,
	PICTURES_GREY, /* printed in black, as if they had been saved without colour */
};

struct ink_order {
	const struct press_layout *press;
	const char *profile; /* path of the shop's; NULL: none */
	bool spot;           /* press->spot_colour is an ink; else it is mixed of process colours */
	enum colour_pictures pictures;
};

struct inks;

/* Heap; lends o->press. NULL with a diagnostic where the profile can't be used. */
struct inks *inks_open(const struct ink_order *o, struct diags *d);
void inks_close(struct inks *k); /* k may be NULL */

/* What the shop's profile calls itself; NULL: none was given. */
const char *inks_profile(const struct inks *k);

/* The inks that a book takes. */
struct ink_use {
	bool black, spot, process;
};

/* What the book has no ink for is told to d: colours, each once, and pictures. */
struct ink_use inks_check(struct inks *k, const struct book *book, struct diags *d);

#endif
