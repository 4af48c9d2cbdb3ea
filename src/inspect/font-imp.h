#ifndef INSPECT_FONT_IMP_H
#define INSPECT_FONT_IMP_H

/* font: what a PDF's font dictionaries say of their codes, and what the font
   programs in it say of the same glyphs (ISO 32000-1 9.5 to 9.10). */

#include "inspect/pdf-imp.h"

enum font_kind { FONT_TYPE1, FONT_TRUETYPE, FONT_TYPE3, FONT_CID_CFF, FONT_CID_TRUETYPE };

/* One character code. */
struct code {
	const char *text; /* UTF-8; NULL: not said */
	bool bad_text;    /* ToUnicode gives U+0000, U+FEFF or U+FFFE */
	bool said;        /* the text is ToUnicode's; else guessed from the encoding */
	bool known;       /* what follows is filled */
	bool used;        /* shown on a page, */
	bool seen;        /* and not only as invisible text */
	bool private_use; /* in the private use area, and no ActualText replaces it */
	int cid;          /* -1: not known */
	float width;      /* 1/1000 em */
};

struct code_block {
	struct code at[256];
};

struct width_block {
	float at[256];
};

struct program;

/* A CMap, as far as it is one. */
struct cmap {
	bool identity;   /* code is CID */
	bool predefined; /* by name, and not Identity */
	bool embedded;
	bool utf16; /* codes are UTF-16 or UCS-2 */
	bool mixed; /* bytes above 0x80 begin a code of two, others are one */
	int wmode, stream_wmode;
	const char *name;
	const struct object *dict;
	const char *use; /* the CMap that it builds on; NULL: none */
	struct {
		struct cid_range {
			uint32_t from, to;
			int cid;
		} * at;
		int n, cap;
	} ranges;
	bool one_byte[256]; /* of the code space */
	bool spaces;        /* the code space is said */
	int cid_max;
};

struct pdf_font {
	const struct object *dict;
	const struct object *inner;      /* descendant, or dict itself */
	const struct object *descriptor; /* may be null */
	const struct object *file;       /* stream of the font program; may be null */
	const char *file_key;            /* "FontFile2"; NULL: not embedded */
	const char *name;                /* BaseFont without a subset's tag */
	int id;
	bool composite, subset, unicode; /* has a ToUnicode map */
	bool symbolic;
	enum font_kind kind;
	struct cmap cmap;
	struct code_block *codes[256];
	struct width_block *widths[256];
	float width_default;
	const struct object *cid_to_gid; /* stream, or null */
	struct buf gids;
	struct program *program; /* NULL: none, or not readable */
	bool broken;             /* embedded, and not readable */
	int used;                /* codes */
};

/* The font that the dictionary describes; always. */
struct pdf_font *font_read(struct pdf *p, const struct object *dict, void *library);
void font_close(struct pdf_font *f);

/* The next code of a string shown; *at moves on. */
uint32_t font_next(const struct pdf_font *f, struct slice s, size_t *at);

/* What is known of a code; n is its number, below 65536. */
struct code *font_code(struct pdf *p, struct pdf_font *f, uint32_t n);
/* Fill what is wanted of a code that is shown. */
void font_know(struct pdf *p, struct pdf_font *f, uint32_t n);
const struct code *font_find(const struct pdf_font *f, uint32_t n);

/* Read a CMap or ToUnicode stream. */
void cmap_read(struct pdf *p, const struct object *o, struct cmap *m);
void cmap_read_unicode(struct pdf *p, const struct object *o, struct pdf_font *f);
int cmap_cid(const struct cmap *m, uint32_t code);

/* What base encodings make of a code; 0: nothing. */
uint32_t encoding_unicode(const char *encoding, unsigned code);

/* The glyph that a code shows; -1: can't be said. */
int font_glyph(struct pdf *p, struct pdf_font *f, uint32_t code);

/* font programs, read by FreeType */
void *program_library(void); /* heap; for program_open */
void program_library_free(void *library);
struct program *program_open(void *library, struct buf *bytes); /* takes bytes; NULL: broken */
void program_close(struct program *g);
int program_glyphs(const struct program *g);
/* Advance in 1/1000 em; false where there is no such glyph. */
bool program_width(const struct program *g, int glyph, double *width);
/* The glyph of a CID of a font with CFF outlines. */
int program_cid(struct program *g, int cid);
int program_named(const struct program *g, const char *name);   /* 0: none */
int program_coded(const struct program *g, uint32_t code);      /* by its own encoding */
int program_symbol(const struct program *g, uint32_t code);     /* (3,0), (1,0) */
int program_unicode(const struct program *g, uint32_t c);       /* 0: none */
uint32_t program_character(const struct program *g, int glyph); /* the reverse; 0: none */
int program_cmaps(const struct program *g, bool *symbol, bool *mac, bool *unicode);

#endif
