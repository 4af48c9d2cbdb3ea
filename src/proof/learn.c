#include "proof/learn.h"

#include <string.h>

#include "base/vec.h"
#include "proof/names-imp.h"
#include "proof/passages-imp.h"
#include "proof/scan-imp.h"

#define NAME_LEAST 4 /* characters of an organisation */
#define NAME_MAX   24

static const char suffixes[] = "有限责任公司 股份有限公司 有限公司 分公司 子公司 协会 学会 商会 "
			       "联合会 基金会 促进会 "
			       "管理局 研究院 设计院 规划院 研究所 办事处 事务所";

/* These end common words too: what ends in them is offered where it begins with
   a place, or stands there twice. */
static const char weak_suffixes[] = "公司 委员会 局 厅 学院 大学 学校 医院 中心 集团 银行";

static const char common_words[] = "布局 大局 格局 破局 新局 结局 全局 时局 营业厅 餐厅 大厅 客厅";

static const char places[] = "中国 国家 北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 "
			     "安徽 福建 江西 "
			     "山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 "
			     "甘肃 青海 宁夏 新疆 "
			     "省 市";

/* What stands before a name and is no part of it. */
static const char before[] =
		"来自 参加 召开 组织 联合 邀请 接受 走进 前往 通过 根据 按照 举办 协助 委托 会同 "
		"以及 包括 其中 近日 日前 目前 今年 去年 同时 由 在 与 和 及 向 对 为 是 的 于 到 "
		"从 "
		"将 被 据 经 因 让 使 赴 至 等 了 该 各 本 某 这 那 我 日 月 年 时 并 或 把 给 受";

struct learner {
	struct arena *a;
	struct proofing *p;
	struct lexicon *known; /* all names of the registers */
	struct lexicon *seen;  /* → names */
	struct lexicon *once;  /* seen, and not yet worth asking about */
	VEC(struct seen_name) names;
};

static void know(struct learner *w, const struct text *t)
{
	if (t->n) {
		lexicon_add(w->known, chars_of(w->a, t->s), 0);
	}
}

static void know_registers(struct learner *w, const struct registers *all)
{
	for (int i = 0; i < all->npeople; i++) {
		know(w, &all->people[i].name);
		for (int k = 0; k < all->people[i].nspellings; k++) {
			know(w, &all->people[i].spellings[k]);
		}
	}
	for (int i = 0; i < all->norganisations; i++) {
		know(w, &all->organisations[i].name);
		for (int k = 0; k < all->organisations[i].nshorts; k++) {
			know(w, &all->organisations[i].shorts[k]);
		}
	}
	for (int i = 0; i < all->ncontributors; i++) {
		know(w, &all->contributors[i].name);
	}
}

static void see(struct learner *w, struct chars name, struct seen_name seen)
{
	const struct word_entry *e;

	if (lexicon_find(w->known, name)) {
		return;
	}
	e = lexicon_find(w->seen, name);
	if (e) {
		w->names.at[e->value].count++;
		return;
	}
	seen.count += lexicon_find(w->once, name) != NULL;
	*vec_push(w->a, &w->names) = seen;
	lexicon_add(w->seen, name, w->names.n - 1);
}

static void see_byline(struct learner *w, const struct passage *t)
{
	struct byline b = byline_split(w->a, t);

	for (int i = 0; i < b.n; i++) {
		const struct byline_part *part = &b.at[i];
		if (part->name) {
			struct seen_name seen = { REGISTER_CONTRIBUTORS, part->s, part->unit, 1,
				text_span(t->text, t->at[part->at]) };
			see(w, part->chars, seen);
		}
	}
}

/* Where the name that goes on to suffix begins: behind a mark, or a word that is
   surely none of it; there, at the first place, if one is in it. */
static int name_begin(const struct passage *t, int suffix)
{
	int i = suffix;

	while (i > 0 && suffix - i < NAME_MAX && scan_han(t->c[i - 1]) &&
			!scan_word_before(t, i, before)) {
		i--;
	}
	for (int k = i; i > 0 && scan_han(t->c[i - 1]) && k < suffix; k++) {
		if (scan_word(t, k, places) > 1) {
			return k;
		}
	}
	return i;
}

/* [at, end) is worth asking about; weak: because of where it begins. */
static bool is_worth(struct learner *w, const struct passage *t, int at, int end, bool weak)
{
	struct chars name = { t->c + at, end - at };

	if (name.n < NAME_LEAST || name.n > NAME_MAX || scan_word_before(t, end, common_words) ||
			(at && (scan_digit(t->c[at - 1]) || scan_latin(t->c[at - 1])))) {
		return false;
	}
	if (!weak || scan_word(t, at, places) || lexicon_find(w->seen, name)) {
		return true;
	}
	if (lexicon_find(w->once, name)) {
		return true;
	}
	lexicon_add(w->once, name, 0);
	return false;
}

static void see_organisations(struct learner *w, const struct passage *t)
{
	for (int i = 0; i < t->n; i++) {
		int n = scan_word(t, i, suffixes), weak = scan_word(t, i, weak_suffixes);
		int at, end = i + (n > weak ? n : weak);
		if (end == i || scan_word(t, end, suffixes)) { /* 设计院有限公司 */
			continue;
		}
		at = name_begin(t, i);
		if (i - at >= 2 && is_worth(w, t, at, end, weak > n)) {
			struct chars name = { t->c + at, end - at };
			struct seen_name seen = { REGISTER_ORGANISATIONS,
				passage_excerpt(w->p, t, at, name.n), "", 1,
				text_span(t->text, t->at[at]) };
			see(w, name, seen);
		}
		i = end - 1;
	}
}

const struct seen_name *proof_learn(struct arena *a, const struct issue *issue,
		const struct registers *registers, int *n)
{
	struct proofing p = { .a = a, .issue = issue };
	struct learner w = { .a = a, .p = &p };

	w.known = lexicon_new(a);
	w.seen = lexicon_new(a);
	w.once = lexicon_new(a);
	if (registers) {
		know_registers(&w, registers);
	}
	passages_collect(&p);
	for (int i = 0; i < p.npassages; i++) {
		const struct passage *t = &p.passages[i];
		if (t->role == ROLE_AUTHOR || t->role == ROLE_BYLINE) {
			see_byline(&w, t);
		}
	}
	for (int i = 0; i < p.npassages; i++) {
		if (scan_is_prose(&p.passages[i])) {
			see_organisations(&w, &p.passages[i]);
		}
	}
	*n = w.names.n;
	return w.names.at;
}
