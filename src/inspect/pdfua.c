/* pdfua: ISO 14289-1 (PDF/UA-1). */

#include <string.h>

#include "base/i18n.h"
#include "inspect/pdfua-imp.h"

#define STANDARD "ISO 14289-1"

void each_element(struct check *c, void (*f)(struct check *c, const struct element *e, int number))
{
	for (int i = 0; i < c->ins->tree->elements.n; i++) {
		f(c, &c->ins->tree->elements.at[i], i);
	}
}

void element_broken(struct check *c, const struct element *e)
{
	rule_broken(c, -1, arena_print(c->ins->a, "%s %d 0 R", e->type, e->dict->id));
}

static void part(struct check *c)
{
	const char *said = xmp_text(c->ins->xmp, XMP_PDFUAID, "part");

	if (!said || strcmp(said, "1") != 0) {
		rule_broken(c, -1, said ? said : "pdfuaid:part");
	}
}

static void mark_info(struct check *c)
{
	const struct object *info = pdf_key(c->p, c->p->root, "MarkInfo");

	if (pdf_key(c->p, info, "Marked")->num == 0) {
		rule_broken(c, -1, "");
	}
}

static void suspects(struct check *c)
{
	const struct object *info = pdf_key(c->p, c->p->root, "MarkInfo");

	if (pdf_key(c->p, info, "Suspects")->num != 0) {
		rule_broken(c, -1, "");
	}
}

static void artifact_in_tag(struct check *c)
{
	rule_trouble(c, TROUBLE_ARTIFACT_IN_TAG);
}

static void tag_in_artifact(struct check *c)
{
	rule_trouble(c, TROUBLE_TAG_IN_ARTIFACT);
}

static void title(struct check *c)
{
	const char *said = xmp_text(c->ins->xmp, XMP_DC, "title");

	if (!said || !*said) {
		rule_broken(c, -1, "dc:title");
	}
}

static void title_shown(struct check *c)
{
	const struct object *o = pdf_key(c->p, c->p->root, "ViewerPreferences");

	if (pdf_key(c->p, o, "DisplayDocTitle")->num == 0) {
		rule_broken(c, -1, "/DisplayDocTitle");
	}
}

/* 7.2: without a language of the document each piece must have its own */
static void language(struct check *c)
{
	const struct tree *t = c->ins->tree;

	if (*pdf_text(c->p, pdf_key(c->p, c->p->root, "Lang"))) {
		return;
	}
	if (t->held.n == 0) {
		rule_broken(c, -1, "/Lang");
	}
	for (int i = 0; i < t->held.n; i++) {
		const struct held *h = &t->held.at[i];
		if (!*t->elements.at[h->element].lang) {
			rule_broken(c, h->page, "/Lang");
			return;
		}
	}
}

static void language_outline(struct check *c)
{
	const struct object *outlines = pdf_key(c->p, c->p->root, "Outlines");

	if (pdf_key(c->p, outlines, "First")->kind == OBJECT_DICT &&
			!*pdf_text(c->p, pdf_key(c->p, c->p->root, "Lang"))) {
		rule_broken(c, -1, "/Outlines");
	}
}

static void xfa(struct check *c)
{
	const struct object *form = pdf_key(c->p, c->p->root, "AcroForm");

	if (pdf_key(c->p, form, "XFA")->kind != OBJECT_NULL) {
		rule_broken(c, -1, "");
	}
}

/* 7.16: bit 10 lets programs for the blind read */
static void permission(struct check *c)
{
	const struct object *o = pdf_key(c->p, c->p->trailer, "Encrypt");

	if (o->kind == OBJECT_DICT && !(object_int(pdf_key(c->p, o, "P"), 0) & 512)) {
		rule_broken(c, -1, "/P");
	}
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

static const struct rule rules[] = {
	{ PROFILE_UA1, "5", "ua-part", N_("XMP names PDF/UA"), part },
	{ PROFILE_UA1, "6.2", "ua-marked", N_("the file says that it is tagged"), mark_info },
	{ PROFILE_UA1, "7.1", "ua-artifact-in-tag", N_("no artifact stands in tagged content"),
			artifact_in_tag },
	{ PROFILE_UA1, "7.1", "ua-tag-in-artifact", N_("nothing tagged stands in an artifact"),
			tag_in_artifact },
	{ PROFILE_UA1, "7.1", "ua-untagged", N_("all content is tagged or an artifact"),
			check_marked },
	{ PROFILE_UA1, "7.1", "ua-suspects", N_("the tags are not called doubtful"), suspects },
	{ PROFILE_UA1, "7.1", "ua-roles", N_("structure types are standard or mapped to such"),
			check_roles },
	{ PROFILE_UA1, "7.1", "ua-roles-circle", N_("the role map goes in no circle"),
			check_roles_circular },
	{ PROFILE_UA1, "7.1", "ua-roles-standard", N_("standard types are not mapped away"),
			check_roles_remapped },
	{ PROFILE_UA1, "7.1", "ua-xmp", N_("the file has XMP metadata"), check_xmp },
	{ PROFILE_UA1, "7.1", "ua-title", N_("the document has a title"), title },
	{ PROFILE_UA1, "7.1", "ua-title-shown", N_("readers are asked to show the title"),
			title_shown },
	{ PROFILE_UA1, "7.1", "ua-tree", N_("the file has a structure tree"), check_tree_there },
	{ PROFILE_UA1, "7.2", "ua-language", N_("every text has a language"), language },
	{ PROFILE_UA1, "7.2", "ua-language-outline", N_("bookmarks have a language"),
			language_outline },
	{ PROFILE_UA1, "7.2", "ua-language-tag", N_("languages are named by RFC 5646"),
			check_language_tag },
	{ PROFILE_UA1, "7.10", "ua-layer-name", N_("layer settings have names of their own"),
			check_layer_names },
	{ PROFILE_UA1, "7.10", "ua-layer-state", N_("layers do not switch themselves"),
			check_layer_states },
	{ PROFILE_UA1, "7.11", "ua-file-name", N_("embedded files have both kinds of name"),
			check_file_names },
	{ PROFILE_UA1, "7.15", "ua-xfa", N_("no XFA forms"), xfa },
	{ PROFILE_UA1, "7.16", "ua-permission", N_("programs for the blind may read the file"),
			permission },
	{ PROFILE_UA1, "7.20", "ua-reference", N_("no reference to pages elsewhere"),
			reference_forms },
	{ PROFILE_UA1, "7.21.3.1", "ua-cid-system",
			N_("font and CMap use the same character collection"), check_cid_system },
	{ PROFILE_UA1, "7.21.3.2", "ua-cid-to-gid",
			N_("TrueType fonts with CIDs have a CIDToGIDMap"), check_cid_to_gid },
	{ PROFILE_UA1, "7.21.3.3", "ua-cmap", N_("CMaps are embedded or predefined"), check_cmaps },
	{ PROFILE_UA1, "7.21.3.3", "ua-cmap-mode", N_("CMaps name their writing mode alike twice"),
			check_cmap_modes },
	{ PROFILE_UA1, "7.21.4.1", "ua-embedded", N_("fonts are embedded and readable"),
			check_embedded },
	{ PROFILE_UA1, "7.21.4.1", "ua-glyphs", N_("embedded fonts have all glyphs that are used"),
			check_glyphs_there },
	{ PROFILE_UA1, "7.21.4.2", "ua-subset",
			N_("CIDSet and CharSet are complete where they are"), check_subset_lists },
	{ PROFILE_UA1, "7.21.5", "ua-widths", N_("widths are those of the embedded fonts"),
			check_widths },
	{ PROFILE_UA1, "7.21.6", "ua-truetype", N_("plain TrueType fonts have a standard encoding"),
			check_truetype_plain },
	{ PROFILE_UA1, "7.21.6", "ua-symbolic", N_("symbolic TrueType fonts have no encoding set"),
			check_truetype_symbolic },
	{ PROFILE_UA1, "7.21.7", "ua-unicode", N_("every character has its Unicode"),
			check_unicode },
	{ PROFILE_UA1, "7.21.7", "ua-unicode-value", N_("no Unicode is U+0000, U+FEFF or U+FFFE"),
			check_unicode_values },
	{ PROFILE_UA1, "7.21.8", "ua-notdef", N_("no .notdef glyph is shown"), check_notdef },
};

void rules_pdfua(struct inspection *ins)
{
	rules_run(ins, STANDARD, rules, (int)(sizeof rules / sizeof *rules));
	rules_pdfua_structure(ins);
	rules_pdfua_annotations(ins);
}
