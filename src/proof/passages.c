/* passages: the issue as a row of texts, each with what it is and its
   characters, in printed order. */

#include "proof/passages-imp.h"

#include <string.h>

#include "text/char.h"

#define MARGIN 4 /* zeros around the characters, so that rules may look past the end */

struct collector {
	struct proofing *p;
	VEC(struct passage) passages;
	VEC(struct article_range) articles;
	struct passage now; /* what the next text belongs to */
};

/* Nobody proofreads the characters of code, addresses and the marks of notes. */
static bool is_code(const struct text *t, const struct range *r)
{
	uint32_t end = r + 1 < t->ranges + t->nranges ? r[1].at : t->n;

	if (r->style & (TEXT_CODE | TEXT_NOTE)) {
		return true;
	}
	if (!r->link) {
		return false;
	}
	for (uint32_t i = r->at; i < end; i++) {
		if ((unsigned char)t->s[i] >= 0x80 || t->s[i] == ' ') {
			return false;
		}
	}
	return true;
}

static void read_characters(struct collector *k, struct passage *t)
{
	const struct text *text = t->text;
	uint32_t *c = ARENA_ARRAY(k->p->a, uint32_t, text->n + 2 * MARGIN);
	uint32_t *at = ARENA_ARRAY(k->p->a, uint32_t, text->n + 1);
	size_t byte = 0;
	int n = 0, end = 0, range = -1;
	bool code = false;

	c += MARGIN;
	while (byte < text->n) {
		at[n] = (uint32_t)byte;
		if (range + 1 < text->nranges && text->ranges[range + 1].at <= byte) {
			range++;
			code = t->role == ROLE_CODE || is_code(text, &text->ranges[range]);
		}
		c[n] = char_next(text->s, text->n, &byte);
		c[n] = code ? PASSAGE_CODE : c[n];
		n++;
		end = range >= 0 && text->ranges[range].note ? end : n;
	}
	at[n] = text->n;
	while (n > end) { /* it reads on over the marks of notes, but ends before them */
		c[--n] = 0;
	}
	t->c = c;
	t->at = at;
	t->n = n;
}

static void add(struct collector *k, enum role role, const struct text *text)
{
	struct passage *t;

	if (!text->n) {
		return;
	}
	t = vec_push(k->p->a, &k->passages);
	*t = k->now;
	t->role = role;
	t->text = text;
	t->number = k->passages.n - 1;
	read_characters(k, t);
}

static enum role role_of(const struct block *b)
{
	switch (b->kind) {
	case BLOCK_SUBHEAD:
		return ROLE_SUBHEAD;
	case BLOCK_ITEM:
		return ROLE_ITEM;
	case BLOCK_CODE:
		return ROLE_CODE;
	case BLOCK_NOTICE_TITLE:
		return ROLE_SUBHEAD;
	case BLOCK_BYLINE:
		return ROLE_BYLINE;
	default:
		return ROLE_PARA;
	}
}

static void add_block(struct collector *k, const struct block *b)
{
	k->now.block = b;
	if (b->kind == BLOCK_ITEM) { /* those of subheads are counted by us */
		add(k, ROLE_LABEL, &b->label);
	}
	add(k, role_of(b), &b->text);
	add(k, ROLE_BYLINE, &b->byline);
	for (int i = 0; i < b->npictures; i++) {
		add(k, ROLE_CAPTION, &b->pictures[i].caption);
	}
	for (int row = 0; b->table && row < b->table->nrows; row++) {
		for (int col = 0; col < b->table->ncols; col++) {
			k->now.row = row;
			k->now.col = col;
			add(k, ROLE_CELL, &b->table->cells[row * b->table->ncols + col]);
		}
	}
	k->now.row = k->now.col = 0;
	k->now.block = NULL;
}

static void add_article(struct collector *k, const struct article *art)
{
	int first = k->passages.n;

	k->now.article = art;
	for (int i = 0; i < art->ntitle; i++) {
		add(k, ROLE_TITLE, &art->title[i]);
	}
	add(k, ROLE_TOC, &art->toc);
	add(k, ROLE_AUTHOR, &art->author);
	for (int i = 0; i < art->nblocks; i++) {
		add_block(k, &art->blocks[i]);
	}
	for (int i = 0; i < art->nnotes; i++) {
		add(k, ROLE_NOTE, &art->notes[i].text);
	}
	k->now.article = NULL;
	*vec_push(k->p->a, &k->articles) =
			(struct article_range){ art, first, k->passages.n - first };
}

static void add_section(struct collector *k, const struct section *section)
{
	k->now.section = section;
	add(k, ROLE_SECTION, &section->title);
	for (int i = 0; i < section->narticles; i++) {
		add_article(k, &section->articles[i]);
	}
	k->now.section = NULL;
}

static void add_colophon(struct collector *k, const struct issue *issue)
{
	for (int i = 0; i < issue->ncolophon; i++) {
		for (int j = 0; j < issue->colophon[i].nitems; j++) {
			k->now.row = i;
			k->now.col = j;
			add(k, ROLE_COLOPHON, &issue->colophon[i].items[j]);
		}
	}
}

void passages_collect(struct proofing *p)
{
	struct collector k = { .p = p };
	const struct issue *issue = p->issue;

	add(&k, ROLE_ISSUE_TITLE, &issue->title);
	add(&k, ROLE_PUBLISHER, &issue->publisher);
	if (issue->lead) {
		add_article(&k, issue->lead);
	}
	for (int i = 0; i < issue->nsections; i++) {
		add_section(&k, &issue->sections[i]);
	}
	add_colophon(&k, issue);
	p->passages = k.passages.at;
	p->npassages = k.passages.n;
	p->articles = k.articles.at;
	p->narticles = k.articles.n;
}

const struct passage *proof_passages(const struct proofing *p, const struct article *art, int *n)
{
	for (int i = 0; i < p->narticles; i++) {
		if (p->articles[i].article == art) {
			*n = p->articles[i].n;
			return &p->passages[p->articles[i].first];
		}
	}
	*n = 0;
	return NULL;
}
