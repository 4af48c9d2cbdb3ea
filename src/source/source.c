#include "source/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "source/comments-imp.h"
#include "source/layout-imp.h"
#include "source/sections-imp.h"

/* What issue.yaml says, and ../publication.yaml where that says nothing. */
struct draft {
	struct text title, publisher;
	int number, total;
	struct date date;
	struct span number_span, total_span, date_span;
	const struct node *publication, *layout, *lead, *sections, *colophon, *overrides;
	struct sender sender;
	bool numbering;
};

#define AT(member) .offset = offsetof(struct draft, member), .optional = true

static const struct key publication_keys[] = {
	{ .name = "title", .type = VALUE_TEXT, AT(title) },
	{ .name = "publisher", .type = VALUE_TEXT, AT(publisher) },
	{ 0 },
};

static const struct key sender_keys[] = {
	{ .name = "name", .type = VALUE_TEXT, AT(sender.name) },
	{ .name = "address", .type = VALUE_TEXT, AT(sender.address) },
	{ .name = "postcode", .type = VALUE_TEXT, AT(sender.postcode) },
	{ 0 },
};

#define SENDER      .name = "sender", .type = VALUE_MAP, .keys = sender_keys, .optional = true
#define PUBLICATION .name = "publication", .type = VALUE_NODE, AT(publication)
#define LAYOUT      .name = "layout", .type = VALUE_FILE, AT(layout), .words = N_("a layout's name")
#define COLOPHON \
	.name = "colophon", .type = VALUE_LIST, AT(colophon), .words = N_("a list of ruled rows")

static const struct key issue_keys[] = {
	{ PUBLICATION },
	{ LAYOUT },
	{ .name = "number", .type = VALUE_WHOLE, AT(number), .min = 1, .max = NUMBER_MAX },
	{ .name = "total", .type = VALUE_WHOLE, AT(total), .min = 1, .max = TOTAL_MAX },
	{ .name = "date", .type = VALUE_DATE, AT(date) },
	{ .name = "lead", .type = VALUE_FILE, AT(lead), .words = N_("a file name") },
	{ .name = "sections", .type = VALUE_LIST, AT(sections), .words = N_("a list of sections") },
	{ COLOPHON },
	{ SENDER },
	{ .name = "numbering", .type = VALUE_BOOL, AT(numbering) },
	{ .name = "overrides", .type = VALUE_NODE, AT(overrides) },
	{ 0 },
};

/* The parent's file gives what its issues have in common. */
static const struct key parent_keys[] = {
	{ PUBLICATION },
	{ .name = "title", .type = VALUE_TEXT, AT(title) },
	{ .name = "publisher", .type = VALUE_TEXT, AT(publisher) },
	{ LAYOUT },
	{ COLOPHON },
	{ SENDER },
	{ 0 },
};

struct source {
	struct reader r;
	const char *file; /* issue.yaml as messages show it */
	struct draft draft;
	uint64_t given;             /* of issue_keys, in issue.yaml */
	uint64_t given_parent;      /* of parent_keys */
	uint64_t given_publication; /* of publication_keys, in either file */
};

static const char *without_slashes(struct arena *a, const char *folder)
{
	size_t n = strlen(folder);

	while (n > 1 && folder[n - 1] == '/') {
		n--;
	}
	return arena_copy(a, folder, n);
}

/* Where links are resolved; NULL where there is no such folder. */
static const char *real_folder(struct arena *a, const char *folder)
{
	char *real = realpath(folder, NULL);
	const char *kept = real ? arena_string(a, real) : NULL;

	free(real);
	return kept;
}

static bool require_map(struct reader *r, const struct node *tree, const char *name)
{
	if (tree && tree->kind != NODE_MAP) {
		schema_wrong_type(r, tree, name, _("a group of keys"));
		return false;
	}
	return tree != NULL;
}

/* The map publication: of a file that was just read; given says whether there
   was something of that name. */
static void read_publication(struct source *s, bool given)
{
	const struct schema schema = { .r = &s->r };

	if (s->draft.publication) {
		s->given_publication |= schema_read(&schema, s->draft.publication, publication_keys,
				&s->draft, "publication.");
	} else if (given) { /* and wrong: what it lacks is not the point */
		s->given_publication = UINT64_MAX;
	}
	s->draft.publication = NULL;
}

static struct span place_of(const struct node *tree, const char *key)
{
	const struct node *v = yaml_find(tree, key);

	return v ? v->span : (struct span){ 0 };
}

static bool read_issue_file(struct source *s)
{
	struct checked *t = ARENA_NEW(s->r.a, struct checked);
	struct schema schema = { .r = &s->r };
	const struct node *tree;

	if (!reader_text(&s->r, "issue.yaml", YAML_MAX, (struct span){ 0 }, t)) {
		return false;
	}
	s->file = t->file;
	comments_read_yaml(&s->r, t, 0, t->n);
	tree = yaml_read(&s->r, t, 0, t->n);
	if (!require_map(&s->r, tree, "issue.yaml")) {
		return false;
	}
	s->given = schema_read(&schema, tree, issue_keys, &s->draft, "");
	s->draft.number_span = place_of(tree, "number");
	s->draft.total_span = place_of(tree, "total");
	s->draft.date_span = place_of(tree, "date");
	read_publication(s, schema_given(issue_keys, s->given, "publication"));
	return true;
}

static void read_parent_file(struct source *s)
{
	const char *path = reader_beside(s->r.a, s->r.folder, "publication.yaml");
	struct span at = { path, 0, 0 };
	struct checked *t = ARENA_NEW(s->r.a, struct checked);
	struct schema schema = { .r = &s->r };
	const struct node *tree;
	struct slice bytes;
	enum file_result result = file_read(s->r.a, path, YAML_MAX, &bytes);

	if (result == FILE_ABSENT) {
		return;
	}
	reader_complain(s->r.d, result, path, YAML_MAX, at);
	*vec_push(s->r.a, &s->r.files) = (struct source_file){ "publication.yaml", bytes };
	if (result != FILE_OK || !check_text(s->r.a, s->r.d, path, bytes, t)) {
		return;
	}
	comments_read_yaml(&s->r, t, 0, t->n);
	tree = yaml_read(&s->r, t, 0, t->n);
	if (require_map(&s->r, tree, "publication.yaml")) {
		s->given_parent = schema_read(&schema, tree, parent_keys, &s->draft, "");
		read_publication(s, schema_given(parent_keys, s->given_parent, "publication"));
	}
}

static void require(struct source *s, bool given, const char *name, const char *path,
		const struct key *keys)
{
	struct span file = { s->file, 0, 0 };

	if (!given) {
		diag_add(s->r.d, DIAG_KEY_MISSING, file, path,
				schema_wanted(&s->r, schema_find(keys, name)));
	}
}

static bool parent_gives(const struct source *s, const char *name)
{
	return schema_given(parent_keys, s->given_parent, name);
}

static void require_publication(struct source *s, const char *name)
{
	bool given = schema_given(publication_keys, s->given_publication, name) ||
			parent_gives(s, name);

	require(s, given, name, arena_print(s->r.a, "publication.%s", name), publication_keys);
}

static bool gives(const struct source *s, const char *name)
{
	return schema_given(issue_keys, s->given, name);
}

static void check_required(struct source *s, bool layout_given)
{
	static const char *const names[] = { "number", "total", "date" };

	require_publication(s, "title");
	require_publication(s, "publisher");
	layout_given |= gives(s, "layout") || parent_gives(s, "layout");
	require(s, layout_given, "layout", "layout", issue_keys);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		require(s, gives(s, names[i]), names[i], names[i], issue_keys);
	}
}

/* name: the layout that is asked for in place of the issue's own; or NULL. */
static void read_layout(struct source *s, const char *folder, const char *name)
{
	const struct node *said = s->draft.layout, *overrides = s->draft.overrides;
	const char *own = said ? yaml_text(&s->r, said).s : name;

	if (name && own && strcmp(name, own) != 0) {
		/* heights and lengths of one page are nothing to another */
		said = NULL;
		if (overrides) {
			diag_add(s->r.d, DIAG_OVERRIDES_LEFT_OUT, overrides->span, own, name);
			overrides = NULL;
		}
	}
	name = name ? name : own;
	if (name) {
		s->r.layout = layout_read(&s->r, folder, name,
				said ? said->span : (struct span){ 0 }, overrides);
	}
}

static void read_colophon(struct source *s, struct issue *issue)
{
	static const struct key row = { .name = "colophon", .type = VALUE_LINES };
	const struct schema schema = { .r = &s->r };
	VEC(struct colophon_row) rows = { 0 };
	int i = 0;

	for (const struct node *v = s->draft.colophon->first; v; v = v->next) {
		struct lines lines = { 0 };
		schema_value(&schema, v, &row, &lines, arena_print(s->r.a, "colophon.%d", ++i));
		*vec_push(s->r.a, &rows) = (struct colophon_row){ lines.at, lines.n };
	}
	issue->colophon = rows.at;
	issue->ncolophon = rows.n;
}

static void read_articles(struct source *s, struct issue *issue)
{
	struct sections *sections = sections_new(&s->r);
	struct article *lead = ARENA_NEW(s->r.a, struct article);
	const struct draft *d = &s->draft;
	struct span file = { s->file, 0, 0 };

	if (d->lead && sections_article(sections, d->lead, "lead", lead)) {
		issue->lead = lead;
	}
	if (d->sections) {
		sections_read(sections, d->sections, issue);
	}
	/* what is wrong in its type is not absent */
	if (!gives(s, "lead") && (d->sections || !gives(s, "sections")) &&
			sections_empty(sections)) {
		diag_add0(s->r.d, DIAG_ISSUE_EMPTY, file);
	}
	sections_unlisted(sections);
}

static struct issue *make_issue(struct source *s)
{
	struct issue *issue = ARENA_NEW(s->r.a, struct issue);
	const struct draft *d = &s->draft;

	issue->folder = s->r.folder;
	issue->title = d->title;
	issue->publisher = d->publisher;
	issue->number = d->number;
	issue->total = d->total;
	issue->date = d->date;
	issue->number_span = d->number_span;
	issue->total_span = d->total_span;
	issue->date_span = d->date_span;
	issue->layout = s->r.layout;
	issue->sender = d->sender;
	if (d->colophon) {
		read_colophon(s, issue);
	}
	s->r.numbering = d->numbering;
	read_articles(s, issue);
	issue->files = s->r.files.at;
	issue->nfiles = s->r.files.n;
	issue->silences = s->r.silences.at;
	issue->nsilences = s->r.silences.n;
	return issue;
}

struct issue *source_read(struct arena *a, const char *folder, const char *layout_folder,
		const char *layout_name, struct diags *d)
{
	struct source s = { .r = { .a = a, .d = d } };
	int errors = diags_count(d, DIAG_ERROR);
	struct issue *issue;

	s.r.folder = without_slashes(a, folder);
	s.r.real = real_folder(a, s.r.folder);
	if (!s.r.real) {
		const char *file = reader_shown(&s.r, "issue.yaml");
		reader_complain(d, FILE_ABSENT, file, 0, (struct span){ 0 });
		return NULL;
	}
	read_parent_file(&s);
	if (!read_issue_file(&s)) {
		return NULL;
	}
	check_required(&s, layout_name != NULL);
	read_layout(&s, layout_folder, layout_name);
	issue = make_issue(&s);
	return diags_count(d, DIAG_ERROR) == errors ? issue : NULL;
}

struct issue *source_read_past(struct arena *a, const char *folder, struct diags *d)
{
	struct source s = { .r = { .a = a, .d = d, .past = true } };

	s.r.folder = without_slashes(a, folder);
	s.r.real = real_folder(a, s.r.folder);
	if (!s.r.real) {
		return NULL;
	}
	read_parent_file(&s);
	return read_issue_file(&s) ? make_issue(&s) : NULL;
}

const struct layout *source_layout(struct arena *a, const char *layout_folder, const char *name,
		struct diags *d)
{
	struct reader r = { .a = a, .d = d };

	return layout_read(&r, layout_folder, name, (struct span){ 0 }, NULL);
}
