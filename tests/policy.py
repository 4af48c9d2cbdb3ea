"""What a layout's composition policy allows between two glyphs of a line: a second reading of
clreq 3.1 and 3.5 and of GB/T 15834 chapter 5, with the numbers of the layout's file. Lengths in em."""

import re

from layoutfile import number, read_layout

PAUSES, STOPS = "，、；：", "。？！"
CHAINED = "？！"
LONG = "—…"  # twice: one mark of 2 em
CONNECTORS = "～–"
# at a line's start: 点号, closing marks, 间隔号, 连接号; 分隔号 neither there nor at its end
NO_START = set(PAUSES + STOPS + "）》〉】』」”’］｝〕〗·•々％‰℃°%" + CONNECTORS)
NO_END = set("（《〈【『「“‘［｛〔〖￥$№±")
SOLIDI = set("/／")

# What stays together, beside words: each match whole
KEPT = [re.compile(p) for p in (
    r"——", r"……", r"[？！]{2,3}",
    r"第?[－＋±￥$]?\d[\d,.]*(?:%|％|‰|℃|°)?",  # numbers with sign and unit
    r"第\d+期", r"\d+(?:[—～–-]\d+)+[年月日]?",
    r"GB/T \d+", r"[A-Za-z0-9]+(?:[-+./][A-Za-z0-9]+)*\+?",
)]
URL = re.compile(r"https?://[!-~]+|www\.[!-~]+")


def is_han(c):
    return "\u3400" <= c <= "\u9fff" or c == "〇"


def is_word(c):
    """A Western letter or digit."""
    return c.isascii() and c.isalnum()


def is_chain(a, b):
    return a in CHAINED and b in CHAINED


def forbidden_breaks(text):
    """Places of text where no line may end, for what must stay together. A web address may break
    behind / . - only."""
    found, urls = set(), [m.span() for m in URL.finditer(text)]
    for a, b in urls:
        found.update(i for i in range(a + 1, b) if text[i - 1] not in "/.-")
    for pattern in KEPT:
        for m in pattern.finditer(text):
            if not any(a < m.end() and m.start() < b for a, b in urls):
                found.update(range(m.start() + 1, m.end()))
    return found


def in_url(text, at):
    return any(a < at < b for a, b in (m.span() for m in URL.finditer(text)))


class Between:
    """The space between two neighbours: what it is, what it may come to, and of which step."""

    def __init__(self, natural, least, most, squeezed=0, widened=0):
        self.natural, self.least, self.most = natural, least, most
        self.squeezed, self.widened = squeezed, widened  # steps; 0: none


class Policy:
    def __init__(self, layout):
        self.keys = read_layout(layout)
        self.size = number(self.keys, "body.style.size")
        self.left, self.measure = (number(self.keys, f"text.{k}") for k in ("left", "measure"))
        self.indent = number(self.keys, "body.indent")
        self.open, self.close, self.wide, self.half = (
            self.keys[f"breaks.marks-{k}"] for k in ("open", "close", "wide", "half"))

    def on(self, key):
        return self.keys[f"breaks.{key}"]

    def ratio(self, key):
        return number(self.keys, f"breaks.{key}")

    def give(self, kind, name):
        """(step, width that it comes to) of what is squeezed or spread."""
        return int(self.on(f"{kind}.{name}.step")), self.ratio(f"{kind}.{name}.to")

    # Where the frames of characters stand about their glyphs: the font's widths of marks are not the
    # layout's.

    def frames(self, line):
        """Left and right edges of the frames of a line's glyphs, pt."""
        text, frames = "".join(g.chars[0] for g in line), []
        for i, g in enumerate(line):
            left, right = self.frame(g, *line[max(i - 1, 0):i + 2:2])
            frames.append((left, right - (self.size / 2 if self.is_short(text, i) else 0)))
        return frames

    def is_short(self, text, i):
        """GB/T 15834 5.1.2: two ？！ together take one em, each half of it; three take two."""
        chained = [0 <= k < len(text) and text[k] in CHAINED for k in range(i - 2, i + 2)]
        return chained == [False, True, True, False] and self.on("close-up") == "true"

    def frame(self, g, *around):
        wid = sum(self.width(c, g, around) for c in g.chars)
        shift = wid - g.wid
        if g.chars[0] in self.close:
            shift = 0
        elif g.chars[0] not in self.open:
            shift /= 2
        return g.x - shift, g.x - shift + wid

    def width(self, c, g, around=()):
        if c == "/" and (len(around) < 2 or any(o.chars[0].isascii() for o in around)):
            return g.wid  # a Western word's
        if c in self.half:
            return self.size / 2
        if c in self.open + self.close + self.wide or is_han(c):
            return self.size
        return g.wid / len(g.chars)

    def is_mark(self, c):
        return c in self.open + self.close + self.wide + self.half

    def class_of(self, c):
        if c in PAUSES:
            return "pauses"
        return "stops" if c in STOPS else "brackets"

    # What may be between them.

    def squeezable(self, c):
        step, to = self.give("squeeze", self.class_of(c))
        return (step, 1 - to) if step else (0, 0)

    def elastic(self, name, natural):
        """A space of its own that gives both ways."""
        down, least = self.give("squeeze", name)
        up, most = self.give("spread", name)
        return Between(natural, least if down else natural, max(most, natural) if up else natural, down, up)

    def spread(self, natural, name):
        step, more = self.give("spread", name)
        return Between(natural, natural, natural + more if step else natural, 0, step)

    def between(self, text, at):
        """What stands before text[at], which does not begin the line."""
        typed = text[at - 1].isspace()
        a, b = text[at - 1 - typed], text[at]
        if typed and is_word(a) and is_word(b):
            return self.elastic("word-space", 0.25)
        if typed:
            step, least = self.give("squeeze", "word-space")
            out = self.spread(self.ratio("word-space"), "text")
            out.least, out.squeezed = (least, step) if step else (out.natural, 0)
            return out
        if a.isascii() and b.isascii():
            return Between(0, 0, 0)
        if (is_han(a) and is_word(b)) or (is_word(a) and is_han(b)):
            return self.elastic("han-latin-gap", self.ratio("han-latin-gap"))
        if self.is_mark(a) or self.is_mark(b) or not (is_han(a) or is_han(b)):
            return self.beside_marks(a, b, self.is_short(text, at - 1))
        return self.spread(0, "text")

    def closes_up(self, a, b):
        full = self.open + self.close
        return (self.on("close-up") == "true" and a in full and b in full and (a in self.close or b in self.open)
                and ("brackets" in (self.class_of(a), self.class_of(b)) or is_chain(a, b)))

    def beside_marks(self, a, b, short):
        """White lies between them where a closes, if it is not short, and where b opens; of two whites
        that meet the first is gone, and the other may be squeezed."""
        whites = [c for c, inside in ((a, a in self.close and not short), (b, b in self.open)) if inside]
        out = self.spread(0, "marks")
        if self.closes_up(a, b):
            gone = 0 if short else -0.5
            out, whites = Between(gone, gone, gone), whites if short else whites[1:]
        elif (a == b and a in LONG) or {a, b} & set(CONNECTORS + "/／") or is_chain(a, b):
            out.most, out.widened = out.natural, 0
        for c in whites:
            out.squeezed, more = self.squeezable(c)
            out.least -= more
        return out
