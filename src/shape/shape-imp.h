#ifndef SHAPE_SHAPE_IMP_H
#define SHAPE_SHAPE_IMP_H

/* What the files of shape/ share. */

#include "shape/shape.h"
#include "text/char.h"
#include "text/mark.h"

/* What the layout's break policy says of a character; or-ed. */
enum trait {
	TRAIT_NO_START = 1,
	TRAIT_NO_END = 2,
	TRAIT_OPEN = 4,
	TRAIT_CLOSE = 8,
	TRAIT_WIDE = 16,
	TRAIT_HALF = 32,
	TRAIT_PAIR = 64,
};

/* the traits of marks whose width is the layout's and not the font's */
#define TRAITS_WIDTH (TRAIT_OPEN | TRAIT_CLOSE | TRAIT_WIDE | TRAIT_HALF)

struct traits; /* character → or-ed enum trait */
struct traits *traits_new(struct arena *a, const struct break_policy *p);
unsigned traits_find(const struct traits *t, uint32_t c);

/* One character of the paragraph, as itemising sees it. */
struct letter {
	uint32_t c, at;
	uint8_t class;  /* enum char_class */
	uint8_t traits; /* or-ed enum trait */
	uint8_t mark;   /* enum mark_class, beside its neighbours */
	bool western;   /* set in the style's latin role */
	bool note;      /* of the mark of a note */
	bool kept;      /* of the number before it */
	bool parts;     /* an address may be divided before it */
	bool gap;       /* a typed space that is no more than a Han–Western gap */
};

/* The roles that a style and marked text in it ask for. */
struct look {
	const struct role *han, *latin; /* NULL: none, said already */
};

#define LOOKS 8 /* combinations of enum text_style */

struct run_plan { /* a run while it is being itemised */
	struct run run;
	uint32_t from, to; /* bytes */
	bool western;
	const struct text *ruby;
};

/* What shaping has made of a paragraph, not yet lent to anyone. */
struct made {
	const struct text *text;
	struct run *runs;
	int nruns;
	struct cell *cells;
	int ncells;
	struct glyph *glyphs;
};

struct shaper {
	struct arena *a; /* traits, features */
	struct fonts *fonts;
	const struct layout *layout;
	struct diags *diags;
	struct traits *traits;
	struct line_breaks *lines; /* opened by the first paragraph that asks */
	struct word_breaks *words;
	struct hb_buffer_t *buffer;
	void *features; /* hb_feature_t, for Western text */
	unsigned nfeatures;
	unsigned char *noted; /* bit set of characters said to be substituted */
	uint32_t placed;      /* last byte of the paragraph complained of, and its place */
	struct span place;

	/* scratch of one paragraph, kept for the next */
	struct letter *letters;
	size_t nletters, letters_cap;
	struct run_plan *plans;
	int nplans, plans_cap;
	struct cell *cells;
	size_t ncells, cells_cap;
	struct glyph *glyphs;
	size_t nglyphs, glyphs_cap;
};

/* The role's first font whose file can be used; NULL where none can. */
const struct font *shape_first_font(const struct role *role);

/* Split text into letters and runs of one font each. False where a role has no
   font at all. */
bool shape_itemise(struct shaper *s, const struct text *text, const struct style *style);

/* Shape the runs into cells and glyphs. */
void shape_runs(struct shaper *s, const struct text *text);

/* Passes over the letters; before itemising looks at them, and once it has. */
void shape_claim_solidi(struct shaper *s);
void shape_context(struct shaper *s);

/* Set kept, and parts: see struct letter. */
void shape_keep_numbers(struct shaper *s);
void shape_part_addresses(struct shaper *s);

/* p and c are neighbours: halves of one mark; of ？！. */
bool shape_is_pair(const struct letter *p, const struct letter *c);
bool shape_is_chain(const struct letter *p, const struct letter *c);

/* A line may end between p and c; level is not PROHIBITION_UNICODE. */
bool shape_may_break(const struct letter *p, const struct letter *c, enum prohibition level);

/* Say where lines may break and what may give, once all cells stand. */
void shape_classify(struct shaper *s, const struct text *text, const struct style *style);

/* Shape the readings, one or NULL for each run, and make room for them. Uses up
   the scratch of the paragraph. */
void shape_ruby(struct arena *a, struct shaper *s, const struct style *style,
		const struct text *const *readings, const struct made *made);

/* Place of the character at byte at; quick where it is behind the one asked for
   last, so that a text of nothing but missing characters takes linear time. */
struct span shape_place(struct shaper *s, const struct text *text, uint32_t at);

/* Room for n + 1 elements of size in the heap array at; may move it. */
void *scratch_grow(void *at, size_t n, size_t *cap, size_t size);

#endif
