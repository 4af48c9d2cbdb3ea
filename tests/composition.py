#!/usr/bin/env python3
"""The fine layout by the places of the glyphs in the finished PDF: the printed issues, where a
developer has them, and generated paragraphs of Han, marks, numbers, Western words, web addresses,
brackets, quotation marks and dashes.

No line begins or ends with what it may not, nothing is broken that belongs together, every line is
full, every space of it within the policy's bounds and squeezed or spread in the policy's order;
marks at a line's end and opening marks at its start have lost their white; there are no last lines
of one character, and where a line's beginning was a choice the characters stand twice as evenly as
where lines are filled greedily. What may be where is policy.py's, from the numbers in the layout's file.

    composition.py [PARAGRAPHS [SEED]]
"""

import json
import math
import random
import re
import shutil
import sys
import unicodedata

from pdftext import read_lines
from policy import NO_END, NO_START, SOLIDI, Policy, forbidden_breaks, in_url, is_han
from program import PRINT, Folder, Report, banxin, dump, need, pinned_data, write_issue

LAYOUT = "jingpai"
NEAR = 0.003  # em: operators are written to thousandths
EVEN = 0.5  # of greedy's deviation
WORDS = """通信 网络 建设 推进 服务 质量 提升 全省 会员 单位 工作 会议 安全 生产 数据 中心 基础 设施 企业 用户 农村 山区
学校 医院 政府 部门 工业 互联网 平台 系统 技术 人才 培训 活动 青年 志愿者 专家 委员会 秘书处 标准 规范 管理 运行 保障 应急
演练 宽带 光纤 基站 铁塔 机房 电源 线路 抢修 汛期 春节 期间 圆满 完成 任务 取得 成效 进一步 加强 落实 责任 围绕 目标 坚持
创新 驱动 绿色 发展 融合 应用 的 和 在 对 与 了 为 将 一批 多家 各地 同比 增长 达到 覆盖 超过""".split()
# the last few are long and stand in such text now and then
NUMBERS = 3 * ["12", "3", "2024", "138.6", "6.8%", "12,500", "－3℃", "37.5℃", "±0.5", "￥120", "第110期", "第7届",
               "1.2‰", "9～16", "2月23日", "1949年", "30多"] + ["2021—2023年", "2024年3月15日"]
WESTERN = 3 * ["5G", "5G+", "IPv6", "Wi-Fi", "AI", "4K", "MWC", "5G-A", "e-SIM"] + [
    "NB-IoT", "GB/T 19000", "OpenHarmony", "New Radio", "Internet of Things"]
URLS = ["https://www.example.org/news/2024/03/15.html", "https://example.org/a-b-c", "www.example.org/xinwen/tongzhi",
        "http://example.org/plan-2024/annex-2/table.pdf"]
PAIRS = ["“{}”", "《{}》", "（{}）", "‘{}’", "【{}】", "“《{}》”", "（“{}”）", "“{}”“{}”", "《{}》《{}》", "：“{}。”"]


def phrase(rng, n=3):
    return "".join(rng.choice(WORDS) for _ in range(rng.randint(1, n)))


def part(rng, kind):
    if kind < 0.07:
        return rng.choice(NUMBERS)
    if kind < 0.11:
        return rng.choice(WESTERN)
    if kind < 0.21:
        pair = rng.choice(PAIRS)
        return pair.format(*[phrase(rng) for _ in range(pair.count("{}"))])
    if kind < 0.23:
        return rng.choice(["——", "……", "/", "·", "——“" + phrase(rng) + "”"]) + phrase(rng, 1)
    return phrase(rng)


def meets(before, behind):
    """Two parts that no text has side by side."""
    western = before.isascii() and (behind.isascii() or behind in "－±￥")
    return western or (before in "——……/·" and not behind.isalnum())


def sentence(rng):
    parts = [rng.choice(WORDS)]
    for _ in range(rng.randint(6, 30)):
        parts.append(part(rng, rng.random()))
        if meets(parts[-2][-1], parts[-1][0]):
            parts.insert(-1, rng.choice(WORDS))
        if rng.random() < 0.15 and parts[-1][-1] not in "，、；：":
            parts.append(rng.choice("，，，、；："))
    return "".join(parts).rstrip("，、；：")


def paragraph(rng):
    ends = [rng.choice(["。", "。", "。", "。", "；", "！", "？", "？！", "！！！"]) for _ in range(rng.randint(1, 6))]
    text = "".join(sentence(rng) + end for end in ends)
    if rng.random() < 0.08:
        text += "网址是" + rng.choice(URLS) + "，" + sentence(rng)
    if rng.random() < 0.15:
        text = rng.choice(["“{}”", "《{}》", "（{}）"]).format(phrase(rng)) + text
    return re.sub(r"[。；！？]+$", "", text) + "。"


def source(text):
    """As it is written in a manuscript."""
    return re.sub(r"([*_`\[\]<>#|~\\])", r"\\\1", text)


# Lines of the PDF.

class Paragraph:
    def __init__(self, text, lines, starts):
        self.text, self.lines, self.starts = text, lines, starts  # starts: places in text


def squashed(text):
    """text without spaces, and where each of its characters stands in text."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(text[i] for i in places), places


def glyph_text(line):
    return "".join(c for g in line for c in g.chars if not c.isspace())


def take_line(line, want):
    """The glyphs of line that make the beginning of want; None where it begins otherwise. What stands
    behind the end of want is a byline's."""
    taken, at = [], 0
    for g in line:
        chars = "".join(g.chars.split())
        if at == len(want):
            break
        if not want.startswith(chars, at):
            return None
        at += len(chars)
        taken.append(g)
    return taken


def take_paragraph(lines, at, text):
    """The paragraph that begins in line at, and the line behind it; None where another text stands."""
    want, places = squashed(text)
    found, starts, done = [], [], 0
    while done < len(want):
        taken = take_line(lines[at], want[done:]) if at < len(lines) else None
        if not taken:
            return None
        found.append(taken)
        starts.append(places[done])
        done += len(glyph_text(taken))
        at += 1
    return Paragraph(text, found, starts), at


def find_paragraphs(lines, texts):
    """Those of texts that the lines hold, in order, and how many are not found."""
    found, at = [], 0
    for text in texts:
        for start in range(at, len(lines)):
            taken = take_paragraph(lines, start, text)
            if taken:
                found.append(taken[0])
                at = taken[1]
                break
    return found, len(texts) - len(found)


# What is measured.

class Measure:
    def __init__(self, report, policy, name):
        self.report, self.policy, self.name, self.told = report, policy, name, None
        self.spaces, self.lines, self.filled, self.lone, self.beyond, self.forced = [], 0, 0, 0, 0, 0

    def paragraph(self, p):
        forbidden = forbidden_breaks(p.text)
        for n, (line, start) in enumerate(zip(p.lines, p.starts)):
            last = n + 1 == len(p.lines)
            self.lines += 1
            if n:
                self.check_break(p.text, start, forbidden)
            self.line(p, n, [g for g in line if not g.chars.isspace()], last)
        if len(p.lines) > 1:
            lone = sum(unicodedata.category(c)[0] != "P" for c in glyph_text(p.lines[-1])) < 2
            self.lone += lone
            self.check(not lone, "a last line of one character", p, len(p.lines) - 1)

    def check(self, good, kind, p, n, *details):
        text = glyph_text(p.lines[n])
        return self.report.check(good, f"{self.name}: {kind}", p.text[:30] + "…", f"line {n + 1}: {text}", *details)

    def check_break(self, text, at, forbidden):
        before = text[:at].rstrip()
        where = f"{before[-12:]} | {text[at:at + 12]}"
        url = in_url(text, at)
        self.report.check(text[at] not in NO_START and (text[at] not in SOLIDI or url),
                          f"{self.name}: a line begins with what it may not", where)
        self.report.check(before[-1] not in NO_END and (before[-1] not in SOLIDI or url),
                          f"{self.name}: a line ends with what it may not", where)
        self.report.check(not forbidden.intersection(range(len(before), at + 1)),
                          f"{self.name}: broken that belongs together", where)

    def line(self, p, n, glyphs, last):
        """One line: where it begins and ends, and every space in it."""
        pol, em = self.policy, self.policy.size
        frames = pol.frames(glyphs)
        left = pol.left + (pol.indent if n == 0 else 0)
        halved = glyphs[0].chars[0] in pol.open and pol.on(
            "line-start-marks" if n else "paragraph-start-marks") == "half"
        self.check(abs(frames[0][0] - left + (em / 2 if halved else 0)) < NEAR * em, "a line begins elsewhere", p, n,
                   f"{frames[0][0]:.3f}, not {left - (em / 2 if halved else 0):.3f}")
        spaces = self.spaces_of(p, n, glyphs, frames)
        end = frames[-1][1]
        ends = p.starts[n] + len("".join(g.chars for g in p.lines[n]).rstrip()) - 1
        if pol.on("line-end-marks") == "half" and p.text[ends] in pol.close and not pol.is_short(p.text, ends):
            end -= em / 2
        short = pol.left + pol.measure - end
        if last:
            self.check(all(s < b.natural + NEAR for s, b in spaces), "a last line is spread", p, n)
            self.check(short > -NEAR * em, "a last line goes beyond the measure", p, n, f"{-short:.3f} pt")
        if not last or any(s < b.natural - NEAR for s, b in spaces):
            self.check(abs(short) < NEAR * em, "a line does not fill the measure", p, n, f"{-short:.3f} pt")
            self.order(p, n, spaces)
        if last:
            return
        self.filled += 1
        self.spaces += [(s, n, p) for (s, bounds), (a, b) in zip(spaces, zip(glyphs, glyphs[1:]))
                        if is_han(a.chars[-1]) and is_han(b.chars[0]) and bounds.natural == 0]

    def spaces_of(self, p, n, glyphs, frames):
        """[(space, its bounds)], in em; those beyond their bounds are told."""
        found, at = [], p.starts[n]
        for a, b, (_, end), (start, _) in zip(glyphs, glyphs[1:], frames, frames[1:]):
            at += len(a.chars)
            at += p.text[at].isspace()
            bounds = self.policy.between(p.text, at)
            space = (start - end) / self.policy.size
            good = bounds.least - NEAR < space < bounds.most + NEAR
            if not good and n == 0 and space > bounds.most and self.is_forced(p):
                good = True
                self.forced += p is not self.told
                self.told = p
            self.beyond += not good
            self.check(good, "a space beyond its bounds", p, n, f"{a.chars}|{b.chars}: {space:.3f} em, "
                       f"not {bounds.least:g} to {bounds.most:g}")
            found.append((space, bounds))
        return found

    def is_forced(self, p):
        """What must not be parted behind the first line did not fit on it, however squeezed."""
        if len(p.lines) < 2:
            return False
        pol, forbidden = self.policy, forbidden_breaks(p.text)
        end = p.starts[1] + 1
        while end < len(p.text) and (end in forbidden or p.text[end].isspace() or p.text[
                end] in NO_START | SOLIDI or p.text[end - 1] in NO_END | SOLIDI):
            end += 1
        count, unit = 0, []
        for g in p.lines[1]:
            if count < len(squashed(p.text[p.starts[1]:end])[0]):
                unit.append(g)
                count += len(g.chars.strip())
        glyphs = [g for g in p.lines[0] + unit if not g.chars.isspace()]
        wid, at = sum(b - a for a, b in pol.frames(glyphs)) / pol.size, p.starts[0]
        for a, b in zip(glyphs, glyphs[1:]):
            at += len(a.chars)
            at += p.text[at].isspace()
            wid += pol.between(p.text, at).least
        wid -= 0.5 * (glyphs[0].chars[0] in pol.open) + 0.5 * (p.text[at] in pol.close)
        return wid > (pol.measure - pol.indent) / pol.size + NEAR

    def order(self, p, n, spaces):
        """Squeezed or spread, not both; a step only where those before it have given all."""
        tight = [(b.squeezed, b.natural - s, b.natural - b.least) for s, b in spaces if s < b.natural - NEAR]
        loose = [(b.widened, s - b.natural, b.most - b.natural) for s, b in spaces if s > b.natural + NEAR]
        self.check(not tight or not loose, "a line is squeezed here and spread there", p, n)
        used = max((step for step, _, _ in tight or loose), default=0)
        for s, b in spaces:
            step, room, given = (b.squeezed, b.natural - b.least, b.natural - s) if tight else (
                b.widened, b.most - b.natural, s - b.natural)
            if 0 < step < used:
                self.check(given > room - NEAR, "a later step gives before an earlier one has given all", p, n,
                           f"step {step}: {given:.3f} of {room:.3f} em, while step {used} gives")
        self.alike(p, n, loose, used)

    def alike(self, p, n, loose, used):
        """Spaces of the last step that widens grow alike, as far as each may."""
        grown = [(more, room) for step, more, room in loose if step == used]
        most = max((more for more, _ in grown), default=0)
        self.check(all(more > min(most, room) - 2 * NEAR for more, room in grown), "spaces of one step grow unlike", p, n,
                   [f"{more:.3f}" for more, _ in grown])

    def deviation(self, chosen=False):
        """In thousandths of an em; chosen: of lines whose beginning was a choice, too."""
        values = [s for s, n, _ in self.spaces if n or not chosen]
        mean = sum(values) / len(values)
        return 1000 * math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))


def paragraphs_of(report, name, policy, pdf, texts):
    found, missing = find_paragraphs(read_lines(pdf, policy.size), texts)
    report.check(not missing, f"{name}: paragraphs that are not in the PDF", missing)
    return found


def measure(report, policy, name, pdf, texts):
    m = Measure(report, policy, name)
    for p in paragraphs_of(report, name, policy, pdf, texts):
        m.paragraph(p)
    return m


def spaces_alone(report, policy, name, pdf, texts):
    """Of lines filled greedily only the spaces are of interest."""
    m = Measure(Report(), policy, name)
    m.check = m.check_break = lambda *_: True
    for p in paragraphs_of(report, name, policy, pdf, texts):
        m.paragraph(p)
    return m


def compare(report, name, ours, greedy):
    """A first line is no better than what stands behind it allows, whoever fills it, and few such lines
    make most of the deviation: the half is asked of the lines behind them."""
    print(f"{name}: {ours.lines} lines, {ours.filled} of them full; spaces beyond bounds {ours.beyond}, "
          f"lines that could not but go beyond them {ours.forced}, lone characters {ours.lone}, "
          f"deviation {ours.deviation():.2f} thousandths of an em, greedy {greedy.deviation():.2f}; "
          f"behind first lines {ours.deviation(True):.2f}, greedy {greedy.deviation(True):.2f}")
    report.check(ours.deviation(True) <= EVEN * greedy.deviation(True), "not twice as even as greedy", name)
    report.check(ours.deviation() < greedy.deviation(), "less even than greedy", name)


def check_issue(report, name, folder, env, texts):
    """The issue as it is, and with its lines filled greedily."""
    policy, issue = Policy(LAYOUT), folder / "issue.yaml"
    pdfs = []
    for more in ("", "overrides:\n  breaks.fill: greedy\n"):
        head = re.sub(r"^overrides:\n(?:[ #].*\n)*", "", issue.read_text("utf-8"), flags=re.M)
        issue.write_text(re.sub(r"^layout: .*$", f"layout: {LAYOUT}", head, flags=re.M) + more, "utf-8")
        pdfs.append(folder.parent / f"{name}-{len(pdfs)}.pdf")
        done = banxin("build", folder, "-o", pdfs[-1], env=env)
        if not report.check(done.returncode == 0, f"{name} is not built", done.stderr):
            return
    ours = measure(report, policy, name, pdfs[0], texts)
    greedy = spaces_alone(report, policy, name, pdfs[1], texts)
    compare(report, name, ours, greedy)


def check_generated(report, top, env, count, seed):
    rng = random.Random(seed)
    texts = [paragraph(rng) for _ in range(count)]
    write_issue(top / "generated", [("题", "\n\n".join(map(source, texts)))])
    check_issue(report, f"seed {seed}", top / "generated", env, texts)


def printed_paragraphs(text):
    """The plain paragraphs of an issue, from the dump after the step source; without bylines."""
    texts, path = [], []
    for line in text.split("\n"):
        depth = (len(line) - len(line.lstrip(" "))) // 2
        if line.lstrip().startswith('"'):
            if path[-2:-1] == ["para"] and path[-1] == "text":
                texts[-1] += json.loads(re.match(r' *("(?:[^"\\]|\\.)*")', line)[1])
        elif line.strip():
            path[depth:] = [line.split()[0]]
            if path[-1] == "para":
                texts.append("")
    return [t for t in texts if len(t) > 2]


def check_printed(report, top, env):
    folders = sorted(PRINT.glob("*/issue"))
    for folder in folders:
        name = folder.parent.name
        texts = printed_paragraphs(dump(folder, "source", env=env))
        shutil.copytree(folder, top / name)
        check_issue(report, name, top / name, env, texts)
    if not folders:
        print("no printed issues here: passed over")


def main():
    need()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20240229
    report = Report()
    with Folder() as top:
        env = pinned_data(top / "data")
        check_printed(report, top, env)
        check_generated(report, top, env, count, seed)
    report.end()


if __name__ == "__main__":
    main()
