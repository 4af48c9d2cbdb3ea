#include "base/arena.h"
#include "proof/sheets-imp.h"

/* Head and foot of every sheet. */

#define HASH_SHOWN 12 /* digits of the hash: for people and cameras */

static const char *issue_line(const struct sheeting *s)
{
	struct arena *a = s->t->a;
	const struct issue *issue = s->o->issue;
	const struct date *d = &issue->date;
	const char *const pairs[] = { "title", issue->title.s ? issue->title.s : "", "number",
		arena_print(a, "%d", issue->number), "total", arena_print(a, "%d", issue->total),
		"year", arena_print(a, "%d", d->year), "month", arena_print(a, "%d", d->month),
		"day", arena_print(a, "%d", d->day), NULL };

	return form_fill(a, s->l->issue_form, pairs);
}

static const char *short_hash(const struct sheeting *s)
{
	return arena_copy(s->t->a, s->hash, HASH_SHOWN);
}

static const char *sheet_line_of(const struct sheeting *s, int sheet)
{
	struct arena *a = s->t->a;
	const char *const pairs[] = { "sheet", arena_print(a, "%d", sheet + 1), "sheets",
		arena_print(a, "%d", s->sheets.n), NULL };

	return form_fill(a, s->l->sheet_form, pairs);
}

static const char *hash_line(const struct sheeting *s)
{
	const char *const pairs[] = { "hash", short_hash(s), NULL };

	return form_fill(s->t->a, s->l->hash_form, pairs);
}

/* What a camera makes of a sheet. */
static const char *code_text(const struct sheeting *s, int sheet)
{
	return arena_print(s->t->a, "banxin:%d:%d:%s:%d", s->o->issue->total, s->o->round,
			short_hash(s), sheet + 1);
}

/* 校样 and the round, which stands white on its colour; returns its right end. */
static sp put_heading(struct sheeting *s, sp x, sp y)
{
	const struct proof_layout *l = s->l;
	const char *name = l->rounds[s->o->round - 1].name;
	struct style style = sheet_style(&l->heading_style, s->colour);
	struct style white = sheet_style(&l->heading_style, 0xffffff);
	sp gap = style.size / 2, pad = style.size / 4;
	sp box = sheet_width(s, name, &white) + 2 * pad;

	x += sheet_text(s, l->heading, &style, x, y) + gap;
	sheet_rule(s, x, y - style.size * 95 / 100, box, style.size * 115 / 100, s->colour);
	sheet_text(s, name, &white, x + pad, y);
	return x + box + gap;
}

static void put_head(struct sheeting *s, int sheet)
{
	const struct proof_layout *l = s->l;
	const struct style *style = &l->head_style;
	sp right = l->sheet_width - l->margin, code = right - l->code_size;
	sp base = l->top - style->size;
	sp left = put_heading(s, l->margin, base);

	sheet_text(s, issue_line(s), style, left, base);
	sheet_text_before(s, sheet_line_of(s, sheet), style, code, base - style->size * 3 / 2);
	sheet_text_before(s, hash_line(s), style, code, base);
	part_code(s, code_text(s, sheet), code, l->margin + (l->top - l->margin - l->code_size) / 2,
			l->code_size);
	sheet_rule(s, l->margin, l->top - 2 * l->pen, right - l->margin, 2 * l->pen, s->colour);
}

void part_frame(struct sheeting *s, int sheet)
{
	const struct proof_layout *l = s->l;

	put_head(s, sheet);
	sheet_text(s, l->sign, &l->head_style, l->margin, l->sheet_height - l->margin);
}
