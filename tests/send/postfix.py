#!/usr/bin/env python3
"""Handing over to a Postfix of this machine: an instance of its own in a temporary folder, on
loopback; what it passes on ends at a server of the test. Needs root and an installed Postfix."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from post_office import Counting, rows, write_post
from program import Folder, Report, banxin, environment, skip
from send import Aiosmtpd, need_aiosmtpd

MAIN = """\
compatibility_level = 3.6
queue_directory = {top}/queue
data_directory = {top}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:{sink}
smtp_dns_support_level = disabled
smtp_tls_security_level = none
smtpd_recipient_restrictions = {refuse}, permit_mynetworks, reject
maillog_file = {top}/log
maillog_file_prefixes = {top}
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
retry unix - - n - - error
error unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


class Refusing(Counting):
    """Takes all but one, and that is known to Postfix only."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "r000@example.org":
            return "550 5.1.1 moved away"
        envelope.rcpt_tos.append(address)
        return "250 ok"


class Postfix:
    def __init__(self, top, sink):
        self.top, self.port = top, free_port()
        (top / "etc").mkdir(parents=True)
        (top / "queue").mkdir()
        (top / "data").mkdir()
        owner = pwd.getpwnam("postfix")
        os.chown(top / "data", owner.pw_uid, owner.pw_gid)
        for path in (top, *top.parents):
            if path.stat().st_uid == os.getuid() and str(path).startswith("/tmp/"):
                path.chmod(0o755)
        (top / "etc/refuse").write_text("nobody@example.org 550 5.1.1 nobody lives here\n")
        fill = {"top": top, "sink": sink, "port": self.port,
                "refuse": f"check_recipient_access texthash:{top}/etc/refuse"}
        (top / "etc/main.cf").write_text(MAIN.format(**fill))
        (top / "etc/master.cf").write_text(MASTER.format(**fill))

    def run(self, what):
        return subprocess.run(["postfix", "-c", self.top / "etc", what], capture_output=True)

    def __enter__(self):
        done = self.run("start")
        if done.returncode:
            skip(f"Postfix does not start here: {done.stderr.decode()}")
        return self

    def __exit__(self, *_):
        self.run("stop")


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def main():
    if not shutil.which("postfix", path=os.environ["PATH"] + ":/usr/sbin") or os.getuid() != 0:
        skip("Postfix is not installed, or this is not root")
    need_aiosmtpd()
    os.environ["PATH"] += ":/usr/sbin"
    report = Report()
    people = [f"r{i:03}@example.org" for i in range(100)]
    with Folder() as folder:
        env = environment()
        issue = write_post(folder, [*people, "nobody@example.org"], env)
        handler = Refusing()
        sink = Aiosmtpd(handler)
        with Postfix(folder / "postfix", sink.port) as postfix:
            url = f"smtp://127.0.0.1:{postfix.port}"
            done = banxin("send", issue, "--smtp", url, cwd=folder, env=env)
            found = rows(issue)
            report.check(all(found[a][0] == "accepted" for a in people), "Postfix takes them",
                         done.stderr)
            report.check(all(re.search(r"queued as [0-9A-Za-z]+$", found[a][1]) for a in people),
                         "the ledger knows their queue ids", found[people[0]])
            report.check(found["nobody@example.org"][0] == "refused" and
                         "nobody lives here" in found["nobody@example.org"][1],
                         "and who is refused", found["nobody@example.org"])
            wait_for(lambda: len(handler.count) >= len(people))
            handler.count.pop("bulletin@example.org", None)  # what Postfix writes back
            report.check(sorted(handler.count) == people[1:] and
                         set(handler.count.values()) == {1},
                         "its queue does the rest", len(handler.count))
            log = (folder / "postfix/log").read_text()
            ids = [found[a][1].rsplit(" ", 1)[1] for a in people]
            report.check(all(f" {i}: " in log for i in ids), "its log has the same ids")
            done = banxin("bounces", issue, "--log", folder / "postfix/log", cwd=folder, env=env)
            found = rows(issue)
            report.check(done.returncode == 0 and [a for a in people if found[a][0] == "bounced"]
                         == people[:1] and "moved away" in found[people[0]][1],
                         "what came back is read from the log", done.stdout, done.stderr)
            done = banxin("bounces", issue, "--log", folder / "no", cwd=folder, env=env)
            report.check(done.returncode == 1, "no such log", done.stderr)
            banxin("send", issue, "--smtp", url, cwd=folder, env=env)
            time.sleep(1)
            report.check(set(handler.count.values()) == {1}, "nobody twice")
        sink.stop()
    report.end()


if __name__ == "__main__":
    main()
