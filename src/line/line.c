#include "line/line.h"

#include "base/vec.h"
#include "line/line-imp.h"

struct line *line_break(struct arena *a, const struct par *par, const struct box *box,
		const struct break_policy *policy, sp em, struct diags *d, int *nlines)
{
	struct {
		struct line *at;
		int n, cap;
	} lines = { 0 };
	const struct breaking b = { a, par, box, sp_scale(em, policy->squeeze_limit),
		sp_scale(em, policy->spread[SPREAD_TEXT].to), d };
	struct extent e = { .span = text_span(par->text, 0) };
	uint32_t at = 0;

	while (e.next < par->ncells) {
		sp indent = lines.n ? box->rest : box->first;
		sp avail = box->measure - indent;
		struct span span = text_span_after(par->text, at, e.span, par->cells[e.next].at);
		at = par->cells[e.next].at;
		e = line_extent(&b, e.next, span, avail);
		line_set(&b, &e, indent, avail, vec_push(a, &lines));
	}
	*nlines = lines.n;
	return lines.at;
}
