#!/usr/bin/env python3
"""The PDF's text read by the simple-minded reader of pdftext.py.

It must find every glyph where mutool finds it, and the text that pdftotext reads. Done with the
sample and, where a developer has them, the printed issues, in every layout that prints bulletins.
"""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from pdftext import File, read_page  # noqa: E402
from program import PRINT, ROOT, SAMPLE, Folder, Report, banxin, need  # noqa: E402

NEAR = 0.01  # pt


def trace(pdf):
    """(character, x, y) of the glyphs as mutool has them, by page."""
    text = subprocess.run(["mutool", "trace", pdf], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=True).stdout
    for page in ElementTree.fromstring(text).iter("page"):
        yield [(g.get("unicode"), float(g.get("x")), float(g.get("y")))
               for fill in page.iter("fill_text") for g in fill.iter("g")
               if g.get("glyph")]  # a second character of one has none


def printed(text):
    return "".join(c for c in text if not c.isspace())


def check_page(report, where, have, want, words):
    report.check(len(have) == len(want), "another number of glyphs", where, len(have), len(want))
    for g, (c, x, y) in zip(have, want):
        if not report.check(abs(g.x - x) < NEAR and abs(g.y - y) < NEAR and g.chars[:1] == c[:1],
                            "a glyph is elsewhere", where, g, (c, x, y)):
            break
    text = "".join(g.chars for g in have)
    report.check(printed(text) == printed(words), "another text", where, text[:200], words[:200])


def check_file(report, name, pdf):
    file = File(pdf)
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
    pages, glyphs = list(file.pages()), 0
    report.check(len(pages) == text.count("\f"), f"{name}: pages", len(pages), text.count("\f"))
    for n, (page, want, words) in enumerate(zip(pages, trace(pdf), text.split("\f")), 1):
        have = read_page(file, page)
        glyphs += len(have)
        check_page(report, f"{name}, page {n}", have, want, words)
    return glyphs


def main():
    need("mutool", "pdftotext")
    report, glyphs = Report(), 0
    layouts = [p.stem for p in sorted((ROOT / "layouts").glob("*.yaml")) if p.stem != "stationery"]
    with Folder() as top:
        for issue in [SAMPLE, *sorted(PRINT.glob("*/issue"))]:
            for layout in layouts:
                name = f"{'sample' if issue == SAMPLE else issue.parent.name}, {layout}"
                done = banxin("build", issue, "--layout", layout, "-o", top / "x.pdf")
                if report.check(done.returncode == 0, f"{name} is not built", done.stderr):
                    glyphs += check_file(report, name, top / "x.pdf")
    print(f"{glyphs} glyphs")
    report.end()


if __name__ == "__main__":
    main()
