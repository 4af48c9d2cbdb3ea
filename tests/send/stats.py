#!/usr/bin/env python3
"""The year's statistics: every article once for each unit and author that it names, whatever the
form of the byline; as CSV and as a typeset table that says the same."""

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import Folder, Report, banxin, need, pinned_data, write_issue  # noqa: E402

MONTHS = [f"{m}月" for m in range(1, 13)]

# (year, month) → the bylines of its articles; "" for none.
YEAR = {
    (2023, 12): ["（旧站公司　周海澜）"],
    (2024, 1): ["（青禾公司　陆知行）", "（青禾公司　韩苇、云川科技有限公司　沈砚秋）", "",
                "（秘书处）"],
    (2024, 2): ["（青禾公司　陆知行）", "（云川科技　沈　砚）", "（据某某网）", "（陆知行）"],
    (2024, 12): ["（青禾公司　陆知行、韩苇）", "（通讯员　贺川）"],
}
UNITS = {"青禾公司": {1: 2, 2: 2, 12: 1}, "云川科技有限公司": {1: 1, 2: 1}, "秘书处": {1: 1}, "": {12: 1}}
AUTHORS = {("青禾公司", "陆知行"): {1: 1, 2: 2, 12: 1}, ("青禾公司", "韩苇"): {1: 1, 12: 1},
           ("云川科技有限公司", "沈砚秋"): {1: 1}, ("云川科技有限公司", "沈砚"): {2: 1},
           ("", "贺川"): {12: 1}}
ORGANISATIONS = "- name: 云川科技有限公司\n  short: [云川科技]\n"
CONTRIBUTORS = "- name: 陆知行\n  unit: 青禾公司\n"


def write_year(top, year=None):
    top.mkdir(parents=True, exist_ok=True)
    (top / "registers").mkdir(exist_ok=True)
    (top / "registers/organisations.yaml").write_text(ORGANISATIONS, "utf-8")
    (top / "registers/contributors.yaml").write_text(CONTRIBUTORS, "utf-8")
    (top / "publication.yaml").write_text("title: 试验简讯\npublisher: 某某协会秘书处\n", "utf-8")
    for n, ((y, m), bylines) in enumerate((year or YEAR).items(), 1):
        write_issue(top / f"{y}-{m:02}", [(f"第{i}篇", f"正文。\n\n{b}") for i, b in enumerate(bylines)],
                    issue=f"layout: jianxun\nnumber: {m}\ntotal: {n}\ndate: {y}-{m:02}-20\n")


def table(text):
    """Units and authors → month → articles, in the order of the rows."""
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    units, authors = {}, {}
    for row in rows:
        months = {i: int(row[m]) for i, m in enumerate(MONTHS, 1) if int(row[m])}
        assert sum(months.values()) == int(row["合计"])
        if row["类别"] == "单位":
            units[row["单位"]] = months
        else:
            authors[row["单位"], row["作者"]] = months
    return units, authors


def test_counts(report, top, env):
    write_year(top / "issues")
    done = banxin("stats", "--format=csv", cwd=top, env=env)
    report.check(done.returncode == 0 and done.stdout.startswith("\ufeff类别,单位,作者,1月,"), "no CSV",
                 done.stderr)
    units, authors = table(done.stdout)
    report.check(units == UNITS, "units", units)
    report.check(authors == AUTHORS, "authors", authors)
    totals = [sum(m.values()) for u, m in units.items() if u]
    report.check(totals == sorted(totals, reverse=True) and list(units)[-1] == "", "order", list(units))
    banxin("stats", "--format=csv", "--year=2024", "--in=issues", "-o", "x.csv", cwd=top, env=env)
    report.check((top / "x.csv").read_bytes().decode("utf-8") == done.stdout, "another file")
    old = banxin("stats", "--format=csv", "--year=2023", cwd=top, env=env)
    report.check(table(old.stdout)[0] == {"旧站公司": {12: 1}}, "the year before", old.stdout)


def test_table(report, top, env):
    write_year(top / "issues")
    done = banxin("stats", cwd=top, env=env)
    pdf = top / "out/stats-2024.pdf"
    report.check(done.returncode == 0 and "out/stats-2024.pdf: 1 page" in done.stdout, "no table",
                 done.stdout, done.stderr)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], stdout=subprocess.PIPE,
                          check=True).stdout.decode("utf-8")
    lines = [re.sub(r"\s+", "|", line.strip()) for line in text.split("\n")]
    for row in ("1|青禾公司|2|2|1|5", "2|云川科技有限公司|1|1|2", "1|陆知行|青禾公司|4",
                "2|韩苇|青禾公司|2", "3|贺川|（未署单位）|1"):
        report.check(row in lines, "a row is missing", row, lines)
    flat = re.sub(r"\s", "", text)
    report.check("《试验简讯》2024年采用统计" in flat and "全年3期，署名稿件8篇；3家单位，5位作者" in flat,
                 "head", flat[:100])
    check = subprocess.run(["qpdf", "--check", str(pdf)], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False)
    report.check(check.returncode == 0, "qpdf complains", check.stdout.decode())
    again = banxin("stats", "-o", top / "again.pdf", cwd=top,
                   env={**env, "LANGUAGE": "zh_CN", "LC_ALL": "zh_CN.UTF-8"})
    report.check(again.returncode == 0 and pdf.read_bytes() == (top / "again.pdf").read_bytes(),
                 "other bytes in another language")


def test_many(report, top, env):
    """A table over many sheets: its head on each, every row once."""
    year = {(2024, m): [f"（第{i:03}号单位　{chr(0x4e00 + m * 40 + i)}某）" for i in range(40)]
            for m in range(1, 6)}
    write_year(top / "issues", year)
    done = banxin("stats", cwd=top, env=env)
    text = subprocess.run(["pdftotext", "-layout", str(top / "out/stats-2024.pdf"), "-"],
                          stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    pages = text.rstrip("\f").split("\f")
    report.check(done.returncode == 0 and len(pages) > 4, "many rows", done.stderr, len(pages))
    report.check(all("名次" in page and "单位" in page for page in pages), "a sheet without heads")
    report.check(all(text.count(f"第{i:03}号单位") == 6 for i in range(40)), "a row is lost")


def test_mistakes(report, top, env):
    for args in (["x"], ["--year=24"], ["--year=abcd"], ["--format=xml"], ["-q"]):
        done = banxin("stats", *args, cwd=top, env=env)
        report.check(done.returncode == 2 and not done.stdout, f"wrong usage: stats {args}", done.stderr)
    done = banxin("stats", cwd=top, env=env)
    report.check(done.returncode == 1 and "year-missing" in done.stderr, "no issues", done.stderr)
    write_year(top / "issues")
    done = banxin("stats", "--year=2020", cwd=top, env=env)
    report.check(done.returncode == 1 and "2020" in done.stderr, "no such year", done.stderr)
    (top / "issues/2024-02/01.md").unlink()
    done = banxin("stats", "--format=csv", cwd=top, env=env)
    report.check(done.returncode == 0 and "warning" in done.stderr and "2024-02" in done.stderr
                 and table(done.stdout)[0]["青禾公司"] == {1: 2, 2: 1, 12: 1}, "an issue with a hole",
                 done.stderr, done.stdout)
    done = banxin("stats", "--format=csv", "-o", "gone/x.csv", cwd=top, env=env)
    report.check(done.returncode == 1 and "gone/x.csv" in done.stderr, "nowhere to write", done.stderr)


def main():
    need("pdftotext", "qpdf")
    report = Report()
    with Folder() as data:
        env = pinned_data(data)
        for test in (test_counts, test_table, test_many, test_mistakes):
            with Folder() as top:
                test(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
