#include "inspect/look-imp.h"

#include "inspect/run-imp.h"

void look_trouble(struct look *l, enum trouble t, int page, const char *detail)
{
	if (!l->troubles[t]) {
		l->troubles[t] = ARENA_ARRAY(l->p->a, struct trouble_place, l->p->pages.n + 1);
	}
	if (!l->troubles[t][page].count++) {
		l->troubles[t][page].detail = detail;
	}
}

void look_use(struct look *l, struct used_list *list, int page, const struct object *o,
		const struct object *resources)
{
	if (o->kind == OBJECT_NULL || list->n >= RECORDS_MAX) {
		return;
	}
	for (int i = list->n - 1; i >= 0 && i >= list->n - 500; i--) {
		if (list->at[i].o == o) {
			return;
		}
	}
	*vec_push(l->p->a, list) = (struct used){ page, o, resources };
}

const char *glyph_text(const struct look *l, const struct shown *g)
{
	const struct code *c = font_find(l->fonts.at[g->font], g->code);

	return c && c->text ? c->text : "";
}

static void begin_state(struct run *r)
{
	struct paint black = { .space = { .kind = SPACE_GRAY, .base = SPACE_UNKNOWN, .n = 1 },
		.ink = -1 };

	black.space.object = &object_null;
	r->now = (struct state){ .ctm = { 1, 0, 0, 1, 0, 0 },
		.font = -1,
		.line_width = 1,
		.stretch = 1,
		.fill = black,
		.stroke = black };
	r->nsaved = r->beyond = r->nmarks = r->marks_beyond = r->depth = r->stream = 0;
	r->has_path = false;
}

/* 12.5.5: what an annotation looks like; its states all alike. */
static void run_appearance(struct run *r, const struct object *o, int depth)
{
	if (o->stream) {
		begin_state(r);
		/* a link or note is tagged by its annotation */
		r->marks[r->nmarks++] = (struct marked){ .belongs = BELONGS_STRUCTURE, .mcid = -1 };
		look_use(r->look, &r->look->forms, r->page, o, r->resources);
		run_form(r, o);
	} else if (o->kind == OBJECT_DICT && depth < 3) {
		for (int i = 0; i < o->n; i++) {
			run_appearance(r, pdf_resolve(r->p, &o->items[2 * i + 1]), depth + 1);
		}
	}
}

static void run_page(struct run *r, int i)
{
	struct pdf *p = r->p;
	const struct pdf_page *page = &p->pages.at[i];
	const struct object *annots = pdf_key(p, page->dict, "Annots");
	const struct object *contents = pdf_key(p, page->dict, "Contents");

	begin_state(r);
	r->page = i;
	r->resources = page->resources;
	run_stream(r, contents);
	if (r->nmarks) {
		look_trouble(r->look, TROUBLE_MARKS_UNEVEN, i, "BDC");
	}
	for (int k = 0; k < annots->n && annots->kind == OBJECT_ARRAY && k < RECORDS_MAX; k++) {
		r->resources = page->resources;
		run_appearance(r, pdf_key(p, pdf_item(p, annots, k), "AP"), 0);
	}
}

struct look *look_read(struct pdf *p)
{
	struct look *l = ARENA_NEW(p->a, struct look);
	struct run *r = ARENA_NEW(p->a, struct run);

	l->p = p;
	l->library = program_library();
	l->transparent = ARENA_ARRAY(p->a, bool, p->pages.n + 1);
	r->look = l;
	r->p = p;
	r->above = ARENA_ARRAY(p->a, int, FORMS_DEEP + 1);
	for (int i = 0; i < p->pages.n; i++) {
		run_page(r, i);
	}
	return l;
}

void look_free(struct look *l)
{
	for (int i = 0; i < l->fonts.n; i++) {
		font_close(l->fonts.at[i]);
	}
	program_library_free(l->library);
}
