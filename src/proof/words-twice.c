/* words-twice: a character or a word that was typed twice. Chinese doubles a
   great deal on purpose (天天, 研究研究, 高高兴兴, 人人), and words meet (为了|了解),
   so only doublings that no grammar makes are reported. */

#include "proof/words-imp.h"

#define WORD_MAX 12 /* characters of a repeated word or phrase */

/* Doubled on purpose: kinship and pet names, measure words, adverbs and
   adjectives, verbs, sounds. */
static const uint32_t doubled[] =
		U"爸妈爷奶公婆哥姐弟妹叔伯姑舅姨姥太娃宝囡星猩蝈蛐饽窝头框杠圈豆点道条格块片"
		U"个件张本句字篇页步层层级级代辈家户村乡镇县市省国校厂店门窗人事物处时刻分秒"
		U"天日夜月年岁次回遍趟番场阵声笔字样种类项桩点滴丝缕线朵颗粒根枝叶瓣束堆排行队"
		U"班组群双对批套份章节段座栋幢间室楼桥路街巷山水河江湖海浪波花草树木林云雾雨雪"
		U"风火灯光影口心手眼步针环节招式式面方角边头尾岗关卡重"
		U"常往刚渐慢快早好大小多少高低长短深浅远近厚薄轻重松紧宽窄明暗亮黑白红绿青蓝黄紫"
		U"灰苍茫茸绵软硬圆尖平直弯斜静悄默偷暗单独真实切老稳牢死活满空干湿凉冷热暖甜酸"
		U"苦香臭美丑胖瘦乖巧笨傻呆痴痒饱酷帅仅仅恰偏最最略微稍频屡每统通共总久迟匆忙急"
		U"缓徐冉袅依恋念惓拳殷孜兢勤恳诚谆循淳循侃娓滔绵涓潺淙汩滚熊炯灼烈炎赫煌熠闪"
		U"晃荡悠悠飘扬纷霏蒙朦胧郁葱菁萋离森阴沉重累垒堂皇巍峨嶙岌摇欲跃蠢蒸勃欣融洋泱"
		U"浩茫渺漫迢遥漠寂寥寞淡泛碌庸昏沌浑噩谦彬翩楚怏怅惘惴忐惶战栗凄惨切戚悲嗷嘤"
		U"喋喃嘟叨唠絮唧咕吱喳啾啁呱哇哈嘻呵嘿嘎咯啪砰咚叮当铛铃咣轰隆哗啦沙飒呼嗡嗖"
		U"嘀嗒滴答喵汪咩哞嗯哦喔噢啊呀哎唉嗨喂拜"
		U"看听说谈讲聊问答想试找查走跑跳逛转玩坐站等歇睡躺吃喝尝闻摸敲打拍推拉写画读念"
		U"算数量称比配修补洗擦扫晒晾烤炒煮泡谢抱亲瞧瞅瞄盼催劝教学练动挪让管帮笑哭闹逗"
		U"哄碰握举挥摆搓揉捏捶挑拣拆翻理整改调变换用搞弄做干办理论评议议商讨"
		U"见往种往生世代形色林总区寥济津萋奕栩跄踽匐咄眈虎啧勾孑茕济娜圆莹芳婷丽媛晶莎"
		U"燕玲珊倩露蓉蕾薇妞丹冰佳琪琳瑶璐甜苗萌鑫磊淼森晨洋涛强军伟刚超毛豆豆牛虫果";

/* Words that no grammar doubles, where neither belongs to a longer word. */
static const uint32_t particles[] =
		U"的地得了着在和与及或是为对从向将把被使于以由因但而且并则即如若虽等们之其此该"
		U"这哪我你他她它很都也就才又再还已曾能可会应须需有无没到跟同给至当";

/* Words of one character that follow a word which ends in it: 工作|作了. */
static const uint32_t free_words[] =
		U"习王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕"
		U"苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛秦史顾侯"
		U"邵孟龙万段汤尹黎易常武乔贺赖龚文安温庄施纪耿牛向葛左" /* surnames */
		U"作出上下中大人来去做用说看写开关收发行成化性者员生学家国省市县区乡镇村城州山河江"
		U"海湖京南北东西港湾路街站所部局厅处科室组委会院校厂店司业网线点面机器车船电力气水"
		U"火"
		U"后前内外间里边期年月日时分名种类项条款号级层度量率值数额费价款钱税金银年新老高长"
		U"多少好强弱全总各每某本副正主次单双先再要求想请让叫使送给打拿放进入过回起到接受"
		U"听讲谈读画教管办建造改换定立设制修订查验算计加减乘除等同比较最更不非未";

/* Numbers with a unit: 9月月15日. */
static const char units[] = "年 月 日 时 分 秒 元 万 亿 个 名 项 次 家 户 人 件 台 套 座 场 期 届 "
			    "号 米 吨 度 倍 岁 周 天 章 条 款 页 幅 张 只 辆 所 位 组 批 种 类";

/* Words that may be said twice. */
static const char repeated[] =
		"调试 研究 讨论 考虑 商量 商议 学习 了解 认识 休息 打听 收拾 整理 总结 活动 锻炼 "
		"交流 "
		"体验 感受 "
		"观察 参观 检查 比较 调查 分析 请教 介绍 宣传 解释 照顾 帮助 支持 表扬 批评 教育 "
		"关心 安慰 "
		"鼓励 庆祝 热闹 高兴 轻松 放松 暖和 凉快 打扮 打扫 琢磨 合计 盘算 掂量 意思 尝试 "
		"见识 "
		"非常 永远 真的 好多 很多 许多 多少 哪里 什么 谢谢 加油 欢迎 前进 努力 再见 你好 "
		"雪白 通红 漆黑 笔直 冰凉 滚烫 碧绿 金黄 乌黑 火红 瓦蓝 煞白 翠绿 湛蓝 "
		"彼此 哈哈 呵呵 嘻嘻 嘿嘿 知道 明白 不是 是的 可以 不要 快点 来了 对了 好的";

static bool is_word(uint32_t c)
{
	return scan_han(c) && !scan_in(c, U"〇零一二三四五六七八九十百千两");
}

static bool is_sound(const struct passage *t, int i)
{
	return scan_word(t, i,
			       "哈 呵 嘻 嘿 啊 呀 哇 啦 哗 咚 滴 嗒 叮 汪 喵 咯 嗯 哦 噢 唉 轰 砰 "
			       "啪 好 对 来 快") > 0;
}

/* 月月 in 9月月15日, 9月月， but not in 12月月底. */
static bool is_unit_twice(const struct passage *t, int i)
{
	return i > 0 && scan_digit(t->c[i - 1]) && scan_word(t, i, units) && !scan_han(t->c[i + 2]);
}

/* 高高兴兴, 来来往往 */
static bool is_double_pair(const struct passage *t, int i)
{
	return (t->c[i + 2] == t->c[i + 3] && scan_han(t->c[i + 2])) ||
			(i > 1 && t->c[i - 1] == t->c[i - 2] && scan_han(t->c[i - 1]));
}

/* Each of the two is a word by itself, or the second is only a tail of the first:
   在|在, 我们|们. In 为了|了解 the second begins a word. */
static bool is_particle_twice(struct wording *w, int i)
{
	const struct passage *t = w->t;

	if (!scan_in(t->c[i], particles) || wording_behind(w, i + 1) != 1) {
		return false;
	}
	return wording_before(w, i + 1) == 1 || t->c[i] == U'们';
}

/* A part of words that is a word neither before nor behind: 推动|动|企业. Where
   single characters follow, the dictionary does not know the word: 加密|密|钥. */
static bool is_part_twice(struct wording *w, int i)
{
	const struct passage *t = w->t;

	if (scan_in(t->c[i], particles) || scan_in(t->c[i], free_words) ||
			wording_behind(w, i + 1) != 1 || wording_before(w, i + 1) != 2) {
		return false;
	}
	return scan_han(t->c[i + 2]) ? wording_behind(w, i + 2) > 1 : !scan_in(t->c[i], doubled);
}

static void report(struct wording *w, int i, int n, int unit)
{
	const char *word = passage_excerpt(w->p, w->t, i, unit);

	passage_add(w->p, &word_rules[WORD_TWICE], w->t, i, n, word)->fix = word;
}

/* Two like characters, no more, at i. */
static bool is_slip(struct wording *w, int i)
{
	const struct passage *t = w->t;

	if (is_unit_twice(t, i)) {
		return true;
	}
	if (is_double_pair(t, i) || !wording_breaks_at(w, i + 1)) {
		return false;
	}
	return (!scan_in(t->c[i], doubled) && is_particle_twice(w, i)) || is_part_twice(w, i);
}

static void look_for_character(struct wording *w, int i)
{
	const struct passage *t = w->t;
	uint32_t c = t->c[i];
	int n = 2;

	if (is_sound(t, i) || (i > 0 && (t->c[i - 1] == c || t->c[i - 1] == U'一'))) {
		return;
	}
	while (t->c[i + n] == c) {
		n++;
	}
	if (n == 2 ? is_slip(w, i) : !scan_in(c, doubled)) {
		report(w, i, n, 1);
	}
}

/* 9月9月15日: a number and its unit, twice. */
static void look_for_date(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n = 0;

	if (i > 0 && (scan_digit(t->c[i - 1]) || scan_in(t->c[i - 1], U".-/"))) {
		return;
	}
	while (scan_digit(t->c[i + n])) {
		n++;
	}
	if (n++ > 4 || !scan_in(t->c[i + n - 1], U"年月日")) {
		return;
	}
	for (int k = 0; k < n; k++) {
		if (t->c[i + k] != t->c[i + n + k]) {
			return;
		}
	}
	report(w, i, 2 * n, n);
}

/* [i, i + n) and the n characters behind it are the same. */
static bool is_repeated(const struct passage *t, int i, int n)
{
	for (int k = 0; k < n; k++) {
		if (!scan_han(t->c[i + k]) || t->c[i + k] != t->c[i + n + k]) {
			return false;
		}
	}
	return true;
}

/* Of a foreign name: 尼亚尼亚. */
static bool is_transcribed(const struct passage *t, int i, int n)
{
	for (int k = i; k < i + n; k++) {
		if (!scan_in(t->c[k],
				    U"阿埃艾安巴贝比伯博布查达戴德迪蒂杜恩尔法菲费芬夫弗福盖格古哈"
				    U"汉赫"
				    U"胡基吉加杰卡凯康科克肯库拉莱兰朗雷里利林卢鲁伦罗洛马玛迈曼梅"
				    U"门"
				    U"蒙米密姆穆纳娜内尼涅诺帕佩皮普奇契恰乔萨塞桑森沙斯苏索塔泰特"
				    U"提"
				    U"图托瓦威维沃乌西希夏谢辛休亚雅耶伊扎泽佐")) {
			return false;
		}
	}
	return true;
}

static bool may_repeat(const struct passage *t, int i, int n)
{
	return t->c[i] == t->c[i + 1] || scan_in(t->c[i], U"一很大好更的") ||
			t->c[i + n - 1] == U'的' || is_transcribed(t, i, n) ||
			(n == 2 && scan_word(t, i, repeated)) || is_repeated(t, i + n, n) ||
			(i >= n && is_repeated(t, i - n, n));
}

static void look_for_word(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n = 2;

	while (n <= WORD_MAX && !(t->c[i] == t->c[i + n] && is_repeated(t, i, n))) {
		if (i + 2 * ++n > t->n) {
			return;
		}
	}
	if (n <= WORD_MAX && !may_repeat(t, i, n) && wording_breaks_at(w, i) &&
			wording_breaks_at(w, i + n) && wording_breaks_at(w, i + 2 * n)) {
		report(w, i, 2 * n, n);
	}
}

static int latin_length(const struct passage *t, int i)
{
	int n = 0;

	while (scan_latin(t->c[i + n])) {
		n++;
	}
	return n;
}

/* “the the”: only words that English never doubles. */
static void look_for_latin(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n;

	if (i > 0 && scan_latin(t->c[i - 1])) { /* within a word: measured at its begin */
		return;
	}
	n = latin_length(t, i);
	if (t->c[i + n] != ' ' || latin_length(t, i + n + 1) != n) {
		return;
	}
	for (int k = 0; k < n; k++) {
		if (t->c[i + k] != t->c[i + n + 1 + k]) {
			return;
		}
	}
	if (n == scan_word(t, i, "the a an of to in and or is are for with on at by as from")) {
		report(w, i, 2 * n + 1, n);
	}
}

void words_twice(struct wording *w, int i)
{
	const struct passage *t = w->t;

	if (is_word(t->c[i])) {
		if (t->c[i] == t->c[i + 1]) {
			look_for_character(w, i);
		}
		if (i + 4 <= t->n) {
			look_for_word(w, i);
		}
	} else if (scan_latin(t->c[i])) {
		look_for_latin(w, i);
	} else if (scan_digit(t->c[i])) {
		look_for_date(w, i);
	}
}
