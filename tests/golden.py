#!/usr/bin/env python3
"""What the steps make of small issues, held against what was read and found right.

    golden.py [--update] [NAME ...]

Each folder of golden/ is an issue; its files shape.out, line.out and page.out
are the dumps after these steps. A test says which words of a dump differ: read
both against the manuscript before --update makes the new ones the measure.
"""

import difflib
import sys
from pathlib import Path

from program import Folder, Report, banxin, pinned_data

GOLDEN = Path(__file__).resolve().parent / "golden"
STEPS = ("shape", "line", "page")
MOST = 60  # lines of difference that are shown


def difference(path, want, have):
    lines = list(difflib.unified_diff(want.splitlines(), have.splitlines(), str(path),
                                      "what came out", n=2, lineterm=""))
    return lines[:MOST] + ([f"… {len(lines) - MOST} more"] if len(lines) > MOST else [])


def main():
    update = "--update" in sys.argv
    names = [a for a in sys.argv[1:] if a != "--update"]
    report = Report()
    with Folder() as top:
        env = pinned_data(top)
        for case in sorted(p.parent for p in GOLDEN.glob("*/issue.yaml")):
            if names and case.name not in names:
                continue
            for step in STEPS:
                path = case / f"{step}.out"
                if not path.exists():
                    continue
                done = banxin("dump", case.name, f"--after={step}", cwd=GOLDEN, env=env)
                have = done.stdout + done.stderr
                if update:
                    path.write_text(have, "utf-8")
                    continue
                want = path.read_text("utf-8")
                report.check(want == have, f"{case.name}/{path.name}",
                             *difference(path.relative_to(GOLDEN), want, have))
    report.end()


if __name__ == "__main__":
    main()
