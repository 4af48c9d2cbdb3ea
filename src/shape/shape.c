#include "shape/shape.h"

#include <stdlib.h>
#include <string.h>

#include <hb.h>

#include "base/arena.h"
#include "base/buf.h"
#include "shape/shape-imp.h"

#define CODE_POINTS 0x110000

void *scratch_grow(void *at, size_t n, size_t *cap, size_t size)
{
	if (n < *cap) {
		return at;
	}
	*cap = *cap ? *cap * 2 : 1024;
	at = realloc(at, *cap * size);
	if (!at) {
		die("out of memory");
	}
	return at;
}

struct span shape_place(struct shaper *s, const struct text *text, uint32_t at)
{
	if (at < s->placed) {
		s->placed = 0;
		s->place = text_span(text, 0);
	}
	s->place = text_span_after(text, s->placed, s->place, at);
	s->placed = at;
	return s->place;
}

/* "kern=0,liga=0" → hb_feature_t; what HarfBuzz can't read is left out. */
static void read_features(struct shaper *s, const char *list)
{
	hb_feature_t *features = ARENA_ARRAY(s->a, hb_feature_t, strlen(list) / 2 + 1);

	for (const char *p = list; *p;) {
		const char *comma = strchr(p, ',');
		int n = comma ? (int)(comma - p) : (int)strlen(p);
		if (hb_feature_from_string(p, n, &features[s->nfeatures])) {
			s->nfeatures++;
		}
		p += n + (comma != NULL);
	}
	s->features = features;
}

static const char *families_of(struct arena *a, const struct role *r)
{
	const char *const *families;
	int n = role_families(r, &families);
	const char *all = n ? families[0] : "";

	for (int i = 1; i < n; i++) {
		all = arena_print(a, "%s, %s", all, families[i]);
	}
	return all;
}

/* Complain now, and once, of a role that can't set anything. */
static void check_role(struct shaper *s, const char *name)
{
	const struct role *r = fonts_find(s->fonts, name, false);
	struct span none = { 0 };

	if (!r) {
		diag_add(s->diags, DIAG_ROLE_UNKNOWN, none, name, "fonts.conf");
	} else if (!shape_first_font(r)) {
		diag_add(s->diags, DIAG_FONT_NONE, none, name, families_of(s->a, r));
	}
}

void shaper_need(struct shaper *s, const struct style *style)
{
	check_role(s, style->font);
	check_role(s, style->latin);
}

static void check_roles(struct shaper *s)
{
	int n;
	const struct role_use *uses = layout_roles(s->a, s->layout, &n);

	for (int i = 0; i < n; i++) {
		check_role(s, uses[i].name);
	}
}

struct shaper *shaper_new(struct fonts *f, const struct layout *l, struct diags *d)
{
	struct shaper *s = calloc(1, sizeof *s);

	if (!s) {
		die("out of memory");
	}
	s->a = arena_new();
	s->fonts = f;
	s->layout = l;
	s->diags = d;
	s->traits = traits_new(s->a, &l->breaks);
	s->buffer = hb_buffer_create();
	s->noted = calloc(CODE_POINTS / 8, 1);
	if (!s->noted) {
		die("out of memory");
	}
	read_features(s, l->breaks.latin_features);
	check_roles(s);
	return s;
}

void shaper_free(struct shaper *s)
{
	if (!s) {
		return;
	}
	hb_buffer_destroy(s->buffer);
	free(s->noted);
	free(s->letters);
	free(s->plans);
	free(s->cells);
	free(s->glyphs);
	arena_free(s->a);
	free(s);
}

static void *keep(struct arena *a, const void *from, size_t n, size_t size)
{
	void *to = arena_alloc(a, n, size);

	if (n) {
		memcpy(to, from, n * size);
	}
	return to;
}

struct par *shape_text(struct arena *a, struct shaper *s, const struct text *text,
		const struct style *style)
{
	struct par *par = ARENA_NEW(a, struct par);
	struct run *runs;

	par->text = text;
	s->placed = 0;
	s->place = text_span(text, 0);
	if (!text->n || !shape_itemise(s, text, style)) {
		return par;
	}
	shape_runs(s, text);
	shape_classify(s, text, style);
	runs = ARENA_ARRAY(a, struct run, s->nplans);
	for (int i = 0; i < s->nplans; i++) {
		runs[i] = s->plans[i].run;
	}
	par->runs = runs;
	par->cells = keep(a, s->cells, s->ncells, sizeof *s->cells);
	par->ncells = (int)s->ncells;
	par->glyphs = keep(a, s->glyphs, s->nglyphs, sizeof *s->glyphs);
	return par;
}

static void dump_cell(struct buf *out, const struct par *p, int i)
{
	const struct cell *c = &p->cells[i];
	uint32_t end = i + 1 < p->ncells ? p->cells[i + 1].at : p->text->n;
	char wid[16];

	if (c->newline) {
		buf_text(out, "  newline\n");
		return;
	}
	ratio_write(c->wid, wid);
	buf_print(out, "  %.*s %s%s", (int)(end - c->at), p->text->s + c->at, wid,
			c->breakable ? " |" : "");
	if (c->gap) {
		ratio_write(c->gap, wid);
		buf_print(out, " gap %s", wid);
	}
	if (c->squeeze) {
		ratio_write(c->squeeze, wid);
		buf_print(out, " shrink %s%s", wid, c->white_left ? " left" : " right");
	}
	buf_text(out, c->space ? " space" : "");
	buf_text(out, c->widen_step == 1 ? " +" : c->widen_step ? " ~" : "");
	buf_byte(out, '\n');
}

void par_dump(struct buf *out, const struct par *p)
{
	uint32_t run = UINT32_MAX;

	for (int i = 0; i < p->ncells; i++) {
		if (p->cells[i].run != run && !p->cells[i].newline) {
			const struct run *r = &p->runs[run = p->cells[i].run];
			char size[16];
			ratio_write(r->size, size);
			buf_print(out, " run %s %s%s %s #%06x%s%s\n", face_family(r->font.face),
					face_style(r->font.face),
					r->font.embolden ? " emboldened" : "", size,
					(unsigned)r->colour, r->link ? " " : "",
					r->link ? r->link : "");
		}
		dump_cell(out, p, i);
	}
}
