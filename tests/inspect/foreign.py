#!/usr/bin/env python3
"""Files that other programs wrote: those that claim a standard and keep it pass, those that do not
are told from them by the rules that they break. Also: what is measured, on pages where it is known."""

import json
import re
import shutil
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]
import plain
import program

ICC = Path("/usr/share/color/icc/ghostscript")


def tool(*args, cwd):
    return program.subprocess.run(list(map(str, args)), cwd=cwd, capture_output=True, timeout=300)


def inspect(path, *args, **kw):
    done = program.banxin("inspect", path, "--format", "json", *args, **kw)
    lines = json.loads(done.stdout)["lines"] if done.stdout else []
    return done, {line["name"]: line for line in lines if line["name"] != "font"}


def broken(lines):
    return {name for name, line in lines.items() if line["verdict"] == "broken"}


def ghostscript(r, folder, ours):
    """Its PDF/A-2 passes as it claims; without the option the file breaks rules."""
    text = folder / "a.ps"
    text.write_text("%!\n/Times-Roman findfont 20 scalefont setfont 72 700 moveto\n"
                    "(Hello, fine world) show 1 0 0 setrgbcolor 72 600 50 50 rectfill showpage\n")
    found = sorted(Path("/usr/share/ghostscript").glob("*/lib/PDFA_def.ps"))
    if not found or not (ICC / "srgb.icc").exists():
        print("not tested: PDFA_def.ps or srgb.icc is missing")
        return
    head = folder / "def.ps"
    head.write_text(found[-1].read_text("latin-1").replace("(srgb.icc)", f"({ICC}/srgb.icc)"), "latin-1")
    for name, source in [("text", text), ("ours", ours)]:
        out = folder / f"gs-{name}.pdf"
        tool("gs", "-q", "-dNOSAFER", "-dPDFA=2", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite",
             "-sColorConversionStrategy=RGB", "-dPDFACompatibilityPolicy=1", f"-sOutputFile={out}",
             head, source, cwd=folder)
        done, lines = inspect(out)
        r.check(lines.get("claims", {}).get("value") == "pdfa2b", "ghostscript's claim is read", name)
        r.check(done.returncode == 0 and not broken(lines), "ghostscript's PDF/A-2b passes", name,
                broken(lines), done.stderr)
        done, lines = inspect(out, "--profile", "pdfa2a")
        r.check({"a-level", "a-marked", "a-tree"} <= broken(lines), "and is no PDF/A-2a", name)
    out = folder / "gs-plain.pdf"
    tool("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", f"-sOutputFile={out}", text,
         cwd=folder)
    done, lines = inspect(out, "--profile", "pdfa2b")
    r.check({"a-embedded", "a-part", "a-rgb"} <= broken(lines) and done.returncode == 1,
            "a plain PDF of ghostscript's is none", broken(lines))


def cairo(r, folder, ours):
    out = folder / "cairo.pdf"
    tool("pdftocairo", "-pdf", ours, out, cwd=folder)
    done, lines = inspect(out, "--profile", "pdfa2b")
    r.check({"a-xmp", "a-part", "a-id"} <= broken(lines), "cairo's PDF is no PDF/A", broken(lines))
    r.check(not broken(lines) & {"a-widths", "a-notdef", "a-embedded", "a-operators", "a-header",
                                 "a-length", "a-stream"},
            "cairo's fonts and content are sound", broken(lines))
    _, own = inspect(ours)
    for name in ("pages", "line-start", "line-end", "number-split", "folio"):
        r.check(re.sub(r"\.\d+", "", own[name]["value"]) == re.sub(r"\.\d+", "", lines[name]["value"]),
                "the same pages measure the same", name, own[name]["value"], lines[name]["value"])


def tex(r, folder):
    """pdfTeX with the pdfx package writes PDF/A-2b by its own means."""
    (folder / "t.tex").write_text("\\documentclass{article}\\usepackage[a-2b]{pdfx}"
                                  "\\begin{document}Hello fi world. \\textbf{bold} $x^2$\\end{document}")
    (folder / "t.xmpdata").write_text("\\Title{Hello}\\Author{A}")
    tool("pdflatex", "-interaction=batchmode", "t.tex", cwd=folder)
    if not (folder / "t.pdf").exists():
        print("not tested: pdfTeX with pdfx")
        return
    done, lines = inspect(folder / "t.pdf")
    r.check(done.returncode == 0 and not broken(lines) and lines["claims"]["value"] == "pdfa2b",
            "pdfTeX's PDF/A-2b passes", broken(lines))


def other_filters(r, folder, ours):
    """Written anew, with object streams and without, the same is found."""
    _, lines = inspect(ours, "--profile", "pdfa2b")
    for option in ("--object-streams=generate", "--object-streams=disable", "--qdf"):
        out = folder / "q.pdf"
        tool("qpdf", option, "--newline-before-endstream", ours, out, cwd=folder)
        _, again = inspect(out, "--profile", "pdfa2b")
        for name in lines:
            if name not in ("a-filter", "a-id"):
                same = {k: v for k, v in lines[name].items() if k != "places"}
                r.check(same == {k: v for k, v in again.get(name, {}).items() if k != "places"},
                        "qpdf's copy tells the same", option, lines[name], again.get(name))


def measured(r, folder):
    """Marks, numbers and gaps that we put where they should not be."""
    path = plain.find_font()
    if not path:
        return
    font = plain.Font(path)
    pdf = plain.press(font)
    # the font lends its glyphs; ToUnicode says that they are Chinese
    text = {"A": "字", "B": "，", "C": "（", "D": "1", "E": "2", "F": "a"}
    codes = {k: f"{font.map[ord(k)]:04X}" for k in text}
    rows = "\n".join(f"<{codes[k]}> <{ord(v):04X}>" for k, v in text.items())
    pdf.objects[14] = plain.Stream("", f"begincmap {len(text)} beginbfchar {rows} endbfchar "
                                   "endcmap".encode())
    pdf.edit(11, "/DW 600", "/DW 1000")
    def line(y, words):
        return (f"BT /F1 10 Tf 72 {y} Td <{''.join(codes[c] for c in words)}> Tj ET\n")
    pdf.objects[4] = plain.Stream("", (
        "0 0 0 1 k " + line(700, "AAAAAAAAAAAAAAA") + line(680, "BAAAAAAAAAAAAAC")
        + line(660, "AAAAAAAAAAAAAAD") + line(640, "EAAAAAAAAAAAAAA")
        + "1 0.5 0 1 k " + line(615, "AAAAAAAAAAAAAA") + "0.1 w 72 600 m 100 600 l S\n"
        + "q 72 0 0 72 300 400 cm /Im1 Do Q "
        + "0 0 0 1 k BT /F1 10 Tf 72 580 Td [<" + codes["A"] * 5 + "> -250 <" + codes["F"]
        + ">] TJ ET\n").encode())
    file = folder / "measured.pdf"
    file.write_bytes(pdf.write())
    _, lines = inspect(file)
    for name, want in [("line-start", "1"), ("line-end", "1"), ("number-split", "1"),
                       ("dash-split", "0"), ("rich-black", "1"), ("hairlines", "1")]:
        r.check(lines[name]["value"] == want, "what was put there is counted", name, lines[name])
        r.check((lines[name]["verdict"] == "odd") == (want != "0"), "and asked to be looked at", name)
    r.check("0.250 em" in lines["latin-gap"]["value"], "the gap is measured", lines["latin-gap"])
    r.check("10.00 pt on 20.00 pt; 1 of 6" in lines["grid"]["value"], "the grid is found", lines["grid"])
    r.check("2 ppi" in lines["pictures"]["value"], "resolution", lines["pictures"])


def connectors(r, folder):
    """A connector begins no line; a dash, which is two of them, may."""
    for mark, want in ("—", "1"), ("——", "0"):
        text = "字" * 29 + mark + "后面的字一直写到第二行里去"
        issue = program.write_issue(folder / "lines", [("题", text)])
        program.banxin("build", issue, "-o", folder / "lines.pdf")
        _, lines = inspect(folder / "lines.pdf")
        r.check(lines["line-start"]["value"] == want, "a connector at a line's start", mark,
                lines["line-start"])


def against_issue(r, folder, ours):
    done, lines = inspect(ours, "--issue", program.SAMPLE)
    names = {n for n in lines if n.startswith("issue-")}
    r.check(done.returncode == 0 and len(names) == 6, "our own PDF is its issue", broken(lines), names)
    less = folder / "less.pdf"
    tool("qpdf", ours, "--pages", ".", "1-2,4-z", "--", less, cwd=folder)
    done, lines = inspect(less, "--issue", program.SAMPLE)
    r.check({"issue-pages", "issue-titles", "issue-folios"} <= broken(lines) and done.returncode == 1,
            "a page is missing", broken(lines))


def command_line(r, folder, ours):
    for args, status in [((), 2), ((ours, ours), 2), ((ours, "--profile", "pdfa9"), 2),
                         ((ours, "--format", "xml"), 2), ((folder / "none.pdf",), 1), ((ours,), 0)]:
        done = program.banxin("inspect", *args)
        r.check(done.returncode == status, "exit status", args, done.returncode, done.stderr)
    done = program.banxin("build", program.SAMPLE, "-o", folder / "v.pdf", "--verify")
    r.check(done.returncode == 0 and "Inspection of" in done.stdout, "build --verify", done.stdout[-300:])
    r.check(program.banxin("build", program.SAMPLE, "--verify", "--dry-run").returncode == 2,
            "--verify needs a file")
    chinese = program.banxin("inspect", ours, env=program.environment(
        LANGUAGE="zh_CN", LC_ALL="C.UTF-8", LANG="zh_CN.UTF-8", LC_MESSAGES=None))
    r.check(chinese.stdout == "" or chinese.returncode == 0, "in Chinese", chinese.stderr)
    twice = [program.banxin("inspect", ours).stdout for _ in range(2)]
    r.check(twice[0] == twice[1], "twice the same")


def main():
    program.need("qpdf")
    r = program.Report()
    with program.Folder() as folder:
        ours = folder / "ours.pdf"
        done = program.banxin("build", program.SAMPLE, "-o", ours)
        if done.returncode:
            raise RuntimeError(done.stderr)
        command_line(r, folder, ours)
        against_issue(r, folder, ours)
        measured(r, folder)
        connectors(r, folder)
        other_filters(r, folder, ours)
        for name, test in [("gs", ghostscript), ("pdftocairo", cairo)]:
            if shutil.which(name):
                test(r, folder, ours)
            else:
                print(f"not tested: {name} is not installed")
        if shutil.which("pdflatex"):
            tex(r, folder)
    r.end()


if __name__ == "__main__":
    main()
