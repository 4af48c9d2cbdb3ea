#!/usr/bin/env python3
"""The output file appears whole or not at all, whatever the world does; exit
statuses, and the form and language of what the program says."""

import os
import re
import resource
import signal
import stat
import subprocess
import time
from pathlib import Path

from program import BANXIN, SAMPLE, Folder, Report, banxin, environment, write_issue

PLACE = r"(?:[^\s:]+(?::\d+){0,2}|banxin): "
FORM = re.compile(PLACE + r"(?:error|warning|note): .+ \[[a-z0-9-]+\]")
ROOT_USER = os.geteuid() == 0


def small(folder):
    return write_issue(folder, [("试验", "一句话。")])


def wrong(folder):
    return write_issue(folder, [("试验", "一句话。")], more="papr: A4\n")


def left_over(folder):
    return sorted(p.name for p in folder.iterdir())


def check_failed(report, what, done, rule="output"):
    report.check(done.returncode == 1, f"{what}: exit status {done.returncode}", done.stderr)
    report.check(re.search(rf": error: .*\[{rule}\]\n", done.stderr),
                 f"{what}: no error [{rule}]", done.stderr)
    report.check(done.stdout == "", f"{what}: says something on standard output", done.stdout)


def test_device(report, top):
    small(top / "x")
    before = os.stat("/dev/full")
    if not stat.S_ISCHR(before.st_mode):
        return
    check_failed(report, "/dev/full", banxin("build", "x", "-o", "/dev/full", cwd=top))
    after = os.stat("/dev/full")
    report.check(stat.S_ISCHR(after.st_mode) and after.st_rdev == before.st_rdev,
                 "/dev/full is no longer the device that it was")
    report.check(left_over(top) == ["x"], "/dev/full: files are left", left_over(top))


def test_places(report, top):
    small(top / "x")
    (top / "folder").mkdir()
    check_failed(report, "-o FOLDER", banxin("build", "x", "-o", "folder", cwd=top))
    check_failed(report, "-o into no folder", banxin("build", "x", "-o", "no/x.pdf", cwd=top))
    check_failed(report, "-o below a file", banxin("build", "x", "-o", "x/01.md/x.pdf", cwd=top))
    check_failed(report, "-o with no name", banxin("build", "x", "-o", "", cwd=top))
    (top / "out").write_text("no folder")
    check_failed(report, "out is a file", banxin("build", "x", cwd=top))
    report.check(left_over(top) == ["folder", "out", "x"] and not left_over(top / "folder"),
                 "files are left where nothing could be written", left_over(top))
    (top / "out").unlink()
    done = banxin("build", "x/", cwd=top)
    report.check(done.returncode == 0 and left_over(top / "out") == ["x.pdf"],
                 "the default place is out/ISSUE.pdf", done.stderr, left_over(top))
    done = banxin("build", ".", cwd=top / "x")
    report.check(done.returncode == 0 and (top / "x/out/x.pdf").exists(),
                 "the default name of . is its folder's", done.stderr)


def test_unwritable(report, top):
    """Root writes everywhere, so it becomes nobody for this."""
    small(top / "x")
    (top / "locked").mkdir()
    (top / "locked/x.pdf").write_bytes(b"old")
    (top / "cache").mkdir(mode=0o777)
    os.chmod(top / "locked", 0o555)
    os.chmod(top, 0o755)
    if ROOT_USER:
        os.chmod(top / "cache", 0o777)
    def drop():
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        done = banxin("build", top / "x", "-o", top / "locked/x.pdf", cwd="/",
                      env=environment(XDG_CACHE_HOME=top / "cache"),
                      preexec_fn=drop if ROOT_USER else None)
    except (PermissionError, subprocess.SubprocessError):
        print("not tested: an unwritable folder (the program's own is closed to others)")
        return
    finally:
        os.chmod(top / "locked", 0o755)
    if "[font-" in done.stderr or "[layout-missing]" in done.stderr:
        print("not tested: an unwritable folder (the checkout is closed to others)")
        return
    check_failed(report, "an unwritable folder", done)
    report.check((top / "locked/x.pdf").read_bytes() == b"old" and len(left_over(top / "locked")) == 1,
                 "an unwritable folder: the old file is not untouched", left_over(top / "locked"))


def test_old_output(report, top):
    small(top / "x")
    wrong(top / "wrong")
    for args in (["-o", "x.pdf"], []):
        pdf = top / (args[1] if args else "out/x.pdf")
        pdf.parent.mkdir(exist_ok=True)
        pdf.write_bytes(b"old")
        os.utime(pdf, ns=(10**18, 10**18))
        if not args:
            (top / "x").rename(top / "right")
            (top / "wrong").rename(top / "x")
        done = banxin("build", "x" if not args else "wrong", *args, cwd=top)
        check_failed(report, "an issue with an error", done, "unknown-key")
        report.check(pdf.read_bytes() == b"old" and pdf.stat().st_mtime_ns == 10**18,
                     "an issue with an error: the old PDF is not untouched")
    done = banxin("build", "right", "-o", "x.pdf", cwd=top)
    report.check(done.returncode == 0 and (top / "x.pdf").read_bytes().startswith(b"%PDF"),
                 "the old PDF is not replaced", done.stderr)
    (top / "new").mkdir()
    check_failed(report, "a first build with an error",
                 banxin("build", top / "x", cwd=top / "new"), "unknown-key")
    report.check(not left_over(top / "new"), "an error leaves the folder out behind")


def test_links_and_modes(report, top):
    """A link stays one; the file is readable as any new file is."""
    small(top / "x")
    os.umask(0o022)
    banxin("build", "x", "-o", "x.pdf", cwd=top)
    report.check(stat.S_IMODE((top / "x.pdf").stat().st_mode) == 0o644,
                 "the PDF's mode is not that of a new file", oct((top / "x.pdf").stat().st_mode))
    (top / "real.pdf").write_bytes(b"old")
    (top / "link.pdf").symlink_to("real.pdf")
    done = banxin("build", "x", "-o", "link.pdf", cwd=top)
    report.check(done.returncode == 0 and (top / "link.pdf").read_bytes().startswith(b"%PDF"),
                 "nothing is written through a link", done.stderr)
    report.check((top / "link.pdf").is_symlink() and (top / "real.pdf").read_bytes()[:4] == b"%PDF",
                 "a link as output is replaced by a file")


def test_full_disk(report, top):
    issue = str(SAMPLE)
    mounted = subprocess.run(
        ["unshare", "-m", "sh", "-c",
         'mount -t tmpfs -o size=64k tmpfs "$1" && cd "$1" && echo mounted && printf old >x.pdf && '
         '{ "$2" build "$3" -o x.pdf; echo "status $?"; ls -A; cat x.pdf; }',
         "sh", str(top), BANXIN, issue],
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        errors="replace", check=False) if ROOT_USER else None
    if not mounted or not mounted.stdout.startswith("mounted"):
        print("not tested: a full disk (no right to mount one)")
        return
    report.check(mounted.stdout == "mounted\nstatus 1\nx.pdf\nold" and "[output]" in mounted.stderr,
                 "a full disk", mounted.stdout[:300], mounted.stderr)


def test_file_size_limit(report, top):
    (top / "x.pdf").write_bytes(b"old")
    for name, ignore in (("", False), (" (signal ignored)", True)):
        def limit(ignore=ignore):
            resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignore else signal.SIG_DFL)
        done = banxin("build", SAMPLE, "-o", "x.pdf", cwd=top, preexec_fn=limit,
                      env=environment(XDG_CACHE_HOME=top / "cache"))
        report.check((top / "x.pdf").read_bytes() == b"old", f"a file-size limit{name}: the old PDF")
        report.check(done.returncode in (1, -signal.SIGXFSZ), f"a file-size limit{name}: status",
                     done.returncode, done.stderr)
        if ignore:
            check_failed(report, f"a file-size limit{name}", done)
        rest = [n for n in left_over(top) if n not in ("x.pdf", "cache")]
        report.check(all(n.startswith(".") for n in rest) and (not ignore or not rest),
                     f"a file-size limit{name}: files are left", rest)
        for n in rest:
            (top / n).unlink()


def test_killed(report, top):
    """Killed at any moment, the old PDF is whole and nothing visible lies beside it."""
    out = top / "out"
    out.mkdir()
    old = banxin("build", SAMPLE, "-o", out / "x.pdf")
    old = (out / "x.pdf").read_bytes() if old.returncode == 0 else b""
    began = time.monotonic()
    banxin("build", SAMPLE, "-o", out / "x.pdf")
    took = time.monotonic() - began
    for i in range(12):
        child = subprocess.Popen([BANXIN, "build", str(SAMPLE), "-o", str(out / "x.pdf")],
                                 env=environment(), stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(took * (0.5 + i * 0.05))
        child.kill()
        child.wait()
        rest = [n for n in left_over(out) if n != "x.pdf"]
        report.check(all(n.startswith(".") for n in rest) and len(rest) <= i + 1,
                     "killed: visible files are left", rest)
        report.check((out / "x.pdf").read_bytes() == old, "killed: the PDF is not whole")


def test_standard_output(report, top):
    small(top / "x")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([BANXIN, "dump", "x"], cwd=top, env=environment(), stdout=full,
                              stderr=subprocess.PIPE, check=False)
    report.check(done.returncode == 1 and done.stderr, "dump to a full device", done.returncode)
    done = banxin("dump", "x", "--after=line", cwd=top)
    report.check(done.returncode == 0 and not done.stderr and "试验" in done.stdout,
                 "dump says nothing but the dump", done.stderr)


USAGE = [
    [["bulid", "x"], "bulid"], [["--nonsense"], "--nonsense"], [["build"], "build"],
    [["build", "x", "y"], "build"], [["build", "x", "--nonsense"], "--nonsense"],
    [["build", "x", "-o"], "-o"], [["build", "-z", "x"], "-z"], [["build", "x", "--layout"], "--layout"],
    [["dump"], "dump"], [["dump", "x", "--after=pdf"], "pdf"], [["dump", "x", "--after"], "--after"],
    [["fonts", "x", "y"], "fonts"], [["fonts", "--nonsense"], "--nonsense"],
]


def test_usage(report, top):
    small(top / "x")
    for args, named in USAGE:
        done = banxin(*args, cwd=top)
        report.check(done.returncode == 2 and done.stderr.startswith("banxin: ")
                     and named in done.stderr and not done.stdout,
                     f"wrong usage: banxin {' '.join(args)}: {done.returncode}", done.stderr)
    for args in ([], ["help"], ["--help"], ["-h"], ["--version"]):
        done = banxin(*args, cwd=top)
        report.check(done.returncode == 0 and done.stdout.strip() and not done.stderr,
                     f"banxin {' '.join(args)}: {done.returncode}", done.stderr)
    report.check(left_over(top) == ["x"], "wrong usage leaves files behind", left_over(top))


def test_messages(report, top):
    bad = {
        "wrong": lambda: wrong(top / "wrong"),
        "missing": lambda: write_issue(top / "missing", [], more="lead: no.md\n"),
        "many": lambda: write_issue(top / "many", [("试验", "⽅\ue000\u200b**粗\n\n[网](javascript:1)\n\n"
                                                    "![图](no.png)\n\n" + "w" * 200)]),
        "nothing": lambda: top,
        "a name: odd": lambda: wrong(top / "a name: odd"),
    }
    for name, make in bad.items():
        make()
        done = banxin("build", name, "-o", "x.pdf", cwd=top)
        lines = done.stderr.splitlines()
        odd = [x for x in lines if not FORM.fullmatch(x.replace(f"{name}/", "x/"))]
        report.check(done.returncode == 1 and lines and not odd, f"messages about ‘{name}’", *odd[:5])
    (top / "many/no.png").write_bytes(b"no picture")
    done = banxin("build", "many", "-o", "x.pdf", cwd=top)
    report.check(re.search(r"^many/01\.md:9:\d+: error: .*no\.png.*\[picture-kind\]$", done.stderr, re.M),
                 "a broken picture is named with its place", done.stderr)


def test_chinese(report, top):
    locales = os.environ.get("BANXIN_LOCALEDIR")
    if not locales or not list(Path(locales).glob("**/*.mo")):
        print("not tested: Chinese messages (BANXIN_LOCALEDIR names no translations)")
        return
    wrong(top / "wrong")
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):  # whether or not the machine has the locale
        names = dict.fromkeys(("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
        env = environment(**{**names, name: "zh_CN.UTF-8"})
        done = banxin("build", "wrong", "-o", "x.pdf", cwd=top, env=env)
        report.check(re.match(r"wrong/issue\.yaml:\d+:\d+: 错误: ?.*[\u4e00-\u9fff].*\[unknown-key\]\n",
                              done.stderr) and done.returncode == 1,
                     f"no Chinese message under {name}=zh_CN.UTF-8", done.stderr)
        done = banxin("help", env=env)
        report.check(re.search(r"[\u4e00-\u9fff]{4}", done.stdout.replace("banxin 版心", "")),
                     f"no Chinese help under {name}=zh_CN.UTF-8", done.stdout)


def main():
    report = Report()
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            with Folder() as top:
                test(report, top)
    report.end()


if __name__ == "__main__":
    main()
