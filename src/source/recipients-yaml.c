/* recipients-yaml: recipients.yaml, a list of maps. */

#include "base/i18n.h"
#include "source/recipients-imp.h"

/* What one entry gives. */
struct entry {
	const struct node *values[FIELDS];
	struct lines emails;
};

/* The keys, in the order of fields. */
static void make_keys(struct key keys[static FIELDS + 1])
{
	for (int i = 0; i < FIELDS; i++) {
		keys[i] = (struct key){ .name = field_name((enum field)i),
			.type = VALUE_FILE,
			.offset = offsetof(struct entry, values) + (size_t)i * sizeof(void *),
			.words = N_("some text"),
			.optional = true };
	}
	keys[FIELD_EMAIL].type = VALUE_LINES;
	keys[FIELD_EMAIL].offset = offsetof(struct entry, emails);
	keys[FIELDS] = (struct key){ 0 };
}

static struct cell cell_of(struct text t)
{
	return (struct cell){ .s = t.n ? t.s : "", .n = t.n, .text = t };
}

/* A value of several lines is no field of a message's head. */
static bool is_one_line(struct reader *r, const struct node *v)
{
	bool ok = true;

	for (const struct node *item = v->first; item; item = item->next) {
		ok &= is_one_line(r, item);
	}
	if (v->kind == NODE_SCALAR && (strchr(v->s, '\n') || strchr(v->s, '\t'))) {
		diag_add(r->d, DIAG_FIELD_LINES, v->span,
				v->key ? v->key->s : field_name(FIELD_EMAIL));
		ok = false;
	}
	return ok;
}

/* An entry has no key of its own at which schema_read could say this. */
static void say_missing(struct reader *r, const struct key *keys, uint64_t given,
		const struct node *map)
{
	for (int i = 0; i < FIELDS; i++) {
		if (field_required((enum field)i) && !schema_given(keys, given, keys[i].name)) {
			diag_add(r->d, DIAG_KEY_MISSING, map->span, keys[i].name, _("some text"));
		}
	}
}

static void read_entry(struct roll *roll, const struct key *keys, const struct node *map)
{
	const struct schema s = { .r = &roll->r };
	struct entry e = { 0 };
	struct row row = { .span = map->span };
	struct cell *emails;
	int errors = diags_count(roll->r.d, DIAG_ERROR);

	say_missing(&roll->r, keys, schema_read(&s, map, keys, &e, ""), map);
	is_one_line(&roll->r, map);
	if (diags_count(roll->r.d, DIAG_ERROR) > errors) {
		return;
	}
	for (int i = 0; i < FIELDS; i++) {
		row.names[i] = keys[i].name;
		row.cells[i] = cell_of(e.values[i] ? yaml_text(&roll->r, e.values[i])
						   : (struct text){ 0 });
	}
	emails = ARENA_ARRAY(roll->r.a, struct cell, e.emails.n);
	for (int i = 0; i < e.emails.n; i++) {
		emails[i] = cell_of(e.emails.at[i]);
	}
	row.emails = emails;
	row.nemails = e.emails.n;
	roll_add(roll, &row);
}

static void read_list(struct roll *roll, const struct node *tree)
{
	struct key keys[FIELDS + 1];
	bool empty = tree->kind == NODE_MAP && !tree->first;

	make_keys(keys);
	if (tree->kind != NODE_LIST && !empty) {
		schema_wrong_type(&roll->r, tree, "recipients.yaml",
				_("a list whose entries begin with ‘- ’, such as ‘- tier: …’"));
		return;
	}
	for (const struct node *v = tree->first; v && !roll->full; v = v->next) {
		if (v->kind == NODE_MAP) {
			read_entry(roll, keys, v);
		} else {
			schema_wrong_type(&roll->r, v, "recipients.yaml",
					_("an entry such as ‘- tier: …’"));
		}
	}
}

void recipients_read_yaml(struct roll *roll, struct slice bytes)
{
	struct checked *t = ARENA_NEW(roll->r.a, struct checked);
	const struct node *tree;
	int errors;

	if (!check_text(roll->r.a, roll->r.d, roll->file, bytes, t)) {
		return;
	}
	errors = diags_count(roll->r.d, DIAG_ERROR);
	tree = yaml_read(&roll->r, t, 0, t->n);
	if (tree && diags_count(roll->r.d, DIAG_ERROR) == errors) {
		read_list(roll, tree);
	}
}
