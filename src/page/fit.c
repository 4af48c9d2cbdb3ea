#include "page/fit.h"

#include <stdlib.h>

#include "base/arena.h"
#include "page/page-imp.h"
#include "text/char.h"

#define OPENING_CHARS 12  /* shown of a paragraph */
#define DROPS_MAX     200 /* steps that are tried whether they can be left out */

struct fit {
	struct arena *a;
	const struct galley *g;
	struct shaper *s;
	struct stock stock; /* as the issue stands */
	VEC(struct fit_paragraph) paragraphs;
	VEC(const struct piece *) pieces; /* of each paragraph */
	VEC(struct fit_step) steps;       /* all, the cheapest first */
};

/* The piece, set tight. */
static struct piece tightened(struct arena *a, const struct piece *p)
{
	struct block *block = ARENA_NEW(a, struct block);
	struct piece piece = *p;

	*block = *p->block;
	block->tight = true;
	piece.block = block;
	return piece;
}

static bool is_mark(const struct text *t, size_t at)
{
	enum char_class class = char_class(char_next(t->s, t->n, &at));

	return class == CHAR_SIGN || class == CHAR_SPACE;
}

/* The piece without so many characters, the last before the marks that end it. */
static struct piece shortened(struct arena *a, const struct piece *p, int cut)
{
	const struct par *old = p->pars[0];
	struct par *par = ARENA_NEW(a, struct par);
	struct cell *cells = ARENA_ARRAY(a, struct cell, old->ncells);
	struct piece piece = *p;
	int end = old->ncells;

	while (end > 0 && is_mark(old->text, old->cells[end - 1].at)) {
		end--;
	}
	*par = *old;
	par->cells = cells;
	par->ncells = 0;
	for (int i = 0; i < old->ncells; i++) {
		if (i < end - cut || i >= end) {
			cells[par->ncells++] = old->cells[i];
		}
	}
	piece.pars = ARENA_NEW(a, struct par *);
	piece.pars[0] = par;
	return piece;
}

/* Lines of the piece as it would be set. */
static int count_lines(const struct breaker *b, const struct piece *p)
{
	struct slugs slugs = { 0 };

	slugs_of_piece(b, &slugs, p);
	return slugs.n;
}

/* A throw-away desk: nothing that is tried there is said or kept. */
static struct breaker bench_new(const struct layout *l)
{
	return (struct breaker){ .a = arena_new(), .l = l, .d = diags_new() };
}

static void bench_free(struct breaker *b)
{
	arena_free(b->a);
	diags_free(b->d);
}

static bool is_among(const struct pieces *pieces, const struct piece *p)
{
	return p >= pieces->at && p < pieces->at + pieces->n;
}

/* The lead has the measure, all else one column. */
static struct breaker breaker_for(const struct fit *f, const struct piece *p,
		const struct breaker *b)
{
	return is_among(&f->g->lead, p) ? *b : flow_breaker(b);
}

static int lines_without(const struct fit *f, const struct piece *p, int cut)
{
	struct breaker b = bench_new(f->g->issue->layout), column = breaker_for(f, p, &b);
	struct piece piece = cut ? shortened(b.a, p, cut) : *p;
	int n = count_lines(&column, &piece);

	bench_free(&b);
	return n;
}

static bool is_shorter_tight(const struct fit *f, const struct piece *p, int lines)
{
	struct breaker b = bench_new(f->g->issue->layout), column = breaker_for(f, p, &b);
	struct piece piece = tightened(b.a, p);
	bool shorter = !p->block->tight && count_lines(&column, &piece) < lines;

	bench_free(&b);
	return shorter;
}

/* The fewest characters whose absence saves a line; 0: a line's worth does not. */
static int least_cut(const struct fit *f, const struct piece *p, int lines)
{
	const struct layout *l = f->g->issue->layout;
	sp measure = is_among(&f->g->lead, p) ? l->measure : layout_column(l);
	int low = 0, high = 2 + measure / l->body.size;

	high = high < p->pars[0]->ncells - 1 ? high : p->pars[0]->ncells - 1;
	if (high < 1 || lines_without(f, p, high) >= lines) {
		return 0;
	}
	while (high - low > 1) {
		int middle = low + (high - low) / 2;
		if (lines_without(f, p, middle) < lines) {
			high = middle;
		} else {
			low = middle;
		}
	}
	return high;
}

/* Characters of par on the slug, marks not counted. */
static int count_characters(const struct slug *s, const struct par *par)
{
	int n = 0;

	for (int i = 0; i < s->nitems; i++) {
		const struct frag *frag = s->items[i].u.frag;
		if (s->items[i].kind != ITEM_GLYPHS || frag->par != par) {
			continue;
		}
		for (int k = 0; k < frag->nglyphs; k++) {
			n += frag->glyphs[k].len && !is_mark(par->text, frag->glyphs[k].at);
		}
	}
	return n;
}

static int last_line(const struct fit *f, const struct piece *p)
{
	struct breaker b = bench_new(f->g->issue->layout), column = breaker_for(f, p, &b);
	struct slugs slugs = { 0 };
	int n = 0;

	slugs_of_piece(&column, &slugs, p);
	for (int i = slugs.n - 1; i >= 0 && !n; i--) {
		n = count_characters(&slugs.at[i], p->pars[0]);
	}
	bench_free(&b);
	return n;
}

static const char *opening_of(struct arena *a, const struct text *t)
{
	size_t at = 0;

	for (int i = 0; i < OPENING_CHARS && at < t->n && t->s[at] != '\n'; i++) {
		char_next(t->s, t->n, &at);
	}
	return arena_print(a, "%.*s%s", (int)at, t->s, at < t->n ? "…" : "");
}

static void add_paragraph(struct fit *f, const struct piece *p, int article, int number)
{
	struct fit_paragraph *q = vec_push(f->a, &f->paragraphs);
	int lines = lines_without(f, p, 0);

	*q = (struct fit_paragraph){
		.block = p->block,
		.article = article,
		.number = number,
		.lines = lines,
		.last = last_line(f, p),
		.tightens = is_shorter_tight(f, p, lines),
		.cut = lines > 1 ? least_cut(f, p, lines) : 0,
		.opening = opening_of(f->a, &p->block->text),
	};
	*vec_push(f->a, &f->pieces) = p;
}

static void add_paragraphs(struct fit *f, const struct pieces *pieces, int *article)
{
	int number = 0;

	for (int i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		if (p->kind == PIECE_TITLE) {
			++*article;
			number = 0;
		}
		if (p->kind != PIECE_BLOCK || p->block->kind != BLOCK_PARA) {
			continue;
		}
		number++;
		if (!p->block->quoted && !p->block->notice && p->pars[0]->ncells) {
			add_paragraph(f, p, *article, number);
		}
	}
}

static int by_cost(const void *a, const void *b)
{
	const struct fit_step *x = a, *y = b;

	if (x->cut != y->cut) {
		return x->cut < y->cut ? -1 : 1;
	}
	return x->paragraph < y->paragraph ? -1 : x->paragraph > y->paragraph;
}

static void add_steps(struct fit *f)
{
	for (int i = 0; i < f->paragraphs.n; i++) {
		const struct fit_paragraph *p = &f->paragraphs.at[i];
		if (p->tightens || p->cut) {
			*vec_push(f->a, &f->steps) =
					(struct fit_step){ p, p->tightens ? 0 : p->cut };
		}
	}
	if (f->steps.n) {
		qsort(f->steps.at, (size_t)f->steps.n, sizeof *f->steps.at, by_cost);
	}
}

/* A galley's pieces with the steps' paragraphs changed. */
static struct pieces changed(struct arena *a, const struct fit *f, const struct pieces *old,
		const struct fit_step *steps, int n)
{
	struct pieces new = { ARENA_ARRAY(a, struct piece, old->n), old->n, old->n };

	for (int i = 0; i < old->n; i++) {
		new.at[i] = old->at[i];
	}
	for (int i = 0; i < n; i++) {
		const struct piece *p = f->pieces.at[steps[i].paragraph - f->paragraphs.at];
		if (is_among(old, p)) {
			new.at[p - old->at] = steps[i].cut ? shortened(a, p, steps[i].cut)
							   : tightened(a, p);
		}
	}
	return new;
}

/* Make up the issue with the steps taken. */
static struct stock try_steps(const struct fit *f, const struct fit_step *steps, int n)
{
	struct breaker b = bench_new(f->g->issue->layout);
	struct galley g = *f->g;
	struct stock stock;

	g.lead = changed(b.a, f, &f->g->lead, steps, n);
	g.body = changed(b.a, f, &f->g->body, steps, n);
	g.lead_slugs = g.body_slugs = g.colophon_slugs = (struct slugs){ 0 };
	page_break(b.a, &g, b.d);
	stock = compose_stock(&b, &g, f->s);
	bench_free(&b);
	return stock;
}

struct fit *fit_new(struct arena *a, const struct galley *g, struct shaper *s)
{
	struct fit *f = ARENA_NEW(a, struct fit);
	int article = 0;

	*f = (struct fit){ .a = a, .g = g, .s = s };
	add_paragraphs(f, &g->lead, &article);
	add_paragraphs(f, &g->body, &article);
	add_steps(f);
	f->stock = try_steps(f, NULL, 0);
	return f;
}

int fit_pages(const struct fit *f)
{
	return f->stock.npages;
}

struct fullness fit_last_page(const struct fit *f)
{
	sp line = layout_line(f->g->issue->layout);

	return (struct fullness){ sp_divide(f->stock.used, line),
		sp_divide(f->stock.capacity, line) };
}

const struct fit_paragraph *fit_paragraphs(const struct fit *f, int *n)
{
	*n = f->paragraphs.n;
	return f->paragraphs.at;
}

/* The least number of first steps that come to so many pages; all where they
   don't. */
static int enough(const struct fit *f, int pages)
{
	int low = 0, high = f->steps.n;

	while (low < high) {
		int middle = low + (high - low) / 2;
		if (try_steps(f, f->steps.at, middle).npages <= pages) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return high;
}

/* Leave out what is not needed, the dearest first. */
static int drop(const struct fit *f, struct fit_step *steps, int n, int pages)
{
	for (int i = n - 1, tries = 0; i >= 0 && tries < DROPS_MAX; i--, tries++) {
		struct fit_step step = steps[i];
		for (int k = i; k + 1 < n; k++) {
			steps[k] = steps[k + 1];
		}
		if (try_steps(f, steps, n - 1).npages <= pages) {
			n--;
			continue;
		}
		for (int k = n - 1; k > i; k--) {
			steps[k] = steps[k - 1];
		}
		steps[i] = step;
	}
	return n;
}

struct fit_plan fit_reach(const struct fit *f, int pages)
{
	int n = enough(f, pages);
	struct fit_step *steps = ARENA_ARRAY(f->a, struct fit_step, n ? n : 1);
	struct fit_plan plan = { .steps = steps, .n = n };

	for (int i = 0; i < n; i++) {
		steps[i] = f->steps.at[i];
	}
	plan.pages = try_steps(f, steps, n).npages;
	if (plan.pages <= pages) {
		plan.n = drop(f, steps, n, pages);
	}
	return plan;
}
