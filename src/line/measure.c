#include "base/arena.h"
#include "line/line-imp.h"

/* What a line measures, and what it can give. */

static int max_step(int most, unsigned step)
{
	return (int)step > most ? (int)step : most;
}

static void size_rows(struct sums *s, const struct par *par)
{
	for (int i = 0; i < par->ncells; i++) {
		const struct cell *c = &par->cells[i];
		s->nsqueeze = max_step(max_step(s->nsqueeze, c->squeeze_step), c->gap_step);
		s->nwiden = max_step(s->nwiden, c->widen_step);
	}
	s->stride = 1 + s->nsqueeze + s->nwiden;
}

static void add_step(int64_t *steps, unsigned step, sp add)
{
	if (step) {
		steps[step - 1] += add;
	}
}

static void add_row(const struct sums *s, const struct cell *c, int64_t *row)
{
	for (int k = 0; k < s->stride; k++) {
		row[s->stride + k] = row[k];
	}
	row += s->stride;
	row[0] += (int64_t)c->gap + c->wid - c->close_up;
	add_step(row + 1, c->squeeze_step, c->squeeze);
	add_step(row + 1, c->gap_step, c->gap_squeeze);
	add_step(row + 1 + s->nsqueeze, c->widen_step, c->widen);
}

void line_sum(struct breaking *b)
{
	const struct par *par = b->par;
	struct sums *s = &b->sums;
	size_t n = (size_t)par->ncells + 1;

	size_rows(s, par);
	s->rows = arena_alloc(b->scratch, n * (size_t)s->stride, sizeof *s->rows);
	s->lone = ARENA_ARRAY(b->scratch, int, n);
	s->ends = ARENA_ARRAY(b->scratch, int, n);
	for (int i = 0; i < par->ncells; i++) {
		const struct cell *c = &par->cells[i];
		add_row(s, c, &s->rows[(size_t)i * (size_t)s->stride]);
		s->lone[i + 1] = s->lone[i] + c->lone;
		s->ends[i + 1] = c->space || c->newline ? s->ends[i] : i + 1;
	}
}

static const int64_t *row_of(const struct sums *s, int i)
{
	return &s->rows[(size_t)i * (size_t)s->stride];
}

sp line_room(const struct breaking *b, int from)
{
	return b->box->measure - (from ? b->box->rest : b->box->first);
}

bool line_fills(const struct box *box, bool last)
{
	return box->how == SET_SPREAD || (box->how == SET_JUSTIFIED && !last);
}

static bool is_opening(const struct cell *c)
{
	return c->white && c->white_left && !c->white_both;
}

static bool is_closing(const struct cell *c)
{
	return c->white && !c->white_left && !c->white_both;
}

/* clreq 3.1.6.1: an opening mark that begins a line may lose its white. */
static sp start_of(const struct breaking *b, int from)
{
	const struct break_policy *p = b->policy;
	enum mark_width wid = from ? p->line_start_marks : p->paragraph_start_marks;

	return wid == MARK_HALF ? b->par->cells[from].white : 0;
}

static void keep_white(struct fit *f, sp gone, sp room)
{
	f->natural -= gone;
	f->lack = room - f->natural;
}

/* GB/T 15834 5.1.10: a mark that ends a line takes half its width; clreq 3.1.4:
   or it hangs. f has it whole, and not next to any other mark. */
static void fit_end(const struct breaking *b, struct fit *f, const struct cell *c, sp room,
		bool filled)
{
	const struct break_policy *p = b->policy;
	bool needs = f->lack < 0;

	if (is_closing(c) &&
			(p->line_end_marks == MARK_HALF ||
					(p->line_end_marks == MARK_WHEN_NEEDED && needs))) {
		f->narrowed = p->line_end_marks == MARK_WHEN_NEEDED;
		f->end = c->white;
		keep_white(f, f->end, room);
	}
	if (!c->hangs || p->hanging == HANGING_NONE || f->to - f->from < 2) {
		return;
	}
	needs = f->lack < 0;
	if (needs || (p->hanging == HANGING_FORCE && filled)) {
		f->narrowed |= needs;
		f->hangs = true;
		keep_white(f, c->wid - f->end, room);
		f->end = c->white;
	}
}

struct fit line_fit(const struct breaking *b, int from, int to, bool last)
{
	const struct cell *cells = b->par->cells;
	struct fit f = { .from = from, .to = to };
	sp room = line_room(b, from);

	if (to > from) {
		f.natural = row_of(&b->sums, to)[0] - row_of(&b->sums, from)[0] - cells[from].gap;
		if (is_opening(&cells[from])) {
			f.start = start_of(b, from);
			f.natural += cells[from].close_up - f.start;
		}
		if (is_closing(&cells[to - 1])) {
			f.natural += cells[to - 1].close_up;
		}
	}
	f.lack = room - f.natural;
	if (to > from) {
		fit_end(b, &f, &cells[to - 1], room, line_fills(b->box, last));
	}
	return f;
}

sp line_gone(const struct par *par, const struct fit *f, int i)
{
	const struct cell *c = &par->cells[i];

	if (i == f->from && is_opening(c)) {
		return f->start;
	}
	return i == f->to - 1 && (is_closing(c) || f->hangs) ? f->end : c->close_up;
}

sp line_squeezable(const struct par *par, const struct fit *f, int i)
{
	const struct cell *c = &par->cells[i];
	sp more = c->squeeze + c->close_up - line_gone(par, f, i);

	return !c->squeeze_step || more < 0 || (f->hangs && i == f->to - 1) ? 0 : more;
}

/* What a mark at the line's end gives is not what it gives within. */
static void mend_edge(const struct par *par, const struct fit *f, int i, struct give *out)
{
	const struct cell *c = &par->cells[i];

	if (c->squeeze_step) {
		out->step[c->squeeze_step] += line_squeezable(par, f, i) - c->squeeze;
	}
}

static void sum_steps(struct give *g, int n)
{
	for (int k = 1; k <= n; k++) {
		g->step[0] += g->step[k];
	}
}

void line_squeezes(const struct breaking *b, const struct fit *f, struct give *out)
{
	const struct sums *s = &b->sums;
	const int64_t *to = row_of(s, f->to), *from = row_of(s, f->from);
	const struct cell *first = &b->par->cells[f->from];

	out->step[0] = 0;
	for (int k = 1; k <= s->nsqueeze; k++) {
		out->step[k] = to[k] - from[k];
	}
	if (f->from == f->to) {
		return;
	}
	out->step[first->gap_step] -= first->gap_squeeze;
	out->step[0] = 0;
	mend_edge(b->par, f, f->from, out);
	if (f->to - 1 > f->from) {
		mend_edge(b->par, f, f->to - 1, out);
	}
	sum_steps(out, s->nsqueeze);
}

void line_widens(const struct breaking *b, const struct fit *f, struct give *out)
{
	const struct sums *s = &b->sums;
	int end = line_widen_end(f);
	const int64_t *to = row_of(s, end), *from;

	from = end > f->from ? row_of(s, f->from + 1) : to;
	out->step[0] = 0;
	for (int k = 1; k <= s->nwiden; k++) {
		out->step[k] = to[s->nsqueeze + k] - from[s->nsqueeze + k];
	}
	sum_steps(out, s->nwiden);
}
