#include "model/layout.h"

#include <string.h>

#include "base/vec.h"

sp layout_lines(const struct layout *l, ratio n)
{
	/* rounded down, so that a page's worth of lines always fits the page */
	return (sp)((int64_t)l->text_height * n / l->lines_per_page);
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
