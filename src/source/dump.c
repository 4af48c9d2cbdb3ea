/* dump: the model as text, one thing a line, deeper ones indented; for tests
   and for finding out what was read. */

#include <stdio.h>

#include "base/buf.h"
#include "source/layout-imp.h"
#include "source/source.h"

static void dump_place(struct buf *out, struct span s)
{
	buf_print(out, " @%d:%d", s.line, s.col);
}

/* s[0, n) between quotation marks on one line. */
static void dump_string(struct buf *out, const char *s, size_t n)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n') {
			buf_text(out, "\\n");
		} else if (s[i] == '"' || s[i] == '\\') {
			buf_print(out, "\\%c", s[i]);
		} else {
			buf_byte(out, s[i]);
		}
	}
	buf_byte(out, '"');
}

static void dump_style(struct buf *out, const struct range *r)
{
	if (r->style & TEXT_STRONG) {
		buf_text(out, " strong");
	}
	if (r->style & TEXT_EMPHASIS) {
		buf_text(out, " emphasis");
	}
	if (r->style & TEXT_CODE) {
		buf_text(out, " code");
	}
	if (r->link) {
		buf_print(out, " link=%s", r->link);
	}
}

/* Text as a line a range; nothing where it is absent. */
static void dump_text(struct buf *out, int depth, const char *what, const struct text *t)
{
	if (!t->n) {
		return;
	}
	buf_print(out, "%*s%s\n", depth * 2, "", what);
	for (int i = 0; i < t->nranges; i++) {
		const struct range *r = &t->ranges[i];
		uint32_t end = i + 1 < t->nranges ? r[1].at : t->n;
		buf_print(out, "%*s", depth * 2 + 2, "");
		dump_string(out, t->s + r->at, end - r->at);
		dump_place(out, r->span);
		dump_style(out, r);
		buf_byte(out, '\n');
	}
}

static void dump_table(struct buf *out, int depth, const struct table *t)
{
	buf_print(out, "%*stable %d rows %d columns%s ", depth * 2, "", t->nrows, t->ncols,
			t->head ? " head" : "");
	for (int i = 0; i < t->ncols; i++) {
		buf_byte(out, "lcr"[t->aligns[i]]);
	}
	buf_byte(out, '\n');
	for (int i = 0; i < t->nrows * t->ncols; i++) {
		char what[48];
		snprintf(what, sizeof what, "cell %d,%d", i / t->ncols + 1, i % t->ncols + 1);
		dump_text(out, depth + 1, what, &t->cells[i]);
	}
}

static void dump_picture(struct buf *out, int depth, const struct picture *p)
{
	buf_print(out, "%*spicture %s %s %dx%d colours %d%s dpi %dx%d%s\n", depth * 2, "", p->path,
			p->coding == PICTURE_JPEG ? "jpeg" : "flate", p->wid, p->hgt, p->ncolours,
			p->inverted ? " inverted" : "", p->xdpi, p->ydpi, p->alpha ? " alpha" : "");
}

static void dump_block(struct buf *out, int depth, const struct block *b)
{
	static const char *const kinds[] = {
		[BLOCK_PARA] = "para",
		[BLOCK_SUBHEAD] = "subhead",
		[BLOCK_ITEM] = "item",
		[BLOCK_CODE] = "code",
		[BLOCK_TABLE] = "table",
		[BLOCK_PICTURE] = "picture",
		[BLOCK_BYLINE] = "byline",
		[BLOCK_RULE] = "rule",
	};

	buf_print(out, "%*s%s", depth * 2, "", kinds[b->kind]);
	dump_place(out, b->span);
	if (b->level) {
		buf_print(out, " level %d", b->level);
	}
	if (b->quoted) {
		buf_print(out, " quote %d", b->quoted);
	}
	buf_byte(out, '\n');
	dump_text(out, depth + 1, "label", &b->label);
	dump_text(out, depth + 1, "text", &b->text);
	dump_text(out, depth + 1, "byline", &b->byline);
	if (b->table) {
		dump_table(out, depth + 1, b->table);
	}
	if (b->picture) {
		dump_picture(out, depth + 1, b->picture);
	}
}

static void dump_article(struct buf *out, int depth, const char *what, const struct article *a)
{
	buf_print(out, "%*s%s %s", depth * 2, "", what, a->file);
	dump_place(out, a->span);
	buf_byte(out, '\n');
	for (int i = 0; i < a->ntitle; i++) {
		dump_text(out, depth + 1, "title", &a->title[i]);
	}
	dump_text(out, depth + 1, "toc", &a->toc);
	dump_text(out, depth + 1, "author", &a->author);
	for (int i = 0; i < a->nblocks; i++) {
		dump_block(out, depth + 1, &a->blocks[i]);
	}
}

static void dump_section(struct buf *out, const struct section *s)
{
	buf_text(out, "section\n");
	dump_text(out, 1, "title", &s->title);
	for (int i = 0; i < s->narticles; i++) {
		dump_article(out, 1, "article", &s->articles[i]);
	}
}

static void dump_colophon(struct buf *out, const struct colophon_row *row)
{
	buf_text(out, "colophon\n");
	for (int i = 0; i < row->nitems; i++) {
		dump_text(out, 1, "line", &row->items[i]);
	}
}

static void dump_sender(struct buf *out, const struct sender *sender)
{
	if (sender->name.n || sender->address.n || sender->postcode.n) {
		buf_text(out, "sender\n");
	}
	dump_text(out, 1, "name", &sender->name);
	dump_text(out, 1, "address", &sender->address);
	dump_text(out, 1, "postcode", &sender->postcode);
}

void issue_dump(struct buf *out, const struct issue *issue)
{
	buf_print(out, "issue %s\n", issue->folder);
	dump_text(out, 0, "title", &issue->title);
	dump_text(out, 0, "publisher", &issue->publisher);
	buf_print(out, "number %d\ntotal %d\ndate %04d-%02d-%02d\n", issue->number, issue->total,
			issue->date.year, issue->date.month, issue->date.day);
	if (issue->lead) {
		dump_article(out, 0, "lead", issue->lead);
	}
	for (int i = 0; i < issue->nsections; i++) {
		dump_section(out, &issue->sections[i]);
	}
	for (int i = 0; i < issue->ncolophon; i++) {
		dump_colophon(out, &issue->colophon[i]);
	}
	dump_sender(out, &issue->sender);
	if (issue->layout) {
		buf_print(out, "layout %s\n", issue->layout->name);
		schema_dump(out, layout_keys, issue->layout, "  ");
	}
}
