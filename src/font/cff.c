#include "font/font-imp.h"

/* What we need of a Top DICT. Offsets count from the table's start. */
struct top {
	uint32_t charset, charstrings;
	bool cid_keyed;
};

/* Read an INDEX; r is then behind it. The place of its first item goes to first. */
static uint32_t take_index(struct reader *r, size_t *first)
{
	uint32_t count = reader_take(r, 2);
	uint32_t end = 1;
	int size;

	if (count == 0 || r->bad) {
		*first = r->at;
		return 0;
	}
	size = (int)reader_take(r, 1);
	r->bad |= size < 1 || size > 4;
	if (r->bad) {
		return 0;
	}
	r->at += (size_t)count * (size_t)size;
	end = reader_take(r, size);
	*first = r->at;
	r->bad |= end < 1 || end - 1 > r->in.n - r->at;
	r->at += r->bad ? 0 : end - 1;
	return r->bad ? 0 : count;
}

/* Technical Note 5176, table 3: an integer that begins with byte b. Reals are
   skipped: nothing that we need is one. */
static uint32_t take_operand(struct reader *r, uint32_t b)
{
	uint32_t nibbles = 0;

	if (b == 28 || b == 29) {
		return reader_take(r, b == 28 ? 2 : 4);
	}
	if (b >= 251) {
		return -((b - 251) * 256 + reader_take(r, 1) + 108);
	}
	if (b >= 247) {
		return (b - 247) * 256 + reader_take(r, 1) + 108;
	}
	if (b == 30) {
		while (!r->bad && (nibbles & 0xf) != 0xf) {
			nibbles = reader_take(r, 1);
		}
		return 0;
	}
	return b - 139;
}

static struct top take_top(struct reader *r, size_t end)
{
	struct top t = { 0 };
	uint32_t last = 0;

	while (r->at < end && !r->bad) {
		uint32_t b = reader_take(r, 1);

		if (b > 21) {
			last = take_operand(r, b);
		} else if (b == 15) {
			t.charset = last;
		} else if (b == 17) {
			t.charstrings = last;
		} else if (b == 12 && reader_take(r, 1) == 30) {
			t.cid_keyed = true; /* ROS */
		}
	}
	return t;
}

/* Technical Note 5176, section 13. Glyph 0 is not listed. */
static void take_charset(struct reader *r, uint16_t *cids, uint32_t nglyphs)
{
	uint32_t format = reader_take(r, 1);

	r->bad |= format > 2;
	for (uint32_t g = 1; g < nglyphs && !r->bad;) {
		uint32_t first = reader_take(r, 2);
		uint32_t left = format ? reader_take(r, (int)format) : 0;

		for (uint32_t i = 0; i <= left && g < nglyphs; i++) {
			cids[g++] = (uint16_t)(first + i);
		}
	}
}

bool cff_cids(struct slice cff, uint16_t *cids, uint32_t nglyphs)
{
	struct reader r = { cff, 0, false };
	struct top top;
	size_t first = 0, dict, end;

	r.at = 2;
	r.at = reader_take(&r, 1); /* header size */
	take_index(&r, &first);    /* names */
	take_index(&r, &dict);     /* the Top DICT of the one font */
	end = r.at;
	r.at = dict;
	top = take_top(&r, end);
	r.at = top.charstrings;
	r.bad |= take_index(&r, &first) < nglyphs;

	for (uint32_t g = 0; g < nglyphs; g++) {
		cids[g] = (uint16_t)g;
	}
	/* ISO 32000-1, 9.7.4.2: the CIDs of a font that is not CID-keyed are glyph
	   numbers. Offsets 0 to 2 stand for charsets that no CID-keyed font has; one
	   that has none is numbered in order. */
	if (top.cid_keyed && top.charset > 2) {
		r.at = top.charset;
		take_charset(&r, cids, nglyphs);
	}
	return !r.bad;
}
