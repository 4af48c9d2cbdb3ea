#include "shape/shape-imp.h"

#include "base/arena.h"
#include "text/breaks.h"
#include "text/segment.h"

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

/* A cell and its letters, from the first to the last. */
struct place {
	struct cell *cell;
	const struct letter *first, *last;
	sp em; /* what a full-width character takes of the line */
};

/* One paragraph. */
struct classing {
	struct shaper *s;
	const struct break_policy *p;
	sp size;           /* of the paragraph's style */
	const bool *lines; /* PROHIBITION_UNICODE: where lines may begin, by byte */
	const bool *words; /* where words begin, by byte; NULL: it costs nothing */
};

static sp imposed_width(const struct place *pl)
{
	int64_t wid = 0;

	for (const struct letter *l = pl->first; l <= pl->last; l++) {
		if (l->traits & TRAITS_WIDTH) { /* not what only joins on */
			wid += l->traits & TRAIT_HALF ? pl->em / 2 : pl->em;
		}
	}
	return wid < SP_MAX ? (sp)wid : SP_MAX;
}

static void shift_glyphs(struct shaper *s, const struct cell *cell, sp shift)
{
	for (uint32_t k = 0; k < cell->nglyphs; k++) {
		s->glyphs[cell->glyph + k].x += shift;
	}
}

/* Fonts disagree on the widths of marks: set the layout's, and the glyph where
   its ink belongs: opening marks right, closing left, others centred. */
static void impose_width(struct shaper *s, const struct place *pl)
{
	struct cell *cell = pl->cell;
	unsigned traits = pl->first->traits;
	sp wid = imposed_width(pl), shift = wid - cell->wid;

	if (traits & TRAIT_CLOSE) {
		shift = 0;
	} else if (!(traits & TRAIT_OPEN)) {
		shift /= 2;
	}
	shift_glyphs(s, cell, shift);
	cell->wid = wid;
	/* some fonts draw —— as one glyph, which must not change where it may stand */
	cell->tail = wid - (traits & TRAIT_HALF ? pl->em / 2 : pl->em);
}

/* Whatever else is one em wide keeps the lines' pitch as well. */
static void set_pitch(struct shaper *s, const struct place *pl)
{
	sp more = pl->em - s->plans[pl->cell->run].run.size;

	if (more && pl->cell->wid == pl->em - more) {
		shift_glyphs(s, pl->cell, more / 2);
		pl->cell->wid = pl->em;
	}
}

static void set_width(struct shaper *s, const struct place *pl)
{
	if (pl->first->western) {
		return;
	}
	if (pl->first->traits & TRAITS_WIDTH) {
		impose_width(s, pl);
	} else {
		set_pitch(s, pl);
	}
}

static bool is_full(const struct letter *l)
{
	return !l->western && (l->traits & (TRAIT_OPEN | TRAIT_CLOSE));
}

static enum squeezed squeezed_as(const struct letter *l)
{
	switch (l->mark) {
	case MARK_PAUSE:
		return SQUEEZE_PAUSE;
	case MARK_STOP:
		return SQUEEZE_STOP;
	default:
		return SQUEEZE_BRACKET;
	}
}

static void set_squeeze(struct cell *cell, const struct elastic *e, sp em)
{
	sp least = sp_scale(em, e->to);

	if (e->step && cell->wid > least) {
		cell->squeeze = cell->wid - least;
		cell->squeeze_step = (unsigned)e->step & 15;
	}
}

/* The second of no more than two: together they take 1 em, three of them two
   (GB/T 15834 5.1.2). */
static bool ends_short_chain(const struct classing *cl, const struct letter *l)
{
	const struct letter *first = cl->s->letters, *end = first + cl->s->nletters;

	return l > first && shape_is_chain(l - 1, l) && is_full(l - 1) &&
			!(l - 1 > first && shape_is_chain(l - 2, l - 1)) &&
			!(l + 1 < end && shape_is_chain(l, l + 1));
}

/* The white of full-width marks, and of an interpunct as wide as they are. */
static void set_white(const struct classing *cl, const struct place *pl)
{
	const struct letter *l = pl->first;

	if (is_full(l) && cl->p->close_up && ends_short_chain(cl, l)) {
		pl->cell->wid -= pl->em / 2;
	} else if (is_full(l)) {
		pl->cell->white = pl->em / 2;
		pl->cell->white_left = (l->traits & TRAIT_OPEN) != 0;
		set_squeeze(pl->cell, &cl->p->squeeze[squeezed_as(l)], pl->em);
	} else if (l->mark == MARK_INTERPUNCT && (l->traits & TRAIT_WIDE)) {
		pl->cell->white = pl->em / 2;
		pl->cell->white_both = true;
		set_squeeze(pl->cell, &cl->p->squeeze[SQUEEZE_INTERPUNCT], pl->em);
	}
}

static void set_space(const struct classing *cl, const struct place *pl)
{
	struct cell *cell = pl->cell;

	cell->space = true;
	if (pl->first->gap) {
		cell->wid = 0;
		return;
	}
	if (!pl->first->western && pl->first->c != 0x3000) {
		cell->wid = sp_scale(pl->em, cl->p->word_space);
	}
	set_squeeze(cell, &cl->p->squeeze[SQUEEZE_WORD_SPACE], pl->em);
}

static bool is_punctuation(const struct letter *l)
{
	return l->mark >= MARK_OPENING && l->mark <= MARK_ELLIPSIS;
}

/* clreq 3.1.4: 点号 hang, but not in runs of marks. */
static bool may_hang(const struct classing *cl, const struct place *pl)
{
	const struct letter *l = pl->first, *first = cl->s->letters;
	const struct letter *end = first + cl->s->nletters;

	return cl->p->hanging != HANGING_NONE && !l->western && (l->traits & TRAIT_CLOSE) &&
			(l->mark == MARK_PAUSE || l->mark == MARK_STOP) &&
			!(l > first && is_punctuation(l - 1)) &&
			!(pl->last + 1 < end && is_punctuation(pl->last + 1));
}

/* A bracket next to another mark; ？！, which are to look like one mark. */
static bool belong_together(const struct letter *p, const struct letter *c)
{
	return is_full(p) && is_full(c) &&
			(squeezed_as(p) == SQUEEZE_BRACKET || squeezed_as(c) == SQUEEZE_BRACKET ||
					shape_is_chain(p, c));
}

/* Adjacent marks whose white meets: the first gives up what it has between them,
   or else the second (clreq 3.1.6.1). */
static bool close_up(const struct classing *cl, struct cell *before, const struct letter *p,
		struct cell *cell, const struct letter *c)
{
	struct cell *loser = p->traits & TRAIT_CLOSE ? before : cell;

	if (!cl->p->close_up || !belong_together(p, c) ||
			!((p->traits & TRAIT_CLOSE) || (c->traits & TRAIT_OPEN))) {
		return false;
	}
	loser->close_up = loser->white;
	loser->squeeze -= loser->squeeze < loser->white ? loser->squeeze : loser->white;
	return true;
}

static bool has_gap(const struct letter *p, const struct letter *c)
{
	bool pword = p->class == CHAR_LETTER || p->class == CHAR_DIGIT;
	bool cword = c->class == CHAR_LETTER || c->class == CHAR_DIGIT;

	return (p->class == CHAR_HAN && cword) || (pword && c->class == CHAR_HAN);
}

/* clreq 3.1.6: no space opens within what stays together, nor beside connectors
   and solidi. */
static bool is_solid(const struct letter *p, const struct letter *c)
{
	return shape_is_chain(p, c) || p->mark == MARK_CONNECTOR || c->mark == MARK_CONNECTOR ||
			p->mark == MARK_SOLIDUS || c->mark == MARK_SOLIDUS;
}

/* NSPREAD: the space between them never widens. */
static enum spread spread_of(const struct letter *p, const struct letter *c, bool own)
{
	bool phan = p->class == CHAR_HAN, chan = c->class == CHAR_HAN;

	if (c->class == CHAR_SPACE || shape_is_pair(p, c)) {
		return NSPREAD;
	}
	if (p->class == CHAR_SPACE) {
		return p->western ? SPREAD_WORD_SPACE : SPREAD_TEXT;
	}
	if (p->western && c->western) {
		return NSPREAD;
	}
	if (has_gap(p, c)) {
		return SPREAD_GAP;
	}
	if (c->kept || (!own && is_solid(p, c))) {
		return NSPREAD;
	}
	return (phan || p->western) && (chan || c->western) ? SPREAD_TEXT : SPREAD_MARKS;
}

static void set_spread(const struct classing *cl, const struct letter *p, const struct letter *c,
		const struct cell *before, struct cell *cell)
{
	enum spread spread = spread_of(p, c, cl->p->prohibition == PROHIBITION_OWN);
	const struct elastic *e = &cl->p->spread[spread % NSPREAD];
	sp has = spread == SPREAD_GAP ? cell->gap : spread == SPREAD_WORD_SPACE ? before->wid : 0;
	sp most;

	if (spread == NSPREAD) {
		return;
	}
	most = sp_scale(cl->size, e->to);
	cell->widen = most > has ? most - has : 0;
	cell->widen_step = (unsigned)e->step & 15;
}

static void set_gap(const struct classing *cl, struct cell *cell)
{
	const struct elastic *e = &cl->p->squeeze[SQUEEZE_GAP];
	sp least = sp_scale(cl->size, e->to);

	cell->gap = sp_scale(cl->size, cl->p->han_latin_gap);
	if (e->step && cell->gap > least) {
		cell->gap_squeeze = cell->gap - least;
		cell->gap_step = (unsigned)e->step & 15;
	}
}

/* What is between p and the cell, which stands behind another that may be p's. */
static void set_between(const struct classing *cl, const struct letter *p, const struct place *pl)
{
	const struct letter *c = pl->first;
	struct cell *cell = pl->cell, *before = cell - 1;

	if (p->class == CHAR_NEWLINE) {
		return;
	}
	cell->breakable =
			cl->lines ? cl->lines[cell->at] : shape_may_break(p, c, cl->p->prohibition);
	cell->divides_word = cell->breakable && cl->words && !cl->words[cell->at] &&
			p->class == CHAR_HAN && c->class == CHAR_HAN;
	if (has_gap(p, c)) {
		set_gap(cl, cell);
	}
	/* a note's mark between them holds them apart */
	if (p + 1 != c || !close_up(cl, before, p, cell, c)) {
		set_spread(cl, p, c, before, cell);
	}
}

/* False: the letters around the cell see past it. */
static bool classify_cell(const struct classing *cl, const struct letter *before,
		const struct place *pl)
{
	if (pl->cell->newline) {
		return true;
	}
	if (pl->first->class == CHAR_SPACE) {
		set_space(cl, pl);
	}
	if (pl->first->note || pl->first->gap) { /* a note's mark stays with its word */
		return false;
	}
	set_width(cl->s, pl);
	set_white(cl, pl);
	pl->cell->hangs = may_hang(cl, pl);
	pl->cell->lone = !pl->cell->space && !is_punctuation(pl->first);
	if (before) {
		set_between(cl, before, pl);
	}
	return true;
}

static struct place place_of(const struct classing *cl, size_t i, const struct letter *from,
		uint32_t end)
{
	struct shaper *s = cl->s;
	struct place pl = { .cell = &s->cells[i], .first = letter_at(from, s->cells[i].at) };

	pl.last = pl.first;
	while (pl.last + 1 < s->letters + s->nletters && pl.last[1].at < end) {
		pl.last++;
	}
	if (!pl.cell->newline) {
		pl.em = layout_pitch(s->layout, s->plans[pl.cell->run].run.size);
	}
	return pl;
}

static void find_breaks(struct arena *a, struct classing *cl, const struct text *text)
{
	struct shaper *s = cl->s;

	if (cl->p->prohibition == PROHIBITION_UNICODE) {
		s->lines = s->lines ? s->lines : line_breaks_open();
		cl->lines = s->lines ? line_breaks_find(a, s->lines, text->s, text->n) : NULL;
		if (!cl->lines) {
			die("ICU has no rules for line breaks");
		}
	}
	if (cl->p->fill == FILL_OPTIMUM && cl->p->word_cost > 0) {
		s->words = s->words ? s->words : word_breaks_open();
		cl->words = segment_words(a, s->words, text->s, text->n);
	}
}

void shape_classify(struct shaper *s, const struct text *text, const struct style *style)
{
	struct arena *scratch = arena_new();
	struct classing cl = { .s = s, .p = &s->layout->breaks, .size = style->size };
	const struct letter *l = s->letters, *before = NULL;

	shape_context(s);
	find_breaks(scratch, &cl, text);
	for (size_t i = 0; i < s->ncells; i++) {
		uint32_t end = i + 1 < s->ncells ? s->cells[i + 1].at : text->n;
		struct place pl = place_of(&cl, i, l, end);

		l = pl.last;
		if (classify_cell(&cl, before, &pl)) {
			before = pl.last;
		}
	}
	arena_free(scratch);
}
