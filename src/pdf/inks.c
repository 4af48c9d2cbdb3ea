#include "pdf/inks-imp.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "pdf/cidfont-imp.h"

#define FLAGS (cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE)

/* From the colours of screens, which all of a book's are; NULL: there is no way. */
static cmsHTRANSFORM transform(cmsHPROFILE to, cmsUInt32Number pixels)
{
	cmsHPROFILE screen = cmsCreate_sRGBProfile();
	cmsHTRANSFORM way = cmsCreateTransform(screen, TYPE_RGB_8, to, pixels,
			INTENT_RELATIVE_COLORIMETRIC, FLAGS);

	cmsCloseProfile(screen);
	return way;
}

/* Grey as screens show it: what a picture would be, saved without colour. */
static cmsHTRANSFORM grey_transform(void)
{
	const cmsFloat64Number srgb[5] = { 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045 };
	cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, srgb);
	cmsHPROFILE grey = cmsCreateGrayProfile(cmsD50_xyY(), curve);
	cmsHTRANSFORM way = transform(grey, TYPE_GRAY_8);

	cmsFreeToneCurve(curve);
	cmsCloseProfile(grey);
	if (!way) {
		die("out of memory");
	}
	return way;
}

/* False with a diagnostic where it can't be used. */
static bool use_profile(struct inks *k, const char *path, struct diags *d)
{
	cmsHPROFILE profile;
	cmsHTRANSFORM way;

	if (!icc_open(k->a, path, &k->icc, &profile, d)) {
		return false;
	}
	k->name = icc_name(k->a, profile);
	k->process = cmsGetColorSpace(profile) == cmsSigCmykData;
	way = transform(profile, k->process ? TYPE_CMYK_8 : TYPE_GRAY_8);
	cmsCloseProfile(profile);
	if (!way) {
		diag_add(d, DIAG_PROFILE_BAD, (struct span){ 0 }, path,
				_("no colour can be converted with it"));
		return false;
	}
	if (k->process) {
		k->to_press = way;
	} else {
		cmsDeleteTransform(way);
	}
	return true;
}

struct inks *inks_open(const struct ink_order *o, struct diags *d)
{
	struct arena *a = arena_new();
	struct inks *k = ARENA_NEW(a, struct inks);

	k->a = a;
	k->order = *o;
	k->to_grey = grey_transform();
	if (!o->profile) {
		k->icc = icc_black(a);
	} else if (!use_profile(k, o->profile, d)) {
		goto error;
	}
	if (!o->spot && !k->process) {
		diag_add(d, DIAG_PROCESS_MISSING, (struct span){ 0 }, o->press->spot_name);
		goto error;
	}
	return k;
error:
	inks_close(k);
	return NULL;
}

void inks_close(struct inks *k)
{
	if (k && k->to_press) {
		cmsDeleteTransform(k->to_press);
	}
	if (k) {
		cmsDeleteTransform(k->to_grey);
		arena_free(k->a);
	}
}

const char *inks_profile(const struct inks *k)
{
	return k->name;
}

static unsigned char part(ratio r)
{
	return (unsigned char)divide_rounded((int64_t)r * 255, UNIT_ONE);
}

static void mix(struct inks *k, uint32_t colour, unsigned char cmyk[static 4])
{
	const unsigned char rgb[3] = { (unsigned char)(colour >> 16), (unsigned char)(colour >> 8),
		(unsigned char)colour };
	const struct press_layout *p = k->order.press;

	if (colour == p->spot_colour) {
		cmyk[0] = part(p->spot_cmyk.cyan);
		cmyk[1] = part(p->spot_cmyk.magenta);
		cmyk[2] = part(p->spot_cmyk.yellow);
		cmyk[3] = part(p->spot_cmyk.black);
	} else {
		cmsDoTransform(k->to_press, rgb, cmyk, 1);
	}
}

static const struct mixed *find_mixed(struct inks *k, uint32_t colour)
{
	struct mixed *m;

	for (int i = 0; i < k->mixed.n; i++) {
		if (k->mixed.at[i].colour == colour) {
			return &k->mixed.at[i];
		}
	}
	m = vec_push(k->a, &k->mixed);
	m->colour = colour;
	mix(k, colour, m->cmyk);
	return m;
}

enum ink inks_mix(struct inks *k, uint32_t colour, unsigned char cmyk[static 4])
{
	unsigned red = colour >> 16 & 0xff, green = colour >> 8 & 0xff, blue = colour & 0xff;

	memset(cmyk, 0, 4);
	if (colour == COLOUR_REGISTRATION) {
		return INK_ALL;
	}
	if (k->order.spot && colour == k->order.press->spot_colour) {
		return INK_SPOT;
	}
	if (red == green && green == blue) {
		cmyk[3] = (unsigned char)(255 - red);
		return INK_BLACK;
	}
	if (!k->process) {
		return INK_NONE;
	}
	memcpy(cmyk, find_mixed(k, colour)->cmyk, 4);
	return INK_PROCESS;
}

void inks_lab(const unsigned char rgb[static 3], int lab[static 3])
{
	cmsHPROFILE profile = cmsCreateLab4Profile(NULL);
	cmsHTRANSFORM way = profile ? transform(profile, TYPE_Lab_DBL) : NULL;
	cmsCIELab to;

	if (!way) {
		die("out of memory");
	}
	cmsDoTransform(way, rgb, &to, 1);
	lab[0] = (int)(to.L * 1000);
	lab[1] = (int)(to.a * 1000);
	lab[2] = (int)(to.b * 1000);
	cmsDeleteTransform(way);
	cmsCloseProfile(profile);
}

bool inks_overprint(uint32_t colour)
{
	return colour == 0;
}

int inks_picture_colours(const struct inks *k, const struct picture *p)
{
	if (p->ncolours == 1 ||
			(p->ncolours == 4 && k->to_press && k->order.pictures != PICTURES_GREY)) {
		return 0;
	}
	return k->to_press && k->order.pictures != PICTURES_GREY ? 4 : 1;
}

/* Looking for what there is no ink for. */
struct look {
	struct inks *k;
	struct diags *d;
	struct ink_use use;
	VEC(uint32_t) strange;                /* colours told of */
	VEC(const struct picture *) pictures; /* met */
};

static bool is_known(const struct look *l, uint32_t colour)
{
	for (int i = 0; i < l->strange.n; i++) {
		if (l->strange.at[i] == colour) {
			return true;
		}
	}
	return false;
}

/* what: is printed in the colour. */
static void look_at_colour(struct look *l, uint32_t colour, const struct item *it, const char *what)
{
	unsigned char cmyk[4];
	enum ink ink = inks_mix(l->k, colour, cmyk);

	l->use.black |= ink == INK_BLACK || ink == INK_ALL;
	l->use.spot |= ink == INK_SPOT;
	l->use.process |= ink == INK_PROCESS;
	if (ink == INK_NONE && !is_known(l, colour)) {
		*vec_push(l->k->a, &l->strange) = colour;
		diag_add(l->d, DIAG_INK_MISSING, it->span, what,
				arena_print(l->k->a, "#%06X", colour));
	}
}

#define SHOWN 8 /* clusters of a text */

static void look_at_text(struct look *l, const struct item *it)
{
	const struct frag *f = it->u.frag;
	struct buf b = { 0 };

	for (int i = 0, n = 0; i < f->nglyphs && n < SHOWN; n++) {
		struct slice text = cidfont_text(f, i);
		buf_add(&b, text.s, text.n);
		i += cidfont_cluster(f, i);
	}
	look_at_colour(l, f->run->colour, it, arena_print(l->k->a, "‘%s’", b.n ? b.s : ""));
	buf_done(&b);
}

static void look_at_picture(struct look *l, const struct item *it)
{
	const struct picture *p = it->u.picture;
	bool coloured = p->ncolours > 1;
	bool process = coloured && l->k->to_press && l->k->order.pictures == PICTURES_CONVERT;

	for (int i = 0; i < l->pictures.n; i++) {
		if (l->pictures.at[i] == p) {
			return;
		}
	}
	*vec_push(l->k->a, &l->pictures) = p;
	l->use.process |= process;
	l->use.black = true;
	if (coloured && !process && l->k->order.pictures != PICTURES_GREY) {
		diag_add(l->d, DIAG_PICTURE_COLOURED, it->span, p->path);
	}
}

static void look_at_page(struct look *l, const struct page *page)
{
	for (int i = 0; i < page->nitems; i++) {
		const struct item *it = &page->items[i];
		switch (it->kind) {
		case ITEM_GLYPHS:
			look_at_text(l, it);
			break;
		case ITEM_RULE:
			look_at_colour(l, it->u.colour, it, _("a rule"));
			break;
		case ITEM_PATH:
			look_at_colour(l, it->u.path->colour, it, _("a line"));
			break;
		case ITEM_PICTURE:
			look_at_picture(l, it);
			break;
		case ITEM_PAGE:
			look_at_page(l, it->u.placed.page);
			break;
		case ITEM_LINK:
			break;
		}
	}
}

struct ink_use inks_check(struct inks *k, const struct book *book, struct diags *d)
{
	struct look l = { .k = k, .d = d };

	for (int i = 0; i < book->npages; i++) {
		look_at_page(&l, &book->pages[i]);
	}
	return l.use;
}
