/* run-text: text and its glyphs (ISO 32000-1 9.4). */

#include <math.h>
#include <string.h>

#include "inspect/run-imp.h"
#include "text/char.h"

static int text_ink(struct run *r)
{
	bool stroked = r->now.render % 4 == 1;
	struct paint *paint = stroked ? &r->now.stroke : &r->now.fill;

	return r->now.render % 4 == 3 ? -1 : run_ink(r, paint, PAINTED_TEXT);
}

static bool is_private(const char *s)
{
	for (size_t at = 0, n = strlen(s); at < n;) {
		if (char_is_private(char_next(s, n, &at))) {
			return true;
		}
	}
	return false;
}

static bool has_actual(const struct run *r)
{
	for (int i = 0; i < r->nmarks; i++) {
		if (r->marks[i].actual) {
			return true;
		}
	}
	return false;
}

static struct code *know(struct run *r, struct pdf_font *f, uint32_t n, bool actual)
{
	struct code *c = font_code(r->p, f, n);

	font_know(r->p, f, n);
	f->used += !c->used;
	c->used = true;
	c->seen |= r->now.render % 4 != 3;
	c->private_use |= c->text && !actual && is_private(c->text);
	return c;
}

/* Widths of Type 3 fonts are in their own units. */
static double glyph_width(struct run *r, const struct pdf_font *f, const struct code *c)
{
	const struct object *m =
			f->kind == FONT_TYPE3 ? pdf_key(r->p, f->dict, "FontMatrix") : &object_null;
	const struct object *first = pdf_item(r->p, m, 0);

	return c->width * (object_is_number(first) ? first->num : 0.001);
}

static void add_glyph(struct run *r, uint32_t n, double width, int ink, bool actual)
{
	const struct state *s = &r->now;
	struct matrix own = { s->size * s->stretch, 0, 0, s->size, 0, s->rise };
	struct matrix m = matrix_join(own, matrix_join(r->text, s->ctm));
	struct shown *g;

	if (r->look->glyphs.n >= GLYPHS_MAX) {
		r->p->too_much = true;
		return;
	}
	g = vec_push(r->p->a, &r->look->glyphs);
	*g = (struct shown){ .x = (float)m.e, .y = (float)m.f, .page = r->page, .code = n };
	g->size = (float)hypot(m.c, m.d);
	g->advance = (float)(width * m.a);
	g->level = fabs(m.b) < 1e-4 * fabs(m.a) && m.a > 0;
	g->font = s->font;
	g->ink = ink;
	g->invisible = s->render % 4 == 3;
	g->belongs = run_belongs(r);
	g->mcid = r->nmarks ? r->marks[r->nmarks - 1].mcid : -1;
	g->actual = actual;
}

static void move(struct run *r, double tx)
{
	bool vertical = r->now.font >= 0 && r->look->fonts.at[r->now.font]->cmap.wmode;
	struct matrix m = { 1, 0, 0, 1, vertical ? 0 : tx, vertical ? tx : 0 };

	r->text = matrix_join(m, r->text);
}

static void show(struct run *r, struct slice s)
{
	struct state *now = &r->now;
	struct pdf_font *f = now->font >= 0 ? r->look->fonts.at[now->font] : NULL;
	bool actual = has_actual(r);
	int ink = s.n ? text_ink(r) : -1;

	if (s.n) {
		run_mark_missing(r);
	}
	for (size_t at = 0; f && at < s.n;) {
		size_t from = at;
		uint32_t n = font_next(f, s, &at);
		struct code *c = know(r, f, n, actual);
		double width = glyph_width(r, f, c);
		double space = now->char_space + (at - from == 1 && n == ' ' ? now->word_space : 0);
		add_glyph(r, n, width, ink, actual);
		if (f->cmap.wmode) {
			move(r, -now->size + space);
		} else {
			move(r, (width * now->size + space) * now->stretch);
		}
	}
}

static void show_pieces(struct run *r, const struct object *array)
{
	for (int i = 0; i < array->n && array->kind == OBJECT_ARRAY; i++) {
		const struct object *o = &array->items[i];
		if (o->kind == OBJECT_STRING) {
			show(r, o->s);
		} else if (object_is_number(o)) {
			bool down = r->now.font >= 0 && r->look->fonts.at[r->now.font]->cmap.wmode;
			move(r, -o->num / 1000 * r->now.size * (down ? 1 : r->now.stretch));
		}
	}
}

static void next_line(struct run *r, double x, double y)
{
	struct matrix m = { 1, 0, 0, 1, x, y };

	r->line = r->text = matrix_join(m, r->line);
}

static bool run_place(struct run *r, struct slice op)
{
	if (slice_is(op, "BT")) {
		r->text = r->line = (struct matrix){ 1, 0, 0, 1, 0, 0 };
	} else if (slice_is(op, "Td")) {
		next_line(r, run_number(r, 0), run_number(r, 1));
	} else if (slice_is(op, "TD")) {
		r->now.leading = -run_number(r, 1);
		next_line(r, run_number(r, 0), run_number(r, 1));
	} else if (slice_is(op, "Tm")) {
		r->text = r->line = (struct matrix){ run_number(r, 0), run_number(r, 1),
			run_number(r, 2), run_number(r, 3), run_number(r, 4), run_number(r, 5) };
	} else if (slice_is(op, "T*")) {
		next_line(r, 0, -r->now.leading);
	} else {
		return slice_is(op, "ET");
	}
	return true;
}

static bool run_measure(struct run *r, struct slice op)
{
	double v = run_number(r, 0);

	if (slice_is(op, "Tc")) {
		r->now.char_space = v;
	} else if (slice_is(op, "Tw")) {
		r->now.word_space = v;
	} else if (slice_is(op, "Tz")) {
		r->now.stretch = v / 100;
	} else if (slice_is(op, "TL")) {
		r->now.leading = v;
	} else if (slice_is(op, "Ts")) {
		r->now.rise = v;
	} else if (slice_is(op, "Tr")) {
		r->now.render = v >= 0 && v < 8 ? (int)v : 0;
	} else {
		return false;
	}
	return true;
}

bool run_text(struct run *r, struct slice op)
{
	if (slice_is(op, "Tj")) {
		show(r, r->operands[0].s);
	} else if (slice_is(op, "TJ")) {
		show_pieces(r, &r->operands[0]);
	} else if (slice_is(op, "'")) {
		next_line(r, 0, -r->now.leading);
		show(r, r->operands[0].s);
	} else if (slice_is(op, "\"")) {
		r->now.word_space = run_number(r, 0);
		r->now.char_space = run_number(r, 1);
		next_line(r, 0, -r->now.leading);
		show(r, r->operands[2].s);
	} else {
		return run_place(r, op) || run_measure(r, op);
	}
	return true;
}
