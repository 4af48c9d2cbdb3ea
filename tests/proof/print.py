#!/usr/bin/env python3
"""How much `check` finds of the mistakes that stand in printed issues, and how
often it cries wolf.

    print.py [FOLDER …]

Each folder holds issue/ and expected.json, whose `typos` list what a careful
reader found: the words, where they stand, what kind of mistake. A typo is found
where a finding of warning level or above touches its words; such a finding that
touches no typo is a false alarm. Without arguments the folders of the printed
issues beside the repository are taken; where there are none the test skips.
Fails where the figures fall below those below.
"""

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import PRINT, SKIP, banxin  # noqa: E402

MECHANICAL = re.compile("punctuation|width|quotes|dup-.*|number|inconsistency")
LEAST_MECHANICAL, LEAST_ALL, MOST_FALSE = 0.80, 0.45, 0.3


def check(issue):
    return json.loads(banxin("check", issue, "--format", "json").stdout)["findings"]


def manuscripts(issue):
    return {path: path.read_text("utf-8") for path in sorted(issue.iterdir())
            if path.suffix in (".md", ".yaml")}


def characters(files):
    return sum(len(re.sub(r"\s", "", text)) for path, text in files.items()
               if path.suffix == ".md")


def pattern_of(words):
    """Printed lines of a title are joined by a space in the list, and divided
    by YAML in the manuscript."""
    return re.compile(r'(?:\s|", "|\\)*'.join(re.escape(c) for c in words if not c.isspace()))


def places(typo, files):
    """Where the typo's words stand: (path, line, first column, column behind), by
    lines, of the article that it is of where that can be told."""
    _, _, rest = typo["where"].partition("/")
    title = rest.rsplit("/", 1)[0].split(" ")[0]
    found = []
    for path, text in files.items():
        of_article = path.suffix == ".md" and title and title in text.split("\n\n")[0]
        for match in pattern_of(typo["text"]).finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            col = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            found.append((of_article, path, line, col, col + len(match.group())))
    best = [place[1:] for place in found if place[0]]
    return best or [place[1:] for place in found]


def touches(finding, place):
    path, line, first, behind = place
    begin = finding["column"]
    end = begin + max(finding["length"], 1)
    return (Path(finding["file"]).name == path.name and finding["line"] == line
            and begin < behind and first < end)


class Tally:
    def __init__(self):
        self.kinds = {}
        self.false = 0
        self.characters = 0

    def count(self, kind, found):
        all_, hit = self.kinds.get(kind, (0, 0))
        self.kinds[kind] = (all_ + 1, hit + found)

    def share(self, wanted):
        rows = [row for kind, row in self.kinds.items() if wanted.fullmatch(kind)]
        return sum(hit for _, hit in rows) / max(sum(all_ for all_, _ in rows), 1)


def measure(folder, tally):
    issue = folder / "issue"
    files = manuscripts(issue)
    typos = [typo for typo in json.loads((folder / "expected.json").read_text("utf-8"))["typos"]
             if not typo.get("artefact")]
    findings = [f for f in check(issue) if f["level"] != "note"]
    told = set()
    tally.characters += characters(files)
    for typo in typos:
        where = places(typo, files)
        hits = [i for i, f in enumerate(findings) if any(touches(f, place) for place in where)]
        told.update(hits)
        tally.count(typo["kind"], bool(hits))
        if not hits:
            print(f"missed ({typo['kind']}): {typo['text']} → {typo['fix']}"
                  + ("" if where else "  [not in the manuscript]"))
    for i, f in enumerate(findings):
        if i not in told:
            tally.false += 1
            print(f"false: {f['file']}:{f['line']}:{f['column']}: {f['excerpt']}: {f['message']} "
                  f"[{f['rule']}]")


def main(args):
    folders = [Path(arg) for arg in args] or sorted(
        path.parent for path in PRINT.glob("*/expected.json"))
    if not folders:
        print("no printed issues are here")
        return SKIP
    tally = Tally()
    for folder in folders:
        measure(folder, tally)
    for kind, (all_, hit) in sorted(tally.kinds.items()):
        print(f"{kind:16} {hit:3} of {all_:3}")
    mechanical, every = tally.share(MECHANICAL), tally.share(re.compile(".*"))
    false = tally.false * 1000 / tally.characters
    print(f"mechanical kinds {mechanical:.0%}, all kinds {every:.0%}, "
          f"{tally.false} false alarms in {tally.characters} characters: {false:.2f} per thousand")
    good = mechanical >= LEAST_MECHANICAL and every >= LEAST_ALL and false <= MOST_FALSE
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
