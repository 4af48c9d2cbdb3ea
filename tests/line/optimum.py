#!/usr/bin/env python3
"""Chosen lines against a second implementation.

Random paragraphs of cells under random policies are broken by the program, and
here: short ones by trying all ways to break them, longer ones by keeping the
best way to each place. No way may be better than the program's. Its lines are
then judged one by one from their glyphs' places: what is squeezed and spread,
in which order, how far, and what stands at their ends.

    optimum.py [SEED]
"""

import dataclasses
import itertools
import os
import random
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from cells import (  # noqa: E402
    CENTRE, EM, FULL, GREEDY, HALF, HANG_ALLOW, HANG_FORCE, HANG_NONE, JUSTIFIED, LEFT, OPTIMUM,
    RIGHT, WHEN_NEEDED, Box, Policy, break_all, em, make_cells, running_text)
from program import Report, skip  # noqa: E402

LONE, LINE, BEYOND, CUT, OVERFULL = 1, 2, 1 << 22, 1 << 36, 1 << 40  # faults
ONE = 1 << 24  # cost of a line squeezed to its bounds
FORBIDDEN = 1000 * EM
TIGHT, DECENT, LOOSE, GAPING = range(4)


class Measured:
    """Cells [a, b) on one line, before squeezing or spreading."""

    def __init__(self, par, a, b, last):
        box, policy, cells = par
        while b > a and (cells[b - 1].space or cells[b - 1].newline):
            b -= 1
        self.a, self.b, self.cells = a, b, cells
        self.room = box.measure - (box.rest if a else box.first)
        self.filled = box.how == JUSTIFIED and not last
        self.hangs = False
        self.gone = [c.close_up for c in cells[a:b]]
        if b > a and cells[a].white and cells[a].white_left and not cells[a].white_both:
            half = (policy.line_start if a else policy.paragraph_start) == HALF
            self.gone[0] = cells[a].white if half else 0
        if b > a:
            self.end_with(cells[b - 1], policy)

    def end_with(self, c, policy):
        closing = c.white and not c.white_left and not c.white_both
        if closing:
            self.gone[-1] = 0
            if policy.line_end == HALF or (policy.line_end == WHEN_NEEDED and self.lack < 0):
                self.gone[-1] = c.white
        if c.hangs and self.b - self.a > 1 and policy.hanging != HANG_NONE:
            if self.lack < 0 or (policy.hanging == HANG_FORCE and self.filled):
                self.gone[-1] = c.white
                self.hangs = True

    @property
    def natural(self):
        total = 0
        for i in range(self.a, self.b - self.hangs):
            c = self.cells[i]
            total += c.wid - self.gone[i - self.a] + (c.gap if i > self.a else 0)
        return total

    @property
    def lack(self):
        return self.room - self.natural

    def squeezable(self):
        """[(step, sp)], of each cell and of each gap."""
        for i in range(self.a, self.b - self.hangs):
            c = self.cells[i]
            if c.squeeze_step:
                yield c.squeeze_step, max(0, c.squeeze + c.close_up - self.gone[i - self.a])
            if i > self.a and c.gap_step:
                yield c.gap_step, c.gap_squeeze

    def widening(self):
        for c in self.cells[self.a + 1:self.b - self.hangs]:
            if c.widen_step:
                yield c.widen_step, c.widen


def by_step(pairs):
    steps = {}
    for step, give in pairs:
        steps[step] = steps.get(step, 0) + give
    return sorted(steps.items())


def pressed(steps, asked):
    total = sum(give for _, give in steps)
    if asked > total:
        more = (asked - total) * EM // total if total else 4 * EM
        return EM + more if more < 4 * EM else 4 * EM
    used = every = 0
    for step, give in steps:
        now = min(asked, give)
        used, every, asked = used + step * step * now, every + step * step * give, asked - now
    return used * EM // every if every else 0


def cost_of(p):
    return p * p // 256


class Breaking:
    """All places where the lines of one paragraph may begin, and what lines cost."""

    def __init__(self, par, first, end):
        self.par = par
        self.box, self.policy, cells = par
        self.nodes, self.cut = [first], set()
        breaks = [i for i in range(first + 1, end) if cells[i].breakable] + [end]
        for a, z in zip([first] + breaks, breaks):
            m = Measured(par, a, z, False)
            if m.b - m.a > 1 and -m.lack > sum(g for _, g in m.squeezable()):
                inside = [i for i in range(a + 1, z) if not cells[i].space]
                self.cut.update(inside)
                self.nodes += inside
            self.nodes.append(z)
        self.end = end

    def grade(self, a, z):
        """(faults, cost, tint) of the line from a to z; None where it is too wide."""
        last = z == self.end
        m = Measured(self.par, a, z, last)
        faults, cost, tint = LINE if self.box.tight else 0, 0, DECENT
        if m.lack < 0:
            p = pressed(by_step(m.squeezable()), -m.lack)
            if p > EM:
                if self.nodes.index(z) - self.nodes.index(a) > 1:
                    return None
                faults += OVERFULL
            cost += cost_of(p)
            tint = TIGHT if p > EM // 2 else DECENT
        elif m.lack > 0 and not last:
            p = pressed(by_step(m.widening()), m.lack)
            if p > EM:
                give = sum(g for _, g in m.widening())
                widest = self.box.measure - min(self.box.first, self.box.rest)
                excess = (m.lack - give) * 32 // widest
                faults += BEYOND * min(1 + excess * excess, 1023)
            cost += cost_of(16 * p)
            tint = DECENT if p <= EM // 8 else LOOSE if p <= EM // 2 else GAPING
        if z in self.cut:
            faults += CUT
        elif not last and self.par[2][z].divides_word:
            cost += self.policy.word * 256
        if last and a != self.nodes[0] and sum(c.lone for c in self.par[2][m.a:m.b]) < 2:
            faults += LONE if self.policy.lone >= FORBIDDEN else 0
            cost += self.policy.lone * 256
        return faults, cost, tint

    def total(self, starts):
        faults = cost = 0
        before = DECENT
        for a, z in zip(starts, starts[1:] + [self.end]):
            graded = self.grade(a, z)
            if not graded:
                return None
            faults, cost = faults + graded[0], cost + graded[1]
            if self.policy.contrast and abs(graded[2] - before) > 1:
                cost += self.policy.contrast * 256
            before = graded[2]
        return faults, cost

    def best_of_all(self):
        inner = self.nodes[1:-1]
        ways = itertools.chain.from_iterable(
            itertools.combinations(inner, n) for n in range(len(inner) + 1))
        totals = (self.total([self.nodes[0], *way]) for way in ways)
        return min(t for t in totals if t)

    def best(self):
        """The least total, from the best way to each place with each tint."""
        ways = {self.nodes[0]: {DECENT: (0, 0)}}
        for j, z in enumerate(self.nodes[1:], 1):
            found = {}
            for a in self.nodes[:j]:
                graded = self.grade(a, z)
                if not graded:
                    continue
                for before, (faults, cost) in ways[a].items():
                    extra = self.policy.contrast * 256 if abs(graded[2] - before) > 1 else 0
                    now = faults + graded[0], cost + graded[1] + extra
                    if graded[2] not in found or now < found[graded[2]]:
                        found[graded[2]] = now
            ways[z] = found
        return min(ways[self.end].values())


def segments(cells):
    first = 0
    for i, c in enumerate(cells):
        if c.newline:
            yield first, i
            first = i + 1
    if first < len(cells):
        yield first, len(cells)


def policy_of(rng):
    p = Policy(
        line_end=rng.choice([FULL, WHEN_NEEDED, HALF]), line_start=rng.choice([FULL, HALF]),
        paragraph_start=rng.choice([FULL, HALF]),
        hanging=rng.choice([HANG_NONE, HANG_ALLOW, HANG_FORCE]), close_up=rng.random() < 0.5,
        gap=rng.choice([0, 0.25]), lone=rng.choice([0, 5 * EM, FORBIDDEN]),
        contrast=rng.choice([0, 0, EM, 40 * EM]), word=rng.choice([0, EM // 2, 4 * EM]))
    if rng.random() < 0.2:
        p.squeezed = {k: (rng.choice([0, 1]), least) for k, (_, least) in p.squeezed.items()}
    if rng.random() < 0.5:
        p.spread = {k: (rng.choice([0, 1, 2, 3, 9]), rng.choice([0.05, 0.3, 0.5]))
                    for k in p.spread}
    return p


def kinds_of(rng, n):
    marks, latin = rng.choice([(0.1, 0.05), (0.3, 0.1), (0.1, 0.4), (0.5, 0.2)])
    out = ""
    while len(out) < n:
        r = rng.random()
        if r < marks:
            out += rng.choice([",", ".", ",", ".", ")", "(", ":", ",)", ".)", "),", ".(", "(("])
        elif r < marks + latin:
            out += rng.choice(["L", "LL_LLL", "LLLL", "L" * rng.randint(1, 25)])
        else:
            out += "H" * rng.randint(1, 4)
        if rng.random() < 0.01:
            out += "N"
    return out[:n]


def paragraph(rng, n):
    policy, kinds = policy_of(rng), kinds_of(rng, n)
    words = {i for i in range(n) if rng.random() < 0.3}
    box = Box(rng.randint(2 * EM, 12 * EM) if n < 200 else rng.randint(5 * EM, 33 * EM),
              first=rng.choice([0, 2 * EM, EM // 3]), rest=rng.choice([0, 0, EM]),
              tight=rng.random() < 0.25)
    return kinds, (box, policy, make_cells(kinds, policy, words))


def tell(kinds, par, lines):
    starts = [l.start for l in lines] + [None]
    return f"{par[0]} {par[1]}\n" + " | ".join(kinds[a:b] for a, b in zip(starts, starts[1:]))


def check_breaks(report, kinds, par, lines):
    """No way to break the paragraph is better."""
    for first, end in segments(par[2]):
        if first == end:
            continue
        b = Breaking(par, first, end)
        have = b.total([l.start for l in lines if first <= l.start < end])
        if len(b.nodes) <= 12:
            report.check(b.best() == b.best_of_all(), "the two ways to search disagree", kinds)
        best = b.best()
        report.check(have == best, "there is a better way to break", f"{have}, best {best}",
                     tell(kinds, par, lines))


def changes(m, line):
    """(cell, how much further off than naturally the next one stands), for each but the last."""
    x = []
    for i, place in enumerate(line.x):
        c = m.cells[m.a + i]  # a glyph stands left of its cell by what is gone there
        x.append(place + (m.gone[i] // 2 if c.white_both else m.gone[i] if c.white_left else 0))
    for i, (here, there) in enumerate(zip(x, x[1:])):
        c = m.cells[m.a + i]
        yield m.a + i, there - here - (c.wid - m.gone[i]) - m.cells[m.a + i + 1].gap


def check_line(report, where, par, line, end):
    """The line's figures against its glyphs' places and the policy."""
    box, policy, cells = par
    m = Measured(par, line.start, end, line.last)
    report.check(line.natural == m.natural, "natural width", where, line, m.natural)
    report.check(line.filled == m.filled, "a line filled that is none, or the reverse", where, line)
    report.check(line.indent == (box.rest if line.start else box.first) or box.how != JUSTIFIED,
                 "a wrong indent", where, line)
    report.check(line.wid == line.natural + line.change, "change", where, line)
    squeezable, widening = list(m.squeezable()), list(m.widening())
    room = sum(g for _, g in (squeezable if m.lack < 0 else widening))
    if m.lack < 0:
        report.check(line.change == -min(room, -m.lack) and line.room == room and
                     line.over == max(-m.lack - room, 0), "a wrong squeeze", where, line)
    elif m.lack and m.filled:
        report.check(line.change == (m.lack if widening else 0) and line.room == room,
                     "a wrong spread", where, line)
    else:
        report.check(line.change == line.room == line.strain == 0, "a line changes that may stay",
                     where, line)
    check_hanging(report, where, par, line, m)
    check_spaces(report, where, line, m)


def check_hanging(report, where, par, line, m):
    if not m.b > m.a:
        return
    c, edge = m.cells[m.b - 1], line.indent + line.wid
    if m.hangs:
        report.check(line.x[m.b - 1 - m.a] == edge and line.hang == c.wid - c.white,
                     "a mark that hangs stands elsewhere", where, line, edge)
    else:
        report.check(line.hang == 0, "something hangs", where, line)


def check_spaces(report, where, line, m):
    """Only what has a step changes, the steps in order, each within its bounds."""
    places = [c.widen for c in m.cells[m.a + 1:m.b - m.hangs] if c.widen_step]
    beyond = m.filled and m.lack > sum(places)
    widened = {}
    for i, advance in changes(m, line):
        c, after = m.cells[i], m.cells[i + 1]
        moved = any(d.squeeze_step and (d.white_left or d.white_both) for d in (c, after))
        if line.change > 0:
            hung = m.hangs and i + 1 == m.b - 1
            report.check(advance == 0 or (after.widen_step and not hung),
                         "a space widens that may not", where, line, i)
            report.check(0 <= advance and (advance <= after.widen or beyond),
                         "a space widens beyond its bounds", where, line, i, advance)
            if after.widen_step and not hung:
                widened.setdefault(after.widen_step, []).append((advance, after.widen))
        elif line.change < 0 and not moved:
            give = c.squeeze + c.close_up if c.squeeze_step else 0
            give += after.gap_squeeze if after.gap_step else 0
            report.check(-give <= advance <= 0, "something is squeezed beyond its bounds", where,
                         line, i, advance)
        elif not line.change:
            report.check(advance == 0, "a line changes that may stay", where, line, i)
    check_steps(report, where, line, widened, beyond)


def check_steps(report, where, line, widened, beyond):
    partly = False
    for _, spaces in sorted(widened.items()):
        if partly:
            report.check(all(w == 0 for w, _ in spaces), "a step before the one before is empty",
                         where, line, widened)
        if any(w < most for w, most in spaces):
            partly = True
            level = [w for w, most in spaces if w < most]
            report.check(max(level) - min(level) <= 1 and
                         all(w <= max(level) + 1 for w, _ in spaces),
                         "one step's spaces grow unlike", where, line, spaces)
    if beyond:
        more = [w - most for spaces in widened.values() for w, most in spaces]
        report.check(max(more) - min(more) <= 1 if more else True,
                     "what no step could fill is not shared by all", where, line, widened)


def check_lines(report, kinds, par, lines):
    ends = [l.start for l in lines[1:]] + [len(par[2])]
    for line, end in zip(lines, ends):
        if line.start >= 0:
            check_line(report, tell(kinds, par, lines), par, line, end)


def as_greedy(rng, kinds, par):
    """The same paragraph, to be broken line by line and set in some way."""
    box, policy, cells = par
    box = dataclasses.replace(box, how=rng.choice([JUSTIFIED, JUSTIFIED, LEFT, CENTRE, RIGHT]))
    return kinds, (box, dataclasses.replace(policy, fill=GREEDY), cells)


def run(report, rng, pars, chosen):
    count = 0
    for (kinds, par), lines in zip(pars, break_all([p for _, p in pars])):
        if any(l.start < 0 for l in lines):
            continue  # an empty line says not where it is
        if chosen:
            check_breaks(report, kinds, par, lines)
        check_lines(report, kinds, par, lines)
        count += len(lines)
    return count


def widenings(par, lines):
    """Of each space between two characters of a filled line, in em."""
    cells = par[2]
    for line in lines:
        for i in range(line.start, line.start + len(line.x) - 1) if line.filled else ():
            here, there = cells[i], cells[i + 1]
            if here.lone and there.lone and there.widen_step and not there.gap:
                k = i - line.start
                yield (line.x[k + 1] - line.x[k] - here.wid) / EM


def spread_of(report, fill, measure, texts):
    """Variance of space; chosen lines are within their bounds, and none holds one character."""
    p = Policy(fill=fill, line_end=HALF, line_start=HALF, paragraph_start=HALF, close_up=True)
    pars = [(Box(em(measure), first=2 * EM), p, make_cells(t, p)) for t in texts]
    broken = break_all(pars)
    if fill == OPTIMUM:
        for par, lines in zip(pars, broken):
            report.check(all(l.strain <= EM for l in lines), "a line beyond its bounds", lines)
            lone = sum(c.lone for c in par[2][lines[-1].start:])
            report.check(lone > 1 or len(lines) == 1, "a lone character", lines)
    return statistics.pvariance(
        w for par, lines in zip(pars, broken) for w in widenings(par, lines))


def check_evenness(report):
    """Chosen lines of running text are twice as even as those that each take what they can."""
    rng = random.Random(1)
    texts = [running_text(rng, rng.choice([60, 120, 200, 300])) for _ in range(500)]
    spread = [sum(spread_of(report, fill, m, texts) for m in (25, 31.9, 32)) ** 0.5
              for fill in (GREEDY, OPTIMUM)]
    print(f"spread of space: {spread[1] / spread[0]:.3f} of greedy's")
    report.check(spread[1] * 2 <= spread[0], "chosen lines are not even enough", spread)


def main():
    if "CELLS" not in os.environ:
        skip("CELLS does not name the program that breaks cells")
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20240329
    report, rng = Report(), random.Random(seed)
    short = [paragraph(rng, rng.randint(1, 16)) for _ in range(600)]
    long = [paragraph(rng, rng.randint(20, 120)) for _ in range(60)]
    count = run(report, rng, short + long, True)
    greedy = [as_greedy(rng, *p) for p in short + long]
    count += run(report, rng, greedy, False)
    print(f"seed {seed}: {count} lines")
    check_evenness(report)
    report.end()


if __name__ == "__main__":
    main()
