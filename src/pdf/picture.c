#include "pdf/picture-imp.h"

static const char *colour_space(int ncolours)
{
	return ncolours == 1 ? "/DeviceGray" : ncolours == 3 ? "/DeviceRGB" : "/DeviceCMYK";
}

static void print_image(struct buf *b, const struct picture *p, const char *space)
{
	buf_text(b, "/Type /XObject\n/Subtype /Image\n");
	buf_print(b, "/Width %d\n/Height %d\n/BitsPerComponent 8\n", p->wid, p->hgt);
	buf_print(b, "/ColorSpace %s\n", space);
}

static HPDF_Dict write_alpha(struct doc *doc, const struct picture *p)
{
	HPDF_Dict d = object_stream(doc, (struct slice){ (const char *)p->alpha, p->nalpha });
	struct buf b = { 0 };

	print_image(&b, p, "/DeviceGray");
	buf_text(&b, "/Filter /FlateDecode\n");
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

static HPDF_Dict write_picture(struct doc *doc, const struct picture *p)
{
	HPDF_Dict d = object_stream(doc, (struct slice){ (const char *)p->bytes, p->n });
	struct buf b = { 0 };

	print_image(&b, p, colour_space(p->ncolours));
	buf_text(&b, p->coding == PICTURE_JPEG ? "/Filter /DCTDecode\n" : "/Filter /FlateDecode\n");
	if (p->coding == PICTURE_PNG) {
		buf_print(&b,
				"/DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent 8 "
				"/Columns %d>>\n",
				p->ncolours, p->wid);
	}
	if (p->inverted) {
		buf_text(&b, "/Decode [1 0 1 0 1 0 1 0]\n");
	}
	if (p->alpha) {
		buf_print(&b, "/SMask %u 0 R\n", object_number(write_alpha(doc, p)));
	}
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

int images_find(struct images *m, const struct picture *p)
{
	for (int i = 0; i < m->list.n; i++) {
		if (m->list.at[i].picture == p) {
			return i;
		}
	}
	*vec_push(m->doc->a, &m->list) = (struct image){ p, write_picture(m->doc, p), 0 };
	return m->list.n - 1;
}
