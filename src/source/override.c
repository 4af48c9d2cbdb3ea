/* override: the departures of an issue, and of a layout that extends another, go
   into the layout's tree before it is read, so that the same table checks them, em
   means the final em, and complaints point at where they stand. */

#include <stdlib.h>

#include "source/layout-imp.h"

/* One entry of the overrides on its way into the tree. */
struct override {
	struct reader *r;
	const struct node *key; /* as written */
	struct node *value;
	int *added; /* entries that the layout did not have */
};

static const struct {
	const char *name, *path;
} short_names[] = {
	{ "lines-per-page", "text.lines-per-page" },
	{ "cover-lines", "cover.lines" },
	{ "han-latin-gap", "breaks.han-latin-gap" },
	{ "byline", "byline.place" },
	{ "first-folio", "folio.first" },
};

/* Only a style's optional members may be added. Past this number there are
   errors enough, and the tree stays small. */
#define ADDED_MAX 500

#define NSHORT (sizeof short_names / sizeof short_names[0])

/* A child's place in the list of children: what points at it, or would. */
static struct node **slot(struct node *parent, const char *name, size_t n)
{
	struct node **at = &parent->first;
	int i = 0;

	for (; *at; at = &(*at)->next) {
		i++;
		if (parent->kind == NODE_MAP) {
			const struct node *key = (*at)->key;
			if (key->n == n && memcmp(key->s, name, n) == 0) {
				break;
			}
		} else if (n < 3 && atoi(name) == i) { /* of a list: counted from 1 */
			break;
		}
	}
	return at;
}

static struct node *copy_node(struct reader *r, const struct node *v)
{
	struct node *copy = ARENA_NEW(r->a, struct node);

	*copy = *v;
	return copy;
}

/* The key of an entry that the layout's file does not have. */
static struct node *key_named(struct override *o, const char *name, size_t n)
{
	struct node *key = copy_node(o->r, o->key);

	key->s = arena_copy(o->r->a, name, n);
	key->n = n;
	return key;
}

static void replace(struct override *o, struct node **at, struct node *by, const char *name,
		size_t n)
{
	struct node *v, *old = *at;

	if (!old && ++*o->added > ADDED_MAX) {
		return;
	}
	v = copy_node(o->r, by);
	if (old && old->in == v->in) {
		diag_add(o->r->d, DIAG_KEY_TWICE, o->key->span, o->key->s);
		diag_add0(o->r->d, DIAG_FIRST_DEFINED, old->span);
		return;
	}
	v->next = old ? old->next : NULL;
	v->key = old && !old->key ? NULL : key_named(o, name, n);
	*at = v;
}

static void merge(struct override *o, struct node **at, const char *name, size_t n);

/* A group of keys goes into the group that is there, key by key. */
static void merge_children(struct override *o, struct node *into)
{
	struct node *value = o->value;

	for (struct node *v = value->first; v; v = v->next) {
		struct override inner = { o->r, v->key, v, o->added };
		merge(&inner, slot(into, v->key->s, v->key->n), v->key->s, v->key->n);
	}
}

static void merge(struct override *o, struct node **at, const char *name, size_t n)
{
	if (*at && (*at)->kind != NODE_SCALAR && o->value->kind == NODE_MAP) {
		merge_children(o, *at);
	} else {
		replace(o, at, o->value, name, n);
	}
}

/* An empty group of keys for the rest of a path that leads nowhere yet. */
static void make_map(struct override *o, struct node **at, const char *name, size_t n)
{
	struct node *map = ARENA_NEW(o->r->a, struct node);

	map->kind = NODE_MAP;
	map->span = o->value->span;
	map->in = o->value->in;
	map->key = key_named(o, name, n);
	map->next = *at ? (*at)->next : NULL;
	*at = map;
}

static void apply(struct override *o, struct node *into, const char *path)
{
	size_t n = strcspn(path, ".");
	struct node **at = slot(into, path, n);

	while (path[n]) {
		if (!*at && ++*o->added > ADDED_MAX) {
			return;
		}
		if (!*at || (*at)->kind == NODE_SCALAR) {
			make_map(o, at, path, n);
		}
		into = *at;
		path += n + 1;
		n = strcspn(path, ".");
		at = slot(into, path, n);
	}
	merge(o, at, path, n);
}

/* The path that a key of the overrides means. */
static const char *path_meant(const struct node *v)
{
	for (size_t i = 0; i < NSHORT; i++) {
		/* byline: {…} is the layout's group, byline: auto the short one */
		if (strcmp(v->key->s, short_names[i].name) == 0 && v->kind != NODE_MAP) {
			return short_names[i].path;
		}
	}
	return v->key->s;
}

/* The first word of path is a key of the layout; or a diagnostic. */
static bool is_known(struct reader *r, const struct node *key, const char *path)
{
	const char *known[64];
	size_t n = 0, len = strcspn(path, ".");

	for (const struct key *k = layout_keys; k->name; k++) {
		if (strlen(k->name) == len && memcmp(k->name, path, len) == 0) {
			return true;
		}
		known[n++] = k->name;
	}
	for (size_t i = 0; i < NSHORT; i++) {
		known[n++] = short_names[i].name;
	}
	known[n] = NULL;
	schema_unknown(r, key, known);
	return false;
}

void layout_override(struct reader *r, struct node *layout, const struct node *overrides)
{
	int added = 0;

	for (struct node *v = overrides->first; v; v = v->next) {
		struct override o = { r, v->key, v, &added };
		const char *path = path_meant(v);
		if (is_known(r, v->key, path)) {
			apply(&o, layout, path);
		}
	}
}

void layout_inherit(struct reader *r, struct node *parent, struct node *child)
{
	int added = 0;
	struct override o = { r, child, child, &added };

	merge_children(&o, parent);
}
