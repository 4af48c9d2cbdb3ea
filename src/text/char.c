#include "text/char.h"

#include <stdio.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

uint32_t char_next(const char *s, size_t n, size_t *at)
{
	int32_t c = char_check(s, n, at);

	return c < 0 ? 0xfffd : (uint32_t)c;
}

int32_t char_check(const char *s, size_t n, size_t *at)
{
	/* ICU counts in int32_t: hand it the next few bytes only */
	const uint8_t *p = (const uint8_t *)s + *at;
	int32_t left = n - *at < 4 ? (int32_t)(n - *at) : 4;
	int32_t i = 0;
	UChar32 c;

	U8_NEXT(p, i, left, c);
	*at += (size_t)i;
	return c;
}

int char_write(uint32_t c, char out[static 5])
{
	int32_t n = 0;

	U8_APPEND_UNSAFE((uint8_t *)out, n, (UChar32)c);
	out[n] = '\0';
	return n;
}

void char_name(uint32_t c, char out[static 12])
{
	snprintf(out, 12, "U+%04X", (unsigned)c & 0x1fffff);
}

static enum char_class class_of_ascii(uint32_t c)
{
	if (c == '\n') {
		return CHAR_NEWLINE;
	}
	if (c == ' ' || c == '\t') {
		return CHAR_SPACE;
	}
	if (c >= '0' && c <= '9') {
		return CHAR_DIGIT;
	}
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? CHAR_LETTER : CHAR_WESTERN;
}

static enum char_class class_by_script(uint32_t c)
{
	UErrorCode err = U_ZERO_ERROR;

	switch (uscript_getScript((UChar32)c, &err)) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
	case USCRIPT_BOPOMOFO:
	case USCRIPT_HANGUL:
		return CHAR_HAN;
	case USCRIPT_LATIN:
	case USCRIPT_GREEK:
	case USCRIPT_CYRILLIC:
		/* full-width Ａ and the numeral Ⅳ are signs of Chinese text */
		return u_isalpha((UChar32)c) &&
						u_getIntPropertyValue((UChar32)c,
								UCHAR_EAST_ASIAN_WIDTH) !=
								U_EA_FULLWIDTH
				? CHAR_LETTER
				: CHAR_SIGN;
	case USCRIPT_INHERITED:
		return CHAR_LETTER;
	default:
		return CHAR_SIGN;
	}
}

enum char_class char_class(uint32_t c)
{
	if (c < 0x80) {
		return class_of_ascii(c);
	}
	if (c >= 0x4e00 && c < 0xa000) {
		return CHAR_HAN;
	}
	if (u_isUWhiteSpace((UChar32)c)) {
		return CHAR_SPACE;
	}
	return class_by_script(c);
}

bool char_is_western(uint32_t c)
{
	enum char_class k = char_class(c);

	return k == CHAR_LETTER || k == CHAR_DIGIT || k == CHAR_WESTERN;
}

bool char_joins(uint32_t a, uint32_t b)
{
	enum char_class ka = char_class(a), kb = char_class(b);

	return (ka == CHAR_HAN || ka == CHAR_SIGN) && (kb == CHAR_HAN || kb == CHAR_SIGN);
}

bool char_is_control(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0) ||
			(c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

bool char_is_invisible(uint32_t c)
{
	/* U+200C and U+200D shape what stands beside them */
	return c != 0x200c && c != 0x200d && u_charType((UChar32)c) == U_FORMAT_CHAR;
}

bool char_is_private(uint32_t c)
{
	return u_charType((UChar32)c) == U_PRIVATE_USE_CHAR;
}

bool char_is_mark(uint32_t c)
{
	return c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

int char_columns(uint32_t c)
{
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH)) {
	case U_EA_WIDE:
	case U_EA_FULLWIDTH:
		return 2;
	default:
		return !char_is_mark(c);
	}
}

static bool in_compatibility_block(uint32_t c)
{
	return (c >= 0x2e80 && c < 0x2fe0) || (c >= 0xf900 && c < 0xfb00) ||
			(c >= 0x2f800 && c < 0x2fa20);
}

uint32_t char_normal(uint32_t c)
{
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfkc;
	UChar out[8], in[2];
	int32_t nin = 0, n;
	UChar32 normal;

	if (!in_compatibility_block(c)) {
		return c;
	}
	nfkc = unorm2_getNFKCInstance(&err);
	U16_APPEND_UNSAFE(in, nin, (UChar32)c);
	n = unorm2_normalize(nfkc, in, nin, out, 8, &err);
	if (U_FAILURE(err) || n < 1) {
		return c;
	}
	U16_GET(out, 0, 0, n, normal);
	if ((uint32_t)normal == c) {
		return c < 0x2fe0 ? 0 : c;
	}
	return (uint32_t)normal;
}

static int break_kind(uint32_t c)
{
	return u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK);
}

static bool is_picture(uint32_t c)
{
	return u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC);
}

static bool is_line_control(int kind)
{
	return kind == U_GCB_CR || kind == U_GCB_LF || kind == U_GCB_CONTROL;
}

/* UAX #29 GB6 to GB8: the letters of a Hangul syllable. */
static bool hangul_joins(int a, int b)
{
	switch (a) {
	case U_GCB_L:
		return b == U_GCB_L || b == U_GCB_V || b == U_GCB_LV || b == U_GCB_LVT;
	case U_GCB_LV:
	case U_GCB_V:
		return b == U_GCB_V || b == U_GCB_T;
	case U_GCB_LVT:
	case U_GCB_T:
		return b == U_GCB_T;
	default:
		return false;
	}
}

/* UAX #29 GB3 to GB9b: what two neighbours alone decide. */
static bool kinds_join(int a, int b)
{
	if (is_line_control(a) || is_line_control(b)) {
		return a == U_GCB_CR && b == U_GCB_LF;
	}
	return b == U_GCB_EXTEND || b == U_GCB_ZWJ || b == U_GCB_SPACING_MARK ||
			a == U_GCB_PREPEND || hangul_joins(a, b);
}

size_t char_cluster_end(const char *s, size_t n, size_t at)
{
	uint32_t c = char_next(s, n, &at);
	int kind = break_kind(c);
	bool picture = is_picture(c); /* a picture and Extend only since, for GB11 */
	int nflags = kind == U_GCB_REGIONAL_INDICATOR;

	while (at < n) {
		size_t next = at;
		int before = kind;

		c = char_next(s, n, &next);
		kind = break_kind(c);
		if (!kinds_join(before, kind) &&
				!(before == U_GCB_ZWJ && picture && is_picture(c)) && /* GB11 */
				!(nflags == 1 && before == U_GCB_REGIONAL_INDICATOR &&
						kind == before)) { /* GB12 */
			break;
		}
		nflags += kind == U_GCB_REGIONAL_INDICATOR;
		picture = is_picture(c) ||
				(picture && before != U_GCB_ZWJ &&
						(kind == U_GCB_EXTEND || kind == U_GCB_ZWJ));
		at = next;
	}
	return at;
}
