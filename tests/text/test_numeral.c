/* text/numeral: numbers as labels have them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "text/numeral.h"

static void chinese_numerals_are_read_aloud(void **state)
{
	static const struct {
		unsigned n;
		const char *said;
	} cases[] = {
		{ 0, "零" },
		{ 1, "一" },
		{ 9, "九" },
		{ 10, "十" },
		{ 11, "十一" },
		{ 19, "十九" },
		{ 20, "二十" },
		{ 21, "二十一" },
		{ 99, "九十九" },
		{ 100, "一百" },
		{ 101, "一百零一" },
		{ 110, "一百一十" },
		{ 111, "一百一十一" },
		{ 120, "一百二十" },
		{ 999, "九百九十九" },
		{ 1000, "一千" },
		{ 1001, "一千零一" },
		{ 1010, "一千零一十" },
		{ 1100, "一千一百" },
		{ 1101, "一千一百零一" },
		{ 9999, "九千九百九十九" },
		{ 10000, "一万" },
		{ 10001, "一万零一" },
		{ 10010, "一万零一十" },
		{ 12000, "一万二千" },
		{ 100000, "十万" },
		{ 100500, "十万零五百" },
		{ 20304050, "二千零三十万四千零五十" },
		{ 99999999, "九千九百九十九万九千九百九十九" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_string_equal(numeral_chinese(a, cases[i].n), cases[i].said);
	}
	arena_free(a);
}

static void circles_end_at_fifty(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(numeral_circled(a, 1), "①");
	assert_string_equal(numeral_circled(a, 20), "⑳");
	assert_string_equal(numeral_circled(a, 21), "㉑");
	assert_string_equal(numeral_circled(a, 35), "㉟");
	assert_string_equal(numeral_circled(a, 36), "㊱");
	assert_string_equal(numeral_circled(a, 50), "㊿");
	assert_string_equal(numeral_circled(a, 51), "（51）");
	assert_string_equal(numeral_circled(a, 0), "（0）");
	arena_free(a);
}

static void forms_are_filled(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(numeral_form(a, "{chinese}、", 12), "十二、");
	assert_string_equal(numeral_form(a, "（{arabic}）", 3), "（3）");
	assert_string_equal(numeral_form(a, "{circled}{arabic}", 7), "⑦7");
	assert_string_equal(numeral_form(a, "§", 7), "§");
	assert_string_equal(numeral_form(a, "", 7), "");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chinese_numerals_are_read_aloud),
		cmocka_unit_test(circles_end_at_fifty),
		cmocka_unit_test(forms_are_filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
