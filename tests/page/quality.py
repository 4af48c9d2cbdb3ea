#!/usr/bin/env python3
"""The typographic report, held against paragraphs made so that it must say exactly
that, against the pages as dumped, and against the finished PDF's own glyphs.
"""

import json
import random
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from glyphs import Composition  # noqa: E402
from program import (SAMPLE, Folder, Report, banxin, dump, environment, pinned_data,  # noqa: E402
                     write_issue)

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜"
FIRST, REST = 29, 31  # Han characters that a line takes in a measure of 31.9 em
THOUSAND = 1000


def han(n, start=0):
    return "".join(HAN[(start + i) % len(HAN)] for i in range(n))


def measure(folder, *args, env=None):
    done = banxin("build", folder, "--dry-run", "--report", "--report-format=json", *args, env=env)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def faults(tree):
    """[(kind, line of the manuscript, column, by, character)]"""
    found = []
    for page in tree["pages"]:
        for par in [*page["paragraphs"], page]:
            for f in par["faults"]:
                found.append((f["fault"], f.get("line"), f.get("column"), f.get("by"), f.get("character")))
    return found


def line(first, n=REST, start=7):
    return first + han(n - len(first), start)


# paragraph: what must be said of it, columns counting from 1 in the paragraph's own line
CASES = [
    (han(FIRST + 1), [("lone", FIRST + 1, None, None)]),
    (han(FIRST + 1) + "。", [("lone", FIRST + 1, None, None)]),
    (han(FIRST + 2) + "。", []),
    (han(FIRST - 3), []),
    (han(1), []),  # a paragraph of one character is no last line
    (han(FIRST + REST) + "”末”。", [("lone", FIRST + REST + 2, None, None)]),
    (han(FIRST) + line("甲", start=3) + line("甲", start=9) + line("甲", start=20) + han(5),
     [("river-start", FIRST + 1, 3, "甲")]),
    (han(FIRST) + line("甲", start=3) + line("甲", start=9) + han(REST) + line("甲", start=20) + han(5), []),
    (han(FIRST) + "".join(line("乙", start=s) for s in (1, 8, 15, 22)) + han(5),
     [("river-start", FIRST + 1, 4, "乙")]),
    (han(FIRST - 1) + "丙" + (han(REST - 1, 5) + "丙") + (han(REST - 1, 12) + "丙") + han(5),
     [("river-end", 1, 3, "丙")]),
    (han(FIRST) + "".join(han(9, s) + " " + han(22, 2 * s) for s in (5, 12, 19)) + han(4),
     [("river-space", FIRST + 1, 3, None)]),
    (han(FIRST) + "".join(han(9, s) + " " + han(22, 2 * s) for s in (5, 12)) + han(4), []),
    (han(14) + "x" * 33 + han(REST + 5), [("wide", 1, None, None)]),
]


def check_cases(report, folder, env):
    for text, wanted in CASES:
        write_issue(folder, [("试验", text)])
        tree = measure(folder, env=env)
        have = [(kind, col, by if kind.startswith("river") else None, what)
                for kind, row, col, by, what in faults(tree)]
        report.check(have == wanted, "a paragraph is not reported as it is", text, wanted, have)
        report.check(all(row == 5 for _, row, _, _, _ in faults(tree)), "another line of the manuscript", text)
        check_sums(report, tree)


def check_sums(report, tree):
    """Totals are those of the pages, and pages those of their paragraphs."""
    pages, totals = tree["pages"], tree["totals"]
    for page in pages:
        report.check(page["lines"] == sum(p["lines"] for p in page["paragraphs"]), "a page's lines", page["page"])
        for key, better in (("tightest", min), ("loosest", max)):
            strains = [p[key]["strain"] for p in page["paragraphs"] if key in p]
            if strains and None not in strains:
                report.check(page[key]["strain"] == better(strains), f"a page's {key}", page["page"], strains)
    report.check(totals["lines"] == sum(p["lines"] for p in pages), "the total of lines", totals)
    for kind in ("overfull", "wide", "lone", "river-start", "river-end", "river-space", "orphan", "widow",
                 "short-page"):
        n = sum(f[0] == kind for f in faults(tree))
        report.check(totals[kind] == n, "a total", kind, totals[kind], n)
        rate = n * THOUSAND / totals["lines"] if totals["lines"] else 0
        report.check(abs(totals["per-thousand-lines"][kind] - rate) < 0.001, "a rate", kind, rate)
    report.check(totals["squeezed"] + totals["spread"] <= totals["filled"] <= totals["lines"], "classes of lines",
                 totals)


def page_lines(text):
    """[[(paragraph begins, baseline)]] by page, of a dump after page; a measure of 31.9 em."""
    pages = []
    for row in text.split("\n"):
        if row.startswith("page "):
            pages.append([])
        elif m := re.match(r"  para \S+ (\S+) (\S+) \S+ ", row):
            y = float(m[1])
            if not pages[-1] or pages[-1][-1][1] != y:
                pages[-1].append((float(m[2]) > 0, y))
    return pages


def check_pages(report, rng, folder, env):
    """Paragraphs of one, two and more lines; sections that need room together."""
    articles = []
    for i in range(12):
        articles.append((f"第{i}篇", "\n\n".join(han(rng.choice([5, 20, 45, 50, 80, 110, 200]), rng.randint(0, 50))
                                                 for _ in range(rng.randint(2, 9)))))
    write_issue(folder, articles)
    tree, pages = measure(folder, env=env), page_lines(dump(folder, "page", env=env))
    flat = [(n, begins, y) for n, page in enumerate(pages, 1) for begins, y in page]
    wanted = {"orphan": [], "widow": [], "short-page": []}
    for i, (n, begins, y) in enumerate(flat):
        goes_on = i + 1 < len(flat) and not flat[i + 1][1]
        if goes_on and begins and flat[i + 1][0] != n:
            wanted["orphan"].append(n)
        if not goes_on and not begins and flat[i - 1][0] != n:
            wanted["widow"].append(n)
        # 29.5 lines of 23.6574 pt from 72 pt on; a baseline stands 17.15 pt below its line's top
        if i + 1 < len(flat) and flat[i + 1][0] != n and 72 + 29.5 * 23.6573 - (y + 6.5086) >= 23.6573:
            wanted["short-page"].append(n)
    have = {kind: [] for kind in wanted}
    for page in tree["pages"]:
        for par in [*page["paragraphs"], page]:
            for f in par["faults"]:
                if f["fault"] in have:
                    have[f["fault"]].append(page["page"])
    report.check(have == wanted, "pages are reported otherwise than they are", wanted, have)
    check_sums(report, tree)
    return sum(map(len, wanted.values()))


def random_paragraph(rng):
    parts = [rng.choice(HAN)]
    for _ in range(rng.randint(30, 200)):
        parts.append(rng.choice(HAN) if rng.random() < 0.9 else
                     rng.choice(["，", "。", "“", "”", "（", "）", "5G", "2024", "《", "》", "、", "：", "AI"]))
    return "".join(parts) + rng.choice(HAN)


def check_pdf(report, rng, folder, env):
    if not shutil.which("mutool"):
        print("left out: mutool is not installed")
        return
    paragraphs = [random_paragraph(rng) for _ in range(120)]
    for layout in ("jianxun", "jingpai"):
        if not (Path(env["BANXIN_DATADIR"]) / f"layouts/{layout}.yaml").exists():
            continue
        write_issue(folder, [("题", "\n\n".join(paragraphs))])
        done = banxin("build", folder, "--layout", layout, "-o", "x.pdf", "--report=x.json",
                      "--report-format", "json", cwd=folder, env=env)
        report.check(done.returncode == 0 and "x.pdf" in done.stdout, "a report beside a PDF", done.stderr)
        totals = json.loads((folder / "x.json").read_text("utf-8"))["totals"]
        read = Composition(folder / "x.pdf", paragraphs, 14)
        mean, deviation, n = read.mean, read.deviation, len(read.spaces)
        report.check(read.missing == 0, "text is missing in the PDF", layout, read.missing)
        report.check(totals["lone"] == read.lone, "other last lines of one character than in the PDF", totals["lone"],
                     read.lone)
        where = (layout, totals["han-space-mean"], totals["han-space-deviation"], totals["han-spaces"], mean,
                 deviation, n)
        report.check(abs(totals["han-spaces"] - n) <= 0.002 * n, "other spaces than in the PDF", *where)
        report.check(abs(totals["han-space-deviation"] - deviation) <= 0.01 * deviation,
                     "another standard deviation than in the PDF", *where)
        report.check(abs(totals["han-space-mean"] - mean) <= max(0.01 * abs(mean), 0.05),
                     "another mean than in the PDF", *where)


def check_command(report, folder, env):
    write_issue(folder / "one", [("题", han(200))])
    (folder / "cwd").mkdir()
    run = lambda *args: banxin("build", "../one", *args, cwd=folder / "cwd", env=env)  # noqa: E731
    for wrong in (["--report-format=json"], ["--report", "--report-format=xml"], ["--dry-run", "-o", "x.pdf"]):
        done = run(*wrong)
        report.check(done.returncode == 2 and not done.stdout, "a wrong command line is taken", wrong, done.stderr)
    done = run("--dry-run", "--report")
    report.check(done.returncode == 0 and "standard deviation" in done.stdout, "the report as text", done.stdout)
    report.check(not list((folder / "cwd").iterdir()), "a dry run leaves files", list((folder / "cwd").iterdir()))
    done = run("--report", "--report-format=json")
    report.check(json.loads(done.stdout)["totals"]["lines"] == 7, "JSON alone on standard output", done.stdout)
    report.check((folder / "cwd/out/one.pdf").exists(), "the PDF beside the report")
    done = run("--report=no/such/folder.txt")
    report.check(done.returncode == 1 and "no/such/folder.txt" in done.stderr, "a report that can't be written",
                 done.stderr)
    done = run("--report=r.txt", "--timings")
    report.check("standard deviation" in (folder / "cwd/r.txt").read_text("utf-8") and
                 "standard deviation" not in done.stdout, "the report in a file", done.stdout)
    # nothing at all to report on
    write_issue(folder / "none", [("题", "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |")])
    tree = measure(folder / "none", env=env)
    report.check(tree["totals"]["lines"] == 0 and not faults(tree), "a report of nothing", tree["totals"])
    check_sums(report, tree)


def check_lists(report, folder, env):
    """A label is no line; an item's lines are."""
    write_issue(folder, [("题", f"1. {han(60)}\n\n   {han(10)}\n2. {han(5)}\n\n## {han(8)}\n\n> {han(40)}\n\n    代码\n")])
    tree = measure(folder, env=env)
    lines = [p["lines"] for page in tree["pages"] for p in page["paragraphs"]]
    report.check(lines == [3, 1, 1, 1, 2], "lines of lists and quotations", lines)
    check_sums(report, tree)


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20240229
    report, rng = Report(), random.Random(seed)
    with Folder() as top:
        env = pinned_data(top)
        check_cases(report, top / "cases", env)
        found = sum(check_pages(report, rng, top / f"pages{i}", env) for i in range(8))
        report.check(found > 5, "few pages to report on", found)
        check_lists(report, top / "lists", env)
        check_pdf(report, rng, top / "pdf", env)
        check_command(report, top, env)
        tree = measure(SAMPLE, env=environment())
        check_sums(report, tree)
        report.check(tree["totals"]["filled"] > 100 and tree["totals"]["han-space-deviation"] > 0,
                     "the sample gives no figures", tree["totals"])
    report.end()


if __name__ == "__main__":
    main()
