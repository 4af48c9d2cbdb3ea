/* pages: the page tree, and what pages inherit (ISO 32000-1 7.7.3). */

#include <math.h>

#include "inspect/pdf-imp.h"

const char *const box_names[BOXES] = { "MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox" };

bool pdf_box(struct pdf *p, const struct object *o, struct pdf_box *box)
{
	double at[4];

	for (int i = 0; i < 4; i++) {
		const struct object *item = pdf_item(p, o, i);
		if (!object_is_number(item) || fabs(item->num) > 1e6) {
			return false;
		}
		at[i] = item->num;
	}
	*box = (struct pdf_box){ fmin(at[0], at[2]), fmin(at[1], at[3]), fmax(at[0], at[2]),
		fmax(at[1], at[3]) };
	return true;
}

/* Nodes above the one that is read. */
struct above {
	const struct object *at[TREE_DEPTH];
	int n;
};

static const struct object *inherit(struct pdf *p, const struct above *above, const char *key)
{
	for (int i = above->n - 1; i >= 0; i--) {
		const struct object *o = pdf_key(p, above->at[i], key);
		if (o->kind != OBJECT_NULL) {
			return o;
		}
	}
	return &object_null;
}

/* ISO 32000-1 14.11.2: what stands for a box that is not said */
static void read_boxes(struct pdf *p, struct pdf_page *page, const struct above *above)
{
	static const struct pdf_box a4 = { 0, 0, 595, 842 };

	for (int i = 0; i < BOXES; i++) {
		const struct object *o = i <= BOX_CROP ? inherit(p, above, box_names[i])
						       : pdf_key(p, page->dict, box_names[i]);
		page->has[i] = pdf_box(p, o, &page->box[i]);
		if (!page->has[i]) {
			page->box[i] = i == BOX_MEDIA   ? a4
					: i == BOX_CROP ? page->box[BOX_MEDIA]
							: page->box[BOX_CROP];
		}
	}
}

static void add_page(struct pdf *p, const struct above *above)
{
	struct pdf_page *page = vec_push(p->a, &p->pages);

	page->dict = above->at[above->n - 1];
	page->resources = inherit(p, above, "Resources");
	page->rotate = object_int(inherit(p, above, "Rotate"), 0) % 360;
	read_boxes(p, page, above);
}

static void read_node(struct pdf *p, struct above *above, bool *seen);

static void read_kids(struct pdf *p, struct above *above, const struct object *kids, bool *seen)
{
	for (int i = 0; i < kids->n && p->pages.n < PAGES_MAX; i++) {
		const struct object *kid = pdf_item(p, kids, i);
		if (kid->kind != OBJECT_DICT) {
			p->damaged = true;
		} else if (kid->id && seen[kid->id]) {
			p->cyclic = true;
		} else if (above->n < TREE_DEPTH) {
			seen[kid->id] = true;
			above->at[above->n++] = kid;
			read_node(p, above, seen);
			above->n--;
		} else {
			p->too_much = true;
		}
	}
	p->too_much |= p->pages.n >= PAGES_MAX;
}

static void read_node(struct pdf *p, struct above *above, bool *seen)
{
	const struct object *node = above->at[above->n - 1];
	const struct object *kids = pdf_key(p, node, "Kids");

	if (kids->kind == OBJECT_ARRAY && !object_is(pdf_key(p, node, "Type"), "Page")) {
		read_kids(p, above, kids, seen);
	} else {
		add_page(p, above);
	}
}

void pages_read(struct pdf *p)
{
	bool *seen = pdf_marks(p);
	struct above above = { 0 };

	above.at[above.n++] = pdf_key(p, p->root, "Pages");
	if (above.at[0]->kind == OBJECT_DICT) {
		seen[above.at[0]->id] = true;
		read_node(p, &above, seen);
	} else {
		p->damaged = true;
	}
}
