/* layout-check: members that each are within their limits and yet do not go
   together. Whoever comes later relies on what is checked here. */

#include <stdlib.h>

#include "base/i18n.h"
#include "source/layout-imp.h"

#define LINE_MAX_SP (300 * UNIT_ONE) /* so that 100 lines are a length */

struct check {
	struct reader *r;
	const struct node *tree;
};

/* A child of a map, or of a list, whose items count from 1. */
static const struct node *child(const struct node *v, const char *name)
{
	int i = atoi(name);

	if (v->kind == NODE_MAP) {
		return yaml_find(v, name);
	}
	for (v = v->first; v && --i > 0; v = v->next) {
	}
	return v;
}

/* The node that path leads to; a layout that was read has it. */
static const struct node *find_path(const struct node *v, const char *path)
{
	char name[32];

	while (v) {
		size_t n = strcspn(path, ".");
		if (n >= sizeof name) {
			break;
		}
		memcpy(name, path, n);
		name[n] = '\0';
		v = child(v, name);
		if (v && !path[n]) {
			return v;
		}
		path += n + 1;
	}
	die("a layout was read without %s", path);
}

static void require(const struct check *k, bool ok, const char *path, const char *wanted)
{
	if (!ok) {
		schema_bad_value(k->r, find_path(k->tree, path), path, wanted);
	}
}

static void check_area(const struct check *k, const struct layout *l)
{
	sp line = sp_divide(l->text_height, l->lines_per_page);

	require(k, (int64_t)l->text_left + l->measure <= l->page_width, "text.measure",
			_("a length that fits the page beside text.left"));
	require(k, (int64_t)l->text_top + l->text_height <= l->page_height, "text.height",
			_("a length that fits the page below text.top"));
	require(k, l->measure > 2 * (int64_t)l->body.size, "text.measure",
			_("a length of more than 2 em"));
	require(k, line >= UNIT_ONE && line <= LINE_MAX_SP, "text.lines-per-page",
			_("a number that makes a line 1 to 300 pt high"));
	require(k, l->cover_lines <= l->lines_per_page, "cover.lines",
			_("no more lines than text.lines-per-page"));
}

/* Something indented must leave room for text. */
static void require_room(const struct check *k, const struct layout *l, int64_t taken,
		const char *path)
{
	require(k, taken + 2 * (int64_t)l->body.size <= l->measure, path,
			_("a length that leaves 2 em of the measure"));
}

static void check_room(const struct check *k, const struct layout *l)
{
	const struct contents_layout *c = &l->contents;

	require_room(k, l, l->indent, "body.indent");
	require_room(k, l, (int64_t)l->item_indent + l->item_hang, "list.indent");
	require_room(k, l, l->quote_indent, "quote.indent");
	require_room(k, l, l->code_indent, "code.indent");
	require_room(k, l,
			(int64_t)c->article_indent + 2 * (int64_t)c->leader_gap + c->number_width,
			"contents.number-width");
	require_room(k, l, 2 * (int64_t)l->masthead.imprint_inset, "cover.imprint-inset");
	require_room(k, l, 2 * (int64_t)l->colophon.inset, "colophon.inset");
	require_room(k, l, l->names.indent, "names.indent");
	require_room(k, l, 2 * (int64_t)l->folio.inset, "folio.inset");
	require_room(k, l, 2 * (int64_t)l->table.padding, "table.padding");
	for (int i = 0; i < 5; i++) {
		const char *path = arena_print(k->r->a, "subheads.%d.indent", i + 1);
		require_room(k, l, l->subheads[i].indent, path);
	}
}

void layout_check(struct reader *r, const struct layout *l, const struct node *tree)
{
	struct check k = { r, tree };

	check_area(&k, l);
	check_room(&k, l);
}
