#!/usr/bin/env python3
"""hanzi-table.c is what make-hanzi makes of Unihan, and whole: 8105 characters,
196 of them beyond the BMP. Skips where Unihan 15.0 is not installed (Debian:
unicode-data)."""

import subprocess
import sys
from pathlib import Path

PROOF = Path(__file__).resolve().parents[2] / "src" / "proof"
UNIHAN = Path("/usr/share/unicode")


def main():
    table = (PROOF / "hanzi-table.c").read_text("utf-8")
    for line in ("hanzi_standard = { standard, 7909, 3,",
                 "hanzi_standard_long = { standard_long, 196, 4,"):
        if line not in table:
            sys.exit(f"hanzi-table.c lacks ‘{line}’")
    readme = UNIHAN / "ReadMe.txt"
    if not (UNIHAN / "Unihan_Variants.txt.bz2").exists() or "15.0" not in readme.read_text("utf-8"):
        sys.exit(77)
    made = subprocess.run([sys.executable, PROOF / "make-hanzi"], stdout=subprocess.PIPE, check=True)
    if made.stdout.decode("utf-8") != table:
        sys.exit("hanzi-table.c is not what make-hanzi makes; run it anew")


main()
