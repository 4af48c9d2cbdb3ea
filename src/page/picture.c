#include "page/page-imp.h"

#include <stdio.h>

#include "base/arena.h"

/* Pictures, centred, with the caption below, a slug a line: one of any length
   must not hang out of the page. */

static sp points_of(int pixels, int dpi)
{
	int64_t wid = (int64_t)pixels * 72 * UNIT_ONE / dpi;

	return wid < SP_MAX ? (sp)wid : SP_MAX;
}

struct extents {
	sp wid, hgt;
};

/* As large as the file says, but no larger than the layout allows. */
static struct extents fit_picture(const struct layout *l, const struct picture *pic)
{
	const struct picture_layout *p = &l->picture;
	bool says = pic->xdpi > 0 && pic->ydpi > 0;
	struct extents e = { points_of(pic->wid, says ? pic->xdpi : p->natural_dpi),
		points_of(pic->hgt, says ? pic->ydpi : p->natural_dpi) };
	sp most_wid = p->max_width < l->measure ? p->max_width : l->measure;
	sp most_hgt = layout_lines(l, p->max_height);

	if (e.wid > most_wid) {
		e.hgt = (sp)((int64_t)e.hgt * most_wid / e.wid);
		e.wid = most_wid;
	}
	if (e.hgt > most_hgt) {
		e.wid = (sp)((int64_t)e.wid * most_hgt / e.hgt);
		e.hgt = most_hgt;
	}
	return (struct extents){ e.wid > 0 ? e.wid : 1, e.hgt > 0 ? e.hgt : 1 };
}

static void check_resolution(const struct breaker *b, const struct piece *p, sp wid)
{
	int64_t dpi = (int64_t)p->block->picture->wid * 72 * UNIT_ONE / wid;
	char text[24];

	if (dpi < b->l->picture.least_dpi) {
		snprintf(text, sizeof text, "%d", (int)dpi);
		diag_add(b->d, DIAG_LOW_RESOLUTION, p->block->span, text);
	}
}

static void add_picture(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	struct extents e = fit_picture(l, p->block->picture);
	sp y = layout_lines(l, l->picture.above);
	struct items items = { 0 };

	check_resolution(b, p, e.wid);
	*vec_push(b->a, &items) = (struct item){
		.kind = ITEM_PICTURE,
		.tag = TAG_FIGURE,
		.x = (l->measure - e.wid) / 2,
		.y = y,
		.wid = e.wid,
		.hgt = e.hgt,
		.u.picture = p->block->picture,
		.span = p->block->span,
	};
	add_slug(b, to, y + e.hgt, &items);
}

void slugs_of_picture(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	struct box box = { .measure = l->measure, .how = SET_CENTRE };
	struct lines caption = break_par(b, p->pars[0], &box);
	sp line = layout_lines(l, l->picture.caption_height);

	add_picture(b, to, p);
	for (int i = 0; i < caption.n; i++) {
		struct items items = { 0 };
		put_line(b->a, &items, &caption.at[i], 0,
				baseline_in(line, l->picture.caption_style.size), TAG_CAPTION);
		to->at[to->n - 1].keep = true;
		add_slug(b, to, line, &items);
	}
	to->at[to->n - 1].height += layout_lines(l, l->picture.below);
}
