/* annotation: one dictionary of a page's /Annots → a mark (ISO 32000-1, 12.5).
   How it looks (/AP) is not looked at: writers draw as they like. */

#include <string.h>

#include "comments/comments-imp.h"

#define QUADS_MAX 2000 /* of one annotation */

static const struct {
	const char *subtype;
	enum mark_kind kind;
} subtypes[] = {
	{ "/Highlight", MARK_HIGHLIGHT },
	{ "/Underline", MARK_UNDERLINE },
	{ "/Squiggly", MARK_SQUIGGLY },
	{ "/StrikeOut", MARK_STRIKE },
	{ "/Caret", MARK_CARET },
	{ "/Text", MARK_NOTE },
	{ "/FileAttachment", MARK_NOTE },
	{ "/FreeText", MARK_TYPED },
	{ "/Redact", MARK_HIGHLIGHT },
	{ "/Ink", MARK_DRAWING },
	{ "/Line", MARK_DRAWING },
	{ "/Square", MARK_DRAWING },
	{ "/Circle", MARK_DRAWING },
	{ "/Polygon", MARK_DRAWING },
	{ "/PolyLine", MARK_DRAWING },
	{ "/Stamp", MARK_DRAWING },
};

/* False for what is no mark of a person: links, pop-ups, form fields, … */
static bool kind_of(qpdf_data q, qpdf_oh o, enum mark_kind *kind)
{
	for (size_t i = 0; i < sizeof subtypes / sizeof *subtypes; i++) {
		if (object_is(q, o, "/Subtype", subtypes[i].subtype)) {
			*kind = subtypes[i].kind;
			return true;
		}
	}
	return false;
}

/* The smallest rectangle around n points. Writers give a quadrilateral's corners
   in more than one order (the standard goes round, Acrobat zigzags); text of
   ours is level, so that its bounds say all. */
static struct quad bounds(const sp *xy, int n)
{
	struct quad b = { xy[0], xy[1], xy[0], xy[1] };

	for (int i = 1; i < n; i++) {
		sp x = xy[2 * i], y = xy[2 * i + 1];
		b.left = x < b.left ? x : b.left;
		b.right = x > b.right ? x : b.right;
		b.bottom = y < b.bottom ? y : b.bottom;
		b.top = y > b.top ? y : b.top;
	}
	return b;
}

static void read_rect(struct arena *a, qpdf_data q, qpdf_oh o, struct comment *c)
{
	qpdf_oh rect = qpdf_oh_get_key_if_dict(q, o, "/Rect");
	int n;
	const sp *xy = object_lengths(a, q, rect, 4, &n);

	if (n == 4) {
		c->rect = bounds(xy, 2);
	}
	qpdf_oh_release(q, rect);
}

static void read_quads(struct arena *a, qpdf_data q, qpdf_oh o, struct comment *c, int *left)
{
	qpdf_oh points = qpdf_oh_get_key_if_dict(q, o, "/QuadPoints");
	int n, max = *left < QUADS_MAX ? *left : QUADS_MAX;
	const sp *xy = object_lengths(a, q, points, 8 * max, &n);
	struct quad *quads = ARENA_ARRAY(a, struct quad, n / 8);

	for (int i = 0; i < n / 8; i++) {
		quads[i] = bounds(xy + 8 * i, 4);
	}
	c->quads = quads;
	c->nquads = n / 8;
	*left -= n / 8;
	qpdf_oh_release(q, points);
}

/* A pointer line begins at what it points at. */
static void read_callout(struct arena *a, qpdf_data q, qpdf_oh o, struct comment *c)
{
	qpdf_oh line = qpdf_oh_get_key_if_dict(q, o, "/CL");
	int n;
	const sp *xy = object_lengths(a, q, line, 6, &n);

	if (c->kind == MARK_TYPED && n >= 4) {
		c->pointed = true;
		c->tip = (struct point){ xy[0], xy[1] };
	}
	qpdf_oh_release(q, line);
}

static bool all_digits(const char *s, size_t n)
{
	return strspn(s, "0123456789") >= n;
}

/* D:20240301102233+08'00' as 2024-03-01 10:22; what is no such date as it stands. */
static const char *date_of(struct arena *a, const char *s)
{
	const char *d = strncmp(s, "D:", 2) == 0 ? s + 2 : s;

	if (!all_digits(d, 8)) {
		return strlen(s) <= 32 ? s : "";
	}
	if (!all_digits(d, 12)) {
		return arena_print(a, "%.4s-%.2s-%.2s", d, d + 4, d + 6);
	}
	return arena_print(a, "%.4s-%.2s-%.2s %.2s:%.2s", d, d + 4, d + 6, d + 8, d + 10);
}

static void read_words(struct arena *a, qpdf_data q, qpdf_oh o, struct comment *c)
{
	const char *date = object_text(a, q, o, "/M");

	c->author = object_text(a, q, o, "/T");
	c->text = object_text(a, q, o, "/Contents");
	c->replies = "";
	c->date = date_of(a, *date ? date : object_text(a, q, o, "/CreationDate"));
}

/* A reader says what became of a mark in a reply of its own, which the next such
   reply overrules; ticks for oneself (model Marked) say nothing to others. */
static void read_state(struct arena *a, qpdf_data q, qpdf_oh o, struct comment *c)
{
	static const char *const closed[] = { "Rejected", "Cancelled", "Completed" };
	const char *state = object_text(a, q, o, "/State");

	if (!*state || !c->parent) {
		return;
	}
	c->gone = true;
	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
		c->closed |= strcmp(state, closed[i]) == 0;
	}
	if (strcmp(state, "Marked") == 0 || strcmp(state, "Unmarked") == 0) {
		c->parent = 0;
	}
}

bool annotation_read(struct arena *a, qpdf_data q, qpdf_oh o, struct comment *c, int *quads_left)
{
	qpdf_oh parent;

	if (!qpdf_oh_is_dictionary(q, o) || !kind_of(q, o, &c->kind)) {
		return false;
	}
	parent = qpdf_oh_get_key_if_dict(q, o, "/IRT");
	c->id = qpdf_oh_get_object_id(q, o);
	c->parent = qpdf_oh_is_dictionary(q, parent) ? qpdf_oh_get_object_id(q, parent) : 0;
	c->grouped = object_is(q, o, "/RT", "/Group");
	qpdf_oh_release(q, parent);
	read_rect(a, q, o, c);
	read_quads(a, q, o, c, quads_left);
	read_callout(a, q, o, c);
	read_words(a, q, o, c);
	read_state(a, q, o, c);
	return true;
}
