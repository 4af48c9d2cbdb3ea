#include "pdf/xmp-imp.h"

#include "base/arena.h"
#include "pdf/archive-imp.h"
#include "pdf/extras-imp.h"

static void print_escaped(struct buf *b, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			buf_text(b, "&amp;");
			break;
		case '<':
			buf_text(b, "&lt;");
			break;
		case '>':
			buf_text(b, "&gt;");
			break;
		default:
			buf_byte(b, *s);
		}
	}
}

/* value between before and after; nothing where there is none. */
static void print_value(struct buf *b, const char *before, const char *value, const char *after)
{
	if (value && *value) {
		buf_text(b, before);
		print_escaped(b, value);
		buf_text(b, after);
	}
}

static void print_dublin_core(struct buf *b, const struct book *book)
{
	buf_text(b,
			"<rdf:Description rdf:about=\"\""
			" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
			"<dc:format>application/pdf</dc:format>\n"
			"<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\n");
	print_value(b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", book->title,
			"</rdf:li></rdf:Alt></dc:title>\n");
	print_value(b, "<dc:creator><rdf:Seq><rdf:li>", book->author,
			"</rdf:li></rdf:Seq></dc:creator>\n");
	print_value(b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", book->subject,
			"</rdf:li></rdf:Alt></dc:description>\n");
	buf_text(b, "</rdf:Description>\n");
}

static void print_program(struct buf *b, const struct book *book)
{
	struct buf date = { 0 };

	extras_iso_date(&date, book->date);
	buf_text(b,
			"<rdf:Description rdf:about=\"\""
			" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
			" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n");
	print_value(b, "<xmp:CreatorTool>", EXTRAS_CREATOR, "</xmp:CreatorTool>\n");
	print_value(b, "<xmp:CreateDate>", date.s, "</xmp:CreateDate>\n");
	print_value(b, "<xmp:ModifyDate>", date.s, "</xmp:ModifyDate>\n");
	print_value(b, "<xmp:MetadataDate>", date.s, "</xmp:MetadataDate>\n");
	print_value(b, "<pdf:Producer>", EXTRAS_PRODUCER, "</pdf:Producer>\n");
	print_value(b, "<pdf:Keywords>", book->keywords, "</pdf:Keywords>\n");
	buf_text(b, "</rdf:Description>\n");
	buf_done(&date);
}

/* PDF/A takes no property that it does not know without an explanation
   (ISO 19005-2, 6.6.2.3.2). */
static void print_archive(struct buf *b, int part)
{
	buf_text(b,
			"<rdf:Description rdf:about=\"\""
			" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
			" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n");
	buf_print(b, "<pdfaid:part>%d</pdfaid:part>\n", part);
	buf_text(b,
			"<pdfaid:conformance>A</pdfaid:conformance>\n"
			"<pdfuaid:part>1</pdfuaid:part>\n"
			"</rdf:Description>\n"
			"<rdf:Description rdf:about=\"\""
			" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
			" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
			" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
			"<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
			"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
			"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
			"</pdfaSchema:namespaceURI>\n"
			"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
			"<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
			"<pdfaProperty:name>part</pdfaProperty:name>\n"
			"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
			"<pdfaProperty:category>internal</pdfaProperty:category>\n"
			"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\n"
			"</rdf:li></rdf:Seq></pdfaSchema:property>\n"
			"</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
			"</rdf:Description>\n");
}

/* ISO 15930-7, 6.7: which standard, and how the file is told from others. */
static void print_press(struct buf *b, const struct content *c)
{
	buf_text(b,
			"<rdf:Description rdf:about=\"\""
			" xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\""
			" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
			" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n"
			"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n"
			"<pdf:Trapped>False</pdf:Trapped>\n");
	/* a hash of the pages, in the form of a UUID made from one (RFC 9562, 5.8) */
	buf_print(b, "<xmpMM:DocumentID>uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s</xmpMM:DocumentID>\n",
			c->hash, c->hash + 8, c->hash + 12, c->hash + 15, c->hash + 18);
	buf_text(b,
			"<xmpMM:VersionID>1</xmpMM:VersionID>\n"
			"<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n"
			"</rdf:Description>\n");
}

HPDF_Dict xmp_write(struct content *c)
{
	struct buf b = { 0 };
	HPDF_Dict d;

	buf_text(&b,
			"<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
			"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
			"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
	print_dublin_core(&b, c->book);
	print_program(&b, c->book);
	if (c->order->inks) {
		print_press(&b, c);
	} else {
		print_archive(&b, archive_part(c));
	}
	buf_text(&b, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n");
	/* not compressed: programs that know no PDF look for it (6.6.2.1) */
	d = object_stream(c->doc, (struct slice){ arena_copy(c->doc->a, b.s, b.n), b.n });
	b.n = 0;
	buf_text(&b, "/Type /Metadata\n/Subtype /XML\n");
	object_entries(c->doc, d, &b);
	buf_done(&b);
	return d;
}
