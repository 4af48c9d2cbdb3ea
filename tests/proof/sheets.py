#!/usr/bin/env python3
"""Proof sheets: the pages as they will print, and beside them what was found, at its place."""

import itertools
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import (ISSUE, ROOT, SAMPLE, Folder, Report, banxin, need, pinned_data,
                     write_issue)

GOLDEN = ROOT / "tests" / "golden"
PT = {"mm": 72 / 25.4, "pt": 1}


def length(layout, group, key):
    """A length of a layout file in points."""
    text = (ROOT / layout).read_text("utf-8")
    found = re.search(rf"^{group}:\n(?:  .*\n|\n)*?  {key}: ([\d.]+) ?(mm|pt|em)?\b", text, re.M)
    if found[2] == "em":
        size = re.search(r"^body:\n  style: .*size: ([\d.]+) pt", text, re.M)
        return float(found[1]) * float(size[1])
    return float(found[1]) * PT.get(found[2], 1)


def run(*command):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    return done.stdout.decode("utf-8", "replace")


def pages_of(pdf):
    return int(re.search(r"^Pages:\s+(\d+)", run("pdfinfo", pdf), re.M)[1])


def crop(pdf, page, left, top, wid, hgt):
    """Lines of the page's text in a part of it (points), white space left out."""
    at = [round(10 * v) for v in (left, top, wid, hgt)]
    text = run("pdftotext", "-raw", "-nopgbrk", "-r", 720, "-f", page, "-l", page, "-x", at[0],
               "-y", at[1], "-W", at[2], "-H", at[3], pdf, "-")
    return [t for line in text.split("\n") if (t := re.sub(r"\s", "", line))]


def text_of(pdf):
    return run("pdftotext", "-layout", pdf, "-")


def proof(issue, to, *args, **kw):
    return banxin("proof", issue, "-o", to, *args, **kw)


def findings(issue, **kw):
    return json.loads(banxin("check", issue, "--format=json", **kw).stdout)["findings"]


def silenced(issue, to):
    """A copy in which nothing is found: the marks of findings stand between the lines."""
    shutil.copytree(issue, to)
    if (issue.parent / "publication.yaml").exists():
        shutil.copy(issue.parent / "publication.yaml", to.parent)
    rules = re.findall(r"^([a-z-]+): ", banxin("check", "--rules").stdout, re.M)
    (to / "check.yaml").write_text("".join(f"{rule}: off\n" for rule in rules), "utf-8")
    return to


def test_same_lines(report, top, env):
    """Line for line as the pages will print."""
    for case in [SAMPLE, *sorted(p.parent for p in GOLDEN.glob("*/issue.yaml"))]:
        zhai = "layout: zhai" in (case / "issue.yaml").read_text("utf-8")
        layout = "tests/layouts/zhai.yaml" if zhai else "layouts/jianxun.yaml"
        issue = silenced(case, top / case.name / case.name)
        banxin("build", issue, "-o", top / "b.pdf", env=env)
        done = proof(issue, top / "p.pdf", env=env)
        report.check(done.returncode == 0, f"{issue.name}: no proof", done.stderr)
        n = pages_of(top / "b.pdf")
        report.check(pages_of(top / "p.pdf") == n + 1, f"{issue.name}: sheets")
        scale = length(layout, "proof", "scale")
        left, wid = length(layout, "text", "left") - 2, length(layout, "text", "measure") + 4
        height = length(layout, "page", "height")
        for page in range(1, n + 1):
            want = crop(top / "b.pdf", page, left, 0, wid, height)
            have = crop(top / "p.pdf", page, length(layout, "proof", "left") + scale * left,
                        length(layout, "proof", "top") + 2, scale * wid, scale * height - 2)
            report.check(want and want == have, f"{issue.name}, page {page}: other lines",
                         [x for x in want if x not in have][:3], [x for x in have if x not in want][:3])


FAULTY = """\
甲公司在会上说,今年的工作已经全部完成，**下一步,重点**是落实。丙方没有异议。。散会之后大家参观了新落成的机房，
并且在机房前合影留念,照片将在下一期刊出。

1. 第一项,由秘书处负责
2. 第二项由各会员单位自行安排。。

| 名称 | 说明 |
| --- | --- |
| 甲表 | 这一格,有错 |
| 乙表 | 这一格没有错，那一格也没有错，这一格很长很长,要折行才放得下，折行以后那一格也居中 |

> 引文里也有,一处

末段没有错。
"""


def printed_lines(issue, **kw):
    """Page → its lines, from the dump: items on one baseline, or nearly."""
    pages, items = [], []
    for line in banxin("dump", issue, "--after=page", **kw).stdout.split("\n"):
        if line.startswith("page "):
            pages.append(items := [])
        elif found := re.match(r"  (\S+) (\S+) (\S+) (\S+) (\S+) ([\d.]+) .*? #[0-9a-f]{6} (.*)", line):
            if found[1] != "artifact":
                items.append((float(found[3]), float(found[6]), found[7]))
    for k, items in enumerate(pages):
        lines = []
        for y, size, text in sorted(items, key=lambda i: i[0]):
            if lines and y - lines[-1][0] < size / 3:
                lines[-1][1] += text
            else:
                lines.append([y, text])
        pages[k] = [text for _, text in lines]
    return pages


ROW = re.compile(r"样\s*(\d+)\s*行\s*(\d+)\s+(\S+?):(\d+):(\d+)\s")


def streams(pdf):
    """The contents of each sheet that shows a page."""
    for sheet in range(1, pages_of(pdf) + 1):
        text = subprocess.run(["qpdf", str(pdf), "--pages", ".", str(sheet), "--", "--qdf", "-"],
                              stdout=subprocess.PIPE, check=False).stdout.decode("latin-1")
        yield from (s for s in re.findall(r"\nstream\n(.*?)\nendstream", text, re.S) if " cm\n" in s)


def underlined(pdf):
    """Sheet → the characters above each underline, in their order."""
    pen, height = 2 * length("layouts/jianxun.yaml", "proof", "pen"), 297 * PT["mm"]
    for sheet, stream in enumerate(streams(pdf), 1):
        rules = re.findall(rf"^([\d.]+) ([\d.]+) ([\d.]+) {pen:g} re f$", stream, re.M)
        yield [crop(pdf, sheet, float(x) + .1, height - float(y) - 8, float(wid) - .2, 7)
               for x, y, wid in rules if float(wid) < 300]  # the others are the sheet's own


def test_addresses(report, top, env):
    """Each finding is in the list, with the sheet and line that it stands on, and its first
    characters are underlined there."""
    write_issue(top / "x", [("一题", FAULTY), ("二题,错", FAULTY * 3)])
    found = {(f["file"].removeprefix("x/"), f["line"], f["column"]): f["excerpt"]
             for f in findings("x", cwd=top, env=env)}
    done = proof("x", "p.pdf", cwd=top, env=env)
    report.check(done.returncode == 0 and len(found) > 20, "faults: no proof", done.stderr, len(found))
    pages = printed_lines("x", cwd=top, env=env)
    rules = {sheet: iter(r) for sheet, r in enumerate(underlined(top / "p.pdf"), 1)}
    rows = ROW.findall(text_of(top / "p.pdf"))
    for row in rows:
        sheet, n, excerpt = int(row[0]), int(row[1]), found.get((row[2], int(row[3]), int(row[4])), "?")
        report.check(excerpt[:1] in pages[sheet - 1][n - 1], "a finding's line is another", row, excerpt)
        text = "".join(next(rules[sheet], ["nothing"]))
        report.check(text and excerpt.startswith(text), "other characters are underlined", row,
                     excerpt, text)
    report.check({(r[2], int(r[3]), int(r[4])) for r in rows} == set(found),
                 "the list is not that of check", len(rows), len(found))
    return top / "p.pdf"


LEADER = re.compile(r"^([\d.]+) ([\d.]+) m\n([\d.]+) ([\d.]+) l\n([\d.]+) ([\d.]+) l\n([\d.]+) ([\d.]+) l\nS$",
                    re.M)


def side(a, b, c):
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (area > 0) - (area < 0)


def cross(a, b, c, d):
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def leaders(pdf):
    """Sheet → its leaders, four points each."""
    for stream in streams(pdf):
        lines = [[float(v) for v in found] for found in LEADER.findall(stream)]
        yield [list(zip(v[::2], v[1::2])) for v in lines]


def check_leaders(report, pdf):
    n = 0
    for page in leaders(pdf):
        n += len(page)
        for a, b in itertools.combinations(page, 2):
            pairs = itertools.product(itertools.pairwise(a), itertools.pairwise(b))
            report.check(not any(cross(*p, *q) for p, q in pairs), "leaders cross", a, b)
    return n


def test_leaders(report, top, env):
    pdf = test_addresses(report, top, env)
    report.check(check_leaders(report, pdf) >= 20, "leaders are missing")


def test_crowded(report, top, env):
    """More notes than a sheet has room for: the rest is in the list, and the sheet says so."""
    text = "\n\n".join("这一段,里面有,许多错,误，" * 6 + "没有完。。" for _ in range(6))
    write_issue(top / "x", [("拥挤", text)])
    found = findings("x", cwd=top, env=env)
    done = proof("x", "p.pdf", "--round=3", cwd=top, env=env)
    text = text_of(top / "p.pdf")
    report.check(done.returncode == 0 and "见附页" in text, "crowded: nobody says where the rest is",
                 done.stderr)
    report.check(len(ROW.findall(text)) == len(found), "crowded: the list is not whole", len(found))
    more = sum(int(n) for n in re.findall(r"另有\s*(\d+)\s*条", text))
    n = check_leaders(report, top / "p.pdf")
    report.check(n + more == len(found), "crowded: notes are lost", n, more, len(found))


def test_wide(report, top, env):
    """A page that an issue makes wider or higher is shown smaller; text and notes stay apart."""
    for name, more in (("measure", "text: {measure: 40 em, left: 5 mm}"),
                       ("page", "page: {width: 420 mm, height: 594 mm}")):
        write_issue(top / name, [("一题", "这一段,有错。" * 20)], issue=f"{ISSUE}overrides:\n  {more}\n")
        done = proof(name, "p.pdf", cwd=top, env=env)
        pdf, notes = top / "p.pdf", length("layouts/jianxun.yaml", "proof", "notes-left")
        report.check(done.returncode == 0 and check_leaders(report, pdf) == 20, f"a wide {name}: no notes",
                     done.stderr)
        body = crop(pdf, 2, 0, 0, notes - 10, 842)
        report.check(sum(line.count("有错。") for line in body) == 20, f"a wide {name}: text is covered", body)


def test_rounds(report, top, env):
    write_issue(top / "x", [("一题", "正文。")])
    for n, name in ((1, "一校"), (2, "二校"), (3, "三校")):
        done = banxin("proof", "x", *([f"--round={n}"] if n > 1 else []), cwd=top, env=env)
        pdf = top / f"out/x-proof{n}.pdf"
        text = re.sub(r"\s", "", text_of(pdf)) if pdf.exists() else ""
        report.check(done.returncode == 0 and "校样" in text and name in text
                     and "没有发现问题" in text, f"round {n}", done.stderr, text[:100])
        report.check(f"banxin-proof:7:{n}:" in run("pdfinfo", pdf), f"round {n}: keywords")
    for args in (["x", "--round=4"], ["x", "--round="], ["x", "--round=1x"], [], ["x", "y"], ["x", "-q"]):
        done = banxin("proof", *args, cwd=top, env=env)
        report.check(done.returncode == 2 and not done.stdout, f"wrong usage: proof {args}", done.stderr)
    (top / "x/01.md").write_text("没有标题。\n", "utf-8")
    before = (top / "out/x-proof1.pdf").read_bytes()
    done = banxin("proof", "x", cwd=top, env=env)
    report.check(done.returncode == 1 and (top / "out/x-proof1.pdf").read_bytes() == before,
                 "an issue with errors: the old proof is not untouched", done.stderr)


def hash_of(pdf):
    return re.search(r"banxin-proof:\d+:\d+:([0-9a-f]{64})", run("pdfinfo", pdf))[1]


def test_hash(report, top, env):
    """Of what is read, wherever it stands in its file."""
    def of(name, title="一题", text="正文**重**点。", head=ISSUE):
        write_issue(top / name, [(title, text)], issue=head)
        proof(name, f"{name}.pdf", cwd=top, env=env)
        return hash_of(top / f"{name}.pdf")

    base = of("base")
    report.check(of("moved", text="\n\n正文**重**\n点。") == base, "a moved paragraph is another text")
    report.check(of("layout", head=ISSUE + "overrides: {lines-per-page: 25}\n") == base,
                 "another layout is another text")
    others = [of("word", text="正文**轻**点。"), of("style", text="正文重**点**。"), of("title", title="二题"),
              of("number", head=ISSUE.replace("total: 7", "total: 8")), of("more", text="正文**重**点。\n\n段。")]
    report.check(len({base, *others}) == 1 + len(others), "two texts have one hash", others)


def test_same_bytes(report, top, env):
    """From anywhere, in any language."""
    write_issue(top / "a/x", [("一题", "正文。")])
    first = proof("x", top / "1.pdf", cwd=top / "a", env=env)
    proof("a/x", top / "2.pdf", cwd=top, env={**env, "LANGUAGE": "zh_CN", "LC_ALL": "zh_CN.UTF-8"})
    report.check(first.returncode == 0 and (top / "1.pdf").read_bytes() == (top / "2.pdf").read_bytes(),
                 "other bytes in another place and language", first.stderr)


def test_marked(report, top, env):
    """A proof that another program has written may hold comments: it stays."""
    pdf = top / "marked.pdf"
    for _ in range(2):
        done = proof(SAMPLE, pdf, env=env)
        report.check(done.returncode == 0, "our own proof is made again", done.stderr)
    pdf.write_bytes(pdf.read_bytes() + b"% a comment, appended as readers do\n")
    before = pdf.read_bytes()
    done = proof(SAMPLE, pdf, env=env)
    report.check(done.returncode == 1 and "[proof-marked]" in done.stderr, "marked", done.stderr)
    report.check(pdf.read_bytes() == before, "the marked proof is untouched")


def test_valid(report, top, env):
    write_issue(top / "x", [("一题", FAULTY)])
    proof("x", "p.pdf", cwd=top, env=env)
    done = subprocess.run(["qpdf", "--check", str(top / "p.pdf")], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    report.check(done.returncode == 0, "qpdf complains", done.stdout.decode())
    if not shutil.which("zbarimg"):
        print("not tested: the QR code (zbarimg is not installed)")
        return
    for sheet in range(1, pages_of(top / "p.pdf") + 1):
        run("pdftoppm", "-r", 200, "-gray", "-f", sheet, "-l", sheet, "-singlefile", top / "p.pdf", top / "s")
        said = run("zbarimg", "-q", "--raw", top / "s.pgm").strip()
        report.check(said == f"banxin:7:1:{hash_of(top / 'p.pdf')[:12]}:{sheet}", "the QR code", said)


def main():
    need("pdftotext", "pdfinfo", "pdftoppm", "qpdf")
    report = Report()
    with Folder() as data:
        env = pinned_data(data)
        for name, test in list(globals().items()):
            if name.startswith("test_") and test is not test_addresses:
                with Folder() as top:
                    test(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
