#include "proof/hanzi-imp.h"

#include "text/char.h"

static uint32_t char_of(const struct hanzi_rows *t, int i)
{
	size_t at = 0;

	return char_next(t->rows[i / t->row] + i % t->row * t->size, (size_t)t->size, &at);
}

/* Place of c among every step-th character; -1: it is not there. */
static int find(const struct hanzi_rows *t, int step, uint32_t c)
{
	int lo = 0, hi = t->n / step;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		uint32_t found = char_of(t, mid * step);
		if (found == c) {
			return mid * step;
		}
		if (found < c) {
			lo = mid + 1;
		} else {
			hi = mid;
		}
	}
	return -1;
}

bool hanzi_is_standard(uint32_t c)
{
	return find(c > 0xffff ? &hanzi_standard_long : &hanzi_standard, 1, c) >= 0;
}

uint32_t hanzi_standard_form(uint32_t c)
{
	int i = find(&hanzi_others, 2, c);

	return i < 0 ? 0 : char_of(&hanzi_others, i + 1);
}
