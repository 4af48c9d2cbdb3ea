#!/usr/bin/env python3
"""What is known after the sending: mail that came back, in mbox files and maildirs, in the form of
RFC 3464 and as the large Chinese providers write; paper that was handed over; and what `status`
makes of all that. Hostile mailboxes cost little and move nothing.
"""

import base64
import csv
import io
import os
import quopri
import random
import resource
import shutil
import sqlite3
import sys
import time
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import BANXIN, Folder, Report, banxin, environment, write_issue  # noqa: E402

report = Report()
ENV = environment()
N = 12
LATER = "Mon, 01 Apr 2030 09:00:00 +0800"
PEOPLE = "层级,单位,联系人,邮箱,方式,份数,地址,邮编\n" + "".join(
    f"{'报发送'[i % 3]},第{i}家,张三,M{i}@example.org,{'both' if i < 3 else 'mail'},"
    f"{i + 1 if i < 3 else ''},某路{i}号,010001\n" for i in range(N))


def mail_id(i):
    return f"<banxin.7.{i:04}@example.org>"


def make_issue(folder):
    """An issue whose mail was accepted, as far as its ledger knows."""
    issue = write_issue(folder / "2024-03", [("第一篇", "正文。")])
    (folder / "recipients.csv").write_text(PEOPLE, "utf-8")
    done = banxin("deliver", issue, "第0家", "--by", "李四", "--date", "2024-03-30", env=ENV)
    report.check(done.returncode == 0 and "第0家" in done.stdout, "paper is delivered",
                 done.stdout, done.stderr)
    db = sqlite3.connect(issue / "send.db")
    for i in range(N):
        db.execute("UPDATE deliveries SET state = 2, message_id = ?, attempts = 1 "
                   "WHERE kind = 0 AND recipient = ?", (mail_id(i), f"m{i}@example.org"))
    db.commit()
    db.close()
    return issue


def states(issue):
    db = sqlite3.connect(f"file:{issue}/send.db?mode=ro", uri=True)
    rows = db.execute("SELECT recipient, state, reply FROM deliveries WHERE kind = 0").fetchall()
    db.close()
    return {key: (state, reply) for key, state, reply in rows}


def bounced(issue):
    return {key for key, (state, _) in states(issue).items() if state == 6}


def original(i, ident=None):
    m = EmailMessage()
    m["From"] = "bianjibu@example.org"
    m["To"] = f"m{i}@example.org"
    m["Subject"] = "某某简讯"
    m["Message-ID"] = ident or mail_id(i)
    m.set_content("正文")
    return m


def dsn(i, action="failed", status="5.1.1", ident=None, headers_only=False, address=None):
    back = original(i, ident).as_string()
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
Date: {LATER}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="=_back/7"

For people only.

--=_back/7
Content-Type: text/plain; charset=us-ascii

I could not deliver your message.

--=_back/7
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address or f'm{i}@example.org'}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such
 user here

--=_back/7
Content-Type: {kind}

{back.split(chr(10) * 2)[0] if headers_only else back}
--=_back/7--
""".encode()


def letter(text, coding, transfer, sender, kind="plain", head=""):
    """As it stands in a mailbox, whatever a library would make of it."""
    raw = text.encode(coding)
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring,
            "8bit": bytes}[transfer](raw)
    return (f"Return-Path: <>\nFrom: {sender}\nDate: {LATER}\nSubject: =?gb18030?B?z7XNs83L0MU=?=\n"
            f"{head}MIME-Version: 1.0\nContent-Type: text/{kind}; charset=\"{coding}\"\n"
            f"Content-Transfer-Encoding: {transfer}\n\n").encode() + body + b"\n"


QQ = ("<html><body><p>抱歉，您的邮件被退回来了。</p><div>无法发送到 m4@example.org</div>"
      "<div>退信原因：</div><div>收件人邮件地址（&lt;m4@example.org&gt;）不存在，邮件无法送达。"
      "</div></body></html>")
NETEASE = ("很抱歉，您的邮件被退回来了……\n原邮件信息：\n收件人：m5@example.org\n"
           "退信原因：对方邮箱空间已满\n英文说明：552 mailbox full\n")
SINA = ("您好，发往以下地址的邮件无法送达：\nm6@example.org\n失败原因: 550 User not found\n"
        "建议您核对地址后再试。\n")
QUOTED = (f"This message could not be delivered.\nreason: user unknown\n\n--- original head ---\n"
          f"Message-ID: {mail_id(7)}\nTo: forwarded@example.org\n")


def good_messages():
    return [
        dsn(0),
        dsn(1, headers_only=True).replace(b"\n", b"\r\n"),
        dsn(2, address="forwarded@example.org"),  # forwarded: the Message-ID finds it
        dsn(3, action="delayed", status="4.4.1"),
        letter(QQ, "gb18030", "base64", "PostMaster@example.org", "html"),
        letter(NETEASE, "gbk", "quoted-printable", "Postmaster@example.org"),
        letter(SINA, "utf-8", "8bit", "MAILER-DAEMON@example.org"),
        letter(QUOTED, "us-ascii", "8bit", "postmaster@example.org"),
        dsn(8, action="delivered", status="2.0.0"),
        dsn(9, ident="<other.issue@example.org>"),  # of another issue
        # a person's letter, and a server's of before the issue
        b"From: m10@example.org\nSubject: Re\n\nm10@example.org reason: 550 full\n",
        letter("m11@example.org\n退信原因：旧信", "utf-8", "8bit", "postmaster@example.org")
        .replace(LATER.encode(), b"Mon, 01 Apr 2019 09:00:00 +0800"),
        letter("m3@example.org: will be retried", "utf-8", "8bit", "postmaster@example.org"),
    ]


def write_mbox(path, messages):
    path.write_bytes(b"".join(b"From MAILER-DAEMON Mon Apr  1 09:00:00 2030\n" + m.rstrip(b"\r\n")
                              + b"\n\n" for m in messages))
    return path


def write_maildir(path, messages):
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True)
    for i, m in enumerate(messages):
        (path / ("cur" if i % 2 else "new") / f"{i}.example").write_bytes(m)
    return path


def expect_all(issue, kind):
    got = states(issue)
    report.check(bounced(issue) == {f"m{i}@example.org" for i in (0, 1, 2, 4, 5, 6, 7)},
                 f"{kind}: the rows that bounced", bounced(issue))
    for i, reason in [(0, "5.1.1 smtp; 550 5.1.1 no such user here"), (5, "对方邮箱空间已满"),
                      (4, "不存在，邮件无法送达。"), (6, "550 User not found"),
                      (7, "user unknown")]:
        report.check(reason in got[f"m{i}@example.org"][1], f"{kind}: reason of {i}",
                     got[f"m{i}@example.org"])


def test_bounces(folder):
    for kind, write in [("mbox", write_mbox), ("maildir", write_maildir)]:
        issue = make_issue(folder / kind)
        box = write(folder / f"{kind}.box", good_messages())
        done = banxin("bounces", issue, box, env=ENV)
        report.check(done.returncode == 0 and "13 messages read; 7 deliveries came back, 0 of them "
                     "known before, 2 not of this issue; 2 only late" in done.stdout,
                     f"{kind}: counted", done.stdout, done.stderr)
        expect_all(issue, kind)
        done = banxin("bounces", issue, box, env=ENV)
        report.check("7 of them known before" in done.stdout, f"{kind}: twice is once", done.stdout)
        expect_all(issue, kind)


def test_status(folder):
    issue = folder / "mbox" / "2024-03"
    done = banxin("status", issue, env=ENV)
    report.check(done.returncode == 0 and "报  mail  4  accepted 2, bounced 2" in done.stdout
                 and "报  paper  1  delivered 1" in done.stdout
                 and "对方邮箱空间已满" in done.stdout, "status", done.stdout, done.stderr)
    done = banxin("status", issue, "--format", "csv", env=ENV)
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))))
    report.check(len(rows) == N + 3 and done.stdout[0] == "\ufeff", "status as CSV", done.stdout)
    paper = [r for r in rows if r["delivery"] == "paper" and r["state"] == "delivered"]
    report.check(len(paper) == 1 and paper[0]["by"] == "李四"
                 and paper[0]["reply"] == "2024-03-30", "the paper in the CSV", paper)
    db = sqlite3.connect(issue / "send.db")
    db.execute("UPDATE deliveries SET reply = '=cmd()', organisation = 'a\"b' WHERE id = 1")
    db.commit()
    db.close()
    done = banxin("status", issue, "--format", "csv", env=ENV)
    report.check("\"'=cmd()\"" in done.stdout and '"a""b"' in done.stdout, "no formulas",
                 done.stdout)
    pdf = folder / "register.pdf"
    done = banxin("status", issue, "--format", "pdf", "-o", pdf, env=ENV)
    report.check(done.returncode == 0 and pdf.read_bytes()[:5] == b"%PDF-", "the register",
                 done.stdout, done.stderr)


def test_deliver(folder):
    issue = folder / "maildir" / "2024-03"
    done = banxin("deliver", issue, "第0家", "第1家", "--by", "李四", env=ENV)
    report.check(done.returncode == 1 and "第0家" in done.stderr
                 and "deliver-none" in done.stderr, "not twice", done.stderr)
    done = banxin("deliver", issue, "--tier", "发", "--by", "李四", "--note", "门卫代收", env=ENV)
    report.check(done.returncode == 0 and "第1家: 2 copies" in done.stdout, "a tier", done.stdout,
                 done.stderr)
    done = banxin("deliver", issue, "--all", "--by", "李四", env=ENV)
    report.check("第2家" in done.stdout and "第1家" not in done.stdout, "the rest", done.stdout)
    for args in [[], ["--all", "--tier", "发", "--by", "x"], ["--all"], ["--tier", "印", "--by", "x"],
                 ["--all", "--by", "x", "--date", "2024-02-30"], ["--what"]]:
        done = banxin("deliver", issue, *args, env=ENV)
        report.check(done.returncode == 2, "usage", args, done.stderr)


def test_refused(folder):
    """Ledgers and mailboxes that are none."""
    issue = write_issue(folder / "bare" / "2024-03", [("第一篇", "正文。")])
    box = write_mbox(folder / "empty.box", [])
    for command in (["status", issue], ["bounces", issue, box]):
        done = banxin(*command, env=ENV)
        report.check(done.returncode == 1 and "ledger-missing" in done.stderr, "no ledger",
                     done.stderr)
    report.check(not (issue / "send.db").exists(), "and none is made")
    issue = make_issue(folder / "boxes")
    done = banxin("bounces", issue, box, env=ENV)
    report.check(done.returncode == 0 and "0 messages read" in done.stdout, "an empty box")
    (folder / "text").write_text("Dear all,\n", "utf-8")
    large = folder / "large"
    with large.open("wb") as f:
        f.truncate(65 << 20)
    for path, rule in [(folder / "text", "mailbox-kind"), (folder, "mailbox-kind"),
                       (folder / "nothing", "file-missing"), (large, "file-too-large")]:
        done = banxin("bounces", issue, path, env=ENV)
        report.check(done.returncode == 1 and rule in done.stderr, rule, done.stderr)
    shutil.copytree(issue, folder / "boxes" / "2024-04")
    text = (issue / "issue.yaml").read_text("utf-8").replace("total: 7", "total: 8")
    (folder / "boxes" / "2024-04" / "issue.yaml").write_text(text, "utf-8")
    done = banxin("status", folder / "boxes" / "2024-04", env=ENV)
    report.check(done.returncode == 1 and "ledger-issue" in done.stderr, "another issue's ledger",
                 done.stderr)


def hostile_messages(rng):
    deep = b"x"
    for i in range(3000):
        deep = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) + deep
                + b"\n--b%d--\n" % i)
    many = b"".join(b"--a\nContent-Type: text/plain\n\n@@@@\n" for _ in range(50000))
    status = b"".join(b"Final-Recipient: rfc822;q%d@example.org\nAction: failed\n\n" % i
                      for i in range(50000))
    yield b"From: postmaster@x\n" + deep
    yield b"From: postmaster@x\nContent-Type: multipart/mixed; boundary=a\n\n" + many
    yield (b"Content-Type: multipart/report; boundary=a\n\n--a\nContent-Type: "
           b"message/delivery-status\n\n" + status + b"--a--\n")
    yield b"From: postmaster@x\n\n" + b"@" * 3000000
    yield b"From: postmaster@x\n\n" + b"a" * 3000000 + b"@" + b"b" * 3000000
    yield b"From: postmaster@x\nSubject: " + b"\n x" * 1000000
    yield b"From: postmaster@x\nContent-Type: text/html\n\n" + b"<" * 2000000
    yield b"From: postmaster@x\n\nreason" + b":" * 2000000
    yield b"From: postmaster@x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" \
        + rng.randbytes(100000)
    yield b"From: postmaster@x\n\n\x1b]0;m8@example.org\x07 reason: \x1b[31m"
    for _ in range(300):
        whole = bytearray(rng.choice(good_messages()))
        for _ in range(rng.randrange(1, 20)):
            whole[rng.randrange(len(whole))] = rng.randrange(256)
        yield bytes(whole[:rng.randrange(len(whole))])


def test_hostile(folder):
    rng = random.Random(4)
    issue = make_issue(folder / "hostile")
    box = write_mbox(folder / "hostile.box", hostile_messages(rng))
    begin = time.monotonic()
    done = banxin("bounces", issue, box, env=ENV)
    taken = time.monotonic() - begin
    report.check(done.returncode in (0, 1) and "Sanitizer" not in done.stderr, "hostile box",
                 done.returncode, done.stderr[-2000:])
    report.check(taken < 60, "in time", taken)
    report.check("\x1b" not in done.stdout, "no commands to the terminal")
    report.check("m10@example.org" not in bounced(issue), "no person's letter counts")
    flood = folder / "flood.box"
    flood.write_bytes(b"From a\n\n\n" * 100001)
    done = banxin("bounces", issue, flood, env=ENV)
    report.check(done.returncode == 0 and "100000 messages read" in done.stdout
                 and "mailbox-size" in done.stderr, "too many messages", done.stdout, done.stderr)


def main():
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    with Folder() as folder:
        test_bounces(folder)
        test_status(folder)
        test_deliver(folder)
        test_refused(folder)
        test_hostile(folder)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    report.check(peak < 600 or "sanit" in BANXIN, "memory", f"{peak} MB")
    report.end()


if __name__ == "__main__":
    main()
