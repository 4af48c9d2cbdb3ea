#include "pdf/profile-imp.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

#define HEADER    128
#define TAGS      10 /* of a profile, at most */
#define TAG_ENTRY 12 /* bytes in the table of tags */
#define WHITE_X   0xf6d6
#define WHITE_Y   0x10000
#define WHITE_Z   0xd32d /* D50, the white of the connection space */

/* A profile on its way: the data of its tags one after the other. */
struct profile {
	struct buf data;
	struct {
		const char *name;
		size_t at, n;
	} tags[TAGS];
	int ntags;
};

static void put_number(struct buf *b, uint32_t v, int bytes)
{
	for (int i = bytes; i-- > 0;) {
		buf_byte(b, (char)(v >> 8 * i & 0xff));
	}
}

/* n numbers of 15 bits before the point and 16 behind it. */
static void put_fixed(struct buf *b, const int32_t *v, int n)
{
	for (int i = 0; i < n; i++) {
		put_number(b, (uint32_t)v[i], 4);
	}
}

static void begin_tag(struct profile *p, const char *name, const char *type)
{
	p->tags[p->ntags].name = name;
	p->tags[p->ntags].at = p->data.n;
	buf_add(&p->data, type, 4);
	put_number(&p->data, 0, 4);
}

static void end_tag(struct profile *p)
{
	p->tags[p->ntags].n = p->data.n - p->tags[p->ntags].at;
	p->ntags++;
	while (p->data.n % 4) {
		buf_byte(&p->data, 0);
	}
}

/* A tag with the data of the one before it. */
static void same_tag(struct profile *p, const char *name)
{
	p->tags[p->ntags] = p->tags[p->ntags - 1];
	p->tags[p->ntags++].name = name;
}

/* ASCII, as English. */
static void put_words(struct profile *p, const char *name, const char *s)
{
	begin_tag(p, name, "mluc");
	put_number(&p->data, 1, 4);
	put_number(&p->data, 12, 4);
	buf_text(&p->data, "enUS");
	put_number(&p->data, (uint32_t)(2 * strlen(s)), 4);
	put_number(&p->data, 28, 4);
	for (; *s; s++) {
		put_number(&p->data, (unsigned char)*s, 2);
	}
	end_tag(p);
}

static void put_xyz(struct profile *p, const char *name, int32_t x, int32_t y, int32_t z)
{
	begin_tag(p, name, "XYZ ");
	put_fixed(&p->data, (const int32_t[]){ x, y, z }, 3);
	end_tag(p);
}

static void put_header(struct buf *b, const char *what, size_t n)
{
	put_number(b, (uint32_t)n, 4);
	put_number(b, 0, 4);
	put_number(b, 0x04200000, 4);
	buf_add(b, what, 12); /* device, its colours, the connection space */
	for (int i = 0; i < 6; i++) {
		/* a date must stand here: that of the sRGB standard */
		put_number(b, (const uint32_t[]){ 1999, 10, 18, 0, 0, 0 }[i], 2);
	}
	buf_text(b, "acsp");
	for (int i = 0; i < 7; i++) {
		put_number(b, 0, 4); /* platform, flags, maker, model, attributes, intent */
	}
	put_fixed(b, (const int32_t[]){ WHITE_X, WHITE_Y, WHITE_Z }, 3);
	while (b->n < HEADER) {
		buf_byte(b, 0);
	}
}

static struct slice finish(struct arena *a, struct profile *p, const char *what)
{
	size_t before = HEADER + 4 + TAG_ENTRY * (size_t)p->ntags;
	struct buf b = { 0 };
	struct slice out;

	put_header(&b, what, before + p->data.n);
	put_number(&b, (uint32_t)p->ntags, 4);
	for (int i = 0; i < p->ntags; i++) {
		buf_add(&b, p->tags[i].name, 4);
		put_number(&b, (uint32_t)(before + p->tags[i].at), 4);
		put_number(&b, (uint32_t)p->tags[i].n, 4);
	}
	buf_add(&b, p->data.s, p->data.n);
	out = (struct slice){ arena_copy(a, b.s, b.n), b.n };
	buf_done(&b);
	buf_done(&p->data);
	return out;
}

static void begin(struct profile *p, const char *name)
{
	put_words(p, "desc", name);
	put_words(p, "cprt", "No copyright, use freely");
	put_xyz(p, "wtpt", WHITE_X, WHITE_Y, WHITE_Z);
}

struct slice profile_srgb(struct arena *a)
{
	/* from D65, the white of displays, to D50 (Bradford) */
	static const int32_t adaption[] = { 0x10c42, 0x5de, -0xcdb, 0x793, 0xfd90, -0x45f, -0x25e,
		0x3dc, 0xc06e };
	/* ((x + 0.055) / 1.055) ^ 2.4, and x / 12.92 below 0.04045 */
	static const int32_t curve[] = { 0x26666, 0xf2a7, 0xd59, 0x13d0, 0xa5b };
	struct profile p = { .ntags = 0 };

	begin(&p, "sRGB IEC61966-2.1");
	begin_tag(&p, "chad", "sf32");
	put_fixed(&p.data, adaption, 9);
	end_tag(&p);
	put_xyz(&p, "rXYZ", 0x6fa2, 0x38f5, 0x0390);
	put_xyz(&p, "gXYZ", 0x6299, 0xb785, 0x18da);
	put_xyz(&p, "bXYZ", 0x24a0, 0x0f84, 0xb6cf);
	begin_tag(&p, "rTRC", "para");
	put_number(&p.data, 3, 2);
	put_number(&p.data, 0, 2);
	put_fixed(&p.data, curve, 5);
	end_tag(&p);
	same_tag(&p, "gTRC");
	same_tag(&p, "bTRC");
	return finish(a, &p, "mntrRGB XYZ ");
}

/* L*, a*, b* of the sixteen ways to print solids one over the other, seen beside
   the paper; black changes fastest, cyan slowest. Between them all goes in
   straight lines, which is about what dots that gain in print look like. */
static const int solids[16][3] = {
	{ 100, 0, 0 },    /* paper */
	{ 17, 0, 0 },     /* black */
	{ 94, -5, 97 },   /* yellow */
	{ 16, -1, 12 },   /* with black, and so on */
	{ 51, 77, -2 },   /* magenta */
	{ 13, 14, -1 },   /* */
	{ 50, 71, 50 },   /* magenta and yellow: red */
	{ 12, 11, 7 },    /* */
	{ 58, -38, -50 }, /* cyan */
	{ 14, -8, -12 },  /* */
	{ 53, -70, 27 },  /* cyan and yellow: green */
	{ 13, -11, 4 },   /* */
	{ 26, 18, -47 },  /* cyan and magenta: blue */
	{ 9, 3, -8 },     /* */
	{ 25, 0, 0 },     /* all three */
	{ 6, 0, 0 },      /* all four */
};

struct slice profile_cmyk(struct arena *a)
{
	static const int32_t as_it_is[] = { 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x10000 };
	struct profile p = { .ntags = 0 };

	begin(&p, "CMYK, offset on coated paper");
	begin_tag(&p, "A2B0", "mft2");
	put_number(&p.data, 0x04030200, 4); /* 4 inks in, 3 numbers out, 2 steps each */
	put_fixed(&p.data, as_it_is, 9);
	put_number(&p.data, 0x00020002, 4); /* curves of two points: straight */
	for (int i = 0; i < 4; i++) {
		put_number(&p.data, 0x0000ffff, 4);
	}
	for (int i = 0; i < 16; i++) {
		put_number(&p.data, (uint32_t)(solids[i][0] * 0xff00 / 100), 2);
		put_number(&p.data, (uint32_t)(0x8000 + solids[i][1] * 0x100), 2);
		put_number(&p.data, (uint32_t)(0x8000 + solids[i][2] * 0x100), 2);
	}
	for (int i = 0; i < 3; i++) {
		put_number(&p.data, 0x0000ffff, 4);
	}
	end_tag(&p);
	return finish(a, &p, "scnrCMYKLab ");
}
