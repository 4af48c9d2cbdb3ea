#include "text/segment.h"

#include <string.h>

#include "base/arena.h"
#include "text/char.h"

/* Words of bulletins that ICU's dictionary lacks, and divides; in the order of
   their bytes. */
static const char *const lacking[] = {
	"万兆",
	"专网",
	"主题党日",
	"云计算",
	"互联网",
	"交流会",
	"产业园",
	"信息化",
	"光网",
	"党建",
	"党支部",
	"全县",
	"全市",
	"全省",
	"公网",
	"共建",
	"分中心",
	"分公司",
	"动员会",
	"千兆",
	"反诈",
	"发布会",
	"培训班",
	"基站",
	"大数据",
	"子公司",
	"宽带",
	"工业互联网",
	"工作面",
	"年会",
	"座谈会",
	"开发区",
	"志愿者",
	"总公司",
	"恳谈会",
	"我市",
	"我省",
	"报告会",
	"推进会",
	"携号转网",
	"数字化",
	"新质生产力",
	"智能化",
	"服务站",
	"机房",
	"物联网",
	"现场会",
	"理事会",
	"监事会",
	"示范区",
	"秘书处",
	"移动互联网",
	"算力",
	"网信",
	"营业厅",
	"车联网",
	"运动会",
	"运营商",
	"适老化",
	"通信业",
	"通管局",
	"首个",
	"首家",
	"首届",
	"首批",
	"高新区",
	"高质量",
};

#define HAN 3 /* bytes of the characters that they begin with */

/* Length of the word of lacking that s begins with, of n bytes, HAN at least;
   0: none. */
static size_t lacking_word(const char *s, size_t n)
{
	size_t low = 0, high = sizeof lacking / sizeof *lacking, longest = 0;

	while (low < high) {
		size_t mid = (low + high) / 2;
		if (memcmp(lacking[mid], s, HAN) < 0) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	for (; low < sizeof lacking / sizeof *lacking; low++) {
		size_t len = strlen(lacking[low]);
		if (memcmp(lacking[low], s, HAN) != 0) {
			break;
		}
		if (len <= n && len > longest && memcmp(lacking[low], s, len) == 0) {
			longest = len;
		}
	}
	return longest;
}

bool *segment_words(struct arena *a, struct word_breaks *w, const char *s, uint32_t n)
{
	bool *begins = ARENA_ARRAY(a, bool, (size_t)n + 1);

	if (w) {
		word_breaks_set(w, s, n);
	}
	for (size_t at = 0; at < n; char_next(s, n, &at)) {
		begins[at] = !w || word_is_break(w, at);
	}
	begins[n] = true;
	for (size_t at = 0; w && at < n; char_next(s, n, &at)) {
		size_t len = begins[at] && n - at >= HAN ? lacking_word(s + at, n - at) : 0;
		if (len && begins[at + len]) {
			memset(begins + at + 1, false, len - 1);
		}
	}
	return begins;
}
