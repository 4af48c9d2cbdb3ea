"""Lines as a finished PDF has them: every glyph's place, read by mutool."""

import math
import subprocess
import xml.etree.ElementTree as ET


def pdf_lines(pdf, size):
    """Lines of type of that size: [[(character, x)]], from the glyphs' origins, in the order
    that they are shown in, white space left out."""
    text = subprocess.run(["mutool", "draw", "-q", "-F", "stext", "-o", "-", str(pdf)], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True).stdout
    lines = {}
    for n, page in enumerate(ET.fromstring(text).iter("page")):
        for font in page.iter("font"):
            if abs(float(font.get("size")) - size) < 0.02:
                for c in font.iter("char"):
                    if not c.get("c").isspace():
                        key = n, round(float(c.get("y")), 1)
                        lines.setdefault(key, []).append((c.get("c"), float(c.get("x"))))
    return [line for _, line in sorted(lines.items())]


def joined(line):
    return "".join(c for c, _ in line)


def is_han(c):
    return "\u4e00" <= c <= "\u9fff" or c == "〇"


def deviation(spaces):
    mean = sum(spaces) / len(spaces) if spaces else 0
    return math.sqrt(sum((s - mean) ** 2 for s in spaces) / len(spaces)) if spaces else 0


class Composition:
    """How these paragraphs are set in the PDF. The space between two Han characters is measured in
    thousandths of an em beyond the em, in all lines but the last of a paragraph; once more without
    the first ones, which often can end in one place only."""

    def __init__(self, pdf, paragraphs, size):
        self.lines, self.lone, self.spaces, self.first_spaces, self.missing = 0, 0, [], [], 0
        lines = pdf_lines(pdf, size)
        while lines and not joined(lines[0]).startswith(paragraphs[0][:10]):
            lines.pop(0)  # a cover's
        for p in paragraphs:
            self.take(lines, "".join(p.split()), size)
        self.deviation_behind_first = deviation(self.spaces)
        self.spaces += self.first_spaces
        n = len(self.spaces)
        self.mean = sum(self.spaces) / n if n else 0
        self.deviation = deviation(self.spaces)
        self.most, self.least = max(self.spaces, default=0), min(self.spaces, default=0)

    def take(self, lines, text, size):
        """The lines of one paragraph."""
        at, first = 0, True
        while at < len(text):
            if not lines or not text.startswith(joined(lines[0]), at):
                self.missing += 1
                return
            line = lines.pop(0)
            at += len(line)
            self.lines += 1
            if at < len(text):
                spaces = self.first_spaces if first else self.spaces
                spaces += [1000 * ((b[1] - a[1]) / size - 1) for a, b in zip(line, line[1:])
                           if is_han(a[0]) and is_han(b[0])]
            elif not first:
                self.lone += sum(c.isalnum() for c, _ in line) <= 1
            first = False
