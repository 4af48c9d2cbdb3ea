#!/usr/bin/env python3
"""Reading an issue: what comes out, and what is said of what is wrong.

    run.py [--accept] [NAME ...]

Runs `$BANXIN dump CASE --after=source` for each folder of cases/ and holds what
it prints against the folder's `expect` (standard error, then the exit status)
and, where there is one, `out` (standard output). A case with a folder `issue`
is about that and the publication.yaml beside it. What can't lie in a
repository (large files, links, pipes, bytes that are no text) is made in a
temporary folder and held against the text here.

--accept writes what came out as the new expectation of the named cases.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases"
SECONDS = 20  # for hostile input, on a slow machine and with sanitizers

ISSUE = """publication:
  title: 江畔通讯
  publisher: 江畔行业协会
layout: zhai
number: 3
total: 27
date: 2024-03-29
"""
SECTION = "sections:\n  - title: 本地\n    articles: [a.md]\n"
ARTICLE = "# 新桥通车\n\n三月的一个早晨，新桥正式通车。\n"


def run(folder, cwd):
    env = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="", BANXIN_DATADIR=str(HERE.parent))
    done = subprocess.run([os.environ["BANXIN"], "dump", folder, "--after=source"], cwd=cwd,
                          env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=SECONDS)
    said = done.stderr.decode("utf-8", "backslashreplace").replace(f"{HERE.parent}/", "")
    return done.stdout.decode("utf-8"), f"{said}exit status {done.returncode}\n"


class Result:
    def __init__(self):
        self.failed = 0
        self.count = 0

    def compare(self, name, want, have):
        self.count += 1
        if want != have:
            self.failed += 1
            print(f"not ok: {name}\n--- wanted\n{want}--- but this came out\n{have}---")


def expected(path):
    return path.read_text("utf-8") if path.exists() else None


def run_case(case, result, accept):
    folder = f"{case.name}/issue" if (case / "issue").is_dir() else case.name
    out, said = run(folder, CASES)
    if case.name.startswith("md-"):  # about articles; the layout is in other cases
        out = out.split("\nlayout ")[0] + "\n"
    if accept:
        (case / "expect").write_text(said, "utf-8")
        if (case / "out").exists():
            (case / "out").write_text(out, "utf-8")
        return
    result.compare(f"{case.name}/expect", expected(case / "expect"), said)
    if (case / "out").exists():
        result.compare(f"{case.name}/out", expected(case / "out"), out)


# Cases that are made. Each writes into the folder given and returns what the
# program must say, the exit status last; text that ends in … is the beginning.

def write(folder, issue=ISSUE + SECTION, **files):
    (folder / "issue.yaml").write_bytes(issue if isinstance(issue, bytes) else issue.encode())
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / (name + ".md")).write_bytes(data)


def large_article(folder):
    write(folder)
    with open(folder / "a.md", "wb") as f:
        f.truncate(50 * 1024 * 1024)
    return ("x/issue.yaml:10:16: error: ‘x/a.md’ is larger than 4 MB, the most that such a file "
            "may have [file-too-large]\nexit status 1\n")


def large_yaml(folder):
    write(folder, ISSUE + SECTION + "# 注" * 400_000, a=ARTICLE)
    return ("banxin: error: ‘x/issue.yaml’ is larger than 1 MB, the most that such a file may have "
            "[file-too-large]\nexit status 1\n")


def control_characters(folder):
    write(folder, a="# 新桥\x00通车\n\n三月\x07的一个\x1b[31m早晨\x7f，\u0085新桥。\n")
    return "".join(
        f"x/a.md:{place}: error: the invisible control character {name} stands here; delete it "
        "[control-character]\n"
        for place, name in [("1:5", "U+0000"), ("3:3", "U+0007"), ("3:7", "U+001B"),
                            ("3:14", "U+007F"), ("3:16", "U+0085")]) + "exit status 1\n"


NOT_UTF8 = ("error: this is not UTF-8 text (perhaps GBK); save the file again with the encoding "
            "UTF-8 [encoding]\nexit status 1\n")


def gbk_article(folder):
    write(folder, a=b"# OK\n\n12 \xd0\xc2\xc7\xc5\xcd\xa8\xb3\xb5\n")
    return "x/a.md:3:4: " + NOT_UTF8


def utf16_article(folder):
    write(folder, a=ARTICLE.encode("utf-16"))
    return "x/a.md:1:1: " + NOT_UTF8


def gbk_yaml(folder):
    write(folder, (ISSUE + SECTION).encode("gbk"), a=ARTICLE)
    return "x/issue.yaml:2:10: " + NOT_UTF8


def surrogates(folder):
    write(folder, a=b"# \xe6\x96\xb0\xed\xa0\x80\n")
    return "x/a.md:1:4: " + NOT_UTF8


def overlong(folder):
    write(folder, a=b"# \xe6\x96\xb0\xc0\xaf\n")
    return "x/a.md:1:4: " + NOT_UTF8


def marks_and_line_ends(folder):
    text = "\ufeff---\r\ntitle: 新桥\r\ntoc: 桥\rauthor: 甲\r\nmemo: 乙\r\n---\r\n\r\n新桥通车。\r\n"
    write(folder, ("\ufeff" + (ISSUE + SECTION).replace("\n", "\r\n") + "papr: A4\r").encode(),
          a=text)
    return ("x/issue.yaml:11:1: error: there is no key ‘papr’ here; known are: publication, layout, "
            "number, total, date, lead, sections, colophon, sender, numbering, overrides [unknown-key]\n"
            "x/a.md:5:1: error: there is no key ‘memo’ here; known are: title, toc, author, numbering, notes "
            "[unknown-key]\nexit status 1\n")


def dropped_characters_keep_columns(folder):
    write(folder, a="# 新\u200b\u200b桥\x01车\ue000\n\n新桥通车。\n")
    left_out = "warning: the invisible character U+200B stands here and is left out; delete it"
    return (f"x/a.md:1:4: {left_out} [invisible-character]\n"
            f"x/a.md:1:5: {left_out} [invisible-character]\n"
            "x/a.md:1:7: error: the invisible control character U+0001 stands here; delete it "
            "[control-character]\n"
            "x/a.md:1:9: warning: U+E000 is a private-use character that other machines show as a "
            "box; type the real character [private-use-character]\nexit status 1\n")


def link_outside(folder):
    (folder.parent / "secret.md").write_text(ARTICLE, "utf-8")
    write(folder)
    (folder / "a.md").symlink_to("../secret.md")
    return ("x/issue.yaml:10:16: error: ‘a.md’ lies outside the issue's folder; copy the file into "
            "the folder and name it from there [path-outside]\nexit status 1\n")


def folder_link_outside(folder):
    (folder.parent / "away").mkdir()
    (folder.parent / "away" / "a.md").write_text(ARTICLE, "utf-8")
    write(folder, ISSUE + SECTION.replace("a.md", "in/a.md"))
    (folder / "in").symlink_to("../away")
    return ("x/issue.yaml:10:16: error: ‘in/a.md’ lies outside the issue's folder; copy the file "
            "into the folder and name it from there [path-outside]\nexit status 1\n")


def neighbour_with_same_beginning(folder):
    (folder.parent / "xy").mkdir()
    (folder.parent / "xy" / "a.md").write_text(ARTICLE, "utf-8")
    write(folder)
    (folder / "a.md").symlink_to("../xy/a.md")
    return ("x/issue.yaml:10:16: error: ‘a.md’ lies outside the issue's folder; copy the file into "
            "the folder and name it from there [path-outside]\nexit status 1\n")


def link_inside(folder):
    write(folder, ISSUE + SECTION.replace("a.md", "a.md, b.md"), a=ARTICLE)
    (folder / "b.md").symlink_to("a.md")
    return ("x/issue.yaml:10:22: error: the article ‘b.md’ is listed a second time; keep one "
            "[article-twice]\n"
            "x/issue.yaml:10:16: note: the first one is here [first-here]\nexit status 1\n")


def link_to_itself(folder):
    write(folder)
    (folder / "a.md").symlink_to("a.md")
    return ("x/issue.yaml:10:16: error: ‘x/a.md’ can't be read: Too many levels of symbolic links "
            "[file-unreadable]\nexit status 1\n")


def pipe(folder):
    write(folder)
    os.mkfifo(folder / "a.md")
    return ("x/issue.yaml:10:16: error: ‘x/a.md’ is no ordinary file [file-kind]\n"
            "exit status 1\n")


def device(folder):
    write(folder)
    (folder / "a.md").symlink_to("/dev/zero")
    return ("x/issue.yaml:10:16: error: ‘a.md’ lies outside the issue's folder; copy the file into "
            "the folder and name it from there [path-outside]\nexit status 1\n")


def long_name(folder):
    write(folder, ISSUE + SECTION.replace("a.md", "a" * 5000))
    return f"x/issue.yaml:10:16: error: ‘x/{'a' * 5000}’ can't be read: File name too long […"


DEEP = "error: lists and maps are nested too deeply here [yaml-depth]\nexit status 1\n"


def depth_bomb(folder):
    write(folder, "[" * 1_000_000)
    return "x/issue.yaml:1:17: " + DEEP


def depth_bomb_of_maps(folder):
    write(folder, "{a: " * 250_000)
    return "x/issue.yaml:1:65: " + DEEP


def depth_bomb_of_items(folder):
    write(folder, "- " * 500_000)
    return "x/issue.yaml:1:33: " + DEEP


def depth_bomb_in_head(folder):
    write(folder, a="---\ntitle: " + "[" * 1_000_000 + "\n---\n\n新桥通车。\n")
    return "x/a.md:2:23: " + DEEP


def laughs(folder):
    lines = ["a0: &a0 [哈, 哈]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
    write(folder, "\n".join(lines) + "\n")
    return ("x/issue.yaml:1:5: error: references (& and *) are not used in this file; write the "
            "value out, and put text that begins with & or * between quotation marks [yaml-alias]\n"
            "exit status 1\n")


def many_directives(folder):
    write(folder, "# 注\n\n" + "".join(f"%TAG !{i}! a\n" for i in range(60_000)) + "---\na: b\n")
    return ("x/issue.yaml:3:1: error: this is not valid YAML: directives, lines that begin with a per "
            "cent sign, are not used in this file [yaml-syntax]\nexit status 1\n")


def many_keys(folder):
    write(folder, "".join(f"key{i}: 1\n" for i in range(70_000)))
    return "x/issue.yaml:1:1: error: there is no key ‘key0’ here; known are: publication, …"


def many_equal_keys(folder):
    write(folder, "{" + "a: 1, " * 150_000 + "}")
    return "x/issue.yaml:1:8: error: the key ‘a’ stands here a second time; keep one […"


def many_overrides(folder):
    write(folder, ISSUE + SECTION + "overrides:\n"
          + "".join(f"  page.k{i}: 1\n" for i in range(60_000)), a=ARTICLE)
    return "x/issue.yaml:12:3: error: there is no key ‘k0’ here; known are: width, height […"


def many_articles(folder):
    names = [f"{i}.md" for i in range(2000)]
    for name in names:
        (folder / name).write_text(ARTICLE, "utf-8")
    write(folder, ISSUE + SECTION.replace("a.md", ", ".join(names)))
    return "exit status 0\n"


def long_line(folder):
    write(folder, a="# 新桥通车\n\n" + "新桥" * 500_000 + "\x01\n")
    return ("x/a.md:3:1000001: error: the invisible control character U+0001 stands here; delete "
            "it [control-character]\nexit status 1\n")


def no_folder(folder):
    folder.rmdir()
    return ("banxin: error: there is no file ‘x/issue.yaml’; check the name, or make the file "
            "[file-missing]\nexit status 1\n")


def no_issue_file(folder):
    return no_folder(folder)


def layout_from_elsewhere(folder):
    write(folder, ISSUE.replace("zhai", "zhai.yaml") + SECTION, a=ARTICLE)
    return ("x/issue.yaml:4:9: error: there is no layout ‘zhai.yaml’; there are: huan, jianxun, zhai "
            "[layout-missing]\nexit status 1\n")


def no_date(date):
    def make(folder):
        write(folder, ISSUE.replace("2024-03-29", date) + SECTION, a=ARTICLE)
        return (f"x/issue.yaml:7:7: error: ‘{date}’ is no date; write year-month-day, like "
                "2024-02-29 [bad-date]\nexit status 1\n")
    return make


def a_date(date):
    def make(folder):
        write(folder, ISSUE.replace("2024-03-29", date) + SECTION, a=ARTICLE)
        return "exit status 0\n"
    return make


def table(rows, columns):
    row = "|" + "值|" * columns + "\n"
    return row + "|" + "---|" * columns + "\n" + row * (rows - 1)


def table_with_too_many_rows(folder):
    write(folder, a=ARTICLE + "\n前文。\n\n" + table(10_000, 3))
    return ("x/a.md:7:1: error: this table has more than 5000 rows [table-size]\n"
            "exit status 1\n")


def table_with_too_many_columns(folder):
    write(folder, a=ARTICLE + "\n" + table(2, 65))
    return ("x/a.md:5:1: error: this table has more than 64 columns [table-size]\n"
            "exit status 1\n")


def table_of_short_rows(folder):
    write(folder, a=ARTICLE + "\n" + table(1, 64) + "|\n" * 4000 + "\n后文。\n")
    return "x/a.md:5:1: error: this table has more than 28590 cells [table-size]\nexit status 1\n"


def large_table(folder):
    write(folder, a=ARTICLE + "\n" + table(5000, 3))
    return "exit status 0\n"


TOO_DEEP = ("error: lists or quotations are nested more than 16 levels deep here [nesting]\n"
            "exit status 1\n")


def deep_quotations(folder):
    write(folder, a=ARTICLE + "\n" + "> " * 200 + "江\n")
    return "x/a.md:5:401: " + TOO_DEEP


def deep_lists(folder):
    write(folder, a=ARTICLE + "\n" + "".join("  " * i + "- 江\n" for i in range(200)))
    return "x/a.md:21:33: " + TOO_DEEP


def very_deep_quotations(folder):
    write(folder, a=ARTICLE + "\n" + ">" * 100_000 + "江\n")
    return "x/a.md:5:100001: " + TOO_DEEP


def very_deep_lists_over_empty_lines(folder):
    write(folder, a=ARTICLE + "\n" + "- " * 500_000 + "江" + "\n" * 3_000_000)
    return "x/a.md:5:1000001: " + TOO_DEEP


TOO_MANY_LINKS = ("error: the links from here on are too many, or their addresses too long, to be "
                  "read; divide the text with empty lines and shorten the addresses [links]\n"
                  "exit status 1\n")


def many_brackets(folder):
    write(folder, a=ARTICLE + "\n" + "[" * 100_000 + "\n")
    return "exit status 0\n"


def many_links_on_many_lines(folder):
    write(folder, a=ARTICLE + "\n前文。\n\n" + "[江][畔]\n" * 300_000)
    return "x/a.md:7:1: " + TOO_MANY_LINKS


def one_long_address_many_times(folder):
    write(folder, a=ARTICLE + "\n[江]: http://example.org/" + "x" * 1_000_000 + "\n\n"
          + "[江]" * 100_000)
    return "x/a.md:5:1: …"


def many_stars(folder):
    write(folder, a=ARTICLE + "\n" + "江**畔*" * 300_000 + "\n")
    return "x/a.md:5:5: warning: this * has no partner in its paragraph …"


def article_of_4_megabytes(folder):
    text = "江畔的早晨，**雾气散去。**渡口开了*第一班*船，\n船上坐着赶集的人。（甲）\n\n"
    write(folder, a="# 江畔\n\n" + text * (4_000_000 // len(text.encode())))
    return "exit status 0\n"


MADE = {f.__name__.replace("_", "-"): f for f in [
    large_article, large_yaml, control_characters, gbk_article, utf16_article, gbk_yaml,
    surrogates, overlong, marks_and_line_ends, dropped_characters_keep_columns, link_outside,
    folder_link_outside, neighbour_with_same_beginning, link_inside, link_to_itself, pipe, device,
    long_name, depth_bomb, depth_bomb_of_maps, depth_bomb_of_items, depth_bomb_in_head, laughs,
    many_directives, many_keys, many_equal_keys, many_overrides, many_articles, long_line, no_folder, no_issue_file,
    layout_from_elsewhere, table_with_too_many_rows, table_with_too_many_columns,
    table_of_short_rows, large_table, deep_quotations, deep_lists, very_deep_quotations,
    very_deep_lists_over_empty_lines, many_brackets, many_links_on_many_lines,
    one_long_address_many_times, many_stars, article_of_4_megabytes]}
MADE |= {f"no-date-{d}": no_date(d) for d in [
    "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31",
    "2024-1-5", "24-01-05", "1899-12-31", "3000-01-01", "2024/01/05", "2024-01-05x", "今天"]}
MADE |= {f"date-{d}": a_date(d) for d in [
    "2024-02-29", "2000-02-29", "1900-01-01", "2999-12-31", '"2024-12-31"']}


def run_made(name, make, result):
    top = Path(tempfile.mkdtemp(prefix="banxin-source-"))
    try:
        (top / "x").mkdir()
        want = make(top / "x")
        began = time.monotonic()
        _, said = run("x", top)
        if want.endswith("…"):
            want, said = want[:-1], said[:len(want) - 1]
        result.compare(name, want, said)
        if time.monotonic() - began > SECONDS / 2:
            print(f"slow: {name}")
    finally:
        shutil.rmtree(top)


def main():
    accept = "--accept" in sys.argv
    names = [a for a in sys.argv[1:] if a != "--accept"]
    result = Result()
    for case in sorted(CASES.iterdir()):
        if not names or case.name in names:
            run_case(case, result, accept)
    for name, make in MADE.items():
        if not accept and (not names or name in names):
            run_made(name, make, result)
    print(f"{result.count} compared, {result.failed} differ")
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main())
