#include "model/layout.h"

#include <string.h>

#include "base/vec.h"

sp layout_lines(const struct layout *l, ratio n)
{
	/* rounded down, so that a page's worth of lines always fits the page */
	if (l->edges == EDGES_TYPE) { /* so many lines have one space less between them */
		return (sp)((int64_t)(l->text_height - l->body.size) * n /
				(l->lines_per_page - UNIT_ONE));
	}
	return (sp)((int64_t)l->text_height * n / l->lines_per_page);
}

sp layout_height(const struct layout *l)
{
	return layout_lines(l, l->lines_per_page);
}

sp layout_top(const struct layout *l)
{
	return l->text_top - (layout_height(l) - l->text_height) / 2;
}

sp layout_left(const struct layout *l, int page)
{
	/* the first page lies on the right, so every second is an even one */
	return l->mirrored && page % 2 ? l->page_width - l->measure - l->text_left : l->text_left;
}

sp layout_column(const struct layout *l)
{
	int64_t gaps = (int64_t)l->column_gap * (l->columns - 1);

	return gaps < l->measure ? (sp)((l->measure - gaps) / l->columns) : 0;
}

sp layout_pitch(const struct layout *l, sp size)
{
	return l->characters && size == l->body.size ? layout_column(l) / l->characters : size;
}

sp layout_line(const struct layout *l)
{
	return layout_lines(l, UNIT_ONE);
}

struct role_uses {
	struct role_use *at;
	int n, cap;
};

static struct role_use *use_of(struct arena *a, struct role_uses *uses, const char *name, bool bold)
{
	struct role_use *use = NULL;

	for (int i = 0; i < uses->n && !use; i++) {
		use = strcmp(uses->at[i].name, name) == 0 ? &uses->at[i] : NULL;
	}
	if (!use) {
		use = vec_push(a, uses);
		use->name = name;
	}
	use->bold |= bold;
	use->regular |= !bold;
	return use;
}

const struct role_use *layout_roles(struct arena *a, const struct layout *l, int *n)
{
	const struct style *styles[] = {
		&l->body,
		&l->strong,
		&l->emphasis,
		&l->code,
		&l->ruby.roles,
		&l->section,
		&l->title,
		&l->author,
		&l->subheads[0].style,
		&l->subheads[1].style,
		&l->subheads[2].style,
		&l->subheads[3].style,
		&l->subheads[4].style,
		&l->quote,
		&l->code_block,
		&l->byline_style,
		&l->notes.style,
		&l->notes.heading_style,
		&l->masthead.title,
		&l->masthead.number,
		&l->masthead.imprint,
		&l->contents.heading_style,
		&l->contents.section_style,
		&l->contents.article_style,
		&l->table.style,
		&l->table.head_style,
		&l->names.style,
		&l->picture.caption_style,
		&l->notice.title,
		&l->colophon.style,
		&l->folio.style,
		&l->folio.unsigned_style,
		&l->proof.heading_style,
		&l->proof.head_style,
		&l->proof.line_number,
		&l->proof.marker,
		&l->proof.note,
		&l->proof.list,
		&l->proof.list_place,
		&l->press.slug,
	};
	struct role_uses uses = { 0 };

	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
		use_of(a, &uses, styles[i]->font, styles[i]->bold)->han = true;
		use_of(a, &uses, styles[i]->latin, styles[i]->bold)->western = true;
	}
	*n = uses.n;
	return uses.at;
}
