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

/* Bytes of words that the range has; the mark of a note is none, its form is the
   layout's. */
static uint32_t words_in(const struct text *t, int i)
{
	const struct range *r = &t->ranges[i];

	return r->note ? 0 : (i + 1 < t->nranges ? r[1].at : t->n) - r->at;
}

static void add_words(struct buf *b, const struct text *t)
{
	long n = 0;

	for (int i = 0; i < t->nranges; i++) {
		n += words_in(t, i);
	}
	add_number(b, n);
	for (int i = 0; i < t->nranges; i++) {
		buf_add(b, t->s + t->ranges[i].at, words_in(t, i));
	}
}

/* Neighbouring ranges that differ only in their places count as one. */
static void add_text(struct buf *b, const struct text *t)
{
	const struct range *last = NULL;
	uint32_t at = 0;

	add_words(b, t);
	for (int i = 0; i < t->nranges; at += words_in(t, i++)) {
		const struct range *r = &t->ranges[i];
		bool same = last && r->style == last->style && r->note == last->note &&
				r->ruby == last->ruby &&
				strcmp(r->link ? r->link : "", last->link ? last->link : "") == 0;
		if (!same) {
			add_number(b, at);
			add_number(b, r->style);
			add_string(b, r->link);
			if (r->ruby) {
				add_bytes(b, r->ruby->s, r->ruby->n);
			}
			if (r->note) {
				add_number(b, r->note);
			}
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
	for (int i = 0; t->joined && i < t->nrows * t->ncols; i++) {
		add_number(b, t->joined[i].rows);
		add_number(b, t->joined[i].cols);
	}
}

static void add_picture(struct buf *b, const struct picture *p)
{
	char hash[65];

	hash_bytes(p->bytes, p->n, hash);
	add_string(b, hash);
	hash_bytes(p->alpha, p->nalpha, hash);
	add_string(b, hash);
	add_number(b, p->orientation);
	add_number(b, p->wid);
	add_number(b, p->hgt);
	add_number(b, p->ncolours);
}

/* Sizes and places are layout, and have no part in it. */
static void add_figure(struct buf *b, const struct illustration *f)
{
	add_text(b, &f->caption);
	add_string(b, f->alt);
	add_picture(b, f->picture);
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
	for (int i = 0; i < block->npictures; i++) {
		add_figure(b, &block->pictures[i]);
	}
}

/* Where boxed notices begin and end. */
static void add_notice(struct buf *b, const struct notice *before, const struct notice *now)
{
	if (now != before) {
		add_string(b, now ? "notice" : "");
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
		add_notice(b, i ? art->blocks[i - 1].notice : NULL, art->blocks[i].notice);
		add_block(b, &art->blocks[i]);
	}
	if (art->nnotes) {
		add_number(b, art->nnotes);
	}
	for (int i = 0; i < art->nnotes; i++) {
		add_text(b, &art->notes[i].text);
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
