#!/usr/bin/env python3
"""Rounds of proofreading: signatures, what reopens them, the kept state, the
redline, the final build, and files of rounds/ that are wrong."""

import concurrent.futures
import random
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import Folder, Report, banxin, environment, pinned_data, write_issue

STAGES = ["初审", "复审", "终审", "初校", "二校", "三校"]
DATE = "2024-03-20"


def paragraph(rng, n=90):
    return "".join(chr(0x4E00 + rng.randrange(2000)) for _ in range(n)) + "。"


def articles(rng, n=4):
    return [(f"第{'一二三四五六七八九'[i]}篇", "\n\n".join(paragraph(rng) for _ in range(5)))
            for i in range(n)]


def sign(env, issue, *what, stage, by="张三", **kw):
    return banxin("round", "sign", issue, *what, "--stage", stage, "--by", by, "--date", DATE,
                  env=env, **kw)


def files(issue):
    return sorted(str(p.relative_to(issue)) for p in (issue / "rounds").rglob("*") if p.is_file())


def pass_round(report, env, issue, number):
    """Open, sign and close a round as it should be."""
    done = banxin("round", "open", issue, "--date", DATE, "--by", "李四", env=env)
    report.check(done.returncode == 0, f"round {number} opens", done.stderr)
    done = sign(env, issue, "--all", stage=STAGES[2 + number])
    report.check(done.returncode == 0, f"round {number} is signed", done.stderr)
    done = banxin("round", "close", issue, "--date", DATE, env=env)
    report.check(done.returncode == 0, f"round {number} closes", done.stderr)


def test_course(report, env, folder):
    """The course of an issue from the first round to the press."""
    rng = random.Random(1)
    issue = write_issue(folder / "2024-03", articles(rng))
    pdf = folder / "final.pdf"

    done = banxin("build", issue, "--final", "-o", pdf, env=env)
    report.check(done.returncode == 1 and not pdf.exists(), "unsigned issue is refused")
    report.check(all(f"{i:02}.md" in done.stderr for i in range(1, 5)), "and names all articles",
                 done.stderr)
    done = sign(env, issue, "01.md", stage="初校")
    report.check(done.returncode == 1 and not (issue / "rounds/signatures").exists(),
                 "no signature before the round is open", done.stderr)

    done = banxin("round", "open", issue, "2", env=env)
    report.check(done.returncode == 1, "rounds come in order", done.stderr)
    done = banxin("round", "open", issue, "--date", DATE, env=env)
    report.check(done.returncode == 0, "round 1 opens", done.stderr)
    done = banxin("round", "open", issue, env=env)
    report.check(done.returncode == 1, "round 2 waits for round 1", done.stderr)
    done = sign(env, issue, "01.md", "09.md", stage="初校")
    report.check(done.returncode == 1 and "09.md" in done.stderr and
                 not (issue / "rounds/signatures").exists(), "all or none are signed", done.stderr)
    done = sign(env, issue, "01.md", issue / "02.md", stage="proof1")
    report.check(done.returncode == 0, "two are signed", done.stderr)
    done = banxin("round", "close", issue, env=env)
    report.check(done.returncode == 1 and "03.md" in done.stderr and "01.md" not in done.stderr,
                 "a round with unsigned articles stays open", done.stderr)
    sign(env, issue, "03.md", "04.md", stage="初校")

    # touching an article reopens it, and only it
    text = (issue / "02.md").read_text("utf-8")
    (issue / "02.md").write_text(text.replace("。", "！", 1), "utf-8")
    status = banxin("round", "status", issue, env=env).stdout
    report.check(status.count("open again") == 1 and
                 re.search(r"02\.md\n.*初校 张三 2024-03-20 \(changed", status),
                 "a touched article is open again", status)
    done = banxin("round", "close", issue, env=env)
    report.check(done.returncode == 1 and "02.md" in done.stderr and "张三" in done.stderr,
                 "and the round with it", done.stderr)
    # only its lines in the file moved: nothing to read again
    (issue / "03.md").write_text((issue / "03.md").read_text("utf-8").replace("\n\n", "\n\n\n"),
                                 "utf-8")
    sign(env, issue, "02.md", stage="初校", by="王五")
    done = banxin("round", "close", issue, "--date", DATE, env=env)
    report.check(done.returncode == 0, "signed again it closes", done.stderr)
    status = banxin("round", "status", issue, env=env).stdout
    report.check("1 changes: 0 of characters, 0 of numbers, 1 of marks" in status and
                 "errors 0.1 in " in status, "the round's errors are weighed", status)

    # a later round settles the earlier ones
    (issue / "04.md").write_text((issue / "04.md").read_text("utf-8") + "\n再加一段话。\n", "utf-8")
    pass_round(report, env, issue, 2)
    status = banxin("round", "status", issue, env=env).stdout
    report.check("open again" not in status, "what round 2 changed is round 2's", status)
    pass_round(report, env, issue, 3)
    for stage in STAGES[:3]:
        sign(env, issue, "--all", stage=stage, by="主编")
    done = banxin("build", issue, "--final", "-o", pdf, env=env)
    report.check(done.returncode == 0 and pdf.exists(), "a signed issue is printed", done.stderr)

    (issue / "01.md").write_text((issue / "01.md").read_text("utf-8") + "\n最后一句。\n", "utf-8")
    pdf.unlink()
    done = banxin("build", issue, "--final", "-o", pdf, env=env)
    report.check(done.returncode == 1 and not pdf.exists() and "01.md" in done.stderr and
                 "02.md" not in done.stderr, "a late change stops the press", done.stderr)
    done = banxin("build", issue, "--final", "--force", "-o", pdf, env=env)
    report.check(done.returncode == 0 and pdf.exists(), "unless forced", done.stderr)
    done = banxin("build", issue, "-o", pdf, env=env)
    report.check(done.returncode == 0 and not done.stderr, "a plain build asks nobody", done.stderr)
    return issue


def test_notice(report, env, folder):
    """未终校 stands on every page, once."""
    if not shutil.which("pdftotext"):
        return
    import subprocess
    issue = write_issue(folder / "notice", articles(random.Random(2), 9))
    pdf = folder / "notice.pdf"
    banxin("build", issue, "--final", "--force", "-o", pdf, env=env)
    pages = subprocess.run(["pdftotext", pdf, "-"], capture_output=True,
                           check=True).stdout.decode().split("\f")[:-1]
    report.check(len(pages) > 2 and all(p.count("未终校") == 1 for p in pages),
                 "the notice is on every page", [p.count("未终校") for p in pages])


def test_check(report, env, folder):
    """An error of check stops the press; so does nothing below it."""
    issue = write_issue(folder / "checked" / "i", [("题", "他说：“这句话没有说完。")])
    (issue / "check.yaml").write_text("mark-unpaired: error\n", "utf-8")
    done = banxin("check", issue, env=env)
    if done.returncode != 1 or "mark-unpaired" not in done.stderr:
        print("check finds nothing here; its part of the test is left out")
        return
    done = banxin("build", issue, "--final", "-o", folder / "c.pdf", env=env)
    report.check(done.returncode == 1 and "check-unresolved" in done.stderr,
                 "an error of check is named", done.stderr)


def test_at_once(report, env, folder):
    """People who sign at the same time lose nothing."""
    issue = write_issue(folder / "crowd", articles(random.Random(3)))
    banxin("round", "open", issue, env=env)
    people = [f"校对{i}" for i in range(12)]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda who: sign(env, issue, "--all", stage="初校", by=who), people))
    report.check(all(d.returncode == 0 for d in done), "all can sign at once")
    found = "".join(p.read_text("utf-8") for p in (issue / "rounds/signatures").iterdir())
    report.check(all(found.count(f'"{who}"') == 4 for who in people), "no signature is lost")
    before = files(issue)
    sign(env, issue, "--all", stage="初校", by=people[0])
    report.check(files(issue) == before, "signing twice is signing once")
    report.check(all(p.endswith(".yaml") for p in before), "nothing is left behind", before)


def test_hostile(report, env, folder):
    """Files of rounds/ that are wrong: told by name, never a crash, never believed."""
    issue = write_issue(folder / "hostile", articles(random.Random(4)))
    banxin("round", "open", issue, env=env)
    sign(env, issue, "--all", stage="初校")
    good = next((issue / "rounds/signatures").iterdir()).read_text("utf-8")
    state = next((issue / "rounds/1").glob("state-*"))
    cases = {
        "signatures/a.yaml": "stage: &a 初校\narticle: *a\n",
        "signatures/b.yaml": good.replace("初校", "五校"),
        "signatures/c.yaml": "[1, 2]\n",
        "signatures/d.yaml": good.replace("by:", "bye:"),
        "signatures/e.yaml": good + "by: 李四\n",
        "signatures/f.yaml": "a: " * 3000,
        "signatures/g.yaml": "[" * 3000,
        "signatures/h.yaml": good.replace("stage: 初校", "stage: {初校: 1}"),
        "signatures/i.yaml": "",
        "signatures/j.yaml": b"\xff\xfe\x00",
        "1/close-a.yaml": "date: 2024-03-01\nchanges: -1\n",
        "1/close-b.yaml": "date: 2024-02-30\n",
        "1/open-a.yaml": "date: 2000-01-01\nstate: ../../../../etc/passwd\n",
    }
    for name, text in cases.items():
        path = issue / "rounds" / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = banxin("round", "status", issue, env=env)
        report.check(done.returncode == 1 and f"rounds/{name}" in done.stderr and
                     "01.md" in done.stdout, f"{name} is told", done.returncode, done.stderr)
        done = banxin("build", issue, "--final", "-o", folder / "h.pdf", env=env)
        report.check(done.returncode == 1, f"{name} stops the press")
        path.unlink()
    loop = issue / "rounds/signatures/loop.yaml"
    loop.symlink_to(loop)
    done = banxin("round", "status", issue, env=env)
    report.check(done.returncode == 1 and "loop.yaml" in done.stderr, "a link to itself is told",
                 done.stderr)
    loop.unlink()
    stray = issue / "rounds/signatures/stray.yaml"
    stray.write_text(re.sub(r'article: ".*"', 'article: "gone.md"', good), "utf-8")
    done = banxin("round", "status", issue, env=env)
    report.check(done.returncode == 0 and "gone.md" in done.stderr, "a stray signature is told",
                 done.stderr)
    stray.unlink()
    twice = issue / "rounds/1/open-0.yaml"
    twice.write_text(f"date: 2024-03-01\nstate: {state.name}\n", "utf-8")
    done = banxin("round", "status", issue, env=env)
    report.check(done.returncode == 0 and "round-twice" in done.stderr and
                 "初校  2024-03-01" in done.stdout, "of two openings the earlier counts",
                 done.stderr, done.stdout)
    twice.unlink()
    text = state.read_text("utf-8")
    for bad in [text.replace("kind: para", "kind: verse", 1), text.replace("line: ", "line: x", 1),
                text.replace("kind: para, ", "kind: para, ranges: [[0, 9999]], ", 1),
                text.replace("pages:\n- \"", "pages:\n- \"xyz", 1), "articles: 7\n", "", text[:500]]:
        state.write_text(bad, "utf-8")
        done = banxin("proof", issue, "--since", "1", "-o", folder / "h.pdf", env=env)
        report.check(done.returncode == 1 and state.name in done.stderr or bad == "",
                     "a broken state is told", bad[:80], done.stderr)
    state.write_text(text, "utf-8")


def changes(env, issue, since):
    done = banxin("proof", issue, "--since", since, "--list", env=env)
    return [line.split(": ", 1)[1].split(" ‘")[0] for line in done.stdout.splitlines()
            if re.match(r"\S+:\d+:\d+: ", line)]


def pages_to_read(env, issue, since, pdf):
    done = banxin("proof", issue, "--since", since, "-o", pdf, env=env)
    found = re.search(r"read again only (pages|sheets) ([^ \n]*)", done.stdout)
    return found[2].split("、") if found else []


def test_redline(report, env, folder):
    """One change is one mark and one page, against a round, a folder and a file."""
    rng = random.Random(5)
    issue = write_issue(folder / "red" / "now", articles(rng, 9))
    old = folder / "red" / "old"
    pdf = folder / "red.pdf"
    shutil.copytree(issue, old)
    banxin("round", "open", issue, env=env)
    kept = next((issue / "rounds/1").glob("state-*"))
    report.check(changes(env, issue, "1") == [], "nothing is marked where nothing changed")
    report.check(pages_to_read(env, issue, "1", pdf) == [], "and no page is read again")

    first = issue / "01.md"
    text = first.read_text("utf-8")
    pars = text.split("\n\n")
    pars[2] = pars[2][:12] + "扩容" + pars[2][12:]
    first.write_text("\n\n".join(pars), "utf-8")
    for since in ["1", old, kept]:
        report.check(changes(env, issue, since) == ["inserted"], f"one insertion since {since}",
                     changes(env, issue, since))
        pages = pages_to_read(env, issue, since, pdf)
        report.check(pages == ["1"], f"one page since {since}", pages)
    # a whole paragraph early on pushes all pages on, and they need no reading
    first.write_text(text.replace(pars[3], paragraph(rng, 300) + "\n\n" + pars[3]), "utf-8")
    report.check(changes(env, issue, old) == ["inserted"], "one paragraph is one mark")
    pages = pages_to_read(env, issue, old, pdf)
    report.check("1" in pages and len(pages) < 5, "pages that only moved are not read again", pages)
    first.write_text(text.replace("\n\n" + pars[3], "", 1) + "\n\n" + pars[3] + "\n", "utf-8")
    report.check(changes(env, issue, old) == ["moved"], "a paragraph was moved",
                 changes(env, issue, old))
    first.write_text(text.replace(pars[3], pars[3][:40] + "\n\n" + pars[3][40:]), "utf-8")
    report.check(changes(env, issue, old) == ["new paragraph"], "a paragraph was split")
    first.write_text(text.replace(pars[3] + "\n\n", pars[3]), "utf-8")
    report.check(changes(env, issue, old) == ["run on"], "two paragraphs were joined",
                 changes(env, issue, old))
    first.write_text(text.replace(pars[3], f"**{pars[3][:8]}**{pars[3][8:]}"), "utf-8")
    report.check(changes(env, issue, old) == ["other type"], "only the type changed",
                 changes(env, issue, old))
    first.write_text(text.replace(pars[3], "\n".join([pars[3][:30], pars[3][30:]])), "utf-8")
    report.check(changes(env, issue, old) == [], "lines of the source are no change",
                 changes(env, issue, old))
    first.write_text(text, "utf-8")
    listed = issue / "issue.yaml"
    order = listed.read_text("utf-8")
    listed.write_text(order.replace("02.md, 03.md", "03.md, 02.md"), "utf-8")
    report.check(changes(env, issue, old) == ["article moved"], "an article was moved",
                 changes(env, issue, old))
    listed.write_text(order, "utf-8")
    (issue / "05.md").rename(issue / "05-neu.md")
    listed.write_text(order.replace("05.md", "05-neu.md"), "utf-8")
    report.check(changes(env, issue, old) == [], "a file's name is not printed",
                 changes(env, issue, old))
    listed.write_text(order.replace("05.md, ", ""), "utf-8")
    report.check(changes(env, issue, old) == ["article taken out"], "an article is gone",
                 changes(env, issue, old))
    # a lone copy, without the publication.yaml that stood beside it
    shared, lone = folder / "shared" / "i", folder / "lone" / "i"
    write_issue(shared, articles(rng, 2), issue="layout: jianxun\nnumber: 3\ntotal: 7\n"
                "date: 2024-03-29\n")
    (shared.parent / "publication.yaml").write_text("title: 试验简讯\npublisher: 某协会\n", "utf-8")
    shutil.copytree(shared, lone)
    text = (shared / "02.md").read_text("utf-8")
    (shared / "02.md").write_text(text[:-20] + "补" + text[-20:], "utf-8")
    report.check(changes(env, shared, lone) == ["inserted"], "a lone copy will do",
                 changes(env, shared, lone))
    for bad in ["7x", folder / "nowhere", "3"]:
        done = banxin("proof", issue, "--since", bad, "-o", pdf, env=env)
        report.check(done.returncode == 1 and done.stderr, f"{bad} is nothing to compare with")


def test_usage(report, env, folder):
    issue = write_issue(folder / "usage", articles(random.Random(6), 1))
    for words in [["round"], ["round", "sing", issue], ["round", "open"],
                  ["round", "open", issue, "4"], ["round", "sign", issue, "--all"],
                  ["round", "sign", issue, "--by", "张三"],
                  ["round", "sign", issue, "--all", "--by", "  "],
                  ["round", "sign", issue, "--all", "--by", "张\n三"],
                  ["round", "sign", issue, "--all", "--by", "张三", "--stage", "四校"],
                  ["round", "sign", issue, "--all", "--by", "张三", "--date", "2024-13-01"],
                  ["round", "status"], ["build", issue, "--force"], ["proof", issue, "--list"]]:
        done = banxin(*words, env=env)
        report.check(done.returncode == 2 and done.stderr, "wrong usage", words, done.returncode)


def main():
    report = Report()
    with Folder() as folder:
        env = pinned_data(folder / "data")
        for test in [test_course, test_notice, test_check, test_at_once, test_hostile,
                     test_redline, test_usage]:
            test(report, env, folder)
    report.end()


if __name__ == "__main__":
    main()
