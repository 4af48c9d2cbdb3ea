#include "proof/redline.h"

#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "proof/pages.h"
#include "proof/sheets-imp.h"

#define QUOTED_MAX 120 /* bytes of old text that a note repeats */

#define ROW(words)                                           \
	{                                                    \
		"redline", "GB/T 14706", DIAG_WARNING, words \
	}

static const struct rule rows[CHANGE_KINDS] = {
	[CHANGE_REPLACE] = ROW(N_("replaced; it was ‘%1’")),
	[CHANGE_DELETE] = ROW(N_("deleted: ‘%1’")),
	[CHANGE_INSERT] = ROW(N_("inserted")),
	[CHANGE_TRANSPOSE] = ROW(N_("transposed; it was ‘%1’")),
	[CHANGE_MOVE] = ROW(N_("moved here from %2")),
	[CHANGE_SPLIT] = ROW(N_("a new paragraph from here")),
	[CHANGE_JOIN] = ROW(N_("run on: no new paragraph any more")),
	[CHANGE_SPACE_ADD] = ROW(N_("space added")),
	[CHANGE_SPACE_DROP] = ROW(N_("space closed")),
	[CHANGE_STYLE] = ROW(N_("set in another type or link")),
	[CHANGE_FORM] = ROW(N_("made another kind of paragraph")),
	[CHANGE_PICTURE] = ROW(N_("another picture")),
	[CHANGE_ARTICLE_ADDED] = ROW(N_("a new article")),
	[CHANGE_ARTICLE_GONE] = ROW(N_("an article was taken out: ‘%2’")),
	[CHANGE_ARTICLE_MOVED] = ROW(N_("this article stood elsewhere")),
};

/* On one line, and not too long. */
static const char *cut(struct arena *a, const char *text)
{
	char *s = arena_string(a, text);
	size_t n = QUOTED_MAX;

	for (char *c = s; *c; c++) {
		*c = *c == '\n' || *c == '\t' ? ' ' : *c;
	}
	if (strlen(s) <= n) {
		return s;
	}
	while (((unsigned char)s[n] & 0xc0) == 0x80) {
		n--;
	}
	return arena_print(a, "%.*s…", (int)n, s);
}

static const struct portion *new_portion(const struct diff *d, struct place p)
{
	return p.writing >= 0 && p.portion < d->new->writings[p.writing].nportions
			? &d->new->writings[p.writing].portions[p.portion]
			: NULL;
}

/* The bytes of a change that a reader of the page sees as one: cells and printed
   lines end where they do. */
static uint32_t piece_end(const struct text *t, uint32_t at, uint32_t end)
{
	while (at < end && t->s[at] != '\t' && t->s[at] != '\n') {
		at++;
	}
	return at;
}

static int count(const char *s, uint32_t n)
{
	int characters = 0;

	for (uint32_t i = 0; i < n; i++) {
		characters += ((unsigned char)s[i] & 0xc0) != 0x80;
	}
	return characters;
}

/* Where it came from: the article's file, and for a paragraph its line then. */
static const char *origin(struct arena *a, const struct diff *d, struct place p)
{
	const char *name;

	if (p.writing < 0) {
		return "";
	}
	name = d->old->writings[p.writing].name;
	if (p.portion >= d->old->writings[p.writing].nportions) {
		return name;
	}
	return arena_print(a, "%s:%d", name,
			d->old->writings[p.writing].portions[p.portion].span.line);
}

static struct finding finding_of(struct arena *a, const struct diff *d, const struct change *c)
{
	const char **args = ARENA_ARRAY(a, const char *, 2);
	const struct portion *p = new_portion(d, c->new);
	struct finding f = { .rule = &rows[c->kind], .level = DIAG_WARNING, .nargs = 2 };

	args[0] = cut(a, place_text(a, d->old, c->old));
	args[1] = c->kind == CHANGE_ARTICLE_GONE ? d->old->writings[c->old.writing].name
						 : origin(a, d, c->old);
	f.args = args;
	f.excerpt = cut(a, place_text(a, d->new, c->new));
	f.from = place_span(d->new, c->new);
	f.end = c->new.at + c->new.n;
	f.at = c->new.at;
	if (p && c->new.n) {
		f.length = count(p->text.s + f.at, piece_end(&p->text, f.at, f.end) - f.at);
	}
	return f;
}

void redline_findings(struct arena *a, const struct diff *d, struct findings *to)
{
	for (int i = 0; i < d->nchanges; i++) {
		*vec_push(a, to) = finding_of(a, d, &d->changes[i]);
	}
}

struct recheck redline_pages(struct arena *a, const struct diff *d, const struct book *b)
{
	struct prints now = pages_prints(a, b);
	struct recheck r = { "", "" };
	const bool *changed;

	if (!d->old->prints.n) {
		return (struct recheck){ NULL, NULL };
	}
	changed = pages_changed(a, &d->old->prints, &now, b->npages);
	for (int i = 0; i < b->npages; i++) {
		const char *label = b->pages[i].label;
		const char **list = label ? &r.pages : &r.sheets;
		if (changed[i]) {
			label = label ? label : arena_print(a, "%d", i + 1);
			*list = arena_print(a, "%s%s%s", *list, **list ? "、" : "", label);
		}
	}
	return r;
}

/* On the sheets. */

bool redline_draws(const struct finding *f)
{
	return f->rule >= rows && f->rule < rows + CHANGE_KINDS;
}

struct found {
	struct stretch *at;
	int n, cap;
};

static void find_piece(struct sheeting *s, struct found *to, const struct text *t, uint32_t at,
		uint32_t end)
{
	int n;
	const struct stretch *found = addresses_find(s->t->a, s->addresses, text_span(t, at),
			count(t->s + at, end - at), &n);

	for (int i = 0; i < n; i++) {
		*vec_push(s->t->a, to) = found[i];
	}
}

/* Text [from, end) of a portion, cell by cell. */
static void find_text(struct sheeting *s, struct found *to, const struct text *t, uint32_t from,
		uint32_t end)
{
	for (uint32_t until; from < end; from = until + 1) {
		until = piece_end(t, from, end);
		if (until > from) {
			find_piece(s, to, t, from, until);
		}
	}
}

/* All of an article that was not there before. */
static void find_article(struct sheeting *s, struct found *to, const struct writing *w)
{
	for (int i = 0; i < w->nportions; i++) {
		find_text(s, to, &w->portions[i].text, 0, w->portions[i].text.n);
	}
}

static struct changed find_change(struct sheeting *s, const struct change *c)
{
	const struct diff *d = s->o->since;
	const struct portion *p = new_portion(d, c->new);
	struct found found = { 0 };
	struct changed at = { .kind = c->kind };

	if (c->kind == CHANGE_ARTICLE_ADDED) {
		find_article(s, &found, &d->new->writings[c->new.writing]);
	} else if (p && c->new.n) {
		find_text(s, &found, &p->text, c->new.at, c->new.at + c->new.n);
	} else {
		at.at = addresses_find(s->t->a, s->addresses, place_span(d->new, c->new), 0,
				&at.nat);
		return at;
	}
	at.at = found.at;
	at.nat = found.n;
	return at;
}

void redline_make(struct sheeting *s)
{
	const struct diff *d = s->o->since;

	if (!d) {
		return;
	}
	s->nchanged = d->nchanges;
	s->changed = ARENA_ARRAY(s->t->a, struct changed, d->nchanges);
	for (int i = 0; i < d->nchanges; i++) {
		s->changed[i] = find_change(s, &d->changes[i]);
	}
}

/* A stretch as it lies on the sheet. */
struct box_on_sheet {
	sp left, right, top, bottom;
};

static struct box_on_sheet box_of(const struct sheeting *s, const struct stretch *at)
{
	return (struct box_on_sheet){ sheet_x(s, at->left), sheet_x(s, at->right),
		sheet_y(s, at->top), sheet_y(s, at->bottom) };
}

static void pen(struct sheeting *s, const struct point *at, int n)
{
	sheet_line(s, at, n, s->colour);
}

/* Beside every line with a change. */
static void draw_bar(struct sheeting *s, const struct stretch *at)
{
	sp x = sheet_x(s, layout_left(s->t->l, at->page)) - s->l->line_number_gap / 2;
	struct box_on_sheet b = box_of(s, at);

	sheet_rule(s, x, b.top, 3 * s->l->pen, b.bottom - b.top, s->colour);
}

/* 改正: what was corrected stands in a ring. */
static void draw_ring(struct sheeting *s, const struct box_on_sheet *b)
{
	sp c = (b->bottom - b->top) / 4, pad = s->l->pen;
	sp l = b->left - pad, r = b->right + pad;
	const struct point at[] = {
		{ l + c, b->top },
		{ r - c, b->top },
		{ r, b->top + c },
		{ r, b->bottom - c },
		{ r - c, b->bottom },
		{ l + c, b->bottom },
		{ l, b->bottom - c },
		{ l, b->top + c },
		{ l + c, b->top },
	};

	pen(s, at, (int)(sizeof at / sizeof *at));
}

/* 删除: a stroke where it stood, with the loop that takes it out. */
static void draw_deletion(struct sheeting *s, const struct box_on_sheet *b)
{
	sp h = (b->bottom - b->top) / 4, x = b->left;
	const struct point at[] = {
		{ x - h, b->bottom },
		{ x + h, b->top },
		{ x + 2 * h, b->top - h },
		{ x + h, b->top - h },
		{ x + h, b->top },
	};

	pen(s, at, (int)(sizeof at / sizeof *at));
}

/* 增补: an angle below the place, and a line below what came. */
static void draw_insertion(struct sheeting *s, const struct box_on_sheet *b, bool first)
{
	sp h = (b->bottom - b->top) / 4;
	const struct point angle[] = {
		{ b->left - h, b->bottom + h },
		{ b->left, b->bottom - h / 2 },
		{ b->left + h, b->bottom + h },
	};
	const struct point below[] = { { b->left, b->bottom }, { b->right, b->bottom } };

	if (first) {
		pen(s, angle, 3);
	}
	pen(s, below, 2);
}

/* 对调: a wave over the first and below the second. */
static void draw_transposition(struct sheeting *s, const struct box_on_sheet *b)
{
	sp mid = b->left + (b->right - b->left) / 2;
	const struct point at[] = { { b->left, b->bottom }, { b->left, b->top }, { mid, b->top },
		{ mid, b->bottom }, { b->right, b->bottom }, { b->right, b->top } };

	pen(s, at, (int)(sizeof at / sizeof *at));
}

/* 转移: brackets around what came from elsewhere. */
static void draw_moved(struct sheeting *s, const struct box_on_sheet *b, bool first, bool last)
{
	sp h = (b->bottom - b->top) / 3;
	const struct point open[] = { { b->left + h, b->top }, { b->left, b->top },
		{ b->left, b->bottom } };
	const struct point shut[] = { { b->right - h, b->bottom }, { b->right, b->bottom },
		{ b->right, b->top } };

	if (first) {
		pen(s, open, 3);
	}
	if (last) {
		pen(s, shut, 3);
	}
}

/* 另起段: the corner in which a paragraph begins. */
static void draw_split(struct sheeting *s, const struct box_on_sheet *b)
{
	sp h = b->bottom - b->top;
	const struct point at[] = { { b->left - h, b->top + h / 2 }, { b->left - h, b->bottom },
		{ b->left, b->bottom }, { b->left, b->top } };

	pen(s, at, (int)(sizeof at / sizeof *at));
}

/* 接排: from the end of one to the beginning of the other. */
static void draw_join(struct sheeting *s, const struct box_on_sheet *b)
{
	sp h = (b->bottom - b->top) / 2;
	const struct point at[] = { { b->left - h, b->top }, { b->left, b->top },
		{ b->left, b->bottom }, { b->left + h, b->bottom } };

	pen(s, at, (int)(sizeof at / sizeof *at));
}

/* 加大空距, 减小空距: angles that open or close. */
static void draw_space(struct sheeting *s, const struct box_on_sheet *b, bool more)
{
	sp h = (b->bottom - b->top) / 4, way = more ? h : -h;
	const struct point at[] = { { b->left - h, b->top - way }, { b->left, b->top },
		{ b->left + h, b->top - way } };

	pen(s, at, 3);
}

/* 说明: a broken line below; the note says what it is about. */
static void draw_remark(struct sheeting *s, const struct box_on_sheet *b)
{
	sp step = 6 * s->l->pen;

	for (sp x = b->left; x < b->right; x += 2 * step) {
		sp end = x + step < b->right ? x + step : b->right;
		sheet_rule(s, x, b->bottom, end - x, s->l->pen, s->colour);
	}
}

static void draw_change(struct sheeting *s, const struct changed *c, int i)
{
	struct box_on_sheet b = box_of(s, &c->at[i]);
	bool first = i == 0, last = i + 1 == c->nat;

	switch (c->kind) {
	case CHANGE_REPLACE:
		draw_ring(s, &b);
		break;
	case CHANGE_DELETE:
		draw_deletion(s, &b);
		break;
	case CHANGE_INSERT:
		draw_insertion(s, &b, first);
		break;
	case CHANGE_TRANSPOSE:
		draw_transposition(s, &b);
		break;
	case CHANGE_MOVE:
		draw_moved(s, &b, first, last);
		break;
	case CHANGE_SPLIT:
		draw_split(s, &b);
		break;
	case CHANGE_JOIN:
		draw_join(s, &b);
		break;
	case CHANGE_SPACE_ADD:
	case CHANGE_SPACE_DROP:
		draw_space(s, &b, c->kind == CHANGE_SPACE_ADD);
		break;
	case CHANGE_ARTICLE_ADDED: /* the bars say enough */
		break;
	default:
		draw_remark(s, &b);
	}
}

void part_redline(struct sheeting *s, int page)
{
	for (int i = 0; i < s->nchanged; i++) {
		for (int k = 0; k < s->changed[i].nat; k++) {
			if (s->changed[i].at[k].page == page) {
				draw_bar(s, &s->changed[i].at[k]);
				draw_change(s, &s->changed[i], k);
			}
		}
	}
}
