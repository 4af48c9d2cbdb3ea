/* words-lost: frames of which one half is another, and words that a sentence
   cannot do without. */

#include "proof/words-imp.h"

#define FRAME_MAX  24 /* characters between the halves of a frame */
#define FRAME_NEAR 12 /* the same, of a verb and its noun */

static bool is_clause_end(uint32_t c)
{
	return !c || scan_in(c, U"，。；：？！\n");
}

/* 集…于一体: 集 as a word, before i and in its clause; -1: none. Quotation marks
   and 、 may stand between. */
static int find_gather(struct wording *w, int i)
{
	const struct passage *t = w->t;

	for (int k = i - 1; k >= 0 && k > i - FRAME_MAX && !is_clause_end(t->c[k]); k--) {
		if (t->c[k] == U'集' && wording_breaks_at(w, k) && wording_breaks_at(w, k + 1)) {
			return k;
		}
	}
	return -1;
}

static void look_for_gather(struct wording *w, int i)
{
	const struct passage *t = w->t;

	if (!scan_is(t, i, "为一体") ||
			(i > 0 && scan_in(t->c[i - 1], U"融合结凝联浑混化视成连铸汇归作")) ||
			find_gather(w, i) < 0) {
		return;
	}
	passage_add(w->p, &word_rules[WORD_FRAME], t, i, 3, "集", "为一体", "集…于一体")->fix =
			"于一体";
}

/* A verb and a noun that do not go together. */
struct mismatch {
	const char *verb, *nouns, *right;
	bool sure;         /* a mistake to everyone; else some dictionaries let it pass */
	const char *stops; /* where one of these is between, the verb belongs to it */
};

static const struct mismatch mismatches[] = {
	{ "奠定", "信心 决心 信念", "坚定", true, "基础 根基 基石 基调 底蕴 底色 地位 格局" },
	{ "加大", "步伐 进度", "加快", false, "力度 强度 投入 投资 加快 推进" },
	{ "加快", "力度", "加大", false, "速度 步伐 进度 加大 提升 提高 增强 强化 推进" },
	{ "改善", "水平", "提高", false, "条件 环境 状况 结构 质量 提升 提高" },
	{ "发挥", "意义", "具有", false, "作用 优势 功能 效应 潜力 特长 专长 有 的" },
	{ "达到", "成绩 成就", "取得", false, "水平 目标 标准 要求 目的 取得 的" },
	{ "取得", "目的", "达到", false, "成绩 成效 成果 效果 进展 达到" },
	{ "缩短", "差距", "缩小", false, "时间 距离 工期 周期 缩小" },
	{ "养成", "氛围", "形成", false, "习惯 作风 品格 形成" },
};

/* 奠定…信心: the noun stands behind the verb in one run of characters and ends it,
   or 的 … stands behind the noun. */
static void look_for_mismatch(struct wording *w, int i, const struct mismatch *m)
{
	const struct passage *t = w->t;
	int nverb = scan_word(t, i, m->verb), end = i + nverb, nnoun = 0;
	const char *noun;

	if (!nverb) {
		return;
	}
	for (; end < i + FRAME_NEAR && scan_han(t->c[end]) && !nnoun; end++) {
		if (scan_word(t, end, m->stops)) {
			return;
		}
		nnoun = scan_word(t, end, m->nouns);
	}
	if (!nnoun || scan_han(t->c[end - 1 + nnoun])) {
		return;
	}
	noun = passage_excerpt(w->p, t, end - 1, nnoun);
	passage_add(w->p, &word_rules[m->sure ? WORD_FRAME : WORD_MATCH], t, i, nverb, m->verb,
			noun, m->right)
			->fix = m->right;
}

/* 防止…不再发生: twice no is yes. */
static void look_for_double_no(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n = scan_word(t, i, "防止 避免 杜绝 以免 谨防 严防");
	int end = i + FRAME_NEAR + 6;
	const char *verb;

	for (int k = i + n; n && k < end && scan_han(t->c[k]); k++) {
		int no = scan_word(t, k, "不再发生 不发生 不再出现 不出现 不再重演");
		if (no && !scan_han(t->c[k + no])) {
			verb = passage_excerpt(w->p, t, i, n);
			passage_add(w->p, &word_rules[WORD_NO], t, k, no, verb,
					passage_excerpt(w->p, t, k, no));
			return;
		}
	}
}

/* 北陕豫等地: a name cut to its first character, where the short form is another. */
static void look_for_short_name(struct wording *w, int i)
{
	static const char *const forms[][2] = { { "北", "京" }, { "上", "沪" }, { "天", "津" },
		{ "重", "渝" } };
	static const uint32_t shorts[] =
			U"京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔滇藏陕甘青宁";
	const struct passage *t = w->t;
	int end = i + 1;

	while (end < i + 8 && scan_in(t->c[end], shorts)) {
		end++;
	}
	if (end < i + 3 ||
			!scan_word(t, end,
					"等地 等省 等市 等三 等四 等五 等多 三省 四省 三地 四地 "
					"两地 五省")) {
		return;
	}
	if (i > 0 &&
			(scan_in(t->c[i - 1], shorts) ||
					scan_in(t->c[i - 1], U"东西南华以湖河海江"))) {
		return;
	}
	for (int k = 0; k < 4; k++) {
		if (scan_is(t, i, forms[k][0])) {
			passage_add(w->p, &word_rules[WORD_PLACE_SHORT], t, i, 1, forms[k][0],
					forms[k][1])
					->fix = forms[k][1];
		}
	}
}

void words_frames(struct wording *w, int i)
{
	uint32_t c = w->t->c[i];

	if (c == U'为') {
		look_for_gather(w, i);
	} else if (scan_in(c, U"北上天重")) {
		look_for_short_name(w, i);
	} else if (scan_in(c, U"防避杜以谨严")) {
		look_for_double_no(w, i);
	} else if (scan_in(c, U"奠加改发达取缩养")) {
		for (size_t k = 0; k < sizeof mismatches / sizeof mismatches[0]; k++) {
			look_for_mismatch(w, i, &mismatches[k]);
		}
	}
}

/* 发挥等骨干企业的作用: the names before 等 are gone. Verbs and prepositions that no
   list ends with. */
static void look_for_names(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n = scan_word_before(t, i,
			"发挥 依托 围绕 根据 按照 通过 会同 前往 走访 来自 包括 以及 赶赴 位于 "
			"邀请 携手 "
			"针对 基于 借助 参照 途经 抵达 奔赴 驰援 成为");

	if (!n || !wording_breaks_at(w, i - n) ||
			!scan_word(t, i + 1,
					"骨干 企业 单位 部门 公司 地 省 市 运营商 机构 高校 专家 "
					"领导 重点")) {
		return;
	}
	for (int k = i - n - 1; k >= 0 && k > i - FRAME_MAX && !is_clause_end(t->c[k]); k--) {
		if (t->c[k] == U'、') {
			return;
		}
	}
	passage_add(w->p, &word_rules[WORD_LOST], t, i - n, n + 1,
			passage_excerpt(w->p, t, i - n, n));
}

/* 对乡村是遥不可及，: an adjective behind 是 wants 的. Behind an adverb 是 only adds
   weight (更是至关重要). */
static void look_for_de(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n = scan_word(t, i + 1,
			"遥不可及 必不可少 不可或缺 显而易见 不言而喻 毋庸置疑 无可厚非 至关重要 "
			"举足轻重 密不可分 "
			"不可估量 不可限量 前所未有 史无前例 有目共睹 独一无二 无与伦比 不可替代 "
			"不可逆转 不可分割 "
			"不容忽视 不可忽视 微不足道 来之不易 可想而知 息息相关 一脉相承 难能可贵 "
			"不可避免 势在必行 "
			"刻不容缓 责无旁贷 义不容辞 无可替代 无可比拟 永无止境 大有可为 大有裨益 "
			"必然 必要");

	if (n < 4 || !is_clause_end(t->c[i + 1 + n]) ||
			(i > 0 &&
					scan_in(t->c[i - 1],
							U"更还都也就而但可于尤特真实确很甚总正倒只"
							U"又便乃极最即若要算尽凡皆均却则亦本应"
							U"才"))) {
		return;
	}
	passage_add(w->p, &word_rules[WORD_LOST_DE], t, i, n + 1,
			passage_excerpt(w->p, t, i + 1, n));
}

void words_lost(struct wording *w, int i)
{
	if (w->t->c[i] == U'等' && i > 1) {
		look_for_names(w, i);
	} else if (w->t->c[i] == U'是') {
		look_for_de(w, i);
	}
}
