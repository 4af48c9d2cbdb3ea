#include "inspect/object-imp.h"

#include <string.h>

#include "base/vec.h"

#define DEPTH_MAX 100

const struct object object_null;

struct object_list {
	struct object *at;
	int n, cap;
};

bool lex_is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

bool lex_is_delimiter(char c)
{
	return c && strchr("()<>[]{}/%", c);
}

static bool is_regular(char c)
{
	return !lex_is_space(c) && !lex_is_delimiter(c);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void skip_space(struct lexer *l)
{
	while (l->at < l->n) {
		if (l->s[l->at] == '%') {
			while (l->at < l->n && l->s[l->at] != '\n' && l->s[l->at] != '\r') {
				l->at++;
			}
		} else if (lex_is_space(l->s[l->at])) {
			l->at++;
		} else {
			break;
		}
	}
}

/* 7.3.5 */
static void read_name(struct lexer *l, struct object *o)
{
	size_t start = ++l->at, n = 0;
	char *out;

	while (l->at < l->n && is_regular(l->s[l->at])) {
		l->at++;
	}
	out = arena_alloc(l->a, l->at - start + 1, 1);
	for (size_t i = start; i < l->at; i++) {
		int high = l->s[i] == '#' && i + 2 < l->at ? hex_value(l->s[i + 1]) : -1;
		int low = high >= 0 ? hex_value(l->s[i + 2]) : -1;
		out[n++] = low >= 0 ? (char)(high << 4 | low) : l->s[i];
		i += low >= 0 ? 2 : 0;
	}
	o->kind = OBJECT_NAME;
	o->s = (struct slice){ out, n };
}

/* 7.3.4.3 */
static void read_hex(struct lexer *l, struct object *o)
{
	size_t start = ++l->at, n = 0;
	int digits = 0, value = 0;
	char *out;

	while (l->at < l->n && l->s[l->at] != '>') {
		l->at++;
	}
	out = arena_alloc(l->a, (l->at - start) / 2 + 2, 1);
	for (size_t i = start; i < l->at; i++) {
		int digit = hex_value(l->s[i]);
		if (digit < 0) {
			o->bad_hex |= !lex_is_space(l->s[i]);
			continue;
		}
		value = value << 4 | digit;
		if (++digits % 2 == 0) {
			out[n++] = (char)value;
		}
		value &= 0xf;
	}
	if (digits % 2) {
		o->bad_hex = true;
		out[n++] = (char)(value << 4);
	}
	l->at += l->at < l->n;
	o->kind = OBJECT_STRING;
	o->s = (struct slice){ out, n };
}

/* The byte that a backslash and what follows it stand for; -1: none. */
static int read_escape(struct lexer *l)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	char c = l->at < l->n ? l->s[l->at++] : '\0';
	const char *known = c ? strchr(from, c) : NULL;
	int value = 0, i;

	if (known) {
		return to[known - from];
	}
	if (c == '\r' || c == '\n') {
		l->at += c == '\r' && l->at < l->n && l->s[l->at] == '\n';
		return -1;
	}
	if (c < '0' || c > '7') {
		return (unsigned char)c;
	}
	l->at--;
	for (i = 0; i < 3 && l->at < l->n && l->s[l->at] >= '0' && l->s[l->at] <= '7'; i++) {
		value = value * 8 + (l->s[l->at++] - '0');
	}
	return value & 0xff;
}

static size_t string_end(const struct lexer *l)
{
	int open = 1;
	size_t i;

	for (i = l->at; i < l->n && open; i++) {
		if (l->s[i] == '\\') {
			i++;
		} else {
			open += l->s[i] == '(' ? 1 : l->s[i] == ')' ? -1 : 0;
		}
	}
	return i < l->n ? i : l->n;
}

/* 7.3.4.2 */
static void read_string(struct lexer *l, struct object *o)
{
	int open = 1;
	size_t n = 0;
	char *out;

	l->at++;
	out = arena_alloc(l->a, string_end(l) - l->at + 1, 1);
	while (l->at < l->n) {
		int c = (unsigned char)l->s[l->at++];
		open += c == '(' ? 1 : c == ')' ? -1 : 0;
		if (!open) {
			break;
		}
		if (c == '\\') {
			c = read_escape(l);
		}
		if (c >= 0) {
			out[n++] = (char)c;
		}
	}
	o->kind = OBJECT_STRING;
	o->s = (struct slice){ out, n };
}

/* Digits, at most one full stop, a sign: 7.3.3. */
static bool read_number(struct slice word, struct object *o)
{
	double v = 0, unit = 1;
	bool point = false, digits = false, minus = false;
	size_t i = 0;

	for (; i < word.n && (word.s[i] == '+' || word.s[i] == '-'); i++) {
		minus |= word.s[i] == '-';
	}
	for (; i < word.n; i++) {
		char c = word.s[i];
		if (c == '.' && !point) {
			point = true;
		} else if (c >= '0' && c <= '9') {
			digits = true;
			unit = point ? unit / 10 : unit;
			v = point ? v + (c - '0') * unit : v * 10 + (c - '0');
		} else if (c != '-') {
			return false;
		}
	}
	o->kind = point ? OBJECT_REAL : OBJECT_INT;
	o->num = minus ? -v : v;
	return digits || point;
}

/* A number, and in files what follows where both make a reference. */
static void join_reference(struct lexer *l, struct object *o)
{
	size_t i = l->at;

	if (l->content || o->kind != OBJECT_INT || o->num < 1 || o->num > 1e9) {
		return;
	}
	while (i < l->n && lex_is_space(l->s[i])) {
		i++;
	}
	if (i == l->at || i >= l->n || l->s[i] < '0' || l->s[i] > '9') {
		return;
	}
	while (i < l->n && l->s[i] >= '0' && l->s[i] <= '9') {
		i++;
	}
	if (i + 1 < l->n && l->s[i] == ' ' && l->s[i + 1] == 'R' &&
			(i + 2 == l->n || !is_regular(l->s[i + 2]))) {
		o->kind = OBJECT_REF;
		o->id = (int)o->num;
		l->at = i + 2;
	}
}

static void read_word(struct lexer *l, struct object *o)
{
	size_t start = l->at;
	struct slice word;

	while (l->at < l->n && is_regular(l->s[l->at])) {
		l->at++;
	}
	word = (struct slice){ l->s + start, l->at - start };
	if (word.n && strchr("+-.0123456789", word.s[0]) && read_number(word, o)) {
		join_reference(l, o);
	} else if (slice_is(word, "true") || slice_is(word, "false")) {
		o->kind = OBJECT_BOOL;
		o->num = word.s[0] == 't';
	} else if (slice_is(word, "null")) {
		o->kind = OBJECT_NULL;
	} else {
		o->kind = OBJECT_OPERATOR;
		o->s = word;
	}
}

/* Up to the bracket that closes; operators and braces can't stand in there. */
static void read_items(struct lexer *l, struct object_list *list, char close)
{
	for (;;) {
		struct object o = { 0 };
		skip_space(l);
		if (l->at >= l->n) {
			return;
		}
		if (l->s[l->at] == close) {
			l->at++;
			return;
		}
		if (!lex_object(l, &o)) {
			return;
		}
		if (o.kind != OBJECT_OPERATOR) {
			*vec_push(l->a, list) = o;
		}
	}
}

static void read_group(struct lexer *l, struct object *o, char close)
{
	struct object_list list = { 0 };

	if (l->depth >= DEPTH_MAX) {
		l->deep = true;
		l->at = l->n;
		return;
	}
	l->depth++;
	read_items(l, &list, close);
	l->depth--;
	o->kind = close == ']' ? OBJECT_ARRAY : OBJECT_DICT;
	o->items = list.at;
	o->n = close == ']' ? list.n : list.n / 2;
	if (close == '>') {
		l->at += l->at < l->n && l->s[l->at] == '>';
	}
}

bool lex_object(struct lexer *l, struct object *o)
{
	*o = object_null;
	skip_space(l);
	while (l->at < l->n && strchr(")>]{}", l->s[l->at]) && l->s[l->at]) {
		l->at++;
		skip_space(l);
	}
	if (l->at >= l->n) {
		return false;
	}
	switch (l->s[l->at]) {
	case '/':
		read_name(l, o);
		break;
	case '(':
		read_string(l, o);
		break;
	case '[':
		l->at++;
		read_group(l, o, ']');
		break;
	case '<':
		if (l->at + 1 < l->n && l->s[l->at + 1] == '<') {
			l->at += 2;
			read_group(l, o, '>');
		} else {
			read_hex(l, o);
		}
		break;
	default:
		read_word(l, o);
	}
	return true;
}

const struct object *object_at(const struct object *dict, const char *key)
{
	for (int i = 0; dict->kind == OBJECT_DICT && i < dict->n; i++) {
		if (object_is(&dict->items[2 * i], key)) {
			return &dict->items[2 * i + 1];
		}
	}
	return &object_null;
}

int object_int(const struct object *o, int otherwise)
{
	if (!object_is_number(o)) {
		return otherwise;
	}
	return o->num >= INT32_MAX ? INT32_MAX : o->num <= INT32_MIN ? INT32_MIN : (int)o->num;
}
