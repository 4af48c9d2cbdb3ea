#!/usr/bin/env python3
"""`banxin fit`: whatever it advises is done to the manuscripts here, by other means, and the issue
is built anew. A way to so many pages must come to that many, and to more when any step of it is left
out or a character less is cut. --apply writes comments and nothing else."""

import json
import os
import random
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from program import ISSUE, Folder, Report, banxin, dump, environment, pinned_data, write_issue

HAN = "春夏秋冬山川河流花木林草日月星云雨雪风霜金石土田江湖海岛东西南北上下左右前后高低远近明暗新旧"
COMMENT = "<!-- banxin: tighten -->"


def words(r, n):
    out = ""
    while len(out) < n:
        out += "".join(r.choice(HAN) for _ in range(r.randint(4, 13))) + r.choice("，，、；：")
    return out[:n].rstrip("，、；：") + "春。"


def make(folder, seed, last, more=""):
    """An issue whose last page has about so many lines."""
    r = random.Random(seed)
    articles = []
    for k in range(3):
        paragraphs = [words(r, r.randint(40, 300)) for _ in range(r.randint(4, 9))]
        articles.append((f"第{k}篇", "\n\n".join(paragraphs)))
    articles.append(("末篇", "\n\n".join(words(r, 60) for _ in range(last))))
    return write_issue(folder, articles, issue=ISSUE + more)


def pages_of(issue, env):
    return len(re.findall(r"^page ", dump(issue, "page", env=env), re.M))


def fit(report, issue, env, *options, status=0):
    done = banxin("fit", issue, "--format=json", *options, env=env)
    report.check(done.returncode == status, "fit: wrong exit status", done.returncode, done.stderr)
    return json.loads(done.stdout)


def carry_out(issue, to, steps):
    """A copy of the issue with the steps done, from its last line to its first."""
    shutil.copytree(issue, to)
    for s in sorted(steps, key=lambda s: -s["line"]):
        path = to / Path(s["file"]).name
        lines = path.read_text("utf-8").split("\n")
        at = s["line"] - 1
        if s["tighten"]:
            lines.insert(at, COMMENT)
        elif s["cut"]:
            body = re.match(r"(.*?)([。！？”]*)$", lines[at])
            lines[at] = body[1][:-s["cut"]] + body[2]
        path.write_text("\n".join(lines), "utf-8")
    return to


def check_goals(report, name, issue, env, advice, top):
    for k, goal in enumerate(advice["goals"]):
        if not goal["reached"]:
            continue
        steps = goal["steps"]
        done = pages_of(carry_out(issue, top / f"{name}-{k}", steps), env)
        report.check(done == goal["comesTo"] <= goal["pages"], f"{name}: a way does not lead there",
                     goal, done)
        for i, step in enumerate(steps[:6]):
            less = steps[:i] + steps[i + 1:]
            done = pages_of(carry_out(issue, top / f"{name}-{k}-{i}", less), env)
            report.check(done > goal["pages"], f"{name}: a step could be left out", step)
            if step["cut"] > 1:
                less.append(dict(step, cut=step["cut"] - 1))
                done = pages_of(carry_out(issue, top / f"{name}-{k}-{i}c", less), env)
                report.check(done > goal["pages"], f"{name}: fewer characters would do", step)


def check_paragraphs(report, name, issue, env, advice):
    """Lines and last characters, against the dumped page."""
    lines = [p["lines"] for p in advice["paragraphs"]]
    found = len(re.findall(r"^  para ", dump(issue, "page", env=env), re.M))
    report.check(sum(lines) == found, f"{name}: paragraphs have other lines", sum(lines), found)
    for p in advice["paragraphs"]:
        source = Path(p["file"]).read_text("utf-8").split("\n")[p["line"] - 1]
        report.check(source.startswith(p["text"].rstrip("…")), f"{name}: the place is another", p)
        # marks may give way to one character more
        report.check(not p["cut"] or p["last"] - 2 <= p["cut"] <= 34, f"{name}: an odd cut", p)


def test_advice(report, top, env):
    ways = cuts = tight = 0
    for seed in range(10):
        name = f"advice {seed}"
        issue = make(top / f"issue{seed}", seed, 8 + seed % 5)
        advice = fit(report, issue, env)
        pages = pages_of(issue, env)
        report.check(advice["pages"] == pages, f"{name}: other pages", advice["pages"], pages)
        report.check(advice["blank"] == -pages % 4, f"{name}: blank pages", advice["blank"])
        report.check(0 < advice["used"] <= advice["capacity"], f"{name}: fullness", advice["used"])
        check_paragraphs(report, name, issue, env, advice)
        check_goals(report, name.replace(" ", ""), issue, env, advice, top)
        reached = [g for g in advice["goals"] if g["reached"]]
        ways += len(reached)
        cuts += sum(s["cut"] > 0 for g in reached for s in g["steps"])
        tight += sum(s["tighten"] for g in reached for s in g["steps"])
    report.check(ways >= 3 and cuts and tight, "too few ways were tried", ways, cuts, tight)


def nearly(top, env, report):
    """An issue that tight paragraphs alone bring to a page less."""
    for seed in range(200):
        issue = make(top / "nearly" / str(seed), seed, 5)
        advice = fit(report, issue, env)
        for goal in advice["goals"]:
            if goal["reached"] and goal["steps"] and all(s["tighten"] for s in goal["steps"]):
                return issue, goal
    return None, None


def test_apply(report, top, env):
    issue, goal = nearly(top, env, report)
    if not report.check(issue, "no issue was found that tight paragraphs shorten"):
        return
    for ending in ("\n", "\r\n"):
        copy = shutil.copytree(issue, top / f"apply{len(ending)}")
        before = {}
        for path in copy.glob("*.md"):
            path.write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
            before[path] = path.read_bytes()
        done = banxin("fit", copy, "--apply", f"--pages={goal['pages']}", env=env)
        report.check(done.returncode == 0 and "set tight" in done.stderr, "--apply fails",
                     done.stderr)
        report.check(pages_of(copy, env) == goal["pages"], "--apply does not lead there")
        added = 0
        for path, old in before.items():
            now = path.read_bytes()
            line = (COMMENT + ending).encode()
            added += now.count(line)
            report.check(now.replace(line, b"") == old, "--apply changes something else", path)
        report.check(added == len(goal["steps"]), "another number of comments", added)
        after = {path: path.read_bytes() for path in before}
        done = banxin("fit", copy, "--apply", f"--pages={goal['pages']}", env=env)
        report.check(done.returncode == 0 and all(p.read_bytes() == b for p, b in after.items()),
                     "--apply twice does more than once", done.stderr)
        report.check(" tight" in dump(copy, "source", env=env), "the dump has no tight paragraph")
    check_refusals(report, issue, goal, top, env)


def check_refusals(report, issue, goal, top, env):
    copy = shutil.copytree(issue, top / "refused")
    before = {p: p.read_bytes() for p in copy.iterdir()}
    done = banxin("fit", copy, "--apply", "--pages=1", env=env)
    report.check(done.returncode == 1 and "nothing was changed" in done.stderr,
                 "one page is no way", done.stderr)
    report.check({p: p.read_bytes() for p in copy.iterdir()} == before,
                 "files were changed without a way")
    done = banxin("fit", copy, "--pages=1", env=env)
    report.check(done.returncode == 1 and "no way to 1 pages" in done.stdout, "no way, and no word",
                 done.stdout)
    if os.geteuid():
        for path in copy.glob("*.md"):
            path.chmod(0o444)
        done = banxin("fit", copy, "--apply", f"--pages={goal['pages']}", env=env)
        report.check(done.returncode == 1 and "could not be written" in done.stderr,
                     "a read-only manuscript is written to", done.stderr)


def test_comment(report, top, env):
    """The comment is about the paragraph below it, and about nothing else."""
    long = words(random.Random(3), 200)
    cases = [
        (f"{COMMENT}\n{long}", True, False),
        (f"{COMMENT}\n\n{long}", True, False),
        (f"<!--banxin: tighten-->\n<!-- banxin: allow word -->\n{long}", True, False),
        (f"{long}\n\n{COMMENT}\n", False, True),
        (f"{COMMENT}\n## 小标题\n\n{long}", False, True),
        (f"```\n{COMMENT}\n```\n\n{long}", False, False),
        (f"{long}{COMMENT}\n", False, False),
    ]
    for i, (text, tight, warned) in enumerate(cases):
        issue = write_issue(top / f"comment{i}", [("题目", text)])
        done = banxin("dump", issue, "--after=source", env=env)
        report.check((" tight\n" in done.stdout) == tight, "the comment reaches another paragraph",
                     text[:60])
        report.check(("tighten-nothing" in done.stderr) == warned, "a vain comment gets no warning",
                     text[:60], done.stderr)


def test_columns(report, top, env):
    """The lead has the whole measure where the body has columns."""
    text = "春夏秋冬山川河流花木林草。" * 9
    issue = write_issue(top / "columns", [("题目", text)],
                        issue=ISSUE.replace("jianxun", "hedingben") + "lead: lead.md\n")
    (issue / "lead.md").write_text(f"---\ntitle: 头条\n---\n\n{text}\n", "utf-8")
    lines = [p["lines"] for p in fit(report, issue, env)["paragraphs"]]
    report.check(lines == [3, 7], "paragraphs are measured for another measure", lines)


def test_usage(report, top, env):
    issue = make(top / "usage", 1, 3)
    for args in ([], [issue, issue], ["--pages=0", issue], ["--pages=x", issue],
                 ["--format=sarif", issue], ["--fix", issue]):
        done = banxin("fit", *args, env=env)
        report.check(done.returncode == 2 and not done.stdout, "wrong usage is not seen", args)
    done = banxin("fit", top / "absent", env=env)
    report.check(done.returncode == 1 and done.stderr, "an issue that is not there")
    done = banxin("fit", issue, "--pages=50", env=env)
    report.check(done.returncode == 0 and "stay blank, of 50" in done.stdout, "more pages than needed",
                 done.stdout)
    done = banxin("fit", issue, env=dict(env, LANGUAGE="zh_CN"))
    report.check(done.returncode == 0 and re.search("末页排满|filled by", done.stdout), "no Chinese",
                 done.stdout)


def main():
    report = Report()
    with Folder() as top:
        env = pinned_data(top / "data")
        for test in (test_advice, test_apply, test_comment, test_columns, test_usage):
            test(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
