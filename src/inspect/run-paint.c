/* run-paint: colours, pictures and marked content. */

#include <math.h>
#include <string.h>

#include "inspect/run-imp.h"

int run_ink(struct run *r, struct paint *paint, enum painted on)
{
	int i;

	if (paint->ink >= 0 && paint->ink < r->look->inks.n &&
			r->look->inks.at[paint->ink].on == on) {
		r->look->inks.at[paint->ink].count++;
		return paint->ink;
	}
	if (paint->space.kind == SPACE_PATTERN && paint->space.base == SPACE_UNKNOWN) {
		return -1; /* its own content says its colours */
	}
	i = look_ink(r->look, &paint->space, paint->at, on, r->page);
	paint->ink = i;
	if (i >= 0) {
		r->look->inks.at[i].overprint |= r->now.overprint;
		if (r->now.overprint && r->now.overprint_mode == 1 &&
				paint->space.kind == SPACE_ICC && paint->space.n == 4) {
			look_trouble(r->look, TROUBLE_OVERPRINT_ICC, r->page, "");
		}
	}
	return i;
}

static void set_space(struct run *r, struct paint *paint, const struct object *o)
{
	*paint = (struct paint){ .space = space_read(r->p, o, r->resources), .ink = -1 };
	if (paint->space.kind == SPACE_CMYK) {
		paint->at[3] = 1; /* 8.6.8: black at first */
	} else if (paint->space.kind == SPACE_SEPARATION) {
		paint->at[0] = 1;
	}
	if (paint->space.kind == SPACE_UNKNOWN) {
		look_trouble(r->look, TROUBLE_RESOURCE, r->page, pdf_show(r->p, o));
	}
	/* an operand's name lives only until the next operator */
	if (o->kind == OBJECT_NAME && paint->space.object == o) {
		paint->space.object = &object_null;
	}
}

static void use_pattern(struct run *r, const struct object *name)
{
	const struct object *o = run_resource(r, "Pattern", name);
	const struct object *shading = pdf_key(r->p, o, "Shading");
	struct paint paint = { .ink = -1 };

	look_use(r->look, &r->look->patterns, r->page, o, r->resources);
	if (o->stream) {
		bool path = r->has_path;
		run_form(r, o);
		r->has_path = path;
	} else if (shading->kind == OBJECT_DICT) {
		paint.space = space_read(r->p, pdf_key(r->p, shading, "ColorSpace"), r->resources);
		run_ink(r, &paint, PAINTED_SHADING);
	}
}

static void set_colour(struct run *r, struct paint *paint)
{
	int last = r->n - 1;

	paint->ink = -1;
	for (int i = 0; i < 4; i++) {
		paint->at[i] = (float)run_number(r, i);
	}
	if (last >= 0 && r->operands[last].kind == OBJECT_NAME) {
		struct object name = r->operands[last];
		use_pattern(r, &name);
	}
}

static void set_device(struct run *r, struct paint *paint, const char *name)
{
	struct object o = { .kind = OBJECT_NAME, .s = { name, strlen(name) } };

	set_space(r, paint, &o);
	paint->space.object = &object_null;
	set_colour(r, paint);
}

bool run_colour(struct run *r, struct slice op)
{
	static const struct {
		const char *fill, *stroke, *space;
	} device[] = { { "g", "G", "DeviceGray" }, { "rg", "RG", "DeviceRGB" },
		{ "k", "K", "DeviceCMYK" } };

	for (size_t i = 0; i < 3; i++) {
		if (slice_is(op, device[i].fill)) {
			set_device(r, &r->now.fill, device[i].space);
			return true;
		}
		if (slice_is(op, device[i].stroke)) {
			set_device(r, &r->now.stroke, device[i].space);
			return true;
		}
	}
	if (slice_is(op, "cs")) {
		set_space(r, &r->now.fill, &r->operands[0]);
	} else if (slice_is(op, "CS")) {
		set_space(r, &r->now.stroke, &r->operands[0]);
	} else if (slice_is(op, "sc") || slice_is(op, "scn")) {
		set_colour(r, &r->now.fill);
	} else if (slice_is(op, "SC") || slice_is(op, "SCN")) {
		set_colour(r, &r->now.stroke);
	} else {
		return false;
	}
	return true;
}

static void check_inline(struct run *r, const struct object *dict)
{
	static const char *const allowed[] = { "ASCIIHexDecode", "ASCII85Decode", "FlateDecode",
		"RunLengthDecode", "CCITTFaxDecode", "DCTDecode", "AHx", "A85", "Fl", "RL", "CCF",
		"DCT" };
	const struct object *filter = object_at(dict, "Filter");
	int n = filter->kind == OBJECT_ARRAY ? filter->n : filter->kind == OBJECT_NAME;

	for (int i = 0; i < n; i++) {
		const struct object *o = filter->kind == OBJECT_ARRAY ? &filter->items[i] : filter;
		bool good = false;
		for (size_t k = 0; k < sizeof allowed / sizeof *allowed; k++) {
			good |= object_is(o, allowed[k]);
		}
		if (!good) {
			look_trouble(r->look, TROUBLE_INLINE_FILTER, r->page, pdf_show(r->p, o));
		}
	}
	if (object_at(dict, "Interpolate")->num != 0) {
		look_trouble(r->look, TROUBLE_INLINE_SMOOTH, r->page, "");
	}
}

static struct pdf_box unit_square(struct matrix m)
{
	double left = m.e + fmin(m.a, 0) + fmin(m.c, 0);
	double bottom = m.f + fmin(m.b, 0) + fmin(m.d, 0);

	return (struct pdf_box){ left, bottom, left + fabs(m.a) + fabs(m.c),
		bottom + fabs(m.b) + fabs(m.d) };
}

void run_image(struct run *r, const struct object *dict, bool within)
{
	struct image *i;
	struct paint paint = { .ink = -1 };
	struct matrix m = r->now.ctm;
	bool mask = pdf_key(r->p, dict, "ImageMask")->num != 0;

	if (within) {
		check_inline(r, dict);
	}
	if (r->look->images.n >= RECORDS_MAX) {
		return;
	}
	if (pdf_key(r->p, dict, "SMask")->stream) {
		r->look->transparent[r->page] = true;
	}
	i = vec_push(r->p->a, &r->look->images);
	*i = (struct image){ .page = r->page,
		.dict = within ? &object_null : dict,
		.within = within };
	i->columns = object_int(pdf_key(r->p, dict, "Width"), 0);
	i->rows = object_int(pdf_key(r->p, dict, "Height"), 0);
	i->wid = hypot(m.a, m.b);
	i->hgt = hypot(m.c, m.d);
	i->box = unit_square(m);
	i->mask = mask;
	i->belongs = run_belongs(r);
	run_mark_missing(r);
	if (mask) {
		run_ink(r, &r->now.fill, PAINTED_PICTURE);
	} else if (pdf_key(r->p, dict, "ColorSpace")->kind != OBJECT_NULL) {
		paint.space = space_read(r->p, pdf_key(r->p, dict, "ColorSpace"), r->resources);
		paint.space.object = within ? &object_null : paint.space.object;
		run_ink(r, &paint, PAINTED_PICTURE);
	}
}

enum belongs run_belongs(const struct run *r)
{
	for (int i = r->nmarks - 1; i >= 0; i--) {
		if (r->marks[i].belongs != BELONGS_NOWHERE) {
			return r->marks[i].belongs;
		}
	}
	return BELONGS_NOWHERE;
}

void run_mark_missing(struct run *r)
{
	if (run_belongs(r) == BELONGS_NOWHERE) {
		look_trouble(r->look, TROUBLE_UNMARKED, r->page, "");
	}
}

/* 14.6.2: written here, or by name among the resources. */
static const struct object *properties(struct run *r)
{
	const struct object *o = &r->operands[1];

	return o->kind == OBJECT_NAME ? run_resource(r, "Properties", o) : o;
}

static void add_piece(struct run *r, int mcid)
{
	if (r->look->pieces.n < GLYPHS_MAX) {
		*vec_push(r->p->a, &r->look->pieces) = (struct piece){ r->page, r->stream, mcid };
	}
}

static void begin_mark(struct run *r, const struct object *with)
{
	enum belongs outer = run_belongs(r);
	struct marked m = { .mcid = object_int(pdf_key(r->p, with, "MCID"), -1) };

	if (object_is(&r->operands[0], "Artifact")) {
		m.belongs = BELONGS_ARTIFACT;
		if (outer == BELONGS_STRUCTURE) {
			look_trouble(r->look, TROUBLE_ARTIFACT_IN_TAG, r->page, "");
		}
	} else if (m.mcid >= 0) {
		m.belongs = BELONGS_STRUCTURE;
		add_piece(r, m.mcid);
		if (outer == BELONGS_ARTIFACT) {
			look_trouble(r->look, TROUBLE_TAG_IN_ARTIFACT, r->page, "");
		}
	} else if (r->nmarks) {
		m.mcid = r->marks[r->nmarks - 1].mcid;
	}
	m.actual = pdf_key(r->p, with, "ActualText")->kind == OBJECT_STRING;
	if (r->nmarks < (int)(sizeof r->marks / sizeof *r->marks)) {
		r->marks[r->nmarks++] = m;
	} else {
		r->marks_beyond++;
	}
}

bool run_marked(struct run *r, struct slice op)
{
	if (slice_is(op, "BDC")) {
		begin_mark(r, properties(r));
	} else if (slice_is(op, "BMC")) {
		begin_mark(r, &object_null);
	} else if (slice_is(op, "EMC")) {
		if (r->marks_beyond) {
			r->marks_beyond--;
		} else if (r->nmarks) {
			r->nmarks--;
		} else {
			look_trouble(r->look, TROUBLE_MARKS_UNEVEN, r->page, "EMC");
		}
	} else {
		return slice_is(op, "MP") || slice_is(op, "DP");
	}
	return true;
}
