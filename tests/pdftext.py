"""The text of our PDFs, read by a simple-minded reader as tools that measure Chinese composition are:
streams that are inflated and searched, the operators /F1 14 Tf, 1 0 0 1 x y Tm and [<…> n <…>]TJ,
widths from /W and /DW, characters from the maps to Unicode; no state but font, point, rise and pen."""

import re
import zlib
from collections import namedtuple
from pathlib import Path

NUMBER = rb"-?\d*\.?\d+"
OPERATOR = re.compile(
    rb"/(\w+) (%b) Tf|1 0 0 1 (%b) (%b) Tm|\[((?:<[0-9A-Fa-f]+>|%b|\s)*)\]\s*TJ|(%b) w\b|(\d) Tr|(%b) Ts"
    % (NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER))
SHOWN = re.compile(rb"<([0-9A-Fa-f]+)>|(%b)" % NUMBER)
OTHER = re.compile(rb"(?<![\w/])(?:Tj|Td|TD|T\*|Tc|Tw|Tz|TL|'|\")(?!\w)")

# chars: of its cluster, "" where it has none; x, y: its origin; wid: its advance; pt; font: its name
# without the subset's six letters; stroke: width of the pen that makes it bold, or 0
Glyph = namedtuple("Glyph", "chars x y size wid font stroke")


class File:
    """A PDF's objects by number, found by their text alone."""

    def __init__(self, path):
        found = re.finditer(rb"(\d+) 0 obj(.*?)endobj", Path(path).read_bytes(), re.S)
        self.objects = {int(m[1]): m[2] for m in found}
        self.fonts = {}

    def linked(self, text, key):
        return [int(n) for n in re.findall(rb"(\d+) 0 R", re.search(rb"/%b\s*(\[.*?\]|\d+ 0 R)" % key, text, re.S)[1])]

    def stream(self, n):
        head, data = self.objects[n].split(b"stream", 1)
        data = data.lstrip(b"\r\n")
        return zlib.decompressobj().decompress(data) if b"FlateDecode" in head else data

    def pages(self, n=None):
        """The pages' objects in order."""
        if n is None:
            n = next(n for n, o in self.objects.items() if re.search(rb"/Type\s*/Pages", o) and b"/Parent" not in o)
        if not re.search(rb"/Type\s*/Pages", self.objects[n]):
            yield self.objects[n]
            return
        for kid in self.linked(self.objects[n], b"Kids"):
            yield from self.pages(kid)

    def font(self, n):
        if n not in self.fonts:
            self.fonts[n] = Font(self, self.objects[n])
        return self.fonts[n]


class Font:
    def __init__(self, file, text):
        below = file.objects[file.linked(text, b"DescendantFonts")[0]]
        self.name = re.search(rb"/BaseFont /(?:[A-Z]{6}\+)?(\S+)", below)[1].decode()
        self.width = {}
        self.usual = float(re.search(rb"/DW (\S+)", below)[1])
        for first, row in re.findall(rb"(\d+)\s*\[([^][]*)\]", re.search(rb"/W\s*\[(.*)\]", below, re.S)[1]):
            for i, w in enumerate(row.split()):
                self.width[int(first) + i] = float(w)
        self.unicode = {}
        for rows in re.findall(rb"beginbfchar(.*?)endbfchar", file.stream(file.linked(text, b"ToUnicode")[0]), re.S):
            for code, chars in re.findall(rb"<(\w+)>\s*<(\w+)>", rows):
                self.unicode[int(code, 16)] = bytes.fromhex(chars.decode()).decode("utf-16-be")


def read_page(file, page):
    """Its glyphs in the order of the operators."""
    fonts = {name: int(n) for name, n in re.findall(rb"/(\w+) (\d+) 0 R", re.search(
        rb"/Font\s*<<(.*?)>>", page, re.S)[1])}
    glyphs, x, y, rise, font, size, pen, outlined = [], 0, 0, 0, None, 0, 0, False
    text = b"".join(file.stream(n) for n in file.linked(page, b"Contents"))
    assert not OTHER.search(re.sub(rb"<[0-9A-Fa-f]*>", b"", text)), "an operator that such readers do not know"
    for m in OPERATOR.finditer(text):
        if m[1]:
            font, size = file.font(fonts[m[1]]), float(m[2])
        elif m[3]:
            x, y = float(m[3]), float(m[4])
        elif m[6]:
            pen = float(m[6])
        elif m[7]:
            outlined = m[7] == b"2"
        elif m[8]:
            rise = float(m[8])
        else:
            for codes, back in SHOWN.findall(m[5]):
                x -= float(back or 0) * size / 1000
                for i in range(0, len(codes), 4):
                    code = int(codes[i:i + 4], 16)
                    wid = font.width.get(code, font.usual) * size / 1000
                    glyphs.append(Glyph(font.unicode.get(code, ""), x, y + rise, size, wid, font.name,
                                        pen if outlined else 0))
                    x += wid
    return glyphs


def read_lines(path, size, first=0):
    """Lines of type of that size, from page first (counted from 0) on, page by page from the top, each
    as its operators show it: a mark without its white may stand left of the one before it."""
    file, lines = File(path), {}
    for n, page in enumerate(file.pages()):
        if n < first:
            continue
        for g in read_page(file, page):
            if abs(g.size - size) < 0.02 and g.chars:
                lines.setdefault((n, -round(g.y, 1)), []).append(g)
    return [line for _, line in sorted(lines.items())]
