/* pdfua-annotations: ISO 14289-1 7.18. */

#include <string.h>

#include "base/i18n.h"
#include "inspect/pdfua-imp.h"

/* Hidden ones, and those outside the page, are no content. */
static bool is_content(struct check *c, int page, const struct object *o)
{
	const struct pdf_box *crop = &c->p->pages.at[page].box[BOX_CROP];
	int flags = object_int(pdf_key(c->p, o, "F"), 0);
	struct pdf_box b;

	if (object_is(pdf_key(c->p, o, "Subtype"), "Popup") || flags & 2) {
		return false;
	}
	return !pdf_box(c->p, pdf_key(c->p, o, "Rect"), &b) ||
			!(b.right <= crop->left || b.left >= crop->right || b.top <= crop->bottom ||
					b.bottom >= crop->top);
}

static void tagged(struct check *c, int page, const struct object *o)
{
	static const char *const own[] = { "Widget", "Link", "PrinterMark", "TrapNet" };
	const struct object *subtype = pdf_key(c->p, o, "Subtype");

	for (int i = 0; i < 4; i++) {
		if (object_is(subtype, own[i])) {
			return;
		}
	}
	if (is_content(c, page, o) &&
			!element_is(c->ins->tree, tree_object(c->ins->tree, o->id), "Annot")) {
		rule_broken(c, page, pdf_show(c->p, subtype));
	}
}

static void all_tagged(struct check *c)
{
	each_annotation(c, tagged);
}

static void described(struct check *c, int page, const struct object *o)
{
	const struct object *subtype = pdf_key(c->p, o, "Subtype");
	int element = tree_object(c->ins->tree, o->id);

	if (object_is(subtype, "Link") || object_is(subtype, "Widget") ||
			object_is(subtype, "PrinterMark") || !is_content(c, page, o)) {
		return;
	}
	if (!*pdf_text(c->p, pdf_key(c->p, o, "Contents")) &&
			!(element >= 0 && *element_above(c->p, c->ins->tree, element, "Alt"))) {
		rule_broken(c, page, pdf_show(c->p, subtype));
	}
}

static void all_described(struct check *c)
{
	each_annotation(c, described);
}

static void field_described(struct check *c, int page, const struct object *o)
{
	if (object_is(pdf_key(c->p, o, "Subtype"), "Widget") && is_content(c, page, o) &&
			!*pdf_text(c->p, pdf_key(c->p, o, "TU")) &&
			!*pdf_text(c->p, pdf_key(c->p, pdf_key(c->p, o, "Parent"), "TU"))) {
		rule_broken(c, page, "/TU");
	}
}

static void fields_described(struct check *c)
{
	each_annotation(c, field_described);
}

static void trap_net(struct check *c, int page, const struct object *o)
{
	if (object_is(pdf_key(c->p, o, "Subtype"), "TrapNet")) {
		rule_broken(c, page, "");
	}
}

static void trap_nets(struct check *c)
{
	each_annotation(c, trap_net);
}

static void tab_order(struct check *c)
{
	for (int i = 0; i < c->p->pages.n; i++) {
		const struct object *page = c->p->pages.at[i].dict;
		if (pdf_key(c->p, page, "Annots")->n > 0 &&
				!object_is(pdf_key(c->p, page, "Tabs"), "S")) {
			rule_broken(c, i, "/Tabs");
		}
	}
}

static void widget(struct check *c, int page, const struct object *o)
{
	if (object_is(pdf_key(c->p, o, "Subtype"), "Widget") && is_content(c, page, o) &&
			!element_is(c->ins->tree, tree_object(c->ins->tree, o->id), "Form")) {
		rule_broken(c, page, "");
	}
}

static void widgets(struct check *c)
{
	each_annotation(c, widget);
}

static void link(struct check *c, int page, const struct object *o)
{
	if (object_is(pdf_key(c->p, o, "Subtype"), "Link") && is_content(c, page, o) &&
			!element_is(c->ins->tree, tree_object(c->ins->tree, o->id), "Link")) {
		rule_broken(c, page, "");
	}
}

static void links(struct check *c)
{
	each_annotation(c, link);
}

static void link_described(struct check *c, int page, const struct object *o)
{
	if (object_is(pdf_key(c->p, o, "Subtype"), "Link") && is_content(c, page, o) &&
			!*pdf_text(c->p, pdf_key(c->p, o, "Contents"))) {
		rule_broken(c, page, "/Contents");
	}
}

static void links_described(struct check *c)
{
	each_annotation(c, link_described);
}

static void printer_mark(struct check *c, int page, const struct object *o)
{
	if (object_is(pdf_key(c->p, o, "Subtype"), "PrinterMark") &&
			tree_object(c->ins->tree, o->id) >= 0) {
		rule_broken(c, page, "");
	}
}

static void printer_marks(struct check *c)
{
	each_annotation(c, printer_mark);
}

static const struct rule rules[] = {
	{ PROFILE_UA1, "7.18.1", "ua-annotation", N_("annotations are tagged as such"),
			all_tagged },
	{ PROFILE_UA1, "7.18.1", "ua-annotation-text",
			N_("annotations have a text that stands for them"), all_described },
	{ PROFILE_UA1, "7.18.1", "ua-field-text",
			N_("form fields have a text that stands for them"), fields_described },
	{ PROFILE_UA1, "7.18.2", "ua-trapnet", N_("no trap networks"), trap_nets },
	{ PROFILE_UA1, "7.18.3", "ua-tabs", N_("the tab key follows the structure"), tab_order },
	{ PROFILE_UA1, "7.18.4", "ua-field", N_("form fields are tagged as such"), widgets },
	{ PROFILE_UA1, "7.18.5", "ua-link", N_("links are tagged as such"), links },
	{ PROFILE_UA1, "7.18.5", "ua-link-text", N_("links have a text that stands for them"),
			links_described },
	{ PROFILE_UA1, "7.18.8", "ua-printer-mark", N_("printer's marks are not tagged"),
			printer_marks },
};

void rules_pdfua_annotations(struct inspection *ins)
{
	rules_run(ins, "ISO 14289-1", rules, (int)(sizeof rules / sizeof *rules));
}
