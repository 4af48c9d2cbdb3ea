#!/usr/bin/env python3
"""`banxin check` itself: settings, comments that allow, --fix, JSON, SARIF, exit
statuses. What the rules find is in run.py."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ISSUE = """publication:
  title: 江畔通讯
  publisher: 江畔行业协会
layout: jianxun
number: 3
total: 27
date: 2024-03-29
sections:
  - title: 本地
    articles: [a.md]
"""
QUIET = "byline-missing: off\n"
failures = 0


def run(folder, *args):
    env = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="")
    done = subprocess.run([os.environ["BANXIN"], "check", "issues/x", *args], cwd=folder,
                          env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def make(top, article, settings=QUIET, own=None, issue=ISSUE):
    folder = Path(top) / "issues" / "x"
    folder.mkdir(parents=True, exist_ok=True)
    data = article if isinstance(article, bytes) else article.encode()
    (folder / "a.md").write_bytes(data)
    (folder / "issue.yaml").write_text(issue, "utf-8")
    (folder.parent / "check.yaml").write_text(settings, "utf-8")
    if own is not None:
        (folder / "check.yaml").write_text(own, "utf-8")
    return folder / "a.md"


def expect(name, want, have):
    global failures
    if want != have:
        failures += 1
        print(f"not ok: {name}\n--- wanted\n{want}\n--- but this came out\n{have}\n---")


def said(article, settings=QUIET, own=None, issue=ISSUE):
    """Exit status and lines of standard error."""
    with tempfile.TemporaryDirectory() as top:
        make(top, article, settings, own, issue)
        status, _, err = run(top)
        return status, err.splitlines()


WIDE = "# 新桥\n\n新桥通车了,大家都很高兴。\n"
WIDE_SAID = ("issues/x/a.md:3:6: {}: ‘,’ in Chinese text is written ‘，’ [mark-width]",
             "{} errors, {} warnings, {} notes")


def wide(level, *counts):
    return [WIDE_SAID[0].format(level), WIDE_SAID[1].format(*counts)]


def test_settings():
    expect("as it is", (0, wide("warning", 0, 1, 0)), said(WIDE))
    expect("error", (1, wide("error", 1, 0, 0)), said(WIDE, QUIET + "mark-width: error\n"))
    expect("note", (0, wide("note", 0, 0, 1)), said(WIDE, QUIET + "mark-width: note\n"))
    expect("off", (0, ["0 errors, 0 warnings, 0 notes"]), said(WIDE, QUIET + "mark-width: off\n"))
    expect("own settings win", (1, wide("error", 1, 0, 0)),
           said(WIDE, QUIET + "mark-width: off\n", "mark-width: error\n"))
    expect("misspelt rule", (1, ["issues/check.yaml:1:1: error: there is no rule ‘mark-wdith’; "
                                 "did you mean ‘mark-width’? [unknown-rule]"]),
           said(WIDE, "mark-wdith: off\n"))
    expect("unknown rule", (1, ["issues/check.yaml:1:1: error: there is no rule ‘spelling’; "
                                "banxin check --rules lists them [unknown-rule]"]),
           said(WIDE, "spelling: off\n"))
    expect("bad level", (1, ["issues/check.yaml:1:13: error: ‘loud’ does not fit ‘mark-width’; "
                             "write one of: off, note, warning, error [bad-value]"]),
           said(WIDE, "mark-width: loud\n"))
    expect("twice", (1, ["issues/check.yaml:2:1: error: the key ‘mark-width’ stands here a second "
                         "time; keep one [duplicate-key]",
                         "issues/check.yaml:1:1: note: the first one is here [first-here]"]),
           said(WIDE, "mark-width: off\nmark-width: note\n"))
    expect("list", (1, ["issues/check.yaml:1:1: error: ‘check.yaml’ should be a group of keys such "
                        "as space-han-latin: off, but this is a list of 1 [wrong-type]"]),
           said(WIDE, "- mark-width\n"))


NONE = (0, ["0 errors, 0 warnings, 0 notes"])
ALLOW = "<!-- banxin: allow mark-width -->"


def test_silences():
    text = "新桥通车了,大家都很高兴。"
    expect("line above", NONE, said(f"# 新桥\n\n{ALLOW}\n{text}\n"))
    expect("line above, one empty", NONE, said(f"# 新桥\n\n{ALLOW}\n\n{text}\n"))
    expect("same line", NONE, said(f"# 新桥\n\n{text} {ALLOW}\n"))
    expect("two rules", NONE, said("# 新桥\n\n<!-- banxin: allow mark-width, stop-missing -->\n"
                                   "新桥通车了,大家都很高兴；今天的阳光特别好，微风吹过江面，"
                                   "两岸的人们都出来看\n"))
    expect("not two lines below", (0, [
        "issues/x/a.md:3:1: note: the comment allows ‘mark-width’, but nothing of that rule is "
        "found here; delete it [silence-unused]",
        "issues/x/a.md:6:6: warning: ‘,’ in Chinese text is written ‘，’ [mark-width]",
        "0 errors, 1 warnings, 1 notes"]),
        said(f"# 新桥\n\n{ALLOW}\n今天通车。\n\n{text}\n"))
    expect("no such rule", (0, [
        "issues/x/a.md:3:1: warning: the comment allows ‘widths’, which is the name of no rule; "
        "see banxin check --rules [silence-unknown]", "0 errors, 1 warnings, 0 notes"]),
        said("# 新桥\n\n<!-- banxin: allow widths -->\n今天通车。\n"))
    expect("in the head", NONE, said("---\n# banxin: allow mark-width\ntitle: 新桥,旧桥\n---\n\n"
                                     "今天通车。\n"))
    expect("in issue.yaml", NONE, said("# 新桥\n\n今天通车。\n", issue=ISSUE.replace(
        "title: 本地", "title: 本地,外地 # banxin: allow mark-width")))


def source_of(article):
    with tempfile.TemporaryDirectory() as top:
        make(top, article)
        done = subprocess.run([os.environ["BANXIN"], "dump", "issues/x", "--after=source"],
                              cwd=top, env=dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE=""),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        return done.stdout.decode(), done.stderr.decode()


def printed(name, article, *have, lacks=()):
    out, err = source_of(article)
    for words in have:
        expect(f"{name}: {words}", True, words in out)
    for words in lacks:
        expect(f"{name}: without {words}", False, words in out)
    return err


def test_comments():
    printed("in a line", "# 桥\n\n新桥<!-- 老桥 -->通车。\n", '"新桥" @3:1', '"通车。" @3:14',
            lacks=["老桥"])
    printed("lines", "# 桥\n\n<!-- 老\n桥 -->\n新桥通车。\n", '"新桥通车。" @5:1', lacks=["老"])
    printed("within a paragraph", "# 桥\n\n新桥\n<!-- 老桥 -->\n通车。\n", '"新桥" @3:1\n',
            '"通车。" @5:1')
    printed("code", "# 桥\n\n代码`<!-- 甲 -->`和\\<!-- 乙 -->。\n\n    <!-- 丙 -->\n\n"
                    "```\n<!-- 丁 -->\n```\n", "<!-- 甲 -->", "<!-- 乙 -->", "<!-- 丙 -->",
            "<!-- 丁 -->")
    printed("list", "# 桥\n\n* 甲\n\n    <!-- 丙 -->\n\n    乙\n", "乙", lacks=["丙"])
    err = printed("no end", "# 桥\n\n新桥<!-- 老桥。\n", "<!-- 老桥。")
    expect("no end is said", "issues/x/a.md:3:3: warning: this <!-- has no --> behind it and is "
           "printed as it stands; add the -->, or write \\<!-- [comment-unclosed]\n", err)


def fixed(article):
    """The file after --fix and the number of changes said; then once more."""
    with tempfile.TemporaryDirectory() as top:
        path = make(top, article)
        _, _, err = run(top, "--fix")
        once = path.read_bytes()
        _, _, again = run(top, "--fix")
        expect("--fix twice is --fix once", once, path.read_bytes())
        expect("nothing is changed twice", True, "0 changes made" in again)
        return once.decode("utf-8"), err


def test_fix():
    text, err = fixed("\ufeff# 新桥\r\n\r\n新桥于 2024年通车了,全长1公里。。\r\n\r\n“甲乙”。\r\n")
    expect("widths, spaces, doubled marks; BOM and CRLF kept",
           "\ufeff# 新桥\r\n\r\n新桥于2024年通车了，全长1公里。\r\n\r\n“甲乙”。\r\n", text)
    expect("each change is shown", "issues/x/a.md:3:4: space-han-latin\n"
           "- 新桥于[ ]2024年通车了,全长1公里。。\n+ 新桥于[]2024年通车了,全长1公里。。\n", "".join(
               line + "\n" for line in err.splitlines()[:3]))
    expect("how many", True, "3 changes made" in err)
    text, _ = fixed("# 新桥\n\n约500人左右参加,开了三、四天会，发放《桥》、《路》等书。\n")
    expect("words are left alone", "# 新桥\n\n约500人左右参加，开了三、四天会，发放《桥》、《路》等书。\n",
           text)
    text, _ = fixed("# 新桥\n\n桥长7\\*24米，<!-- 甲,乙 -->和**丙**,丁一样(戊)。\n")
    expect("markup is left alone", "# 新桥\n\n桥长7\\*24米，<!-- 甲,乙 -->和**丙**，丁一样（戊）。\n",
           text)
    text, _ = fixed('---\ntitle: "新桥,旧桥"\n---\n\n大家说"很好"。\n')
    expect("heads and quotes", '---\ntitle: "新桥，旧桥"\n---\n\n大家说“很好”。\n', text)
    text, _ = fixed("# 新桥\n\n新桥通车...大家很高兴。。。。\n")
    expect("dots", "# 新桥\n\n新桥通车……大家很高兴……\n", text)


def required(thing, **members):
    for name, kind in members.items():
        if not isinstance(thing.get(name), kind):
            expect(f"SARIF member {name}", kind, thing.get(name))


def test_formats():
    with tempfile.TemporaryDirectory() as top:
        make(top, '# 新"桥\\\n\n新桥通车了,大家都很高兴。\n\n于 2024年“开工。\n')
        status, out, err = run(top, "--format", "json")
        found = json.loads(out)
        expect("JSON: status, and nothing said beside", (0, ""), (status, err))
        expect("JSON: counts", (0, 4), (found["errors"], found["warnings"]))
        expect("JSON: a finding", {
            "file": "issues/x/a.md", "line": 3, "column": 6, "length": 1, "level": "warning",
            "rule": "mark-width", "clause": "GB/T 15834 5.1",
            "message": "‘,’ in Chinese text is written ‘，’", "excerpt": ",", "fix": "，",
            "certain": True}, found["findings"][1])
        check_sarif(json.loads(run(top, "--format", "sarif")[1]))


def check_sarif(log):
    """What SARIF 2.1.0 requires, and what we promise beside."""
    required(log, version=str, runs=list)
    expect("SARIF version", "2.1.0", log["version"])
    run_ = log["runs"][0]
    required(run_, tool=dict, results=list)
    driver = run_["tool"]["driver"]
    required(driver, name=str, rules=list)
    ids = [rule["id"] for rule in driver["rules"]]
    expect("rules have one name each", len(ids), len(set(ids)))
    for rule in driver["rules"]:
        required(rule["shortDescription"], text=str)
        expect("level", True, rule["defaultConfiguration"]["level"] in ("note", "warning", "error"))
    for result in run_["results"]:
        required(result, message=dict, ruleId=str, level=str, locations=list)
        required(result["message"], text=str)
        expect("index", result["ruleId"], ids[result["ruleIndex"]])
        place = result["locations"][0]["physicalLocation"]
        expect("uri", "issues/x/a.md", place["artifactLocation"]["uri"])
        required(place["region"], startLine=int, startColumn=int, endColumn=int)
        for fix in result.get("fixes", []):
            change = fix["artifactChanges"][0]
            required(change["artifactLocation"], uri=str)
            required(change["replacements"][0], deletedRegion=dict, insertedContent=dict)
    expect("as many results as findings", 4, len(run_["results"]))


def test_usage():
    with tempfile.TemporaryDirectory() as top:
        make(top, WIDE)
        expect("unknown format", 2, run(top, "--format", "xml")[0])
        expect("unknown option", 2, run(top, "--quick")[0])
        expect("two issues", 2, run(top, "issues/y")[0])
        status, out, _ = run(top, "--rules")
        expect("rules", (0, True), (status, "mark-width: warning" in out))
        (Path(top) / "issues" / "x" / "a.md").unlink()
        expect("broken issue", 1, run(top)[0])


def test_handbook():
    """The editors' handbook has nothing to be found, or says so in a comment."""
    done = subprocess.run([os.environ["BANXIN"], "check", "issues/2024-02"],
                          cwd=HERE.parent.parent, env=dict(os.environ, LC_ALL="C.UTF-8",
                                                           LANGUAGE=""),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    expect("the handbook", (0, "0 errors, 0 warnings, 0 notes\n"),
           (done.returncode, done.stderr.decode("utf-8")))


def test_bad_input():
    """Much of one thing is a matter of seconds, and of a few hundred findings."""
    for words in ["“", "，，", "（一）", "十", "甲 a ", "1、", "《“‘（", "一是甲；", "3～5亿",
                  "<!-- banxin: allow mark-width -->甲,", "共30件，其中1件、"]:
        status, err = said(f"# 新桥\n\n{words * (1_000_000 // len(words.encode()))}\n")
        expect(f"{words} again and again", (0, True), (status, len(err) < 6000))


def main():
    for test in [test_settings, test_silences, test_comments, test_fix, test_formats, test_usage,
                 test_handbook, test_bad_input]:
        test()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
