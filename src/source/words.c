/* words: how messages name what a key wants and what stands there instead. */

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "source/schema-imp.h"

#define NEAR_MAX   40 /* bytes of a key that is compared with known ones */
#define QUOTED_MAX 90 /* bytes of a value that a message repeats */

const char *schema_wanted(struct reader *r, const struct key *key)
{
	switch (key->type) {
	case VALUE_LENGTH:
		return _("a length such as 14 pt, 5 mm or 2 em");
	case VALUE_SIZE:
		return _("a size such as 14 pt");
	case VALUE_RATIO:
		return _("a number such as 1.5");
	case VALUE_WHOLE:
	case VALUE_CHOICE:
		return schema_limits(r, key);
	case VALUE_BOOL:
		return _("true or false");
	case VALUE_COLOUR:
		return _("a colour such as \"#CC1E1E\", between quotation marks");
	case VALUE_STRING:
	case VALUE_WORD:
	case VALUE_CHAR:
	case VALUE_FORM:
	case VALUE_TEXT:
		return _("text");
	case VALUE_STYLE:
		return _("a style such as {font: song, size: 14 pt}");
	case VALUE_ROLES:
		return _("a style such as {font: song, bold: true}");
	case VALUE_MAPS:
		return arena_print(r->a, _("a list of %d groups of keys"), key->count);
	case VALUE_LINES:
		return _("text, or a list of printed lines");
	case VALUE_DATE:
		return _("a date such as 2024-02-29");
	case VALUE_MAP:
	case VALUE_NODE:
		return _("a group of keys");
	case VALUE_LIST:
	case VALUE_FILE:
		return _(key->words);
	}
	return "";
}

static const char *number(struct reader *r, const struct key *key, int32_t value)
{
	char s[16];

	if (key->type == VALUE_WHOLE) {
		snprintf(s, sizeof s, "%d", value);
	} else {
		ratio_write(value, s);
	}
	return arena_string(r->a, s);
}

/* "a, b, c" from "a b c", each with before and after around it. */
static const char *listed(struct reader *r, const char *words, const char *before,
		const char *after)
{
	struct buf b = { 0 };
	const char *s;

	while (*words) {
		int n = (int)strcspn(words, " ");
		buf_print(&b, "%s%s%.*s%s", b.n ? ", " : "", before, n, words, after);
		words += n + (words[n] == ' ');
	}
	s = arena_string(r->a, b.s ? b.s : "");
	buf_done(&b);
	return s;
}

const char *schema_limits(struct reader *r, const struct key *key)
{
	const char *min = number(r, key, key->min), *max = number(r, key, key->max);

	switch (key->type) {
	case VALUE_LENGTH:
	case VALUE_SIZE:
		return arena_print(r->a, _("a length from %s pt to %s pt"), min, max);
	case VALUE_RATIO:
		return arena_print(r->a, _("a number from %s to %s"), min, max);
	case VALUE_WHOLE:
		return arena_print(r->a, _("a whole number from %s to %s"), min, max);
	case VALUE_CHOICE:
		return arena_print(r->a, _("one of: %s"), listed(r, key->words, "", ""));
	case VALUE_CHAR:
		return _("one character");
	case VALUE_FORM:
		return arena_print(r->a, _("text in which nothing but %s stands in { }"),
				listed(r, key->words, "{", "}"));
	case VALUE_WORD:
	case VALUE_TEXT:
	case VALUE_LINES:
		return _("some text");
	default:
		return schema_wanted(r, key);
	}
}

/* A value as a message repeats it: not too long. */
static const char *quoted(struct reader *r, const struct node *v)
{
	struct text text = yaml_text(r, v);
	uint32_t n = QUOTED_MAX;

	if (text.n <= n) {
		return text.s;
	}
	while (n && ((unsigned char)text.s[n] & 0xc0) == 0x80) {
		n--;
	}
	return arena_print(r->a, "%.*s…", (int)n, text.s);
}

static int count(const struct node *list)
{
	int n = 0;

	for (const struct node *v = list->first; v; v = v->next) {
		n++;
	}
	return n;
}

void schema_wrong_type(struct reader *r, const struct node *v, const char *path, const char *wanted)
{
	const char *is = v->kind == NODE_LIST ? arena_print(r->a, _("a list of %d"), count(v))
			: v->kind == NODE_MAP ? _("a group of keys")
			: yaml_is_null(v)     ? _("empty")
					      : arena_print(r->a, "‘%s’", quoted(r, v));

	diag_add(r->d, DIAG_TYPE_WRONG, v->span, path, wanted, is);
}

void schema_bad_value(struct reader *r, const struct node *v, const char *path, const char *wanted)
{
	const char *is = v->kind == NODE_LIST ? "[]" : v->kind == NODE_MAP ? "{}" : quoted(r, v);

	diag_add(r->d, DIAG_VALUE_BAD, v->span, path, is, wanted);
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c == '_' ? '-' : c);
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* How many letters must be put in, left out, changed or swapped with their
   neighbour to make one of the other; case does not count. */
static int distance(const char *s, const char *t)
{
	int ns = (int)strlen(s), nt = (int)strlen(t);
	int row[NEAR_MAX + 1][NEAR_MAX + 1];

	for (int i = 0; i <= ns; i++) {
		for (int j = 0; j <= nt; j++) {
			if (!i || !j) {
				row[i][j] = i + j;
				continue;
			}
			bool same = lower(s[i - 1]) == lower(t[j - 1]);
			row[i][j] = least(row[i - 1][j - 1] + !same,
					least(row[i - 1][j], row[i][j - 1]) + 1);
			if (i > 1 && j > 1 && lower(s[i - 1]) == lower(t[j - 2]) &&
					lower(s[i - 2]) == lower(t[j - 1])) {
				row[i][j] = least(row[i][j], row[i - 2][j - 2] + 1);
			}
		}
	}
	return row[ns][nt];
}

const char *schema_nearest(const char *key, const char *const *known)
{
	const char *best = NULL;
	int best_distance = 0;

	if (strlen(key) > NEAR_MAX) {
		return NULL;
	}
	for (; *known; known++) {
		int len = (int)strlen(*known), limit = len < 6 ? 1 : len / 3, far;
		if (len > NEAR_MAX || abs(len - (int)strlen(key)) > limit) {
			continue;
		}
		far = distance(key, *known);
		if (far <= limit && (!best || far < best_distance)) {
			best = *known;
			best_distance = far;
		}
	}
	return best;
}

const char *schema_unknown(struct reader *r, const struct node *key, const char *const *known)
{
	const char *near = schema_nearest(key->s, known);
	struct buf b = { 0 };

	if (near) {
		diag_add(r->d, DIAG_KEY_UNKNOWN_NEAR, key->span, quoted(r, key), near);
		return near;
	}
	for (; *known; known++) {
		buf_print(&b, "%s%s", b.n ? ", " : "", *known);
	}
	diag_add(r->d, DIAG_KEY_UNKNOWN, key->span, quoted(r, key), b.s ? b.s : "");
	buf_done(&b);
	return NULL;
}
