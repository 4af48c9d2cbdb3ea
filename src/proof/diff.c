#include "proof/diff-imp.h"

#include "base/i18n.h"

#define STEPS_MAX ((int64_t)100 * 1000 * 1000) /* some tenths of a second */

struct change *change_add(struct diffing *d, enum change_kind kind, struct place old,
		struct place new)
{
	struct change *c = vec_push(d->a, &d->changes);

	c->kind = kind;
	c->old = old;
	c->new = new;
	return c;
}

/* How the portions of a pair of states are settled, for walking. */
struct walk {
	struct diffing *d;
	const int *partner;     /* of each new writing */
	const bool *in_order;   /* new writings that keep their place among the others */
	int **of_old, **of_new; /* by writing, portion: its pairing + 1, or 0 */
};

static int **table(struct arena *a, const struct state *s)
{
	int **t = ARENA_ARRAY(a, int *, s->nwritings);

	for (int i = 0; i < s->nwritings; i++) {
		t[i] = ARENA_ARRAY(a, int, s->writings[i].nportions);
	}
	return t;
}

static void fill_tables(struct walk *w)
{
	const struct pairings *p = &w->d->pairings;

	w->of_old = table(w->d->a, w->d->old);
	w->of_new = table(w->d->a, w->d->new);
	for (int i = 0; i < p->n; i++) {
		const struct pairing *q = &p->at[i];
		for (int k = 0; k < q->nold; k++) {
			w->of_old[q->old_writing][q->old_first + k] = i + 1;
		}
		for (int k = 0; k < q->nnew; k++) {
			w->of_new[q->new_writing][q->new_first + k] = i + 1;
		}
	}
}

static struct place whole(const struct state *s, int writing, int portion)
{
	uint32_t n = s->writings[writing].portions[portion].text.n;

	return (struct place){ writing, portion, 0, n };
}

static void add_whole(struct walk *w, bool insert, struct place old, struct place new)
{
	change_add(w->d, insert ? CHANGE_INSERT : CHANGE_DELETE, old, new)->whole = true;
}

/* Old paragraphs of an article from *at on that stand for nothing, up to the
   next one that stays in its place. */
static void add_deleted(struct walk *w, int old, int *at, struct place new)
{
	const struct writing *from = &w->d->old->writings[old];

	for (; *at < from->nportions; ++*at) {
		int i = w->of_old[old][*at];
		const struct pairing *p = i ? &w->d->pairings.at[i - 1] : NULL;
		if (p && !p->moved) {
			return;
		}
		if (!p) {
			add_whole(w, false, whole(w->d->old, old, *at), new);
		}
	}
}

static void add_pairing(struct walk *w, const struct pairing *p)
{
	for (int i = 0; p->moved && i < p->nnew; i++) {
		int from = p->old_first + (i < p->nold ? i : p->nold - 1);
		change_add(w->d, CHANGE_MOVE, whole(w->d->old, p->old_writing, from),
				whole(w->d->new, p->new_writing, p->new_first + i));
	}
	compare_pairing(w->d, p);
}

static void walk_article(struct walk *w, int new, int old)
{
	const struct writing *to = &w->d->new->writings[new];
	int at = 0; /* in the old article: behind what was met last */

	for (int i = 0; i < to->nportions;) {
		int q = w->of_new[new][i];
		const struct pairing *p = q ? &w->d->pairings.at[q - 1] : NULL;
		struct place here = { new, i, 0, 0 };
		add_deleted(w, old, &at, here);
		if (p) {
			add_pairing(w, p);
			at = p->moved || p->old_writing != old ? at : p->old_first + p->nold;
		} else {
			add_whole(w, true, (struct place){ old, at, 0, 0 },
					whole(w->d->new, new, i));
		}
		i += p ? p->nnew : 1;
	}
	add_deleted(w, old, &at, (struct place){ new, to->nportions, 0, 0 });
}

/* Paragraphs of a new article that stood elsewhere before; the others need no
   mark of their own. */
static void walk_added(struct walk *w, int new)
{
	change_add(w->d, CHANGE_ARTICLE_ADDED, (struct place){ -1, 0, 0, 0 },
			(struct place){ new, 0, 0, 0 });
	for (int i = 0; i < w->d->new->writings[new].nportions; i++) {
		int q = w->of_new[new][i];
		if (q) {
			add_pairing(w, &w->d->pairings.at[q - 1]);
		}
	}
}

static void walk_new(struct walk *w, int new)
{
	int old = w->partner[new];

	if (old < 0) {
		walk_added(w, new);
		return;
	}
	if (!w->in_order[new]) {
		change_add(w->d, CHANGE_ARTICLE_MOVED, (struct place){ old, 0, 0, 0 },
				(struct place){ new, 0, 0, 0 });
	}
	walk_article(w, new, old);
}

static void walk_states(struct walk *w)
{
	bool *met = ARENA_ARRAY(w->d->a, bool, w->d->old->nwritings);

	for (int i = 0; i < w->d->new->nwritings; i++) {
		if (w->partner[i] >= 0) {
			met[w->partner[i]] = true;
		}
		walk_new(w, i);
	}
	for (int i = 0; i < w->d->old->nwritings; i++) {
		if (!met[i]) {
			change_add(w->d, CHANGE_ARTICLE_GONE, (struct place){ i, 0, 0, 0 },
					(struct place){ -1, 0, 0, 0 });
		}
	}
}

struct diff *diff_states(struct arena *a, const struct state *old, const struct state *new)
{
	struct diffing d = { .a = a, .old = old, .new = new, .budget = STEPS_MAX };
	struct diff *diff = ARENA_NEW(a, struct diff);
	struct walk w = { .d = &d };

	d.scratch = arena_new();
	d.words = words_new(a);
	w.partner = pair_states(&d);
	w.in_order = order_articles(&d, w.partner);
	order_pairings(&d, w.partner);
	fill_tables(&w);
	walk_states(&w);
	arena_free(d.scratch);
	*diff = (struct diff){
		.old = old,
		.new = new,
		.changes = d.changes.at,
		.nchanges = d.changes.n,
		.pairings = d.pairings.at,
		.npairings = d.pairings.n,
	};
	return diff;
}

const char *change_name(enum change_kind kind)
{
	static const char *const names[CHANGE_KINDS] = {
		[CHANGE_REPLACE] = N_("replaced"),
		[CHANGE_DELETE] = N_("deleted"),
		[CHANGE_INSERT] = N_("inserted"),
		[CHANGE_TRANSPOSE] = N_("transposed"),
		[CHANGE_MOVE] = N_("moved"),
		[CHANGE_SPLIT] = N_("new paragraph"),
		[CHANGE_JOIN] = N_("run on"),
		[CHANGE_SPACE_ADD] = N_("space added"),
		[CHANGE_SPACE_DROP] = N_("space closed"),
		[CHANGE_STYLE] = N_("other type"),
		[CHANGE_FORM] = N_("other kind of paragraph"),
		[CHANGE_PICTURE] = N_("other picture"),
		[CHANGE_ARTICLE_ADDED] = N_("new article"),
		[CHANGE_ARTICLE_GONE] = N_("article taken out"),
		[CHANGE_ARTICLE_MOVED] = N_("article moved"),
	};

	return gettext(names[kind]);
}

static const struct portion *portion_at(const struct state *s, struct place p)
{
	bool there = p.writing >= 0 && p.portion < s->writings[p.writing].nportions;

	return there ? &s->writings[p.writing].portions[p.portion] : NULL;
}

const char *place_text(struct arena *a, const struct state *s, struct place p)
{
	const struct portion *q = p.n ? portion_at(s, p) : NULL;

	return q ? arena_copy(a, q->text.s + p.at, p.n) : "";
}

struct span place_span(const struct state *s, struct place p)
{
	const struct portion *q = portion_at(s, p);

	if (q) {
		return q->text.n ? text_span(&q->text, p.at) : q->span;
	}
	if (p.writing >= 0 && p.portion > 0) { /* behind the last */
		q = &s->writings[p.writing].portions[p.portion - 1];
		return q->text.n ? text_span(&q->text, q->text.n) : q->span;
	}
	return (struct span){ 0 };
}
