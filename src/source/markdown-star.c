/* markdown-star: which * and ** begin and end a style.

   CommonMark 0.31 section 6.2 with one change: what counts next to a run of
   stars is only whether white space stands there, not whether a mark does, so
   that 。** ends what ** began. U+3000 is no white space here: in Chinese text
   it is as good as a character. */

#include "source/markdown-imp.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_alnum(char c)
{
	return is_digit(c) || is_letter(c);
}

/* Stars that are no markup: 138****5678, 7*24, 2 * 3. */
static bool is_plain(char before, char after, int n)
{
	if (n >= 4 || (is_digit(before) && is_digit(after))) {
		return true;
	}
	if (n > 1) {
		return false;
	}
	return (is_space(before) && is_space(after)) || (is_digit(before) && is_letter(after)) ||
			(is_letter(before) && is_digit(after));
}

static struct star read_star(const struct manuscript *m, size_t at, int n)
{
	size_t end = at + (size_t)n;
	char before = at > m->from ? m->t->s[at - 1] : ' ';
	char after = end < m->t->n ? m->t->s[end] : ' ';
	struct star star = { .at = at, .n = n, .left = n };

	if (is_plain(before, after, n)) {
		star.quiet = true;
		return star;
	}
	star.opens = !is_space(after);
	star.closes = !is_space(before);
	star.quiet = n == 1 && is_alnum(before) && is_alnum(after);
	return star;
}

static void find_in_piece(const struct manuscript *m, const struct piece *p, struct stars *out)
{
	const char *s = m->t->s;
	size_t end = p->at + p->n;
	const char *found;

	for (size_t at = p->at; (found = memchr(s + at, '*', end - at));) {
		size_t n = 1;

		at = (size_t)(found - s);
		if (!markdown_escaped(m, at)) {
			while (at + n < end && s[at + n] == '*') {
				n++;
			}
			*vec_push(m->scratch, out) = read_star(m, at, (int)n);
		}
		at += n;
	}
}

/* Rule of three: where one of two runs could both open and close, their
   lengths must not sum to a multiple of 3 unless both are one. */
static bool fit(const struct star *open, const struct star *close)
{
	bool both = open->closes || close->opens;

	return !both || (open->n + close->n) % 3 != 0 || open->n % 3 == 0;
}

struct pairing {
	struct star *stars;
	struct {
		int *at;
		int n, cap;
	} open; /* that may still find a partner, outermost first */
	/* Openers below this height are known not to fit a closer of that
	   length modulo 3 that could also open; keeps the search linear. */
	int floor[3][2];
};

static void cut_open(struct pairing *g, int n)
{
	g->open.n = n;
	for (int i = 0; i < 6; i++) {
		int *floor = &g->floor[i / 2][i % 2];
		*floor = *floor < n ? *floor : n;
	}
}

static void join(struct pairing *g, int height, struct star *close)
{
	struct star *open = &g->stars[g->open.at[height]];
	bool strong = open->left >= 2 && close->left >= 2;

	open->left -= strong ? 2 : 1;
	close->left -= strong ? 2 : 1;
	open->begin_strong += strong;
	open->begin_emphasis += !strong;
	close->end_strong += strong;
	close->end_emphasis += !strong;
	cut_open(g, open->left ? height + 1 : height);
}

static void close_with(struct pairing *g, struct star *close)
{
	int *floor = &g->floor[close->n % 3][close->opens];

	while (close->left) {
		int height = g->open.n - 1;

		while (height >= *floor && !fit(&g->stars[g->open.at[height]], close)) {
			height--;
		}
		if (height < *floor) {
			*floor = g->open.n;
			break;
		}
		join(g, height, close);
	}
}

static void complain(const struct manuscript *m, const struct star *star)
{
	size_t at = star->at + (size_t)(star->end_strong * 2 + star->end_emphasis);

	if (star->left && !star->quiet) {
		diag_add0(m->r->d, star->left == 1 ? DIAG_EMPHASIS_UNCLOSED : DIAG_STRONG_UNCLOSED,
				checked_place(m->t, at));
	}
}

struct stars markdown_stars(const struct manuscript *m, const struct pieces *p)
{
	struct stars out = { 0 };
	struct pairing g = { 0 };

	for (int i = 0; i < p->n; i++) {
		if (p->at[i].kind == PIECE_TEXT) {
			find_in_piece(m, &p->at[i], &out);
		}
	}
	g.stars = out.at;
	for (int i = 0; i < out.n; i++) {
		if (out.at[i].closes) {
			close_with(&g, &out.at[i]);
		}
		if (out.at[i].opens && out.at[i].left) {
			*vec_push(m->scratch, &g.open) = i;
		}
	}
	for (int i = 0; i < out.n; i++) {
		complain(m, &out.at[i]);
	}
	return out;
}
