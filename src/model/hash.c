#include "base/hash.h"

#include <string.h>

#include "base/buf.h"
#include "model/issue.h"

/* What is read, and nothing of where it stands in its file: a paragraph that
   moved down by a line is the same. Numbers are written out and strings begin
   with their length, so that no two contents give the same bytes. */

static void add_number(struct buf *b, long v)
{
	buf_print(b, "%ld ", v);
}

static void add_bytes(struct buf *b, const void *s, size_t n)
{
	add_number(b, (long)n);
	buf_add(b, s, n);
}

static void add_string(struct buf *b, const char *s)
{
	add_bytes(b, s, s ? strlen(s) : 0);
}

/* Neighbouring ranges that differ only in their places count as one. */
static void add_text(struct buf *b, const struct text *t)
{
	const struct range *last = NULL;

	add_bytes(b, t->s, t->n);
	for (int i = 0; i < t->nranges; i++) {
		const struct range *r = &t->ranges[i];
		bool same = last && r->style == last->style &&
				strcmp(r->link ? r->link : "", last->link ? last->link : "") == 0;
		if (!same) {
			add_number(b, r->at);
			add_number(b, r->style);
			add_string(b, r->link);
			last = r;
		}
	}
	buf_byte(b, ';');
}

static void add_table(struct buf *b, const struct table *t)
{
	add_number(b, t->nrows);
	add_number(b, t->ncols);
	add_number(b, t->head);
	for (int i = 0; i < t->ncols; i++) {
		add_number(b, t->aligns[i]);
	}
	for (int i = 0; i < t->nrows * t->ncols; i++) {
		add_text(b, &t->cells[i]);
	}
}

static void add_picture(struct buf *b, const struct picture *p)
{
	char hash[65];

	hash_bytes(p->bytes, p->n, hash);
	add_string(b, hash);
	hash_bytes(p->alpha, p->nalpha, hash);
	add_string(b, hash);
	add_number(b, p->wid);
	add_number(b, p->hgt);
	add_number(b, p->ncolours);
}

static void add_block(struct buf *b, const struct block *block)
{
	add_number(b, block->kind);
	add_number(b, block->level);
	add_number(b, block->quoted);
	add_text(b, &block->text);
	add_text(b, &block->label);
	add_text(b, &block->byline);
	if (block->table) {
		add_table(b, block->table);
	}
	if (block->picture) {
		add_picture(b, block->picture);
	}
}

static void add_article(struct buf *b, const struct article *art)
{
	add_number(b, art->ntitle);
	for (int i = 0; i < art->ntitle; i++) {
		add_text(b, &art->title[i]);
	}
	add_text(b, &art->toc);
	add_text(b, &art->author);
	add_number(b, art->nblocks);
	for (int i = 0; i < art->nblocks; i++) {
		add_block(b, &art->blocks[i]);
	}
}

static void add_section(struct buf *b, const struct section *sec)
{
	add_text(b, &sec->title);
	add_number(b, sec->narticles);
	for (int i = 0; i < sec->narticles; i++) {
		add_article(b, &sec->articles[i]);
	}
}

static void add_colophon(struct buf *b, const struct issue *issue)
{
	add_number(b, issue->ncolophon);
	for (int i = 0; i < issue->ncolophon; i++) {
		const struct colophon_row *row = &issue->colophon[i];
		add_number(b, row->nitems);
		for (int k = 0; k < row->nitems; k++) {
			add_text(b, &row->items[k]);
		}
	}
}

static void add_imprint(struct buf *b, const struct issue *issue)
{
	add_text(b, &issue->title);
	add_text(b, &issue->publisher);
	add_number(b, issue->number);
	add_number(b, issue->total);
	add_number(b, issue->date.year);
	add_number(b, issue->date.month);
	add_number(b, issue->date.day);
}

static void finish(struct buf *b, char out[static 65])
{
	hash_bytes(b->s, b->n, out);
	buf_done(b);
}

void article_hash(const struct article *art, char out[static 65])
{
	struct buf b = { 0 };

	add_article(&b, art);
	finish(&b, out);
}

void issue_hash(const struct issue *issue, char out[static 65])
{
	struct buf b = { 0 };

	add_imprint(&b, issue);
	add_number(&b, issue->lead != NULL);
	if (issue->lead) {
		add_article(&b, issue->lead);
	}
	add_number(&b, issue->nsections);
	for (int i = 0; i < issue->nsections; i++) {
		add_section(&b, &issue->sections[i]);
	}
	add_colophon(&b, issue);
	finish(&b, out);
}
