#!/usr/bin/env python3
"""The next issue's folder: what `$BANXIN new` makes of the last one, what it
refuses, and that nothing half-made stays.

    new.py [NAME ...]

Each case works in a temporary folder of its own.
"""

import os
import re
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
NOBODY = 65534

PARENT = "title: 江畔通讯\npublisher: 江畔行业协会\n"
ISSUE = """layout: jianxun
number: {number}
total: {total}
date: {date}
lead: lead.md
sections:
  - title: 本地
    articles: [a.md]
  - title: 各地
    articles: []
"""
LEAD = "# 新桥通车\n\n三月的一个早晨，新桥正式通车。\n"
ARTICLE = "# 旧桥加固\n\n旧桥加固工程本月完工。\n"


class Case:
    """A folder with issues in it, and the program."""

    def __init__(self, top):
        self.top = top
        self.issues = top / "issues"
        self.issues.mkdir()
        (self.issues / "publication.yaml").write_text(PARENT, "utf-8")

    def issue(self, name="2024-02", text=None, number=2, total=14, date="2024-02-29"):
        folder = self.issues / name
        folder.mkdir()
        text = text or ISSUE.format(number=number, total=total, date=date)
        (folder / "issue.yaml").write_text(text, "utf-8")
        (folder / "lead.md").write_text(LEAD, "utf-8")
        (folder / "a.md").write_text(ARTICLE, "utf-8")
        return folder

    def run(self, *args, cwd=None, program=None, **how):
        env = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="")
        env.setdefault("BANXIN_DATADIR", str(ROOT))
        done = subprocess.run([program or os.environ["BANXIN"], *args], cwd=cwd or self.top,
                              env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=SECONDS, **how)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def made(self, month, *args):
        """Make that month's issue; its issue.yaml and what was said."""
        status, out, said = self.run("new", month, *args)
        assert status == 0, said
        text = (self.issues / month / "issue.yaml").read_text("utf-8")
        assert f"issues/{month}" in out, out
        return text, said

    def refused(self, wanted, *args, status=1, times=True, **how):
        """Nothing is made and nothing changed; what is said begins with wanted."""
        before = self.tree(times)
        have, out, said = self.run(*args, **how)
        assert have == status, (have, out, said)
        assert said.startswith(wanted), said
        assert out == "", out
        assert self.tree(times) == before, "something was touched"
        return said

    def tree(self, times):
        found = {}
        for path in sorted(self.top.rglob("*")):
            st = path.lstat()
            read = stat.S_ISREG(st.st_mode)
            time = st.st_mtime_ns if times else None
            found[str(path)] = (st.st_mode, time, path.read_bytes() if read else b"")
        return found

    def dump(self, folder):
        status, out, said = self.run("dump", f"issues/{folder}", "--after=source")
        assert status == 0, said
        return out


def counts(text):
    return tuple(re.search(rf"^{key}: (\S+)", text, re.M)[1] for key in ("number", "total", "date"))


# What is made

def same_year(c):
    c.issue()
    text, said = c.made("2024-03")
    assert said == "", said
    assert counts(text) == ("3", "15", "2024-03-31")
    assert sorted(p.name for p in (c.issues / "2024-03").iterdir()) == ["issue.yaml", "lead.md"]
    assert sorted(p.name for p in c.issues.iterdir()) == ["2024-02", "2024-03", "publication.yaml"]


def says_what_was_made(c):
    c.issue()
    _, out, _ = c.run("new", "2024-03")
    assert out.startswith("issues/2024-03 is made from issues/2024-02: issue 3 of its year, "
                          "15 in all, of 2024-03-31\n"), out
    assert out.rstrip().endswith("\n    banxin build issues/2024-03"), out


def january_begins_again(c):
    c.issue("2023-12", number=12, total=40, date="2023-12-29")
    text, said = c.made("2024-01")
    assert counts(text) == ("1", "41", "2024-01-31") and said == ""


def year_that_begins_in_february(c):
    c.issue("2023-12", number=12, total=40, date="2023-12-29")
    text, said = c.made("2024-02")
    assert counts(text) == ("1", "41", "2024-02-29")
    assert said == ("issues/2023-12/issue.yaml:4:7: note: this is the last issue, of 2023-12; the "
                    "months after it have none, and the new numbers simply count on "
                    "[months-skipped]\n"), said


def skipped_month(c):
    c.issue()
    text, said = c.made("2024-06")
    assert counts(text) == ("3", "15", "2024-06-30")
    assert "[months-skipped]" in said


def days_of_february(c):
    for year, day in [("2023", "28"), ("2024", "29"), ("2100", "28"), ("2400", "29")]:
        c.issue("old", date=f"{year}-01-31", number=1, total=9)
        assert counts(c.made(f"{year}-02")[0]) == ("2", "10", f"{year}-02-{day}")
        shutil.rmtree(c.issues / "old")
        shutil.rmtree(c.issues / f"{year}-02")


def latest_by_date_not_name(c):
    c.issue("9999", number=1, total=5, date="2024-01-31")
    c.issue("0001", number=2, total=6, date="2024-02-29")
    assert counts(c.made("2024-03")[0]) == ("3", "7", "2024-03-31")


def equal_dates_by_name(c):
    c.issue("a", number=2, total=6)
    c.issue("c", number=4, total=8)
    c.issue("b", number=3, total=7)
    assert counts(c.made("2024-03")[0]) == ("5", "9", "2024-03-31")


def issue_after_issue(c):
    c.issue()
    for month, number, total in [("2024-03", "3", "15"), ("2024-04", "4", "16")]:
        assert counts(c.made(month)[0])[:2] == (number, total)


def builds_at_once(c):
    c.issue()
    c.made("2024-03")
    status, _, said = c.run("build", "issues/2024-03")
    assert status == 0, said
    assert "error" not in said and said.count("[section-empty]") == 2, said
    assert (c.top / "out" / "2024-03.pdf").stat().st_size > 1000


def without_lead_or_sections(c):
    c.issue(text="layout: jianxun\nnumber: 2\ntotal: 14\ndate: 2024-02-29\n")
    text, _ = c.made("2024-03")
    assert "\nsections: []\n" in text, text
    assert c.run("build", "issues/2024-03")[0] == 0


def folder_named(c):
    c.issue()
    (c.top / "issues").rename(c.top / "期刊")
    for args, cwd in [(["2024-03", "--in", "期刊"], c.top), (["--in=期刊/", "2024-04"], c.top),
                      (["2024-05", "--in", "."], c.top / "期刊"),
                      (["2024-06", "--in", str(c.top / "期刊")], Path("/"))]:
        status, _, said = c.run("new", *args, cwd=cwd)
        assert status == 0 and said == "", said
    names = sorted(p.name for p in (c.top / "期刊").iterdir() if p.is_dir())
    assert names == ["2024-02", "2024-03", "2024-04", "2024-05", "2024-06"], names


# What stays from issue to issue

def publication_of_parent_stays_there(c):
    c.issue()
    text, _ = c.made("2024-03")
    assert "publication" not in text and "江畔" not in text, text


def layout_of_parent_stays_there(c):
    (c.issues / "publication.yaml").write_text(PARENT + "layout: jianxun\n", "utf-8")
    c.issue(text="number: 2\ntotal: 14\ndate: 2024-02-29\nlead: lead.md\n")
    text, _ = c.made("2024-03")
    assert not re.search("^layout", text, re.M), text
    assert c.run("build", "issues/2024-03")[0] == 0


SPECIAL = r"""
publication: {title: "江畔: 通讯 # \"一\" \\ 二", 'publisher': '秘''书''处 @'}
layout: jianxun
number: 02
total: 014
date: "2024-02-29"
lead: lead.md
sections:
  - title: "冒号: 与 # 井号"
  - title: '- 横线起头'
  - title: "@起头"
  - title: "'单' \"双\" \\ 反斜线 \\n"
  - title: 第一行
      第二行
  - {title: "~"}
  - {title: "null", articles: []}
  - title: |
      直排
      一行
  - title: >-
      Two words
      and more
  - title: "&a *b !c %d |e >f ?g"
  - title: "[方] {花}, 逗号"
  - title: "　全角空格　"
  - title: 3.50
  - title: "true"
  - title: 𬱖䶮㛃，“引‘中’引”……——
  - title: "\u8f6c\x41\t义"
  - title: "--- 文件"
  - title: 'http://www.example.org/?a=b&c#d'
  - articles: []
    title: 后写的题目
colophon:
  - ["报：甲, 乙", 丙: 丁, '引''号']
  - - 发：第一行
      接着写
    - "送：[各] {位}: # 不是说明"
  - 单独一行
overrides:
  lines-per-page: 28.5
  "han-latin-gap": '0.125'
  title.style: {size: 17 pt, colour: "#00AAFF"}
  subheads:
    - {height: 1.25}
    - height: 1.125
      style: {size: 13 pt}
  folio:
    first: 3
  text:
"""


def special_characters(c):
    text = SPECIAL.replace("丙: 丁, ", "")
    text = text.replace("  subheads:\n    - {height: 1.25}\n    - height: 1.125\n"
                        "      style: {size: 13 pt}\n  folio:", "  folio:").replace("  text:\n", "")
    c.issue(text=text)
    made, said = c.made("2024-03")
    assert said == "", said
    before, after = c.dump("2024-02"), c.dump("2024-03")
    assert plain(before) == plain(after), f"--- was\n{plain(before)}--- is\n{plain(after)}"
    for line in ['- title: "~"', "- title: 第一行第二行", '- title: "直排一行"',
                 '- title: "Two words and more"', 'colour: "#00AAFF"}', "first: 3"]:
        assert line in made, (line, made)


def plain(dump):
    """What a dump says, without places and what changes each month."""
    dump = re.sub(r" @\d+:\d+$", "", dump, flags=re.M)
    dump = re.sub(r'"\n +"', "", dump)  # a text is divided where its place in the file leaps
    dump = re.sub(r"^lead .*?^section\n", "section\n", dump, flags=re.M | re.S)
    return re.sub(r"^(issue|number|total|date) .*\n", "", dump, flags=re.M)


def stays_as_it_is_twice(c):
    """What only the tree knows, and what the layout would refuse, is carried too."""
    c.issue(text=SPECIAL)
    first, _ = c.made("2024-03")
    second, _ = c.made("2024-04")
    tail = first[first.index("sections:"):]
    assert tail == second[second.index("sections:"):]
    assert tail.endswith('colophon:\n  - ["报：甲, 乙", {丙: 丁}, "引\'号"]\n'
                         '  - - 发：第一行接着写\n    - "送：[各] {位}: # 不是说明"\n'
                         "  - 单独一行\n"
                         "# 与版式不同的地方，照抄上一期；这一期用不着的请删去\n"
                         "overrides:\n  lines-per-page: 28.5\n  han-latin-gap: \"0.125\"\n"
                         "  title.style: {size: 17 pt, colour: \"#00AAFF\"}\n  subheads:\n"
                         "    - {height: 1.25}\n    - height: 1.125\n      style: {size: 13 pt}\n"
                         "  folio:\n    first: 3\n  text: ~\n"), tail


def long_texts(c):
    row = "报：" + "某某单位、" * 5000
    c.issue(text=ISSUE.format(number=2, total=14, date="2024-02-29")
            + f"colophon:\n  - {row}\n  - ['{row}: 甲', {row}]\n")
    c.made("2024-03")
    assert plain(c.dump("2024-02")).count(row) == plain(c.dump("2024-03")).count(row) == 3


# What is passed over

BROKEN = {
    "yaml": ("number: [1\n", "1:9", "this is not valid YAML"),
    "list": ("- 1\n", "1:1", "‘issue.yaml’ should be a group of keys"),
    "empty": ("", "", "the key ‘number’ is missing"),
    "date": ("number: 1\ntotal: 2\ndate: 2024-02-30\n", "3:7", "‘2024-02-30’ is no date"),
    "number": ("number: one\ntotal: 2\ndate: 2024-03-01\n", "1:9", "‘number’ should be"),
    "total": ("number: 1\ndate: 2024-03-01\n", "", "the key ‘total’ is missing"),
    "twice": ("number: 1\nnumber: 2\ntotal: 2\ndate: 2024-03-01\n", "2:1", "the key ‘number’"),
}


def broken_siblings(c):
    c.issue()
    for name, (text, _, _) in BROKEN.items():
        c.issue(name, text=text or "\n")
    (c.issues / "gbk").mkdir()
    (c.issues / "gbk" / "issue.yaml").write_bytes("number: 1 # 一\n".encode("gbk"))
    (c.issues / "folder" / "issue.yaml").mkdir(parents=True)
    text, said = c.made("2024-03")
    assert counts(text) == ("3", "15", "2024-03-31")
    assert said.count("[issue-passed-over]") == said.count("\n") == len(BROKEN) + 2, said
    for name, (_, place, why) in BROKEN.items():
        place = f"{place}:" if place else ""
        begin = (f"issues/{name}/issue.yaml:{place} warning: this issue can't be read and is "
                 "passed over: ")
        assert begin + why in said, (begin + why, said)


def what_is_no_issue(c):
    c.issue()
    (c.issues / "pictures").mkdir()
    (c.issues / "notes.txt").write_text("x", "utf-8")
    (c.issues / "gone").symlink_to("nowhere")
    shutil.copytree(c.issues / "2024-02", c.issues / ".2025-01")
    text, said = c.made("2024-03")
    assert counts(text) == ("3", "15", "2024-03-31") and said == "", said


def other_faults_do_not_count(c):
    """An unknown key or a missing article of the last issue is its own business."""
    c.issue(text=ISSUE.format(number=2, total=14, date="2024-02-29").replace("a.md", "no.md")
            + "colour: red\n")
    text, said = c.made("2024-03")
    assert counts(text)[0] == "3" and said == "" and "colour" not in text


# What is refused

def exists(c):
    c.issue()
    said = "banxin: error: ‘issues/2024-03’ is there already and is left as it is [exists]\n"
    target = c.issues / "2024-03"
    for make in [target.mkdir, lambda: target.write_text("x"), lambda: target.symlink_to("gone")]:
        make()
        c.refused(said, "new", "2024-03")
        target.rmdir() if target.is_dir() else target.unlink()
    c.made("2024-03")
    c.refused(said, "new", "2024-03")


def month_past(c):
    c.issue("zz")
    for month in ["2024-02", "2024-01", "2023-12"]:
        c.refused("issues/zz/issue.yaml:4:7: error: ‘issues/zz’, the last issue, is of 2024-02; "
                  "ask for a later month [month-past]\n", "new", month)


def none_to_begin_from(c):
    said = ("banxin: error: ‘issues’ holds no issue to count on from; write the first one's "
            "issue.yaml by hand, as ‘issues/2024-03/issue.yaml’")
    c.refused(said, "new", "2024-03")
    c.issue("bad", text="number: 1\n")
    assert said in c.refused("issues/bad/issue.yaml: warning: ", "new", "2024-03")


def no_folder(c):
    for args, name in [([], "issues"), (["--in", "期刊"], "期刊"), (["--in", "a/b"], "a/b"),
                       (["--in", "file"], "file"), (["--in", ""], "")]:
        shutil.rmtree(c.issues, ignore_errors=True)
        (c.top / "file").write_text("x")
        c.refused(f"banxin: error: there is no folder ‘{name}’ here; ", "new", "2024-03", *args)


def numbers_at_their_end(c):
    c.issue(number=99)
    c.refused("issues/2024-02/issue.yaml:2:9: error: ‘100’ does not fit ‘number’", "new", "2024-03")
    c.made("2025-01")
    shutil.rmtree(c.issues / "2025-01")
    shutil.rmtree(c.issues / "2024-02")
    c.issue(total=99999)
    c.refused("issues/2024-02/issue.yaml:3:8: error: ‘100000’ does not fit ‘total’",
              "new", "2024-03")


def wrong_arguments(c):
    c.issue()
    for month in ["2024-13", "2024-00", "2024-3", "24-03", "2024-03-01", "2024/03", "1899-12",
                  "3000-01", "2024-0x", "..", "../2024-03", "", " 2024-03", "２０２４-03", "-1"]:
        c.refused("banxin: ‘", "new", month, status=2)
    c.refused("banxin: new takes one month", "new", status=2)
    c.refused("banxin: new takes one month", "new", "2024-03", "2024-04", status=2)
    c.refused("banxin: ‘--foo’ is no option of new", "new", "2024-03", "--foo", status=2)
    c.refused("banxin: ‘--in’ is no option of new, or lacks its value", "new", "2024-03", "--in",
              status=2)


def folder_read_only(c):
    """The owner of nothing may write nothing; root is asked to be somebody else."""
    how = {"user": NOBODY} if os.geteuid() == 0 else {}
    program = c.top / "banxin"
    shutil.copy(os.environ["BANXIN"], program)
    c.issue()
    c.issues.chmod(0o555)
    c.top.chmod(0o755)
    try:
        c.refused("banxin: error: ‘issues/2024-03’ could not be written: Permission denied",
                  "new", "2024-03", program=program, **how)
    finally:
        c.issues.chmod(0o755)


def no_room_on_the_disk(c):
    """A limit of bytes stands for a full disk; the signal is ignored, so write(2) fails."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_at, limit_at))

    c.issue()
    for limit_at in [0, 200]:  # the second is enough for lead.md only
        c.refused("banxin: error: ‘issues/2024-03’ could not be written: File too large",
                  "new", "2024-03", times=False, preexec_fn=limit, restore_signals=False)


CASES = [same_year, says_what_was_made, january_begins_again, year_that_begins_in_february,
         skipped_month, days_of_february, latest_by_date_not_name, equal_dates_by_name,
         issue_after_issue, builds_at_once, without_lead_or_sections, folder_named,
         publication_of_parent_stays_there, layout_of_parent_stays_there, special_characters,
         stays_as_it_is_twice, long_texts, broken_siblings, what_is_no_issue,
         other_faults_do_not_count, exists, month_past, none_to_begin_from, no_folder,
         numbers_at_their_end, wrong_arguments, folder_read_only, no_room_on_the_disk]


def run_case(case):
    top = Path(tempfile.mkdtemp(prefix="banxin-new-"))
    try:
        case(Case(top))
        return True
    except AssertionError as error:
        line = error.__traceback__.tb_next.tb_lineno
        print(f"not ok: {case.__name__}, line {line}: {error}")
        return False
    finally:
        shutil.rmtree(top)


def main():
    names = [a.replace("-", "_") for a in sys.argv[1:]]
    cases = [c for c in CASES if not names or c.__name__ in names]
    failed = sum(not run_case(c) for c in cases)
    print(f"{len(cases)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
