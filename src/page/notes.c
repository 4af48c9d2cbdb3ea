#include "page/page-imp.h"

#include "base/arena.h"

/* Notes of an article: slugs at the foot of the page of their mark, or a list at
   the article's end. */

/* The mark hangs; the text is set beside it. */
static void add_note(const struct breaker *b, struct slugs *to, const struct article_notes *n,
		int i)
{
	const struct layout *l = b->l;
	const struct notes_layout *style = &l->notes;
	sp label = line_natural(n->marks[i]), hang = style->hang;
	/* a mark wider than the hang pushes its own line */
	struct box box = { .measure = l->measure,
		.first = label > hang && label < l->measure / 2 ? label + l->label_gap : hang,
		.rest = hang,
		.how = SET_JUSTIFIED };
	struct box label_box = { .measure = l->measure, .how = SET_LEFT };
	struct lines lines = break_par(b, n->texts[i], &box);
	struct lines labels = break_par(b, n->marks[i], &label_box);
	sp height = layout_lines(l, style->line_height), y = baseline_in(height, style->style.size);

	for (int k = 0; k < lines.n; k++) {
		struct items items = { 0 };

		if (k == 0 && labels.n) {
			put_line(b->a, &items, &labels.at[0], 0, y, TAG_NOTE);
		}
		put_line(b->a, &items, &lines.at[k], 0, y, TAG_NOTE);
		add_slug(b, to, height, &items);
		to->at[to->n - 1].first = k == 0;
		to->at[to->n - 1].last = k + 1 == lines.n;
	}
}

/* Add the notes whose first marks are on the slug. */
static void hang_on(const struct breaker *b, struct slug *slug, const struct article_notes *n)
{
	struct slugs notes = { 0 };

	for (int i = 0; i < slug->nitems; i++) {
		const struct item *item = &slug->items[i];
		int note = item->kind == ITEM_GLYPHS ? item->u.frag->run->note : 0;

		if (note && note <= n->n && n->first[note - 1] == item->u.frag->run) {
			add_note(b, &notes, n, note - 1);
		}
	}
	slug->notes = notes.at;
	slug->nnotes = notes.n;
}

void notes_hang(const struct breaker *b, struct slugs *to, int first, const struct piece *p)
{
	for (int i = first; p->notes && !p->notes->at_end && i < to->n; i++) {
		hang_on(b, &to->at[i], p->notes);
	}
}

void slugs_of_notes(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	const struct notes_layout *style = &l->notes;
	struct box box = { .measure = l->measure, .how = SET_LEFT };
	sp height = layout_lines(l, style->heading_height), above = layout_lines(l, style->above);
	struct lines heading;
	int first = to->n;

	if (!p->notes->at_end) {
		return;
	}
	heading = break_par(b, p->pars[0], &box);
	for (int i = 0; i < heading.n; i++) {
		struct items items = { 0 };
		sp top = i ? 0 : above;
		put_line(b->a, &items, &heading.at[i], 0,
				top + baseline_in(height, style->heading_style.size), TAG_SUBHEAD);
		add_slug(b, to, top + height, &items)->keep = true;
	}
	for (int i = 0; i < p->notes->n; i++) {
		add_note(b, to, p->notes, i);
	}
	if (!heading.n && to->n > first) {
		struct slug *top = &to->at[first];
		struct item *items = ARENA_ARRAY(b->a, struct item, top->nitems);
		for (int i = 0; i < top->nitems; i++) {
			items[i] = top->items[i];
			items[i].y += above;
		}
		top->items = items;
		top->height += above;
	}
}

static void find_in(struct article_notes *n, const struct par *par)
{
	for (int i = 0; par && i < par->ncells; i++) {
		const struct run *run =
				par->cells[i].newline ? NULL : &par->runs[par->cells[i].run];

		if (run && run->note && run->note <= n->n && !n->first[run->note - 1]) {
			n->first[run->note - 1] = run;
		}
	}
}

void notes_find(struct article_notes *n, struct piece *p)
{
	p->notes = n;
	for (int i = 0; i < p->npars; i++) {
		find_in(n, p->pars[i]);
	}
	find_in(n, p->byline);
}
