#!/usr/bin/env python3
"""gongwen holds what GB/T 9704—2012 asks for, measured from the finished PDF by mutool and poppler: page
and text area, lines and characters, masthead, colours, page numbers, rules."""

import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import Folder, Report, banxin, dump, need, pinned_data

MM = 72 / 25.4
EM = 15.75
NEAR = 0.1 * MM
LINE = (225 * MM - EM) / 21
TOP, FOOT = 37 * MM, 262 * MM
RED = (0xE8, 0x38, 0x28)
HAN = ("协会年度大会在江滨召开各单位交流通信建设经验推动数字产业发展服务社会民生保障网络安全提升管理水平"
       "落实工作部署加强行业自律促进公平竞争组织技术培训开展课题研究编制标准规范办好简报期刊")
ISSUE = """\
publication: {title: 江滨简讯, publisher: 江滨省某某协会秘书处}
layout: gongwen
number: 3
total: 7
date: 2024-03-29
"""
COLOPHON = """\
colophon:
  - ["报：江滨省某某厅，江滨省某某局，江滨省某某管理中心，江滨省某某委员会办公室，江滨省某某研究院。"]
  - ["发：各会员单位。"]
  - ["江滨省某某协会秘书处　2024年3月29日印发"]
"""


def han(rng, n):
    return "".join(rng.choice(HAN) for _ in range(n))


def write_document(folder, title, text):
    folder.mkdir()
    (folder / "01.md").write_text(f"---\ntitle: {title}\n---\n\n{text}\n", "utf-8")
    (folder / "issue.yaml").write_text(f"{ISSUE}lead: 01.md\n{COLOPHON}", "utf-8")
    return folder


def red_of(colour):
    return tuple(round(255 * float(v)) for v in colour.split())


class Page:
    """Glyphs as (character, left, baseline, size, font, colour, em wide) and filled boxes as (left, top,
    right, foot, colour), in points from the upper left corner."""

    def __init__(self, page):
        box = [float(v) for v in page.get("mediabox").split()]
        self.wid, self.hgt = box[2], box[3]
        self.glyphs, self.rules = [], []
        for e in page:
            if e.tag == "fill_text":
                for span in e.iter("span"):
                    size = float(span.get("trm").split()[0])
                    self.glyphs += [(g.get("unicode"), float(g.get("x")), self.hgt - float(g.get("y")),
                                     size, span.get("font"), e.get("color"), float(g.get("adv")))
                                    for g in span.iter("g")]
            elif e.tag == "fill_path":
                at = [(float(p.get("x")), self.hgt - float(p.get("y"))) for p in e
                      if p.tag in ("moveto", "lineto")]
                x, y = [p[0] for p in at], [p[1] for p in at]
                self.rules.append((min(x), min(y), max(x), max(y), e.get("color")))

    def lines(self, size=EM):
        """Glyphs of that size by their baseline, from above."""
        rows = {}
        for g in self.glyphs:
            if abs(g[3] - size) < 0.01:
                rows.setdefault(round(g[2], 2), []).append(g)
        return [sorted(rows[y], key=lambda g: g[1]) for y in sorted(rows)]


def read(pdf):
    trace = subprocess.run(["mutool", "trace", str(pdf)], check=True, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL).stdout.decode("utf-8")
    return [Page(p) for p in ET.fromstring(trace).iter("page")]


def text(line):
    return "".join(g[0] for g in line)


def near(a, b, by=NEAR):
    return abs(a - b) <= by


def left_of(n):
    """The text area's left edge: 28 mm at the bound side."""
    return 28 * MM if n % 2 else 26 * MM


def check_full_page(report, n, page):
    """22 lines of 28 characters, from edge to edge."""
    lines, left = page.lines(), left_of(n)
    report.check(len(lines) == 22, f"page {n}: not 22 lines", len(lines))
    report.check(near(lines[0][0][2] - 0.88 * EM, TOP), f"page {n}: first line's top", lines[0][0])
    report.check(near(lines[-1][0][2] + 0.12 * EM, FOOT), f"page {n}: last line's foot", lines[-1][0])
    for a, b in zip(lines, lines[1:]):
        report.check(near(b[0][2] - a[0][2], LINE, 0.02 * MM), f"page {n}: pitch of lines", b[0][2] - a[0][2])
    for line in lines:
        for a, b in zip(line, line[1:]):
            report.check(near(b[1] - a[1], 156 * MM / 28, 0.01 * MM), f"page {n}: pitch of characters", b[1] - a[1])
        if len(line) == 28:
            report.check(near(line[0][1], left), f"page {n}: left edge", line[0])
            report.check(near(line[-1][1] + EM, left + 156 * MM), f"page {n}: right edge", line[-1])
    full = sum(len(line) == 28 for line in lines)
    report.check(full >= 18, f"page {n}: few lines of 28 characters", full)


def check_folio(report, n, page, pdf):
    """四号 half-width 宋体 between 一字线, one character in, odd on the right."""
    line = [g for g in page.glyphs if g[2] > FOOT + 2 * MM]
    if not report.check(re.sub(r"\s", "", text(line)) == f"—{n}—", f"page {n}: page number", text(line)):
        return
    left = left_of(n)
    report.check(all(near(g[3], 14, 0.01) and "Serif" in g[4] for g in line), f"page {n}: its type", line)
    digits = [g for g in line if g[0].isdigit()]
    dash = [g for g in line if g[0] == "—"]
    report.check(all(g[6] < 0.6 for g in digits), f"page {n}: digits are not half-width", digits)
    if n % 2:
        report.check(near(dash[-1][1] + 14, left + 156 * MM - EM), f"page {n}: its place", dash[-1])
    else:
        report.check(near(dash[0][1], left + EM), f"page {n}: its place", dash[0])
    report.check(near(ink_top(pdf, n, dash[0][1] + 3, FOOT + 3 * MM, 8, 30), FOOT + 7 * MM), f"page {n}: its height")


def ink_top(pdf, page, left, top, wid, hgt):
    """Where the ink begins in a part of the page, from the picture that poppler draws."""
    dots = 1200 / 72
    done = subprocess.run(["pdftoppm", "-gray", "-r", "1200", "-f", str(page), "-l", str(page), "-x", str(int(left * dots)),
                           "-y", str(int(top * dots)), "-W", str(int(wid * dots)), "-H", str(int(hgt * dots)), str(pdf)],
                          check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    _, size, _, dark = done.split(b"\n", 3)
    columns, rows = map(int, size.split())
    inked = [y for y in range(rows) if min(dark[y * columns:(y + 1) * columns]) < 128]
    return top + inked[0] / dots if inked else 0


def check_masthead(report, page):
    name = [g for g in page.glyphs if g[3] > 40]
    report.check(text(name) == "江滨简讯" and "Bold" in name[0][4], "the name is not in 小标宋", name)
    report.check(near(name[0][2] - 0.88 * name[0][3], TOP + 35 * MM), "the name is not 35 mm down", name[0])
    report.check(red_of(name[0][5]) == RED, "the name is not red", name[0][5])
    middle = (name[0][1] + name[-1][1] + name[-1][3]) / 2
    report.check(near(middle, 28 * MM + 78 * MM), "the name is not in the middle", middle)
    number = next(i for i in page.lines() if text(i).startswith("第3期"))
    foot = name[0][2] + 0.12 * name[0][3]
    report.check(near(number[0][2] - 0.88 * EM, foot + 2 * LINE + (LINE - EM) / 2),
                 "the number is not two lines below the name", number[0][2] - foot)
    imprint = next(i for i in page.lines() if "2024" in text(i))
    rule = [r for r in page.rules if red_of(r[4]) == RED]
    if report.check(len(rule) == 1, "not one red rule", page.rules):
        left, top, right, bottom, _ = rule[0]
        report.check(near(left, 28 * MM) and near(right, 184 * MM), "the red rule is not as wide as the text",
                     rule[0])
        report.check(near(top, imprint[0][2] + 0.12 * EM + 4 * MM), "the red rule is not 4 mm down", rule[0])
        title = page.lines(22)[0]
        above = title[0][2] - 0.88 * 22 - bottom
        report.check(2 * LINE - NEAR < above < 3.2 * LINE, "the title is not two lines below the rule", above)


def check_title(report, page):
    lines = page.lines(22)
    report.check(len(lines) == 2, "the title does not have two lines", [text(i) for i in lines])
    for line in lines:
        middle = (line[0][1] + line[-1][1] + 22) / 2
        report.check(near(middle, 28 * MM + 78 * MM, 2 * NEAR), "the title is not in the middle", text(line), middle)
        report.check("Bold" in line[0][4], "the title is not in 小标宋", line[0])


def check_levels(report, pages):
    want = {"一、黑体小标题": "Sans", "（一）楷体小标题": "WenKai", "1.仿宋小标题": "SerifCJK",
            "（1）也是仿宋的小标题": "SerifCJK"}
    have = {text(i): i for p in pages for i in p.lines()}
    for head, font in want.items():
        line = have.get(head)
        if report.check(line, "a subhead is missing", head, list(have)[:30]):
            fonts = {g[4] for g in line if g[0] >= "一"}
            report.check(all(font in f and "Bold" not in f for f in fonts), "a subhead is in another type", head, fonts)


def check_colophon(report, n, page):
    left, right = left_of(n), left_of(n) + 156 * MM
    rules = sorted((r for r in page.rules if r[1] > TOP), key=lambda r: r[1])
    report.check(n % 2 == 0, "the colophon is on an odd page", n)
    if not report.check(len(rules) == 4, "not four rules around three rows", rules):
        return
    for r, thick in zip(rules, (0.35, 0.25, 0.25, 0.35)):
        report.check(near(r[3] - r[1], thick * MM, 0.01 * MM), "thickness of a rule", (r[3] - r[1]) / MM, thick)
        report.check(near(r[0], left) and near(r[2], right), "a rule is not as wide as the text", r)
    report.check(near(rules[-1][3], FOOT), "the last rule is not at the foot of the text area", rules[-1])
    lines = [i for i in page.lines(14) if rules[0][1] < i[0][2] < FOOT]
    report.check(near(lines[0][0][1], left + EM), "the colophon is not one character in", lines[0][0])
    report.check(near(lines[1][0][1], left + EM + 28, 1), "runover does not stand behind the colon", lines[1][0])
    last = lines[0][-1]
    report.check(last[1] + 14 <= right - EM + NEAR, "the colophon is not one character in on the right", last)


def check_pdf(report, top, env):
    rng = random.Random(9704)
    body = "\n\n".join([*(han(rng, 26 + 28 * 30 + 14) + "。" for _ in range(2)), "## 一、黑体小标题", han(rng, 40) + "。",
                        "### （一）楷体小标题", han(rng, 40) + "。", "#### 1.仿宋小标题", han(rng, 40) + "。",
                        "##### （1）也是仿宋的小标题", han(rng, 40) + "。"])
    issue = write_document(top / "doc", "江滨省某某协会关于召开全体会员单位负责人工作会议的通知", body)
    done = banxin("build", issue, "-o", top / "a.pdf", env=env)
    if not report.check(done.returncode == 0, "no PDF", done.stderr):
        return
    banxin("build", issue, "-o", top / "b.pdf", env=env)
    report.check((top / "a.pdf").read_bytes() == (top / "b.pdf").read_bytes(), "two builds differ")
    pages = read(top / "a.pdf")
    for n, page in enumerate(pages, 1):
        report.check(near(page.wid, 210 * MM) and near(page.hgt, 297 * MM), f"page {n}: not A4", page.wid, page.hgt)
        black = {g[5] for g in page.glyphs if g[3] < 40}
        report.check(black == {"0"}, f"page {n}: text is not black alone", black)
    check_masthead(report, pages[0])
    check_title(report, pages[0])
    check_full_page(report, 2, pages[1])
    check_full_page(report, 3, pages[2])
    check_levels(report, pages)
    check_colophon(report, len(pages), pages[-1])
    for n, page in enumerate(pages, 1):
        if page.lines():
            check_folio(report, n, page, top / "a.pdf")


def check_even(report, top, env):
    """However long the text is, the colophon ends an even page; without other text that and what is
    blank before it have no number."""
    rng, seen = random.Random(6), set()
    for k in range(1, 60, 3):
        issue = write_document(top / f"even{k}", "通知", han(rng, 28 * k))
        pages = []
        for line in dump(issue, "page", env=env).split("\n"):
            if m := re.match(r"page \d+ (\S+)", line):
                pages.append((m[1], set()))
            elif m := re.match(r"  (\S+)", line):
                pages[-1][1].add(m[1])
        texts = [n for n, (_, tags) in enumerate(pages, 1) if "para" in tags]
        report.check(len(pages) % 2 == 0 and "imprint" in pages[-1][1], f"{k} lines: the colophon's page", len(pages))
        for n, (label, tags) in enumerate(pages, 1):
            want = str(n) if n <= texts[-1] else "-"
            report.check(label == want, f"{k} lines, page {n}: its number", label, want)
            report.check(n <= texts[-1] or n == len(pages) or not tags, f"{k} lines, page {n}: not blank", tags)
        seen.add(len(pages) - texts[-1])
    report.check(seen == {0, 1, 2}, "not every case was met", seen)


def main():
    need("mutool", "pdftoppm")
    report = Report()
    with Folder() as top:
        env = pinned_data(top / "data")
        check_pdf(report, top, env)
        check_even(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
