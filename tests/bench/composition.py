#!/usr/bin/env python3
"""The same text in the same fonts and measure, set by banxin, Typst and XeLaTeX with xeCJK: how
evenly the characters stand, read from each PDF by the same reader.

    composition.py [--paragraphs N] [--seed N] [--keep FOLDER]

Noto Serif CJK SC and Liberation Serif at 14 pt, lines of 32 em, paragraphs indented by 2 em,
everything else as each program has it. In thousandths of an em: the standard deviation of the space
between neighbouring Han characters in all lines but the last of a paragraph, the same without first
lines, its mean, least and most; then last lines of one character. What is not installed is left out. Typst is the command
`typst`, or its compiler for Node: in the folder that $PEERS names, else fetched by npm into a
temporary one.

Exit status 1 where jingpai is not more even than the others and than itself with its lines filled
greedily, or behind first lines has more than half the deviation that it then has. A first line that
ends before a number or address has only this one end, however the lines are chosen.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from glyphs import Composition  # noqa: E402
from program import ISSUE, Folder, banxin, need, pinned_data, write_issue  # noqa: E402

SIZE, MEASURE = 14, 448
WORDS = """通信 网络 建设 推进 服务 质量 提升 全省 会员 单位 工作 会议 安全 生产 数据 中心 基础 设施 企业 用户 农村 山区
学校 医院 政府 部门 工业 互联网 平台 系统 技术 人才 培训 活动 青年 志愿者 专家 委员会 秘书处 标准 规范 管理 运行 保障 应急
演练 宽带 光纤 基站 铁塔 机房 电源 线路 抢修 汛期 春节 期间 圆满 完成 任务 取得 成效 进一步 加强 落实 责任 围绕 目标 坚持
创新 驱动 绿色 发展 融合 应用 的 和 在 对 与 了 为 将 一批 多家 各地 同比 增长 达到 覆盖 超过""".split()
WESTERN = ["5G", "2024", "6.8%", "IPv6", "138.6", "Wi-Fi", "AI", "3", "12", "NB-IoT", "110", "4K"]


def sentence(rng):
    parts = []
    for _ in range(rng.randint(8, 40)):
        r = rng.random()
        if r < 0.05:
            parts.append(rng.choice(WESTERN))
        elif r < 0.08 and parts:
            parts.append("、")
        elif r < 0.16 and parts:
            parts.append("，")
        elif r < 0.18:
            parts.append(rng.choice(["“{}”", "《{}》", "（{}）"]).format(rng.choice(WORDS) + rng.choice(WORDS)))
        parts.append(rng.choice(WORDS))
    return "".join(parts) + rng.choice("。。。。；：！？")


def paragraph(rng):
    text = "".join(sentence(rng) for _ in range(rng.randint(1, 6)))
    return text[:-1] + "。"


def run(command, **kw):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **kw)


def by_banxin(layout, more=""):
    def build(folder, paragraphs, pdf):
        env = pinned_data(folder / "data")
        if not (folder / f"data/layouts/{layout}.yaml").exists():
            return False
        own = ISSUE.replace("layout: jianxun", f"layout: {layout}")
        write_issue(folder / "issue", [("题", "\n\n".join(paragraphs))], own, more=(
            f"overrides:\n  text.left: 70 pt\n  text.measure: {MEASURE} pt\n"
            f"  picture.max-width: {MEASURE} pt\n{more}"))
        done = banxin("build", folder / "issue", "-o", pdf, env=env)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return True
    return build


TYPST = """\
#set page(width: 210mm, height: 297mm, margin: (left: 70pt, right: 595.276pt - 70pt - {measure}pt, y: 72pt))
#set text(font: ((name: "Liberation Serif", covers: "latin-in-cjk"), "Noto Serif CJK SC"), size: {size}pt, lang: "zh",
  region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))

{text}
"""
TYPST_PACKAGE = "@myriaddreamin/typst-ts-node-compiler"
NODE = """
const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler'), fs = require('fs');
const compiler = NodeCompiler.create({ workspace: process.argv[1],
  fontArgs: [{ fontPaths: ['/usr/share/fonts'] }] });
fs.writeFileSync(process.argv[3], compiler.pdf({ mainFilePath: process.argv[2] }));
"""


def typst_compiler(folder):
    """A folder with node_modules; None where there is none and no network."""
    if os.environ.get("PEERS"):
        folder = Path(os.environ["PEERS"])
    elif shutil.which("npm"):
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, TYPST_PACKAGE],
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
                       check=False)
    return folder if (folder / "node_modules" / TYPST_PACKAGE).exists() and shutil.which("node") else None


def by_typst(folder, paragraphs, pdf):
    source = folder / "text.typ"
    source.write_text(TYPST.format(measure=MEASURE, size=SIZE, text="\n\n".join(paragraphs)), "utf-8")
    if shutil.which("typst"):
        run(["typst", "compile", source, pdf])
        return True
    (folder / "npm").mkdir()
    compiler = typst_compiler(folder / "npm")
    if compiler:
        run(["node", "-e", NODE, folder, source, pdf], env=dict(os.environ, NODE_PATH=f"{compiler}/node_modules"))
    return compiler is not None


TEX = r"""\documentclass{article}
\usepackage[paperwidth=210mm,paperheight=297mm,left=70bp,textwidth=%sbp,top=72bp,textheight=690bp]{geometry}
\usepackage{xeCJK}
\setmainfont{Liberation Serif}
\setCJKmainfont{Noto Serif CJK SC}
\pagestyle{empty}
\begin{document}
\fontsize{%dbp}{23.66bp}\selectfont
\setlength{\parindent}{2em}
%s
\end{document}
"""


def by_xelatex(folder, paragraphs, pdf):
    if not shutil.which("xelatex") or not shutil.which("kpsewhich") or subprocess.run(
            ["kpsewhich", "xeCJK.sty"], stdout=subprocess.DEVNULL, check=False).returncode:
        return False
    text = "\n\n".join(paragraphs).replace("%", r"\%")
    (folder / "text.tex").write_text(TEX % (MEASURE, SIZE, text), "utf-8")
    run(["xelatex", "-interaction=batchmode", "text.tex"], cwd=folder)
    (folder / "text.pdf").rename(pdf)
    return True


SYSTEMS = {
    "banxin jianxun": by_banxin("jianxun"),
    "banxin jingpai": by_banxin("jingpai"),
    "  the same, greedy": by_banxin("jingpai", "  breaks.fill: greedy\n"),
    "Typst": by_typst,
    "XeLaTeX, xeCJK": by_xelatex,
}
GREEDY = "  the same, greedy"
OTHERS = [GREEDY, "Typst", "XeLaTeX, xeCJK"]


def verdict(found):
    ours = found.get("banxin jingpai")
    if not ours:
        return True
    worse = [name for name in OTHERS if name in found and ours.deviation >= found[name].deviation]
    for name in worse:
        print(f"jingpai is not more even than {name.strip()}")
    greedy = found.get(GREEDY)
    uneven = greedy and 2 * ours.deviation_behind_first > greedy.deviation_behind_first
    if uneven:
        print("behind first lines jingpai has more than half the deviation of the same, greedy")
    return not worse and not uneven


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--paragraphs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20240229)
    parser.add_argument("--keep", help="a folder for the PDFs")
    args = parser.parse_args()
    need("mutool")
    rng, found = random.Random(args.seed), {}
    paragraphs = [paragraph(rng) for _ in range(args.paragraphs)]
    print(f"{'':19} {'deviation':>9} {'no first':>8} {'mean':>7} {'least':>7} {'most':>7} {'lines':>6} {'lone':>5} {'lost':>5}")
    for name, build in SYSTEMS.items():
        with Folder() as top:
            pdf = top / "x.pdf"
            if not build(top, paragraphs, pdf):
                print(f"{name:19} is not here")
                continue
            c = found[name] = Composition(pdf, paragraphs, SIZE)
            print(f"{name:19} {c.deviation:9.2f} {c.deviation_behind_first:8.2f} {c.mean:7.2f} {c.least:7.1f} {c.most:7.1f} {c.lines:6} {c.lone:5}"
                  f" {c.missing:5}")
            if args.keep:
                shutil.copy(pdf, Path(args.keep) / ("-".join(name.replace(",", "").split()) + ".pdf"))
    sys.exit(0 if verdict(found) else 1)


if __name__ == "__main__":
    main()
