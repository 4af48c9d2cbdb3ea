/* pdfa-graphics: ISO 19005-2 6.2, but for fonts. */

#include <string.h>

#include "base/i18n.h"
#include "inspect/pdfa-imp.h"

static void operators(struct check *c)
{
	rule_trouble(c, TROUBLE_OPERATOR);
	rule_trouble(c, TROUBLE_SAVES_UNEVEN);
	rule_trouble(c, TROUBLE_MARKS_UNEVEN);
}

static void resources(struct check *c)
{
	rule_trouble(c, TROUBLE_RESOURCE);
	rule_trouble(c, TROUBLE_BORROWED);
}

static bool is_pdfa(const struct intent *i)
{
	return strcmp(i->subtype, "GTS_PDFA1") == 0;
}

static bool is_output_class(const struct icc *icc)
{
	return icc->good && (strcmp(icc->class, "prtr") == 0 || strcmp(icc->class, "mntr") == 0) &&
			icc->version < 5 && icc->n && strcmp(icc->space, "Lab ") != 0;
}

static void intent_profile(struct check *c)
{
	for (int i = 0; i < c->ins->intents.n; i++) {
		const struct intent *in = &c->ins->intents.at[i];
		if (is_pdfa(in) && (!is_output_class(&in->icc) || in->icc.said != in->icc.n)) {
			rule_broken_object(c, -1, in->profile);
		}
	}
}

static void intent_same(struct check *c)
{
	const struct object *first = NULL;

	for (int i = 0; i < c->ins->intents.n; i++) {
		const struct intent *in = &c->ins->intents.at[i];
		if (pdf_key(c->p, in->dict, "DestOutputProfileRef")->kind != OBJECT_NULL &&
				(is_pdfa(in) || strcmp(in->subtype, "GTS_PDFX") == 0)) {
			rule_broken(c, -1, "/DestOutputProfileRef");
		}
		if (in->profile->stream && first && first != in->profile) {
			rule_broken_object(c, -1, in->profile);
		}
		first = in->profile->stream && !first ? in->profile : first;
	}
}

static void icc_spaces(struct check *c)
{
	static const char *const classes[] = { "scnr", "mntr", "prtr", "spac" };

	for (int i = 0; i < c->look->spaces.n; i++) {
		const struct object *o = c->look->spaces.at[i].o;
		struct icc icc;
		bool good = false;
		if (!object_is(pdf_item(c->p, o, 0), "ICCBased")) {
			continue;
		}
		icc = icc_read(c->p, pdf_item(c->p, o, 1));
		for (int k = 0; k < 4; k++) {
			good |= strcmp(icc.class, classes[k]) == 0;
		}
		if (!icc.good || !good || icc.version >= 5 || !icc.n || icc.n != icc.said) {
			rule_broken_object(c, c->look->spaces.at[i].page, pdf_item(c->p, o, 1));
		}
	}
}

static void overprint(struct check *c)
{
	rule_trouble(c, TROUBLE_OVERPRINT_ICC);
}

/* 6.2.4.3; also of the spaces below Indexed, Separation and DeviceN */
static void device(struct check *c, enum space_kind kind)
{
	for (int i = 0; i < c->look->inks.n; i++) {
		const struct ink *ink = &c->look->inks.at[i];
		bool uses = ink->space.kind == kind || ink->space.base == kind;
		if (uses && !ink->space.defaulted && !intent_covers(c->ins, "GTS_PDFA1", kind)) {
			rule_broken(c, ink->page, "");
		}
	}
}

static void device_rgb(struct check *c)
{
	device(c, SPACE_RGB);
}

static void device_cmyk(struct check *c)
{
	device(c, SPACE_CMYK);
}

static void device_gray(struct check *c)
{
	device(c, SPACE_GRAY);
}

static bool equal(struct pdf *p, const struct object *a, const struct object *b, int depth)
{
	int n;

	a = pdf_resolve(p, a);
	b = pdf_resolve(p, b);
	n = a->kind == OBJECT_DICT ? 2 * a->n : a->kind == OBJECT_ARRAY ? a->n : 0;
	if (a == b) {
		return true;
	}
	if (a->kind != b->kind || a->n != b->n || a->num != b->num || a->s.n != b->s.n ||
			(a->s.n && memcmp(a->s.s, b->s.s, a->s.n) != 0) || a->stream || b->stream) {
		return false;
	}
	for (int i = 0; i < n; i++) {
		if (depth > 10 || !equal(p, &a->items[i], &b->items[i], depth + 1)) {
			return false;
		}
	}
	return true;
}

/* 6.2.4.4: one name, one meaning */
static void separations(struct check *c)
{
	const struct used_list *l = &c->look->spaces;

	for (int i = 0; i < l->n; i++) {
		for (int k = 0; k < i && object_is(pdf_item(c->p, l->at[i].o, 0), "Separation");
				k++) {
			const struct object *a = l->at[i].o, *b = l->at[k].o;
			if (object_is(pdf_item(c->p, b, 0), "Separation") &&
					equal(c->p, pdf_item(c->p, a, 1), pdf_item(c->p, b, 1),
							0) &&
					!(equal(c->p, pdf_item(c->p, a, 2), pdf_item(c->p, b, 2),
							  0) &&
							equal(c->p, pdf_item(c->p, a, 3),
									pdf_item(c->p, b, 3), 0))) {
				rule_broken(c, l->at[i].page, pdf_show(c->p, pdf_item(c->p, a, 1)));
			}
		}
	}
}

static bool is_process(const struct object *name)
{
	static const char *const names[] = { "Cyan", "Magenta", "Yellow", "Black", "None" };

	for (int i = 0; i < 5; i++) {
		if (object_is(name, names[i])) {
			return true;
		}
	}
	return false;
}

static void colorants(struct check *c)
{
	for (int i = 0; i < c->look->spaces.n; i++) {
		const struct object *o = c->look->spaces.at[i].o, *names = pdf_item(c->p, o, 1);
		const struct object *known = pdf_key(c->p, pdf_item(c->p, o, 4), "Colorants");
		if (!object_is(pdf_item(c->p, o, 0), "DeviceN")) {
			continue;
		}
		for (int k = 0; k < names->n; k++) {
			const struct object *name = pdf_item(c->p, names, k);
			const char *key = arena_copy(c->ins->a, name->s.s ? name->s.s : "",
					name->s.n);
			if (!is_process(name) && pdf_key(c->p, known, key)->kind == OBJECT_NULL) {
				rule_broken(c, c->look->spaces.at[i].page, pdf_show(c->p, name));
			}
		}
	}
}

static void each_state(struct check *c, bool (*bad)(struct check *c, const struct object *state))
{
	for (int i = 0; i < c->look->states.n; i++) {
		if (bad(c, c->look->states.at[i].o)) {
			rule_broken_object(c, c->look->states.at[i].page, c->look->states.at[i].o);
		}
	}
}

static bool has_transfer(struct check *c, const struct object *s)
{
	const struct object *second = pdf_key(c->p, s, "TR2");

	return pdf_key(c->p, s, "TR")->kind != OBJECT_NULL ||
			(second->kind != OBJECT_NULL && !object_is(second, "Default"));
}

static void transfer(struct check *c)
{
	each_state(c, has_transfer);
}

static bool has_halftone(struct check *c, const struct object *s)
{
	const struct object *ht = pdf_key(c->p, s, "HT");
	int type = object_int(pdf_key(c->p, ht, "HalftoneType"), 0);

	return pdf_key(c->p, s, "HTP")->kind != OBJECT_NULL ||
			(ht->kind == OBJECT_DICT &&
					((type != 1 && type != 5) ||
							pdf_key(c->p, ht, "HalftoneName")->kind !=
									OBJECT_NULL));
}

static void halftones(struct check *c)
{
	each_state(c, has_halftone);
}

static bool is_intent(const struct object *o)
{
	return o->kind == OBJECT_NULL || object_is(o, "RelativeColorimetric") ||
			object_is(o, "AbsoluteColorimetric") || object_is(o, "Perceptual") ||
			object_is(o, "Saturation");
}

static bool has_odd_intent(struct check *c, const struct object *s)
{
	return !is_intent(pdf_key(c->p, s, "RI"));
}

static void each_image(struct check *c, bool (*bad)(struct check *c, const struct object *image))
{
	const struct object *last = NULL;

	for (int i = 0; i < c->look->images.n; i++) {
		const struct image *image = &c->look->images.at[i];
		if (!image->within && image->dict != last && bad(c, image->dict)) {
			rule_broken_object(c, image->page, image->dict);
		}
		last = image->dict;
	}
}

static bool has_odd_image_intent(struct check *c, const struct object *o)
{
	return !is_intent(pdf_key(c->p, o, "Intent"));
}

void check_rendering_intents(struct check *c)
{
	rule_trouble(c, TROUBLE_INTENT);
	each_state(c, has_odd_intent);
	each_image(c, has_odd_image_intent);
}

static bool has_alternates(struct check *c, const struct object *o)
{
	return pdf_key(c->p, o, "Alternates")->kind != OBJECT_NULL;
}

static void alternates(struct check *c)
{
	each_image(c, has_alternates);
}

static bool has_opi(struct check *c, const struct object *o)
{
	return pdf_key(c->p, o, "OPI")->kind != OBJECT_NULL;
}

static void opi(struct check *c)
{
	each_image(c, has_opi);
	for (int i = 0; i < c->look->forms.n; i++) {
		if (has_opi(c, c->look->forms.at[i].o)) {
			rule_broken_object(c, c->look->forms.at[i].page, c->look->forms.at[i].o);
		}
	}
}

static bool is_smoothed(struct check *c, const struct object *o)
{
	return pdf_key(c->p, o, "Interpolate")->num != 0;
}

static void interpolate(struct check *c)
{
	rule_trouble(c, TROUBLE_INLINE_SMOOTH);
	each_image(c, is_smoothed);
}

static bool has_odd_depth(struct check *c, const struct object *o)
{
	int depth = object_int(pdf_key(c->p, o, "BitsPerComponent"), 0);
	bool mask = pdf_key(c->p, o, "ImageMask")->num != 0;
	const struct object *filter = pdf_key(c->p, o, "Filter");

	if (object_is(filter, "JPXDecode") || object_is(pdf_item(c->p, filter, 0), "JPXDecode")) {
		return false;
	}
	return mask ? depth > 1
		    : depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16;
}

static void depths(struct check *c)
{
	each_image(c, has_odd_depth);
}

static void reference_forms(struct check *c)
{
	for (int i = 0; i < c->look->forms.n; i++) {
		const struct object *o = c->look->forms.at[i].o;
		if (pdf_key(c->p, o, "Ref")->kind != OBJECT_NULL) {
			rule_broken_object(c, c->look->forms.at[i].page, o);
		}
	}
}

static void postscript(struct check *c)
{
	rule_trouble(c, TROUBLE_POSTSCRIPT);
	for (int i = 0; i < c->look->forms.n; i++) {
		const struct object *o = c->look->forms.at[i].o;
		if (object_is(pdf_key(c->p, o, "Subtype2"), "PS") ||
				pdf_key(c->p, o, "PS")->kind != OBJECT_NULL) {
			rule_broken_object(c, c->look->forms.at[i].page, o);
		}
	}
}

/* ISO 32000-1 11.3.5 */
static bool is_blend(const struct object *o)
{
	static const char *const modes[] = { "Normal", "Compatible", "Multiply", "Screen",
		"Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight", "SoftLight",
		"Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity" };

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		if (object_is(o, modes[i])) {
			return true;
		}
	}
	return o->kind == OBJECT_NULL;
}

static bool has_odd_blend(struct check *c, const struct object *s)
{
	const struct object *mode = pdf_key(c->p, s, "BM");

	for (int i = 0; i < mode->n && mode->kind == OBJECT_ARRAY; i++) {
		if (!is_blend(pdf_item(c->p, mode, i))) {
			return true;
		}
	}
	return mode->kind != OBJECT_ARRAY && !is_blend(mode);
}

static void blends(struct check *c)
{
	each_state(c, has_odd_blend);
}

static void groups(struct check *c)
{
	bool covered = intent_covers(c->ins, "GTS_PDFA1", SPACE_GRAY);

	for (int i = 0; i < c->p->pages.n && !covered; i++) {
		const struct object *group = pdf_key(c->p, c->p->pages.at[i].dict, "Group");
		if (c->look->transparent[i] && pdf_key(c->p, group, "CS")->kind == OBJECT_NULL) {
			rule_broken(c, i, "");
		}
	}
}

static const struct rule rules[] = {
	{ PROFILES_A, "6.2.2", "a-operators", N_("content holds only standard operators, in pairs"),
			operators },
	{ PROFILES_A, "6.2.2", "a-resources", N_("pages have the resources that they use"),
			resources },
	{ PROFILES_A, "6.2.3", "a-intent", N_("the output intent holds a fit ICC profile"),
			intent_profile },
	{ PROFILES_A, "6.2.3", "a-intent-same", N_("all output intents share one profile"),
			intent_same },
	{ PROFILES_A, "6.2.4.2", "a-icc", N_("ICC colour spaces hold fit profiles"), icc_spaces },
	{ PROFILES_A, "6.2.4.2", "a-overprint", N_("ICC-based CMYK is not overprinted in mode 1"),
			overprint },
	{ PROFILES_A, "6.2.4.3", "a-rgb", N_("device RGB is defined by an output intent"),
			device_rgb },
	{ PROFILES_A, "6.2.4.3", "a-cmyk", N_("device CMYK is defined by an output intent"),
			device_cmyk },
	{ PROFILES_A, "6.2.4.3", "a-gray", N_("device grey is defined by an output intent"),
			device_gray },
	{ PROFILES_A, "6.2.4.4", "a-separation", N_("one spot colour's name has one meaning"),
			separations },
	{ PROFILES_A, "6.2.4.4", "a-devicen", N_("DeviceN describes all its spot colours"),
			colorants },
	{ PROFILES_A, "6.2.5", "a-transfer", N_("no transfer functions"), transfer },
	{ PROFILES_A, "6.2.5", "a-halftone", N_("halftones are of type 1 or 5, without names"),
			halftones },
	{ PROFILES_A, "6.2.6", "a-rendering", N_("rendering intents are standard ones"),
			check_rendering_intents },
	{ PROFILES_A, "6.2.8", "a-alternates", N_("pictures have no alternates"), alternates },
	{ PROFILES_A, "6.2.8", "a-opi", N_("no OPI"), opi },
	{ PROFILES_A, "6.2.8", "a-interpolate", N_("pictures are not smoothed"), interpolate },
	{ PROFILES_A, "6.2.8", "a-depth", N_("pictures have 1, 2, 4, 8 or 16 bits"), depths },
	{ PROFILES_A, "6.2.9", "a-reference", N_("no reference to pages elsewhere"),
			reference_forms },
	{ PROFILES_A, "6.2.9", "a-postscript", N_("no PostScript"), postscript },
	{ PROFILES_A, "6.2.10", "a-blend", N_("blend modes are standard ones"), blends },
	{ PROFILES_A, "6.2.10", "a-group", N_("transparency has a colour space to blend in"),
			groups },
};

void rules_pdfa_graphics(struct inspection *ins, const char *standard)
{
	rules_run(ins, standard, rules, (int)(sizeof rules / sizeof *rules));
}
