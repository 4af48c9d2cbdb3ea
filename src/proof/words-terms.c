/* words-terms: set terms of official language that lack a character, have a
   wrong one or two the wrong way round. One slip leaves the first or the second
   half whole; so halves are looked for, and what stands beside them is compared.
   The first and the last character must be right: 核心价值 is no slip of
   核心价值观. */

#include "proof/words-imp.h"

#include <string.h>

/* The first half of n characters has so many; the second the rest. */
static int half(int n)
{
	return n / 2;
}

static void add(struct wording *w, enum phrase_kind kind, const char *row, struct chars term,
		struct chars word)
{
	lexicon_add(w->lexicon, word, w->phrases.n);
	*vec_push(w->p->a, &w->phrases) = (struct phrase){ kind, row, term };
}

void words_add_terms(struct wording *w, struct arena *a)
{
	for (int i = 0; i < words_terms.n; i++) {
		const char *row = words_terms.rows[i];
		struct chars term = words_next(a, &row);
		int h = half(term.n);
		add(w, PHRASE_TERM_HEAD, row, term, (struct chars){ term.c, h });
		/* where the two in the middle have changed places */
		add(w, PHRASE_TERM_TAIL, row, term,
				(struct chars){ term.c + h + 1, term.n - h - 1 });
		add(w, PHRASE_TERM_TAIL, row, term, (struct chars){ term.c + h, term.n - h });
	}
}

static bool same(const uint32_t *a, const uint32_t *b, int n)
{
	return n <= 0 || memcmp(a, b, (size_t)n * sizeof *a) == 0;
}

/* Characters of text (from its first) that are term with one slip; 0: they are
   the term itself, or another thing. left: how many there are. */
static int slip_length(const uint32_t *text, int left, struct chars term)
{
	int n = term.n, k = 0;

	while (k < n && k < left && text[k] == term.c[k]) {
		k++;
	}
	if (k == 0 || k >= n - 1) { /* first, last, or none wrong */
		return 0;
	}
	if (left >= n - 1 && same(text + k, term.c + k + 1, n - k - 1)) {
		return n - 1; /* k is lost */
	}
	if (left < n || !scan_han(text[k])) {
		return 0;
	}
	if (same(text + k + 1, term.c + k + 1, n - k - 1)) {
		return n; /* k is another */
	}
	if (k + 2 < n && text[k] == term.c[k + 1] && text[k + 1] == term.c[k] &&
			same(text + k + 2, term.c + k + 2, n - k - 2)) {
		return n; /* k and the next have changed places */
	}
	return 0;
}

/* The passage has at i one of the forms that only look like a slip. */
static bool is_variant(struct wording *w, const char *row, int i)
{
	const struct passage *t = w->t;

	while (*row) {
		struct chars word = words_next(w->p->a, &row);
		int k = 0;
		while (k < word.n && i + k < t->n &&
				(word.c[k] == '?' || word.c[k] == t->c[i + k])) {
			k++;
		}
		if (k == word.n) {
			return true;
		}
	}
	return false;
}

static bool try_at(struct wording *w, const struct phrase *f, int i)
{
	const struct passage *t = w->t;
	int n = i < 0 || i < w->done ? 0 : slip_length(t->c + i, t->n - i, f->term);
	const char *wrong, *right;

	if (!n || is_variant(w, f->row, i)) {
		return false;
	}
	wrong = passage_excerpt(w->p, t, i, n);
	right = words_string(w->p->a, f->term);
	passage_add(w->p, &word_rules[WORD_TERM], t, i, n, wrong, right)->fix = right;
	w->done = i + n;
	return true;
}

void words_term(struct wording *w, const struct phrase *f, int i, int n)
{
	if (f->kind == PHRASE_TERM_HEAD) {
		try_at(w, f, i);
	} else if (!try_at(w, f, i - (f->term.n - n))) {
		try_at(w, f, i - (f->term.n - n) + 1); /* one character before it is lost */
	}
}

static const char *const rows[] = {
	"战略性新兴产业",
	"中国特色社会主义",
	"供给侧结构性改革",
	"社会主义核心价值观",
	"习近平新时代中国特色社会主义思想",
	"习近平经济思想",
	"习近平法治思想",
	"习近平文化思想",
	"习近平生态文明思想",
	"马克思列宁主义",
	"马克思主义中国化时代化",
	"中华民族伟大复兴",
	"中华民族共同体意识",
	"中华优秀传统文化",
	"社会主义先进文化",
	"社会主义现代化国家",
	"社会主义现代化强国",
	"社会主义现代化建设",
	"社会主义市场经济",
	"社会主义初级阶段",
	"社会主义协商民主",
	"全过程人民民主",
	"人类命运共同体",
	"全面深化改革",
	"全面依法治国",
	"全面从严治党",
	"全面建成小康社会 全面建设小康社会",
	"新时代党的建设总要求",
	"党的建设新的伟大工程",
	"伟大建党精神",
	"中国式现代化 中国现代化 中国的现代化 中国之现代化 中国与现代化 中国和现代化 中国向现代化 "
	"中国是现代化 "
	"中国要现代化 中国在现代化 中国对现代化 中国走现代化 中国有现代化 中国从现代化 "
	"中国为现代化 中国以现代化 "
	"中国将现代化 中国离现代化 中国把现代化",
	"高质量发展 高?量发展",
	"新发展理念",
	"新发展格局",
	"新质生产力 新?生产力 新生产力",
	"总体国家安全观",
	"以人民为中心的发展思想",
	"国家治理体系和治理能力现代化",
	"第二个百年奋斗目标 第一个百年奋斗目标",
	"绿水青山就是金山银山",
	"生态文明建设",
	"人与自然和谐共生",
	"创新驱动发展战略",
	"区域协调发展战略",
	"可持续发展战略",
	"科教兴国战略 科教兴?战略",
	"人才强国战略 人才强?战略",
	"乡村振兴战略",
	"工业互联网 工?互联网 工业物联网",
	"粤港澳大湾区",
	"京津冀协同发展",
	"长三角一体化发展",
	"长江经济带发展",
	"黄河流域生态保护和高质量发展",
	"基本公共服务均等化",
	"共同富裕示范区",
	"全心全意为人民服务",
	"中国共产党第二十次全国代表大会",
	"中国人民政治协商会议",
	"全国人民代表大会",
	"中华人民共和国",
	"人民代表大会制度",
	"民族区域自治制度",
	"基层群众自治制度",
	"中国人民解放军",
	"国家发展和改革委员会 国家发展改革委员会",
	"工业和信息化部",
	"工业和信息化厅",
	"人力资源和社会保障 人力资源社会保障",
	"住房和城乡建设 住房城乡建设",
	"国家市场监督管理总局",
	"国家互联网信息办公室",
	"国有资产监督管理委员会",
	"退役军人事务部",
	"增值电信业务经营许可证",
	"个人信息保护法",
	"关键信息基础设施",
	"网络安全等级保护",
	"安全生产责任制",
	"党风廉政建设",
	"意识形态工作责任制",
	"党支部标准化规范化建设",
};

const struct phrase_table words_terms = { rows, sizeof rows / sizeof rows[0] };
