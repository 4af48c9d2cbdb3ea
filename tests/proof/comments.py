#!/usr/bin/env python3
"""Comments that other programs write onto a proof come back to the character.

A proof of the sample is marked at random places by mupdf, by poppler, by pypdf,
and by qpdf with what Acrobat and others are known to write. Where a character
stands is taken from mupdf's text, never from us. Then: changes are made right
and only where they are plain; proofs of other states and hostile files are
told apart in words.
"""

import json
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import SAMPLE, Folder, Report, banxin, environment, need, write_issue  # noqa: E402

need("mutool", "qpdf")
report = Report()
PAGE_HEIGHT = 0  # of the proof's sheets, set when one is read


def tool(*command, **kw):
    """Run a tool that may grumble; its output."""
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, **kw)
    if done.returncode and not (command[0] == "qpdf" and done.returncode == 3):
        raise RuntimeError(f"{command} ends in {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def make_proof(issue, pdf):
    done = banxin("proof", issue, "-o", pdf)
    if done.returncode:
        raise RuntimeError(f"proof ends in {done.returncode}:\n{done.stderr}")
    return pdf


# --- where characters stand, by mupdf ---


class Char:
    def __init__(self, c, quad, baseline, size):
        xs, ys = quad[0::2], quad[1::2]
        self.c, self.size = c, size
        self.left, self.right, self.top, self.bottom = min(xs), max(xs), min(ys), max(ys)
        self.em_top, self.em_bottom = baseline - 0.85 * size, baseline + 0.1 * size


def read_lines(pdf):
    """For each page a list of lines, each a list of Char; y from the top."""
    global PAGE_HEIGHT
    xml = tool("mutool", "draw", "-q", "-F", "stext", "-o", "-", pdf)
    pages = []
    for page in ET.fromstring(xml).iter("page"):
        PAGE_HEIGHT = float(page.get("height"))
        lines = []
        for line in page.iter("line"):
            chars = [Char(c.get("c"), [float(v) for v in c.get("quad").split()],
                          float(c.get("y")), float(font.get("size")))
                     for font in line.iter("font") for c in font.iter("char")]
            for c, behind in zip(chars, chars[1:]):
                c.right = min(c.right, behind.left)  # marks may be squeezed
            lines.append(chars)
        pages.append(lines)
    return pages


class Source:
    """The manuscript's lines; where a run of characters stands in it alone."""

    def __init__(self, folder, shown):
        self.lines = [(f"{shown}/{path.name}", number, text)
                      for path in sorted(folder.glob("*.md"))
                      for number, text in enumerate(path.read_text("utf-8").splitlines(), 1)]
        self.all = "\n".join(text for _, _, text in self.lines)
        self.yaml = (folder / "issue.yaml").read_text("utf-8")

    def find(self, run):
        if self.all.count(run) != 1 or run in self.yaml:
            return None
        for name, number, text in self.lines:
            # numbers of a list are computed
            if run in text and text.index(run) >= len(re.match(r"(\d+\. )?", text)[0]):
                return name, number, text.index(run) + 1
        return None


class Spot:
    """Characters [at, at + n) of a line of the proof, and where the manuscript has them."""

    def __init__(self, page, chars, place, n):
        self.page, self.chars, self.place, self.n = page, chars, place, n
        self.text = "".join(c.c for c in chars)

    def bounds(self, em=False):
        """left, top, right, bottom; as mupdf has them, or of the em box"""
        first = self.chars[0]
        return (first.left, first.em_top if em else first.top, self.chars[-1].right,
                first.em_bottom if em else first.bottom)


def choose_spots(rng, pages, source, count, longest=6):
    """Different random places that stand once in the manuscript, over all pages."""
    found = []
    used = set()
    for _ in range(count * 60):
        if len(found) == count:
            break
        page = rng.randrange(len(pages))
        if not pages[page]:
            continue
        line = rng.choice(pages[page])
        if len(line) < 12:
            continue
        begin = rng.randrange(len(line) - 11)
        run = line[begin:begin + 12]
        place = source.find("".join(c.c for c in run))
        n = rng.randint(1, longest)
        at = rng.randrange(12 - n + 1)
        key = place and (page, place[:2])
        # —— is one sign, and the edge of a space is nowhere
        if not place or key in used or {run[at].c, run[at + n - 1].c} & set("—… "):
            continue
        used.add(key)
        found.append(Spot(page, run[at:at + n], (*place[:2], place[2] + at), n))
    return found


# --- writers ---


def up(y):
    return PAGE_HEIGHT - y


MUPDF = """
var marks = JSON.parse(read(scriptArgs[2]));
var doc = new PDFDocument(scriptArgs[0]);
for (var i = 0; i < marks.length; ++i) {
    var m = marks[i];
    var a = doc.loadPage(m.page).createAnnotation(m.kind);
    if (m.quads) a.setQuadPoints(m.quads);
    if (m.rect) a.setRect(m.rect);
    if (m.ink) a.setInkList(m.ink);
    a.setContents(m.text);
    if (m.author) a.setAuthor(m.author);
    a.setModificationDate(1710000000000);
    a.update();
}
doc.save(scriptArgs[1], m.how || "incremental");
"""


def mupdf(folder, pdf, marks, how="incremental"):
    """Write marks by mupdf; coordinates are from the top."""
    marks[-1]["how"] = how
    (folder / "marks.js").write_text(MUPDF)
    (folder / "marks.json").write_text(json.dumps(marks))
    out = folder / "mupdf.pdf"
    tool("mutool", "run", "marks.js", pdf, out, "marks.json", cwd=folder)
    return out


def zigzag(left, top, right, bottom):
    """Corners as Acrobat and mupdf order them: upper left, upper right, lower left, lower right."""
    return [left, top, right, top, left, bottom, right, bottom]


def around(left, top, right, bottom):
    """Corners as the standard has them, from the lower left counter-clockwise."""
    return [left, bottom, right, bottom, right, top, left, top]


def qpdf(folder, pdf, marks, pages_more=None, name="qpdf.pdf"):
    """Write marks, dictionaries with a page of their own, as objects of qpdf's JSON. Marks may
    name another of the list as its index: {"/IRT": 3}."""
    whole = json.loads(tool("qpdf", "--json=2", "--json-key=pages", "--json-key=qpdf", pdf))
    head, objects = whole["qpdf"]
    first = head["maxobjectid"] + 1
    update, annots = {}, {}
    for i, mark in enumerate(marks):
        mark = dict(mark)
        annots.setdefault(mark.pop("page"), []).append(f"{first + i} 0 R")
        if "/IRT" in mark:
            mark["/IRT"] = f"{first + mark['/IRT']} 0 R"
        update[f"obj:{first + i} 0 R"] = {"value": {"/Type": "/Annot", **mark}}
    for page, refs in annots.items():
        ref = whole["pages"][page]["object"]
        value = dict(objects[f"obj:{ref}"]["value"])
        more = (pages_more or {}).get(page, {})
        update[f"obj:{ref}"] = {"value": {**value, **more, "/Annots": refs}}
    head["maxobjectid"] = first + len(marks)
    file = folder / "update.json"
    file.write_text(json.dumps({"qpdf": [head, update]}))
    out = folder / name
    tool("qpdf", pdf, f"--update-from-json={file}", out)
    return out


def u(text):
    return "u:" + text


def raw(data):
    return "b:" + data.hex()


# --- reading what banxin says ---

TOLD = re.compile(r"(?P<file>.*?):(?P<line>\d+):(?P<col>\d+): note: (?P<kind>.*?) (?P<how>on|near) "
                  r"‘(?P<words>.*?)’ \((?P<made>.*?)\): (?P<said>.*) \[comment\]")


def run_import(*args, cwd=None, **kw):
    done = banxin("comments", "import", *args, cwd=cwd, **kw)
    report.check(not re.search("Sanitizer|runtime error", done.stderr), "sanitizer", done.stderr[:3000])
    return done


def told(done):
    """What each comment says → the match of its diagnostic."""
    found = {}
    for line in done.stderr.splitlines():
        m = TOLD.fullmatch(line)
        if m:
            found[m["said"]] = m
    return found


def check_spots(kind, done, spots):
    found = told(done)
    report.check(done.returncode == 0, f"{kind}: status", done.stderr[-2000:])
    for i, spot in enumerate(spots):
        m = found.get(f"id{i}")
        got = m and (m["file"], int(m["line"]), int(m["col"]))
        report.check(got == spot.place, f"{kind}: place", spot.text, spot.place, m and m[0])
        if m and spot.n:
            report.check(m["words"] == spot.text, f"{kind}: words", spot.text, m[0])


# --- tests of places ---

KINDS = {"Highlight": "highlight", "Underline": "underline", "Squiggly": "wavy line",
         "StrikeOut": "strike-out"}


def test_mupdf(rng, folder, pdf, pages, source):
    for em in (False, True):
        spots = choose_spots(rng, pages, source, 40)
        marks = [{"page": s.page, "kind": rng.choice(list(KINDS)), "text": f"id{i}",
                  "author": "张三", "quads": [zigzag(*s.bounds(em))]}
                 for i, s in enumerate(spots)]
        done = run_import("--issue", SAMPLE, mupdf(folder, pdf, marks))
        check_spots(f"mupdf, {'em' if em else 'font'} boxes", done, spots)
        for i, m in enumerate(marks):
            line = told(done).get(f"id{i}")
            if line:
                report.check(line["kind"] == KINDS[m["kind"]], "mupdf: kind", m, line[0])
                report.check("张三" in line["made"] and "2024-03-09" in line["made"],
                             "mupdf: author and date", line[0])


def test_mupdf_others(rng, folder, pdf, pages, source):
    spots = choose_spots(rng, pages, source, 40, longest=1)
    marks = []
    for i, s in enumerate(spots):
        left, top, right, bottom = s.bounds(em=True)
        mid = (top + bottom) / 2
        mark = {"page": s.page, "kind": ["Text", "FreeText", "Square", "Ink"][i % 4],
                "text": f"id{i}", "rect": [left, top, right, bottom]}
        if mark["kind"] in ("Text", "FreeText"):  # the upper left corner is what points
            mark["rect"] = [left + 2, top + 2, left + 22, top + 22]
        elif mark["kind"] == "Ink":
            del mark["rect"]
            mark["ink"] = [[[left + 1, mid], [right - 1, mid + 1]]]
        marks.append(mark)
    check_spots("mupdf, notes and drawings",
                run_import("--issue", SAMPLE, mupdf(folder, pdf, marks, "compress")), spots)


def test_sloppy(rng, folder, pdf, pages, source):
    """A hand's or a reader's margin of error in every direction, strokes, corners in any order."""
    spots = choose_spots(rng, pages, source, 60)
    marks = []
    for i, s in enumerate(spots):
        left, top, right, bottom = s.bounds(em=True)
        em = s.chars[0].size
        if s.text[0].isalnum() and s.text[-1].isalnum():  # marks may be squeezed
            left += rng.uniform(-.4, .4) * (s.chars[0].right - s.chars[0].left)
            right += rng.uniform(-.4, .4) * (s.chars[-1].right - s.chars[-1].left)
        right = max(right, left + 1)
        kind = rng.choice(list(KINDS))
        if s.n == 1:
            left, right = s.chars[0].left + .5, s.chars[0].right - .5
        if rng.random() < .3 and kind in ("StrikeOut", "Underline"):  # the line itself
            y = bottom + .1 * em if kind == "Underline" else (top + bottom) / 2
            top, bottom = y, y + .4
        else:
            top += rng.uniform(-.4, .3) * em
            bottom += rng.uniform(-.3, .4) * em
        box = (left, up(top), right, up(bottom))
        mark = {"page": s.page, "/Subtype": "/" + kind, "/Contents": u(f"id{i}"),
                "/Rect": [box[0], box[3], box[2], box[1]], "/T": u("李四")}
        if rng.random() < .8:
            points = rng.choice([zigzag, around])(*box)
            mark["/QuadPoints"] = points + points[:3] if rng.random() < .1 else points
        elif rng.random() < .5:
            mark["/QuadPoints"] = []
        marks.append(mark)
    check_spots("sloppy", run_import("--issue", SAMPLE, qpdf(folder, pdf, marks)), spots)


def test_carets(rng, folder, pdf, pages, source):
    """The signs of several programs stand differently to the line; their middle is the place."""
    spots = choose_spots(rng, pages, source, 40, longest=1)
    marks = []
    for i, s in enumerate(spots):
        left, top, right, bottom = s.bounds(em=True)
        em = s.chars[0].size
        x = left + rng.uniform(-.2, .4) * (right - left)
        y0, y1 = rng.choice([(bottom - .3 * em, bottom + .4 * em), (top, bottom),
                             (bottom - .45 * em, bottom + .2 * em), (bottom + .1 * em, bottom + .5 * em)])
        marks.append({"page": s.page, "/Subtype": "/Caret", "/Contents": u(f"id{i}"),
                      "/Rect": [x - .35 * em, up(y1), x + .35 * em, up(y0)]})
        s.n = 0
    check_spots("carets", run_import("--issue", SAMPLE, qpdf(folder, pdf, marks)), spots)


def test_pages(rng, folder, pdf, pages, source):
    """Boxes, rotation, other orders and choices of pages, other objects, compression."""
    spots = choose_spots(rng, pages, source, 20)
    marks = [{"page": s.page, "/Subtype": "/Highlight", "/Contents": u(f"id{i}"),
              "/Rect": [0, 0, 1, 1],
              "/QuadPoints": zigzag(*(v if k % 2 == 0 else up(v) for k, v in enumerate(s.bounds(True))))}
             for i, s in enumerate(spots)]
    more = {s.page: {"/Rotate": rng.choice([0, 90, 180, 270]), "/CropBox": [40, 50, 500, 700]}
            for s in spots}
    marked = qpdf(folder, pdf, marks, more)
    check_spots("rotated, cropped", run_import("--issue", SAMPLE, marked), spots)

    turned = folder / "turned.pdf"
    tool("qpdf", "--object-streams=generate", "--linearize", "--empty", "--pages", marked, "z-1", "--", turned)
    done = run_import("--issue", SAMPLE, turned)
    report.check(done.returncode == 1 and "[proof-unknown]" in done.stderr,
                 "without its properties", done.stderr[:500])
    tool("qpdf", "--object-streams=generate", marked, "--pages", ".", "z-1", "--", turned)
    check_spots("pages in other order", run_import("--issue", SAMPLE, turned), spots)

    page = spots[0].page
    tool("qpdf", marked, "--pages", ".", str(page + 1), "--", turned)
    kept = {f"id{i}" for i, s in enumerate(spots) if s.page == page}
    found = told(run_import("--issue", SAMPLE, turned))
    report.check(set(found) == kept, "one page alone", sorted(found), sorted(kept))

    tool("mutool", "clean", "-gggg", "-z", marked, turned)
    check_spots("rewritten by mutool", run_import("--issue", SAMPLE, turned), spots)


def test_poppler(rng, folder, pdf, pages, source):
    try:
        import gi
        gi.require_version("Poppler", "0.18")
        from gi.repository import Poppler
    except (ImportError, ValueError):
        print("passed over: poppler's bindings are not installed")
        return
    make = {"Highlight": Poppler.AnnotTextMarkup.new_highlight,
            "Underline": Poppler.AnnotTextMarkup.new_underline,
            "Squiggly": Poppler.AnnotTextMarkup.new_squiggly,
            "StrikeOut": Poppler.AnnotTextMarkup.new_strikeout}
    spots = choose_spots(rng, pages, source, 40)
    doc = Poppler.Document.new_from_file(pdf.as_uri(), None)
    for i, s in enumerate(spots):
        left, top, right, bottom = s.bounds(em=True)
        r = Poppler.Rectangle()
        r.x1, r.y1, r.x2, r.y2 = left + 1, up(bottom), right, up(top)
        if i % 5 == 4:
            annot = Poppler.AnnotText.new(doc, r)
        else:
            q = Poppler.Quadrilateral()
            for k, (x, y) in enumerate([(left, top), (right, top), (left, bottom), (right, bottom)], 1):
                point = Poppler.Point()
                point.x, point.y = x, up(y)
                setattr(q, f"p{k}", point)
            annot = make[rng.choice(list(make))](doc, r, [q])
        annot.set_contents(f"id{i}")
        annot.set_label("王五") if hasattr(annot, "set_label") else None
        doc.get_page(s.page).add_annot(annot)
        if i % 5 == 4:
            s.chars, s.text, s.n = s.chars[:1], s.chars[0].c, 1
    out = folder / "poppler.pdf"
    doc.save(out.as_uri())
    check_spots("poppler", run_import("--issue", SAMPLE, out), spots)


def test_pypdf(rng, folder, pdf, pages, source):
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.generic import AnnotationBuilder
    except ImportError:
        print("passed over: pypdf is not installed")
        return
    reader, writer = PdfReader(pdf), PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    writer.add_metadata(reader.metadata)
    spots = choose_spots(rng, pages, source, 20, longest=1)
    for i, s in enumerate(spots):
        left, top, right, bottom = s.bounds(em=True)
        rect = (left + 1, up(bottom - 1), right - 1, up(top + 1))
        build = AnnotationBuilder.text if i % 2 else AnnotationBuilder.free_text
        writer.add_annotation(s.page, build(text=f"id{i}", rect=rect))
    out = folder / "pypdf.pdf"
    writer.write(out)
    check_spots("pypdf", run_import("--issue", SAMPLE, out), spots)


def test_words(rng, folder, pdf, pages, source):
    """Encodings, replies, states, groups."""
    spots = choose_spots(rng, pages, source, 12)
    quads = [zigzag(*(v if k % 2 == 0 else up(v) for k, v in enumerate(s.bounds(True)))) for s in spots]

    def mark(i, **more):
        return {"page": spots[i].page, "/Subtype": "/Highlight", "/Rect": [0, 0, 9, 9],
                "/QuadPoints": quads[i], **{"/" + k: v for k, v in more.items()}}

    text = "字𠀀é“x”"
    marks = [
        mark(0, Contents=raw(b"\xfe\xff" + text.encode("utf-16-be"))),
        mark(1, Contents=raw(b"\xff\xfe" + ("le" + text).encode("utf-16-le"))),
        mark(2, Contents=raw(b"\xef\xbb\xbf" + ("8" + text).encode())),
        mark(3, Contents=raw(("bare" + text).encode())),
        mark(4, Contents=raw(b"doc \x8dq\x8e \xe9")),  # PDFDocEncoding
        mark(5, Contents=raw(b"\xfe\xff\x00\x1bzh\x00\x1b" + "lang".encode("utf-16-be"))),
        mark(6, Contents=raw(b"\xfe\xff\xd8\x00\xdc"), T=u("半个")),
        mark(7, Contents=u("first\rsecond\r\nthird"), M=u("D:20240301102233+08'00'")),
        mark(8, Contents=u("asked")),
        {"page": spots[8].page, "/Subtype": "/Text", "/Rect": [0, 0, 9, 9], "/IRT": 8,
         "/Contents": u("answered"), "/T": u("赵六"), "/F": 30},
        {"page": spots[8].page, "/Subtype": "/Text", "/Rect": [0, 0, 9, 9], "/IRT": 9,
         "/StateModel": u("Review"), "/State": u("Completed"), "/F": 30, "/Contents": u("state")},
        {"page": spots[8].page, "/Subtype": "/Text", "/Rect": [0, 0, 9, 9], "/IRT": 10,
         "/StateModel": u("Marked"), "/State": u("Unmarked"), "/Contents": u("state")},
        {"page": spots[0].page, "/Subtype": "/Popup", "/Rect": [0, 0, 9, 9], "/Contents": u("popup")},
        {"page": spots[0].page, "/Subtype": "/Link", "/Rect": [0, 0, 9, 9]},
        mark(9, Contents=u("bidi \u202etxt\u0007\u001b[31m")),
        mark(10, Contents=u("ring"), IRT=16),
        mark(11, Contents=u("gnir"), IRT=15),
    ]
    done = run_import("--issue", SAMPLE, qpdf(folder, pdf, marks))
    found = told(done)
    for i, said in enumerate([text, "le" + text, "8" + text, "bare" + text, "doc “q” é".replace("“", "“"),
                              "lang"]):
        m = found.get(said)
        report.check(m and m["words"] == spots[i].text, "encoding", said, sorted(found))
    report.check("first / second / third" in found, "lines", sorted(found))
    report.check("2024-03-01 10:22" in done.stderr, "date", done.stderr)
    m = found.get("asked ← 赵六: answered")
    report.check(m and "closed" in m["made"], "replies", sorted(found))
    report.check("popup" not in done.stderr and "state" not in done.stderr, "what is no mark")
    report.check(not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", done.stderr), "control characters")
    report.check(done.returncode == 0, "words: status", done.stderr)


# --- tests of changes ---

ARTICLES = [
    ("各单位积极准备", "第一段里有一个错字，需要改正。\n\n第二段的标点符号,应当是全角的。\n\n"
     "第三段**重点文字**与普通文字相连。\n\n- 列表之一项内容\n- 列表之二项内容\n\n"
     "第四段分成两行，\n后半在下一行里。\n\n2031年的数字写在段首。"),
    ("另一篇文章题目", "这里是另一篇文章，讲另外的内容。"),
]


class Small:
    """A small issue, its proof, and marks by the words that they lie on."""

    def __init__(self, folder, name="2024-03"):
        self.folder, self.issue = folder, folder / "issues" / name
        write_issue(self.issue, ARTICLES)
        self.pdf = make_proof(self.issue, folder / f"{name}.pdf")
        self.pages = read_lines(self.pdf)
        self.marks = []

    def box(self, words):
        for page, lines in enumerate(self.pages):
            for line in lines:
                text = "".join(c.c for c in line)
                at = text.find(words)
                if at >= 0 and not re.search(r"\d$", text):  # the contents list ends in a number
                    chars = line[at:at + len(words)]
                    return page, (chars[0].left, up(chars[0].em_top), chars[-1].right,
                                  up(chars[0].em_bottom))
        raise KeyError(words)

    def mark(self, kind, words, text="", **more):
        page, (left, top, right, bottom) = self.box(words)
        if kind == "Caret":  # behind the words
            left, right = right - 3, right + 3
        m = {"page": page, "/Subtype": "/" + kind, "/Rect": [left, bottom, right, top],
             "/Contents": u(text), **{"/" + k: v for k, v in more.items()}}
        if kind in KINDS:
            m["/QuadPoints"] = zigzag(left, top, right, bottom)
        self.marks.append(m)

    def run(self, *args, **kw):
        out = qpdf(self.folder, self.pdf, self.marks)
        return run_import(*args, out, cwd=self.folder, **kw)

    def text(self, name="01.md"):
        return (self.issue / name).read_bytes().decode()


def test_apply(folder):
    s = Small(folder)
    before = s.text()
    s.mark("StrikeOut", "错字", "别字")
    s.mark("Caret", "第一段里", "确实")
    s.mark("StrikeOut", ",", "改为“，”")
    s.mark("StrikeOut", "普通", "普通")  # a copy of the words: delete
    s.mark("Caret", "列表之一", "", IT="/Replace", T=u("甲"))
    s.mark("StrikeOut", "一项", "", IRT=4, RT="/Group", IT="/StrikeOutTextEdit")
    s.marks[4]["/Contents"] = u("第一项")
    s.mark("Highlight", "第二段", "只是看看")
    s.mark("StrikeOut", "各单位", "")
    s.mark("StrikeOut", "另外的", "删除")
    s.mark("Squiggly", "2031", "")
    listed = s.run()
    report.check(listed.returncode == 0 and s.text() == before, "listing changes nothing")
    report.check("replacement on ‘一项’" in listed.stderr and listed.stderr.count("[comment]") == 9,
                 "listing", listed.stderr)
    done = s.run("--apply", "--yes")
    expected = before.replace("错字", "别字").replace("第一段里", "第一段里确实").replace(
        "符号,应", "符号，应").replace("与普通文", "与文").replace("之一项", "之第一项").replace(
        "title: 各单位", "title: ")
    report.check(s.text() == expected, "apply", s.text(), done.stderr, done.stdout)
    report.check("另外的" not in s.text("02.md"), "apply: second file")
    report.check("[错字]" in done.stdout and "[别字]" in done.stdout, "before and after", done.stdout)
    report.check("7 changes made, 0 passed over, 0 left to you" in done.stdout, "sum", done.stdout)
    again = s.run("--apply", "--yes")
    report.check(again.returncode == 1 and "[proof-state]" in again.stderr and s.text() == expected,
                 "a second time", again.stderr)


def test_refused(folder):
    """What a program should not decide is left as it is, and said."""
    cases = [
        ("StrikeOut", "段重点", "x", "in one piece"),
        ("StrikeOut", "重点文字", "", "bold"),
        ("StrikeOut", "两行，后半", "x", "in one piece"),
        ("StrikeOut", "数字", "请核实", "remark"),
        ("StrikeOut", "数字", "是哪一年？", "remark"),
        ("StrikeOut", "数字", "*数*", "signs"),
        ("StrikeOut", "数字", "一\n二", "remark"),
        ("StrikeOut", "2031年", "1. ", "begin otherwise"),
        ("StrikeOut", "另一篇文章题目", "", "begin otherwise"),
        ("StrikeOut", "另一篇文章题", "题：a: b", "signs"),
        ("Caret", "普通", "", "what to insert"),
        ("Caret", "第三段", "x", "stand beside"),
    ]
    s = Small(folder)
    before = s.text(), s.text("02.md")
    for kind, words, text, why in cases:
        s.marks = []
        s.mark(kind, words, text)
        done = s.run("--apply", "--yes")
        report.check((s.text(), s.text("02.md")) == before, "refused: unchanged", words, text,
                     done.stdout)
        report.check("[comment-by-hand]" in done.stderr and why in done.stderr, "refused: said", words,
                     text, done.stderr)
    s.marks = []
    s.mark("StrikeOut", "错字", "甲")
    s.mark("StrikeOut", "个错", "乙")
    done = s.run("--apply", "--yes")
    report.check("[comment-by-hand]" in done.stderr and "一个甲，" in s.text(), "overlapping",
                 done.stderr)


def test_questions(folder):
    s = Small(folder)
    before = s.text()
    s.mark("StrikeOut", "错字", "别字")
    s.mark("StrikeOut", "全角的", "全角")
    s.mark("StrikeOut", "普通", "")

    def answer(text):
        import subprocess as sp
        from program import BANXIN
        done = sp.run([BANXIN, "comments", "import", "--apply", str(out)], cwd=folder, text=True,
                      input=text, capture_output=True, env=environment(), timeout=60)
        return done

    out = qpdf(folder, s.pdf, s.marks)
    done = answer("")
    report.check(s.text() == before and done.returncode == 0, "no answer, no change", done.stderr)
    done = answer("what\nn\ny\nq\n")
    report.check(s.text() == before.replace("全角的", "全角"), "y, n, q", done.stdout, done.stderr)


def test_states(folder):
    s = Small(folder)
    s.mark("StrikeOut", "错字", "别字")
    s.mark("StrikeOut", "另外的", "其他的")
    other = folder / "issues" / "2024-04"
    write_issue(other, ARTICLES)
    text = (other / "issue.yaml").read_text("utf-8")
    (other / "issue.yaml").write_text(text.replace("total: 7", "total: 8"), "utf-8")
    done = s.run("--issue", other)
    report.check(done.returncode == 1 and "[proof-issue]" in done.stderr
                 and "[comment]" not in done.stderr, "another issue", done.stderr)
    (s.issue / "01.md").write_text(s.text().replace("第一段里", "开头的第一段里"), "utf-8")
    before = s.text()
    done = s.run("--apply", "--yes")
    report.check(done.returncode == 1 and "[proof-state]" in done.stderr
                 and "[proof-page]" in done.stderr and "别字" not in s.text() and s.text() == before,
                 "another state", done.stderr)
    (folder / "issues").rename(folder / "gone")
    done = s.run()
    report.check(done.returncode == 1 and "--issue" in done.stderr, "no folder", done.stderr)
    plain = folder / "plain.pdf"
    tool("qpdf", "--empty", "--pages", s.pdf, "1", "--", plain)
    done = run_import("--issue", folder / "gone" / "2024-03", plain)
    report.check(done.returncode == 1 and "[proof-unknown]" in done.stderr, "no proof", done.stderr)


# --- hostile files ---


def test_hostile(rng, folder):
    s = Small(folder)
    big, nan = 10 ** 30, 1e308
    s.mark("StrikeOut", "错字", "别字")
    page = s.marks[0]["page"]

    def odd(**more):
        s.marks.append({"page": page, "/Subtype": "/Highlight", "/Contents": u("odd"),
                        **{"/" + k: v for k, v in more.items()}})

    odd()
    odd(Rect=[-big, -big, big, big], QuadPoints=[big] * 8)
    odd(Rect=[nan, -nan, nan, nan], QuadPoints=[-nan] * 16)
    odd(Rect=[5000, 5000, 5100, 5100], QuadPoints=[5000, 5000, 5100, 5000, 5000, 5100, 5100, 5100])
    odd(Rect="/Name", QuadPoints={"/a": 1}, Contents=[1, 2], T=7, M=[], IRT=0)
    odd(Rect=[1, 2, 3], QuadPoints=[1, 2, 3], CL=[u("x")])
    odd(Rect=[0, 0, 0, 0], QuadPoints=[0] * 80000)
    odd(Rect=[u("a"), u("b"), u("c"), u("d")], Contents=u("字" * 100000))
    done = s.run()
    report.check(done.returncode == 0 and "strike-out on ‘错字’" in done.stderr, "odd values",
                 done.stderr[:3000])
    report.check(len(done.stderr) < 60000, "a long comment is cut", len(done.stderr))

    marked = (folder / "qpdf.pdf").read_bytes()
    bad = folder / "bad.pdf"
    locked = folder / "locked.pdf"
    tool("qpdf", "--encrypt", "secret", "owner", "256", "--", folder / "qpdf.pdf", locked)
    done = run_import("--issue", s.issue, locked)
    report.check(done.returncode == 1 and "[pdf-locked]" in done.stderr, "locked", done.stderr)
    tool("qpdf", "--encrypt", "", "owner", "256", "--annotate=n", "--", folder / "qpdf.pdf", locked)
    done = run_import("--issue", s.issue, locked)
    report.check(done.returncode == 0 and "错字" in done.stderr, "locked for changes only", done.stderr)

    for name, data, status in [("empty", b"", 1), ("no PDF", "不是 PDF".encode() * 1000, 1),
                               ("cut", marked[:len(marked) // 2], None),
                               ("no table", marked.replace(b"startxref", b"startxxxx"), 0)]:
        bad.write_bytes(data)
        done = run_import("--issue", s.issue, bad)
        report.check(done.returncode in (0, 1) and done.returncode == (status if status is not None
                     else done.returncode), f"{name}: status", done.returncode, done.stderr)
        report.check("[pdf-" in done.stderr or "[proof-" in done.stderr, f"{name}: said", done.stderr)
    for args in ([folder / "missing.pdf"], [folder], ["/dev/zero"]):
        done = run_import("--issue", s.issue, *args)
        report.check(done.returncode == 1, "no file", args, done.stderr)
    for args in ([], ["--yes", "x.pdf"], ["--what", "x.pdf"]):
        report.check(run_import(*args).returncode == 2, "usage", args)
    plain = tool("qpdf", "--qdf", "--object-streams=disable", folder / "qpdf.pdf", "-")
    for i in range(60):
        data = bytearray(plain if i % 2 else marked)
        for _ in range(rng.randint(1, 40)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        bad.write_bytes(data)
        done = run_import("--issue", s.issue, bad)
        report.check(done.returncode in (0, 1), "damaged", i, done.returncode, done.stderr[-800:])


def test_many(folder):
    s = Small(folder)
    s.marks = [{"page": 0, "/Subtype": "/Text", "/Rect": [100, 100, 120, 120], "/Contents": u("x")}] * 21000
    done = s.run()
    report.check(done.returncode == 0 and "[comments]" in done.stderr
                 and "20000 comments" in done.stdout, "very many", done.stderr[-500:])


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rng = random.Random(seed)
    with Folder() as folder:
        pdf = make_proof(SAMPLE, folder / "proof.pdf")
        pages = read_lines(pdf)
        source = Source(SAMPLE, str(SAMPLE))
        for test in (test_mupdf, test_mupdf_others, test_sloppy, test_carets, test_pages,
                     test_poppler, test_pypdf, test_words):
            test(rng, folder, pdf, pages, source)
    for test in (test_apply, test_refused, test_questions, test_states, test_many):
        with Folder() as folder:
            test(folder)
    with Folder() as folder:
        test_hostile(rng, folder)
    report.end()


if __name__ == "__main__":
    main()
