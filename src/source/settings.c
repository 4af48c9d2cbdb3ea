/* settings: check.yaml, one rule's name and its level a line. */

#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "source/schema-imp.h"
#include "source/source.h"

#define FILE_NAME "check.yaml"

struct settings {
	struct reader r;
	const char *const *rules; /* NULL ends them */
	VEC(struct check_setting) at;
};

static struct check_setting *find(struct settings *s, const char *rule)
{
	for (int i = 0; i < s->at.n; i++) {
		if (strcmp(s->at.at[i].rule, rule) == 0) {
			return &s->at.at[i];
		}
	}
	return NULL;
}

/* The name as the table of rules has it; NULL, with an error, where it is none. */
static const char *read_rule(struct settings *s, const struct node *key)
{
	const char *near;

	for (int i = 0; s->rules[i]; i++) {
		if (strcmp(s->rules[i], key->s) == 0) {
			return s->rules[i];
		}
	}
	near = schema_nearest(key->s, s->rules);
	if (near) {
		diag_add(s->r.d, DIAG_RULE_UNKNOWN_NEAR, key->span, key->s, near);
	} else {
		diag_add(s->r.d, DIAG_RULE_UNKNOWN, key->span, key->s);
	}
	return near;
}

static void read_setting(struct settings *s, const struct node *v)
{
	static const struct key level = { .name = "level",
		.type = VALUE_CHOICE,
		.words = "off note warning error" };
	const struct schema schema = { .r = &s->r };
	const char *rule = read_rule(s, v->key);
	enum check_level read;
	struct check_setting *setting;

	if (!schema_value(&schema, v, &level, &read, v->key->s) || !rule) {
		return;
	}
	setting = find(s, rule);
	if (!setting) {
		setting = vec_push(s->r.a, &s->at);
	}
	*setting = (struct check_setting){ rule, read, v->key->span };
}

static void read_file(struct settings *s, const char *path)
{
	struct checked *t = ARENA_NEW(s->r.a, struct checked);
	struct slice bytes;
	enum file_result result = file_read(s->r.a, path, YAML_MAX, &bytes);
	const struct node *tree;

	if (result == FILE_ABSENT) {
		return;
	}
	reader_complain(s->r.d, result, path, YAML_MAX, (struct span){ path, 0, 0 });
	if (result != FILE_OK || !check_text(s->r.a, s->r.d, path, bytes, t)) {
		return;
	}
	tree = yaml_read(&s->r, t, 0, t->n);
	if (tree && tree->kind != NODE_MAP) {
		schema_wrong_type(&s->r, tree, FILE_NAME,
				_("a group of keys such as space-han-latin: off"));
		return;
	}
	for (const struct node *v = tree ? tree->first : NULL; v; v = v->next) {
		read_setting(s, v);
	}
}

const struct check_settings *source_check_settings(struct arena *a, const char *folder,
		const char *const *rules, int nrules, struct diags *d)
{
	struct settings s = { .r = { .a = a, .d = d, .folder = folder } };
	const char **names = ARENA_ARRAY(a, const char *, nrules + 1);
	struct check_settings *out = ARENA_NEW(a, struct check_settings);
	int errors = diags_count(d, DIAG_ERROR);

	memcpy(names, rules, (size_t)nrules * sizeof *names);
	s.rules = names;
	read_file(&s, reader_beside(a, folder, FILE_NAME));
	read_file(&s, arena_print(a, "%s/%s", folder, FILE_NAME));
	*out = (struct check_settings){ s.at.at, s.at.n };
	return diags_count(d, DIAG_ERROR) == errors ? out : NULL;
}
