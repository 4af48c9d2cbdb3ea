/* font: subsets hold the glyphs asked for, under the codes that are told. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <hb-ot.h>

#include "base/arena.h"
#include "base/buf.h"
#include "fixture.h"
#include "font/font-imp.h"

static const char sample[] = "永和九年，岁在癸丑。𬱖䶮㛃“”—…Agfjé0123";

struct cut {
	char *folder;
	struct arena *a;
	struct diags *d;
	struct fonts *fonts;
	struct face *face;
	uint32_t gids[64];
	int ngids;
	struct subset s;
};

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The glyphs that face has for text, as face_subset wants them. */
static void find_gids(struct cut *c, const char *text)
{
	hb_buffer_t *b = hb_buffer_create();
	unsigned n;

	hb_buffer_add_utf8(b, text, -1, 0, -1);
	for (hb_glyph_info_t *g = hb_buffer_get_glyph_infos(b, &n); n--; g++) {
		hb_codepoint_t id;
		if (hb_font_get_nominal_glyph(face_hb(c->face), g->codepoint, &id)) {
			c->gids[c->ngids++] = id;
		}
	}
	hb_buffer_destroy(b);
	qsort(c->gids, (size_t)c->ngids, sizeof *c->gids, ascending);
}

/* Cut the sample out of the first font of the role "test" of conf; font, where
   given, is put into the folder first. */
static struct cut cut(const char *conf, const char *font, size_t n)
{
	struct cut c = { folder_new(conf), arena_new(), diags_new(), NULL, NULL, { 0 }, 0, { 0 } };
	const struct font *fonts;

	if (font) {
		folder_write(c.folder, "font.otf", font, n);
	}
	c.fonts = fonts_open(c.folder, c.d);
	assert_non_null(c.fonts);
	assert_true(role_fonts(fonts_find(c.fonts, "test", false), &fonts) > 0);
	c.face = fonts[0].face;
	find_gids(&c, sample);
	assert_true(c.ngids > 4);
	assert_true(face_subset(c.a, c.face, c.gids, c.ngids, &c.s, c.d));
	assert_int_equal(diags_kept(c.d), 0);
	return c;
}

static void cut_done(struct cut *c)
{
	fonts_close(c->fonts);
	diags_free(c->d);
	arena_free(c->a);
	folder_free(c->folder);
}

static void move_to(hb_draw_funcs_t *f, void *b, hb_draw_state_t *s, float x, float y, void *u)
{
	(void)f, (void)s, (void)u;
	buf_print(b, "M%g,%g", (double)x, (double)y);
}

static void line_to(hb_draw_funcs_t *f, void *b, hb_draw_state_t *s, float x, float y, void *u)
{
	(void)f, (void)s, (void)u;
	buf_print(b, "L%g,%g", (double)x, (double)y);
}

static void curve_to(hb_draw_funcs_t *f, void *b, hb_draw_state_t *s, float x1, float y1, float x2,
		float y2, float x, float y, void *u)
{
	(void)f, (void)s, (void)u;
	buf_print(b, "C%g,%g,%g,%g,%g,%g", (double)x1, (double)y1, (double)x2, (double)y2,
			(double)x, (double)y);
}

/* The outline of a glyph as text. */
static void draw(hb_font_t *font, hb_codepoint_t g, struct buf *b)
{
	hb_draw_funcs_t *f = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(f, move_to, NULL, NULL);
	hb_draw_funcs_set_line_to_func(f, line_to, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(f, curve_to, NULL, NULL);
	hb_font_get_glyph_shape(font, g, f, b);
	hb_draw_funcs_destroy(f);
}

/* HarfBuzz reads no bare CFF: make it a font file with the tables that go
   with one. */
static hb_blob_t *dress(hb_blob_t *program, const struct cut *c)
{
	char maxp[] = { 0, 0, 0x50, 0, 0, (char)(c->ngids + 1) }; /* version 0.5, glyphs */
	hb_blob_t *b = hb_blob_create(maxp, sizeof maxp, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
	hb_face_t *face = hb_face_builder_create();

	hb_face_builder_add_table(face, HB_TAG('m', 'a', 'x', 'p'), b);
	hb_blob_destroy(b);
	hb_face_builder_add_table(face, HB_TAG('C', 'F', 'F', ' '), program);
	b = hb_face_reference_table(c->face->hb, HB_TAG('h', 'e', 'a', 'd'));
	hb_face_builder_add_table(face, HB_TAG('h', 'e', 'a', 'd'), b);
	hb_blob_destroy(b);
	hb_blob_destroy(program);
	b = hb_face_reference_blob(face);
	hb_face_destroy(face);
	return b;
}

/* The i-th glyph asked for has its outline at index at(i) of the program. */
static void assert_outlines(const struct cut *c, hb_codepoint_t (*at)(const struct cut *, int))
{
	hb_blob_t *b = hb_blob_create(c->s.program.s, (unsigned)c->s.program.n,
			HB_MEMORY_MODE_READONLY, NULL, NULL);
	hb_face_t *face;
	hb_font_t *font;

	b = c->s.cff ? dress(b, c) : b;
	face = hb_face_create(b, 0);
	font = hb_font_create(face);

	for (int i = 0; i < c->ngids; i++) {
		struct buf is = { 0 }, was = { 0 };
		draw(font, at(c, i), &is);
		draw(face_hb(c->face), c->gids[i], &was);
		assert_non_null(was.s);
		assert_non_null(is.s);
		assert_string_equal(is.s, was.s);
		buf_done(&is);
		buf_done(&was);
	}
	hb_font_destroy(font);
	hb_face_destroy(face);
	hb_blob_destroy(b);
}

static hb_codepoint_t in_order(const struct cut *c, int i)
{
	(void)c;
	return (hb_codepoint_t)i + 1; /* behind .notdef */
}

static hb_codepoint_t as_told(const struct cut *c, int i)
{
	return c->s.cids[i];
}

static void assert_widths(const struct cut *c)
{
	int upem = face_upem(c->face);

	for (int i = 0; i < c->ngids; i++) {
		int advance = hb_font_get_glyph_h_advance(face_hb(c->face), c->gids[i]);
		int error = c->s.widths[i] * upem - advance * 1000;
		assert_true(2 * abs(error) <= upem);
	}
}

static void a_cid_keyed_font_keeps_its_cids(void **state)
{
	struct cut c = cut(CONF(ROLE("test", FAMILY("Noto Serif CJK SC"))), NULL, 0);

	(void)state;
	assert_true(c.s.cff);
	assert_outlines(&c, in_order);
	assert_widths(&c);
	for (int i = 0; i < c.ngids; i++) {
		assert_int_equal(c.s.cids[i], c.gids[i]); /* Noto numbers both alike */
	}
	assert_string_equal(c.s.ps_name, "NotoSerifCJKsc-Regular");
	assert_int_equal(c.s.ascent, 880);
	assert_int_equal(c.s.descent, -120);
	assert_int_equal(c.s.italic_angle, 0);
	assert_int_equal(c.s.stem_v, 80);
	assert_true(c.s.cap_height > 600 && c.s.cap_height < 800);
	assert_true(c.s.bbox[0] < 0 && c.s.bbox[1] < 0);
	assert_true(c.s.bbox[2] > 1000 && c.s.bbox[3] > 1000);
	cut_done(&c);
}

/* A tiny font cut from Noto has new glyph numbers and the old CIDs. */
static void cids_are_not_taken_for_glyph_numbers(void **state)
{
	size_t n;
	char *tiny = tiny_font(NOTO_SERIF, SC, sample, &n);
	struct cut whole = cut(CONF(ROLE("test", FAMILY("Noto Serif CJK SC"))), NULL, 0);
	struct cut c = cut(CONF_ALONE(ROLE("test", FAMILY("Noto Serif CJK SC"))), tiny, n);

	(void)state;
	assert_int_equal(c.ngids, whole.ngids);
	assert_true(c.gids[c.ngids - 1] < 100);
	for (int i = 0; i < c.ngids; i++) {
		assert_int_equal(c.s.cids[i], whole.gids[i]);
	}
	assert_outlines(&c, in_order);
	cut_done(&c);
	cut_done(&whole);
	free(tiny);
}

static void a_name_keyed_font_is_numbered_by_glyph(void **state)
{
	struct cut c;

	(void)state;
	if (access(NIMBUS, R_OK) != 0) {
		skip();
	}
	c = cut(CONF(ROLE("test", FAMILY("Nimbus Roman"))), NULL, 0);
	assert_true(c.s.cff);
	assert_outlines(&c, as_told);
	assert_widths(&c);
	assert_string_equal(c.s.ps_name, "NimbusRoman-Regular");
	cut_done(&c);
}

static void truetype_is_numbered_by_glyph(void **state)
{
	struct cut c = cut(CONF(ROLE("test", FAMILY("LXGW WenKai"))), NULL, 0);

	(void)state;
	assert_false(c.s.cff);
	assert_outlines(&c, as_told);
	assert_widths(&c);
	assert_string_equal(c.s.ps_name, "LXGWWenKai-Regular");
	cut_done(&c);
}

static void lengths_are_scaled_to_a_thousandth(void **state)
{
	struct cut c = cut(CONF(ROLE("test", FAMILY("Liberation Serif"))), NULL, 0);

	(void)state;
	assert_int_equal(face_upem(c.face), 2048);
	assert_outlines(&c, as_told); /* é has parts: they come along */
	assert_widths(&c);
	assert_int_equal(c.s.ascent, 693);
	assert_int_equal(c.s.descent, -216);
	cut_done(&c);
}

static void a_bold_face_says_so(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	char *folder = folder_new(CONF(ROLE("test", FAMILY("Liberation Serif"))));
	struct fonts *f = fonts_open(folder, d);
	const struct font *fonts;
	struct subset s;

	(void)state;
	role_fonts(fonts_find(f, "test", true), &fonts);
	assert_true(face_subset(a, fonts[0].face, (uint32_t[]){ 3, 36 }, 2, &s, d));
	assert_int_equal(s.stem_v, 140);
	assert_string_equal(s.ps_name, "LiberationSerif-Bold");
	fonts_close(f);
	diags_free(d);
	arena_free(a);
	folder_free(folder);
}

/* xorshift: the same damage in every run. */
static uint32_t next_random(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

static void a_broken_charset_is_refused_or_read_within_bounds(void **state)
{
	struct cut c = cut(CONF(ROLE("test", FAMILY("Noto Serif CJK SC"))), NULL, 0);
	uint32_t nglyphs = (uint32_t)c.ngids + 1, x = 2463534242;
	uint16_t cids[65];

	(void)state;
	assert_true(cff_cids(c.s.program, cids, nglyphs));
	assert_false(cff_cids(c.s.program, cids, nglyphs + 1)); /* more than there are */
	for (size_t n = 0; n < c.s.program.n; n += 1 + n / 8) {
		char *half = malloc(n + 1); /* so that a byte too far is noticed */
		memcpy(half, c.s.program.s, n);
		cff_cids((struct slice){ half, n }, cids, nglyphs);
		free(half);
	}
	for (int i = 0; i < 20000; i++) {
		char *s = arena_copy(c.a, c.s.program.s, 400);
		for (int j = 0; j < 3; j++) {
			s[next_random(&x) % 400] = (char)next_random(&x);
		}
		cff_cids((struct slice){ s, 400 }, cids, nglyphs);
		if (i % 100 == 99) {
			arena_reset(c.a);
			assert_true(face_subset(c.a, c.face, c.gids, c.ngids, &c.s, c.d));
		}
	}
	cut_done(&c);
}

/* Open damaged fonts and cut them: any answer will do, a crash will not. */
static void damaged_fonts_do_no_harm(void **state)
{
	static const char *const files[] = { NOTO_SERIF, WENKAI };
	uint32_t x = 88172645;

	(void)state;
	for (int i = 0; i < 60; i++) {
		size_t n;
		char *s = tiny_font(files[i % 2], i % 2 ? 0 : SC, sample, &n);
		char *folder = folder_new(CONF_ALONE(
				ROLE("test", FAMILY("Noto Serif CJK SC") FAMILY("LXGW WenKai"))));
		struct cut c = { folder, arena_new(), diags_new(), NULL, NULL, { 0 }, 0, { 0 } };
		const struct font *fonts;

		for (int j = 0; j < 1 + i / 4; j++) {
			s[next_random(&x) % n] = (char)next_random(&x);
		}
		folder_write(folder, "font.otf", s, n);
		c.fonts = fonts_open(folder, c.d);
		if (role_fonts(fonts_find(c.fonts, "test", false), &fonts) > 0 &&
				face_hb(fonts->face)) {
			c.face = fonts->face;
			find_gids(&c, "永和九年");
			face_subset(c.a, c.face, c.gids, c.ngids, &c.s, c.d);
		}
		cut_done(&c);
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cid_keyed_font_keeps_its_cids),
		cmocka_unit_test(cids_are_not_taken_for_glyph_numbers),
		cmocka_unit_test(a_name_keyed_font_is_numbered_by_glyph),
		cmocka_unit_test(truetype_is_numbered_by_glyph),
		cmocka_unit_test(lengths_are_scaled_to_a_thousandth),
		cmocka_unit_test(a_bold_face_says_so),
		cmocka_unit_test(a_broken_charset_is_refused_or_read_within_bounds),
		cmocka_unit_test(damaged_fonts_do_no_harm),
	};
	char *cache = folder_new(NULL);
	int failed;

	if (!fixture_ready()) {
		folder_free(cache);
		return 77;
	}
	setenv("XDG_CACHE_HOME", cache, 1);
	failed = cmocka_run_group_tests_name("subset", tests, NULL, NULL);
	folder_free(cache);
	return failed;
}
