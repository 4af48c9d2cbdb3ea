/* markdown-text: pieces of a paragraph → the text as printed.

   White space becomes one space; a line break becomes one space or, inside
   Chinese text, nothing (design: a line break in the source between two Han
   characters or marks adds no space). What this changes, removed stars and
   entities make the text leave off following the file, and a range begins. */

#include "source/markdown-imp.h"
#include "text/char.h"

#define NOWHERE ((size_t)-1)

/* White space read and not yet written: what it becomes hangs on what
   follows. */
struct gap {
	enum { GAP_NONE, GAP_SPACE, GAP_SOFT, GAP_HARD } kind;
	size_t at;
	unsigned style;
	const char *link;
};

struct writer {
	const struct manuscript *m;
	char *s;
	uint32_t n;
	struct {
		struct range *at;
		int n, cap;
	} ranges;
	size_t expect; /* where in the source the next character stands if no range need begin */
	struct gap gap;
	struct stars stars;
	int star; /* next of them */
	int strong, emphasis;
	struct signs signs;
	int sign;            /* next of them */
	int spans[4];        /* around: of TEXT_DOTS and the styles after it */
	bool apart;          /* the next character begins a line of its own below it */
	uint32_t note, past; /* the marks written last, for which nothing makes room */
	VEC(struct spanned) read;
};

#define LINES_BELOW (TEXT_UNDERLINE | TEXT_NAME | TEXT_WAVY)

static unsigned style_of(const struct writer *w, const struct piece *p)
{
	unsigned style = p->style;

	for (int i = 0; i < 4; i++) {
		style |= w->spans[i] ? (unsigned)TEXT_DOTS << i : 0u;
	}
	return style | (w->strong ? TEXT_STRONG : 0u) | (w->emphasis ? TEXT_EMPHASIS : 0u);
}

/* Append bytes that stand for those at `at` of the source. */
static void put(struct writer *w, const char *s, size_t n, size_t at, unsigned style,
		const char *link)
{
	const struct range *last = w->ranges.n ? &w->ranges.at[w->ranges.n - 1] : NULL;

	if (!last || w->apart || (last->style & ~(unsigned)TEXT_APART) != style ||
			last->link != link || w->expect != at) {
		*vec_push(w->m->scratch, &w->ranges) = (struct range){ .at = w->n,
			.style = style | (w->apart ? TEXT_APART : 0u),
			.link = link,
			.span = checked_place(w->m->t, at) };
		w->apart = false;
	}
	memcpy(w->s + w->n, s, n);
	w->n += (uint32_t)n;
	w->expect = at + n;
}

/* Last character written but for combining ones and marks of notes; 0 at the
   start. */
static uint32_t last_char(const struct writer *w)
{
	uint32_t end = w->past == w->n ? w->note : w->n;

	while (end) {
		size_t at = end;
		uint32_t c;

		do {
			at--;
		} while (((unsigned char)w->s[at] & 0xc0) == 0x80);
		end = (uint32_t)at;
		c = char_next(w->s, w->n, &at);
		if (!char_is_mark(c)) {
			return c;
		}
	}
	return 0;
}

static bool needs_space(uint32_t a, uint32_t b)
{
	return char_class(a) != CHAR_SPACE && char_class(a) != CHAR_NEWLINE &&
			char_class(b) != CHAR_SPACE && !char_joins(a, b);
}

/* Write the white space that stood before the character c. */
static void put_gap(struct writer *w, uint32_t c)
{
	struct gap gap = w->gap;
	uint32_t last = last_char(w);

	w->gap.kind = GAP_NONE;
	if (!last) {
		return;
	}
	switch (gap.kind) {
	case GAP_NONE:
		break;
	case GAP_HARD:
		put(w, "\n", 1, gap.at, gap.style, gap.link);
		w->expect = NOWHERE;
		break;
	case GAP_SOFT:
		if (needs_space(last, c)) {
			put(w, " ", 1, gap.at, gap.style, gap.link);
		}
		w->expect = NOWHERE;
		break;
	case GAP_SPACE:
		if (last != '\n') {
			put(w, " ", 1, gap.at, gap.style, gap.link);
		}
		break;
	}
}

static void add_gap(struct writer *w, const struct piece *p, int kind, size_t at)
{
	if ((int)w->gap.kind < kind) {
		w->gap = (struct gap){ .kind = kind,
			.at = at,
			.style = style_of(w, p),
			.link = p->link };
	}
}

/* First mark of the checked text behind byte at. */
static int mark_after(const struct checked *t, size_t at)
{
	int lo = 0, hi = t->nmarks;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (t->marks[mid].at <= at) {
			lo = mid + 1;
		} else {
			hi = mid;
		}
	}
	return lo;
}

/* A character of the file was left out before the one at the mark. */
static bool is_jump(const struct checked *t, const struct mark *mark)
{
	size_t before = mark->at - 1;

	while (((unsigned char)t->s[before] & 0xc0) == 0x80) {
		before--;
	}
	return checked_place(t, before).col + 1 != mark->col;
}

/* Append bytes [at, end) of the source as they are. */
static void put_source(struct writer *w, const struct piece *p, size_t at, size_t end)
{
	const struct checked *t = w->m->t;

	for (int i = mark_after(t, at); i < t->nmarks && t->marks[i].at < end; i++) {
		if (is_jump(t, &t->marks[i])) {
			put(w, t->s + at, t->marks[i].at - at, at, style_of(w, p), p->link);
			at = t->marks[i].at;
			w->expect = NOWHERE;
		}
	}
	put(w, t->s + at, end - at, at, style_of(w, p), p->link);
}

/* Write bytes [at, end) of the source, which hold no blank. */
static void put_run(struct writer *w, const struct piece *p, size_t at, size_t end)
{
	const char *s = w->m->t->s;
	size_t next = at;
	uint32_t c = char_next(s, end, &next);

	while (!w->n && char_class(c) == CHAR_SPACE) { /* editors indent with U+3000 */
		at = next;
		if (at >= end) {
			return;
		}
		c = char_next(s, end, &next);
	}
	put_gap(w, c);
	put_source(w, p, at, end);
}

/* One star or several side by side, at their place in the text. */
static void put_star(struct writer *w, const struct piece *p, const struct star *star)
{
	size_t at = star->at + (size_t)(star->end_strong * 2 + star->end_emphasis);

	w->strong -= star->end_strong;
	w->emphasis -= star->end_emphasis;
	if (star->left) {
		put_run(w, p, at, at + (size_t)star->left);
	}
	w->strong += star->begin_strong;
	w->emphasis += star->begin_emphasis;
}

/* The mark of a note, with its word whatever white space stands between. */
static void put_note(struct writer *w, const struct piece *p, const struct sign *sign)
{
	int number;
	const char *mark = markdown_note_mark(w->m, sign->at, sign->n, &number);
	uint32_t begin = w->n;

	if (!mark) {
		return;
	}
	w->expect = NOWHERE;
	w->apart = false;
	put(w, mark, strlen(mark), sign->at, p->style | TEXT_NOTE, p->link);
	w->ranges.at[w->ranges.n - 1].note = number;
	w->expect = NOWHERE;
	w->note = w->past == begin ? w->note : begin;
	w->past = w->n;
}

static void begin_span(struct writer *w, const struct sign *sign)
{
	const struct range *last = w->ranges.n ? &w->ranges.at[w->ranges.n - 1] : NULL;

	w->apart = last && (last->style & LINES_BELOW) && (sign->style & LINES_BELOW);
	for (int i = 0; i < 4; i++) {
		w->spans[i] += (sign->style & ((unsigned)TEXT_DOTS << i)) != 0;
	}
	if (sign->reads) {
		*vec_push(w->m->scratch, &w->read) =
				(struct spanned){ .from = w->n, .at = sign->at };
	}
}

static void end_span(struct writer *w, const struct sign *sign)
{
	w->apart = false;
	for (int i = 0; i < 4; i++) {
		w->spans[i] -= (sign->style & ((unsigned)TEXT_DOTS << i)) != 0;
	}
	if (sign->end) { /* readings never stand in one another */
		struct spanned *span = &w->read.at[w->read.n - 1];
		span->to = w->n;
		span->reading = sign->reading;
		span->end = sign->end;
	}
}

static void put_sign(struct writer *w, const struct piece *p, const struct sign *sign)
{
	size_t end = sign->at + sign->n;

	switch (sign->kind) {
	case SIGN_BEGIN:
		begin_span(w, sign);
		break;
	case SIGN_END:
		end_span(w, sign);
		break;
	default:
		put_note(w, p, sign);
		break;
	}
	while (w->star < w->stars.n && w->stars.at[w->star].at < end) {
		w->star++;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void put_text(struct writer *w, const struct piece *p)
{
	const char *s = w->m->t->s;
	size_t end = p->at + p->n;

	for (size_t at = p->at; at < end;) {
		const struct star *star = w->star < w->stars.n ? &w->stars.at[w->star] : NULL;
		const struct sign *sign = w->sign < w->signs.n ? &w->signs.at[w->sign] : NULL;
		size_t stop = star && star->at < end ? star->at : end, run = at;

		stop = sign && sign->at < stop ? sign->at : stop;
		while (run < stop && !is_blank(s[run])) {
			run++;
		}
		if (run > at) {
			put_run(w, p, at, run);
			at = run;
		} else if (sign && at == sign->at) {
			put_sign(w, p, sign);
			w->sign++;
			at += sign->n;
		} else if (at == stop) {
			put_star(w, p, star);
			w->star++;
			at += (size_t)star->n;
		} else {
			add_gap(w, p, GAP_SPACE, at++);
		}
	}
}

/* Code keeps its spaces; a tab is one. */
static void put_code(struct writer *w, const struct piece *p)
{
	const char *s = w->m->t->s;
	size_t end = p->at + p->n;

	if (p->n) {
		size_t first = p->at;
		put_gap(w, char_next(s, end, &first));
	}
	for (size_t at = p->at; at < end;) {
		size_t run = at;

		while (run < end && !is_blank(s[run])) {
			run++;
		}
		if (run > at) {
			put_source(w, p, at, run);
			at = run;
		} else {
			put(w, " ", 1, at++, style_of(w, p), p->link);
		}
	}
}

/* As check.c does for characters that stand in the file themselves. */
static uint32_t entity_allowed(const struct writer *w, const struct piece *p, uint32_t c)
{
	char name[12];

	char_name(c, name);
	if (char_is_control(c)) {
		diag_add(w->m->r->d, DIAG_CHAR_CONTROL, checked_place(w->m->t, p->at), name);
		return 0;
	}
	if (char_is_invisible(c)) {
		diag_add(w->m->r->d, DIAG_CHAR_INVISIBLE, checked_place(w->m->t, p->at), name);
		return 0;
	}
	if (char_is_private(c)) {
		diag_add(w->m->r->d, DIAG_CHAR_PRIVATE, checked_place(w->m->t, p->at), name);
	}
	return char_normal(c) ? char_normal(c) : c;
}

static void put_entity(struct writer *w, const struct piece *p)
{
	const char *s = w->m->t->s + p->at;
	int32_t read = markdown_entity(s, p->n);
	uint32_t c = (uint32_t)read;
	char bytes[5];
	int n;

	if (read < 0) {
		put_text(w, p);
		return;
	}
	if (c == '\t' || c == '\n' || c == ' ') {
		add_gap(w, p, GAP_SPACE, p->at);
		return;
	}
	c = entity_allowed(w, p, c);
	if (!c || (!w->n && char_class(c) == CHAR_SPACE)) {
		return;
	}
	n = char_write(c, bytes);
	put_gap(w, c);
	put(w, bytes, (size_t)n, p->at, style_of(w, p), p->link);
	w->expect = NOWHERE;
}

static void put_piece(struct writer *w, const struct piece *p)
{
	switch ((enum piece_kind)p->kind) {
	case PIECE_TEXT:
		put_text(w, p);
		break;
	case PIECE_CODE:
		put_code(w, p);
		break;
	case PIECE_ENTITY:
		put_entity(w, p);
		break;
	case PIECE_SOFT:
		add_gap(w, p, GAP_SOFT, p->at);
		break;
	case PIECE_HARD:
		add_gap(w, p, GAP_HARD, p->at);
		break;
	}
}

static void trim_end(struct writer *w)
{
	while (w->n) {
		size_t at = w->n, begin;
		enum char_class k;

		do {
			at--;
		} while (((unsigned char)w->s[at] & 0xc0) == 0x80);
		begin = at;
		k = char_class(char_next(w->s, w->n, &at));
		if (k != CHAR_SPACE && k != CHAR_NEWLINE) {
			break;
		}
		w->n = (uint32_t)begin;
	}
	while (w->ranges.n && w->ranges.at[w->ranges.n - 1].at >= w->n) {
		w->ranges.n--;
	}
}

struct text markdown_text(const struct manuscript *m, const struct pieces *p)
{
	struct writer w = { .m = m, .expect = NOWHERE };
	struct text t;
	size_t most = 1;
	struct range *ranges;

	for (int i = 0; i < p->n; i++) {
		most += p->at[i].n; /* nothing takes more bytes here than in the source, */
	}
	w.stars = markdown_stars(m, p);
	w.signs = markdown_signs(m, p);
	most += 8 * (size_t)w.signs.n; /* but the marks of notes */
	w.s = arena_alloc(m->r->a, most, 1);
	for (int i = 0; i < p->n; i++) {
		put_piece(&w, &p->at[i]);
	}
	trim_end(&w);
	w.s[w.n] = '\0';
	if (!w.n) {
		return (struct text){ 0 };
	}
	ranges = ARENA_ARRAY(m->r->a, struct range, w.ranges.n);
	memcpy(ranges, w.ranges.at, (size_t)w.ranges.n * sizeof *ranges);
	t = (struct text){ w.s, w.n, ranges, w.ranges.n };
	markdown_readings(m, &t, w.read.at, w.read.n);
	markdown_link_bare(m, &t);
	return t;
}

struct text markdown_part(struct arena *a, const struct text *t, uint32_t from, uint32_t to)
{
	struct text part = { t->s + from, to - from, NULL, 0 };
	int first;
	struct range *ranges;

	if (to <= from) {
		return (struct text){ 0 };
	}
	first = (int)(text_range(t, from) - t->ranges);
	ranges = ARENA_ARRAY(a, struct range, t->nranges - first);
	for (int i = first; i < t->nranges && t->ranges[i].at < to; i++) {
		ranges[part.nranges] = t->ranges[i];
		ranges[part.nranges++].at -= i > first ? from : t->ranges[i].at;
	}
	ranges[0].span = text_span(t, from);
	part.ranges = ranges;
	return part;
}
