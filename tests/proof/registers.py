#!/usr/bin/env python3
"""Names against the registers: what is found, what stays silent, what a register may not say, and
how --learn lets it grow.
"""

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import BANXIN, Folder, Report, banxin, environment, write_issue  # noqa: E402

report = Report()

REGISTERS = {
    "people.yaml": """\
- {name: 顾望川, unit: 江滨省信息管理局, title: 党组书记、局长, from: 2022-01-01}
- {name: 顾望川, unit: 江滨省信息管理局, title: 副局长, from: 2018-01-01, to: 2021-12-31}
- {name: 沈砚秋, unit: 江滨省信息管理局, title: 局长, to: 2021-12-31}
- name: 陆知行
  unit: 青禾网络公司
  title: 总经理
  spellings: [陸知行]
- {name: 裴照, title: 秘书长, from: 2025-01-01}
""",
    "organisations.yaml": """\
# 会员单位
- name: 江滨省信息管理局
  short: [省信息局, 信息局]
- {name: 江滨青禾网络技术有限公司, short: [青禾网络公司, 青禾网络]}
- {name: 江滨数据工程院有限公司}
- {name: 江滨邮电规划所, to: 2019-06-30, successor: 江滨信息规划院}
- {name: 江滨信息规划院, from: 2019-07-01, to: 2022-12-31, successor: 云川规划设计有限公司}
- {name: 云川规划设计有限公司, from: 2023-01-01}
- {name: 老站协会, to: 2020-01-01}
""",
    "terms.yaml": "- {term: 战略性新兴产业, wrong: [战略新兴产业, 战略型新兴产业]}\n",
    "contributors.yaml": """\
- {name: 于望舒, unit: 青禾网络公司}
- {name: 贺川平, unit: 江滨数据工程院有限公司}
- {name: 欧阳静怡}
- 	{name: 韩苇}
""".replace("\t", ""),
}

RULES = ("name-surname name-near title-outdated title-unregistered post-short organisation-renamed "
         "organisation-near organisation-forms organisation-shortened quote-forms term-wrong").split()


def write_registers(top, files):
    (top / "registers").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (top / "registers" / name).write_text(text, "utf-8")


def findings(issue, rules=RULES):
    """(rule, excerpt, fix) of each finding of these rules."""
    done = banxin("check", "--format", "json", issue)
    if not done.stdout:
        raise RuntimeError(f"check ends in {done.returncode}:\n{done.stderr}")
    return [(f["rule"], f["excerpt"], f.get("fix"))
            for f in json.loads(done.stdout)["findings"] if f["rule"] in rules]


def of_text(top, text, title="试验", registers=REGISTERS):
    write_registers(top, registers)
    return findings(write_issue(top / "one", [(title, text)]))


HITS = [
    # byline, without a surname
    ("今天开会。\n\n（望舒）", ("name-surname", "望舒", "于望舒")),
    ("今天开会。　（青禾网络公司 望舒）", ("name-surname", "望舒", "于望舒")),
    ("今天开会。\n\n（静怡）", ("name-surname", "静怡", "欧阳静怡")),
    # look-alike, swapped, another character with the right unit
    ("今天开会。\n\n（贺川苹）", None),
    ("今天开会。\n\n（江滨数据工程院有限公司 贺川苹）", ("name-near", "贺川苹", "贺川平")),
    ("今天开会。\n\n（于舒望）", ("name-near", "于舒望", "于望舒")),
    ("今天开会。\n\n（青禾网络 于望山）", ("name-near", "于望山", "于望舒")),
    # beside a title
    ("省信息局局长顾望穿到会。", ("name-near", "顾望穿", "顾望川")),
    ("省信息局局长顾川望到会。", ("name-near", "顾川望", "顾望川")),
    ("青禾网络陆知新总经理到会。", ("name-near", "陆知新", "陆知行")),
    # outdated
    ("省信息局局长沈砚秋到会。", ("title-outdated", "局长", None)),
    ("省信息局副局长顾望川到会。", ("title-outdated", "副局长", None)),
    ("党组书记、副局长顾望川到会。", ("title-outdated", "副局长", None)),
    ("协会秘书长裴照到会。", ("title-outdated", "秘书长", None)),
    ("协会会长陆知行到会。", ("title-unregistered", "会长", None)),
    # organisations
    ("江滨信息管理局发文。", ("organisation-near", "江滨信息管理局", "江滨省信息管理局")),
    ("江滨省数据工程院有限公司中标。",
     ("organisation-near", "江滨省数据工程院有限公司", "江滨数据工程院有限公司")),
    ("江滨数据程工院有限公司中标。",
     ("organisation-near", "江滨数据程工院有限公司", "江滨数据工程院有限公司")),
    ("江滨邮电规划所做了方案。", ("organisation-renamed", "江滨邮电规划所", "云川规划设计有限公司")),
    ("老站协会来访。", ("organisation-renamed", "老站协会", None)),
    ("发展战略新兴产业。", ("term-wrong", "战略新兴产业", "战略性新兴产业")),
    ("发展战略型新兴产业。", ("term-wrong", "战略型新兴产业", "战略性新兴产业")),
    # a list of names, the unit in the next cell
    ("|  |  |\n|---|---|\n| 贺川坪 | 江滨数据工程院有限公司 |", ("name-near", "贺川坪", "贺川平")),
]

SILENT = [
    "今天开会。\n\n（于望舒 贺川平）",
    "今天开会。\n\n（江滨数据工程院有限公司 贺川平）",
    "今天开会。\n\n（秘书处）",
    "今天开会。\n\n（据青禾网络信息）",
    "今天开会。\n\n（综合整理）",
    "今天开会。\n\n（韩　苇）",
    "今天开会。\n\n（于望山）",  # another person: no unit says it is the same
    "今天开会。\n\n（陆晓）",
    "省信息局党组书记、局长顾望川到会。",
    "顾望川局长到会。陸知行总经理到会。",
    "原局长沈砚秋到会。时任省信息局局长沈砚秋到会。",
    "会长李大同到会。局长会议结束。",
    "望舒是月亮。",
    "江滨省信息管理局、省信息局和信息局。",
    "江滨青禾网络技术有限公司、青禾网络公司、青禾网络。",
    "江滨邮电规划所2019年更名为江滨信息规划院。原江滨邮电规划所的人。",
    "江滨二数据工程院有限公司中标。",  # another one: a number tells them apart
    "江滨数据和工程院有限公司中标。",
    "发展战略性新兴产业。",
    "`江滨信息管理局`",
]


def test_rules():
    with Folder() as top:
        for text, hit in HITS:
            found = of_text(top, text)
            report.check(found == ([hit] if hit else []), "hit", text, hit, found)
        for text in SILENT:
            found = of_text(top, text)
            report.check(not found, "silence", text, found)
        # the issue's date counts: 2024-03-29, before and after a post
        early = REGISTERS | {"people.yaml": "- {name: 顾望川, title: 局长, to: 2024-03-29}\n"}
        report.check(not of_text(top, "局长顾望川到会。", registers=early), "the last day holds")
        late = REGISTERS | {"people.yaml": "- {name: 顾望川, title: 局长, to: 2024-03-28}\n"}
        report.check(len(of_text(top, "局长顾望川到会。", registers=late)) == 1, "the day after")


def test_colophon():
    """Lists of posts need no register."""
    for line, hit in [("发：本会副理事、常务理事、理事", "副理事"), ("发：会长、副会、理事", "副会"),
                      ("发：会长、副秘书、秘书长", "副秘书")]:
        with Folder() as top:
            issue = write_issue(top / "one", [("试验", "正文。")],
                                more=f"colophon:\n  - [\"{line}\"]\n")
            found = findings(issue)
            report.check(found == [("post-short", hit, hit + "长")], "post", line, found)
    with Folder() as top:
        line = "发：本会副理事长、常务理事、理事、监事、副理事长单位，各处处长"
        issue = write_issue(top / "one", [("试验", "正文。")], more=f"colophon:\n  - [\"{line}\"]\n")
        report.check(not findings(issue), "posts that are whole", findings(issue))


def test_forms():
    """One thing in two forms, without any register."""
    name, other = "江滨数据工程院有限公司", "江滨省数据工程院有限公司"
    hits = [
        (f"{other}中标", f"{name}中标。\n\n会上，{name}发言。",
         [("organisation-forms", other, None)]),
        ("通信行业协会开会", "江滨省通信行业协会开会。\n\n江滨省通信行业协会发文。\n\n江滨通信行业协会。",
         [("organisation-shortened", "江滨通信行业协会", None)]),
        ("举办“百年路新征程”活动", "“百年路 新征程”活动举行。",
         [("quote-forms", "百年路新征程", None)]),
        ("通知", "《数据安全保护办法》和《数据安全·保护办法》。《数据安全保护办法》。",
         [("quote-forms", "数据安全·保护办法", None)]),
        ("通知", "《江滨省数据安全保护条例》，《江滨省数据安全保护条理》，《江滨省数据安全保护条例》。",
         [("quote-forms", "江滨省数据安全保护条理", None)]),
    ]
    silent = [
        (f"{name}中标", f"{name}中标。{name}发言。"),
        ("通知", f"{name}和{other}。"),  # which is right nobody can say
        ("通知", "江滨电信云川分公司、江滨电信青禾分公司、江滨电信青川分公司。"),
        ("通知", "《江滨省数据办法（一）》和《江滨省数据办法（二）》。"),
        ("通知", "“三农”工作和“三农工作”。“5G应用”与“5G的应用”。"),
        ("通知", "《数据安全保护办法》和“数据安全 保护办法”。"),
    ]
    with Folder() as top:
        for title, text, expected in hits:
            found = findings(write_issue(top / "one", [(title, text)]))
            report.check(found == expected, "forms", text, found)
        for title, text in silent:
            found = findings(write_issue(top / "one", [(title, text)]))
            report.check(not found, "one form", text, found)


BAD = [
    ("organisations.yaml", "- {name: 甲局, to: 2020-01-01, successor: 乙局}\n"
     "- {name: 乙局, to: 2019-01-01, successor: 甲局}\n", "successor-cycle", 1),
    ("organisations.yaml", "- {name: 甲局, to: 2020-01-01, successor: 甲局}\n", "successor-cycle", 1),
    ("organisations.yaml", "- {name: 甲局, successor: 乙局}\n", "period", 1),
    ("organisations.yaml", "- {name: 甲局}\n- {name: 甲局, from: 2020-01-01}\n", "period", 2),
    ("people.yaml", "- {name: 张一, title: 局长, from: 2020-01-01, to: 2021-01-01}\n"
     "- {name: 张一, title: 局长, from: 2021-01-01}\n", "period", 2),
    ("people.yaml", "- {name: 张一, from: 2021-01-01, to: 2020-01-01}\n", "period", 1),
    ("people.yaml", "- {name: 张一, title: 局长, from: 2020}\n", "bad-date", 1),
    ("people.yaml", "- {name: 张一, titel: 局长}\n", "unknown-key", 1),
    ("people.yaml", "name: 张一\n", "wrong-type", 1),
    ("people.yaml", "- 张一\n", "wrong-type", 1),
    ("people.yaml", "- {title: 局长}\n", "missing-key", 0),
    ("people.yaml", "- {name: " + "长" * 61 + "}\n", "name-too-long", 1),
    ("people.yaml", "- {name: 张一}\n" * 10001, "register-size", 0),
    ("terms.yaml", "- {term: 甲乙, wrong: [甲乙]}\n", "bad-value", 1),
    ("terms.yaml", "- {term: 甲乙}\n- {term: 甲乙}\n", "duplicate-entry", 2),
    ("contributors.yaml", "- {name: 张一}\n- {name: 张一}\n", "duplicate-entry", 2),
    ("contributors.yaml", "- &a {name: 张一}\n- *a\n", "yaml-alias", 1),
]

GOOD = [
    # a name is taken again after some years
    ("organisations.yaml", "- {name: 甲局, to: 2010-12-31, successor: 乙局}\n"
     "- {name: 乙局, from: 2011-01-01, to: 2015-12-31, successor: 甲局}\n"
     "- {name: 甲局, from: 2016-01-01}\n"),
    ("people.yaml", "- {name: 张一, title: 局长, to: 2020-12-31}\n"
     "- {name: 张一, title: 局长, from: 2021-01-01}\n- {name: 张一, title: 书记}\n"),
    ("people.yaml", ""),
    ("people.yaml", "# 还没有\n"),
    ("contributors.yaml", "- {name: 张一, unit: 甲局}\n- {name: 张一, unit: 乙局}\n"),
]


def test_bad_registers():
    for name, text, rule, line in BAD:
        with Folder() as top:
            write_registers(top, {name: text})
            issue = write_issue(top / "one", [("试验", "正文。")])
            done = banxin("check", "one", cwd=top)
            place = f"registers/{name}:" + (f"{line}:" if line else "")
            good = done.returncode == 1 and any(
                x.startswith(place) and f"error: " in x and f"[{rule}]" in x
                for x in done.stderr.splitlines())
            report.check(good, "bad register", text[:80], rule, done.stderr[:600])
            report.check(banxin("build", issue, "-o", top / "x.pdf").returncode == 0,
                         "a register is no business of build", text[:80])
    for name, text in GOOD:
        with Folder() as top:
            write_registers(top, {name: text})
            done = banxin("check", write_issue(top / "one", [("试验", "正文。")]))
            report.check(done.returncode == 0 and "[period]" not in done.stderr,
                         "good register", text, done.stderr)


def test_hostile():
    """Many long names that all begin and end alike, in a text of nothing else."""
    with Folder() as top:
        half = "江滨信息通信工程建设"
        orgs = "".join(f"- name: {half}{chr(0x4e00 + i)}技术服务有限公司\n" for i in range(9000))
        people = "".join(f"- {{name: 顾望{chr(0x4e00 + i)}, title: 局长, unit: {half}}}\n"
                         for i in range(9000))
        chain = "".join(f"- {{name: 链{i}, to: 20{i // 400:02}-01-01, successor: 链{i + 1}}}\n"
                        for i in range(9000))
        text = (half + "龘技术服务有限公司" + "局长顾望龘" + "张三局长") * 4000
        start = time.monotonic()
        for name, register in [("organisations.yaml", orgs), ("organisations.yaml", chain),
                               ("people.yaml", people)]:
            write_registers(top, {"people.yaml": "", "organisations.yaml": "", name: register})
            done = banxin("check", write_issue(top / "one", [("试验", text)]), timeout=60)
            report.check(done.returncode in (0, 1) and "rror: " not in done.stderr, "hostile",
                         done.stderr[:500])
        report.check(time.monotonic() - start < 60, "hostile registers end soon",
                     time.monotonic() - start)


ARTICLE = ("江滨省星图通信有限公司开会", "江滨省星图通信有限公司于1月开会。\n\n（星图公司 顾长明 贺川）")


def test_learn():
    with Folder() as top:
        issue = write_issue(top / "one", [ARTICLE])
        done = banxin("check", "--learn", issue)
        report.check(done.returncode == 0 and not (top / "registers").exists() and
                     "nothing is written" in done.stdout and "顾长明" in done.stdout and
                     "江滨省星图通信有限公司" in done.stdout, "only offered", done.stdout, done.stderr)
        done = banxin("check", "--learn", "--yes", issue)
        contributors = (top / "registers/contributors.yaml").read_text("utf-8")
        report.check("- name: 顾长明\n  unit: 星图公司\n- name: 贺川\n" in contributors and
                     done.returncode == 0, "learnt", contributors, done.stderr)
        report.check("- name: 江滨省星图通信有限公司\n" in
                     (top / "registers/organisations.yaml").read_text("utf-8"), "organisations")
        done = banxin("check", "--learn", "--yes", issue)
        report.check((top / "registers/contributors.yaml").read_text("utf-8") == contributors and
                     "have all names" in done.stdout, "known now", done.stdout)
        report.check(banxin("check", "--yes", issue).returncode == 2, "--yes alone")


KEEPS = [
    ("# 头\n- name: 甲一  # 旁注\n  unit: 乙\n\n# 尾\n", "- name: 顾长明\n"),
    ("# 头\n-   {name: 甲一}", "\n- name: 顾长明\n"),
    ("  - name: 甲一\n  - name: 乙二\n", "  - name: 顾长明\n    unit: 星图公司\n"),
    ("- name: 甲一\r\n- name: 乙二\r\n", "- name: 顾长明\r\n"),
    ("\ufeff- name: 甲一\n", "- name: 顾长明\n"),
    ("# 空\n", "- name: 顾长明\n"),
]

REFUSED = ["[{name: 甲一}]\n", "- name: 甲一\n...\n", "- name: 甲一\n---\n- name: 乙二\n",
           "- name: 甲一\n  titel: x\n", "name: 甲一\n"]


def test_kept():
    """What stood in the file stands there still, and what can't grow is left alone."""
    for text, more in KEEPS:
        with Folder() as top:
            write_registers(top, {})
            path = top / "registers/contributors.yaml"
            path.write_bytes(text.encode())
            done = banxin("check", "--learn", "--yes", write_issue(top / "one", [ARTICLE]))
            now = path.read_bytes().decode()
            report.check(now.startswith(text) and more in now[len(text):] and
                         done.returncode == 0, "kept", repr(text), repr(now), done.stderr)
            report.check(banxin("check", top / "one").returncode == 0, "reads again", repr(now))
    for text in REFUSED:
        with Folder() as top:
            write_registers(top, {"contributors.yaml": text})
            done = banxin("check", "--learn", "--yes", write_issue(top / "one", [ARTICLE]))
            now = (top / "registers/contributors.yaml").read_text("utf-8")
            report.check(now == text and done.returncode == 1 and "error: " in done.stderr,
                         "refused", repr(text), repr(now), done.stderr)


def answer(issue, keys):
    """Run --learn in a terminal and type the keys."""
    master, slave = pty.openpty()
    run = subprocess.Popen([BANXIN, "check", "--learn", str(issue)], stdin=slave,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment())
    os.close(slave)
    os.write(master, keys.encode())
    out = run.communicate(timeout=60)[0].decode()
    os.close(master)
    return run.returncode, out


def has_terminals():
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as e:
        print(f"what is asked on a terminal is not tested: {e}")
        return False
    return True


def test_asked():
    if not has_terminals():
        return
    for keys, names in [("y\nn\nn\n", ["顾长明"]), ("n\nhm\ny\nq\n", ["贺川"]), ("q\n", []),
                        ("n\nn\ny\n", ["江滨省星图通信有限公司"])]:
        with Folder() as top:
            status, out = answer(write_issue(top / "one", [ARTICLE]), keys)
            written = "".join(p.read_text("utf-8") for p in top.glob("registers/*.yaml"))
            right = all((n in written) == (n in names)
                        for n in ["顾长明", "贺川", "江滨省星图通信有限公司"])
            report.check(status == 0 and right, "asked", repr(keys), written, out)


def test_at_once():
    """Eight who add at the same time lose nothing."""
    with Folder() as top:
        write_registers(top, {"contributors.yaml": "# 头\n- name: 甲一\n"})
        issues = [write_issue(top / f"{i}", [(f"试验{i}", f"正文。\n\n（顾长{c} 裴小{c}）")])
                  for i, c in enumerate("东南西北春夏秋冬")]
        runs = [subprocess.Popen([BANXIN, "check", "--learn", "--yes", str(issue)],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, env=environment()) for issue in issues]
        for run in runs:
            report.check(run.wait(60) == 0, "at once", run.stderr.read())
            run.stderr.close()
        text = (top / "registers/contributors.yaml").read_text("utf-8")
        report.check(text.startswith("# 头\n- name: 甲一\n") and text.count("- name:") == 17 and
                     all(f"顾长{c}" in text and f"裴小{c}" in text for c in "东南西北春夏秋冬"),
                     "nothing lost", text)
        report.check(not list((top / "registers").glob(".*")), "no scraps")


for test in [test_rules, test_colophon, test_forms, test_bad_registers, test_hostile, test_learn,
             test_kept, test_asked, test_at_once]:
    test()
report.end()
