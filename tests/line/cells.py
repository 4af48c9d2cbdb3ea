"""Cells as numbers: made here, broken into lines by the program `cells` in $CELLS.

Characters stand for cells: H Han, L letter (words do not break), , and . pause
and stop, ( ) brackets, : interpunct, _ space, N forced break.
"""

import os
import subprocess
from dataclasses import dataclass, field

EM = 65536
FULL, WHEN_NEEDED, HALF = range(3)
HANG_NONE, HANG_ALLOW, HANG_FORCE = range(3)
GREEDY, OPTIMUM = range(2)
JUSTIFIED, LEFT, CENTRE, RIGHT, SPREAD = range(5)


def em(number):
    return round(number * EM)


@dataclass
class Policy:
    line_end: int = FULL
    line_start: int = FULL
    paragraph_start: int = FULL
    hanging: int = HANG_NONE
    fill: int = OPTIMUM
    squeeze_limit: int = EM // 2
    lone: int = 1000 * EM
    contrast: int = 0
    word: int = 0
    # what shaping makes of the rest of a policy: (step, em) each
    close_up: bool = False
    gap: float = 0.25
    squeezed: dict = field(default_factory=lambda: {
        "space": (1, 0.25), "interpunct": (2, 0.5), "bracket": (3, 0.5), "pause": (4, 0.5),
        "gap": (5, 0.125), "stop": (6, 0.5)})
    spread: dict = field(default_factory=lambda: {
        "space": (1, 0.5), "gap": (2, 0.5), "text": (3, 0.25), "marks": (3, 0.25)})

    def numbers(self):
        return [self.line_end, self.line_start, self.paragraph_start, self.hanging, self.fill,
                self.squeeze_limit, self.lone, self.contrast, self.word]


@dataclass
class Box:
    measure: int
    first: int = 0
    rest: int = 0
    how: int = JUSTIFIED
    tight: bool = False

    def numbers(self):
        return [self.measure, self.first, self.rest, self.how, int(self.tight)]


@dataclass
class Cell:
    wid: int = 0
    tail: int = 0
    white: int = 0
    close_up: int = 0
    squeeze: int = 0
    gap: int = 0
    gap_squeeze: int = 0
    widen: int = 0
    squeeze_step: int = 0
    gap_step: int = 0
    widen_step: int = 0
    white_left: bool = False
    white_both: bool = False
    breakable: bool = False
    divides_word: bool = False
    hangs: bool = False
    lone: bool = False
    space: bool = False
    newline: bool = False

    def numbers(self):
        return [int(v) for v in self.__dict__.values()]


MARKS = ",.()"
SQUEEZED = {",": "pause", ".": "stop", "(": "bracket", ")": "bracket", ":": "interpunct",
            "_": "space"}
WIDTHS = {"L": 0.5, "_": 0.375, "N": 0}


def set_edge(c, p, k, policy):
    """What stands between the kinds p and k."""
    c.breakable = p not in "N(" and k not in ",.):_N" and not (p == k == "L")
    if {p, k} == {"H", "L"}:
        c.gap = em(policy.gap)
        c.gap_step, least = policy.squeezed["gap"]
        c.gap_squeeze = max(c.gap - em(least), 0) if c.gap_step else 0
    if k in "_N" or p == "N" or (p == k == "L") or c.close_up:
        return
    kind = "space" if p == "_" else "gap" if c.gap else (
        "text" if p in "HL" and k in "HL" else "marks")
    c.widen_step, most = policy.spread[kind]
    now = em(WIDTHS["_"]) if kind == "space" else c.gap
    c.widen = max(em(most) - now, 0) if c.widen_step else 0


def close_up(cells, kinds, i):
    """Of two adjacent marks the one whose white lies between them loses it."""
    a, b = kinds[i - 1], kinds[i]
    if a in ",.)" and b in MARKS:
        lost = cells[i - 1]
    elif a == "(" and b == "(":
        lost = cells[i]
    else:
        return
    lost.close_up = lost.white
    lost.squeeze = 0


def make_cells(kinds, policy, words=()):
    cells = []
    for i, k in enumerate(kinds):
        c = Cell(wid=em(WIDTHS.get(k, 1)), lone=k in "HL", space=k == "_", newline=k == "N")
        if k in MARKS:
            c.white, c.white_left = EM // 2, k == "("
        if k == ":":
            c.white, c.white_both = EM // 2, True
        if k in SQUEEZED:
            c.squeeze_step, least = policy.squeezed[SQUEEZED[k]]
            c.squeeze = max(c.wid - em(least), 0) if c.squeeze_step else 0
        around = kinds[i - 1:i] + kinds[i + 1:i + 2]
        c.hangs = k in ",." and not any(m in MARKS for m in around)
        c.divides_word = i in words
        cells.append(c)
        if i and policy.close_up:
            close_up(cells, kinds, i)
    for i in range(1, len(kinds)):
        set_edge(cells[i], kinds[i - 1], kinds[i], policy)
        cells[i].divides_word &= cells[i].breakable
    return cells


@dataclass
class Line:
    indent: int
    wid: int
    natural: int
    change: int
    room: int
    strain: int
    widest: int
    hang: int
    last: bool
    filled: bool
    over: int
    divides_word: bool
    start: int  # first cell; -1 in a line of none
    x: list


def read_lines(numbers):
    """Lines of one paragraph, from an iterator over rows of output."""
    lines = []
    for _ in range(int(next(numbers))):
        row = [int(n) for n in next(numbers).split()]
        lines.append(Line(*row[:8], bool(row[8]), bool(row[9]), row[10],
                          bool(row[11]), row[12], row[13:]))
    return lines


def run_cells(paragraphs, *args):
    rows = [str(len(paragraphs))]
    for box, policy, cells in paragraphs:
        numbers = box.numbers() + policy.numbers() + [len(cells)]
        for c in cells:
            numbers += c.numbers()
        rows.append(" ".join(map(str, numbers)))
    done = subprocess.run([os.environ["CELLS"], *map(str, args)], input="\n".join(rows), check=True,
                          stdout=subprocess.PIPE, text=True, timeout=600)
    return done.stdout.splitlines()


def break_all(paragraphs):
    """[(box, policy, cells)] → [[Line]]"""
    out = iter(run_cells(paragraphs))
    return [read_lines(out) for _ in paragraphs]


def time_all(paragraphs, repeats):
    """The median of the microseconds that each takes."""
    return [float(t) for t in run_cells(paragraphs, repeats)]


def running_text(rng, n):
    """Kinds of n cells, as marks and Western words stand in a report."""
    out = "H"
    while len(out) < n:
        r = rng.random()
        if r < 0.25:
            out += rng.choice([",", ",", ",", ".", ")", "),", ".("]) + "H"
        elif r < 0.28:
            out += "(" + "H" * rng.randint(1, 5) + ")"
        elif r < 0.33:
            out += "L" * rng.randint(1, 5) + "H"
        elif r < 0.332:
            out += "LLL_LLLL_LLH"
        else:
            out += "H" * rng.randint(1, 4)
    return out[:n - 2] + "H."
