#!/usr/bin/env python3
"""Built issues against the printed ones, where a developer has them beside the
checkout: lines, page breaks and contents rows at least as exact as when this
was written. One wrong break spoils the lines behind it, so nothing less is
good enough; a figure that rises may be entered here."""

import re
import subprocess
import sys

from program import PRINT, Folder, Report, banxin, need, skip

LEAST = {
    "2021-09": {"lines": 198, "paragraphs": 41, "breaks": 6},
    "110": {"breaks": 6, "toc": 17},
}


def compare(expected, pdf):
    done = subprocess.run([sys.executable, PRINT / "compare.py", expected, pdf, "-v"],
                          stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return done.stdout, {m[1]: int(m[2]) for m in re.finditer(r"^(\w+) (\d+)/\d+", done.stdout, re.M)}


def main():
    need("pdftotext")
    if not (PRINT / "compare.py").exists():
        skip(f"no printed issues in {PRINT}")
    report = Report()
    with Folder() as top:
        for issue, least in LEAST.items():
            pdf = top / f"{issue}.pdf"
            done = banxin("build", PRINT / issue / "issue", "-o", pdf)
            if not report.check(done.returncode == 0, f"{issue} is not built", done.stderr):
                continue
            said, figures = compare(PRINT / issue / "expected.json", pdf)
            for name, n in least.items():
                report.check(figures.get(name, 0) >= n,
                             f"{issue}: {name} {figures.get(name)}, was {n}", said)
    report.end()


if __name__ == "__main__":
    main()
