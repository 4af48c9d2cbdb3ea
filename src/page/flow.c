#include "page/page-imp.h"

#include "base/arena.h"

/* Pieces → the slugs of a flow, with what choosing page ends must know of them:
   what stands on the grid, what stays together, what floats, what spans the
   columns, which notes go with which line. */

struct flowing {
	const struct breaker *full, *column;
	struct slugs *to;
};

/* The picture is wider than a column. It is set for that and forgotten: only
   its file and the layout know how wide it comes out. */
static bool picture_is_wide(const struct flowing *f, const struct piece *p)
{
	struct breaker b = *f->full;
	struct slugs slugs = { 0 };
	int64_t right = 0, left = b.l->measure;

	b.d = diags_new();
	slugs_of_piece(&b, &slugs, p);
	for (int i = 0; i < slugs.n; i++) {
		for (int k = 0; k < slugs.at[i].nitems; k++) {
			const struct item *it = &slugs.at[i].items[k];
			if (it->kind == ITEM_PICTURE) {
				int64_t end = (int64_t)it->x + it->wid;
				left = it->x < left ? it->x : left;
				right = end > right ? end : right;
			}
		}
	}
	diags_free(b.d);
	return right - left > f->column->l->measure;
}

/* A row of its cells asks for more than a column has. */
static bool table_is_wide(const struct flowing *f, const struct piece *p)
{
	const struct layout *l = f->full->l;
	int ncols = p->block->table->ncols;
	sp between = table_is_ruled(p->block->table) ? 2 * l->table.padding : l->names.gap;

	for (int i = 0; i < p->npars; i += ncols) {
		int64_t wid = 0;
		for (int k = i; k < i + ncols && k < p->npars; k++) {
			wid += (int64_t)line_natural(p->pars[k]) + between;
		}
		if (wid > f->column->l->measure) {
			return true;
		}
	}
	return false;
}

static bool spans_columns(const struct flowing *f, const struct piece *p)
{
	if (f->full == f->column) {
		return false;
	}
	if (p->kind != PIECE_BLOCK) {
		return true;
	}
	switch (p->block->kind) {
	case BLOCK_PICTURE:
		return picture_is_wide(f, p);
	case BLOCK_TABLE:
		return table_is_wide(f, p);
	default:
		return false;
	}
}

static bool is_notice(const struct piece *p)
{
	return p->kind == PIECE_BLOCK && p->block->notice;
}

/* Whether the picture of slugs from first on may leave its place. Below a heading
   it stays; so does one with notes. */
static bool may_float(const struct flowing *f, const struct piece *p, int first)
{
	const struct slugs *s = f->to;
	bool wanted = p->kind == PIECE_BLOCK && p->block->kind == BLOCK_PICTURE &&
			(p->block->stand != STAND_HERE || f->full->l->pages.float_pictures);

	if (!wanted || is_notice(p) || f->full != f->column || s->at[s->n - 1].keep ||
			(first > 0 && s->at[first - 1].keep)) {
		return false;
	}
	for (int i = first; i < s->n; i++) {
		if (s->at[i].nnotes) {
			return false;
		}
	}
	return true;
}

static void mark_piece(const struct flowing *f, int first, const struct piece *p)
{
	struct slugs *s = f->to;
	bool floats = may_float(f, p, first);

	for (int i = first; i < s->n; i++) {
		struct slug *slug = &s->at[i];
		/* a box has no gaps */
		slug->line = slug->line && !is_notice(p);
		slug->snaps = i == first || slug->line;
		slug->floats = floats;
		slug->stand = floats ? p->block->stand : STAND_HERE;
	}
	s->at[first].opens = p->kind == PIECE_SECTION || p->kind == PIECE_TITLE;
	if (p->kind == PIECE_BLOCK && p->block->kind == BLOCK_BYLINE) {
		keep_byline(f->full->l, s, first);
	}
}

/* clreq: 孤行不成页. The lines of a paragraph that a page's end would leave alone
   stay with their neighbours. */
static void keep_lines(struct slugs *s, int least)
{
	for (int i = 0, from = 0; i < s->n; i++) {
		from = s->at[i].first ? i : from;
		for (int k = from; s->at[i].last && k < i; k++) {
			if (k - from + 1 < least || i - k < least) {
				s->at[k].keep = true;
			}
		}
	}
}

static int count_notes(const struct slugs *s)
{
	int n = 0;

	for (int i = 0; i < s->n; i++) {
		n += s->at[i].nnotes;
	}
	return n;
}

/* One slug, one line of notes: what has more is followed by slugs of nothing
   else, so that a long note can go on at the next page's foot. */
static void spread_notes(const struct breaker *b, struct slugs *s)
{
	struct slugs out = { 0 };

	if (!count_notes(s)) {
		return;
	}
	for (int i = 0; i < s->n; i++) {
		struct slug slug = s->at[i];
		bool keep = slug.keep;
		int n = slug.nnotes;
		slug.nnotes = n > 1 ? 1 : n;
		slug.keep = keep || n > 1;
		*vec_push(b->a, &out) = slug;
		for (int k = 1; k < n; k++) {
			*vec_push(b->a, &out) = (struct slug){ .mark = -1,
				.notes = &s->at[i].notes[k],
				.nnotes = 1,
				.keep = keep || k + 1 < n,
				.spans = slug.spans,
				.more_notes = true };
		}
	}
	*s = out;
}

struct breaker flow_breaker(const struct breaker *b)
{
	struct layout *narrow = ARENA_NEW(b->a, struct layout);
	struct breaker column = *b;

	*narrow = *b->l;
	narrow->measure = layout_column(b->l);
	column.l = narrow;
	return column;
}

void slugs_of_flow(const struct breaker *b, struct slugs *to, const struct pieces *pieces,
		int columns)
{
	struct breaker column = flow_breaker(b);
	struct flowing f = { b, columns > 1 ? &column : b, to };

	for (int i = 0, next; i < pieces->n; i = next) {
		const struct piece *p = &pieces->at[i];
		bool spans = spans_columns(&f, p);
		int first = to->n;
		next = notice_end(pieces, i);
		if (is_notice(p)) {
			slugs_of_notice(f.column, to, p, next - i);
		} else {
			slugs_of_piece(spans ? b : f.column, to, p);
		}
		for (int k = first; k < to->n; k++) {
			to->at[k].spans = spans;
		}
		if (to->n > first) {
			mark_piece(&f, first, p);
		}
	}
	keep_lines(to, b->l->pages.least_lines);
	spread_notes(b, to);
}
