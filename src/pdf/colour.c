/* colour: the inks as colour spaces and operators. */

#include "pdf/inks-imp.h"
#include "pdf/print-imp.h"

static void print_parts(struct buf *b, const unsigned char *cmyk)
{
	for (int i = 0; i < 4; i++) {
		print_milli(b, (cmyk[i] * 1000 + 127) / 255);
		buf_byte(b, ' ');
	}
}

/* Where there are process inks black is one of them, so that black text can be
   printed on top of the others (PDF 1.6, 4.5.6); else it is all there is. */
static void print_black(const struct inks *k, struct buf *b, const unsigned char *cmyk, bool stroke)
{
	if (k->process) {
		print_parts(b, cmyk);
		buf_text(b, stroke ? "K\n" : "k\n");
	} else {
		print_milli(b, ((255 - cmyk[3]) * 1000 + 127) / 255);
		buf_text(b, stroke ? " G\n" : " g\n");
	}
}

enum ink inks_print(struct inks *k, struct buf *b, uint32_t colour, bool stroke)
{
	unsigned char cmyk[4];
	enum ink ink = inks_mix(k, colour, cmyk);

	switch (ink) {
	case INK_ALL:
		buf_text(b, stroke ? "/All CS 1 SCN\n" : "/All cs 1 scn\n");
		break;
	case INK_SPOT:
		buf_text(b, stroke ? "/Spot CS 1 SCN\n" : "/Spot cs 1 scn\n");
		break;
	case INK_PROCESS:
		print_parts(b, cmyk);
		buf_text(b, stroke ? "K\n" : "k\n");
		break;
	case INK_BLACK:
	case INK_NONE: /* inks_check has told of it */
		print_black(k, b, cmyk, stroke);
		break;
	}
	return ink;
}

static HPDF_Dict write_entries(struct doc *doc, const char *entries)
{
	HPDF_Dict d = object_dict(doc);
	struct buf b = { 0 };

	buf_text(&b, entries);
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

/* From none of the ink to all of it, in process inks. */
static HPDF_Dict write_process_tint(const struct inks *k, struct doc *doc)
{
	const ratio *parts = &k->order.press->spot_cmyk.cyan;
	HPDF_Dict d = object_dict(doc);
	struct buf b = { 0 };

	buf_text(&b, "/FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [");
	for (int i = 0; i < 4; i++) {
		print_milli(&b, divide_rounded((int64_t)parts[i] * 1000, UNIT_ONE));
		buf_byte(&b, ' ');
	}
	buf_text(&b, "]\n");
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

/* The same in numbers that depend on no inks: there are none of process colours. */
static HPDF_Dict write_lab_tint(const struct inks *k, struct doc *doc)
{
	const uint32_t colour = k->order.press->spot_colour;
	const unsigned char rgb[3] = { (unsigned char)(colour >> 16), (unsigned char)(colour >> 8),
		(unsigned char)colour };
	HPDF_Dict d = object_dict(doc);
	struct buf b = { 0 };
	int lab[3];

	inks_lab(rgb, lab);
	buf_text(&b, "/FunctionType 2 /Domain [0 1] /N 1 /C0 [100 0 0] /C1 [");
	for (int i = 0; i < 3; i++) {
		print_milli(&b, lab[i]);
		buf_byte(&b, ' ');
	}
	buf_text(&b, "]\n");
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

void inks_write(const struct inks *k, struct doc *doc, struct ink_objects *o)
{
	o->over = write_entries(doc, "/Type /ExtGState /OP true /op true /OPM 1\n");
	o->knock = write_entries(doc, "/Type /ExtGState /OP false /op false /OPM 0\n");
	o->all = write_entries(doc, "/FunctionType 2 /Domain [0 1] /N 1 /C0 [1] /C1 [0]\n");
	o->tint = k->process ? write_process_tint(k, doc) : write_lab_tint(k, doc);
}

/* CIE L*a*b* as ICC profiles connect by it: D50. */
#define LAB "[/Lab <</WhitePoint [.9642 1 .8249] /Range [-128 127 -128 127]>>]"

void inks_resources(const struct inks *k, const struct ink_objects *o, bool spot, struct buf *b)
{
	buf_print(b, "/ExtGState <</" OVERPRINT " %u 0 R /" KNOCKOUT " %u 0 R>>\n",
			object_number(o->over), object_number(o->knock));
	buf_print(b, "/ColorSpace <</All [/Separation /All /DeviceGray %u 0 R]\n",
			object_number(o->all));
	if (spot) {
		buf_text(b, "/Spot [/Separation ");
		print_name(b, k->order.press->spot_name);
		buf_print(b, " %s %u 0 R]", k->process ? "/DeviceCMYK" : LAB,
				object_number(o->tint));
	}
	buf_text(b, ">>\n");
}
