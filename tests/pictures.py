#!/usr/bin/env python3
"""Pictures of every kind: the page shows their colours in the PDF and in its preview; those that
lie, are cut short or are of no sense are refused in words, soon, and without much memory."""

import resource
import struct
import subprocess
import time
import zlib

from preview import read_png, read_ppm
from program import BANXIN, ROOT, Folder, Report, environment, need, sanitized, write_issue

PICTURES = ROOT / "tests/source/cases/md-picture/pic"
LEFT, RIGHT = (200, 40, 40), (40, 40, 200)
GREY_LEFT, GREY_RIGHT = (0, 0, 0), (255, 255, 255)
SIDE = 64
MOST_MEMORY = 400 * 1024 * 1024
SECONDS = 20


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(depth, colour, rows, more=b"", wid=SIDE, hgt=None, interlace=0):
    head = struct.pack(">IIBBBBB", wid, hgt or len(rows), depth, colour, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more +
            chunk(b"IDAT", zlib.compress(b"".join(b"\0" + r for r in rows))) + chunk(b"IEND", b""))


def halves(pixel_left, pixel_right, pixels_a_byte=1):
    half = SIDE // 2 // pixels_a_byte
    return [pixel_left * half + pixel_right * half] * SIDE


def adam7(left, right):
    """A picture of two halves, in the seven passes of PNG 8.2."""
    rows = []
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
                           (1, 0, 2, 2), (0, 1, 1, 2)]:
        for _ in range(y0, SIDE, dy):
            rows.append(b"".join(bytes(left if x < SIDE // 2 else right) for x in range(x0, SIDE, dx)))
    return png(8, 2, rows, hgt=SIDE, interlace=1)


def wide(rgb):
    return b"".join(struct.pack(">H", v * 257) for v in rgb)


PALETTE = chunk(b"PLTE", bytes(LEFT + RIGHT))
GOOD = {
    "1-bit.png": (png(1, 0, halves(b"\x00", b"\xff", 8)), GREY_LEFT, GREY_RIGHT),
    "2-bit.png": (png(2, 0, halves(b"\x00", b"\xff", 4)), GREY_LEFT, GREY_RIGHT),
    "4-bit.png": (png(4, 0, halves(b"\x00", b"\xff", 2)), GREY_LEFT, GREY_RIGHT),
    "8-bit.png": (png(8, 0, halves(b"\x00", b"\xff")), GREY_LEFT, GREY_RIGHT),
    "16-bit grey.png": (png(16, 0, halves(b"\x00\x00", b"\xff\xff")), GREY_LEFT, GREY_RIGHT),
    "rgb.png": (png(8, 2, halves(bytes(LEFT), bytes(RIGHT))), LEFT, RIGHT),
    "16-bit rgb.png": (png(16, 2, halves(wide(LEFT), wide(RIGHT))), LEFT, RIGHT),
    "interlaced.png": (adam7(LEFT, RIGHT), LEFT, RIGHT),
    "1-bit palette.png": (png(1, 3, halves(b"\x00", b"\xff", 8), PALETTE), LEFT, RIGHT),
    "8-bit palette.png": (png(8, 3, halves(b"\x00", b"\x01"), PALETTE), LEFT, RIGHT),
    "palette, transparent.png": (png(8, 3, halves(b"\x00", b"\x01"),
                                     PALETTE + chunk(b"tRNS", b"\xff\x00")), LEFT, GREY_RIGHT),
    "alpha.png": (png(8, 6, halves(bytes(LEFT + (255,)), bytes(RIGHT + (0,)))), LEFT, GREY_RIGHT),
    "grey alpha.png": (png(8, 4, halves(b"\x00\xff", b"\x00\x00")), GREY_LEFT, GREY_RIGHT),
    "16-bit alpha.png": (png(16, 6, halves(wide(LEFT + (255,)), wide(RIGHT + (0,)))), LEFT, GREY_RIGHT),
}


def with_size(jpeg, wid, hgt):
    """The same file, whose frame header tells another size."""
    at = next(i for i in range(len(jpeg)) if jpeg[i:i + 1] == b"\xff" and jpeg[i + 1] in (0xC0, 0xC1, 0xC2))
    return jpeg[:at + 5] + struct.pack(">HH", hgt, wid) + jpeg[at + 9:]


def bad():
    jpeg = (PICTURES / "gray.jpg").read_bytes()
    progressive = (PICTURES / "progressive.jpg").read_bytes()
    cmyk = (PICTURES / "cmyk.jpg").read_bytes()
    flat = b"\0" * 3751 * 30000  # rows of 30,000 1-bit pixels
    thin = chunk(b"IDAT", zlib.compress(flat, 9))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0))
    yield "huge.png", b"\x89PNG\r\n\x1a\n" + head + thin + chunk(b"IEND", b""), "picture-size"
    yield "huge.jpg", with_size(jpeg, 30000, 30000), "picture-size"
    for name, data in ("gray", jpeg), ("progressive", progressive), ("cmyk", cmyk):
        yield f"{name}, cut.jpg", data[:len(data) // 2], "picture-broken"
        yield f"{name}, lying.jpg", with_size(data, 9000, 9000), "picture-broken"
    yield "lying.png", png(8, 2, halves(bytes(LEFT), bytes(RIGHT)), wid=9000, hgt=9000), "picture-broken"
    yield "no size.png", png(8, 2, [], wid=0, hgt=1), "picture"
    yield "odd depth.png", png(3, 0, [b"\0" * 24] * SIDE), "picture-broken"
    yield "no palette.png", png(8, 3, halves(b"\0", b"\1")), "picture-broken"


def limit():
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def build(issue, *args):
    begin = time.monotonic()
    done = subprocess.run([BANXIN, *args[:1], issue, *args[1:]], env=environment(), timeout=120,
                          capture_output=True, text=True, preexec_fn=None if sanitized() else limit)
    return done, time.monotonic() - begin


def colours(picture):
    """What the page shows in large areas."""
    wid, _, rows = picture
    count = {}
    for row in rows:
        for x in range(wid):
            c = tuple(row[3 * x:3 * x + 3])
            count[c] = count.get(c, 0) + 1
    return count


def shows(picture, colour):
    near = sum(n for c, n in colours(picture).items() if all(abs(a - b) < 6 for a, b in zip(c, colour)))
    return near > 900


def check_good(report, top, name, data, *wanted):
    issue = write_issue(top / name, [("图", f"![{name}](<x{name}> \"宽 60mm\")")])
    (issue / f"x{name}").write_bytes(data)
    done, _ = build(issue, "build", "-o", top / "x.pdf")
    if not report.check(done.returncode == 0, f"{name} is refused", done.stderr):
        return
    build(issue, "preview", "--dpi", "40", "-o", top / "shown")
    subprocess.run(["pdftoppm", "-r", "40", top / "x.pdf", top / "page"], check=True)
    last = sorted(top.glob("page*.ppm"))[-1], sorted((top / "shown").glob("*.png"))[-1]
    for what, picture in ("PDF", read_ppm(last[0])), ("preview", read_png(last[1])):
        for colour in wanted:
            report.check(shows(picture, colour), f"{name}: {what} does not show {colour}",
                         sorted(colours(picture).items(), key=lambda c: -c[1])[:4])
    for path in [*top.glob("page*.ppm"), *(top / "shown").iterdir()]:
        path.unlink()


def check_bad(report, top, name, data, rule):
    issue = write_issue(top / name, [("图", f"![说明](<{name}>)")])
    (issue / name).write_bytes(data)
    done, seconds = build(issue, "build", "-o", top / "none.pdf")
    report.check(done.returncode == 1 and f"[{rule}" in done.stderr, f"{name}: other words than {rule}",
                 done.returncode, done.stderr)
    report.check(seconds < SECONDS, f"{name}: takes long", seconds)
    report.check(not (top / "none.pdf").exists(), f"{name}: a PDF all the same")


def main():
    need("pdftoppm")
    report = Report()
    with Folder() as top:
        for name, (data, *wanted) in GOOD.items():
            check_good(report, top, name, data, *wanted)
        for name, data, rule in bad():
            check_bad(report, top, name, data, rule)
    report.end()


if __name__ == "__main__":
    main()
