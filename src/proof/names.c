#include "proof/names-imp.h"

#include <string.h>

#include "base/vec.h"
#include "proof/scan-imp.h"
#include "text/char.h"

/* Characters of names that look or sound alike, set by set. */
static const uint32_t alike[] =
		U"晔烨哗桦华骅 婧靖静菁晶倩 玲铃伶岭聆龄灵 琳林霖淋临 俊骏峻浚竣军君钧均 洁杰 "
		U"伟炜玮纬苇 敏民闵 丽莉俐利立力黎 红虹洪鸿宏弘泓 霞侠 娟绢鹃 燕艳雁 勇永咏泳 "
		U"建健剑 志智治致 明铭名鸣 晓小筱肖 佳嘉家加 欣新鑫昕馨心 宇雨羽予语禹 辉晖挥 "
		U"涛滔韬焘 峰锋丰枫烽 振震镇真珍 瑞锐睿 瑾谨槿锦 佩珮培 悦月越跃 涵晗函 "
		U"琪琦祺棋奇其 莹盈颖英瑛滢 萍平苹 芳方芬 章张 肖萧 阎闫 傅付 戴代 文雯纹 "
		U"斌彬宾 波博 东栋冬 强墙 刚钢 国果 海每 浩皓昊灏 梅玫媚 娜那 宁凝 培陪 清青庆卿 "
		U"荣蓉容 珊姗杉 世士仕 淑叔 婷亭庭廷 旺望 卫维薇唯 武舞 希熙西曦 祥翔样 雪学 "
		U"雅亚 杨扬阳 怡宜仪 元园源媛 云芸耘 泽择 哲喆 子梓紫 己已巳 末未 土士 千干于 "
		U"大太犬 天夭 曰日 戊戌戍 于於 余佘 沈沉 刘浏 吕侣 曾增 蒋将 邓登 谢榭 萌盟 瑶遥 "
		U"琼京 翠萃 楠南男 沛佩 谦潜 乾干 润闰 珂柯科 可何 岩研妍炎 彦颜 祎韦 昱煜玉育 "
		U"晋进 京景 娅亚 嫣烟 帆凡 菲飞非斐 钰玉 浩好 彤桐通同 仁任 仲忠中钟 江姜 "
		U"候侯 何河 常长 程成承诚城 徐许 唐糖 石时 孔恐";

static const char compound_surnames[] =
		"欧阳 司马 上官 诸葛 司徒 夏侯 皇甫 尉迟 公孙 令狐 慕容 东方 独孤 呼延 端木 长孙";

static const char labels[] = "通讯员 本报记者 记者 作者 撰稿 供稿 撰文 摄影 图文 编辑 "
			     "整理 责任编辑 审核 来源";

/* What a word of two to four characters ends in that is no name. */
static const char unit_ends[] =
		"部 局 处 司 社 会 中心 公司 网 院 室 科 组 厅 办 站 馆 报 团 委 校 所 厂 店 队 "
		"行 集团 联通 移动 电信 铁塔 铁通 广电 科技 工会 党委 支部 协会 信息 整理 搜集 "
		"综合 转载 供稿 来源 报道 机构 平台 系统 分局 事业 客服 奖";

bool chars_alike(uint32_t a, uint32_t b)
{
	bool has_a = false, has_b = false;

	for (const uint32_t *c = alike; *c; c++) {
		if (*c == ' ') {
			has_a = has_b = false;
		}
		has_a |= *c == a;
		has_b |= *c == b;
		if (has_a && has_b) {
			return true;
		}
	}
	return false;
}

bool chars_are_han(struct chars x)
{
	for (int i = 0; i < x.n; i++) {
		if (!scan_han(x.c[i])) {
			return false;
		}
	}
	return x.n > 0;
}

/* The word of list, divided by blanks, that s begins with: its bytes, or 0. */
static size_t begins(const char *s, const char *list)
{
	while (*list) {
		size_t n = strcspn(list, " ");
		if (strncmp(s, list, n) == 0) {
			return n;
		}
		list += n + (list[n] == ' ');
	}
	return 0;
}

static bool ends(const char *s, const char *list)
{
	size_t len = strlen(s);

	while (*list) {
		size_t n = strcspn(list, " ");
		if (n <= len && memcmp(s + len - n, list, n) == 0) {
			return true;
		}
		list += n + (list[n] == ' ');
	}
	return false;
}

int surname_length(struct chars name)
{
	char s[12] = "";
	int n = 0;

	for (int i = 0; i < 2 && i < name.n; i++) {
		char c[5];
		int bytes = char_write(name.c[i], c);
		memcpy(s + n, c, (size_t)bytes + 1);
		n += bytes;
	}
	return name.n > 2 && n && begins(s, compound_surnames) ? 2 : 1;
}

enum nearness names_near(struct chars x, struct chars y)
{
	int first = -1, ndiff = 0;

	if (x.n != y.n || x.n < 2) {
		return NEAR_NOT;
	}
	for (int i = 0; i < x.n; i++) {
		if (x.c[i] != y.c[i]) {
			first = ndiff++ ? first : i;
		}
	}
	if (ndiff == 2 && x.c[first] == y.c[first + 1] && x.c[first + 1] == y.c[first]) {
		return NEAR_SWAPPED;
	}
	if (ndiff != 1) {
		return NEAR_NOT;
	}
	if (chars_alike(x.c[first], y.c[first])) {
		return NEAR_ALIKE;
	}
	return x.n > 2 && first >= surname_length(y) ? NEAR_OTHER : NEAR_NOT;
}

static bool divides(uint32_t c)
{
	return scan_space(c) || c == '\n' || scan_in(c, U"（）()、，,；;／/：:|｜。");
}

static bool is_name(const struct byline_part *part)
{
	int n = part->chars.n;

	return (n == 2 || n == 3 || (n == 4 && surname_length(part->chars) == 2)) &&
			chars_are_han(part->chars) && !ends(part->s, unit_ends);
}

static struct byline_part make_part(struct arena *a, const struct passage *t, int at, int n)
{
	struct byline_part part = { .at = at, .n = n, .unit = "" };

	part.s = arena_copy(a, t->text->s + t->at[at], t->at[at + n] - t->at[at]);
	part.chars = (struct chars){ t->c + at, n };
	part.name = is_name(&part);
	return part;
}

/* 记者张三, 据某某网: what the piece begins with is no part of a name. */
static void add_part(struct arena *a, struct byline *b, const struct passage *t, int at, int n)
{
	const char *s = t->text->s + t->at[at];
	size_t label = begins(s, labels);
	int skip = 0;

	while (skip < n && t->at[at + skip] < t->at[at] + label) {
		skip++;
	}
	if (skip < n && (skip == 0 || n - skip >= 2)) {
		*vec_push(a, b) = make_part(a, t, at + skip, n - skip);
	}
}

static bool is_single(const struct byline_part *part)
{
	return part->chars.n == 1 && chars_are_han(part->chars);
}

/* 张　三: a name of two characters, spread to the width of three. */
static bool join_spread(struct arena *a, const struct passage *t, struct byline_part *x,
		const struct byline_part *y)
{
	uint32_t *c;

	if (!is_single(x) || !is_single(y) || y->at - x->at > 3 || !scan_space(t->c[x->at + 1])) {
		return false;
	}
	c = ARENA_ARRAY(a, uint32_t, 2);
	c[0] = x->chars.c[0];
	c[1] = y->chars.c[0];
	x->n = y->at + 1 - x->at;
	x->chars = (struct chars){ c, 2 };
	x->s = arena_print(a, "%s%s", x->s, y->s);
	x->name = true;
	return true;
}

static void finish_parts(struct arena *a, struct byline *b, const struct passage *t)
{
	const char *unit = "";
	int n = 0;

	for (int i = 0; i < b->n; i++) {
		if (n && join_spread(a, t, &b->at[n - 1], &b->at[i])) {
			continue;
		}
		b->at[n++] = b->at[i];
	}
	b->n = n;
	for (int i = 0; i < n; i++) {
		if (!b->at[i].name && b->at[i].chars.n > 1) {
			unit = b->at[i].s;
		}
		b->at[i].unit = b->at[i].name ? unit : "";
	}
}

struct byline byline_split(struct arena *a, const struct passage *t)
{
	struct byline b = { 0 };
	int at = 0;

	for (int i = 0; i <= t->n; i++) {
		if (i == t->n || divides(t->c[i])) {
			if (i > at) {
				add_part(a, &b, t, at, i - at);
			}
			at = i + 1;
		}
	}
	finish_parts(a, &b, t);
	return b;
}
