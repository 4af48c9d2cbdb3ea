#include "pdf/content-imp.h"

#include <string.h>

#include "pdf/link-imp.h"
#include "pdf/print-imp.h"

/* Smaller streams are worth more than the time here: pages are few bytes. */
#define CONTENT_LEVEL 6

/* Synthetic bold: outlines are stroked this fraction of the size wide. */
#define BOLD_STROKE 30

/* What the viewer knows while it reads the page, so that only changes are
   written. Positions as printed: y in 1/1000 pt, x in 1/1000000 pt, which a
   width in 1/1000 em times a size in 1/1000 pt is exactly. */
struct state {
	struct content *c;
	struct buf *out;
	int page; /* counted from 1 */
	bool text, array, string;
	int64_t x, y;
	int type0;
	int64_t size, rise;
	uint32_t fill, stroke;
	bool bold;
	int64_t stroke_wid;
	bool round_ends;
};

static void end_array(struct state *s)
{
	if (s->array) {
		buf_text(s->out, s->string ? ">]TJ\n" : "]TJ\n");
		s->array = s->string = false;
	}
}

static void end_text(struct state *s)
{
	end_array(s);
	if (s->text) {
		buf_text(s->out, "ET\n");
		s->text = false;
	}
}

/* v (>= 0) to a millionth: so little moves nothing on a page. */
static void print_scale(struct buf *b, ratio v)
{
	int64_t millionths = ((int64_t)v * 1000000 + UNIT_ONE / 2) / UNIT_ONE;

	buf_print(b, "%d.%06d", (int)(millionths / 1000000), (int)(millionths % 1000000));
}

/* 0xRRGGBB as operands and the operator for it; greys as grey. */
static void print_colour(struct buf *b, uint32_t colour, const char *grey, const char *rgb)
{
	unsigned v[3] = { colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff };
	int n = v[0] == v[1] && v[1] == v[2] ? 1 : 3;

	for (int i = 0; i < n; i++) {
		print_milli(b, (v[i] * 1000 + 127) / 255);
		buf_byte(b, ' ');
	}
	buf_text(b, n == 1 ? grey : rgb);
}

static void set_fill(struct state *s, uint32_t colour)
{
	if (s->fill != colour) {
		end_array(s);
		print_colour(s->out, colour, "g\n", "rg\n");
		s->fill = colour;
	}
}

static void set_stroke(struct state *s, uint32_t colour, int64_t wid)
{
	if (s->stroke != colour) {
		end_array(s);
		print_colour(s->out, colour, "G\n", "RG\n");
		s->stroke = colour;
	}
	if (s->stroke_wid != wid) {
		end_array(s);
		print_milli(s->out, wid);
		/* round joins: mitred ones stick out of sharp corners */
		buf_text(s->out, " w 1 j\n");
		s->stroke_wid = wid;
	}
}

static void set_round_ends(struct state *s)
{
	if (!s->round_ends) {
		buf_text(s->out, "1 J\n");
		s->round_ends = true;
	}
}

static void set_bold(struct state *s, bool bold)
{
	if (s->bold != bold) {
		end_array(s);
		buf_text(s->out, bold ? "2 Tr\n" : "0 Tr\n");
		s->bold = bold;
	}
}

static void set_rise(struct state *s, int64_t rise)
{
	if (s->rise != rise) {
		end_array(s);
		print_milli(s->out, rise);
		buf_text(s->out, " Ts\n");
		s->rise = rise;
	}
}

/* The page lists a font when it first uses it. */
static void list_font(struct state *s, int type0)
{
	struct type0 *t = &s->c->fonts->type0s.at[type0];

	if (t->page != s->page) {
		buf_print(&s->c->fonts_used, "/F%d %u 0 R ", type0 + 1, object_number(t->dict));
		t->page = s->page;
	}
}

static void set_font(struct state *s, int type0, int64_t size)
{
	if (s->type0 != type0 || s->size != size) {
		end_array(s);
		list_font(s, type0);
		buf_print(s->out, "/F%d ", type0 + 1);
		print_milli(s->out, size);
		buf_text(s->out, " Tf\n");
		s->type0 = type0;
		s->size = size;
	}
}

/* sp in 1/1000000 pt: times 1000000 / 65536 */
static int64_t micro(int64_t v)
{
	return (v * 15625 + (v < 0 ? -512 : 512)) / 1024;
}

/* Put the pen at x where that is no step within the line. */
static void move_to(struct state *s, int64_t x, int64_t y)
{
	int64_t step = x - s->x;

	if (s->text && s->y == y && step < 1000 * s->size && -step < 1000 * s->size) {
		return;
	}
	end_array(s);
	if (!s->text) {
		buf_text(s->out, "BT\n");
		s->text = true;
	}
	s->x = divide_rounded(x, 1000) * 1000;
	s->y = y;
	buf_text(s->out, "1 0 0 1 ");
	print_milli(s->out, s->x / 1000);
	buf_byte(s->out, ' ');
	print_milli(s->out, y);
	buf_text(s->out, " Tm\n");
}

/* Show the glyph at x. The step from where the viewer's pen stands is computed
   anew for each, so that rounding never adds up. */
static void show_glyph(struct state *s, const struct code *code, int64_t x)
{
	int64_t step = divide_rounded(s->x - x, s->size); /* 1/1000 em, to the left */
	char *p = buf_room(s->out, 8);

	if (!s->array) {
		*p++ = '[';
	}
	if (step) {
		if (s->string) {
			*p++ = '>';
		}
		s->out->n = (size_t)(p - s->out->s);
		print_int(s->out, step);
		p = buf_room(s->out, 8);
	}
	if (!s->string || step) {
		*p++ = '<';
	}
	p = print_hex(p, code->cid);
	s->out->n = (size_t)(p - s->out->s);
	s->array = s->string = true;
	s->x += (code->wid - step) * s->size;
}

/* Text that the glyphs' own maps would give wrongly. */
static void begin_actual_text(struct state *s, struct slice text)
{
	end_array(s);
	buf_text(s->out, "/Span <</ActualText ");
	print_text(s->out, text);
	buf_text(s->out, ">> BDC\n");
}

static void end_actual_text(struct state *s)
{
	end_array(s);
	buf_text(s->out, "EMC\n");
}

/* One fragment on its way to the page. */
struct show {
	const struct cidfont *font;
	const struct frag *frag;
	int64_t x, y; /* of the line: sp from the left, 1/1000 pt from the bottom */
	int64_t size; /* 1/1000 pt */
};

static void show_one(struct state *s, const struct show *f, int i, const struct code *code)
{
	const struct glyph *g = &f->frag->glyphs[i];
	int64_t x = micro(f->x + f->frag->x[i] + g->x);

	move_to(s, x, f->y);
	set_font(s, code->type0, f->size);
	set_rise(s, print_thousandths(g->y));
	show_glyph(s, code, x);
}

/* The codes of a cluster, one glyph after another, give its text. */
static bool reads_right(const struct show *f, int i, int n)
{
	struct slice text = cidfont_text(f->frag, i);
	size_t at = 0;

	for (int k = 0; k < n; k++) {
		struct slice part = cidfont_part(f->frag, i, n, k);
		const struct code *code = cidfont_code(f->font, f->frag->glyphs[i + k].id, part);
		if (!code || !part.n || code->text.n != part.n ||
				memcmp(code->text.s, part.s, part.n) != 0) {
			return false;
		}
		at += part.n;
	}
	return at == text.n;
}

static void show_cluster(struct state *s, const struct show *f, int i, int n)
{
	struct slice text = cidfont_text(f->frag, i);
	bool wrap = text.n && !reads_right(f, i, n);

	if (wrap) {
		move_to(s, micro(f->x + f->frag->x[i]), f->y);
		begin_actual_text(s, text);
	}
	for (int k = 0; k < n; k++) {
		const struct code *code = cidfont_code(f->font, f->frag->glyphs[i + k].id,
				cidfont_part(f->frag, i, n, k));
		if (code) {
			show_one(s, f, i + k, code);
		}
	}
	if (wrap) {
		end_actual_text(s);
	}
}

static void show_frag(struct state *s, const struct item *it)
{
	const struct frag *frag = it->u.frag;
	const struct run *run = frag->run;
	struct show f = { cidfonts_find(s->c->fonts, run->font.face), frag, it->x,
		print_thousandths((int64_t)s->c->book->page_height - it->y),
		print_thousandths(run->size) };

	if (f.size <= 0) {
		return;
	}
	set_fill(s, run->colour);
	set_bold(s, run->font.embolden);
	if (run->font.embolden) {
		set_stroke(s, run->colour, f.size / BOLD_STROKE);
	}
	for (int i = 0, n; i < frag->nglyphs; i += n) {
		n = cidfont_cluster(frag, i);
		show_cluster(s, &f, i, n);
	}
}

static void show_rule(struct state *s, const struct item *it)
{
	end_text(s);
	set_fill(s, it->u.colour);
	print_length(s->out, it->x);
	buf_byte(s->out, ' ');
	print_length(s->out, (int64_t)s->c->book->page_height - it->y - it->hgt);
	buf_byte(s->out, ' ');
	print_length(s->out, it->wid);
	buf_byte(s->out, ' ');
	print_length(s->out, it->hgt);
	buf_text(s->out, " re f\n");
}

static void list_image(struct state *s, int image)
{
	struct image *m = &s->c->images->list.at[image];

	if (m->page != s->page) {
		buf_print(&s->c->images_used, "/I%d %u 0 R ", image + 1, object_number(m->dict));
		m->page = s->page;
	}
}

static void show_picture(struct state *s, const struct item *it)
{
	int image = images_find(s->c->images, it->u.picture);

	end_text(s);
	list_image(s, image);
	buf_text(s->out, "q ");
	print_length(s->out, it->wid);
	buf_text(s->out, " 0 0 ");
	print_length(s->out, it->hgt);
	buf_byte(s->out, ' ');
	print_length(s->out, it->x);
	buf_byte(s->out, ' ');
	print_length(s->out, (int64_t)s->c->book->page_height - it->y - it->hgt);
	buf_print(s->out, " cm /I%d Do Q\n", image + 1);
}

static void print_point(struct state *s, const struct item *it, struct point at, const char *end)
{
	print_length(s->out, (int64_t)it->x + at.x);
	buf_byte(s->out, ' ');
	print_length(s->out, (int64_t)s->c->book->page_height - it->y - at.y);
	buf_text(s->out, end);
}

static void show_path(struct state *s, const struct item *it)
{
	const struct path *p = it->u.path;

	end_text(s);
	if (p->filled) {
		set_fill(s, p->colour);
	} else {
		set_stroke(s, p->colour, print_thousandths(p->width));
		set_round_ends(s); /* as a pen leaves them */
	}
	print_point(s, it, p->at[0], " m\n");
	for (int i = 1; i < p->n; i++) {
		bool inner = p->curved && i % 3;
		print_point(s, it, p->at[i], inner ? " " : p->curved ? " c\n" : " l\n");
	}
	buf_text(s->out, p->filled ? "f\n" : p->closed ? "s\n" : "S\n");
}

static void show_items(struct state *s, const struct page *page);

/* The placed page's operators stand as they would on a page of this book's size,
   and are moved as one; what the viewer knew before is so again behind it. */
static void show_page(struct state *s, const struct item *it)
{
	const struct page *page = it->u.placed.page;
	int64_t height = s->c->book->page_height;
	struct state before;

	end_text(s);
	before = *s;
	buf_text(s->out, "q ");
	print_scale(s->out, it->u.placed.scale);
	buf_text(s->out, " 0 0 ");
	print_scale(s->out, it->u.placed.scale);
	buf_byte(s->out, ' ');
	print_length(s->out, it->x);
	buf_byte(s->out, ' ');
	print_length(s->out, height - it->y - height * it->u.placed.scale / UNIT_ONE);
	buf_text(s->out, " cm\n");
	show_items(s, page);
	end_text(s);
	buf_text(s->out, "Q\n");
	*s = before;
}

static void show_item(struct state *s, const struct item *it)
{
	switch (it->kind) {
	case ITEM_GLYPHS:
		show_frag(s, it);
		break;
	case ITEM_RULE:
		show_rule(s, it);
		break;
	case ITEM_PICTURE:
		show_picture(s, it);
		break;
	case ITEM_LINK:
		break; /* no mark on the paper */
	case ITEM_PATH:
		show_path(s, it);
		break;
	case ITEM_PAGE:
		show_page(s, it);
		break;
	}
}

static void show_items(struct state *s, const struct page *page)
{
	for (int i = 0; i < page->nitems; i++) {
		show_item(s, &page->items[i]);
	}
}

static void fill_operators(struct content *c, int i)
{
	struct state s = { .c = c, .out = &c->operators, .page = i + 1, .type0 = -1 };

	show_items(&s, &c->book->pages[i]);
	end_text(&s);
}

static void add_resources(struct content *c, HPDF_Page page)
{
	struct buf b = { 0 };

	if (c->fonts_used.n) {
		buf_print(&b, "/Font <<%s>>\n", c->fonts_used.s);
	}
	if (c->images_used.n) {
		buf_print(&b, "/XObject <<%s>>\n", c->images_used.s);
	}
	object_entries(c->doc, HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT), &b);
	buf_done(&b);
}

static void add_operators(struct content *c, HPDF_Page page)
{
	HPDF_PageAttr attr = page->attr;
	struct slice raw = { c->operators.s, c->operators.n };
	struct buf b = { 0 };

	object_lend(c->doc, attr->contents, doc_deflate(c->doc, raw, CONTENT_LEVEL));
	attr->stream = attr->contents->stream;
	buf_text(&b, "/Filter /FlateDecode\n");
	object_entries(c->doc, attr->contents, &b);
	buf_done(&b);
}

void content_page(struct content *c, int i)
{
	c->operators.n = c->fonts_used.n = c->images_used.n = 0;
	fill_operators(c, i);
	if (c->pages[i]) {
		add_operators(c, c->pages[i]);
		add_resources(c, c->pages[i]);
		links_add(c, i);
	}
}

void content_done(struct content *c)
{
	buf_done(&c->operators);
	buf_done(&c->fonts_used);
	buf_done(&c->images_used);
}
