#!/usr/bin/env python3
"""The PDF for archive and screen reader: PDF/A-2a and PDF/UA-1, as far as tools can tell.

The structure tree is read back from the file: everything shown is part of it or an artifact, each
marked content and annotation leads to its element and back, headings and tables are regular, and
what is heard is the manuscripts, in their order. Metadata agree with each other; colours have a
meaning that LittleCMS understands; --attach-source gives the files back.
"""

import ctypes
import ctypes.util
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import readback  # noqa: E402
from program import (PRINT, ROOT, SAMPLE, Folder, Report, banxin, dump, environment,  # noqa: E402
                     need, pinned_data, write_issue)
from structure import Element, Tree, string  # noqa: E402

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"
PICTURES = HERE.parent / "source/cases/md-picture"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SPACES = {"dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/",
          "pdf": "http://ns.adobe.com/pdf/1.3/", "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
          "pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}

# What an element of a kind may stand in (ISO 32000-1, 14.8.4).
PARENTS = {"TOCI": {"TOC"}, "LI": {"L"}, "Lbl": {"LI", "Note"}, "LBody": {"LI"}, "TR": {"Table"},
           "TH": {"TR"}, "TD": {"TR"}, "Caption": {"Figure", "Table"}}
KIDS = {"TOC": {"TOC", "TOCI"}, "L": {"LI"}, "LI": {"Lbl", "LBody"}, "Table": {"TR"},
        "TR": {"TH", "TD"}}


def check_tree(report, name, tree):
    marked, seen = {}, set()
    for e in tree.all:
        for kid in e.kids:
            if isinstance(kid, tuple):
                report.check(kid not in marked, f"{name}: content belongs to two elements", kid)
                marked[kid] = e
            elif isinstance(kid, Element):
                report.check(kid.dict["/P"] == e.ref, f"{name}: an element with another parent")
        report.check(e.ref not in seen, f"{name}: an element stands twice")
        seen.add(e.ref)
        report.check(e.kind not in PARENTS or e.parent.kind in PARENTS[e.kind],
                     f"{name}: {e.kind} in {e.parent and e.parent.kind}")
        report.check(e.kind not in KIDS or {k.kind for k in e.elements()} <= KIDS[e.kind],
                     f"{name}: {e.kind} has {[k.kind for k in e.elements()]}")
        report.check(e.kids or e.kind in ("TD", "TH"), f"{name}: {e.kind} has nothing in it")
    parents = tree.doc.number_tree(tree.root["/ParentTree"])
    for page, content in tree.contents.items():
        report.check(not content.faults, f"{name}: contents of a page", *content.faults[:5])
        key = tree.doc.get(page)["/StructParents"]
        listed = tree.doc.get(parents[key])
        report.check(len(listed) == len(content.tags), f"{name}: the parent tree of a page",
                     len(listed), len(content.tags))
        for mcid, tag in content.tags.items():
            e = marked.pop((page, mcid), None)
            report.check(e and listed[mcid] == e.ref, f"{name}: content without its element", mcid)
            report.check(e and tag[1:] == e.kind, f"{name}: content marked {tag}", e and e.kind)
    report.check(not marked, f"{name}: elements have content that is none", marked)
    check_annotations(report, name, tree, parents)


def check_annotations(report, name, tree, parents):
    owners = {kid: e for e in tree.all for kid in e.kids if isinstance(kid, str)}
    for page in tree.doc.pages:
        page = tree.doc.get(page)
        for ref in tree.doc.get(page.get("/Annots", [])):
            link, e = tree.doc.get(ref), owners.pop(ref, None)
            report.check(e and e.kind == "Link", f"{name}: a link outside the structure", link)
            report.check(e and parents.get(link.get("/StructParent")) == e.ref,
                         f"{name}: a link without its element", link)
            report.check(string(link.get("/Contents", "u:")), f"{name}: a link without words", link)
            report.check(link.get("/F") == 4, f"{name}: a link that is not printed", link)
            report.check(page.get("/Tabs") == "/S", f"{name}: links in another order")
    report.check(not owners, f"{name}: elements have annotations that are none", owners)


def check_forms(report, name, tree):
    last, notes = 0, []
    for e in tree.all:
        if re.fullmatch(r"H\d", e.kind):
            level = int(e.kind[1])
            report.check(1 <= level <= last + 1, f"{name}: H{level} after H{last}", tree.text(e))
            last = level
        if e.kind == "Figure":
            box = e.attributes().get("/BBox", [])
            report.check(string(e.dict.get("/Alt", "u:")).strip(), f"{name}: a figure without words")
            report.check(len(box) == 4 and box[0] < box[2] and box[1] < box[3],
                         f"{name}: a figure's place", box)
        if e.kind == "TH":
            report.check(e.attributes().get("/Scope") == "/Column", f"{name}: a head of nothing")
        if e.kind == "Table":
            check_table(report, name, e)
        if e.kind == "Note":
            notes.append((e.dict.get("/ID"), e.ref))
        if e.kind == "L" and any(k.kind == "Lbl" for item in e.elements() for k in item.elements()):
            report.check(e.attributes().get("/ListNumbering"), f"{name}: a list of no kind")
    names = tree.doc.get(tree.root.get("/IDTree", {})).get("/Names", [])
    report.check(names == [x for n in notes for x in n], f"{name}: names of notes", names)


def check_table(report, name, table):
    """Rows and spans fill a rectangle."""
    rows, taken = table.elements(), set()
    for y, row in enumerate(rows):
        x = 0
        for cell in row.elements():
            while (y, x) in taken:
                x += 1
            a = cell.attributes()
            for dy in range(a.get("/RowSpan", 1)):
                for dx in range(a.get("/ColSpan", 1)):
                    report.check((y + dy, x + dx) not in taken, f"{name}: cells overlap")
                    taken.add((y + dy, x + dx))
    width = max((x for _, x in taken), default=-1) + 1
    report.check(len(taken) == width * len(rows), f"{name}: rows of a table are not alike", taken)


def is_heard(text, want, readings):
    """The text stands there in one piece, but for readings behind its lines."""
    if want in text:
        return True
    starts = [m.start() for m in re.finditer(re.escape(want[:2]), text)]
    return any(readback.end_of(text, at, want, readings[i:]) >= 0
               for at in starts for i in range(len(readings)))


def check_heard(report, name, folder, tree, env):
    """The structure's text is the manuscripts', the contents list between."""
    issue = readback.Issue(dump(folder, "source", env=env))
    text = "\n".join(tree.text(e) for e in [tree.top])
    reader = readback.Reader(report, f"{name}, structure", [("", text)], [])
    reader.take(issue.head["title"])
    heads = [readback.squash(tree.text(e)) for e in tree.all if re.fullmatch(r"H\d", e.kind)]
    for article in issue.articles + ([issue.lead] if issue.lead else []):
        title = article.get("title") and readback.squash("".join(article["title"]))
        report.check(not title or title in heads, f"{name}: a title is no heading", title)
    for article in [issue.lead or {"text": []}] + [a for a in issue.articles if "text" in a]:
        for piece in article["text"]:
            piece = piece[1] if isinstance(piece, tuple) else piece
            if isinstance(piece, str) and piece.strip():
                report.check(is_heard(reader.text, readback.squash(piece), article["readings"]),
                             f"{name}: text is not heard, or in pieces", piece)
    artifacts = "".join(readback.squash(c.artifacts) for c in tree.contents.values())
    heard = len(re.sub(r"\W", "", reader.text))
    report.check(len(re.sub(r"\W|\d", "", artifacts)) < heard / 10,
                 f"{name}: much of the text is passed over", artifacts)


def check_outline(report, name, tree, path):
    """poppler reads the same out of it."""
    said = readback.output("pdfinfo", "-struct-text", path)
    have = readback.squash("".join(re.findall(r'^ *"(.*)"$', said, re.M)))
    want = readback.squash(tree.text(tree.top))
    report.check(have == want, f"{name}: pdfinfo -struct-text differs",
                 *next(((have[i - 20:i + 20], want[i - 20:i + 20]) for i in range(len(want))
                        if have[i:i + 1] != want[i:i + 1]), ()))
    info = readback.output("pdfinfo", path)
    report.check(re.search(r"^Tagged: +yes$", info, re.M), f"{name}: poppler: not tagged", info)
    report.check("PDF/A" in info, f"{name}: poppler: no archive's", info)


# Metadata.

def read_xmp(doc):
    ref = doc.catalog["/Metadata"]
    tree = ET.fromstring(doc.data(ref).decode("utf-8"))
    found = {}
    for description in tree.iter(f"{RDF}Description"):
        for it in description:
            items = [li.text for li in it.iter(f"{RDF}li")]
            found[it.tag] = items[0] if items else it.text
    return {f"{k}:{name.split('}')[1]}": v for name, v in found.items()
            for k, uri in SPACES.items() if name.startswith("{" + uri)}


def check_metadata(report, name, doc, part=2):
    xmp, info = read_xmp(doc), doc.get(doc.trailer["/Info"])
    pairs = [("/Title", "dc:title"), ("/Author", "dc:creator"), ("/Subject", "dc:description"),
             ("/Keywords", "pdf:Keywords"), ("/Creator", "xmp:CreatorTool"),
             ("/Producer", "pdf:Producer")]
    for key, field in pairs:
        value = string(info[key]) if key in info else None
        report.check(value == xmp.get(field), f"{name}: {key} and {field} differ", value,
                     xmp.get(field))
    for key, field in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        digits = re.sub(r"\D", "", xmp[field])
        report.check(string(info[key]) == f"D:{digits}Z", f"{name}: {key} and {field} differ")
    report.check((xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) ==
                 (str(part), "A", "1"), f"{name}: other standards", xmp)
    catalog = doc.catalog
    metadata = doc.get(catalog["/Metadata"])
    report.check("/Filter" not in metadata and metadata["/Subtype"] == "/XML",
                 f"{name}: metadata that not every program sees", metadata)
    report.check(doc.get(catalog["/MarkInfo"]) == {"/Marked": True}, f"{name}: not marked")
    report.check(catalog["/Lang"] == "u:zh-CN", f"{name}: language")
    report.check(doc.get(catalog["/ViewerPreferences"])["/DisplayDocTitle"], f"{name}: title bar")
    report.check(len(doc.trailer.get("/ID", [])) == 2, f"{name}: no ID")


def colour_of(profile, numbers):
    """What LittleCMS makes of it in Lab; None: it does not take the profile."""
    lcms = ctypes.CDLL(ctypes.util.find_library("lcms2"))
    for f in ("cmsOpenProfileFromMem", "cmsCreateLab4Profile", "cmsCreateTransform"):
        getattr(lcms, f).restype = ctypes.c_void_p
    p = ctypes.c_void_p(lcms.cmsOpenProfileFromMem(profile, len(profile)))
    lab = ctypes.c_void_p(lcms.cmsCreateLab4Profile(None))
    kind = 4 << 16 | 3 << 3 | 1 if len(numbers) == 3 else 6 << 16 | 4 << 3 | 1  # TYPE_RGB_8, CMYK_8
    to_lab = 1 << 22 | 10 << 16 | 3 << 3  # TYPE_Lab_DBL
    t = lcms.cmsCreateTransform(p, kind, lab, to_lab, 1, 0) if p else None
    if not t:
        return None
    out = (ctypes.c_double * 3)()
    lcms.cmsDoTransform(ctypes.c_void_p(t), bytes(numbers), out, 1)
    return list(out)


def check_colours(report, name, doc):
    intent = doc.get(doc.get(doc.catalog["/OutputIntents"])[0])
    profile = intent["/DestOutputProfile"]
    report.check(intent["/S"] == "/GTS_PDFA1" and doc.get(profile)["/N"] == 3,
                 f"{name}: output intent", intent)
    report.check("DeviceCMYK" not in str(doc.objects), f"{name}: CMYK that nothing explains")
    report.check("/Interpolate" not in str(doc.objects), f"{name}: a picture is interpolated")
    if not ctypes.util.find_library("lcms2"):
        return
    for numbers, want in (((255, 255, 255), (100, 0, 0)), ((0, 0, 0), (0, 0, 0)),
                          ((255, 0, 0), (54.3, 80.8, 69.9)), ((0, 255, 0), (87.8, -79.3, 81)),
                          ((0, 0, 255), (29.6, 68.3, -112)), ((128, 128, 128), (53.6, 0, 0))):
        have = colour_of(doc.data(profile), numbers)
        report.check(have and all(abs(a - b) < 0.5 for a, b in zip(have, want)),
                     f"{name}: sRGB {numbers}", have, want)


def check_cmyk(report, top):
    folder = write_issue(top / "cmyk", [("四色图", "![四色](cmyk.jpg)")])
    (folder / "cmyk.jpg").write_bytes((PICTURES / "pic/cmyk.jpg").read_bytes())
    done = banxin("build", folder, "-o", top / "cmyk.pdf")
    if not report.check(done.returncode == 0, "a CMYK picture is not taken", done.stderr):
        return
    tree = Tree(top / "cmyk.pdf")
    check_tree(report, "CMYK", tree)
    check_colours(report, "CMYK", tree.doc)
    images = [tree.doc.get(r) for r, o in tree.doc.objects.items()
              if isinstance(tree.doc.get(r), dict) and tree.doc.get(r).get("/Subtype") == "/Image"]
    space = tree.doc.get(images[0]["/ColorSpace"])
    report.check(space[0] == "/ICCBased" and tree.doc.get(space[1])["/N"] == 4, "CMYK: its colours")
    if ctypes.util.find_library("lcms2"):
        for numbers, want in (((0, 0, 0, 0), (100, 0, 0)), ((0, 0, 0, 255), (17, 0, 0)),
                              ((255, 0, 0, 0), (58, -38, -50)), ((0, 255, 255, 0), (50, 71, 50))):
            have = colour_of(tree.doc.data(space[1]), numbers)
            report.check(have and all(abs(a - b) < 1 for a, b in zip(have, want)),
                         f"CMYK {numbers}", have, want)


def check_languages(report, top):
    text = "标准由 World Wide Web Consortium 发布，第5代（5G）与 IPv6 都在其中。见[网站](https://example.org/)。"
    folder = write_issue(top / "english", [("外文", text)])
    banxin("build", folder, "-o", top / "english.pdf")
    tree = Tree(top / "english.pdf")
    said = [tree.text(e).strip() for e in tree.all if e.dict.get("/Lang") == "u:en"]
    report.check(said == ["World Wide Web Consortium"], "English words", said)
    links = [e for e in tree.all if e.kind == "Link" and e.parent.kind == "P"]
    report.check([tree.text(e) for e in links] == ["网站"], "a link's words", len(links))


def check_attached(report, top):
    path = top / "attached.pdf"
    done = banxin("build", SAMPLE, "-o", path, "--attach-source")
    report.check(done.returncode == 0, "--attach-source", done.stderr)
    tree = Tree(path)
    doc = tree.doc
    check_tree(report, "attached", tree)
    check_metadata(report, "attached", doc, part=3)
    names = doc.get(doc.get(doc.catalog["/Names"])["/EmbeddedFiles"])["/Names"]
    report.check(sorted(names[1::2]) == sorted(doc.catalog["/AF"]), "attached: /AF")
    keys = [string(n).encode("utf-16-be") for n in names[::2]]
    report.check(keys == sorted(keys) and len(keys) > 3, "attached: names in disorder", keys)
    for i in range(0, len(names), 2):
        spec, name = doc.get(names[i + 1]), string(names[i])
        file = spec["/EF"]["/F"]
        source = SAMPLE / name if (SAMPLE / name).exists() else SAMPLE.parent / name
        report.check(doc.data(file) == source.read_bytes(), "attached: another file", name)
        report.check(string(spec["/UF"]) == name and spec["/AFRelationship"] == "/Source" and
                     doc.get(file)["/Subtype"].count("/") == 2 and
                     doc.get(file)["/Params"]["/Size"] == source.stat().st_size,
                     "attached: what is said of a file", spec)
    first = path.read_bytes()
    banxin("build", SAMPLE, "-o", path, "--attach-source")
    report.check(path.read_bytes() == first, "attached: other bytes")


def check_escapes(report, top):
    """What XML and PDF take for their own signs."""
    issue = "publication:\n  title: '甲&乙<丙>(丁)\\戊'\n  publisher: 'A & B <c> ]]> 𬱖'\n" + \
        "layout: jianxun\nnumber: 1\ntotal: 7\ndate: 2024-03-29\n"
    folder = write_issue(top / "escapes", [("甲", "乙")], issue)
    done = banxin("build", folder, "-o", top / "escapes.pdf")
    if not report.check(done.returncode == 0, "escapes are not built", done.stderr):
        return
    check_metadata(report, "escapes", Tree(top / "escapes.pdf").doc)
    banxin("build", folder, "-o", top / "escapes.pdf", env=environment(SOURCE_DATE_EPOCH=1709215845))
    doc = Tree(top / "escapes.pdf").doc
    check_metadata(report, "escapes", doc)
    report.check(read_xmp(doc)["xmp:CreateDate"] == "2024-02-29T14:10:45Z", "SOURCE_DATE_EPOCH")


def check_document(report, name, folder, path, env=None, options=()):
    done = banxin("build", folder, "-o", path, *options, env=env)
    if not report.check(done.returncode == 0, f"{name} is not built", done.stderr):
        return
    tree = Tree(path)
    check_tree(report, name, tree)
    check_forms(report, name, tree)
    check_heard(report, name, folder, tree, env)
    check_outline(report, name, tree, path)
    check_metadata(report, name, tree.doc)
    check_colours(report, name, tree.doc)
    done = subprocess.run(["qpdf", "--check", path], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    report.check(done.returncode == 0 and b"WARNING" not in done.stdout, f"{name}: qpdf", done.stdout)


def main():
    need("qpdf", "pdfinfo")
    report = Report()
    with Folder() as top:
        path = top / "x.pdf"
        check_document(report, "the sample", SAMPLE, path)
        for layout in sorted(p.stem for p in (ROOT / "layouts").glob("*.yaml")):
            if layout not in ("jianxun", "stationery"):
                check_document(report, layout, SAMPLE, path, options=["--layout", layout])
        for folder in sorted(PRINT.glob("*/issue")):
            check_document(report, folder.parent.name, folder, path)
        env = pinned_data(top / "data")
        for case in sorted(p.parent for p in GOLDEN.glob("*/issue.yaml")):
            check_document(report, case.name, case, path, env)
        check_cmyk(report, top)
        check_languages(report, top)
        check_attached(report, top)
        check_escapes(report, top)
    report.end()


if __name__ == "__main__":
    main()
