"""Small PDF files written by hand, object by object: one that conforms to PDF/A-2a and PDF/UA-1,
and one that conforms to PDF/X-4. Tests break them in one place each."""

import copy
import struct
import zlib
from pathlib import Path

FONT = "LiberationMono-Regular.ttf"

XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
%s
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

XMP_A = """\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Trial</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""

XMP_X = """\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Trial</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2024-03-29T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>2024-03-29T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2024-03-29T00:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description>"""

CONTENT_A = """\
/H1 <</MCID 0>> BDC BT /F1 16 Tf 72 700 Td <{title}> Tj ET EMC
/P <</MCID 1>> BDC BT /F1 12 Tf 72 660 Td <{text}> Tj ET EMC
/Link <</MCID 2>> BDC BT /F1 12 Tf 72 640 Td <{link}> Tj ET EMC
/Figure <</MCID 3>> BDC q 72 0 0 72 72 500 cm /Im1 Do Q EMC
/TH <</MCID 4>> BDC BT /F1 12 Tf 72 480 Td <{text}> Tj ET EMC
/TD <</MCID 5>> BDC BT /F1 12 Tf 72 460 Td <{text}> Tj ET EMC
/LBody <</MCID 6>> BDC BT /F1 12 Tf 72 440 Td <{text}> Tj ET EMC
/Artifact BMC BT /F1 9 Tf 290 40 Td <{one}> Tj ET EMC
/Artifact BMC q /G1 gs 0.5 w 72 60 m 520 60 l S Q EMC
"""

CONTENT_X = """\
q /G1 gs 0 0 0 1 k BT /F1 16 Tf 72 700 Td <{title}> Tj ET Q
q 72 0 0 72 72 500 cm /Im1 Do Q
"""


class Font:
    """As much of a TrueType file as the tests need."""

    def __init__(self, path):
        self.data = path.read_bytes()
        n = struct.unpack(">H", self.data[4:6])[0]
        self.tables = {}
        for i in range(n):
            tag, _, at, size = struct.unpack(">4sIII", self.data[12 + 16 * i:28 + 16 * i])
            self.tables[tag.decode()] = (at, size)
        self.map = self.read_map()

    def read_map(self):
        base = self.tables["cmap"][0]
        for i in range(struct.unpack(">H", self.data[base + 2:base + 4])[0]):
            kind = struct.unpack(">HHI", self.data[base + 4 + 8 * i:base + 12 + 8 * i])
            at = base + kind[2]
            if kind[:2] == (3, 1) and self.data[at:at + 2] == b"\0\4":
                return self.format4(at)
        raise ValueError("no Unicode map")

    def format4(self, at):
        n = struct.unpack(">H", self.data[at + 6:at + 8])[0] // 2
        def row(i):
            start = at + 14 + 2 * n * i + (2 if i else 0)
            return struct.unpack(f">{n}H", self.data[start:start + 2 * n]), start
        (ends, _), (starts, _), (deltas, _), (offsets, offset_at) = row(0), row(1), row(2), row(3)
        found = {}
        for i in range(n):
            for c in range(starts[i], min(ends[i], 0xfffe) + 1):
                if not offsets[i]:
                    found[c] = (c + deltas[i]) & 0xffff
                else:
                    where = offset_at + 2 * i + offsets[i] + 2 * (c - starts[i])
                    glyph = struct.unpack(">H", self.data[where:where + 2])[0]
                    found[c] = glyph and (glyph + deltas[i]) & 0xffff
        return found

    def codes(self, text):
        return "".join(f"{self.map[ord(c)]:04X}" for c in text)


def find_font():
    return next(Path("/usr/share/fonts").rglob(FONT), None)


def icc(kind, space, version=2):
    """The head of a profile, which is all that is looked at."""
    head = bytearray(132)
    struct.pack_into(">I", head, 0, 132)
    head[8] = version
    head[12:16], head[16:20], head[20:24], head[36:40] = kind, space, b"XYZ ", b"acsp"
    return bytes(head)


class Stream:
    def __init__(self, head, data, length=None):
        self.head, self.data, self.length = head, data, length


class Pdf:
    """Objects by number; text, or a Stream. An edit is a replacement in one of them."""

    def __init__(self, font, header="1.7"):
        self.font = font
        self.objects = {}
        self.header = f"%PDF-{header}\n".encode()
        self.binary = b"%\xe2\xe3\xcf\xd3\n"
        self.trailer = "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]"
        self.end = b"%%EOF\n"
        self.xref = b"xref\n"

    def copy(self):
        other = copy.copy(self)
        other.objects = copy.deepcopy(self.objects)
        return other

    def add(self, *objects):
        first = max(self.objects) + 1
        for i, o in enumerate(objects):
            self.objects[first + i] = o
        return first

    def edit(self, number, old, new):
        """Replace old in object number, which must have it."""
        o = self.objects[number]
        if isinstance(o, Stream):
            if isinstance(old, str) and old in o.head:
                o.head = o.head.replace(old, new, 1)
                return self
            old, new = (x.encode() if isinstance(x, str) else x for x in (old, new))
            assert old in o.data, (number, old)
            o.data = o.data.replace(old, new, 1)
        else:
            assert old in o, (number, old)
            self.objects[number] = o.replace(old, new, 1)
        return self

    def body(self, number):
        o = self.objects[number]
        if isinstance(o, str):
            return b"%d 0 obj\n%s\nendobj\n" % (number, o.encode())
        length = len(o.data) if o.length is None else o.length
        head = f"<<{o.head} /Length {length}>>".encode()
        return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, o.data)

    def write(self):
        out = bytearray(self.header + self.binary)
        offsets = {}
        for number in sorted(self.objects):
            offsets[number] = len(out)
            out += self.body(number)
        size = max(self.objects) + 1
        start = len(out)
        out += self.xref + b"0 %d\n" % size
        out += b"0000000000 65535 f \n"
        for number in range(1, size):
            if number in offsets:
                out += b"%010d 00000 n \n" % offsets[number]
            else:
                out += b"0000000000 00000 f \n"
        out += b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n" % (
            size, self.trailer.encode(), start)
        return bytes(out + self.end)


def to_unicode(font, text):
    rows = "\n".join(f"<{font.map[ord(c)]:04X}> <{ord(c):04X}>" for c in sorted(set(text)))
    return ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"{len(set(text))} beginbfchar\n{rows}\nendbfchar\n"
            "endcmap end end").encode()


TEXT = dict(title="Title", text="Some text", link="a link", one="1")


def add_font(pdf):
    """As objects 10 to 14."""
    font = pdf.font
    all_text = "".join(TEXT.values())
    pdf.objects[10] = ("<</Type /Font /Subtype /Type0 /BaseFont /LiberationMono /Encoding /Identity-H "
                       "/DescendantFonts [11 0 R] /ToUnicode 14 0 R>>")
    pdf.objects[11] = ("<</Type /Font /Subtype /CIDFontType2 /BaseFont /LiberationMono "
                       "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
                       "/FontDescriptor 12 0 R /DW 600 /CIDToGIDMap /Identity>>")
    pdf.objects[12] = ("<</Type /FontDescriptor /FontName /LiberationMono /Flags 4 "
                       "/FontBBox [-100 -300 700 900] /ItalicAngle 0 /Ascent 800 /Descent -300 "
                       "/CapHeight 600 /StemV 80 /FontFile2 13 0 R>>")
    pdf.objects[13] = Stream(f"/Filter /FlateDecode /Length1 {len(font.data)}",
                             zlib.compress(font.data, 1))
    pdf.objects[14] = Stream("", to_unicode(font, all_text))


def element(kind, parent, kids, more=""):
    return f"<</Type /StructElem /S /{kind} /P {parent} 0 R /Pg 3 0 R /K {kids}{more}>>"


def add_tree(pdf):
    """As objects 30 to 43."""
    pdf.objects[30] = ("<</Type /StructTreeRoot /K 31 0 R /RoleMap <</Title /H1>> "
                       "/ParentTree <</Nums [0 [32 0 R 33 0 R 34 0 R 35 0 R 38 0 R 40 0 R 43 0 R] "
                       "1 34 0 R]>> /ParentTreeNextKey 2>>")
    pdf.objects[31] = element("Document", 30, "[32 0 R 33 0 R 34 0 R 35 0 R 36 0 R 41 0 R]")
    pdf.objects[32] = element("H1", 31, "0")
    pdf.objects[33] = element("P", 31, "[1]")
    pdf.objects[34] = element("Link", 31, "[2 <</Type /OBJR /Obj 6 0 R>>]")
    pdf.objects[35] = element("Figure", 31, "3", " /Alt (A square)")
    pdf.objects[36] = element("Table", 31, "[37 0 R 39 0 R]")
    pdf.objects[37] = element("TR", 36, "[38 0 R]")
    pdf.objects[38] = element("TH", 37, "4", " /A <</O /Table /Scope /Column>>")
    pdf.objects[39] = element("TR", 36, "[40 0 R]")
    pdf.objects[40] = element("TD", 39, "5")
    pdf.objects[41] = element("L", 31, "[42 0 R]")
    pdf.objects[42] = element("LI", 41, "[43 0 R]")
    pdf.objects[43] = element("LBody", 42, "6")


def archive(font):
    """PDF/A-2a and PDF/UA-1: one page of everything that rules ask for."""
    pdf = Pdf(font)
    codes = {k: font.codes(v) for k, v in TEXT.items()}
    pdf.objects[1] = ("<</Type /Catalog /Pages 2 0 R /Metadata 8 0 R /Lang (en) "
                      "/MarkInfo <</Marked true>> /StructTreeRoot 30 0 R "
                      "/ViewerPreferences <</DisplayDocTitle true>> /Outlines 20 0 R "
                      "/OutputIntents [7 0 R]>>")
    pdf.objects[2] = "<</Type /Pages /Kids [3 0 R] /Count 1>>"
    pdf.objects[3] = ("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                      "/Resources <</Font <</F1 10 0 R>> /XObject <</Im1 5 0 R>> "
                      "/ExtGState <</G1 16 0 R>>>> /Annots [6 0 R] /Tabs /S /StructParents 0>>")
    pdf.objects[4] = Stream("", CONTENT_A.format(**codes).encode())
    pdf.objects[5] = Stream("/Type /XObject /Subtype /Image /Width 2 /Height 2 "
                            "/ColorSpace /DeviceRGB /BitsPerComponent 8", bytes(range(12)))
    pdf.objects[6] = ("<</Type /Annot /Subtype /Link /Rect [72 636 200 652] /F 4 /Border [0 0 0] "
                      "/Contents (To the example) /StructParent 1 "
                      "/A <</Type /Action /S /URI /URI (https://www.example.org/)>>>>")
    pdf.objects[7] = ("<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
                      "/Info (sRGB) /DestOutputProfile 9 0 R>>")
    pdf.objects[8] = Stream("/Type /Metadata /Subtype /XML", (XMP % XMP_A).encode())
    pdf.objects[9] = Stream("/N 3", icc(b"mntr", b"RGB "))
    add_font(pdf)
    pdf.objects[16] = "<</Type /ExtGState /ca 1 /BM /Normal>>"
    pdf.objects[20] = "<</Type /Outlines /First 21 0 R /Last 21 0 R /Count 1>>"
    pdf.objects[21] = "<</Title (Title) /Parent 20 0 R /Dest [3 0 R /XYZ 72 720 null]>>"
    add_tree(pdf)
    return pdf


def press(font):
    """PDF/X-4."""
    pdf = Pdf(font, "1.6")
    codes = {k: font.codes(v) for k, v in TEXT.items()}
    pdf.objects[1] = ("<</Type /Catalog /Pages 2 0 R /Metadata 8 0 R /OutputIntents [7 0 R] "
                      "/ViewerPreferences <</PrintArea /MediaBox>>>>")
    pdf.objects[2] = "<</Type /Pages /Kids [3 0 R] /Count 1>>"
    pdf.objects[3] = ("<</Type /Page /Parent 2 0 R /MediaBox [0 0 651 898] /BleedBox [20 20 631 878] "
                      "/TrimBox [28 28 623 870] /Contents 4 0 R "
                      "/Resources <</Font <</F1 10 0 R>> /XObject <</Im1 5 0 R>> "
                      "/ExtGState <</G1 16 0 R>>>>>>")
    pdf.objects[4] = Stream("", CONTENT_X.format(**codes).encode())
    pdf.objects[5] = Stream("/Type /XObject /Subtype /Image /Width 2 /Height 2 "
                            "/ColorSpace /DeviceCMYK /BitsPerComponent 8", bytes(range(16)))
    pdf.objects[7] = ("<</Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (Custom) "
                      "/Info (Trial) /DestOutputProfile 9 0 R>>")
    pdf.objects[8] = Stream("/Type /Metadata /Subtype /XML", (XMP % XMP_X).encode())
    pdf.objects[9] = Stream("/N 4", icc(b"prtr", b"CMYK"))
    add_font(pdf)
    pdf.objects[16] = "<</Type /ExtGState /op true>>"
    pdf.objects[17] = "<</Trapped /False /Title (Trial)>>"
    pdf.trailer += " /Info 17 0 R"
    return pdf
