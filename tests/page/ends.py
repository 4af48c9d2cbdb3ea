#!/usr/bin/env python3
"""Where pages end: issues made by chance, in layouts that ask for a grid, for no lonely lines, for
page ends chosen together, for pictures that move, for columns. What must hold is read from the
dumped pages and from the finished PDF's text positions, never from the program's own account of its
choice. A house layout without these keys fills its pages as before."""

import random
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pages import ROOT, Book, Layout, check_overlaps, is_folio
from program import ISSUE, Folder, Report, banxin, dump, pinned_data, write_issue

HAN = "春夏秋冬山川河流花木林草日月星云雨雪风霜金石土田江湖海岛东西南北上下左右前后高低远近明暗新旧"
NEAR = 0.01
BODY = 14.0
SIZES = ", quote.style.size: 12 pt, byline.style.size: 12 pt"
WHOLE = ("pages.grid: true, pages.least-lines: 2, pages.fill: optimum, "
         "subheads.1.keep-with-next: true")
SEEDS = range(12)


def png(wid, hgt):
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))
    rows = b"".join(b"\0" + bytes([90, 140, 190]) * wid for _ in range(hgt))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", wid, hgt, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def words(r, least, most):
    """Clauses without marks at the end."""
    n, out = r.randint(least, most), ""
    while len(out) < n:
        out += "".join(r.choice(HAN) for _ in range(r.randint(4, 13))) + r.choice("，，，。；")
    return out[:n].rstrip("，。；") or "春"


class Maker:
    """One issue of chance. kinds: what stands among the paragraphs."""

    def __init__(self, seed, kinds, stands=("",)):
        self.r, self.kinds, self.stands, self.pictures = random.Random(seed), kinds, stands, 0

    def block(self, kind):
        r = self.r
        if kind == "subhead":
            return "## " + words(r, 4, 12)
        if kind == "picture":
            self.pictures += 1
            return f"![图{self.pictures}号](p{r.randint(1, 3)}.png{r.choice(self.stands)})"
        if kind == "table":
            rows = "".join(f"\n| {words(r, 2, 5)} | {r.randint(1, 999)} | {words(r, 3, 9)} |"
                           for _ in range(r.randint(2, 8)))
            return "| 甲 | 乙 | 丙 |\n|---|--:|---|" + rows
        if kind == "quote":
            return "> " + words(r, 40, 120) + "。"
        if kind == "code":
            return "```\nbuild issues/2024-02\n第二行\n```"
        return "\n".join("- " + words(r, 6, 60) + "。" for _ in range(3))

    def article(self):
        r, out, notes = self.r, [], []
        for _ in range(r.randint(3, 10)):
            if r.random() < 0.45 and set(self.kinds) - {"note"}:
                out.append(self.block(r.choice(sorted(set(self.kinds) - {"note"}))))
            text = words(r, 15, 330)
            if "note" in self.kinds and r.random() < 0.4:
                notes.append(f"[^{len(notes) + 1}]: 注{words(r, 8, 160)}。")
                text += f"[^{len(notes)}]"
            out.append(text + "。")
        out.append(f"（{words(r, 6, 12)}）")
        return "\n\n".join(out + notes)

    def issue(self, folder, overrides, articles=6):
        made = [(words(self.r, 8, 20), self.article()) for _ in range(articles)]
        head = ISSUE + (f"overrides: {{{overrides}}}\n" if overrides else "")
        write_issue(folder, made, issue=head, more='colophon:\n  - ["报：各有关单位"]\n')
        for i, (w, h) in enumerate([(600, 400), (500, 700), (300, 200)], 1):
            (folder / f"p{i}.png").write_bytes(png(w, h))
        return folder


class Pages:
    """The dumped book, with what the checks ask of it."""

    def __init__(self, issue, env):
        self.book = Book(dump(issue, "page", env=env))
        self.layout = Layout(ROOT / "layouts/jianxun.yaml")
        self.line = (self.layout.foot - self.layout.top) / 29.5

    def items(self, n):
        """Of page n, without folio and links."""
        return [i for i in self.book.pages[n][1]
                if i.kind != "link" and not is_folio(i, self.layout)]

    def body(self):
        """Indices of the pages that articles stand on."""
        return [n for n in range(len(self.book.pages))
                if any(i.tag == "para" for i in self.items(n))]

    def foot(self, n):
        """Where the flow's last thing on the page ends; notes and colophon are none of it."""
        first = min([i.top for i in self.items(n) if i.tag in ("note", "imprint")],
                    default=self.layout.foot)
        ends = [i.bottom for i in self.items(n) if i.top < first]
        return max(ends, default=self.layout.top)


def lines_of(pages):
    """The paragraphs' lines in reading order: (page, baseline, begins a paragraph, text). Lines of
    a paragraph begin 2 em in, or at the edge of the measure or column."""
    found = []
    for n in pages.body():
        last = None
        for i in pages.items(n):
            if i.tag == "para" and i.kind == "glyphs" and i.text.strip() and \
                    i.size == BODY:  # quotations are smaller
                if last and abs(i.y - last.y) < NEAR and i.left > last.left - NEAR and \
                        i.left - last.right < BODY * 1.5:
                    last = i
                    continue
                found.append([n, i.y, i.left, i.text])
                last = i
            else:
                last = None
    return found


def paragraphs_of(pages, left):
    out = []
    for n, y, x, text in lines_of(pages):
        if abs(x - left - 2 * BODY) < 1 or not out:
            out.append([])
        out[-1].append((n, y, text))
    return out


def check_grid(report, name, pages):
    first = None
    for n in pages.body():
        for i in pages.items(n):
            if i.tag in ("para", "item", "code", "byline") and i.kind == "glyphs":
                first = i.y if first is None else first
                off = (i.y - first) / pages.line
                report.check(abs(off - round(off)) * pages.line < 0.05,
                             f"{name}: a baseline is off the grid", f"page {n + 1}", i)


def check_grid_of_pdf(report, name, pdf):
    """The same of the finished file: tops of words of body type, by another program."""
    said = subprocess.run(["pdftotext", "-bbox", pdf, "-"], stdout=subprocess.PIPE, check=True)
    pages = re.split(r"<page ", said.stdout.decode())[1:]
    line = (Layout(ROOT / "layouts/jianxun.yaml").foot - Layout(ROOT / "layouts/jianxun.yaml").top) / 29.5
    tops = {}
    for n, page in enumerate(pages):
        for top, bottom, word in re.findall(
                r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', page):
            if n and len(word) > 20:  # full lines: no title, head or caption is as long
                tops.setdefault(round(float(bottom) - float(top), 2), []).append((n, float(top)))
    body = max(tops.values(), key=len)
    report.check(len(body) > 50, f"{name}: too few lines of the PDF were found", len(body))
    for n, top in body:
        off = (top - body[0][1]) / line
        report.check(abs(off - round(off)) * line < 0.1, f"{name}: a line of the PDF is off the grid",
                     n, top)


def check_lonely(report, name, pages, left):
    for lines in paragraphs_of(pages, left):
        counts = {}
        for n, _, _ in lines:
            counts[n] = counts.get(n, 0) + 1
        if len(lines) > 1:
            report.check(min(counts.values()) >= 2, f"{name}: a line of a paragraph stands alone",
                         [text for _, _, text in lines][:4])


def check_gaps(report, name, pages):
    """White goes above headings, never between a subhead and what follows, nor between lines."""
    for n in pages.body():
        items = [i for i in pages.items(n) if i.kind == "glyphs" and i.tag in
                 ("subhead", "para", "item", "code", "byline")]
        every = [i for i in pages.items(n) if i.tag not in ("artifact", "imprint", "note")]
        for above in items:
            below = min((i for i in every if i.top > above.top + NEAR), key=lambda i: i.top,
                        default=None)
            if below and below.tag in ("para", "item", "code") and below.kind == "glyphs":
                report.check(below.top - above.bottom < pages.line, f"{name}: white between lines",
                             f"page {n + 1}", above, below)


def check_bylines(report, name, pages):
    for n in pages.body():
        first = min(pages.items(n), key=lambda i: i.top)
        report.check(first.tag != "byline", f"{name}: a byline begins a page", f"page {n + 1}", first)


def check_heads(report, name, pages):
    for n in pages.body():
        flow = [i for i in pages.items(n) if i.kind == "glyphs" and i.tag in
                ("section", "article", "subhead", "para", "item", "table", "caption")]
        last = max(flow, key=lambda i: i.y)
        report.check(last.tag not in ("section", "article", "subhead"),
                     f"{name}: a heading stands at the foot", f"page {n + 1}", last)


def check_area(report, name, pages):
    for n in range(len(pages.book.pages)):
        for i in pages.items(n):
            over = 0.51 if i.kind == "rule" else NEAR  # a row's rule is shared with the next row
            report.check(i.top >= pages.layout.top - NEAR and i.bottom <= pages.layout.foot + over
                         and i.left >= pages.layout.left - NEAR
                         and i.right <= pages.layout.right + NEAR,
                         f"{name}: outside the text area", f"page {n + 1}", i)
        check_overlaps(report, f"{name}, page {n + 1}", pages.items(n))


def check_notes(report, name, pages):
    """Notes stand in one block that ends at the foot, below a rule, on their marks' page; what
    goes on at the next page is the end of the last one."""
    marks, notes = {}, {}
    for n in pages.body():
        items = pages.items(n)
        here = [i for i in items if i.tag == "note" and i.kind == "glyphs"]
        if not here:
            continue
        foot = max(i.bottom for i in here)
        ends = [i.top for i in items if i.tag == "imprint" or i.kind == "rule" and i.top > foot]
        report.check(min(ends, default=pages.layout.foot) - foot < 2.1 * pages.line,
                     f"{name}: notes do not stand at the foot", f"page {n + 1}", foot)
        above = max(i.bottom for i in items if i.tag in ("para", "item", "table", "caption"))
        report.check(min(i.top for i in here) > above - NEAR, f"{name}: text below notes",
                     f"page {n + 1}")
        rule = [i for i in items if i.kind == "rule" and above - 1 < i.top < min(i.top for i in here)]
        report.check(rule, f"{name}: notes without a rule", f"page {n + 1}")
        for i in here:
            if re.match("[①-⑳]", i.text):
                notes.setdefault(i.text[0], []).append(n)
    for n in pages.body():
        for i in pages.items(n):
            for mark in re.findall("[①-⑳]", i.text if i.tag == "para" else ""):
                marks.setdefault(mark, []).append(n)
    report.check(marks == notes, f"{name}: a note stands on another page than its mark", marks, notes)


def check_pictures(report, name, pages, count, columns=False):
    """All there, in their order."""
    seen = []
    for n in range(len(pages.book.pages)):
        lines = []
        for i in pages.items(n):
            if i.tag == "caption" and lines and abs(lines[-1][0] - i.y) < NEAR and \
                    abs(lines[-1][1] - i.left) < BODY:
                lines[-1] = (i.y, i.right, lines[-1][2] + i.text)
            elif i.tag == "caption":
                lines.append((i.y, i.right, i.text))
        seen += [int(m) for line in (lines if columns else sorted(lines))
                 for m in re.findall(r"图(\d+)号", line[2])]
    report.check(seen == list(range(1, count + 1)), f"{name}: pictures are not in their order", seen)


def whites(pages):
    """What is left below the text of each page but the last, in lines."""
    out = []
    for n in pages.body()[:-1]:
        items = pages.items(n)
        notes = [i.top for i in items if i.tag == "note"]
        foot = min(notes, default=pages.layout.foot)
        out.append(max(0, (foot - pages.foot(n)) / pages.line))
    return out


def squares(pages):
    return sum(w * w for w in whites(pages))


def run_one(report, top, env, seed, name, overrides, kinds, stands=("",)):
    maker = Maker(seed, kinds, stands)
    issue = maker.issue(top / f"{name}{seed}", overrides)
    pages = Pages(issue, env)
    check_area(report, f"{name} {seed}", pages)
    return issue, pages, maker


def test_grid(report, top, env):
    for seed in SEEDS:
        name = f"grid {seed}"
        issue, pages, _ = run_one(report, top, env, seed, "grid", WHOLE + SIZES,
                                  ["subhead", "table", "list", "picture", "quote", "code"])
        check_grid(report, name, pages)
        check_lonely(report, name, pages, pages.layout.left)
        check_heads(report, name, pages)
        check_bylines(report, name, pages)
        check_gaps(report, name, pages)
        if shutil.which("pdftotext") and seed < 3:
            done = banxin("build", issue, "-o", top / "x.pdf", env=env)
            if report.check(done.returncode == 0, f"{name}: not built", done.stderr):
                check_grid_of_pdf(report, name, top / "x.pdf")


def test_optimum(report, top, env):
    """No more pages than first fit takes, and less white in one place."""
    worse = better = 0
    for seed in SEEDS:
        kinds = ["subhead", "table", "list", "picture"]
        fixed = "pages.least-lines: 2, subheads.1.keep-with-next: true"
        _, first, _ = run_one(report, top, env, seed, "first", fixed, kinds)
        _, best, _ = run_one(report, top, env, seed, "best", fixed + ", pages.fill: optimum", kinds)
        check_lonely(report, f"first fit {seed}", first, first.layout.left)
        check_lonely(report, f"optimum {seed}", best, best.layout.left)
        check_heads(report, f"optimum {seed}", best)
        check_gaps(report, f"optimum {seed}", best)
        _, free, _ = run_one(report, top, env, seed, "free", "pages.fill: optimum", kinds)
        check_gaps(report, f"free {seed}", free)
        report.check(len(best.book.pages) <= len(first.book.pages), "optimum takes more pages", seed,
                     len(best.book.pages), len(first.book.pages))
        if len(best.book.pages) == len(first.book.pages):
            worse += max(whites(best), default=0) > max(whites(first), default=0) + 0.6
            better += squares(best) < squares(first) - 0.1
    for seed in SEEDS:  # of nothing but paragraphs no page is short by more than two lines
        for policy in ("pages.least-lines: 2, pages.fill: optimum", WHOLE):
            _, pages, _ = run_one(report, top, env, seed, f"full{len(policy)}-", policy, ["list"])
            report.check(max(whites(pages), default=0) < 3.6, f"optimum {seed}: a page is short",
                         whites(pages))
    report.check(better >= len(SEEDS) // 2 and worse <= len(SEEDS) // 4, "optimum spreads no white", better, worse)


def test_floats(report, top, env):
    for seed in SEEDS:
        name = f"floats {seed}"
        more = ", pages.float-pictures: true"
        _, still, _ = run_one(report, top, env, seed, "still", WHOLE, ["picture", "subhead"])
        _, pages, maker = run_one(report, top, env, seed, "floats", WHOLE + more,
                                  ["picture", "subhead"])
        check_pictures(report, name, pages, maker.pictures)
        check_grid(report, name, pages)
        check_lonely(report, name, pages, pages.layout.left)
        report.check(len(pages.book.pages) <= len(still.book.pages),
                     "pictures that float take more pages", seed)
        for policy in ("pages.fill: first-fit", WHOLE):
            _, pages, maker = run_one(report, top, env, seed, "stands" + policy[:9], policy,
                                      ["picture", "list"], ("", ' "版首"', ' "版尾"'))
            check_pictures(report, f"{name} {policy}", pages, maker.pictures)


def test_stands(report, top, env):
    """A picture in the middle of a long article goes to the top, or the foot, of its page."""
    r = random.Random(5)
    for word, at_top in (("版首", True), ("版尾", False)):
        for policy in ("", WHOLE):
            paragraphs = [words(r, 150, 200) + "。" for _ in range(30)]
            paragraphs.insert(15, f'![图1号](p3.png "{word}")')
            issue = write_issue(top / f"stand{at_top}{len(policy)}",
                                [("题目", "\n\n".join(paragraphs))],
                                issue=ISSUE + (f"overrides: {{{policy}}}\n" if policy else ""))
            (issue / "p3.png").write_bytes(png(300, 200))
            pages = Pages(issue, env)
            for n in pages.body():
                items = pages.items(n)
                for i in items:
                    if i.kind == "picture":
                        text = [t for t in items if t.tag == "para"]
                        good = (all(t.top > i.bottom for t in text) if at_top
                                else all(t.bottom < i.top for t in text))
                        report.check(good and text, f"a picture {word} stands elsewhere", policy, i)


def test_notes(report, top, env):
    for seed in SEEDS:
        for policy in ("", WHOLE, "pages.least-lines: 2, pages.fill: optimum"):
            name = f"notes {seed} {policy[:12]}"
            _, pages, _ = run_one(report, top, env, seed, "notes" + str(len(policy)), policy,
                                  ["note", "subhead", "list"])
            check_notes(report, name, pages)
            if policy == WHOLE:
                check_grid(report, name, pages)


def test_long_note(report, top, env):
    """A note longer than a page goes on at the next page's foot; nothing of it is lost."""
    r = random.Random(8)
    note = words(r, 2600, 2600) + "完。"
    text = words(r, 500, 500) + "。\n\n" + words(r, 300, 300) + "[^1]" + words(r, 500, 500) + "。"
    for policy in ("", WHOLE):
        issue = write_issue(top / f"long{len(policy)}", [("题目", f"{text}\n\n[^1]: {note}")],
                            issue=ISSUE + (f"overrides: {{{policy}}}\n" if policy else ""))
        pages = Pages(issue, env)
        check_area(report, "a long note", pages)
        said = "".join(i.text for n in pages.body() for i in pages.items(n) if i.tag == "note")
        report.check(re.sub(r"\s", "", said).endswith(re.sub(r"\s", "", note)),
                     "a long note is not whole", len(said), len(note))


def test_columns(report, top, env):
    for seed in SEEDS:
        name = f"columns {seed}"
        policy = "text.columns: 2, text.column-gap: 2 em, pages.grid: true, pages.least-lines: 2, " \
                 "subheads.1.keep-with-next: true"
        _, pages, maker = run_one(report, top, env, seed, "columns", policy,
                                  ["subhead", "table", "list", "picture", "note"])
        layout = pages.layout
        wid = (layout.right - layout.left - 2 * BODY) / 2
        middle = layout.left + wid + BODY
        check_grid(report, name, pages)
        check_pictures(report, name, pages, maker.pictures, columns=True)
        sides = [0, 0]
        for n in pages.body():
            for i in pages.items(n):
                if i.tag in ("para", "item", "note") and i.kind == "glyphs":
                    report.check(i.right <= layout.left + wid + NEAR or
                                 i.left >= layout.right - wid - NEAR,
                                 f"{name}: text leaves its column", i)
                    sides[i.left > middle] += 1
                elif i.tag == "article":
                    report.check(abs((i.left + i.right) / 2 - middle) < 1,
                                 f"{name}: a title does not span the columns", i)
        report.check(sides[0] and sides[1] > sides[0] / 2, f"{name}: a column is empty", sides)
        check_balance(report, name, pages, middle)


def check_balance(report, name, pages, middle):
    """On the last page of the text, columns of nothing but lines end alike."""
    n = pages.body()[-1]
    top = max([i.bottom for i in pages.items(n) if i.tag == "article"], default=0)
    text = [i for i in pages.items(n) if i.tag not in ("imprint", "article", "section", "artifact")
            and i.top >= top]
    if any(i.tag not in ("para", "item") for i in text) or not text:
        return
    ends = [max([i.y for i in text if (i.left > middle) == right], default=0) for right in (0, 1)]
    report.check(ends[1] == 0 or abs(ends[0] - ends[1]) < 3.5 * pages.line,
                 f"{name}: the last columns are not balanced", ends)


def main():
    report = Report()
    with Folder() as top:
        env = pinned_data(top / "data")
        for test in (test_grid, test_optimum, test_floats, test_stands, test_notes, test_long_note,
                     test_columns):
            test(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
