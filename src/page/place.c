#include "page/compose-imp.h"

#include "base/arena.h"

/* A portion of a flow → its place on a page: pictures at the top, text, pictures
   at the foot, notes below a rule. */

#define SPREAD_MAX 3 /* lines of white that may go between blocks */

/* A picture of the page, one that floats or one in the text. */
struct shown {
	const struct floater *u; /* NULL: in the text */
	int at;                  /* slug */
	enum stand stand;
	bool carried;
};

struct placing {
	struct composing *c;
	const struct flow *f;
	const struct portion *p;
	const struct area *area;
	VEC(struct shown) shown;
	sp y, foot; /* next text; where the foot begins; from the area's top */
	int last;   /* slug placed in the text; -1: none */
	sp white;   /* to be shared out */
	int gaps;   /* among so many places */
};

static void put(struct placing *g, const struct slug *s, sp y)
{
	put_slug(g->c, s, g->area->left, g->area->top + y);
}

/* The head of a table again, which was read out where it first stood. */
static void put_head_again(struct placing *g, const struct slug *head)
{
	struct items *items = &g->c->pages.at[g->c->pages.n - 1].items;
	int first = items->n;

	put(g, head, g->y);
	g->y += head->height;
	for (int i = first; i < items->n; i++) {
		items->at[i].node = NODE_PAGINATION;
	}
}

/* Floaters before this one stand on this page. */
static int floaters_end(const struct placing *g)
{
	return g->f->nfloaters[g->p->to] - g->p->left;
}

/* Where the author or the need wants it: not above its article's title, not
   below the next one's. */
static enum stand wanted_stand(const struct placing *g, const struct floater *u, bool carried)
{
	enum stand stand = g->f->at[u->from].stand;

	if (stand == STAND_FOOT && u->closes >= g->p->to) {
		return STAND_FOOT;
	}
	return carried || (stand == STAND_TOP && u->opens < g->p->from) ? STAND_TOP : STAND_HERE;
}

static void show(struct placing *g, const struct floater *u, bool carried)
{
	*vec_push(g->c->b->a, &g->shown) =
			(struct shown){ u, u->from, wanted_stand(g, u, carried), carried };
}

/* The page's pictures keep their order: none at the top behind one in the text,
   none at the foot before one. */
static void keep_order(struct placing *g)
{
	for (int i = g->shown.n - 1; i > 0; i--) {
		struct shown *s = &g->shown.at[i - 1];
		if (s->stand == STAND_FOOT && s[1].stand != STAND_FOOT) {
			s->stand = s->carried ? STAND_TOP : STAND_HERE;
		}
	}
	for (int i = 1; i < g->shown.n; i++) {
		struct shown *s = &g->shown.at[i];
		if (s->stand == STAND_TOP && s[-1].stand != STAND_TOP) {
			s->stand = STAND_HERE;
		}
	}
}

static void find_pictures(struct placing *g)
{
	const struct flow *f = g->f;
	int own = f->nfloaters[g->p->from];

	for (int i = own - g->p->carried; i < own; i++) {
		show(g, &f->floaters[i], true);
	}
	for (int i = g->p->from; i < g->p->to; i++) {
		const struct floater *u = flow_floater(f, i);
		if (u) {
			if (u - f->floaters < floaters_end(g)) {
				show(g, u, false);
			}
			i = u->to - 1;
		} else if (slug_has_picture(&f->at[i])) {
			*vec_push(g->c->b->a, &g->shown) = (struct shown){ .at = i };
		}
	}
	keep_order(g);
}

static const struct shown *shown_at(const struct placing *g, int slug)
{
	for (int i = 0; i < g->shown.n; i++) {
		if (g->shown.at[i].at == slug) {
			return &g->shown.at[i];
		}
	}
	return NULL;
}

/* The next of the text's slugs on the page at or behind i; p->to: none. */
static int next_of_text(const struct placing *g, int i)
{
	while (i < g->p->to) {
		const struct floater *u = flow_floater(g->f, i);
		const struct shown *s = u ? shown_at(g, i) : NULL;
		if (!u || (s && s->stand == STAND_HERE)) {
			break;
		}
		i = u->to;
	}
	return i;
}

/* White may go between these two: above a heading, above and below a picture. */
static bool is_gap(const struct placing *g, int above, int below)
{
	const struct slug *a = &g->f->at[above], *b = &g->f->at[below];

	return b->snaps && !a->keep && !slug_is_heading(a) && !(a->line && b->line);
}

static int count_gaps(const struct placing *g)
{
	int n = 0, last = -1;

	for (int i = next_of_text(g, g->p->from); i < g->p->to; i = next_of_text(g, i + 1)) {
		n += last >= 0 && is_gap(g, last, i);
		last = i;
	}
	return n;
}

static void share_white(struct placing *g, sp white)
{
	sp line = layout_line(g->f->l);
	bool wanted = g->f->optimum && g->area->spread && g->p->to < g->f->n;

	g->gaps = count_gaps(g);
	if (!wanted || !g->gaps || white <= 0 || white > SPREAD_MAX * line ||
			white > (int64_t)g->gaps * line) {
		return;
	}
	g->white = g->f->grid ? white / line * line : white;
}

/* What the next place gets of the white: an equal share, or a whole line. */
static sp next_share(struct placing *g)
{
	sp line = layout_line(g->f->l), share;

	share = g->f->grid ? (g->white < line ? g->white : line) : g->white / g->gaps;
	g->white -= share;
	g->gaps--;
	return share;
}

/* A block that is no text stands in the middle of the lines that it takes. */
static sp shift_of(const struct placing *g, int i)
{
	const struct flow *f = g->f;
	sp height = 0;

	if (f->at[i].line || g->last < 0) {
		return 0;
	}
	for (int k = i; k < g->p->to && (k == i || !f->at[k].snaps); k++) {
		height += f->at[k].height;
	}
	return (flow_snap(f, height) - height) / 2;
}

static void place_text(struct placing *g)
{
	const struct flow *f = g->f;
	const struct slug *head = g->p->from < f->n ? f->at[g->p->from].head : NULL;
	sp shift = 0;

	if (head) {
		put_head_again(g, head);
	}
	for (int i = next_of_text(g, g->p->from); i < g->p->to; i = next_of_text(g, i + 1)) {
		if (f->at[i].snaps) {
			g->y = flow_snap(f, g->y);
			if (g->last >= 0 && g->gaps && is_gap(g, g->last, i)) {
				g->y += next_share(g);
			}
			shift = shift_of(g, i);
		}
		put(g, &f->at[i], g->y + shift);
		g->y += f->at[i].height;
		g->last = i;
	}
}

static void place_floater(struct placing *g, const struct floater *u, sp y)
{
	for (int i = u->from; i < u->to; i++) {
		put(g, &g->f->at[i], y);
		y += g->f->at[i].height;
	}
}

static sp own_height(const struct flow *f, const struct floater *u)
{
	sp height = 0;

	for (int i = u->from; i < u->to; i++) {
		height += f->at[i].height;
	}
	return height;
}

static void place_tops(struct placing *g)
{
	for (int i = 0; i < g->shown.n; i++) {
		const struct shown *s = &g->shown.at[i];
		if (s->stand == STAND_TOP) {
			place_floater(g, s->u, g->y);
			g->y += s->u->height;
		}
	}
}

/* Upwards from the foot, which then begins above them. */
static void place_feet(struct placing *g)
{
	for (int i = g->shown.n - 1; i >= 0; i--) {
		const struct shown *s = &g->shown.at[i];
		if (s->stand == STAND_FOOT) {
			place_floater(g, s->u, g->foot - own_height(g->f, s->u));
			g->foot -= s->u->height;
		}
	}
}

static void place_rule(struct placing *g, sp y)
{
	const struct pages_layout *l = &g->f->l->pages;
	struct items items = { 0 };

	put_rule(g->c->b->a, &items, 0, (flow_note_space(g->f) - l->note_rule) / 2,
			sp_scale(g->area->wid, l->note_share), l->note_rule, g->f->l->body.colour);
	put(g, &(struct slug){ .items = items.at, .nitems = items.n, .mark = -1 }, y);
}

static void place_notes(struct placing *g, sp y)
{
	place_rule(g, y);
	y += flow_note_space(g->f);
	for (int i = g->p->from; i < g->p->to; i++) {
		for (int k = 0; k < g->f->at[i].nnotes; k++) {
			put(g, &g->f->at[i].notes[k], y);
			y += g->f->at[i].notes[k].height;
		}
	}
}

static struct filling filling_of(const struct placing *g)
{
	const struct flow *f = g->f;
	struct filling w = filling_begin(f, g->p->from, g->p->carried);

	for (int i = g->p->from; i < g->p->to;) {
		const struct floater *u = flow_floater(f, i);
		if (!u) {
			filling_add(f, &w, i++);
			continue;
		}
		if (u - f->floaters < floaters_end(g)) {
			filling_add_floater(f, &w, u);
		}
		i = u->to;
	}
	return w;
}

sp place_portion(struct composing *c, const struct flow *f, const struct portion *p,
		const struct area *area)
{
	struct placing g = { .c = c,
		.f = f,
		.p = p,
		.area = area,
		.foot = area->height,
		.last = -1 };
	struct filling w = filling_of(&g);
	sp used = filling_used(&w), bottom;

	if (p->to == f->n && used <= area->height - f->tail) {
		g.foot -= f->tail;
	}
	bottom = g.foot;
	find_pictures(&g);
	share_white(&g, area->height - used);
	place_tops(&g);
	place_text(&g);
	g.foot -= w.notes;
	place_feet(&g);
	if (w.notes) {
		place_notes(&g, bottom - w.notes);
	}
	return g.foot < bottom ? bottom : g.y;
}
