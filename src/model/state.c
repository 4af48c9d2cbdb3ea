#include "model/state.h"

#include <string.h>

#include "base/hash.h"
#include "base/vec.h"

struct portions {
	struct portion *at;
	int n, cap;
};

/* Texts that are read as one, a character between them. */
static struct text join(struct arena *a, const struct text *t, int n, char between)
{
	struct text to = { 0 };
	struct range *ranges;
	char *s;

	for (int i = 0; i < n; i++) {
		to.n += t[i].n + (i > 0);
		to.nranges += t[i].nranges;
	}
	s = ARENA_ARRAY(a, char, to.n + 1);
	ranges = ARENA_ARRAY(a, struct range, to.nranges + 1);
	to.n = 0;
	to.nranges = 0;
	for (int i = 0; i < n; i++) {
		if (i) {
			s[to.n++] = between;
		}
		for (int k = 0; k < t[i].nranges; k++) {
			ranges[to.nranges] = t[i].ranges[k];
			ranges[to.nranges++].at += to.n;
		}
		if (t[i].n) {
			memcpy(s + to.n, t[i].s, t[i].n);
			to.n += t[i].n;
		}
	}
	if (to.nranges && ranges[0].at) { /* empty cells before the first */
		ranges[0].at = 0;
	}
	to.s = s;
	to.ranges = ranges;
	return to;
}

static struct portion *add(struct arena *a, struct portions *to, enum portion_kind kind,
		const struct text *t, struct span span)
{
	struct portion *p = vec_push(a, to);

	p->kind = kind;
	p->text = *t;
	p->span = t->nranges ? t->ranges[0].span : span;
	return p;
}

static void add_given(struct arena *a, struct portions *to, enum portion_kind kind,
		const struct text *t)
{
	if (t->n) {
		add(a, to, kind, t, (struct span){ 0 });
	}
}

static void add_table(struct arena *a, struct portions *to, const struct block *b)
{
	const struct table *t = b->table;

	for (int i = 0; i < t->nrows; i++) {
		struct text row = join(a, &t->cells[i * t->ncols], t->ncols, '\t');
		struct portion *p = add(a, to, PORTION_ROW, &row, b->span);
		p->quoted = b->quoted;
		p->mark = i < t->head;
	}
}

static const char *digest(struct arena *a, const struct picture *p)
{
	char *out = ARENA_ARRAY(a, char, 65);

	hash_bytes(p->bytes, p->n, out);
	return out;
}

static void add_figures(struct arena *a, struct portions *to, const struct block *b)
{
	for (int i = 0; i < b->npictures; i++) {
		const struct illustration *f = &b->pictures[i];
		struct portion *p = add(a, to, PORTION_CAPTION, &f->caption, f->span);
		p->quoted = b->quoted;
		p->picture = f->picture->n ? digest(a, f->picture) : NULL;
	}
}

static void add_block(struct arena *a, struct portions *to, const struct block *b)
{
	static const enum portion_kind kinds[] = {
		[BLOCK_PARA] = PORTION_PARA,
		[BLOCK_SUBHEAD] = PORTION_SUBHEAD,
		[BLOCK_ITEM] = PORTION_ITEM,
		[BLOCK_CODE] = PORTION_CODE,
		[BLOCK_TABLE] = PORTION_ROW,
		[BLOCK_BYLINE] = PORTION_BYLINE,
		[BLOCK_RULE] = PORTION_RULE,
		[BLOCK_NOTICE_TITLE] = PORTION_SUBHEAD,
	};
	struct portion *p;

	if (b->kind == BLOCK_TABLE) {
		add_table(a, to, b);
		return;
	}
	if (b->kind == BLOCK_PICTURE) {
		add_figures(a, to, b);
		return;
	}
	p = add(a, to, kinds[b->kind], &b->text, b->span);
	p->level = b->level;
	p->quoted = b->quoted;
	/* numbers themselves follow from the order and are no text */
	p->mark = b->kind == BLOCK_ITEM && b->label.n && b->ordered;
	if (b->byline.n) {
		p = add(a, to, PORTION_BYLINE, &b->byline, b->span);
		p->mark = true;
	}
}

/* The file of the article, within the issue's folder. */
static const char *name_of(const struct issue *issue, const struct article *art)
{
	size_t n = strlen(issue->folder);

	return strncmp(art->file, issue->folder, n) == 0 && art->file[n] == '/' ? art->file + n + 1
										: art->file;
}

static struct writing read_article(struct arena *a, const struct issue *issue,
		const struct article *art)
{
	struct portions to = { 0 };
	char *hash = ARENA_ARRAY(a, char, 65);
	struct text title = join(a, art->title, art->ntitle, '\n');

	article_hash(art, hash);
	add_given(a, &to, PORTION_TITLE, &title);
	add_given(a, &to, PORTION_TOC, &art->toc);
	add_given(a, &to, PORTION_AUTHOR, &art->author);
	for (int i = 0; i < art->nblocks; i++) {
		add_block(a, &to, &art->blocks[i]);
	}
	for (int i = 0; i < art->nnotes; i++) {
		add_given(a, &to, PORTION_NOTE, &art->notes[i].text);
	}
	return (struct writing){ name_of(issue, art), hash, to.at, to.n };
}

static void add_number(struct arena *a, struct portions *to, const char *s, struct span span)
{
	struct text t = text_plain(a, s, span);

	add_given(a, to, PORTION_IMPRINT, &t);
}

/* What issue.yaml prints beside the articles. */
static struct writing read_frame(struct arena *a, const struct issue *issue)
{
	const struct date *d = &issue->date;
	struct portions to = { 0 };

	add_given(a, &to, PORTION_IMPRINT, &issue->title);
	add_given(a, &to, PORTION_IMPRINT, &issue->publisher);
	add_number(a, &to, arena_print(a, "%d", issue->number), issue->number_span);
	add_number(a, &to, arena_print(a, "%d", issue->total), issue->total_span);
	add_number(a, &to, arena_print(a, "%04d-%02d-%02d", d->year, d->month, d->day),
			issue->date_span);
	for (int i = 0; i < issue->nsections; i++) {
		add_given(a, &to, PORTION_SECTION, &issue->sections[i].title);
	}
	for (int i = 0; i < issue->ncolophon; i++) {
		for (int k = 0; k < issue->colophon[i].nitems; k++) {
			add_given(a, &to, PORTION_COLOPHON, &issue->colophon[i].items[k]);
		}
	}
	return (struct writing){ "", "", to.at, to.n };
}

struct state *state_of_issue(struct arena *a, const struct issue *issue)
{
	struct state *s = ARENA_NEW(a, struct state);
	VEC(struct writing) writings = { 0 };

	if (issue->lead) {
		*vec_push(a, &writings) = read_article(a, issue, issue->lead);
	}
	for (int i = 0; i < issue->nsections; i++) {
		const struct section *section = &issue->sections[i];
		for (int k = 0; k < section->narticles; k++) {
			*vec_push(a, &writings) = read_article(a, issue, &section->articles[k]);
		}
	}
	*vec_push(a, &writings) = read_frame(a, issue);
	s->writings = writings.at;
	s->nwritings = writings.n;
	return s;
}
