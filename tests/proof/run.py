#!/usr/bin/env python3
"""Rules of `check`: what they must find, and look-alikes that must stay silent.

    run.py [FILE …]

Each file of cases/ holds cases divided by empty lines. The first line of one is
`!` and what must be found, `rule excerpt` divided by `; ` (the excerpt may be
left out), or `=` where nothing may be; then the paragraphs of an article, a
line each, the first perhaps its title after `# `. Only rules that some case of
the file names are looked at. Lines before the first case that begin with # are
remarks.
"""

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
  - title: 案例
    articles: [{articles}]
"""


class Case:
    def __init__(self, number, lines):
        self.number = number
        self.hits = []
        if lines[0].startswith("!"):
            for part in lines[0][1:].split("; "):
                rule, _, excerpt = part.strip().partition(" ")
                self.hits.append((rule, excerpt))
        self.text = lines[1:]

    def article(self):
        title = self.text[0][2:] if self.text[0].startswith("# ") else "案例"
        body = self.text[1:] if self.text[0].startswith("# ") else self.text
        out = [f'---\ntitle: "{title}"\n---']
        for before, line in zip([""] + body, body):
            table = before.startswith("|") and line.startswith("|")
            out.append(line if table else "\n" + line)
        return "\n".join(out) + "\n"


def read_cases(path):
    lines = path.read_text("utf-8").split("\n")
    cases, block, first = [], [], 1
    for number, line in enumerate(lines + [""], 1):
        if line:
            block = block or []
            first = first if block else number
            block.append(line)
        elif block:
            if block[0][0] in "!=":
                cases.append(Case(first, block))
            block = []
    return cases


def check(folder):
    done = subprocess.run([os.environ["BANXIN"], "check", folder.name, "--format", "json"],
                          cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60)
    if not done.stdout:
        sys.exit(done.stderr.decode("utf-8"))
    return json.loads(done.stdout)["findings"]


def matches(wanted, found):
    """Every finding is wanted and every wanted one is found, in any order."""
    left = list(found)
    for rule, excerpt in wanted:
        hit = next((f for f in left if f[0] == rule and (not excerpt or f[1] == excerpt)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def run_file(path):
    cases = read_cases(path)
    rules = {rule for case in cases for rule, _ in case.hits}
    failed = 0
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "issue"
        folder.mkdir()
        names = [f"{i}.md" for i in range(len(cases))]
        (folder / "issue.yaml").write_text(ISSUE.format(articles=", ".join(names)), "utf-8")
        for name, case in zip(names, cases):
            (folder / name).write_text(case.article(), "utf-8")
        findings = check(folder)
    for name, case in zip(names, cases):
        found = [(f["rule"], f["excerpt"]) for f in findings
                 if f["file"] == f"issue/{name}" and f["rule"] in rules]
        if not matches(case.hits, found):
            failed += 1
            print(f"{path.name}:{case.number}: wanted {case.hits}, found {found}")
    unseen = {f["rule"] for f in findings} - rules
    print(f"{path.name}: {len(cases)} cases, {len(rules)} rules, {failed} failed"
          + (f"; not looked at: {', '.join(sorted(unseen))}" if unseen else ""))
    return failed


def main(args):
    paths = [Path(arg) for arg in args] or sorted((HERE / "cases").glob("*.txt"))
    return 1 if sum([run_file(path) for path in paths]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
