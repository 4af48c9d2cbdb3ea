#!/usr/bin/env python3
"""Builds a fuzz target of this folder with clang's libFuzzer, under ASan and UBSan, and runs it.

    fuzz.py inspect|markdown|picture SECONDS [FOLDER]

What it finds, and what it learns, is kept in FOLDER, else in a temporary one that is named at the
end. Exit status 1 where something was found.
"""

import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/inspect")]
import plain

# The folders of src that a target links, and what pkg-config and the linker call their libraries.
BASE = (["base", "text", "model"], ["libmd", "icu-uc"], [])
TARGETS = {
    "inspect": (["inspect"], ["libqpdf", "expat", "freetype2", "zlib"], ["-lm"]),
    "markdown": (["source"], ["yaml-0.1", "md4c", "libpng", "libjpeg", "zlib"], []),
    "picture": (["source"], ["yaml-0.1", "md4c", "libpng", "libjpeg", "zlib"], []),
}
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1"]


def pkg_config(what, names):
    done = subprocess.run(["pkg-config", what, *names], capture_output=True, text=True, check=True)
    return done.stdout.split()


def build(name, folder):
    folders, packages, libraries = ([*a, *b] for a, b in zip(TARGETS[name], BASE))
    sources = [s for f in folders for s in sorted((ROOT / "src" / f).glob("*.c"))]
    target = folder / f"fuzz-{name}"
    subprocess.run(["clang", "-std=c11", "-D_XOPEN_SOURCE=700", '-DLOCALEDIR=""', *SANITIZE,
                    "-fsanitize=address,undefined,fuzzer", f"-I{ROOT / 'src'}",
                    *pkg_config("--cflags", packages), HERE / f"{name}.c", *sources, "-o", target,
                    *pkg_config("--libs", packages), *libraries], check=True)
    return target


def png(depth, kind, interlaced=0):
    def chunk(name, data):
        return (struct.pack(">I", len(data)) + name + data +
                struct.pack(">I", zlib.crc32(name + data)))
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    row = bytes([0]) + bytes((4 * channels * depth + 7) // 8)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, depth, kind, 0, 0,
                                                              interlaced)) +
            (chunk(b"PLTE", bytes(range(12))) if kind == 3 else b"") +
            chunk(b"IDAT", zlib.compress(row * 4)) + chunk(b"IEND", b""))


def seeds(name):
    if name == "markdown":
        return [p.read_bytes() for p in sorted((ROOT / "issues").rglob("*.md"))]
    if name == "picture":
        files = [*(b"\0" + png(*form) for form in [(8, 2), (16, 0), (1, 0), (4, 3), (8, 6), (8, 4)])]
        for path in sorted((ROOT / "issues").rglob("*")):
            if path.suffix in (".png", ".jpg", ".jpeg"):
                files.append((b"\1" if path.suffix != ".png" else b"\0") + path.read_bytes()[:50000])
        return files
    font = plain.find_font()
    if not font:
        return []
    pdfs = [plain.archive(plain.Font(font)), plain.press(plain.Font(font))]
    for pdf in list(pdfs):
        less = pdf.copy()
        less.objects[13] = plain.Stream("", pdf.font.data[:2000])
        pdfs.append(less)
        none = less.copy()
        none.edit(12, "/FontFile2 13 0 R", "")
        none.objects.pop(13)
        pdfs.append(none)
    return [pdf.write() for pdf in pdfs]


def words(name, folder):
    """A dictionary of PDF's own names, taken from what the sources ask for."""
    found = set()
    for path in sorted((ROOT / "src" / name).glob("*.c")):
        found |= set(re.findall(r'"([A-Z][A-Za-z0-9]{1,25})"', path.read_text("utf-8")))
    path = folder / "words"
    path.write_text("".join(f'"/{w}"\n' for w in sorted(found)), "utf-8")
    return [f"-dict={path}"] if found and name == "inspect" else []


def main(args):
    if len(args) not in (2, 3) or args[0] not in TARGETS or not args[1].isdigit():
        print(__doc__, file=sys.stderr)
        return 2
    name, seconds = args[:2]
    folder = Path(args[2]) if len(args) == 3 else Path(tempfile.mkdtemp(prefix="banxin-fuzz-"))
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for i, data in enumerate(seeds(name)):
        (corpus / f"seed-{i:03}").write_bytes(data)
    target = build(name, folder)
    done = subprocess.run([target, corpus, f"-max_total_time={seconds}", "-timeout=60",
                           "-rss_limit_mb=4096", "-max_len=400000", "-print_final_stats=1",
                           f"-artifact_prefix={folder}/", *words(name, folder)])
    print(f"{name}: {'nothing' if done.returncode == 0 else 'something'} found, in {folder}")
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
