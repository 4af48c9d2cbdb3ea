#include "shape/shape-imp.h"

/* Cells: what line breaking may do with each, from the characters on both
   sides of it and the layout's policy. Called once the whole paragraph is
   shaped; styles and runs play no part. */

/* The letter that begins at byte at, looked for from l on. */
static const struct letter *letter_at(const struct letter *l, uint32_t at)
{
	while (l->at < at) {
		l++;
	}
	return l;
}

/* Letters of the cell at i: its first and last. */
struct ends {
	const struct letter *first, *last;
};

static sp imposed_width(const struct letter *first, const struct letter *last, sp size)
{
	int64_t wid = 0;

	for (const struct letter *l = first; l <= last; l++) {
		if (l->traits & TRAITS_WIDTH) { /* not what only joins on */
			wid += l->traits & TRAIT_HALF ? size / 2 : size;
		}
	}
	return wid < SP_MAX ? (sp)wid : SP_MAX;
}

/* Fonts disagree on the widths of marks: set the layout's, and the glyph where
   its ink belongs: opening marks right, closing left, others centred. */
static void impose_width(struct shaper *s, struct cell *cell, const struct ends *e)
{
	sp size = s->plans[cell->run].run.size, wid, shift;

	if (e->first->western || !(e->first->traits & TRAITS_WIDTH)) {
		return;
	}
	wid = imposed_width(e->first, e->last, size);
	shift = wid - cell->wid;
	if (e->first->traits & TRAIT_CLOSE) {
		shift = 0;
	} else if (!(e->first->traits & TRAIT_OPEN)) {
		shift /= 2;
	}
	for (uint32_t k = 0; k < cell->nglyphs; k++) {
		s->glyphs[cell->glyph + k].x += shift;
	}
	cell->wid = wid;
	/* some fonts draw —— as one glyph, which must not change where it may stand */
	cell->tail = wid - (e->first->traits & TRAIT_HALF ? size / 2 : size);
}

static void set_shrink(struct shaper *s, struct cell *cell, const struct letter *l)
{
	const struct break_policy *p = &s->layout->breaks;

	if (!l->western && (l->traits & (TRAIT_OPEN | TRAIT_CLOSE))) {
		const struct elastic *e = &p->squeeze[SQUEEZE_BRACKET];
		sp size = s->plans[cell->run].run.size;
		cell->white = size / 2;
		cell->squeeze = e->step ? size - sp_scale(size, e->to) : 0;
		cell->squeeze_step = (unsigned)e->step & 15;
		cell->white_left = (l->traits & TRAIT_OPEN) != 0;
	}
}

static void set_space(struct shaper *s, struct cell *cell, const struct letter *l)
{
	cell->space = true;
	if (!l->western && l->c != 0x3000) {
		cell->wid = sp_scale(s->plans[cell->run].run.size, s->layout->breaks.word_space);
	}
}

static bool same_pair(const struct letter *p, const struct letter *c)
{
	return p->c == c->c && (c->traits & TRAIT_PAIR);
}

static bool may_break(const struct letter *p, const struct letter *c)
{
	if (c->class == CHAR_SPACE || p->c == 0xa0 || same_pair(p, c)) {
		return false;
	}
	if (c->traits & TRAIT_NO_START) {
		return false;
	}
	if (p->class == CHAR_SPACE) {
		return true;
	}
	return !(p->traits & TRAIT_NO_END) && !(p->western && c->western);
}

/* NSPREAD: the space between them never widens. */
static enum spread spread_of(const struct letter *p, const struct letter *c)
{
	bool phan = p->class == CHAR_HAN, chan = c->class == CHAR_HAN;

	if (c->class == CHAR_SPACE || same_pair(p, c)) {
		return NSPREAD;
	}
	if (p->class == CHAR_SPACE) {
		return SPREAD_TEXT;
	}
	if (p->western && c->western) {
		return NSPREAD;
	}
	return (phan || p->western) && (chan || c->western) ? SPREAD_TEXT : SPREAD_MARKS;
}

static bool has_gap(const struct letter *p, const struct letter *c)
{
	bool pword = p->class == CHAR_LETTER || p->class == CHAR_DIGIT;
	bool cword = c->class == CHAR_LETTER || c->class == CHAR_DIGIT;

	return (p->class == CHAR_HAN && cword) || (pword && c->class == CHAR_HAN);
}

static void set_between(struct shaper *s, struct cell *cell, const struct letter *p,
		const struct letter *c, sp size)
{
	enum spread spread;

	if (p->class == CHAR_NEWLINE) {
		return;
	}
	cell->breakable = may_break(p, c);
	if (has_gap(p, c)) {
		cell->gap = sp_scale(size, s->layout->breaks.han_latin_gap);
	}
	spread = spread_of(p, c);
	if (spread != NSPREAD) {
		const struct elastic *e = &s->layout->breaks.spread[spread];
		cell->widen = sp_scale(size, e->to);
		cell->widen_step = (unsigned)e->step & 15;
	}
}

void shape_classify(struct shaper *s, const struct text *text, const struct style *style)
{
	const struct letter *l = s->letters, *before = NULL;

	for (size_t i = 0; i < s->ncells; i++) {
		struct cell *cell = &s->cells[i];
		uint32_t end = i + 1 < s->ncells ? s->cells[i + 1].at : text->n;
		struct ends e = { .first = letter_at(l, cell->at) };

		for (l = e.first; l + 1 < s->letters + s->nletters && l[1].at < end; l++) {
		}
		e.last = l;
		if (cell->newline) {
			before = e.last;
			continue;
		}
		if (e.first->class == CHAR_SPACE) {
			set_space(s, cell, e.first);
		}
		impose_width(s, cell, &e);
		set_shrink(s, cell, e.first);
		if (before) {
			set_between(s, cell, before, e.first, style->size);
		}
		before = e.last;
	}
}
