#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "proof/sheets-imp.h"

/* All that was found, on sheets of its own. */

struct listing {
	struct sheeting *s;
	sp y; /* how far the sheet is full */
};

static const char *level_name(enum diag_level level)
{
	return level == DIAG_ERROR ? _("error") : level == DIAG_WARNING ? _("warning") : _("note");
}

/* Room for height, on a new sheet if need be. */
static void make_room(struct listing *t, sp height)
{
	if (!t->s->sheet || t->y + (int64_t)height > sheet_foot(t->s)) {
		sheet_begin(t->s);
		t->y = t->s->l->top + t->s->l->list_line;
	}
}

static void put_heading(struct listing *t)
{
	const struct proof_layout *l = t->s->l;
	struct style style = sheet_style(&l->heading_style, t->s->colour);
	sp height = style.size * 2;

	t->s->sheet = NULL; /* the last page's: the list begins its own */
	make_room(t, height);
	sheet_text(t->s, l->list_heading, &style, l->margin, t->y + style.size);
	t->y += height;
}

static struct set_text set_text(const struct listing *t, const char *text,
		const struct style *style)
{
	const struct proof_layout *l = t->s->l;
	struct box box = { .measure = l->sheet_width - 2 * l->margin - 2 * l->note_indent,
		.how = SET_LEFT };

	return page_set(t->s->t, text, style, &box, l->list_line);
}

/* The file as the editors know it, wherever the program was started. */
static const char *file_name(struct arena *a, const char *file, const char *folder)
{
	size_t n = strlen(folder), up;

	if (strncmp(file, folder, n) == 0 && file[n] == '/') {
		return file + n + 1;
	}
	for (up = n; up > 0 && folder[up - 1] != '/'; up--) {
	}
	return up && strncmp(file, folder, up) == 0 ? arena_print(a, "../%s", file + up) : file;
}

static const char *file_place(const struct listing *t, const struct span *at)
{
	struct arena *a = t->s->t->a;
	const char *file = at->file ? file_name(a, at->file, t->s->o->issue->folder) : "";

	return !at->line           ? file
			: !at->col ? arena_print(a, "%s:%d", file, at->line)
				   : arena_print(a, "%s:%d:%d", file, at->line, at->col);
}

/* Where it is on the sheets and in the manuscript, how grave, by which rule. */
static const char *place_line(const struct listing *t, const struct remark *r)
{
	const struct finding *f = r->finding;
	struct arena *a = t->s->t->a;
	const char *other = f->also.line ? arena_print(a, "→ %s", file_place(t, &f->also)) : NULL;
	const char *parts[] = { remark_place(t->s, r), file_place(t, &f->from), other,
		redline_draws(f) ? NULL : level_name(f->level), f->rule->name, f->rule->clause };
	const char *line = "";

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i] && *parts[i]) {
			line = arena_print(a, "%s%s%s", line, *line ? "　" : "", parts[i]);
		}
	}
	return line;
}

/* The message by itself does not show the place, as it does beside the page. */
static const char *quoting_text(const struct listing *t, const struct remark *r)
{
	const char *excerpt = remark_excerpt(t->s, r);

	return *excerpt ? arena_print(t->s->t->a, "「%s」%s", excerpt, r->text) : r->text;
}

static void put_remark(struct listing *t, const struct remark *r)
{
	const struct proof_layout *l = t->s->l;
	struct set_text text = set_text(t, quoting_text(t, r), &l->list);
	struct set_text place = set_text(t, place_line(t, r), &l->list_place);
	sp x = l->margin + 2 * l->note_indent;

	make_room(t, text.height + place.height);
	sheet_number(t->s, r, l->margin, t->y, l->list_line);
	sheet_put(t->s, &text, x, t->y);
	t->y += text.height;
	sheet_put(t->s, &place, x, t->y);
	t->y += place.height + l->list_line / 3;
}

void list_remarks(struct sheeting *s)
{
	struct listing t = { s, 0 };

	put_heading(&t);
	if (s->o->recheck) {
		struct set_text pages = set_text(&t, s->o->recheck, &s->l->list);
		sheet_put(s, &pages, s->l->margin, t.y);
		t.y += pages.height + s->l->list_line;
	}
	if (!s->nremarks) {
		sheet_text(s, s->l->list_none, &s->l->list, s->l->margin, t.y + s->l->list_line);
	}
	for (int i = 0; i < s->nremarks; i++) {
		put_remark(&t, &s->remarks[i]);
	}
}
