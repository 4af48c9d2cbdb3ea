/* score: changes of a round → errors, by 《图书质量管理规定》. */

#include <string.h>

#include "base/unit.h"
#include "proof/diff.h"
#include "proof/rounds.h"
#include "text/char.h"

/* Weights in tenths. */
enum {
	WEIGHT_MARK = 1,   /* a mark, a space, a paragraph, a type */
	WEIGHT_CASE = 5,   /* a capital for a small letter */
	WEIGHT_CHAR = 10,  /* one wrong, missing, extra or transposed character; a number */
	WEIGHT_FEW = 20,   /* two to five characters */
	WEIGHT_MANY = 40,  /* more */
	WEIGHT_TITLE = 20, /* anything in a title */
};

#define REPEATS_MAX 4 /* the same error counts so often and no more */

struct content {
	int characters; /* Han and letters */
	int digits;
	int others; /* marks, spaces */
};

static struct content content_of(const struct state *s, struct place p)
{
	struct content c = { 0 };
	const struct text *t;

	if (!p.n) {
		return c;
	}
	t = &s->writings[p.writing].portions[p.portion].text;
	for (size_t at = p.at; at < p.at + p.n;) {
		enum char_class k = char_class(char_next(t->s, t->n, &at));
		c.characters += k == CHAR_HAN || k == CHAR_LETTER;
		c.digits += k == CHAR_DIGIT;
		c.others += k != CHAR_HAN && k != CHAR_LETTER && k != CHAR_DIGIT;
	}
	return c;
}

static const char *bytes_at(const struct state *s, struct place p)
{
	return s->writings[p.writing].portions[p.portion].text.s + p.at;
}

/* The same letters, capital or small. */
static bool only_case(const struct diff *d, const struct change *c)
{
	const char *x, *y;

	if (c->kind != CHANGE_REPLACE || c->old.n != c->new.n) {
		return false;
	}
	x = bytes_at(d->old, c->old);
	y = bytes_at(d->new, c->new);
	for (uint32_t i = 0; i < c->old.n; i++) {
		if (((x[i] ^ y[i]) & ~0x20) || (x[i] != y[i] && (unsigned char)x[i] < 'A')) {
			return false;
		}
	}
	return true;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int weight_of_text(const struct diff *d, const struct change *c, struct score *t)
{
	struct content old = content_of(d->old, c->old), new = content_of(d->new, c->new);
	int n = c->kind == CHANGE_TRANSPOSE ? 1 : larger(old.characters, new.characters);

	if (only_case(d, c)) {
		t->form++;
		return WEIGHT_CASE;
	}
	if (!n && (old.digits || new.digits)) {
		t->numbers++; /* one error, whatever its length */
		return WEIGHT_CHAR;
	}
	if (!n) {
		t->marks++;
		return WEIGHT_MARK;
	}
	t->characters++;
	return n == 1 ? WEIGHT_CHAR : n <= 5 ? WEIGHT_FEW : WEIGHT_MANY;
}

static bool same_text(const struct state *x, struct place p, const struct state *y, struct place q)
{
	return p.n == q.n && (!p.n || memcmp(bytes_at(x, p), bytes_at(y, q), p.n) == 0);
}

/* How often this replacement was made before. */
static int repeats(const struct diff *d, int at)
{
	const struct change *c = &d->changes[at];
	int n = 0;

	for (int i = at - 1; i >= 0 && i > at - 1000 && n < REPEATS_MAX; i--) {
		const struct change *b = &d->changes[i];
		n += b->kind == CHANGE_REPLACE && same_text(d->old, b->old, d->old, c->old) &&
				same_text(d->new, b->new, d->new, c->new);
	}
	return n;
}

static bool in_title(const struct diff *d, const struct change *c)
{
	enum portion_kind k;

	if (c->new.writing < 0 || c->new.portion >= d->new->writings[c->new.writing].nportions) {
		return false;
	}
	k = d->new->writings[c->new.writing].portions[c->new.portion].kind;
	return k == PORTION_TITLE || k == PORTION_IMPRINT;
}

static int weight_of(const struct diff *d, int i, struct score *t)
{
	const struct change *c = &d->changes[i];
	int weight;

	switch (c->kind) {
	case CHANGE_REPLACE:
	case CHANGE_DELETE:
	case CHANGE_INSERT:
	case CHANGE_TRANSPOSE:
		weight = weight_of_text(d, c, t);
		if (c->kind == CHANGE_REPLACE && repeats(d, i) >= REPEATS_MAX) {
			return 0;
		}
		return in_title(d, c) && weight > WEIGHT_MARK ? larger(weight, WEIGHT_TITLE)
							      : weight;
	case CHANGE_MOVE:
		t->form++;
		return WEIGHT_CHAR;
	case CHANGE_ARTICLE_ADDED:
	case CHANGE_ARTICLE_GONE:
	case CHANGE_ARTICLE_MOVED:
	case CHANGE_PICTURE:
	case CHANGE_KINDS:
		return 0;
	default:
		t->form++;
		return WEIGHT_MARK;
	}
}

struct score score_changes(const struct diff *d)
{
	struct score t = { .changes = d->nchanges };

	for (int i = 0; i < d->nchanges; i++) {
		t.tenths += weight_of(d, i, &t);
	}
	return t;
}

int score_area(const struct layout *l, int npages)
{
	/* a line holds as many characters as its measure says to the nearest: marks
	   that give way make room; a line of less than its height is none */
	int64_t characters = (l->measure + l->body.size / 2) / l->body.size;
	int64_t lines = l->lines_per_page / UNIT_ONE;
	int64_t area = characters * lines * npages;

	return area > 999999999 ? 999999999 : (int)area;
}

int score_rate(const struct score *t)
{
	return t->area ? (int)((int64_t)t->tenths * 100000 / t->area) : -1;
}
