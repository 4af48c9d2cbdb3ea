/* markdown-disguise: the copy of an article that md4c reads.

   What differs from the article: A star that may mark a style is written ^, which
   is punctuation as * is but means nothing to md4c: CommonMark does not let
   **重点。**下文 end after a full stop, so we pair the stars ourselves. So are the
   brackets of [^label], and an empty line goes before one that defines a note.
   A line of colons around a boxed notice is a thematic break.
   And cells of a table's dash row get three characters at least, which md4c
   0.4 asks for and GFM does not. */

#include "source/markdown-imp.h"

#define HIDDEN '^'

/* Steps of md4c that take a second or so. Two of its ways are quadratic: each
   line is held against every list and quotation around it, and the lines of a
   paragraph are counted for each bracket. */
#define WORK_MAX ((uint64_t)1 << 32)

struct scan {
	struct manuscript *m;
	struct arena *a;
	const char *s;
	size_t at, end;    /* the line */
	size_t tail;       /* from here on it is stars and blanks only */
	int tail_stars;    /* how many of them are left */
	bool empty;        /* nothing but blanks in it */
	uint64_t depth;    /* of nesting at most, up to here */
	uint64_t nested;   /* steps over that */
	uint64_t lines;    /* of the paragraph */
	uint64_t brackets; /* in it */
	char fence;        /* ` or ~ around the code that is being read; 0: none */
	size_t fence_length;
	size_t para, deepest; /* where these begin */
	struct fencing notices;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void put(struct scan *k, char c)
{
	struct disguise *g = &k->m->disguise;

	if (g->n == g->cap) {
		die("markdown: disguise outgrown");
	}
	g->s[g->n++] = c;
}

static void put_up_to(struct scan *k, size_t to)
{
	while (k->at < to) {
		put(k, k->s[k->at++]);
	}
}

static bool blank_follows(const struct scan *k, size_t at)
{
	return at >= k->end || is_blank(k->s[at]);
}

/* Length of the list or quotation mark at `at`, 0 where there is none. */
static size_t mark_length(const struct scan *k, size_t at)
{
	size_t i = at;

	if (k->s[at] == '>') {
		return 1;
	}
	if (strchr("-+*", k->s[at])) {
		return blank_follows(k, at + 1) ? 1 : 0;
	}
	while (i < k->end && i < at + 9 && k->s[i] >= '0' && k->s[i] <= '9') {
		i++;
	}
	if (i == at || i >= k->end || (k->s[i] != '.' && k->s[i] != ')')) {
		return 0;
	}
	return blank_follows(k, i + 1) ? i + 1 - at : 0;
}

static void find_tail(struct scan *k)
{
	size_t i = k->end;

	k->tail_stars = 0;
	while (i > k->at && (k->s[i - 1] == '*' || is_blank(k->s[i - 1]))) {
		k->tail_stars += k->s[--i] == '*';
	}
	k->tail = i;
	k->empty = i == k->at && !k->tail_stars;
}

/* Copy what may begin the line: indents, > and list marks, and a thematic
   break. Their stars md4c must see. How deep that may nest goes to depth. */
static void put_prefix(struct scan *k)
{
	uint64_t depth = 0, blanks = 0;
	size_t n;

	find_tail(k);
	for (;;) {
		while (k->at < k->end && is_blank(k->s[k->at])) {
			blanks += k->s[k->at] == '\t' ? 4 : 1;
			put(k, k->s[k->at++]);
		}
		if (k->at >= k->end) {
			break;
		}
		if (k->at >= k->tail && k->tail_stars >= 3) {
			put_up_to(k, k->end);
			break;
		}
		n = mark_length(k, k->at);
		if (!n) {
			break;
		}
		k->tail_stars -= k->at >= k->tail && k->s[k->at] == '*';
		put_up_to(k, k->at + n);
		depth++;
	}
	depth = depth ? depth + blanks / 2 : 0;
	if (depth > k->depth) {
		k->depth = depth;
		k->deepest = k->at;
	}
}

bool markdown_escaped(const struct manuscript *m, size_t at)
{
	size_t i = at;

	while (i > m->from && m->t->s[i - 1] == '\\') {
		i--;
	}
	return (at - i) % 2 == 1;
}

/* The rest of the line is | - : and blanks, a | among them. */
static bool is_dash_row(const struct scan *k)
{
	bool bar = false;

	for (size_t i = k->at; i < k->end; i++) {
		if (!strchr("|-: \t", k->s[i])) {
			return false;
		}
		bar = bar || k->s[i] == '|';
	}
	return bar;
}

static void pad(struct scan *k, size_t n, char c)
{
	struct disguise *g = &k->m->disguise;
	size_t before = g->paddings.n ? g->paddings.at[g->paddings.n - 1].up_to : 0;

	*vec_push(k->a, &g->paddings) = (struct padding){ g->n, n, before + n };
	while (n--) {
		put(k, c);
	}
}

static void put_dash_row(struct scan *k)
{
	size_t n = 0; /* characters of the cell so far */

	while (k->at < k->end) {
		char c = k->s[k->at];
		char next = k->at + 1 < k->end ? k->s[k->at + 1] : ' ';

		put(k, c);
		k->at++;
		n = c == '-' || c == ':' ? n + 1 : 0;
		if (c == '-' && next != '-' && n + (next == ':') < 3) {
			pad(k, 3 - n - (next == ':'), '-');
		}
	}
}

static void put_note(struct scan *k, size_t n)
{
	put(k, HIDDEN);
	k->at++;
	put_up_to(k, k->at + n - 2);
	put(k, HIDDEN);
	k->at++;
}

/* The first character of the line that is no blank, with at most three blanks
   before it; else the line's end. */
static size_t line_begin(const struct scan *k)
{
	size_t n = 0;

	while (n < 4 && k->at + n < k->end && k->s[k->at + n] == ' ') {
		n++;
	}
	return n < 4 ? k->at + n : k->end;
}

/* The line begins or ends a block of code between fences. */
static void see_fence(struct scan *k)
{
	size_t at = line_begin(k), n = 0;
	char c = at < k->end ? k->s[at] : ' ';

	while (at + n < k->end && k->s[at + n] == c) {
		n++;
	}
	if ((c != '`' && c != '~') || n < 3) {
		return;
	}
	if (!k->fence && (c == '~' || !memchr(k->s + at + n, '`', k->end - at - n))) {
		k->fence = c;
		k->fence_length = n;
	} else if (c == k->fence && n >= k->fence_length) {
		for (at += n; at < k->end && is_blank(k->s[at]); at++) {
		}
		k->fence = at < k->end ? k->fence : 0;
	}
}

/* A line that defines a note begins a paragraph. */
static void part_definition(struct scan *k)
{
	size_t at = line_begin(k);

	if (!k->fence && k->lines && markdown_definition_length(k->s + at, k->end - at)) {
		pad(k, 1, '\n');
	}
}

/* [^ 1]: a note is meant, which its author is told later, and not a link. */
static bool is_spaced_note(const struct scan *k)
{
	const char *s = k->s + k->at;

	return k->end - k->at > 2 && s[0] == '[' && s[1] == '^' && is_blank(s[2]);
}

static void put_line(struct scan *k)
{
	put_prefix(k);
	if (is_dash_row(k)) {
		put_dash_row(k);
		return;
	}
	while (k->at < k->end) {
		char c = k->s[k->at];
		size_t note = markdown_note_length(k->s + k->at, k->end - k->at);
		bool hide;

		if (note && !markdown_escaped(k->m, k->at)) {
			put_note(k, note);
			continue;
		}
		hide = c == '*' || is_spaced_note(k);
		put(k, hide && !markdown_escaped(k->m, k->at) ? HIDDEN : c);
		k->brackets += c == '[' || c == '<';
		k->at++;
	}
}

/* The paragraph, or whatever has no empty line in it, ended. */
static bool para_fits(struct scan *k)
{
	bool fits = k->lines * k->brackets < WORK_MAX;

	if (!fits) {
		diag_add0(k->m->r->d, DIAG_LINKS_TOO_MANY, checked_place(k->m->t, k->para));
	}
	k->lines = k->brackets = 0;
	return fits;
}

void markdown_too_deep(const struct manuscript *m, size_t at)
{
	const char *max = arena_print(m->r->a, "%d", NEST_MAX);

	diag_add(m->r->d, DIAG_NESTING_DEEP, checked_place(m->t, at), max);
}

static bool nesting_fits(struct scan *k)
{
	k->nested += k->depth;
	if (k->nested < WORK_MAX) {
		return true;
	}
	markdown_too_deep(k->m, k->deepest);
	return false;
}

/* A thematic break in place of a line that a boxed notice begins or ends with. */
static void put_break(struct scan *k)
{
	for (size_t from = k->at; k->at < k->end; k->at++) {
		put(k, k->at - from < 3 ? '_' : ' ');
	}
	k->empty = true;
}

static bool scan_line(struct scan *k)
{
	const char *nl = memchr(k->s + k->at, '\n', k->m->t->n - k->at);

	k->end = nl ? (size_t)(nl - k->s) : k->m->t->n;
	if (!k->lines) {
		k->para = k->at;
	}
	if (!k->fence && markdown_fence(k->m, k->a, &k->notices, k->at, k->end)) {
		put_break(k);
	} else {
		see_fence(k);
		part_definition(k);
		put_line(k);
	}
	if (nl) {
		put(k, k->s[k->at++]);
	}
	if (k->empty) {
		return para_fits(k) && nesting_fits(k);
	}
	k->lines++;
	return nesting_fits(k);
}

bool markdown_disguise(struct manuscript *m, struct arena *a)
{
	struct disguise *g = &m->disguise;
	struct scan k = { .m = m, .a = a, .s = m->t->s, .at = m->from };

	/* a dash of a dash row may become three, [^ may get a line break before it */
	for (size_t i = m->from; i < m->t->n; i++) {
		g->cap += m->t->s[i] == '-' ? 3 : m->t->s[i] == '[' ? 2 : 1;
	}
	g->s = arena_alloc(a, g->cap + 1, 1);
	while (k.at < m->t->n) {
		if (!scan_line(&k)) {
			return false;
		}
	}
	markdown_fences_end(m, &k.notices);
	return para_fits(&k);
}

/* How many bytes were put in before byte at of the copy. */
static size_t padded_before(const struct disguise *g, size_t at)
{
	int lo = 0, hi = g->paddings.n;
	const struct padding *p;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (g->paddings.at[mid].at < at) {
			lo = mid + 1;
		} else {
			hi = mid;
		}
	}
	if (!lo) {
		return 0;
	}
	p = &g->paddings.at[lo - 1];
	return at - p->at < p->n ? p->up_to - p->n + (at - p->at) : p->up_to;
}

size_t markdown_source(const struct manuscript *m, const char *p)
{
	size_t at = (size_t)(p - m->disguise.s);

	return m->from + at - padded_before(&m->disguise, at);
}

bool markdown_disguised(const struct manuscript *m, const char *p)
{
	return p >= m->disguise.s && p <= m->disguise.s + m->disguise.n;
}

char *markdown_reveal(struct arena *a, const char *s, size_t n)
{
	char *t = arena_copy(a, s, n);

	for (size_t i = 0; i < n; i++) {
		t[i] = t[i] == HIDDEN ? '*' : t[i];
	}
	return t;
}
