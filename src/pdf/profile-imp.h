#ifndef PDF_PROFILE_IMP_H
#define PDF_PROFILE_IMP_H

/* profile: what colours look like, as ICC profiles (ICC.1:2004-10, the version
   that PDF 1.7 names). Made here, the same bytes always. */

#include "base/slice.h"

struct arena;

/* sRGB (IEC 61966-2-1), of a display; in a. */
struct slice profile_srgb(struct arena *a);

/* Offset print on coated paper, about as ISO 12647-2 says its solid inks look: for
   CMYK pictures that bring no word of what their numbers mean. In a. */
struct slice profile_cmyk(struct arena *a);

#endif
