#include "shape/shape-imp.h"

#include <string.h>

/* Numbers that no line may divide: GB/T 15835 5.1.7 of their figures, clreq
   3.1.2 of their signs and units; and of what is written around them, 第, the
   unit or counter word, the name of a standard, the other end of a range. */

struct scan {
	struct letter *at;
	size_t n;
};

/* Counter words and units that are one character; the others. Words that are
   also used without a number in front are as good: a number is in front. */
static const uint_least32_t single_units[] =
		U"年月日号时分秒点期届次个名人户家座条项件台套元角岁周天亩米吨克升度倍折层楼"
		U"室页版卷章节款例篇字位所处支部辆架艘只头匹株棵张本册份批场轮站级类种强项伏瓦";
static const uint_least32_t long_units[][6] = { U"公里", U"千米", U"厘米", U"毫米", U"微米",
	U"纳米", U"平方米", U"平方公里", U"平方千米", U"立方米", U"公顷", U"公斤", U"千克", U"毫克",
	U"毫升", U"千瓦", U"兆瓦", U"千瓦时", U"千伏", U"摄氏度", U"周年", U"年代", U"年度",
	U"年级", U"世纪", U"季度", U"分钟", U"小时", U"个月", U"月份", U"百分点", U"个百分点",
	U"人次", U"户次", U"架次", U"车次", U"兆赫", U"吉赫", U"赫兹", U"比特", U"字节", U"美元",
	U"欧元", U"日元", U"港元", U"英镑" };
static const uint_least32_t multipliers[] = U"十百千万亿兆";
static const uint_least32_t abouts[] = U"余多";
/* signs before a number that are no prefixes of Unicode's */
static const uint_least32_t signs[] = U"＝＜＞≈≠≤≥≦≧";
/* between figures, one number with them: 3.5 22：00 3：1 3·15 7×24 10±1 */
static const uint_least32_t points[] = U".,:/：．·×÷±^";
/* of angles, which go on in figures: 37°52′ */
static const uint_least32_t angles[] = U"°′″";
static const char western_units[] =
		" m km cm mm nm g kg mg t s ms ns h min d Hz kHz MHz GHz THz W kW "
		"MW GW kWh V kV A mA dB dBm bit B KB MB GB TB PB bps kbps Mbps "
		"Gbps Tbps K Pa kPa MPa J kJ mol L mL ml ";

static bool is_in(uint32_t c, const uint_least32_t *set)
{
	while (*set && *set != c) {
		set++;
	}
	return *set != 0;
}

static bool is_figure(const struct scan *sc, size_t i)
{
	const struct letter *l = &sc->at[i];

	return i < sc->n && !l->note &&
			(l->class == CHAR_DIGIT || (l->c >= 0xff10 && l->c <= 0xff19));
}

static bool is_word_at(const struct scan *sc, size_t i)
{
	return i < sc->n && sc->at[i].western && sc->at[i].class != CHAR_SPACE && !sc->at[i].note;
}

/* One typed space. */
static bool is_space(const struct scan *sc, size_t i)
{
	return i < sc->n && sc->at[i].class == CHAR_SPACE && sc->at[i].c != 0x3000 &&
			i + 1 < sc->n && sc->at[i + 1].class != CHAR_SPACE;
}

/* ， is between the figures of one number where these are full-width. */
static bool is_point(const struct scan *sc, size_t i)
{
	uint32_t c = sc->at[i].c;

	return i > 0 && is_figure(sc, i - 1) && is_figure(sc, i + 1) &&
			(is_in(c, points) || (c == 0xff0c && sc->at[i + 1].c >= 0xff10));
}

static bool is_suffix(const struct scan *sc, size_t i)
{
	const struct letter *l = &sc->at[i];

	/* ㎡ and other units in one square; raised figures */
	return i < sc->n &&
			(l->mark == MARK_SUFFIX || (l->c >= 0x3371 && l->c < 0x33e0) ||
					(l->c >= 0x2070 && l->c < 0x2080) || l->c == 0xb2 ||
					l->c == 0xb3 || l->c == 0xb9);
}

/* All of [from + 1, to) stays with what stands before it. */
static void keep(const struct scan *sc, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		sc->at[i].kept = true;
	}
}

static size_t figures_end(const struct scan *sc, size_t i)
{
	while (i < sc->n && (is_figure(sc, i) || is_point(sc, i))) {
		i++;
	}
	return i;
}

static size_t word_end(const struct scan *sc, size_t i)
{
	while (is_word_at(sc, i)) {
		i++;
	}
	return i;
}

/* The Western word [from, to) is a unit. */
static bool is_western_unit(const struct scan *sc, size_t from, size_t to)
{
	char name[8] = " ";
	size_t n = 1;

	if (to - from > sizeof name - 3) {
		return false;
	}
	for (; from < to; from++) {
		uint32_t c = sc->at[from].c;
		name[n++] = c < 0x80 ? (char)c : '?';
	}
	name[n] = ' ';
	return n > 1 && strstr(western_units, name);
}

/* End of the signs and letters behind figures that end at i: % ℃ G+ °C, km. */
static size_t suffix_end(const struct scan *sc, size_t i)
{
	size_t end = word_end(sc, i);

	while (is_suffix(sc, end)) {
		end++;
	}
	if (end > i && sc->at[end - 1].c == 0xb0) {
		end = word_end(sc, end);
	}
	if (is_space(sc, end)) {
		size_t to = word_end(sc, end + 1);
		if (is_suffix(sc, end + 1)) {
			return end + 2;
		}
		if (is_western_unit(sc, end + 1, to)) {
			return to;
		}
	}
	return end;
}

static size_t long_unit(const struct scan *sc, size_t i)
{
	size_t longest = 0;

	for (size_t k = 0; k < sizeof long_units / sizeof long_units[0]; k++) {
		const uint_least32_t *unit = long_units[k];
		size_t n = 0;
		while (unit[n] && i + n < sc->n && sc->at[i + n].c == unit[n]) {
			n++;
		}
		if (!unit[n] && n > longest) {
			longest = n;
		}
	}
	return longest;
}

/* End of the unit behind a number that ends at i: 多万公里; i where there is none. */
static size_t unit_end(const struct scan *sc, size_t i)
{
	size_t from = is_space(sc, i) ? i + 1 : i;
	size_t at = from, n;

	at += at < sc->n && is_in(sc->at[at].c, abouts);
	for (int k = 0; k < 2; k++) { /* 万亿 */
		at += at < sc->n && is_in(sc->at[at].c, multipliers);
	}
	at += at > from && at < sc->n && is_in(sc->at[at].c, abouts);
	n = long_unit(sc, at);
	if (n == 0 && at < sc->n && is_in(sc->at[at].c, single_units)) {
		n = 1;
	}
	return at + n > from ? at + n : i;
}

/* Where the number goes on, behind its unit that ends at i; 0: nowhere.
   3亿4500万, 37°52′, 9亿～16亿, 2021—2023年. */
static size_t next_figures(const struct scan *sc, size_t i)
{
	uint32_t before = sc->at[i - 1].c;

	if (is_figure(sc, i)) {
		return is_in(before, multipliers) || is_in(before, angles) ? i : 0;
	}
	if (i >= sc->n || sc->at[i].mark != MARK_CONNECTOR) {
		return 0;
	}
	i++;
	i += i < sc->n && sc->at[i].mark == MARK_PREFIX;
	return is_figure(sc, i) ? i : 0;
}

/* The name of a standard, or of a series, before the space at i: GB/T 19000. */
static bool is_series(const struct scan *sc, size_t i)
{
	size_t from = i;

	while (from > 0 && is_word_at(sc, from - 1)) {
		uint32_t c = sc->at[--from].c;
		if (!(c >= 'A' && c <= 'Z') && c != '/' && c != '-') {
			return false;
		}
	}
	return i - from >= 2;
}

/* Where what belongs to the figures at i begins, before them. */
static size_t prefix_start(const struct scan *sc, size_t i)
{
	if (i > 1 && is_space(sc, i - 1) && is_series(sc, i - 1)) {
		return i - 2;
	}
	while (i > 0 && (sc->at[i - 1].mark == MARK_PREFIX || is_in(sc->at[i - 1].c, signs))) {
		i--;
	}
	return i > 0 && sc->at[i - 1].c == 0x7b2c ? i - 1 : i; /* 第 */
}

static size_t keep_number(const struct scan *sc, size_t i)
{
	size_t from = prefix_start(sc, i), next = i;

	do {
		size_t end = figures_end(sc, next);
		i = suffix_end(sc, end);
		i = i > end ? i : unit_end(sc, end);
		next = next_figures(sc, i);
	} while (next);
	keep(sc, from, i);
	return i;
}

void shape_keep_numbers(struct shaper *s)
{
	const struct scan sc = { s->letters, s->nletters };

	for (size_t i = 0; i < sc.n;) {
		i = is_figure(&sc, i) ? keep_number(&sc, i) : i + 1;
	}
}
