"""Small ICC profiles for tests (ICC.1:2001-04), made of numbers of our own: no press has them."""

import struct

D50 = (0.9642, 1.0, 0.8249)


def s15(v):
    return struct.pack(">i", round(v * 65536))


def tag_text(kind, text):
    if kind == b"desc":
        return (b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text.encode() + b"\0" +
                bytes(4 + 4 + 2 + 1 + 67))
    return b"text" + bytes(4) + text.encode() + b"\0"


def profile(kind, space, tags, pcs=b"Lab ", version=2, name="Test press"):
    """A whole profile: class, colour space and the tags beside those that all have."""
    tags = {b"desc": tag_text(b"desc", name), b"cprt": tag_text(b"text", "None"),
            b"wtpt": b"XYZ " + bytes(4) + b"".join(map(s15, D50)), **tags}
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for sign, data in tags.items():
        table += sign + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = at + len(body)
    header = struct.pack(">I4sI4s4s4s12s4s", size, b"test", version << 24, kind, space, pcs,
                         struct.pack(">6H", 2024, 1, 1, 0, 0, 0), b"acsp")
    header = header.ljust(68, b"\0") + b"".join(map(s15, D50))
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def lut8(inputs, outputs, grid, colour):
    """A table with grid points along each input; colour maps inputs 0…1 to outputs 0…1."""
    points = [[]]
    for _ in range(inputs):
        points = [p + [i / (grid - 1)] for p in points for i in range(grid)]
    clut = bytes(round(max(0, min(1, v)) * 255) for p in points for v in colour(p))
    line = bytes(range(256))
    head = b"mft1" + bytes(4) + struct.pack(">BBBB", inputs, outputs, grid, 0)
    head += b"".join(s15(float(i % 4 == 0)) for i in range(9))
    return head + line * inputs + clut + line * outputs


def lab_to_rgb(lab):
    """Encoded L, a, b (0…1) to display red, green, blue, roughly."""
    l, a, b = lab[0] * 100, lab[1] * 255 - 128, lab[2] * 255 - 128
    fy = (l + 16) / 116
    xyz = [w * (f ** 3 if f > 6 / 29 else (f - 4 / 29) * 3 * (6 / 29) ** 2)
           for w, f in zip(D50, (fy + a / 500, fy, fy - b / 200))]
    rows = ((3.1339, -1.6169, -0.4906), (-0.9788, 1.9161, 0.0335), (0.0719, -0.2290, 1.4052))
    linear = [max(0, sum(m * v for m, v in zip(row, xyz))) for row in rows]
    return [min(1, 12.92 * v if v < 0.0031 else 1.055 * v ** (1 / 2.4) - 0.055) for v in linear]


def rgb_to_lab(rgb):
    linear = [v / 12.92 if v < 0.0404 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    rows = ((0.4361, 0.3851, 0.1431), (0.2225, 0.7169, 0.0606), (0.0139, 0.0971, 0.7139))
    f = []
    for row, w in zip(rows, D50):
        t = sum(m * v for m, v in zip(row, linear)) / w
        f.append(t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29)
    return [(116 * f[1] - 16) / 100, (500 * (f[0] - f[1]) + 128) / 255,
            (200 * (f[1] - f[2]) + 128) / 255]


def ink_of(lab):
    """Cyan, magenta, yellow are what red, green, blue lack; black is what all three do."""
    lack = [1 - v for v in lab_to_rgb(lab)]
    black = min(lack)
    return [(v - black) / (1 - black) if black < 1 else 0 for v in lack] + [black]


def look_of(cmyk):
    return rgb_to_lab([(1 - v) * (1 - cmyk[3]) for v in cmyk[:3]])


def cmyk(**changes):
    tags = {b"A2B0": lut8(4, 3, 3, look_of), b"B2A0": lut8(3, 4, 17, ink_of)}
    return profile(changes.pop("kind", b"prtr"), b"CMYK", tags, **changes)


def grey(kind=b"prtr", **changes):
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(1.8 * 256)) + bytes(2)
    return profile(kind, b"GRAY", {b"kTRC": curve}, pcs=b"XYZ ", **changes)
