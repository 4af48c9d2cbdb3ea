#!/usr/bin/env python3
"""The PDF judged by Apache PDFBox Preflight.

Preflight knows PDF/A-1b only. What it says of our PDF/A-2a and 3a files must be no more than where
the later parts of the standard have other rules: no CIDSet, ICC profiles of version 4, files within
the file, another number of the part. Everything else (fonts and their widths, metadata, output
intent, annotations, structure of the file) is the same in all parts.
"""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import PRINT, SAMPLE, Folder, Report, banxin, need, pinned_data, skip  # noqa: E402

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
JARS = ["pdfbox2", "preflight", "xmpbox", "fontbox2", "commons-logging", "commons-io", "jaxb-api",
        "javax.activation|activation", "bcprov"]
LATER = ("3.1.11 Invalid Font definition",  # CIDSet
         "2.1.6 Invalid graphics object, Invalid version of the ICCProfile",
         "7.11.2 Error on MetaData, part must be 1")
FILES = ("1.2.9 Body Syntax error, EmbeddedFile", "1.4.7 Trailer Syntax error, EmbeddedFile")
JUDGE = """
import org.apache.pdfbox.preflight.*;
import org.apache.pdfbox.preflight.parser.PreflightParser;

public class Judge {
    public static void main(String[] files) throws Exception {
        for (String f : files) {
            PreflightParser p = new PreflightParser(f);
            p.parse();
            PreflightDocument d = p.getPreflightDocument();
            d.validate();
            for (ValidationResult.ValidationError e : d.getResult().getErrorsList())
                System.out.println(f + "\\t" + e.getErrorCode() + " " + e.getDetails());
            d.close();
            System.out.println(f + "\\tjudged");
        }
    }
}
"""


def class_path():
    found = []
    for names in JARS:
        jar = next((p for n in names.split("|") for p in [Path(f"/usr/share/java/{n}.jar")]
                    if p.exists()), None)
        if not jar:
            skip(f"not installed: {names}.jar")
        found.append(str(jar))
    return ":".join(found)


def main():
    need("java", "javac")
    classes = class_path()
    report = Report()
    with Folder() as top:
        (top / "Judge.java").write_text(JUDGE)
        builds = [("sample", SAMPLE, [], None), ("attached", SAMPLE, ["--attach-source"], None)]
        builds += [(f.parent.name, f, [], None) for f in sorted(PRINT.glob("*/issue"))]
        env = pinned_data(top / "data")
        builds += [(p.parent.name, p.parent, [], env) for p in sorted(GOLDEN.glob("*/issue.yaml"))]
        files = []
        for name, folder, options, env in builds:
            files.append(top / f"{name}.pdf")
            done = banxin("build", folder, "-o", files[-1], *options, env=env)
            report.check(done.returncode == 0, f"{name} is not built", done.stderr)
        done = subprocess.run(["java", "-cp", classes, str(top / "Judge.java"), *map(str, files)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        said = [line.split("\t", 1) for line in done.stdout.decode().splitlines() if "\t" in line]
        for file in files:
            mine = [what for f, what in said if f == str(file)]
            report.check("judged" in mine, f"{file.stem} is not judged", done.stderr.decode()[-500:])
            for what in mine:
                allowed = what == "judged" or what.startswith(LATER[1:]) or \
                    (what.startswith(LATER[0]) and "CIDSet entry is missing" in what) or \
                    (file.stem == "attached" and what.startswith(FILES))
                report.check(allowed, f"{file.stem}: Preflight", what)
    report.end()


if __name__ == "__main__":
    main()
