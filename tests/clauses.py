#!/usr/bin/env python3
"""The table of clauses: every key that it names stands in the fine layout, every test that it names is
there and runs, every clause is done or says why not; and the handbook has the same table.

    clauses.py [--print]    the handbook's tables, to be put into its article
"""

import re
import sys

from layoutfile import read_layout
from program import ROOT, SAMPLE, Report

TABLE = ROOT / "tests/clauses.txt"
ARTICLE = SAMPLE / "clauses.md"
LAYOUTS = ("jingpai", "jianxun")
HEAD = "| 条款 | 内容 | 版式里的键 | 做到没有 |\n|------|------|------------|----------|"


class Row:
    def __init__(self, number, line):
        self.number, self.line = number, line
        self.fields = [f.strip() for f in line.split(" | ")]
        self.clause, self.content, keys, self.state, tests = (self.fields + [""] * 5)[:5]
        self.keys = [] if keys == "—" else re.split(r", *", keys)
        self.tests = [] if tests == "—" else [t.partition(": ")[::2] for t in re.split(r", *", tests)]

    def printed(self):
        keys = "、".join(f"`{k.removeprefix('breaks.')}`" for k in self.keys) or "—"
        return f"| {self.clause} | {self.content} | {keys} | {self.state} |"


def read_table():
    """[(heading, rows)]"""
    parts = []
    for n, line in enumerate(TABLE.read_text("utf-8").splitlines(), 1):
        if line.startswith("= "):
            parts.append((line[2:], []))
        elif line and not line.startswith("#"):
            parts[-1][1].append(Row(n, line))
    return parts


def has_test(file, name, runs):
    """Does the file stand in the list of tests, and the name in it?"""
    path = ROOT / "tests" / file
    if not path.is_file():
        return False
    text = path.read_text("utf-8")
    if "cases/" in file:  # of rules, which run.py runs
        return "'proof/run.py'" in runs and re.search(rf"^!.*\b{re.escape(name)}\b", text, re.M) is not None
    return f"'{file}'" in runs and re.search(rf"^ *(?:def|static void) {re.escape(name)}\(", text, re.M) is not None


def check_row(report, row, layouts, runs):
    where = f"{TABLE.name}:{row.number}"
    report.check(len(row.fields) == 5, "five fields", where, row.line)
    for key in row.keys:
        for name, keys in layouts.items():
            report.check(any(k == key or k.startswith(key + ".") for k in keys), "a key that no layout has", where,
                         f"{name}: {key}")
    for file, name in row.tests:
        report.check(has_test(file, name, runs), "a test that does not exist", where, f"{file}: {name}")
    state, _, why = row.state.partition("：")
    report.check(state in ("做到", "部分", "不做"), "neither done nor not", where, row.state)
    report.check(bool(why) or state == "做到", "not done, and no reason", where)
    report.check(bool(row.tests) == (state != "不做"), "done without a test, or a test of what is not done", where)


def check_handbook(report, parts):
    if not ARTICLE.exists():
        print(f"{ARTICLE.name} is not in the handbook: passed over")
        return
    have = [line for line in ARTICLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    want = [row.printed() for _, rows in parts for row in rows]
    have = [line for line in have if line != HEAD.splitlines()[0]]
    report.check(have == want, f"{ARTICLE.name} has another table; `tests/clauses.py --print` gives it",
                 *[line for line in have if line not in want][:5], *[line for line in want if line not in have][:5])


def main():
    parts = read_table()
    if sys.argv[1:] == ["--print"]:
        for heading, rows in parts:
            print(f"## {heading}", "", HEAD, *[row.printed() for row in rows], "", sep="\n")
        return
    report, runs = Report(), (ROOT / "tests/meson.build").read_text("utf-8")
    layouts = {name: read_layout(name) for name in LAYOUTS}
    for _, rows in parts:
        for row in rows:
            check_row(report, row, layouts, runs)
    check_handbook(report, parts)
    report.end()


if __name__ == "__main__":
    main()
