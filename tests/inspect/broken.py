#!/usr/bin/env python3
"""Files that conform, and for each rule one that breaks that rule and no other. Where two
standards have a rule in the same words, both are broken."""

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]
import plain
import program
from plain import Stream

CASES = []


def case(*rules, base="archive", profiles=("pdfa2a", "pdfua1")):
    """Mark an edit: the rules that it breaks, of this base held against these profiles."""
    def keep(edit):
        CASES.append((rules, base, profiles, edit))
        return edit
    return keep


def simple(rules, number, old, new, **kw):
    case(*rules.split(), **kw)(lambda pdf: pdf.edit(number, old, new))


def add_state(pdf, entries):
    pdf.edit(16, ">>", f" {entries}>>")


def use(pdf, text):
    """Put operators in front of the page's."""
    pdf.objects[4].data = text.encode() + b"\n" + pdf.objects[4].data


def artifact(text):
    return f"/Artifact BMC {text} EMC"


def add_resource(pdf, kind, entry):
    pdf.edit(3, "/Resources <<", f"/Resources <</{kind} <<{entry}>> ")


# -- how the file is written --------------------------------------------------------------

@case("a-header")
def header(pdf):
    pdf.header = b"%PDF-1.7 \n"


@case("a-binary")
def binary(pdf):
    pdf.binary = b"%abcd\n"


@case("a-id")
def no_id(pdf):
    pdf.trailer = ""


@case("a-end")
def tail(pdf):
    pdf.end = b"%%EOF\nmore\n"


@case("a-xref")
def xref(pdf):
    pdf.xref = b"xref \n"


simple("a-hex", 2, "/Count 1", "/Count 1 /Odd <ABC>")
@case("a-hex")
def hex_content(pdf):
    use(pdf, artifact("/G1 gs /Span <</E <414>>> BDC EMC"))


@case("a-length")
def length(pdf):
    pdf.objects[8].length = len(pdf.objects[8].data) + 5


@case("a-stream")
def stream_word(pdf):
    # no end of line before endstream
    body = pdf.body
    def without(number):
        return body(number).replace(b"\nendstream", b"endstream") if number == 8 else body(number)
    pdf.body = without


@case("a-object")
def object_word(pdf):
    body = pdf.body
    pdf.body = lambda n: body(n).replace(b"2 0 obj\n", b"2 0 obj ") if n == 2 else body(n)


simple("a-external", 14, "", "/FDecodeParms <<>>")


@case("a-filter")
def lzw(pdf):
    # an object that nothing shows, so that no text is lost
    n = pdf.add(Stream("/Filter /LZWDecode", b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"))
    pdf.edit(1, "/Lang", f"/PieceInfo <</T <</Private {n} 0 R>>>> /Lang")


@case("a-names")
def name_latin(pdf):
    for n in (10, 11):
        pdf.edit(n, "/BaseFont /LiberationMono", "/BaseFont /Liberation#E9Mono")


@case("a-inline-filter")
def inline_filter(pdf):
    use(pdf, artifact("q 10 0 0 10 10 10 cm BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI Q"))


simple("a-perms", 1, "/Lang", "/Perms <</Odd 1>> /Lang")
simple("a-integers", 2, "/Count 1", "/Count 1 /Odd 2147483648")
simple("a-reals", 2, "/Count 1", "/Count 1 /Odd " + "9" * 40 + ".0")
simple("a-strings", 2, "/Count 1", "/Count 1 /Odd (" + "a" * 32768 + ")")
simple("a-long-names", 2, "/Count 1", "/Count 1 /Odd /" + "a" * 128)


@case("a-saves")
def saves(pdf):
    use(pdf, "q " * 29 + "Q " * 29)


@case("a-colorants")
def devicen(pdf):
    names = " ".join(f"/S{i}" for i in range(33))
    spots = " ".join(f"/S{i} [/Separation /S{i} /DeviceRGB 50 0 R]" for i in range(33))
    pdf.objects[50] = ("<</FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 1 1] /N 1>>")
    add_resource(pdf, "ColorSpace", f"/C1 [/DeviceN [{names}] /DeviceRGB 50 0 R "
                 f"<</Colorants <<{spots}>>>>]")
    use(pdf, artifact("q /C1 cs " + "0 " * 33 + "scn 0 0 5 5 re f Q"))


simple("a-page-size", 3, "[0 0 595 842]", "[0 0 595 14401]")


# -- content and colours ------------------------------------------------------------------

@case("a-operators")
def operator(pdf):
    use(pdf, "odd")


@case("a-resources")
def resource(pdf):
    use(pdf, "/Nothing gs")


@case("a-resources")
def borrowed(pdf):
    n = add_form(pdf, "", "/G1 gs 0 0 5 5 re f")
    pdf.edit(n, "/Resources <<>>", "")


@case("a-intent")
def intent_class(pdf):
    pdf.objects[9].data = plain.icc(b"link", b"RGB ")


@case("a-intent-same")
def intent_two(pdf):
    n = pdf.add(Stream("/N 3", plain.icc(b"mntr", b"RGB ")))
    pdf.edit(1, "[7 0 R]", f"[7 0 R <</Type /OutputIntent /S /GTS_OTHER /DestOutputProfile {n} 0 R>>]")


@case("a-icc")
def icc_wrong(pdf):
    n = pdf.add(Stream("/N 3", plain.icc(b"mntr", b"CMYK")))
    pdf.edit(5, "/DeviceRGB", f"[/ICCBased {n} 0 R]")


@case("a-overprint")
def overprint(pdf):
    n = pdf.add(Stream("/N 4", plain.icc(b"prtr", b"CMYK")))
    add_resource(pdf, "ColorSpace", f"/C1 [/ICCBased {n} 0 R]")
    add_state(pdf, "/op true /OPM 1")
    use(pdf, artifact("q /G1 gs /C1 cs 0 0 0 1 scn 0 0 5 5 re f Q"))


@case("a-rgb")
def rgb(pdf):
    pdf.objects[9] = Stream("/N 1", plain.icc(b"mntr", b"GRAY"))


@case("a-cmyk")
def cmyk(pdf):
    use(pdf, artifact("q 0 0 0 1 k 0 0 5 5 re f Q"))


@case("a-gray")
def gray(pdf):
    pdf.edit(1, "/OutputIntents [7 0 R]", "")
    n = pdf.add(Stream("/N 3", plain.icc(b"mntr", b"RGB ")))
    pdf.edit(5, "/DeviceRGB", f"[/ICCBased {n} 0 R]")


SPOT = "[/Separation /Red /DeviceRGB <</FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [%d 0 0] /N 1>>]"


@case("a-separation")
def separation(pdf):
    add_resource(pdf, "ColorSpace", f"/C1 {SPOT % 1} /C2 {SPOT % 0}")
    use(pdf, artifact("q /C1 cs 1 scn 0 0 5 5 re f /C2 cs 1 scn 0 0 5 5 re f Q"))


@case("a-devicen")
def colorants(pdf):
    add_resource(pdf, "ColorSpace", "/C1 [/DeviceN [/Red /Black] /DeviceRGB <</FunctionType 2 "
                 "/Domain [0 1 0 1] /C0 [0 0 0] /C1 [1 0 0] /N 1>>]")
    use(pdf, artifact("q /C1 cs 1 1 scn 0 0 5 5 re f Q"))


simple("a-transfer", 16, ">>", " /TR /Identity>>")
simple("a-halftone", 16, ">>", " /HT <</Type /Halftone /HalftoneType 6>>>>")
simple("a-rendering", 16, ">>", " /RI /Odd>>")
simple("a-blend", 16, "/Normal", "/Odd")
simple("a-alternates", 5, "/Width", "/Alternates [] /Width")
simple("a-opi", 5, "/Width", "/OPI <<>> /Width")
simple("a-interpolate", 5, "/Width", "/Interpolate true /Width")


@case("a-depth")
def depth(pdf):
    pdf.edit(5, "/BitsPerComponent 8", "/BitsPerComponent 3")


def add_form(pdf, entries, text="0 0 5 5 re f"):
    n = pdf.add(Stream(f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <<>> {entries}",
                       text.encode()))
    pdf.edit(3, "/Im1 5 0 R", f"/Im1 5 0 R /Fm1 {n} 0 R")
    use(pdf, artifact("q /Fm1 Do Q"))
    return n


@case("a-reference", "ua-reference")
def reference(pdf):
    add_form(pdf, "/Ref <</F (a.pdf) /Page 0>>")


@case("a-postscript")
def postscript(pdf):
    add_form(pdf, "/Subtype2 /PS")


@case("a-group")
def group(pdf):
    pdf.edit(1, "/OutputIntents [7 0 R]", "")
    n = pdf.add(Stream("/N 3", plain.icc(b"mntr", b"RGB ")),
                Stream("/N 1", plain.icc(b"mntr", b"GRAY")))
    pdf.edit(5, "/DeviceRGB", f"[/ICCBased {n} 0 R]")
    add_resource(pdf, "ColorSpace", f"/DefaultGray [/ICCBased {n + 1} 0 R]")
    # what is drawn before any colour is set is device grey, too
    pdf.edit(16, "/ca 1", "/ca 0.5")
    data = pdf.objects[4].data.replace(b"BT", b"/DeviceGray cs 0 sc /DeviceGray CS 0 SC BT")
    pdf.objects[4].data = data.replace(b"0.5 w", b"/DeviceGray CS 0 SC 0.5 w")


# -- fonts --------------------------------------------------------------------------------

simple("a-font-type", 10, "/Type /Font", "/Type /Fount")
simple("a-cid-to-gid ua-cid-to-gid", 11, "/CIDToGIDMap /Identity", "")
simple("a-embedded ua-embedded", 12, "/FontFile2 13 0 R", "")
simple("a-widths ua-widths", 11, "/DW 600", "/DW 500")


CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Own def /WMode %d def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 begincidrange <0000> <FFFF> %d endcidrange
endcmap end end"""


def add_cmap(pdf, ordering="Identity", wmode=0, first=0, more=""):
    n = pdf.add(Stream(f"/Type /CMap /CMapName /Own /WMode 0 {more} /CIDSystemInfo <</Registry "
                       f"(Adobe) /Ordering ({ordering}) /Supplement 0>>",
                       (CMAP % (wmode, first)).encode()))
    pdf.edit(10, "/Encoding /Identity-H", f"/Encoding {n} 0 R")


@case("a-cid-system", "ua-cid-system")
def cid_system(pdf):
    add_cmap(pdf, ordering="Other")


@case()
def own_cmap(pdf):
    add_cmap(pdf)


@case("a-cmap", "ua-cmap")
def cmap_use(pdf):
    add_cmap(pdf, more="/UseCMap /Odd-H")


@case("a-cmap-mode", "ua-cmap-mode")
def cmap_mode(pdf):
    add_cmap(pdf, wmode=1)


@case("a-cids")
def cids(pdf):
    add_cmap(pdf)
    pdf.edit(max(pdf.objects), "endcmap", "1 begincidchar <FFFE> 65536 endcidchar endcmap")


@case("a-glyphs", "ua-glyphs")
def glyphs(pdf):
    use(pdf, artifact("BT /F1 9 Tf <FFF0> Tj ET"))
    pdf.edit(14, "endcmap", "1 beginbfchar <FFF0> <0041> endbfchar endcmap")


@case("a-subset", "ua-subset")
def subset(pdf):
    n = pdf.add(Stream("", b"\x80"))
    pdf.edit(12, "/Flags", f"/CIDSet {n} 0 R /Flags")


def simple_font(pdf, flags, more):
    """A TrueType font of 256 codes for the page number."""
    pdf.objects[60] = (f"<</Type /Font /Subtype /TrueType /BaseFont /LiberationMono /FirstChar 32 "
                       f"/LastChar 126 /Widths [{'600 ' * 95}] /FontDescriptor 61 0 R "
                       f"/ToUnicode 62 0 R {more}>>")
    pdf.objects[61] = pdf.objects[12].replace("/Flags 4", f"/Flags {flags}")
    pdf.objects[62] = Stream("", b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
                             b"1 beginbfrange <20> <7E> <0020> endbfrange endcmap")
    pdf.edit(3, "/F1 10 0 R", "/F1 10 0 R /F2 60 0 R")
    use(pdf, artifact("BT /F2 9 Tf 9 9 Td (1) Tj ET"))


@case()
def plain_truetype(pdf):
    simple_font(pdf, 32, "/Encoding /WinAnsiEncoding")


@case("a-truetype", "ua-truetype")
def truetype(pdf):
    simple_font(pdf, 32, "/Encoding <</Type /Encoding>>")


@case("a-symbolic", "ua-symbolic")
def symbolic(pdf):
    simple_font(pdf, 4, "/Encoding /WinAnsiEncoding")


@case("a-unicode", "ua-unicode")
def no_unicode(pdf):
    pdf.edit(10, "/ToUnicode 14 0 R", "")


simple("a-unicode-value ua-unicode-value", 14, "<0069>", "<FEFF>")
simple("a-private", 14, "<0069>", "<E000>")


@case("a-notdef", "ua-notdef")
def notdef(pdf):
    use(pdf, artifact("BT /F1 9 Tf <0000> Tj ET"))
    pdf.edit(14, "endcmap", "1 beginbfchar <0000> <0041> endbfchar endcmap")


# -- annotations, forms, actions ----------------------------------------------------------

def add_annotation(pdf, entries):
    n = 72
    pdf.objects[n] = (f"<</Type /Annot /Rect [300 300 320 320] {entries}>>")
    pdf.edit(3, "[6 0 R]", f"[6 0 R {n} 0 R]")
    return n


LOOKS = "/AP <</N 70 0 R>> /Contents (Something) /F 4"


def add_looks(pdf, annotation, tag="Annot"):
    pdf.objects[70] = Stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <<>>",
                             b"0 0 5 5 re f")
    pdf.objects[71] = plain.element(tag, 31, f"<</Type /OBJR /Obj {annotation} 0 R>>")
    pdf.edit(31, "41 0 R", "41 0 R 71 0 R")


@case()
def annotated(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /Square {LOOKS}"))


@case("a-annotation")
def annotation_type(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /Screen {LOOKS}"))


simple("a-annotation-flags", 6, "/F 4", "/F 0")


@case("a-appearance")
def appearance(pdf):
    add_looks(pdf, add_annotation(pdf, "/Subtype /Square /Contents (Something) /F 4"))


simple("a-form-appearance", 1, "/Lang", "/AcroForm <</Fields [] /NeedAppearances true>> /Lang")
simple("a-xfa ua-xfa", 1, "/Lang", "/AcroForm <</Fields [] /XFA (x)>> /Lang")


@case("a-widget")
def widget(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /Widget /FT /Tx /T (a) /TU (A field) {LOOKS} "
                                  "/A <</S /URI /URI (a:b)>>"), "Form")


simple("a-action", 6, "/S /URI", "/S /Launch")
simple("a-action", 1, "/Lang", "/OpenAction <</S /JavaScript /JS (1)>> /Lang")
simple("a-action", 1, "/Lang", "/Names <</JavaScript <<>>>> /Lang")
simple("a-trigger", 3, "/Tabs", "/AA <<>> /Tabs")


# -- metadata and the rest ----------------------------------------------------------------

simple("a-xmp ua-xmp", 8, "/Subtype /XML", "/Subtype /XLM")


@case("a-xmp", "a-part", "a-level", "ua-xmp", "ua-part", "ua-title")
def xmp_damaged(pdf):
    # without readable metadata nothing in it can be found
    pdf.edit(8, "</rdf:RDF>", "<rdf:RDF>")


simple("a-xmp-coding", 8, 'id="W5M0', 'bytes="9" id="W5M0')
simple("a-xmp-schema", 8, 'pdfuaid:part="1"/>',
       'pdfuaid:part="1" xmlns:own="http://www.example.org/own/" own:thing="1"/>')
simple("a-part", 8, "<pdfaid:part>2", "<pdfaid:part>1")
simple("a-level", 8, "conformance>A", "conformance>B")
simple("a-marked ua-marked", 1, "/Marked true", "/Marked false")


@case("a-encrypt", profiles=("pdfa2b",))
def encrypted(pdf):
    return "encrypt"


def add_file(pdf, entries, data=b"%PDF-1.7 and so on", head="/Type /EmbeddedFile"):
    n = pdf.add(Stream(head, data))
    pdf.edit(1, "/Lang", f"/AF [<</Type /Filespec {entries} /EF <</F {n} 0 R>>>>] /Lang")


@case()
def file_embedded(pdf):
    add_file(pdf, "/F (a.pdf) /UF (a.pdf)")


@case("a-file-name", "ua-file-name")
def file_name(pdf):
    add_file(pdf, "/F (a.pdf)")


@case("a-file-pdfa")
def file_text(pdf):
    add_file(pdf, "/F (a.txt) /UF (a.txt)", b"text")


A3 = dict(profiles=("pdfa3a", "pdfua1"))
FILE3 = "/F (a.txt) /UF (a.txt)"


@case(**A3)
def part3(pdf):
    pdf.edit(8, "<pdfaid:part>2", "<pdfaid:part>3")
    add_file(pdf, f"{FILE3} /AFRelationship /Source", b"text", "/Subtype /text#2Fplain")


@case("a-file-type", **A3)
def file_type(pdf):
    pdf.edit(8, "<pdfaid:part>2", "<pdfaid:part>3")
    add_file(pdf, f"{FILE3} /AFRelationship /Source", b"text")


@case("a-file-relation", **A3)
def file_relation(pdf):
    pdf.edit(8, "<pdfaid:part>2", "<pdfaid:part>3")
    add_file(pdf, FILE3, b"text", "/Subtype /text#2Fplain")


simple("a-layer-name ua-layer-name", 1, "/Lang", "/OCProperties <</OCGs [] /D <<>>>> /Lang")
simple("a-layer-state ua-layer-state", 1, "/Lang",
       "/OCProperties <</OCGs [] /D <</Name (a) /AS []>>>> /Lang")
simple("a-presentation", 3, "/Tabs", "/PresSteps <<>> /Tabs")
simple("a-requirements", 1, "/Lang", "/Requirements [] /Lang")


# -- structure ----------------------------------------------------------------------------

@case("a-tree", "ua-tree")
def tree_circle(pdf):
    pdf.edit(43, "/K 6", "/K [6 41 0 R]")


@case("a-untagged", "ua-untagged")
def untagged(pdf):
    use(pdf, "0 0 5 5 re f")


@case("a-untagged", "ua-untagged")
def untagged_number(pdf):
    use(pdf, "/P <</MCID 99>> BDC 0 0 5 5 re f EMC")


simple("a-roles ua-roles", 33, "/S /P", "/S /Absatz")


@case("a-roles-circle", "ua-roles-circle")
def roles_circle(pdf):
    pdf.edit(30, "<</Title /H1>>", "<</Title /H1 /A1 /A2 /A2 /A1>>")


simple("a-roles-standard ua-roles-standard", 30, "<</Title /H1>>", "<</P /H1>>")
simple("a-language ua-language-tag", 33, "/K", "/Lang (no language) /K")
simple("ua-part", 8, 'pdfuaid:part="1"', 'pdfuaid:part="2"')


@case("ua-artifact-in-tag")
def artifact_in_tag(pdf):
    pdf.edit(4, "/P <</MCID 1>> BDC", "/P <</MCID 1>> BDC /Artifact BMC EMC")


@case("ua-tag-in-artifact")
def tag_in_artifact(pdf):
    pdf.edit(4, "/Artifact BMC BT", "/Artifact BMC /P <</MCID 1>> BDC EMC BT")


simple("ua-suspects", 1, "/Marked true", "/Marked true /Suspects true")
simple("ua-title", 8, "Trial", "")
simple("ua-title-shown", 1, "/DisplayDocTitle true", "")


@case("ua-language", "ua-language-outline")
def no_language(pdf):
    pdf.edit(1, "/Lang (en)", "")


@case("ua-language-outline")
def outline_language(pdf):
    pdf.edit(1, "/Lang (en)", "")
    pdf.edit(31, "/K", "/Lang (en) /K")


@case("ua-permission", profiles=("pdfua1",))
def permission(pdf):
    return "forbid"


simple("ua-table", 40, "/S /TD", "/S /P")
@case("ua-table-parts")
def caption(pdf):
    pdf.objects[45] = plain.element("Caption", 36, "[]")
    pdf.edit(36, "[37 0 R 39 0 R]", "[37 0 R 45 0 R 39 0 R]")


@case("ua-table-grid")
def grid(pdf):
    pdf.edit(40, "/K 5", "/K 5 /A <</O /Table /ColSpan 2>>")


@case("ua-list")
def list_body(pdf):
    pdf.edit(42, "[43 0 R]", "[43 0 R 45 0 R]")
    pdf.objects[45] = plain.element("P", 42, "[]")


@case("ua-contents")
def contents(pdf):
    pdf.edit(31, "41 0 R", "41 0 R 45 0 R")
    pdf.objects[45] = plain.element("TOC", 31, "[46 0 R]")
    pdf.objects[46] = plain.element("P", 45, "[]")


simple("ua-figure", 35, "/Alt (A square)", "")
simple("ua-formula", 33, "/S /P", "/S /Formula")
simple("ua-heading", 32, "/S /H1", "/S /H2")


@case("ua-heading-kind")
def heading_kind(pdf):
    pdf.edit(33, "/S /P", "/S /H")


simple("ua-header-cell", 38, "/Scope /Column", "")
simple("ua-note", 33, "/S /P", "/S /Note")


@case("ua-annotation")
def annotation_untagged(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /Square {LOOKS}"), "P")


@case("ua-annotation-text")
def annotation_text(pdf):
    add_looks(pdf, add_annotation(pdf, "/Subtype /Square /AP <</N 70 0 R>> /F 4"))


@case("ua-field-text")
def field_text(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /Widget /FT /Tx /T (a) {LOOKS}"), "Form")


@case("ua-trapnet")
def trapnet(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /TrapNet {LOOKS}"))


simple("ua-tabs", 3, "/Tabs /S", "/Tabs /R")


@case("ua-field")
def field(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /Widget /FT /Tx /T (a) /TU (A field) {LOOKS}"), "P")


simple("ua-link", 34, "/S /Link", "/S /Span")
simple("ua-link-text", 6, "/Contents (To the example)", "")


@case("ua-printer-mark")
def printer_mark(pdf):
    add_looks(pdf, add_annotation(pdf, f"/Subtype /PrinterMark {LOOKS}"))


# -- the press ----------------------------------------------------------------------------

X = dict(base="press", profiles=("pdfx4",))


@case("x-header", **X)
def later(pdf):
    pdf.header = b"%PDF-1.7\n"


@case("x-id", **X)
def x_no_id(pdf):
    pdf.trailer = "/Info 17 0 R"


@case("x-encrypt", **X)
def x_encrypted(pdf):
    return "encrypt"


@case("x-external", **X)
def x_external(pdf):
    n = pdf.add(Stream("/F (a.txt)", b""))
    pdf.edit(1, "/Pages", f"/PieceInfo <</T <</Private {n} 0 R>>>> /Pages")


@case("x-rgb", **X)
def x_rgb(pdf):
    use(pdf, "q 1 0 0 rg 0 0 5 5 re f Q")


@case("x-cmyk", **X)
def x_cmyk(pdf):
    pdf.objects[9] = Stream("/N 1", plain.icc(b"prtr", b"GRAY"))


@case("x-postscript", **X)
def x_postscript(pdf):
    add_form(pdf, "/Subtype2 /PS")


simple("x-embedded", 12, "/FontFile2 13 0 R", "", **X)


@case("x-glyphs", **X)
def x_glyphs(pdf):
    use(pdf, "BT /F1 9 Tf <FFF0> Tj ET")


simple("x-transfer", 16, ">>", " /TR /Identity>>", **X)
simple("x-view", 1, "/PrintArea /MediaBox", "/PrintArea /TrimBox", **X)


@case("x-annotation", **X)
def x_annotation(pdf):
    pdf.edit(3, "/Contents", "/Annots [<</Type /Annot /Subtype /Link /Rect [100 100 120 120]>>] /Contents")


@case(**X)
def x_annotation_outside(pdf):
    pdf.edit(3, "/Contents", "/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 9 9]>>] /Contents")


simple("x-action", 1, "/Pages", "/AA <<>> /Pages", **X)
simple("x-xmp", 8, "/Subtype /XML", "/Subtype /XLM", **X)
simple("x-version", 8, "PDF/X-4<", "PDF/X-3<", **X)
simple("x-properties", 8, "<xmpMM:VersionID>1", "<xmpMM:VersionID>", **X)
simple("x-trim", 3, "/TrimBox [28 28 623 870]", "", **X)
simple("x-boxes", 3, "/TrimBox [28 28 623 870]", "/TrimBox [18 28 623 870]", **X)
simple("x-intent", 7, "/OutputConditionIdentifier (Custom)", "", **X)


@case("x-intent-profile", **X)
def x_profile(pdf):
    pdf.objects[9].data = plain.icc(b"mntr", b"CMYK")


@case("x-trapped", **X)
def x_trapped(pdf):
    pdf.edit(8, "<pdf:Trapped>False", "<pdf:Trapped>Unknown")


simple("x-opi", 5, "/Width", "/OPI <<>> /Width", **X)


def damaged(data):
    """The place of the table is wrong, so that it must be searched for."""
    at = data.rindex(b"startxref\n") + 10
    end = data.index(b"\n", at)
    return data[:at] + b"7" * (end - at) + data[end:]


def encrypt(folder, data, *options):
    source, target = folder / "clear.pdf", folder / "locked.pdf"
    source.write_bytes(data)
    done = program.subprocess.run(["qpdf", "--newline-before-endstream", "--allow-weak-crypto", "--encrypt", "", "owner", "128",
                                   *options, "--", source, target], capture_output=True)
    return target.read_bytes() if done.returncode in (0, 3) else None


def inspect(folder, data, profiles):
    path = folder / "a.pdf"
    path.write_bytes(data)
    wanted = [w for p in profiles for w in ("--profile", p)]
    done = program.banxin("inspect", path, *wanted, "--format", "json")
    if done.returncode not in (0, 1) or not done.stdout:
        return done, None, set()
    lines = json.loads(done.stdout)["lines"]
    names = {line["name"] for line in lines if line["verdict"] in ("passed", "broken")}
    return done, {line["name"] for line in lines if line["verdict"] == "broken"}, names


def main():
    path = plain.find_font()
    if not path:
        program.skip(f"not installed: the font file {plain.FONT}")
    program.need("qpdf")
    bases = {"archive": plain.archive(plain.Font(path)), "press": plain.press(plain.Font(path))}
    r = program.Report()
    known, tested = set(), set()
    with program.Folder() as folder:
        for name, profiles in [("archive", ("pdfa2a", "pdfua1")), ("press", ("pdfx4",)),
                               ("archive", ("pdfa2b",)), ("archive", ("pdfa2u",))]:
            done, broken, names = inspect(folder, bases[name].write(), profiles)
            r.check(broken == set() and done.returncode == 0, "what conforms passes", name, profiles,
                    broken, done.stderr)
            known |= names
        known |= inspect(folder, bases["archive"].write(), ("pdfa3a",))[2]
        for rules, base, profiles, edit in CASES:
            pdf = bases[base].copy()
            asked = edit(pdf)
            data = pdf.write()
            if isinstance(asked, str):
                more = [] if asked == "encrypt" else ["--accessibility=n"]
                data = encrypt(folder, data, *more)
            done, broken, _ = inspect(folder, data, profiles)
            want = set(rules)
            r.check(broken == want, "exactly these rules are broken", f"{edit.__name__} {rules}",
                    f"found {broken}", done.stderr)
            r.check(done.returncode == (1 if want else 0), "exit status", rules, done.returncode)
            tested |= want
        for base, rule in [("archive", "a-damage"), ("press", "x-damage")]:
            profiles = ("pdfa2b",) if base == "archive" else ("pdfx4",)
            _, broken, _ = inspect(folder, damaged(bases[base].write()), profiles)
            r.check(broken == {rule}, "exactly these rules are broken", rule, broken)
            tested.add(rule)
    r.check(known <= tested, "each rule has a file that breaks it", sorted(known - tested))
    r.check(tested <= known, "no rule is unknown", sorted(tested - known))
    r.end()


if __name__ == "__main__":
    main()
