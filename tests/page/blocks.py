#!/usr/bin/env python3
"""What stands between paragraphs: boxed notices, pictures side by side, tables with joined cells,
columns of numbers. Issues are made by chance and the finished pages are measured."""

import random
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pages import Book, Layout, check_area, check_overlaps, is_folio
from program import ISSUE, ROOT, Folder, Report, banxin, dump, pinned_data, write_issue

HAN = "春夏秋冬山川河流花木林草日月星云雨雪风霜金石土田江湖海岛东西南北上下左右前后高低远近明暗新旧"
NAMES = "子丑寅卯辰巳"
NEAR = 0.01
SEEDS = range(20)


def words(r, least, most):
    return "".join(r.choice(HAN) for _ in range(r.randint(least, most)))


def png(wid, hgt, pixel=lambda x, y: (90, 140, 190), exif=b""):
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))
    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(wid)) for y in range(hgt))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", wid, hgt, 8, 2, 0, 0, 0)) +
            (chunk(b"eXIf", exif) if exif else b"") +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def book_of(folder, env, text, overrides="", pictures=()):
    head = ISSUE + (f"overrides: {{{overrides}}}\n" if overrides else "")
    write_issue(folder, [("试验", text)], issue=head)
    for name, data in pictures:
        (folder / name).write_bytes(data)
    return Book(dump(folder, "page", env=env))


def body(book):
    """The items of the text's pages, folios left out."""
    layout = Layout(ROOT / "layouts" / "jianxun.yaml")
    return [[i for i in items if not is_folio(i, layout)] for _, items in book.pages[1:]]


def rules(items):
    return [i for i in items if i.kind == "rule"]


def check_pages(report, where, book, layout):
    for items in body(book):
        check_overlaps(report, where, items)
        for item in items:
            check_area(report, where, item, layout)


def check_boxes(report, top, env, layout, seed):
    """Each box whole on one page, its text between its rules; one that is too high goes on with
    open ends, and no line of it stands without the rules beside it."""
    r = random.Random(seed)
    parts, sizes = [], [r.choice([1, 2, 5, 8, 60]) for _ in range(r.randint(2, 6))]
    for n, size in enumerate(sizes):
        parts.append("".join(words(r, 40, 90) + "。\n\n" for _ in range(r.randint(0, 5))))
        parts.append(f"::: 匣{NAMES[n]}\n" + "".join(f"甲{NAMES[n]}" + words(r, 5, 60) + "。\n\n"
                                              for _ in range(size)) + ":::\n")
    book = book_of(top / f"box{seed}", env, "\n\n".join(parts))
    where = f"boxes of {seed}"
    check_pages(report, where, book, layout)
    for items in body(book):
        edges = [i for i in rules(items) if abs(i.left - layout.left) < NEAR and i.right < i.left + 1]
        for i in (i for i in items if i.kind == "glyphs"):
            if any(e.top <= i.top and e.bottom >= i.bottom for e in edges):
                report.check(i.left >= layout.left + 14 and i.right <= layout.right - 14,
                             f"{where}: text touches the rules", i)
    for n, size in enumerate(sizes):
        lines = [(page, i) for page, items in enumerate(body(book)) for i in items
                 if i.kind == "glyphs" and (f"甲{NAMES[n]}" in i.text or f"匣{NAMES[n]}" in i.text)]
        report.check(len(lines) > size, f"{where}: box {n} has not all its lines", len(lines), size)
        pages = {page for page, _ in lines}
        report.check(len(pages) == 1 or size == 60, f"{where}: box {n} is parted", pages)
        for page, line in lines:
            beside = [i for i in rules(body(book)[page])
                      if i.top <= line.top + NEAR and i.bottom >= line.bottom - NEAR]
            report.check(any(i.right < line.left for i in beside) and
                         any(i.left > line.right for i in beside), f"{where}: no rules beside",
                         line)


def check_rows(report, top, env, layout, seed):
    """Pictures of a line are equally high, keep their form, stand apart by the gap, and each has
    its caption below it."""
    r = random.Random(seed)
    sizes = [(r.randint(40, 200), r.randint(40, 200)) for _ in range(r.randint(2, 5))]
    text = "".join(f"![图样{n}{words(r, 0, 12)}](p{n}.png)" for n in range(len(sizes)))
    book = book_of(top / f"row{seed}", env, "前文。\n\n" + text + "\n\n后文。",
                   "picture.natural-dpi: 30, picture.least-dpi: 0",
                   [(f"p{n}.png", png(*size)) for n, size in enumerate(sizes)])
    where = f"row of {seed}"
    check_pages(report, where, book, layout)
    items = [i for page in body(book) for i in page]
    shown = [i for i in items if i.kind == "picture"]
    report.check(len(shown) == len(sizes), f"{where}: {len(shown)} pictures")
    for a, b in zip(shown, shown[1:]):
        report.check(abs(a.top - b.top) < NEAR and abs(a.bottom - b.bottom) < NEAR,
                     f"{where}: not equally high", a, b)
        report.check(b.left - a.right >= 14 - NEAR, f"{where}: too close", a, b)
    for n, (p, (wid, hgt)) in enumerate(zip(shown, sizes)):
        report.check(abs((p.right - p.left) / (p.bottom - p.top) * hgt / wid - 1) < 0.001,
                     f"{where}: picture {n} is distorted", p)
        caption = next(i for i in items if i.kind == "glyphs" and f"图样{n}" in i.text or
                       i.kind == "glyphs" and i.text == "图样" and i.left > p.left - 50)
        report.check(caption.top >= p.bottom - NEAR and
                     min(caption.right, p.right + 48) > max(caption.left, p.left - 48),
                     f"{where}: caption {n} is not below", p, caption)


def table_of(r):
    """Rows of cells, each its text and what it spans; None where a cell is joined."""
    nrows, ncols = r.randint(2, 7), r.randint(2, 6)
    cells = [[None] * ncols for _ in range(nrows)]
    taken = [[False] * ncols for _ in range(nrows)]
    for row in range(nrows):
        for col in range(ncols):
            if taken[row][col]:
                continue
            high, wide = r.choice([1, 1, 1, 2, 3]), r.choice([1, 1, 1, 2, 3])
            high, wide = min(high, nrows - row), min(wide, ncols - col)
            while any(taken[row][col + i] for i in range(wide)):
                wide -= 1
            for i in range(row, row + high):
                for k in range(col, col + wide):
                    taken[i][k] = True
            cells[row][col] = (words(r, 1, r.choice([3, 10, 40])), high, wide)
    return cells


def written(cells):
    out = []
    for row, line in enumerate(cells):
        marks = []
        for col, cell in enumerate(line):
            left = next((c for c in range(col, -1, -1) if line[c]), None)
            inside = left is not None and left < col and col < left + line[left][2]
            marks.append(cell[0] if cell else "<" if inside else "^")
        out.append("| " + " | ".join(marks) + " |")
        if row == 0:
            out.append("|" + "---|" * len(line))
    return "\n".join(out)


def check_table(report, top, env, layout, seed):
    """No rule runs through a line of text or through a joined cell's place; text of a cell stands
    between rules; all text is there."""
    r = random.Random(seed)
    cells = table_of(r)
    book = book_of(top / f"table{seed}", env, "前文。\n\n" + written(cells) + "\n\n后文。")
    where = f"table of {seed}"
    check_pages(report, where, book, layout)
    items = [i for page in body(book) for i in page]
    glyphs = [i for i in items if i.kind == "glyphs" and i.tag == "table"]
    want = sorted("".join(c[0] for line in cells for c in line if c))
    report.check(sorted("".join(i.text for i in glyphs)) == want, f"{where}: other text")
    for i in glyphs:
        for rule in rules(items):
            apart = (rule.right <= i.left + NEAR or rule.left >= i.right - NEAR or
                     rule.bottom <= i.top + i.size * 0.1 or rule.top >= i.bottom - i.size * 0.1)
            report.check(apart, f"{where}: a rule runs through text", i, rule)


def check_numbers(report, top, env, layout, seed):
    """Numbers of a column set right have their points, or where one would be, below each other."""
    r = random.Random(seed)
    unit = r.choice(["", "%", "万元", " 户"])
    values = [f"{r.choice(['', '', '-', '−'])}{r.randint(0, 9999):,}" +
              (f".{r.randint(0, 999)}" if r.random() < 0.6 else "") + unit
              for _ in range(r.randint(3, 9))]
    rows = "".join(f"| {words(r, 2, 6)} | {v} |\n" for v in values + ["——"])
    book = book_of(top / f"numbers{seed}", env, "| 项目 | 数额 |\n|---|--:|\n" + rows)
    where = f"numbers of {seed}"
    check_pages(report, where, book, layout)
    lines = {}
    for i in (i for page in body(book) for i in page if i.kind == "glyphs" and i.tag == "table"):
        lines.setdefault(round(i.y, 1), []).append(i)
    points = []
    for line in lines.values():
        for i in line:  # Western digits are half an em wide, the point and comma a quarter
            if m := re.match(r"[-−]?([\d,]+)", i.text):
                whole = m[0]
                wid = sum({",": 0.25, "-": 0.333, "−": 0.564}.get(c, 0.5) for c in whole) * i.size
                if i.text[0] != "−" or i.left:
                    points.append(i.left + wid)
    points = [p for p in points if p]
    report.check(len(points) >= len(values) - 1 and max(points) - min(points) < 0.2,
                 f"{where}: points not below each other", values, points)


def check_widths(report, top, env, layout):
    """Short words do not break as long as a wider column has room."""
    text = ("| 序号 | 单位名称 | 主要工作内容 | 责任人 | 完成时间 |\n|---|---|---|---|---|\n" +
            "".join(f"| {i} | 江畔通信公司 | {'安排各县的线路检修并且把结果报上来，' * (i % 4 + 1)} |"
                    f" 张望川 | 2024年{i}月 |\n" for i in range(1, 10)))
    book = book_of(top / "widths", env, text)
    check_pages(report, "widths", book, layout)
    lines = [i.text for page in body(book) for i in page if i.tag == "table"]
    for whole in ["序号", "单位名称", "江畔通信公司", "责任人", "完成时间", "张望川"]:
        report.check(whole in lines, f"widths: {whole} is broken", *lines[:20])
    ys = [i.y for page in body(book) for i in page if i.tag == "table" and i.text == "张望川"]
    report.check(ys[-1] - ys[0] < 420, "widths: the table is too high", ys)


def check_lowest(report, top, env, layout):
    """One long cell does not make all other rows higher than they need be."""
    text = ("| 事项 | 说明 |\n|---|---|\n" +
            "".join(f"| {'安排各县线路检修的事' * 2} | {'按计划办理' * 2} |\n" for _ in range(14)) +
            f"| 其他 | {'把结果在月底以前报上来，' * 12} |\n")
    book = book_of(top / "lowest", env, text)
    check_pages(report, "lowest", book, layout)
    ys = sorted({round(i.y, 1) for page in body(book) for i in page if i.tag == "table"})
    report.check(len(ys) <= 30, "lowest: too many lines", len(ys))


def check_head(report, top, env, layout):
    """A head of several rows is repeated whole on each page."""
    text = ("| 地区 | 指标 | < |\n|---|--:|--:|\n| ^ | 收入 | 增幅 |\n" +
            "".join(f"| 第{i}区 | {i}.5 | {i}% |\n" for i in range(80)))
    book = book_of(top / "head", env, text)
    check_pages(report, "head", book, layout)
    pages = [[i.text for i in items if i.tag == "table"] for items in body(book)]
    pages = [p for p in pages if p]
    report.check(len(pages) >= 3, "head: the table has few pages", len(pages))
    for texts in pages:
        report.check(sorted(texts[:4]) == sorted(["地区", "指标", "收入", "增幅"]),
                     "head: not repeated", texts[:6])


def check_orientation(report, top, env):
    """A picture whose Exif data turn or mirror it looks as its maker meant: the corners of the
    drawn page are those of the picture."""
    if not shutil.which("pdftoppm"):
        return
    colours = [(200, 0, 0), (0, 160, 0), (0, 0, 200), (20, 20, 20)]  # left above, right, below

    def pixel(x, y):
        return colours[(x >= 20) + 2 * (y >= 10)]

    # which stored corner is seen left above, right above, left below, right below
    seen = {1: "0123", 2: "1032", 3: "3210", 4: "2301", 5: "0213", 6: "2031", 7: "3120", 8: "1302"}
    for way, corners in seen.items():
        order = ">" if way % 2 else "<"
        exif = (b"MM\0*" if way % 2 else b"II*\0") + struct.pack(
            order + "IHHHIHHI", 8, 1, 0x112, 3, 1, way, 0, 0)
        folder = top / f"way{way}"
        book = book_of(folder, env, "![样](p.png)", "picture.natural-dpi: 10, picture.least-dpi: 0",
                       [("p.png", png(40, 20, pixel, exif))])
        shown = next(i for page in body(book) for i in page if i.kind == "picture")
        report.check(abs((shown.right - shown.left) / (shown.bottom - shown.top) -
                         (2 if way < 5 else 0.5)) < 0.01, f"orientation {way}: its form", shown)
        banxin("build", folder, "-o", folder / "x.pdf", env=env)
        ppm = subprocess.run(["pdftoppm", "-r", "72", "-f", "2", "-l", "2", folder / "x.pdf"],
                             stdout=subprocess.PIPE, check=True).stdout
        _, size, _, data = ppm.split(b"\n", 3)
        wid = int(size.split()[0])
        for n, (x, y) in enumerate([(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)]):
            col = int(shown.left + x * (shown.right - shown.left))
            row = int(shown.top + y * (shown.bottom - shown.top))
            at = (row * wid + col) * 3
            report.check(all(abs(a - b) < 30 for a, b in zip(data[at:at + 3],
                                                            colours[int(corners[n])])),
                         f"orientation {way}: corner {n}", tuple(data[at:at + 3]))


def check_liars(report, top, env):
    """Exif data that are cut or lie do no harm."""
    whole = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x112, 3, 1, 6, 0, 0)
    bad = [whole[:n] for n in range(len(whole))]
    bad += [b"II*\0\xff\xff\xff\xff", b"MM\0*\xff\xff\xff\xf0" + whole[8:],
            b"II*\0\x08\0\0\0\xff\xff" + whole[10:], whole[:18] + b"\x63\0\0\0",
            whole[:12] + b"\x09\0" + whole[14:]]
    text = "\n\n".join(f"![样{n}](p{n}.png)" for n in range(len(bad)))
    folder = top / "liars"
    write_issue(folder, [("试验", text)])
    for n, exif in enumerate(bad):
        (folder / f"p{n}.png").write_bytes(png(4, 2, exif=exif))
    said = dump(folder, "source", env=env)
    report.check(said.count("picture p") == len(bad), "liars: pictures are missing")
    # what lies elsewhere, or is cut behind the entry, still tells it
    report.check(said.count("orientation") == 5, "liars: believed", said.count("orientation"))


def main():
    report = Report()
    layout = Layout(ROOT / "layouts" / "jianxun.yaml")
    with Folder() as top:
        env = pinned_data(top)
        for seed in SEEDS:
            check_boxes(report, top, env, layout, seed)
            check_rows(report, top, env, layout, seed)
            check_table(report, top, env, layout, seed)
            check_numbers(report, top, env, layout, seed)
        check_widths(report, top, env, layout)
        check_lowest(report, top, env, layout)
        check_head(report, top, env, layout)
        check_orientation(report, top, env)
        check_liars(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
