#include "page/medley-imp.h"
#include "page/page-imp.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/char.h"

/* Everything that the issue's pages show but their numbers, shaped once. */

struct shaping {
	struct arena *a;
	struct shaper *s;
	const struct issue *issue;
	const struct layout *l;
	struct galley *g;
};

static const struct span no_place;

static const struct text *text_of(struct arena *a, const char *s, struct span span)
{
	struct text *text = ARENA_NEW(a, struct text);

	*text = text_plain(a, s, span);
	return text;
}

static struct par *shape_plain(const struct shaping *sh, const char *s, struct span span,
		const struct style *style)
{
	return shape_text(sh->a, sh->s, text_of(sh->a, s, span), style);
}

/* One line of text: as large as style says, or smaller, which style then says,
   so that room takes it. */
static struct par *shape_to_fit(const struct shaping *sh, const struct text *text,
		struct style *style, sp room)
{
	struct par *par = shape_text(sh->a, sh->s, text, style);

	/* advances are rounded one by one: the first try may be a trifle too wide */
	for (sp wid; (wid = line_natural(par)) > room && style->size > 1;) {
		sp size = (sp)((int64_t)style->size * (room > 0 ? room : 0) / wid);
		style->size = size < style->size ? size : style->size - 1;
		style->size = style->size > 1 ? style->size : 1;
		par = shape_text(sh->a, sh->s, text, style);
	}
	return par;
}

static struct piece *add_piece(const struct shaping *sh, struct pieces *to, enum piece_kind kind,
		int npars)
{
	struct piece *p = vec_push(sh->a, to);

	p->kind = kind;
	p->npars = npars;
	p->pars = ARENA_ARRAY(sh->a, struct par *, npars);
	p->mark = -1;
	return p;
}

static const struct style *block_style(const struct layout *l, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_SUBHEAD:
		return &l->subheads[b->level - 2].style;
	case BLOCK_CODE:
		return &l->code_block;
	case BLOCK_BYLINE:
		return &l->byline_style;
	case BLOCK_NOTICE_TITLE:
		return &l->notice.title;
	default:
		return b->quoted ? &l->quote : &l->body;
	}
}

static void shape_table(const struct shaping *sh, struct pieces *to, const struct block *b)
{
	const struct table *t = b->table;
	struct piece *p = add_piece(sh, to, PIECE_BLOCK, t->nrows * t->ncols);

	p->block = b;
	for (int i = 0; i < p->npars; i++) {
		const struct style *style = !table_is_ruled(t) ? &sh->l->names.style
				: i < t->ncols * t->head       ? &sh->l->table.head_style
							       : &sh->l->table.style;
		p->pars[i] = shape_text(sh->a, sh->s, &t->cells[i], style);
	}
}

/* The caption, behind its number where the layout has one. */
static const struct text *caption_of(const struct shaping *sh, const struct illustration *f)
{
	const char *form = sh->l->picture.number_form;

	if (!f->caption.n || !form[0]) {
		return &f->caption;
	}
	const char *number = arena_print(sh->a, "%d", ++sh->g->ncaptions);
	const char *const pairs[] = { "number", number, NULL };
	return medley_labelled(sh->a, form_fill(sh->a, form, pairs), &f->caption);
}

static void shape_figures(const struct shaping *sh, struct pieces *to, const struct block *b)
{
	struct piece *p = add_piece(sh, to, PIECE_BLOCK, b->npictures);

	p->block = b;
	for (int i = 0; i < b->npictures; i++) {
		p->pars[i] = shape_text(sh->a, sh->s, caption_of(sh, &b->pictures[i]),
				&sh->l->picture.caption_style);
	}
}

/* A byline of its own joins the paragraph above it where the layout runs
   bylines in. */
static bool joins_above(const struct shaping *sh, const struct pieces *to, const struct block *b)
{
	const struct piece *above = to->n ? &to->at[to->n - 1] : NULL;

	return b->kind == BLOCK_BYLINE && sh->l->byline == BYLINE_RUN_IN && above &&
			above->kind == PIECE_BLOCK && above->block->kind == BLOCK_PARA &&
			!above->byline;
}

static void shape_block(const struct shaping *sh, struct pieces *to, const struct block *b)
{
	const struct style *style = block_style(sh->l, b);
	struct piece *p;

	if (b->kind == BLOCK_TABLE) {
		shape_table(sh, to, b);
		return;
	}
	if (b->kind == BLOCK_PICTURE) {
		shape_figures(sh, to, b);
		return;
	}
	if (joins_above(sh, to, b)) {
		to->at[to->n - 1].byline = shape_text(sh->a, sh->s, &b->text, style);
		return;
	}
	p = add_piece(sh, to, PIECE_BLOCK, 1);
	p->block = b;
	if (b->kind == BLOCK_SUBHEAD && b->label.n) {
		p->pars[0] = shape_text(sh->a, sh->s, medley_labelled(sh->a, b->label.s, &b->text),
				style);
		return;
	}
	p->pars[0] = shape_text(sh->a, sh->s, &b->text, style);
	if (b->label.n) {
		p->label = shape_text(sh->a, sh->s, &b->label, style);
	}
	if (b->byline.n) {
		p->byline = shape_text(sh->a, sh->s, &b->byline, &sh->l->byline_style);
	}
}

static int add_entry(const struct shaping *sh, const char *title, int level, struct par *row)
{
	*vec_push(sh->a, &sh->g->entries) =
			(struct entry){ .title = title, .level = level, .row = row };
	return sh->g->entries.n - 1;
}

static bool ends_in_mark(const struct buf *b)
{
	size_t at = b->n;

	while (at > 0 && ((unsigned char)b->s[--at] & 0xc0) == 0x80) {
	}
	return b->n && char_class(char_next(b->s, b->n, &at)) == CHAR_SIGN;
}

/* The title's lines as one, with a space between them where no mark divides
   them already. */
static const struct text *joined_title(const struct shaping *sh, const struct article *art)
{
	struct medley m = { .a = sh->a };

	for (int i = 0; i < art->ntitle; i++) {
		medley_words(&m, " ", i && !ends_in_mark(&m.b));
		medley_text(&m, &art->title[i]);
	}
	return medley_done(&m);
}

/* The section's title as the layout frames it: 【高层信息】. */
static const struct text *framed_title(const struct shaping *sh, const struct section *sec)
{
	const char *const pairs[] = { "title", sec->title.s, NULL };
	const char *all = form_fill(sh->a, sh->l->section_form, pairs);
	const char *title = strstr(all, sec->title.s);
	struct medley m = { .a = sh->a };

	if (!title) { /* a form without it */
		title = all + strlen(all);
		medley_words(&m, all, (size_t)(title - all));
		return medley_done(&m);
	}
	medley_words(&m, all, (size_t)(title - all));
	medley_text(&m, &sec->title);
	title += sec->title.n;
	medley_words(&m, title, strlen(title));
	return medley_done(&m);
}

/* The article's pieces are those from first on. */
static void shape_notes(const struct shaping *sh, struct pieces *to, int first,
		const struct article *art)
{
	const struct notes_layout *l = &sh->l->notes;
	struct article_notes *n = ARENA_NEW(sh->a, struct article_notes);
	struct piece *p;

	n->n = art->nnotes;
	n->at_end = art->notes_place == NOTES_END ||
			(art->notes_place == NOTES_LAYOUT && l->place == NOTES_AT_END);
	n->marks = ARENA_ARRAY(sh->a, struct par *, n->n);
	n->texts = ARENA_ARRAY(sh->a, struct par *, n->n);
	n->first = ARENA_ARRAY(sh->a, const struct run *, n->n);
	for (int i = 0; i < n->n; i++) {
		n->marks[i] = shape_text(sh->a, sh->s, &art->notes[i].mark, &l->style);
		n->texts[i] = shape_text(sh->a, sh->s, &art->notes[i].text, &l->style);
	}
	for (int i = first; i < to->n; i++) {
		notes_find(n, &to->at[i]);
	}
	p = add_piece(sh, to, PIECE_NOTES, 1);
	p->notes = n;
	p->pars[0] = shape_plain(sh, n->at_end ? l->heading : "", no_place, &l->heading_style);
}

static void shape_article(const struct shaping *sh, struct pieces *to, const struct article *art,
		int mark)
{
	int first = to->n;
	struct piece *title = add_piece(sh, to, PIECE_TITLE, art->ntitle);

	title->mark = mark;
	for (int i = 0; i < art->ntitle; i++) {
		/* what the author wrote as one of several lines stays one line */
		struct style style = sh->l->title;
		title->pars[i] = art->ntitle > 1
				? shape_to_fit(sh, &art->title[i], &style, sh->l->measure)
				: shape_text(sh->a, sh->s, &art->title[i], &style);
	}
	if (art->author.n) {
		struct piece *author = add_piece(sh, to, PIECE_AUTHOR, 1);
		author->pars[0] = shape_text(sh->a, sh->s, &art->author, &sh->l->author);
	}
	if (sh->l->picture.numbering == NUMBERING_ARTICLE) {
		sh->g->ncaptions = 0;
	}
	for (int i = 0; i < art->nblocks; i++) {
		shape_block(sh, to, &art->blocks[i]);
	}
	if (art->nnotes) {
		shape_notes(sh, to, first, art);
	}
}

/* For the contents list, or NULL where there is none. */
static struct par *shape_row(const struct shaping *sh, const struct text *title,
		const struct style *style)
{
	return sh->l->contents.show ? shape_text(sh->a, sh->s, title, style) : NULL;
}

static int article_entry(const struct shaping *sh, const struct article *art)
{
	const struct text *title = art->toc.n ? &art->toc : joined_title(sh, art);

	return add_entry(sh, title->s, 1, shape_row(sh, title, &sh->l->contents.article_style));
}

static void shape_section(const struct shaping *sh, const struct section *sec)
{
	const struct text *title = framed_title(sh, sec);
	struct piece *p = add_piece(sh, &sh->g->body, PIECE_SECTION, 1);

	p->pars[0] = shape_text(sh->a, sh->s, title, &sh->l->section);
	p->mark = add_entry(sh, title->s, 0, shape_row(sh, title, &sh->l->contents.section_style));
	for (int i = 0; i < sec->narticles; i++) {
		shape_article(sh, &sh->g->body, &sec->articles[i],
				article_entry(sh, &sec->articles[i]));
	}
}

static const struct text *number_text(struct arena *a, const struct issue *issue)
{
	const char *const pairs[] = { "number", arena_print(a, "%d", issue->number), "total",
		arena_print(a, "%d", issue->total), NULL };

	return text_of(a, form_fill(a, issue->layout->masthead.number_form, pairs), no_place);
}

static const struct text *date_text(struct arena *a, const struct issue *issue)
{
	const struct date *d = &issue->date;
	const char *const pairs[] = { "year", arena_print(a, "%d", d->year), "month",
		arena_print(a, "%d", d->month), "day", arena_print(a, "%d", d->day), NULL };

	return text_of(a, form_fill(a, issue->layout->masthead.date_form, pairs), no_place);
}

/* Each on one line, publisher and date on the same one: nothing may be lost
   or overlap, however long it is. */
static void shape_masthead(const struct shaping *sh)
{
	const struct masthead_layout *m = &sh->l->masthead;
	struct style number = m->number, date = m->imprint, publisher = m->imprint;
	sp room = sh->l->measure, inner = room - 2 * m->imprint_inset;
	struct galley *g = sh->g;

	g->masthead_style = m->title;
	g->masthead_title = shape_to_fit(sh, &sh->issue->title, &g->masthead_style, room);
	g->masthead_number = shape_to_fit(sh, number_text(sh->a, sh->issue), &number, room);
	g->date = shape_to_fit(sh, date_text(sh->a, sh->issue), &date, inner / 2);
	inner -= line_natural(g->date) + m->imprint.size;
	g->publisher = shape_to_fit(sh, &sh->issue->publisher, &publisher, inner);
}

static void shape_colophon(const struct shaping *sh)
{
	const struct issue *issue = sh->issue;
	struct galley *g = sh->g;
	int n = 0;

	for (int i = 0; i < issue->ncolophon; i++) {
		n += issue->colophon[i].nitems;
	}
	g->colophon = ARENA_ARRAY(sh->a, struct colophon_par, n);
	for (int i = 0; i < issue->ncolophon; i++) {
		for (int k = 0; k < issue->colophon[i].nitems; k++) {
			g->colophon[g->ncolophon++] = (struct colophon_par){
				shape_text(sh->a, sh->s, &issue->colophon[i].items[k],
						&sh->l->colophon.style),
				k == 0,
			};
		}
	}
}

static void shape_contents(const struct shaping *sh)
{
	const struct contents_layout *c = &sh->l->contents;

	sh->g->leader = shape_plain(sh, c->leader, no_place, &c->article_style);
	sh->g->contents_heading = shape_plain(sh, c->heading, no_place, &c->heading_style);
}

struct galley *page_shape(struct arena *a, struct shaper *s, const struct issue *issue)
{
	struct galley *g = ARENA_NEW(a, struct galley);
	struct shaping sh = { a, s, issue, issue->layout, g };

	g->issue = issue;
	shape_masthead(&sh);
	if (issue->lead) {
		int mark = add_entry(&sh, joined_title(&sh, issue->lead)->s, 0, NULL);
		shape_article(&sh, &g->lead, issue->lead, mark);
	}
	shape_contents(&sh);
	for (int i = 0; i < issue->nsections; i++) {
		shape_section(&sh, &issue->sections[i]);
	}
	shape_colophon(&sh);
	structure_make(a, g);
	return g;
}

void page_break(struct arena *a, struct galley *g, struct diags *d)
{
	struct breaker b = { a, g->issue->layout, d };

	slugs_of_flow(&b, &g->lead_slugs, &g->lead, 1);
	slugs_of_flow(&b, &g->body_slugs, &g->body, b.l->columns);
	slugs_of_colophon(&b, g);
	g->masthead = masthead_slug(&b, g);
}
