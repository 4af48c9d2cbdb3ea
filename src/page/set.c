#include "page/page-imp.h"

#include "base/arena.h"

/* Texts that are no part of the issue. */

static sp right_edge(const struct line *line)
{
	return line->indent + line->wid;
}

struct set_text page_set(const struct typesetter *t, const char *s, const struct style *style,
		const struct box *box, sp line_height)
{
	struct breaker b = { t->a, t->l, t->d };
	struct text *text = ARENA_NEW(t->a, struct text);
	struct items items = { 0 };
	struct set_text set = { 0 };
	struct lines lines;

	*text = text_plain(t->a, s, (struct span){ 0 });
	lines = break_par(&b, shape_text(t->a, t->s, text, style), box);
	for (int i = 0; i < lines.n; i++) {
		put_line(t->a, &items, &lines.at[i], 0,
				set.height + baseline_in(line_height, style->size), TAG_ARTIFACT);
		set.height += line_height;
		set.wid = right_edge(&lines.at[i]) > set.wid ? right_edge(&lines.at[i]) : set.wid;
	}
	set.items = items.at;
	set.nitems = items.n;
	return set;
}
