#!/usr/bin/env python3
"""Titles broken by sense and shape, in a layout that says so.

A table of titles marks with | every place where an editor would let a line end,
with ¦ where only in a title whose 《》 is longer than a line; the program may end
lines only there. Random titles, at measures that make two to
four lines of them, are held to what must never happen and to a second search for
the fewest lines. What the author broke stays as it is.

    titles.py [SEED]
"""

import itertools
import random
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from program import ISSUE, Folder, Report, banxin, dump, pinned_data, write_issue  # noqa: E402

EM = 16.0
TITLES = """
全省信息通信行业|安全|生产|工作会议|在|并州|召开|部署|下半年|重点任务
关于|召开|2024年度|会员大会|暨|第五届|理事会|第三次|会议|的|通知
关于|印发|《全省通信行业自律公约》|的|通知
关于|组织|参加|《数据安全法》|《网络安全法》|知识|竞赛|活动|的|通知
云岭公司|举办|“数智赋能千行百业”|主题|开放日|活动|并|发布|五项|服务|承诺
贯彻落实|会议|精神，|扎实|推进|农村|地区|宽带|网络|建设|与|普遍服务|工作
强化|基础设施|保护，|筑牢|网络|安全|防线|——滨河分公司|开展|应急|演练|纪实
协会|组织|会员单位|赴|兄弟|省份|考察|学习|行业|自治|与|服务|创新|经验
第十四届|全省|通信|技术|技能|竞赛|在|云岭市|举行，|120名|选手|同场|竞技
2023年|全省|电信业务|收入|同比|增长|6.8%，|5G用户|突破|2500万户
滨河公司：|建成|首个|5G-A|规模|商用|网络，|下载|速率|超过|4Gbps
从|“看得见”|到|“管得好”：|平安乡村|视频|监控|平台|覆盖|1.2万个|行政村
千兆|光网|进|山村|　智慧|教育|到|课堂|——东岭县|“双千兆”|建设|侧记
共建|共享|十年|累计|节约|投资|超过|百亿元　|全省|铁塔|站址|突破|十万个
关于|表彰|全省|通信行业|2023年度|先进集体|和|先进个人|的|决定
省通信管理局|举办|防范|治理|电信|网络|诈骗|工作|推进会|暨|经验|交流会
行业|协会|召开|第六届|会员代表大会|第二次|会议|选举|产生|新一届|理事会
省政府|与|三家|基础|电信|企业|签署|“数字云岭”|建设|战略|合作|框架|协议
春节|期间|全省|通信|网络|运行|平稳|　移动|互联网|流量|同比|增长|近|三成
国家|工业|互联网|大数据中心|云岭|分中心|揭牌|仪式|在|高新区|隆重|举行
滨河移动|携手|华信|集团|打造|全国|首个|煤矿|井下|5G专网|智能|综采|工作面
我省|出台|《关于¦加快¦推进¦算力¦基础¦设施¦高质量¦发展的¦实施¦意见》
协会|专家委员会|就|《县域通信网络建设规范》|（征求意见稿）|公开|征求|意见
云岭联通|“一窗通办”|适老化|服务|进|社区：|三千名|志愿者|上门|教|老人|用|手机
以|高质量|党建|引领|企业|高质量|发展|——中通服|滨河公司|党建|工作|综述
滨河|铁塔|圆满|完成|第二届|全国|青年|运动会|通信|保障|任务|受到|组委会|表扬
坚守|岗位|保|畅通|　风雪|无阻|暖|人心|——全省|通信|企业|抗击|暴雪|保障|通信|纪实
协会|秘书处|开展|“送|法律|进|企业”|活动|　普及|《个人信息保护法》|知识
全省|互联网|行业|党委|召开|2024年|度|工作|会议|暨|党建|工作|现场|推进会
加快|建设|网络强国|　奋力|谱写|行业|高质量|发展|新|篇章
协会|举办|会员单位|财务|人员|培训班|　邀请|税务|专家|讲解|研发|费用|加计|扣除|政策
滨河市|通信|行业|志愿者|在|高考|考点|设立|服务站，|为|两万名|考生|和|家长|提供|便利
三十六座|基站|二十四小时|恢复：|云岭|山洪|灾区|通信|抢修|一线|见闻
关于|征集|2024年|“世界电信日”|宣传|活动|案例|和|优秀|作品|的|函
行业|首届|职工|运动会|闭幕|　滨河公司|获|团体|总分|第一名
协会|领导|走访|慰问|老党员|和|困难|职工|，送去|节日|问候
推动|人工智能|与|通信|网络|深度|融合，|培育|新质生产力
全省|光缆|线路|总长度|达到|138.6万公里，|居|全国|第七位
“十四五”|以来|全省|信息|通信业|累计|完成|固定资产|投资|逾|400亿元
云岭|电信|在|全省|率先|开通|低空|经济|通信|感知|一体化|试验|基站|120个
"""
# 的, 了 begin no line; 和, 关于 and their like end none
NOT_FIRST = "的了着过之等"
NOT_LAST = ("和", "与", "及", "暨", "并", "在", "从", "关于")

WORDS = ["通信", "网络", "建设", "推进", "服务", "质量", "提升", "安全生产", "数据中心", "会议", "活动", "的", "和",
         "5G", "2024年", "第十四届", "《通信行业公约》", "“光网行动”", "（试行）", "、", "：", "，", "——", "与",
         "关于", "等", "120个", "工业互联网", "企业", "山区", "农村", "代表大会", "6.8%", "王秀兰", "主任", "　"]
TITLES_RANDOM = 80


def plain(line):
    return re.sub("[|¦]", "", line)


def places(title, measure):
    """Where lines may end, in characters from the start, U+3000 not counted."""
    if measure > 28:
        title = title.replace("¦", "")
    parts = re.split("[|¦]", title.replace("　", ""))
    return set(itertools.accumulate(len(p) for p in parts[:-1]))


def title_issue(folder, titles, measure, breaks="sense"):
    quoted = ['"%s"' % t.replace('"', '\\"') for t in titles]
    write_issue(folder, [(q, "正文。") for q in quoted], more=(
        f"overrides:\n  title.breaks: {breaks}\n  text.measure: {measure} em\n"
        f"  picture.max-width: {measure} em\n"))


def read_titles(text):
    """[(ways, lines)] of the articles: ways [(cost, lines)], the lines as set [(left, right, text)]."""
    found, ways, slugs = [], [], text.split("\n")
    for line in slugs:
        if m := re.match(r"title (\d+) \| (.*)", line):
            ways.append((int(m[1]), m[2].split(" | ")))
        elif line.startswith("body"):
            fresh = True
        elif m := re.match(r"  article (\S+) (\S+) (\S+) (\S+) .*? #[0-9a-f]{6} (.*)", line):
            left, right, t = float(m[3]), float(m[4]), m[5]
            if ways or not found or found[-1][2]:
                found.append([ways, [], False])
                ways = []
            if fresh:
                found[-1][1].append([left, right, ""])
                fresh = False
            found[-1][1][-1][1] = right
            found[-1][1][-1][2] += t
        elif line.startswith("  para") and found:
            found[-1][2] = True
    return [(w, [tuple(l) for l in lines]) for w, lines, _ in found]


def widths(lines):
    return [right - left for left, right, _ in lines]


def check_shape(report, title, lines):
    wid = widths(lines)
    for a, b, c in zip(wid, wid[1:], wid[2:]):
        report.check(not (a > b < c), "an hour-glass", title, lines)
    report.check(max(wid) - min(wid) < 12.5 * EM, "lines of very different lengths", title, lines)


def letters(line):
    return sum(unicodedata.category(c)[0] in "LN" for c in line)


def check_table(report, folder, env):
    titles = [t for t in TITLES.split("\n") if t]
    for measure in (31.9, 24, 18):
        title_issue(folder, [plain(t) for t in titles], measure)
        read = read_titles(dump(folder, "line", env=env))
        if not report.check(len(read) == len(titles), "titles are lost", len(read), len(titles)):
            continue
        for title, (ways, lines) in zip(titles, read):
            where = f"{measure}: {title}"
            report.check("".join(t for _, _, t in lines).replace("　", "") == plain(title).replace("　", ""),
                         "a title lost its text", where, lines)
            if len(lines) == 1:
                report.check(not ways, "a title of one line has ways", where)
                continue
            allowed = places(title, measure)
            at = 0
            for _, _, t in lines[:-1]:
                at += len(t.replace("　", ""))
                report.check(at in allowed, "a line ends where no editor would end it", where,
                             [t for _, _, t in lines])
                report.check(not t.endswith(NOT_LAST), "a line ends with what leans on the next", where,
                             [t for _, _, t in lines])
            for _, _, t in lines[1:]:
                report.check(t[0] not in NOT_FIRST, "a line begins with 的 or its like", where,
                             [t for _, _, t in lines])
            report.check(letters(lines[-1][2]) >= 3, "a last line of one or two characters", where, lines)
            report.check([c for c, _ in ways] == sorted(c for c, _ in ways),
                         "the ways are not the best first", where)
            report.check([t.rstrip() for t in ways[0][1]] == [t for _, _, t in lines], "another way was taken than the first",
                         where, ways[0][1], lines)
            check_shape(report, where, lines)


def random_title(rng):
    parts = ["会员"]
    for _ in range(rng.randint(6, 30)):
        word = rng.choice(WORDS)
        if len(word) == 1 and len(parts[-1]) == 1:  # two marks, or 和的, are nobody's title
            continue
        parts.append(word)
    return "".join(parts) + "通知"


def whole(title, at):
    """No line may end before the character at: it is inside a word that any dictionary has."""
    for word in ("5G", "2024", "120", "6.8%", "《通信行业公约》", "“光网行动”", "（试行）", "——", "互联网", "农村"):
        start = title.find(word)
        while start >= 0:
            if start < at < start + len(word):
                return False
            start = title.find(word, start + 1)
    return True


def least_lines(folder, env, titles, measure):
    title_issue(folder, titles, measure, "greedy")
    return [len(lines) for _, lines in read_titles(dump(folder, "line", env=env))]


def check_random(report, rng, folder, env):
    counted = 0
    for measure in (31.9, 22, 16):
        titles = [random_title(rng) for _ in range(TITLES_RANDOM)]
        least = least_lines(folder, env, titles, measure)
        title_issue(folder, titles, measure)
        read = read_titles(dump(folder, "line", env=env))
        report.check(read == read_titles(dump(folder, "line", env=env)), "not the same twice")
        for title, n, (ways, lines) in zip(titles, least, read):
            where = f"{measure}: {title}"
            texts = [t for _, _, t in lines]
            report.check("".join(texts).replace("　", "") == title.replace("　", ""), "text is lost", where, texts)
            report.check(max(widths(lines)) <= measure * 14 + 0.001, "a line beyond the measure", where, lines)
            if not ways:
                report.check(n == 1 or n > 4, "no ways are known", where, texts)
                continue
            counted += 2 <= n <= 4
            report.check([t.rstrip() for t in ways[0][1]] == texts, "another way was taken than the first",
                         where, ways[0][1], texts)
            costs = [c for c, _ in ways]
            report.check(costs == sorted(costs) and len(ways) <= 5, "the ways are in disorder", where, costs)
            report.check(len({tuple(w) for _, w in ways}) == len(ways), "a way is told twice", where)
            # marks that are squeezed may save the greedy way a line
            report.check(n <= len(texts) <= n + 2, "more lines than it needs", where, n, texts)
            if costs[0] < 400:
                at = 0
                for t in ways[0][1][:-1]:
                    at += len(t)
                    report.check(whole(title, at), "a word, number or quotation is divided", where, texts)
                report.check(letters(texts[-1]) >= 3, "a short last line", where, texts)
    report.check(counted > TITLES_RANDOM, "few titles of two to four lines", counted)


def check_own(report, folder, env):
    """What the author broke, and what fits, is left as it is."""
    write_issue(folder, [('["关于召开全省会员单位", "工作会议的通知"]', "正文。"), ("短题", "正文。"),
                         ('"关于召开全省会员单位二〇二四年度工作\\n会议的通知"', "正文。")],
                more="overrides:\n  title.breaks: sense\n")
    read = read_titles(dump(folder, "line", env=env))
    texts = [[t for _, _, t in lines] for _, lines in read]
    report.check(texts[:2] == [["关于召开全省会员单位", "工作会议的通知"], ["短题"]], "an author's break is changed",
                 texts)
    report.check(all(not ways for ways, _ in read[:2]), "an author's break is weighed", read)


def check_hostile(report, folder, env):
    """Titles that are none: no crash, no long wait, no text lost."""
    hostile = ["字" * 3000, "《" * 300 + "书" * 300, "A" * 400, "《》" * 200, "1" * 200, "的" * 170, "——" * 80,
               "、" * 150, "人a" * 60, "》" * 60 + "书名", "“" * 90 + "x"]
    title_issue(folder, hostile, 31.9)
    done = banxin("dump", folder, "--after=line", env=env, timeout=30)
    report.check(done.returncode == 0, "a hostile title stops the program", done.stderr[:300])
    for title, (_, lines) in zip(hostile, read_titles(done.stdout)):
        report.check("".join(t for _, _, t in lines) == title, "a hostile title loses text", title[:40])


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20240229
    report = Report()
    with Folder() as top:
        env = pinned_data(top)
        check_table(report, top / "table", env)
        check_random(report, random.Random(seed), top / "random", env)
        check_own(report, top / "own", env)
        check_hostile(report, top / "hostile", env)
    report.end()


if __name__ == "__main__":
    main()
