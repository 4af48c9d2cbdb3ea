#!/usr/bin/env python3
"""Where lines may end, character by character, from the dump of the shaping step.

Every pair of marks at every level of prohibition, against a second telling of
the rules here; the facts of zh-line-break.txt; the numbers and addresses of
units.txt; widths of adjacent marks; plain Unicode breaking.

    run.py
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from program import ISSUE, Folder, Report, dump, write_issue  # noqa: E402

LEVELS = ("none", "basic", "gb", "strict")
EM = 14.0

OPENING = list("（《〈“‘【「『〔")
CLOSING = list("）》〉”’】」』〕")
PAUSES = list("，、；：")
STOPS = list("。？！")
CONNECTORS = list("～–—")  # — alone is 一字线
LONG = ["——", "……"]
OTHERS = ["·", "/", "％", "℃", "￥", "々", "文", "A", "5", "？！", "！！！", "…………"]
MARKS = OPENING + CLOSING + PAUSES + STOPS + CONNECTORS + LONG + OTHERS
CHAINED = "？！"

CELL = re.compile(r"^  (.+?) (-?\d+(?:\.\d+)?)((?: .*)?)$")


class Cell:
    def __init__(self, line):
        m = CELL.match(line)
        self.text, self.wid, more = m[1], float(m[2]), m[3].split()
        self.breakable = "|" in more
        self.words = more

    def number(self, name):
        """The figure behind a word of the dump; 0 where it is not there."""
        at = self.words.index(name) if name in self.words else -1
        return float(self.words[at + 1].split("@")[0].split("-")[0]) if at >= 0 else 0.0


def paragraphs(folder, texts, layout, overrides):
    """The cells of each text."""
    issue = ISSUE.replace("jianxun", layout)
    more = "overrides:\n" + "".join(f"  {o}\n" for o in overrides) if overrides else ""
    write_issue(folder, [("试验", "\n\n".join(map(escaped, texts)))], issue=issue, more=more)
    pars = []
    for line in dump(folder, "shape").split("\n"):
        if not line.startswith(" "):
            pars.append((line, []))
        elif not line.startswith((" run ", "  ruby ", "  newline")):
            pars[-1][1].append(Cell(line))
    found = [cells for flow, cells in pars if flow == "body"][2:]
    if ["".join(c.text for c in cells) for cells in found] != texts:
        raise RuntimeError("the shaped text is not the manuscript's")
    return found


def escaped(text):
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def broken(cells):
    """The text with | wherever a line may end."""
    return "".join("|" * c.breakable + c.text for c in cells)


def begins_no_line(unit, level):
    c = unit[0]
    if unit == "——" or c == "…":
        return level == "strict"
    if c in CLOSING + PAUSES + STOPS + CONNECTORS + ["·", "％", "℃", "々"]:
        return level != "none"
    return c == "/" and level in ("gb", "strict")


def ends_no_line(unit, level):
    c = unit[-1]
    if c in OPENING or c == "￥":
        return level != "none"
    return c == "/" and level in ("gb", "strict")


def may_break(a, b, level):
    if a[-1] == b[0] and b[0] in "—…":
        return False  # of one dash or ellipsis
    if a[-1] in CHAINED and b[0] in CHAINED:
        return False
    if a in "A5/" and b in "A5/":
        return False  # Western text
    if a == "A" and b == "’":
        return level == "none"  # no letter behind it: a quotation mark
    return not begins_no_line(b, level) and not ends_no_line(a, level)


def is_solid(cells, start, n):
    """No line may end within the n characters from start on."""
    at = 0
    for c in cells:
        if start < at < start + n and c.breakable:
            return False
        at += len(c.text)
    return True


def break_at(cells, at):
    where = 0
    for c in cells:
        if where == at:
            return c.breakable
        where += len(c.text)
    return False


def pair_matrix(report, top):
    pairs = [(a, b) for a in MARKS for b in MARKS]
    texts = [f"文{a}{b}文" for a, b in pairs]
    for level in LEVELS:
        pars = paragraphs(top / level, texts, "jianxun", [f"breaks.prohibition: {level}"])
        for (a, b), text, cells in zip(pairs, texts, pars):
            want, have = may_break(a, b, level), break_at(cells, 1 + len(a))
            if a + b in ("——", "———"):  # two single ones make a dash
                continue
            report.check(want == have, "a wrong answer between two marks",
                         f"{level}: {text}: {'a' if have else 'no'} break before {b}")
            for unit, start in ((a, 1), (b, 1 + len(a))):
                report.check(is_solid(cells, start, len(unit)), "a mark is divided", level, text)


def styles_are_no_boundaries(report, top):
    """The same marks with and without a style that begins between them."""
    bare = ["文：“文”文", "文《文》，文", "文——“文”——文", "文。”（文）文"]
    styled = ["文：**“文”**文", "文《*文*》，文", "文**——“**文”——文", "文。**”**（文）文"]
    plain = paragraphs(top / "bare", bare, "jingpai", [])
    write_issue(top / "styled", [("试验", "\n\n".join(styled))], issue=ISSUE.replace("jianxun", "jingpai"))
    lines = [line for line in dump(top / "styled", "shape").split("\n")
             if line.startswith("  ") and not line.startswith("  ruby")]
    have = [Cell(line).words for line in lines][-sum(map(len, plain)):]
    want = [c.words for cells in plain for c in cells]
    report.check(want == have, "a style changes what marks do", want, have)


def web_platform(report, top):
    rows = []
    for line in (HERE / "zh-line-break.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            point, *answers = line.split()[:4]
            rows.append((chr(int(point[2:], 16)), [a[-1] == "+" for a in answers]))
    texts = [f"文文文{c}字字" for c, _ in rows]
    for k, level in enumerate(("none", "basic", "strict")):
        pars = paragraphs(top / f"zh-{level}", texts, "jianxun", [f"breaks.prohibition: {level}"])
        for (c, answers), cells in zip(rows, pars):
            report.check(break_at(cells, 3) == answers[k], "not what zh-line-break.txt says",
                         f"{level}: U+{ord(c):04X}")


def units(report, top):
    wanted = [line for line in (HERE / "units.txt").read_text("utf-8").splitlines()
              if line and not line.startswith("#")]
    pars = paragraphs(top / "units", [w.replace("|", "") for w in wanted], "jingpai", [])
    for want, cells in zip(wanted, pars):
        report.check(broken(cells) == want, "a number or address is divided otherwise",
                     f"want {want}", f"have {broken(cells)}")
    off = paragraphs(top / "off", ["第110期", "￥300元", "见www.example.org"], "jianxun", [])
    report.check([broken(c) for c in off] == ["第|110|期", "￥|300|元", "见|www.example.org"],
                 "numbers are kept where nobody asks for it", *map(broken, off))


def widths(report, top):
    """Two adjacent marks, one of them a bracket, take 1.5 em, ？！ one, ！！！ two; nothing opens
    within units."""
    pairs = [a + b for a in OPENING + CLOSING + PAUSES + STOPS
             for b in OPENING + CLOSING + PAUSES + STOPS]
    pars = paragraphs(top / "widths", [f"文{p}文" for p in pairs], "jingpai", [])
    for pair, cells in zip(pairs, pars):
        a, b = cells[1:3]
        chain = all(c in CHAINED for c in pair)
        bracket = any(c in OPENING + CLOSING for c in pair) or chain
        meets = pair[0] not in OPENING or pair[1] in OPENING
        wid = a.wid + b.wid - a.number("close-up") - b.number("close-up")
        report.check(wid == EM * (1 if chain else 1.5 if bracket and meets else 2),
                     "a wrong width of two marks", pair, wid)
        report.check(not (bracket and meets) or not any(w.startswith("+") for w in b.words),
                     "space opens between marks that close up", pair)
    three = paragraphs(top / "three", ["文！！！文"], "jingpai", [])[0][1:4]
    report.check(sum(c.wid - c.number("close-up") for c in three) == 2 * EM, "！！！ is not 2 em")
    solid = paragraphs(top / "solid", ["共13%～17%与甲/乙和丙—丁", "是——对……吗？！"], "jingpai", [])
    for cells in solid:
        for before, c in zip(cells, cells[1:]):
            beside = any(x in "～/—–" and x * 2 not in before.text + c.text
                         for x in before.text + c.text)
            report.check(not beside or not any(w.startswith("+") for w in c.words),
                         "space opens beside a connector or solidus", before.text, c.text)
    half = paragraphs(top / "half", ["阿·凡提与甲/乙", "a/b"], "jingpai", [])
    report.check([c.wid for c in half[0] if c.text in "·/"] == [EM / 2, EM / 2],
                 "a half-width mark is not half an em wide")


def gaps(report, top):
    cells = paragraphs(top / "gaps", ["用A网 5 个，B（C）D 和 E"], "jingpai", [])[0]
    have = {c.text: c.number("gap") for c in cells if c.text.strip()}
    want = {"用": 0, "A": 3.5, "网": 3.5, "5": 3.5, "个": 3.5, "，": 0, "B": 0, "（": 0, "C": 0,
            "）": 0, "D": 0, "和": 3.5, "E": 3.5}
    report.check(have == want, "a gap is missing or too many", have)
    report.check(all(c.wid == 0 for c in cells if c.text == " "),
                 "a typed space between Han and Latin is wider than the gap")


def words(report, top):
    """Breaks within words of the dictionary, and of those that it lacks, are marked so."""
    cells = paragraphs(top / "words", ["工业互联网的发展，通信行业（全省）"], "jingpai", [])[0]
    have = "".join("-" * ("in-word" in c.words) + c.text for c in cells)
    report.check(have == "工-业-互-联-网的发-展，通-信行-业（全-省）", "words are told otherwise", have)
    greedy = paragraphs(top / "greedy", ["通信行业"], "jingpai", ["breaks.fill: greedy"])[0]
    report.check(not any("in-word" in c.words for c in greedy), "words that nobody asks for")


def unicode_breaking(report, top):
    """Nothing of ours: UAX #14 leaves “ open, divides ℃|3, keeps no numbers."""
    wanted = ["文|字|（文）|文|字", "第|110|期", "2021|—|2023|年", "a-|b |c/|d", "文“文”文",
              "文|〔文〕|字"]
    pars = paragraphs(top / "unicode", [w.replace("|", "") for w in wanted], "jingpai",
                      ["breaks.prohibition: unicode"])
    for want, cells in zip(wanted, pars):
        report.check(broken(cells) == want, "not as UAX #14 has it", want, broken(cells))


def pitch(report, top):
    cells = paragraphs(top / "pitch", ["文字，（文）A"], "jianxun",
                       ["text.measure: 31 em", "picture.max-width: 31 em", "text.characters: 30"])[0]
    at = 31 * EM / 30
    report.check(all(abs(c.wid - at) < 0.001 for c in cells[:-1]), "not at the pitch of 30 to a line",
                 [c.wid for c in cells])
    report.check(cells[-1].wid < EM, "a Western letter has a pitch")


def main():
    report = Report()
    with Folder() as top:
        for part in (pair_matrix, styles_are_no_boundaries, web_platform, units, widths, gaps,
                     words, unicode_breaking, pitch):
            part(report, top)
    report.end()


if __name__ == "__main__":
    main()
