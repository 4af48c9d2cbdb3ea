/* cmap: character codes → CIDs and → Unicode (ISO 32000-1 9.7.5, 9.10.3). */

#include <string.h>

#include "inspect/font-imp.h"
#include "text/char.h"

#define RANGES_MAX 200000
#define TEXT_UNITS 64 /* UTF-16 units that one code may stand for */

/* Reading on its way: operands since the last operator. */
struct reading {
	struct pdf *p;
	struct lexer l;
	struct object operands[512];
	int n;
};

static uint32_t code_of(const struct object *o)
{
	uint32_t v = 0;

	for (size_t i = 0; i < o->s.n && i < 4; i++) {
		v = v << 8 | (unsigned char)o->s.s[i];
	}
	return v;
}

/* The next operator, what stands before it in r->operands. NULL slice at the end. */
static struct slice next_operator(struct reading *r)
{
	struct object o;

	r->n = 0;
	while (lex_object(&r->l, &o)) {
		if (o.kind == OBJECT_OPERATOR) {
			return o.s;
		}
		if (r->n < (int)(sizeof r->operands / sizeof *r->operands)) {
			r->operands[r->n++] = o;
		}
	}
	return (struct slice){ 0 };
}

static void read_spaces(struct reading *r, struct cmap *m)
{
	m->spaces = true;
	for (int i = 0; i + 1 < r->n; i += 2) {
		const struct object *from = &r->operands[i], *to = &r->operands[i + 1];
		if (from->s.n == 1 && to->s.n == 1) {
			for (uint32_t c = code_of(from); c <= code_of(to) && c < 256; c++) {
				m->one_byte[c] = true;
			}
		}
	}
}

static void add_range(struct reading *r, struct cmap *m, uint32_t from, uint32_t to,
		const struct object *cid)
{
	if (m->ranges.n < RANGES_MAX && cid->kind == OBJECT_INT) {
		int first = object_int(cid, 0);
		int64_t last = (int64_t)first + (to > from ? to - from : 0);
		*vec_push(r->p->a, &m->ranges) = (struct cid_range){ from, to, first };
		m->cid_max = last > m->cid_max ? (int)(last < INT32_MAX ? last : INT32_MAX)
					       : m->cid_max;
	}
}

static void read_cids(struct reading *r, struct cmap *m, int each)
{
	for (int i = 0; i + each <= r->n; i += each) {
		const struct object *o = &r->operands[i];
		add_range(r, m, code_of(o), code_of(&o[each - 2]), &o[each - 1]);
	}
}

static void begin(struct reading *r, struct pdf *p, struct buf *b)
{
	*r = (struct reading){ .p = p };
	r->l = (struct lexer){ .a = p->a, .s = b->s, .n = b->n, .content = true };
}

static void read_definition(struct reading *r, struct cmap *m)
{
	const struct object *o = &r->operands[r->n - 2];

	if (r->n >= 2 && object_is(o, "WMode")) {
		m->stream_wmode = object_int(&o[1], 0);
	}
}

static void read_embedded(struct pdf *p, const struct object *o, struct cmap *m)
{
	struct buf b = { 0 };
	struct reading *r = ARENA_NEW(p->a, struct reading);
	struct slice op;

	pdf_stream(p, o, &b);
	begin(r, p, &b);
	while ((op = next_operator(r)).s) {
		if (slice_is(op, "endcodespacerange")) {
			read_spaces(r, m);
		} else if (slice_is(op, "endcidrange")) {
			read_cids(r, m, 3);
		} else if (slice_is(op, "endcidchar")) {
			read_cids(r, m, 2);
		} else if (slice_is(op, "def") && r->n >= 2) {
			read_definition(r, m);
		} else if (slice_is(op, "usecmap") && r->n) {
			m->use = pdf_show(p, &r->operands[r->n - 1]);
		}
	}
	buf_done(&b);
}

void cmap_read(struct pdf *p, const struct object *o, struct cmap *m)
{
	const struct object *use = pdf_key(p, o, "UseCMap");

	m->dict = o;
	if (o->stream) {
		m->embedded = true;
		m->name = pdf_show(p, pdf_key(p, o, "CMapName"));
		m->wmode = object_int(pdf_key(p, o, "WMode"), 0);
		read_embedded(p, o, m);
		if (use->kind != OBJECT_NULL) {
			m->use = pdf_show(p, use->stream ? pdf_key(p, use, "CMapName") : use);
		}
		return;
	}
	m->name = pdf_show(p, o);
	m->wmode = strlen(m->name) > 1 && strcmp(m->name + strlen(m->name) - 2, "-V") == 0;
	m->identity = strncmp(m->name, "Identity-", 9) == 0;
	m->predefined = !m->identity;
	m->utf16 = strstr(m->name, "UTF16") || strstr(m->name, "UCS2");
	m->mixed = m->predefined && !m->utf16;
}

int cmap_cid(const struct cmap *m, uint32_t code)
{
	if (m->identity) {
		return (int)code;
	}
	for (int i = m->ranges.n - 1; i >= 0; i--) {
		const struct cid_range *r = &m->ranges.at[i];
		if (code >= r->from && code <= r->to) {
			return r->cid + (int)(code - r->from);
		}
	}
	return m->embedded && !m->use ? 0 : -1;
}

/* UTF-16 as UTF-8; the last unit raised by add. */
static const char *utf8_of(struct pdf *p, struct slice s, uint32_t add, bool *bad)
{
	struct buf b = { 0 };
	char utf8[5];
	const char *text;

	*bad = false;
	for (size_t i = 0; i + 1 < s.n && i < 2 * TEXT_UNITS; i += 2) {
		uint32_t c = (uint32_t)((unsigned char)s.s[i] << 8 | (unsigned char)s.s[i + 1]);
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.n) {
			uint32_t low = (uint32_t)((unsigned char)s.s[i + 2] << 8 |
					(unsigned char)s.s[i + 3]);
			c = 0x10000 + ((c - 0xd800) << 10) + (low & 0x3ff);
			i += 2;
		}
		c += i + 3 >= s.n ? add : 0;
		*bad |= c == 0 || c == 0xfeff || c == 0xfffe;
		if (c && c < 0x110000 && !(c >= 0xd800 && c < 0xe000)) {
			buf_add(&b, utf8, (size_t)char_write(c, utf8));
		}
	}
	text = arena_copy(p->a, b.s ? b.s : "", b.n);
	buf_done(&b);
	return text;
}

static void set_text(struct pdf *p, struct pdf_font *f, uint32_t code, struct slice to,
		uint32_t add)
{
	struct code *c = font_code(p, f, code);

	c->said = true;
	c->text = utf8_of(p, to, add, &c->bad_text);
}

static void read_texts(struct reading *r, struct pdf_font *f)
{
	for (int i = 0; i + 1 < r->n; i += 2) {
		uint32_t code = code_of(&r->operands[i]);
		if (code < 65536) {
			set_text(r->p, f, code, r->operands[i + 1].s, 0);
		}
	}
}

static void read_text_ranges(struct reading *r, struct pdf_font *f)
{
	for (int i = 0; i + 2 < r->n; i += 3) {
		uint32_t from = code_of(&r->operands[i]), to = code_of(&r->operands[i + 1]);
		const struct object *o = &r->operands[i + 2];
		for (uint32_t c = from; c <= to && c < 65536; c++) {
			if (o->kind == OBJECT_STRING) {
				set_text(r->p, f, c, o->s, c - from);
			} else if (o->kind == OBJECT_ARRAY && c - from < (uint32_t)o->n) {
				set_text(r->p, f, c, o->items[c - from].s, 0);
			} else {
				break;
			}
		}
	}
}

void cmap_read_unicode(struct pdf *p, const struct object *o, struct pdf_font *f)
{
	struct buf b = { 0 };
	struct reading *r = ARENA_NEW(p->a, struct reading);
	struct slice op;
	int ranges = 0;

	pdf_stream(p, o, &b);
	begin(r, p, &b);
	while ((op = next_operator(r)).s && ranges < 2000) {
		if (slice_is(op, "endbfchar")) {
			read_texts(r, f);
		} else if (slice_is(op, "endbfrange")) {
			read_text_ranges(r, f);
		} else {
			continue;
		}
		ranges++;
	}
	buf_done(&b);
}
