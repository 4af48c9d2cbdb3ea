#!/usr/bin/env python3
"""What users of other systems have suffered from, each in a tiny issue of the fine layout, measured in
the finished PDF. A function shows one lesson; its number is that of the thread in the reference.

Held by other tests:
    7   weights and made bold        font/test_font.c: bold_comes_from_the_family_or_is_made; and below
    15  last lines of one character  composition.py, over all paragraphs; and below
    17  titles by sense              page/titles.py: check_table, check_random
    22  characters found again       pdf/readback.py: check_text; and below
    26  numbers of subheads          page/blocks.py; manuscripts come as text here, so that none is lost
    30  changes of the text stream   proof/test_diff.c, proof/rounds.py
    35  page numbers of contents     pdf/readback.py: check_links; pages.py: check_contents
    38  blanks and creep of sheets   impose/test_impose.c: all_books_bind, creep_grows_inwards

    threads.py [NAME...]
"""

import re
import subprocess
import sys
from pathlib import Path

from pdftext import File, read_lines, read_page
from policy import NO_END, NO_START, Policy, is_han
from program import ISSUE, SAMPLE, Folder, Report, banxin, dump, need, pinned_data, write_issue

LAYOUT = "jingpai"
POLICY = Policy(LAYOUT)
EM = POLICY.size
NEAR = 0.003  # em
HAN = "春夏秋冬山川河流花木林草日月星云雨雪风霜金石土田江湖海岛"


def han(n, start=0):
    return "".join(HAN[(start + i) % len(HAN)] for i in range(n))


class Bench:
    """Sets texts and reads them back."""

    def __init__(self, report, top):
        self.report, self.top, self.n = report, top, 0
        self.env = pinned_data(top / "data")

    def check(self, good, *details):
        return self.report.check(good, self.name, *details)

    def pdf(self, text, head="", **overrides):
        self.n += 1
        folder = self.top / str(self.n)
        more = "".join(f"  {k.replace('__', '.').replace('_', '-')}: {v}\n" for k, v in overrides.items())
        write_issue(folder, [(f"题{head}", text)], ISSUE.replace("jianxun", LAYOUT),
                    more=f"overrides:\n{more}" if more else "")
        self.folder = folder
        done = banxin("build", folder, "-o", folder / "x.pdf", env=self.env)
        self.check(done.returncode == 0, done.stderr)
        return folder / "x.pdf"

    def lines(self, text, **overrides):
        """Lines of the body; those of several paragraphs follow one another."""
        return read_lines(self.pdf(text, **overrides), EM, 1)  # behind the cover

    def sweep(self, text, least=12, most=33, **overrides):
        """The lines' texts, in each measure of least to most em and a quarter."""
        for quarters in range(4 * least, 4 * most, 3):
            wid = f"{quarters / 4} em"
            yield [joined(line) for line in self.lines(
                text, text__measure=wid, picture__max_width=wid, **overrides)]


def joined(line):
    return "".join(g.chars for g in line)


def left(g):
    return (POLICY.frame(g)[0] - POLICY.left) / EM


def right(g):
    return (POLICY.frame(g)[1] - POLICY.left) / EM


def spaces(line):
    """[(left neighbour, right neighbour, space in em)]."""
    return [(a.chars[-1], b.chars[0], left(b) - right(a)) for a, b in zip(line, line[1:])]


def near(a, b):
    return abs(a - b) < NEAR


MEASURE = POLICY.measure / EM


def line_end_mark_is_half_in_every_fill(b):
    """1: the mark at a line's end takes half an em, and nothing of it is spread again."""
    text = han(29) + "，" + han(30, 3) + "。" + han(20)
    for fill in ("greedy", "optimum"):
        ends = [line for line in b.lines(text, breaks__fill=fill)[:-1] if joined(line)[-1] in POLICY.close]
        b.check(ends, fill)
        for line in ends:
            b.check(near(right(line[-1]) - 0.5, MEASURE), fill, joined(line), right(line[-1]))


def opening_mark_of_a_paragraph_inks_at_one_and_a_half_em(b):
    """2: it loses its white as at any line's start; and the layout may say that it keeps it."""
    text = "“" + han(5) + "”" + han(60)
    for width, place in (("half", 1.5), ("full", 2)):
        first = b.lines(text, breaks__paragraph_start_marks=width)[0][0]
        b.check(near(left(first), place), width, left(first))


def opening_mark_of_a_line_loses_its_white(b):
    """2: at every line's start."""
    text = han(30) + "“" + han(31, 4) + "”（" + han(20) + "）"
    starts = [line[0] for line in b.lines(text) if line[0].chars in POLICY.open]
    b.check(starts)
    for g in starts:
        b.check(near(left(g), -0.5), g.chars, left(g))


def marks_close_up_across_marked_text(b):
    """3: classes are of the flattened text; bold, emphasis and links are no boundaries."""
    plain = b.lines("会议指出：“安全。”（“重点”）《甲》《乙》")[0]
    marked = b.lines("**会议指出：**“安全。*”（“重点*”）[《甲》](https://example.org)《乙》")[0]
    b.check(joined(plain) == joined(marked), joined(marked))
    for (p, c, have), (_, _, want) in zip(spaces(marked), spaces(plain)):
        b.check(near(have, want), p + c, have, want)


def adjacent_marks_take_one_and_a_half_em(b):
    """3: two marks of an em each with white between or behind the first."""
    for pair in ("：“", "）。", "”，", "》《", "”“", "（“", "’”", "。”", "》、", "】（"):
        line = b.lines("天" + pair + "地")[0]
        wid = left(line[3]) - right(line[0])
        b.check(near(wid, 1.5), pair, wid)


def slack_goes_into_han_latin_gaps_first(b):
    """4: where the policy says so; Han characters then stand as on a grid."""
    text = han(13) + "5G" + han(14) + "Wi" + han(40)
    line = b.lines(text, breaks__fill="greedy")[0]
    gaps = [s for p, c, s in spaces(line) if is_han(p) != is_han(c)]
    inner = [s for p, c, s in spaces(line) if is_han(p) and is_han(c)]
    b.check(len(gaps) >= 2 and len(set(round(s, 2) for s in gaps)) == 1, gaps)
    b.check(max(inner) < NEAR or near(gaps[0], POLICY.give("spread", "han-latin-gap")[1]), gaps, max(inner))


def gap_is_the_same_on_both_sides_of_a_word(b):
    """5: it stands between glyphs, and is no part of either."""
    for text in ("天地5G玄黄", han(12) + "AI" + han(60)):
        line = b.lines(text)[0]
        before, after = [s for p, c, s in spaces(line) if p.isascii() != c.isascii()][:2]
        b.check(near(before, after), before, after)
        b.check(0.125 - NEAR < before < 0.5 + NEAR, before)


def no_gap_beside_marks_or_at_line_ends(b):
    """5: none next to a mark, none before the first character of a line nor behind its last."""
    line = b.lines("天，5G，（AI）：“4K”。")[0]
    for p, c, s in spaces(line):
        b.check(s < NEAR, p + c, s)
    for start in range(8):
        for line in b.lines(han(25 + start) + "NB5G" + han(26, start) + "IPv6" + han(40))[1:]:
            b.check(near(left(line[0]), 0), joined(line), left(line[0]))


def underline_covers_the_gap_within_it(b):
    """6: from the frame of its first character to that of its last, gaps between them included."""
    pdf = b.pdf("天地[玄黄5G宇宙]{下划线}洪荒")
    line = read_lines(pdf, EM, 1)[0]
    text = dump(b.folder, "page", env=b.env)
    rules = [m for m in re.finditer(r"^  \w+ (\S+) (\S+) (\S+) 0.5 rule ", text, re.M)]
    want = (left(line[2]), right(line[joined(line).index("宙") - joined(line).index("天")]))
    have = [((float(m[1]) - POLICY.left) / EM, (float(m[1]) + float(m[3]) - POLICY.left) / EM) for m in rules]
    b.check(any(abs(x - want[0]) < 0.01 and abs(y - want[1]) < 0.01 for x, y in have), want, have)


def made_bold_is_drawn_with_a_pen_in_proportion(b):
    """7: 楷体 has no bold weight; its outlines are stroked, the wider the larger the type."""
    file, pens = File(b.pdf("*天地**玄黄***宇宙\n\n### 玄黄", subheads__2__style__size="28 pt",
                            subheads__2__style__font="kai")), {}
    for page in file.pages():
        for g in read_page(file, page):
            if g.chars == "玄":
                pens[g.size] = g.stroke
            b.check(g.chars != "天" or not g.stroke, g)
    b.check(len(pens) == 2 and pens[EM] > 0 and abs(pens[28] * EM - pens[EM] * 28) < 0.1, pens)


def every_paragraph_is_indented(b):
    """8: the first too."""
    for line in b.lines("\n\n".join(han(10, i) for i in range(4))):
        b.check(near(left(line[0]), 2), joined(line), left(line[0]))


def newlines_of_the_source_leave_nothing_in_chinese_text(b):
    """9: between Han characters and marks, also “ ” — and …."""
    for break_ in ("天\n地", "天\n“地”", "“天”\n地", "天——\n地", "天\n——地", "天……\n地", "天，\n地", "5G\n网", "天\n《地》"):
        one, two = ([g for g in b.lines(t)[0] if g.chars != " "] for t in (break_, break_.replace("\n", "")))
        b.check([g.chars for g in one] == [g.chars for g in two] and all(
            near(left(x), left(y)) for x, y in zip(one, two)), break_)


def baselines_stand_on_one_grid(b):
    """10: headings, tables and boxes take whole lines; so facing pages' lines meet."""
    text = "\n\n".join([han(100), "## " + han(6), han(70), "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", han(90), "> " + han(50),
                        han(40), "::: 通知\n" + han(40) + "\n:::", *[han(300, i) for i in range(8)]])
    file = File(b.pdf(text))
    pitch = (POLICY_HEIGHT / float(POLICY.keys["text.lines-per-page"]))
    for n, page in enumerate(file.pages()):
        places = {round(g.y, 2) for g in read_page(file, page)
                  if g.size == EM and abs(g.x - POLICY.left) < 0.1 and is_han(g.chars[0])}
        first = max(places, default=0)
        for y in places if n else ():
            lines = (first - y) / pitch
            b.check(abs(lines - round(lines)) < 0.01, f"page {n + 1}", y, lines)


def mark_behind_a_digit_in_brackets_begins_no_line(b):
    """11: 0）， and the like, where plain Unicode rules part them."""
    text = "".join(f"{han(3, i)}（例{i}、第{i}项，0），{han(2, i)}50%。“A”；" for i in range(30))
    for lines in b.sweep(text):
        for line in lines[1:]:
            b.check(line[0] not in NO_START, line)
        for line in lines[:-1]:
            b.check(line[-1] not in NO_END, line)


def marks_take_the_chinese_form_wherever_they_stand(b):
    """12: beside Western text and alone they are the same glyphs, as wide, of the Han face."""
    glyphs = {}
    for text in ("天“地”，玄……黄——宇·宙", "“A”，B……C——天·地", "**天**“*地*”，`A`……——·"):
        for g in b.lines(text)[0]:
            if g.chars[0] in "“”，…—·":
                b.check("Han" in g.font or "CJK" in g.font, text, g)
                glyphs.setdefault(g.chars[0], set()).add(round(g.wid, 2))
    b.check(all(len(widths) == 1 for widths in glyphs.values()), glyphs)


def break_beside_a_dash_needs_both_neighbours(b):
    """13: “——, ——，, ——……, ——” stay whole, and so do —— and …… themselves."""
    text = "".join(f"{han(4 + i % 5, i)}“——{han(3)}——”{han(2)}——，{han(3, i)}——……{han(2)}：“……”" for i in range(14))
    whole = ("“——", "——”", "——，", "“……", "……”", "——", "……")
    for lines in b.sweep(text):
        for upper, lower in zip(lines, lines[1:]):
            b.check(not any(upper.endswith(w[:i]) and lower.startswith(w[i:]) and (upper + lower)[
                len(upper) - i:len(upper) - i + len(w)] == w for w in whole for i in range(1, len(w))
                if not (w in ("——", "……") and upper.endswith(w))), upper[-6:] + " | " + lower[:6])


def squeezed_marks_never_overlap_nor_overflow(b):
    """14: each mark gives at most its white, and the line at most what its marks give."""
    text = "，".join(f"“{han(2, i)}”（{han(1, i)}）" for i in range(40)) + "。"
    for wid in range(8, 33, 3):
        measure = f"{wid} em"
        for line in b.lines(text, text__measure=measure, picture__max_width=measure):
            for p, c, s in spaces(line):
                whites = (p in POLICY.close) + (c in POLICY.open)
                b.check(s > -0.5 * whites - NEAR, p + c, s)
            end = right(line[-1]) - (0.5 if line[-1].chars in POLICY.close else 0)
            b.check(end < wid + NEAR, joined(line), end)


def last_line_has_two_characters_also_beside_marks(b):
    """15: marks do not count."""
    for end in ("。", "。”", "）。", "》……", "？！"):
        opening = {"。”": "“", "）。": "（", "》……": "《"}.get(end, "")
        for n in range(59, 64):
            text = han(n - 4) + opening + han(4, n) + end
            last = joined(b.lines(text)[-1])
            b.check(sum(is_han(c) for c in last) >= 2, n, text[-6:], last)


def what_begins_a_line_is_the_levels_choice(b):
    """16: …… and —— may at gb, not at strict; with none any mark may."""
    text = "".join(f"{han(2 + i % 3, i)}……{han(3, i)}——{han(2)}，{han(1)}。" for i in range(40))
    for level, never, somewhere in (("strict", "，。……——", ""), ("gb", "，。", "……——"), ("none", "", "，。")):
        starts = {line[0] for lines in b.sweep(text, 9, 14, breaks__prohibition=level, breaks__fill="greedy")
                  for line in lines[1:]}
        b.check(not starts & set(never), level, starts)
        b.check(not somewhere or starts & set(somewhere), level, starts)


def ink_of_marks_stands_on_its_side(b):
    """18: where the policy takes the white, there is none of the printed mark."""
    marks = POLICY.open + POLICY.close
    pdf = b.pdf("\n\n".join("天" + m + "地" for m in marks))
    for line in read_lines(pdf, EM, 1):
        first, last = frame_ink(b, pdf, line[1])
        frame = POLICY.frame(line[1])
        middle = (frame[0] + frame[1]) / 2
        if line[1].chars in POLICY.open:
            b.check(first > middle - 0.06 * EM, line[1].chars, first - middle)
        else:
            b.check(last < middle + 0.06 * EM, line[1].chars, last - middle)


def frame_ink(b, pdf, g, dpi=288):
    """Left and right edge of what is black in the frame of g, pt."""
    picture = pages_of(b, pdf, dpi)
    file = File(pdf)
    for n, page in enumerate(file.pages()):
        if g in read_page(file, page):
            wid, hgt, rows = picture[n]
            a, z = POLICY.frame(g)
            scale = dpi / 72
            top, foot = int(hgt - (g.y + 0.9 * EM) * scale), int(hgt - (g.y - 0.15 * EM) * scale)
            black = [x for y in range(top, foot) for x in range(int(a * scale) + 1, int(z * scale))
                     if rows[y * wid + x] < 128]
            return min(black, default=0) / scale, (max(black, default=0) + 1) / scale
    raise ValueError(g)


def pages_of(b, pdf, dpi):
    """(width, height, grey samples) of the pages, drawn by poppler."""
    if getattr(b, "drawn", (None,))[0] != pdf:
        pages = []
        subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), pdf, b.top / "drawn"], check=True)
        for path in sorted(Path(b.top).glob("drawn*.pgm")):
            _, wid, hgt, _, rows = re.match(rb"(P5)\s+(\d+)\s+(\d+)\s+(\d+)\s(.*)", path.read_bytes(), re.S).groups()
            pages.append((int(wid), int(hgt), rows))
            path.unlink()
        b.drawn = (pdf, pages)
    return b.drawn[1]


def characters_are_found_as_they_were_typed(b):
    """22: those that share a glyph with a radical come back as themselves."""
    text = "行食方高长见车贝鱼麦黄鼠龙一二十口土女子"
    done = subprocess.run(["pdftotext", b.pdf(text), "-"], check=True, stdout=subprocess.PIPE)
    b.check(text in done.stdout.decode(), done.stdout.decode())


def an_issue_is_smaller_than_a_megabyte(b):
    """23: fonts are cut down to what is printed."""
    done = banxin("build", SAMPLE, "-o", b.top / "sample.pdf", env=b.env)
    b.check(done.returncode == 0 and (b.top / "sample.pdf").stat().st_size < 1e6, done.stderr)


def quotes_and_dashes_are_of_the_han_face(b):
    """24: also between Western words, where they stand in Chinese text."""
    for text in ("他说“OK”——5G…·天", "“5G”和‘AI’——2021—2023年……"):
        for g in b.lines(text)[0]:
            b.check(g.chars[0] not in "“”‘’—…·" or "CJK" in g.font, text, g)


def typed_spaces_are_found_and_without_them_stands_a_gap(b):
    """25: the gap is the layout's; spaces between Chinese and Western text are told and can be mended."""
    b.lines("天地 5G 网络")
    done = banxin("check", b.folder, env=b.env)
    b.check("space-han-latin" in done.stdout + done.stderr, done.stdout, done.stderr)
    gaps = [s for p, c, s in spaces(b.lines("天地5G网络")[0]) if p.isascii() != c.isascii()]
    b.check(all(near(s, POLICY.ratio("han-latin-gap")) for s in gaps), gaps)


def bold_ends_beside_chinese_marks(b):
    """36: **…。** between Han characters is bold and leaves no asterisks."""
    for text in ("这是**我想做的事。**所以", "他**“说”**了", "**（一）**天", "天**：地**，玄"):
        line = b.lines(text)[0]
        plain = text.replace("*", "")
        bold = {i for m in re.finditer(r"\*\*(.*?)\*\*", text)
                for i in range(len(text[:m.start()].replace("*", "")), len(text[:m.end()].replace("*", "")))}
        b.check(joined(line) == plain, joined(line))
        for i, g in enumerate(line):
            b.check(("Bold" in g.font or g.stroke > 0) == (i in bold), text, g)


def note_mark_stays_with_its_word(b):
    """Unbreakable, beside the threads: it begins no line, and parts not from the mark behind it."""
    text = "".join(f"{han(5 + i % 4, i)}[^{i}]，" for i in range(1, 25)) + han(5) + "。"
    text += "".join(f"\n\n[^{i}]: 注{i}。" for i in range(1, 25))
    size = float(POLICY.keys["notes.mark-size"]) * EM
    for wid in range(16, 33, 3):
        file = File(b.pdf(text, text__measure=f"{wid} em", picture__max_width=f"{wid} em"))
        marks = [g for page in file.pages() for g in read_page(file, page) if abs(g.size - size) < 0.1]
        b.check(len(marks) >= 24, wid, len(marks))
        for g in marks:
            b.check(g.x > POLICY.left + EM / 2, wid, g)


def body_is_not_smaller_than_size_six(b):
    """Clauses, beside the threads: 六号 is 7.875 pt."""
    b.check(EM >= 7.875 and b.lines(han(5))[0][0].size == EM, EM)


def chained_marks_take_one_em_for_two_and_two_for_three(b):
    """Clauses, chains: ？！ and ！！ together one em, ！！！ two (GB/T 15834 5.1.2)."""
    for marks, wid in (("？！", 1), ("！！", 1), ("？？", 1), ("！！！", 2), ("？？？", 2)):
        line = b.lines(f"天{marks}地")[0]
        have = left(line[-1]) - right(line[0])
        b.check(near(have, wid), marks, have)


def measure_is_whole_ems(b):
    """Clauses, the measure: lines of Han alone stand as they are, without any spreading."""
    for line in b.lines(han(200))[:-1]:
        b.check(all(near(s, 0) for _, _, s in spaces(line)), joined(line))
    b.check(near(MEASURE, round(MEASURE)), MEASURE)


def long_marks_take_two_ems_and_stand_in_the_middle(b):
    """Clauses, —— and ……: between Han characters."""
    line = b.lines("天——地……玄")[0]
    places = {g.chars: left(g) for g in line if is_han(g.chars[0])}
    b.check(near(places["地"] - places["天"], 3) and near(places["玄"] - places["地"], 3), places)
    pdf = b.pdf("天——地\n\n天……地")
    for line in read_lines(pdf, EM, 1):
        a, z = right(line[0]), left(line[-1])
        inks = [frame_ink(b, pdf, g) for g in line[1:-1]]
        first, last = ((x - POLICY.left) / EM for x in (inks[0][0], inks[-1][1]))
        b.check(abs((first - a) - (z - last)) < 0.08, joined(line), first - a, z - last)


def short_marks_take_half_an_em(b):
    """Clauses, 间隔号, 分隔号 and 短横线: between Han characters; 一字线 and 浪纹线 one em."""
    for mark, wid in (("·", 0.5), ("/", 0.5), ("–", 0.5), ("—", 1), ("～", 1)):
        line = b.lines(f"天{mark}地")[0]
        b.check(near(left(line[2]) - right(line[0]), wid), mark, left(line[2]) - right(line[0]))


def dots_stand_below_lines(b):
    """Clauses, 先线后点: where both are below the same characters."""
    b.pdf("天地[玄黄]{下划线 着重号}宇宙")
    text = dump(b.folder, "page", env=b.env)
    dots = [float(m[1]) for m in re.finditer(r"^  artifact \S+ (\S+) curve closed #\S+ filled ", text, re.M)]
    rules = [float(m[1]) for m in re.finditer(r"^  artifact \S+ (\S+) \S+ 0.5 rule ", text, re.M)]
    b.check(len(dots) == 2 and rules and min(dots) > max(rules), dots, rules)


def number(text):
    return float(re.match(r"[\d.]+", text)[0]) * (72 / 25.4 if text.endswith("mm") else 1)


POLICY_HEIGHT = number(POLICY.keys["text.height"])
LESSONS = [f for f in list(globals().values())
           if callable(f) and re.match(r"\d+: |Clauses, |Unbreakable, ", getattr(f, "__doc__", None) or "")]


def main():
    need("pdftoppm", "pdftotext")
    report = Report()
    with Folder() as top:
        b = Bench(report, top)
        for lesson in LESSONS:
            b.name = lesson.__name__
            if len(sys.argv) < 2 or b.name in sys.argv[1:]:
                lesson(b)
    report.end()


if __name__ == "__main__":
    main()
