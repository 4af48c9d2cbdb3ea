#!/usr/bin/env python3
"""The PDF read back by tools that are not ours: qpdf, poppler and mupdf.

Every character of the manuscripts must come back in reading order; all fonts
embedded, cut down and with a map to Unicode; bookmarks, page labels, links and
properties right; the same bytes from every build. Done with the sample, the issues of
golden/ and, where a developer has them, the printed issues.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import (PRINT, SAMPLE, Folder, Report, banxin, dump, environment,  # noqa: E402
                     need, pinned_data)


GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def output(*command):
    return subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True).stdout.decode("utf-8")


def squash(text):
    return "".join(text.split())


# What must be read, from the issue as it was understood.

class Issue:
    """The dump after the step source, as the pieces of text in printed order."""

    def __init__(self, text):
        self.head, self.articles, self.colophon, self.links = {}, [], [], set()
        self.lead = None
        path = []
        for line in text.split("\n"):
            depth = (len(line) - len(line.lstrip(" "))) // 2
            words = line.split()
            if not words:
                continue
            if line.lstrip().startswith('"'):
                string, rest = re.match(r' *("(?:[^"\\]|\\.)*")(.*)', line).groups()
                self.add(path, json.loads(string), rest)
                self.links.update(re.findall(r"link=(\S+)", rest))
            else:
                path[depth:] = [" ".join(words)]
                self.open(path, words)

    def open(self, path, words):
        if path == ["section"]:
            self.articles.append({"section": ""})
        elif words[0] == "article" or path[-1:] == path and words[0] == "lead":
            article = {"title": [], "name": [], "toc": "", "author": "", "text": [],
                       "readings": [], "notes": [], "at end": False}
            if words[0] == "lead":
                self.lead = article
            else:
                self.articles.append(article)
        elif words[0] == "title" and len(path) == 3:
            self.articles[-1]["title"].append("")
            self.articles[-1]["name"].append("")
        elif path[0].startswith("lead") and words[0] == "title":
            self.lead["title"].append("")
            self.lead["name"].append("")
        elif words[0] == "notes":
            self.current(path)["at end"] = "end" in words
        elif words[0] == "mark":
            self.current(path)["notes"].append("")
        elif words[0] == "table" and not words[1].startswith("@"):
            self.current(path)["text"].append({"columns": int(words[3]), "head": "head" in words,
                                               "joined": False})
        elif words[0] == "cell" and len(words) > 2:
            table = [p for p in self.current(path)["text"] if isinstance(p, dict)][-1]
            table["joined"] = True
        elif words[0] in ("number", "total", "date") and len(path) == 1:
            self.head[words[0]] = words[1]

    def current(self, path):
        return self.lead if path[0].startswith("lead") else self.articles[-1]

    def add(self, path, string, rest):
        """A piece of text, by the keys that lead to it."""
        top, kind = path[0].split()[0], path[-1].split()[0]
        if top in ("title", "publisher"):
            self.head[top] = self.head.get(top, "") + string
        elif top == "colophon":
            self.colophon.append(string)
        elif top == "sender":
            pass  # stands on envelopes, not in the issue
        elif top == "section" and len(path) == 2 and kind == "title":
            self.articles[-1]["section"] += string
        else:
            article = self.current(path)
            if reading := re.search(r' ruby ("(?:[^"\\]|\\.)*")', rest):
                article["readings"].append(squash(json.loads(reading[1])))
            if kind == "title":
                article["title"][-1] += string
                article["name"][-1] += "" if "note=" in rest else string
            elif any(p.startswith("notes") for p in path):
                article["notes"][-1] += squash(string)
            elif kind in ("toc", "author") and len(path) < 4:
                article[kind] += string
            elif kind == "cell":
                article["text"].append((path[-1].split()[1], string))
            elif path[-2].startswith("picture"):
                article["text"].append(Caption(string))
            else:
                article["text"].append(string)


def entries(issue):
    """(level, title, first printed line) of what the contents list and the bookmarks name."""
    for article in issue.articles:
        if "section" in article:
            yield 0, f"【{article['section']}】", f"【{article['section']}】"
        else:
            yield 1, article["toc"] or " ".join(article["name"]), article["title"][0]


class Caption(str):
    """May have a number before it that is the layout's."""


def end_of(text, at, want, readings):
    """Where want ends, which stands in text from at on, or -1. Readings stand behind the line
    that holds what they are of; those passed are taken out of the list."""
    for c in want:
        while not text.startswith(c, at) and readings and text.startswith(readings[0], at):
            at += len(readings.pop(0))
        if not text.startswith(c, at):
            return -1
        at += 1
    while readings and text.startswith(readings[0], at):
        at += len(readings.pop(0))
    return at


def split_notes(page, articles):
    """A page's text without the notes at its foot, and these."""
    for article in articles:
        notes = [] if article["at end"] else article["notes"]
        for i, note in enumerate(notes):
            for at in (m.start() for m in re.finditer(re.escape(note[:3]), page)):
                end, n, readings = at, i, list(article["readings"])
                while readings and readings[0] not in page[at:]:
                    readings.pop(0)
                while n < len(notes) and 0 <= end < len(page):
                    end, n = end_of(page, end, notes[n], readings), n + 1
                if end == len(page):
                    return page[:at], notes[i:n]
    return page, []


class Reader:
    """Walks through what a tool read, holding it against what must be there."""

    def __init__(self, report, name, pages, articles):
        self.report, self.name, self.ok = report, name, True
        self.text, self.at, self.readings, self.notes = "", 0, [], []
        for label, page in pages:
            page = squash(page)
            folio = f"—{label}—"
            if label and self.report.check(page.endswith(folio), f"{name}: no folio at a page's end",
                                           folio, page[-20:]):
                page = page[:-len(folio)]
            page, notes = split_notes(page, articles)
            self.notes += notes
            self.text += page

    def take(self, want, leader=False):
        want = squash(want)
        if leader:
            self.skip(r"[….·]*")
        end = end_of(self.text, self.at, want, self.readings)
        good = end >= 0
        if self.ok and not self.report.check(good, f"{self.name}: other text than the manuscript's",
                                             "wanted: " + want[:60],
                                             "read:   " + self.text[self.at:self.at + 60],
                                             "after:  " + self.text[max(self.at - 20, 0):self.at]):
            self.ok = False
        if not good and (found := self.text.find(want, self.at)) >= 0:
            self.at = found
        self.at = end if good else self.at + len(want)

    def skip(self, pattern):
        self.at = re.compile(pattern).match(self.text, self.at).end()

    def take_article(self, article):
        self.readings = list(article["readings"])
        for line in article["title"]:
            self.take(line)
        self.take(article["author"])
        head, repeats, joined = "", False, ""
        for piece in article["text"]:
            if joined and not isinstance(piece, tuple):
                self.take_mixed(joined)
                joined = ""
            if isinstance(piece, dict):
                head, repeats, table = "", piece["head"], piece
            elif isinstance(piece, tuple) and table["joined"]:
                joined += piece[1]
            elif isinstance(piece, Caption):
                self.skip(rf"(图\d+(?={re.escape(squash(piece))}))?")
                self.take(piece)
            elif isinstance(piece, tuple):
                cell, string = piece
                row, col = map(int, cell.split(","))
                string = squash(string)
                if row == 1 and repeats:
                    head += string
                elif head and col == 1 and self.text.startswith(head, self.at):
                    self.at += len(head)  # again, on a new page
                self.take(string)
            else:
                self.take(piece)
        self.take_mixed(joined)
        if article["at end"]:
            self.skip("注释")
            for note in article["notes"]:
                self.take(note)
        else:
            self.report.check(all(n in self.notes for n in article["notes"]),
                              f"{self.name}: a note is not at a page's foot", article["notes"],
                              self.notes)

    def take_mixed(self, want):
        """Cells over several rows are read where their lines stand."""
        want = squash(want)
        read = self.text[self.at:self.at + len(want)]
        self.take(read if sorted(read) == sorted(want) else want)


def check_text(report, name, issue, pages, numbers):
    articles = [a for a in [issue.lead, *issue.articles] if a and "text" in a]
    reader = Reader(report, name, pages, articles)
    reader.take(issue.head["title"])
    reader.take(f"第{issue.head['number']}期总第{issue.head['total']}期")
    reader.take(issue.head["publisher"])
    year, month, day = (int(v) for v in issue.head["date"].split("-"))
    reader.take(f"{year}年{month}月{day}日")
    if issue.lead:
        reader.take_article(issue.lead)
    reader.take("目录")
    for (_, title, _), number in zip(entries(issue), numbers):
        reader.take(title)
        reader.take(number, leader=True)
    for article in issue.articles:
        if "section" in article:
            reader.take(f"【{article['section']}】")
        else:
            reader.take_article(article)
    for line in issue.colophon:
        reader.take(line)
    report.check(reader.at == len(reader.text), f"{name}: more text than the manuscript's",
                 reader.text[reader.at:reader.at + 60])


def check_guessed_text(report, name, issue, pages, raw):
    """pdftotext, unless told otherwise, guesses at columns and at hyphenation: it reads lists of
    names down instead of across and drops hyphens at line ends. Each page must still have all its
    characters, and what is no shorter than a phrase come in one piece."""
    text, torn = "", "".join(squash(page).removesuffix(f"—{label}—") for label, page in raw)
    for (label, page), (_, want) in zip(pages, raw):
        page, want = (squash(t).replace("-", "") for t in (page, want))
        report.check(sorted(page) == sorted(want), f"{name}: other characters on page {label}")
        text += page.removesuffix(f"—{label}—")
    for article in [issue.lead or {"text": []}] + [a for a in issue.articles if "text" in a]:
        if article.get("readings"):  # it takes them for lines of their own
            continue
        for piece in article["text"]:
            if isinstance(piece, str) and len(piece) > 7 and squash(piece) in torn:
                report.check(squash(piece).replace("-", "") in text, f"{name}: text is torn", piece)


# The document as qpdf shows it.

class Document:
    def __init__(self, path):
        data = json.loads(output("qpdf", "--json", path))
        self.objects = {k[4:]: v.get("value") for k, v in data["qpdf"][1].items()
                        if k.startswith("obj:")}
        self.pages = [p["object"] for p in data["pages"]]
        self.outlines = data["outlines"]
        self.labels = self.read_labels(data["pagelabels"])
        self.links = [list(self.read_links(self.value(p))) for p in self.pages]

    def value(self, it):
        while isinstance(it, str) and it in self.objects:
            it = self.objects[it]
        return it

    def read_labels(self, ranges):
        labels = []
        for i in range(len(self.pages)):
            r = [x for x in ranges if x["index"] <= i][-1]
            label = r["label"].get("/P", "u:")[2:]
            if r["label"].get("/S") == "/D":
                label += str(r["label"].get("/St", 1) + i - r["index"])
            labels.append(label)
        return labels

    def read_links(self, page):
        for annot in self.value(page.get("/Annots", [])):
            annot = self.value(annot)
            action = self.value(annot.get("/A", {}))
            dest = annot.get("/Dest") or action.get("/D")
            if "/URI" in action:
                yield action["/URI"].removeprefix("u:"), None
            elif dest:
                yield None, self.pages.index(self.value(dest)[0])


def check_links(report, name, issue, doc, pages):
    """The contents rows lead to the pages that show their titles; returns these pages."""
    goto = [to for links in doc.links for uri, to in links if to is not None]
    want, targets, at = list(entries(issue)), [], 0
    for _, title, first in want:
        # a row that runs over has a link on each of its lines
        while at < len(goto) and squash(first) not in squash(pages[goto[at]][1]):
            at += 1
        if not report.check(at < len(goto), f"{name}: a contents row leads nowhere", title):
            return [doc.labels[t] for t in targets]
        targets.append(goto[at])
        at += 1
    report.check(len(goto) >= len(want) and targets == sorted(targets),
                 f"{name}: contents rows and links do not agree", goto, targets)
    uris = {uri for links in doc.links for uri, _ in links if uri}
    report.check(uris == issue.links, f"{name}: the addresses differ", uris ^ issue.links)
    return [doc.labels[t] for t in targets]


def check_bookmarks(report, name, issue, doc, numbers):
    have = []
    def walk(items, level):
        for i in items:
            have.append((level, squash(i["title"]), doc.labels[i["destpageposfrom1"] - 1]))
            walk(i["kids"], level + 1)
    walk(doc.outlines, 0)
    want = [(0, squash("".join(issue.lead["name"])), doc.labels[0])] if issue.lead else []
    want += [(level, squash(title), n) for (level, title, _), n in zip(entries(issue), numbers)]
    report.check(have == want, f"{name}: other bookmarks",
                 *[f"{a} is not {b}" for a, b in zip(have, want) if a != b])


def check_fonts(report, name, path):
    rows = output("pdffonts", path).split("\n")[2:]
    rows = [r for r in rows if r.strip()]
    report.check(rows, f"{name}: no fonts")
    for row in rows:
        report.check(row.split()[-5:-2] == ["yes", "yes", "yes"],
                     f"{name}: a font is not embedded, subset and mapped", row)


def check_properties(report, name, issue, path):
    done = output("pdfinfo", "-rawdates", path)
    info = dict(re.findall(r"^(\w+): *(.*)$", done, re.M))
    day = issue.head["date"].replace("-", "")
    report.check(squash(info.get("Title", "")) == squash(
        f"{issue.head['title']}第{issue.head['number']}期总第{issue.head['total']}期"),
        f"{name}: another title", done)
    report.check(info.get("Author") == issue.head["publisher"], f"{name}: another author", done)
    for key in ("CreationDate", "ModDate"):
        report.check(info.get(key, "").startswith(f"D:{day}"), f"{name}: another date", done)


def read_pages(labels, text):
    pages = text.split("\f")
    return list(zip(labels, pages))


def check_document(report, name, folder, path, env=None):
    done = banxin("build", folder, "-o", path, env=env)
    if not report.check(done.returncode == 0, f"{name} is not built", done.stderr):
        return
    issue = Issue(dump(folder, "source", env=env))
    check = subprocess.run(["qpdf", "--check", path], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False)
    report.check(check.returncode == 0 and b"WARNING" not in check.stdout,
                 f"{name}: qpdf --check", check.stdout.decode("utf-8", "replace"))
    doc = Document(path)
    check_fonts(report, name, path)
    check_properties(report, name, issue, path)
    report.check(doc.labels[0] == "", f"{name}: the cover has a page label", doc.labels[0])
    raw = read_pages(doc.labels, output("pdftotext", "-raw", path, "-"))
    numbers = check_links(report, name, issue, doc, raw)
    check_bookmarks(report, name, issue, doc, numbers)
    check_text(report, f"{name}, pdftotext -raw", issue, raw, numbers)
    check_guessed_text(report, f"{name}, pdftotext", issue,
                       read_pages(doc.labels, output("pdftotext", path, "-")), raw)
    check_text(report, f"{name}, mutool", issue,
               read_pages(doc.labels, output("mutool", "draw", "-F", "text", path)), numbers)


# The same bytes.

def check_same_bytes(report, top, folder, path):
    first = path.read_bytes()
    (top / "home").mkdir()
    relative = os.path.relpath(folder, top / "home")
    for what, args, env, cwd in [
        ("again", folder, {}, top),
        ("in Chinese", folder, {"LC_ALL": "zh_CN.UTF-8"}, top),
        ("under LC_ALL=C", folder, {"LC_ALL": "C"}, top),
        ("under another locale", folder, {"LC_ALL": "de_DE.UTF-8"}, top),
        ("in Shanghai", folder, {"TZ": "Asia/Shanghai"}, top),
        ("from another folder", relative, {}, top / "home"),
        ("with another home", folder, {"HOME": top / "home", "XDG_CACHE_HOME": None}, top),
        ("with a cold cache", folder, {"XDG_CACHE_HOME": top / "cache"}, top),
        ("with the cache it left", folder, {"XDG_CACHE_HOME": top / "cache"}, top),
        ("with a cache that can't be", folder, {"XDG_CACHE_HOME": "/dev/null/none"}, top),
    ]:
        done = banxin("build", args, "-o", top / "again.pdf", env=environment(**env), cwd=cwd)
        report.check(done.returncode == 0 and (top / "again.pdf").read_bytes() == first,
                     f"other bytes {what}", done.stderr)
    done = banxin("build", folder, "-o", top / "again.pdf",
                  env=environment(SOURCE_DATE_EPOCH=1709215845, TZ="Asia/Shanghai"))
    again = (top / "again.pdf").read_bytes()
    report.check(done.returncode == 0 and again.count(b"(D:20240229141045Z)") == 2,
                 "SOURCE_DATE_EPOCH does not set the dates", done.stderr)
    report.check(without_dates(first) == without_dates(again),
                 "SOURCE_DATE_EPOCH changes more than the dates")
    for epoch in ("", "no number", "-1", "1" * 30):
        done = banxin("build", folder, "-o", top / "again.pdf",
                      env=environment(SOURCE_DATE_EPOCH=epoch))
        report.check(done.returncode in (0, 1) and (done.returncode == 0 or done.stderr),
                     f"SOURCE_DATE_EPOCH={epoch}", done.returncode, done.stderr)


def without_dates(data):
    return re.sub(rb"D:\d{14}Z|\d{4}-\d\d-\d\dT[\d:]{8}Z|/ID *\[[^]]*\]", b"", data)


def main():
    need("qpdf", "pdffonts", "pdftotext", "pdfinfo", "mutool")
    report = Report()
    with Folder() as top:
        path = top / "x.pdf"
        check_document(report, "the sample", SAMPLE, path)
        for folder in sorted(PRINT.glob("*/issue")):
            check_document(report, folder.parent.name, folder, path)
        env = pinned_data(top / "data")
        for case in sorted(p.parent for p in GOLDEN.glob("*/issue.yaml")):
            if case.name != "zhai":  # whose masthead and section titles have another form
                check_document(report, case.name, case, path, env)
        banxin("build", SAMPLE, "-o", path)
        check_same_bytes(report, top, SAMPLE, path)
    report.end()


if __name__ == "__main__":
    main()
