/* measure-print: pages, fonts, pictures, colours and what the document says of
   itself. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "inspect/inspect-imp.h"

#define MM (25.4 / 72)

static bool is_press(const struct inspection *ins)
{
	for (int i = 0; i < ins->intents.n; i++) {
		if (strcmp(ins->intents.at[i].subtype, "GTS_PDFX") == 0) {
			return true;
		}
	}
	return ins->profiles & PROFILE_X4;
}

/* Pages of one trim size that follow each other, told as one. */
static void page_sizes(struct inspection *ins)
{
	struct line_told *line = tell(ins, "ISO 32000-1 14.11.2", "pages", N_("pages"),
			VERDICT_TOLD, arena_print(ins->a, "%d", ins->p->pages.n));
	double wid = -1, hgt = -1;

	for (int i = 0; i < ins->p->pages.n; i++) {
		const struct pdf_page *page = &ins->p->pages.at[i];
		const struct pdf_box *b = &page->box[BOX_TRIM];
		if (fabs(b->right - b->left - wid) > 0.5 || fabs(b->top - b->bottom - hgt) > 0.5) {
			wid = b->right - b->left;
			hgt = b->top - b->bottom;
			tell_place(ins, line, i,
					arena_print(ins->a, "%.1f × %.1f mm", wid * MM, hgt * MM));
		}
	}
	line->verdict = line->count > 1 ? VERDICT_ODD : VERDICT_TOLD;
}

static int count_outline(struct pdf *p, const struct object *first, bool *seen, int depth)
{
	int n = 0;

	while (first->kind == OBJECT_DICT && first->id && !seen[first->id] && depth < TREE_DEPTH) {
		seen[first->id] = true;
		n += 1 + count_outline(p, pdf_key(p, first, "First"), seen, depth + 1);
		first = pdf_key(p, first, "Next");
	}
	p->cyclic |= first->kind == OBJECT_DICT && first->id && seen[first->id];
	return n;
}

static void document(struct inspection *ins)
{
	bool *seen = pdf_marks(ins->p);
	const struct object *outlines = pdf_key(ins->p, ins->p->root, "Outlines");
	int marks = count_outline(ins->p, pdf_key(ins->p, outlines, "First"), seen, 0);

	tell(ins, "ISO 32000-1 12.3.3", "bookmarks", N_("bookmarks"), VERDICT_TOLD,
			arena_print(ins->a, "%d", marks));
	tell(ins, "ISO 32000-1 14.7", "tagged", N_("structure elements"), VERDICT_TOLD,
			arena_print(ins->a, "%d", ins->tree->elements.n));
}

static void annotations(struct inspection *ins)
{
	struct line_told *line = tell(ins, "ISO 32000-1 12.5", "annotations", N_("annotations"),
			VERDICT_TOLD, "0");
	int n = 0;

	for (int i = 0; i < ins->p->pages.n; i++) {
		int on = pdf_key(ins->p, ins->p->pages.at[i].dict, "Annots")->n;
		n += on;
		if (on && is_press(ins)) {
			tell_place(ins, line, i, "");
		}
	}
	line->value = arena_print(ins->a, "%d", n);
	line->verdict = n && is_press(ins) ? VERDICT_ODD : VERDICT_TOLD;
}

/* Codes in use of which no text is known, and those that show no glyph. */
static void count_codes(struct inspection *ins, struct pdf_font *f, int *mute, int *blank)
{
	*mute = *blank = 0;
	for (uint32_t n = 0; n < 65536; n++) {
		const struct code *c = font_find(f, n);
		if (c && c->used) {
			*mute += !c->text || !*c->text;
			*blank += f->kind != FONT_TYPE3 && font_glyph(ins->p, f, n) == 0;
		}
	}
}

static void one_font(struct inspection *ins, struct pdf_font *f)
{
	static const char *const kinds[] = { "Type 1", "TrueType", "Type 3", "CID CFF",
		"CID TrueType" };
	bool there = f->file_key || f->kind == FONT_TYPE3;
	int mute, blank;

	count_codes(ins, f, &mute, &blank);
	tell(ins, "ISO 32000-1 9.9", "font", N_("font"),
			there && !mute && !blank ? VERDICT_TOLD : VERDICT_ODD,
			arena_print(ins->a,
					_("%s; %s, %s, %s; %d characters, %d without text, %d "
					  "without "
					  "glyph"),
					f->name, kinds[f->kind],
					!there                      ? _("not embedded")
							: f->subset ? _("a part embedded")
								    : _("embedded"),
					f->unicode ? _("with ToUnicode") : _("without ToUnicode"),
					f->used, mute, blank));
}

static void fonts(struct inspection *ins)
{
	for (int i = 0; i < ins->look->fonts.n; i++) {
		if (ins->look->fonts.at[i]->used) {
			one_font(ins, ins->look->fonts.at[i]);
		}
	}
}

/* Masks have but two tones and need more dots than this asks. */
static void pictures(struct inspection *ins)
{
	double least = 1e9;
	int bound = is_press(ins) ? 300 : 150, n = 0;
	struct line_told *line = tell(ins, "ISO 32000-1 8.9.5", "pictures", N_("pictures"),
			VERDICT_TOLD, "0");

	for (int i = 0; i < ins->look->images.n; i++) {
		const struct image *image = &ins->look->images.at[i];
		double dots = fmin(image->columns / fmax(image->wid / 72, 1e-6),
				image->rows / fmax(image->hgt / 72, 1e-6));
		n++;
		least = fmin(least, dots);
		if (dots < bound - 0.5) {
			tell_place(ins, line, image->page,
					arena_print(ins->a, "%d × %d, %.0f ppi", image->columns,
							image->rows, dots));
		}
	}
	line->verdict = line->count ? VERDICT_ODD : VERDICT_TOLD;
	if (n) {
		line->value = arena_print(ins->a, _("%d; %.0f ppi at least"), n, least);
	}
}

static const char *space_name(struct inspection *ins, const struct space *s)
{
	static const char *const names[] = { "DeviceGray", "DeviceRGB", "DeviceCMYK", "Cal", "Lab",
		"ICC", "Indexed", "Separation", "DeviceN", "Pattern", "?" };

	if (s->kind == SPACE_SEPARATION) {
		return arena_print(ins->a, "Separation %s",
				pdf_show(ins->p, pdf_item(ins->p, s->object, 1)));
	}
	if (s->kind == SPACE_ICC) {
		return arena_print(ins->a, "ICC (%d)", s->n);
	}
	return names[s->kind];
}

static void colours(struct inspection *ins)
{
	struct line_told *line = tell(ins, "ISO 32000-1 8.6", "colours", N_("colour spaces"),
			VERDICT_TOLD, "");
	const char *seen = "|", *list = "";

	for (int i = 0; i < ins->look->inks.n && i < 2000; i++) {
		const struct ink *ink = &ins->look->inks.at[i];
		const char *name = space_name(ins, &ink->space);
		bool rgb = ink->space.kind == SPACE_RGB || ink->space.base == SPACE_RGB;
		if (!strstr(seen, arena_print(ins->a, "|%s|", name)) && strlen(seen) < 2000) {
			seen = arena_print(ins->a, "%s%s|", seen, name);
			list = *list ? arena_print(ins->a, "%s, %s", list, name) : name;
		}
		if (rgb && is_press(ins)) {
			tell_place(ins, line, ink->page, name);
		}
	}
	line->value = list;
	line->verdict = line->count ? VERDICT_ODD : VERDICT_TOLD;
}

/* Black that is mixed, which blurs in print. */
static void rich_black(struct inspection *ins)
{
	struct line_told *line = tell(ins, "GB/T 9704 6.3", "rich-black", N_("text in mixed black"),
			VERDICT_TOLD, "0");

	for (int i = 0; i < ins->look->inks.n; i++) {
		const struct ink *ink = &ins->look->inks.at[i];
		const float *v = ink->at;
		bool cmyk = ink->space.kind == SPACE_CMYK ||
				(ink->space.kind == SPACE_ICC && ink->space.n == 4);
		if (ink->on == PAINTED_TEXT && cmyk && v[3] > 0.7f &&
				(v[0] > 0.05f || v[1] > 0.05f || v[2] > 0.05f)) {
			tell_place(ins, line, ink->page,
					arena_print(ins->a, "C%.0f M%.0f Y%.0f K%.0f", v[0] * 100,
							v[1] * 100, v[2] * 100, v[3] * 100));
		}
	}
	line->value = arena_print(ins->a, "%d", line->count);
	line->verdict = line->count ? VERDICT_ODD : VERDICT_TOLD;
}

static void hairlines(struct inspection *ins)
{
	struct line_told *line = tell(ins, "ISO 32000-1 8.4.3", "hairlines",
			N_("lines thinner than 0.25 pt"), VERDICT_TOLD, "0");

	for (int i = 0; i < ins->look->strokes.n; i++) {
		const struct stroke *s = &ins->look->strokes.at[i];
		tell_place(ins, line, s->page, arena_print(ins->a, "%.3f pt", s->width));
	}
	line->value = arena_print(ins->a, "%d", line->count);
	line->verdict = line->count ? VERDICT_ODD : VERDICT_TOLD;
}

/* The digits of a date, at most to the second. */
static const char *date_digits(struct inspection *ins, const char *s)
{
	char digits[15];
	int n = 0;

	for (; *s && n < 14 && *s != '+' && *s != 'Z'; s++) {
		if (*s >= '0' && *s <= '9') {
			digits[n++] = *s;
		}
	}
	return arena_copy(ins->a, digits, (size_t)n);
}

static void compare_info(struct inspection *ins, struct line_told *line, const char *key,
		const char *xmp, bool date)
{
	const char *info = pdf_text(ins->p, pdf_key(ins->p, ins->p->info, key));
	bool same;

	if (!*info || !ins->has_xmp) {
		return;
	}
	same = xmp &&
			(date ? strncmp(date_digits(ins, info), date_digits(ins, xmp), 8) == 0
			      : strcmp(info, xmp) == 0);
	if (!same) {
		tell_place(ins, line, -1, arena_print(ins->a, "/%s", key));
	}
}

static void metadata(struct inspection *ins)
{
	struct line_told *line = tell(ins, "ISO 32000-1 14.3", "info",
			N_("properties that XMP and Info tell differently"), VERDICT_TOLD, "0");
	const struct xmp *x = ins->xmp;

	compare_info(ins, line, "Title", xmp_text(x, XMP_DC, "title"), false);
	compare_info(ins, line, "Author", xmp_list(ins->a, x, XMP_DC, "creator"), false);
	compare_info(ins, line, "Subject", xmp_text(x, XMP_DC, "description"), false);
	compare_info(ins, line, "Keywords", xmp_text(x, XMP_PDF, "Keywords"), false);
	compare_info(ins, line, "Creator", xmp_text(x, XMP_BASIC, "CreatorTool"), false);
	compare_info(ins, line, "Producer", xmp_text(x, XMP_PDF, "Producer"), false);
	compare_info(ins, line, "CreationDate", xmp_text(x, XMP_BASIC, "CreateDate"), true);
	compare_info(ins, line, "ModDate", xmp_text(x, XMP_BASIC, "ModifyDate"), true);
	line->value = arena_print(ins->a, "%d", line->count);
	line->verdict = line->count ? VERDICT_ODD : VERDICT_TOLD;
}

void measure_pages(struct inspection *ins)
{
	page_sizes(ins);
	document(ins);
	metadata(ins);
}

void measure_print(struct inspection *ins)
{
	fonts(ins);
	pictures(ins);
	colours(ins);
	rich_black(ins);
	hairlines(ins);
	annotations(ins);
}
