#!/usr/bin/env python3
"""Where things stand on the pages of the sample, the issues of golden/ and, where a developer has
them, the printed issues: nothing leaves the text area or lies on anything else, and what must line
up does."""

import re
from pathlib import Path

from program import PRINT, ROOT, SAMPLE, Folder, Report, banxin, dump, pinned_data

NEAR = 0.01  # pt
UNITS = {"pt": 1.0, "mm": 72 / 25.4}
ASCENT, DESCENT = 0.88, 0.12  # of Chinese type, by which lines are placed

GLYPHS = re.compile(r"  (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) .*? #[0-9a-f]{6} (.*)$")
OTHER = re.compile(r"  (\S+) (\S+) (\S+) (\S+) (\S+) (rule|picture|link)(?: to mark (\d+))?")
PATH = re.compile(r"  (\S+) (\S+) (\S+) (?:line|curve)(?: closed)? #[0-9a-f]{6} (?:filled|\S+) (.*)$")


class Item:
    def __init__(self, line):
        m = PATH.match(line)
        if m:
            x, y, points = float(m[2]), float(m[3]), [float(v) for v in m[4].split()]
            self.tag, self.kind, self.mark, self.text = m[1], "path", None, ""
            self.left, self.right = x + min(points[::2]), x + max(points[::2])
            self.top, self.bottom = y + min(points[1::2]), y + max(points[1::2])
            return
        m = OTHER.match(line)
        if m:
            self.tag, self.kind, self.mark, self.text = m[1], m[6], m[7] and int(m[7]), ""
            self.left, self.top = float(m[2]), float(m[3])
            self.right, self.bottom = self.left + float(m[4]), self.top + float(m[5])
            return
        m = GLYPHS.match(line)
        x, self.y, left, right, self.size = (float(v) for v in m.groups()[1:6])
        self.tag, self.kind, self.text = m[1], "glyphs", m[7]
        self.left, self.right = x + left, x + right
        self.top, self.bottom = self.y - ASCENT * self.size, self.y + DESCENT * self.size

    def __str__(self):
        return f"{self.tag} {self.kind} {self.left:.4f}–{self.right:.4f} {self.top:.4f} {self.text}"


class Book:
    def __init__(self, text):
        self.pages, self.marks = [], []
        for line in text.split("\n"):
            if m := re.match(r"page \d+ (.*)$", line):
                self.pages.append((m[1], []))
            elif m := re.match(r"mark \d+ \d+ page (\d+) ", line):
                self.marks.append(int(m[1]) - 1)
            elif line.startswith("  "):
                self.pages[-1][1].append(Item(line))


class Layout:
    """The few lengths of a layout's file that say where its text area is."""

    def __init__(self, path):
        text = path.read_text("utf-8")
        while base := re.search(r"^extends: *(\w+)", text, re.M):  # what it says itself comes first
            text = text.replace(base[0], "") + (path.parent / f"{base[1]}.yaml").read_text("utf-8")
        def group(name):
            return "".join(re.findall(rf"^{name}:\n((?:[ #].*\n|\n)*)", text, re.M))
        def length(name, key, em=0):
            n, unit = re.search(rf"^  {key}: *([\d.]+) *(\w+)", group(name), re.M).groups()
            return float(n) * (em if unit == "em" else UNITS[unit])
        body = float(re.search(r"size: *([\d.]+) *pt", group("body"))[1])
        self.width, self.height = length("page", "width"), length("page", "height")
        self.left, self.top = length("text", "left"), length("text", "top")
        self.right = self.left + length("text", "measure", body)
        self.foot = self.top + length("text", "height")
        self.titles_kept = "keep-with-next: true" in group("title")


def is_folio(item, layout):
    return item.tag == "artifact" and item.kind == "glyphs" and item.top > layout.foot


def check_area(report, where, item, layout):
    report.check(item.left >= layout.left - NEAR and item.right <= layout.right + NEAR,
                 f"{where}: outside the measure", item)
    if is_folio(item, layout):
        report.check(item.bottom <= layout.height, f"{where}: a folio leaves the page", item)
    else:
        report.check(item.top >= layout.top - NEAR and item.bottom <= layout.foot + NEAR,
                     f"{where}: outside the text area", item)


def check_overlaps(report, where, items):
    glyphs = sorted((i for i in items if i.kind == "glyphs"), key=lambda i: i.y)
    for n, a in enumerate(glyphs):
        for b in glyphs[n + 1:]:
            if b.y - a.y >= max(a.size, b.size):
                break
            apart = b.left >= a.right - NEAR or a.left >= b.right - NEAR
            if b.y - a.y < NEAR:
                report.check(apart, f"{where}: text lies on text", a, b)
            else:
                report.check(apart or b.y - a.y >= min(a.size, b.size) - NEAR,
                             f"{where}: lines are too close", a, b)
    pictures = [i for i in items if i.kind == "picture"]
    for p in pictures:
        for i in glyphs + [q for q in pictures if q is not p]:
            report.check(i.left >= p.right - NEAR or i.right <= p.left + NEAR or
                         i.top >= p.bottom - NEAR or i.bottom <= p.top + NEAR,
                         f"{where}: a picture lies on something", p, i)


def check_contents(report, name, book, layout):
    leaders, listed = [], {}
    for label, items in book.pages:
        row = []
        for item in items:
            if item.tag == "artifact" and item.kind == "glyphs" and not is_folio(item, layout):
                leaders.append(item)
                row.append(item)
            elif item.tag == "toc-row" and item.kind == "glyphs":
                row.append(item)
            elif item.tag == "toc-row" and item.mark is not None:
                listed.setdefault(item.mark, []).extend(row)
                report.check(item.left >= layout.left - NEAR and item.right <= layout.right + NEAR,
                             f"{name}: a contents row's link leaves the measure", item)
                row = []
    if leaders:
        odd = [i for i in leaders if abs(i.right - leaders[0].right) > NEAR]
        report.check(not odd, f"{name}: leaders do not end at one place", *odd)
    for mark, row in listed.items():
        number = row[-1]
        report.check(number.text == book.pages[book.marks[mark]][0],
                     f"{name}: a contents row has not the page's number", number, book.marks[mark])
        report.check(abs(number.right - layout.right) < NEAR,
                     f"{name}: a page number is not at the right", number)
        room = leaders[0].right - row[-2].right if leaders else 0  # a full row has none for a leader
        report.check(row[-2].tag == "artifact" or room < 2 * number.size,
                     f"{name}: a contents row has no leader before its number", number)


def check_foot(report, where, items, layout):
    """What begins at a page's foot must not be a title alone."""
    ruled = any(i.tag == "imprint" for i in items)  # the masthead's and the colophon's rules
    tags = [i.tag for i in items if i.kind != "link" and i.tag != "imprint"
            and not is_folio(i, layout) and not (ruled and i.kind == "rule")]
    while tags and tags[-1] == "byline" and "article" in tags[-3:]:
        tags.pop()
    report.check(not tags or not layout.titles_kept or tags[-1] not in ("section", "article"),
                 f"{where}: a title stands at the foot", tags[-3:])


def check_folios(report, name, book, layout):
    last = None
    for label, items in book.pages:
        folio = "".join(i.text for i in items if is_folio(i, layout))
        number = re.search(r"\d+", folio)
        report.check((number[0] if number else "-") == label,
                     f"{name}: a printed page number is not the page's label", folio, label)
        if label != "-":
            report.check(last is None or int(label) == last + 1, f"{name}: labels jump", last, label)
            last = int(label)


def check_colophon(report, name, book, layout):
    items = book.pages[-1][1]
    if any(i.tag == "imprint" for i in items) and len(book.pages) > 1:
        rules = [i for i in items if i.kind == "rule"]
        report.check(abs(rules[-1].bottom - layout.foot) < NEAR,
                     f"{name}: the colophon does not end at the text area's foot", rules[-1])


def check_issue(report, name, issue, **kw):
    layout = re.search(r"^layout: *([\w-]+)", "".join(
        p.read_text("utf-8") for p in (issue / "issue.yaml", issue.parent / "publication.yaml")
        if p.exists()), re.M)[1]
    layout = Layout(next(p for p in (ROOT / "layouts" / f"{layout}.yaml",
                                     ROOT / "tests/layouts" / f"{layout}.yaml") if p.exists()))
    book = Book(dump(issue, "page", **kw))
    for n, (label, items) in enumerate(book.pages, 1):
        where = f"{name}, page {n}"
        for item in items:
            check_area(report, where, item, layout)
        check_overlaps(report, where, items)
        check_foot(report, where, items, layout)
    check_contents(report, name, book, layout)
    check_folios(report, name, book, layout)
    check_colophon(report, name, book, layout)
    return layout


def check_page_size(report, name, layout, top, **kw):
    """The page box of the PDF, which no dump shows."""
    issue = Path(__file__).resolve().parent / "golden" / name
    done = banxin("build", issue, "-o", top / "x.pdf", **kw)
    box = re.search(rb"/MediaBox *\[ *([\d. ]+?) *\]", (top / "x.pdf").read_bytes())
    if report.check(done.returncode == 0 and box, f"{name}: no page box", done.stderr):
        have = [float(v) for v in box[1].split()]
        want = [0, 0, layout.width, layout.height]
        report.check(all(abs(h - w) < NEAR for h, w in zip(have, want)),
                     f"{name}: the page has another size", have, want)


def main():
    report = Report()
    check_issue(report, "the sample", SAMPLE)
    for issue in sorted(PRINT.glob("*/issue")):
        check_issue(report, issue.parent.name, issue)
    with Folder() as top:
        env = pinned_data(top)
        for path in sorted(Path(__file__).resolve().parent.glob("golden/*/issue.yaml")):
            layout = check_issue(report, path.parent.name, path.parent, env=env)
            if path.parent.name in ("marks", "zhai"):
                check_page_size(report, path.parent.name, layout, top, env=env)
    report.end()


if __name__ == "__main__":
    main()
