#ifndef INSPECT_LOOK_IMP_H
#define INSPECT_LOOK_IMP_H

/* look: what stands on a file's pages, found by running their content streams
   (ISO 32000-1 8 and 9, 14.6). Nothing is drawn. */

#include "inspect/font-imp.h"

#define GLYPHS_MAX    3000000 /* of a file */
#define OPERATORS_MAX 30000000
#define FORMS_DEEP    20
#define SAVES_MAX     500
#define RECORDS_MAX   20000 /* of each kind below */

enum space_kind {
	SPACE_GRAY, /* the device's */
	SPACE_RGB,
	SPACE_CMYK,
	SPACE_CAL,
	SPACE_LAB,
	SPACE_ICC,
	SPACE_INDEXED,
	SPACE_SEPARATION,
	SPACE_DEVICEN,
	SPACE_PATTERN,
	SPACE_UNKNOWN,
};

/* A colour space. */
struct space {
	enum space_kind kind;
	enum space_kind base;        /* of an indexed or pattern's, the alternate of a separation */
	bool defaulted;              /* DefaultGray, DefaultRGB or DefaultCMYK replaces it */
	int n;                       /* components; of an ICC profile: /N */
	const struct object *object; /* array, or name */
};

enum painted { PAINTED_TEXT, PAINTED_SHAPE, PAINTED_PICTURE, PAINTED_SHADING };

/* A colour in use: the first place of it. */
struct ink {
	struct space space;
	float at[4];
	enum painted on;
	int page, count;
	bool overprint;
};

/* To what a piece of content belongs (14.8.2.2). */
enum belongs { BELONGS_NOWHERE, BELONGS_ARTIFACT, BELONGS_STRUCTURE };

struct shown {
	float x, y;    /* origin, pt in the page's own directions */
	float size;    /* of the type, upright, pt */
	float advance; /* pt, along x; without character space */
	int page;
	int font; /* index in look->fonts */
	uint32_t code;
	int ink; /* index in look->inks; -1: none */
	int mcid;
	bool invisible, level, actual; /* level: the line runs left to right */
	enum belongs belongs;
};

struct image {
	int page;
	const struct object *dict;
	double wid, hgt; /* as printed, pt */
	int columns, rows;
	bool mask, within; /* inline */
	enum belongs belongs;
	struct pdf_box box; /* pt */
};

struct stroke {
	int page;
	double width; /* pt; 0: the thinnest the device has */
};

/* Something of a name that must be looked at, used on a page. */
struct used {
	int page;
	const struct object *o;
	const struct object *resources; /* where it was found */
};

struct used_list {
	struct used *at;
	int n, cap;
};

/* A piece of marked content (14.6). */
struct piece {
	int page, stream; /* stream: number of the form, 0 for the page */
	int mcid;
};

/* What is wrong in content streams. */
enum trouble {
	TROUBLE_OPERATOR,     /* unknown */
	TROUBLE_SAVES_DEEP,   /* q deeper than 28 */
	TROUBLE_SAVES_UNEVEN, /* q and Q do not match */
	TROUBLE_MARKS_UNEVEN,
	TROUBLE_HEX,
	TROUBLE_INTEGER,
	TROUBLE_REAL,
	TROUBLE_STRING_LONG,
	TROUBLE_NAME_LONG,
	TROUBLE_RESOURCE, /* a name that Resources do not have */
	TROUBLE_BORROWED, /* a form takes them from what shows it */
	TROUBLE_INTENT,   /* unknown rendering intent */
	TROUBLE_INLINE_FILTER,
	TROUBLE_INLINE_SMOOTH,
	TROUBLE_LOOP,     /* a form that shows itself */
	TROUBLE_UNMARKED, /* content neither tagged nor an artifact */
	TROUBLE_ARTIFACT_IN_TAG,
	TROUBLE_TAG_IN_ARTIFACT,
	TROUBLE_POSTSCRIPT,
	TROUBLE_OVERPRINT_ICC, /* OPM 1 on ICCBased CMYK */
	TROUBLE_UNREADABLE,    /* the stream */
	TROUBLES
};

struct trouble_place {
	int page, count;
	const char *detail;
};

struct look {
	struct pdf *p;
	void *library; /* of font programs */
	VEC(struct pdf_font *) fonts;
	VEC(struct shown) glyphs;
	VEC(struct image) images;
	VEC(struct stroke) strokes; /* thinner than a quarter point, or 0 */
	VEC(struct ink) inks;
	VEC(struct piece) pieces;
	struct used_list states, forms, patterns, spaces;
	bool *transparent;                        /* by page */
	struct trouble_place *troubles[TROUBLES]; /* by page; NULL: none */
	int last_font;                            /* found last */
	int operators;
};

/* Run the contents of all pages and of their annotations' appearances. */
struct look *look_read(struct pdf *p);
void look_free(struct look *l);

void look_trouble(struct look *l, enum trouble t, int page, const char *detail);
void look_use(struct look *l, struct used_list *list, int page, const struct object *o,
		const struct object *resources);

/* The colour space that o, a name or array, is with these resources. */
struct space space_read(struct pdf *p, const struct object *o, const struct object *resources);
int look_ink(struct look *l, const struct space *space, const float at[4], enum painted on,
		int page);

/* Characters of a glyph; "" where they are not known. */
const char *glyph_text(const struct look *l, const struct shown *g);

#endif
