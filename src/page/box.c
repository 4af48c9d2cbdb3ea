#include "page/page-imp.h"

#include "base/arena.h"

/* Boxed notices. Their text is set in a narrower measure; each of its slugs then
   gets the pieces of the frame that stand beside it, so that a box that no page
   could hold goes on with open ends. */

struct frame {
	const struct breaker *b; /* of the column */
	struct breaker inner;    /* of the text in the box */
	sp inset;                /* of that at each side */
	const struct slug *head; /* a table's head, framed as */
	const struct slug *framed;
};

/* What a slug of the box has above and below it. */
struct ends {
	bool first, last;
};

static struct frame frame_new(const struct breaker *b)
{
	const struct notice_layout *n = &b->l->notice;
	struct layout *inner = ARENA_NEW(b->a, struct layout);
	struct frame f = { .b = b, .inner = *b, .inset = n->padding + n->rule_width };

	*inner = *b->l;
	inner->measure -= 2 * f.inset;
	f.inner.l = inner;
	return f;
}

/* Rules and background beside a slug's text, [y, y + hgt) of it. They overlap the
   next ones, so that no reader shows a seam. */
static void put_frame(const struct frame *f, struct items *to, sp y, sp hgt, struct ends ends)
{
	const struct notice_layout *n = &f->b->l->notice;
	sp measure = f->b->l->measure, wid = n->rule_width, over = ends.last ? 0 : wid / 2;

	if (n->background != 0xffffff) {
		put_rule(f->b->a, to, 0, y, measure, hgt + over, n->background);
	}
	if (!wid) {
		return;
	}
	put_rule(f->b->a, to, 0, y, wid, hgt + over, n->rule_colour);
	put_rule(f->b->a, to, measure - wid, y, wid, hgt + over, n->rule_colour);
	if (ends.first) {
		put_rule(f->b->a, to, 0, y, measure, wid, n->rule_colour);
	}
	if (ends.last) {
		put_rule(f->b->a, to, 0, y + hgt - wid, measure, wid, n->rule_colour);
	}
}

/* The slug of the inner text as one of the column. */
static struct slug framed(const struct frame *f, const struct slug *slug, struct ends ends)
{
	const struct layout *l = f->b->l;
	sp end = l->notice.rule_width + layout_lines(l, l->notice.inside);
	sp above = ends.first ? layout_lines(l, l->notice.above) : 0;
	sp below = ends.last ? layout_lines(l, l->notice.below) : 0;
	sp top = ends.first ? end : 0, bottom = ends.last ? end : 0;
	struct slug out = *slug;
	struct items items = { 0 };

	put_frame(f, &items, above, top + slug->height + bottom, ends);
	for (int i = 0; i < slug->nitems; i++) {
		struct item *item = vec_push(f->b->a, &items);
		*item = slug->items[i];
		item->x += f->inset;
		item->y += above + top;
	}
	out.height += above + top + bottom + below;
	out.items = items.at;
	out.nitems = items.n;
	out.stand = STAND_HERE;
	return out;
}

static const struct slug *framed_head(struct frame *f, const struct slug *head)
{
	if (head && head != f->head) {
		struct slug *copy = ARENA_NEW(f->b->a, struct slug);
		*copy = framed(f, head, (struct ends){ false, false });
		f->head = head;
		f->framed = copy;
	}
	return head ? f->framed : NULL;
}

/* On one page where a page can hold it. */
static void keep_whole(const struct breaker *b, struct slugs *s, int first)
{
	int64_t height = 0;

	for (int i = first; i < s->n; i++) {
		height += s->at[i].height;
	}
	for (int i = first; i + 1 < s->n && height <= layout_height(b->l); i++) {
		s->at[i].keep = true;
	}
}

/* Slugs [from, upto) of the inner text, which are p's; notes stand outside the
   box and have the column's measure. */
static void add_framed(struct frame *f, struct slugs *to, const struct slugs *in, int from,
		int upto, const struct piece *p)
{
	int first = to->n;

	for (int i = from; i < upto; i++) {
		struct ends ends = { i == 0, i + 1 == in->n };
		struct slug *slug = vec_push(f->b->a, to);
		*slug = framed(f, &in->at[i], ends);
		slug->head = framed_head(f, in->at[i].head);
		slug->keep = slug->keep && !ends.last;
	}
	notes_hang(f->b, to, first, p);
}

void slugs_of_notice(const struct breaker *b, struct slugs *to, const struct piece *p, int n)
{
	struct frame f = frame_new(b);
	struct slugs in = { 0 };
	int *ends = ARENA_ARRAY(b->a, int, n), first = to->n;

	for (int i = 0; i < n; i++) {
		slugs_of_piece(&f.inner, &in, &p[i]);
		ends[i] = in.n;
	}
	for (int i = 0; i < n; i++) {
		add_framed(&f, to, &in, i ? ends[i - 1] : 0, ends[i], &p[i]);
	}
	keep_whole(b, to, first);
}

void slugs_of_notice_title(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	struct box box = { .measure = l->measure, .how = SET_CENTRE };
	struct lines lines = break_par(b, p->pars[0], &box);
	sp height = layout_lines(l, l->notice.title_height);

	for (int i = 0; i < lines.n; i++) {
		struct items items = { 0 };
		put_line(b->a, &items, &lines.at[i], 0, baseline_in(height, l->notice.title.size),
				TAG_SUBHEAD);
		add_slug(b, to, height, &items)->keep = true;
	}
}

static const struct notice *notice_of(const struct piece *p)
{
	return p->kind == PIECE_BLOCK ? p->block->notice : NULL;
}

int notice_end(const struct pieces *p, int i)
{
	const struct notice *notice = notice_of(&p->at[i++]);

	while (notice && i < p->n && notice_of(&p->at[i]) == notice) {
		i++;
	}
	return i;
}
