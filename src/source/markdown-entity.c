/* markdown-entity: &hellip; and &#x2026;. The named ones are those that people
   type or that converters leave behind in Chinese and English text; any other
   name stays as it is written. */

#include "source/markdown-imp.h"

static const struct {
	const char *name;
	int32_t c;
} names[] = {
	{ "amp", '&' },
	{ "lt", '<' },
	{ "gt", '>' },
	{ "quot", '"' },
	{ "apos", '\'' },
	{ "nbsp", 0xa0 },
	{ "ensp", 0x2002 },
	{ "emsp", 0x2003 },
	{ "thinsp", 0x2009 },
	{ "ndash", 0x2013 },
	{ "mdash", 0x2014 },
	{ "lsquo", 0x2018 },
	{ "rsquo", 0x2019 },
	{ "ldquo", 0x201c },
	{ "rdquo", 0x201d },
	{ "laquo", 0xab },
	{ "raquo", 0xbb },
	{ "hellip", 0x2026 },
	{ "middot", 0xb7 },
	{ "bull", 0x2022 },
	{ "sect", 0xa7 },
	{ "para", 0xb6 },
	{ "copy", 0xa9 },
	{ "reg", 0xae },
	{ "trade", 0x2122 },
	{ "deg", 0xb0 },
	{ "plusmn", 0xb1 },
	{ "times", 0xd7 },
	{ "divide", 0xf7 },
	{ "minus", 0x2212 },
	{ "le", 0x2264 },
	{ "ge", 0x2265 },
	{ "ne", 0x2260 },
	{ "asymp", 0x2248 },
	{ "infin", 0x221e },
	{ "radic", 0x221a },
	{ "permil", 0x2030 },
	{ "prime", 0x2032 },
	{ "Prime", 0x2033 },
	{ "sup2", 0xb2 },
	{ "sup3", 0xb3 },
	{ "frac12", 0xbd },
	{ "frac14", 0xbc },
	{ "frac34", 0xbe },
	{ "yen", 0xa5 },
	{ "euro", 0x20ac },
	{ "pound", 0xa3 },
	{ "cent", 0xa2 },
	{ "larr", 0x2190 },
	{ "uarr", 0x2191 },
	{ "rarr", 0x2192 },
	{ "darr", 0x2193 },
	{ "alpha", 0x3b1 },
	{ "beta", 0x3b2 },
	{ "gamma", 0x3b3 },
	{ "delta", 0x3b4 },
	{ "Delta", 0x394 },
	{ "lambda", 0x3bb },
	{ "mu", 0x3bc },
	{ "micro", 0xb5 },
	{ "pi", 0x3c0 },
	{ "sigma", 0x3c3 },
	{ "Omega", 0x3a9 },
};

static int digit_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* What stands between &# and ; */
static int32_t read_number(const char *s, size_t n)
{
	int base = n && (s[0] | 0x20) == 'x' ? 16 : 10;
	size_t i = base == 16;
	int32_t c = 0;

	if (i == n) {
		return -1;
	}
	for (; i < n; i++) {
		int v = digit_value(s[i]);
		if (v >= base || c > 0x10ffff) {
			return -1;
		}
		c = c * base + v;
	}
	return c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? -1 : c;
}

int32_t markdown_entity(const char *s, size_t n)
{
	struct slice inner;

	if (n < 3 || s[0] != '&' || s[n - 1] != ';') {
		return -1;
	}
	inner = (struct slice){ s + 1, n - 2 };
	if (inner.s[0] == '#') {
		return read_number(inner.s + 1, inner.n - 1);
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (slice_is(inner, names[i].name)) {
			return names[i].c;
		}
	}
	return -1;
}
