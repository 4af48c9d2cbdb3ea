#!/usr/bin/env python3
"""Every layout that comes along sets the sample, the issues of golden/ and, where a developer has
them, the printed issues: nothing is lost, leaves the page or lies on anything else."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from glyphs import is_han
from pages import NEAR, Book, check_overlaps
from program import PRINT, ROOT, SAMPLE, Folder, Report, banxin, need

LAYOUTS = sorted(p.stem for p in (ROOT / "layouts").glob("*.yaml") if p.stem != "stationery")
GOLDEN = sorted(p.parent for p in (ROOT / "tests/golden").glob("*/issue.yaml"))
NO_START = "，。、；：！？）》”’】〉」』·%／～"
NO_END = "（《“‘【〈「『"
APART = 1.4  # em of white divide columns


def run(*command):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def value(layout, group, key):
    """A value of the layout, its own or the one that it inherits."""
    text = (ROOT / "layouts" / f"{layout}.yaml").read_text("utf-8")
    body = re.search(rf"^{group}:\n((?:[ #].*\n|\n)*)", text, re.M)
    found = body and re.search(rf"^  {key}: *(.*?) *(?:#(?! *[0-9A-F]{{6}}).*)?$", body[1], re.M)
    parent = re.search(r"^extends: *(\S+)", text, re.M)
    return found[1] if found else value(parent[1], group, key) if parent else ""


def manuscript(issue):
    """Han characters that the articles print."""
    count = Counter()
    listed = re.findall(r"[\w-]+\.md", (issue / "issue.yaml").read_text("utf-8"))
    for path in (issue / name for name in listed):
        text = path.read_text("utf-8")
        text = re.sub(r"(?m)\A---\n(.*?)^---\n", lambda m: re.sub(r"(?m)^(?!title|author|  ).*\n", "", m[1]),
                      text, flags=re.S)
        text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
        text = re.sub(r"\]\([^)]*\)|\]\{[^}]*\}|\[\^[^\]]*\]", "]", text)  # what is not printed
        count.update(c for c in text if is_han(c))
    return count


def check_text(report, where, issue, pdf):
    have = Counter(run("pdftotext", pdf, "-")[1])
    lost = {c: n - have[c] for c, n in manuscript(issue).items() if n > have[c]}
    report.check(not lost, f"{where}: characters are lost", lost)


def check_places(report, where, text, wid, hgt):
    for n, (_, items) in enumerate(Book(text).pages, 1):
        for i in items:
            report.check(i.left >= -NEAR and i.right <= wid + NEAR and i.top >= -NEAR and i.bottom <= hgt + NEAR,
                         f"{where}, page {n}: outside the page", i)
        check_overlaps(report, f"{where}, page {n}", items)


def text_lines(text, size):
    """Lines of paragraphs, each from one piece of white to the next."""
    for _, items in Book(text).pages:
        rows = {}
        for i in items:
            if i.kind == "glyphs" and i.tag in ("para", "item"):
                rows.setdefault(i.y, []).append(i)
        for row in rows.values():
            line, right = "", None
            for i in sorted(row, key=lambda i: i.left):
                if right is not None and i.left - right > APART * size:
                    yield line
                    line = ""
                line, right = line + i.text, i.right
            yield line


def check_prohibitions(report, where, layout, text):
    if value(layout, "breaks", "prohibition") not in ("gb", "strict"):
        return
    size = float(re.search(r"size: *([\d.]+)", value(layout, "body", "style"))[1])
    for line in text_lines(text, size):
        report.check(line[:1] not in NO_START or not line, f"{where}: a line begins so", line)
        report.check(line[-1:] not in NO_END or not line, f"{where}: a line ends so", line)


def check_issue(report, layout, issue, top):
    where = f"{layout}, {issue.name if issue == SAMPLE else issue.parent.name}"
    pdf = top / "a.pdf"
    done = banxin("build", issue, "--layout", layout, "-o", pdf)
    if not report.check(done.returncode == 0, f"{where}: no PDF", done.stderr):
        return
    report.check("[overfull" not in done.stderr, f"{where}: overfull lines", done.stderr)
    banxin("build", issue, "--layout", layout, "-o", top / "b.pdf")
    report.check(pdf.read_bytes() == (top / "b.pdf").read_bytes(), f"{where}: two builds differ")
    result, _, said = run("qpdf", "--check", pdf)
    report.check(result == 0, f"{where}: qpdf", said)
    box = re.search(r"Page size: *([\d.]+) x ([\d.]+)", run("pdfinfo", pdf)[1])
    text = banxin("dump", issue, "--after=page", "--layout", layout).stdout
    check_text(report, where, issue, pdf)
    check_places(report, where, text, float(box[1]), float(box[2]))
    check_prohibitions(report, where, layout, text)


def check_proof(report, layout, top):
    """The pages fit their proof sheets, one each, and leave room for notes."""
    done = banxin("proof", SAMPLE, "--layout", layout, "-o", top / "p.pdf")
    if not report.check(done.returncode == 0, f"{layout}: no proof", done.stderr):
        return
    sheets = run("pdftotext", "-layout", top / "p.pdf", "-")[1].split("\f")
    pages = run("pdfinfo", top / "a.pdf")[1]
    report.check(len(sheets) - 1 > int(re.search(r"Pages: *(\d+)", pages)[1]), f"{layout}: sheets are missing", len(sheets))
    have = Counter(c for s in sheets for c in s)
    lost = {c: n - have[c] for c, n in manuscript(SAMPLE).items() if n > have[c]}
    report.check(not lost, f"{layout}: a proof lacks characters", lost)


def main():
    need("qpdf", "pdftotext", "pdfinfo")
    report = Report()
    report.check(LAYOUTS, "no layouts")
    with Folder() as top:
        for layout in LAYOUTS:
            for issue in [*sorted(PRINT.glob("*/issue")), SAMPLE]:
                check_issue(report, layout, issue, top)
            check_proof(report, layout, top)
            for issue in GOLDEN:
                done = banxin("dump", issue, "--after=page", "--layout", layout)
                report.check(done.returncode == 0, f"{layout}: errors in {issue.name}", done.stderr)
    report.end()


if __name__ == "__main__":
    main()
