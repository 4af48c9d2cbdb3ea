/* font: roles, the fonts that fill them, and settings or files that are broken. */

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "fixture.h"
#include "font/font.h"

#ifndef FONTS_FOLDER
#define FONTS_FOLDER "fonts"
#endif

/* Fonts of a folder of the test's own. */
struct setting {
	char *folder;
	struct diags *d;
	struct fonts *fonts;
};

static struct setting set_up(const char *conf)
{
	struct setting s = { folder_new(conf), diags_new(), NULL };

	s.fonts = fonts_open(s.folder, s.d);
	return s;
}

static void again(struct setting *s)
{
	fonts_close(s->fonts);
	diags_free(s->d);
	s->d = diags_new();
	s->fonts = fonts_open(s->folder, s->d);
}

static void take_down(struct setting *s)
{
	fonts_close(s->fonts);
	diags_free(s->d);
	folder_free(s->folder);
}

static int count_kind(const struct diags *d, enum diag_kind kind)
{
	int n = 0;

	for (int i = 0; i < diags_kept(d); i++) {
		n += diags_at(d, i)->kind == kind;
	}
	return n;
}

/* "Family Style" of the i-th font, * for an emboldened one; in a. */
static const char *font_name(struct arena *a, const struct role *r, int i)
{
	const struct font *fonts;

	if (i >= role_fonts(r, &fonts)) {
		return "";
	}
	return arena_print(a, "%s %s%s", face_family(fonts[i].face), face_style(fonts[i].face),
			fonts[i].embolden ? "*" : "");
}

static void assert_fonts(struct fonts *f, const char *name, bool bold, const char *want)
{
	struct arena *a = arena_new();
	const struct role *r = fonts_find(f, name, bold);
	const struct font *fonts;
	const char *s = "";

	assert_non_null(r);
	for (int i = 0; i < role_fonts(r, &fonts); i++) {
		s = arena_print(a, "%s%s%s", s, i ? ", " : "", font_name(a, r, i));
	}
	assert_string_equal(s, want);
	arena_free(a);
}

static const char *cover(struct fonts *f, const char *role, uint32_t c, uint32_t with)
{
	const uint32_t cluster[] = { c, with };
	const struct font *font = role_cover(fonts_find(f, role, false), cluster, with ? 2 : 1);

	return font ? face_family(font->face) : "none";
}

static void the_projects_own_settings_fill_every_role(void **state)
{
	static const char *const roles[] = { "song", "fangsong", "hei", "kai", "biaosong", "latin",
		"mono" };
	struct diags *d = diags_new();
	struct fonts *f = fonts_open(FONTS_FOLDER, d);
	const struct font *fonts;

	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		for (int bold = 0; bold < 2; bold++) {
			const struct role *r = fonts_find(f, roles[i], bold);
			assert_non_null(r);
			assert_true(role_fonts(r, &fonts) > 0);
			assert_string_equal(role_name(r), roles[i]);
		}
	}
	assert_null(fonts_find(f, "xingshu", false));
	assert_int_equal(diags_kept(d), 0);
	fonts_close(f);
	diags_free(d);
}

static void a_role_has_its_families_in_order_and_no_other(void **state)
{
	struct setting s = set_up(CONF(ROLE("song",
			FAMILY("No Such Song") FAMILY("noto serif cjk sc") FAMILY("霞鹜文楷")
					FAMILY("LXGW WenKai"))
					ROLE("none", FAMILY("No Such Song"))));
	const char *const *families;
	const struct role *r = fonts_find(s.fonts, "song", false);
	const struct font *fonts;

	(void)state;
	assert_fonts(s.fonts, "song", false, "Noto Serif CJK SC Regular, LXGW WenKai Regular");
	assert_int_equal(role_families(r, &families), 4);
	assert_string_equal(families[0], "No Such Song");
	assert_string_equal(families[3], "LXGW WenKai");
	role_fonts(r, &fonts);
	assert_string_equal(fonts[0].family, "noto serif cjk sc");
	assert_string_equal(fonts[1].family, "霞鹜文楷");
	assert_string_equal(face_file(fonts[0].face), NOTO_SERIF);
	assert_int_equal(face_index(fonts[0].face), SC);
	assert_fonts(s.fonts, "none", false, "");
	assert_ptr_equal(fonts_find(s.fonts, "song", false), r);
	take_down(&s);
}

static void a_full_name_takes_one_weight(void **state)
{
	struct setting s = set_up(CONF(ROLE("heavy", FAMILY("Noto Serif CJK SC Bold"))));

	(void)state;
	assert_fonts(s.fonts, "heavy", false, "Noto Serif CJK SC Bold");
	assert_fonts(s.fonts, "heavy", true, "Noto Serif CJK SC Bold");
	take_down(&s);
}

static void bold_comes_from_the_family_or_is_made(void **state)
{
	struct setting s = set_up(CONF(ROLE("latin", FAMILY("Liberation Serif"))
					ROLE("kai", FAMILY("LXGW WenKai"))));
	size_t n;
	char *tiny = tiny_font(NOTO_SERIF, SC, "中文", &n);

	(void)state;
	assert_fonts(s.fonts, "latin", false, "Liberation Serif Regular");
	assert_fonts(s.fonts, "latin", true, "Liberation Serif Bold, Liberation Serif Regular*");
	assert_fonts(s.fonts, "kai", false, "LXGW WenKai Regular");
	take_down(&s);

	s = set_up(CONF_ALONE(ROLE("song", FAMILY("Noto Serif CJK SC"))));
	folder_write(s.folder, "song.otf", tiny, n);
	again(&s);
	assert_fonts(s.fonts, "song", false, "Noto Serif CJK SC Regular");
	assert_fonts(s.fonts, "song", true, "Noto Serif CJK SC Regular*");
	take_down(&s);
	free(tiny);
}

static void one_font_file_is_one_face_in_all_roles(void **state)
{
	struct setting s = set_up(CONF(ROLE("song", FAMILY("Noto Serif CJK SC")) ROLE("title",
			FAMILY("Liberation Serif") FAMILY("Noto Serif CJK SC"))));
	const struct font *song, *title;

	(void)state;
	assert_int_equal(role_fonts(fonts_find(s.fonts, "song", false), &song), 1);
	assert_int_equal(role_fonts(fonts_find(s.fonts, "title", false), &title), 2);
	assert_ptr_equal(song[0].face, title[1].face);
	assert_ptr_equal(face_hb(song[0].face), face_hb(title[1].face));
	take_down(&s);
}

static void a_cluster_comes_whole_from_the_first_font_that_has_it(void **state)
{
	struct setting s = set_up(CONF(ROLE("song",
			FAMILY("Noto Serif CJK SC") FAMILY("LXGW WenKai")) ROLE("latin",
			FAMILY("Liberation Serif") FAMILY("LXGW WenKai"))
					ROLE("only", FAMILY("Liberation Serif"))));
	const uint32_t rare[] = { 0x2cc56, 0x4dae, 0x36c3 }; /* 𬱖 䶮 㛃 */

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_string_equal(cover(s.fonts, "song", rare[i], 0), "Noto Serif CJK SC");
		assert_string_equal(cover(s.fonts, "latin", rare[i], 0), "LXGW WenKai");
		assert_string_equal(cover(s.fonts, "only", rare[i], 0), "none");
	}
	assert_string_equal(cover(s.fonts, "latin", 'a', 0), "Liberation Serif");
	assert_string_equal(cover(s.fonts, "latin", 'a', 0x4e2d), "LXGW WenKai");
	assert_string_equal(cover(s.fonts, "song", 0x4e2d, 0xe0100), "Noto Serif CJK SC");
	assert_string_equal(cover(s.fonts, "latin", 'a', 0xfe0f), "Liberation Serif");
	take_down(&s);
}

static void a_chinese_face_extends_over_its_em_box(void **state)
{
	struct setting s = set_up(CONF(ROLE("song", FAMILY("Noto Serif CJK SC"))));
	const struct font *song;
	int ascender, descender;

	(void)state;
	role_fonts(fonts_find(s.fonts, "song", false), &song);
	face_extents(song->face, &ascender, &descender);
	assert_int_equal(face_upem(song->face), 1000);
	assert_int_equal(ascender, 880);
	assert_int_equal(descender, -120);
	assert_true(face_has(song->face, 0x4e2d));
	assert_false(face_has(song->face, 0x10ffff));
	take_down(&s);
}

static void the_same_settings_give_the_same_order(void **state)
{
	struct setting s = set_up(CONF(ROLE("song",
			FAMILY("LXGW WenKai") FAMILY("Noto Serif CJK SC")
					FAMILY("Liberation Mono"))));
	struct arena *a = arena_new();
	const char *first[5];

	(void)state;
	for (int i = 0; i < 5; i++) {
		first[i] = font_name(a, fonts_find(s.fonts, "song", true), i);
		first[i] = arena_string(a, first[i]);
	}
	again(&s);
	for (int i = 0; i < 5; i++) {
		assert_string_equal(first[i], font_name(a, fonts_find(s.fonts, "song", true), i));
	}
	arena_free(a);
	take_down(&s);
}

/* All that is written to standard error while something runs. */
struct silence {
	int saved, fd;
};

static struct silence silence_begin(const char *folder)
{
	char *path = folder_path(folder, "stderr");
	struct silence s = { dup(2), open(path, O_RDWR | O_CREAT | O_TRUNC, 0600) };

	dup2(s.fd, 2);
	free(path);
	return s;
}

static long silence_end(struct silence *s)
{
	struct stat st;

	dup2(s->saved, 2);
	fstat(s->fd, &st);
	close(s->fd);
	close(s->saved);
	return (long)st.st_size;
}

static void broken_settings_are_named_with_their_line(void **state)
{
	struct setting s = set_up(NULL);
	struct silence quiet = silence_begin(s.folder);
	const struct diag *g;

	(void)state;
	assert_null(s.fonts);
	assert_int_equal(count_kind(s.d, DIAG_FILE_MISSING), 1);

	folder_write(s.folder, "fonts.conf", "<fontconfig>\n<alias>\n</fontconfig>\n", 36);
	again(&s);
	assert_null(s.fonts);
	assert_int_equal(count_kind(s.d, DIAG_FONTS_CONF), 1);
	g = diags_at(s.d, 0);
	assert_int_equal(g->span.line, 3);
	assert_non_null(strstr(g->span.file, "/fonts.conf"));

	folder_write(s.folder, "fonts.conf", "", 0);
	again(&s);
	assert_null(s.fonts);
	assert_int_equal(diags_count(s.d, DIAG_ERROR), 1);
	assert_int_equal(silence_end(&quiet), 0);
	take_down(&s);
}

static void an_unknown_setting_is_a_warning(void **state)
{
	struct setting s = set_up(NULL);
	struct silence quiet = silence_begin(s.folder);
	const char *conf = CONF("<alais></alais>\n" ROLE("song", FAMILY("LXGW WenKai")));

	(void)state;
	folder_write(s.folder, "fonts.conf", conf, strlen(conf));
	again(&s);
	assert_int_equal(count_kind(s.d, DIAG_FONTS_CONF_ODD), 1);
	assert_int_equal(diags_at(s.d, 0)->span.line, 7);
	assert_int_equal(diags_kept(s.d), 1);
	assert_fonts(s.fonts, "song", false, "LXGW WenKai Regular");
	assert_int_equal(silence_end(&quiet), 0);
	take_down(&s);
}

static void a_cache_that_cannot_be_written_is_done_without(void **state)
{
	struct setting s = set_up(NULL);
	struct silence quiet = silence_begin(s.folder);
	const char *conf = CONF_ALONE(ROLE("song", FAMILY("Noto Serif CJK SC")));
	char *cache = strdup(getenv("XDG_CACHE_HOME"));
	size_t n;
	char *tiny = tiny_font(NOTO_SERIF, SC, "中文", &n);

	(void)state;
	setenv("XDG_CACHE_HOME", "/dev/null", 1);
	folder_write(s.folder, "fonts.conf", conf, strlen(conf));
	folder_write(s.folder, "song.otf", tiny, n);
	for (int i = 0; i < 2; i++) {
		again(&s);
		assert_fonts(s.fonts, "song", false, "Noto Serif CJK SC Regular");
		assert_int_equal(diags_kept(s.d), 0);
	}
	assert_int_equal(silence_end(&quiet), 0);
	setenv("XDG_CACHE_HOME", cache, 1);
	free(cache);
	free(tiny);
	take_down(&s);
}

static void a_font_dropped_into_the_folder_is_found(void **state)
{
	struct setting s =
			set_up(CONF(ROLE("song", FAMILY("Nimbus Roman Test") FAMILY("LXGW WenKai"))
							ROLE("fang", FAMILY("Noto Serif CJK SC"))));
	size_t n;
	char *tiny = tiny_font(NOTO_SERIF, SC, "仿宋", &n);
	const struct font *fonts;
	char *path = folder_path(s.folder, "fang.otf");

	(void)state;
	role_fonts(fonts_find(s.fonts, "fang", false), &fonts);
	assert_string_equal(face_file(fonts->face), NOTO_SERIF);
	folder_write(s.folder, "fang.otf", tiny, n);
	again(&s);
	role_fonts(fonts_find(s.fonts, "fang", false), &fonts);
	assert_string_equal(face_file(fonts->face), path); /* the folder goes before the system */
	free(path);
	free(tiny);
	take_down(&s);
}

static void a_file_that_is_no_font_is_passed_over_with_a_warning(void **state)
{
	struct setting s = set_up(CONF(ROLE("song", FAMILY("LXGW WenKai"))));
	size_t n;
	char *tiny = tiny_font(NOTO_SERIF, SC, "中文", &n);

	(void)state;
	folder_write(s.folder, "half.otf", tiny, 64);
	folder_write(s.folder, "empty.TTF", "", 0);
	folder_write(s.folder, "page.ttc", "<html>no such font</html>", 25);
	folder_write(s.folder, "note.txt", "not a font, not named like one", 30);
	again(&s);
	assert_int_equal(count_kind(s.d, DIAG_FONT_BROKEN), 3);
	assert_int_equal(diags_count(s.d, DIAG_ERROR), 0);
	assert_fonts(s.fonts, "song", false, "LXGW WenKai Regular");
	free(tiny);
	take_down(&s);
}

/* fontconfig's cache still lists a file that was damaged in its place. That it
   is listed proves that the second start read the cache and not the fonts. */
static void a_file_damaged_since_gives_way_to_the_next(void **state)
{
	struct setting s = set_up(CONF_ALONE(
			ROLE("song", FAMILY("Noto Serif CJK SC") FAMILY("LXGW WenKai"))));
	size_t nsong, nkai;
	char *song = tiny_font(NOTO_SERIF, SC, "中文", &nsong);
	char *kai = tiny_font(WENKAI, 0, "中文", &nkai);

	(void)state;
	folder_write(s.folder, "song.otf", song, nsong);
	folder_write(s.folder, "kai.ttf", kai, nkai);
	again(&s);
	assert_string_equal(cover(s.fonts, "song", 0x4e2d, 0), "Noto Serif CJK SC");
	for (size_t n = nsong / 2; n > 0; n /= 2) {
		folder_write(s.folder, "song.otf", song, n);
		again(&s);
		assert_fonts(s.fonts, "song", false,
				"Noto Serif CJK SC Regular, LXGW WenKai Regular");
		assert_string_equal(cover(s.fonts, "song", 0x4e2d, 0), "LXGW WenKai");
		assert_string_equal(cover(s.fonts, "song", 0x6587, 0), "LXGW WenKai");
		assert_int_equal(count_kind(s.d, DIAG_FONT_BROKEN), 1);
	}
	free(song);
	free(kai);
	take_down(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_projects_own_settings_fill_every_role),
		cmocka_unit_test(a_role_has_its_families_in_order_and_no_other),
		cmocka_unit_test(a_full_name_takes_one_weight),
		cmocka_unit_test(bold_comes_from_the_family_or_is_made),
		cmocka_unit_test(one_font_file_is_one_face_in_all_roles),
		cmocka_unit_test(a_cluster_comes_whole_from_the_first_font_that_has_it),
		cmocka_unit_test(a_chinese_face_extends_over_its_em_box),
		cmocka_unit_test(the_same_settings_give_the_same_order),
		cmocka_unit_test(broken_settings_are_named_with_their_line),
		cmocka_unit_test(an_unknown_setting_is_a_warning),
		cmocka_unit_test(a_cache_that_cannot_be_written_is_done_without),
		cmocka_unit_test(a_font_dropped_into_the_folder_is_found),
		cmocka_unit_test(a_file_that_is_no_font_is_passed_over_with_a_warning),
		cmocka_unit_test(a_file_damaged_since_gives_way_to_the_next),
	};
	char *cache = folder_new(NULL);
	int failed;

	if (!fixture_ready()) {
		folder_free(cache);
		return 77;
	}
	setenv("XDG_CACHE_HOME", cache, 1);
	failed = cmocka_run_group_tests_name("font", tests, NULL, NULL);
	folder_free(cache);
	return failed;
}
