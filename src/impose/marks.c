#include "impose/impose-imp.h"

#include "base/arena.h"

/* Printer's marks, outside the bleed: corners for cutting, ticks for folding or
   for the cut between two pages, crosses for laying plates over one another. */

static void add_path(struct sheet *s, struct point from, struct point to)
{
	struct path *path = ARENA_NEW(s->t->a, struct path);
	struct point *at = ARENA_ARRAY(s->t->a, struct point, 2);

	at[1] = (struct point){ to.x - from.x, to.y - from.y };
	*path = (struct path){ .at = at,
		.n = 2,
		.width = s->o->press->pen,
		.colour = COLOUR_REGISTRATION };
	*vec_push(s->t->a, &s->items) = (struct item){ .kind = ITEM_PATH,
		.tag = TAG_ARTIFACT,
		.x = from.x,
		.y = from.y,
		.u.path = path };
}

/* A line that stands on an edge of the trim, outwards: dx, dy are -1, 0 or 1. */
static void add_tick(struct sheet *s, sp x, sp y, int dx, int dy)
{
	sp near = s->o->press->bleed, far = near + s->o->press->mark;

	add_path(s, (struct point){ x + dx * near, y + dy * near },
			(struct point){ x + dx * far, y + dy * far });
}

static void add_corners(struct sheet *s)
{
	const struct rect *t = &s->trim;

	for (int i = 0; i < 4; i++) {
		int dx = i % 2 ? 1 : -1, dy = i / 2 ? 1 : -1;
		sp x = t->left + (dx > 0 ? t->wid : 0), y = t->top + (dy > 0 ? t->hgt : 0);
		add_tick(s, x, y, dx, 0);
		add_tick(s, x, y, 0, dy);
	}
}

/* Where two pages meet. */
static void add_middle(struct sheet *s)
{
	sp x = s->trim.left + s->trim.wid / 2;

	add_tick(s, x, s->trim.top, 0, -1);
	add_tick(s, x, s->trim.top + s->trim.hgt, 0, 1);
}

/* A quarter of a circle's radius that makes a Bézier piece one: 4/3 (√2 - 1). */
#define QUARTER(r) ((sp)((int64_t)(r)*36195 / UNIT_ONE))

static void add_circle(struct sheet *s, sp x, sp y, sp r)
{
	struct path *path = ARENA_NEW(s->t->a, struct path);
	struct point *at = ARENA_ARRAY(s->t->a, struct point, 13);
	sp q = QUARTER(r);
	const struct point points[13] = { { r, 0 }, { r, q }, { q, r }, { 0, r }, { -q, r },
		{ -r, q }, { -r, 0 }, { -r, -q }, { -q, -r }, { 0, -r }, { q, -r }, { r, -q },
		{ r, 0 } };

	for (int i = 0; i < 13; i++) {
		at[i] = points[i];
	}
	*path = (struct path){ .at = at,
		.n = 13,
		.curved = true,
		.closed = true,
		.width = s->o->press->pen,
		.colour = COLOUR_REGISTRATION };
	*vec_push(s->t->a, &s->items) = (struct item){ .kind = ITEM_PATH,
		.tag = TAG_ARTIFACT,
		.x = x,
		.y = y,
		.u.path = path };
}

static void add_cross(struct sheet *s, sp x, sp y)
{
	sp r = s->o->press->mark / 2;

	add_path(s, (struct point){ x - r, y }, (struct point){ x + r, y });
	add_path(s, (struct point){ x, y - r }, (struct point){ x, y + r });
	add_circle(s, x, y, r / 2);
}

/* Beside the middle of the left and right edge; above and below that is a quarter
   from the left, so that there is room for the fold's marks and the slug line. */
static void add_crosses(struct sheet *s)
{
	const struct rect *t = &s->trim;
	sp away = s->o->press->bleed + s->o->press->mark / 2;
	sp x = t->left + t->wid / 4;
	sp y = t->top + t->hgt / 2;

	add_cross(s, x, t->top - away);
	add_cross(s, x, t->top + t->hgt + away);
	add_cross(s, t->left - away, y);
	add_cross(s, t->left + t->wid + away, y);
}

void marks_add(struct sheet *s)
{
	add_corners(s);
	if (s->o->binding != BINDING_NONE) {
		add_middle(s);
	}
	add_crosses(s);
}
