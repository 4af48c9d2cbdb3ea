#include "font/font.h"

#include <stdlib.h>
#include <string.h>

#include "font/font-imp.h"

struct role {
	const char *name;
	bool bold;
	const char *const *families;
	int nfamilies;
	VEC(struct font) fonts;
};

/* A name of an installed font, of its family or its own; many fonts have
   several of each, one a language. */
struct named {
	const FcChar8 *name;
	const FcPattern *font;
};

struct fonts {
	struct arena *a;
	struct diags *d;
	FcConfig *config;
	VEC(struct named) installed;
	VEC(struct face *) faces;
	VEC(struct role *) roles;
};

static const char *text_of(const FcPattern *p, const char *object)
{
	FcChar8 *s;

	return FcPatternGetString(p, object, 0, &s) == FcResultMatch ? (const char *)s : "";
}

static int number_of(const FcPattern *p, const char *object, int otherwise)
{
	int v;

	return FcPatternGetInteger(p, object, 0, &v) == FcResultMatch ? v : otherwise;
}

static bool is_true(const FcPattern *p, const char *object)
{
	FcBool v;

	return FcPatternGetBool(p, object, 0, &v) == FcResultMatch && v == FcTrue;
}

/* Font files that we can shape with and embed. Of a variable font only the
   default design: its named instances have their number in the index's upper
   half. */
static bool is_usable(const FcPattern *p)
{
	const char *format = text_of(p, FC_FONTFORMAT);

	return (strcmp(format, "CFF") == 0 || strcmp(format, "TrueType") == 0) &&
			is_true(p, FC_OUTLINE) && !is_true(p, FC_VARIABLE) &&
			number_of(p, FC_INDEX, 0) >> 16 == 0;
}

static void list_names(struct fonts *f, const FcPattern *p, const char *object)
{
	FcChar8 *name;

	for (int i = 0; FcPatternGetString(p, object, i, &name) == FcResultMatch; i++) {
		*vec_push(f->a, &f->installed) = (struct named){ name, p };
	}
}

static void list_installed(struct fonts *f, FcSetName which)
{
	const FcFontSet *set = FcConfigGetFonts(f->config, which);

	for (int i = 0; set && i < set->nfont; i++) {
		if (is_usable(set->fonts[i])) {
			list_names(f, set->fonts[i], FC_FAMILY);
			list_names(f, set->fonts[i], FC_FULLNAME);
		}
	}
}

struct fonts *fonts_open(const char *folder, struct diags *d)
{
	FcConfig *config = config_open(folder, d);
	struct arena *a;
	struct fonts *f;

	if (!config) {
		return NULL;
	}
	a = arena_new();
	f = ARENA_NEW(a, struct fonts);
	f->a = a;
	f->d = d;
	f->config = config;
	list_installed(f, FcSetApplication); /* those in the settings' own folder */
	list_installed(f, FcSetSystem);
	return f;
}

void fonts_close(struct fonts *f)
{
	if (!f) {
		return;
	}
	for (int i = 0; i < f->faces.n; i++) {
		face_done(f->faces.at[i]);
	}
	FcConfigDestroy(f->config);
	arena_free(f->a);
}

/* How far p is from an upright face of normal width and the weight asked for. */
static int distance(const FcPattern *p, int weight)
{
	int slant = number_of(p, FC_SLANT, FC_SLANT_ROMAN);
	int wid = abs(number_of(p, FC_WIDTH, FC_WIDTH_NORMAL) - FC_WIDTH_NORMAL);

	return (slant != FC_SLANT_ROMAN) * 1000000 + wid * 1000 +
			abs(number_of(p, FC_WEIGHT, FC_WEIGHT_REGULAR) - weight);
}

/* The installed font of just this name that is nearest to weight; of equals
   the one in the settings' own folder, or else in the dir they name first. NULL
   where there is none. */
static const FcPattern *nearest(const struct fonts *f, const char *family, int weight)
{
	const FcPattern *best = NULL;

	for (int i = 0; i < f->installed.n; i++) {
		const struct named *n = &f->installed.at[i];

		if (FcStrCmpIgnoreCase(n->name, (const FcChar8 *)family) == 0 &&
				(!best || distance(n->font, weight) < distance(best, weight))) {
			best = n->font;
		}
	}
	return best;
}

static struct face *face_of(struct fonts *f, const FcPattern *p)
{
	const char *file = text_of(p, FC_FILE);
	int index = number_of(p, FC_INDEX, 0);
	FcCharSet *chars = NULL;
	struct face *face;

	for (int i = 0; i < f->faces.n; i++) {
		face = f->faces.at[i];
		if (face->index == index && strcmp(face->file, file) == 0) {
			return face;
		}
	}
	FcPatternGetCharSet(p, FC_CHARSET, 0, &chars);
	face = ARENA_NEW(f->a, struct face);
	*face = (struct face){ .d = f->d, .file = file, .index = index };
	face->family = text_of(p, FC_FAMILY);
	face->style = text_of(p, FC_STYLE);
	face->weight = number_of(p, FC_WEIGHT, FC_WEIGHT_REGULAR);
	face->chars = chars;
	return *vec_push(f->a, &f->faces) = face;
}

static void add_font(struct fonts *f, struct role *r, struct font font)
{
	for (int i = 0; i < r->fonts.n; i++) {
		if (r->fonts.at[i].face == font.face && r->fonts.at[i].embolden == font.embolden) {
			return; /* the same font under another name */
		}
	}
	*vec_push(f->a, &r->fonts) = font;
}

static void add_family(struct fonts *f, struct role *r, const char *family)
{
	const FcPattern *p = nearest(f, family, r->bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
	struct face *face = p ? face_of(f, p) : NULL;
	bool is_bold = face && face->weight >= FC_WEIGHT_DEMIBOLD;

	if (!face) {
		return;
	}
	add_font(f, r, (struct font){ face, r->bold && !is_bold, family });
	if (r->bold && is_bold) {
		/* what the bold lacks comes from the same family before another */
		face = face_of(f, nearest(f, family, FC_WEIGHT_REGULAR));
		add_font(f, r, (struct font){ face, face->weight < FC_WEIGHT_DEMIBOLD, family });
	}
}

const struct role *fonts_find(struct fonts *f, const char *name, bool bold)
{
	const char *const *families;
	struct role *r;
	int n;

	for (int i = 0; i < f->roles.n; i++) {
		r = f->roles.at[i];
		if (r->bold == bold && strcmp(r->name, name) == 0) {
			return r;
		}
	}
	n = config_families(f->a, f->config, name, &families);
	if (n == 0) {
		return NULL;
	}
	r = ARENA_NEW(f->a, struct role);
	*r = (struct role){ arena_string(f->a, name), bold, families, n, { 0 } };
	for (int i = 0; i < n; i++) {
		add_family(f, r, families[i]);
	}
	return *vec_push(f->a, &f->roles) = r;
}

int role_fonts(const struct role *r, const struct font **fonts)
{
	*fonts = r->fonts.at;
	return r->fonts.n;
}

const char *role_name(const struct role *r)
{
	return r->name;
}

int role_families(const struct role *r, const char *const **families)
{
	*families = r->families;
	return r->nfamilies;
}

/* Variation selectors and joiners: shaping uses them where the font knows them
   and drops them where it does not. */
static bool is_optional(uint32_t c)
{
	return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef) || c == 0x200c ||
			c == 0x200d;
}

static bool covers(const struct face *f, const uint32_t *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!face_has(f, c[i]) && !is_optional(c[i])) {
			return false;
		}
	}
	return true;
}

const struct font *role_cover(const struct role *r, const uint32_t *c, size_t n)
{
	for (int i = 0; i < r->fonts.n; i++) {
		if (covers(r->fonts.at[i].face, c, n) && face_hb(r->fonts.at[i].face)) {
			return &r->fonts.at[i];
		}
	}
	return NULL;
}
