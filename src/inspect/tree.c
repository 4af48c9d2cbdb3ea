#include "inspect/tree-imp.h"

#include <stdlib.h>
#include <string.h>

#define ELEMENTS_MAX 500000

/* ISO 32000-1 14.8.4 */
static const char *const standard_types[] = { "Document", "Part", "Art", "Sect", "Div",
	"BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private", "P", "H", "H1",
	"H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
	"TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot",
	"Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form" };

struct reading {
	struct pdf *p;
	struct tree *t;
	const struct object *roles;
	bool *seen;
	int *page_of; /* by object number; 0: no page */
	int depth;
};

static const char *find_standard(const char *type)
{
	for (size_t i = 0; i < sizeof standard_types / sizeof *standard_types; i++) {
		if (strcmp(standard_types[i], type) == 0) {
			return standard_types[i];
		}
	}
	return NULL;
}

static const char *map_role(struct reading *r, const char *type)
{
	const char *at = type;

	for (int i = 0; i < 100; i++) {
		const char *standard = find_standard(at);
		const struct object *to = pdf_key(r->p, r->roles, at);
		if (standard) {
			return standard;
		}
		if (to->kind != OBJECT_NAME) {
			r->t->unmapped = r->t->unmapped ? r->t->unmapped : type;
			return "";
		}
		at = pdf_show(r->p, to);
	}
	r->t->circular_roles = true;
	return "";
}

static void check_roles(struct reading *r)
{
	for (int i = 0; i < r->roles->n && r->roles->kind == OBJECT_DICT; i++) {
		const char *from = pdf_show(r->p, &r->roles->items[2 * i]);
		const char *to = pdf_show(r->p, pdf_resolve(r->p, &r->roles->items[2 * i + 1]));
		if (find_standard(from) && strcmp(from, to) != 0) {
			r->t->remapped = from;
		} else if (!find_standard(from)) {
			map_role(r, from);
		}
	}
	r->t->unmapped = NULL; /* only what is used counts */
}

static int page_number(const struct reading *r, const struct object *page)
{
	return page->kind == OBJECT_DICT && page->id ? r->page_of[page->id] - 1 : -1;
}

static void hold(struct reading *r, struct held held)
{
	if (r->t->held.n < GLYPHS_MAX) {
		*vec_push(r->p->a, &r->t->held) = held;
	}
}

static void read_element(struct reading *r, const struct object *o, int parent, int page);

static void read_kid(struct reading *r, const struct object *o, int element, int page)
{
	struct element *e = &r->t->elements.at[element];
	const struct object *pg = pdf_key(r->p, o, "Pg"), *stream, *object;

	if (o->kind == OBJECT_INT) {
		e->pieces++;
		hold(r, (struct held){ page, 0, object_int(o, 0), 0, element });
	} else if (object_is(pdf_key(r->p, o, "Type"), "MCR")) {
		e->pieces++;
		stream = pdf_key(r->p, o, "Stm");
		hold(r,
				(struct held){ pg->kind == OBJECT_DICT ? page_number(r, pg) : page,
						stream->stream ? stream->id : 0,
						object_int(pdf_key(r->p, o, "MCID"), -2), 0,
						element });
	} else if (object_is(pdf_key(r->p, o, "Type"), "OBJR")) {
		e->objects++;
		object = pdf_key(r->p, o, "Obj");
		hold(r, (struct held){ page, 0, -1, object->id, element });
	} else if (o->kind == OBJECT_DICT) {
		read_element(r, o, element, page);
	}
}

static void read_kids(struct reading *r, const struct object *dict, int element, int page)
{
	const struct object *kids = pdf_key(r->p, dict, "K");

	if (kids->kind != OBJECT_ARRAY) {
		read_kid(r, kids, element, page);
		return;
	}
	for (int i = 0; i < kids->n; i++) {
		read_kid(r, pdf_item(r->p, kids, i), element, page);
	}
}

static void read_element(struct reading *r, const struct object *o, int parent, int page)
{
	const struct object *pg = pdf_key(r->p, o, "Pg"), *lang = pdf_key(r->p, o, "Lang");
	struct tree *t = r->t;
	int own = t->elements.n;
	struct element *e;

	if ((o->id && r->seen[o->id]) || r->depth >= TREE_DEPTH || own >= ELEMENTS_MAX) {
		t->cyclic |= o->id && r->seen[o->id];
		r->p->too_much |= r->depth >= TREE_DEPTH || own >= ELEMENTS_MAX;
		return;
	}
	r->seen[o->id] = true;
	e = vec_push(r->p->a, &t->elements);
	*e = (struct element){ .dict = o, .parent = parent };
	e->type = pdf_show(r->p, pdf_key(r->p, o, "S"));
	e->standard = map_role(r, e->type);
	e->lang = lang->kind == OBJECT_STRING ? pdf_text(r->p, lang)
			: parent >= 0         ? t->elements.at[parent].lang
					      : "";
	page = pg->kind == OBJECT_DICT ? page_number(r, pg) : page;
	r->depth++;
	read_kids(r, o, own, page);
	r->depth--;
}

/* A list of kids for each, in order. */
static void list_kids(struct pdf *p, struct tree *t)
{
	int *at = ARENA_ARRAY(p->a, int, t->elements.n + 1);
	int sum = 0;

	for (int i = 0; i < t->elements.n; i++) {
		if (t->elements.at[i].parent >= 0) {
			t->elements.at[t->elements.at[i].parent].nkids++;
		}
	}
	for (int i = 0; i < t->elements.n; i++) {
		t->elements.at[i].first = at[i] = sum;
		sum += t->elements.at[i].nkids;
	}
	t->kids.at = ARENA_ARRAY(p->a, int, sum + 1);
	t->kids.n = sum;
	for (int i = 0; i < t->elements.n; i++) {
		int parent = t->elements.at[i].parent;
		if (parent >= 0) {
			t->kids.at[at[parent]++] = i;
		}
	}
}

static int compare(const void *x, const void *y)
{
	const struct held *a = x, *b = y;

	if (a->mcid < 0 || b->mcid < 0) {
		return a->mcid < 0 && b->mcid < 0
				? (a->object > b->object) - (a->object < b->object)
				: (a->mcid >= 0) - (b->mcid >= 0);
	}
	if (a->page != b->page) {
		return a->page < b->page ? -1 : 1;
	}
	if (a->stream != b->stream) {
		return a->stream < b->stream ? -1 : 1;
	}
	return (a->mcid > b->mcid) - (a->mcid < b->mcid);
}

struct tree *tree_read(struct pdf *p)
{
	struct tree *t = ARENA_NEW(p->a, struct tree);
	struct reading r = { .p = p, .t = t };
	const struct object *kids;

	t->root = pdf_key(p, p->root, "StructTreeRoot");
	r.roles = pdf_key(p, t->root, "RoleMap");
	r.seen = pdf_marks(p);
	r.page_of = ARENA_ARRAY(p->a, int, p->entries.n + 1);
	for (int i = 0; i < p->pages.n; i++) {
		r.page_of[p->pages.at[i].dict->id] = i + 1;
	}
	check_roles(&r);
	kids = pdf_key(p, t->root, "K");
	if (kids->kind == OBJECT_DICT) {
		read_element(&r, kids, -1, -1);
	}
	for (int i = 0; i < kids->n && kids->kind == OBJECT_ARRAY; i++) {
		const struct object *kid = pdf_item(p, kids, i);
		if (kid->kind == OBJECT_DICT) {
			read_element(&r, kid, -1, -1);
		}
	}
	list_kids(p, t);
	if (t->held.n) {
		qsort(t->held.at, (size_t)t->held.n, sizeof *t->held.at, compare);
	}
	return t;
}

static int find(const struct tree *t, const struct held *wanted)
{
	const struct held *found = t->held.n ? bsearch(wanted, t->held.at, (size_t)t->held.n,
							       sizeof *t->held.at, compare)
					     : NULL;

	return found ? found->element : -1;
}

int tree_piece(const struct tree *t, const struct piece *piece)
{
	struct held wanted = { piece->page, piece->stream, piece->mcid, 0, 0 };

	return find(t, &wanted);
}

int tree_object(const struct tree *t, int id)
{
	struct held wanted = { .mcid = -1, .object = id };

	return find(t, &wanted);
}

bool element_is(const struct tree *t, int element, const char *standard)
{
	return element >= 0 && strcmp(t->elements.at[element].standard, standard) == 0;
}

const char *element_above(struct pdf *p, const struct tree *t, int element, const char *key)
{
	for (; element >= 0; element = t->elements.at[element].parent) {
		const struct object *o = pdf_key(p, t->elements.at[element].dict, key);
		if (o->kind == OBJECT_STRING) {
			return pdf_text(p, o);
		}
	}
	return "";
}

static const struct object *attribute_in(struct pdf *p, const struct object *o, const char *owner,
		const char *key)
{
	return object_is(pdf_key(p, o, "O"), owner) ? pdf_key(p, o, key) : &object_null;
}

const struct object *element_attribute(struct pdf *p, const struct element *e, const char *owner,
		const char *key)
{
	const struct object *a = pdf_key(p, e->dict, "A");
	const struct object *o = attribute_in(p, a, owner, key);

	for (int i = 0; i < a->n && a->kind == OBJECT_ARRAY && o->kind == OBJECT_NULL; i++) {
		o = attribute_in(p, pdf_item(p, a, i), owner, key);
	}
	return o;
}
