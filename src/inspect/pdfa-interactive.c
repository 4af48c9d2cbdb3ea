/* pdfa-interactive: annotations, forms, actions and layers (ISO 19005-2 6.3 to
   6.5, 6.9). */

#include <string.h>

#include "base/i18n.h"
#include "inspect/pdfa-imp.h"

static bool is_one_of(const struct object *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (object_is(name, list[i])) {
			return true;
		}
	}
	return false;
}

#define IS_ONE_OF(name, list) is_one_of((name), (list), sizeof(list) / sizeof *(list))

static void annotation_type(struct check *c, int page, const struct object *o)
{
	static const char *const allowed[] = { "Text", "Link", "FreeText", "Line", "Square",
		"Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut",
		"Stamp", "Caret", "Ink", "Popup", "FileAttachment", "Widget", "PrinterMark",
		"TrapNet", "Watermark", "Redact" };
	const struct object *subtype = pdf_key(c->p, o, "Subtype");

	if (!IS_ONE_OF(subtype, allowed)) {
		rule_broken(c, page, pdf_show(c->p, subtype));
	}
}

static void annotation_types(struct check *c)
{
	each_annotation(c, annotation_type);
}

/* Print set; Invisible, Hidden, NoView, ToggleNoView clear. */
static void annotation_flag(struct check *c, int page, const struct object *o)
{
	int flags = object_int(pdf_key(c->p, o, "F"), 0);
	const struct object *subtype = pdf_key(c->p, o, "Subtype");

	if (!object_is(subtype, "Popup") && (!(flags & 4) || (flags & (1 | 2 | 32 | 256)))) {
		rule_broken(c, page,
				arena_print(c->ins->a, "%s /F %d", pdf_show(c->p, subtype), flags));
	}
}

static void annotation_flags(struct check *c)
{
	each_annotation(c, annotation_flag);
}

static bool is_empty(struct check *c, const struct object *o)
{
	struct pdf_box b;

	return pdf_box(c->p, pdf_key(c->p, o, "Rect"), &b) && b.left == b.right &&
			b.bottom == b.top;
}

static void appearance(struct check *c, int page, const struct object *o)
{
	const struct object *ap = pdf_key(c->p, o, "AP"), *n = pdf_key(c->p, ap, "N");
	const struct object *subtype = pdf_key(c->p, o, "Subtype");
	bool button = object_is(subtype, "Widget") && object_is(pdf_key(c->p, o, "FT"), "Btn");

	if (ap->kind == OBJECT_NULL) {
		if (!object_is(subtype, "Popup") && !object_is(subtype, "Link") &&
				!is_empty(c, o)) {
			rule_broken(c, page, pdf_show(c->p, subtype));
		}
		return;
	}
	if (ap->n != 1 || n->kind != OBJECT_DICT || (!button && !n->stream) ||
			(button && n->stream)) {
		rule_broken(c, page, pdf_show(c->p, subtype));
	}
}

static void appearances(struct check *c)
{
	each_annotation(c, appearance);
}

static void form_appearances(struct check *c)
{
	const struct object *form = pdf_key(c->p, c->p->root, "AcroForm");

	if (pdf_key(c->p, form, "NeedAppearances")->num != 0) {
		rule_broken(c, -1, "/NeedAppearances");
	}
}

static void widget(struct check *c, int page, const struct object *o)
{
	if (object_is(pdf_key(c->p, o, "Subtype"), "Widget") &&
			(pdf_key(c->p, o, "A")->kind != OBJECT_NULL ||
					pdf_key(c->p, o, "AA")->kind != OBJECT_NULL)) {
		rule_broken(c, page, "");
	}
}

static void widgets(struct check *c)
{
	each_annotation(c, widget);
}

static void xfa(struct check *c)
{
	const struct object *form = pdf_key(c->p, c->p->root, "AcroForm");

	if (pdf_key(c->p, form, "XFA")->kind != OBJECT_NULL) {
		rule_broken(c, -1, "/XFA");
	}
	if (pdf_key(c->p, c->p->root, "NeedsRendering")->num != 0) {
		rule_broken(c, -1, "/NeedsRendering");
	}
}

/* 6.5.1 */
static void action(struct check *c, const struct object *o)
{
	static const char *const allowed[] = { "GoTo", "GoToR", "GoToE", "Thread", "URI", "Named",
		"SubmitForm" };
	static const char *const named[] = { "NextPage", "PrevPage", "FirstPage", "LastPage" };
	const struct object *kind = pdf_key(c->p, o, "S"), *name = pdf_key(c->p, o, "N");

	if (kind->kind != OBJECT_NAME) {
		return;
	}
	if (!IS_ONE_OF(kind, allowed)) {
		rule_broken(c, -1, pdf_show(c->p, kind));
	} else if (object_is(kind, "Named") && !IS_ONE_OF(name, named)) {
		rule_broken(c, -1, pdf_show(c->p, name));
	}
}

/* Wherever an action may stand; a structure element's A is none. */
static void actions_of(struct check *c, const struct object *o, int id)
{
	const struct object *next = pdf_key(c->p, o, "Next");
	const struct object *more = pdf_key(c->p, o, "AA");
	const struct object *first = pdf_key(c->p, o, "A");

	(void)id;
	if (pdf_key(c->p, first, "O")->kind == OBJECT_NULL) {
		action(c, first);
	}
	action(c, pdf_key(c->p, o, "OpenAction"));
	for (int i = 0; i < more->n && more->kind == OBJECT_DICT; i++) {
		action(c, pdf_resolve(c->p, &more->items[2 * i + 1]));
	}
	if (pdf_key(c->p, o, "S")->kind == OBJECT_NAME && next->kind == OBJECT_DICT) {
		action(c, next);
	}
	for (int i = 0; i < next->n && next->kind == OBJECT_ARRAY; i++) {
		action(c, pdf_item(c->p, next, i));
	}
}

void check_actions(struct check *c)
{
	const struct object *names = pdf_key(c->p, c->p->root, "Names");

	each_dict(c, actions_of);
	if (pdf_key(c->p, names, "JavaScript")->kind != OBJECT_NULL) {
		rule_broken(c, -1, "/Names /JavaScript");
	}
}

static void triggers(struct check *c)
{
	if (pdf_key(c->p, c->p->root, "AA")->kind != OBJECT_NULL) {
		rule_broken(c, -1, "/Root");
	}
	for (int i = 0; i < c->p->pages.n; i++) {
		if (pdf_key(c->p, c->p->pages.at[i].dict, "AA")->kind != OBJECT_NULL) {
			rule_broken(c, i, "");
		}
	}
}

/* Configuration i of the layers: the default one, then the others; null: none. */
static const struct object *layer_setting(struct check *c, int i)
{
	const struct object *all = pdf_key(c->p, c->p->root, "OCProperties");

	return i ? pdf_item(c->p, pdf_key(c->p, all, "Configs"), i - 1) : pdf_key(c->p, all, "D");
}

void check_layer_names(struct check *c)
{
	const struct object *o;

	for (int i = 0; (o = layer_setting(c, i))->kind == OBJECT_DICT && i < 1000; i++) {
		const char *name = pdf_text(c->p, pdf_key(c->p, o, "Name"));
		bool twice = false;
		for (int k = 0; k < i; k++) {
			const struct object *other = pdf_key(c->p, layer_setting(c, k), "Name");
			twice |= strcmp(pdf_text(c->p, other), name) == 0;
		}
		if (!*name || twice) {
			rule_broken_object(c, -1, o);
		}
	}
}

void check_layer_states(struct check *c)
{
	const struct object *o;

	for (int i = 0; (o = layer_setting(c, i))->kind == OBJECT_DICT && i < 1000; i++) {
		if (pdf_key(c->p, o, "AS")->kind != OBJECT_NULL) {
			rule_broken_object(c, -1, o);
		}
	}
}

static const struct rule rules[] = {
	{ PROFILES_A, "6.3.1", "a-annotation", N_("annotations are of permitted types"),
			annotation_types },
	{ PROFILES_A, "6.3.2", "a-annotation-flags", N_("annotations are printed and not hidden"),
			annotation_flags },
	{ PROFILES_A, "6.3.3", "a-appearance", N_("annotations bring their one appearance"),
			appearances },
	{ PROFILES_A, "6.4.1", "a-form-appearance", N_("form fields bring their appearance"),
			form_appearances },
	{ PROFILES_A, "6.4.1", "a-widget", N_("form fields have no actions"), widgets },
	{ PROFILES_A, "6.4.2", "a-xfa", N_("no XFA forms"), xfa },
	{ PROFILES_A, "6.5.1", "a-action", N_("no actions but going to a place or address"),
			check_actions },
	{ PROFILES_A, "6.5.2", "a-trigger", N_("document and pages trigger no actions"), triggers },
};

void rules_pdfa_interactive(struct inspection *ins, const char *standard)
{
	rules_run(ins, standard, rules, (int)(sizeof rules / sizeof *rules));
}
