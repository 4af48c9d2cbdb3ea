"""Layout files as the tests read them, without the program: {"breaks.squeeze.pauses.step": "5"}."""

import re

from program import ROOT

PART = re.compile(r'\s*([\w-]+): *("(?:[^"\\]|\\.)*"|\{[^{}]*\}|[^,{}]*)')


def value_of(text):
    text = text.strip()
    return re.sub(r'\\(.)', r'\1', text[1:-1]) if text.startswith('"') else text


def read_group(values, path, text):
    """A key's value: text, or a group on one line."""
    if not text.startswith("{"):
        values[path] = value_of(text)
        return
    for m in PART.finditer(text[1:-1]):
        read_group(values, f"{path}.{m[1]}", m[2].strip())


def strip_comment(line):
    return re.sub(r'^((?:[^"#]|"(?:[^"\\]|\\.)*")*?)\s*#.*$', r"\1", line).rstrip()


def read_file(path):
    """The entries of a list have * in their keys."""
    values, keys = {}, []
    for line in map(strip_comment, path.read_text("utf-8").splitlines()):
        indent, entry, text = re.match(r"( *)(- )?(.*)$", line).groups()
        depth = len(indent) // 2
        if entry:
            keys[depth:] = ["*"]
            depth += 1
        m = re.match(r"([\w-]+): *(.*)$", text)
        if m:
            keys[depth:] = [m[1]]
        if text and (not m or m[2]):
            read_group(values, ".".join(keys), m[2] if m else text)
    return values


def read_layout(name):
    """The layout's keys, those that it takes from another layout among them."""
    for folder in ("layouts", "tests/layouts"):
        path = ROOT / folder / f"{name}.yaml"
        if path.exists():
            values = read_file(path)
            return {**(read_layout(values["extends"]) if "extends" in values else {}), **values}
    raise FileNotFoundError(name)


def number(values, key):
    """A plain number, or a length in pt; em are those of the body."""
    m = re.fullmatch(r"(-?[\d.]+) *(pt|mm|em)?", values[key])
    unit = {"mm": 72 / 25.4, "em": 1}.get(m[2], 1)
    if m[2] == "em":
        unit = number(values, "body.style.size")
    return float(m[1]) * unit
