#!/usr/bin/env python3
"""Sending: faults of servers at every step, TLS, secrets, kill -9 and going on, the outbox,
settling, errata. Everything stays on loopback.

    send.py [--kills N] [--recipients N]     the ordinary test has 20 and 2000
"""

import argparse
import asyncio
import email
import logging
import random
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from post_office import (Counting, Scripted, make_due, rows, sign_all, write_post,
                         write_recipients)
from program import BANXIN, Folder, Report, banxin, environment, need, skip

FAST = ["--pause", "0", "--attempts", "2", "--timeout", "1"]
SECRET = "Kennwort-9f3a"
THREE = ["a@example.org", "b@example.org", "c@example.org"]


class Office:
    """One signed issue; each test begins with a fresh ledger."""

    def __init__(self, folder, addresses):
        self.env = environment()
        self.folder = folder
        self.issue = write_post(folder, addresses, self.env)

    def fresh(self):
        for path in self.issue.glob("send.*"):
            path.unlink()

    def send(self, *args, env=None, **kw):
        return banxin("send", self.issue, *args, cwd=self.folder, env=env or self.env, **kw)

    def states(self):
        return {a: r[0] for a, r in rows(self.issue).items()}


def once(action):
    """Do it the first time only."""
    seen = []

    def act(server, number, argument):
        if not seen:
            seen.append(1)
            return action(server, number, argument)
        return None
    return act


def for_b(action):
    return lambda s, n, argument: action(s, n, argument) if "b@example.org" in argument else None


def say(reply):
    return lambda *_: reply


def drop(*_):
    raise Scripted.Drop


def stall(*_):
    raise Scripted.Stall


def slow(*_):
    time.sleep(0.3)


def lie(*_):
    """A reply of which the end is missing."""
    return "250-all is well"


ALL = "accepted accepted accepted"
B_LATER = "accepted deferred accepted"
B_NEVER = "accepted refused accepted"
B_UNSURE = "accepted uncertain accepted"
NOBODY = "planned planned planned"

# What the server does, and the ledger's states then; the exit status is 0 where all is accepted.
FAULTS = [
    ("nothing", {}, ALL),
    ("connect 554", {"connect": say("554 go away")}, NOBODY),
    ("connect 421", {"connect": say("421 later")}, NOBODY),
    ("connect 421 once", {"connect": once(say("421 later"))}, ALL),
    ("connect drop", {"connect": drop}, NOBODY),
    ("connect drop once", {"connect": once(drop)}, ALL),
    ("connect stall once", {"connect": once(stall)}, ALL),
    ("EHLO drop", {"EHLO": drop}, NOBODY),
    ("EHLO and HELO 550", {"EHLO": say("550 no"), "HELO": say("550 no")}, NOBODY),
    ("EHLO 421 once", {"EHLO": once(say("421 later")), "HELO": once(say("421 later"))}, ALL),
    ("AUTH 535", {"AUTH": say("535 who are you")}, NOBODY),
    ("AUTH 454 once", {"AUTH": once(say("454 later"))}, ALL),
    ("AUTH drop once", {"AUTH": once(drop)}, ALL),
    ("MAIL 550", {"MAIL": say("550 not you")}, NOBODY),
    ("MAIL 451 once", {"MAIL": once(say("451 later"))}, "deferred accepted accepted"),
    ("MAIL 421 once", {"MAIL": once(say("421 later"))}, ALL),
    ("MAIL 552 once", {"MAIL": once(say("552 too big"))}, "refused accepted accepted"),
    ("MAIL drop once", {"MAIL": once(drop)}, ALL),
    ("RCPT 550", {"RCPT": for_b(say("550 nobody"))}, B_NEVER),
    ("RCPT 450", {"RCPT": for_b(say("450 greylisted"))}, B_LATER),
    ("RCPT 530", {"RCPT": say("530 log in first")}, NOBODY),
    ("RCPT drop", {"RCPT": for_b(drop)}, B_LATER),
    ("RCPT stall", {"RCPT": for_b(stall)}, B_LATER),
    ("DATA 554", {"DATA": once(say("554 no"))}, "refused accepted accepted"),
    ("DATA 451", {"DATA": once(say("451 no"))}, "deferred accepted accepted"),
    ("DATA drop", {"DATA": once(drop)}, "deferred accepted accepted"),
    ("dot 554", {"dot": for_b(say("554 spam"))}, B_NEVER),
    ("dot 452", {"dot": for_b(say("452 full"))}, B_LATER),
    ("dot drop", {"dot": for_b(drop)}, B_UNSURE),
    ("dot drop after keeping it", {"dot": for_b(drop), "keep": lambda s, to: True}, B_UNSURE),
    ("dot stall", {"dot": for_b(stall)}, B_UNSURE),
    ("dot half a reply", {"dot": for_b(lambda *a: lie() + "\r\n" + drop())}, B_UNSURE),
    ("dot garbage", {"dot": for_b(say("hello there"))}, B_UNSURE),
    ("dot slow", {"dot": slow}, ALL),
    ("everything slow", {s: slow for s in ("connect", "EHLO", "MAIL", "RCPT", "DATA")}, ALL),
]


def test_faults(report, office):
    login = office.folder / "login"
    login.write_text(f"sender\n{SECRET}\n")
    login.chmod(0o600)
    for name, script, wanted in FAULTS:
        office.fresh()
        with Scripted(script) as server:
            done = office.send("--smtp", server.url, "--connections", "1", "--login", login, *FAST)
            states = " ".join(office.states().values())
            report.check(states == wanted, f"server: {name}", states, done.stderr)
            report.check((done.returncode == 0) == (wanted == ALL), f"status: {name}", done.stderr)
            got = [to for to, _ in server.messages]
            report.check(len(got) == len(set(got)), f"nobody twice: {name}", got)
            for address, state in office.states().items():
                if state in ("accepted", "planned", "deferred", "refused"):
                    report.check((address in got) == (state == "accepted"),
                                 f"the ledger tells the truth: {name}", address, state)
        report.check(SECRET not in done.stdout + done.stderr, "the password is not printed")


def test_later(report, office):
    """4xx, then it works; uncertain ones are not sent again, whatever happens."""
    office.fresh()
    with Scripted({"RCPT": for_b(once(say("450 later"))), "dot": lambda s, n, to: drop()
                   if to == "c@example.org" else None}) as server:
        office.send("--smtp", server.url, *FAST)
        make_due(office.issue)
        for _ in range(2):
            done = office.send("--smtp", server.url, *FAST)
        report.check(office.states() == dict(zip(THREE, ["accepted", "accepted", "uncertain"])),
                     "deferred, then accepted", office.states(), done.stderr)
        report.check(server.steps["RCPT"] == 4 and sorted(to for to, _ in server.messages) ==
                     THREE[:2], "an uncertain one is left alone", server.steps)
        report.check(done.returncode == 1 and "--settle" in done.stderr, "and said", done.stderr)
        # settling
        done = office.send("--settle")
        report.check("c@example.org" in done.stdout and "a@example.org" not in done.stdout,
                     "uncertain ones are listed", done.stdout, done.stderr)
        done = office.send("--settle=nobody@example.org=sent")
        report.check(done.returncode == 1 and "nobody@example.org" in done.stderr,
                     "nobody there to settle", done.stderr)
        done = office.send("--settle=a@example.org=unsent")
        report.check(done.returncode == 1 and office.states()["a@example.org"] == "accepted",
                     "what was accepted stays so", done.stderr)
        done = office.send("--settle=c@example.org")
        report.check(done.returncode == 2, "half a decision", done.stderr)
        done = office.send("--settle=C@example.org=unsent", "--by", "李四")
        report.check(office.states()["c@example.org"] == "planned", "settled", done.stderr)
        server.script = {}
        done = office.send("--smtp", server.url, *FAST)
        report.check(done.returncode == 0 and len(server.messages) == 3, "and sent again",
                     done.stderr)


def test_parallel(report, office, count):
    office.fresh()
    with Scripted() as server:
        begin = time.monotonic()
        done = office.send("--smtp", server.url, "--connections", "3")
        report.check(done.returncode == 0 and server.connections <= 3, "connections are kept",
                     server.connections, done.stderr)
        report.check(len(server.messages) == count, "all have it")
        bodies = [body for _, body in server.messages]
        pdf = (office.folder / "out" / "2024-03.pdf").read_bytes()
        for body in bodies[:3]:
            parts = [p for p in email.message_from_bytes(body).walk()
                     if p.get_content_type() == "application/pdf"]
            report.check(len(parts) == 1 and parts[0].get_payload(decode=True) == pdf,
                         "the PDF arrives as it was")
    office.fresh()
    with Scripted() as server:
        begin = time.monotonic()
        office.send("--smtp", server.url, "--connections", "3", "--rate", "120")
        took = time.monotonic() - begin
        report.check(took >= 0.5 * (count - 1), "the rate is kept", took)


def wait_dot(server):
    """Until a message has come."""
    end = time.monotonic() + 10
    while not server.steps["dot"] and time.monotonic() < end:
        time.sleep(0.01)


def test_interrupt(report, office):
    """Ctrl-C: what has begun is finished, nothing is uncertain."""
    office.fresh()
    with Scripted({"dot": slow}) as server:
        child = subprocess.Popen([BANXIN, "send", office.issue, "--smtp", server.url,
                                  "--connections", "1"], cwd=office.folder, env=office.env,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        wait_dot(server)
        child.send_signal(signal.SIGINT)
        said = child.communicate()[1].decode()
        states = list(office.states().values())
        report.check(child.returncode == 1 and "interrupted" in said, "interrupted", said)
        report.check(states == ["accepted", "planned", "planned"], "nothing half done", states)


def test_lock(report, office):
    office.fresh()
    with Scripted({"dot": slow}) as server:
        child = subprocess.Popen([BANXIN, "send", office.issue, "--smtp", server.url],
                                 cwd=office.folder, env=office.env, stdout=subprocess.DEVNULL)
        wait_dot(server)
        done = office.send("--smtp", server.url)
        report.check(done.returncode == 1 and str(child.pid) in done.stderr,
                     "the second sender says who the first is", done.stderr)
        child.wait()
        report.check(len(server.messages) == 3, "and sends nothing")


# TLS

def certificate(folder, name, authority=None, host="localhost", days="30", start=None):
    """A key and a certificate for host, signed by authority (a name) or by itself."""
    key, cert = folder / f"{name}.key", folder / f"{name}.pem"
    extension = folder / f"{name}.ext"
    extension.write_text(f"subjectAltName=DNS:{host}\n" if authority else
                         "basicConstraints=critical,CA:TRUE\n")
    request = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj",
               f"/CN={host}", "-out", folder / f"{name}.csr"]
    signed = ["openssl", "x509", "-req", "-in", folder / f"{name}.csr", "-out", cert, "-extfile",
              extension, "-days", days]
    signed += (["-CA", folder / f"{authority}.pem", "-CAkey", folder / f"{authority}.key",
                "-CAcreateserial"] if authority else ["-signkey", key])
    for command in (request, signed):
        subprocess.run(command, check=True, capture_output=True)
    return context(cert, key)


def context(cert, key):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(cert, key)
    return made


def need_aiosmtpd():
    """Debian's packages, also where another Python comes first."""
    sys.path.append("/usr/lib/python3/dist-packages")
    try:
        import aiosmtpd.controller  # noqa: F401
    except ImportError:
        skip("not installed: python3-aiosmtpd")


class Aiosmtpd:
    """A server of aiosmtpd, in a thread of its own."""

    def __init__(self, handler, ssl_context=None, **kw):
        from aiosmtpd.smtp import SMTP
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(self.loop.create_server(
            lambda: SMTP(handler, loop=self.loop, **kw), "127.0.0.1", 0, ssl=ssl_context))
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.loop.call_soon_threadsafe(self.server.close)
        time.sleep(0.05)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


def tls_cases(folder):
    certificate(folder, "ca", host="Test CA")
    certificate(folder, "other", host="Other CA")
    return [("good", certificate(folder, "good", "ca"), "ca", True),
            ("wrong name", certificate(folder, "name", "ca", host="mail.example.org"), "ca", False),
            ("expired", certificate(folder, "old", "ca", days="-1"), "ca", False),
            ("unknown authority", certificate(folder, "stranger", "other"), "ca", False),
            ("self-signed", certificate(folder, "self", None), "ca", False),
            ("not trusted by the machine", certificate(folder, "good2", "ca"), None, False)]


def test_tls(report, office):
    folder = office.folder / "tls"
    folder.mkdir()
    for name, tls, authority, good in tls_cases(folder):
        trusted = ["--authorities", folder / f"{authority}.pem"] if authority else []
        for scheme, way in (("smtp", {"tls_context": tls, "require_starttls": True}),
                            ("smtps", {"ssl_context": tls})):
            office.fresh()
            handler = Counting()
            server = Aiosmtpd(handler, **way)
            done = office.send("--smtp", f"{scheme}://localhost:{server.port}", "--starttls",
                               *trusted, *FAST)
            server.stop()
            report.check((done.returncode == 0) == good, f"{scheme}, certificate: {name}",
                         done.stderr)
            report.check(sum(handler.count.values()) == (3 if good else 0),
                         f"{scheme}, delivered: {name}")
            report.check(good or set(office.states().values()) == {"planned"},
                         f"{scheme}, all planned: {name}", office.states())
    # a server that offers no STARTTLS, where it is demanded
    office.fresh()
    with Scripted() as server:
        done = office.send("--smtp", server.url, "--starttls", *FAST)
        report.check(done.returncode == 1 and not server.steps["MAIL"], "no STARTTLS, no mail",
                     done.stderr)


# Secrets

def test_secrets(report, office):
    office.fresh()
    login = office.folder / "login2"
    login.write_text(f"sender\n{SECRET}\n")
    login.chmod(0o644)
    with Scripted({"AUTH": lambda s, n, line: f"535 your password {SECRET} is wrong"}) as server:
        done = office.send("--smtp", server.url, "--login", login)
        report.check(done.returncode == 1 and not server.connections and "chmod" in done.stderr,
                     "a login that others can read", done.stderr)
        env = environment(BANXIN_SMTP_USER="sender", BANXIN_SMTP_PASSWORD=SECRET)
        done = office.send("--smtp", server.url, "--connections", "1", env=env)
        told = done.stdout + done.stderr
        for path in office.issue.glob("send.*"):
            told += path.read_bytes().decode("latin-1")
        report.check(server.steps["AUTH"] == 1 and SECRET not in told,
                     "a server that says the password", done.stderr)
        env = environment(BANXIN_SMTP_USER="sender")
        done = office.send("--smtp", server.url, env=env)
        report.check(done.returncode == 1 and "BANXIN_SMTP_PASSWORD" in done.stderr,
                     "half a login", done.stderr)
    with Scripted({"dot": slow}) as server:
        login.chmod(0o600)
        child = subprocess.Popen([BANXIN, "send", office.issue, "--smtp", server.url, "--login",
                                  login], cwd=office.folder, env=office.env,
                                 stdout=subprocess.DEVNULL)
        wait_dot(server)
        report.check(SECRET.encode() not in Path(f"/proc/{child.pid}/cmdline").read_bytes(),
                     "the password is in no process list")
        child.wait()
        report.check(SECRET.encode() not in b"".join(body for _, body in server.messages),
                     "nor in a message")
    for url in (f"smtp://sender:{SECRET}@localhost:25", "http://localhost", "smtp://localhost/x?y",
                "localhost:25"):
        done = office.send("--smtp", url)
        report.check(done.returncode == 1 and SECRET not in done.stderr, f"URL {url}", done.stderr)


# Killed and going on

def kill_once(office, url, handler, span, args):
    """Kill it span seconds after it began to send, or, span negative, after it began at all."""
    before = sum(handler.count.values())
    child = subprocess.Popen([BANXIN, "send", office.issue, "--smtp", url, *args],
                             cwd=office.folder, env=office.env, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    while span >= 0 and child.poll() is None and sum(handler.count.values()) == before:
        time.sleep(0.001)
    try:
        child.wait(timeout=abs(span))
        return False
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        return True


def test_killed(report, folder, kills, recipients):
    addresses = [f"r{i:05}@example.org" for i in range(recipients)]
    office = Office(folder / "killed", addresses)
    rng = random.Random(4)
    handler = Counting()
    server = Aiosmtpd(handler)
    url = f"smtp://127.0.0.1:{server.port}"
    args = ["--connections", "4"]
    longest = recipients / kills / 800  # seconds; so that something is left to the last
    killed = sum(kill_once(office, url, handler, rng.uniform(-0.2 * longest, longest), args)
                 for _ in range(kills))
    before = sum(handler.count.values())
    done = office.send("--smtp", url, *args, timeout=600)
    server.stop()
    states = office.states()
    unsure = {a for a, s in states.items() if s == "uncertain"}
    report.check(killed >= kills // 2, "killed while at it", killed)
    report.check(before > recipients // 10, "killed in the midst of sending", before)
    report.check(len(states) == recipients and set(states.values()) <= {"accepted", "uncertain"},
                 "nobody is left", done.stderr)
    report.check(all(handler.count[a] == 1 for a, s in states.items() if s == "accepted"),
                 "accepted: exactly once at the server")
    report.check(all(handler.count[a] <= 1 for a in unsure), "uncertain: at most once")
    report.check(len(unsure) <= 4 * kills, "few are uncertain", len(unsure))
    print(f"{killed} times killed, {recipients} recipients, {len(unsure)} uncertain, of which "
          f"{sum(handler.count[a] for a in unsure)} arrived")


# The outbox

def test_outbox(report, office):
    office.fresh()
    box = office.folder / "outbox"
    done = office.send("--to", box)
    files = sorted((box / "new").iterdir())
    report.check(done.returncode == 0 and len(files) == 3 and not list((box / "tmp").iterdir()),
                 "a maildir", done.stderr)
    to = sorted(email.message_from_bytes(f.read_bytes())["To"] for f in files)
    report.check([t.split("<")[-1].strip(">") for t in to] == THREE, "one for each", to)
    office.send("--to", box)
    report.check(len(list((box / "new").iterdir())) == 3, "and no more")
    # killed in the middle: nobody twice, nothing uncertain
    rng = random.Random(5)
    for _ in range(6):
        office.fresh()
        shutil.rmtree(box)
        child = subprocess.Popen([BANXIN, "send", office.issue, "--to", box, "--connections", "1"],
                                 cwd=office.folder, env=office.env, stdout=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.05, 0.12))
        child.kill()
        child.wait()
        done = office.send("--to", box)
        report.check(done.returncode == 0 and len(list((box / "new").iterdir())) == 3,
                     "killed at the outbox", done.stderr)
    done = office.send("--to", "/proc/nowhere")
    report.check(done.returncode == 1, "no such outbox", done.stderr)


def test_plan(report, office):
    office.fresh()
    done = office.send()
    report.check(done.returncode == 0 and all(a in done.stdout for a in THREE) and
                 "3 messages" in done.stdout, "the plan", done.stdout, done.stderr)
    report.check(not list(office.issue.glob("send.*")), "a plan leaves nothing behind")
    done = office.send("--settle")
    report.check(done.returncode == 0 and not list(office.issue.glob("send.*")),
                 "nothing to settle", done.stderr)
    done = office.send("--dry-run", "-o", office.folder / "eml")
    files = sorted((office.folder / "eml").glob("*.eml"))
    report.check(done.returncode == 0 and len(files) == 3, "a dry run", done.stderr)
    report.check(not list(office.issue.glob("send.*")), "nor does a dry run")
    for args in (["--smtp", "smtp://localhost", "--to", "x"], ["-o", "x"], ["--connections", "99"],
                 ["--dry-run", "--to", "x"], ["--rate", "x"], ["--login", "x"]):
        done = office.send(*args)
        report.check(done.returncode == 2, f"wrong options {args}", done.stderr)


def test_unsigned(report, office):
    """What may not be printed may not be sent."""
    office.fresh()
    article = office.issue / "01.md"
    kept = article.read_text("utf-8")
    article.write_text(kept.replace("春季", "秋季"), "utf-8")
    with Scripted() as server:
        for args in ([], ["--smtp", server.url], ["--dry-run"], ["--to", "box"]):
            done = office.send(*args)
            report.check(done.returncode == 1 and "01.md" in done.stderr, "unsigned", done.stderr)
        report.check(not server.connections, "nothing is sent unsigned")
    article.write_text(kept, "utf-8")


def test_erratum(report, folder):
    """The correction goes to those who got the wrong one, and to nobody else."""
    office = Office(folder / "erratum", THREE)

    def erratum(*args):
        return banxin("erratum", office.issue, "--note", "第1页第1行“春季”应为“秋季”", *args,
                      cwd=office.folder, env=office.env)

    done = erratum()
    report.check(done.returncode == 1, "nothing was sent, nothing to correct", done.stderr)
    with Scripted({"RCPT": for_b(say("550 nobody"))}) as server:
        office.send("--smtp", server.url)
        article = office.issue / "01.md"
        article.write_text(article.read_text("utf-8").replace("春季", "秋季"), "utf-8")
        sign_all(office.issue, office.env, rounds=False)
        done = office.send("--smtp", server.url)
        report.check(done.returncode == 1 and len(server.messages) == 2,
                     "a changed PDF is not sent", done.stderr)
        first = dict(server.messages)
        server.messages.clear()
        write_recipients(office.issue.parent, THREE[1:])  # a has left, and got the wrong one
        done = erratum()
        report.check(done.returncode == 0 and "a@example.org" in done.stdout,
                     "the plan of a correction", done.stdout, done.stderr)
        done = erratum("--smtp", server.url)
        again = erratum("--smtp", server.url)
    got = sorted(to for to, _ in server.messages)
    report.check(got == ["a@example.org", "c@example.org"], "who got the wrong one", got,
                 done.stderr, again.stderr)
    for to, body in server.messages:
        message = email.message_from_bytes(body)
        pdf = [p for p in message.walk() if p.get_content_type() == "application/pdf"]
        report.check(message["Message-ID"] != email.message_from_bytes(first[to])["Message-ID"],
                     "a correction is another message")
        report.check(len(pdf) == 1 and pdf[0].get_payload(decode=True) ==
                     (office.folder / "out/2024-03-erratum.pdf").read_bytes(), "the right PDF")
    if shutil.which("pdftotext"):
        for page in (1, 2):
            text = subprocess.run(["pdftotext", "-f", str(page), "-l", str(page),
                                   office.folder / "out/2024-03-erratum.pdf", "-"],
                                  capture_output=True).stdout.decode()
            report.check(("更正：第" in text) == (page == 1), f"the note on page {page}", text)


def test_full(report, folder):
    """A disk that fills up while sending: nobody is lost, nobody gets it twice."""
    office = Office(folder / "full", THREE)
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", disk],
                      capture_output=True).returncode:
        print("test_full: left out, a small disk can't be mounted here")
        return
    try:
        shutil.copytree(office.issue.parent, disk / "issues")
        office.issue = disk / "issues" / office.issue.name
        with Scripted() as server:
            server.script["dot"] = lambda s, n, to: s.steps["dot"] == 30 and fill(disk) or None
            people = [f"r{i:04}@example.org" for i in range(400)]
            write_recipients(office.issue.parent, people)
            done = office.send("--smtp", server.url, "--connections", "2")
            report.check(done.returncode == 1 and "full" in done.stderr and
                         30 <= len(server.messages) < 400, "a full disk stops it",
                         len(server.messages), done.stderr)
            (disk / "ballast").unlink()
            server.script = {}
            done = office.send("--smtp", server.url, "--connections", "2")
            got = [to for to, _ in server.messages]
            states = office.states()
            unsure = [a for a, s in states.items() if s == "uncertain"]
            report.check(len(got) == len(set(got)) and len(unsure) <= 2 and
                         set(got) | set(unsure) == set(people), "and room lets it go on",
                         len(got), unsure, done.stderr)
    finally:
        subprocess.run(["umount", disk], capture_output=True)


def fill(disk):
    with open(disk / "ballast", "wb", buffering=0) as f:
        try:
            while f.write(bytes(4096)):
                pass
        except OSError:
            pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--recipients", type=int, default=2000)
    asked = parser.parse_args()
    report = Report()
    need("openssl")
    need_aiosmtpd()
    with Folder() as folder:
        office = Office(folder, THREE)
        for test in (test_plan, test_unsigned, test_outbox, test_faults, test_later,
                     test_interrupt, test_lock, test_secrets, test_tls):
            begin = time.monotonic()
            test(report, office)
            print(f"{test.__name__}: {time.monotonic() - begin:.1f} s")
        test_parallel(report, office, 3)
        test_erratum(report, folder)
        test_full(report, folder)
        begin = time.monotonic()
        test_killed(report, folder, asked.kills, asked.recipients)
        print(f"test_killed: {time.monotonic() - begin:.1f} s")
    report.end()


if __name__ == "__main__":
    main()
