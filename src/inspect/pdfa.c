/* pdfa: ISO 19005-2 and 19005-3 (PDF/A-2, PDF/A-3): files, metadata, what else a
   document holds. Fonts stand in rules-font.c, graphics in pdfa-graphics.c. */

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "inspect/pdfa-imp.h"
#include "text/char.h"

static void header(struct check *c)
{
	rule_slip(c, SLIP_HEADER);
}

static void binary(struct check *c)
{
	if (!c->ins->slips.at[SLIP_HEADER].count) {
		rule_slip(c, SLIP_BINARY);
	}
}

static void trailer_id(struct check *c)
{
	if (pdf_key(c->p, c->p->trailer, "ID")->n != 2) {
		rule_broken(c, -1, "");
	}
}

void check_encrypted(struct check *c)
{
	if (c->p->encrypted) {
		rule_broken(c, -1, "");
	}
}

static void file_end(struct check *c)
{
	rule_slip(c, SLIP_EOF);
}

static void xref(struct check *c)
{
	rule_slip(c, SLIP_XREF);
}

static void hex_strings(struct check *c)
{
	rule_slip(c, SLIP_HEX);
	rule_trouble(c, TROUBLE_HEX);
}

static void stream_length(struct check *c)
{
	rule_slip(c, SLIP_LENGTH);
}

static void stream_words(struct check *c)
{
	rule_slip(c, SLIP_STREAM);
}

static void external_stream(struct check *c, const struct object *o, int id)
{
	(void)id;
	if (o->stream &&
			(object_at(o, "F")->kind != OBJECT_NULL ||
					object_at(o, "FFilter")->kind != OBJECT_NULL ||
					object_at(o, "FDecodeParms")->kind != OBJECT_NULL)) {
		rule_broken_object(c, -1, o);
	}
}

static void external(struct check *c)
{
	each_dict(c, external_stream);
}

static void stream_filter(struct check *c, const struct object *o, int id)
{
	static const char *const allowed[] = { "ASCIIHexDecode", "ASCII85Decode", "FlateDecode",
		"RunLengthDecode", "CCITTFaxDecode", "JBIG2Decode", "DCTDecode", "JPXDecode" };
	const struct object *filter = pdf_key(c->p, o, "Filter");
	const struct object *parms = pdf_key(c->p, o, "DecodeParms");
	int n = filter->kind == OBJECT_ARRAY ? filter->n : filter->kind == OBJECT_NAME;

	(void)id;
	for (int i = 0; i < n && o->stream; i++) {
		bool list = filter->kind == OBJECT_ARRAY;
		const struct object *f = list ? pdf_item(c->p, filter, i) : filter;
		const struct object *with = list ? pdf_item(c->p, parms, i) : parms;
		bool good = object_is(f, "Crypt") &&
				object_is(pdf_key(c->p, with, "Name"), "Identity");
		for (size_t k = 0; k < sizeof allowed / sizeof *allowed; k++) {
			good |= object_is(f, allowed[k]);
		}
		if (!good) {
			rule_broken(c, -1,
					arena_print(c->ins->a, "%d 0 R %s", o->id,
							pdf_show(c->p, f)));
		}
	}
}

static void filters(struct check *c)
{
	each_dict(c, stream_filter);
}

static bool is_utf8(struct slice s)
{
	for (size_t at = 0; at < s.n;) {
		if (char_check(s.s, s.n, &at) < 0) {
			return false;
		}
	}
	return true;
}

static void name_utf8(struct check *c, const struct object *o)
{
	if (o->kind == OBJECT_NAME && !is_utf8(o->s)) {
		rule_broken(c, -1, pdf_show(c->p, o));
	}
}

static void names_utf8(struct check *c)
{
	for (int i = 0; i < c->look->fonts.n; i++) {
		name_utf8(c, pdf_key(c->p, c->look->fonts.at[i]->dict, "BaseFont"));
	}
	for (int i = 0; i < c->look->spaces.n; i++) {
		const struct object *o = c->look->spaces.at[i].o;
		const struct object *colorants = pdf_item(c->p, o, 1);
		if (object_is(pdf_item(c->p, o, 0), "Separation")) {
			name_utf8(c, colorants);
		}
		for (int k = 0; k < colorants->n && object_is(pdf_item(c->p, o, 0), "DeviceN");
				k++) {
			name_utf8(c, pdf_item(c->p, colorants, k));
		}
	}
	for (int i = 0; i < c->ins->tree->elements.n; i++) {
		name_utf8(c, pdf_key(c->p, c->ins->tree->elements.at[i].dict, "S"));
	}
}

static void object_words(struct check *c)
{
	rule_slip(c, SLIP_OBJECT);
}

static void inline_filters(struct check *c)
{
	rule_trouble(c, TROUBLE_INLINE_FILTER);
}

static void permissions(struct check *c)
{
	const struct object *perms = pdf_key(c->p, c->p->root, "Perms");

	for (int i = 0; i < perms->n && perms->kind == OBJECT_DICT; i++) {
		const struct object *key = &perms->items[2 * i];
		if (!object_is(key, "UR3") && !object_is(key, "DocMDP")) {
			rule_broken(c, -1, pdf_show(c->p, key));
		}
	}
}

struct limit {
	struct check *c;
	bool (*beyond)(const struct object *o);
};

static void check_limit(const struct object *o, int id, void *with)
{
	struct limit *l = with;

	if (l->beyond(o)) {
		rule_broken(l->c, -1, arena_print(l->c->ins->a, "%d 0 R", id));
	}
}

static bool int_beyond(const struct object *o)
{
	return o->kind == OBJECT_INT && (o->num > INT32_MAX || o->num < INT32_MIN);
}

static bool real_beyond(const struct object *o)
{
	return o->kind == OBJECT_REAL && fabs(o->num) > 3.403e38;
}

static bool string_beyond(const struct object *o)
{
	return o->kind == OBJECT_STRING && o->s.n > 32767;
}

static bool name_beyond(const struct object *o)
{
	return o->kind == OBJECT_NAME && o->s.n > 127;
}

static void limit_ints(struct check *c)
{
	struct limit l = { c, int_beyond };

	pdf_each(c->p, check_limit, &l);
	rule_trouble(c, TROUBLE_INTEGER);
}

static void limit_reals(struct check *c)
{
	struct limit l = { c, real_beyond };

	pdf_each(c->p, check_limit, &l);
	rule_trouble(c, TROUBLE_REAL);
}

static void limit_strings(struct check *c)
{
	struct limit l = { c, string_beyond };

	pdf_each(c->p, check_limit, &l);
	rule_trouble(c, TROUBLE_STRING_LONG);
}

static void limit_names(struct check *c)
{
	struct limit l = { c, name_beyond };

	pdf_each(c->p, check_limit, &l);
	rule_trouble(c, TROUBLE_NAME_LONG);
}

static void limit_saves(struct check *c)
{
	rule_trouble(c, TROUBLE_SAVES_DEEP);
}

static void limit_colorants(struct check *c)
{
	for (int i = 0; i < c->look->spaces.n; i++) {
		const struct object *o = c->look->spaces.at[i].o;
		if (object_is(pdf_item(c->p, o, 0), "DeviceN") && pdf_item(c->p, o, 1)->n > 32) {
			rule_broken_object(c, c->look->spaces.at[i].page, o);
		}
	}
}

static void limit_cids(struct check *c)
{
	for (int i = 0; i < c->look->fonts.n; i++) {
		if (c->look->fonts.at[i]->cmap.cid_max > 65535) {
			rule_broken(c, -1, c->look->fonts.at[i]->name);
		}
	}
}

static void limit_pages(struct check *c)
{
	for (int i = 0; i < c->p->pages.n; i++) {
		for (int k = 0; k < BOXES; k++) {
			const struct pdf_box *b = &c->p->pages.at[i].box[k];
			double wid = b->right - b->left, hgt = b->top - b->bottom;
			if (c->p->pages.at[i].has[k] &&
					(wid < 3 || hgt < 3 || wid > 14400 || hgt > 14400)) {
				rule_broken(c, i, box_names[k]);
			}
		}
	}
}

void check_damage(struct check *c)
{
	if (c->p->damaged || c->p->cyclic) {
		rule_broken(c, -1, "");
	}
	rule_trouble(c, TROUBLE_UNREADABLE);
	rule_trouble(c, TROUBLE_LOOP);
}

/* What must hold of the metadata to be metadata. */
void check_xmp(struct check *c)
{
	const struct object *o = pdf_key(c->p, c->p->root, "Metadata");

	if (!c->ins->has_xmp || !object_is(pdf_key(c->p, o, "Type"), "Metadata") ||
			!object_is(pdf_key(c->p, o, "Subtype"), "XML")) {
		rule_broken(c, -1, "/Metadata");
	} else if (!c->ins->xmp->parsed) {
		rule_broken(c, -1, c->ins->xmp->why);
	}
}

static void xmp_coding(struct check *c)
{
	if (c->ins->has_xmp && (!c->ins->xmp->utf8 || c->ins->xmp->header_obsolete)) {
		rule_broken(c, -1, c->ins->xmp->utf8 ? "xpacket" : "");
	}
}

static void xmp_schemas(struct check *c)
{
	const struct xmp_node *n = xmp_undeclared(c->ins->xmp);

	if (n) {
		rule_broken(c, -1, arena_print(c->ins->a, "%s:%s", n->prefix, n->name));
	}
}

static void pdfa_part(struct check *c)
{
	const char *part = xmp_text(c->ins->xmp, XMP_PDFAID, "part");
	const struct xmp_node *n = xmp_find(c->ins->xmp, XMP_PDFAID, "part");

	if (!part || strcmp(part, c->profiles & PROFILES_A2 ? "2" : "3") != 0) {
		rule_broken(c, -1, part ? part : "pdfaid:part");
	} else if (strcmp(n->prefix, "pdfaid") != 0) {
		rule_broken(c, -1, n->prefix);
	}
}

static void pdfa_level(struct check *c)
{
	const char *level = xmp_text(c->ins->xmp, XMP_PDFAID, "conformance");
	const char *good = c->profiles & PROFILES_A_TAGGED ? "A"
			: c->profiles & PROFILES_A_UNICODE ? "AU"
							   : "ABU";

	if (!level || strlen(level) != 1 || !strchr(good, *level)) {
		rule_broken(c, -1, level ? level : "pdfaid:conformance");
	}
}

static void embedded_files(struct check *c, const struct object *o, int id)
{
	const struct object *ef = pdf_key(c->p, o, "EF");
	const struct object *stream = pdf_key(c->p, ef, "F");
	struct buf b = { 0 };

	(void)id;
	if (ef->kind != OBJECT_DICT) {
		return;
	}
	if (!(pdf_stream(c->p, stream, &b) && b.n > 8 && memcmp(b.s, "%PDF-", 5) == 0)) {
		rule_broken(c, -1, pdf_text(c->p, pdf_key(c->p, o, "UF")));
	}
	buf_done(&b);
}

static void embedded_pdfa(struct check *c)
{
	each_dict(c, embedded_files);
}

static void file_names(struct check *c, const struct object *o, int id)
{
	(void)id;
	if (pdf_key(c->p, o, "EF")->kind == OBJECT_DICT &&
			(pdf_key(c->p, o, "F")->kind != OBJECT_STRING ||
					pdf_key(c->p, o, "UF")->kind != OBJECT_STRING)) {
		rule_broken_object(c, -1, o);
	}
}

void check_file_names(struct check *c)
{
	each_dict(c, file_names);
}

static void file_kind(struct check *c, const struct object *o, int id)
{
	const struct object *ef = pdf_key(c->p, o, "EF");
	const struct object *subtype = pdf_key(c->p, pdf_key(c->p, ef, "F"), "Subtype");

	(void)id;
	if (ef->kind == OBJECT_DICT &&
			(subtype->kind != OBJECT_NAME ||
					!memchr(subtype->s.s, '/', subtype->s.n))) {
		rule_broken_object(c, -1, o);
	}
}

static void file_kinds(struct check *c)
{
	each_dict(c, file_kind);
}

static void file_relation(struct check *c, const struct object *o, int id)
{
	(void)id;
	if (pdf_key(c->p, o, "EF")->kind == OBJECT_DICT &&
			pdf_key(c->p, o, "AFRelationship")->kind != OBJECT_NAME) {
		rule_broken_object(c, -1, o);
	}
}

static void file_relations(struct check *c)
{
	each_dict(c, file_relation);
}

static void presentations(struct check *c)
{
	const struct object *names = pdf_key(c->p, c->p->root, "Names");

	if (pdf_key(c->p, names, "AlternatePresentations")->kind != OBJECT_NULL) {
		rule_broken(c, -1, "");
	}
	for (int i = 0; i < c->p->pages.n; i++) {
		if (pdf_key(c->p, c->p->pages.at[i].dict, "PresSteps")->kind != OBJECT_NULL) {
			rule_broken(c, i, "/PresSteps");
		}
	}
}

static void requirements(struct check *c)
{
	if (pdf_key(c->p, c->p->root, "Requirements")->kind != OBJECT_NULL) {
		rule_broken(c, -1, "");
	}
}

static void mark_info(struct check *c)
{
	const struct object *info = pdf_key(c->p, c->p->root, "MarkInfo");

	if (pdf_key(c->p, info, "Marked")->num == 0) {
		rule_broken(c, -1, "");
	}
}

static void private_use(struct check *c)
{
	for (int i = 0; i < c->look->fonts.n; i++) {
		struct pdf_font *f = c->look->fonts.at[i];
		for (uint32_t n = 0; n < 65536; n++) {
			const struct code *code = font_find(f, n);
			if (code && code->used && code->private_use) {
				rule_broken(c, -1, f->name);
				break;
			}
		}
	}
}

static const struct rule rules[] = {
	{ PROFILES_A, "6.1.1", "a-damage", N_("the file has its objects where it says"),
			check_damage },
	{ PROFILES_A, "6.1.2", "a-header", N_("the file begins with %PDF-1.n and an end of line"),
			header },
	{ PROFILES_A, "6.1.2", "a-binary",
			N_("a comment of four bytes above 127 follows the first line"), binary },
	{ PROFILES_A, "6.1.3", "a-id", N_("the trailer has an ID"), trailer_id },
	{ PROFILES_A, "6.1.3", "a-encrypt", N_("the file is not encrypted"), check_encrypted },
	{ PROFILES_A, "6.1.3", "a-end", N_("nothing follows %%EOF"), file_end },
	{ PROFILES_A, "6.1.4", "a-xref", N_("the cross-reference table is written plainly"), xref },
	{ PROFILES_A, "6.1.6", "a-hex", N_("hexadecimal strings have an even number of digits"),
			hex_strings },
	{ PROFILES_A, "6.1.7.1", "a-length", N_("streams are as long as they say"), stream_length },
	{ PROFILES_A, "6.1.7.1", "a-stream", N_("stream and endstream stand on lines of their own"),
			stream_words },
	{ PROFILES_A, "6.1.7.1", "a-external", N_("no stream lies in another file"), external },
	{ PROFILES_A, "6.1.7.2", "a-filter", N_("only standard filters, and not LZW"), filters },
	{ PROFILES_A, "6.1.8", "a-names", N_("names of fonts, colours and structure are UTF-8"),
			names_utf8 },
	{ PROFILES_A, "6.1.9", "a-object", N_("obj and endobj stand on lines of their own"),
			object_words },
	{ PROFILES_A, "6.1.10", "a-inline-filter", N_("pictures within text use standard filters"),
			inline_filters },
	{ PROFILES_A, "6.1.12", "a-perms", N_("only UR3 and DocMDP as permissions"), permissions },
	{ PROFILES_A, "6.1.13", "a-integers", N_("integers fit 32 bits"), limit_ints },
	{ PROFILES_A, "6.1.13", "a-reals", N_("real numbers are at most 3.4 × 10³⁸"), limit_reals },
	{ PROFILES_A, "6.1.13", "a-strings", N_("strings have at most 32767 bytes"),
			limit_strings },
	{ PROFILES_A, "6.1.13", "a-long-names", N_("names have at most 127 bytes"), limit_names },
	{ PROFILES_A, "6.1.13", "a-saves", N_("q nests at most 28 deep"), limit_saves },
	{ PROFILES_A, "6.1.13", "a-colorants", N_("DeviceN has at most 32 colorants"),
			limit_colorants },
	{ PROFILES_A, "6.1.13", "a-cids", N_("CIDs are at most 65535"), limit_cids },
	{ PROFILES_A, "6.1.13", "a-page-size", N_("pages measure 3 to 14400 points"), limit_pages },
	{ PROFILES_A, "6.2.11.2", "a-font-type", N_("fonts are of a standard type"),
			check_font_types },
	{ PROFILES_A, "6.2.11.3.1", "a-cid-system",
			N_("font and CMap use the same character collection"), check_cid_system },
	{ PROFILES_A, "6.2.11.3.2", "a-cid-to-gid",
			N_("TrueType fonts with CIDs have a CIDToGIDMap"), check_cid_to_gid },
	{ PROFILES_A, "6.2.11.3.3", "a-cmap", N_("CMaps are embedded or predefined"), check_cmaps },
	{ PROFILES_A, "6.2.11.3.3", "a-cmap-mode", N_("CMaps name their writing mode alike twice"),
			check_cmap_modes },
	{ PROFILES_A, "6.2.11.4.1", "a-embedded", N_("fonts are embedded and readable"),
			check_embedded },
	{ PROFILES_A, "6.2.11.4.1", "a-glyphs", N_("embedded fonts have all glyphs that are used"),
			check_glyphs_there },
	{ PROFILES_A, "6.2.11.4.2", "a-subset",
			N_("CIDSet and CharSet are complete where they are"), check_subset_lists },
	{ PROFILES_A, "6.2.11.5", "a-widths", N_("widths are those of the embedded fonts"),
			check_widths },
	{ PROFILES_A, "6.2.11.6", "a-truetype", N_("plain TrueType fonts have a standard encoding"),
			check_truetype_plain },
	{ PROFILES_A, "6.2.11.6", "a-symbolic", N_("symbolic TrueType fonts have no encoding set"),
			check_truetype_symbolic },
	{ PROFILES_A_UNICODE, "6.2.11.7.2", "a-unicode", N_("every character has its Unicode"),
			check_unicode },
	{ PROFILES_A_UNICODE, "6.2.11.7.2", "a-unicode-value",
			N_("no Unicode is U+0000, U+FEFF or U+FFFE"), check_unicode_values },
	{ PROFILES_A_TAGGED, "6.2.11.7.3", "a-private",
			N_("characters of private use have an ActualText"), private_use },
	{ PROFILES_A, "6.2.11.8", "a-notdef", N_("no .notdef glyph is shown"), check_notdef },
	{ PROFILES_A, "6.6.2.1", "a-xmp", N_("the file has XMP metadata"), check_xmp },
	{ PROFILES_A, "6.6.2.1", "a-xmp-coding",
			N_("XMP is UTF-8, its header without bytes and encoding"), xmp_coding },
	{ PROFILES_A, "6.6.2.3", "a-xmp-schema", N_("properties are of known or declared schemas"),
			xmp_schemas },
	{ PROFILES_A, "6.6.4", "a-part", N_("XMP names the part of PDF/A"), pdfa_part },
	{ PROFILES_A, "6.6.4", "a-level", N_("XMP names the level of PDF/A"), pdfa_level },
	{ PROFILES_A_TAGGED, "6.7.2.2", "a-marked", N_("the file says that it is tagged"),
			mark_info },
	{ PROFILES_A_TAGGED, "6.7.3.3", "a-tree", N_("the file has a structure tree"),
			check_tree_there },
	{ PROFILES_A_TAGGED, "6.7.2.1", "a-untagged", N_("all content is tagged or an artifact"),
			check_marked },
	{ PROFILES_A_TAGGED, "6.7.3.4", "a-roles",
			N_("structure types are standard or mapped to such"), check_roles },
	{ PROFILES_A_TAGGED, "6.7.3.4", "a-roles-circle", N_("the role map goes in no circle"),
			check_roles_circular },
	{ PROFILES_A_TAGGED, "6.7.3.4", "a-roles-standard",
			N_("standard types are not mapped away"), check_roles_remapped },
	{ PROFILES_A_TAGGED, "6.7.4", "a-language", N_("languages are named by RFC 5646"),
			check_language_tag },
	{ PROFILES_A, "6.8", "a-file-name", N_("embedded files have both kinds of name"),
			check_file_names },
	{ PROFILES_A2, "6.8", "a-file-pdfa", N_("embedded files are PDF"), embedded_pdfa },
	{ PROFILES_A3, "6.8", "a-file-type", N_("embedded files say their media type"),
			file_kinds },
	{ PROFILES_A3, "6.8", "a-file-relation",
			N_("embedded files say what they are to the document"), file_relations },
	{ PROFILES_A, "6.9", "a-layer-name", N_("layer settings have names of their own"),
			check_layer_names },
	{ PROFILES_A, "6.9", "a-layer-state", N_("layers do not switch themselves"),
			check_layer_states },
	{ PROFILES_A, "6.10", "a-presentation", N_("no alternate presentations"), presentations },
	{ PROFILES_A, "6.11", "a-requirements", N_("no requirements on the reader"), requirements },
};

void rules_pdfa(struct inspection *ins)
{
	const char *standard = ins->profiles & PROFILES_A2 ? "ISO 19005-2" : "ISO 19005-3";

	rules_run(ins, standard, rules, (int)(sizeof rules / sizeof *rules));
	rules_pdfa_graphics(ins, standard);
	rules_pdfa_interactive(ins, standard);
}
