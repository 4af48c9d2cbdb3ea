#!/usr/bin/env python3
"""What is printed for the post: every address once, on its label and nowhere else, in protocol
order; envelopes after GB/T 1416; lists to sign with the press's total."""

import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import ROOT, Folder, Report, banxin, need, pinned_data, write_issue  # noqa: E402

MM = 72 / 25.4
HEAD = "层级,单位,联系人,邮箱,方式,份数,地址,邮编,备注"
PUBLICATION = """\
title: 试验简讯
publisher: 某某协会秘书处
sender: {address: 临江市柳荫路18号, postcode: "330099"}
"""


def run(*command):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def words(pdf):
    """For each page: its size and its words as (x0, y0, x1, y1, text), in points."""
    text = run("pdftotext", "-bbox", pdf, "-")[1]
    for page in re.findall(r"<page (.*?)</page>", text, re.S):
        size = [float(v) for v in re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups()]
        found = re.findall(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</',
                           page)
        yield size, [(*map(float, w[:4]), w[4]) for w in found]


def inside(box, word):
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def text_in(box, found):
    return "".join(w[4] for w in found if inside(box, w))


def plain(*texts):
    return re.sub(r"\s", "", "".join(texts))


def sheets():
    """Name → geometry of the label sheets, from the data that the program reads."""
    text = (ROOT / "layouts/stationery.yaml").read_text("utf-8")
    part = text[text.index("sheets:"):text.index("  line-ends:")]
    for name, rest in re.findall(r'name: "(\w+)", (.*?)\}', part, re.S):
        values = dict(re.findall(r"([a-z-]+): ([\d.]+)", rest))
        yield name, {k: float(v) for k, v in values.items()}


def box_of(sheet, at):
    col, row = at % int(sheet["columns"]), at // int(sheet["columns"])
    x = sheet["left"] + col * (sheet["label-width"] + sheet["gap-across"])
    y = sheet["top"] + row * (sheet["label-height"] + sheet["gap-down"])
    return [v * MM for v in (x, y, x + sheet["label-width"], y + sheet["label-height"])]


LONG = "江滨联创通信技术服务股份有限公司临江高新技术产业开发区分公司综合管理部信息宣传中心"
FAR = "江滨省临江市高新技术产业开发区创新大道1688号科技企业孵化器二期B座12层1203室转信息中心传达室"


def people(n):
    """n recipients on paper and one by mail only, no two alike; in file order that is not protocol's."""
    rows = [["送", "只收邮件单位", "", "one@example.org", "mail", "", "某路1号", "", ""]]
    for i in range(n):
        who = f"第{i}号单位" if i % 7 else f"{LONG}{i}处"
        where = f"某市某路{1000 + i}号" if i % 5 else f"{FAR}{1000 + i}柜"
        if i % 11 == 3:
            who = f"Example Society for Information Services No {i}"
        tier = ("发", "报", "送")[i % 3]
        rows.append([tier, who, f"联络人{i}号" if i % 4 else "", "", "paper", str(1 + i % 3), where,
                     f"{100000 + i}" if i % 6 else "", ""])
    return rows


def protocol(rows):
    return sorted((r for r in rows if r[4] != "mail"), key=lambda r: "报发送".index(r[0]))


def write(top, rows, name="x"):
    write_issue(top / name, [("一题", "正文。")], issue="layout: jianxun\nnumber: 3\ntotal: 7\n"
                "date: 2024-03-29\n")
    (top / "publication.yaml").write_text(PUBLICATION, "utf-8")
    (top / "recipients.csv").write_text("\n".join([HEAD, *(",".join(r) for r in rows)]) + "\n", "utf-8")


def check_labels(report, pdf, sheet, rows, skip=0):
    each = int(sheet["columns"] * sheet["rows"])
    pages = list(words(pdf))
    report.check(len(pages) == -(-(len(rows) + skip) // each), "sheets", len(pages), len(rows))
    for page, (size, found) in enumerate(pages):
        report.check(abs(size[0] - sheet["width"] * MM) < 1 and abs(size[1] - sheet["height"] * MM) < 1,
                     "another sheet", size)
        for w in found:
            home = [b for b in (box_of(sheet, i) for i in range(each)) if inside(b, w)]
            report.check(home and home[0][0] + 1 < w[0] and w[2] < home[0][2] - 1
                         and home[0][1] < w[1] and w[3] < home[0][3], "off its label", w)
        for i in range(each):
            at = page * each + i - skip
            text = plain(text_in(box_of(sheet, i), found))
            if not 0 <= at < len(rows):
                report.check(not text, "a label too many", text)
                continue
            tier, who, contact, _, _, copies, where, code, _ = rows[at]
            for part in (who, where, contact, "收", f"{copies}份"):
                report.check((text.count(plain(part)) == 1 or not part) and tier in text and code in text, "not on its label", part, text)


def test_sheets(report, top, env):
    for n in (1, 24, 25, 100):
        rows = people(n)
        write(top, rows)
        for name, sheet in sheets():
            pdf = top / f"{name}-{n}.pdf"
            done = banxin("labels", "x", "--sheet", name, "-o", pdf, cwd=top, env=env)
            if not report.check(done.returncode == 0, f"{name}: no labels of {n}", done.stderr):
                continue
            check_labels(report, pdf, sheet, protocol(rows))
            copies = sum(int(r[5]) for r in rows if r[5])
            report.check(f"print run: {copies} copies for {n} recipients\n" in done.stdout,
                         "another total", done.stdout)
            code, said = run("qpdf", "--check", pdf)
            report.check(code == 0, "qpdf complains", said)
    done = banxin("labels", "x", "--skip=23", cwd=top, env=env)
    report.check(done.returncode == 0, "no labels behind used ones", done.stderr)
    check_labels(report, top / "out/x-labels.pdf", dict(sheets())["3x8"], protocol(rows), 23)


SIZES = {"B6": (176, 125), "DL": (220, 110), "ZL": (230, 120), "C5": (229, 162), "C4": (324, 229)}
NUMBERS = {"3号": "B6", "5": "DL", "6号": "ZL", "7号": "C5", "9": "C4"}


def check_envelopes(report, pdf, name, rows):
    wid, hgt = (v * MM for v in SIZES[name])
    pages = list(words(pdf))
    report.check(len(pages) == len(rows), f"{name}: envelopes", len(pages))
    for (size, found), row in zip(pages, rows):
        report.check(abs(size[0] - wid) < 1 and abs(size[1] - hgt) < 1, f"{name}: size", size)
        scanned = text_in([0, 0, 90 * MM, 26 * MM], found)
        report.check(scanned == row[7], f"{name}: in the machine's field", scanned, row[7])
        bars = [w for w in found if w[3] > hgt - 20 * MM and w[0] < wid - 55 * MM]
        report.check(not bars, f"{name}: in the field of bar codes", bars)
        report.check(all(0 < w[0] and w[2] < wid - 9 * MM and 0 < w[1] and w[3] < hgt for w in found),
                     f"{name}: off the envelope")
        text = plain(*(w[4] for w in found))
        for part in (row[1], row[6], (row[2] or row[1]) + "收", "某某协会秘书处", "临江市柳荫路18号",
                     "邮政编码330099"):
            report.check(text.count(plain(part)) == 1, f"{name}: not on its envelope", part, text)


def test_envelopes(report, top, env):
    rows = people(12)
    write(top, rows)
    for asked, name in [*((k, k) for k in SIZES), *NUMBERS.items()]:
        done = banxin("labels", "x", f"--envelope={asked}", "-o", top / "e.pdf", cwd=top, env=env)
        if report.check(done.returncode == 0, f"no envelopes {asked}", done.stderr):
            check_envelopes(report, top / "e.pdf", name, protocol(rows))
    done = banxin("labels", "x", "--envelope", cwd=top, env=env)
    report.check(done.returncode == 0, "no envelopes", done.stderr)
    check_envelopes(report, top / "out/x-envelopes.pdf", "DL", protocol(rows))


def test_receipts(report, top, env):
    """A list for each tier; every organisation once, whatever the page; the total on each."""
    for n in (1, 3, 100):
        rows = people(n)
        write(top, rows)
        done = banxin("labels", "x", "--receipt", cwd=top, env=env)
        pdf = top / "out/x-receipt.pdf"
        report.check(done.returncode == 0, f"no receipt of {n}", done.stderr)
        pages = [plain(*(w[4] for w in found)) for _, found in words(pdf)]
        copies = sum(int(r[5]) for r in rows if r[5])
        report.check(all(f"合计{copies}份" in page and "签收人" in page for page in pages),
                     "a sheet lacks head or total", pages[0])
        for row in protocol(rows):
            report.check(plain(row[1]) in plain(*pages), "not on the list", row[1])
        for tier in "报发送":
            mine = [r for r in protocol(rows) if r[0] == tier]
            head = f"{tier}：{len(mine)}家，{sum(int(r[5]) for r in mine)}份"
            report.check(sum(head in page for page in pages) == bool(mine), "heads", head)
        report.check("只收邮件单位" not in plain(*pages), "who gets mail is to sign")
        report.check(run("qpdf", "--check", pdf)[0] == 0, "qpdf complains")


def test_mistakes(report, top, env):
    rows = [["发", "某" * 90, "", "", "paper", "1", "长" * 200, "", ""]]
    write(top, rows)
    done = banxin("labels", "x", cwd=top, env=env)
    report.check(done.returncode == 1 and "label-full" in done.stderr
                 and "recipients.csv:2:" in done.stderr and not (top / "out").exists(),
                 "a label that is too small", done.stderr)
    for args, said in (("--sheet=9x9", "3x8"), ("--envelope=A1", "C5 (7号)")):
        done = banxin("labels", "x", args, cwd=top, env=env)
        report.check(done.returncode == 1 and said in done.stderr, args, done.stderr)
    write(top, [["发", "某单位", "", "a@example.org", "mail", "", "", "", ""]])
    done = banxin("labels", "x", cwd=top, env=env)
    report.check(done.returncode == 1 and "paper-none" in done.stderr, "nobody on paper", done.stderr)
    (top / "recipients.csv").unlink()
    done = banxin("labels", "x", cwd=top, env=env)
    report.check(done.returncode == 1 and "recipients" in done.stderr, "no recipients", done.stderr)
    for args in ([], ["x", "y"], ["x", "--skip=a"], ["x", "--skip=-1"], ["x", "--sheet=3x8", "--receipt"],
                 ["x", "--receipt", "--skip=1"], ["x", "--envelope=DL", "--receipt"], ["x", "-q"]):
        done = banxin("labels", *args, cwd=top, env=env)
        report.check(done.returncode == 2 and not done.stdout, f"wrong usage: labels {args}", done.stderr)


def test_settings(report, top, env):
    """What does not fit in stationery.yaml is said, at its place."""
    write(top, people(1))
    data = Path(env["BANXIN_DATADIR"])
    text = (ROOT / "layouts/stationery.yaml").read_text("utf-8")
    path = data / "layouts/stationery.yaml"
    cases = (("columns: 3, rows: 8", "columns: 4, rows: 8", "that lie on their sheet"),
             ("  padding: 5 mm", "  paddin: 5 mm", "padding"),
             ("  least: 0.5", "  least: 2", "labels.least"),
             ("organisation: {font: hei", "organisation: {font: nosuch", "nosuch"),
             ("padding-down: 3.5 mm", "padding-down: 20 mm", "room between their paddings"),
             ("{contact}", "{nobody}", "contact"))
    for old, new, said in cases:
        path.unlink()
        path.write_text(text.replace(old, new, 1), "utf-8")
        done = banxin("labels", "x", cwd=top, env=env)
        report.check(text.count(old) and done.returncode == 1 and said in done.stderr, f"settings: {new}",
                     done.stderr)
    path.write_text(text, "utf-8")


def test_same_bytes(report, top, env):
    write(top, people(30))
    for args in ([], ["--envelope"], ["--receipt"]):
        pdfs = []
        for i, more in enumerate(({}, {"LANGUAGE": "zh_CN", "LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Shanghai"})):
            pdfs.append(top / f"{i}.pdf")
            banxin("labels", top / "x", *args, "-o", pdfs[-1], cwd=ROOT if i else top, env={**env, **more})
        report.check(pdfs[0].read_bytes() == pdfs[1].read_bytes(), f"other bytes: {args}")


def main():
    need("pdftotext", "qpdf")
    report = Report()
    with Folder() as data:
        env = pinned_data(data)
        for test in (test_sheets, test_envelopes, test_receipts, test_mistakes, test_settings,
                     test_same_bytes):
            with Folder() as top:
                test(report, top, env)
    report.end()


if __name__ == "__main__":
    main()
