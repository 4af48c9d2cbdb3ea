#include "text/numeral.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/char.h"

static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

/* n below 10000. A zero is read once, between places that are not. inner: other
   places stand before it. */
static void add_places(struct buf *b, unsigned n, bool inner)
{
	static const char *const places[] = { "千", "百", "十", "" };
	unsigned unit = 1000;
	bool zero = false;

	for (int i = 0; i < 4; i++, unit /= 10) {
		unsigned digit = n / unit % 10;
		if (!digit) {
			zero = inner;
			continue;
		}
		if (zero) {
			buf_text(b, digits[0]);
		}
		if (digit > 1 || unit != 10 || inner) { /* 十二, not 一十二 */
			buf_text(b, digits[digit]);
		}
		buf_text(b, places[i]);
		inner = true;
		zero = false;
	}
}

const char *numeral_chinese(struct arena *a, unsigned n)
{
	struct buf b = { 0 };
	const char *s;

	if (n == 0) {
		return digits[0];
	}
	if (n >= 10000) {
		add_places(&b, n / 10000 % 10000, false);
		buf_text(&b, "万");
	}
	add_places(&b, n % 10000, n >= 10000);
	s = arena_copy(a, b.s, b.n);
	buf_done(&b);
	return s;
}

const char *numeral_circled(struct arena *a, unsigned n)
{
	char s[5];
	uint32_t c = n <= 20 ? 0x2460 + n - 1 : n <= 35 ? 0x3251 + n - 21 : 0x32b1 + n - 36;

	if (n < 1 || n > 50) {
		return arena_print(a, "（%u）", n);
	}
	return arena_copy(a, s, (size_t)char_write(c, s));
}

static const char *value_of(struct arena *a, const char *name, size_t n, unsigned value)
{
	if (strncmp(name, "chinese", n) == 0) {
		return numeral_chinese(a, value);
	}
	if (strncmp(name, "circled", n) == 0) {
		return numeral_circled(a, value);
	}
	return arena_print(a, "%u", value);
}

const char *numeral_form(struct arena *a, const char *form, unsigned n)
{
	struct buf b = { 0 };
	const char *s;

	while (*form) {
		size_t plain = strcspn(form, "{"), name;

		buf_add(&b, form, plain);
		form += plain;
		name = strcspn(form, "}");
		if (*form) {
			buf_text(&b, value_of(a, form + 1, name - 1, n));
			form += form[name] ? name + 1 : name;
		}
	}
	s = arena_copy(a, b.n ? b.s : "", b.n);
	buf_done(&b);
	return s;
}
