/* stream: what a PDF's streams hold, unfolded within limits, and its strings as
   text. */

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "inspect/pdf-imp.h"
#include "text/char.h"

#define PIECE      ((size_t)64 << 10)
#define SHOW_MAX   120
#define RAW_MAX    ((size_t)16 << 20) /* where libqpdf unfolds, which knows no limit */
#define FILTER_MAX 2

/* Inflate in to out, at most most bytes; what is there before damage is kept, as
   readers do. False where it is more. */
static bool unfold(struct slice in, size_t most, struct buf *out)
{
	z_stream z = { .next_in = (Bytef *)in.s, .avail_in = (uInt)in.n };
	int result = Z_OK;

	if (inflateInit(&z) != Z_OK) {
		return false;
	}
	while (result == Z_OK && out->n <= most) {
		z.next_out = (Bytef *)buf_room(out, PIECE);
		z.avail_out = (uInt)PIECE;
		result = inflate(&z, Z_NO_FLUSH);
		out->n += PIECE - z.avail_out;
		if (z.avail_in == 0 && z.avail_out) {
			break;
		}
	}
	inflateEnd(&z);
	return out->n <= most;
}

/* Only FlateDecode without a predictor, as most streams are that we read. */
static bool is_plain_flate(struct pdf *p, const struct object *stream)
{
	const struct object *filter = pdf_key(p, stream, "Filter");
	const struct object *parms = pdf_key(p, stream, "DecodeParms");

	if (filter->kind == OBJECT_ARRAY) {
		filter = filter->n == 1 ? pdf_item(p, filter, 0) : &object_null;
		parms = parms->kind == OBJECT_ARRAY ? pdf_item(p, parms, 0) : parms;
	}
	return object_is(filter, "FlateDecode") &&
			object_int(pdf_key(p, parms, "Predictor"), 1) <= 1;
}

static int count_filters(struct pdf *p, const struct object *stream)
{
	const struct object *filter = pdf_key(p, stream, "Filter");

	return filter->kind == OBJECT_ARRAY ? filter->n : filter->kind == OBJECT_NAME;
}

static bool fetch_bytes(struct pdf *p, int id, enum qpdf_stream_decode_level_e level,
		unsigned char **bytes, size_t *n)
{
	qpdf_oh o = qpdf_get_object_by_id(p->q, id, 0);
	QPDF_BOOL filtered = QPDF_FALSE;
	bool good = !(qpdf_oh_get_stream_data(p->q, o, level, &filtered, bytes, n) & QPDF_ERRORS) &&
			*bytes;

	qpdf_oh_release(p->q, o);
	return good && (filtered || level == qpdf_dl_none);
}

bool pdf_stream(struct pdf *p, const struct object *stream, struct buf *out)
{
	size_t most = p->left < STREAM_MAX ? p->left : STREAM_MAX, n = 0;
	bool plain = is_plain_flate(p, stream), good;
	unsigned char *bytes = NULL, *whole = NULL;

	if (!stream->stream || !most || count_filters(p, stream) > FILTER_MAX) {
		p->too_much |= stream->stream;
		return false;
	}
	good = fetch_bytes(p, stream->id, qpdf_dl_none, &bytes, &n);
	if (good && plain) {
		good = unfold((struct slice){ (char *)bytes, n }, most, out);
	} else if (good && count_filters(p, stream) == 0) {
		good = n <= most;
		buf_add(out, bytes, good ? n : 0);
	} else if (good && n <= RAW_MAX) {
		good = fetch_bytes(p, stream->id, qpdf_dl_specialized, &whole, &n) && n <= most;
		buf_add(out, whole ? whole : (unsigned char *)"", good ? n : 0);
	}
	free(bytes);
	free(whole);
	p->left -= out->n < p->left ? out->n : p->left;
	p->too_much |= out->n > most || !p->left;
	return good;
}

static void add_char(struct buf *b, uint32_t c)
{
	char utf8[5];

	if (!char_is_control(c) && !char_is_invisible(c) && !(c >= 0xd800 && c < 0xe000)) {
		buf_add(b, utf8, (size_t)char_write(c, utf8));
	}
}

static void add_utf16(struct buf *b, struct slice s)
{
	for (size_t i = 2; i + 1 < s.n; i += 2) {
		uint32_t c = (uint32_t)((unsigned char)s.s[i] << 8 | (unsigned char)s.s[i + 1]);
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.n) {
			uint32_t low = (uint32_t)((unsigned char)s.s[i + 2] << 8 |
					(unsigned char)s.s[i + 3]);
			c = 0x10000 + ((c - 0xd800) << 10) + (low & 0x3ff);
			i += 2;
		}
		add_char(b, c);
	}
}

/* ISO 32000-1 D.2; between 0x18 and 0x1f, and from 0x80 to 0x9f, it is not
   Latin 1, but no title of ours has those. */
static void add_latin(struct buf *b, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		add_char(b, (unsigned char)s.s[i]);
	}
}

static bool add_utf8(struct buf *b, struct slice s)
{
	for (size_t at = 0; at < s.n;) {
		int32_t c = char_check(s.s, s.n, &at);
		if (c < 0) {
			return false;
		}
		add_char(b, (uint32_t)c);
	}
	return true;
}

static const char *take(struct pdf *p, struct buf *b)
{
	const char *s = arena_copy(p->a, b->s ? b->s : "", b->n);

	buf_done(b);
	return s;
}

const char *pdf_text(struct pdf *p, const struct object *o)
{
	struct buf b = { 0 };
	struct slice s = o->s;

	if (o->kind != OBJECT_STRING) {
		return "";
	}
	if (s.n >= 2 && memcmp(s.s, "\xfe\xff", 2) == 0) {
		add_utf16(&b, s);
	} else if (s.n >= 3 && memcmp(s.s, "\xef\xbb\xbf", 3) == 0) {
		add_utf8(&b, (struct slice){ s.s + 3, s.n - 3 });
	} else {
		add_latin(&b, s);
	}
	return take(p, &b);
}

const char *pdf_show(struct pdf *p, const struct object *o)
{
	struct buf b = { 0 };
	struct slice s = o->s;

	if (o->kind == OBJECT_STRING) {
		return pdf_text(p, o);
	}
	if (o->kind != OBJECT_NAME) {
		return "";
	}
	s.n = s.n < SHOW_MAX ? s.n : SHOW_MAX;
	if (!add_utf8(&b, s)) {
		b.n = 0;
		add_latin(&b, s);
	}
	return take(p, &b);
}
