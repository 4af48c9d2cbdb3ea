/* pair: who of the old state stands for whom of the new one. Articles by file
   name, renamed ones by content; paragraphs by equal text in order, then equal
   text elsewhere (moved), then by likeness between those that are settled. */

#include <string.h>

#include "proof/diff-imp.h"
#include "proof/edit-imp.h"

#define GAP_MAX      64 /* paragraphs of a side that are tried against all of the other */
#define PIECES_MAX   4  /* of a paragraph that was split, or joined of */
#define LIKENESS_MIN 35 /* per cent of the longer paragraph */
#define ALONE_MIN    15
#define MOVES_MAX    4000 /* pairs tried for a paragraph that was moved and changed */
#define ARTICLES_MAX 4000 /* pairs of articles tried for one that was renamed */
#define EQUALS_MAX   64   /* of many equal paragraphs, how many are looked at */
#define MOVED_MIN    12   /* bytes of text: less says nothing about where it came from */

struct unit {
	const struct portion *p;
	int writing, index;
	uint32_t id;
	struct profile profile;
	bool taken;
};

struct side {
	const struct state *state;
	struct unit *at;
	int n;
	int *first; /* unit of each writing, and the end */
};

struct pairer {
	struct diffing *d;
	struct side old, new;
	int *partner; /* of each new writing: the old one, or -1 */
};

static struct side side_of(struct diffing *d, const struct state *s)
{
	struct side side = { .state = s };

	side.first = ARENA_ARRAY(d->a, int, s->nwritings + 1);
	for (int i = 0; i < s->nwritings; i++) {
		side.first[i] = side.n;
		side.n += s->writings[i].nportions;
	}
	side.first[s->nwritings] = side.n;
	side.at = ARENA_ARRAY(d->a, struct unit, side.n);
	for (int w = 0; w < s->nwritings; w++) {
		for (int i = 0; i < s->writings[w].nportions; i++) {
			struct unit *u = &side.at[side.first[w] + i];
			u->p = &s->writings[w].portions[i];
			u->writing = w;
			u->index = i;
			u->id = portion_id(d->words, u->p);
		}
	}
	return side;
}

static const struct profile *profile_in(struct diffing *d, struct unit *u)
{
	struct tokens tokens = { 0 };

	if (!u->profile.at) {
		tokens_add(d->a, &tokens, d->words, &u->p->text, 0);
		u->profile = profile_of(d->a, tokens.at, tokens.n);
	}
	return &u->profile;
}

static void pair_units(struct pairer *p, struct unit *old, int nold, struct unit *new, int nnew,
		bool moved)
{
	*vec_push(p->d->a, &p->d->pairings) = (struct pairing){
		old->writing,
		old->index,
		nold,
		new->writing,
		new->index,
		nnew,
		moved,
	};
	for (int i = 0; i < nold; i++) {
		old[i].taken = true;
	}
	for (int i = 0; i < nnew; i++) {
		new[i].taken = true;
	}
}

/* Articles. */

static int find_named(const struct state *s, const char *name)
{
	for (int i = 0; i < s->nwritings; i++) {
		if (strcmp(s->writings[i].name, name) == 0) {
			return i;
		}
	}
	return -1;
}

static struct profile profile_of_writing(struct diffing *d, const struct writing *w)
{
	struct tokens tokens = { 0 };

	for (int i = 0; i < w->nportions; i++) {
		tokens_add(d->scratch, &tokens, d->words, &w->portions[i].text, i);
	}
	return profile_of(d->scratch, tokens.at, tokens.n);
}

/* A file that was renamed: most of its text is that of one that is gone. */
static int find_renamed(const struct pairer *p, int new, const bool *used)
{
	const struct state *old = p->old.state;
	struct profile mine = profile_of_writing(p->d, &p->new.state->writings[new]);
	int best = -1, most = 0;

	for (int i = 0; i < old->nwritings; i++) {
		struct profile other = { 0 };
		int common = 0;
		if (!used[i]) {
			other = profile_of_writing(p->d, &old->writings[i]);
			common = profile_common(mine, other);
		}
		if (common > most && (common * 2 > mine.n || common * 2 > other.n)) {
			most = common;
			best = i;
		}
	}
	arena_reset(p->d->scratch);
	return best;
}

static int count_free(const bool *used, int n)
{
	int nfree = 0;

	for (int i = 0; i < n; i++) {
		nfree += !used[i];
	}
	return nfree;
}

static void pair_articles(struct pairer *p)
{
	const struct state *old = p->old.state, *new = p->new.state;
	bool *used = ARENA_ARRAY(p->d->a, bool, old->nwritings);
	int nfree, tries = ARTICLES_MAX;

	p->partner = ARENA_ARRAY(p->d->a, int, new->nwritings);
	for (int i = 0; i < new->nwritings; i++) {
		p->partner[i] = find_named(old, new->writings[i].name);
		if (p->partner[i] >= 0) {
			used[p->partner[i]] = true;
		}
	}
	nfree = count_free(used, old->nwritings);
	for (int i = 0; i < new->nwritings &&nfree; i++) {
		if (p->partner[i] < 0 && (tries -= nfree) >= 0) {
			p->partner[i] = find_renamed(p, i, used);
		}
		if (p->partner[i] >= 0 && !used[p->partner[i]]) {
			used[p->partner[i]] = true;
			nfree--;
		}
	}
}

/* Equal paragraphs. */

static uint32_t *ids_of(struct arena *a, const struct unit *u, int n)
{
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, n);

	for (int i = 0; i < n; i++) {
		ids[i] = u[i].id;
	}
	return ids;
}

static void pair_equal_in_order(struct pairer *p, int old, int new)
{
	struct unit *u = &p->old.at[p->old.first[old]], *v = &p->new.at[p->new.first[new]];
	int n = p->old.first[old + 1] - p->old.first[old];
	int m = p->new.first[new + 1] - p->new.first[new];
	struct arena *a = p->d->scratch;
	int *match = ARENA_ARRAY(a, int, n);

	edit_match(a, ids_of(a, u, n), n, ids_of(a, v, m), m, match, &p->d->budget);
	for (int i = 0; i < n; i++) {
		if (match[i] >= 0) {
			pair_units(p, &u[i], 1, &v[match[i]], 1, false);
		}
	}
	arena_reset(a);
}

static uint32_t highest_id(const struct side *s)
{
	uint32_t highest = TOKEN_BREAK;

	for (int i = 0; i < s->n; i++) {
		highest = s->at[i].id > highest ? s->at[i].id : highest;
	}
	return highest;
}

/* Old units of each id, those still free; lists by index, ended by -1. */
struct equals {
	int *head, *next;
};

static struct equals equals_of(const struct pairer *p)
{
	uint32_t x = highest_id(&p->old), y = highest_id(&p->new);
	int n = (int)((x > y ? x : y) - TOKEN_BREAK) + 1;
	struct equals e = { ARENA_ARRAY(p->d->scratch, int, n),
		ARENA_ARRAY(p->d->scratch, int, p->old.n) };

	for (int i = 0; i < n; i++) {
		e.head[i] = -1;
	}
	for (int i = p->old.n - 1; i >= 0; i--) {
		int *head = &e.head[p->old.at[i].id - TOKEN_BREAK];
		if (!p->old.at[i].taken && p->old.at[i].p->text.n >= MOVED_MIN) {
			e.next[i] = *head;
			*head = i;
		}
	}
	return e;
}

/* The link to the old unit equal to v, rather of the same article; it leads to
   -1 where there is none. */
static int *find_equal(const struct pairer *p, const struct equals *e, const struct unit *v)
{
	int *head = &e->head[v->id - TOKEN_BREAK], *link = head;

	for (int i = 0; i < EQUALS_MAX && *link >= 0; i++, link = &e->next[*link]) {
		if (p->old.at[*link].writing == p->partner[v->writing]) {
			return link;
		}
	}
	return head;
}

static void pair_equal_elsewhere(struct pairer *p)
{
	struct equals e = equals_of(p);

	for (int i = 0; i < p->new.n; i++) {
		struct unit *v = &p->new.at[i];
		int *link = v->taken ? NULL : find_equal(p, &e, v);
		if (link && *link >= 0) {
			pair_units(p, &p->old.at[*link], 1, v, 1, true);
			*link = e.next[*link];
		}
	}
	arena_reset(p->d->scratch);
}

/* Paragraphs that are alike. */

static bool is_body(enum portion_kind k)
{
	return k == PORTION_PARA || k == PORTION_ITEM || k == PORTION_SUBHEAD ||
			k == PORTION_CODE || k == PORTION_BYLINE;
}

/* There is but one of its kind, or its place says what it is. */
static bool is_single(enum portion_kind k)
{
	return k == PORTION_TITLE || k == PORTION_TOC || k == PORTION_AUTHOR ||
			k == PORTION_IMPRINT || k == PORTION_BYLINE;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* How much u and v have in common; 0: less than least per cent, too little for
   one to be the other. */
static int likeness(struct diffing *d, struct unit *u, struct unit *v, int least)
{
	enum portion_kind k = u->p->kind, l = v->p->kind;
	const struct profile *x, *y;
	int common, more, less;

	if (k != l && !(is_body(k) && is_body(l))) {
		return 0;
	}
	x = profile_in(d, u);
	y = profile_in(d, v);
	common = profile_common(*x, *y);
	more = larger(x->n, y->n);
	less = x->n > y->n ? y->n : x->n;
	if ((k == l && is_single(k)) ||
			(u->p->picture && v->p->picture &&
					strcmp(u->p->picture, v->p->picture) == 0)) {
		return common + 1;
	}
	if (k == PORTION_CAPTION && !more) {
		return 1;
	}
	/* kept: least of the longer, or nearly all of a shorter that is a
	   sentence at least */
	return common * 100 >= more * least || (less >= 40 && common * 10 >= less * 7) ? common : 0;
}

/* Free units between two that are settled. */
struct gap {
	struct unit *old[GAP_MAX], *new[GAP_MAX];
	int nold, nnew;
	int alone;                    /* least likeness of two that are alone in it, per cent */
	int like[GAP_MAX][GAP_MAX];   /* 0: no likeness */
	int common[GAP_MAX][GAP_MAX]; /* also of too little */
	int64_t best[GAP_MAX + 1][GAP_MAX + 1];
	int olds[GAP_MAX + 1][GAP_MAX + 1], news[GAP_MAX + 1][GAP_MAX + 1]; /* taken to get there */
};

static void measure(struct diffing *d, struct gap *g)
{
	int least = g->nold == 1 && g->nnew == 1 ? g->alone : LIKENESS_MIN;

	for (int i = 0; i < g->nold; i++) {
		for (int k = 0; k < g->nnew; k++) {
			g->like[i][k] = likeness(d, g->old[i], g->new[k], least);
			g->common[i][k] = g->like[i][k];
			if (!g->like[i][k] && is_body(g->old[i]->p->kind) &&
					is_body(g->new[k]->p->kind)) {
				g->common[i][k] = profile_common(*profile_in(d, g->old[i]),
						*profile_in(d, g->new[k]));
			}
		}
	}
}

/* New units [k - pieces, k) are neighbours, and most of each is in old i. */
static int split_score(const struct gap *g, int i, int k, int pieces)
{
	int sum = 0;

	for (int j = k - pieces; j < k; j++) {
		bool joined = j == k - pieces || g->new[j]->index == g->new[j - 1]->index + 1;
		if (!joined || !is_body(g->new[j]->p->kind) || !is_body(g->old[i]->p->kind) ||
				g->common[i][j] * 100 < g->new[j]->profile.n * 55) {
			return 0;
		}
		sum += g->common[i][j];
	}
	return sum < g->old[i]->profile.n ? sum : g->old[i]->profile.n;
}

static int join_score(const struct gap *g, int i, int k, int pieces)
{
	int sum = 0;

	for (int j = i - pieces; j < i; j++) {
		bool joined = j == i - pieces || g->old[j]->index == g->old[j - 1]->index + 1;
		if (!joined || !is_body(g->old[j]->p->kind) || !is_body(g->new[k]->p->kind) ||
				g->common[j][k] * 100 < g->old[j]->profile.n * 55) {
			return 0;
		}
		sum += g->common[j][k];
	}
	return sum < g->new[k]->profile.n ? sum : g->new[k]->profile.n;
}

/* The way to (i, k) that ends in nold units for nnew. */
static void try(struct gap *g, int i, int k, int nold, int nnew, int score)
{
	int64_t sum;

	if (nold > i || nnew > k || (nold && nnew && !score)) {
		return;
	}
	sum = g->best[i - nold][k - nnew] + score;
	if (sum > g->best[i][k]) {
		g->best[i][k] = sum;
		g->olds[i][k] = nold;
		g->news[i][k] = nnew;
	}
}

static void settle(struct gap *g)
{
	for (int i = 0; i <= g->nold; i++) {
		for (int k = 0; k <= g->nnew; k++) {
			g->best[i][k] = i || k ? -1 : 0;
			if (i && k) {
				try(g, i, k, 1, 1, g->like[i - 1][k - 1]);
			}
			for (int n = 2; n <= PIECES_MAX && i && n <= k; n++) {
				try(g, i, k, 1, n, split_score(g, i - 1, k, n));
			}
			for (int n = 2; n <= PIECES_MAX && k && n <= i; n++) {
				try(g, i, k, n, 1, join_score(g, i, k - 1, n));
			}
			try(g, i, k, 1, 0, 0);
			try(g, i, k, 0, 1, 0);
		}
	}
}

static void pair_gap(struct pairer *p, struct gap *g)
{
	measure(p->d, g);
	settle(g);
	for (int i = g->nold, k = g->nnew; i || k;) {
		int nold = g->olds[i][k], nnew = g->news[i][k];
		i -= nold;
		k -= nnew;
		if (nold && nnew) {
			pair_units(p, g->old[i], nold, g->new[k], nnew, false);
		}
	}
}

/* Take free units from *at until one that stays in place, at most GAP_MAX. */
static int take_free(const struct side *s, int *at, int end, const bool *fixed, struct unit **to)
{
	int n = 0;

	for (; *at < end && n < GAP_MAX && !fixed[*at]; ++*at) {
		if (!s->at[*at].taken) {
			to[n++] = &s->at[*at];
		}
	}
	return n;
}

static void pair_alike(struct pairer *p, int old, int new, const bool *fixed_old,
		const bool *fixed_new, struct gap *g)
{
	int i = p->old.first[old], i_end = p->old.first[old + 1];
	int k = p->new.first[new], k_end = p->new.first[new + 1];

	while (i < i_end && k < k_end) {
		g->nold = take_free(&p->old, &i, i_end, fixed_old, g->old);
		g->nnew = take_free(&p->new, &k, k_end, fixed_new, g->new);
		if (g->nold && g->nnew) {
			pair_gap(p, g);
		}
		if ((i == i_end || fixed_old[i]) && (k == k_end || fixed_new[k])) {
			i++;
			k++;
		}
	}
}

static int count_free_units(const struct side *s, int writing)
{
	int n = 0;

	for (int i = s->first[writing]; i < s->first[writing + 1]; i++) {
		n += !s->at[i].taken;
	}
	return n;
}

/* First whoever is left of the article, as paragraphs between them may have been
   moved; then what stands between the same neighbours, which need be less alike. */
static void pair_all_alike(struct pairer *p)
{
	bool *fixed_old = ARENA_ARRAY(p->d->a, bool, p->old.n);
	bool *fixed_new = ARENA_ARRAY(p->d->a, bool, p->new.n);
	const bool *none = ARENA_ARRAY(p->d->a, bool, larger(p->old.n, p->new.n));
	struct gap *g = ARENA_NEW(p->d->a, struct gap);

	for (int i = 0; i < p->d->pairings.n; i++) {
		const struct pairing *q = &p->d->pairings.at[i];
		if (!q->moved) {
			fixed_old[p->old.first[q->old_writing] + q->old_first] = true;
			fixed_new[p->new.first[q->new_writing] + q->new_first] = true;
		}
	}
	for (int i = 0; i < p->new.state->nwritings; i++) {
		int old = p->partner[i];
		if (old < 0) {
			continue;
		}
		if (count_free_units(&p->old, old) <= GAP_MAX &&
				count_free_units(&p->new, i) <= GAP_MAX) {
			g->alone = LIKENESS_MIN;
			pair_alike(p, old, i, none, none, g);
		}
		g->alone = ALONE_MIN;
		pair_alike(p, old, i, fixed_old, fixed_new, g);
	}
}

/* A paragraph that was moved and changed. */
static struct unit *find_alike(struct pairer *p, struct unit *v, int *tries)
{
	struct unit *best = NULL;
	int most = 0;

	for (int i = 0; i<p->old.n && * tries> 0; i++) {
		struct unit *u = &p->old.at[i];
		int common;
		if (u->taken || u->p->text.n < MOVED_MIN || u->p->kind != v->p->kind) {
			continue;
		}
		--*tries;
		common = profile_common(*profile_in(p->d, u), *profile_in(p->d, v));
		if (common > most && common * 100 >= u->profile.n * 55 &&
				common * 100 >= v->profile.n * 55) {
			most = common;
			best = u;
		}
	}
	return best;
}

static void pair_alike_elsewhere(struct pairer *p)
{
	int tries = MOVES_MAX;

	for (int i = 0; i < p->new.n; i++) {
		struct unit *v = &p->new.at[i];
		bool free = !v->taken && v->p->text.n >= MOVED_MIN && !is_single(v->p->kind);
		struct unit *u = free ? find_alike(p, v, &tries) : NULL;
		if (u) {
			pair_units(p, u, 1, v, 1, true);
		}
	}
}

const int *pair_states(struct diffing *d)
{
	struct pairer p = { .d = d, .old = side_of(d, d->old), .new = side_of(d, d->new) };

	pair_articles(&p);
	for (int i = 0; i < d->new->nwritings; i++) {
		if (p.partner[i] >= 0) {
			pair_equal_in_order(&p, p.partner[i], i);
		}
	}
	pair_equal_elsewhere(&p);
	pair_all_alike(&p);
	pair_alike_elsewhere(&p);
	return p.partner;
}
