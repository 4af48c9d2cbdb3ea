#!/usr/bin/env python3
"""The list of recipients: as Excel, WPS and editors write it, what is said of its mistakes and
where, who counts on which day, and what the colophon has to say about it.
"""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import SAMPLE, Folder, Report, banxin, environment, write_issue  # noqa: E402

report = Report()
DAY = environment(SOURCE_DATE_EPOCH=1709164800)  # 2024-02-29

HEAD = "层级,单位,称呼,联系人,邮箱,方式,份数,地址,邮编,电话,起,止,备注"
ROWS = [
    "送,兄弟省协会,,秘书处,xiongdi@example.org,mail,,,,,,,",
    "发,青禾网络公司,尊敬的陆总,陆知行,lu@example.org;lu2@example.org,both,2,"
    "\"柳荫路18号, 3号楼\",010001,0999-5550101,2024-02-29,2024-12-31,\"又称\"\"青禾\"\"\"",
    "发,云川规划公司,,韩苇,han@例子.example.org,mail,,,,,,,",
    "报,某主管部门,各位领导,综合处,,paper,5,江堤路1号,010001,,2023-01-01,,",
    "发,老站公司,,,laozhan@example.org,mail,,,,,,2024-02-28,",
    "发,新站公司,,,xinzhan@example.org,mail,,,,,2024-03-01,,",
]
LISTED = """\
报  recipients: 1, by mail: 0, addresses: 0, on paper: 1, copies: 5
  某主管部门    综合处  paper  5

发  recipients: 2, by mail: 2, addresses: 3, on paper: 1, copies: 2
  青禾网络公司  陆知行  both   2  lu@example.org, lu2@example.org
  云川规划公司  韩苇    mail      han@xn--fsqu00a.example.org

送  recipients: 1, by mail: 1, addresses: 1, on paper: 0, copies: 0
  兄弟省协会    秘书处  mail      xiongdi@example.org

all  recipients: 4, by mail: 3, addresses: 4, on paper: 2, copies: 7
print run: 7
2 of 6 rows do not count on 2024-02-29
"""
TEXT = "\n".join([HEAD, *ROWS, ""])
ENGLISH = TEXT.replace(HEAD, "Tier,Organisation,honorific,Contact,E-mail,Delivery,Copies,address,"
                       "post-code,phone,from,to,note")

YAML = """\
- {tier: 送, organisation: 兄弟省协会, contact: 秘书处, email: xiongdi@example.org, delivery: mail}
- tier: 发
  organisation: 青禾网络公司
  honorific: 尊敬的陆总
  contact: 陆知行
  email: [lu@example.org, lu2@example.org]
  delivery: both
  copies: 2
  address: 柳荫路18号, 3号楼
  postcode: "010001"
  phone: 0999-5550101
  from: 2024-02-29
  to: 2024-12-31
  note: 又称"青禾"
- {tier: 发, organisation: 云川规划公司, contact: 韩苇, email: han@例子.example.org, delivery: mail}
- {tier: 报, organisation: 某主管部门, honorific: 各位领导, contact: 综合处, delivery: paper,
   copies: 5, address: 江堤路1号, postcode: "010001", from: 2023-01-01}
- {tier: 发, organisation: 老站公司, email: laozhan@example.org, delivery: mail, to: 2024-02-28}
- {tier: 发, organisation: 新站公司, email: xinzhan@example.org, delivery: mail, from: 2024-03-01}
"""


def listing(top, content, name="recipients.csv", env=DAY):
    for old in top.glob("recipients.*"):
        old.unlink()
    (top / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return banxin("recipients", "--in", ".", cwd=top, env=env)


def same(top, what, content, name="recipients.csv", listed=LISTED):
    done = listing(top, content, name)
    report.check(done.returncode == 0 and done.stdout == listed and not done.stderr, what,
                 done.stdout, done.stderr)


def reordered(text):
    """The columns in another order, an unused one left out, and Excel's empty ones behind."""
    import csv
    import io
    out = io.StringIO()
    order = [4, 5, 1, 0, 6, 7, 8, 9, 3, 11, 10]
    for row in csv.reader(io.StringIO(text)):
        csv.writer(out).writerow([row[i] for i in order] + ["", ""])
    return out.getvalue() + ",,,,,,,,,,,,\r\n" * 3


def as_written(top):
    """One list, in all the ways in which programs write it."""
    same(top, "UTF-8", TEXT)
    same(top, "UTF-8 with a mark", TEXT.encode("utf-8-sig"))
    same(top, "line ends of Windows", TEXT.replace("\n", "\r\n"))
    same(top, "line ends of old Macs", TEXT.replace("\n", "\r"))
    same(top, "no line end at the end", TEXT.rstrip("\n"))
    same(top, "GBK", TEXT.replace("\n", "\r\n").encode("gbk"))
    same(top, "GB2312", TEXT.encode("gb2312"))
    same(top, "GB18030 with a mark", ("\ufeff" + TEXT).encode("gb18030"))
    same(top, "English titles", ENGLISH)
    same(top, "English titles in GBK", ENGLISH.encode("gbk"))
    same(top, "columns in another order", reordered(TEXT))
    same(top, "sep= in the first line", "sep=,\r\n" + TEXT)
    same(top, "spaces around fields", TEXT.replace(",mail,", " , mail　,").replace("发,", " 发 ,"))
    same(top, "dates of a table program",
         TEXT.replace("2024-02-29", "2024/2/29").replace("2024-02-28", "2024年2月28日"))
    same(top, "Chinese words for the ways",
         TEXT.replace("mail,", "邮件,").replace("both", "两种").replace("paper", "纸质"))
    same(top, "YAML", YAML, "recipients.yaml")
    same(top, "YAML with a mark", YAML.encode("utf-8-sig"), "recipients.yaml")
    split = TEXT.replace("\"柳荫路18号, 3号楼\"", "柳荫路18号").replace("lu@example.org;", "lu@example.org、")
    same(top, "divided by ;", split.replace(",", ";"))
    same(top, "divided by tabs", split.replace(",", "\t"))
    same(top, "UTF-16 with tabs", split.replace("\n", "\r\n").replace(",", "\t").encode("utf-16"))
    same(top, "UTF-16, the other way round", b"\xfe\xff" + split.encode("utf-16-be"))


def rare_characters(top):
    text = HEAD + "\n发,𠮷㐂公司,,龚㻬,gong@example.org,mail,,,,,,,\n"
    done = listing(top, text.encode("gb18030"))
    report.check("𠮷㐂公司" in done.stdout and "龚㻬" in done.stdout, "GB18030 of four bytes",
                 done.stdout, done.stderr)


# What a row (under HEAD, in line 2), or a file, gets: places and rules, in any order.
FAULTS = [
    ("特,甲,,,a@example.org,mail,,,,,,,", ["2:1 bad-value"]),
    (",甲,,,a@example.org,mail,,,,,,,", ["2:1 field-empty"]),
    ("发, ,,,a@example.org,mail,,,,,,,", ["2:1 field-empty"]),
    ("发,甲,,,a@example.org,快递,,,,,,,", ["2:21 bad-value"]),
    ("发,甲,,,a@example.org,,,,,,,,", ["2:1 field-empty"]),
    ("发,甲,,,,mail,,,,,,,", ["2:1 mail-missing"]),
    ("发,甲,,,,both,1,路1号,,,,,", ["2:1 mail-missing"]),
    ("发,甲,,,,paper,两,路1号,,,,,", ["2:14 bad-value"]),
    ("发,甲,,,,paper,-1,路1号,,,,,", ["2:14 bad-value"]),
    ("发,甲,,,,paper,0,路1号,,,,,", ["2:14 bad-value"]),
    ("发,甲,,,,paper,10000,路1号,,,,,", ["2:14 bad-value"]),
    ("发,甲,,,,paper,1.5,路1号,,,,,", ["2:14 bad-value"]),
    ("发,甲,,,,paper,9999,路1号,10001,,,,", ["2:23 bad-value"]),
    ("发,甲,,,,paper,1,路1号,,1.38E+10,,,", ["2:21 bad-value"]),
    ("发,甲,,,,paper,1,路1号,,,2024-02-30,,", ["2:22 bad-date"]),
    ("发,甲,,,,paper,1,路1号,,,,2024/13/1,", ["2:23 bad-date"]),
    ("发,甲,,,,paper,1,路1号,,,24-1-1,,", ["2:22 bad-date"]),
    ("发,甲,,,,paper,1,路1号,,,2024-01-01 x,,", ["2:22 bad-date"]),
    ("发,甲,,,,paper,1,路1号,,,2024-02-02,2024-02-01,", ["2:33 period"]),
    # addresses
    ("发,甲,,,a.example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a＠example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,ok@example.org; 王@example.org,mail,,,,,,,", ["2:23 mail-address"]),
    ("发,甲,,,陆知行<lu@example.org>,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@@example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@localhost,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@[127.0.0.1],mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@127.0.0.1,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@-x.example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@a_b.example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a@xn--zzzz999.example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,.a@example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,a..b@example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,@example.org,mail,,,,,,,", ["2:7 mail-address"]),
    ("发,甲,,,\"\"\"a b\"\"@example.org\",mail,,,,,,,", ["2:8 mail-address", "2:12 mail-address"]),
    (f"发,甲,,,{'a' * 65}@example.org,mail,,,,,,,", ["2:7 mail-address"]),
    (f"发,甲,,,a@{'.'.join(['b' * 60] * 5)}.org,mail,,,,,,,", ["2:7 mail-address"]),
    (f"发,甲,,,{';'.join(f'a{i}@example.org' for i in range(21))},mail,,,,,,,",
     ["2:317 mail-address"]),
    ("发,甲,,,a@example.org A@EXAMPLE.org,mail,,,,,,,", ["2:21 mail-twice"]),
    # lines into the head of a message
    ("发,\"甲\nBcc: x@example.org\",,,a@example.org,mail,,,,,,,", ["2:5 field-lines"]),
    ("发,\"甲\r\nBcc: x@example.org\",,,a@example.org,mail,,,,,,,", ["2:5 field-lines"]),
    ("发,\"甲\rBcc: x@example.org\",,,a@example.org,mail,,,,,,,", ["2:5 field-lines"]),
    ("发,甲,\"\n\",,a@example.org,mail,,,,,,,", ["2:6 field-lines"]),
    ("发,甲,,\"\"\"王\"\"\n\",a@example.org,mail,,,,,,,", ["2:12 field-lines"]),
    ("发,甲,,,\"a@example.org\nb@example.org\",mail,,,,,,,", ["2:21 field-lines"]),
    ("发,甲,,,a@example.org,mail,,,,,,,\"一\n二\"", ["2:34 field-lines"]),
    ("发,甲\t乙,,,a@example.org,mail,,,,,,,", ["2:4 field-lines"]),
    ("发,甲\0,,,a@example.org,mail,,,,,,,", ["2:4 control-character"]),
    ("发,甲\x0b,,,a@example.org,mail,,,,,,,", ["2:4 control-character"]),
    ("发,甲\u0085,,,a@example.org,mail,,,,,,,", ["2:4 control-character"]),
    (f"发,{'甲' * 201},,,a@example.org,mail,,,,,,,", ["2:3 field-long"]),
    # the table's own form
    ("发,甲,,,a@example.org,mail,,路1号,3号楼,,,,,,", ["2:31 bad-value"]),
    ("发,甲,,,a@example.org,mail,,,,,,,注,又注", ["2:34 csv-row"]),
    ("发,\"甲,,,a@example.org,mail,,,,,,,\n", ["2:3 csv-quote"]),
    ("发,甲\"乙\",,,a@example.org,mail,,,,,,,", ["2:4 csv-quote"]),
    ("发,\"甲\"乙,,,a@example.org,mail,,,,,,,", ["2:6 csv-quote"]),
    # pairs
    ("发,甲,,,a@example.org,mail,,,,,,,\n发,乙,,,A@Example.org,mail,,,,,,,",
     ["3:1 mail-twice", "2:1 first"]),
    ("发,甲,,,a@例子.cn,mail,,,,,,,\n发,乙,,,b@example.org;a@xn--fsqu00a.cn,mail,,,,,,,",
     ["3:1 mail-twice", "2:1 first"]),
    ("发,甲,,王,a@example.org,mail,,,,,,,\n送,甲,,王,,paper,1,路1号,,,,,",
     ["3:1 recipient-twice", "2:1 first"]),
    ("发,甲,,,a@example.org,mail,,,,,,2024-01-31,\n发,乙,,,a@example.org,mail,,,,,2024-01-31,,",
     ["3:1 mail-twice", "2:1 first"]),
]
HEADS = [
    ("发,甲,,,a@example.org,mail\n", ["1 csv-head"]),
    ("", ["1 csv-head"]),
    ("\n\n", ["1 csv-head"]),
    ("层级，单位，方式\n", ["1 csv-head"]),
    ("层级,单位,方式,方式\n", ["1:10 duplicate-column"]),
    ("层级,单位,delivery,方式\n", ["1:16 duplicate-column"]),
    ("层级,方式\n", ["1 missing-column"]),
    ("层级,单位名,方式,邮箱\n", ["1:4 unknown-column"]),
    ("层级,单位,方式,网址\n", ["1:10 unknown-column"]),
    ("层级,,单位,方式\n", ["1:4 unknown-column"]),
]
YAMLS = [
    ("- {tier: 特, organisation: 甲, email: a@example.org, delivery: mail}\n", ["1:10 bad-value"]),
    ("- {tier: 发, organisation: 甲, email: [a@example.org, b@@example.org], delivery: mail}\n",
     ["1:53 mail-address"]),
    ("- {tier: 发, organisation: \"甲\\nBcc: x\", email: a@example.org, delivery: mail}\n",
     ["1:27 field-lines"]),
    ("- {tier: 发, organisation: \"甲\\r\\nX: x\", email: a@example.org, delivery: mail}\n",
     ["1:27 control-character"]),
    ("- {tier: 发, organisation: 甲, email: [\"a@example.org\\n\"], delivery: mail}\n",
     ["1:38 field-lines"]),
    ("- tier: 发\n  organisation: |\n    甲\n    乙\n  delivery: paper\n", ["2:17 field-lines"]),
    ("- {tier: 发, email: a@example.org, delivery: mail}\n", ["1:3 missing-key"]),
    ("- {tier: 发, organisation: 甲, emial: a@example.org, delivery: mail}\n", ["1:30 unknown-key"]),
    ("- {tier: 发, organisation: [甲], delivery: paper}\n", ["1:27 wrong-type"]),
    ("tier: 发\n", ["1:1 wrong-type"]),
    ("- 发\n", ["1:3 wrong-type"]),
    ("- {tier: 发, organisation: 甲, delivery: mail\n", ["1:3 yaml-syntax"]),
    ("- {tier: 发, organisation: 甲, delivery: paper, copies: many}\n", ["1:55 bad-value"]),
    ("- {tier: 发, organisation: 甲, delivery: mail, email: a@example.org, from: 2024-02-30}\n",
     ["1:74 bad-date"]),
]


def said(done):
    """place rule of each complaint; of warnings none."""
    found = []
    for line in done.stderr.splitlines():
        if ": warning: " in line:
            continue
        place = line.partition(": ")[0].partition(":")[2] or "-"
        rule = "first" if ": note: " in line else line.rpartition("[")[2].rstrip("]")
        found.append(f"{place} {rule}")
    return found


def complains(top, content, wanted, name="recipients.csv"):
    done = listing(top, content, name)
    found = said(done)
    report.check(sorted(found) == sorted(wanted) and done.returncode == 1 and not done.stdout,
                 "fault", content, f"wanted {wanted}", f"found {found}", done.stderr)


def faults(top):
    for row, wanted in FAULTS:
        complains(top, f"{HEAD}\n{row}\n", wanted)
    for text, wanted in HEADS:
        complains(top, text, wanted)
    for text, wanted in YAMLS:
        complains(top, text, wanted, "recipients.yaml")
    both = "\n".join([HEAD, "特,甲,,,a@example.org,mail,,,,,,,", "发,乙,,,b,mail,,,,,9,,", ""])
    for content in both, both.encode("gbk"), both.replace("\n", "\r\n").encode("gb18030"):
        complains(top, content, ["2:1 bad-value", "3:7 mail-address", "3:18 bad-date"])
    complains(top, "sep=;\n" + both.replace(",", ";"),
              ["3:1 bad-value", "4:7 mail-address", "4:18 bad-date"])


def codings(top):
    good = f"{HEAD}\n发,甲乙,,,a@example.org,mail,,,,,,,\n"
    broken = good.encode("gbk").replace("乙".encode("gbk"), b"\xd2\xff")
    complains(top, broken, ["2:4 encoding"])
    complains(top, good.encode("gbk")[:-3] + b"\xd2", ["2:31 encoding"])
    utf8 = good.encode().replace("乙".encode(), b"\xe4\xb9")
    complains(top, utf8, ["2:4 encoding"])
    complains(top, b"\xef\xbb\xbf" + utf8, ["2:4 encoding"])
    complains(top, good.encode("utf-16-le").join([b"\xff\xfe", b"\x00"]), ["3:1 encoding"])
    complains(top, YAML.encode("gbk"), ["1:10 encoding"], "recipients.yaml")


def harmless(top):
    """What is allowed, though it looks like a fault."""
    row = "发,甲,,,a@example.org,mail,,,,,,{},\n发,乙,,,a@example.org,mail,,,,,{},,\n"
    for text in [HEAD + "\n" + row.format("2024-01-31", "2024-02-01"),
                 HEAD + "\n发,甲,,王,a@example.org,mail,,,,,,,\n发,甲,,李,b@example.org,mail,,,,,,,\n",
                 HEAD + "\n发,甲,,,a+b_c-d@xn--fsqu00a.cn,mail,,,,,,,\n",
                 HEAD + "\n发,甲,,,a@例子。中国,mail,,,,,,,\n",
                 HEAD + "\n发,甲,,,,paper,,面交,,（0999）5550101转12、13,,,\n",
                 HEAD + "\n"]:
        done = listing(top, text)
        report.check(done.returncode == 0 and not done.stderr, "harmless", text, done.stderr)
    done = listing(top, HEAD + "\n发,甲,,,a@example.org,mail,3,,,,,,\n发,乙,,,,paper,1,,,,,,\n")
    report.check(done.returncode == 0 and "2:26: warning" in done.stderr and
                 "3:1: warning" in done.stderr and "copies: 1\n" in done.stdout, "warnings",
                 done.stdout, done.stderr)


def files(top):
    done = banxin("recipients", "--in", "nowhere", cwd=top, env=DAY)
    report.check(said(done) == ["- recipients-missing"] and done.returncode == 1, "no file",
                 done.stderr)
    (top / "two").mkdir()
    (top / "two/recipients.csv").write_text(TEXT, "utf-8")
    (top / "two/recipients.yaml").write_text(YAML, "utf-8")
    done = banxin("recipients", "--in", "two", cwd=top, env=DAY)
    report.check(said(done) == ["- recipients-twice"] and done.returncode == 1, "two files",
                 done.stderr)
    (top / "two/recipients.yaml").unlink()
    (top / "two/recipients.csv").unlink()
    (top / "two/recipients.csv").mkdir()
    done = banxin("recipients", "--in", "two", cwd=top, env=DAY)
    report.check("[file-kind]" in done.stderr and done.returncode == 1, "a folder", done.stderr)
    done = listing(top, HEAD + "\n" + "," * (4 * 1024 * 1024))
    report.check("[file-too-large]" in done.stderr and done.returncode == 1, "too large",
                 done.stderr)
    (top / "two/recipients.csv").rmdir()
    (top / "two/recipients.csv").write_text(HEAD + "\n特,,,,,,,,,,,,\n", "utf-8")
    done = banxin("recipients", "--in", "two//", cwd=top, env=DAY)
    report.check(done.stderr.startswith("two/recipients.csv:2:1: "), "a slash behind", done.stderr)
    for words in (["a", "b"], ["--in", "a", "b"], ["--in"], ["--out"]):
        report.check(banxin("recipients", *words, cwd=top).returncode == 2, "usage", words)


def many(n):
    return "\n".join([HEAD, *(f"发,单位{i},,,a{i}@例.cn,mail,,,,,,," for i in range(n)), ""])


def limits(top):
    begin = time.monotonic()
    done = listing(top, many(50000))
    report.check(done.returncode == 0 and "all  recipients: 50000, by mail: 50000" in done.stdout and
                 time.monotonic() - begin < 30, "50000 rows", done.stderr)
    done = listing(top, many(50001))
    report.check(said(done) == ["50002:1 recipients-many"], "50001 rows", done.stderr)
    begin = time.monotonic()
    rows = "".join(f"- {{tier: 发, organisation: 单位{i}, email: a{i}@example.org, delivery: mail}}\n"
                   for i in range(40000))
    done = listing(top, rows, "recipients.yaml")
    report.check("all  recipients: 40000" in done.stdout and time.monotonic() - begin < 30,
                 "40000 rows of YAML", done.stderr)


def damaged(top):
    """Whatever stands in the file, there is an answer."""
    chance = random.Random(4)
    seeds = [TEXT, ENGLISH, reordered(TEXT), TEXT.replace(",", ";")]
    for i in range(120):
        text = list(chance.choice(seeds))
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(text))
            if chance.random() < 0.3:
                del text[at:at + chance.randrange(1, 20)]
            else:
                text[at] = chance.choice('"",,;\n\r\t =@\0\u3000\u200b⼀。')
        seed = bytearray("".join(text).encode(chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])))
        if chance.random() < 0.2:
            seed[chance.randrange(len(seed))] = chance.randrange(256)
        done = listing(top, bytes(seed))
        report.check(done.returncode in (0, 1), "damaged", bytes(seed), done.returncode, done.stderr)


COLOPHON = """\
colophon:
  - ["报：某主管部门"]
  - ["编辑：某某协会　送 ：兄弟协会"]
"""


def colophon(top):
    issues = top / "issues"
    issue = write_issue(issues / "one", [("题目", "正文")], more=COLOPHON)
    (issues / "recipients.csv").write_text(
        TEXT.replace("2024-02-29", "2024-03-29").replace("送,", "发,"), "utf-8")
    done = banxin("recipients", "issues/one", cwd=top)
    report.check("by mail: 4" in done.stdout and done.returncode == 0 and
                 "do not count on 2024-03-29" in done.stdout, "of an issue", done.stdout, done.stderr)
    report.check(done.stderr.count("tier-") == 2 and
                 "issues/recipients.csv: warning: this list has recipients of the tier 发" in
                 done.stderr and "issues/one/issue.yaml:11:15: warning: the colophon names 送" in
                 done.stderr,
                 "tiers of the colophon", done.stderr)
    for folder, where in ((".", issue), ("one", issues), (issue, top)):
        other = banxin("recipients", folder, cwd=where)
        report.check(other.stdout == done.stdout and other.returncode == 0, "from elsewhere", folder,
                     other.stdout, other.stderr)
    done = banxin("recipients", SAMPLE)
    report.check(done.returncode == 0 and not done.stderr and "print run: 24" in done.stdout,
                 "the sample", done.stdout, done.stderr)
    done = banxin("recipients", SAMPLE, env=environment(LANGUAGE="zh_CN", LC_ALL="C.UTF-8"))
    report.check("印数" in done.stdout, "in Chinese", done.stdout)


def main():
    with Folder() as top:
        as_written(top)
        rare_characters(top)
        faults(top)
        codings(top)
        harmless(top)
        files(top)
        limits(top)
        damaged(top)
        colophon(top)
    report.end()


main()
