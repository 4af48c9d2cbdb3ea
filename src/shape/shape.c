#include "shape/shape.h"

#include <stdlib.h>
#include <string.h>

#include <hb.h>

#include "base/arena.h"
#include "base/buf.h"
#include "shape/shape-imp.h"
#include "text/breaks.h"
#include "text/word.h"

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
	line_breaks_close(s->lines);
	word_breaks_close(s->words);
	free(s->noted);
	free(s->letters);
	free(s->plans);
	free(s->cells);
	free(s->glyphs);
	arena_free(s->a);
	free(s);
}

#define BELOW (TEXT_DOTS | TEXT_UNDERLINE | TEXT_NAME | TEXT_WAVY)

static void *keep(struct arena *a, const void *from, size_t n, size_t size)
{
	void *to = arena_alloc(a, n, size);

	if (n) {
		memcpy(to, from, n * size);
	}
	return to;
}

/* The paragraph out of the scratch memory, with the readings above it. */
static void keep_all(struct arena *a, struct shaper *s, struct par *par, const struct style *style)
{
	struct made made = {
		.text = par->text,
		.runs = ARENA_ARRAY(a, struct run, s->nplans),
		.nruns = s->nplans,
		.cells = keep(a, s->cells, s->ncells, sizeof *s->cells),
		.ncells = (int)s->ncells,
		.glyphs = keep(a, s->glyphs, s->nglyphs, sizeof *s->glyphs),
	};
	const struct text **readings = NULL;

	for (int i = 0; i < s->nplans; i++) {
		made.runs[i] = s->plans[i].run;
		if (s->plans[i].ruby && !readings) {
			readings = ARENA_ARRAY(a, const struct text *, s->nplans);
		}
		if (s->plans[i].ruby) {
			readings[i] = s->plans[i].ruby;
		}
	}
	par->runs = made.runs;
	par->cells = made.cells;
	par->ncells = made.ncells;
	par->glyphs = made.glyphs;
	for (int i = 0; i < par->text->nranges; i++) {
		par->decorated |= (par->text->ranges[i].style & BELOW) != 0;
	}
	if (readings) {
		shape_ruby(a, s, style, readings, &made);
	}
}

struct par *shape_text(struct arena *a, struct shaper *s, const struct text *text,
		const struct style *style)
{
	struct par *par = ARENA_NEW(a, struct par);

	par->text = text;
	par->layout = s->layout;
	s->placed = 0;
	s->place = text_span(text, 0);
	if (!text->n || !shape_itemise(s, text, style)) {
		return par;
	}
	shape_runs(s, text);
	shape_classify(s, text, style);
	keep_all(a, s, par, style);
	return par;
}

static void dump_length(struct buf *out, const char *name, sp len)
{
	char digits[16];

	ratio_write(len, digits);
	buf_print(out, "%s%s", name, digits);
}

/* A step other than the first. */
static void dump_step(struct buf *out, unsigned step)
{
	if (step > 1) {
		buf_print(out, "@%u", step);
	}
}

/* What may be taken: of the gap before the cell, and of its own width. */
static void dump_squeeze(struct buf *out, const struct cell *c)
{
	if (c->gap) {
		dump_length(out, " gap ", c->gap);
	}
	if (c->gap_squeeze) {
		dump_length(out, "-", c->gap_squeeze);
		dump_step(out, c->gap_step);
	}
	if (c->squeeze) {
		dump_length(out, " shrink ", c->squeeze);
		dump_step(out, c->squeeze_step);
	}
	if (c->squeeze || c->white) {
		buf_text(out, c->white_both ? " both" : c->white_left ? " left" : " right");
	}
	if (c->white) {
		dump_length(out, " white ", c->white);
	}
	if (c->close_up) {
		dump_length(out, " close-up ", c->close_up);
	}
}

static void dump_cell(struct buf *out, const struct par *p, int i)
{
	const struct cell *c = &p->cells[i];
	uint32_t end = i + 1 < p->ncells ? p->cells[i + 1].at : p->text->n;

	if (c->newline) {
		buf_text(out, "  newline\n");
		return;
	}
	buf_print(out, "  %.*s", (int)(end - c->at), p->text->s + c->at);
	dump_length(out, " ", c->wid);
	buf_text(out, c->breakable ? " |" : "");
	dump_squeeze(out, c);
	buf_text(out, c->space ? " space" : c->lone ? "" : " mark");
	if (c->widen_step) {
		dump_length(out, " +", c->widen);
		dump_step(out, c->widen_step);
	}
	buf_text(out, c->hangs ? " hangs" : "");
	buf_text(out, c->divides_word ? " in-word" : "");
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
			if (r->ruby) {
				buf_print(out, "  ruby %s\n", r->ruby->par->text->s);
			}
		}
		dump_cell(out, p, i);
	}
}
