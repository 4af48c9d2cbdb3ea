#include "model/issue.h"

struct visit {
	void (*f)(const struct text *t, void *with);
	void *with;
};

static void visit_text(const struct visit *v, const struct text *t)
{
	const struct text *ruby = NULL;

	if (!t->n) {
		return;
	}
	v->f(t, v->with);
	for (int i = 0; i < t->nranges; i++) {
		if (t->ranges[i].ruby && t->ranges[i].ruby != ruby) {
			ruby = t->ranges[i].ruby;
			v->f(ruby, v->with);
		}
	}
}

static void visit_block(const struct visit *v, const struct block *b)
{
	visit_text(v, &b->label);
	visit_text(v, &b->text);
	visit_text(v, &b->byline);
	for (int i = 0; i < b->npictures; i++) {
		visit_text(v, &b->pictures[i].caption);
	}
	for (int i = 0; b->table && i < b->table->nrows * b->table->ncols; i++) {
		visit_text(v, &b->table->cells[i]);
	}
}

static void visit_article(const struct visit *v, const struct article *art)
{
	for (int i = 0; i < art->ntitle; i++) {
		visit_text(v, &art->title[i]);
	}
	visit_text(v, &art->toc);
	visit_text(v, &art->author);
	for (int i = 0; i < art->nblocks; i++) {
		visit_block(v, &art->blocks[i]);
	}
	for (int i = 0; i < art->nnotes; i++) {
		visit_text(v, &art->notes[i].mark);
		visit_text(v, &art->notes[i].text);
	}
}

void issue_each_text(const struct issue *issue, void (*f)(const struct text *t, void *with),
		void *with)
{
	const struct visit v = { f, with };

	visit_text(&v, &issue->title);
	visit_text(&v, &issue->publisher);
	if (issue->lead) {
		visit_article(&v, issue->lead);
	}
	for (int i = 0; i < issue->nsections; i++) {
		visit_text(&v, &issue->sections[i].title);
		for (int k = 0; k < issue->sections[i].narticles; k++) {
			visit_article(&v, &issue->sections[i].articles[k]);
		}
	}
	for (int i = 0; i < issue->ncolophon; i++) {
		for (int k = 0; k < issue->colophon[i].nitems; k++) {
			visit_text(&v, &issue->colophon[i].items[k]);
		}
	}
}
