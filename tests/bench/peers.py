#!/usr/bin/env python3
"""What `check`, zhlint and AutoCorrect find in the same text, side by side: no
verdict, since the peers look for less and mean other manuscripts.

    peers.py [FOLDER …]

Each folder is a printed issue with its expected.json, as for ../proof/print.py;
without arguments those beside the repository. After them come the cases of the
rules, ../proof/cases: how many of the places that a rule must find each tool
touches, and how many of the look-alikes. The peers put a space between Chinese
and Western characters, which a bulletin doesn't: that is switched off.

Node's packages are taken from the folder that $PEERS names, else fetched by npm
into a temporary one. Skips where there is no npm or no network.
"""

import difflib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "proof"), str(TESTS)]
import print as misprints  # noqa: E402
import run as rules  # noqa: E402
from program import PRINT, Folder, banxin, need, skip  # noqa: E402

PACKAGES = ["zhlint@0.8", "autocorrect-node@2"]
TOOLS = ["banxin", "zhlint", "autocorrect"]

# Texts come as [name, text], places go as [line, column, length], or as [line, old, new].
SCRIPT = """
const zhlint = require('zhlint'), autocorrect = require('autocorrect-node');
const files = JSON.parse(require('fs').readFileSync(0, 'utf8')), out = {};
autocorrect.loadConfig(JSON.stringify({ rules: { 'space-word': 0, spellcheck: 0 } }));
console.log = console.error = () => {};
for (const [name, text] of files) {
  const rules = { preset: 'default', spaceBetweenMixedwidthContent: false };
  const said = zhlint.run(text, { rules }).validations;
  out[name] = {
    zhlint: said.map(v => {
      const before = text.slice(0, v.index).split('\\n');
      return [before.length, before.at(-1).length + 1, Math.max(v.length, 1)];
    }),
    autocorrect: autocorrect.lintFor(text, name).lines.map(v => [v.l, v.old, v.new]),
  };
}
process.stdout.write(JSON.stringify(out));
"""


def packages(folder):
    """A folder with node_modules."""
    if os.environ.get("PEERS"):
        return Path(os.environ["PEERS"])
    need("npm")
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder,
                           *PACKAGES], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          timeout=300)
    if done.returncode:
        skip("npm can't fetch the packages")
    return folder


def changed(line, old, new):
    """AutoCorrect says whole lines: where old and new differ."""
    pairs = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [[line, a + 1, max(b - a, 1)] for kind, a, b, _, _ in pairs if kind != "equal"]


def ask_peers(modules, files):
    """Places by tool and file, in the form of our findings."""
    done = subprocess.run(["node", "-e", SCRIPT], cwd=modules, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300, check=False,
                          input=json.dumps([[str(p), t] for p, t in files.items()]).encode())
    if done.returncode:
        sys.exit(done.stderr.decode("utf-8", "replace"))
    found = {tool: [] for tool in TOOLS[1:]}
    for name, said in json.loads(done.stdout).items():
        places = said["zhlint"], [p for v in said["autocorrect"] for p in changed(*v)]
        for tool, at in zip(TOOLS[1:], places):
            found[tool] += [{"file": name, "line": line, "column": column, "length": length}
                            for line, column, length in at]
    return found


def ask_all(modules, issue, files):
    said = json.loads(banxin("check", issue, "--format", "json").stdout)["findings"]
    articles = {path: text for path, text in files.items() if path.suffix == ".md"}
    return {"banxin": said, **ask_peers(modules, articles)}


def show(head, rows):
    print(f"\n{head:22}" + "".join(f"{name:>13}" for name in ["of", *TOOLS]))
    for name, numbers in rows:
        print(f"{name:22}" + "".join(f"{n:>13}" for n in numbers))


def compare_issue(modules, folder):
    issue = folder / "issue"
    files = misprints.manuscripts(issue)
    found = ask_all(modules, issue, files)
    found["banxin"] = [f for f in found["banxin"] if f["level"] != "note"]
    typos = [t for t in json.loads((folder / "expected.json").read_text("utf-8"))["typos"]
             if not t.get("artefact")]
    touched, hits, all_ = {tool: set() for tool in TOOLS}, Counter(), Counter()
    for typo in typos:
        where, by = misprints.places(typo, files), []
        for tool in TOOLS:
            here = {i for i, f in enumerate(found[tool])
                    if any(misprints.touches(f, place) for place in where)}
            touched[tool] |= here
            by += [tool] if here else []
        all_[typo["kind"]] += 1
        hits.update((typo["kind"], tool) for tool in by)
        print(f"{', '.join(by) or 'nobody':28} {typo['text']}")
    rows = [(kind, [n, *(hits[kind, tool] for tool in TOOLS)]) for kind, n in sorted(all_.items())]
    rows.append(("beside them", ["", *(len(found[t]) - len(touched[t]) for t in TOOLS)]))
    show(f"{folder.name}: misprints", rows)


def has(findings, case, rule, excerpt):
    """One of the findings touches the excerpt, where one is given; ours is of the rule."""
    lines = case.article().split("\n")
    for f in findings:
        at = f["column"] - 1
        around = lines[f["line"] - 1][max(at - len(excerpt) + 1, 0):
                                      at + f["length"] + len(excerpt) - 1]
        if f.get("rule", rule) == rule and excerpt in around:
            return True
    return False


def compare_cases(modules, path, top):
    cases = rules.read_cases(path)
    issue, names = top / path.stem, [f"{i:03}.md" for i in range(len(cases))]
    issue.mkdir()
    for name, case in zip(names, cases):
        (issue / name).write_text(case.article(), "utf-8")
    (issue / "issue.yaml").write_text(rules.ISSUE.format(articles=", ".join(names)), "utf-8")
    found = ask_all(modules, issue, misprints.manuscripts(issue))
    wanted = Counter(rule for case in cases for rule, _ in case.hits)
    hits, false = Counter(), Counter()
    for name, case in zip(names, cases):
        for tool in TOOLS:
            here = [f for f in found[tool] if Path(f["file"]).name == name
                    and (tool != "banxin" or f["rule"] in wanted)]
            hits.update((r, tool) for r, words in case.hits if has(here, case, r, words))
            false[tool] += bool(not case.hits and here)
    rows = [(rule, [n, *(hits[rule, tool] for tool in TOOLS)]) for rule, n in wanted.items()]
    alike = sum(not case.hits for case in cases)
    show(path.stem, [*rows, ("look-alikes", [alike, *(false[t] for t in TOOLS)])])


def main(args):
    need("node")
    folders = [Path(arg) for arg in args] or sorted(
        path.parent for path in PRINT.glob("*/expected.json"))
    with Folder() as top:
        modules = packages(top)
        for folder in folders:
            compare_issue(modules, folder)
        for path in sorted((TESTS / "proof" / "cases").glob("*.txt")):
            compare_cases(modules, path, top)


if __name__ == "__main__":
    main(sys.argv[1:])
