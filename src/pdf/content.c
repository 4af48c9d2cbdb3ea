#include "pdf/content-imp.h"

#include <string.h>

#include "pdf/inks-imp.h"
#include "pdf/link-imp.h"
#include "pdf/press-imp.h"
#include "pdf/print-imp.h"

/* Smaller streams are worth more than the time here: pages are few bytes. */
#define CONTENT_LEVEL 6

/* Synthetic bold: outlines are stroked this fraction of the size wide. */
#define BOLD_STROKE 30

/* A glyph may stand so far from its place, in 1/1000000 pt. */
#define OFF_MOST 4000

/* What the viewer knows while it reads the page, so that only changes are
   written. Positions as printed: y in 1/1000 pt, x in 1/1000000 pt, which a
   width in 1/1000 em times a size in 1/1000 pt is exactly. */
struct state {
	struct content *c;
	struct buf *out;
	int page;          /* counted from 1 */
	struct tags *tags; /* NULL: nothing is marked here */
	bool marked;       /* as the content of */
	int element;
	bool text, array, string;
	bool moved; /* the pen is put where this text and font began */
	int64_t x, y;
	int type0;
	int64_t size;
	uint32_t fill, stroke;
	enum overprint { OVERPRINT_UNKNOWN, OVERPRINT_ON, OVERPRINT_OFF } overprint;
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

static void end_mark(struct state *s)
{
	end_text(s);
	if (s->marked) {
		buf_text(s->out, "EMC\n");
		s->marked = false;
	}
}

static void begin_mark(struct state *s, int element)
{
	end_mark(s);
	if (element > 0) {
		buf_print(s->out, "/%s <</MCID %d>> BDC\n", tags_name(s->tags, element),
				tags_mark(s->tags, element, s->page - 1));
	} else {
		buf_print(s->out, "/Artifact <</Type /%s>> BDC\n",
				element == NODE_PAGINATION ? "Pagination" : "Layout");
	}
	s->marked = true;
	s->element = element;
}

/* Items of one part that follow each other are one piece of marked content. */
static void mark_item(struct state *s, const struct item *it)
{
	int element;

	if (!s->tags) {
		return;
	}
	element = tags_element(s->tags, it);
	if (it->kind != ITEM_LINK && (!s->marked || s->element != element)) {
		begin_mark(s, element);
	}
	if (it->kind == ITEM_PICTURE && element > 0) {
		tags_extend(s->tags, element, it);
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

static struct inks *inks_of(const struct state *s)
{
	return s->c->order ? s->c->order->inks : NULL;
}

/* Black lies on top of what is below it, so that no white shows where plates do
   not meet; all else leaves out what is below. */
static void set_overprint(struct state *s, enum overprint wanted)
{
	if (inks_of(s) && s->overprint != wanted) {
		end_array(s);
		buf_print(s->out, "/%s gs\n", wanted == OVERPRINT_ON ? OVERPRINT : KNOCKOUT);
		s->overprint = wanted;
	}
}

static void set_colour(struct state *s, uint32_t colour, bool stroke)
{
	uint32_t *set = stroke ? &s->stroke : &s->fill;

	set_overprint(s, inks_overprint(colour) ? OVERPRINT_ON : OVERPRINT_OFF);
	if (*set == colour) {
		return;
	}
	end_array(s);
	*set = colour;
	if (inks_of(s)) {
		s->c->spot_used |= inks_print(inks_of(s), s->out, colour, stroke) == INK_SPOT;
	} else {
		print_colour(s->out, colour, stroke ? "G\n" : "g\n", stroke ? "RG\n" : "rg\n");
	}
}

static void set_stroke(struct state *s, uint32_t colour, int64_t wid)
{
	set_colour(s, colour, true);
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
		s->moved = false;
	}
}

/* sp in 1/1000000 pt: times 1000000 / 65536 */
static int64_t micro(int64_t v)
{
	return (v * 15625 + (v < 0 ? -512 : 512)) / 1024;
}

static void begin_text(struct state *s)
{
	if (!s->text) {
		buf_text(s->out, "BT\n");
		s->text = true;
		s->type0 = -1; /* its font is said in each text */
	}
}

/* Put the pen at x where that is no step within the line, or another font begins. */
static void move_to(struct state *s, int64_t x, int64_t y)
{
	int64_t step = x - s->x;

	if (s->moved && s->y == y && step < 1000 * s->size && -step < 1000 * s->size) {
		return;
	}
	end_array(s);
	s->moved = true;
	s->x = divide_rounded(x, 1000) * 1000;
	s->y = y;
	buf_text(s->out, "1 0 0 1 ");
	print_milli(s->out, s->x / 1000);
	buf_byte(s->out, ' ');
	print_milli(s->out, y);
	buf_text(s->out, " Tm\n");
}

/* How far to the left the next glyph is to be put, in 1/1000 of 1/1000 em: a round
   number, if that puts it right. */
static int64_t find_step(const struct state *s, int64_t x)
{
	for (int64_t part = 1000; part > 10; part /= 10) {
		int64_t step = divide_rounded((s->x - x) * (1000 / part), s->size) * part;
		int64_t off = s->x - x - step * s->size / 1000;
		if (off <= OFF_MOST && -off <= OFF_MOST) {
			return step;
		}
	}
	return divide_rounded((s->x - x) * 100, s->size) * 10;
}

/* Show the glyph at x. The step from where the viewer's pen stands is computed
   anew for each, so that rounding never adds up. */
static void show_glyph(struct state *s, const struct code *code, int64_t x)
{
	int64_t step = find_step(s, x);
	char *p = buf_room(s->out, 8);

	if (!s->array) {
		*p++ = '[';
	}
	if (step) {
		if (s->string) {
			*p++ = '>';
			*p++ = ' ';
		}
		s->out->n = (size_t)(p - s->out->s);
		print_milli(s->out, step);
		p = buf_room(s->out, 8);
		*p++ = ' ';
	}
	if (!s->string || step) {
		*p++ = '<';
	}
	p = print_hex(p, code->cid);
	s->out->n = (size_t)(p - s->out->s);
	s->array = s->string = true;
	s->x += code->wid * s->size - divide_rounded(step * s->size, 1000);
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

	begin_text(s);
	set_font(s, code->type0, f->size);
	/* raised ones get a place of their own: simple readers know no text rise */
	move_to(s, x, f->y + print_thousandths(g->y));
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
		begin_text(s);
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
	set_colour(s, run->colour, false);
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
	set_colour(s, it->u.colour, false);
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

/* The matrix that turns and mirrors the unit square with the picture's stored
   pixels as its orientation asks for, and lays it on the item's place. */
static void print_placement(struct state *s, const struct item *it)
{
	static const struct {
		int wid[2], hgt[2]; /* how x and y go along the rows, and up the columns; */
		bool right, top;    /* from these edges */
	} ways[] = {
		{ { 1, 0 }, { 0, 1 }, false, false }, /* none said */
		{ { 1, 0 }, { 0, 1 }, false, false }, /* 1: first row above, first column left */
		{ { -1, 0 }, { 0, 1 }, true, false }, /* 2: above, right */
		{ { -1, 0 }, { 0, -1 }, true, true }, /* 3: below, right */
		{ { 1, 0 }, { 0, -1 }, false, true }, /* 4: below, left */
		{ { 0, -1 }, { -1, 0 }, true, true }, /* 5: left, above */
		{ { 0, -1 }, { 1, 0 }, false, true }, /* 6: right, above */
		{ { 0, 1 }, { 1, 0 }, false, false }, /* 7: right, below */
		{ { 0, 1 }, { -1, 0 }, true, false }, /* 8: left, below */
	};
	int i = it->u.picture->orientation;
	int64_t bottom = (int64_t)s->c->book->page_height - it->y - it->hgt;
	const int64_t matrix[] = {
		(int64_t)ways[i].wid[0] * it->wid,
		(int64_t)ways[i].wid[1] * it->hgt,
		(int64_t)ways[i].hgt[0] * it->wid,
		(int64_t)ways[i].hgt[1] * it->hgt,
		(int64_t)it->x + (ways[i].right ? it->wid : 0),
		bottom + (ways[i].top ? it->hgt : 0),
	};

	for (int k = 0; k < 6; k++) {
		print_length(s->out, matrix[k]);
		buf_byte(s->out, ' ');
	}
}

static void show_picture(struct state *s, const struct item *it)
{
	int image = images_find(s->c->images, it->u.picture);

	end_text(s);
	set_overprint(s, OVERPRINT_OFF);
	list_image(s, image);
	s->c->blends |= it->u.picture->alpha != NULL;
	buf_text(s->out, "q ");
	print_placement(s, it);
	buf_print(s->out, "cm /I%d Do Q\n", image + 1);
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
		set_colour(s, p->colour, false);
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
	s->tags = NULL; /* a picture of a page is no part of this one's text */
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
	mark_item(s, it);
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
	struct state s = { .c = c,
		.out = &c->operators,
		.page = i + 1,
		.tags = c->tags,
		.type0 = -1 };

	if (inks_of(&s)) {
		s.fill = s.stroke = UINT32_MAX; /* what a page begins with is of no ink */
	}
	show_items(&s, &c->book->pages[i]);
	end_mark(&s);
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
	if (c->order && c->order->inks) {
		inks_resources(c->order->inks, &c->ink_objects, c->spot_used, &b);
	}
	object_entries(c->doc, HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT), &b);
	buf_done(&b);
}

/* Links are stepped through as the structure has them (ISO 14289-1, 7.18.3). */
static void add_entries(struct content *c, int i)
{
	struct buf b = { 0 };

	if (c->tags) {
		buf_print(&b, "/StructParents %d\n/Tabs /S\n", i);
		if (c->blends) {
			buf_text(&b, "/Group <</Type /Group /S /Transparency /CS /DeviceRGB>>\n");
		}
		object_page_entries(c->doc, c->pages[i], &b);
	}
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

/* Links of a screen; what a press's file is known by. */
static void finish_page(struct content *c, int i)
{
	if (c->order && c->order->inks) {
		press_page(c, i);
	} else {
		links_add(c, i);
	}
}

void content_page(struct content *c, int i)
{
	c->operators.n = c->fonts_used.n = c->images_used.n = 0;
	c->blends = c->spot_used = false;
	if (c->tags) {
		c->tags->links.n = 0;
	}
	fill_operators(c, i);
	if (c->pages[i]) {
		add_operators(c, c->pages[i]);
		add_resources(c, c->pages[i]);
		finish_page(c, i);
		add_entries(c, i);
	}
}

void content_done(struct content *c)
{
	buf_done(&c->operators);
	buf_done(&c->fonts_used);
	buf_done(&c->images_used);
}
