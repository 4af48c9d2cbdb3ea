"""What the tests of the built program share.

The program's path stands in $BANXIN and its data in $BANXIN_DATADIR; a script
that is started by hand finds those of this checkout.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BANXIN = os.path.abspath(os.environ.get("BANXIN") or ROOT / "build" / "src" / "banxin")
SAMPLE = ROOT / "issues" / "2024-02"
PRINT = ROOT.parent / "shared" / "print"  # printed issues, where a developer has them
SKIP = 77

ISSUE = """\
publication: {title: 试验简讯, publisher: 某某协会秘书处}
layout: jianxun
number: 3
total: 7
date: 2024-03-29
"""


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIP)


def need(*tools):
    missing = [t for t in tools if not shutil.which(t)]
    if missing:
        skip(f"not installed: {', '.join(missing)}")


def sanitized():
    """The program was compiled with AddressSanitizer, which maps memory without end."""
    return b"__asan_init" in Path(BANXIN).read_bytes()


class Folder:
    """A temporary folder, as `with Folder() as path`."""

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="banxin-test-")).resolve()
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def environment(**changes):
    """The environment of a run: C.UTF-8, English, unless changed; None takes a variable away."""
    env = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="", TZ="UTC")
    env.setdefault("BANXIN_DATADIR", str(ROOT))
    env.pop("SOURCE_DATE_EPOCH", None)
    env.update({k: str(v) for k, v in changes.items() if v is not None})
    return {k: v for k, v in env.items() if k not in changes or changes[k] is not None}


def banxin(*args, cwd=None, env=None, timeout=120, **kw):
    """Run the program; its output is text."""
    done = subprocess.run([BANXIN, *map(str, args)], cwd=cwd, env=env or environment(),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=timeout, **kw)
    done.stdout = done.stdout.decode("utf-8", "backslashreplace")
    done.stderr = done.stderr.decode("utf-8", "backslashreplace")
    return done


def dump(issue, after, **kw):
    done = banxin("dump", issue, f"--after={after}", **kw)
    if done.returncode:
        raise RuntimeError(f"dump {issue} --after={after} ends in {done.returncode}:\n{done.stderr}")
    return done.stdout


def write_issue(folder, articles, issue=ISSUE, more=""):
    """An issue of one section with these articles, (title, text) each."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for i, (title, text) in enumerate(articles, 1):
        names.append(f"{i:02}.md")
        (folder / names[-1]).write_text(f"---\ntitle: {title}\n---\n\n{text}\n", "utf-8")
    (folder / "issue.yaml").write_text(
        f"{issue}sections:\n  - title: 试验\n    articles: [{', '.join(names)}]\n{more}", "utf-8")
    return folder


class Report:
    """Counts checks; prints those that fail, at most a few of each kind."""

    def __init__(self):
        self.checks = self.failed = 0
        self.of_kind = {}

    def check(self, good, kind, *details):
        self.checks += 1
        if not good:
            self.failed += 1
            self.of_kind[kind] = self.of_kind.get(kind, 0) + 1
            if self.of_kind[kind] <= 10:
                print(f"not ok: {kind}", *[f"    {d}" for d in details], sep="\n")
        return good

    def end(self):
        for kind, n in self.of_kind.items():
            if n > 10:
                print(f"{n - 10} more of: {kind}")
        print(f"{self.checks} checks, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


FONT_FILES = ["NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Regular.ttc",
              "NotoSansCJK-Bold.ttc", "LXGWWenKai-Regular.ttf", "LiberationSerif-Regular.ttf",
              "LiberationSerif-Bold.ttf", "LiberationMono-Regular.ttf"]


def pinned_data(folder):
    """A data folder that gives the same widths on every machine: all layouts, and no fonts but
    the files above, whatever else is installed or was dropped into fonts/. 楷体 has no bold
    there, so that some text is emboldened. Skips where a file is missing."""
    (folder / "fonts").mkdir(parents=True)
    (folder / "layouts").mkdir()
    layouts = [*(ROOT / "layouts").glob("*.yaml"), *(ROOT / "tests/layouts").glob("*.yaml")]
    for layout in layouts:
        if not layout.is_symlink():
            (folder / "layouts" / layout.name).symlink_to(layout)
    for name in FONT_FILES:
        found = next(Path("/usr/share/fonts").rglob(name), None)
        if not found:
            skip(f"not installed: the font file {name}")
        (folder / "fonts" / name).symlink_to(found)
    conf = (ROOT / "fonts/fonts.conf").read_text("utf-8")
    (folder / "fonts/fonts.conf").write_text(re.sub("<dir>.*</dir>", "", conf), "utf-8")
    return environment(BANXIN_DATADIR=folder, XDG_CACHE_HOME=folder / "cache")
