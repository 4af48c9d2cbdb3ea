#include "source/layout-imp.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "text/char.h"

#define SUFFIX       ".yaml"
#define LAYOUT_DEPTH 8 /* layouts that extend one another */

/* A name is a name and no path. */
static bool is_name(const char *s)
{
	size_t n = strlen(s);

	for (size_t at = 0; at < n;) {
		uint32_t c = char_next(s, n, &at);
		enum char_class k = char_class(c);
		if (k != CHAR_LETTER && k != CHAR_DIGIT && k != CHAR_HAN && c != '_' && c != '-') {
			return false;
		}
	}
	return n > 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The layouts that are there, "a, b, c"; in a. */
static const char *layouts_in(struct arena *a, const char *folder)
{
	VEC(const char *) names = { 0 };
	DIR *dir = opendir(folder);
	struct buf b = { 0 };
	const char *s;

	for (struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
		size_t n = strlen(e->d_name);
		if (e->d_name[0] != '.' && n > strlen(SUFFIX) &&
				strcmp(e->d_name + n - strlen(SUFFIX), SUFFIX) == 0 &&
				strcmp(e->d_name, STATIONERY SUFFIX) != 0) {
			*vec_push(a, &names) = arena_copy(a, e->d_name, n - strlen(SUFFIX));
		}
	}
	if (dir) {
		closedir(dir);
	}
	if (names.n) {
		qsort(names.at, (size_t)names.n, sizeof names.at[0], compare_names);
	}
	for (int i = 0; i < names.n; i++) {
		buf_print(&b, "%s%s", i ? ", " : "", names.at[i]);
	}
	/* none at all: the place itself is wrong */
	s = b.s ? arena_string(a, b.s) : arena_print(a, "— (%s)", folder);
	buf_done(&b);
	return s;
}

/* The tree of the layout's file; NULL where it can't be had. */
static struct node *read_file(struct reader *r, const char *folder, const char *name,
		struct span said)
{
	const char *path = arena_print(r->a, "%s/%s" SUFFIX, folder, name);
	struct slice bytes;
	struct checked *text = ARENA_NEW(r->a, struct checked);
	struct node *tree;
	enum file_result result = FILE_ABSENT;

	if (is_name(name)) {
		result = file_read(r->a, path, YAML_MAX, &bytes);
	}
	if (result == FILE_ABSENT) {
		diag_add(r->d, DIAG_LAYOUT_MISSING, said, name, layouts_in(r->a, folder));
		return NULL;
	}
	reader_complain(r->d, result, path, YAML_MAX, said);
	if (result != FILE_OK || !check_text(r->a, r->d, path, bytes, text)) {
		return NULL;
	}
	tree = yaml_read(r, text, 0, text->n);
	if (tree && tree->kind != NODE_MAP) {
		schema_wrong_type(r, tree, name, _("a group of keys"));
		return NULL;
	}
	return tree;
}

/* The entry of a map, taken out of it. */
static const struct node *take_entry(struct node *map, const char *name)
{
	for (struct node **at = &map->first; *at; at = &(*at)->next) {
		const struct node *v = *at;
		if (strcmp(v->key->s, name) == 0) {
			*at = v->next;
			return v;
		}
	}
	return NULL;
}

/* The tree of a layout, put into that of the layout that it extends; names are
   those that extend it, to its own. */
static struct node *read_family(struct reader *r, const char *folder, const char *const *names,
		int depth, struct span said)
{
	const char *family[LAYOUT_DEPTH + 1];
	struct node *tree = read_file(r, folder, names[depth], said), *parent;
	const struct node *extends = tree ? take_entry(tree, "extends") : NULL;

	if (!extends) {
		return tree;
	}
	if (extends->kind != NODE_SCALAR || !extends->n) {
		schema_wrong_type(r, extends, "extends", _("the name of a layout"));
		return NULL;
	}
	for (int i = 0; i <= depth; i++) {
		family[i] = names[i];
		if (strcmp(names[i], extends->s) == 0 || depth + 1 == LAYOUT_DEPTH) {
			diag_add(r->d, DIAG_LAYOUT_CIRCLE, extends->span, names[depth], extends->s);
			return NULL;
		}
	}
	family[depth + 1] = extends->s;
	parent = read_family(r, folder, family, depth + 1, extends->span);
	if (parent) {
		layout_inherit(r, parent, tree);
	}
	return parent;
}

static struct node *body_style(const struct node *tree, const char *member)
{
	struct node *body = yaml_find(tree, "body");
	struct node *style = body ? yaml_find(body, "style") : NULL;
	struct node *v = style ? yaml_find(style, member) : NULL;

	return v && v->kind == NODE_SCALAR && v->n ? v : NULL;
}

/* What 1 em is and which Western role styles have by default stands in the
   body's style; where that is wrong, reading it in its turn says so. */
static void read_defaults(struct schema *s, const struct node *tree)
{
	const struct node *size = body_style(tree, "size"), *latin = body_style(tree, "latin");
	int64_t em = 0;

	if (size && schema_length(size, 0, &em) && em >= UNIT_ONE && em <= 1000 * UNIT_ONE) {
		s->em = (sp)em;
	}
	if (latin) {
		s->latin = yaml_text(s->r, latin).s;
	}
}

struct node *layout_tree(struct reader *r, const char *folder, const char *name)
{
	return read_file(r, folder, name, (struct span){ 0 });
}

const struct layout *layout_read(struct reader *r, const char *folder, const char *name,
		struct span said, const struct node *overrides)
{
	struct schema s = { r, 10 * UNIT_ONE, "latin" };
	struct layout *l = ARENA_NEW(r->a, struct layout);
	int errors = diags_count(r->d, DIAG_ERROR);
	struct node *tree = read_family(r, folder, &name, 0, said);

	if (!tree) {
		return NULL;
	}
	if (overrides) {
		layout_override(r, tree, overrides);
	}
	read_defaults(&s, tree);
	l->name = name;
	schema_read(&s, tree, layout_keys, l, "");
	if (diags_count(r->d, DIAG_ERROR) == errors) {
		layout_check(r, l, tree);
	}
	return diags_count(r->d, DIAG_ERROR) == errors ? l : NULL;
}
