#!/usr/bin/env python3
"""Time of breaking one paragraph into lines: optimum to greedy, and as it grows.

Medians, in microseconds, of breaking and setting alone; shaping is not in them.

    lines.py [REPEATS]
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "line"))
from cells import (  # noqa: E402
    EM, GREEDY, HALF, OPTIMUM, WHEN_NEEDED, Box, Policy, em, make_cells, running_text, time_all)


def paragraphs(n):
    kinds = running_text(random.Random(n), n)
    for fill in GREEDY, OPTIMUM:
        p = Policy(fill=fill, line_end=WHEN_NEEDED, line_start=HALF, paragraph_start=HALF,
                   close_up=True, contrast=EM)
        yield Box(em(31.9), first=2 * EM), p, make_cells(kinds, p)


def main():
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    print("    cells   greedy  optimum  ratio  optimum, ns a cell")
    for n in 100, 1000, 10000, 100000, 400000:
        greedy, optimum = time_all(list(paragraphs(n)), repeats)
        print(f"{n:9} {greedy:8.0f} {optimum:8.0f} {optimum / greedy:6.2f} "
              f"{optimum * 1000 / n:8.0f}")


if __name__ == "__main__":
    main()
