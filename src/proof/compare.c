/* compare: the texts of a pairing → changes, by tokens. */

#include <limits.h>
#include <string.h>

#include "proof/diff-imp.h"
#include "proof/edit-imp.h"
#include "text/char.h"

#define SLIDE_MAX      64 /* tokens that a change is shifted at most, to read well */
#define TRANSPOSED_MAX 8  /* characters of neighbours that changed places */

/* Old tokens [o, o_end) became new tokens [n, n_end). */
struct hunk {
	int o, o_end, n, n_end;
	bool transposed; /* swallowed what stands between, too */
};

struct hunks {
	struct hunk *at;
	int n, cap;
};

struct comparing {
	struct diffing *d;
	const struct pairing *p;
	struct tokens old, new;
	int *match; /* of old tokens */
	struct hunks hunks;
};

static const struct portion *old_portion(const struct comparing *c, int i)
{
	return &c->d->old->writings[c->p->old_writing].portions[i];
}

static const struct portion *new_portion(const struct comparing *c, int i)
{
	return &c->d->new->writings[c->p->new_writing].portions[i];
}

static void add_break(struct arena *a, struct tokens *to, const struct portion *p, int portion)
{
	*vec_push(a, to) = (struct token){ TOKEN_BREAK, p->text.n, 0, portion };
}

static void read_tokens(struct comparing *c)
{
	struct arena *a = c->d->scratch;
	const struct pairing *p = c->p;

	for (int i = 0; i < p->nold; i++) {
		int at = p->old_first + i;
		if (i) {
			add_break(a, &c->old, old_portion(c, at - 1), at - 1);
		}
		tokens_add(a, &c->old, c->d->words, &old_portion(c, at)->text, at);
	}
	for (int i = 0; i < p->nnew; i++) {
		int at = p->new_first + i;
		if (i) {
			add_break(a, &c->new, new_portion(c, at - 1), at - 1);
		}
		tokens_add(a, &c->new, c->d->words, &new_portion(c, at)->text, at);
	}
}

static uint32_t *ids_of(struct arena *a, const struct tokens *t)
{
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, t->n);

	for (int i = 0; i < t->n; i++) {
		ids[i] = t->at[i].id;
	}
	return ids;
}

static void find_hunks(struct comparing *c)
{
	struct arena *a = c->d->scratch;
	int n = 0;

	c->match = ARENA_ARRAY(a, int, c->old.n);
	edit_match(a, ids_of(a, &c->old), c->old.n, ids_of(a, &c->new), c->new.n, c->match,
			&c->d->budget);
	for (int o = 0; o < c->old.n || n < c->new.n;) {
		struct hunk h = { o, o, n, n, false };
		while (h.o_end < c->old.n && c->match[h.o_end] < 0) {
			h.o_end++;
		}
		h.n_end = h.o_end < c->old.n ? c->match[h.o_end] : c->new.n;
		if (h.o_end > h.o || h.n_end > h.n) {
			*vec_push(a, &c->hunks) = h;
		}
		o = h.o_end + 1;
		n = h.n_end + 1;
	}
}

static bool same_ids(const struct token *x, const struct token *y, int n)
{
	for (int i = 0; i < n; i++) {
		if (x[i].id != y[i].id) {
			return false;
		}
	}
	return true;
}

static bool is_swappable(const struct token *t, int n)
{
	int spaces = 0;

	for (int i = 0; i < n; i++) {
		if (t[i].id == TOKEN_BREAK || t[i].id == '\t' || t[i].id == '\n') {
			return false;
		}
		spaces += t[i].id < TOKEN_BREAK && char_class(t[i].id) == CHAR_SPACE;
	}
	return spaces < n && n <= TRANSPOSED_MAX;
}

/* Old tokens at o and new ones at n, len of each: AB became BA. */
static bool is_transposed(const struct comparing *c, int o, int n, int len)
{
	const struct token *old = c->old.at + o, *new = c->new.at + n;

	c->d->budget -= len;
	for (int i = 1; i < len; i++) {
		if (same_ids(old, new + len - i, i) && same_ids(old + i, new, len - i) &&
				is_swappable(old, i) && is_swappable(old + i, len - i)) {
			return true;
		}
	}
	return false;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* Two hunks with so little between them that it is alike by chance. */
static bool is_one_change(const struct comparing *c, const struct hunk *h, const struct hunk *next)
{
	int stay = next->o - h->o_end;
	int one = larger(h->o_end - h->o, h->n_end - h->n);
	int two = larger(next->o_end - next->o, next->n_end - next->n);

	for (int i = h->o_end; i < next->o; i++) {
		if (c->old.at[i].id == TOKEN_BREAK) {
			return false;
		}
	}
	return !h->transposed && !next->transposed && stay * 3 <= (one < two ? one : two);
}

/* Tokens at either end of a region that are alike, at most n. */
static int alike_before(const struct comparing *c, const struct hunk *h)
{
	int n = 0;

	while (h->o + n < h->o_end && c->old.at[h->o + n].id == c->new.at[h->n + n].id) {
		n++;
	}
	return n;
}

static int alike_behind(const struct comparing *c, const struct hunk *h, int limit)
{
	int n = 0;

	while (n < limit && c->old.at[h->o_end - 1 - n].id == c->new.at[h->n_end - 1 - n].id) {
		n++;
	}
	return n;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* If hunks [i, k] and what stands between are one transposition: that. Tokens at
   its ends may have been partnered in another way: 甲乙丙乙 became 丙乙甲乙. It
   begins at from or behind that. */
static bool find_transposed(const struct comparing *c, int from, int i, int k, struct hunk *found)
{
	struct hunk h = c->hunks.at[i];
	int before, behind;

	h.o_end = c->hunks.at[k].o_end;
	h.n_end = c->hunks.at[k].n_end;
	if (h.o_end - h.o != h.n_end - h.n || h.o_end - h.o > 3 * TRANSPOSED_MAX ||
			c->d->budget <= 0) {
		return false;
	}
	before = alike_before(c, &h);
	behind = alike_behind(c, &h, h.o_end - h.o - before);
	h = (struct hunk){ h.o + before, h.o_end - behind, h.n + before, h.n_end - behind, true };
	before = smaller(before + TRANSPOSED_MAX / 2, h.o - from);
	behind += (k + 1 < c->hunks.n ? c->hunks.at[k + 1].o : c->old.n) - h.o_end;
	behind = smaller(behind, TRANSPOSED_MAX / 2);
	for (int l = 0; l <= before; l++) {
		for (int r = 0; r <= behind; r++) {
			if (is_transposed(c, h.o - l, h.n - l, h.o_end - h.o + l + r)) {
				*found = (struct hunk){ h.o - l, h.o_end + r, h.n - l, h.n_end + r,
					true };
				return true;
			}
		}
	}
	return false;
}

/* The same from hunk i on; the last of its hunks, or -1. */
static int transposed_until(const struct comparing *c, int from, int i, struct hunk *found)
{
	for (int k = i + 1; k < c->hunks.n && k < i + 4; k++) {
		if (find_transposed(c, from, i, k, found)) {
			return k;
		}
	}
	return -1;
}

/* Partner old tokens [o, o_end) with the new ones from n on; n -1: with none. */
static void rematch(struct comparing *c, int o, int o_end, int n)
{
	for (; o < o_end; o++) {
		c->match[o] = n < 0 ? -1 : n++;
	}
}

static void join_transposed(struct comparing *c)
{
	int kept = 0;

	for (int i = 0; i < c->hunks.n; i++) {
		struct hunk h = c->hunks.at[i], found;
		int from = kept ? c->hunks.at[kept - 1].o_end : 0;
		int last = transposed_until(c, from, i, &found);
		if (last >= 0) {
			rematch(c, h.o, found.o, h.n);
			rematch(c, found.o, found.o_end, -1);
			rematch(c, found.o_end, c->hunks.at[last].o_end, found.n_end);
			h = found;
			i = last;
		}
		c->hunks.at[kept++] = h;
	}
	c->hunks.n = kept;
}

static void join_near(struct comparing *c)
{
	int kept = -1;

	for (int i = 0; i < c->hunks.n; i++) {
		if (kept >= 0 && is_one_change(c, &c->hunks.at[kept], &c->hunks.at[i])) {
			struct hunk *h = &c->hunks.at[kept];
			rematch(c, h->o_end, c->hunks.at[i].o, -1);
			h->o_end = c->hunks.at[i].o_end;
			h->n_end = c->hunks.at[i].n_end;
		} else {
			c->hunks.at[++kept] = c->hunks.at[i];
		}
	}
	c->hunks.n = kept + 1;
}

/* A change from here on reads well: a paragraph, a sentence, a clause begins. */
static int edge_score(const struct tokens *t, int i)
{
	enum char_class k;

	if (i == 0 || i == t->n || t->at[i - 1].id == TOKEN_BREAK || t->at[i].id == TOKEN_BREAK) {
		return 3;
	}
	k = t->at[i - 1].id < TOKEN_BREAK ? char_class(t->at[i - 1].id) : CHAR_LETTER;
	return k == CHAR_SIGN || k == CHAR_SPACE ? 2 : k == CHAR_HAN ? 0 : 1;
}

/* How far tokens [from, end) that came or went could be said to lie further
   left (-1) or right (1), at most limit. */
static int slide_room(const struct tokens *t, int from, int end, int way, int limit)
{
	int n = 0;

	while (n < limit && n < SLIDE_MAX) {
		int leaves = way < 0 ? end - 1 - n : from + n;
		int enters = way < 0 ? from - 1 - n : end + n;
		if (t->at[leaves].id != t->at[enters].id) {
			break;
		}
		n++;
	}
	return n;
}

static const struct range *range_of(const struct text *t, const struct token *k)
{
	return text_range(t, k->at);
}

static bool same_ruby(const struct text *x, const struct text *y)
{
	return x && y ? x->n == y->n && memcmp(x->s, y->s, x->n) == 0 : x == y;
}

static bool same_style(const struct range *x, const struct range *y)
{
	bool link = x->link && y->link ? strcmp(x->link, y->link) == 0 : x->link == y->link;

	return x->style == y->style && link && same_ruby(x->ruby, y->ruby);
}

/* Old token o and new token n, which are equal, look alike too. */
static bool looks_same(const struct comparing *c, int o, int n)
{
	const struct token *x = &c->old.at[o], *y = &c->new.at[n];

	return x->id == TOKEN_BREAK ||
			same_style(range_of(&old_portion(c, x->portion)->text, x),
					range_of(&new_portion(c, y->portion)->text, y));
}

/* How many more tokens would be equal but look different if h were shifted. */
static int restyled_by(const struct comparing *c, const struct hunk *h, int shift)
{
	int count = 0;

	for (int i = 0; i < shift; i++) {
		count += looks_same(c, h->o_end + i, h->n_end + i) -
				looks_same(c, h->o + i, h->n + i);
	}
	for (int i = -1; i >= shift; i--) {
		count += looks_same(c, h->o + i, h->n + i) -
				looks_same(c, h->o_end + i, h->n_end + i);
	}
	return count;
}

/* How far to shift h, so that the change is said as a reader would say it. */
static int best_shift(const struct comparing *c, const struct hunk *h, int left, int right)
{
	bool insert = h->o == h->o_end;
	const struct tokens *t = insert ? &c->new : &c->old;
	int from = insert ? h->n : h->o, end = insert ? h->n_end : h->o_end;
	int best = 0, most = INT_MIN;

	for (int shift = -left; shift <= right; shift++) {
		int score = 2 * edge_score(t, from + shift) + edge_score(t, end + shift) -
				10 * restyled_by(c, h, shift);
		if (score > most) {
			most = score;
			best = shift;
		}
	}
	return best;
}

/* 的X的 from 的: which of the two came is for us to say. */
static void slide(struct comparing *c, int i)
{
	struct hunk *h = &c->hunks.at[i];
	bool insert = h->o == h->o_end;
	const struct tokens *t = insert ? &c->new : &c->old;
	int from = insert ? h->n : h->o, end = insert ? h->n_end : h->o_end;
	int before = i ? c->hunks.at[i - 1].o_end + 1 : 0;
	int after = i + 1 < c->hunks.n ? c->hunks.at[i + 1].o - 1 : c->old.n;
	int left = slide_room(t, from, end, -1, h->o - before);
	int right = slide_room(t, from, end, 1, after - h->o_end);
	int shift = best_shift(c, h, left, right);

	if (shift > 0) { /* what is now before the hunk */
		rematch(c, h->o, h->o + shift, h->n);
	} else { /* behind it */
		rematch(c, h->o_end + shift, h->o_end, h->n_end + shift);
	}
	h->o += shift;
	h->o_end += shift;
	h->n += shift;
	h->n_end += shift;
	rematch(c, h->o, h->o_end, -1);
}

static void slide_all(struct comparing *c)
{
	for (int i = 0; i < c->hunks.n; i++) {
		const struct hunk *h = &c->hunks.at[i];
		if (!h->transposed && (h->o == h->o_end) != (h->n == h->n_end)) {
			slide(c, i);
		}
	}
}

/* Place of tokens [i, end), none of which is a break; in the portion where they
   begin. */
static struct place place_of(const struct comparing *c, bool new, int i, int end)
{
	const struct tokens *t = new ? &c->new : &c->old;
	struct place p = { .writing = new ? c->p->new_writing : c->p->old_writing };

	if (i < t->n && (i < end || !i || t->at[i - 1].id == TOKEN_BREAK)) {
		p.portion = t->at[i].portion;
		p.at = t->at[i].at;
	} else if (i > 0) { /* behind what stands there */
		p.portion = t->at[i - 1].portion;
		p.at = t->at[i - 1].at + t->at[i - 1].n;
	} else {
		p.portion = new ? c->p->new_first : c->p->old_first;
	}
	if (i > 0 && i == end && t->at[i - 1].id == TOKEN_BREAK) {
		p.portion = t->at[i - 1].portion + 1;
		p.at = 0;
	}
	if (end > i) {
		p.n = t->at[end - 1].at + t->at[end - 1].n - p.at;
	}
	return p;
}

static bool all_of_class(const struct tokens *t, int i, int end, enum char_class k)
{
	for (; i < end; i++) {
		if (t->at[i].id >= TOKEN_BREAK || t->at[i].id == '\t' ||
				char_class(t->at[i].id) != k) {
			return false;
		}
	}
	return true;
}

static enum change_kind kind_of(const struct comparing *c, const struct hunk *h)
{
	bool gone = h->o < h->o_end, come = h->n < h->n_end;

	if (h->transposed) {
		return CHANGE_TRANSPOSE;
	}
	if (gone && come) {
		return CHANGE_REPLACE;
	}
	if (all_of_class(gone ? &c->old : &c->new, gone ? h->o : h->n, gone ? h->o_end : h->n_end,
			    CHAR_SPACE)) {
		return gone ? CHANGE_SPACE_DROP : CHANGE_SPACE_ADD;
	}
	if (all_of_class(gone ? &c->old : &c->new, gone ? h->o : h->n, gone ? h->o_end : h->n_end,
			    CHAR_NEWLINE)) {
		return gone ? CHANGE_JOIN : CHANGE_SPLIT; /* of a title's lines */
	}
	return gone ? CHANGE_DELETE : CHANGE_INSERT;
}

static void add_text(struct comparing *c, struct hunk h)
{
	if (h.o < h.o_end || h.n < h.n_end) {
		change_add(c->d, kind_of(c, &h), place_of(c, false, h.o, h.o_end),
				place_of(c, true, h.n, h.n_end));
	}
}

/* Behind tokens [i, end) up to the next break. */
static int until_break(const struct tokens *t, int i, int end)
{
	while (i < end && t->at[i].id != TOKEN_BREAK) {
		i++;
	}
	return i;
}

/* Text between breaks stands for text between breaks; the breaks that only one
   side has join or split. */
static void add_hunk(struct comparing *c, struct hunk h)
{
	for (;;) {
		struct hunk text = h;
		bool o_break, n_break;
		text.o_end = until_break(&c->old, h.o, h.o_end);
		text.n_end = until_break(&c->new, h.n, h.n_end);
		add_text(c, text);
		o_break = text.o_end < h.o_end;
		n_break = text.n_end < h.n_end;
		if (!o_break && !n_break) {
			return;
		}
		h.o = text.o_end + o_break;
		h.n = text.n_end + n_break;
		if (o_break != n_break) {
			change_add(c->d, o_break ? CHANGE_JOIN : CHANGE_SPLIT,
					place_of(c, false, text.o_end, text.o_end),
					place_of(c, true, h.n, h.n));
		}
	}
}

static bool is_restyled(const struct comparing *c, int o)
{
	return c->match[o] >= 0 && !looks_same(c, o, c->match[o]);
}

/* Equal text in another style. */
static void add_styles(struct comparing *c)
{
	for (int o = 0, end; o < c->old.n; o = end) {
		end = o + 1;
		if (!is_restyled(c, o)) {
			continue;
		}
		while (end < c->old.n && c->match[end] == c->match[end - 1] + 1 &&
				is_restyled(c, end)) {
			end++;
		}
		change_add(c->d, CHANGE_STYLE, place_of(c, false, o, end),
				place_of(c, true, c->match[o], c->match[end - 1] + 1));
	}
}

/* A state that was read without its pictures says nothing of them. */
static bool same_picture(const struct portion *x, const struct portion *y)
{
	return !x->picture || !y->picture || strcmp(x->picture, y->picture) == 0;
}

/* What is said of the paragraph as a whole. */
static void add_form(struct comparing *c)
{
	const struct portion *x = old_portion(c, c->p->old_first);
	const struct portion *y = new_portion(c, c->p->new_first);
	struct place old = { c->p->old_writing, c->p->old_first, 0, x->text.n };
	struct place new = { c->p->new_writing, c->p->new_first, 0, y->text.n };

	if (x->kind != y->kind || x->level != y->level || x->quoted != y->quoted ||
			x->mark != y->mark) {
		change_add(c->d, CHANGE_FORM, old, new);
	}
	if (!same_picture(x, y)) {
		change_add(c->d, CHANGE_PICTURE, old, new);
	}
}

static bool is_unchanged(const struct text *x, const struct text *y)
{
	if (x->n != y->n || x->nranges != y->nranges || (x->n && memcmp(x->s, y->s, x->n) != 0)) {
		return false;
	}
	for (int i = 0; i < x->nranges; i++) {
		if (x->ranges[i].at != y->ranges[i].at ||
				!same_style(&x->ranges[i], &y->ranges[i])) {
			return false;
		}
	}
	return true;
}

void compare_pairing(struct diffing *d, const struct pairing *p)
{
	struct comparing c = { .d = d, .p = p };

	add_form(&c);
	if (p->nold == 1 && p->nnew == 1 &&
			is_unchanged(&old_portion(&c, p->old_first)->text,
					&new_portion(&c, p->new_first)->text)) {
		return;
	}
	read_tokens(&c);
	find_hunks(&c);
	join_transposed(&c);
	join_near(&c);
	slide_all(&c);
	for (int i = 0; i < c.hunks.n; i++) {
		add_hunk(&c, c.hunks.at[i]);
	}
	add_styles(&c);
	arena_reset(d->scratch);
}
