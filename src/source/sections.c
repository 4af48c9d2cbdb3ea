/* sections: what issue.yaml lists → articles, each once. */

#include "source/sections-imp.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/vec.h"

/* An article that has been listed. */
struct listed {
	struct file_id id;
	struct span span;
};

struct sections {
	struct reader *r;
	VEC(struct listed) listed; /* those that are there */
	bool any;
};

struct sections *sections_new(struct reader *r)
{
	struct sections *s = ARENA_NEW(r->a, struct sections);

	s->r = r;
	return s;
}

static const struct listed *find_listed(const struct sections *s, struct file_id id)
{
	for (int i = 0; i < s->listed.n; i++) {
		if (s->listed.at[i].id.ino == id.ino && s->listed.at[i].id.dev == id.dev) {
			return &s->listed.at[i];
		}
	}
	return NULL;
}

bool sections_article(struct sections *s, const struct node *v, const char *path,
		struct article *out)
{
	struct reader *r = s->r;
	const struct listed *first;
	struct file_id id;

	s->any = true;
	if (v->kind != NODE_SCALAR || yaml_is_null(v)) {
		schema_wrong_type(r, v, path, _("a file name"));
		return false;
	}
	if (!v->n) {
		schema_bad_value(r, v, path, _("a file name"));
		return false;
	}
	if (reader_identify(r, v->s, &id)) {
		first = find_listed(s, id);
		if (first) {
			diag_add(r->d, DIAG_ARTICLE_TWICE, v->span, v->s);
			diag_add0(r->d, DIAG_FIRST_DEFINED, first->span);
			return false;
		}
		*vec_push(r->a, &s->listed) = (struct listed){ id, v->span };
	}
	return article_read(r, v->s, v->span, out);
}

struct entry {
	struct text title;
	const struct node *articles;
};

static const struct key section_keys[] = {
	{ .name = "title", .type = VALUE_TEXT, .offset = offsetof(struct entry, title) },
	{ .name = "articles",
			.type = VALUE_LIST,
			.offset = offsetof(struct entry, articles),
			.words = N_("a list of file names, such as [01.md, 02.md]"),
			.optional = true },
	{ 0 },
};

static void read_section(struct sections *s, const struct node *v, const char *path,
		struct section *out)
{
	struct schema schema = { .r = s->r };
	struct entry entry = { 0 };
	VEC(struct article) articles = { 0 };

	schema_read(&schema, v, section_keys, &entry, path);
	if (entry.title.n && (!entry.articles || !entry.articles->first)) {
		diag_add(s->r->d, DIAG_SECTION_EMPTY, v->span, entry.title.s);
	}
	path = arena_print(s->r->a, "%sarticles", path);
	for (v = entry.articles ? entry.articles->first : NULL; v; v = v->next) {
		struct article article;
		if (sections_article(s, v, path, &article)) {
			*vec_push(s->r->a, &articles) = article;
		}
	}
	*out = (struct section){ entry.title, articles.at, articles.n };
}

void sections_read(struct sections *s, const struct node *list, struct issue *issue)
{
	VEC(struct section) sections = { 0 };
	int i = 0;

	for (const struct node *v = list->first; v; v = v->next) {
		const char *path = arena_print(s->r->a, "sections.%d", ++i);
		if (v->kind != NODE_MAP) {
			schema_wrong_type(s->r, v, path, _("a section with title: and articles:"));
			continue;
		}
		read_section(s, v, arena_print(s->r->a, "%s.", path), vec_push(s->r->a, &sections));
	}
	issue->sections = sections.at;
	issue->nsections = sections.n;
}

bool sections_empty(const struct sections *s)
{
	return !s->any;
}

static bool is_article_name(const char *name)
{
	size_t n = strlen(name);

	return name[0] != '.' && n > 3 && strcmp(name + n - 3, ".md") == 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void sections_unlisted(struct sections *s)
{
	struct reader *r = s->r;
	VEC(const char *) names = { 0 };
	DIR *dir = opendir(r->folder);
	struct file_id id;

	for (struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
		if (is_article_name(e->d_name) && reader_identify(r, e->d_name, &id) &&
				!find_listed(s, id)) {
			*vec_push(r->a, &names) = arena_string(r->a, e->d_name);
		}
	}
	if (dir) {
		closedir(dir);
	}
	if (names.n) {
		qsort(names.at, (size_t)names.n, sizeof names.at[0], compare_names);
	}
	for (int i = 0; i < names.n; i++) {
		struct span file = { reader_shown(r, names.at[i]), 0, 0 };
		diag_add0(r->d, DIAG_ARTICLE_UNLISTED, file);
	}
}
