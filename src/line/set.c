#include "base/arena.h"
#include "line/line-imp.h"

/* Where a line's cells stand: what a full line lacks goes into its spaces, what
   it has too much is taken from its marks; the policy's steps one after the
   other. */

static int64_t natural_width(const struct par *par, int from, int to)
{
	int64_t wid = 0;

	for (int i = from; i < to; i++) {
		const struct cell *c = &par->cells[i];
		wid += (i > from ? c->gap : 0) + c->wid - c->close_up;
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

/* An amount that is cut into parts; each share is cut from the running total, so
   that they add up exactly. */
struct amount {
	int64_t total, parts;
	int64_t seen, given;
};

static sp take_share(struct amount *a, int64_t parts)
{
	int64_t upto, share;

	if (!parts || !a->parts) {
		return 0;
	}
	a->seen += parts;
	upto = a->total * a->seen / a->parts;
	share = upto - a->given;
	a->given = upto;
	return (sp)share;
}

/* How much goes where. Both kinds are 0 in a line that stays as it is. */
struct plan {
	struct amount squeezed[NSTEPS]; /* in parts as large as what each gives */
	unsigned full;                  /* spread: steps up to this one give all */
	struct amount next;             /* what the step behind it gives, in like parts, */
	sp least;                       /* where those that have no more than this give all */
	struct amount beyond;           /* what all have to give beyond the bounds */
};

static void plan_squeeze(struct plan *p, const struct give *g, int64_t asked)
{
	for (int k = 1; k < NSTEPS; k++) {
		int64_t now = asked < g->step[k] ? asked : g->step[k];
		p->squeezed[k] = (struct amount){ .total = now, .parts = g->step[k] };
		asked -= now;
	}
}

/* The spaces of one step grow alike, each as far as it may; what the narrower
   can't take is the others'. */
static void plan_level(struct plan *p, const struct par *par, const struct fit *f, unsigned step,
		int64_t asked)
{
	int64_t parts = -1;

	p->next.total = asked;
	while (p->next.parts != parts) {
		parts = p->next.parts;
		p->least = parts > 0 ? (sp)(p->next.total / parts) : -1;
		p->next = (struct amount){ .total = asked };
		for (int i = f->from + 1; i < line_widen_end(f); i++) {
			const struct cell *c = &par->cells[i];
			if (c->widen_step != step) {
				continue;
			}
			p->next.total -= c->widen <= p->least ? c->widen : 0;
			p->next.parts += c->widen > p->least;
		}
	}
}

static int64_t count_places(const struct par *par, const struct fit *f)
{
	int64_t n = 0;

	for (int i = f->from + 1; i < line_widen_end(f); i++) {
		n += par->cells[i].widen_step != 0;
	}
	return n;
}

static void plan_spread(struct plan *p, const struct par *par, const struct fit *f,
		const struct give *g, int64_t asked)
{
	while (p->full + 1 < NSTEPS && asked >= g->step[p->full + 1]) {
		asked -= g->step[++p->full];
	}
	if (p->full + 1 < NSTEPS) {
		plan_level(p, par, f, p->full + 1, asked);
	} else {
		p->beyond = (struct amount){ .total = asked, .parts = count_places(par, f) };
	}
}

static sp widening(struct plan *p, const struct cell *c)
{
	sp more;

	if (!c->widen_step) {
		return 0;
	}
	more = take_share(&p->beyond, 1);
	if (c->widen_step <= p->full) {
		more += c->widen;
	} else if (c->widen_step == p->full + 1) {
		more += c->widen <= p->least ? c->widen : take_share(&p->next, 1);
	}
	return more;
}

struct setting {
	const struct par *par;
	const struct fit *fit;
	struct plan plan;
	struct frag *frags;
	int nfrags;
	sp *x;
	int nx;
	struct line *out;
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

/* The space before cell c, which does not begin the line. */
static sp space_before(struct setting *s, const struct cell *c, bool hangs)
{
	struct plan *p = &s->plan;
	sp more = hangs ? 0 : widening(p, c);

	s->out->widest = more > s->out->widest ? more : s->out->widest;
	return c->gap + more - take_share(&p->squeezed[c->gap_step], c->gap_squeeze);
}

/* From x on; returns the right edge of what does not hang. */
static sp set_cells(struct setting *s, sp x)
{
	const struct fit *f = s->fit;

	for (int i = f->from; i < f->to; i++) {
		const struct cell *c = &s->par->cells[i];
		bool hangs = f->hangs && i == f->to - 1;
		sp gone = line_gone(s->par, f, i), at;
		if (i > f->from) {
			x += space_before(s, c, hangs);
		}
		gone += take_share(&s->plan.squeezed[c->squeeze_step],
				line_squeezable(s->par, f, i));
		at = x - (c->white_both ? gone / 2 : c->white_left ? gone : 0);
		set_cell(s, c, at, x, x + c->wid - gone);
		if (hangs) {
			s->out->hang = c->wid - gone;
		} else {
			x += c->wid - gone;
		}
	}
	return x;
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

static sp clamp(int64_t len)
{
	return len < SP_MAX ? (sp)len : SP_MAX;
}

/* What the line is asked for, and who gives it. */
static void plan_line(const struct breaking *b, struct setting *s, struct line *out)
{
	const struct fit *f = s->fit;
	int64_t asked = f->lack < 0 ? -f->lack : f->lack;
	struct give give = { 0 };

	if (!asked || (f->lack > 0 && !out->filled)) {
		return;
	}
	if (f->lack < 0) {
		line_squeezes(b, f, &give);
		plan_squeeze(&s->plan, &give, asked);
		out->over = asked > give.step[0] ? clamp(asked - give.step[0]) : 0;
	} else {
		line_widens(b, f, &give);
		plan_spread(&s->plan, s->par, f, &give, asked);
	}
	out->room = clamp(give.step[0]);
	asked = give.step[0] ? divide_rounded(asked * UNIT_ONE, give.step[0]) : INT32_MAX;
	out->strain = asked < INT32_MAX ? (ratio)asked : INT32_MAX;
}

static bool divides_word(const struct par *par, const struct extent *e)
{
	const struct cell *next = &par->cells[e->next];

	return !e->last && e->next < par->ncells && (e->cut || next->divides_word);
}

/* Where a line stands that lacks some of its room. */
static sp shift_of(const struct box *box, int64_t lack)
{
	if (lack > 0 && box->how == SET_RIGHT) {
		return (sp)lack;
	}
	return lack > 0 && (box->how == SET_CENTRE || box->how == SET_SPREAD) ? (sp)(lack / 2) : 0;
}

struct line line_set(const struct breaking *b, const struct extent *e, struct span span)
{
	const struct par *par = b->par;
	const struct fit f = line_fit(b, e->from, e->to, e->last);
	struct line out = { .natural = clamp(f.natural),
		.span = span,
		.last = e->last,
		.filled = line_fills(b->box, e->last),
		.divides_word = divides_word(par, e) };
	struct setting s = { .par = par, .fit = &f, .out = &out };
	int nfrags, nglyphs;

	count_parts(par, e, &nfrags, &nglyphs);
	s.frags = ARENA_ARRAY(b->a, struct frag, nfrags);
	s.x = ARENA_ARRAY(b->a, sp, nglyphs);
	plan_line(b, &s, &out);
	out.indent = b->box->measure - line_room(b, e->from);
	if (!out.filled || !count_places(par, &f)) {
		out.indent += shift_of(b->box, f.lack);
	}
	out.wid = set_cells(&s, out.indent) - out.indent;
	out.change = out.wid - out.natural;
	out.frags = s.frags;
	out.nfrags = s.nfrags;
	return out;
}
