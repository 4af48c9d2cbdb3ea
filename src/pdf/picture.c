#include "pdf/picture-imp.h"

#include "pdf/archive-imp.h"
#include "pdf/inks-imp.h"

static void print_image(struct buf *b, const struct picture *p)
{
	buf_text(b, "/Type /XObject\n/Subtype /Image\n");
	buf_print(b, "/Width %d\n/Height %d\n/BitsPerComponent 8\n", p->wid, p->hgt);
}

/* An archive's output intent explains RGB and grey, but not CMYK. */
static void print_colours(struct buf *b, struct images *m, int ncolours)
{
	buf_text(b, "/ColorSpace ");
	if (ncolours == 4 && m->inks) {
		buf_text(b, "/DeviceCMYK");
	} else if (ncolours == 4) {
		archive_print_cmyk(b, m->doc, &m->cmyk);
	} else {
		buf_text(b, ncolours == 1 ? "/DeviceGray" : "/DeviceRGB");
	}
	buf_byte(b, '\n');
}

static HPDF_Dict write_alpha(struct doc *doc, const struct picture *p)
{
	HPDF_Dict d = object_stream(doc, (struct slice){ (const char *)p->alpha, p->nalpha });
	struct buf b = { 0 };

	print_image(&b, p);
	buf_text(&b, "/ColorSpace /DeviceGray\n/Filter /FlateDecode\n");
	object_entries(doc, d, &b);
	buf_done(&b);
	return d;
}

/* The picture in so many colours that the press has inks for. */
static HPDF_Dict write_separated(struct images *m, const struct picture *p, int ncolours)
{
	HPDF_Dict d = object_stream(m->doc, inks_samples(m->inks, m->doc, p));
	struct buf b = { 0 };

	print_image(&b, p);
	print_colours(&b, m, ncolours);
	buf_text(&b, "/Filter /FlateDecode\n");
	if (p->alpha) {
		buf_print(&b, "/SMask %u 0 R\n", object_number(write_alpha(m->doc, p)));
	}
	object_entries(m->doc, d, &b);
	buf_done(&b);
	return d;
}

static HPDF_Dict write_picture(struct images *m, const struct picture *p)
{
	struct doc *doc = m->doc;
	HPDF_Dict d = object_stream(doc, (struct slice){ (const char *)p->bytes, p->n });
	struct buf b = { 0 };

	print_image(&b, p);
	print_colours(&b, m, p->ncolours);
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
	int separated = m->inks ? inks_picture_colours(m->inks, p) : 0;

	for (int i = 0; i < m->list.n; i++) {
		if (m->list.at[i].picture == p) {
			return i;
		}
	}
	*vec_push(m->doc->a, &m->list) = (struct image){ p,
		separated ? write_separated(m, p, separated) : write_picture(m, p), 0 };
	return m->list.n - 1;
}
