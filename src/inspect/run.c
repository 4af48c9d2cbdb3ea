#include "inspect/run-imp.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"

struct matrix matrix_join(struct matrix m, struct matrix n)
{
	return (struct matrix){ m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d, m.c * n.a + m.d * n.c,
		m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f };
}

double run_number(const struct run *r, int i)
{
	return i >= 0 && i < r->n && object_is_number(&r->operands[i]) ? r->operands[i].num : 0;
}

static const struct object *entry(struct pdf *p, const struct object *dict, struct slice name)
{
	for (int i = 0; dict->kind == OBJECT_DICT && i < dict->n; i++) {
		const struct object *key = &dict->items[2 * i];
		if (key->s.n == name.n && memcmp(key->s.s, name.s, name.n) == 0) {
			return pdf_resolve(p, &dict->items[2 * i + 1]);
		}
	}
	return &object_null;
}

const struct object *run_resource(struct run *r, const char *kind, const struct object *name)
{
	const struct object *o = &object_null;

	if (name->kind == OBJECT_NAME) {
		o = entry(r->p, pdf_key(r->p, r->resources, kind), name->s);
	}
	if (r->borrowed) {
		look_trouble(r->look, TROUBLE_BORROWED, r->page, pdf_show(r->p, name));
	}
	if (o->kind == OBJECT_NULL) {
		look_trouble(r->look, TROUBLE_RESOURCE, r->page, pdf_show(r->p, name));
	}
	return o;
}

static void save(struct run *r)
{
	if (r->nsaved + r->beyond >= 28) {
		/* ISO 19005-2 6.1.13 */
		look_trouble(r->look, TROUBLE_SAVES_DEEP, r->page, "");
	}
	if (r->nsaved < SAVES_MAX) {
		r->saved[r->nsaved++] = r->now;
	} else {
		r->beyond++;
	}
}

static void restore(struct run *r, int floor)
{
	if (r->beyond) {
		r->beyond--;
	} else if (r->nsaved > floor) {
		r->now = r->saved[--r->nsaved];
	} else {
		look_trouble(r->look, TROUBLE_SAVES_UNEVEN, r->page, "Q");
	}
}

static void note_transparency(struct run *r, const struct object *state)
{
	const struct object *fill = pdf_key(r->p, state, "ca"), *line = pdf_key(r->p, state, "CA");
	const struct object *blend = pdf_key(r->p, state, "BM");
	const struct object *mask = pdf_key(r->p, state, "SMask");

	blend = blend->kind == OBJECT_ARRAY ? pdf_item(r->p, blend, 0) : blend;
	if ((object_is_number(fill) && fill->num < 1) ||
			(object_is_number(line) && line->num < 1) ||
			(blend->kind == OBJECT_NAME && !object_is(blend, "Normal") &&
					!object_is(blend, "Compatible")) ||
			mask->kind == OBJECT_DICT) {
		r->look->transparent[r->page] = true;
	}
}

static int find_font(struct run *r, const struct object *dict)
{
	struct look *l = r->look;

	if (dict->kind != OBJECT_DICT) {
		return -1;
	}
	if (l->last_font < l->fonts.n && l->fonts.at[l->last_font]->dict == dict) {
		return l->last_font;
	}
	for (int i = 0; i < l->fonts.n; i++) {
		if (l->fonts.at[i]->dict == dict) {
			return l->last_font = i;
		}
	}
	if (l->fonts.n >= 2000) {
		r->p->too_much = true;
		return -1;
	}
	*vec_push(r->p->a, &l->fonts) = font_read(r->p, dict, l->library);
	return l->last_font = l->fonts.n - 1;
}

/* 8.4.5 */
static void use_state(struct run *r)
{
	const struct object *s = run_resource(r, "ExtGState", &r->operands[0]);
	const struct object *font = pdf_key(r->p, s, "Font");
	const struct object *o;

	if (s->kind != OBJECT_DICT) {
		return;
	}
	look_use(r->look, &r->look->states, r->page, s, r->resources);
	note_transparency(r, s);
	if (object_is_number(o = pdf_key(r->p, s, "LW"))) {
		r->now.line_width = o->num;
	}
	if ((o = pdf_key(r->p, s, "op"))->kind == OBJECT_BOOL ||
			(o = pdf_key(r->p, s, "OP"))->kind == OBJECT_BOOL) {
		r->now.overprint = o->num != 0;
	}
	r->now.overprint_mode = object_int(pdf_key(r->p, s, "OPM"), r->now.overprint_mode);
	if (font->kind == OBJECT_ARRAY) {
		r->now.font = find_font(r, pdf_item(r->p, font, 0));
		o = pdf_item(r->p, font, 1);
		r->now.size = object_is_number(o) ? o->num : 0;
	}
}

static void check_intent(struct run *r, const struct object *o)
{
	if (!object_is(o, "RelativeColorimetric") && !object_is(o, "AbsoluteColorimetric") &&
			!object_is(o, "Perceptual") && !object_is(o, "Saturation")) {
		look_trouble(r->look, TROUBLE_INTENT, r->page, pdf_show(r->p, o));
	}
}

static void show_object(struct run *r)
{
	const struct object *o = run_resource(r, "XObject", &r->operands[0]);
	const struct object *subtype = pdf_key(r->p, o, "Subtype");

	if (!o->stream) {
		return;
	}
	if (object_is(subtype, "Image")) {
		run_image(r, o, false);
	} else if (object_is(subtype, "Form")) {
		look_use(r->look, &r->look->forms, r->page, o, r->resources);
		run_form(r, o);
	} else {
		look_trouble(r->look, TROUBLE_POSTSCRIPT, r->page, pdf_show(r->p, subtype));
	}
}

static void end_path(struct run *r, bool fill, bool stroke)
{
	double scale = sqrt(fabs(r->now.ctm.a * r->now.ctm.d - r->now.ctm.b * r->now.ctm.c));
	double width = r->now.line_width * scale;

	if (fill) {
		run_ink(r, &r->now.fill, PAINTED_SHAPE);
	}
	if (stroke) {
		run_ink(r, &r->now.stroke, PAINTED_SHAPE);
		if (width < 0.25 - 1e-4 && r->look->strokes.n < RECORDS_MAX) {
			*vec_push(r->p->a, &r->look->strokes) = (struct stroke){ r->page, width };
		}
	}
	if ((fill || stroke) && r->has_path) {
		run_mark_missing(r);
	}
	r->has_path = false;
}

/* 8.5.3 */
static bool run_path(struct run *r, struct slice op)
{
	static const struct {
		const char *op;
		bool fill, stroke;
	} ends[] = { { "S", 0, 1 }, { "s", 0, 1 }, { "f", 1, 0 }, { "F", 1, 0 }, { "f*", 1, 0 },
		{ "B", 1, 1 }, { "B*", 1, 1 }, { "b", 1, 1 }, { "b*", 1, 1 }, { "n", 0, 0 } };
	static const char *const others[] = { "m", "l", "c", "v", "y", "h", "re", "W", "W*" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (slice_is(op, ends[i].op)) {
			end_path(r, ends[i].fill, ends[i].stroke);
			return true;
		}
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (slice_is(op, others[i])) {
			r->has_path = true;
			return true;
		}
	}
	return false;
}

static void shade(struct run *r)
{
	const struct object *o = run_resource(r, "Shading", &r->operands[0]);
	struct paint paint = { .space = space_read(r->p, pdf_key(r->p, o, "ColorSpace"),
					       r->resources) };

	run_ink(r, &paint, PAINTED_SHADING);
	run_mark_missing(r);
}

static bool run_state(struct run *r, struct slice op, int floor)
{
	static const char *const others[] = { "J", "j", "M", "d", "i", "d0", "d1", "BX", "EX" };

	if (slice_is(op, "q")) {
		save(r);
	} else if (slice_is(op, "Q")) {
		restore(r, floor);
	} else if (slice_is(op, "cm")) {
		struct matrix m = { run_number(r, 0), run_number(r, 1), run_number(r, 2),
			run_number(r, 3), run_number(r, 4), run_number(r, 5) };
		r->now.ctm = matrix_join(m, r->now.ctm);
	} else if (slice_is(op, "w")) {
		r->now.line_width = run_number(r, 0);
	} else if (slice_is(op, "gs")) {
		use_state(r);
	} else if (slice_is(op, "ri")) {
		check_intent(r, &r->operands[0]);
	} else if (slice_is(op, "Do")) {
		show_object(r);
	} else if (slice_is(op, "sh")) {
		shade(r);
	} else if (slice_is(op, "Tf")) {
		r->now.font = find_font(r, run_resource(r, "Font", &r->operands[0]));
		r->now.size = run_number(r, 1);
	} else {
		for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
			if (slice_is(op, others[i])) {
				return true;
			}
		}
		return false;
	}
	return true;
}

/* ISO 19005-2 6.1.13, 6.1.6 */
static void check_operand(struct run *r, const struct object *o)
{
	if (o->kind == OBJECT_STRING && o->bad_hex) {
		look_trouble(r->look, TROUBLE_HEX, r->page, "");
	}
	if (o->kind == OBJECT_STRING && o->s.n > 32767) {
		look_trouble(r->look, TROUBLE_STRING_LONG, r->page, "");
	}
	if (o->kind == OBJECT_NAME && o->s.n > 127) {
		look_trouble(r->look, TROUBLE_NAME_LONG, r->page, "");
	}
	if (o->kind == OBJECT_INT && (o->num > INT32_MAX || o->num < INT32_MIN)) {
		look_trouble(r->look, TROUBLE_INTEGER, r->page, "");
	}
	if (o->kind == OBJECT_REAL && fabs(o->num) > 3.403e38) {
		look_trouble(r->look, TROUBLE_REAL, r->page, "");
	}
	for (int i = 0; i < (o->kind == OBJECT_DICT ? 2 * o->n : o->n); i++) {
		check_operand(r, &o->items[i]);
	}
}

static const struct {
	const char *brief, *full;
} inline_words[] = { { "BPC", "BitsPerComponent" }, { "CS", "ColorSpace" }, { "D", "Decode" },
	{ "DP", "DecodeParms" }, { "F", "Filter" }, { "H", "Height" }, { "IM", "ImageMask" },
	{ "I", "Interpolate" }, { "W", "Width" } };

static void spell_out(struct object *key)
{
	for (size_t i = 0; i < sizeof inline_words / sizeof *inline_words; i++) {
		if (object_is(key, inline_words[i].brief)) {
			const char *full = inline_words[i].full;
			key->s = (struct slice){ full, strlen(full) };
			return;
		}
	}
}

/* 8.9.7: behind the data stands EI with white space on both sides. */
static void skip_data(struct lexer *l)
{
	for (l->at++; l->at + 1 < l->n; l->at++) {
		if (l->s[l->at] == 'E' && l->s[l->at + 1] == 'I' && lex_is_space(l->s[l->at - 1]) &&
				(l->at + 2 >= l->n || lex_is_space(l->s[l->at + 2]))) {
			l->at += 2;
			return;
		}
	}
	l->at = l->n;
}

static void run_inline_image(struct run *r)
{
	struct object dict = { .kind = OBJECT_DICT }, o;
	struct {
		struct object *at;
		int n, cap;
	} items = { 0 };

	while (lex_object(&r->lexer, &o) && !(o.kind == OBJECT_OPERATOR && slice_is(o.s, "ID")) &&
			items.n < 100) {
		if (items.n % 2 == 0) {
			spell_out(&o);
		}
		*vec_push(r->scratch, &items) = o;
	}
	dict.items = items.at;
	dict.n = items.n / 2;
	run_image(r, &dict, true);
	skip_data(&r->lexer);
}

static void run_operator(struct run *r, struct slice op, int floor)
{
	char word[16];

	for (int i = 0; i < r->n; i++) {
		check_operand(r, &r->operands[i]);
	}
	if (slice_is(op, "BI")) {
		run_inline_image(r);
	} else if (!run_text(r, op) && !run_state(r, op, floor) && !run_path(r, op) &&
			!run_colour(r, op) && !run_marked(r, op)) {
		size_t n = op.n < sizeof word - 1 ? op.n : sizeof word - 1;
		for (size_t i = 0; i < n; i++) {
			word[i] = op.s[i] > ' ' && op.s[i] < 0x7f ? op.s[i] : '?';
		}
		word[n] = '\0';
		look_trouble(r->look, TROUBLE_OPERATOR, r->page, arena_string(r->p->a, word));
	}
}

static void run_operators(struct run *r, struct buf *b)
{
	struct arena *outer = r->scratch;
	struct lexer outer_lexer = r->lexer;
	int floor = r->nsaved;
	struct object o;

	r->scratch = arena_new();
	r->lexer = (struct lexer){ .a = r->scratch, .s = b->s, .n = b->n, .content = true };
	r->n = 0;
	while (r->look->operators < OPERATORS_MAX && lex_object(&r->lexer, &o)) {
		if (o.kind != OBJECT_OPERATOR) {
			if (r->n < OPERANDS_MAX) {
				r->operands[r->n++] = o;
			}
			continue;
		}
		for (int i = r->n; i < 6; i++) {
			r->operands[i] = object_null;
		}
		r->look->operators++;
		run_operator(r, o.s, floor);
		r->n = 0;
		arena_reset(r->scratch);
	}
	r->p->too_much |= r->look->operators >= OPERATORS_MAX || r->lexer.deep;
	if (r->nsaved > floor || r->beyond) {
		look_trouble(r->look, TROUBLE_SAVES_UNEVEN, r->page, "q");
		r->now = r->nsaved > floor ? r->saved[floor] : r->now;
		r->nsaved = floor;
		r->beyond = 0;
	}
	arena_free(r->scratch);
	r->scratch = outer;
	r->lexer = outer_lexer;
}

void run_stream(struct run *r, const struct object *streams)
{
	struct buf b = { 0 };
	int n = streams->kind == OBJECT_ARRAY ? streams->n : 1;

	for (int i = 0; i < n && i < 1000; i++) {
		const struct object *o = streams->kind == OBJECT_ARRAY ? pdf_item(r->p, streams, i)
								       : streams;
		if (o->stream && !pdf_stream(r->p, o, &b)) {
			look_trouble(r->look, TROUBLE_UNREADABLE, r->page, "");
		}
		buf_byte(&b, '\n');
		if (b.n > STREAM_MAX) {
			r->p->too_much = true;
			break;
		}
	}
	run_operators(r, &b);
	buf_done(&b);
}

static struct matrix form_matrix(struct pdf *p, const struct object *form)
{
	const struct object *o = pdf_key(p, form, "Matrix");
	double at[6] = { 1, 0, 0, 1, 0, 0 };

	for (int i = 0; i < 6 && o->n == 6; i++) {
		const struct object *item = pdf_item(p, o, i);
		at[i] = object_is_number(item) ? item->num : at[i];
	}
	return (struct matrix){ at[0], at[1], at[2], at[3], at[4], at[5] };
}

static bool is_above(const struct run *r, int id)
{
	for (int i = 0; i < r->depth; i++) {
		if (r->above[i] == id) {
			return true;
		}
	}
	return false;
}

void run_form(struct run *r, const struct object *form)
{
	struct state before = r->now;
	struct matrix text = r->text, line = r->line;
	const struct object *outer = r->resources;
	const struct object *own = pdf_key(r->p, form, "Resources");
	const struct object *group = pdf_key(r->p, form, "Group");
	int stream = r->stream, n = r->n;
	bool borrowed = r->borrowed;

	if (is_above(r, form->id) || r->depth >= FORMS_DEEP) {
		look_trouble(r->look, TROUBLE_LOOP, r->page, "");
		return;
	}
	if (object_is(pdf_key(r->p, group, "S"), "Transparency")) {
		r->look->transparent[r->page] = true;
	}
	r->borrowed = own->kind != OBJECT_DICT;
	r->resources = r->borrowed ? outer : own;
	r->look->operators += 200; /* for fetching it */
	r->above[r->depth++] = form->id;
	r->stream = form->id;
	r->now.ctm = matrix_join(form_matrix(r->p, form), r->now.ctm);
	run_stream(r, form);
	r->depth--;
	r->stream = stream;
	r->resources = outer;
	r->borrowed = borrowed;
	r->now = before;
	r->text = text;
	r->line = line;
	r->n = n;
}
