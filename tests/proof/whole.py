#!/usr/bin/env python3
"""The issue as one thing, beside those before it: numbers, sections, stories told twice, figures
that differ, the colophon, titles, pictures, bylines; and back issues that can't be read.
"""

import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import SAMPLE, Folder, Report, banxin, write_issue  # noqa: E402

report = Report()

RULES = ("issue-number issue-date section-name colophon-slip colophon-changed title-too-long "
         "title-undivided picture-uncaptioned byline-missing text-repeated story-repeated "
         "title-repeated figures-differ").split()

STORY = """\
本月六日清晨，青禾镇的邮路第一次由无人小车走完全程，沿途经过三座桥和两处渡口，比过去步行快了一个多小时。

送件员沈师傅说，雨天的石板路最难走，如今他只在村口接车，把包裹按门牌分好，再挨家送到老人手里，心里踏实多了。

镇里准备在秋收以前再添两条线路，把山后的七个自然村都连起来，让新米和核桃当天就能运到城里的集市上去卖。"""

OTHER = "云川湖边的老灯塔重新亮了起来，守塔人的孙女每晚上去看灯，她说灯亮着，船上的人就知道家在哪边，夜里也敢往回走。"


def head(number=3, total=7, date="2024-03-29", more=""):
    return ("publication: {title: 试验简讯, publisher: 某某协会秘书处}\nlayout: jianxun\n"
            f"number: {number}\ntotal: {total}\ndate: {date}\n{more}")


def findings(issue, rules=RULES):
    """(rule, file:line, message) of each finding of these rules."""
    done = banxin("check", "--format", "json", issue)
    if not done.stdout:
        raise RuntimeError(f"check ends in {done.returncode}:\n{done.stderr}")
    return [(f["rule"], f"{Path(f.get('file', '')).name}:{f.get('line', 0)}", f["message"])
            for f in json.loads(done.stdout)["findings"] if f["rule"] in rules]


def names(found):
    return [f[0] for f in found]


def expect(kind, found, rules, *words):
    """Exactly these rules, and each of the words in some message."""
    said = "\n".join(f[2] for f in found)
    report.check(names(found) == rules and all(w in said for w in words), kind, found, rules, words)


def test_numbers():
    cases = [
        # last (number, total, date), now, rules
        ((2, 6, "2024-02-29"), (3, 7, "2024-03-29"), []),
        ((12, 6, "2023-12-29"), (1, 7, "2024-01-29"), []),
        ((1, 6, "2024-01-29"), (3, 8, "2024-03-29"), []),  # February is not kept here
        ((1, 6, "2024-01-29"), (2, 7, "2024-03-29"), []),  # or there was none
        ((2, 6, "2024-02-29"), (3, 9, "2024-03-29"), ["issue-number"]),
        ((2, 6, "2024-02-29"), (4, 7, "2024-03-29"), ["issue-number"]),
        ((2, 7, "2024-02-29"), (3, 7, "2024-03-29"), ["issue-number"]),
        ((12, 6, "2023-12-29"), (13, 7, "2024-01-29"), ["issue-number"]),
        ((2, 6, "2024-02-29"), (3, 7, "2024-02-29"), ["issue-date"]),
        ((2, 8, "2024-04-29"), (1, 7, "2024-03-29"), []),  # the other is a later one
    ]
    for last, now, rules in cases:
        with Folder() as top:
            write_issue(top / "a", [("旧", "旧文。")], issue=head(*last))
            found = findings(write_issue(top / "b", [("新", "新文。")], issue=head(*now)))
            expect(f"numbers {last} {now}", found, rules)
    with Folder() as top:
        found = findings(write_issue(top / "2024-02", [("新", "新文。")], issue=head()))
        expect("folder's name", found, ["issue-date"], "2024-02", "2024-03-29")
        report.check(found[0][1] == "issue.yaml:5", "place of the date", found)


def test_sections():
    with Folder() as top:
        write_issue(top / "a", [("旧", "旧文。")], issue=head(2, 6, "2024-02-29"))
        path = top / "a/issue.yaml"
        path.write_text(path.read_text("utf-8").replace("title: 试验\n", "title: 会员消息\n"), "utf-8")
        for name, hit in [("会员信息", True), ("会员消息", False), ("会员的消息", True),
                          ("员会消息", True), ("政策速递", False), ("会员风采", False)]:
            issue = write_issue(top / "b", [("新", "新文。")], issue=head())
            path = issue / "issue.yaml"
            text = path.read_text("utf-8").replace("title: 试验\n", f"title: {name}\n")
            path.write_text(text, "utf-8")
            found = findings(issue)
            expect(f"section {name}", found, ["section-name"] if hit else [],
                   *(["会员消息"] if hit else []))
        # both are used here: they are two
        path.write_text(text.replace("sections:\n", "sections:\n  - title: 会员消息\n    articles: []\n")
                        .replace(name, "会员信息"), "utf-8")
        report.check("section-name" not in names(findings(issue)), "two sections")


def test_repeats():
    first, second, third = STORY.split("\n\n")
    changed = first.replace("清晨", "一早").replace("三座桥", "四座桥")
    with Folder() as top:
        write_issue(top / "a", [("邮路通车", STORY), ("灯塔", OTHER)],
                    issue=head(2, 6, "2024-02-29"))
        cases = [
            ([("小车走邮路", STORY)], ["story-repeated"], "邮路通车"),
            ([("新事", f"{OTHER[::-1]}\n\n{OTHER[::-1]}。\n\n{second}")], ["text-repeated"] * 2, "‘a’"),
            ([("新事", f"{OTHER[::-1]}\n\n{changed}")], ["text-repeated"], "邮路通车"),
            ([("邮路通车", "本月的邮路仍旧通畅，各村按时收到了信件和报纸。")], [], ""),
            ([("新事", second[:36])], [], ""),
        ]
        for articles, rules, word in cases:
            found = findings(write_issue(top / "b", articles, issue=head()))
            expect(f"repeated {articles}", found, rules, word)
        shutil.rmtree(top / "a")
        found = findings(write_issue(top / "b", [("邮路通车", STORY), ("小车", STORY)], issue=head()))
        expect("twice in one issue", found, ["story-repeated"], "邮路通车")
        report.check(found[0][1].startswith("02.md:"), "the later one is said", found)
        found = findings(write_issue(top / "b", [("邮路通车", first), ("邮路通车", OTHER)], issue=head()))
        expect("one title twice", found, ["title-repeated"])
        found = findings(write_issue(top / "b", [("邮路", f"{first}\n\n{third}\n\n{first}")], issue=head()))
        expect("in one article", found, ["text-repeated"])


def test_standing():
    """What every issue prints is no repetition."""
    with Folder() as top:
        for i in range(1, 5):
            write_issue(top / f"{i}", [(f"第{i}篇", STORY.split("\n\n")[0])],
                        issue=head(i, i, f"2024-0{i}-28"))
        issue = write_issue(top / "5", [("第五篇", STORY.split("\n\n")[0])],
                            issue=head(5, 5, "2024-05-28"))
        expect("standing notice", findings(issue), [])


def test_figures():
    same = "截至今年年底，青禾镇公共图书馆共收藏各类图书{}册，比去年增加不少。"
    cases = [
        (same.format("3万"), same.format("5万"), True),
        (same.format("3万"), "会上介绍，" + same.format("4.5万"), True),
        (same.format("3,500"), same.format("3500"), False),
        (same.format("3万"), same.format("3万"), False),
        ("2022年青禾镇公共图书馆全年共接待读者3万人次。", "2023年青禾镇公共图书馆全年共接待读者5万人次。", False),
        ("青禾镇收藏图书3万册。", "云川镇收藏图书5万册。", False),
        ("会议指出，到2024年，全镇公共图书馆服务更加便利。", "会议指出，到2025年，全镇公共图书馆服务更加便利。", False),
        ("青禾镇公共图书馆本次活动一共送出全新图书36册。", "青禾镇公共图书馆本次活动一共送出全新图书63册。", True),
    ]
    with Folder() as top:
        for one, two, hit in cases:
            found = findings(write_issue(top / "one", [("甲篇文章", one), ("乙篇文章", two)]))
            expect(f"figures {one} {two}", found, ["figures-differ"] if hit else [])
        found = findings(write_issue(top / "one", [("甲篇文章", f"{cases[0][0]}\n\n{cases[0][1]}")]))
        expect("figures of one article", found, [])


def colophon(*rows):
    return "colophon:\n" + "".join(f"  - {json.dumps(r, ensure_ascii=False)}\n" for r in rows)


def test_colophon():
    old = [["报：省信息局", "省民政厅"], ["发：副理事长、理事"], ["送：兄弟协会"]]
    cases = [
        (old, []),
        ([old[0], ["发：副理事、理事"], old[2]], ["colophon-slip"]),
        ([old[0], ["发：副理事长、监事、理事"], old[2]], ["colophon-changed"]),
        ([old[0], old[1]], ["colophon-changed"]),
        ([*old, ["编辑：秘书处"]], ["colophon-changed"]),
        ([["报：省信息局"], ["省民政厅"], *old[1:]], []),
    ]
    with Folder() as top:
        write_issue(top / "a", [("旧", "旧文。")], issue=head(2, 6, "2024-02-29"), more=colophon(*old))
        for rows, rules in cases:
            issue = write_issue(top / "b", [("新", "新文。")], issue=head(), more=colophon(*rows))
            expect(f"colophon {rows}", findings(issue), rules)
        issue = write_issue(top / "b", [("新", "新文。")], issue=head(),
                            more=colophon(old[0], ["发：副理事、理事"], old[2]))
        expect("diff", findings(issue), ["colophon-slip"], "- 发：副理事长、理事", "+ 发：副理事、理事")


def test_looks():
    with Folder() as top:
        for title, rules in [("短题", []), ("字" * 27, []), ("字" * 29, ["title-too-long"]),
                             ("字" * 35, ["title-undivided"]), ("字" * 60, ["title-too-long"]),
                             (f"[{'字' * 20}, {'字' * 20}]", []),
                             (f"[{'字' * 20}, {'字' * 30}]", ["title-too-long"]),
                             ("GSM " * 11, [])]:
            expect(f"title {title}", findings(write_issue(top / "one", [(title, "正文。")])), rules)
        issue = write_issue(top / "one", [("图", "![](a.png)\n\n![说明](a.png)")])
        shutil.copy(SAMPLE / "yemian.png", issue / "a.png")
        found = findings(issue)
        expect("caption", found, ["picture-uncaptioned"])
        report.check(found[0][1] == "01.md:5", "place of the picture", found)
        signed = [(f"第{i}篇", "正文。\n\n（顾长明）") for i in range(5)]
        for articles, rules in [(signed + [("无名", "正文。")], ["byline-missing"]), (signed, []),
                                (signed[:2] + [("无名", "正文。")], []),
                                (signed[:3] + [("甲", "正文。"), ("乙", "正文。")], [])]:
            expect(f"byline {len(articles)}", findings(write_issue(top / "one", articles)), rules)


def test_broken_past():
    """What is wrong in an issue of old does not stop this one, and what can be read is compared."""
    breaks = [("issue.yaml", "number: [\n"), ("issue.yaml", "\xff"), ("01.md", None),
              ("01.md", "---\ntitle: [\n---\n"), ("issue.yaml", "sections: []\n")]
    for name, text in breaks:
        with Folder() as top:
            old = write_issue(top / "a", [("旧", STORY), ("灯塔", OTHER)],
                              issue=head(2, 6, "2024-02-29"))
            if text is None:
                (old / name).unlink()
            else:
                (old / name).write_bytes(text.encode("latin-1" if text == "\xff" else "utf-8"))
            (top / "notes.txt").write_text("无关", "utf-8")
            (top / "empty").mkdir()
            issue = write_issue(top / "b", [("新", OTHER)], issue=head())
            done = banxin("check", issue)
            report.check(done.returncode == 0 and "error: " not in done.stderr, "broken past",
                         name, text, done.stderr)
            if name == "01.md":
                report.check("story-repeated" in done.stderr, "the rest is compared", done.stderr)
    with Folder() as top:
        old = write_issue(top / "a", [("旧", "![图](weg.png)\n\n" + OTHER)],
                          issue=head(2, 6, "2024-02-29", "overrides: {wrong-key: 1}\n"))
        issue = write_issue(top / "b", [("新", "新文。")], issue=head())
        report.check("issue-partly-read" not in banxin("check", issue).stderr,
                     "pictures and layout of an old issue are not asked for")


def test_sample():
    """The handbook is as it should be."""
    report.check(not findings(SAMPLE), "the sample", findings(SAMPLE))


for test in [test_numbers, test_sections, test_repeats, test_standing, test_figures, test_colophon,
             test_looks, test_broken_past, test_sample]:
    test()
report.end()
