#include "text/convert.h"

#include <unicode/ucnv.h>
#include <unicode/uidna.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/char.h"

#define PIECE      1024 /* UTF-16 units converted at a time */
#define DOMAIN_MAX 253  /* RFC 1035 2.3.4, as text */

bool coding_marked(struct slice bytes, enum coding *coding, size_t *mark)
{
	static const struct {
		const char *mark;
		enum coding coding;
	} marks[] = {
		{ "\xef\xbb\xbf", CODING_UTF8 },
		{ "\xff\xfe", CODING_UTF16LE },
		{ "\xfe\xff", CODING_UTF16BE },
	};

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		size_t n = strlen(marks[i].mark);
		if (bytes.n >= n && memcmp(bytes.s, marks[i].mark, n) == 0) {
			*coding = marks[i].coding;
			*mark = n;
			return true;
		}
	}
	return false;
}

bool is_utf8(struct slice bytes)
{
	for (size_t at = 0; at < bytes.n;) {
		if (char_check(bytes.s, bytes.n, &at) < 0) {
			return false;
		}
	}
	return true;
}

static UConverter *open_converter(enum coding coding)
{
	static const char *const names[] = {
		[CODING_UTF8] = "UTF-8",
		[CODING_UTF16LE] = "UTF-16LE",
		[CODING_UTF16BE] = "UTF-16BE",
		[CODING_GB18030] = "gb18030",
	};
	UErrorCode err = U_ZERO_ERROR;
	UConverter *c = ucnv_open(names[coding], &err);

	if (U_SUCCESS(err)) {
		ucnv_setToUCallBack(c, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &err);
	}
	if (U_FAILURE(err)) {
		die("ICU has no converter %s: %s", names[coding], u_errorName(err));
	}
	return c;
}

/* Append UTF-16 as UTF-8. *high keeps a first half whose second is in the next
   piece; 0: none. */
static void add_utf16(struct buf *b, const UChar *s, int32_t n, UChar *high)
{
	char out[5];

	for (int32_t i = 0; i < n; i++) {
		uint32_t c = s[i];
		if (U16_IS_LEAD(s[i])) {
			*high = s[i];
			continue;
		}
		if (U16_IS_TRAIL(s[i])) {
			c = (uint32_t)U16_GET_SUPPLEMENTARY(*high, s[i]);
		}
		buf_add(b, out, (size_t)char_write(c, out));
	}
}

bool convert_text(struct arena *a, enum coding coding, struct slice bytes, struct slice *out)
{
	UConverter *c = open_converter(coding);
	const char *at = bytes.s, *end = bytes.s + bytes.n;
	UErrorCode err = U_BUFFER_OVERFLOW_ERROR;
	struct buf b = { 0 };
	UChar high = 0;

	while (err == U_BUFFER_OVERFLOW_ERROR) {
		UChar piece[PIECE], *to = piece;
		err = U_ZERO_ERROR;
		ucnv_toUnicode(c, &to, piece + PIECE, &at, end, NULL, true, &err);
		add_utf16(&b, piece, (int32_t)(to - piece), &high);
	}
	ucnv_close(c);
	*out = (struct slice){ arena_copy(a, b.s ? b.s : "", b.n), b.n };
	buf_done(&b);
	return U_SUCCESS(err);
}

const char *convert_domain(struct arena *a, const char *domain, size_t n)
{
	UErrorCode err = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES |
					UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ,
			&err);
	char out[DOMAIN_MAX + 1];
	int32_t len = 0;

	if (U_FAILURE(err)) {
		die("ICU can't read domain names: %s", u_errorName(err));
	}
	if (n <= DOMAIN_MAX * 4) {
		len = uidna_nameToASCII_UTF8(idna, domain, (int32_t)n, out, DOMAIN_MAX, &info,
				&err);
	}
	uidna_close(idna);
	return len > 0 && U_SUCCESS(err) && !info.errors ? arena_copy(a, out, (size_t)len) : NULL;
}
