#!/usr/bin/env python3
"""Line breaks against a second implementation of the house's rules.

Random paragraphs of Han, marks, figures, Latin words and spaces are typeset,
and broken here from the widths of their cells by the rules that the printed
bulletin follows: greedy, no look-ahead, an ordinary character may ask for half
an em of squeezing, one that must stay with its predecessor for all that the
line's marks have. Every break must be the same, every line but the last must
fill the measure, and no line may begin or end with what it may not.

    oracle.py [SEED]
"""

import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import ISSUE, Folder, Report, dump, write_issue  # noqa: E402

EM = 14.0
SQUEEZE = 0.5  # of a mark, and what an ordinary character may ask for
NO_START = set("，。、；：！？）》”’】〉」』%.,:;!?)]}·…")
NO_END = set("（《“‘【〈「『([{")
CLOSING = "，。、；：！？）》”’】〉」』"
OPENING = "（《“‘【〈「『"
PARAGRAPHS = 250
HAN = "通信网络建设推进服务质量提升山水城乡会员单位工作报告安全生产数据中心基础一二三年月日〇"
RUNS = ["5G+", "2500", "NB-IoT", "2020-2022", "4G+5G+NB-IoT", "22:00", "1.5", "90%", "7", "24", "AI",
        "Wi-Fi", "MWC", "A", "1", "100%", "3.14", "(2)", "[a]", "e.g.", "x{y}", "IPv6", "5,000", "a/b"]


def word(rng):
    kind = rng.random()
    if kind < 0.8:
        return rng.choice(RUNS)
    if kind < 0.97:
        return "".join(rng.choice("abcdefgABCWMim0123456789") for _ in range(rng.randint(1, 14)))
    return "".join(rng.choice("abcdefgi0123456789") for _ in range(rng.randint(15, 90)))


def paragraph(rng):
    """Ends in a Han character, so that no （…） at its end is taken for a byline."""
    parts = []
    marks, latin = rng.choice([(0.02, 0.02), (0.12, 0.06), (0.3, 0.05), (0.1, 0.3), (0.5, 0.3)])
    for _ in range(rng.randint(5, 160)):
        r = rng.random()
        if r < marks:
            parts.append(rng.choice([
                rng.choice(CLOSING), rng.choice(OPENING), rng.choice(CLOSING), rng.choice(OPENING),
                "——", "……", "·", "×", "”，", "。”", "》《", "”“", "：“", "）。", "。（", "％", "—"]))
        elif r < marks + latin:
            parts.append(word(rng))
            if rng.random() < 0.2:
                parts.append(" " + word(rng))
        elif r < marks + latin + 0.03:
            parts.append(rng.choice(HAN) + " " + rng.choice(HAN))
        else:
            parts.append("".join(rng.choice(HAN) for _ in range(rng.randint(1, 4))))
    # between letters ’ is an apostrophe, which is no matter of this test
    return re.sub("’(?=[A-Za-z])", "’" + rng.choice(HAN),
                  rng.choice(HAN) + "".join(parts) + rng.choice(HAN))


def escaped(text):
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


CELL = re.compile(r"^  (.+?) (-?\d+(?:\.\d+)?)(?: \||$| )")


def read_shapes(text):
    """[(characters, widths)] of the body's paragraphs; section and article title come first."""
    pars = []
    for line in text.split("\n"):
        if not line.startswith(" "):
            pars.append((line, [], []))
        elif not line.startswith(" run "):
            m = CELL.match(line)
            pars[-1][1].append(m[1])  # several characters where the font has one glyph for ——
            pars[-1][2].extend([float(m[2]) / len(m[1])] * len(m[1]))
    return [("".join(chars), wids) for flow, chars, wids in pars if flow == "body"][2:]


def read_lines(text):
    """[(left, right, text)] of the lines of the body, a list for each paragraph."""
    pars, slugs = [], text.split("\nbody ")[1:]
    for slug in slugs:
        items = re.findall(r"^  para \S+ \S+ (\S+) (\S+) .*? #[0-9a-f]{6} (.*)$", slug, re.M)
        if not items:
            continue
        line = (float(items[0][0]), float(items[-1][1]), "".join(t for _, _, t in items))
        if line[0] > 0 or not pars:
            pars.append([])
        pars[-1].append(line)
    return pars


def is_word_character(c):
    return c.isascii() and c.isalnum()


def has_gap(p, c):
    return (p in HAN and is_word_character(c)) or (is_word_character(p) and c in HAN)


def may_break(p, c):
    """May a line end between p and c?"""
    if c == " " or c in NO_START or (p == c and c in "—…"):
        return False
    if p == " ":
        return True
    return p not in NO_END and not (p.isascii() and c.isascii())


def break_lines(text, wids, measure, gap):
    lines, start = [], 0
    while start < len(text):
        avail = measure - (2 * EM if start == 0 else 0)
        wid = pool = 0.0
        permitted = None
        for i in range(start, len(text)):
            c = text[i]
            unit = i == start or may_break(text[i - 1], c)
            if unit and i > start:
                permitted = i
            wid += wids[i] + (gap if i > start and has_gap(text[i - 1], c) else 0)
            if c in CLOSING or c in OPENING:
                pool += SQUEEZE * EM
            over = wid - avail
            if c == " " or over <= 0.001 or (
                    over <= pool + 0.001 and (not unit or over <= SQUEEZE * EM + 0.001)):
                continue
            end = permitted or max(i, start + 1)  # one unit longer than a line is cut
            break
        else:
            end = len(text)
        lines.append((start, end, permitted is not None or end == len(text)))
        start = end
    return lines


def check_paragraph(report, text, wids, lines, measure, gap):
    want = break_lines(text, wids, measure, gap)
    where = f"measure {measure:g}, gap {gap:g}: {text}"
    wanted = [text[a:b].rstrip(" ") for a, b, _ in want]
    have = [t for _, _, t in lines]
    if not report.check(wanted == have, "other breaks than the rules give", where,
                        "rules:   " + " | ".join(wanted), "program: " + " | ".join(have)):
        return 0
    for n, ((_, _, whole), (left, right, t)) in enumerate(zip(want, lines)):
        report.check(left == (2 * EM if n == 0 else 0), "a wrong indent", where, t, left)
        if n + 1 < len(lines):
            report.check(abs(right - measure) < 0.0002 or len(t) == 1 or (
                t.isascii() and " " not in t),
                         "a line does not fill the measure", where, t, right)
        report.check(right <= measure + 0.0002, "a line is wider than the measure", where, t, right)
        if n and lines[n - 1][2] and want[n - 1][2]:
            before = lines[n - 1][2]
            report.check(t[0] not in NO_START, "a line begins with what it may not", where, t)
            report.check(before[-1] not in NO_END, "a line ends with what it may not", where, before)
            broken = (before[-1] + t[0]).isascii() and text[want[n][0] - 1] != " "
            report.check(not broken, "a Western run is broken", where, before + " | " + t)
    return len(lines)


def check_widths(report, text, wids):
    for i, (c, wid) in enumerate(zip(text, wids)):
        around = text[max(i - 1, 0)] + text[min(i + 1, len(text) - 1)]
        if not c.isascii():
            report.check(wid == EM, "a full-width character is not one em wide", c, wid)
        elif c == " " and not (around[0].isascii() or around[1].isascii()):
            report.check(wid == EM / 2, "a space between Han is not half an em wide", wid)


def run(report, rng, folder, em_measure, em_gap):
    texts = [paragraph(rng) for _ in range(PARAGRAPHS)]
    write_issue(folder, [("试验", "\n\n".join(map(escaped, texts)))], issue=ISSUE, more=(
        f"overrides:\n  han-latin-gap: {em_gap}\n  text.measure: {em_measure} em\n"
        f"  picture.max-width: {em_measure} em\n"))
    shapes, lines = read_shapes(dump(folder, "shape")), read_lines(dump(folder, "line"))
    report.check([t for t, _ in shapes] == texts, "the shaped text is not the manuscript's")
    if not report.check(len(shapes) == len(lines), "paragraphs are missing", len(shapes), len(lines)):
        return 0
    total = 0
    for (text, wids), par in zip(shapes, lines):
        check_widths(report, text, wids)
        total += check_paragraph(report, text, wids, par, em_measure * EM, em_gap * EM)
    return total


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20240229
    report, rng, total = Report(), random.Random(seed), 0
    with Folder() as top:
        for i, (measure, gap) in enumerate([(31.9, 0), (31.9, 0.25), (18.5, 0.25), (25, 0)]):
            total += run(report, rng, top / str(i), measure, gap)
    print(f"seed {seed}: {total} lines")
    report.end()


if __name__ == "__main__":
    main()
