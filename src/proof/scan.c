#include "proof/scan-imp.h"

#include <string.h>

#include "text/char.h"

#define DIGITS_MAX 12   /* of a number that is reckoned with */
#define HAN_MAX    8    /* characters of 一百二十 and the like */
#define REACH      500  /* characters; nobody's sentence is longer, but a file may have any */
#define QUOTE_MAX  1000 /* characters between a mark and its partner */

bool scan_in(uint32_t c, const uint32_t *set)
{
	for (; *set; set++) {
		if (*set == c) {
			return true;
		}
	}
	return false;
}

bool scan_han(uint32_t c)
{
	return (c >= 0x4e00 && c < 0xa000) || c == U'〇' ||
			(c >= 0x3400 && c != PASSAGE_CODE && char_class(c) == CHAR_HAN);
}

bool scan_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

bool scan_latin(uint32_t c)
{
	return (c < 0x80 || (c >= 0xc0 && c < 0x250)) && char_class(c) == CHAR_LETTER;
}

bool scan_space(uint32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x3000 || (c >= 0x2002 && c <= 0x200a) || c == 0x202f;
}

bool scan_mark(uint32_t c)
{
	return scan_in(c, U"，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…");
}

bool scan_is(const struct passage *t, int i, const char *s)
{
	size_t n = strlen(s);

	return i >= 0 && i < t->n && t->c[i] != PASSAGE_CODE && t->text->n - t->at[i] >= n &&
			memcmp(t->text->s + t->at[i], s, n) == 0;
}

/* Number of characters of s[0, n). */
static int characters(const char *s, size_t n)
{
	int count = 0;

	for (size_t i = 0; i < n; i++) {
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	}
	return count;
}

/* The word at *list is what stands at s[0, n): its length in bytes, else 0.
   *list goes on to the next. */
static size_t match_word(const char **list, const char *s, size_t n)
{
	const char *word = *list, *p = word;
	size_t length;

	while (*p && *p != ' ' && (size_t)(p - word) < n && *p == s[p - word]) {
		p++;
	}
	length = !*p || *p == ' ' ? (size_t)(p - word) : 0;
	while (*p && *p != ' ') {
		p++;
	}
	*list = p + (*p == ' ');
	return length;
}

int scan_word(const struct passage *t, int i, const char *list)
{
	size_t best = 0;

	if (i < 0 || i >= t->n || t->c[i] == PASSAGE_CODE) {
		return 0;
	}
	while (*list) {
		size_t n = match_word(&list, t->text->s + t->at[i], t->text->n - t->at[i]);
		best = n > best ? n : best;
	}
	return characters(t->text->s + t->at[i], best);
}

int scan_word_before(const struct passage *t, int i, const char *list)
{
	size_t best = 0;

	if (i <= 0 || i > t->n || t->c[i - 1] == PASSAGE_CODE) {
		return 0;
	}
	while (*list) {
		size_t n = strcspn(list, " ");
		if (n > best && t->at[i] >= n && memcmp(t->text->s + t->at[i] - n, list, n) == 0) {
			best = n;
		}
		list += n + (list[n] == ' ');
	}
	return characters(t->text->s + t->at[i] - best, best);
}

int scan_find(const struct passage *t, int i, int end, const char *s)
{
	for (; i < end; i++) {
		if (scan_is(t, i, s)) {
			return i;
		}
	}
	return -1;
}

static int reach(const struct passage *t, int i, int most)
{
	return t->n - i > most ? i + most : t->n;
}

int scan_clause_end(const struct passage *t, int i)
{
	int end = reach(t, i, REACH);

	while (i < end && !scan_in(t->c[i], U"，。；：？！\n")) {
		i++;
	}
	return i;
}

int scan_sentence_end(const struct passage *t, int i)
{
	int end = reach(t, i, REACH);

	while (i < end && !scan_in(t->c[i], U"。？！\n")) {
		i++;
	}
	return i;
}

int scan_sentence(const struct passage *t, int i)
{
	int first = i > REACH ? i - REACH : 0;

	while (i > first && !scan_in(t->c[i - 1], U"。？！\n")) {
		i--;
	}
	return i;
}

int scan_closing(const struct passage *t, int i)
{
	static const uint32_t pairs[] = U"“”‘’（）《》〈〉【】〔〕「」『』()[]";
	uint32_t open = t->c[i], close = 0;
	int depth = 0, end = reach(t, i, QUOTE_MAX);

	for (int k = 0; pairs[k]; k += 2) {
		close = pairs[k] == open ? pairs[k + 1] : close;
	}
	for (; close && i < end; i++) {
		depth += t->c[i] == open;
		depth -= t->c[i] == close;
		if (!depth) {
			return i;
		}
	}
	return -1;
}

const char *scan_shown(struct arena *a, uint32_t c)
{
	char s[5];

	return arena_copy(a, s, (size_t)char_write(c, s));
}

bool scan_is_prose(const struct passage *t)
{
	return t->role != ROLE_CODE && t->role != ROLE_LABEL;
}

/* 1 to 9 for 一 to 九, 0 for 〇 and 零, else -1. */
static int han_digit(uint32_t c)
{
	static const uint32_t digits[] = U"〇一二三四五六七八九";

	for (int i = 0; i < 10; i++) {
		if (digits[i] == c) {
			return i;
		}
	}
	return c == U'零' ? 0 : c == U'两' ? 2 : -1;
}

/* 三, 十二, 二十, 一百零五: numbers below a thousand. */
static bool read_han(const struct passage *t, int i, struct number *out)
{
	int value = 0, digit = 0, at = i;

	for (; i - at <= HAN_MAX &&
			(han_digit(t->c[i]) >= 0 || t->c[i] == U'十' || t->c[i] == U'百');
			i++) {
		if (t->c[i] == U'十' || t->c[i] == U'百') {
			value += (digit || i > at ? digit : 1) * (t->c[i] == U'十' ? 10 : 100);
			digit = 0;
		} else if (digit) {
			return false; /* 二三: about so many, or a year */
		} else {
			digit = han_digit(t->c[i]);
		}
	}
	*out = (struct number){ at, i, value + digit, 0, false };
	return i > at && i - at <= HAN_MAX && out->value > 0 && !scan_in(t->c[i], U"千万亿");
}

/* A comma within a number, or the thin space of GB/T 15835 5.1.3, before three
   digits. */
static bool is_group_comma(const struct passage *t, int i)
{
	return scan_in(t->c[i], U",\u00a0\u2005\u2009\u202f") && scan_digit(t->c[i + 1]) &&
			i + 3 < t->n && scan_digit(t->c[i + 2]) && scan_digit(t->c[i + 3]) &&
			!scan_digit(t->c[i + 4]);
}

static bool read_arabic(const struct passage *t, int i, struct number *out)
{
	int digits = 0;
	bool point = false;

	*out = (struct number){ .at = i, .arabic = true };
	for (;; i++) {
		if (scan_digit(t->c[i])) {
			digits++;
			out->value = digits <= DIGITS_MAX ? out->value * 10 + (t->c[i] - '0') : 0;
			out->decimals += point;
		} else if (t->c[i] == '.' && !point && scan_digit(t->c[i + 1])) {
			point = true;
		} else if (point || !is_group_comma(t, i)) {
			break;
		}
	}
	out->end = i;
	return digits > 0 && digits <= DIGITS_MAX;
}

bool scan_number(const struct passage *t, int i, struct number *out)
{
	if (i < 0 || i >= t->n) {
		return false;
	}
	return scan_digit(t->c[i]) ? read_arabic(t, i, out) : read_han(t, i, out);
}

bool scan_number_before(const struct passage *t, int i, struct number *out)
{
	int at = i;

	if (i > 0 && scan_digit(t->c[i - 1])) {
		while (at > 0 &&
				(scan_digit(t->c[at - 1]) || t->c[at - 1] == '.' ||
						t->c[at - 1] == ',')) {
			at--;
		}
		while (at < i && !scan_digit(t->c[at])) {
			at++;
		}
	} else {
		while (at > 0 && i - at <= HAN_MAX &&
				(han_digit(t->c[at - 1]) >= 0 || scan_in(t->c[at - 1], U"十百"))) {
			at--;
		}
	}
	return at < i && scan_number(t, at, out) && out->end == i;
}
