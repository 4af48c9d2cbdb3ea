#include "base/arena.h"
#include "page/page-imp.h"
#include "page/quality-imp.h"

#include <string.h>

/* What an editor or typesetter would mend. */

#define RIVER 3 /* lines that make one */

/* A wide space, and the river of such that it ends. */
struct pool {
	sp left, right; /* what the spaces of all lines have in common */
	int nlines;
	int fault; /* index; -1: none yet */
};

struct pools {
	struct pool *at;
	int n, cap;
};

/* Lines so far that begin, or end, with the same character. */
struct run_of {
	enum fault_kind kind;
	int nlines;
	int fault;
};

struct finding {
	struct arena *a;
	struct quality *q;
	const struct layout *l;
	VEC(struct fault) faults;
	struct run_of starts, ends;
	struct pools pools, before; /* of this line; of the one above */
};

static struct fault *add_fault(struct finding *f, enum fault_kind kind, const struct set_line *s,
		ratio by)
{
	struct fault *fault = vec_push(f->a, &f->faults);

	*fault = (struct fault){ .kind = kind,
		.page = s->page,
		.par = s->quality_par,
		.line = s->number,
		.span = s->line->span,
		.by = by };
	f->q->count[kind]++;
	return fault;
}

static int count_lone(const struct set_line *s)
{
	int n = 0;

	for (int i = s->from; i < s->to; i++) {
		n += s->par->cells[i].lone;
	}
	return n;
}

static void check_line(struct finding *f, const struct set_line *s)
{
	const struct line *line = s->line;
	sp em = line->frags[0].run->size;

	if (line->over) {
		add_fault(f, FAULT_OVERFULL, s, in_em(line->over, em));
	}
	if (line->filled && line->change > 0 && line->strain > UNIT_ONE) {
		add_fault(f, FAULT_WIDE, s, in_em(line->widest, em));
	}
	if (line->last && s->number > 1 && count_lone(s) < 2) {
		add_fault(f, FAULT_LONE, s, 0);
	}
}

/* Both lines have the same character there, and no mark. */
static bool same_character(const struct set_line *s, int i, const struct set_line *t, int k)
{
	uint32_t at = s->par->cells[i].at, end, other = t->par->cells[k].at, n;

	if (!s->par->cells[i].lone || !t->par->cells[k].lone) {
		return false;
	}
	end = i + 1 < s->par->ncells ? s->par->cells[i + 1].at : s->par->text->n;
	n = (k + 1 < t->par->ncells ? t->par->cells[k + 1].at : t->par->text->n) - other;
	return end - at == n && memcmp(s->par->text->s + at, t->par->text->s + other, n) == 0;
}

static const char *character_at(struct arena *a, const struct set_line *s, int cell)
{
	const struct cell *c = &s->par->cells[cell];
	uint32_t end = cell + 1 < s->par->ncells ? c[1].at : s->par->text->n;

	return arena_copy(a, s->par->text->s + c->at, end - c->at);
}

/* Lengthen the run of s with the line above it, or begin anew. */
static void follow_run(struct finding *f, struct run_of *run, const struct set_line *s,
		bool goes_on, int cell)
{
	if (!goes_on) {
		run->nlines = 0;
	}
	if (++run->nlines == RIVER) {
		struct fault *fault = add_fault(f, run->kind, s - RIVER + 1, 0);
		fault->what = character_at(f->a, s, cell);
		run->fault = f->faults.n - 1;
	}
	if (run->nlines >= RIVER) {
		f->faults.at[run->fault].by = run->nlines * UNIT_ONE;
	}
}

/* The wide spaces of a line: half an em and more beside all that the marks have
   of their own. */
static void find_pools(struct finding *f, const struct set_line *s)
{
	struct walk walk = { .s = s };
	struct place p;
	sp right = 0;
	bool begun = false;

	f->pools.n = 0;
	while (walk_next(&walk, &p)) {
		const struct cell *c = &s->par->cells[p.cell];
		if (c->space) {
			continue;
		}
		if (begun && p.x - right >= p.size / 2) {
			*vec_push(f->a, &f->pools) = (struct pool){ right, p.x, 1, -1 };
		}
		right = p.x + c->wid;
		begun = true;
	}
}

/* Let the pool go on from the longest river above it. */
static void join_river(struct finding *f, struct pool *pool, const struct set_line *s)
{
	const struct pool *from = NULL;

	for (int i = 0; i < f->before.n; i++) {
		const struct pool *b = &f->before.at[i];
		if (b->left < pool->right && pool->left < b->right &&
				(!from || b->nlines > from->nlines)) {
			from = b;
		}
	}
	if (!from) {
		return;
	}
	*pool = (struct pool){ from->left > pool->left ? from->left : pool->left,
		from->right < pool->right ? from->right : pool->right, from->nlines + 1,
		from->fault };
	if (pool->nlines == RIVER) {
		add_fault(f, FAULT_RIVER_SPACE, s - RIVER + 1, 0);
		pool->fault = f->faults.n - 1;
	}
	if (pool->fault >= 0) {
		f->faults.at[pool->fault].by = pool->nlines * UNIT_ONE;
	}
}

static void follow_spaces(struct finding *f, const struct set_line *s, bool goes_on)
{
	struct pools above = f->pools;

	f->pools = f->before;
	f->before = above;
	find_pools(f, s);
	for (int i = 0; i < f->pools.n && goes_on; i++) {
		join_river(f, &f->pools.at[i], s);
	}
}

/* A page's end, or a column's, lies between these two. */
static bool is_parted(const struct set_line *above, const struct set_line *below)
{
	return above->page != below->page || below->y <= above->y;
}

static void check_rivers(struct finding *f, const struct set_line *s, const struct set_line *above)
{
	bool near = above && above->par == s->par && !is_parted(above, s);
	bool start = near && same_character(s, s->from, above, above->from);
	bool end = near && same_character(s, s->to - 1, above, above->to - 1);

	follow_run(f, &f->starts, s, start, s->from);
	follow_run(f, &f->ends, s, end, s->to - 1);
	follow_spaces(f, s, near);
}

/* 孤行: the paragraph's only line on this page or in this column, where it has
   more. */
static void check_page_ends(struct finding *f, const struct set_line *s,
		const struct set_line *above, const struct set_line *below)
{
	bool from_above = above && above->par == s->par, goes_on = below && below->par == s->par;

	if (!from_above && goes_on && is_parted(s, below)) {
		add_fault(f, FAULT_ORPHAN, s, 0);
	}
	if (!goes_on && from_above && is_parted(above, s)) {
		add_fault(f, FAULT_WIDOW, s, 0);
	}
}

/* How far the text reaches down: the foot of the last line, rule or picture of
   the text area; -1 for a cover or a contents list, which end where they end. */
static sp text_foot(const struct page *page, const struct layout *l)
{
	sp foot = 0, line = layout_line(l);

	for (int i = 0; i < page->nitems; i++) {
		const struct item *item = &page->items[i];
		sp below = item->kind != ITEM_GLYPHS ? item->hgt
						     : line - baseline_in(line, l->body.size);
		if (item->tag == TAG_TITLE || item->tag == TAG_TOC_ROW) {
			return -1;
		}
		if (item->y <= l->text_top + l->text_height && item->y + below > foot) {
			foot = item->y + below;
		}
	}
	return foot;
}

static void check_page(struct finding *f, int page)
{
	const struct layout *l = f->l;
	sp foot = text_foot(&f->q->book->pages[page], l);
	sp lines = (l->text_top + l->text_height - foot) / layout_line(l);

	if (foot >= 0 && lines >= 1) {
		*vec_push(f->a, &f->faults) = (struct fault){ .kind = FAULT_SHORT_PAGE,
			.page = page,
			.par = -1,
			.by = lines * UNIT_ONE };
		f->q->count[FAULT_SHORT_PAGE]++;
	}
}

void find_faults(struct arena *a, struct quality *q, const struct layout *l,
		const struct set_line *lines, int n)
{
	struct finding f = { .a = a, .q = q, .l = l };

	f.starts.kind = FAULT_RIVER_START;
	f.ends.kind = FAULT_RIVER_END;
	for (int i = 0; i < n; i++) {
		const struct set_line *s = &lines[i];
		const struct set_line *above = i ? s - 1 : NULL, *below = i + 1 < n ? s + 1 : NULL;
		check_line(&f, s);
		check_rivers(&f, s, above);
		check_page_ends(&f, s, above, below);
		if (below && below->page != s->page) {
			check_page(&f, s->page);
		}
	}
	q->faults = f.faults.at;
	q->nfaults = f.faults.n;
}
