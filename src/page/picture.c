#include "page/page-imp.h"

#include <stdio.h>

#include "base/arena.h"

/* Pictures, centred, one or several side by side, each with its caption below. */

#define LEAST_CAPTION 8 /* em */

struct extents {
	sp wid, hgt;
};

/* Pictures that share a line, equally high. */
struct row {
	const struct breaker *b;
	const struct piece *p;
	int from, n;          /* figures of the piece's block */
	struct extents *each; /* n */
	struct lines *captions;
	struct slot {
		sp left, wid;
	} * slots;  /* of each picture with its caption */
	int nlines; /* of the longest caption */
};

static sp points_of(int64_t pixels, int dpi)
{
	int64_t wid = pixels * 72 * UNIT_ONE / dpi;

	return wid < SP_MAX ? (sp)wid : SP_MAX;
}

static const struct illustration *figure_of(const struct row *r, int i)
{
	return &r->p->block->pictures[r->from + i];
}

/* As large as the file says. */
static struct extents natural(const struct layout *l, const struct picture *pic)
{
	bool says = pic->xdpi > 0 && pic->ydpi > 0;
	sp wid = points_of(pic->wid, says ? pic->xdpi : l->picture.natural_dpi);
	sp hgt = points_of(pic->hgt, says ? pic->ydpi : l->picture.natural_dpi);
	struct extents e = picture_on_side(pic) ? (struct extents){ hgt, wid }
						: (struct extents){ wid, hgt };

	return (struct extents){ e.wid > 0 ? e.wid : 1, e.hgt > 0 ? e.hgt : 1 };
}

static sp at_least_one(int64_t v)
{
	return v < 1 ? 1 : v < SP_MAX ? (sp)v : SP_MAX;
}

/* The same picture, as wide or as high as that. */
static struct extents of_width(struct extents e, sp wid)
{
	return (struct extents){ wid, at_least_one((int64_t)e.hgt * wid / e.wid) };
}

static struct extents of_height(struct extents e, sp hgt)
{
	return (struct extents){ at_least_one((int64_t)e.wid * hgt / e.hgt), hgt };
}

/* As large as the author or else the file says, but no larger than the layout
   allows. */
static struct extents fit_picture(const struct layout *l, const struct illustration *f)
{
	const struct picture_layout *p = &l->picture;
	struct extents e = natural(l, f->picture);
	sp most_wid = p->max_width < l->measure ? p->max_width : l->measure;
	sp most_hgt = layout_lines(l, p->max_height);

	if (f->wid || f->share) {
		e = of_width(e, at_least_one(f->wid ? f->wid : sp_scale(l->measure, f->share)));
		most_wid = l->measure;
	}
	if (e.wid > most_wid) {
		e = of_width(e, most_wid);
	}
	if (e.hgt > most_hgt) {
		e = of_height(e, most_hgt);
	}
	return e;
}

static void check_resolution(const struct row *r, int i)
{
	const struct illustration *f = figure_of(r, i);
	int pixels = picture_on_side(f->picture) ? f->picture->hgt : f->picture->wid;
	int64_t dpi = (int64_t)pixels * 72 * UNIT_ONE / r->each[i].wid;
	char text[24];

	if (dpi < r->b->l->picture.least_dpi) {
		snprintf(text, sizeof text, "%d", (int)dpi);
		diag_add(r->b->d, DIAG_LOW_RESOLUTION, f->span, text);
	}
}

static void put_picture(const struct row *r, int i, struct items *to, sp y)
{
	const struct illustration *f = figure_of(r, i);

	*vec_push(r->b->a, to) = (struct item){
		.kind = ITEM_PICTURE,
		.tag = TAG_FIGURE,
		.x = r->slots[i].left + (r->slots[i].wid - r->each[i].wid) / 2,
		.y = y,
		.wid = r->each[i].wid,
		.hgt = r->each[i].hgt,
		.node = r->p->figures[r->from + i],
		.u.picture = f->picture,
		.span = f->span,
	};
}

/* As high as the highest, or as the least width that the author gave makes one. */
static sp height_wanted(const struct row *r)
{
	sp wanted = 0;
	bool asked = false;

	for (int i = 0; i < r->n; i++) {
		const struct illustration *f = figure_of(r, i);
		sp hgt = fit_picture(r->b->l, f).hgt;
		bool asks = f->wid || f->share;
		if (asks == asked ? (asks ? !wanted || hgt < wanted : hgt > wanted) : asks) {
			wanted = hgt;
			asked = asks;
		}
	}
	return wanted;
}

/* As high as the row may be that takes no more than room. */
static sp height_allowed(const struct row *r, sp room)
{
	int64_t aspects = 0; /* widths at a height of UNIT_ONE */

	for (int i = 0; i < r->n; i++) {
		struct extents e = natural(r->b->l, figure_of(r, i)->picture);
		aspects += of_height(e, UNIT_ONE).wid;
	}
	return at_least_one((int64_t)room * UNIT_ONE / aspects);
}

static void fit_row(struct row *r)
{
	const struct layout *l = r->b->l;
	sp hgt, most;

	if (r->n == 1) {
		r->each[0] = fit_picture(l, figure_of(r, 0));
		return;
	}
	hgt = height_wanted(r);
	most = height_allowed(r, l->measure - (r->n - 1) * l->picture.gap);
	for (int i = 0; i < r->n; i++) {
		struct extents e = natural(l, figure_of(r, i)->picture);
		r->each[i] = of_height(e, hgt < most ? hgt : most);
	}
}

/* Room for all pictures with slots no narrower than least; what is left over. */
static int64_t place_slots(struct row *r, sp least)
{
	const struct layout *l = r->b->l;
	int64_t wid = (int64_t)(r->n - 1) * l->picture.gap, left;

	for (int i = 0; i < r->n; i++) {
		r->slots[i].wid = r->each[i].wid > least ? r->each[i].wid : least;
		wid += r->slots[i].wid;
	}
	left = (l->measure - wid) / 2;
	for (int i = 0; i < r->n; i++) {
		r->slots[i].left = (sp)left;
		left += r->slots[i].wid + l->picture.gap;
	}
	return l->measure - wid;
}

/* A caption of its own has the measure; those side by side are as wide as their
   pictures, small ones a bit wider where there is room. */
static void place_row(struct row *r)
{
	const struct layout *l = r->b->l;

	if (r->n == 1) {
		place_slots(r, l->measure);
	} else if (place_slots(r, LEAST_CAPTION * l->picture.caption_style.size) < 0) {
		place_slots(r, 0);
	}
}

static void break_captions(struct row *r)
{
	for (int i = 0; i < r->n; i++) {
		struct box box = { .measure = r->slots[i].wid, .how = SET_CENTRE };
		r->captions[i] = break_par(r->b, r->p->pars[r->from + i], &box);
		r->nlines = r->captions[i].n > r->nlines ? r->captions[i].n : r->nlines;
	}
}

static void put_caption_line(const struct row *r, int i, int line, struct items *to, sp y)
{
	const struct layout *l = r->b->l;
	sp height = layout_lines(l, l->picture.caption_height);

	if (line < r->captions[i].n) {
		put_line(r->b->a, to, &r->captions[i].at[line], r->slots[i].left,
				y + baseline_in(height, l->picture.caption_style.size),
				TAG_CAPTION);
	}
}

/* A slug for the pictures and one for each line of captions: such of any length
   must not hang out of the page. */
static void add_in_lines(const struct row *r, struct slugs *to)
{
	const struct layout *l = r->b->l;
	struct items items = { 0 };
	sp y = layout_lines(l, l->picture.above);

	for (int i = 0; i < r->n; i++) {
		put_picture(r, i, &items, y);
	}
	add_slug(r->b, to, y + r->each[0].hgt, &items);
	for (int line = 0; line < r->nlines; line++) {
		for (int i = 0; i < r->n; i++) {
			put_caption_line(r, i, line, &items, 0);
		}
		to->at[to->n - 1].keep = true;
		add_slug(r->b, to, layout_lines(l, l->picture.caption_height), &items);
	}
}

/* One slug, in which each caption is read behind its picture. */
static void add_whole(const struct row *r, struct slugs *to, sp height)
{
	const struct layout *l = r->b->l;
	struct items items = { 0 };
	sp top = layout_lines(l, l->picture.above);

	for (int i = 0; i < r->n; i++) {
		sp y = top + r->each[i].hgt;
		put_picture(r, i, &items, top);
		for (int line = 0; line < r->captions[i].n; line++) {
			put_caption_line(r, i, line, &items, y);
			y += layout_lines(l, l->picture.caption_height);
		}
	}
	add_slug(r->b, to, height, &items);
}

static void add_row(struct row *r, struct slugs *to)
{
	const struct layout *l = r->b->l;
	int64_t height;

	r->each = ARENA_ARRAY(r->b->a, struct extents, r->n);
	r->slots = ARENA_ARRAY(r->b->a, struct slot, r->n);
	r->captions = ARENA_ARRAY(r->b->a, struct lines, r->n);
	fit_row(r);
	place_row(r);
	break_captions(r);
	for (int i = 0; i < r->n; i++) {
		check_resolution(r, i);
	}
	height = (int64_t)layout_lines(l, l->picture.above) + r->each[0].hgt +
			(int64_t)r->nlines * layout_lines(l, l->picture.caption_height);
	if (r->n > 1 && height + layout_lines(l, l->picture.below) <= layout_height(l)) {
		add_whole(r, to, (sp)height);
	} else {
		add_in_lines(r, to);
	}
	to->at[to->n - 1].height += layout_lines(l, l->picture.below);
}

/* So many that none need be narrower than its caption's third character. */
static int most_in_row(const struct layout *l)
{
	int64_t each = 3 * (int64_t)l->picture.caption_style.size + l->picture.gap;
	int64_t most = each > 0 ? ((int64_t)l->measure + l->picture.gap) / each : 1;

	return most > 1 ? (int)most : 1;
}

void slugs_of_picture(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	int first = to->n, most = most_in_row(b->l);

	for (int from = 0; from < p->npars; from += most) {
		int n = p->npars - from < most ? p->npars - from : most;
		struct row row = { .b = b, .p = p, .from = from, .n = n };
		add_row(&row, to);
	}
	for (int i = first; i < to->n; i++) {
		to->at[i].stand = p->block->stand;
		to->at[i].keep = to->at[i].keep || (p->block->stand && i + 1 < to->n);
	}
}
