/* text/char: what a code point is. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/uchar.h>

#include "text/char.h"

static uint32_t first(const char *s)
{
	size_t at = 0;

	return char_next(s, strlen(s), &at);
}

/* Each character of s is of class k. */
static void assert_class(const char *s, enum char_class k)
{
	for (size_t at = 0, n = strlen(s); at < n;) {
		uint32_t c = char_next(s, n, &at);
		if (char_class(c) != k) {
			fail_msg("U+%04X is of class %d, not %d", (unsigned)c, (int)char_class(c),
					(int)k);
		}
	}
}

static void classes_follow_chinese_typesetting(void **state)
{
	(void)state;
	assert_class("一方龥㐀𠀀𬱖䶮㛃〇々", CHAR_HAN);
	assert_class("あアㄅ한", CHAR_HAN);
	assert_class("，。、；：！？（）《》〈〉【】「」『』“”‘’—…·ー", CHAR_SIGN);
	assert_class("①℃‰№×÷±→■★￥％＋Ａｚ１㎡Ⅳ", CHAR_SIGN);
	assert_class("azAZéüÅßñαΩжЯﬁ", CHAR_LETTER);
	assert_class("0123456789", CHAR_DIGIT);
	assert_class("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", CHAR_WESTERN);
	assert_class(" \t\xc2\xa0\xe3\x80\x80\xe2\x80\x82\xe2\x80\x89", CHAR_SPACE);
	assert_class("\n", CHAR_NEWLINE);
	assert_class("\xcc\x81\xcc\x88", CHAR_LETTER); /* accents go with their letter */
}

static void western_is_what_a_western_face_sets(void **state)
{
	(void)state;
	assert_true(char_is_western('a') && char_is_western('7') && char_is_western('%'));
	assert_true(char_is_western(first("é")));
	assert_false(char_is_western(' ') || char_is_western('\n'));
	assert_false(char_is_western(first("％")) || char_is_western(first("中")));
}

static void a_source_line_break_joins_chinese_text(void **state)
{
	static const struct {
		const char *a, *b;
		bool joins;
	} cases[] = {
		{ "中", "文", true },
		{ "，", "文", true },
		{ "中", "“", true },
		{ "。", "《", true },
		{ "中", "a", false },
		{ "5", "个", false },
		{ "a", "b", false },
		{ "中", "(", false },
		{ ".", "中", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(char_joins(first(cases[i].a), first(cases[i].b)), cases[i].joins);
	}
}

static void compatibility_forms_have_a_normal_one(void **state)
{
	static const char *const pairs[][2] = {
		{ "⽅", "方" }, /* Kangxi radical */
		{ "⼀", "一" }, { "⿕", "龠" },
		{ "⺟", "母" }, /* of the radicals supplement, two have one */
		{ "⻳", "龟" }, { "\xef\xa4\x80", "豈" }, /* U+F900 */
		{ "\xef\xa8\x95", "凞" },                 /* U+FA15 */
		{ "\xf0\xaf\xa0\x80", "丽" },             /* U+2F800 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		assert_int_equal(char_normal(first(pairs[i][0])), first(pairs[i][1]));
	}
	/* looks like a character; Unicode names none */
	assert_int_equal(char_normal(first("⻓")), 0);
	/* stands in the compatibility block and is an ideograph of its own */
	assert_int_equal(char_normal(0xfa0e), 0xfa0e);
	assert_int_equal(char_normal(first("方")), first("方"));
	assert_int_equal(char_normal(first("①")), first("①"));
	assert_int_equal(char_normal('a'), 'a');
}

static void invisible_control_and_private_are_told_apart(void **state)
{
	static const uint32_t invisible[] = { 0xad, 0x200b, 0x200e, 0x202e, 0x2060, 0xfeff };
	static const uint32_t control[] = { 0, 1, 0x0b, '\r', 0x1b, 0x7f, 0x80, 0x9f, 0xfdd0,
		0xfffe, 0x1ffff, 0x10ffff };
	static const uint32_t private[] = { 0xe000, 0xf8ff, 0xf0000, 0x10fffd };
	static const uint32_t plain[] = { 'a', ' ', '\n', '\t', 0xa0, 0x200c, 0x200d, 0x3000,
		0x4e2d, 0xfffd, 0x2cc56 };

	(void)state;
	for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++) {
		assert_true(char_is_invisible(invisible[i]));
		assert_false(char_is_control(invisible[i]));
	}
	for (size_t i = 0; i < sizeof control / sizeof *control; i++) {
		assert_true(char_is_control(control[i]));
		assert_false(char_is_invisible(control[i]));
	}
	for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
		assert_true(char_is_private(private[i]));
		assert_false(char_is_control(private[i]));
	}
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		assert_false(char_is_invisible(plain[i]) || char_is_control(plain[i]) ||
				char_is_private(plain[i]));
	}
	assert_true(char_is_mark(0x301) && char_is_mark(0xfe0f) && char_is_mark(0xe0100));
	assert_false(char_is_mark('a') || char_is_mark(0x4e2d));
}

static void bytes_that_are_no_utf8_are_found(void **state)
{
	static const char *const bad[] = { "\x80", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
		"\xe4\xb8", "\xff", "\xd6\xd0" /* 中 in GBK */ };
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		at = 0;
		assert_int_equal(char_check(bad[i], strlen(bad[i]), &at), -1);
		assert_in_range(at, 1, strlen(bad[i]));
		at = 0;
		assert_int_equal(char_next(bad[i], strlen(bad[i]), &at), 0xfffd);
	}
	at = 0;
	assert_int_equal(char_check("\xf0\xac\xb1\x96", 4, &at), 0x2cc56);
	assert_int_equal(at, 4);
	at = 0;
	assert_int_equal(char_check("\xf0\xac\xb1\x96", 3, &at), -1); /* cut off by n */
}

static void characters_are_written_and_named(void **state)
{
	static const uint32_t codes[] = { 'a', 0x7f, 0x80, 0x7ff, 0x800, 0x4e2d, 0xffff, 0x10000,
		0x2cc56, 0x10ffff };
	char out[12];

	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		int n = char_write(codes[i], out);
		assert_int_equal(n, strlen(out));
		assert_int_equal(first(out), codes[i]);
	}
	char_name('a', out);
	assert_string_equal(out, "U+0061");
	char_name(0x2cc56, out);
	assert_string_equal(out, "U+2CC56");
}

static void clusters_keep_what_belongs_together(void **state)
{
	static const char *const whole[] = { "中", "葛\xf3\xa0\x84\x80", "e\xcc\x81\xcc\xa3",
		"☎\xef\xb8\x8f", "👩\xe2\x80\x8d👧", "🇨🇳", "각", "\r\n" };
	char twice[64];

	(void)state;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		size_t n = strlen(whole[i]);
		snprintf(twice, sizeof twice, "%s%s", whole[i], whole[i]);
		assert_int_equal(char_cluster_end(twice, 2 * n, 0), n);
		assert_int_equal(char_cluster_end(twice, 2 * n, n), 2 * n);
	}
}

#define BREAK_TEST "/usr/share/unicode/auxiliary/GraphemeBreakTest.txt"

/* "÷ 0020 × 0308 ÷ 0020 ÷ # …" → the text and the byte offsets of its breaks
   behind the first character. */
static int read_case(const char *line, char *text, size_t *n, size_t *breaks)
{
	int nbreaks = 0;

	*n = 0;
	while (*line && *line != '#') {
		char *end;
		unsigned long c = strtoul(line, &end, 16);

		if (end != line) {
			*n += (size_t)char_write((uint32_t)c, text + *n);
			line = end;
		} else if (strncmp(line, "÷", strlen("÷")) == 0) {
			breaks[nbreaks] = *n;
			nbreaks += *n > 0;
			line += strlen("÷");
		} else {
			line++;
		}
	}
	return nbreaks;
}

static void assert_case(const char *line)
{
	char text[256];
	size_t n, breaks[64], at = 0;
	int nbreaks = read_case(line, text, &n, breaks);

	for (int i = 0; i < nbreaks; i++) {
		at = char_cluster_end(text, n, at);
		if (at != breaks[i]) {
			fail_msg("cluster ends at byte %zu, not %zu: %s", at, breaks[i], line);
		}
	}
}

/* "# GraphemeBreakTest-15.0.0.txt": is that the Unicode of our ICU? */
static bool same_version(const char *head)
{
	UVersionInfo v;
	char name[64];

	u_getUnicodeVersion(v);
	snprintf(name, sizeof name, "# GraphemeBreakTest-%d.%d.%d.txt", v[0], v[1], v[2]);
	return strncmp(head, name, strlen(name)) == 0;
}

static void clusters_are_unicodes(void **state)
{
	FILE *f = fopen(BREAK_TEST, "r");
	char line[2048];
	int n = 0;

	(void)state;
	if (!f || !fgets(line, sizeof line, f) || !same_version(line)) {
		if (f) {
			fclose(f);
		}
		skip();
	}
	while (fgets(line, sizeof line, f)) {
		/* [9.3] joins consonants of Indic scripts, which no bulletin is
		   written in; its property is newer than the ICU we ask for */
		if (line[0] != '#' && !strstr(line, "[9.3]")) {
			assert_case(line);
			n++;
		}
	}
	fclose(f);
	assert_true(n > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classes_follow_chinese_typesetting),
		cmocka_unit_test(western_is_what_a_western_face_sets),
		cmocka_unit_test(a_source_line_break_joins_chinese_text),
		cmocka_unit_test(compatibility_forms_have_a_normal_one),
		cmocka_unit_test(invisible_control_and_private_are_told_apart),
		cmocka_unit_test(bytes_that_are_no_utf8_are_found),
		cmocka_unit_test(characters_are_written_and_named),
		cmocka_unit_test(clusters_keep_what_belongs_together),
		cmocka_unit_test(clusters_are_unicodes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
