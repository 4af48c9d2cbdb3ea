#include "page/page-imp.h"

#include "base/arena.h"

/* Paragraphs → slugs, one a line. */

sp baseline_in(sp height, sp size)
{
	return (height - size) / 2 + em_above(size);
}

static void put_link(struct arena *a, struct items *to, const struct frag *f, sp x, sp y,
		enum tag tag)
{
	*vec_push(a, to) = (struct item){
		.kind = ITEM_LINK,
		.tag = tag,
		.node = f->par->node,
		.x = x + f->left,
		.y = y - em_above(f->run->size),
		.wid = f->right - f->left,
		.hgt = f->run->size,
		.u.link = { f->run->link, -1 },
	};
}

void put_line(struct arena *a, struct items *to, const struct line *line, sp x, sp y, enum tag tag)
{
	for (int i = 0; i < line->nfrags; i++) {
		const struct frag *f = &line->frags[i];
		*vec_push(a, to) = (struct item){
			.kind = ITEM_GLYPHS,
			.tag = tag,
			.node = f->par->node,
			.x = x,
			.y = y,
			.u.frag = f,
			.line = line,
			.span = line->span,
		};
		if (f->run->link) {
			put_link(a, to, f, x, y, tag);
		}
	}
	/* behind the line, so that readings do not stand between what they are of */
	for (int i = 0; i < line->nfrags; i++) {
		put_ruby(a, to, line, i, x, y);
	}
	put_below(a, to, line, x, y);
}

void put_rule(struct arena *a, struct items *to, sp x, sp y, sp wid, sp hgt, uint32_t colour)
{
	*vec_push(a, to) = (struct item){
		.kind = ITEM_RULE,
		.tag = TAG_ARTIFACT,
		.x = x,
		.y = y,
		.wid = wid,
		.hgt = hgt,
		.u.colour = colour,
	};
}

struct slug *add_slug(const struct breaker *b, struct slugs *to, sp height, struct items *items)
{
	struct slug *slug = vec_push(b->a, to);

	*slug = (struct slug){ .height = height,
		.items = items->at,
		.nitems = items->n,
		.mark = -1 };
	*items = (struct items){ 0 };
	return slug;
}

struct lines break_par(const struct breaker *b, const struct par *par, const struct box *box)
{
	struct lines lines = { 0 };

	lines.at = line_break(b->a, par, box, &b->l->breaks, b->l->body.size, b->d, &lines.n);
	return lines;
}

/* Where the baseline stands in a line of height: on a grid, type of any size shares
   the body's. */
static sp line_baseline(const struct layout *l, sp height, sp size)
{
	bool grid = l->pages.grid && height == layout_line(l);

	return baseline_in(height, grid ? l->body.size : size);
}

static struct slug *add_line(const struct breaker *b, struct slugs *to, const struct line *line,
		sp x, sp height, sp size, enum tag tag)
{
	struct items items = { 0 };

	put_line(b->a, &items, line, x, line_baseline(b->l, height, size), tag);
	return add_slug(b, to, height, &items);
}

/* Lines of a title, with the extra space halved above and below them. */
static void slugs_of_title(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	struct box box = { .measure = l->measure, .how = SET_CENTRE };
	sp height = layout_lines(l, l->title_line_height);
	sp extra = layout_lines(l, l->title_extra);
	int first = to->n;
	const struct title *title;
	struct lines lines = title_lines(b, p, &box, &title);

	for (int i = 0; i < lines.n; i++) {
		struct items items = { 0 };
		sp above = i ? 0 : extra / 2;
		put_line(b->a, &items, &lines.at[i], 0, above + baseline_in(height, l->title.size),
				TAG_ARTICLE);
		add_slug(b, to, above + height, &items)->keep = true;
	}
	if (to->n > first) {
		to->at[first].title = title;
		to->at[to->n - 1].height += extra - extra / 2;
		to->at[to->n - 1].keep = l->title_keep;
	}
}

static void slugs_of_section(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	struct box box = { .measure = l->measure,
		.how = l->section_align == LAYOUT_CENTRE ? SET_CENTRE : SET_LEFT };
	struct lines lines = break_par(b, p->pars[0], &box);

	for (int i = 0; i < lines.n; i++) {
		add_line(b, to, &lines.at[i], 0, layout_lines(l, l->section_height),
				l->section.size, TAG_SECTION)
				->keep = i + 1 < lines.n || l->section_keep;
	}
}

static void slugs_of_author(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	struct box box = { .measure = l->measure, .how = SET_CENTRE };
	struct lines lines = break_par(b, p->pars[0], &box);

	for (int i = 0; i < lines.n; i++) {
		add_line(b, to, &lines.at[i], 0, layout_lines(l, l->author_height), l->author.size,
				TAG_BYLINE)
				->keep = l->title_keep;
	}
}

static void slugs_of_subhead(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	const struct subhead_layout *h = &l->subheads[p->block->level - 2];
	struct box box = { .measure = l->measure, .first = h->indent, .how = SET_JUSTIFIED };
	struct lines lines = break_par(b, p->pars[0], &box);

	for (int i = 0; i < lines.n; i++) {
		add_line(b, to, &lines.at[i], 0, layout_lines(l, h->height), h->style.size,
				TAG_SUBHEAD)
				->keep = i + 1 < lines.n || h->keep_with_next;
	}
}

static void add_bylines(const struct breaker *b, struct slugs *to, const struct par *par)
{
	const struct layout *l = b->l;
	struct box box = { .measure = l->measure, .how = SET_RIGHT };
	struct lines lines = break_par(b, par, &box);

	for (int i = 0; i < lines.n; i++) {
		add_line(b, to, &lines.at[i], 0, layout_line(l), l->byline_style.size, TAG_BYLINE);
	}
}

/* RULES: a byline shares the paragraph's last line where both together are
   short enough, flush right; else it has the next line to itself. */
static bool runs_in(const struct breaker *b, const struct line *last, const struct par *byline)
{
	const struct layout *l = b->l;
	int64_t both = (int64_t)last->indent + last->wid + line_natural(byline);

	return l->byline != BYLINE_OWN_LINE && both <= l->byline_run_in && both <= l->measure;
}

static void add_byline(const struct breaker *b, struct slugs *to, const struct line *last,
		const struct par *byline)
{
	const struct layout *l = b->l;
	struct box box = { .measure = l->measure, .how = SET_RIGHT };
	struct items items = { 0 };
	struct slug *slug;
	struct lines lines;

	if (!last || !runs_in(b, last, byline)) {
		add_bylines(b, to, byline);
		return;
	}
	slug = &to->at[to->n - 1];
	lines = break_par(b, byline, &box);
	put_line(b->a, &items, last, 0, baseline_in(slug->height, l->body.size), TAG_PARA);
	put_line(b->a, &items, &lines.at[0], 0,
			line_baseline(l, slug->height, l->byline_style.size), TAG_BYLINE);
	slug->items = items.at;
	slug->nitems = items.n;
}

void keep_byline(const struct layout *l, struct slugs *to, int first)
{
	if (first > 0 && to->at[first - 1].last && l->pages.least_lines > 1) {
		to->at[first - 1].keep = true;
	}
	for (int i = first; i < to->n; i++) {
		to->at[i].line = true;
	}
}

/* Slugs from first on are the lines of one paragraph. */
static void mark_lines(struct slugs *to, int first)
{
	for (int i = first; i < to->n; i++) {
		to->at[i].line = true;
		to->at[i].first = i == first;
		to->at[i].last = i + 1 == to->n;
	}
}

static sp quote_shift(const struct layout *l, const struct block *block)
{
	int64_t shift = (int64_t)l->quote_indent * block->quoted;
	sp most = l->measure - l->least_measure;

	return shift < most ? (sp)shift : most > 0 ? most : 0;
}

static void slugs_of_para(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	sp shift = quote_shift(l, p->block);
	sp size = p->block->quoted ? l->quote.size : l->body.size;
	struct box box = { .measure = l->measure,
		.first = shift + l->indent,
		.rest = shift,
		.how = SET_JUSTIFIED,
		.tight = p->block->tight };
	struct lines lines = break_par(b, p->pars[0], &box);
	int first = to->n;

	for (int i = 0; i < lines.n; i++) {
		add_line(b, to, &lines.at[i], 0, layout_line(l), size, TAG_PARA);
	}
	mark_lines(to, first);
	if (p->byline) {
		first = to->n;
		add_byline(b, to, lines.n ? &lines.at[lines.n - 1] : NULL, p->byline);
		keep_byline(l, to, first);
	}
}

static sp item_shift(const struct layout *l, const struct block *block)
{
	int64_t shift = (int64_t)l->item_indent + (int64_t)l->item_hang * (block->level - 1) +
			quote_shift(l, block);
	sp most = l->measure - l->item_hang - l->least_measure;

	return shift < most ? (sp)shift : most > 0 ? most : 0;
}

static sp label_width(const struct layout *l, const struct par *label)
{
	sp wid = label ? line_natural(label) : 0;

	return wid < l->measure ? wid : l->measure;
}

static void slugs_of_item(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	sp shift = item_shift(l, p->block), label = label_width(l, p->label);
	sp size = p->block->quoted ? l->quote.size : l->body.size;
	sp hang = shift + l->item_hang;
	/* a label wider than the hang pushes its own line */
	struct box box = { .measure = l->measure,
		.first = label > l->item_hang ? shift + label + l->label_gap : hang,
		.rest = hang,
		.how = SET_JUSTIFIED };
	struct box label_box = { .measure = l->measure, .first = shift, .how = SET_LEFT };
	struct lines lines = break_par(b, p->pars[0], &box);
	struct lines labels = p->label ? break_par(b, p->label, &label_box) : (struct lines){ 0 };
	int start = to->n;

	/* the number of an empty item is printed all the same */
	for (int i = 0; i < lines.n || (i == 0 && labels.n); i++) {
		struct items items = { 0 };
		sp y = line_baseline(l, layout_line(l), size);
		if (i == 0 && labels.n) {
			put_line(b->a, &items, &labels.at[0], 0, y, TAG_ITEM);
		}
		if (i < lines.n) {
			put_line(b->a, &items, &lines.at[i], 0, y, TAG_ITEM);
		}
		add_slug(b, to, layout_line(l), &items);
	}
	mark_lines(to, start);
}

static void slugs_of_code(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	const struct layout *l = b->l;
	sp shift = l->code_indent + quote_shift(l, p->block);
	struct box box = { .measure = l->measure, .first = shift, .rest = shift, .how = SET_LEFT };
	struct lines lines = break_par(b, p->pars[0], &box);
	int first = to->n;

	for (int i = 0; i < lines.n; i++) {
		add_line(b, to, &lines.at[i], 0, layout_line(l), l->code_block.size, TAG_CODE);
	}
	mark_lines(to, first);
}

static void slugs_of_rule(const struct breaker *b, struct slugs *to)
{
	const struct layout *l = b->l;
	sp height = layout_lines(l, l->rule_height), wid = sp_scale(l->measure, l->rule_share);
	struct items items = { 0 };

	put_rule(b->a, &items, (l->measure - wid) / 2, (height - l->rule_width) / 2, wid,
			l->rule_width, l->body.colour);
	add_slug(b, to, height, &items);
}

static void slugs_of_block(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	switch (p->block->kind) {
	case BLOCK_PARA:
		slugs_of_para(b, to, p);
		break;
	case BLOCK_NOTICE_TITLE:
		slugs_of_notice_title(b, to, p);
		break;
	case BLOCK_SUBHEAD:
		slugs_of_subhead(b, to, p);
		break;
	case BLOCK_ITEM:
		slugs_of_item(b, to, p);
		break;
	case BLOCK_CODE:
		slugs_of_code(b, to, p);
		break;
	case BLOCK_TABLE:
		if (table_is_ruled(p->block->table)) {
			slugs_of_table(b, to, p);
		} else {
			slugs_of_names(b, to, p);
		}
		break;
	case BLOCK_PICTURE:
		slugs_of_picture(b, to, p);
		break;
	case BLOCK_BYLINE:
		add_bylines(b, to, p->pars[0]);
		break;
	case BLOCK_RULE:
		slugs_of_rule(b, to);
		break;
	}
}

void slugs_of_piece(const struct breaker *b, struct slugs *to, const struct piece *p)
{
	int first = to->n;

	switch (p->kind) {
	case PIECE_SECTION:
		slugs_of_section(b, to, p);
		break;
	case PIECE_TITLE:
		slugs_of_title(b, to, p);
		break;
	case PIECE_AUTHOR:
		slugs_of_author(b, to, p);
		break;
	case PIECE_BLOCK:
		slugs_of_block(b, to, p);
		break;
	case PIECE_NOTES:
		slugs_of_notes(b, to, p);
		break;
	}
	notes_hang(b, to, first, p);
	if (p->mark >= 0 && to->n > first) {
		to->at[first].mark = p->mark;
	}
}
