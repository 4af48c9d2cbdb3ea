/* pdfx: ISO 15930-7 (PDF/X-4). The standard lays down how features of PDF 1.6 are
   used; a rule is named by the place of the PDF Reference, version 1.6, that the
   feature has. */

#include <string.h>

#include "base/i18n.h"
#include "inspect/inspect-imp.h"

static void header(struct check *c)
{
	const char *later = pdf_show(c->p, pdf_key(c->p, c->p->root, "Version"));
	int version = c->ins->slips.version;

	if (version < 0 || version > 6 || strcmp(later, "1.7") == 0 || *later == '2') {
		rule_broken(c, -1, *later ? later : arena_print(c->ins->a, "1.%d", version));
	}
}

static void trailer_id(struct check *c)
{
	if (pdf_key(c->p, c->p->trailer, "ID")->n != 2) {
		rule_broken(c, -1, "");
	}
}

static void version(struct check *c)
{
	const char *said = xmp_text(c->ins->xmp, XMP_PDFXID, "GTS_PDFXVersion");

	if (!said || strcmp(said, "PDF/X-4") != 0) {
		rule_broken(c, -1, said ? said : "pdfxid:GTS_PDFXVersion");
	}
}

static void properties(struct check *c)
{
	static const struct {
		const char *space, *name, *shown;
	} wanted[] = { { XMP_DC, "title", "dc:title" },
		{ XMP_BASIC, "CreateDate", "xmp:CreateDate" },
		{ XMP_BASIC, "ModifyDate", "xmp:ModifyDate" },
		{ XMP_BASIC, "MetadataDate", "xmp:MetadataDate" },
		{ XMP_MM, "DocumentID", "xmpMM:DocumentID" },
		{ XMP_MM, "VersionID", "xmpMM:VersionID" },
		{ XMP_MM, "RenditionClass", "xmpMM:RenditionClass" } };

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		const char *said = xmp_text(c->ins->xmp, wanted[i].space, wanted[i].name);
		if (!said || !*said) {
			rule_broken(c, -1, wanted[i].shown);
		}
	}
}

/* True or False, and the same at both places. */
static void trapped(struct check *c)
{
	const char *info = pdf_show(c->p, pdf_key(c->p, c->p->info, "Trapped"));
	const char *xmp = xmp_text(c->ins->xmp, XMP_PDF, "Trapped");
	const char *said = xmp ? xmp : info;

	if ((strcmp(said, "True") != 0 && strcmp(said, "False") != 0) ||
			(xmp && *info && strcmp(xmp, info) != 0)) {
		rule_broken(c, -1, said);
	}
}

static const struct intent *find_intent(struct check *c, int *n)
{
	const struct intent *found = NULL;

	*n = 0;
	for (int i = 0; i < c->ins->intents.n; i++) {
		if (strcmp(c->ins->intents.at[i].subtype, "GTS_PDFX") == 0) {
			found = &c->ins->intents.at[i];
			++*n;
		}
	}
	return found;
}

static void intent(struct check *c)
{
	int n;
	const struct intent *i = find_intent(c, &n);

	if (n != 1) {
		rule_broken(c, -1, arena_print(c->ins->a, "GTS_PDFX × %d", n));
	} else if (!*pdf_text(c->p, pdf_key(c->p, i->dict, "OutputConditionIdentifier"))) {
		rule_broken(c, -1, "/OutputConditionIdentifier");
	}
}

static void intent_profile(struct check *c)
{
	int n;
	const struct intent *i = find_intent(c, &n);

	if (!i) {
		return;
	}
	if (!i->icc.good || strcmp(i->icc.class, "prtr") != 0 || !i->icc.n ||
			i->icc.n != i->icc.said || i->icc.version >= 5) {
		rule_broken(c, -1, i->icc.good ? i->icc.class : "/DestOutputProfile");
	} else if (pdf_key(c->p, i->dict, "DestOutputProfileRef")->kind != OBJECT_NULL) {
		rule_broken(c, -1, "/DestOutputProfileRef");
	}
}

static bool within(const struct pdf_box *in, const struct pdf_box *out)
{
	const double slack = 0.01;

	return in->left >= out->left - slack && in->bottom >= out->bottom - slack &&
			in->right <= out->right + slack && in->top <= out->top + slack;
}

static void trim(struct check *c)
{
	for (int i = 0; i < c->p->pages.n; i++) {
		const struct pdf_page *page = &c->p->pages.at[i];
		if (page->has[BOX_TRIM] == page->has[BOX_ART]) {
			rule_broken(c, i, "");
		}
	}
}

static void nested(struct check *c)
{
	for (int i = 0; i < c->p->pages.n; i++) {
		const struct pdf_page *page = &c->p->pages.at[i];
		const struct pdf_box *media = &page->box[BOX_MEDIA];
		const struct pdf_box *bleed = page->has[BOX_BLEED] ? &page->box[BOX_BLEED] : media;
		const struct pdf_box *inner = &page->box[page->has[BOX_TRIM] ? BOX_TRIM : BOX_ART];
		if (!page->has[BOX_MEDIA] || !within(bleed, media) ||
				((page->has[BOX_TRIM] || page->has[BOX_ART]) &&
						!within(inner, bleed))) {
			rule_broken(c, i, "");
		}
	}
}

/* Nothing but marks and traps on what is printed. */
static void annotation(struct check *c, int page, const struct object *o)
{
	const struct object *subtype = pdf_key(c->p, o, "Subtype");
	const struct pdf_page *p = &c->p->pages.at[page];
	const struct pdf_box *bleed = &p->box[p->has[BOX_BLEED] ? BOX_BLEED
					: p->has[BOX_TRIM]      ? BOX_TRIM
								: BOX_ART];
	struct pdf_box b;

	if (object_is(subtype, "PrinterMark") || object_is(subtype, "TrapNet")) {
		return;
	}
	if (!pdf_box(c->p, pdf_key(c->p, o, "Rect"), &b) ||
			(b.left < bleed->right && b.right > bleed->left && b.bottom < bleed->top &&
					b.top > bleed->bottom)) {
		rule_broken(c, page, pdf_show(c->p, subtype));
	}
}

static void annotations(struct check *c)
{
	each_annotation(c, annotation);
}

static void action_of(struct check *c, const struct object *o, int id)
{
	const struct object *a = pdf_key(c->p, o, "A");

	(void)id;
	if (pdf_key(c->p, o, "AA")->kind == OBJECT_DICT ||
			(a->kind == OBJECT_DICT && pdf_key(c->p, a, "O")->kind == OBJECT_NULL &&
					pdf_key(c->p, a, "S")->kind == OBJECT_NAME)) {
		rule_broken_object(c, -1, o);
	}
}

static void actions(struct check *c)
{
	const struct object *names = pdf_key(c->p, c->p->root, "Names");

	each_dict(c, action_of);
	if (pdf_key(c->p, names, "JavaScript")->kind != OBJECT_NULL ||
			object_is(pdf_key(c->p, pdf_key(c->p, c->p->root, "OpenAction"), "S"),
					"JavaScript")) {
		rule_broken(c, -1, "JavaScript");
	}
}

static void device(struct check *c, enum space_kind kind)
{
	for (int i = 0; i < c->look->inks.n; i++) {
		const struct ink *ink = &c->look->inks.at[i];
		bool uses = ink->space.kind == kind ||
				(ink->space.kind == SPACE_INDEXED && ink->space.base == kind);
		if (uses && !ink->space.defaulted && !intent_covers(c->ins, "GTS_PDFX", kind)) {
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

static void transfer(struct check *c)
{
	for (int i = 0; i < c->look->states.n; i++) {
		const struct object *s = c->look->states.at[i].o, *tr = pdf_key(c->p, s, "TR2");
		if (pdf_key(c->p, s, "TR")->kind != OBJECT_NULL ||
				pdf_key(c->p, s, "HTP")->kind != OBJECT_NULL ||
				(tr->kind != OBJECT_NULL && !object_is(tr, "Default"))) {
			rule_broken_object(c, c->look->states.at[i].page, s);
		}
	}
}

static void opi(struct check *c)
{
	for (int i = 0; i < c->look->images.n; i++) {
		if (pdf_key(c->p, c->look->images.at[i].dict, "OPI")->kind != OBJECT_NULL) {
			rule_broken_object(c, c->look->images.at[i].page,
					c->look->images.at[i].dict);
		}
	}
	for (int i = 0; i < c->look->forms.n; i++) {
		if (pdf_key(c->p, c->look->forms.at[i].o, "OPI")->kind != OBJECT_NULL) {
			rule_broken_object(c, c->look->forms.at[i].page, c->look->forms.at[i].o);
		}
	}
}

static void postscript(struct check *c)
{
	rule_trouble(c, TROUBLE_POSTSCRIPT);
	for (int i = 0; i < c->look->forms.n; i++) {
		const struct object *o = c->look->forms.at[i].o;
		if (object_is(pdf_key(c->p, o, "Subtype2"), "PS") ||
				pdf_key(c->p, o, "Ref")->kind != OBJECT_NULL) {
			rule_broken_object(c, c->look->forms.at[i].page, o);
		}
	}
}

static void external_stream(struct check *c, const struct object *o, int id)
{
	(void)id;
	if (o->stream && object_at(o, "F")->kind != OBJECT_NULL) {
		rule_broken_object(c, -1, o);
	}
}

static void external(struct check *c)
{
	each_dict(c, external_stream);
}

static void view_areas(struct check *c)
{
	static const char *const keys[] = { "ViewArea", "ViewClip", "PrintArea", "PrintClip" };
	const struct object *o = pdf_key(c->p, c->p->root, "ViewerPreferences");

	for (int i = 0; i < 4; i++) {
		const struct object *area = pdf_key(c->p, o, keys[i]);
		if (area->kind != OBJECT_NULL && !object_is(area, "MediaBox") &&
				!object_is(area, "BleedBox")) {
			rule_broken(c, -1, keys[i]);
		}
	}
}

static const struct rule rules[] = {
	{ PROFILE_X4, "PDF 1.6, 3.4", "x-damage", N_("the file has its objects where it says"),
			check_damage },
	{ PROFILE_X4, "PDF 1.6, 3.4.1", "x-header", N_("the file is PDF 1.6 or earlier"), header },
	{ PROFILE_X4, "PDF 1.6, 3.4.4", "x-id", N_("the trailer has an ID"), trailer_id },
	{ PROFILE_X4, "PDF 1.6, 3.5", "x-encrypt", N_("the file is not encrypted"),
			check_encrypted },
	{ PROFILE_X4, "PDF 1.6, 3.2.7", "x-external", N_("no stream lies in another file"),
			external },
	{ PROFILE_X4, "PDF 1.6, 4.5.4", "x-rgb", N_("device RGB is defined by an output intent"),
			device_rgb },
	{ PROFILE_X4, "PDF 1.6, 4.5.4", "x-cmyk", N_("device CMYK is defined by an output intent"),
			device_cmyk },
	{ PROFILE_X4, "PDF 1.6, 4.7.1", "x-postscript",
			N_("no PostScript, and no reference to pages elsewhere"), postscript },
	{ PROFILE_X4, "PDF 1.6, 5.8", "x-embedded", N_("fonts are embedded and readable"),
			check_embedded },
	{ PROFILE_X4, "PDF 1.6, 5.8", "x-glyphs",
			N_("embedded fonts have all glyphs that are used"), check_glyphs_there },
	{ PROFILE_X4, "PDF 1.6, 6.3", "x-transfer", N_("no transfer functions"), transfer },
	{ PROFILE_X4, "PDF 1.6, 8.1", "x-view", N_("readers show and print the sheet or the bleed"),
			view_areas },
	{ PROFILE_X4, "PDF 1.6, 8.4", "x-annotation", N_("no annotations on what is printed"),
			annotations },
	{ PROFILE_X4, "PDF 1.6, 8.5", "x-action", N_("no actions"), actions },
	{ PROFILE_X4, "PDF 1.6, 10.2.2", "x-xmp", N_("the file has XMP metadata"), check_xmp },
	{ PROFILE_X4, "PDF 1.6, 10.2.2", "x-version", N_("XMP names PDF/X-4"), version },
	{ PROFILE_X4, "PDF 1.6, 10.2.2", "x-properties",
			N_("XMP has title, dates and document's numbers"), properties },
	{ PROFILE_X4, "PDF 1.6, 10.10.1", "x-trim", N_("every page has a TrimBox or an ArtBox"),
			trim },
	{ PROFILE_X4, "PDF 1.6, 10.10.1", "x-boxes",
			N_("trim lies in the bleed, the bleed on the sheet"), nested },
	{ PROFILE_X4, "PDF 1.6, 10.10.4", "x-intent",
			N_("one output intent names the printing condition"), intent },
	{ PROFILE_X4, "PDF 1.6, 10.10.4", "x-intent-profile",
			N_("the output intent holds the printer's ICC profile"), intent_profile },
	{ PROFILE_X4, "PDF 1.6, 10.10.5", "x-trapped", N_("the file says whether it is trapped"),
			trapped },
	{ PROFILE_X4, "PDF 1.6, 10.10.6", "x-opi", N_("no OPI"), opi },
};

void rules_pdfx(struct inspection *ins)
{
	rules_run(ins, "ISO 15930-7", rules, (int)(sizeof rules / sizeof *rules));
}
