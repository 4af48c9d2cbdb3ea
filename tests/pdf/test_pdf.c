/* Books built by hand, written, and looked at: their objects as bytes, their
   page contents inflated. */

#include <ctype.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <hb.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "pdf/inks.h"
#include "pdf/pdf-imp.h"
#include "pdf/print-imp.h"

#define PT(n) ((sp)((n)*UNIT_ONE))

#define ITEMS 64
#define PAGES 16

struct maker {
	struct arena *a;
	struct fonts *fonts;
	struct diags *d;
	char folder[32], path[64];
	struct book book;
	struct page pages[PAGES];
	struct item items[PAGES][ITEMS];
};

static int setup(void **state)
{
	struct maker *m = calloc(1, sizeof *m);

	m->a = arena_new();
	m->d = diags_new();
	strcpy(m->folder, "test-pdf-XXXXXX");
	if (!mkdtemp(m->folder)) {
		return -1;
	}
	snprintf(m->path, sizeof m->path, "%s/out.pdf", m->folder);
	m->fonts = fonts_open(FONTS_FOLDER, m->d);
	m->book = (struct book){ .page_width = PT(595.276),
		.page_height = PT(841.89),
		.pages = m->pages,
		.npages = 1,
		.date = { 2024, 2, 29 } };
	for (int i = 0; i < PAGES; i++) {
		m->pages[i].items = m->items[i];
	}
	*state = m;
	return m->fonts ? 0 : -1;
}

static int teardown(void **state)
{
	struct maker *m = *state;

	unlink(m->path);
	rmdir(m->folder);
	fonts_close(m->fonts);
	diags_free(m->d);
	arena_free(m->a);
	free(m);
	return 0;
}

static struct item *add_item(struct maker *m, int page)
{
	assert_true(m->pages[page].nitems < ITEMS);
	return &m->items[page][m->pages[page].nitems++];
}

/* A fragment of text, one glyph a character, at its natural width. */
static struct frag *frag_of(struct maker *m, const char *role, sp size, const char *s)
{
	const struct font *fonts;
	struct frag *f = ARENA_NEW(m->a, struct frag);
	struct text *text = ARENA_NEW(m->a, struct text);
	struct par *par = ARENA_NEW(m->a, struct par);
	struct run *run = ARENA_NEW(m->a, struct run);
	struct glyph *g = ARENA_ARRAY(m->a, struct glyph, strlen(s));
	sp *x = ARENA_ARRAY(m->a, sp, strlen(s)), pen = 0;
	hb_buffer_t *hb = hb_buffer_create();
	unsigned n;
	const hb_glyph_info_t *info;

	assert_true(role_fonts(fonts_find(m->fonts, role, false), &fonts) > 0);
	*run = (struct run){ .font = fonts[0], .size = size };
	*text = text_plain(m->a, s, (struct span){ 0 });
	par->text = text;
	hb_buffer_add_utf8(hb, s, -1, 0, -1);
	info = hb_buffer_get_glyph_infos(hb, &n);
	for (unsigned i = 0; i < n; i++) {
		hb_codepoint_t id = 0;
		unsigned end = i + 1 < n ? info[i + 1].cluster : text->n;
		hb_font_t *font = face_hb(run->font.face);
		assert_true(hb_font_get_nominal_glyph(font, info[i].codepoint, &id));
		g[i] = (struct glyph){ id, info[i].cluster, (uint16_t)(end - info[i].cluster), 0,
			0 };
		x[i] = pen;
		pen += (sp)((int64_t)hb_font_get_glyph_h_advance(font, id) * size /
				face_upem(run->font.face));
	}
	hb_buffer_destroy(hb);
	*f = (struct frag){ par, run, g, x, (int)n, 0, pen };
	return f;
}

static struct frag *add_text(struct maker *m, int page, sp y, const char *role, const char *s)
{
	struct frag *f = frag_of(m, role, PT(14), s);
	struct item *it = add_item(m, page);

	*it = (struct item){ .kind = ITEM_GLYPHS, .x = PT(80), .y = y };
	it->u.frag = f;
	return f;
}

static struct slice read_all(struct maker *m)
{
	struct slice s;

	assert_int_equal(file_read(m->a, m->path, 1 << 28, &s), FILE_OK);
	return s;
}

static int count(struct slice s, const char *part)
{
	size_t n = strlen(part);
	int found = 0;

	for (size_t i = 0; i + n <= s.n; i++) {
		found += memcmp(s.s + i, part, n) == 0;
	}
	return found;
}

static bool contains(struct slice s, const char *part)
{
	return count(s, part) > 0;
}

static void inflate_into(struct buf *b, const char *s, size_t n)
{
	unsigned char out[4096];
	z_stream z = { .next_in = (z_const Bytef *)s, .avail_in = (uInt)n };
	int r = inflateInit(&z);

	while (r == Z_OK) {
		z.next_out = out;
		z.avail_out = sizeof out;
		r = inflate(&z, Z_NO_FLUSH);
		buf_add(b, out, sizeof out - z.avail_out);
	}
	inflateEnd(&z);
}

/* All streams of the file, inflated, one behind the other. */
static struct slice streams(struct maker *m)
{
	static const char begin[] = "\nstream\r\n";
	struct slice file = read_all(m);
	struct buf b = { 0 };
	struct slice s;

	for (size_t i = 0; i + sizeof begin < file.n; i++) {
		if (memcmp(file.s + i, begin, sizeof begin - 1) == 0) {
			inflate_into(&b, file.s + i + 9, file.n - i - 9);
		}
	}
	s = (struct slice){ arena_copy(m->a, b.s, b.n), b.n };
	buf_done(&b);
	return s;
}

static void write_ok(struct maker *m)
{
	if (!pdf_write(&m->book, NULL, m->path, m->d)) {
		diags_print(m->d, stderr);
		fail();
	}
	assert_int_equal(diags_count(m->d, DIAG_NOTE), 0);
}

static void write_fails(struct maker *m, const char *path, enum diag_kind kind, const char *why)
{
	assert_false(pdf_write(&m->book, NULL, path, m->d));
	assert_int_equal(diags_kept(m->d), 1);
	assert_int_equal(diags_at(m->d, 0)->kind, kind);
	assert_string_equal(diags_at(m->d, 0)->args[1], why);
}

/* ---- numbers and strings ---- */

static void numbers_have_three_decimals(void **state)
{
	static const struct {
		int64_t v;
		const char *s;
	} rows[] = { { 0, "0" }, { 1, "0.001" }, { -1, "-0.001" }, { 500, "0.5" }, { 1000, "1" },
		{ 10000, "10" }, { 12340, "12.34" }, { -595276, "-595.276" },
		{ 100005, "100.005" } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = { 0 };
		print_milli(&b, rows[i].v);
		assert_string_equal(b.s, rows[i].s);
		buf_done(&b);
	}
	assert_int_equal(print_thousandths(PT(841.89)), 841890);
	assert_int_equal(print_thousandths(-UNIT_ONE), -1000);
}

static void strings_are_escaped(void **state)
{
	struct buf b = { 0 };

	(void)state;
	print_uri(&b, "https://example.org/a(b)\\c d\xe4\xb8\xad?x=1#y");
	assert_string_equal(b.s, "(https://example.org/a\\(b\\)\\\\c%20d%E4%B8%AD?x=1#y)");
	b.n = 0;
	print_text(&b, (struct slice){ "A(\\)中\xf0\xac\xb1\x96", 11 });
	assert_string_equal(b.s, "<FEFF00410028005C00294E2DD873DC56>");
	buf_done(&b);
}

/* ---- documents ---- */

static void empty_page_is_a_document(void **state)
{
	struct maker *m = *state;
	struct slice file;

	write_ok(m);
	file = read_all(m);
	assert_memory_equal(file.s, "%PDF-1.7\n", 9);
	assert_true(contains(file, "/MediaBox [0 0 595.276 841.89]"));
	assert_true(contains(file, "/Lang (zh-CN)"));
	assert_true(contains(file, "/CreationDate (D:20240229000000Z)"));
	assert_true(contains(file, "/ID [<"));
	assert_memory_equal(file.s + file.n - 6, "%%EOF\n", 6);
}

static void properties_are_unicode(void **state)
{
	struct maker *m = *state;
	struct slice file;

	m->book.title = "通讯(2)";
	m->book.author = "\xf0\xac\xb1\x96";
	m->book.subject = "";
	write_ok(m);
	file = read_all(m);
	assert_true(contains(file, "/Title <FEFF901A8BAF002800320029>"));
	assert_true(contains(file, "/Author <FEFFD873DC56>"));
	assert_false(contains(file, "/Subject"));
}

static void given_date_counts(void **state)
{
	struct maker *m = *state;

	setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
	write_ok(m);
	assert_true(contains(read_all(m), "/ModDate (D:20231114221320Z)"));
	setenv("SOURCE_DATE_EPOCH", "soon", 1);
	write_ok(m);
	assert_true(contains(read_all(m), "/ModDate (D:20240229000000Z)"));
	unsetenv("SOURCE_DATE_EPOCH");
}

static void same_book_same_bytes(void **state)
{
	struct maker *m = *state;
	struct slice first, second;

	add_text(m, 0, PT(100), "song", "同一本书，写两遍，一字不差。");
	add_text(m, 0, PT(120), "latin", "Twice the same.");
	write_ok(m);
	first = read_all(m);
	write_ok(m);
	second = read_all(m);
	assert_int_equal(first.n, second.n);
	assert_memory_equal(first.s, second.s, first.n);

	m->book.title = "别的书";
	write_ok(m);
	second = read_all(m);
	assert_false(first.n == second.n && memcmp(first.s, second.s, first.n) == 0);
}

static void labels_are_the_printed_numbers(void **state)
{
	static const char *const labels[] = { NULL, NULL, "1", "2", "3", "附1", "附2", "封底",
		"封底", "007", "008", "12" };
	struct maker *m = *state;

	m->book.npages = sizeof labels / sizeof *labels;
	for (int i = 0; i < m->book.npages; i++) {
		m->pages[i].label = labels[i];
	}
	write_ok(m);
	assert_true(contains(read_all(m),
			"/PageLabels <</Nums [0 <</P <FEFF>>>\n"
			"2 <</S /D /St 1>>\n"
			"5 <</P <FEFF9644>/S /D /St 1>>\n"
			"7 <</P <FEFF5C015E95>>>\n"
			"9 <</P <FEFF00300030>/S /D /St 7>>\n"
			"11 <</S /D /St 12>>\n]>>"));
}

static void bookmarks_nest(void **state)
{
	struct maker *m = *state;
	const struct mark marks[] = { { "卷首", 0, 0, PT(72) }, { "甲栏", 0, 1, PT(100) },
		{ "第(一)篇", 1, 1, PT(120) }, { "第二篇", 1, 2, PT(72) },
		{ "乙栏", 0, 2, PT(300) } };
	struct slice file;

	m->book.npages = 3;
	m->book.marks = marks;
	m->book.nmarks = 5;
	write_ok(m);
	file = read_all(m);
	assert_true(contains(file, "/Title <FEFF7B2C00284E0000297BC7>"));
	assert_true(contains(file, "/XYZ 0 721.89 null]"));
	assert_true(contains(file, "/Count 2\n")); /* 甲栏 */
	assert_true(contains(file, "/Count 5\n")); /* all, open */
	assert_false(contains(file, "/Title ()"));
}

static void links_lead_out_and_in(void **state)
{
	struct maker *m = *state;
	const struct mark mark = { "甲", 0, 1, PT(72) };
	struct item *it = add_item(m, 0);
	struct slice file;

	*it = (struct item){ .kind = ITEM_LINK,
		.x = PT(72),
		.y = PT(90),
		.wid = PT(100),
		.hgt = PT(14) };
	it->u.link.uri = "mailto:a(b)@example.org";
	it = add_item(m, 0);
	*it = (struct item){ .kind = ITEM_LINK,
		.x = PT(72),
		.y = PT(110),
		.wid = PT(100),
		.hgt = PT(14) };
	it->u.link.mark = 0;
	m->book.npages = 2;
	m->book.marks = &mark;
	m->book.nmarks = 1;
	write_ok(m);
	file = read_all(m);
	assert_true(contains(file, "/URI (mailto:a\\(b\\)@example.org)"));
	assert_true(contains(file, "/Rect [72 737.89 172 751.89]"));
	assert_true(contains(file, "0 R /XYZ 0 769.89 null]"));
}

static void rules_and_colours(void **state)
{
	struct maker *m = *state;
	struct item *it = add_item(m, 0);
	struct slice s;

	*it = (struct item){ .kind = ITEM_RULE,
		.x = PT(72),
		.y = PT(90),
		.wid = PT(100.5),
		.hgt = PT(.75) };
	it->u.colour = 0xff0033;
	it = add_item(m, 0);
	*it = (struct item){ .kind = ITEM_RULE,
		.x = PT(72),
		.y = PT(100),
		.wid = PT(10),
		.hgt = PT(1) };
	it->u.colour = 0x808080;
	write_ok(m);
	s = streams(m);
	assert_true(contains(s, "1 0 0.2 rg\n72 751.14 100.5 0.75 re f\n"));
	assert_true(contains(s, "0.502 g\n72 740.89 10 1 re f\n"));
}

static void paths_are_drawn_or_filled(void **state)
{
	static const struct point corner[] = { { 0, 0 }, { PT(10), 0 }, { PT(10), PT(20) } };
	static const struct point arc[] = { { 0, 0 }, { PT(1), 0 }, { PT(2), PT(1) },
		{ PT(2), PT(2) } };
	const struct path line = { .at = corner, .n = 3, .width = PT(.5), .colour = 0xff0033 };
	const struct path curve = { .at = arc,
		.n = 4,
		.curved = true,
		.closed = true,
		.width = PT(.5),
		.colour = 0xff0033 };
	const struct path shape = { .at = corner, .n = 3, .filled = true, .colour = 0x808080 };
	const struct path *paths[] = { &line, &curve, &shape };
	struct maker *m = *state;
	struct slice s;

	for (int i = 0; i < 3; i++) {
		struct item *it = add_item(m, 0);
		*it = (struct item){ .kind = ITEM_PATH, .x = PT(72), .y = PT(90) };
		it->u.path = paths[i];
	}
	write_ok(m);
	s = streams(m);
	assert_true(contains(s,
			"1 0 0.2 RG\n0.5 w 1 j\n1 J\n"
			"72 751.89 m\n82 751.89 l\n82 731.89 l\nS\n"));
	assert_true(contains(s, "72 751.89 m\n73 751.89 74 750.89 74 749.89 c\ns\n"));
	assert_true(contains(s, "0.502 g\n72 751.89 m\n82 751.89 l\n82 731.89 l\nf\n"));
}

/* A page of a smaller book, shown twice on a sheet: moved as one, its fonts
   counted in, its links where it shows them, what was set before set again. */
static void placed_page_is_moved_as_one(void **state)
{
	struct maker *m = *state;
	const struct mark mark = { "甲", 0, 0, PT(72) };
	struct slice file, s;

	add_text(m, 1, PT(100), "latin", "abc");
	*add_item(m, 1) = (struct item){ .kind = ITEM_LINK,
		.x = PT(20),
		.y = PT(40),
		.wid = PT(100),
		.hgt = PT(10) };
	m->book.marks = &mark;
	m->book.nmarks = 1;
	for (int i = 0; i < 2; i++) {
		struct item *it = add_item(m, 0);
		*it = (struct item){ .kind = ITEM_PAGE, .x = PT(10), .y = PT(30 + 300 * i) };
		it->u.placed.page = &m->pages[1];
		it->u.placed.scale = UNIT_ONE / 2;
	}
	write_ok(m);
	file = read_all(m);
	s = streams(m);
	assert_true(contains(s, "q 0.500000 0 0 0.500000 10 390.945 cm\nBT\n"));
	assert_int_equal(count(s, "ET\nQ\n"), 2);
	assert_int_equal(count(s, "/F1 14 Tf\n"), 2);
	assert_true(contains(file, "/Rect [20 786.89 70 791.89]"));
	assert_true(contains(file, "/Rect [20 486.89 70 491.89]"));
}

static void picture_is_written_once(void **state)
{
	static const unsigned char jpeg[] = { 0xff, 0xd8, 0xff, 0xd9 };
	static const struct picture photo = { .path = "a.jpg",
		.coding = PICTURE_JPEG,
		.wid = 3,
		.hgt = 2,
		.ncolours = 4,
		.inverted = true,
		.bytes = jpeg,
		.n = sizeof jpeg };
	struct maker *m = *state;
	struct slice file;

	for (int i = 0; i < 2; i++) {
		struct item *it = add_item(m, i);
		*it = (struct item){ .kind = ITEM_PICTURE,
			.x = PT(72),
			.y = PT(72),
			.wid = PT(30),
			.hgt = PT(20) };
		it->u.picture = &photo;
	}
	m->book.npages = 2;
	write_ok(m);
	file = read_all(m);
	assert_int_equal(count(file, "/Subtype /Image"), 1);
	assert_true(contains(file, "/Decode [1 0 1 0 1 0 1 0]"));
	assert_true(contains(file, "/ColorSpace [/ICCBased "));
	assert_true(contains(file, "stream\r\n\xff\xd8\xff\xd9\nendstream"));
	assert_true(contains(streams(m), "q 30 0 0 20 72 749.89 cm /I1 Do Q"));
}

static void transparent_picture_has_a_mask(void **state)
{
	static const unsigned char bytes[] = { 0x78, 0x9c, 3, 0, 0, 0, 0, 1 };
	static const struct picture drawing = { .path = "a.png",
		.coding = PICTURE_FLATE,
		.wid = 3,
		.hgt = 2,
		.ncolours = 3,
		.bytes = bytes,
		.n = sizeof bytes,
		.alpha = bytes,
		.nalpha = sizeof bytes };
	struct maker *m = *state;
	struct item *it = add_item(m, 0);
	struct slice file;

	*it = (struct item){ .kind = ITEM_PICTURE, .wid = PT(30), .hgt = PT(20) };
	it->u.picture = &drawing;
	write_ok(m);
	file = read_all(m);
	assert_true(contains(file, "/SMask "));
	assert_true(contains(file, "/ColorSpace /DeviceGray"));
	assert_false(contains(file, "/DCTDecode"));
}

/* ---- text ---- */

static void steps_make_up_for_other_widths(void **state)
{
	struct maker *m = *state;
	struct frag *f = add_text(m, 0, PT(100), "song", "一二三四");
	sp x[4] = { 0, PT(14), PT(31), PT(45) - 300 };
	struct slice s;

	f->x = x;
	write_ok(m);
	s = streams(m);
	/* 3 pt are 214.29 of 1/1000 em; the .29 and the 300 sp come together after it */
	assert_true(contains(s, "BT\n/F1 14 Tf\n1 0 0 1 80 741.89 Tm\n"));
	assert_true(contains(s, "> -214 <"));
	assert_true(contains(s, ">]TJ\nET\n"));
}

/* Where a reader of [<…> n <…>]TJ puts the glyphs, all an em wide, in points from
   the line's first. */
static int read_pens(struct slice s, double size, double *pens, int most)
{
	const char *p = strstr(s.s, "Tm\n[") + 4;
	double pen = 0;
	int n = 0;

	while (*p != ']') {
		if (*p == '<' || *p == '>' || *p == '[' || *p == ' ' || *p == '\n') {
			p++;
		} else if (p[-1] == '<' || isxdigit((unsigned char)p[-1])) {
			assert_true(n < most);
			pens[n++] = pen;
			pen += size;
			p += 4;
		} else {
			pen -= strtod(p, (char **)&p) * size / 1000;
		}
	}
	return n;
}

static void glyphs_stand_where_they_should(void **state)
{
	enum { GLYPHS = 12 };
	static const int sizes[] = { 5, 11, 14, 16, 22, 48, 90, 400 };
	struct maker *m = *state;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct frag *f = frag_of(m, "song", PT(sizes[i]), "一二三四五六七八九十百千");
		sp x[GLYPHS];
		double pens[GLYPHS] = { 0 };
		assert_int_equal(f->nglyphs, GLYPHS);
		for (int k = 0; k < GLYPHS; k++) {
			x[k] = k * PT(sizes[i]) + k * (k % 3 ? 7919 : -4421);
		}
		f->x = x;
		m->pages[0].nitems = 0;
		*add_item(m, 0) = (struct item){ .kind = ITEM_GLYPHS, .y = PT(500), .u.frag = f };
		write_ok(m);
		assert_int_equal(read_pens(streams(m), sizes[i], pens, GLYPHS), GLYPHS);
		for (int k = 0; k < GLYPHS; k++) {
			double off = pens[k] - x[k] / (double)UNIT_ONE;
			assert_true(off < 0.005 && off > -0.005);
		}
	}
}

static void one_glyph_for_two_characters(void **state)
{
	struct maker *m = *state;
	struct frag *f = add_text(m, 0, PT(100), "song", "——");
	struct glyph *g = ARENA_NEW(m->a, struct glyph);

	*g = f->glyphs[0];
	g->len = 6;
	f->glyphs = g;
	f->nglyphs = 1;
	write_ok(m);
	assert_true(contains(streams(m), "> <20142014>\n"));
	assert_false(contains(streams(m), "ActualText"));
}

/* Glyphs of 甲 that stand for text's characters. */
static void share_glyph(struct maker *m, struct frag *f)
{
	struct glyph *g = ARENA_ARRAY(m->a, struct glyph, f->nglyphs);

	for (int i = 0; i < f->nglyphs; i++) {
		g[i] = f->glyphs[i];
		g[i].id = f->glyphs[0].id;
	}
	f->glyphs = g;
}

static void shared_glyph_keeps_both_texts(void **state)
{
	struct maker *m = *state;

	share_glyph(m, add_text(m, 0, PT(100), "song", "甲乙甲"));
	write_ok(m);
	assert_true(contains(streams(m), "> <7532>\n"));
	assert_true(contains(streams(m), "> <4E59>\n"));
	assert_true(contains(streams(m), "/F2 14 Tf\n"));
	assert_false(contains(streams(m), "ActualText"));
}

static void often_shared_glyph_says_its_text(void **state)
{
	struct maker *m = *state;

	share_glyph(m, add_text(m, 0, PT(100), "song", "甲乙丙丁戊己庚辛壬癸"));
	write_ok(m);
	assert_true(contains(streams(m), "> <8F9B>\n"));
	assert_true(contains(streams(m), "/Span <</ActualText <FEFF58EC>>> BDC\n"));
	assert_true(contains(streams(m), "/Span <</ActualText <FEFF7678>>> BDC\n"));
}

static void many_glyphs_for_one_text(void **state)
{
	struct maker *m = *state;
	struct frag *f = add_text(m, 0, PT(100), "song", "甲乙丙");
	struct glyph *g = ARENA_ARRAY(m->a, struct glyph, 3);

	memcpy(g, f->glyphs, 3 * sizeof *g);
	g[0].len = 9;
	g[1].len = g[2].len = 0;
	g[1].y = PT(2);
	f->glyphs = g;
	write_ok(m);
	assert_true(contains(streams(m), "/Span <</ActualText <FEFF75324E594E19>>> BDC\n"));
	assert_true(contains(streams(m), "\n1 0 0 1 94 743.89 Tm\n"));
	assert_true(contains(streams(m), "\n1 0 0 1 108 741.89 Tm\n"));
}

/* A letter and its accent: neither needs words. */
static void accent_is_its_own_text(void **state)
{
	struct maker *m = *state;
	struct frag *f = add_text(m, 0, PT(100), "kai", "e\xcc\x81");
	struct glyph *g = ARENA_ARRAY(m->a, struct glyph, 2);

	memcpy(g, f->glyphs, 2 * sizeof *g);
	g[0].len = 3;
	g[1].len = 0;
	f->glyphs = g;
	f->nglyphs = 2;
	write_ok(m);
	assert_true(contains(streams(m), "> <0065>\n"));
	assert_true(contains(streams(m), "> <0301>\n"));
	assert_false(contains(streams(m), "ActualText"));
}

static void synthetic_bold_is_stroked(void **state)
{
	struct maker *m = *state;
	struct frag *f = add_text(m, 0, PT(100), "kai", "重点");
	struct run *run = ARENA_NEW(m->a, struct run);

	*run = *f->run;
	run->font.embolden = true;
	run->colour = 0xcc0000;
	f->run = run;
	add_text(m, 0, PT(120), "kai", "平常");
	write_ok(m);
	assert_true(contains(streams(m), "0.8 0 0 rg\n2 Tr\n0.8 0 0 RG\n0.466 w 1 j\n"));
	assert_true(contains(streams(m), "0 g\n0 Tr\n"));
}

/* ---- failures ---- */

static void full_device_is_an_error(void **state)
{
	struct maker *m = *state;

	if (access("/dev/full", W_OK) != 0) {
		skip();
	}
	add_text(m, 0, PT(100), "song", "写不下");
	write_fails(m, "/dev/full", DIAG_OUTPUT_FAILED, strerror(ENOSPC));
}

static void missing_folder_is_an_error(void **state)
{
	struct maker *m = *state;
	char path[80];

	snprintf(path, sizeof path, "%s/none/out.pdf", m->folder);
	write_fails(m, path, DIAG_OUTPUT_FAILED, strerror(ENOENT));
}

static void folder_as_file_is_an_error(void **state)
{
	struct maker *m = *state;

	write_fails(m, m->folder, DIAG_OUTPUT_FAILED, strerror(EISDIR));
}

static long allowed; /* allocations until memory is out */

static void *scarce_alloc(HPDF_UINT n)
{
	return allowed-- > 0 ? malloc(n) : NULL;
}

static void scarce_free(void *p)
{
	free(p);
}

/* Wherever libharu's memory ends: an error, no crash, no file. */
static void run_out(struct maker *m, const struct pdf_order *order)
{
	bool ok = false;

	for (long n = 0; !ok; n++) {
		struct diags *d = diags_new();
		allowed = n;
		ok = pdf_write_alloc(&m->book, order, m->path, d, scarce_alloc, scarce_free);
		assert_int_equal(diags_count(d, DIAG_ERROR), ok ? 0 : 1);
		assert_int_equal(access(m->path, F_OK) == 0, ok);
		diags_free(d);
		assert_true(n < 5000);
	}
}

static void memory_for_a_press_may_run_out(void **state)
{
	struct maker *m = *state;
	const struct press_layout press = { .spot_colour = 0xcc1e1e, .spot_name = "大红" };
	const struct ink_order inks = { .press = &press, .spot = true };
	struct pdf_order order = { .inks = inks_open(&inks, m->d) };

	add_text(m, 0, PT(100), "latin", "abc");
	*add_item(m, 0) = (struct item){ .kind = ITEM_RULE,
		.wid = PT(9),
		.hgt = PT(1),
		.u.colour = 0xcc1e1e };
	m->pages[0].turned = true;
	assert_false(inks_check(order.inks, &m->book, m->d).process);
	assert_int_equal(diags_count(m->d, DIAG_ERROR), 0);
	run_out(m, &order);
	inks_close(order.inks);
}

static void memory_may_run_out(void **state)
{
	struct maker *m = *state;
	const struct mark marks[] = { { "甲", 0, 0, PT(72) }, { "乙", 1, 0, PT(90) } };
	const struct node nodes[] = { { .kind = NODE_DOCUMENT }, { .kind = NODE_P } };
	const struct attachment file = { "甲.md", "text/markdown", { "a", 1 } };
	const struct pdf_order order = { .attached = &file, .nattached = 1 };
	struct item *it;

	add_text(m, 0, PT(100), "latin", "abc");
	m->items[0][0].node = 1;
	m->book.nodes = nodes;
	m->book.nnodes = 2;
	it = add_item(m, 0);
	*it = (struct item){ .kind = ITEM_LINK, .wid = PT(9), .hgt = PT(9) };
	m->book.marks = marks;
	m->book.nmarks = 2;
	run_out(m, &order);
}

/* ---- what readers of the file see ---- */

/* What command gives for the file; skips the test where it is not installed. */
static struct slice output_of(struct maker *m, const char *command)
{
	char line[160];
	struct buf b = { 0 };
	FILE *p;
	struct slice s;

	snprintf(line, sizeof line, "command -v %.*s >/dev/null", (int)strcspn(command, " "),
			command);
	if (system(line) != 0) {
		skip();
	}
	snprintf(line, sizeof line, command, m->path);
	p = popen(line, "r");
	assert_non_null(p);
	for (int c; (c = getc(p)) != EOF;) {
		buf_byte(&b, (char)c);
	}
	assert_int_equal(pclose(p), 0);
	s = (struct slice){ arena_copy(m->a, b.s, b.n), b.n };
	buf_done(&b);
	return s;
}

static void text_comes_back(void **state)
{
	static const char text[] =
			"数字化“转型”——𬱖䶮等3家(A)企业 office，——\n";
	struct maker *m = *state;

	add_text(m, 0, PT(100), "song",
			"数字化“转型”——𬱖䶮等3家(A)企业 office，——");
	share_glyph(m, add_text(m, 0, PT(130), "song", "甲乙甲"));
	write_ok(m);
	assert_true(contains(output_of(m, "pdftotext %s -"), text));
	assert_true(contains(output_of(m, "pdftotext %s -"), "甲乙甲\n"));
	assert_true(contains(output_of(m, "mutool draw -q -F text %s"), text));
	assert_true(contains(output_of(m, "mutool draw -q -F text %s"), "甲乙甲\n"));
}

static void checkers_are_content(void **state)
{
	struct maker *m = *state;
	const struct mark marks[] = { { "甲", 0, 0, PT(72) }, { "乙", 1, 1, PT(90) } };

	m->book.npages = 2;
	m->book.marks = marks;
	m->book.nmarks = 2;
	m->pages[1].label = "1";
	add_text(m, 0, PT(100), "song", "甲");
	add_text(m, 1, PT(100), "latin", "(b)");
	write_ok(m);
	assert_true(contains(output_of(m, "qpdf --check %s"),
			"No syntax or stream encoding errors"));
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_three_decimals),
		cmocka_unit_test(strings_are_escaped),
		CASE(empty_page_is_a_document),
		CASE(properties_are_unicode),
		CASE(given_date_counts),
		CASE(same_book_same_bytes),
		CASE(labels_are_the_printed_numbers),
		CASE(bookmarks_nest),
		CASE(links_lead_out_and_in),
		CASE(rules_and_colours),
		CASE(paths_are_drawn_or_filled),
		CASE(placed_page_is_moved_as_one),
		CASE(picture_is_written_once),
		CASE(transparent_picture_has_a_mask),
		CASE(steps_make_up_for_other_widths),
		CASE(glyphs_stand_where_they_should),
		CASE(one_glyph_for_two_characters),
		CASE(shared_glyph_keeps_both_texts),
		CASE(often_shared_glyph_says_its_text),
		CASE(many_glyphs_for_one_text),
		CASE(accent_is_its_own_text),
		CASE(synthetic_bold_is_stroked),
		CASE(full_device_is_an_error),
		CASE(missing_folder_is_an_error),
		CASE(folder_as_file_is_an_error),
		CASE(memory_may_run_out),
		CASE(memory_for_a_press_may_run_out),
		CASE(text_comes_back),
		CASE(checkers_are_content),
	};

	unsetenv("SOURCE_DATE_EPOCH");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
