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

/* What stands above and below the range. */
static void dump_marks(struct buf *out, const struct range *r)
{
	static const char *const names[] = { "dots", "underline", "name", "wavy" };

	for (int i = 0; i < 4; i++) {
		if (r->style & ((unsigned)TEXT_DOTS << i)) {
			buf_print(out, " %s", names[i]);
		}
	}
	if (r->style & TEXT_APART) {
		buf_text(out, " apart");
	}
	if (r->note) {
		buf_print(out, " note=%d", r->note);
	}
	if (r->ruby) {
		buf_text(out, " ruby ");
		dump_string(out, r->ruby->s, r->ruby->n);
		dump_place(out, r->ruby->ranges[0].span);
	}
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
	dump_marks(out, r);
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

/* Cells that others are joined to say so, also where they are empty. */
static void dump_cell(struct buf *out, int depth, const struct table *t, int i)
{
	struct joined joined = t->joined ? t->joined[i] : (struct joined){ 1, 1 };
	char what[80];
	int n = snprintf(what, sizeof what, "cell %d,%d", i / t->ncols + 1, i % t->ncols + 1);

	if (joined.rows * joined.cols > 1) {
		snprintf(what + n, sizeof what - (size_t)n, " rows %d columns %d", joined.rows,
				joined.cols);
		if (!t->cells[i].n) {
			buf_print(out, "%*s%s\n", depth * 2, "", what);
		}
	}
	dump_text(out, depth, what, &t->cells[i]);
}

static void dump_table(struct buf *out, int depth, const struct table *t)
{
	buf_print(out, "%*stable %d rows %d columns", depth * 2, "", t->nrows, t->ncols);
	if (t->head) {
		buf_print(out, t->head > 1 ? " head %d" : " head", t->head);
	}
	buf_byte(out, ' ');
	for (int i = 0; i < t->ncols; i++) {
		buf_byte(out, "lcr"[t->aligns[i]]);
	}
	buf_byte(out, '\n');
	for (int i = 0; i < t->nrows * t->ncols; i++) {
		dump_cell(out, depth + 1, t, i);
	}
}

static void dump_picture(struct buf *out, int depth, const struct picture *p)
{
	buf_print(out, "%*spicture %s %s %dx%d colours %d%s dpi %dx%d%s", depth * 2, "", p->path,
			p->coding == PICTURE_JPEG ? "jpeg" : "flate", p->wid, p->hgt, p->ncolours,
			p->inverted ? " inverted" : "", p->xdpi, p->ydpi, p->alpha ? " alpha" : "");
	if (p->orientation > 1) {
		buf_print(out, " orientation %d", p->orientation);
	}
	buf_byte(out, '\n');
}

static void dump_illustration(struct buf *out, int depth, const struct illustration *f)
{
	dump_text(out, depth, "text", &f->caption);
	dump_picture(out, depth, f->picture);
	if (f->alt) {
		buf_print(out, "%*salt ", depth * 2 + 2, "");
		dump_string(out, f->alt, strlen(f->alt));
		buf_byte(out, '\n');
	}
	if (f->wid) {
		buf_print(out, "%*swidth %.3f pt\n", depth * 2 + 2, "", (double)f->wid / UNIT_ONE);
	}
	if (f->share) {
		buf_print(out, "%*swidth %.3f of the measure\n", depth * 2 + 2, "",
				(double)f->share / UNIT_ONE);
	}
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
		[BLOCK_NOTICE_TITLE] = "notice-title",
	};

	buf_print(out, "%*s%s", depth * 2, "", kinds[b->kind]);
	dump_place(out, b->span);
	if (b->level) {
		buf_print(out, " level %d", b->level);
	}
	if (b->quoted) {
		buf_print(out, " quote %d", b->quoted);
	}
	if (b->stand) {
		buf_text(out, b->stand == STAND_TOP ? " top" : " foot");
	}
	if (b->notice) {
		buf_print(out, " in the box of line %d", b->notice->span.line);
	}
	if (b->tight) {
		buf_text(out, " tight");
	}
	buf_byte(out, '\n');
	dump_text(out, depth + 1, "label", &b->label);
	dump_text(out, depth + 1, "text", &b->text);
	dump_text(out, depth + 1, "byline", &b->byline);
	if (b->table) {
		dump_table(out, depth + 1, b->table);
	}
	for (int i = 0; i < b->npictures; i++) {
		dump_illustration(out, depth + 1, &b->pictures[i]);
	}
}

static void dump_notes(struct buf *out, int depth, const struct article *a)
{
	static const char *const places[] = { "", " foot", " end" };

	if (a->nnotes) {
		buf_print(out, "%*snotes%s\n", depth * 2, "", places[a->notes_place]);
	}
	for (int i = 0; i < a->nnotes; i++) {
		dump_text(out, depth + 1, "mark", &a->notes[i].mark);
		dump_text(out, depth + 1, "text", &a->notes[i].text);
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
	dump_notes(out, depth + 1, a);
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
