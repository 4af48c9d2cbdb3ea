/* words-de: 的 where 地 should stand, between an adverb and its verb, and 地 before
   a noun. 的 is right before a noun, and most verbs are nouns as well (细致的服务): so the verb must be
   one that is no noun, or something must follow that only a verb has. */

#include "proof/words-imp.h"

/* Said of how something is done. */
static const char adverbs[] = "不遗余力 坚定不移 坚持不懈 持之以恒 一如既往 全力以赴 毫不动摇 "
			      "毫不犹豫 义无反顾 旗帜鲜明 "
			      "脚踏实地 扎扎实实 踏踏实实 认认真真 兢兢业业 勤勤恳恳 实实在在 "
			      "原原本本 有条不紊 循序渐进 "
			      "因地制宜 因势利导 千方百计 想方设法 竭尽全力 尽心尽力 尽职尽责 "
			      "积极主动 认真细致 认真负责 "
			      "积极稳妥 积极有效 快速有效 扎实有效 及时有效 马不停蹄 争分夺秒 "
			      "夜以继日 快马加鞭 一丝不苟 "
			      "精益求精 始终如一 自始至终 潜移默化 源源不断 卓有成效 富有成效 "
			      "行之有效 设身处地 全心全意 "
			      "理直气壮 大张旗鼓 坚持不渝 孜孜不倦 日复一日 年复一年 循循善诱 "
			      "深入浅出 言简意赅 出色 "
			      "深入细致 深入扎实 全面系统 全面深入 科学合理 科学有效 合理有效 "
			      "安全有序 平稳有序 高效有序 "
			      "认真 仔细 细致 耐心 深入 深刻 扎实 切实 全面 积极 主动 努力 更好 "
			      "更快 更多 更有效 进一步 "
			      "有力 有效 有序 稳步 逐步 不断 持续 及时 准确 严格 充分 大力 着力 "
			      "全力 广泛 热情 自觉 坚决 坚定 "
			      "科学 合理 高效 快速 迅速 顺利 圆满 成功 精准 客观 公正 清醒 "
			      "紧密 密切 牢牢 牢固 真正 真诚 "
			      "由衷 衷心 热烈 亲切 详细 具体 清楚 清晰 生动 灵活 创造性 "
			      "针对性 最大限度 最大程度 高质量 "
			      "高标准 高水平 高效率 多渠道 多角度 全方位 多层次 有针对性 有计划 "
			      "有步骤 有重点 有组织 "
			      "成规模 系统性 整体性 常态化 制度化 默默 悄悄 渐渐 慢慢 轻轻 深深 "
			      "紧紧 大大 极大 明确 "
			      "熟练 妥善 稳妥 谨慎 审慎 虚心 专心 用心 精心 细心 尽快 尽早 如期 "
			      "按时 准时 随时 时刻 始终 "
			      "一直 频繁 反复 再三 一再 勇敢 大胆 果断 坚强 刻苦 勤奋 辛勤 无私 "
			      "忘我 自发 自愿 "
			      "直接 间接 公开 秘密 普遍 显著 明显 不同程度 极大程度 潜心 倾力 合力 "
			      "奋力 竭力 尽力 有机";

/* Verbs that are hardly ever nouns. */
static const char verbs[] =
		"推进 开展 完成 贯彻 贯彻落实 抓好 做好 搞好 管好 用好 办好 干好 做到 抓 做 干 "
		"打造 "
		"构建 "
		"践行 履行 参加 投身 融入 开拓 满足 听取 看到 指出 提出 认识到 感受到 体会到 "
		"意识到 "
		"倾听 聆听 撰写 填写 进行 抓住 抓实 抓细 做实 做细 落到 落实到 运用到 应用到 "
		"投入到 "
		"融入到 结合起来 告诉 讲述 记录下 反映出 体现出 展现出 展示出 表现出 表达出 发挥出 "
		"说 讲 走 跑 站 坐 去 看着 盯着 望着 面对 应对 帮助他 帮助她 "
		"帮助群众 "
		"帮助企业 服务于 致力于 运用于 应用于 促使 迫使 致使 引向 走向 迈向 转向 推向 投向";

/* Verbs that are nouns too, unless 了 着 到 … or the thing done follows. */
static const char nouns[] = "推动 促进 落实 解决 处理 分析 研究 讨论 学习 检查 排查 核实 核对 "
			    "核查 整理 梳理 制作 编制 "
			    "制定 介绍 讲解 解答 回答 回应 回复 汇报 宣传 宣讲 维护 保护 保障 支持 "
			    "帮助 服务 管理 培养 培训 "
			    "教育 引导 指导 监督 提高 提升 提供 改善 改进 改变 加强 增强 加快 加大 "
			    "扩大 优化 完善 深化 强化 "
			    "推广 实施 执行 实现 发挥 发展 建设 掌握 把握 理解 领会 了解 认识 体现 "
			    "反映 反应 展示 展现 表现 "
			    "表达 表示 说明 阐述 配合 协助 组织 安排 部署 调度 利用 运用 应用 使用 "
			    "参与 投入 工作 生活 总结 "
			    "记录 观察 调研 走访 慰问 关心 关注 影响 带动 拉动 消除 缓解 化解 控制 "
			    "降低 减少 节约 保持 坚持 "
			    "执行 传达 传递 传播 传承 弘扬 激发 调动 凝聚 团结 整合 融合 结合 对接 "
			    "沟通 交流 协调 协商 探索 "
			    "创新 改造 更新 升级 修复 修订 修改 更换 安装 调试 测试 检测 监测 运行 "
			    "维修 抢修 抢险 救援 救助";

/* People's ways of doing: nothing but a verb comes behind them, or a noun of conduct. */
static const char manners[] =
		"认真 仔细 细致 细心 耐心 认真细致 深入细致 一丝不苟 兢兢业业 努力 扎扎实实 "
		"认认真真 踏踏实实 全心全意 不遗余力 想方设法 千方百计 虚心 刻苦 精心";

/* What the noun between 的 and them belongs to: 认真的学习态度. */
static const char heads[] = "态度 作风 精神 方式 方法 过程 能力 水平 质量 成果 成效 效果 技术 工艺 "
			    "氛围 风气 习惯 状态 环境 "
			    "劲头 人员 队伍 团队 工作 工程 任务 措施 机制 体系 制度 流程 手段 步骤 "
			    "程序 经验 意见 报告 方案 "
			    "计划 服务 管理 理念 思路 思想 意识 观念 情况 内容 结果 结论 作用 意义 "
			    "价值 关系 力量 力度 时间 "
			    "机会 空间 条件 基础 平台 之 中 上 下 里 后 前 时 和 与 及 或 以 是 为 "
			    "在 有 使 让 令 能 会 可 将 "
			    "要 应 得 不 都 也 就 才 等 的 给 对 被 把 由 从 到 赢得 得到 受到 "
			    "获得 取得 离不开 成为 需要 必须";

/* They make a noun of a verb: 完成率, 参加者. */
static const char suffixes[] =
		"率 者 人 方 会 法 品 物 度 量 性 力 时限 期限 时间 期间 企业 单位 部门 地点 地区";

/* One stands before an adjective and its noun: 进行了深入的分析, 最有效的办法. */
static const char articles[] =
		"一种 一个 一次 一项 一番 一场 一份 一条 种 个 次 项 番 份 场 条 位 了 着 过 有 "
		"没有 具有 是 最 以 用 通过 给予 给以 得到 获得 受到 作出 做出 提供 取得 形成 "
		"实现 保持 这 那 这种 那种 某种 各种 经过 的 更 较 比较 很 十分 非常 其 需要";

/* 更好的为, 认真的把: prepositions that begin no noun here. */
static bool is_preposition(struct wording *w, int i)
{
	return wording_behind(w, i) == 1 && scan_in(w->t->c[i], U"为把将向给") &&
			scan_han(w->t->c[i + 1]) && w->t->c[i + 1] != U'的' &&
			!scan_word(w->t, i,
					"为民 为人 为政 为官 为师 为学 为文 为首 为主 将士 将官 "
					"将帅 把手 给养");
}

static bool is_manner(const struct passage *t, int de)
{
	return scan_word_before(t, de, manners) > 0;
}

/* 认真细致的制作|投标文件: a thing is behind the verb, and no noun that the verb
   belongs to. */
static bool has_object(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n = wording_behind(w, i), end = i + 8;

	if (!n || !scan_han(t->c[i]) || !scan_han(t->c[i + 1]) || scan_word(t, i, nouns) ||
			scan_word(t, i, verbs)) {
		return false;
	}
	for (int k = i; k < end && scan_han(t->c[k]); k++) {
		if (scan_word(t, k, heads)) {
			return false;
		}
	}
	return true;
}

/* A verb is at i: its length, else 0. */
static int verb_at(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int n = scan_word(t, i, verbs);

	if (n && wording_breaks_at(w, i + n)) {
		return scan_word(t, i + n, suffixes) || scan_word(t, i + n, heads) ? 0 : n;
	}
	if (is_preposition(w, i)) {
		return 1;
	}
	n = scan_word(t, i, nouns);
	if (!n || !wording_breaks_at(w, i + n)) {
		return 0;
	}
	if (scan_in(t->c[i + n], U"了着") || scan_word(t, i + n, "起来 下去 到位 出来")) {
		return n;
	}
	return is_manner(t, i - 1) && has_object(w, i + n) ? n : 0;
}

/* Character i is 的. */
static void look_at_de(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int nadverb = scan_word_before(t, i, adverbs);
	int first = i - nadverb, nverb;
	int narticle;

	if (!nadverb || !wording_breaks_at(w, first)) {
		return;
	}
	/* 为了 is no 了 */
	narticle = scan_word_before(t, first, articles);
	if (narticle && wording_breaks_at(w, first - narticle)) {
		return;
	}
	nverb = verb_at(w, i + 1);
	if (nverb) {
		const char *adverb = passage_excerpt(w->p, t, first, nadverb);
		const char *verb = passage_excerpt(w->p, t, i + 1, nverb);
		passage_add(w->p, &word_rules[WORD_DE], t, i, 1, adverb, verb)->fix = "地";
	}
}

/* 热烈地掌声: the second word is no verb, and ends the clause. */
static void look_at_di(struct wording *w, int i)
{
	static const char before[] =
			"热烈 明显 显著 良好 巨大 重要 坚实 深刻 积极 突出 优异 丰硕 崇高 诚挚 "
			"衷心 亲切 广泛 浓厚 深厚 强大 有力 坚强 可喜 骄人 辉煌 丰富 宝贵 较好 "
			"很好 更大 更好 较大 很大";
	static const char nouns_only[] =
			"掌声 成效 成绩 效果 作用 意义 基础 印象 敬意 氛围 成果 业绩 力量 态度 "
			"地位 经验 效益 局面 环境 条件";
	const struct passage *t = w->t;
	int nbefore = scan_word_before(t, i, before), noun = scan_word(t, i + 1, nouns_only);

	if (nbefore && noun && !scan_han(t->c[i + 1 + noun]) && wording_breaks_at(w, i - nbefore)) {
		passage_add(w->p, &word_rules[WORD_DI], t, i, 1,
				passage_excerpt(w->p, t, i - nbefore, nbefore),
				passage_excerpt(w->p, t, i + 1, noun))
				->fix = "的";
	}
}

/* 课讲的透，事做的实。: how something is done, at the end of its clause. After 是,
   所 and 有 the words are a noun: 这是他写的好。 */
static void look_at_degree(struct wording *w, int i)
{
	const struct passage *t = w->t;
	int from = i - 2;

	if (!scan_in(t->c[i - 1], U"讲做干跑走说写学抓管办看想站跳唱飞") ||
			!scan_in(t->c[i + 1], U"透好快远高深实准细严稳牢") ||
			!scan_in(t->c[i + 2], U"，。、！；") || wording_before(w, i) != 1) {
		return;
	}
	for (; from >= 0 && !scan_in(t->c[from], U"，。；：！？、“"); from--) {
		if (scan_in(t->c[from], U"是所有的买") || i - from > 8) {
			return;
		}
	}
	passage_add(w->p, &word_rules[WORD_DEGREE], t, i, 1, passage_excerpt(w->p, t, i - 1, 1),
			passage_excerpt(w->p, t, i + 1, 1))
			->fix = "得";
}

void words_de(struct wording *w, int i)
{
	if (w->t->c[i] == U'的' && i > 1) {
		look_at_de(w, i);
		look_at_degree(w, i);
	} else if (w->t->c[i] == U'地' && i > 1) {
		look_at_di(w, i);
	}
}
