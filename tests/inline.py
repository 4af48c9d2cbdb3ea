#!/usr/bin/env python3
"""What stands above, below and behind characters, by the places that mutool finds in the PDF: a dot
in the middle below each Han character of marked text and below nothing else, lines that begin and
end with the frames of characters, readings in the middle above theirs, the marks of notes with
their word and the notes at the foot of the same page."""

import random
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from program import Folder, Report, banxin, dump, need, pinned_data, write_issue

SIZE = 14  # of the body, pt
NEAR = 0.05  # pt
LEFT, RIGHT = 74.32, 520.93  # the measure
APART = 0.12 * SIZE
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
MARKS = "，。、；：？！“”（）《》"
READINGS = "zhuàng shuāng a é lǐ xiōng qióng".split()
COUNT = 60  # paragraphs


class Char:
    def __init__(self, page, size, node):
        self.page, self.size, self.c = page, size, node.get("c")
        self.x, self.y = float(node.get("x")), float(node.get("y"))
        quad = [float(v) for v in node.get("quad").split()]
        self.right = max(quad[::2])

    def __str__(self):
        return f"page {self.page} {self.x:.2f}–{self.right:.2f} {self.y:.2f} {self.c}"


def read_chars(pdf):
    text = subprocess.run(["mutool", "draw", "-F", "stext", "-o", "-", pdf], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    chars = []
    for n, page in enumerate(ElementTree.fromstring(text).iter("page"), 1):
        for font in page.iter("font"):
            chars += [Char(n, float(font.get("size")), node) for node in font.iter("char")]
    return [c for c in chars if c.c.strip()]


class Shape:
    """A dot, a wave or a rule of the dump."""

    def __init__(self, page, kind, x, y, right):
        self.page, self.kind, self.x, self.y, self.right = page, kind, x, y, right

    def __str__(self):
        return f"page {self.page} {self.kind} {self.x:.2f}–{self.right:.2f} {self.y:.2f}"


def read_shapes(text):
    page, shapes = 0, []
    for line in text.split("\n"):
        page += line.startswith("page ")
        if m := re.match(r"  artifact (\S+) (\S+) curve closed #\S+ filled ", line):
            shapes.append(Shape(page, "dots", float(m[1]), float(m[2]), float(m[1])))
        elif m := re.match(r"  artifact (\S+) (\S+) curve #\S+ \S+ (.*)$", line):
            x = float(m[1])
            shapes.append(Shape(page, "wavy", x, float(m[2]), x + float(m[3].split()[-2])))
        elif m := re.match(r"  artifact (\S+) (\S+) (\S+) 0.5 rule ", line):
            x = float(m[1])
            shapes.append(Shape(page, "line", x, float(m[2]), x + float(m[3])))
    return shapes


class Source:
    """Manuscript text, and what each printed character of it must have."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.chars, self.spans, self.notes = [], 0, 0  # chars: (character, kind, span)
        self.readings = []  # (first, behind the last, reading)
        self.marks = []  # index of the character that the mark of a note follows
        self.last = None

    def plain(self, words=False):
        r = self.random
        text = "".join(r.choice(HAN) for _ in range(r.randint(1, 9)))
        if words and r.random() < 0.4:
            text += r.choice(["5G", "ABC", "x", "2024"]) + r.choice(HAN)
        return text + (r.choice(MARKS[:4]) if words and r.random() < 0.4 else "")

    def put(self, text, kind=None):
        self.chars += [(c, kind, self.spans) for c in text]
        return text

    def span(self):
        kind, word = self.random.choice([("dots", "着重号"), ("line", "下划线"), ("line", "name"),
                                         ("wavy", "浪线")])
        self.spans += 1
        text = self.put(self.plain(words=True), kind)
        self.spans += 1
        return f"[{text}]{{{word}}}"

    def ruby(self):
        r, first = self.random, len(self.chars)
        text = self.put("".join(r.choice(HAN) for _ in range(r.randint(1, 3))))
        readings = [r.choice(READINGS) for _ in range(r.choice([1, len(text)]))]
        if len(readings) == len(text):
            self.readings += [(first + i, first + i + 1, s) for i, s in enumerate(readings)]
        else:
            self.readings.append((first, len(self.chars), readings[0]))
        return f"[{text}]{{拼音 {' '.join(readings)}}}"

    def note(self):
        if not self.chars:
            return ""
        self.notes += 1
        self.marks.append(len(self.chars) - 1)
        return f"[^{self.notes}]"

    def paragraph(self):
        parts = [self.put(self.plain())]
        for _ in range(self.random.randint(3, 14)):
            part = self.random.choice([self.span, self.span, self.span, self.ruby, self.note,
                                       lambda: self.put(self.plain(words=True))])
            parts.append(part())
        return "".join(parts)

    def article(self, count):
        text = "\n\n".join(self.paragraph() + self.put("。") for _ in range(count))
        return text + "".join(f"\n\n[^{n}]: 第{n}条的注文。" for n in range(1, self.notes + 1))


def below(char):
    return char.y + 0.12 * char.size


def check_dots(report, body, source, shapes):
    dots = [s for s in shapes if s.kind == "dots"]
    want = [b for b, (c, kind, _) in zip(body, source.chars) if kind == "dots" and c in HAN]
    report.check(len(dots) == len(want), "as many dots as characters", len(dots), len(want))
    for char in want:
        found = [d for d in dots if d.page == char.page and 0 < d.y - below(char) < 0.3 * SIZE
                 and abs(d.x - (char.x + char.right) / 2) < 0.6]
        report.check(len(found) == 1, "one dot below a character, in the middle", char, *found)


def wanted_lines(body, source, kind):
    """First and last character of each line below text."""
    lines, at = [], None
    for char, (c, k, span) in zip(body, source.chars):
        goes_on = at and at[2] == span and at[1].page == char.page and abs(at[1].y - char.y) < 1
        if k != kind:
            at = None
        elif c in MARKS:
            at = at if kind == "wavy" else None
        elif goes_on:
            at[1] = char
        else:
            at = [char, char, span]
            lines.append(at)
    return lines


def check_lines(report, body, source, shapes, kind):
    have = [s for s in shapes if s.kind == kind]
    for first, last, _ in wanted_lines(body, source, kind):
        found = [s for s in have if s.page == first.page and 0 <= s.y - below(first) < 0.4 * SIZE
                 and -NEAR < s.x - first.x < APART and -NEAR < last.right - s.right < APART]
        if report.check(len(found) == 1, f"a line ({kind}) from frame to frame", first, last,
                        *[s for s in have if s.page == first.page and
                          0 <= s.y - below(first) < 0.4 * SIZE]):
            have.remove(found[0])
    rest = [s for s in have if s.right - s.x < RIGHT - LEFT - 1 and not is_note_rule(s)]
    report.check(not rest, f"no line ({kind}) more", *rest[:5])
    lines = sorted((s for s in shapes if s.kind == kind), key=lambda s: (s.page, s.y, s.x))
    for a, b in zip(lines, lines[1:]):
        apart = a.page != b.page or abs(a.y - b.y) > 1 or b.x - a.right > 0.5
        report.check(apart, "lines do not touch", a, b)


def is_note_rule(shape):
    return abs(shape.right - shape.x - (RIGHT - LEFT) / 4) < 0.5


def group_lines(chars):
    lines = {}
    for c in chars:
        lines.setdefault((c.page, round(c.y, 1)), []).append(c)
    return lines


def check_ruby(report, body, source, chars):
    small = group_lines(c for c in chars if abs(c.size - SIZE / 2) < 0.01)
    for line in small.values():
        line.sort(key=lambda c: c.x)
        for a, b in zip(line, line[1:]):
            report.check(b.x > a.right - NEAR, "readings do not lie on each other", a, b)
    for first, end, reading in source.readings:
        a, b = body[first], body[end - 1]
        middle = (a.x + b.right) / 2 if abs(a.y - b.y) < 1 else None
        line = next((v for (page, y), v in small.items() if page == a.page and
                     0.8 * SIZE < a.y - y < 1.1 * SIZE), [])
        near = [c for c in line if middle and abs((c.x + c.right) / 2 - middle) < 2 * SIZE]
        text = "".join(c.c for c in near)
        good = reading in text
        if good and middle:
            at = min((near[i:i + len(reading)] for i in range(len(near))
                      if text[i:].startswith(reading)),
                     key=lambda s: abs((s[0].x + s[-1].right) / 2 - middle))
            off = (at[0].x + at[-1].right) / 2 - middle
            edge = at[0].x < LEFT + 0.2 or at[-1].right > RIGHT - 0.2
            # a widened character's frame is wider than its glyph
            good = abs(off) < 0.3 or edge
        report.check(good, "a reading in the middle above its characters", a, b, reading, text)


def check_notes(report, body, source, chars):
    marks = [c for c in chars if 0x2460 <= ord(c.c) <= 0x32bf and c.size < 10]
    numbers = [c for c in chars if c.c.isdigit() and abs(c.size - 0.6 * SIZE) < 0.01]
    report.check(len(marks) == min(50, source.notes), "all marks are there", len(marks))
    for n, at in enumerate(source.marks[:50]):
        mark, word = marks[n], body[at]
        # squeezed punctuation is narrower than its glyph, what has a reading wider
        report.check(mark.page == word.page and word.y - mark.y > 0.3 * SIZE and
                     -0.51 * SIZE < mark.x - word.right < 3.01 * SIZE and mark.x > LEFT + 1,
                     "a mark stands raised behind its word", mark, word)
    report.check(not numbers or source.notes > 50, "digits only past fifty", *numbers[:3])
    feet = [c for c in chars if abs(c.size - 10.5) < 0.01]
    text = {}
    for c in feet:
        text.setdefault(c.page, []).append(c.c)
    for n, at in enumerate(source.marks):
        page = "".join(text.get(body[at].page, []))
        after = "".join(text.get(body[at].page + 1, []))
        report.check(f"第{n + 1}条的注文。" in page + after, "a note is on its page", n + 1, body[at])
    body_feet = {p: max(c.y for c in body if c.page == p) for p in {c.page for c in body}}
    for c in feet:
        report.check(c.y > body_feet.get(c.page, 0), "notes stand below the text", c)


def check_seed(report, top, env, seed):
    source = Source(seed)
    issue = write_issue(top / f"x{seed}", [("行间", source.article(COUNT))])
    done = banxin("build", issue, "-o", top / "x.pdf", env=env)
    report.check(done.returncode == 0 and not done.stderr, "builds without a word", done.stderr)
    chars = read_chars(top / "x.pdf")
    body = [c for c in chars if abs(c.size - SIZE) < 0.01 and c.page > 1]
    while body and body[0].c != source.chars[0][0]:
        body.pop(0)
    body.sort(key=lambda c: (c.page, round(c.y), c.x))
    want = "".join(c for c, *_ in source.chars)
    if not report.check("".join(c.c for c in body) == want, "all text is there, in order",
                        "".join(c.c for c in body)[:300], want[:300]):
        return
    shapes = read_shapes(dump(issue, "page", env=env))
    check_dots(report, body, source, shapes)
    check_lines(report, body, source, shapes, "line")
    check_lines(report, body, source, shapes, "wavy")
    check_ruby(report, body, source, chars)
    check_notes(report, body, source, chars)


NOTED = """甲地[^一]与[乙]{拼音 yǐ}地相邻，[丙地]{着重号}在南[^二]。

[^一]: 在江北，，近桥。
[^二]: 在江南。"""


def check_readers(report, top, env):
    """What reads the text and not the pages: notes are seen, their marks are no words."""
    issue = write_issue(top / "noted", [("甲地", NOTED)])
    text = (issue / "01.md").read_text("utf-8").replace("---\ntitle: 甲地\n---\n", "# 甲地[^一]通车\n")
    (issue / "01.md").write_text(text, "utf-8")
    done = banxin("check", issue, env=env)
    report.check(re.search(r"01\.md:5:10: warning: .*\[mark-doubled\]", done.stderr),
                 "notes are proofread", done.stderr)
    book = dump(issue, "page", env=env)
    rows = re.findall(r"^  toc-row .* #[0-9a-f]{6} (.*)$", book, re.M)
    report.check("甲地通车" in rows, "the contents list has no marks of notes", rows)
    report.check(re.search(r"^mark 1 .* 甲地通车$", book, re.M), "nor have bookmarks", book[-300:])
    older = write_issue(top / "older", [("甲地", NOTED)])
    (older / "01.md").write_text(text, "utf-8")
    text = text.replace("通车\n", "[^三]通车\n").replace("江南", "江水以南").replace("yǐ", "yī")
    (issue / "01.md").write_text(text + "\n[^三]: 新的。\n", "utf-8")
    done = banxin("proof", issue, "--since", older, "--list", env=env)
    said = re.findall(r"01\.md:(\d+:\d+): ", done.stdout)
    report.check(said == ["1:9", "3:9", "8:7", "6:9"], "changes of notes and readings are told",
                 done.stdout, done.stderr)


def check_forms(report, top, env):
    for form, want in [("circled", "①"), ("plain", "1"), ("brackets", "[1]")]:
        issue = write_issue(top / form, [("甲地", NOTED)],
                            more=f"overrides: {{notes.mark: {form}, notes.place: end}}\n")
        done = banxin("build", issue, "-o", top / "x.pdf", env=env)
        report.check(done.returncode == 0, "builds", done.stderr)
        marks = [c for c in read_chars(top / "x.pdf") if abs(c.size - 0.6 * SIZE) < 0.01]
        report.check("".join(c.c for c in marks).startswith(want), f"marks are {form}", *marks)


def main():
    need("mutool")
    report = Report()
    with Folder() as top:
        env = pinned_data(top)
        for seed in range(12):
            check_seed(report, top, env, seed)
        check_readers(report, top, env)
        check_forms(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
