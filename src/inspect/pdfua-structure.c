/* pdfua-structure: what may stand in what, headings, figures, tables, notes
   (ISO 14289-1 7.2 to 7.9, ISO 32000-1 14.8.4). */

#include <string.h>

#include "base/i18n.h"
#include "inspect/pdfua-imp.h"

/* What an element may stand in, and what may stand in it; NULL: anything. */
static const struct nesting {
	const char *type, *parents, *kids;
	enum { IN_TABLE, IN_LIST, IN_TOC } group;
} nestings[] = {
	{ "Table", NULL, "TR THead TBody TFoot Caption", IN_TABLE },
	{ "TR", "Table THead TBody TFoot", "TH TD", IN_TABLE },
	{ "THead", "Table", "TR", IN_TABLE },
	{ "TBody", "Table", "TR", IN_TABLE },
	{ "TFoot", "Table", "TR", IN_TABLE },
	{ "TH", "TR", NULL, IN_TABLE },
	{ "TD", "TR", NULL, IN_TABLE },
	{ "L", NULL, "L LI Caption", IN_LIST },
	{ "LI", "L", "Lbl LBody", IN_LIST },
	{ "LBody", "LI", NULL, IN_LIST },
	{ "TOC", NULL, "TOC TOCI Caption", IN_TOC },
	{ "TOCI", "TOC", "Lbl Reference NonStruct P TOC", IN_TOC },
};

static bool is_in(const char *word, const char *list)
{
	size_t n = strlen(word);

	for (const char *s = strstr(list, word); n && s; s = strstr(s + 1, word)) {
		if ((s == list || s[-1] == ' ') && (s[n] == ' ' || !s[n])) {
			return true;
		}
	}
	return false;
}

static const char *parent_type(const struct tree *t, const struct element *e)
{
	return e->parent >= 0 ? t->elements.at[e->parent].standard : "";
}

static void check_nesting(struct check *c, const struct element *e, const struct nesting *n)
{
	const struct tree *t = c->ins->tree;

	if (n->parents && !is_in(parent_type(t, e), n->parents)) {
		element_broken(c, e);
		return;
	}
	for (int i = 0; i < e->nkids && n->kids; i++) {
		if (!is_in(t->elements.at[t->kids.at[e->first + i]].standard, n->kids)) {
			element_broken(c, e);
			return;
		}
	}
}

static void check_group(struct check *c, int group)
{
	for (int i = 0; i < c->ins->tree->elements.n; i++) {
		const struct element *e = &c->ins->tree->elements.at[i];
		for (size_t k = 0; k < sizeof nestings / sizeof *nestings; k++) {
			if ((int)nestings[k].group == group &&
					strcmp(nestings[k].type, e->standard) == 0) {
				check_nesting(c, e, &nestings[k]);
			}
		}
	}
}

static void tables(struct check *c)
{
	check_group(c, IN_TABLE);
}

static void lists(struct check *c)
{
	check_group(c, IN_LIST);
}

static void contents(struct check *c)
{
	check_group(c, IN_TOC);
}

static int count_kids(const struct tree *t, const struct element *e, const char *type)
{
	int n = 0;

	for (int i = 0; i < e->nkids; i++) {
		n += element_is(t, t->kids.at[e->first + i], type);
	}
	return n;
}

/* One head and one foot, and then a body; a caption first or last. */
static void table_parts(struct check *c, const struct element *e, int number)
{
	const struct tree *t = c->ins->tree;
	int heads = count_kids(t, e, "THead"), feet = count_kids(t, e, "TFoot");
	int captions = count_kids(t, e, "Caption");

	if (!element_is(t, number, "Table")) {
		return;
	}
	if (heads > 1 || feet > 1 || ((heads || feet) && !count_kids(t, e, "TBody")) ||
			captions > 1 ||
			(captions && !element_is(t, t->kids.at[e->first], "Caption") &&
					!element_is(t, t->kids.at[e->first + e->nkids - 1],
							"Caption"))) {
		element_broken(c, e);
	}
}

static void tables_parts(struct check *c)
{
	each_element(c, table_parts);
}

static int span(struct check *c, const struct element *e, const char *key)
{
	int n = object_int(element_attribute(c->p, e, "Table", key), 1);

	return n < 1 ? 1 : n > 1000 ? 1000 : n;
}

#define COLUMNS_MAX 1000

/* Rows of the table, head and foot alike, in order; cells that reach down are
   counted in the rows that they reach. */
struct grid {
	int below[COLUMNS_MAX]; /* rows for which a column is still taken */
	int columns;            /* of the first row; 0: not yet */
	bool even;
};

static void add_row(struct check *c, struct grid *g, const struct element *row)
{
	const struct tree *t = c->ins->tree;
	int column = 0, taken = 0;

	for (int i = 0; i < row->nkids; i++) {
		const struct element *cell = &t->elements.at[t->kids.at[row->first + i]];
		int wid = span(c, cell, "ColSpan"), hgt = span(c, cell, "RowSpan");
		while (column < COLUMNS_MAX && g->below[column]) {
			column++;
		}
		for (; wid && column < COLUMNS_MAX; wid--) {
			g->below[column++] = hgt;
		}
	}
	for (int i = 0; i < COLUMNS_MAX; i++) {
		taken += g->below[i] > 0;
		g->below[i] -= g->below[i] > 0;
	}
	g->columns = g->columns ? g->columns : taken;
	g->even &= taken == g->columns;
}

static void add_rows(struct check *c, struct grid *g, const struct element *e)
{
	const struct tree *t = c->ins->tree;

	for (int i = 0; i < e->nkids; i++) {
		int kid = t->kids.at[e->first + i];
		if (element_is(t, kid, "TR")) {
			add_row(c, g, &t->elements.at[kid]);
		} else if (strcmp(e->standard, "Table") == 0) {
			add_rows(c, g, &t->elements.at[kid]);
		}
	}
}

static void table_grid(struct check *c, const struct element *e, int number)
{
	struct grid g = { .even = true };

	if (element_is(c->ins->tree, number, "Table")) {
		add_rows(c, &g, e);
		if (!g.even) {
			element_broken(c, e);
		}
	}
}

static void table_grids(struct check *c)
{
	each_element(c, table_grid);
}

static int table_of(const struct tree *t, int number)
{
	while (number >= 0 && !element_is(t, number, "Table")) {
		number = t->elements.at[number].parent;
	}
	return number;
}

/* 7.5: a head cell says for what it is one; else cells name their heads */
static void header_cell(struct check *c, const struct element *e, int number)
{
	const struct object *scope = element_attribute(c->p, e, "Table", "Scope");
	const struct tree *t = c->ins->tree;
	int table = table_of(t, number);

	if (!element_is(t, number, "TH") || object_is(scope, "Row") || object_is(scope, "Column") ||
			object_is(scope, "Both")) {
		return;
	}
	for (int i = table; i >= 0 && i < t->elements.n; i++) {
		if (table_of(t, i) == table && element_is(t, i, "TD") &&
				element_attribute(c->p, &t->elements.at[i], "Table", "Headers")
						->n) {
			return;
		}
	}
	element_broken(c, e);
}

static void header_cells(struct check *c)
{
	each_element(c, header_cell);
}

static bool has_alternative(struct check *c, const struct element *e)
{
	return *pdf_text(c->p, pdf_key(c->p, e->dict, "Alt")) ||
			*pdf_text(c->p, pdf_key(c->p, e->dict, "ActualText"));
}

static void figure(struct check *c, const struct element *e, int number)
{
	if (element_is(c->ins->tree, number, "Figure") && !has_alternative(c, e)) {
		element_broken(c, e);
	}
}

static void figures(struct check *c)
{
	each_element(c, figure);
}

static void formula(struct check *c, const struct element *e, int number)
{
	if (element_is(c->ins->tree, number, "Formula") && !has_alternative(c, e)) {
		element_broken(c, e);
	}
}

static void formulas(struct check *c)
{
	each_element(c, formula);
}

static int heading_level(const struct element *e)
{
	return e->standard[0] == 'H' && e->standard[1] >= '1' && e->standard[1] <= '6' &&
					!e->standard[2]
			? e->standard[1] - '0'
			: 0;
}

/* 7.4.2: the first is H1, and none is more than one deeper than that before it */
static void headings(struct check *c)
{
	int last = 0;

	for (int i = 0; i < c->ins->tree->elements.n; i++) {
		const struct element *e = &c->ins->tree->elements.at[i];
		int level = heading_level(e);
		if (level > last + 1) {
			element_broken(c, e);
		}
		last = level ? level : last;
	}
}

/* 7.4.4 */
static void heading_kinds(struct check *c)
{
	const struct element *plain = NULL;
	bool numbered = false;

	for (int i = 0; i < c->ins->tree->elements.n; i++) {
		const struct element *e = &c->ins->tree->elements.at[i];
		numbered |= heading_level(e) > 0;
		plain = strcmp(e->standard, "H") == 0 ? e : plain;
	}
	if (plain && numbered) {
		element_broken(c, plain);
	}
}

static void note(struct check *c, const struct element *e, int number)
{
	const struct object *id = pdf_key(c->p, e->dict, "ID");

	if (!element_is(c->ins->tree, number, "Note")) {
		return;
	}
	if (!id->s.n) {
		element_broken(c, e);
	}
	for (int i = 0; i < number && id->s.n; i++) {
		const struct object *other = pdf_key(c->p, c->ins->tree->elements.at[i].dict, "ID");
		if (element_is(c->ins->tree, i, "Note") && other->s.n == id->s.n &&
				memcmp(other->s.s, id->s.s, id->s.n) == 0) {
			element_broken(c, e);
			return;
		}
	}
}

static void notes(struct check *c)
{
	each_element(c, note);
}

static const struct rule rules[] = {
	{ PROFILE_UA1, "7.2", "ua-table", N_("tables consist of rows, rows of cells"), tables },
	{ PROFILE_UA1, "7.2", "ua-table-parts",
			N_("tables have one head, foot and caption at most"), tables_parts },
	{ PROFILE_UA1, "7.2", "ua-table-grid", N_("all rows of a table are of the same width"),
			table_grids },
	{ PROFILE_UA1, "7.2", "ua-list", N_("lists consist of items, items of label and body"),
			lists },
	{ PROFILE_UA1, "7.2", "ua-contents", N_("contents lists consist of entries"), contents },
	{ PROFILE_UA1, "7.3", "ua-figure", N_("figures have a text that stands for them"),
			figures },
	{ PROFILE_UA1, "7.4.2", "ua-heading", N_("no level of headings is left out"), headings },
	{ PROFILE_UA1, "7.4.4", "ua-heading-kind", N_("headings are all numbered, or none is"),
			heading_kinds },
	{ PROFILE_UA1, "7.5", "ua-header-cell", N_("head cells say what they are heads of"),
			header_cells },
	{ PROFILE_UA1, "7.7", "ua-formula", N_("formulas have a text that stands for them"),
			formulas },
	{ PROFILE_UA1, "7.9", "ua-note", N_("notes have names of their own"), notes },
};

void rules_pdfua_structure(struct inspection *ins)
{
	rules_run(ins, "ISO 14289-1", rules, (int)(sizeof rules / sizeof *rules));
}
