#include "source/schema-imp.h"

#include <stdio.h>

#include "text/char.h"

#define PT       UNIT_ONE
#define KEYS_MAX 64 /* of a table */

#define AT(member) .offset = offsetof(struct style, member)
#define ROLE_KEYS                                                                             \
	{ .name = "font", .type = VALUE_WORD, AT(font) },                                     \
			{ .name = "latin", .type = VALUE_WORD, AT(latin), .optional = true }, \
	{                                                                                     \
		.name = "bold", .type = VALUE_BOOL, AT(bold), .optional = true                \
	}

static const struct key role_keys[] = { ROLE_KEYS, { 0 } };

static const struct key style_keys[] = {
	ROLE_KEYS,
	{ .name = "size", .type = VALUE_SIZE, AT(size), .min = PT, .max = 1000 * PT },
	{ .name = "colour", .type = VALUE_COLOUR, AT(colour), .optional = true },
	{ 0 },
};

const struct key *schema_find(const struct key *keys, const char *name)
{
	for (; keys->name; keys++) {
		if (strcmp(keys->name, name) == 0) {
			return keys;
		}
	}
	return NULL;
}

static const char *path_of(struct reader *r, const char *path, const char *name)
{
	return arena_print(r->a, "%s%s", path, name);
}

/* Complain of a key that is none; the one that seems to be meant, or NULL. */
static const struct key *say_unknown(struct reader *r, const struct node *key,
		const struct key *keys)
{
	const char *known[KEYS_MAX + 1], *near;
	int n = 0;

	for (; keys[n].name; n++) {
		known[n] = keys[n].name;
	}
	known[n] = NULL;
	near = schema_unknown(r, key, known);
	return near ? schema_find(keys, near) : NULL;
}

static void say_missing(const struct schema *s, const struct node *map, const struct key *key,
		const char *path)
{
	/* at the map's own key, or the file where it has none */
	struct span at = { map->span.file, 0, 0 };

	if (map->key) {
		at = map->key->span;
	} else if (path[0]) {
		at = map->span;
	}
	diag_add(s->r->d, DIAG_KEY_MISSING, at, path_of(s->r, path, key->name),
			schema_wanted(s->r, key));
}

uint64_t schema_read(const struct schema *s, const struct node *map, const struct key *keys,
		void *to, const char *path)
{
	uint64_t given = 0;

	for (const struct node *v = map->first; v; v = v->next) {
		const struct key *key = schema_find(keys, v->key->s);
		if (!key) {
			/* read on as if it were right, so as to say only what helps */
			key = say_unknown(s->r, v->key, keys);
		}
		if (key && (!key->optional || !yaml_is_null(v))) {
			given |= (uint64_t)1 << (key - keys);
			schema_value(s, v, key, (char *)to + key->offset,
					path_of(s->r, path, key->name));
		}
	}
	for (const struct key *key = keys; key->name; key++) {
		if (!key->optional && !(given >> (key - keys) & 1)) {
			say_missing(s, map, key, path);
		}
	}
	return given;
}

bool schema_given(const struct key *keys, uint64_t given, const char *name)
{
	return given >> (schema_find(keys, name) - keys) & 1;
}

/* A number of the file within the key's limits. */
static bool fits(const struct schema *s, const struct node *v, const struct key *key,
		const char *path, bool is_one, int64_t value)
{
	if (!is_one) {
		schema_wrong_type(s->r, v, path, schema_wanted(s->r, key));
		return false;
	}
	if (value < key->min || value > key->max) {
		schema_bad_value(s->r, v, path, schema_limits(s->r, key));
		return false;
	}
	return true;
}

static bool read_number(const struct schema *s, const struct node *v, const struct key *key,
		int32_t *to, const char *path)
{
	int64_t value = 0;
	ratio whole = 0;
	bool is_one;

	if (key->type == VALUE_RATIO) {
		is_one = ratio_read(v->s, v->n, &whole);
		value = whole;
	} else if (key->type == VALUE_WHOLE) {
		is_one = v->n > 0 && v->n <= 9 && strspn(v->s, "0123456789") == v->n;
		for (size_t i = 0; is_one && i < v->n; i++) {
			value = value * 10 + (v->s[i] - '0');
		}
	} else {
		is_one = schema_length(v, key->type == VALUE_SIZE ? 0 : s->em, &value);
	}
	if (!fits(s, v, key, path, is_one, value)) {
		return false;
	}
	*to = (int32_t)value;
	return true;
}

static bool read_bool(const struct schema *s, const struct node *v, const struct key *key, bool *to,
		const char *path)
{
	*to = strcmp(v->s, "true") == 0;
	return fits(s, v, key, path, *to || strcmp(v->s, "false") == 0, 0);
}

static bool read_colour(const struct schema *s, const struct node *v, const struct key *key,
		uint32_t *to, const char *path)
{
	unsigned colour = 0;
	bool is_one = v->n == 7 && v->s[0] == '#' &&
			strspn(v->s + 1, "0123456789abcdefABCDEF") == 6 &&
			sscanf(v->s + 1, "%6x", &colour) == 1;

	*to = colour;
	return fits(s, v, key, path, is_one, 0);
}

/* Number of the word of `words` that stands at s[0, n); -1 where it is none. */
static int word_of(const char *words, const char *s, size_t n)
{
	int i = 0;

	while (*words) {
		size_t len = strcspn(words, " ");
		if (len == n && memcmp(words, s, n) == 0) {
			return i;
		}
		words += len + (words[len] == ' ');
		i++;
	}
	return -1;
}

static bool read_choice(const struct schema *s, const struct node *v, const struct key *key,
		void *to, const char *path)
{
	int i = word_of(key->words, v->s, v->n);

	if (i < 0) {
		schema_bad_value(s->r, v, path, schema_limits(s->r, key));
		return false;
	}
	memcpy(to, &i, sizeof i); /* an enum, which is no int */
	return true;
}

/* Every {…} of s is a word of `words`. */
static bool is_form(const char *s, const char *words)
{
	for (s = strchr(s, '{'); s; s = strchr(s + 1, '{')) {
		size_t n = strcspn(s + 1, "{}");
		if (s[1 + n] != '}' || word_of(words, s + 1, n) < 0) {
			return false;
		}
	}
	return true;
}

static bool read_string(const struct schema *s, const struct node *v, const struct key *key,
		const char **to, const char *path)
{
	struct text text = yaml_text(s->r, v);
	bool ok = true;

	if (key->type == VALUE_WORD) {
		ok = text.n > 0;
	} else if (key->type == VALUE_CHAR) {
		ok = text.n > 0 && char_cluster_end(text.s, text.n, 0) == text.n;
	} else if (key->type == VALUE_FORM) {
		ok = is_form(text.s, key->words);
	}
	if (!ok) {
		schema_bad_value(s->r, v, path, schema_limits(s->r, key));
		return false;
	}
	*to = text.s;
	return true;
}

static bool read_text(const struct schema *s, const struct node *v, const struct key *key,
		struct text *to, const char *path)
{
	struct text text = yaml_text(s->r, v);

	if (!text.n) {
		schema_bad_value(s->r, v, path, schema_limits(s->r, key));
		return false;
	}
	*to = text;
	return true;
}

static bool read_lines(const struct schema *s, const struct node *v, const struct key *key,
		struct lines *to, const char *path)
{
	bool list = v->kind == NODE_LIST;
	struct text *at;
	int n = 0;

	for (const struct node *item = list ? v->first : v; item; item = list ? item->next : NULL) {
		n++;
	}
	if (!n) {
		schema_bad_value(s->r, v, path, schema_limits(s->r, key));
		return false;
	}
	at = ARENA_ARRAY(s->r->a, struct text, n);
	n = 0;
	for (const struct node *item = list ? v->first : v; item; item = list ? item->next : NULL) {
		if (item->kind != NODE_SCALAR || yaml_is_null(item)) {
			schema_wrong_type(s->r, item, path, schema_wanted(s->r, key));
			return false;
		}
		if (!read_text(s, item, key, &at[n++], path)) {
			return false;
		}
	}
	*to = (struct lines){ at, n };
	return true;
}

static bool read_date(const struct schema *s, const struct node *v, struct date *to)
{
	struct text text = yaml_text(s->r, v);

	if (!schema_date(text.s, to)) {
		diag_add(s->r->d, DIAG_DATE_BAD, v->span, text.s);
		return false;
	}
	return true;
}

static bool read_style(const struct schema *s, const struct node *v, const struct key *key,
		struct style *to, const char *path)
{
	*to = (struct style){ .latin = s->latin };
	schema_read(s, v, key->type == VALUE_STYLE ? style_keys : role_keys, to,
			path_of(s->r, path, "."));
	return true;
}

static bool read_maps(const struct schema *s, const struct node *v, const struct key *key, char *to,
		const char *path)
{
	int n = 0;

	for (const struct node *item = v->first; item; item = item->next) {
		n++;
	}
	if (n != key->count) {
		schema_wrong_type(s->r, v, path, schema_wanted(s->r, key));
		return false;
	}
	n = 0;
	for (const struct node *item = v->first; item; item = item->next) {
		const char *item_path = arena_print(s->r->a, "%s.%d", path, ++n);
		if (item->kind != NODE_MAP) {
			schema_wrong_type(s->r, item, item_path, schema_wanted(s->r, key));
			continue;
		}
		schema_read(s, item, key->keys, to, path_of(s->r, item_path, "."));
		to += key->stride;
	}
	return true;
}

static bool kind_fits(const struct node *v, enum value_type type)
{
	switch (type) {
	case VALUE_MAP:
	case VALUE_STYLE:
	case VALUE_ROLES:
	case VALUE_NODE:
		return v->kind == NODE_MAP;
	case VALUE_MAPS:
	case VALUE_LIST:
		return v->kind == NODE_LIST;
	case VALUE_LINES:
		return v->kind != NODE_MAP && !yaml_is_null(v);
	default:
		return v->kind == NODE_SCALAR && !yaml_is_null(v);
	}
}

bool schema_value(const struct schema *s, const struct node *v, const struct key *key, void *to,
		const char *path)
{
	if (!kind_fits(v, key->type)) {
		schema_wrong_type(s->r, v, path, schema_wanted(s->r, key));
		return false;
	}
	switch (key->type) {
	case VALUE_MAP:
		schema_read(s, v, key->keys, to, path_of(s->r, path, "."));
		return true;
	case VALUE_LENGTH:
	case VALUE_SIZE:
	case VALUE_RATIO:
	case VALUE_WHOLE:
		return read_number(s, v, key, to, path);
	case VALUE_BOOL:
		return read_bool(s, v, key, to, path);
	case VALUE_COLOUR:
		return read_colour(s, v, key, to, path);
	case VALUE_CHOICE:
		return read_choice(s, v, key, to, path);
	case VALUE_STRING:
	case VALUE_WORD:
	case VALUE_CHAR:
	case VALUE_FORM:
		return read_string(s, v, key, to, path);
	case VALUE_STYLE:
	case VALUE_ROLES:
		return read_style(s, v, key, to, path);
	case VALUE_MAPS:
		return read_maps(s, v, key, to, path);
	case VALUE_TEXT:
		return read_text(s, v, key, to, path);
	case VALUE_LINES:
		return read_lines(s, v, key, to, path);
	case VALUE_DATE:
		return read_date(s, v, to);
	case VALUE_LIST:
	case VALUE_NODE:
	case VALUE_FILE:
		*(const struct node **)to = v;
		return true;
	}
	return false;
}
