/* base: memory, growing arrays, numbers and diagnostics. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/slice.h"
#include "base/unit.h"
#include "base/vec.h"

static void arena_gives_zeroed_aligned_memory(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t n = 1; n < 400000; n = n * 3 + 1) {
		char *p = arena_alloc(a, n, 1);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		assert_int_equal(p[0] | p[n / 2] | p[n - 1], 0);
		memset(p, 0xff, n);
	}
	arena_free(a);
	arena_free(NULL);
}

static void arena_reset_gives_zeroed_memory_again(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	arena_reset(a); /* an empty one too */
	for (int round = 0; round < 3; round++) {
		unsigned char *p = arena_alloc(a, 1000, 300);
		unsigned char *small = arena_alloc(a, 10, 1);
		assert_int_equal(p[0] | p[299999] | small[9], 0);
		memset(p, 0xff, 300000);
		memset(small, 0xff, 10);
		arena_reset(a);
	}
	arena_free(a);
}

static void arena_keeps_small_pieces_apart_from_large(void **state)
{
	struct arena *a = arena_new();
	char *small = arena_string(a, "版心");
	char *large = arena_alloc(a, 1, 1000000);

	(void)state;
	memset(large, 'x', 1000000);
	assert_string_equal(small, "版心");
	assert_string_equal(arena_string(a, "next"), "next");
	arena_free(a);
}

static void arena_copies_and_prints(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(arena_copy(a, "abcdef", 3), "abc");
	assert_string_equal(arena_copy(a, NULL, 0), "");
	assert_string_equal(arena_string(a, ""), "");
	assert_string_equal(arena_print(a, "第%d期", 110), "第110期");
	arena_free(a);
}

static void vec_grows_and_keeps(void **state)
{
	struct arena *a = arena_new();
	VEC(int) v = { 0 };

	(void)state;
	for (int i = 0; i < 10000; i++) {
		int *at = vec_push(a, &v);
		assert_int_equal(*at, 0);
		*at = i;
	}
	assert_int_equal(v.n, 10000);
	for (int i = 0; i < v.n; i++) {
		assert_int_equal(v.at[i], i);
	}
	arena_free(a);
}

static void vec_grows_where_it_lies(void **state)
{
	struct arena *a = arena_new();
	VEC(int) v = { 0 };
	int *first, *after;

	(void)state;
	arena_copy(a, "xxxxxxxxxxxxxxx", 15); /* rubbish before */
	*vec_push(a, &v) = 7;
	first = v.at;
	for (int i = 1; i < 1000; i++) {
		assert_int_equal(*vec_push(a, &v), 0);
	}
	assert_ptr_equal(v.at, first);
	after = arena_alloc(a, 1, sizeof *after);
	for (int i = 1000; i < 2000; i++) {
		*vec_push(a, &v) = -1;
	}
	assert_ptr_not_equal(v.at, first);
	assert_int_equal(v.at[0], 7);
	assert_int_equal(*after, 0);
	arena_free(a);
}

static void extended_piece_is_zeroed(void **state)
{
	struct arena *a = arena_new();
	char *p;

	(void)state;
	memset(arena_alloc(a, 200, 1), 'x', 200);
	arena_reset(a);
	p = arena_copy(a, "abc", 3);
	assert_true(arena_extend(a, p, 4, 100));
	assert_string_equal(p, "abc");
	for (int i = 4; i < 104; i++) {
		assert_int_equal(p[i], 0);
	}
	assert_false(arena_extend(a, p, 104, 1000000));
	arena_alloc(a, 1, 1);
	assert_false(arena_extend(a, p, 104, 1));
	arena_free(a);
}

static void arena_takes_another(void **state)
{
	struct arena *a = arena_new(), *empty = arena_new(), *other = arena_new();
	char *mine = arena_string(a, "mine");
	char *large = arena_alloc(other, 1, 1000000), *theirs = arena_string(other, "theirs");

	(void)state;
	large[999999] = 'z';
	arena_take(a, empty);
	arena_take(a, other);
	assert_string_equal(mine, "mine");
	assert_string_equal(theirs, "theirs");
	assert_int_equal(large[999999], 'z');
	assert_string_equal(arena_string(a, "next"), "next");
	empty = arena_new();
	arena_take(empty, a);
	assert_string_equal(mine, "mine");
	arena_free(empty);
}

static void buf_grows_and_stays_terminated(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add(&b, NULL, 0);
	assert_string_equal(b.s, "");
	for (int i = 0; i < 1000; i++) {
		buf_print(&b, "%03d", i);
		buf_byte(&b, ';');
		assert_int_equal(b.s[b.n], '\0');
	}
	buf_text(&b, "end");
	assert_int_equal(b.n, 4003);
	assert_memory_equal(b.s, "000;001;", 8);
	assert_string_equal(b.s + 3996, "999;end");
	memcpy(buf_room(&b, 5000), "!", 2);
	b.n++;
	assert_string_equal(b.s + 4000, "end!");
	buf_done(&b);
	assert_null(b.s);
	assert_int_equal(b.n, 0);
	buf_done(&b);
}

static void slice_compares_bytes(void **state)
{
	(void)state;
	assert_true(slice_is((struct slice){ "abc", 2 }, "ab"));
	assert_false(slice_is((struct slice){ "abc", 3 }, "ab"));
	assert_true(slice_is((struct slice){ NULL, 0 }, ""));
	assert_false(slice_is((struct slice){ NULL, 0 }, "a"));
}

static void lengths_round_to_nearest_away_from_zero(void **state)
{
	(void)state;
	assert_int_equal(sp_scale(3, UNIT_ONE / 2), 2);
	assert_int_equal(sp_scale(-3, UNIT_ONE / 2), -2);
	assert_int_equal(sp_scale(1, UNIT_ONE / 2 - 1), 0);
	assert_int_equal(sp_scale(14 * UNIT_ONE, 31 * UNIT_ONE + 58982),
			14 * (31 * UNIT_ONE + 58982));
	assert_int_equal(sp_scale(SP_MAX, UNIT_ONE), SP_MAX);
	assert_int_equal(sp_divide(7, 2 * UNIT_ONE), 4);
	assert_int_equal(sp_divide(-7, 2 * UNIT_ONE), -4);
	assert_int_equal(sp_divide(SP_MAX, UNIT_ONE), SP_MAX);
}

static ratio read_ratio(const char *s)
{
	ratio r = 0;

	assert_true(ratio_read(s, strlen(s), &r));
	return r;
}

static void ratio_reads_decimals(void **state)
{
	(void)state;
	assert_int_equal(read_ratio("1"), UNIT_ONE);
	assert_int_equal(read_ratio("0.5"), UNIT_ONE / 2);
	assert_int_equal(read_ratio(".5"), UNIT_ONE / 2);
	assert_int_equal(read_ratio("2."), 2 * UNIT_ONE);
	assert_int_equal(read_ratio("-1.25"), -UNIT_ONE - UNIT_ONE / 4);
	assert_int_equal(read_ratio("-0"), 0);
	assert_int_equal(read_ratio("0.00001"), 1);
	assert_int_equal(read_ratio("32767.99999"), INT32_MAX);
	assert_int_equal(read_ratio("-32767.99999"), -INT32_MAX);
}

static void ratio_refuses_what_is_no_number(void **state)
{
	static const char *const bad[] = { "", "-", ".", "-.", "1.2.3", "--1", "+1", "1e3", " 1",
		"1 ", "1,5", "nan", "inf", "0x1", "32768", "99999999999", "１" };
	ratio r = 77;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(ratio_read(bad[i], strlen(bad[i]), &r));
		assert_int_equal(r, 77);
	}
	assert_true(ratio_read("1.5x", 3, &r)); /* no further than n */
	assert_int_equal(r, UNIT_ONE + UNIT_ONE / 2);
}

static void ratio_writes_what_it_reads(void **state)
{
	static const char *const same[] = { "0", "1", "-1", "31.9", "29.69", "0.0833", "-0.5",
		"1.375", "100", "32767", "-32767" };
	char out[16];

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		ratio_write(read_ratio(same[i]), out);
		assert_string_equal(out, same[i]);
	}
	ratio_write(-1, out);
	assert_string_equal(out, "0");
	ratio_write(INT32_MIN, out);
	assert_string_equal(out, "-32768");
	ratio_write(INT32_MAX, out);
	assert_string_equal(out, "32768");
}

static char *printed(struct arena *a, const struct diags *d)
{
	char *s = NULL, *copy;
	size_t n = 0;
	FILE *f = open_memstream(&s, &n);

	assert_non_null(f);
	diags_print(d, f);
	assert_int_equal(fclose(f), 0);
	copy = arena_copy(a, s, n);
	free(s);
	return copy;
}

static void diag_prints_place_level_text_and_rule(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();

	(void)state;
	diag_add(d, DIAG_SECTION_EMPTY, ((struct span){ "issue.yaml", 9, 5 }), "简讯");
	diag_add0(d, DIAG_ARTICLE_UNLISTED, ((struct span){ "01.md", 0, 0 }));
	diag_add(d, DIAG_EXISTS, ((struct span){ NULL, 0, 0 }), "2024-03");
	diag_add0(d, DIAG_HEAD_UNCLOSED, ((struct span){ "01.md", 2, 0 }));
	assert_string_equal(printed(a, d),
			"issue.yaml:9:5: warning: section ‘简讯’ lists no article [section-empty]\n"
			"01.md: warning: no section lists this article; it will not be printed. "
			"Add it to a section in issue.yaml, or move the file elsewhere "
			"[article-unlisted]\n"
			"banxin: error: ‘2024-03’ is there already and is left as it is [exists]\n"
			"01.md:2: error: the head that begins with --- has no second --- line "
			"below it; add one above the text [head-unclosed]\n");
	assert_int_equal(diags_count(d, DIAG_ERROR), 2);
	assert_int_equal(diags_count(d, DIAG_WARNING), 4);
	diags_free(d);
	diags_free(NULL);
	arena_free(a);
}

static void diag_copies_what_it_is_given(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	char file[] = "a.md", arg[] = "one";

	(void)state;
	diag_add(d, DIAG_FILE_MISSING, ((struct span){ file, 1, 1 }), arg);
	file[0] = 'b';
	arg[0] = 'x';
	assert_string_equal(printed(a, d),
			"a.md:1:1: error: there is no file ‘one’; check the "
			"name, or make the file [file-missing]\n");
	diags_free(d);
	arena_free(a);
}

static void diag_arguments_are_text_and_not_patterns(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();

	(void)state;
	diag_add(d, DIAG_KEY_UNKNOWN_NEAR, ((struct span){ "i", 1, 1 }), "%2%s", "100%");
	assert_string_equal(diag_text(a, diags_at(d, 0)),
			"there is no key ‘%2%s’ here; did you mean ‘100%’?");
	diags_free(d);
	arena_free(a);
}

static void diag_keeps_the_same_complaint_once(void **state)
{
	struct diags *d = diags_new();
	struct span here = { "a", 1, 1 }, there = { "a", 1, 2 };

	(void)state;
	for (int i = 0; i < 3; i++) {
		diag_add(d, DIAG_EXISTS, here, "x");
		diag_add(d, DIAG_EXISTS, here, "y");
		diag_add(d, DIAG_EXISTS, there, "x");
		diag_add0(d, DIAG_FIRST_DEFINED, here);
	}
	assert_int_equal(diags_kept(d), 3 + 3);
	assert_int_equal(diags_count(d, DIAG_ERROR), 9);
	diags_free(d);
}

static void diag_shows_control_characters_escaped(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();

	(void)state;
	diag_add(d, DIAG_FILE_MISSING, ((struct span){ "a\nb", 1, 1 }), "\x1b[31m\x7f\xc2\x9b中");
	assert_string_equal(printed(a, d),
			"a\\x0ab:1:1: error: there is no file ‘\\x1b[31m\\x7f\\x9b中’; check the "
			"name, or make the file [file-missing]\n");
	diags_free(d);
	arena_free(a);
}

static void diag_keeps_a_bounded_number_and_every_kind_of_error(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const char *end;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		diag_add(d, DIAG_CHAR_INVISIBLE, ((struct span){ "a.md", i, 1 }), "U+200B");
	}
	diag_add0(d, DIAG_UTF8_INVALID, ((struct span){ "b.md", 3, 1 }));
	diag_add0(d, DIAG_UTF8_INVALID, ((struct span){ "b.md", 4, 1 }));
	assert_true(diags_kept(d) < 1000);
	assert_int_equal(diags_at(d, diags_kept(d) - 1)->kind, DIAG_UTF8_INVALID);
	assert_int_equal(diags_at(d, diags_kept(d) - 1)->span.line, 3);
	assert_int_equal(diags_count(d, DIAG_NOTE), 100002);
	assert_int_equal(diags_count(d, DIAG_ERROR), 2);
	end = strstr(printed(a, d), "banxin: note: ");
	assert_non_null(end);
	assert_string_equal(end,
			arena_print(a,
					"banxin: note: %d more like these are not shown "
					"[more]\n",
					100002 - diags_kept(d)));
	diags_free(d);
	arena_free(a);
}

/* Every kind says something, has a rule's name, and uses its arguments in
   order without a gap. */
static void diag_kinds_are_complete(void **state)
{
	static const char *const args[] = { "<1>", "<2>", "<3>", "<4>", "<5>" };
	struct arena *a = arena_new();

	(void)state;
	for (int k = 0; k < DIAG_KINDS; k++) {
		struct diag g = { (enum diag_kind)k, { 0 }, args, 5 };
		bool ended = false;
		const char *text;

		if (k == DIAG_WARNINGS || k == DIAG_ERRORS) {
			continue;
		}
		assert_non_null(diag_rule(g.kind));
		text = diag_text(a, &g);
		assert_true(strlen(text) > 10);
		for (int i = 0; i < 5; i++) {
			bool used = strstr(text, args[i]) != NULL;
			assert_false(used && ended);
			ended = !used;
		}
	}
	arena_free(a);
}

/* The examples of FIPS 180. */
static void hash_is_sha_256(void **state)
{
	char hash[65];

	(void)state;
	hash_bytes("abc", 3, hash);
	assert_string_equal(hash,
			"ba7816bf8f01cfea414140de5dae2223"
			"b00361a396177a9cb410ff61f20015ad");
	hash_bytes(NULL, 0, hash);
	assert_string_equal(hash,
			"e3b0c44298fc1c149afbf4c8996fb924"
			"27ae41e4649b934ca495991b7852b855");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_aligned_memory),
		cmocka_unit_test(arena_reset_gives_zeroed_memory_again),
		cmocka_unit_test(arena_keeps_small_pieces_apart_from_large),
		cmocka_unit_test(arena_copies_and_prints),
		cmocka_unit_test(arena_takes_another),
		cmocka_unit_test(extended_piece_is_zeroed),
		cmocka_unit_test(vec_grows_and_keeps),
		cmocka_unit_test(vec_grows_where_it_lies),
		cmocka_unit_test(buf_grows_and_stays_terminated),
		cmocka_unit_test(slice_compares_bytes),
		cmocka_unit_test(lengths_round_to_nearest_away_from_zero),
		cmocka_unit_test(ratio_reads_decimals),
		cmocka_unit_test(ratio_refuses_what_is_no_number),
		cmocka_unit_test(ratio_writes_what_it_reads),
		cmocka_unit_test(diag_prints_place_level_text_and_rule),
		cmocka_unit_test(diag_copies_what_it_is_given),
		cmocka_unit_test(diag_arguments_are_text_and_not_patterns),
		cmocka_unit_test(diag_keeps_the_same_complaint_once),
		cmocka_unit_test(diag_shows_control_characters_escaped),
		cmocka_unit_test(diag_keeps_a_bounded_number_and_every_kind_of_error),
		cmocka_unit_test(diag_kinds_are_complete),
		cmocka_unit_test(hash_is_sha_256),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
