#include "line/line.h"

#include "base/arena.h"
#include "line/line-imp.h"

/* A word longer than a line was cut: say so once, where it begins. */
static void tell_cut(const struct breaking *b, const struct extent *e, struct span span,
		struct diags *d)
{
	const struct par *par = b->par;
	const struct cell *cells = par->cells;
	int first = e->next;
	uint32_t from, to;

	while (first > e->from && !cells[first].breakable) {
		first--;
	}
	if (first > 0 && !cells[first].breakable && !cells[first - 1].newline) {
		return; /* it began on a line before */
	}
	from = cells[first].at;
	to = cells[e->next].at;
	diag_add(d, DIAG_WORD_TOO_LONG, text_span_after(par->text, cells[e->from].at, span, from),
			arena_copy(b->scratch, par->text->s + from, to - from));
}

struct line *line_break(struct arena *a, const struct par *par, const struct box *box,
		const struct break_policy *policy, sp em, struct diags *d, int *nlines)
{
	struct breaking b = { a, arena_new(), par, box, policy, sp_scale(em, policy->squeeze_limit),
		{ 0 } };
	struct span span = text_span(par->text, 0);
	struct extents e = { 0 };
	struct line *lines;
	uint32_t at = 0;

	line_sum(&b);
	if (policy->fill == FILL_OPTIMUM && box->how == SET_JUSTIFIED) {
		line_optimum(&b, &e);
	} else {
		line_greedy(&b, &e);
	}
	lines = ARENA_ARRAY(a, struct line, e.n);
	for (int i = 0; i < e.n; i++) {
		uint32_t next = par->cells[e.at[i].from].at;
		span = text_span_after(par->text, at, span, next);
		at = next;
		if (e.at[i].cut) {
			tell_cut(&b, &e.at[i], span, d);
		}
		lines[i] = line_set(&b, &e.at[i], span);
	}
	arena_free(b.scratch);
	*nlines = e.n;
	return lines;
}
