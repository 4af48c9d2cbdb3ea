#!/usr/bin/env python3
"""Files that are none, or that mean ill: clear words, in bounded time and memory, and no crash."""

import random
import re
import resource
import sys
import time
import zlib
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]
import plain
import program
from plain import Stream

SECONDS = 60
ROUNDS = 150


def bomb(size):
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    out = b"".join(packer.compress(piece) for _ in range(size >> 20))
    return out + packer.flush()


def say(pattern):
    """The file is refused with words like these."""
    return lambda done: done.returncode == 1 and re.search(pattern, done.stderr)


def tell(name):
    """The file is read, and the sheet names this."""
    return lambda done: done.returncode == 1 and name in done.stdout


def told(done):
    return done.returncode in (0, 1) and done.stdout


def cyclic_pages(pdf):
    pdf.objects[2] = "<</Type /Pages /Kids [3 0 R 2 0 R] /Count 2>>"


def cyclic_outline(pdf):
    pdf.objects[21] = "<</Title (a) /Parent 20 0 R /First 21 0 R /Next 21 0 R>>"


def cyclic_tree(pdf):
    pdf.objects[43] = plain.element("LBody", 42, "[6 31 0 R]")


def cyclic_roles(pdf):
    pdf.edit(30, "<</Title /H1>>", "<</A /B /B /A>>")
    pdf.edit(33, "/S /P", "/S /A")


def cyclic_form(pdf):
    pdf.objects[5] = Stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
                            "/Resources <</XObject <</Im1 5 0 R>>>>", b"/Im1 Do")


def many_forms(pdf):
    """Each form shows the next ten times."""
    for i in range(15):
        pdf.objects[100 + i] = Stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources "
                                      f"<</XObject <</Im1 {101 + i} 0 R>>>>", b"/Im1 Do " * 10)
    pdf.objects[115] = Stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <<>>", b"")
    pdf.edit(3, "/Im1 5 0 R", "/Im1 100 0 R")


def deep_arrays(pdf):
    pdf.edit(2, "/Count 1", "/Count 1 /Odd " + "[" * 50000 + "]" * 50000)


def deep_content(pdf):
    pdf.objects[4].data = b"[" * 500000 + b" 0 0 5 5 re f"


def deep_tree(pdf):
    for i in range(5000):
        pdf.objects[100 + i] = plain.element("Div", 99 + i, f"[{101 + i} 0 R]")
    pdf.objects[5100] = plain.element("Div", 5099, "[]")
    pdf.edit(31, "41 0 R", "41 0 R 100 0 R")


def deep_pages(pdf):
    pdf.objects[2] = "<</Type /Pages /Kids [100 0 R] /Count 1>>"
    for i in range(2000):
        pdf.objects[100 + i] = f"<</Type /Pages /Kids [{101 + i} 0 R] /Count 1>>"
    pdf.objects[2100] = pdf.objects.pop(3)


def content_bomb(pdf):
    pdf.objects[4] = Stream("/Filter /FlateDecode", bomb(3 << 30))


def chain_bomb(pdf):
    pdf.objects[4] = Stream("/Filter [/FlateDecode /FlateDecode]",
                            zlib.compress(bomb(2 << 30), 9))


def long_chain(pdf):
    data = b"0 0 5 5 re f"
    for _ in range(50):
        data = zlib.compress(data)
    pdf.objects[4] = Stream(f"/Filter [{'/FlateDecode ' * 50}]", data)


def font_bomb(pdf):
    pdf.objects[13] = Stream("/Filter /FlateDecode", bomb(1 << 30))


def xmp_bomb(pdf):
    rows = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(20))
    pdf.objects[8].data = f'<!DOCTYPE x [<!ENTITY e0 "ha">{rows}]><x>&e20;</x>'.encode()


def deep_xmp(pdf):
    pdf.objects[8].data = b"<a>" * 200000


def unbalanced(pdf):
    pdf.objects[4].data = b"Q Q q q q EMC EMC ET Tj TJ Do gs " + pdf.objects[4].data + b" q" * 5000


def bad_numbers(pdf):
    pdf.objects[4].data = (b"1e9 99999999999999999999999999 -.-5 0 0 0 cm "
                           + b"9" * 5000 + b" w " + pdf.objects[4].data)


def bad_boxes(pdf):
    pdf.edit(3, "[0 0 595 842]", "[0 0 99999999999999999999999 -9999999.5]")


def wide_ranges(pdf):
    rows = "<0000> <FFFF> <0041>\n" * 3000
    pdf.objects[14] = Stream("", f"begincmap 3000 beginbfrange {rows} endbfrange endcmap".encode())


def bad_widths(pdf):
    pdf.edit(11, "/DW 600", "/DW 600 /W [" + "0 65535 600 " * 20000 + "]")


def bad_gids(pdf):
    pdf.objects[80] = Stream("", b"\xff" * 131072)
    pdf.edit(11, "/CIDToGIDMap /Identity", "/CIDToGIDMap 80 0 R")


def bad_font(pdf):
    pdf.objects[13] = Stream("", pdf.font.data[:5000])


def no_pages(pdf):
    pdf.objects[2] = "<</Type /Pages /Kids [] /Count 0>>"


EDITS = [(cyclic_pages, told), (cyclic_outline, told), (cyclic_tree, tell("a structure tree")),
         (cyclic_roles, told), (cyclic_form, told), (many_forms, told), (deep_arrays, say("no pages")),
         (deep_content, told), (deep_tree, tell("within what is looked at")),
         (deep_pages, say("no pages")), (content_bomb, tell("within what is looked at")), (chain_bomb, told),
         (long_chain, told), (font_bomb, told), (xmp_bomb, tell("XMP metadata")),
         (deep_xmp, tell("XMP metadata")), (unbalanced, tell("standard operators")),
         (bad_numbers, told), (bad_boxes, say("no pages")), (wide_ranges, told), (bad_widths, told),
         (bad_gids, told), (bad_font, tell("fonts are embedded and readable")),
         (no_pages, say("no pages"))]


def run(r, folder, path, name, good, *more):
    start = time.monotonic()
    try:
        done = program.banxin("inspect", path, "--profile", "pdfa2a", "--profile", "pdfua1", *more,
                              timeout=SECONDS)
    except program.subprocess.TimeoutExpired:
        r.check(False, "in bounded time", name)
        return
    last = f"{time.monotonic() - start:.1f} s"
    r.check(done.returncode in (0, 1), "no crash", name, done.returncode, done.stderr[-500:])
    r.check(good(done), "clear words", name, last, done.returncode, done.stderr[-500:],
            done.stdout[-300:])


def spoil(data, random_):
    data = bytearray(data)
    for _ in range(random_.choice((1, 3, 10, 40))):
        # the font's program takes most of the bytes, the rest is of more interest
        at = random_.randrange(len(data))
        kind = random_.randrange(4)
        if kind == 0:
            data[at] = random_.randrange(256)
        elif kind == 1:
            del data[at:at + random_.randrange(1, 40)]
        elif kind == 2:
            data[at:at] = data[(from_ := random_.randrange(len(data))):from_ + 40]
        else:
            data[at:at + 1] = random_.choice((b"<<", b"]", b" 99999999999 ", b"/", b"(", b" 1 0 R "))
    return bytes(data)


def small(pdf):
    """Without most of the font's bytes."""
    pdf = pdf.copy()
    pdf.objects[13] = Stream("", pdf.font.data[:3000])
    return pdf


def main():
    path = plain.find_font()
    if not path:
        program.skip(f"not installed: the font file {plain.FONT}")
    program.need("qpdf")
    r = program.Report()
    base = plain.archive(plain.Font(path))
    data = base.write()
    with program.Folder() as folder:
        file = folder / "a.pdf"
        for name, content, good in [
                ("empty", b"", say("can't be read as a PDF")),
                ("a zip", b"PK\3\4" + bytes(1000), say("can't be read as a PDF")),
                ("text", "没有版式".encode() * 1000, say("can't be read as a PDF")),
                ("the head alone", data[:9], say("can't be read as a PDF")),
                ("half", data[:len(data) // 2], lambda d: d.returncode == 1),
                ("all but the end", data[:-20], told)]:
            file.write_bytes(content)
            run(r, folder, file, name, good)
        with open(file, "wb") as f:
            f.truncate(1 << 30)
        run(r, folder, file, "a gigabyte of nothing", say("256"))
        run(r, folder, folder, "a folder", say("."))
        run(r, folder, folder / "none.pdf", "no file", say("none.pdf"))
        file.write_bytes(data)
        locked = folder / "locked.pdf"
        program.subprocess.run(["qpdf", "--encrypt", "secret", "owner", "256", "--", file, locked])
        run(r, folder, locked, "locked", say("password"))
        for edit, good in EDITS:
            pdf = base.copy()
            edit(pdf)
            file.write_bytes(pdf.write())
            run(r, folder, file, edit.__name__, good)
            run(r, folder, file, edit.__name__, lambda d: True, "--format", "json")
        random_ = random.Random(6)
        little = small(base).write()
        for i in range(ROUNDS):
            file.write_bytes(spoil(little, random_))
            run(r, folder, file, f"spoilt {i}", lambda d: d.stdout or d.stderr)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    r.check(most < 3072 or program.sanitized(), "bounded memory", f"{most} MB")
    print(f"at most {most} MB")
    r.end()


if __name__ == "__main__":
    main()
