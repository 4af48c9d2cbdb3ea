/* Page ends chosen together, against all page ends that there are: for short
   flows every way to divide them is tried. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "page/page-imp.h"

#define LINE     (20 * UNIT_ONE)
#define CAPACITY 6 /* lines of a page */
#define SLUGS    12
#define FLOWS    3000

static uint32_t state = 1;

static int chance(int n)
{
	state = state * 1664525u + 1013904223u;
	return (int)((state >> 16) % (uint32_t)n);
}

/* A flow of lines, headings and blocks of one to four lines. */
static void make(struct slug *s, int n)
{
	for (int i = 0; i < n; i++) {
		s[i] = (struct slug){ .height = LINE, .mark = -1, .line = true };
		s[i].keep = chance(4) == 0;
		if (chance(4) == 0) {
			s[i].line = false;
			s[i].height = LINE * (1 + chance(4));
		}
	}
}

static int64_t square(int64_t white)
{
	return (white * 64 / LINE) * (white * 64 / LINE);
}

/* What the ends cost: ends has bit i where a page ends before slug i. -1: a page
   is too full. */
static int64_t cost_of(const struct slug *s, int n, unsigned ends)
{
	int64_t page = 4 * square(CAPACITY * LINE), cost = page, used = 0;

	for (int i = 0; i < n; i++) {
		if (i && (ends >> i & 1)) {
			cost += page + square(CAPACITY * LINE - used);
			cost += s[i - 1].keep ? page * (s[i - 1].line ? 4 : 40) : 0;
			used = 0;
		}
		used += s[i].height;
		if (used > CAPACITY * LINE) {
			return -1;
		}
	}
	return cost;
}

static void test_all_ends(void **unused)
{
	struct layout l = { .text_height = CAPACITY * LINE, .lines_per_page = CAPACITY * UNIT_ONE };

	(void)unused;
	l.pages.fill = PAGES_OPTIMUM;
	for (int k = 0; k < FLOWS; k++) {
		struct arena *a = arena_new();
		struct slug s[SLUGS];
		int n = 1 + chance(SLUGS);
		struct flow f = { .a = a, .l = &l, .at = s, .n = n, .optimum = true };
		struct portions pages;
		unsigned ends = 0;
		int64_t best = INT64_MAX;
		make(s, n);
		f.first = f.capacity = CAPACITY * LINE;
		flow_find_floaters(&f);
		pages = flow_pages(&f);
		for (int i = 0, at = 0; i < pages.n; i++) {
			assert_int_equal(pages.at[i].from, at);
			at = pages.at[i].to;
			ends |= at < n ? 1u << at : 0;
		}
		assert_int_equal(pages.at[pages.n - 1].to, n);
		for (unsigned e = 0; e < 1u << n; e += 2) {
			int64_t cost = cost_of(s, n, e);
			best = cost >= 0 && cost < best ? cost : best;
		}
		assert_true(best < INT64_MAX);
		assert_true(cost_of(s, n, ends) == best);
		arena_free(a);
	}
}

static int count_bits(unsigned e)
{
	int n = 0;

	for (; e; e &= e - 1) {
		n++;
	}
	return n;
}

/* Pages filled one by one take as few as there can be, where nothing is kept. */
static void test_first_fit(void **unused)
{
	struct layout l = { .text_height = CAPACITY * LINE, .lines_per_page = CAPACITY * UNIT_ONE };

	(void)unused;
	for (int k = 0; k < FLOWS; k++) {
		struct arena *a = arena_new();
		struct slug s[SLUGS];
		int n = 1 + chance(SLUGS), least = n;
		struct flow f = { .a = a, .l = &l, .at = s, .n = n };
		make(s, n);
		for (int i = 0; i < n; i++) {
			s[i].keep = false;
		}
		f.first = f.capacity = CAPACITY * LINE;
		flow_find_floaters(&f);
		for (unsigned e = 0; e < 1u << n; e += 2) {
			int pages = 1 + count_bits(e);
			least = cost_of(s, n, e) >= 0 && pages < least ? pages : least;
		}
		assert_int_equal(flow_pages(&f).n, least);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_ends),
		cmocka_unit_test(test_first_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
