#!/usr/bin/env python3
"""Pictures of the pages: they show what poppler shows of our PDF, at any resolution, the same
bytes each time, and bad wishes are answered in words."""

import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

from program import ROOT, Report, banxin, environment, need, pinned_data

BLOCK = 8  # pixels a side: means of so many do not depend on hinting and rounding
MEAN_MAX, MOST = 2.5, 60  # grey levels that two renderings differ


def read_png(path):
    """Width, height, RGB rows of an 8-bit RGB PNG that is not interlaced."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", path
    at, packed = 8, b""
    while at < len(data):
        n, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            wid, hgt, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", data[at + 8:at + 21])
            assert (depth, colour, interlace) == (8, 2, 0)
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + n]
        at += 12 + n
    return wid, hgt, unfilter(zlib.decompress(packed), wid * 3, hgt)


def unfilter(raw, n, hgt):
    rows, above = [], bytearray(n)
    for y in range(hgt):
        kind, row = raw[y * (n + 1)], bytearray(raw[y * (n + 1) + 1:(y + 1) * (n + 1)])
        for i in range(n if kind else 0):
            a, b, c = row[i - 3] if i > 2 else 0, above[i], above[i - 3] if i > 2 else 0
            if kind == 4:
                p = a + b - c
                guess = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            else:
                guess = (0, a, b, (a + b) // 2)[kind]
            row[i] = (row[i] + guess) & 255
        rows.append(row)
        above = row
    return rows


def read_ppm(path):
    data = path.read_bytes()
    magic, wid, hgt, most = data.split(maxsplit=4)[:4]
    assert magic == b"P6" and most == b"255"
    wid, hgt = int(wid), int(hgt)
    pixels = data[-wid * hgt * 3:]
    return wid, hgt, [pixels[y * wid * 3:(y + 1) * wid * 3] for y in range(hgt)]


def blocks(picture):
    """Mean grey of squares of BLOCK pixels."""
    wid, hgt, rows = picture
    means = []
    for y in range(0, hgt - BLOCK + 1, BLOCK):
        for x in range(0, wid - BLOCK + 1, BLOCK):
            part = b"".join(bytes(row[x * 3:(x + BLOCK) * 3]) for row in rows[y:y + BLOCK])
            means.append(sum(part) / len(part))
    return means


def compare(report, name, ours, theirs):
    report.check(ours[:2] == theirs[:2], "size", name, ours[:2], theirs[:2])
    a, b = blocks(ours), blocks(theirs)
    off = [abs(x - y) for x, y in zip(a, b)]
    report.check(sum(off) / len(off) < MEAN_MAX, "mean difference", name, sum(off) / len(off))
    report.check(max(off) < MOST, "largest difference", name, max(off))
    report.check(min(a) < 250, "blank page", name)


def all_pages(report, top, issue, env):
    banxin("build", issue, "-o", top / "x.pdf", env=env, cwd=top)
    banxin("preview", issue, "--dpi", "50", "-o", top / "pages", env=env, cwd=top)
    subprocess.run(["pdftoppm", "-r", "50", top / "x.pdf", top / "their"], check=True)
    ours, theirs = sorted((top / "pages").iterdir()), sorted(top.glob("their*.ppm"))
    report.check(len(ours) == len(theirs), "number of pages", issue.name)
    for a, b in zip(ours, theirs):
        compare(report, f"{issue.name} {a.name}", read_png(a), read_ppm(b))
    for path in theirs + ours:
        path.unlink()


def one_page(report, top, issue, env):
    for n, name in enumerate(("a.png", "b.png")):
        done = banxin("preview", issue, "--page", "1", "--dpi", "200", "-o", top / name, env=env,
                      cwd=top)
        report.check(done.returncode == 0, f"one page, {n}", done.stderr)
    report.check((top / "a.png").read_bytes() == (top / "b.png").read_bytes(), "same bytes")
    report.check(read_png(top / "a.png")[:2] == (1654, 2339), "200 dpi of A4")


def bad_wishes(report, top, issue, env):
    def said(*args):
        done = banxin("preview", issue, *args, env=env, cwd=top)
        return done.returncode, done.stderr

    for args, status, words in [
            (["--page", "999"], 1, "there is no page 999"),
            (["--page", "0"], 2, "counted from 1"),
            (["--page", "1x"], 2, "counted from 1"),
            (["--dpi", "5"], 2, "from 18 to 1200"),
            (["--dpi", "-100"], 2, "from 18 to 1200"),
            (["-o", top / "a.png"], 1, "could not be written"),
            (["--page", "1", "-o", top / "none/a.png"], 1, "could not be written")]:
        got, text = said(*args)
        report.check(got == status and words in text, "bad wish", args, got, text)


def main():
    need("pdftoppm")
    report = Report()
    with tempfile.TemporaryDirectory(prefix="banxin-test-") as name:
        top = Path(name)
        env = pinned_data(top / "data")
        all_pages(report, top, ROOT / "tests/golden/pictures", env)
        all_pages(report, top, ROOT / "tests/golden/styles", env)
        all_pages(report, top, ROOT / "issues/2024-02", environment())
        one_page(report, top, ROOT / "tests/golden/pictures", env)
        bad_wishes(report, top, ROOT / "tests/golden/pictures", env)
    report.end()


if __name__ == "__main__":
    main()
