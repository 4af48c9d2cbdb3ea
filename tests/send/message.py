#!/usr/bin/env python3
"""Messages as they leave the house, read by parsers that are not ours: Python's
email and, where node finds it, mailparser. The names are random, by a seed.

$MAIL is the program of mail.c, which writes the messages of an issue."""

import base64
import csv
import email
import email.header
import email.policy
import email.utils
import html
import json
import mailbox
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
from pathlib import Path

MAIL = os.environ.get("MAIL")
if not MAIL:
    print("skipped: $MAIL names no program of mail.c")
    sys.exit(77)

ISSUE = """\
publication: {title: 试验简讯, publisher: 某某协会秘书处}
number: 3
total: 7
date: 2024-03-29
lead: a.md
"""

MAIL_YAML = """\
from: {name: 某某信息服务行业协会秘书处《试验简讯》编辑部, address: editors@example.org}
reply-to: desk@example.org
list-id: bulletin.example.org
link: https://www.example.org/{year}/{total}.pdf
limits:
  - {for: small.example.org, size: 1}
  - {for: large@small.example.org, size: 15}
"""

HEAD = "tier organisation honorific contact email delivery".split()
NAMES = [
    "中国移动通信集团某某有限公司", "Acme, Inc.", 'The "Best" (Ltd.)', "a\\b", "=?UTF-8?B?5Lit?=",
    "😀𠮷野家有限公司", "e\u0301cole", "中文 with 空格 and ASCII mixed, twice over 很长的名称",
    "x" * 61, "协会" * 60, "a@b.example.org", "<script>alert(1)</script>&amp;", "单位;单位:单位",
]
ALPHABET = "中文协会公司通信𠮷😀é“”《》（）、aZ09 ,;:.<>@()[]\"\\'=?&_%~"


def fuzz_name(r):
    name = "".join(r.choice(ALPHABET) for _ in range(r.randrange(1, 90)))
    return " ".join(name.split()) or "名"


def rows():
    r = random.Random(20240329)
    names = NAMES + [fuzz_name(r) for _ in range(60)]
    for i, name in enumerate(names):
        mails = f"user{i}@example.org" + (f";second.{i}@example.org" if i % 3 == 0 else "")
        yield ["报发送"[i % 3], name, "王会长" if i % 2 else "", "", mails, "mail"]
    yield ["报", "敬称公司", "尊敬的李局长", "李某", "li@example.org", "mail"]
    yield ["发", "小信箱公司", "", "", "a@small.example.org", "mail"]
    yield ["发", "大信箱公司", "", "", "large@small.example.org", "mail"]


def listed(rows):
    """In the order of protocol, as the program has them."""
    return sorted(rows, key=lambda row: "报发送".index(row[0]))


def lines_of(message):
    assert message.count(b"\n") == message.count(b"\r\n") == message.count(b"\r")
    return message.split(b"\r\n")


def words_in(text):
    return re.findall(r"=\?[^? ]+\?[BbQq]\?[^? ]*\?=", text)


def decoded(raw, key):
    """The names and addresses of a header. By Python's older parser: the newer shows
    the space between two encoded words of a name (RFC 2047 6.2 wants it dropped)."""
    value = email.message_from_bytes(raw, policy=email.policy.compat32)[key]
    return [(str(email.header.make_header(email.header.decode_header(name))), address)
            for name, address in email.utils.getaddresses([value])]


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory()
        cls.top = Path(cls.temp.name)
        cls.folder = cls.top / "issues" / "2024-03"
        cls.folder.mkdir(parents=True)
        (cls.folder / "issue.yaml").write_text(ISSUE)
        (cls.folder / "a.md").write_text("# 题目\n\n正文。\n")
        (cls.folder.parent / "mail.yaml").write_text(MAIL_YAML)
        cls.rows = list(rows())
        with open(cls.folder.parent / "recipients.csv", "w", newline="", encoding="utf-8") as f:
            csv.writer(f).writerows([HEAD] + cls.rows)
        cls.rows = listed(cls.rows)
        cls.pdf = random.Random(1).randbytes(1_100_001)
        (cls.top / "a.pdf").write_bytes(cls.pdf)
        (cls.top / "b.pdf").write_bytes(cls.pdf[:5000])
        cls.out, cls.told = cls.run_mail("out", "0", "1711700000")
        cls.raw = [(cls.out / f"{i}.eml").read_bytes() for i in range(len(cls.rows))]
        cls.parsed = [email.message_from_bytes(m, policy=email.policy.default) for m in cls.raw]

    @classmethod
    def tearDownClass(cls):
        cls.temp.cleanup()

    @classmethod
    def run_mail(cls, name, revision, seconds, pdfs=("a.pdf", "b.pdf")):
        out = cls.top / name
        out.mkdir(exist_ok=True)
        run = subprocess.run([MAIL, cls.folder, out, revision, seconds, *[cls.top / p for p in pdfs]],
                             capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return out, [line.split() for line in run.stdout.splitlines()]

    def test_form_of_lines(self):
        for m in self.raw:
            head = m[:m.index(b"\r\n\r\n")]
            self.assertTrue(m.isascii())
            self.assertLessEqual(max(map(len, lines_of(m))), 998)
            self.assertLessEqual(max(map(len, lines_of(head))), 78)
            for part in re.findall(rb"Content-(?:Type|Disposition):[^\r]*(?:\r\n [^\r]*)*", m):
                self.assertLessEqual(max(map(len, part.split(b"\r\n"))), 78)

    def test_encoded_words(self):
        """Each is at most 75 long and holds whole characters."""
        for m in self.raw:
            seen = words_in(m.decode())
            self.assertTrue(seen)
            for word in seen:
                self.assertLessEqual(len(word), 75)
                base64.b64decode(word.split("?")[3], validate=True).decode()

    def test_headers(self):
        for row, raw, m in zip(self.rows, self.raw, self.parsed):
            self.assertEqual(m["subject"], "《试验简讯》2024年第3期（总第7期）")
            self.assertEqual([a.addr_spec for a in m["to"].addresses], row[4].split(";"))
            name = f"{row[1]} {row[3]}" if row[3] else row[1]
            self.assertEqual({n for n, _ in decoded(raw, "to")}, {name})
            self.assertEqual(m["from"].addresses[0].addr_spec, "editors@example.org")
            self.assertEqual(decoded(raw, "from")[0][0], "某某信息服务行业协会秘书处《试验简讯》编辑部")
            self.assertEqual(m["reply-to"].addresses[0].addr_spec, "desk@example.org")
            self.assertEqual(str(m["date"]), "Fri, 29 Mar 2024 16:13:20 +0800")
            self.assertEqual(m["auto-submitted"], "auto-generated")
            self.assertEqual(m["mime-version"], "1.0")
            self.assertTrue(m["list-id"].endswith("<bulletin.example.org>"))
            self.assertEqual(len(set(m.keys())), len(m.keys()))
            for key in "to", "from", "subject", "date", "message-id", "mime-version":
                self.assertEqual(m[key].defects, (), (key, row))

    def test_structure(self):
        for row, m in zip(self.rows, self.parsed):
            types = [part.get_content_type() for part in m.walk()]
            pdfs = [] if row[1] == "小信箱公司" else ["application/pdf"] * 2
            self.assertEqual(types, ["multipart/mixed", "multipart/alternative", "text/plain",
                                     "text/html"] + pdfs)
            self.assertEqual([d for part in m.walk() for d in part.defects], [])

    def test_text(self):
        dear = {"报": lambda row: f"尊敬的{(row[2] or row[1]).removeprefix('尊敬的')}：",
                "发": lambda row: "各会员单位：", "送": lambda row: f"{row[1]}："}
        for row, m in zip(self.rows, self.parsed):
            text = m.get_body(("plain",)).get_content().replace("\r\n", "\n")
            page = m.get_body(("html",)).get_content().replace("\r\n", "\n")
            greeting = dear[row[0]](row)
            self.assertEqual(text.splitlines()[0], greeting)
            self.assertIn(f"<p>{html.escape(greeting, quote=True).replace('&#x27;', chr(39))}</p>", page)
            self.assertIn("喜迎新春 <共贺> & “佳节”（第1页）\n行业动态\n　　某市协会召开年会（第2页）\n", text)
            self.assertIn("喜迎新春 &lt;共贺&gt; &amp; “佳节”", page)
            self.assertNotIn("<script", page)
            self.assertTrue(text.endswith("某某协会秘书处\n2024年3月29日\n"), text)

    def test_enclosures(self):
        names = ["试验简讯2024年第3期（总第7期）.pdf", "试验简讯2024年第3期（总第7期）（单栏-版）.pdf"]
        for row, raw, m in zip(self.rows, self.raw, self.parsed):
            parts = list(m.iter_attachments())
            if row[1] == "小信箱公司":
                self.assertEqual(parts, [])
                self.assertIn("https://www.example.org/2024/7.pdf",
                              m.get_body(("plain",)).get_content().splitlines())
                self.assertIn('<a href="https://www.example.org/2024/7.pdf">',
                              m.get_body(("html",)).get_content())
                continue
            self.assertEqual([p.get_filename() for p in parts], names)
            self.assertEqual([p["content-type"].params["name"] for p in parts], names)
            self.assertEqual([p.get_content() for p in parts], [self.pdf, self.pdf[:5000]])
            heads = re.findall(r"Content-Disposition:[^\r]*(?:\r\n [^\r]*)*", raw.decode())
            for head, name in zip(heads, names):
                found = re.findall(r"filename\*(?:\d+\*)?=([^;\s]+)", head)
                self.assertEqual(urllib.parse.unquote("".join(found)), "UTF-8''" + name)

    def test_same_again(self):
        """Another day the same IDs and hashes; another edition others."""
        again = self.run_mail("again", "0", "1800000000")[1]
        self.assertEqual([t[1:3] for t in again], [t[1:3] for t in self.told])
        erratum = self.run_mail("erratum", "1", "1711700000")[1]
        changed = self.run_mail("changed", "0", "1711700000", ["b.pdf", "b.pdf"])[1]
        self.assertEqual([t[1] for t in changed], [t[1] for t in self.told])
        self.assertEqual(len({t[1] for t in self.told + erratum}), 2 * len(self.rows))
        large = [t for t, row in zip(self.told, self.rows) if row[1] != "小信箱公司"]
        self.assertFalse({t[2] for t in large} & {t[2] for t in changed})
        for told, m in zip(self.told, self.parsed):
            self.assertEqual(m["message-id"], f"<{told[1]}>")

    def test_maildir(self):
        self.run_mail("out", "0", "1711700000")
        box = mailbox.Maildir(self.out / "box", create=False)
        self.assertEqual(len(box), len(self.rows))
        self.assertEqual(os.listdir(self.out / "box" / "tmp"), [])
        self.assertEqual({m["message-id"] for m in box}, {f"<{t[1]}>" for t in self.told})
        for path in (self.out / "box" / "new").iterdir():
            self.assertNotIn(b"\r", path.read_bytes())

    def test_read_by_a_mail_program(self):
        """What stands in cur, with flags, is not delivered again."""
        out, told = self.run_mail("flags", "0", "1711700000", ["b.pdf"])
        for path in list((out / "box" / "new").iterdir()):
            path.rename(out / "box" / "cur" / (path.name + ":2,S"))
        self.run_mail("flags", "0", "1711700000", ["b.pdf"])
        self.assertEqual(os.listdir(out / "box" / "new"), [])

    def test_mailparser(self):
        script = """
            const parse = require("mailparser").simpleParser, fs = require("fs");
            (async () => {
                for (let i = 0; i < +process.argv[2]; i++) {
                    const m = await parse(fs.readFileSync(`${process.argv[1]}/${i}.eml`));
                    console.log(JSON.stringify({ subject: m.subject, to: m.to.value, text: m.text,
                        from: m.from.value[0], files: m.attachments.map(
                            a => [a.filename, a.contentType, a.size, a.checksum]) }));
                }
            })();"""
        try:
            found = subprocess.run(["node", "-e", "require('mailparser')"], capture_output=True)
        except FileNotFoundError:
            self.skipTest("node is not installed")
        if found.returncode:
            self.skipTest("mailparser is not installed")
        run = subprocess.run(["node", "-e", script, self.out, str(len(self.rows))],
                             capture_output=True, text=True, check=True)
        for row, m, line in zip(self.rows, self.parsed, run.stdout.splitlines()):
            theirs = json.loads(line)
            self.assertEqual(theirs["subject"], m["subject"])
            self.assertEqual([a["address"] for a in theirs["to"]], row[4].split(";"))
            name = f"{row[1]} {row[3]}" if row[3] else row[1]
            self.assertEqual({a["name"] for a in theirs["to"]}, {name})
            self.assertEqual([f[0] for f in theirs["files"]],
                             [p.get_filename() for p in m.iter_attachments()])
            self.assertEqual([f[2] for f in theirs["files"]],
                             [len(p.get_content()) for p in m.iter_attachments()])


class Settings(unittest.TestCase):
    GOOD = "from: {name: 编辑部, address: a@example.org}\nlist-id: b.example.org\n"
    BAD = [
        ("list-id: b.example.org\n", "missing-key"),
        (GOOD + "subjekt: x\n", "unknown-key"),
        (GOOD + "subject: '{organisation}'\n", "bad-value"),
        (GOOD + "subject: ''\n", "bad-value"),
        (GOOD + "link: javascript:alert(1)\n", "bad-value"),
        (GOOD + 'link: "https://example.org/\\" onclick"\n', "bad-value"),
        (GOOD + "size: 0\n", "bad-value"),
        (GOOD + "limits: [{for: '不 对', size: 1}]\n", "bad-value"),
        (GOOD + "limits: [3]\n", "wrong-type"),
        (GOOD.replace("a@example.org", '"a@example.org\\r\\nBcc: b@example.org"'), "bad-value"),
        (GOOD.replace("a@example.org", "a@exa mple.org"), "bad-value"),
        (GOOD.replace("b.example.org", "b"), "bad-value"),
        ("- 1\n", "wrong-type"),
        (None, "mail-settings"),
    ]

    def run_with(self, settings, rows=(), size=10):
        with tempfile.TemporaryDirectory() as top:
            folder = Path(top) / "issues" / "2024-03"
            folder.mkdir(parents=True)
            (folder / "issue.yaml").write_text(ISSUE)
            (folder / "a.md").write_text("# 题目\n\n正文。\n")
            (Path(top) / "a.pdf").write_bytes(bytes(size))
            if settings is not None:
                (folder.parent / "mail.yaml").write_text(settings)
            with open(folder.parent / "recipients.csv", "w", newline="", encoding="utf-8") as f:
                csv.writer(f).writerows([HEAD, *rows])
            run = subprocess.run([MAIL, folder, top, "0", "0", Path(top) / "a.pdf"],
                                 capture_output=True, text=True)
            files = [p.read_bytes() for p in Path(top).glob("*.eml")]
            return run, files

    def test_bad(self):
        for settings, rule in self.BAD:
            with self.subTest(settings):
                run, files = self.run_with(settings)
                self.assertEqual(run.returncode, 1, run.stderr)
                self.assertIn(f"[{rule}]", run.stderr)
                self.assertEqual(files, [])

    def test_no_link(self):
        """Over the limit, and nothing that could stand for the PDF."""
        row = ["发", "某公司", "", "", "a@example.org", "mail"]
        run, files = self.run_with(self.GOOD + "size: 1\n", [row], 900_000)
        self.assertEqual((run.returncode, files), (1, []))
        self.assertIn("[message-size]", run.stderr)

    def test_english(self):
        """Where most is ASCII, quoted-printable can be read without a program."""
        settings = "".join(f"{key}: {value}\n" for key, value in {
            "from": "{name: 'The Editors, Ltd.', address: a@example.org}",
            "list-id": "b.example.org", "subject": "Issue {number} = {total}",
            "file-name": "issue-{total}", "greeting": "{发: 'Dear members,'}",
            "text": "{发: 'This is issue {number} = {total}, which is told in one line that is "
                    "much longer than what a message may have in one.'}",
            "attached": "It is attached.", "contents": "Contents", "page": "', p. {page}'",
            "closing": "[Yours]"}.items())
        run, files = self.run_with(settings, [["发", "Acme", "", "", "a@example.org", "mail"]])
        self.assertEqual(run.returncode, 0, run.stderr)
        m = email.message_from_bytes(files[0], policy=email.policy.default)
        part = m.get_body(("plain",))
        self.assertEqual(m.get_body(("html",))["content-transfer-encoding"], "quoted-printable")
        self.assertIn("<td style=\"padding:.1em 1em 0 1.5em\">A&amp;B合作</td>",
                      m.get_body(("html",)).get_content())
        self.assertLessEqual(max(map(len, files[0].split(b"\r\n"))), 78)
        self.assertIn(b"\r\nSubject: Issue 3 = 7\r\n", files[0])
        self.assertIn(b'\r\nFrom: "The Editors, Ltd." <a@example.org>\r\n', files[0])
        self.assertIn(b'\r\nTo: "Acme" <a@example.org>\r\n', files[0])
        self.assertIn(b'Content-Disposition: attachment; filename="issue-7.pdf"\r\n', files[0])
        text = part.get_content().replace("\r\n", "\n")
        self.assertTrue(text.startswith("Dear members,\n\nThis is issue 3 = 7, which"), text)
        self.assertTrue(text.endswith("　　A&B合作, p. 3\n\nYours\n"), text)
        self.assertEqual([d for p in m.walk() for d in p.defects], [])

    def test_sample(self):
        """The settings that are shipped."""
        sample = Path(__file__).resolve().parents[2] / "issues" / "mail.yaml"
        row = ["报", "某厅", "李厅长", "", "a@example.org", "mail"]
        run, files = self.run_with(sample.read_text(encoding="utf-8"), [row])
        self.assertEqual((run.returncode, run.stderr, len(files)), (0, "", 1))
        m = email.message_from_bytes(files[0], policy=email.policy.default)
        self.assertEqual(m["subject"], "《试验简讯》2024年第3期（总第7期）")
        self.assertTrue(m.get_body(("plain",)).get_content().startswith("尊敬的李厅长："))

    def test_control_characters(self):
        """Escapes of YAML can't begin a header of their own."""
        evil = self.GOOD + 'subject: "a\\r\\nBcc: b@example.org\\u0085\\u2028\\u0000x"\n'
        run, files = self.run_with(evil, [["发", "某公司", "", "", "a@example.org", "mail"]])
        for m in files:
            self.assertNotIn("bcc", email.message_from_bytes(m))


if __name__ == "__main__":
    unittest.main()
