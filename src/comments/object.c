/* object: PDF objects as plain values. */

#include <string.h>

#include "base/buf.h"
#include "comments/comments-imp.h"
#include "text/char.h"

#define FAR 10000 /* pt; farther than any sheet, and twice it fits sp */

static bool read_length(qpdf_data q, qpdf_oh o, sp *out)
{
	double v = 0;

	/* the second test is false for a NaN too */
	if (!qpdf_oh_get_value_as_number(q, o, &v) || !(v > -1e300 && v < 1e300)) {
		return false;
	}
	v = v < -FAR ? -FAR : v > FAR ? FAR : v;
	*out = (sp)(v * UNIT_ONE);
	return true;
}

const sp *object_lengths(struct arena *a, qpdf_data q, qpdf_oh o, int max, int *n)
{
	int count = qpdf_oh_is_array(q, o) ? qpdf_oh_get_array_n_items(q, o) : 0;
	sp *at;

	*n = 0;
	count = count < max ? count : max;
	if (count <= 0) {
		return NULL;
	}
	at = ARENA_ARRAY(a, sp, count);
	for (int i = 0; i < count; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(q, o, i);
		bool ok = read_length(q, item, &at[i]);
		qpdf_oh_release(q, item);
		if (!ok) {
			return NULL;
		}
	}
	*n = count;
	return at;
}

bool object_is(qpdf_data q, qpdf_oh dict, const char *key, const char *name)
{
	qpdf_oh o = qpdf_oh_get_key_if_dict(q, dict, key);
	bool is = qpdf_oh_is_name_and_equals(q, o, name);

	qpdf_oh_release(q, o);
	return is;
}

static bool is_utf8(const char *s, size_t n)
{
	for (size_t at = 0; at < n;) {
		if (char_check(s, n, &at) < 0) {
			return false;
		}
	}
	return true;
}

static bool is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

/* Bytes of the string's UTF-8. Some writers put UTF-8 without its mark, which
   PDFDocEncoding can't be told from but by its looks. */
static const char *utf8_of(qpdf_data q, qpdf_oh o, size_t *n)
{
	const char *s = NULL;

	if (!qpdf_oh_get_value_as_string(q, o, &s, n)) {
		return NULL;
	}
	if (!is_ascii(s, *n) && is_utf8(s, *n)) {
		return s;
	}
	return qpdf_oh_get_value_as_utf8(q, o, &s, n) ? s : NULL;
}

const char *object_text(struct arena *a, qpdf_data q, qpdf_oh dict, const char *key)
{
	qpdf_oh o = qpdf_oh_get_key_if_dict(q, dict, key);
	size_t n = 0;
	const char *s = utf8_of(q, o, &n);

	s = s ? text_clean(a, s, n) : "";
	qpdf_oh_release(q, o);
	return s;
}

/* ISO 32000-1 7.9.2.2: an escape, a language code, an escape */
static size_t skip_language(const char *s, size_t n, size_t at)
{
	const char *end = memchr(s + at, 0x1b, n - at < 8 ? n - at : 8);

	return end ? (size_t)(end - s) + 1 : at;
}

static void add_clean(struct buf *b, const char *s, size_t from, size_t to, int32_t c)
{
	if (c < 0) {
		buf_text(b, "\xef\xbf\xbd"); /* U+FFFD */
	} else if (c == '\t' || c == 0xa0) {
		buf_byte(b, ' ');
	} else if (c == 0x2028 || c == 0x2029) {
		buf_byte(b, '\n');
	} else if (c == '\n' ||
			(!char_is_control((uint32_t)c) && !char_is_invisible((uint32_t)c))) {
		buf_add(b, s + from, to - from);
	}
}

static void trim(struct buf *b, size_t *from)
{
	while (b->n && (b->s[b->n - 1] == '\n' || b->s[b->n - 1] == ' ')) {
		b->n--;
	}
	while (*from < b->n && (b->s[*from] == '\n' || b->s[*from] == ' ')) {
		++*from;
	}
}

const char *text_clean(struct arena *a, const char *s, size_t n)
{
	struct buf b = { 0 };
	size_t from = 0;
	const char *clean;

	for (size_t at = 0; at < n && b.n < TEXT_MAX;) {
		size_t start = at;
		int32_t c = char_check(s, n, &at);
		if (c == '\r') { /* old Macs and Acrobat end lines so */
			at += at < n && s[at] == '\n';
			buf_byte(&b, '\n');
		} else if (c == 0x1b) {
			at = skip_language(s, n, at);
		} else {
			add_clean(&b, s, start, at, c);
		}
	}
	if (b.n >= TEXT_MAX) {
		buf_text(&b, "…");
	}
	trim(&b, &from);
	clean = b.n ? arena_copy(a, b.s + from, b.n - from) : "";
	buf_done(&b);
	return clean;
}
