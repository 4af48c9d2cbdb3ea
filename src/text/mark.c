#include "text/mark.h"

#include <unicode/uchar.h>

/* Marks whose part in Chinese text is not what Unicode's line breaking classes
   say, or not all of it. */
static enum mark_class class_in_chinese(uint32_t c)
{
	switch (c) {
	case 0x2018: /* ‘ “: Unicode leaves open which side quotation marks are of */
	case 0x201c:
		return MARK_OPENING;
	case 0x2019:
	case 0x201d:
		return MARK_CLOSING;
	case ',': /* GB/T 15834 4.4 to 4.7: 点号 within a sentence */
	case ':':
	case ';':
	case 0x3001:
	case 0xff0c:
	case 0xff1a:
	case 0xff1b:
	case 0xff64:
		return MARK_PAUSE;
	case '.': /* GB/T 15834 4.1: 点号 at its end; ？ and ！ are Unicode's */
	case 0x3002:
	case 0xff0e:
	case 0xff61:
		return MARK_STOP;
	case 0xb7: /* GB/T 15834 4.14 */
	case 0x2027:
	case 0x30fb:
	case 0xff65:
		return MARK_INTERPUNCT;
	case '-': /* GB/T 15834 4.13 */
	case '~':
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x301c:
	case 0xff0d:
	case 0xff5e:
		return MARK_CONNECTOR;
	case '/': /* GB/T 15834 4.17 */
	case 0xff0f:
		return MARK_SOLIDUS;
	case 0x2014: /* GB/T 15834 4.10 */
	case 0x2015:
	case 0x2e3a:
		return MARK_DASH;
	case 0x2026: /* GB/T 15834 4.11 */
	case 0x22ef:
		return MARK_ELLIPSIS;
	case 0x30a0:
		return MARK_KANA;
	case 0xff0b:
		return MARK_PREFIX;
	default:
		return MARK_NONE;
	}
}

/* UAX #14's classes, where they speak of marks. */
static enum mark_class class_by_unicode(uint32_t c)
{
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
	case U_LB_OPEN_PUNCTUATION:
		return MARK_OPENING;
	case U_LB_CLOSE_PUNCTUATION:
	case U_LB_CLOSE_PARENTHESIS:
		return MARK_CLOSING;
	case U_LB_EXCLAMATION:
		return MARK_STOP;
	case U_LB_NONSTARTER: /* ‼ ⁇ ⁈ ⁉ among them */
		return c >= 0x203c && c <= 0x2049 ? MARK_STOP : MARK_NONSTARTER;
	case U_LB_INSEPARABLE:
		return MARK_NONSTARTER;
	case U_LB_CONDITIONAL_JAPANESE_STARTER:
		return MARK_KANA;
	case U_LB_PREFIX_NUMERIC:
		return MARK_PREFIX;
	case U_LB_POSTFIX_NUMERIC:
		return MARK_SUFFIX;
	case U_LB_QUOTATION:
		switch (u_charType((UChar32)c)) {
		case U_INITIAL_PUNCTUATION:
			return MARK_OPENING;
		case U_FINAL_PUNCTUATION:
			return MARK_CLOSING;
		default:
			return MARK_NONE;
		}
	default:
		return MARK_NONE;
	}
}

enum mark_class mark_class(uint32_t c)
{
	enum mark_class class;

	/* Han; 5G+ and paths, where Unicode has prefixes of numbers */
	if ((c >= 0x4e00 && c < 0xa000) || c == '+' || c == '\\') {
		return MARK_NONE;
	}
	class = class_in_chinese(c);
	return class != MARK_NONE ? class : class_by_unicode(c);
}
