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

/* Height of a body line; 0 where so few have none. */
static sp line_of(const struct layout *l)
{
	return l->edges == EDGES_LINES || l->lines_per_page >= 2 * UNIT_ONE ? layout_line(l) : 0;
}

static bool is_pitch(const struct layout *l)
{
	sp pitch = layout_pitch(l, l->body.size);

	return pitch >= l->body.size / 2 && pitch <= 2 * (int64_t)l->body.size;
}

static void check_area(const struct check *k, const struct layout *l)
{
	sp line = line_of(l);

	require(k, (int64_t)l->text_left + l->measure <= l->page_width, "text.measure",
			_("a length that fits the page beside text.left"));
	require(k, (int64_t)l->text_top + l->text_height <= l->page_height, "text.height",
			_("a length that fits the page below text.top"));
	require(k, l->measure > 2 * (int64_t)l->body.size, "text.measure",
			_("a length of more than 2 em"));
	require(k, is_pitch(l), "text.characters",
			_("0, or a number that leaves each half to twice its size of the line"));
	require(k, line >= UNIT_ONE && line <= LINE_MAX_SP, "text.lines-per-page",
			_("a number that makes a line 1 to 300 pt high"));
	require(k, !l->masthead.spread || l->cover_lines <= l->lines_per_page, "cover.lines",
			_("no more lines than text.lines-per-page"));
}

/* Something indented must leave room for text. */
static void require_room(const struct check *k, const struct layout *l, int64_t taken,
		const char *path)
{
	require(k, taken + 2 * (int64_t)l->body.size <= l->measure, path,
			_("a length that leaves 2 em of the measure"));
}

/* Whatever stands in a boxed notice is indented there as elsewhere. */
static int64_t widest_indent(const struct layout *l)
{
	const int64_t indents[] = { l->indent, (int64_t)l->item_indent + l->item_hang,
		l->quote_indent, l->code_indent, l->names.indent, 2 * (int64_t)l->table.padding };
	int64_t most = 0;

	for (size_t i = 0; i < sizeof indents / sizeof indents[0]; i++) {
		most = indents[i] > most ? indents[i] : most;
	}
	for (int i = 0; i < 5; i++) {
		most = l->subheads[i].indent > most ? l->subheads[i].indent : most;
	}
	return most;
}

static int64_t taken_in_box(const struct layout *l)
{
	return widest_indent(l) + 2 * ((int64_t)l->notice.padding + l->notice.rule_width);
}

/* The same, or a note, in a column. */
static int64_t columns_taken(const struct layout *l)
{
	int64_t most = taken_in_box(l);

	return most > l->notes.hang ? most : l->notes.hang;
}

static void check_room(const struct check *k, const struct layout *l)
{
	const struct contents_layout *c = &l->contents;

	require_room(k, l, l->indent, "body.indent");
	require_room(k, l, (int64_t)l->item_indent + l->item_hang, "list.indent");
	require_room(k, l, l->quote_indent, "quote.indent");
	require_room(k, l, l->code_indent, "code.indent");
	require_room(k, l, l->notes.hang, "notes.hang");
	require_room(k, l,
			(int64_t)c->article_indent + 2 * (int64_t)c->leader_gap + c->number_width,
			"contents.number-width");
	require_room(k, l, 2 * (int64_t)l->masthead.imprint_inset, "cover.imprint-inset");
	require_room(k, l, 2 * (int64_t)l->colophon.inset, "colophon.inset");
	require_room(k, l, l->names.indent, "names.indent");
	require_room(k, l, 2 * (int64_t)l->folio.inset, "folio.inset");
	require_room(k, l, 2 * (int64_t)l->table.padding, "table.padding");
	if (widest_indent(l) + 2 * (int64_t)l->body.size <= l->measure) { /* else said below */
		require_room(k, l, taken_in_box(l), "box.padding");
	}
	require(k,
			l->columns == 1 ||
					columns_taken(l) + 2 * (int64_t)l->body.size <=
							layout_column(l),
			"text.columns", _("a number of columns that each have room for text"));
	for (int i = 0; i < 5; i++) {
		const char *path = arena_print(k->r->a, "subheads.%d.indent", i + 1);
		require_room(k, l, l->subheads[i].indent, path);
	}
}

/* What no page may cut fits on one; so the sums of such heights stay lengths. */
static void check_heights(const struct check *k, const struct layout *l)
{
	const struct masthead_layout *m = &l->masthead;
	const struct {
		const char *path;
		int64_t lines;
	} heights[] = {
		{ "section.height", l->section_height },
		{ "title.line-height", (int64_t)l->title_line_height + l->title_extra },
		{ "author.height", l->author_height },
		{ "subheads.1.height", l->subheads[0].height },
		{ "subheads.2.height", l->subheads[1].height },
		{ "subheads.3.height", l->subheads[2].height },
		{ "subheads.4.height", l->subheads[3].height },
		{ "subheads.5.height", l->subheads[4].height },
		{ "rule.height", l->rule_height },
		{ "notes.line-height", (int64_t)l->notes.above + l->notes.line_height },
		{ "notes.heading-height", (int64_t)l->notes.above + l->notes.heading_height },
		{ "cover.title-height",
				(int64_t)m->title_height + m->between + m->number_height +
						m->imprint_height + m->below_rule },
		{ "contents.heading-height", l->contents.heading_height },
		{ "contents.row-height", l->contents.row_height },
		{ "contents.own-page-row-height", l->contents.own_page_row_height },
		{ "table.row-height",
				(int64_t)l->table.above + l->table.row_height + l->table.below },
		{ "table.line-height", l->table.line_height },
		{ "names.row-height", l->names.row_height },
		{ "picture.max-height", (int64_t)l->picture.above + l->picture.max_height },
		{ "picture.caption-height", (int64_t)l->picture.caption_height + l->picture.below },
		{ "box.inside",
				2 * (int64_t)l->notice.inside + l->notice.title_height +
						l->notice.above + l->notice.below },
		{ "colophon.line-height",
				2 * (int64_t)l->colophon.row_padding + l->colophon.line_height },
		{ "colophon.above", l->colophon.above },
		{ "pages.note-space", l->pages.note_space },
	};

	for (size_t i = 0; i < sizeof heights / sizeof heights[0]; i++) {
		require(k, heights[i].lines <= l->lines_per_page, heights[i].path,
				_("no more lines than text.lines-per-page"));
	}
}

static void check_masthead(const struct check *k, const struct layout *l)
{
	const struct masthead_layout *m = &l->masthead;
	int64_t lines = (int64_t)m->title_height + m->between + m->number_height +
			m->imprint_height + m->below_rule;

	if (line_of(l) && lines <= l->lines_per_page) { /* else said above */
		require(k,
				layout_lines(l, (ratio)lines) + (int64_t)m->above + m->above_rule +
								m->rule_width <=
						l->text_height,
				"cover.above", _("a length that leaves room for the masthead"));
	}
}

/* A proof's page is reduced until it fits; all else has its place. */
static void check_proof(const struct check *k, const struct layout *l)
{
	const struct proof_layout *p = &l->proof;

	require(k, (int64_t)p->left + 2 * (int64_t)p->note_indent < p->notes_left,
			"proof.notes-left", _("a length that leaves room for the page"));
	require(k, (int64_t)p->notes_left + p->notes_width <= p->sheet_width, "proof.notes-width",
			_("a length that fits the sheet beside proof.notes-left"));
	require(k, (int64_t)p->note_indent + 2 * (int64_t)p->note.size <= p->notes_width,
			"proof.note-indent", _("a length that leaves 2 em of the notes' width"));
	require(k, (int64_t)p->margin + p->code_size <= p->top, "proof.code-size",
			_("a length that fits between proof.margin and proof.top"));
	require(k, 2 * (int64_t)p->top < p->sheet_height, "proof.top",
			_("a length less than half of the sheet"));
	require(k,
			4 * (int64_t)p->margin < p->sheet_width &&
					4 * (int64_t)p->margin < p->sheet_height,
			"proof.margin", _("a length less than a quarter of the sheet"));
}

/* Marks fit the margin and do not touch what is cut off. */
static void check_press(const struct check *k, const struct layout *l)
{
	const struct press_layout *p = &l->press;

	require(k, (int64_t)p->bleed + p->mark <= p->margin, "press.margin",
			_("a length that holds press.bleed and press.mark"));
	require(k,
			2 * ((int64_t)l->page_width + p->margin) <= SP_MAX &&
					(int64_t)l->page_height + 2 * (int64_t)p->margin <= SP_MAX,
			"press.margin", _("a length that leaves a sheet two pages wide"));
}

void layout_check(struct reader *r, const struct layout *l, const struct node *tree)
{
	struct check k = { r, tree };

	check_area(&k, l);
	check_heights(&k, l);
	check_masthead(&k, l);
	check_room(&k, l);
	check_proof(&k, l);
	check_press(&k, l);
}
