/* registers: the files of issues/registers → the names that a bulletin knows. */

#include "base/i18n.h"
#include "source/registers-imp.h"
#include "source/source.h"
#include "text/char.h"

/* What an entry of any register may say. */
struct entry {
	struct text name, unit, title, successor, term;
	struct period period;
	struct lines forms; /* spellings, short names or wrong words */
};

#define AT(member) .offset = offsetof(struct entry, member)

static const struct key person_keys[] = {
	{ .name = "name", .type = VALUE_TEXT, AT(name) },
	{ .name = "unit", .type = VALUE_TEXT, AT(unit), .optional = true },
	{ .name = "title", .type = VALUE_TEXT, AT(title), .optional = true },
	{ .name = "from", .type = VALUE_DATE, AT(period.from), .optional = true },
	{ .name = "to", .type = VALUE_DATE, AT(period.to), .optional = true },
	{ .name = "spellings", .type = VALUE_LINES, AT(forms), .optional = true },
	{ 0 },
};

static const struct key organisation_keys[] = {
	{ .name = "name", .type = VALUE_TEXT, AT(name) },
	{ .name = "short", .type = VALUE_LINES, AT(forms), .optional = true },
	{ .name = "from", .type = VALUE_DATE, AT(period.from), .optional = true },
	{ .name = "to", .type = VALUE_DATE, AT(period.to), .optional = true },
	{ .name = "successor", .type = VALUE_TEXT, AT(successor), .optional = true },
	{ 0 },
};

static const struct key term_keys[] = {
	{ .name = "term", .type = VALUE_TEXT, AT(term) },
	{ .name = "wrong", .type = VALUE_LINES, AT(forms), .optional = true },
	{ 0 },
};

static const struct key contributor_keys[] = {
	{ .name = "name", .type = VALUE_TEXT, AT(name) },
	{ .name = "unit", .type = VALUE_TEXT, AT(unit), .optional = true },
	{ 0 },
};

static const struct {
	const char *file;
	const struct key *keys;
} kinds[REGISTER_KINDS] = {
	[REGISTER_PEOPLE] = { "people.yaml", person_keys },
	[REGISTER_ORGANISATIONS] = { "organisations.yaml", organisation_keys },
	[REGISTER_TERMS] = { "terms.yaml", term_keys },
	[REGISTER_CONTRIBUTORS] = { "contributors.yaml", contributor_keys },
};

const char *registers_folder(struct arena *a, const char *issue_folder)
{
	size_t n = strlen(issue_folder);

	while (n > 1 && issue_folder[n - 1] == '/') {
		n--;
	}
	return reader_beside(a, arena_copy(a, issue_folder, n), "registers");
}

static int count(const struct node *list)
{
	int n = 0;

	for (const struct node *v = list ? list->first : NULL; v; v = v->next) {
		n++;
	}
	return n;
}

/* An empty file is an empty map, and no error here. */
static bool take_tree(struct register_file *f, const struct node *tree)
{
	bool empty = tree && tree->kind == NODE_MAP && !tree->first;
	const char *name = kinds[f->kind].file;
	struct span file = { f->path, 0, 0 };

	if (!tree) {
		return false;
	}
	if (!empty && tree->kind != NODE_LIST) {
		schema_wrong_type(&f->r, tree, name,
				_("a list whose entries begin with ‘- ’, such as ‘- name: …’"));
		return false;
	}
	if (count(tree) > REGISTER_MAX) {
		diag_add(f->r.d, DIAG_REGISTER_LARGE, file,
				arena_print(f->r.a, "%d", REGISTER_MAX));
		return false;
	}
	f->tree = empty ? NULL : tree;
	return true;
}

bool register_file_read(struct register_file *f, const char *folder)
{
	struct checked *t = ARENA_NEW(f->r.a, struct checked);
	enum file_result result;

	f->path = arena_print(f->r.a, "%s/%s", folder, kinds[f->kind].file);
	f->tree = NULL;
	f->bytes = (struct slice){ "", 0 };
	result = file_read(f->r.a, f->path, YAML_MAX, &f->bytes);
	f->found = result != FILE_ABSENT;
	if (!f->found) {
		return true;
	}
	reader_complain(f->r.d, result, f->path, YAML_MAX, (struct span){ f->path, 0, 0 });
	return result == FILE_OK && check_text(f->r.a, f->r.d, f->path, f->bytes, t) &&
			take_tree(f, yaml_read(&f->r, t, 0, t->n));
}

/* A name is compared with the text at each of its places. */
static struct text short_enough(struct reader *r, struct text t)
{
	int n = 0;

	for (size_t at = 0; at < t.n && n <= REGISTER_NAME_MAX; n++) {
		char_next(t.s, t.n, &at);
	}
	if (n > REGISTER_NAME_MAX) {
		diag_add(r->d, DIAG_NAME_LONG, text_span(&t, 0),
				arena_print(r->a, "%d", REGISTER_NAME_MAX));
		t.n = 0;
	}
	return t;
}

static struct lines all_short_enough(struct reader *r, struct lines lines)
{
	struct text *kept = ARENA_ARRAY(r->a, struct text, lines.n);
	int n = 0;

	for (int i = 0; i < lines.n; i++) {
		struct text t = short_enough(r, lines.at[i]);
		if (t.n) {
			kept[n++] = t;
		}
	}
	return (struct lines){ kept, n };
}

/* Put the entry e, whose texts are checked, behind those of its kind. The arrays
   of out have room. */
static void put_entry(enum register_kind kind, struct registers *out, const struct entry *e)
{
	switch (kind) {
	case REGISTER_PEOPLE:
		out->people[out->npeople++] = (struct register_person){ e->name, e->unit, e->title,
			e->period, e->forms.at, e->forms.n };
		break;
	case REGISTER_ORGANISATIONS:
		out->organisations[out->norganisations++] = (struct register_organisation){ e->name,
			e->forms.at, e->forms.n, e->period, e->successor };
		break;
	case REGISTER_TERMS:
		out->terms[out->nterms++] =
				(struct register_term){ e->term, e->forms.at, e->forms.n };
		break;
	default:
		out->contributors[out->ncontributors++] =
				(struct register_contributor){ e->name, e->unit };
		break;
	}
}

static void make_room(struct register_file *f, struct registers *out)
{
	struct arena *a = f->r.a;
	int n = count(f->tree);

	switch (f->kind) {
	case REGISTER_PEOPLE:
		out->people = ARENA_ARRAY(a, struct register_person, n);
		break;
	case REGISTER_ORGANISATIONS:
		out->organisations = ARENA_ARRAY(a, struct register_organisation, n);
		break;
	case REGISTER_TERMS:
		out->terms = ARENA_ARRAY(a, struct register_term, n);
		break;
	default:
		out->contributors = ARENA_ARRAY(a, struct register_contributor, n);
		break;
	}
}

static void read_entry(struct register_file *f, const struct node *v, struct registers *out)
{
	const struct schema s = { .r = &f->r };
	struct entry e = { 0 };
	struct text *texts[] = { &e.name, &e.unit, &e.title, &e.successor, &e.term };

	schema_read(&s, v, kinds[f->kind].keys, &e, "");
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		*texts[i] = short_enough(&f->r, *texts[i]);
	}
	e.forms = all_short_enough(&f->r, e.forms);
	put_entry(f->kind, out, &e);
}

void register_read_entries(struct register_file *f, struct registers *out)
{
	make_room(f, out);
	for (const struct node *v = f->tree ? f->tree->first : NULL; v; v = v->next) {
		if (v->kind == NODE_MAP) {
			read_entry(f, v, out);
		} else {
			schema_wrong_type(&f->r, v, kinds[f->kind].file,
					_("an entry such as ‘- name: …’"));
		}
	}
}

bool source_registers(struct arena *a, const char *folder, const struct registers **out,
		struct diags *d)
{
	struct registers *all = ARENA_NEW(a, struct registers);
	const char *where = registers_folder(a, folder);
	struct reader r = { .a = a, .d = d, .folder = where };
	int errors = diags_count(d, DIAG_ERROR);
	bool found = false;

	for (int kind = 0; kind < REGISTER_KINDS; kind++) {
		struct register_file f = { .r = r, .kind = (enum register_kind)kind };
		if (register_file_read(&f, where)) {
			register_read_entries(&f, all);
		}
		found |= f.found;
	}
	if (diags_count(d, DIAG_ERROR) == errors) {
		registers_check(&r, all);
	}
	*out = found ? all : NULL;
	return diags_count(d, DIAG_ERROR) == errors;
}
