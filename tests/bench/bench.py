#!/usr/bin/env python3
"""How fast banxin is, in numbers: no verdict, since machines differ.

    bench.py [--runs N] [--only PART] [ISSUE]

ISSUE is a folder as in issues/; without it, the sample. PARTs:

    floor    CPU of a build against that of `floor`, which does only what any
             program must do to bring the same text into a PDF, no pictures
    steps    where a build's time goes
    scale    the issue's articles 1, 10 and 100 times over in one issue
    pages    making up pages, 100 times the issue, by each way of choosing page ends
    stress   an article of one paragraph of 4 MB, a table of 5,000 rows

The program and the floor are those that the environment names (BANXIN, FLOOR),
else the ones in the folder build. Fonts are mapped, and what was read of them
counts as memory.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BANXIN = os.environ.get("BANXIN") or str(ROOT / "build/src/banxin")
FLOOR = os.environ.get("FLOOR") or str(ROOT / "build/tests/floor")
ENV = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="",
           BANXIN_DATADIR=os.environ.get("BANXIN_DATADIR", str(ROOT)))

GLYPHS = re.compile(r"  (?P<tag>\S+)(?: -?[\d.]+){4} (?P<size>[\d.]+) (?P<face>.+?)"
                    r"(?: emboldened)? #[0-9a-f]{6} (?P<text>.*)")
FACE = re.compile(r"    (?:regular|bold) +(?P<face>.+?)(?: \(emboldened\))?"
                  r"  (?P<file>/.+?)(?: #(?P<index>\d+))?")


def run(args):
    """CPU in ms, peak memory in MB and standard output of a run."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(args, env=ENV, stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{args[0]} ended with status {child.returncode}")
        out.seek(0)
        said = out.read().decode()
    return (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024, said


def build(issue, pdf, *options):
    return run([BANXIN, "build", str(issue), "-o", str(pdf), *options])


def full_name(face):
    """Family and style, said once where the family's name ends in the style's."""
    return re.sub(r"\b(\S+) \1$", r"\1", face)


def faces_of(issue):
    """File and index of each face by its family and style."""
    said = run([BANXIN, "fonts", str(issue)])[2]
    found = (FACE.fullmatch(line) for line in said.splitlines())
    return {full_name(m["face"]): (m["file"], m["index"] or "0") for m in found if m}


def face_elsewhere(name):
    """A face that stands in for missing characters only: `fonts` does not list it."""
    out = subprocess.run(["fc-list", "--format=%{file}\t%{index}\t%{family}\t%{style}\n"],
                         stdout=subprocess.PIPE, check=True).stdout.decode()
    for line in out.splitlines():
        file, index, families, styles = line.split("\t")
        if any(name == f"{f} {s}" for f in families.split(",") for s in styles.split(",")):
            return file, index
    sys.exit(f"no file found for the face {name}")


def runs_of(issue):
    """What the issue sets, as (tag, face, size, text). Lines of a text are joined."""
    runs = []
    for line in run([BANXIN, "dump", str(issue), "--after=page"])[2].splitlines():
        m = GLYPHS.fullmatch(line)
        if not m:
            continue
        key = (m["tag"], full_name(m["face"]), m["size"])
        if runs and runs[-1][0] == key:
            runs[-1][1].append(m["text"])
        else:
            runs.append((key, [m["text"]]))
    return [(*key, "".join(texts).replace("\t", " ")) for key, texts in runs]


def write_list(issue, path):
    runs, faces = runs_of(issue), faces_of(issue)
    with open(path, "w", encoding="utf-8") as to:
        for _, face, size, text in runs:
            if face not in faces:
                faces[face] = face_elsewhere(face)
            to.write("\t".join([*faces[face], str(round(float(size))), text]) + "\n")
    print(f"{len(runs)} runs, {sum(len(r[3]) for r in runs)} characters, "
          f"{len({r[1] for r in runs})} faces")


def summary(name, times, pdf):
    q = statistics.quantiles(times, n=4)
    print(f"{name:8} {q[1]:8.2f} {min(times):8.2f} {q[0]:8.2f} {q[2]:8.2f} "
          f"{pdf.stat().st_size / 1024:9.1f}")


def bench_floor(issue, top, runs):
    """Both programs in turn, so that a busy moment of the machine meets both."""
    ours, theirs, listed = top / "banxin.pdf", top / "floor.pdf", top / "list"
    write_list(issue, listed)
    times = [], []
    for i in range(runs + 3):  # the first three warm up
        for k, ms in enumerate((build(issue, ours)[0], run([FLOOR, str(listed), str(theirs)])[0])):
            if i >= 3:
                times[k].append(ms)
    print("CPU ms     median      min      1/4      3/4    PDF KB")
    summary("banxin", times[0], ours)
    summary("floor", times[1], theirs)
    ratio = statistics.median(times[0]) / statistics.median(times[1])
    pairs = statistics.median(a / b for a, b in zip(*times))
    print(f"ratio of medians {ratio:.2f}, median of the pairs' ratios {pairs:.2f}")


def bench_steps(issue, top, runs):
    steps = {}
    for _ in range(runs):
        for line in build(issue, top / "steps.pdf", "--timings")[2].splitlines():
            m = re.fullmatch(r"(\w+) +([\d.]+) +([\d.]+)", line)
            if m:
                steps.setdefault(m[1], []).append((float(m[2]), float(m[3])))
    print("step      wall ms   CPU ms   (medians)")
    for name, seen in steps.items():
        wall, cpu = (statistics.median(column) for column in zip(*seen))
        print(f"{name:8} {wall:8.2f} {cpu:8.2f}")


def multiply(issue, to, times):
    """A folder with the issue whose sections hold each article so many times."""
    shutil.copytree(issue, to)
    shared = issue.parent / "publication.yaml"
    if shared.exists():
        shutil.copyfile(shared, to.parent / shared.name)
    text = (to / "issue.yaml").read_text(encoding="utf-8")
    before, sections, rest = text.partition("\nsections:")
    names = set()

    def copies(name):
        names.add(name)
        return [name] + [f"{name[:-3]}-{i}.md" for i in range(2, times + 1)]

    def flow(m):
        return ", ".join(copies(m[0]))

    def block(m):
        return "".join(f"{m[1]}{name}\n" for name in copies(m[2]))

    rest = re.sub(r"(?m)^( +- +)([\w/-]+\.md) *\n", block, rest)
    rest = re.sub(r"(?m)^( +articles: *\[)(.*)(\])",
                  lambda m: m[1] + re.sub(r"[\w/-]+\.md", flow, m[2]) + m[3], rest)
    (to / "issue.yaml").write_text(before + sections + rest, encoding="utf-8")
    for name in names:
        for copy in copies(name)[1:]:
            shutil.copyfile(to / name, to / copy)
    return to


def measure(name, issue, top, runs):
    pdf = top / "out.pdf"
    seen = [build(issue, pdf) for _ in range(runs)]
    ms = statistics.median(s[0] for s in seen)
    pages = int(re.search(r": (\d+) pages?", seen[0][2])[1])
    print(f"{name:10} {ms:10.1f} {max(s[1] for s in seen):8.1f} {pages:7d} "
          f"{ms * 1000 / pages:9.1f} {pdf.stat().st_size / 1024:10.1f}")
    pdf.unlink()
    return ms, pages


def print_head():
    print("              CPU ms  peak MB   pages   µs/page     PDF KB")


def bench_scale(issue, top, runs):
    print_head()
    seen = {n: measure(f"{n} times", multiply(issue, top / str(n), n), top, min(runs, 5))
            for n in (1, 10, 100)}
    for a, b in (1, 10), (10, 100):
        ms, pages = seen[b][0] - seen[a][0], seen[b][1] - seen[a][1]
        print(f"from {a} to {b} times: {ms * 1000 / pages:.1f} µs for each page more")


WAYS = {
    "first-fit": "pages.fill: first-fit",
    "optimum": "pages.fill: optimum, pages.least-lines: 2",
    "grid": "pages.fill: optimum, pages.least-lines: 2, pages.grid: true, "
            "pages.float-pictures: true",
    "columns": "text.columns: 2, pages.least-lines: 2, pages.grid: true",
}


def with_overrides(issue, overrides):
    path = issue / "issue.yaml"
    text = re.sub(r"(?m)^overrides:.*\n(?: .*\n)*", "", path.read_text(encoding="utf-8"))
    path.write_text(f"{text.rstrip()}\noverrides: {{{overrides}}}\n", encoding="utf-8")


def bench_pages(issue, top, runs):
    folder = multiply(issue, top / "100", 100)
    print("           page step ms   build ms   pages")
    for name, overrides in WAYS.items():
        with_overrides(folder, overrides)
        seen = []
        for _ in range(min(runs, 5)):
            cpu, _, said = build(folder, top / "pages.pdf", "--timings")
            seen.append((float(re.search(r"(?m)^page +[\d.]+ +([\d.]+)", said)[1]), cpu))
        pages = re.search(r": (\d+) pages?", said)[1]
        print(f"{name:10} {min(s[0] for s in seen):13.1f} {min(s[1] for s in seen):10.1f} "
              f"{pages:>7}")


ISSUE = """publication:
  title: 江畔通讯
  publisher: 江畔行业协会
layout: jianxun
number: 3
total: 27
date: 2024-03-29
sections:
  - title: 本地
    articles: [a.md]
"""
SENTENCE = "三月的一个早晨，新桥正式通车，两岸居民步行12分钟即可往来；“等了8年，”老船工说，“值！”"


def stress_issue(to, body):
    to.mkdir()
    (to / "issue.yaml").write_text(ISSUE, encoding="utf-8")
    (to / "a.md").write_text(f"# 新桥通车\n\n{body}\n", encoding="utf-8")
    return to


def bench_stress(issue, top, runs):
    paragraph = SENTENCE * (4_000_000 // len(SENTENCE.encode()))
    rows = "| 序号 | 单位 | 说明 |\n|---|---|---|\n" + "".join(
        f"| {i} | 江畔第{i % 97}造船厂 | {SENTENCE} |\n" for i in range(4999))  # and the head
    print_head()
    measure("paragraph", stress_issue(top / "paragraph", paragraph), top, 1)
    measure("table", stress_issue(top / "table", rows), top, 1)


PARTS = {"floor": bench_floor, "steps": bench_steps, "scale": bench_scale,
         "pages": bench_pages, "stress": bench_stress}


def main():
    said = argparse.ArgumentParser(description=__doc__,
                                   formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("issue", nargs="?", default=str(ROOT / "issues/2024-02"))
    said.add_argument("--runs", type=int, default=21)
    said.add_argument("--only", choices=PARTS, action="append")
    args = said.parse_args()
    with tempfile.TemporaryDirectory() as top:
        for part in args.only or PARTS:
            print(f"\n{part}: {args.issue}", flush=True)
            folder = Path(top) / part
            folder.mkdir()
            PARTS[part](Path(args.issue), folder, args.runs)


if __name__ == "__main__":
    main()
