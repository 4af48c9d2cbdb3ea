#!/usr/bin/env python3
"""Manuscripts of absurd size and depth: each is built, or refused in clear
words, within seconds and 1.5 GB of address space; none ends in a crash."""

import re
import resource
import time
from pathlib import Path

from program import BANXIN, ISSUE, Folder, Report, banxin, environment, write_issue

SECONDS = 30  # a case that hangs takes minutes; a busy machine gets its time
MEMORY = 1536 << 20
SANITIZED = b"__asan_init" in Path(BANXIN).read_bytes()


def one(text):
    return lambda folder: write_issue(folder, [("试验", text)])


def rows(n):
    return "| 序号 | 单位 |\n|--|--|\n" + "".join(f"| {i} | 甲市乙公司 |\n" for i in range(n))


def many_articles(folder):
    write_issue(folder, [(f"第{i}篇", "一句话。") for i in range(3000)])


def long_colophon(folder):
    items = ", ".join(f'"送：第{i}家单位"' for i in range(1000))
    write_issue(folder, [("试验", "一句话。")], more=f"colophon:\n  - [{items}]\n")


def long_title(folder):
    write_issue(folder, [("长" * 2000, "一句话。")])


def fine(text, title="试验"):
    return lambda folder: write_issue(folder, [(title, text)],
                                      issue=ISSUE.replace("jianxun", "jingpai"))


def many_sections(folder):
    write_issue(folder, [("试验", "一句话。")])
    (folder / "issue.yaml").write_text(
        ISSUE + "sections:\n" + "".join(
            f"  - title: 栏目{i}\n    articles: [{i}.md]\n" for i in range(500)), "utf-8")
    for i in range(500):
        (folder / f"{i}.md").write_text(f"# 第{i}篇\n\n一句话。\n", "utf-8")


# name: what makes it, the rule of the error that refuses it (None: it is built)
CASES = {
    "200 levels of lists": (one("".join(f"{'  ' * i}- 层{i}\n" for i in range(200))), "nesting"),
    "200 levels of quotations": (one(">" * 200 + " 引文"), "nesting"),
    "16 levels of quotations": (one(">" * 16 + " " + "引文。" * 300), None),
    "16 levels of lists": (one("".join(f"{'  ' * i}- 层{i}，有字\n" for i in range(16))), None),
    "a table of 5,000 rows": (one(rows(4998)), None),
    "a table of 10,000 rows": (one(rows(10000)), "table-size"),
    "a table of 64 columns": (one("|" + "甲|" * 64 + "\n|" + "-|" * 64 + "\n|" + "乙丙|" * 64), None),
    "a table of nothing but <": (one("| 甲 |" + "|" * 63 + "\n|" + "-|" * 64 +
                                      ("\n| 乙 |" + "<|" * 63) * 4000), None),
    "a table of nothing but ^": (one("|" + "甲|" * 64 + "\n|" + "-|" * 64 +
                                      ("\n|" + "^|" * 64) * 4000), None),
    "a cell over 4,998 rows": (one(rows(1).replace("| 0 |", "| 甲 |") +
                                   "| ^ | 乙。 |\n" * 4998), None),
    "a long cell over 3,000 rows": (one("| 甲 | 乙 |\n|--|--|\n| " + "长" * 20000 + " | 乙 |\n" +
                                        "| ^ | 丙 |\n" * 3000), None),
    "cells joined in steps": (one("|" + "甲|" * 40 + "\n|" + "-|" * 40 + "".join(
        "\n|" + "".join("^|" if (c + i) % 40 else "乙|" for c in range(40))
        for i in range(2000))), None),
    "100,000 columns": (one("|" + "甲|" * 100000 + "\n|" + "-|" * 100000 + "\n"), "table-size"),
    "5,000 boxes": (one("::: 通知\n一句话。\n:::\n\n" * 5000), None),
    "a box of 20,000 paragraphs": (one("::: 通知\n" + "一句话。\n\n" * 20000 + ":::"), None),
    "30,000 lines that begin boxes": (one("::: 通知\n" * 30000), "box-nested"),
    "100,000 lines of colons": (one(":::\n" * 100000), None),
    "a line of 1,000,000 colons": (one("前文\n" + ":" * 1000000 + "\n后文\n:::\n"), None),
    "5,000 numbered subheads": (one("## 小标题\n\n### 又一个\n\n一句话。\n\n" * 2500), None),
    "a cell of 20,000 characters": (one("| 甲 | 乙 |\n|--|--|\n| 丙 | " + "长" * 20000 + " |"), None),
    "a paragraph of 300,000 characters": (one("一二三，四五六。" * 37500), None),
    "a word of 200,000 letters": (one("w" * 200000), None),
    "a bold word of 200,000 digits": (one("前文**" + "0123456789" * 20000 + "**后文"), None),
    "200,000 spaces": (one("前文" + " " * 200000 + "后文"), None),
    "200,000 opening marks": (one("（" * 200000), None),
    "200,000 closing marks": (one("，" * 200000), None),
    "100,000 dashes": (one("—" * 100000), None),
    "100,000 asterisks": (one("文*" * 50000 + "**" * 25000), None),
    "30,000 forced breaks": (one("行\\\n" * 30000 + "末"), None),
    "30,000 bold words": (one("**粗**细" * 30000), None),
    "5,000 links": (one("\n\n".join("[网址](https://example.org/) " * 50 for _ in range(100))), None),
    "a letter with 10,000 accents": (one("字a" + "\u0301" * 10000 + "字"), None),
    "a Han character with 10,000 accents": (one("字" + "\u0301" * 10000 + "字"), None),
    "10,000 joined pictures": (one("\U0001f468\u200d" * 10000), "glyph-missing"),
    "3,000 articles": (many_articles, None),
    "500 sections": (many_sections, None),
    "a colophon of 1,000 items": (long_colophon, None),
    "a title of 2,000 characters": (long_title, None),
    "a title broken by sense in countless ways": (fine("一句话。", title="字" * 150), None),
    "800,000 backslashes": (one("\\" * 800000), None),
    "200,000 openings of spans": (fine("[字]{" * 200000), None),
    "a list of names with 30 columns": (
        one("|" + " |" * 30 + "\n|" + "-|" * 30 + "\n" + ("|" + "张三|李小四|" * 15 + "\n") * 100), None),
}


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not SANITIZED:  # a sanitizer reserves terabytes
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(report, name, make, rule):
    with Folder() as top:
        make(top / "x")
        began = time.monotonic()
        done = banxin("build", "x", "-o", "x.pdf", cwd=top, timeout=SECONDS * 4,
                      env=environment(), preexec_fn=limit)
        took = time.monotonic() - began
        built = (top / "x.pdf").exists()
    said = done.stderr[-2000:]
    report.check(done.returncode in (0, 1), f"{name}: exit status {done.returncode}", said)
    report.check(took < SECONDS * (4 if SANITIZED else 1), f"{name}: took {took:.0f} s")
    if rule:
        report.check(re.search(rf": error: .*\[{rule}\]\n", done.stderr) and not built
                     and done.returncode == 1, f"{name}: no error [{rule}]", said)
    else:
        report.check(done.returncode == 0 and built, f"{name}: not built", said)
    return took


def main():
    report = Report()
    times = {name: run(report, name, *case) for name, case in CASES.items()}
    slowest = max(times, key=times.get)
    print(f"{sum(times.values()):.1f} s in all, {times[slowest]:.1f} s for {slowest}")
    report.end()


if __name__ == "__main__":
    main()
