#include "page/page-imp.h"

/* The tree of the document's parts, from the pieces in the manuscripts' order:
   what each paragraph is to a program that reads the pages out. */

#define LEVELS 6 /* of headings in PDF */

struct open_list {
	int level; /* of its items */
	int list, body;
};

/* Where the next part goes: document, section, article, notice, quotations, lists,
   each in the one before. */
struct building {
	struct arena *a;
	struct galley *g;
	int section, article;
	int title;         /* level of the article's heading */
	int heads[LEVELS]; /* levels of the subheads that the next part stands under, as */
	int nheads;        /* written, outermost first */
	int box;           /* the notice at hand */
	const struct notice *notice;
	VEC(int) quotes;
	VEC(struct open_list) lists;
};

static int add_node(struct building *b, enum node_kind kind, int parent)
{
	*vec_push(b->a, &b->g->nodes) = (struct node){ .kind = kind, .parent = parent };
	return b->g->nodes.n - 1;
}

static struct node *node_at(const struct building *b, int i)
{
	return &b->g->nodes.at[i];
}

/* par, which may be NULL, is a part of its own in parent. */
static void add_par(struct building *b, struct par *par, enum node_kind kind, int parent)
{
	if (par && par->ncells) {
		par->node = add_node(b, kind, parent);
	}
}

static void add_heading(struct building *b, const struct piece *p, int level, int parent)
{
	int node = add_node(b, NODE_HEADING, parent);

	node_at(b, node)->level = level < LEVELS ? level : LEVELS;
	for (int i = 0; i < p->npars; i++) {
		p->pars[i]->node = node;
	}
	if (p->label) {
		p->label->node = node;
	}
}

static void close_blocks(struct building *b)
{
	b->notice = NULL;
	b->quotes.n = b->lists.n = 0;
}

static void begin_section(struct building *b, const struct piece *p)
{
	close_blocks(b);
	b->section = b->article = add_node(b, NODE_SECT, 0);
	add_heading(b, p, 1, b->section);
}

static void begin_article(struct building *b, const struct piece *p)
{
	close_blocks(b);
	b->article = add_node(b, NODE_SECT, b->section);
	b->title = b->section ? 2 : 1;
	b->nheads = 0;
	add_heading(b, p, b->title, b->article);
}

/* Headings nest as their levels do, but none is skipped (ISO 14289-1, 7.4.2). */
static int subhead_level(struct building *b, int level)
{
	while (b->nheads && b->heads[b->nheads - 1] >= level) {
		b->nheads--;
	}
	b->heads[b->nheads++] = level;
	return b->title + b->nheads;
}

/* The innermost of what the block stands in, lists left out. */
static int enclosing(struct building *b, const struct block *block)
{
	int quoted = block->quoted, parent;

	if (block->notice != b->notice) {
		close_blocks(b);
		b->notice = block->notice;
		b->box = b->notice ? add_node(b, NODE_DIV, b->article) : 0;
	}
	if (b->quotes.n != quoted || block->kind != BLOCK_ITEM) {
		b->lists.n = 0;
	}
	b->quotes.n = b->quotes.n < quoted ? b->quotes.n : quoted;
	parent = b->quotes.n ? b->quotes.at[b->quotes.n - 1] : b->notice ? b->box : b->article;
	while (b->quotes.n < quoted) {
		parent = add_node(b, NODE_BLOCK_QUOTE, parent);
		*vec_push(b->a, &b->quotes) = parent;
	}
	return parent;
}

/* The list that an item of that level belongs to. */
static struct open_list *find_list(struct building *b, int level, int parent)
{
	struct open_list *top;
	int inner;

	while (b->lists.n && b->lists.at[b->lists.n - 1].level > level) {
		b->lists.n--;
	}
	top = b->lists.n ? &b->lists.at[b->lists.n - 1] : NULL;
	if (top && top->level == level) {
		return top;
	}
	inner = add_node(b, NODE_LIST, top ? top->body : parent);
	top = vec_push(b->a, &b->lists);
	*top = (struct open_list){ .level = level, .list = inner };
	return top;
}

/* A label that is more than a bullet. */
static bool counts(const struct block *block)
{
	for (uint32_t i = 0; i < block->label.n; i++) {
		if (block->label.s[i] >= '0' && block->label.s[i] <= '9') {
			return true;
		}
	}
	return false;
}

static void add_item(struct building *b, const struct piece *p, int parent)
{
	struct open_list *l = find_list(b, p->block->level, parent);

	if (p->label || !l->body) {
		int item = add_node(b, NODE_ITEM, l->list);
		node_at(b, l->list)->numbered |= counts(p->block);
		add_par(b, p->label, NODE_LABEL, item);
		p->pars[0]->node = l->body = add_node(b, NODE_ITEM_BODY, item);
	} else {
		add_par(b, p->pars[0], NODE_P, l->body);
	}
}

static void add_table(struct building *b, const struct piece *p, int parent)
{
	const struct table *t = p->block->table;
	int table = add_node(b, NODE_TABLE, parent);

	for (int row = 0; row < t->nrows; row++) {
		int tr = add_node(b, NODE_ROW, table);
		for (int col = 0; col < t->ncols; col++) {
			int i = row * t->ncols + col;
			const struct joined *j = t->joined ? &t->joined[i] : NULL;
			if (j && !j->rows) {
				continue; /* part of another cell */
			}
			p->pars[i]->node =
					add_node(b, row < t->head ? NODE_HEAD_CELL : NODE_CELL, tr);
			node_at(b, p->pars[i]->node)->rows = j ? j->rows : 1;
			node_at(b, p->pars[i]->node)->cols = j ? j->cols : 1;
		}
	}
}

/* What it shows: in the author's words, or its caption; where there is neither,
   which was warned of, its file's name is more than nothing. */
static const char *alt_of(const struct illustration *f)
{
	return f->alt ? f->alt : f->caption.n ? f->caption.s : f->picture->path;
}

static void add_figures(struct building *b, struct piece *p, int parent)
{
	p->figures = ARENA_ARRAY(b->a, int, p->npars);
	for (int i = 0; i < p->npars; i++) {
		p->figures[i] = add_node(b, NODE_FIGURE, parent);
		node_at(b, p->figures[i])->alt = alt_of(&p->block->pictures[i]);
		add_par(b, p->pars[i], NODE_CAPTION, p->figures[i]);
	}
}

static void add_block(struct building *b, struct piece *p)
{
	int parent = enclosing(b, p->block);

	switch (p->block->kind) {
	case BLOCK_SUBHEAD:
		add_heading(b, p, subhead_level(b, p->block->level), parent);
		break;
	case BLOCK_ITEM:
		add_item(b, p, parent);
		break;
	case BLOCK_CODE:
		add_par(b, p->pars[0], NODE_CODE, add_node(b, NODE_P, parent));
		break;
	case BLOCK_TABLE:
		add_table(b, p, parent);
		break;
	case BLOCK_PICTURE:
		add_figures(b, p, parent);
		break;
	case BLOCK_RULE:
		break;
	case BLOCK_PARA:
	case BLOCK_BYLINE:
	case BLOCK_NOTICE_TITLE:
		add_par(b, p->pars[0], NODE_P, parent);
		break;
	}
	add_par(b, p->byline, NODE_P, parent);
}

/* Wherever they stand on pages, they are read at the article's end. */
static void add_notes(struct building *b, const struct piece *p)
{
	close_blocks(b);
	if (p->pars[0]->ncells) {
		b->nheads = 0;
		add_heading(b, p, b->title + 1, b->article);
	}
	for (int i = 0; i < p->notes->n; i++) {
		int note = add_node(b, NODE_NOTE, b->article);
		add_par(b, p->notes->marks[i], NODE_LABEL, note);
		add_par(b, p->notes->texts[i], NODE_P, note);
	}
}

static void add_pieces(struct building *b, struct pieces *pieces)
{
	for (int i = 0; i < pieces->n; i++) {
		struct piece *p = &pieces->at[i];
		switch (p->kind) {
		case PIECE_SECTION:
			begin_section(b, p);
			break;
		case PIECE_TITLE:
			begin_article(b, p);
			break;
		case PIECE_AUTHOR:
			add_par(b, p->pars[0], NODE_P, b->article);
			break;
		case PIECE_BLOCK:
			add_block(b, p);
			break;
		case PIECE_NOTES:
			add_notes(b, p);
			break;
		}
	}
}

static void add_masthead(struct building *b)
{
	struct galley *g = b->g;

	g->correction = add_node(b, NODE_P, 0);
	add_par(b, g->masthead_title, NODE_P, 0);
	add_par(b, g->masthead_number, NODE_P, 0);
	add_par(b, g->publisher, NODE_P, 0);
	add_par(b, g->date, NODE_P, 0);
}

/* A list for the sections, and in it one for the articles of each. */
static void add_contents(struct building *b)
{
	struct galley *g = b->g;
	int part = add_node(b, NODE_SECT, 0), all, inner;

	add_par(b, g->contents_heading, NODE_HEADING, part);
	node_at(b, g->contents_heading->node)->level = 1;
	all = inner = add_node(b, NODE_TOC, part);
	for (int i = 0; i < g->entries.n; i++) {
		struct entry *e = &g->entries.at[i];
		int row;
		if (!e->row) {
			continue;
		}
		if (e->level && inner == all) {
			inner = add_node(b, NODE_TOC, all);
		}
		inner = e->level ? inner : all;
		row = add_node(b, NODE_REFERENCE, add_node(b, NODE_TOCI, inner));
		e->node = e->row->node = add_node(b, NODE_LINK, row);
	}
}

void structure_make(struct arena *a, struct galley *g)
{
	struct building b = { .a = a, .g = g };
	int colophon;

	add_node(&b, NODE_DOCUMENT, 0);
	add_masthead(&b);
	add_pieces(&b, &g->lead);
	add_contents(&b);
	add_pieces(&b, &g->body);
	colophon = add_node(&b, NODE_SECT, 0);
	for (int i = 0; i < g->ncolophon; i++) {
		add_par(&b, g->colophon[i].par, NODE_P, colophon);
	}
}
