"""A tagged PDF as its structure says it is read: objects by qpdf, page contents taken apart."""

import base64
import json
import re
import subprocess

PAINTING = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"Tj", b"TJ",
            b"'", b'"'}
TOKEN = re.compile(rb"<<|>>|\[|\]|<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\)|/[^\s<>\[\]()/]*|[^\s<>\[\]()/]+")


class Document:
    def __init__(self, path):
        done = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline",
                               "--decode-level=generalized", str(path)],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        data = json.loads(done.stdout)["qpdf"][1]
        self.objects = {k.removeprefix("obj:"): v for k, v in data.items()}
        self.trailer = self.objects["trailer"]["value"]
        self.catalog = self.get(self.trailer["/Root"])
        self.pages = list(self.walk_pages(self.catalog["/Pages"]))

    def get(self, it):
        """The value that it refers to; a stream's dictionary."""
        while isinstance(it, str) and it in self.objects:
            o = self.objects[it]
            it = o["stream"]["dict"] if "stream" in o else o["value"]
        return it

    def data(self, ref):
        return base64.b64decode(self.objects[ref]["stream"]["data"])

    def walk_pages(self, ref):
        node = self.get(ref)
        if node["/Type"] == "/Pages":
            for kid in node["/Kids"]:
                yield from self.walk_pages(kid)
        else:
            yield ref

    def number_tree(self, ref):
        nums = self.get(ref)["/Nums"]
        return {nums[i]: nums[i + 1] for i in range(0, len(nums), 2)}


def string(s):
    """A text string of qpdf's JSON."""
    if s.startswith("u:"):
        return s[2:]
    return bytes.fromhex(s[2:]).decode("latin-1")


def utf16(digits):
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


class Font:
    def __init__(self, doc, ref):
        font = doc.get(ref)
        self.name = font["/BaseFont"]
        self.texts = {}
        for section in re.findall(rb"beginbfchar(.*?)endbfchar", doc.data(font["/ToUnicode"]), re.S):
            for code, text in re.findall(rb"<(\w+)>\s*<(\w+)>", section):
                self.texts[int(code, 16)] = utf16(text)


class Content:
    """What a page shows: the text of each marked content, and whatever is wrong."""

    def __init__(self, doc, page, fonts):
        self.faults, self.texts, self.tags = [], {}, {}
        self.artifacts = ""
        resources = doc.get(doc.get(page)["/Resources"])
        self.fonts = {}
        for name, ref in doc.get(resources.get("/Font", {})).items():
            if ref not in fonts:
                fonts[ref] = Font(doc, ref)
            self.fonts[name] = fonts[ref]
        self.stack, self.font = [], None  # of ["BT"] and [tag, properties]
        contents = doc.get(page)["/Contents"]
        self.run(doc.data(contents if isinstance(contents, str) else contents[0]))

    def run(self, data):
        operands, depth = [], 0
        for token in TOKEN.findall(data):
            if token in (b"<<", b"["):
                depth += 1
            elif token in (b">>", b"]"):
                depth -= 1
            if depth or token[:1] in b"/<[(>]" or re.fullmatch(rb"-?[\d.]+", token):
                operands.append(token)
                continue
            self.operator(token, operands)
            operands = []
        if self.stack:
            self.faults.append(f"left open: {self.stack}")

    def operator(self, op, operands):
        if op in (b"BDC", b"BMC"):
            self.begin(operands[0].decode(), operands[1:])
        elif op == b"BT":
            self.stack.append(["BT", []])
        elif op in (b"ET", b"EMC"):
            top = self.stack.pop() if self.stack else ["", []]
            if (top[0] == "BT") != (op == b"ET"):
                self.faults.append(f"{op} closes {top}")
        elif op == b"Tf":
            self.font = self.fonts[operands[0].decode()]
        elif op in PAINTING:
            if not any(s[0] == "/Artifact" or b"/MCID" in s[-1] for s in self.stack):
                self.faults.append(f"{op} is in no marked content")
            if op == b"TJ":
                self.show(operands)

    def begin(self, tag, properties):
        if tag in ("/Artifact",) or b"/MCID" in properties:
            if any(s[0] != "BT" for s in self.stack):
                self.faults.append(f"{tag} within {self.stack}")
        self.stack.append([tag, properties])
        if b"/MCID" in properties:
            mcid = int(properties[properties.index(b"/MCID") + 1])
            if mcid in self.tags:
                self.faults.append(f"MCID {mcid} twice")
            self.tags[mcid] = tag
            self.texts[mcid] = ""
        if b"/ActualText" in properties:
            text = properties[properties.index(b"/ActualText") + 1]
            self.add(utf16(text.strip(b"<>")).removeprefix("\ufeff"))

    def add(self, text):
        for s in self.stack:
            if b"/MCID" in s[-1]:
                self.texts[int(s[-1][s[-1].index(b"/MCID") + 1])] += text
            elif s[0] == "/Artifact":
                self.artifacts += text

    def show(self, operands):
        actual = any(b"/ActualText" in s[-1] for s in self.stack)
        for token in operands:
            if token[:1] != b"<":
                continue
            digits = token.strip(b"<>").decode()
            for code in (int(digits[i:i + 4], 16) for i in range(0, len(digits), 4)):
                if code == 0:
                    self.faults.append(f"{self.font.name} shows .notdef")
                text = self.font.texts.get(code)
                if text is None:
                    self.faults.append(f"{self.font.name} has no text for code {code}")
                elif not actual:
                    self.add(text)


class Element:
    def __init__(self, tree, ref, parent):
        self.ref, self.parent = ref, parent
        self.dict = tree.doc.get(ref)
        self.kind = self.dict["/S"][1:]
        self.kids = []  # elements, (page, MCID), annotations as references
        kids = self.dict.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            self.add(tree, kid)

    def add(self, tree, kid):
        page = self.dict.get("/Pg")
        if isinstance(kid, int):
            self.kids.append((page, kid))
            return
        value = tree.doc.get(kid)
        if value.get("/Type") == "/MCR":
            self.kids.append((value.get("/Pg", page), value["/MCID"]))
        elif value.get("/Type") == "/OBJR":
            self.kids.append(value["/Obj"])
        else:
            self.kids.append(Element(tree, kid, self))

    def elements(self):
        return [k for k in self.kids if isinstance(k, Element)]

    def walk(self):
        yield self
        for kid in self.elements():
            yield from kid.walk()

    def attributes(self):
        return self.dict.get("/A", {})


class Tree:
    def __init__(self, path):
        self.doc = Document(path)
        fonts = {}
        self.contents = {page: Content(self.doc, page, fonts) for page in self.doc.pages}
        self.root = self.doc.get(self.doc.catalog["/StructTreeRoot"])
        self.top = Element(self, self.root["/K"], None)
        self.all = list(self.top.walk())

    def text(self, element):
        out = ""
        for kid in element.kids:
            if isinstance(kid, Element):
                out += self.text(kid)
            elif isinstance(kid, tuple):
                out += self.contents[kid[0]].texts[kid[1]]
        return out
