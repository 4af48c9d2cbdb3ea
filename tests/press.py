#!/usr/bin/env python3
"""What goes to the shop: files of PDF/X-4 with no colour but the press's inks, pages where the
binder wants them, and a ticket that says the same as the file. Judged by qpdf and poppler, by
what is computed here, and by our own inspection."""

import base64
import hashlib
import json
import re
import resource
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import icc
from program import (BANXIN, ROOT, SAMPLE, Folder, Report, banxin, need, pinned_data,
                     write_issue)

SANITIZED = b"__asan_init" in Path(BANXIN).read_bytes()
MARGIN, BLEED = 12 * 72 / 25.4, 3 * 72 / 25.4
A4 = (210 * 72 / 25.4, 297 * 72 / 25.4)
PAPER = 0.1 * 72 / 25.4
DPI = 127  # 5 pixels a millimetre: the margin is 60 of them
TEXT = "雨后的站台很安静，几位旅客在长椅上等车，广播里报着下一班的时刻。"


def run(*command):
    return subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, check=True).stdout


# A file as qpdf reads it.

class Pdf:
    def __init__(self, path):
        found = json.loads(run("qpdf", "--json=2", "--json-stream-data=inline",
                               "--decode-level=generalized", path))
        self.objects = found["qpdf"][1]
        self.head = found["qpdf"][0]
        self.trailer = self.objects["trailer"]["value"]
        self.root = self.at(self.trailer["/Root"])
        self.info = self.at(self.trailer["/Info"])
        self.pages = [self.at(p["object"]) for p in found["pages"]]

    def at(self, value):
        """An object behind a reference; a stream as its dictionary."""
        if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            o = self.objects[f"obj:{value}"]
            return self.at(o["value"]) if "value" in o else o["stream"]["dict"]
        return value

    def data(self, reference):
        return base64.b64decode(self.objects[f"obj:{reference}"]["stream"]["data"])

    def content(self, page):
        contents = page["/Contents"]
        contents = contents if isinstance(contents, list) else [contents]
        return b"\n".join(map(self.data, contents)).decode("latin-1")

    def images(self):
        for name, o in self.objects.items():
            if "stream" in o and o["stream"]["dict"].get("/Subtype") == "/Image":
                yield name[4:], o["stream"]["dict"]


TOKEN = re.compile(r"<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|/[^\s<>\[\]()/%{}]+|[-+]?[\d.]+|[A-Za-z'\"*]+\d?")
COLOURS = {"g", "G", "rg", "RG", "k", "K", "sc", "scn", "SC", "SCN"}
PAINTS = {"TJ": "fill", "Tj": "fill", "f": "fill", "S": "stroke", "s": "stroke", "Do": "image"}


def paints(content):
    """(what, its colour, the graphics state) of each painting operator."""
    state = {"fill": None, "stroke": None, "gs": None, "space": {}}
    stack, operands = [], []
    for token in TOKEN.findall(content):
        if not re.match(r"[A-Za-z'\"]", token):
            operands.append(token)
            continue
        if token == "q":
            stack.append({**state, "space": dict(state["space"])})
        elif token == "Q":
            state = stack.pop()
        elif token in ("cs", "CS"):
            state["space"][token.lower() == token] = operands[-1]
        elif token in COLOURS:
            fill = token.lower() == token
            space = state["space"].get(fill) if token.lower() == "scn" else token.lower()
            state["fill" if fill else "stroke"] = (space, *map(float, operands[-4:] if token in "kK"
                                                               else operands[-1:]))
            if token.lower() == "rg":
                state["fill" if fill else "stroke"] = ("rg",)
        elif token == "gs":
            state["gs"] = operands[-1]
        elif token in PAINTS:
            yield PAINTS[token], state.get(PAINTS[token]), state["gs"]
        operands = []


# What each file must be.

def boxes(report, name, pdf, wid, hgt, marks=True):
    margin, bleed = (MARGIN, BLEED) if marks else (0, 0)
    media = [0, 0, wid + 2 * margin, hgt + 2 * margin]
    trim = [margin, margin, margin + wid, margin + hgt]
    out = [margin - bleed, margin - bleed, margin + wid + bleed, margin + hgt + bleed]
    root = pdf.at(pdf.root["/Pages"])
    for i, page in enumerate(pdf.pages):
        for key, wanted in (("/MediaBox", media), ("/TrimBox", trim), ("/BleedBox", out)):
            box = page.get(key) or root.get(key)
            report.check(all(abs(a - b) < 0.002 for a, b in zip(box, wanted)), "box", name, i + 1,
                         key, box, wanted)


def standard(report, name, path, pdf, space, count):
    """PDF/X-4, its output intent of `space`."""
    report.check(path.read_bytes()[:8] == b"%PDF-1.6", "version", name)
    report.check(pdf.info.get("/Trapped") == "/False", "trapped", name)
    xmp = pdf.data(pdf.root["/Metadata"]).decode("utf-8")
    for words in ("<pdfxid:GTS_PDFXVersion>PDF/X-4<", "<pdf:Trapped>False<",
                  "<xmpMM:DocumentID>uuid:",
                  f"<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{pdf.info['/Title'][2:]}<"):
        report.check(words in xmp, "XMP", name, words)
    report.check("pdfaid" not in xmp, "XMP claims an archive", name)
    intent, = pdf.at(pdf.root["/OutputIntents"])
    intent = pdf.at(intent)
    report.check(intent["/S"] == "/GTS_PDFX", "intent", name)
    report.check(intent["/OutputConditionIdentifier"] == "u:Custom", "condition", name)
    data, dict_ = pdf.data(intent["/DestOutputProfile"]), pdf.at(intent["/DestOutputProfile"])
    size, = struct.unpack(">I", data[:4])
    report.check(size == len(data) and data[36:40] == b"acsp", "profile", name)
    report.check((data[12:16], data[16:20], dict_["/N"]) == (b"prtr", space, count),
                 "profile's kind", name, data[12:20], dict_["/N"])
    for key in ("/Outlines", "/AcroForm", "/Names", "/OpenAction", "/AA", "/StructTreeRoot"):
        report.check(key not in pdf.root, "catalog", name, key)
    for i, page in enumerate(pdf.pages):
        report.check("/Annots" not in page and "/AA" not in page, "annotations", name, i + 1)
    report.check("/Encrypt" not in pdf.trailer, "encrypted", name)
    inspected = banxin("inspect", "--profile", "pdfx4", path)
    report.check(inspected.returncode == 0, "inspection", name, inspected.stdout[-2000:])
    checked = subprocess.run(["qpdf", "--check", path], stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
    report.check(checked.returncode == 0, "qpdf --check", name, checked.stdout)


def inks(report, name, pdf, process, spot):
    """No colour but black, the process inks where there are any, and the spot ink."""
    black = ("k", 0, 0, 0, 1) if process else ("g", 0)
    seen = set()
    for i, page in enumerate(pdf.pages):
        resources = pdf.at(page["/Resources"])
        for what, colour, gs in paints(pdf.content(page)):
            where = f"{name} page {i + 1}: {what} {colour} {gs}"
            if what == "image":
                report.check(gs != "/Over", "a picture is printed on top", where)
                continue
            report.check(colour is not None, "colour that a page begins with", where)
            report.check(colour and colour[0] in ({"k"} if process else {"g"}) | {"/All", "/Spot"},
                         "colour", where)
            report.check((gs == "/Over") == (colour == black), "overprint", where)
            seen.add(colour)
        states = resources["/ExtGState"]
        over, knock = pdf.at(states["/Over"]), pdf.at(states["/Knock"])
        report.check((over["/OP"], over["/op"], over["/OPM"]) == (True, True, 1), "Over", name)
        report.check((knock["/OP"], knock["/op"]) == (False, False), "Knock", name)
        spaces = resources["/ColorSpace"]
        report.check(spaces["/All"][:3] == ["/Separation", "/All", "/DeviceGray"], "All", name)
        if "/Spot" in spaces:
            base = spaces["/Spot"][2]
            report.check(spaces["/Spot"][1] == "/PANTONE 485 C", "spot", name, spaces["/Spot"][:3])
            report.check(base == "/DeviceCMYK" if process else pdf.at(base)[0] == "/Lab",
                         "spot's look", name, base)
    report.check(black in seen, "no black", name, seen)
    report.check((("/Spot", 1) in seen) == spot, "spot ink", name, seen)
    if process and not spot:
        report.check(("k", 0, 0.8, 0.8, 0) in seen, "mixed red", name, seen)
    for number, image in pdf.images():
        report.check(image["/ColorSpace"] in ["/DeviceGray"] + ["/DeviceCMYK"] * process,
                     "picture's colours", name, number, image["/ColorSpace"])


def text_of(path, page, box=None):
    args = [a for k, v in zip("xyWH", box or ()) for a in (f"-{k}", str(round(v)))]
    return "".join(run("pdftotext", "-f", page, "-l", page, "-r", "72", *args, path, "-").decode()
                   .split())


def pixels(path, page, top, box=None):
    args = [a for k, v in zip("xyWH", box or ()) for a in (f"-{k}", str(v))]
    run("pdftoppm", "-gray", "-r", DPI, "-f", page, "-l", page, "-singlefile", *args, path,
        top / "page")
    data = (top / "page.pgm").read_bytes()
    _, wid, hgt, _ = data.split(maxsplit=4)[:4]
    return int(wid), int(hgt), data[-int(wid) * int(hgt):]


def differ(a, b):
    """Mean and largest difference of two pictures in squares of 6 pixels."""
    (wid, hgt, one), (_, _, two) = a, b
    off = []
    for y in range(0, hgt - 6, 6):
        for x in range(0, wid - 6, 6):
            sums = [sum(sum(p[(y + r) * wid + x:(y + r) * wid + x + 6]) for r in range(6))
                    for p in (one, two)]
            off.append(abs(sums[0] - sums[1]) / 36)
    return sum(off) / len(off), max(off)


def same_pages(report, name, top, screen, press, pages, most):
    size = (1050, 1485)
    for page in pages:
        a, b = pixels(screen, page, top, (0, 0, *size)), pixels(press, page, top, (60, 60, *size))
        report.check(a[:2] == b[:2] == (1050, 1485), "size", name, page, a[:2], b[:2])
        mean, largest = differ(a, b)
        report.check(mean < 1.5 and largest < most, "another page", name, page, mean, largest)


def press(report, top, issue, *args, out="p.pdf", env=None, wanted=0):
    done = banxin("press", issue, *args, "-o", top / out, cwd=top, env=env)
    report.check(done.returncode == wanted, "exit status", args, done.returncode, done.stderr)
    return done


# The parts of the test.

def sample(top):
    return top / "issues" / SAMPLE.name


def sample_files(report, top, env):
    """The sample: with black and spot, with the four inks, with red of them."""
    (top / "cmyk.icc").write_bytes(icc.cmyk())
    (top / "grey.icc").write_bytes(icc.grey(name="Grey press"))
    banxin("build", sample(top), "-o", top / "screen.pdf", cwd=top, env=env)
    for name, args, space, count, spot in [
            ("bare", ["--colour-pictures", "grey"], b"GRAY", 1, True),
            ("grey", ["--colour-pictures", "grey", "--profile", top / "grey.icc"], b"GRAY", 1,
             True),
            ("four", ["--profile", top / "cmyk.icc"], b"CMYK", 4, True),
            ("red", ["--profile", top / "cmyk.icc", "--red", "cmyk"], b"CMYK", 4, False)]:
        done = press(report, top, sample(top), *args, out=f"{name}.pdf", env=env)
        report.check(("[profile-none]" in done.stderr) == (name == "bare"), "told", name,
                     done.stderr)
        path = top / f"{name}.pdf"
        pdf = Pdf(path)
        boxes(report, name, pdf, *A4)
        standard(report, name, path, pdf, space, count)
        inks(report, name, pdf, count == 4, spot)
        same_pages(report, name, top, top / "screen.pdf", path, (1, 2, 4, len(pdf.pages)),
                   20 if count == 1 else 45)
        slug = text_of(path, 2, (0, A4[1] + MARGIN, A4[0] + 2 * MARGIN, MARGIN))
        colour = ("四色" if count == 4 else "黑") + ("、PANTONE485C" if spot else "")
        for words in (colour, "1／", "背面", "2024年2月29日"):
            report.check(words in slug, "slug line", name, words, slug)
        again = top / "again" / f"{name}.pdf"
        again.parent.mkdir(exist_ok=True)
        press(report, top, sample(top), *args, out=f"again/{name}.pdf", env=env)
        for suffix in (".pdf", "-ticket.pdf", "-ticket.json"):
            report.check((top / f"{name}{suffix}").read_bytes() ==
                         (again.parent / f"{name}{suffix}").read_bytes(), "same bytes", name,
                         suffix)


def usual_places(report, top, env):
    for args, name in (([], "press"), (["--booklet"], "booklet"), (["--sheets", "2up"], "2up"),
                       (["--sheets", "1up"], "press")):
        done = banxin("press", sample(top), "--colour-pictures", "grey", *args, cwd=top, env=env)
        report.check(done.returncode == 0 and f"out/2024-02-{name}.pdf: " in done.stdout,
                     "place", name, done.stdout, done.stderr)
        report.check({p.name for p in (top / "out").iterdir()} ==
                     {f"2024-02-{name}.pdf", "2024-02-ticket.pdf", "2024-02-ticket.json"},
                     "files", name)
        (top / "out" / f"2024-02-{name}.pdf").unlink()


def bare_sheets(report, top, env):
    press(report, top, sample(top), "--colour-pictures", "grey", "--no-marks", env=env)
    pdf = Pdf(top / "p.pdf")
    boxes(report, "no marks", pdf, *A4, marks=False)
    standard(report, "no marks", top / "p.pdf", pdf, b"GRAY", 1)
    for page in pdf.pages:
        report.check("/All scn" not in pdf.content(page).replace(" 1", ""), "a mark is left")
    a, b = pixels(top / "screen.pdf", 3, top), pixels(top / "p.pdf", 3, top)
    report.check(differ(a, b)[1] < 5, "a page without marks is another")


# Imposition.

def leaves_of(binding, halves):
    """The pages that a reader finds one after the other; halves: [side][left, right]."""
    n, sheets = len(halves), [(halves[i], halves[i + 1]) for i in range(0, len(halves), 2)]
    leaves = [None] * n
    for k, (front, back) in enumerate(sheets):
        if binding == "saddle":
            leaves[k] = (front[1], back[0])
            leaves[n - 1 - k] = (back[1], front[0])
        else:
            leaves[k] = (front[0], back[1])
            leaves[n // 2 + k] = (front[1], back[0])
    return [page for leaf in leaves for page in leaf]


def halves_of(path, nsides, texts):
    """Numbers of the pages on each side's halves, None for a blank one."""
    found = []
    for side in range(1, nsides + 1):
        pair = []
        for left in (MARGIN, MARGIN + A4[0]):
            text = text_of(path, side, (left, MARGIN, A4[0], A4[1]))
            pair.append(texts.index(text) if text in texts else None if not text else -1)
        found.append(pair)
    return found


def words_of(path, page):
    """(text, x, y) of the words on a page."""
    html = run("pdftotext", "-bbox", "-f", page, "-l", page, path, "-").decode()
    return [(w, float(x), float(y)) for x, y, w in
            re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', html)]


def creep(report, name, screen, path, halves):
    """Pages of inner sheets stand nearer to the fold."""
    for side, pair in enumerate(halves):
        sheet = words_of(path, side + 1)
        for half, page in enumerate(pair):
            if page is None:
                continue
            word, x, y = max(words_of(screen, page + 1), key=lambda w: len(w[0]))
            at = [a for w, a, b in sheet if w == word and abs(b - y - MARGIN) < 0.1]
            moved = side // 2 * PAPER * (-1 if half else 1)
            wanted = x + MARGIN + half * A4[0] + moved
            report.check(any(abs(a - wanted) < 0.02 for a in at), "creep", name, side, half, wanted,
                         at)


def booklets(report, top, env):
    seen = set()
    for paragraphs in (1, 9, 20, 33, 45, 58, 72, 84):
        folder = top / f"book{paragraphs}"
        text = "\n\n".join(f"第{i}段。" + TEXT * 5 for i in range(paragraphs))
        write_issue(folder, [("站台", text)])
        done = banxin("build", folder, "-o", top / "b.pdf", cwd=top, env=env)
        pages = int(re.search(r": (\d+) page", done.stdout)[1])
        texts = [text_of(top / "b.pdf", i + 1) for i in range(pages)]
        report.check(len(set(texts)) == pages and all(texts), "pages alike", paragraphs)
        seen.add(pages % 4)
        for binding, args in (("saddle", ["--booklet"]), ("perfect", ["--sheets", "2up"])):
            for policy in ("end", "before-last", "after-cover"):
                name = f"{pages} pages, {binding}, {policy}"
                press(report, top, folder, *args, "--blanks", policy, env=env)
                nsides = (pages + 3) // 4 * 2
                halves = halves_of(top / "p.pdf", nsides, texts)
                order = leaves_of(binding, halves)
                blank = 2 * nsides - pages
                at = {"end": pages, "before-last": pages - 1, "after-cover": 1}[policy]
                wanted = [*range(at), *[None] * blank, *range(at, pages)]
                report.check(order == wanted, "order", name, order, wanted)
                facts = json.loads((top / "p-ticket.json").read_text("utf-8"))
                report.check((facts["pages"], facts["blanks"], facts["sheets"], facts["binding"],
                              facts["blanks_place"]) ==
                             (pages, blank, nsides // 2, binding, policy), "ticket", name, facts)
        press(report, top, folder, "--booklet", env=env)
        creep(report, f"{pages} pages", top / "b.pdf", top / "p.pdf",
              halves_of(top / "p.pdf", nsides, texts))
        pdf = Pdf(top / "p.pdf")
        boxes(report, f"{pages} pages", pdf, 2 * A4[0], A4[1])
        standard(report, f"{pages} pages", top / "p.pdf", pdf, b"GRAY", 1)
    report.check(len(seen) >= 3, "page counts tried", seen)
    turned(report, top, folder, env)


def turned(report, top, folder, env):
    """Backs are upside down where the sheet is not turned as a book is."""
    for args, natural, other in ([], "long", "short"), (["--booklet"], "short", "long"):
        press(report, top, folder, *args, out="n.pdf", env=env)
        press(report, top, folder, *args, "--duplex", natural, out="same.pdf", env=env)
        report.check((top / "n.pdf").read_bytes() == (top / "same.pdf").read_bytes(), "duplex",
                     args)
        press(report, top, folder, *args, "--duplex", other, out="t.pdf", env=env)
        turns = [page.get("/Rotate", 0) for page in Pdf(top / "t.pdf").pages]
        report.check(turns == [i % 2 * 180 for i in range(len(turns))], "turned", turns)
        wid, hgt, upright = pixels(top / "n.pdf", 2, top)
        other_wid, other_hgt, over = pixels(top / "t.pdf", 2, top)
        report.check((other_wid, other_hgt) == (wid, hgt), "turned size", args)
        over = over[::-1]
        # poppler rounds the places of letters towards the other corner
        mean = min(differ((wid, hgt, upright), (wid, hgt, over[by:] + bytes(by)))[0]
                   for by in (0, 1, 2, wid, wid + 1, wid + 2))
        report.check(mean < 1, "a turned back shows something else", args, mean)


# Pictures.

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wid, hgt, colour, pixel, palette=b""):
    rows = (b"\0" + pixel * wid) * hgt
    head = struct.pack(">IIBBBBB", wid, hgt, 8, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette +
            chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))


PICTURES = {
    "red.png": png(40, 30, 2, b"\xff\0\0"),
    "grey.png": png(40, 30, 0, b"\x80"),
    "clear.png": png(40, 30, 6, b"\0\0\xff\x80"),
    "palette.png": png(40, 30, 3, b"\0", chunk(b"PLTE", b"\0\xff\0")),
    "cmyk.jpg": (ROOT / "tests/source/cases/md-picture/pic/cmyk.jpg").read_bytes(),
    "rgb.jpg": (ROOT / "tests/source/cases/md-picture/pic/progressive.jpg").read_bytes(),
}


def pictures(report, top, env):
    folder = write_issue(top / "pictures", [("图", "\n\n".join(
        f"![{name}]({name})" for name in PICTURES))])
    for name, data in PICTURES.items():
        (folder / name).write_bytes(data)
    done = press(report, top, folder, wanted=1, env=env)
    for name in PICTURES:
        report.check((f"‘{name}’ is in colour" in done.stderr) == (name != "grey.png"), "refused",
                     name, done.stderr)
    press(report, top, folder, "--profile", top / "cmyk.icc", "--colour-pictures", "refuse",
          wanted=1, env=env)
    press(report, top, folder, "--colour-pictures", "grey", env=env)
    pdf = Pdf(top / "p.pdf")
    inks(report, "pictures in grey", pdf, False, True)
    standard(report, "pictures in grey", top / "p.pdf", pdf, b"GRAY", 1)
    values = sample_values(pdf)
    for wanted in ((54,), (128,), (220,)):  # of pure red, the grey one, pure green: Y, encoded
        report.check(any(all(abs(a - b) < 70 for a, b in zip(v, wanted)) for v in values), "grey",
                     wanted, values)
    press(report, top, folder, "--profile", top / "cmyk.icc", env=env)
    pdf = Pdf(top / "p.pdf")
    inks(report, "pictures in four inks", pdf, True, True)
    standard(report, "pictures in four inks", top / "p.pdf", pdf, b"CMYK", 4)
    values = sample_values(pdf)
    for wanted in ((0, 255, 255, 0), (255, 255, 0, 0), (255, 0, 255, 0)):
        report.check(any(len(v) == 4 and all(abs(a - b) < 40 for a, b in zip(v, wanted))
                         for v in values), "converted", wanted, values)
    jpegs = [i for _, i in pdf.images() if i.get("/Filter") == "/DCTDecode"]
    report.check([j["/ColorSpace"] for j in jpegs] == ["/DeviceCMYK"], "CMYK goes through", jpegs)
    masks = [i for _, i in pdf.images() if "/SMask" in i]
    report.check(len(masks) == 1, "transparent pictures", masks)


def sample_values(pdf):
    """The first sample of each picture that is no JPEG."""
    values = []
    for number, image in pdf.images():
        if image.get("/Filter") != "/DCTDecode":
            n = {"/DeviceGray": 1, "/DeviceCMYK": 4}[image["/ColorSpace"]]
            values.append(tuple(pdf.data(number)[:n]))
    return values


def large_picture(report, top, env):
    """75 MB of samples take room for some rows of them."""
    folder = write_issue(top / "large", [("大", "![大](large.png)")])
    (folder / "large.png").write_bytes(png(5000, 5000, 2, b"\x10\x80\xf0"))
    limit = 60 << 20

    def bound():
        if not SANITIZED:  # a sanitizer reserves terabytes
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))

    done = banxin("press", folder, "--profile", top / "cmyk.icc", "-o", top / "p.pdf", cwd=top,
                  env=env, preexec_fn=bound)
    report.check(done.returncode == 0, "room for a large picture", done.returncode, done.stderr)


# What is wrong.

def bad_profiles(report, top, env):
    good = icc.cmyk()
    tags = {b"A2B0": b"", b"B2A0": b""}
    for name, data, words in [
            ("screen", icc.profile(b"mntr", b"RGB ", {}), "it is a screen's"),
            ("scanner", icc.profile(b"scnr", b"RGB ", {}), "it is a scanner's"),
            ("link", icc.profile(b"link", b"CMYK", {}), "from one device to another"),
            ("space", icc.profile(b"spac", b"Lab ", {}), "of a colour space"),
            ("rgb", icc.profile(b"prtr", b"RGB ", {}), "neither of cyan, magenta, yellow"),
            ("six", icc.profile(b"prtr", b"6CLR", {}), "neither of cyan, magenta, yellow"),
            ("new", icc.cmyk(version=5), "ICC version 5"),
            ("short", good[:-1000], "its end is missing"),
            ("head", good[:100], "it is no ICC profile"),
            ("empty", b"", "it is no ICC profile"),
            ("words", b"profile " * 100, "it is no ICC profile"),
            ("pdf", (top / "screen.pdf").read_bytes(), "it is no ICC profile"),
            ("bare", icc.profile(b"prtr", b"CMYK", {}), "no colour can be converted with it"),
            ("hollow", icc.profile(b"prtr", b"CMYK", tags), "no colour can be converted with it"),
            ("large", good + bytes(33 << 20), "larger than 32 MB"),
            ("tags", good[:128] + b"\xff" * 4 + good[132:], "damaged ICC profile")]:
        (top / f"{name}.icc").write_bytes(data)
        (top / "kept.pdf").write_text("kept")
        done = press(report, top, sample(top), "--profile", top / f"{name}.icc", out="kept.pdf",
                     wanted=1, env=env)
        report.check(words in done.stderr and done.stderr.count("\n") == 1, "bad profile", name,
                     done.stderr)
        report.check((top / "kept.pdf").read_text() == "kept", "output touched", name)
    done = press(report, top, sample(top), "--profile", top, out="kept.pdf", wanted=1, env=env)
    report.check("it is no file" in done.stderr, "folder as profile", done.stderr)
    done = press(report, top, sample(top), "--profile", top / "none.icc", out="kept.pdf", wanted=1,
                 env=env)
    report.check("there is no such file" in done.stderr, "no profile", done.stderr)
    spoilt(report, top, good, env)


def spoilt(report, top, good, env):
    """Broken bytes in a profile: a file or a message, never a crash."""
    for i in range(60):
        data = bytearray(good)
        for k in range(1 + i % 4):
            data[(i * 7919 + k * 104729) % 400] ^= 1 << (i + k) % 8
        (top / "spoilt.icc").write_bytes(data)
        done = banxin("press", sample(top), "--profile", top / "spoilt.icc", "-o", top / "s.pdf",
                      cwd=top, env=env, timeout=60)
        report.check(done.returncode in (0, 1), "spoilt profile", i, done.returncode, done.stderr)


def bad_colours(report, top, env):
    folder = write_issue(top / "blue", [("蓝", "站台。")],
                         more="overrides:\n  section:\n    style: {colour: \"#1450A0\"}\n")
    done = press(report, top, folder, wanted=1, env=env)
    report.check("has the colour #1450A0, for which there is no ink" in done.stderr and
                 done.stderr.count("[ink-missing]") == 1, "no ink", done.stderr)
    press(report, top, folder, "--profile", top / "cmyk.icc", env=env)
    pdf = Pdf(top / "p.pdf")
    blue = {c for page in pdf.pages for _, c, _ in paints(pdf.content(page))
            if c and c[0] == "k" and c[1] > 0.5}
    report.check(len(blue) == 1, "blue in process inks", blue)
    done = press(report, top, sample(top), "--red", "cmyk", wanted=1, env=env)
    report.check("[process-missing]" in done.stderr, "red without a profile", done.stderr)
    done = press(report, top, sample(top), "--red", "cmyk", "--profile", top / "grey.icc", wanted=1,
                 env=env)
    report.check("[process-missing]" in done.stderr, "red with a grey profile", done.stderr)


def bad_words(report, top, env):
    for args in (["--sheets", "3up"], ["--duplex", "left"], ["--blanks", "x"], ["--red", "x"],
                 ["--colour-pictures", "x"], ["--copies", "0"], ["--copies", "3x"], ["--force"],
                 ["--booklet", "--sheets", "2up"], ["--blanks", "end"], ["--nothing"], [top]):
        done = press(report, top, sample(top), *args, wanted=2, env=env)
        report.check(done.stderr.startswith("banxin: "), "usage", args, done.stderr)
    press(report, top, sample(top), "--final", wanted=1, env=env)


# The ticket.

def tickets(report, top, env):
    done = press(report, top, sample(top), "--booklet", "--colour-pictures", "grey", "--copies",
                 "1234", env=env)
    facts = json.loads((top / "p-ticket.json").read_text("utf-8"))
    data = (top / "p.pdf").read_bytes()
    pages = len(Pdf(top / "screen.pdf").pages)
    sides = len(Pdf(top / "p.pdf").pages)
    report.check(facts["files"] == [{"name": "p.pdf", "pages": sides, "bytes": len(data),
                                     "sha256": hashlib.sha256(data).hexdigest()}], "hash", facts)
    report.check((facts["title"], facts["number"], facts["total"], facts["date"]) ==
                 ("版心简讯", 2, 14, "2024-02-29"), "issue", facts)
    report.check((facts["copies"], facts["pages"], facts["sheets"] * 2, facts["turned"]) ==
                 (1234, pages, sides, "short"), "numbers", facts)
    report.check((facts["page_mm"], facts["sheet_mm"], facts["bleed_mm"]) ==
                 ({"width": 210, "height": 297}, {"width": 444, "height": 321}, 3), "sizes", facts)
    report.check((facts["inks"], facts["profile"]) == (["黑", "PANTONE 485 C"], None), "inks", facts)
    fonts = run("pdffonts", top / "p.pdf").decode().splitlines()[2:]
    names = {re.sub(r"^[A-Z]{6}\+", "", line.split()[0]) for line in fonts}
    report.check(len(facts["fonts"]) == len(names), "fonts", names, facts["fonts"])
    read = "".join(run("pdftotext", "-layout", top / "p-ticket.pdf", "-").decode().split())
    for words in ("印刷工单", "《版心简讯》第2期（总第14期）", "1234", "骑马订", "沿短边翻面",
                  "黑、PANTONE485C", f"{pages}页", "210×297毫米，出血3毫米", facts["files"][0]["sha256"],
                  "未提供", "编辑部经手人", facts["fonts"][0]["family"].replace(" ", "")):
        report.check(words in read, "words of the ticket", words, read)
    report.check(run("pdfinfo", top / "p-ticket.pdf").count(b"Pages:           1\n") == 1,
                 "one page")
    report.check(done.stdout.count("\n") == 2, "told", done.stdout)
    press(report, top, sample(top), "--colour-pictures", "grey", env=env)
    copies = json.loads((top / "p-ticket.json").read_text("utf-8"))["copies"]
    told = banxin("recipients", sample(top), cwd=top, env=env).stdout
    report.check(copies and str(copies) in told, "copies of the list", copies, told)
    with (top / "issues/recipients.csv").open("a", encoding="utf-8") as csv:
        csv.write("谁,无人,,,,paper,-3,,,,,,\n")
    done = press(report, top, sample(top), "--colour-pictures", "grey", out="l.pdf", wanted=1,
                 env=env)
    report.check("recipients.csv" in done.stderr and not (top / "l.pdf").exists(), "broken list",
                 done.stderr)
    shutil.copy(SAMPLE.parent / "recipients.csv", top / "issues")
    press(report, top, top / "book1", env=env)
    report.check(json.loads((top / "p-ticket.json").read_text("utf-8"))["copies"] is None,
                 "copies without a list")
    press(report, top, sample(top), "--profile", top / "cmyk.icc", env=env)
    facts = json.loads((top / "p-ticket.json").read_text("utf-8"))
    report.check((facts["profile"], facts["inks"][0]) == ("Test press", "四色"), "profile", facts)
    forms = top / "data/layouts/stationery.yaml"
    kept = forms.resolve()
    forms.unlink()
    forms.write_text(kept.read_text("utf-8") + "\nnonsense: 1\n", "utf-8")
    done = press(report, top, top / "book1", out="no-ticket.pdf", wanted=1, env=env)
    report.check("nonsense" in done.stderr and not (top / "no-ticket.pdf").exists(),
                 "no sheets without a ticket", done.stderr)


def main():
    need("qpdf", "pdftotext", "pdftoppm", "pdfinfo", "pdffonts")
    report = Report()
    parts = [sample_files, usual_places, bare_sheets, booklets, pictures, large_picture,
             bad_profiles, bad_colours, bad_words, tickets]
    with Folder() as top:
        env = pinned_data(top / "data")
        shutil.copytree(SAMPLE.parent, top / "issues")  # which nobody edits meanwhile
        for part in parts:
            part(report, top, env)
    report.end()


if __name__ == "__main__":
    sys.exit(main())
