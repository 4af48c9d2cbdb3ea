#include "line/line.h"

#include "base/buf.h"
#include "base/vec.h"
#include "line/line-imp.h"

struct line *line_break(struct arena *a, const struct par *par, const struct box *box,
		const struct break_policy *policy, sp em, struct diags *d, int *nlines)
{
	struct {
		struct line *at;
		int n, cap;
	} lines = { 0 };
	struct extent e = { .span = text_span(par->text, 0) };
	uint32_t at = 0;

	while (e.next < par->ncells) {
		sp indent = lines.n ? box->rest : box->first;
		sp avail = box->measure - indent;
		struct span span = text_span_after(par->text, at, e.span, par->cells[e.next].at);
		at = par->cells[e.next].at;
		e = line_extent(par, e.next, span, avail, sp_scale(em, policy->squeeze_limit), d);
		line_set(a, par, &e, indent, avail, box, vec_push(a, &lines));
	}
	*nlines = lines.n;
	return lines.at;
}

/* Bytes of the paragraph that the frag's glyphs stand for. */
static void dump_frag(struct buf *out, const struct frag *f)
{
	for (int i = 0; i < f->nglyphs; i++) {
		const struct glyph *g = &f->glyphs[i];
		buf_add(out, f->par->text->s + g->at, g->len);
	}
}

void line_dump(struct buf *out, const struct line *l)
{
	char indent[16], wid[16];

	ratio_write(l->indent, indent);
	ratio_write(l->wid, wid);
	buf_print(out, "  %d:%d %s %s%s ", l->span.line, l->span.col, indent, wid,
			l->last ? " last" : "");
	for (int i = 0; i < l->nfrags; i++) {
		dump_frag(out, &l->frags[i]);
	}
	buf_byte(out, '\n');
}
