/* comments: <!-- … --> in an article is taken out before anything is read, so
   that nothing of it prints; one that says "banxin: allow RULE" is remembered,
   and so is # banxin: allow RULE in a YAML file; "banxin: tighten" is kept for
   the paragraph below it. */

#include "source/comments-imp.h"

#include "base/vec.h"

#define OPENING "<!--"
#define CLOSING "-->"
#define NAME    "banxin"
#define WORDS   "banxin: allow "
#define TIGHTEN "banxin: tighten"

#define SILENCES_MAX  5000 /* of an issue: each finding is held against all of them */
#define BACKTICKS_MAX 32   /* as many as md4c takes for code */

/* Going through an article. */
struct stripper {
	struct reader *r;
	const struct checked *t;
	size_t at, body; /* next to be read; where the Markdown begins */
	char *out;
	size_t n;
	VEC(struct mark) marks;
	int mark;       /* next of t's */
	char fence;     /* of the code block around, or 0 */
	size_t fence_n; /* its length */
	bool blank;     /* the line before was empty */
	bool list;      /* an indented line belongs to a list */
	bool indented;  /* the lines here are code by their indent */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t line_end(const struct checked *t, size_t at)
{
	const char *end = memchr(t->s + at, '\n', t->n - at);

	return end ? (size_t)(end - t->s) : t->n;
}

/* Line number of the next line with text below byte at's; that line itself
   where there is none. */
static int next_text_line(const struct checked *t, size_t at, int line)
{
	int next = line;

	for (at = line_end(t, at); at < t->n; at = line_end(t, at)) {
		size_t first = at + 1;
		next++;
		while (first < t->n && is_blank(t->s[first])) {
			first++;
		}
		if (first < t->n && t->s[first] != '\n') {
			return next;
		}
		at++;
	}
	return line;
}

/* Remember each name that stands at [at, end). */
static void add_silences(struct reader *r, const struct checked *t, size_t at, size_t end,
		struct silence form)
{
	static const char between[] = " \t\n,";

	while (at < end) {
		size_t n = 0;
		at += strspn(t->s + at, between);
		n = strcspn(t->s + at, between);
		n = at + n < end ? n : end > at ? end - at : 0;
		if (n && r->silences.n == SILENCES_MAX) {
			const char *max = arena_print(r->a, "%d", SILENCES_MAX);
			diag_add(r->d, DIAG_ALLOWED_MANY, form.span, max);
			return;
		}
		if (n) {
			form.rule = arena_copy(r->a, t->s + at, n);
			*vec_push(r->a, &r->silences) = form;
		}
		at += n + !n;
	}
}

/* What stands at [at, end), within a comment that begins at `from` and ends
   before `to`, may allow something. */
static bool read_allowed(struct reader *r, const struct checked *t, size_t from, size_t to,
		struct slice words, bool alone)
{
	struct silence form = { .span = checked_place(t, from) };
	size_t at = (size_t)(words.s - t->s), end = at + words.n;

	while (at < end && strchr(" \t\n", t->s[at])) {
		at++;
	}
	if (end - at < strlen(WORDS) || strncmp(t->s + at, WORDS, strlen(WORDS)) != 0) {
		return false;
	}
	form.last = checked_place(t, to).line;
	if (alone) {
		form.last = next_text_line(t, to, form.last);
	}
	add_silences(r, t, at + strlen(WORDS), end, form);
	return true;
}

static struct slice trimmed(struct slice words)
{
	while (words.n && strchr(" \t\n", *words.s)) {
		words.s++;
		words.n--;
	}
	while (words.n && strchr(" \t\n", words.s[words.n - 1])) {
		words.n--;
	}
	return words;
}

/* A comment with a line of its own may ask for the paragraph below it to be set
   tight. */
static bool read_tighten(struct reader *r, const struct checked *t, size_t from, struct slice words)
{
	bool said = words.n == strlen(TIGHTEN) && memcmp(words.s, TIGHTEN, words.n) == 0;

	if (said) {
		*vec_push(r->a, &r->tightened) = checked_place(t, from);
	}
	return said;
}

/* The words are meant for us, by their beginning. */
static bool is_to_us(struct slice words)
{
	size_t n = strlen(NAME);

	if (words.n < n || memcmp(words.s, NAME, n) != 0) {
		return false;
	}
	while (n < words.n && is_blank(words.s[n])) {
		n++;
	}
	return (words.n > n && words.s[n] == ':') ||
			(words.n - n >= 3 && memcmp(words.s + n, "：", 3) == 0);
}

/* What a comment says to us that ends before `to`. */
static void read_comment(struct reader *r, const struct checked *t, size_t from, size_t to,
		struct slice said, bool alone)
{
	struct slice words = trimmed(said);

	if (!read_allowed(r, t, from, to, said, alone) &&
			!(alone && read_tighten(r, t, from, words)) && is_to_us(words)) {
		diag_add0(r->d, DIAG_COMMENT_WORD, checked_place(t, from));
	}
}

void comments_tighten(struct reader *r, struct block *blocks, int n)
{
	int at = 0;

	for (int i = 0; i < r->tightened.n; i++) {
		struct span place = r->tightened.at[i];
		while (at < n && blocks[at].span.line <= place.line) {
			at++;
		}
		if (at < n && blocks[at].kind == BLOCK_PARA) {
			blocks[at].tight = true;
		} else {
			diag_add0(r->d, DIAG_TIGHTEN_NOTHING, place);
		}
	}
	r->tightened.n = 0;
}

static bool is_fence(const char *s, size_t n, char c)
{
	return n >= 3 && strspn(s, (char[2]){ c, '\0' }) >= 3;
}

/* Copy up to byte `to`, the marks with it. */
static void keep(struct stripper *k, size_t to)
{
	for (; k->mark < k->t->nmarks && k->t->marks[k->mark].at < to; k->mark++) {
		struct mark m = k->t->marks[k->mark];
		if (m.at >= k->at) {
			m.at = (uint32_t)(k->n + (m.at - k->at));
			*vec_push(k->r->a, &k->marks) = m;
		}
	}
	memcpy(k->out + k->n, k->t->s + k->at, to - k->at);
	k->n += to - k->at;
	k->at = to;
}

/* Leave out up to byte `to`. */
static void skip(struct stripper *k, size_t to)
{
	struct span place = checked_place(k->t, to);

	k->at = to;
	while (k->mark < k->t->nmarks && k->t->marks[k->mark].at <= to) {
		k->mark++;
	}
	while (k->marks.n && k->marks.at[k->marks.n - 1].at >= k->n) {
		k->marks.n--;
	}
	*vec_push(k->r->a, &k->marks) = (struct mark){ (uint32_t)k->n, place.line, place.col };
}

/* The comment at k->at; false where it has no end. */
static bool take_comment(struct stripper *k)
{
	const struct checked *t = k->t;
	size_t from = k->at, before = from, words = from + strlen(OPENING);
	const char *closing = strstr(t->s + words, CLOSING);
	struct slice said;
	size_t end, rest;
	bool alone;

	if (!closing) {
		return false;
	}
	end = (size_t)(closing - t->s) + strlen(CLOSING);
	while (before > k->body && is_blank(t->s[before - 1])) {
		before--;
	}
	for (rest = end; rest < t->n && is_blank(t->s[rest]); rest++) {
	}
	alone = (before == k->body || t->s[before - 1] == '\n') &&
			(rest == t->n || t->s[rest] == '\n');
	said = (struct slice){ t->s + words, (size_t)(closing - t->s) - words };
	read_comment(k->r, t, from, end, said, alone);
	if (alone) { /* the whole line goes, with its indent */
		k->n -= from - before;
		skip(k, rest < t->n ? rest + 1 : rest);
	} else {
		skip(k, end);
	}
	return true;
}

/* Code between backticks from k->at on is kept; the backticks alone where
   they have no partner before the paragraph ends. */
static void keep_backticks(struct stripper *k)
{
	const char *s = k->t->s;
	size_t n = strspn(s + k->at, "`"), at = k->at + n;

	while (n <= BACKTICKS_MAX && s[at] &&
			!(s[at] == '\n' && (s[at + 1] == '\n' || !s[at + 1]))) {
		size_t run = strspn(s + at, "`");
		if (run == n) {
			keep(k, at + n);
			return;
		}
		at += run + !run;
	}
	keep(k, k->at + n);
}

/* Copy the rest of the line without its comments. */
static void strip_line(struct stripper *k)
{
	const char *s = k->t->s;

	while (k->at < k->t->n) {
		keep(k, k->at + strcspn(s + k->at, "\\`<\n"));
		if (s[k->at] == '\\' && k->at + 1 < k->t->n && s[k->at + 1] != '\n') {
			keep(k, k->at + 2);
		} else if (s[k->at] == '`') {
			keep_backticks(k);
		} else if (strncmp(s + k->at, OPENING, strlen(OPENING)) == 0) {
			if (!take_comment(k)) {
				diag_add0(k->r->d, DIAG_COMMENT_UNCLOSED,
						checked_place(k->t, k->at));
				keep(k, k->t->n);
			} else if (k->at && s[k->at - 1] == '\n') {
				return;
			}
		} else if (k->at < k->t->n) {
			bool newline = s[k->at] == '\n';
			keep(k, k->at + 1);
			if (newline) {
				return;
			}
		}
	}
}

/* The line belongs to a code block, or begins or ends one. */
static bool is_code_line(struct stripper *k, size_t first, size_t end)
{
	const char *s = k->t->s + first;
	size_t n = end - first;

	if (k->fence) {
		if (is_fence(s, n, k->fence) &&
				strspn(s, (char[2]){ k->fence, '\0' }) >= k->fence_n) {
			k->fence = '\0';
		}
		return true;
	}
	if (is_fence(s, n, '`') || is_fence(s, n, '~')) {
		k->fence = s[0];
		k->fence_n = strspn(s, (char[2]){ s[0], '\0' });
		return true;
	}
	return k->indented;
}

static bool begins_list(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	return strchr(digits ? ".)" : "-+*", s[digits]) && s[digits] && is_blank(s[digits + 1]);
}

/* Look at a line before it is read: four blanks after an empty line make code,
   but not in a list. */
static void look_at_line(struct stripper *k, size_t first, size_t end)
{
	bool deep = first - k->at >= 4 || memchr(k->t->s + k->at, '\t', first - k->at);

	if (first == end) {
		k->blank = true;
		return;
	}
	if (!deep) {
		k->list = begins_list(k->t->s + first) || (k->list && !k->blank);
	}
	k->indented = deep && !k->list && (k->blank || k->indented);
	k->blank = false;
}

void comments_strip(struct reader *r, struct checked *t, size_t body)
{
	const struct checked whole = *t;
	struct stripper k = { .r = r, .t = &whole, .body = body, .blank = true };

	if (!strstr(t->s + body, OPENING)) {
		return;
	}
	k.out = arena_alloc(r->a, t->n + 1, 1);
	keep(&k, body);
	while (k.at < whole.n) {
		size_t first = k.at, end = line_end(&whole, k.at);
		while (first < end && (is_blank(whole.s[first]) || whole.s[first] == '>')) {
			first++;
		}
		look_at_line(&k, first, end);
		if (is_code_line(&k, first, end)) {
			keep(&k, end < whole.n ? end + 1 : end);
		} else {
			strip_line(&k);
		}
	}
	*t = (struct checked){ t->file, k.out, k.n, k.marks.at, k.marks.n };
}

void comments_read_yaml(struct reader *r, const struct checked *t, size_t from, size_t to)
{
	while (from < to) {
		size_t end = line_end(t, from), first = from, hash;
		end = end < to ? end : to;
		while (first < end && is_blank(t->s[first])) {
			first++;
		}
		for (hash = first; hash < end; hash++) {
			if (t->s[hash] == '#' && (hash == first || is_blank(t->s[hash - 1]))) {
				struct slice words = { t->s + hash + 1, end - hash - 1 };
				read_allowed(r, t, hash, end, words, hash == first);
			}
		}
		from = end + 1;
	}
}
