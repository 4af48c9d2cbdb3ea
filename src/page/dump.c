#include "page/page-imp.h"

#include "base/buf.h"

/* Stable text of what the steps before and of page have made. */

static const char *const tags[] = {
	[TAG_ARTIFACT] = "artifact",
	[TAG_TITLE] = "title",
	[TAG_IMPRINT] = "imprint",
	[TAG_TOC_ROW] = "toc-row",
	[TAG_SECTION] = "section",
	[TAG_ARTICLE] = "article",
	[TAG_SUBHEAD] = "subhead",
	[TAG_PARA] = "para",
	[TAG_ITEM] = "item",
	[TAG_CODE] = "code",
	[TAG_TABLE] = "table",
	[TAG_CAPTION] = "caption",
	[TAG_FIGURE] = "figure",
	[TAG_BYLINE] = "byline",
	[TAG_NOTE] = "note",
	[TAG_RUBY] = "ruby",
};

static void dump_named_par(struct buf *out, const char *name, const struct par *p)
{
	if (p && p->ncells) {
		buf_print(out, "%s\n", name);
		par_dump(out, p);
	}
}

static void dump_pieces(struct buf *out, const char *flow, const struct pieces *pieces)
{
	for (int i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->at[i];
		for (int k = 0; k < p->npars; k++) {
			dump_named_par(out, flow, p->pars[k]);
		}
		dump_named_par(out, "label", p->label);
		dump_named_par(out, "byline", p->byline);
		for (int k = 0; p->kind == PIECE_NOTES && k < p->notes->n; k++) {
			dump_named_par(out, "mark", p->notes->marks[k]);
			dump_named_par(out, "note", p->notes->texts[k]);
		}
	}
}

void galley_dump_pars(struct buf *out, const struct galley *g)
{
	dump_named_par(out, "masthead", g->masthead_title);
	dump_named_par(out, "masthead", g->masthead_number);
	dump_named_par(out, "masthead", g->publisher);
	dump_named_par(out, "masthead", g->date);
	dump_pieces(out, "lead", &g->lead);
	dump_pieces(out, "body", &g->body);
	for (int i = 0; i < g->ncolophon; i++) {
		dump_named_par(out, "colophon", g->colophon[i].par);
	}
}

static void dump_length(struct buf *out, sp v)
{
	char s[16];

	ratio_write(v, s);
	buf_print(out, " %s", s);
}

static void dump_glyphs(struct buf *out, const struct frag *f)
{
	dump_length(out, f->run->size);
	buf_print(out, " %s %s%s #%06x ", face_family(f->run->font.face),
			face_style(f->run->font.face), f->run->font.embolden ? " emboldened" : "",
			(unsigned)f->run->colour);
	for (int i = 0; i < f->nglyphs; i++) {
		const struct glyph *g = &f->glyphs[i];
		buf_add(out, f->par->text->s + g->at, g->len);
	}
}

static void dump_path(struct buf *out, const struct path *p)
{
	buf_print(out, " %s%s #%06x", p->curved ? "curve" : "line", p->closed ? " closed" : "",
			(unsigned)p->colour);
	if (p->filled) {
		buf_text(out, " filled");
	} else {
		dump_length(out, p->width);
	}
	for (int i = 0; i < p->n; i++) {
		dump_length(out, p->at[i].x);
		dump_length(out, p->at[i].y);
	}
}

static void dump_item(struct buf *out, const struct item *i)
{
	buf_print(out, "  %s", tags[i->tag]);
	dump_length(out, i->x);
	dump_length(out, i->y);
	if (i->kind == ITEM_RULE || i->kind == ITEM_PICTURE || i->kind == ITEM_LINK) {
		dump_length(out, i->wid);
		dump_length(out, i->hgt);
	}
	switch (i->kind) {
	case ITEM_GLYPHS:
		dump_length(out, i->u.frag->left);
		dump_length(out, i->u.frag->right);
		dump_glyphs(out, i->u.frag);
		break;
	case ITEM_RULE:
		buf_print(out, " rule #%06x", (unsigned)i->u.colour);
		break;
	case ITEM_PICTURE:
		buf_print(out, " picture %s", i->u.picture->path);
		break;
	case ITEM_LINK:
		if (i->u.link.uri) {
			buf_print(out, " link %s", i->u.link.uri);
		} else {
			buf_print(out, " link to mark %d", i->u.link.mark);
		}
		break;
	case ITEM_PATH:
		dump_path(out, i->u.path);
		break;
	case ITEM_PAGE:
		buf_print(out, " page %s at scale",
				i->u.placed.page->label ? i->u.placed.page->label : "-");
		dump_length(out, i->u.placed.scale);
		break;
	}
	buf_byte(out, '\n');
}

/* The ways to break a title and what each costs, the one taken first. */
static void dump_title(struct buf *out, const struct title *t)
{
	const struct par *par = t->par;

	for (int i = 0; i < t->nways; i++) {
		const struct title_way *way = &t->ways[i];
		buf_print(out, "title %d", way->cost);
		for (int k = 0, from = 0; k < way->nlines; from = way->ends[k++]) {
			uint32_t at = par->cells[from].at;
			uint32_t end = way->ends[k] < par->ncells ? par->cells[way->ends[k]].at
								  : par->text->n;
			buf_print(out, " | %.*s", (int)(end - at), par->text->s + at);
		}
		buf_byte(out, '\n');
	}
}

static void dump_slugs(struct buf *out, const char *flow, const struct slugs *s)
{
	for (int i = 0; i < s->n; i++) {
		const struct slug *slug = &s->at[i];
		if (slug->title) {
			dump_title(out, slug->title);
		}
		buf_print(out, "%s", flow);
		dump_length(out, slug->height);
		buf_print(out, "%s%s\n", slug->keep ? " keep" : "", slug->head ? " headed" : "");
		for (int k = 0; k < slug->nitems; k++) {
			dump_item(out, &slug->items[k]);
		}
	}
}

void galley_dump_lines(struct buf *out, const struct galley *g)
{
	dump_slugs(out, "lead", &g->lead_slugs);
	dump_slugs(out, "body", &g->body_slugs);
	dump_slugs(out, "colophon", &g->colophon_slugs);
}

void book_dump(struct buf *out, const struct book *b)
{
	buf_print(out, "book %s\n", b->title);
	for (int i = 0; i < b->npages; i++) {
		const struct page *p = &b->pages[i];
		buf_print(out, "page %d %s\n", i + 1, p->label ? p->label : "-");
		for (int k = 0; k < p->nitems; k++) {
			dump_item(out, &p->items[k]);
		}
	}
	for (int i = 0; i < b->nmarks; i++) {
		const struct mark *m = &b->marks[i];
		buf_print(out, "mark %d %d page %d", i, m->level, m->page + 1);
		dump_length(out, m->y);
		buf_print(out, " %s\n", m->title);
	}
}
