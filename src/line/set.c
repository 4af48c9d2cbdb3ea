#include "base/arena.h"
#include "line/line-imp.h"

/* Where a line's cells stand: what a full line lacks is spread over the gaps,
   what it has too much is taken from the marks. */

enum change { CHANGE_NONE, CHANGE_SPREAD, CHANGE_SQUEEZE };

struct plan {
	enum change change;
	int64_t delta; /* to add in all; negative when squeezing */
	int64_t parts; /* gaps to widen, or squeezing on offer */
	unsigned last; /* these steps' gaps and earlier ones are widened */
};

static int64_t natural_width(const struct par *par, int from, int to)
{
	int64_t wid = 0;

	for (int i = from; i < to; i++) {
		wid += (i > from ? par->cells[i].gap : 0) + par->cells[i].wid;
	}
	return wid;
}

sp line_natural(const struct par *par)
{
	int64_t most = 0;

	for (int from = 0, to; from < par->ncells; from = to + 1) {
		int64_t wid;
		for (to = from; to < par->ncells && !par->cells[to].newline; to++) {
		}
		wid = natural_width(par, from, to);
		most = wid > most ? wid : most;
	}
	return most < SP_MAX ? (sp)most : SP_MAX;
}

static int64_t count_gaps(const struct par *par, const struct extent *e, unsigned last)
{
	int64_t n = 0;

	for (int i = e->from + 1; i < e->to; i++) {
		n += par->cells[i].widen_step && par->cells[i].widen_step <= last;
	}
	return n;
}

static int64_t sum_shrink(const struct par *par, const struct extent *e)
{
	int64_t sum = 0;

	for (int i = e->from; i < e->to; i++) {
		sum += par->cells[i].squeeze;
	}
	return sum;
}

static bool is_filled(const struct extent *e, const struct box *box)
{
	return box->how == SET_SPREAD || (box->how == SET_JUSTIFIED && !e->last);
}

/* Gaps beside marks stay as they are, unless the few others would gape. */
static void plan_spread(struct plan *p, const struct breaking *b, const struct extent *e,
		int64_t lack)
{
	p->last = 1;
	p->parts = count_gaps(b->par, e, p->last);
	if (lack > p->parts * b->spread) {
		p->last = 15;
		p->parts = count_gaps(b->par, e, p->last);
	}
	p->change = p->parts ? CHANGE_SPREAD : CHANGE_NONE;
	p->delta = p->change ? lack : 0;
}

static struct plan plan_change(const struct breaking *b, const struct extent *e, int64_t lack)
{
	struct plan p = { CHANGE_NONE, 0, 0, 1 };

	if (lack < 0) {
		p.parts = sum_shrink(b->par, e);
		p.change = p.parts ? CHANGE_SQUEEZE : CHANGE_NONE;
		p.delta = lack < -p.parts ? -p.parts : lack;
	} else if (is_filled(e, b->box)) {
		plan_spread(&p, b, e, lack);
	}
	return p;
}

/* Walks the cells of a line; shares are cut from the running total, so that
   they add up to delta exactly. */
struct pen {
	sp x;
	int64_t seen; /* parts so far */
	int64_t given;
};

static sp share(struct pen *pen, const struct plan *p, int64_t parts)
{
	int64_t upto;

	pen->seen += parts;
	upto = p->delta * pen->seen / p->parts;
	parts = upto - pen->given;
	pen->given = upto;
	return (sp)parts;
}

struct setting {
	const struct par *par;
	struct frag *frags;
	int nfrags;
	sp *x;
	int nx;
};

static void begin_frag(struct setting *s, const struct cell *c, sp x)
{
	const struct par *par = s->par;

	s->frags[s->nfrags++] = (struct frag){
		.par = par,
		.run = &par->runs[c->run],
		.glyphs = &par->glyphs[c->glyph],
		.x = &s->x[s->nx],
		.left = x,
	};
}

/* Place a cell with its pen at x, its right edge at right. */
static void set_cell(struct setting *s, const struct cell *c, sp x, sp left, sp right)
{
	struct frag *f = s->nfrags ? &s->frags[s->nfrags - 1] : NULL;

	if (!f || f->run != &s->par->runs[c->run]) {
		begin_frag(s, c, left);
		f = &s->frags[s->nfrags - 1];
	}
	for (uint32_t k = 0; k < c->nglyphs; k++) {
		s->x[s->nx++] = x;
	}
	f->nglyphs += (int)c->nglyphs;
	f->right = right;
}

static sp set_cells(struct setting *s, const struct extent *e, const struct plan *p, sp x)
{
	struct pen pen = { .x = x };

	for (int i = e->from; i < e->to; i++) {
		const struct cell *c = &s->par->cells[i];
		sp taken = 0, at;
		if (i > e->from) {
			pen.x += c->gap;
			if (p->change == CHANGE_SPREAD && c->widen_step &&
					c->widen_step <= p->last) {
				pen.x += share(&pen, p, 1);
			}
		}
		if (p->change == CHANGE_SQUEEZE && c->squeeze) {
			taken = -share(&pen, p, c->squeeze);
		}
		at = pen.x - (c->white_left ? taken : 0);
		set_cell(s, c, at, pen.x, pen.x + c->wid - taken);
		pen.x += c->wid - taken;
	}
	return pen.x;
}

static void count_parts(const struct par *par, const struct extent *e, int *nfrags, int *nglyphs)
{
	*nfrags = *nglyphs = 0;
	for (int i = e->from; i < e->to; i++) {
		const struct cell *c = &par->cells[i];
		*nfrags += i == e->from || c->run != c[-1].run;
		*nglyphs += (int)c->nglyphs;
	}
}

void line_set(const struct breaking *b, const struct extent *e, sp indent, sp avail,
		struct line *out)
{
	const struct par *par = b->par;
	const struct box *box = b->box;
	int64_t lack = avail - natural_width(par, e->from, e->to);
	struct plan p = plan_change(b, e, lack);
	struct setting s = { .par = par };
	int nfrags, nglyphs;

	count_parts(par, e, &nfrags, &nglyphs);
	s.frags = ARENA_ARRAY(b->a, struct frag, nfrags);
	s.x = ARENA_ARRAY(b->a, sp, nglyphs);
	lack -= p.delta;
	if (lack > 0 && box->how == SET_RIGHT) {
		indent += (sp)lack;
	} else if (lack > 0 && (box->how == SET_CENTRE || box->how == SET_SPREAD)) {
		indent += (sp)(lack / 2);
	}
	*out = (struct line){
		.frags = s.frags,
		.nfrags = nfrags,
		.indent = indent,
		.wid = set_cells(&s, e, &p, indent) - indent,
		.span = e->span,
		.last = e->last,
	};
}
