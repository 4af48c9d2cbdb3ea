"""What the tests of sending share: an issue that may be sent, and servers on loopback that do
as they are told."""

import collections
import hashlib
import re
import socket
import sqlite3
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import banxin, environment, write_issue

STAGES = ["初审", "复审", "终审", "初校", "二校", "三校"]
DATE = "2024-03-20"
TEXT = "协会在本月召开春季交流会，会员代表出席，各专业小组介绍了一年来的工作。"
MAIL = """\
from: {name: 某某协会秘书处, address: bulletin@example.org}
list-id: bulletin.example.org
"""


def sign_all(issue, env, rounds=True):
    """Every stage signed, every round closed."""
    for stage in range(3, 6):
        if rounds:
            run(env, "round", "open", issue, "--date", DATE)
        run(env, "round", "sign", issue, "--all", "--stage", STAGES[stage], "--by", "张三",
            "--date", DATE)
        if rounds:
            run(env, "round", "close", issue, "--date", DATE)
    for stage in STAGES[:3]:
        run(env, "round", "sign", issue, "--all", "--stage", stage, "--by", "张三", "--date", DATE)


def run(env, *args):
    done = banxin(*args, env=env)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, args))} ends in {done.returncode}:\n{done.stderr}")
    return done


def write_recipients(folder, addresses):
    rows = ["层级,单位,称呼,联系人,邮箱,方式,份数,地址,邮编,电话,起,止,备注"]
    rows += [f"{'报发送'[min(i, 2)]},单位{i:05},,联系人{i},{a},mail,,,,,,," for i, a in
             enumerate(addresses)]
    (folder / "recipients.csv").write_text("\n".join(rows) + "\n", "utf-8")


def write_post(folder, addresses, env=None):
    """An issue that is signed, with its recipients; its folder."""
    env = env or environment()
    issue = write_issue(folder / "issues" / "2024-03", [("春季交流会召开", TEXT)])
    (issue.parent / "mail.yaml").write_text(MAIL, "utf-8")
    write_recipients(issue.parent, addresses)
    sign_all(issue, env)
    return issue


def rows(issue):
    """The ledger's mail rows: address → (state, data, reply), of the last edition."""
    with sqlite3.connect(f"file:{issue}/send.db?mode=ro", uri=True) as db:
        found = db.execute("SELECT address, state, reply, attempts FROM deliveries WHERE kind = 0 "
                           "AND edition = (SELECT max(edition) FROM editions) ORDER BY address").fetchall()
    db.close()
    return {a: (NAMES[s], reply, attempts) for a, s, reply, attempts in found}


NAMES = ["planned", "sending", "accepted", "deferred", "refused", "uncertain", "bounced",
         "delivered"]


def make_due(issue):
    """As if the time had come to try the deferred ones again."""
    with sqlite3.connect(f"{issue}/send.db") as db:
        db.execute("UPDATE deliveries SET due = 0")
    db.close()


class Scripted:
    """An SMTP server that answers each step as its script says: a dict from step (connect, EHLO,
    AUTH, MAIL, RCPT, DATA, dot) to a function of (server, connection number, argument) that
    returns a reply, or None for the usual one, or raises Drop or Stall."""

    class Drop(Exception):
        pass

    class Stall(Exception):
        pass

    USUAL = {"connect": "220 test", "EHLO": "250-test\r\n250-AUTH PLAIN\r\n250 SIZE 99999999",
             "HELO": "250 test", "AUTH": "334 ", "login": "235 in", "MAIL": "250 ok", "RCPT": "250 ok",
             "DATA": "354 go", "dot": "250 2.0.0 Ok: queued as 4XyZ", "RSET": "250 ok",
             "QUIT": "221 bye", "NOOP": "250 ok"}

    def __init__(self, script=None, wrap=None, extra=""):
        self.script = script or {}
        self.wrap = wrap  # a TLS context
        self.extra = extra
        self.messages = []  # (recipient, bytes)
        self.steps = collections.Counter()
        self.connections = 0
        self.ended = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.socket.close()

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(client, self.connections),
                             daemon=True).start()

    def answer(self, client, number, step, argument=""):
        self.steps[step] += 1
        act = self.script.get(step)
        reply = act(self, number, argument) if act else None
        reply = reply or self.USUAL.get(step, "500 what?")
        client.sendall(reply.encode() + b"\r\n")
        return reply

    def serve(self, client, number):
        try:
            self.talk(client, number)
        except (self.Drop, OSError):
            pass
        except self.Stall:
            self.ended.wait(30)
        client.close()

    def talk(self, client, number):
        if not self.answer(client, number, "connect").startswith("2"):
            return
        stream = client.makefile("rb")
        to = ""
        while line := stream.readline():
            step = line[:4].decode("ascii", "replace").strip().upper()
            if step == "RCPT":
                to = re.search(rb"<(.*?)>", line)[1].decode()
            reply = self.answer(client, number, step, line.decode("utf-8", "replace"))
            if step == "QUIT":
                return
            if step == "AUTH" and reply.startswith("334"):
                stream.readline()
                self.answer(client, number, "login")
            if step == "DATA" and reply.startswith("354"):
                self.take(client, stream, number, to)

    def take(self, client, stream, number, to):
        body = []
        drop = self.script.get("body")
        while (line := stream.readline()) != b".\r\n":
            if not line:
                raise self.Drop
            body.append(line[1:] if line.startswith(b"..") else line)
            if drop and len(body) == 20:
                drop(self, number, to)
        keep = self.script.get("keep")
        reply = None
        try:
            reply = self.answer(client, number, "dot", to)
        finally:
            if (reply or "").startswith("2") or (keep and keep(self, to)):
                self.messages.append((to, b"".join(body)))


class Counting:
    """A handler of aiosmtpd: who got how many, and of what."""

    def __init__(self):
        self.count = collections.Counter()
        self.hashes = set()
        self.lock = threading.Lock()

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            for address in envelope.rcpt_tos:
                self.count[address] += 1
            self.hashes.add(hashlib.sha256(envelope.content).hexdigest())
        return "250 2.0.0 Ok: queued as 1"
