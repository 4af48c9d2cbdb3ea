#!/usr/bin/env python3
"""How fast issues are mailed, ledger and all, against a program that does nothing but send the
same bytes with libcurl ($SMTP_FLOOR).

    smtp.py [MESSAGES]
"""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "send")]
from post_office import Counting, write_post
from program import BANXIN, Folder, environment, skip
from send import Aiosmtpd, need_aiosmtpd


def timed(command, **kw):
    begin = time.monotonic()
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, **kw)
    return time.monotonic() - begin


def main():
    floor = os.environ.get("SMTP_FLOOR") or skip("SMTP_FLOOR is not set")
    need_aiosmtpd()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    env = environment()
    with Folder() as folder:
        issue = write_post(folder, [f"r{i:05}@example.org" for i in range(count)], env)
        subprocess.run([BANXIN, "send", issue, "--dry-run", "-o", folder / "eml"], cwd=folder,
                       env=env, check=True, stdout=subprocess.DEVNULL)
        message = min((folder / "eml").iterdir())
        handler = Counting()
        server = Aiosmtpd(handler)
        url = f"smtp://127.0.0.1:{server.port}"
        bare = min(timed([floor, url, message, count]) for _ in range(3))
        print(f"{count} messages of {message.stat().st_size / 1024:.0f} KB")
        print(f"libcurl alone           {bare:6.2f} s {count / bare:8.0f} a second")
        for connections in (1, 2, 4):
            times = []
            for _ in range(3):
                for path in issue.glob("send.*"):
                    path.unlink()
                times.append(timed([BANXIN, "send", issue, "--smtp", url, "--connections",
                                    connections], cwd=folder, env=env))
            took = min(times)
            print(f"banxin, {connections} connections   {took:6.2f} s {count / took:8.0f} a second "
                  f"{100 * bare / took:4.0f} %")
        server.stop()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process {most:.0f} MB")


if __name__ == "__main__":
    main()
