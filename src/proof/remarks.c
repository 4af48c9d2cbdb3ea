#include <stdlib.h>

#include "base/arena.h"
#include "proof/notes-imp.h"
#include "proof/sheets-imp.h"

/* A note longer than this is cut: it quotes what anyone can read on the page. */
#define CHARACTERS_MAX 300
#define EXCERPT_MAX    20

static const char *cut(struct arena *a, const char *s, int most)
{
	int n = 0;

	for (const char *c = s; *c; c++) {
		if (((unsigned char)*c & 0xc0) != 0x80 && n++ == most) {
			return arena_print(a, "%.*s…", (int)(c - s), s);
		}
	}
	return s;
}

const char *remark_excerpt(const struct sheeting *s, const struct remark *r)
{
	return cut(s->t->a, r->finding->excerpt, EXCERPT_MAX);
}

/* What stands nowhere comes last, in the order it was found. */
static int compare_remarks(const void *a, const void *b)
{
	const struct remark *p = a, *q = b;
	const struct stretch *s = p->at, *t = q->at;

	if (!p->nat || !q->nat) {
		return p->nat ? -1 : q->nat ? 1 : p->number - q->number;
	}
	return s->page != t->page            ? s->page - t->page
			: s->line != t->line ? s->line - t->line
			: s->left != t->left ? (s->left > t->left ? 1 : -1)
					     : p->number - q->number;
}

void remarks_make(struct sheeting *s)
{
	const struct findings *found = s->o->findings;
	struct arena *a = s->t->a;

	s->nremarks = found->n;
	s->remarks = ARENA_ARRAY(a, struct remark, found->n);
	for (int i = 0; i < found->n; i++) {
		struct remark *r = &s->remarks[i];
		r->finding = &found->at[i];
		r->number = i;
		r->text = cut(a, finding_text(a, r->finding), CHARACTERS_MAX);
		r->at = addresses_find(a, s->addresses, r->finding->from, r->finding->length,
				&r->nat);
	}
	if (s->nremarks) {
		qsort(s->remarks, (size_t)s->nremarks, sizeof *s->remarks, compare_remarks);
	}
	for (int i = 0; i < s->nremarks; i++) {
		s->remarks[i].number = i + 1;
	}
}

const char *remark_place(const struct sheeting *s, const struct remark *r)
{
	struct arena *a = s->t->a;
	const char *const pairs[] = { "sheet", r->nat ? arena_print(a, "%d", r->at->page + 1) : "",
		"line", r->nat ? arena_print(a, "%d", r->at->line + 1) : "", NULL };

	return r->nat ? form_fill(a, s->l->place_form, pairs) : "";
}

/* A rule below the characters and the remark's number below that. *free is where
   the line is free of numbers. */
static void mark_stretch(struct sheeting *s, const struct remark *r, const struct stretch *at,
		sp *free)
{
	sp left = sheet_x(s, at->left), right = sheet_x(s, at->right);
	sp foot = sheet_y(s, at->bottom);
	struct style style = sheet_style(&s->l->marker, s->colour);
	const char *number = arena_print(s->t->a, "%d", r->number);
	sp x = left > *free ? left : *free;

	if (!redline_draws(r->finding)) {
		sheet_rule(s, left, foot, right > left ? right - left : s->l->pen, 2 * s->l->pen,
				s->colour);
	}
	x += sheet_text(s, number, &style, x, foot + 2 * s->l->pen + style.size * 4 / 5);
	*free = x + style.size / 4;
}

/* A remark that goes on has its number where it begins, and rules. */
static void mark_rest(struct sheeting *s, const struct remark *r, int page)
{
	for (int i = 1; i < r->nat; i++) {
		const struct stretch *at = &r->at[i];
		if (at->page == page && !redline_draws(r->finding)) {
			sheet_rule(s, sheet_x(s, at->left), sheet_y(s, at->bottom),
					sheet_x(s, at->right) - sheet_x(s, at->left), 2 * s->l->pen,
					s->colour);
		}
	}
}

/* The remarks that begin on the page are [from, to). */
struct group {
	int from, to;
	struct note *notes; /* of each */
	struct set_text *texts;
};

static void mark_places(struct sheeting *s, const struct group *g)
{
	sp free = 0;

	for (int i = g->from; i < g->to; i++) {
		const struct remark *r = &s->remarks[i];
		if (i == g->from || r->at->line != r[-1].at->line) {
			free = 0;
		}
		mark_stretch(s, r, r->at, &free);
	}
}

static sp edge_of_text(const struct sheeting *s, int page)
{
	const struct layout *l = s->t->l;
	sp text = sheet_x(s, layout_left(l, page) + l->measure);

	/* a little beyond, so that the last character's upright has room */
	return text + (s->l->notes_left - text) / 4;
}

static void set_notes(struct sheeting *s, struct group *g, sp edge)
{
	const struct proof_layout *l = s->l;
	struct box box = { .measure = l->notes_width - l->note_indent, .how = SET_LEFT };
	int n = g->to - g->from;

	g->notes = ARENA_ARRAY(s->t->a, struct note, n);
	g->texts = ARENA_ARRAY(s->t->a, struct set_text, n);
	for (int i = 0; i < n; i++) {
		const struct remark *r = &s->remarks[g->from + i];
		sp x = sheet_x(s, r->at->left);
		g->texts[i] = page_set(s->t, r->text, &l->note, &box, l->note_line);
		g->notes[i] = (struct note){
			.line = r->at->line,
			.x = x < edge ? x : edge,
			.y = sheet_y(s, r->at->top),
			.height = g->texts[i].height,
			.urgency = (int)r->finding->level,
		};
	}
}

static void draw_leader(struct sheeting *s, const struct note *n, const struct margin *m)
{
	const struct point at[] = {
		{ n->x, n->y > n->lane ? n->y : n->lane },
		{ n->x, n->lane },
		{ m->edge, n->lane },
		{ s->l->notes_left - s->l->note_gap, n->top + m->attach },
	};

	sheet_line(s, at, (int)(sizeof at / sizeof *at), s->colour);
}

static const struct page_line *lines_on_sheet(const struct sheeting *s, int page)
{
	int n;
	const struct page_line *lines = addresses_lines(s->addresses, page, &n);
	struct page_line *moved = ARENA_ARRAY(s->t->a, struct page_line, n);

	for (int i = 0; i < n; i++) {
		moved[i] = (struct page_line){ sheet_y(s, lines[i].y), sheet_y(s, lines[i].top),
			sheet_y(s, lines[i].bottom), sheet_x(s, lines[i].left),
			sheet_x(s, lines[i].right) };
	}
	return moved;
}

static void put_notes(struct sheeting *s, const struct group *g, const struct margin *m)
{
	for (int i = 0; i < g->to - g->from; i++) {
		const struct remark *r = &s->remarks[g->from + i];
		const struct note *n = &g->notes[i];
		if (n->placed) {
			draw_leader(s, n, m);
			sheet_number(s, r, s->l->notes_left, n->top, s->l->note_line);
			sheet_put(s, &g->texts[i], s->l->notes_left + s->l->note_indent, n->top);
		}
	}
}

static void say_more(struct sheeting *s, int count)
{
	struct arena *a = s->t->a;
	const char *const pairs[] = { "count", arena_print(a, "%d", count), NULL };
	struct style style = sheet_style(&s->l->note, s->colour);

	sheet_text(s, form_fill(a, s->l->more_form, pairs), &style, s->l->notes_left,
			sheet_foot(s) - s->l->note_line / 4);
}

static struct group group_of(const struct sheeting *s, int page)
{
	struct group g = { 0 };

	while (g.from < s->nremarks && s->remarks[g.from].nat &&
			s->remarks[g.from].at->page < page) {
		g.from++;
	}
	for (g.to = g.from; g.to < s->nremarks && s->remarks[g.to].nat &&
			s->remarks[g.to].at->page == page;
			g.to++) {
	}
	return g;
}

/* Underlines of remarks that began on a page before are among the rest. */
static void mark_rests(struct sheeting *s, int page)
{
	for (int i = 0; i < s->nremarks; i++) {
		mark_rest(s, &s->remarks[i], page);
	}
}

void part_remarks(struct sheeting *s, int page)
{
	const struct proof_layout *l = s->l;
	struct group g = group_of(s, page);
	int n = g.to - g.from, left_out;
	struct margin m = { .edge = edge_of_text(s, page),
		.top = l->top + l->note_line / 2,
		.bottom = sheet_foot(s),
		.gap = l->note_gap,
		.attach = l->note_line / 2,
		.step = 3 * l->pen };

	mark_rests(s, page);
	if (n == 0) {
		return;
	}
	mark_places(s, &g);
	set_notes(s, &g, m.edge);
	left_out = notes_choose(g.notes, n, &m, m.bottom);
	if (left_out) {
		/* again, with a line less for saying so */
		for (int i = 0; i < n; i++) {
			g.notes[i].placed = false;
		}
		m.bottom -= l->note_line;
		left_out = notes_choose(g.notes, n, &m, m.bottom);
		say_more(s, left_out);
	}
	notes_place(s->t->a, g.notes, n, &m, lines_on_sheet(s, page));
	put_notes(s, &g, &m);
}
