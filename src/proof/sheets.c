#include "proof/sheets-imp.h"

#include "base/arena.h"

sp sheet_x(const struct sheeting *s, sp x)
{
	return s->l->left + sp_scale(x, s->scale);
}

sp sheet_y(const struct sheeting *s, sp y)
{
	return s->l->top + sp_scale(y, s->scale);
}

sp sheet_foot(const struct sheeting *s)
{
	return s->l->sheet_height - s->l->margin - 2 * s->l->head_style.size;
}

void sheet_begin(struct sheeting *s)
{
	s->sheet = vec_push(s->t->a, &s->sheets);
}

static struct item *add(struct sheeting *s, enum item_kind kind)
{
	struct item *it = vec_push(s->t->a, s->sheet);

	it->kind = kind;
	it->tag = TAG_ARTIFACT;
	return it;
}

void sheet_rule(struct sheeting *s, sp x, sp y, sp wid, sp hgt, uint32_t colour)
{
	struct item *it = add(s, ITEM_RULE);

	it->x = x;
	it->y = y;
	it->wid = wid;
	it->hgt = hgt;
	it->u.colour = colour;
}

void sheet_line(struct sheeting *s, const struct point *at, int n, uint32_t colour)
{
	struct path *path = ARENA_NEW(s->t->a, struct path);
	struct point *copy = ARENA_ARRAY(s->t->a, struct point, n);

	for (int i = 0; i < n; i++) {
		copy[i] = at[i];
	}
	*path = (struct path){ .at = copy, .n = n, .width = s->l->pen, .colour = colour };
	add(s, ITEM_PATH)->u.path = path;
}

void sheet_put(struct sheeting *s, const struct set_text *set, sp x, sp y)
{
	for (int i = 0; i < set->nitems; i++) {
		struct item *it = vec_push(s->t->a, s->sheet);
		*it = set->items[i];
		it->x += x;
		it->y += y;
	}
}

static struct set_text set_line(const struct sheeting *s, const char *text,
		const struct style *style)
{
	struct box box = { .measure = s->l->sheet_width, .how = SET_LEFT };

	return page_set(s->t, text, style, &box, style->size);
}

sp sheet_width(const struct sheeting *s, const char *text, const struct style *style)
{
	return set_line(s, text, style).wid;
}

sp sheet_text(struct sheeting *s, const char *text, const struct style *style, sp x, sp y)
{
	struct set_text set = set_line(s, text, style);

	if (set.nitems) {
		sheet_put(s, &set, x, y - set.items[0].y);
	}
	return set.wid;
}

sp sheet_text_before(struct sheeting *s, const char *text, const struct style *style, sp x, sp y)
{
	struct set_text set = set_line(s, text, style);

	if (set.nitems) {
		sheet_put(s, &set, x - set.wid, y - set.items[0].y);
	}
	return set.wid;
}

struct style sheet_style(const struct style *style, uint32_t colour)
{
	struct style coloured = *style;

	coloured.colour = colour;
	return coloured;
}

/* Errors stand white on the round's colour, warnings in a frame, notes as they
   are. */
void sheet_number(struct sheeting *s, const struct remark *r, sp x, sp y, sp line)
{
	enum diag_level level = r->finding->level;
	const char *text = arena_print(s->t->a, "%d", r->number);
	struct style style = sheet_style(&s->l->note, s->colour);
	sp pad = style.size / 5, top = y + (line - style.size) / 2, wid;

	style.bold = true;
	wid = sheet_width(s, text, &style) + 2 * pad;
	if (level == DIAG_ERROR) {
		sheet_rule(s, x, top, wid, style.size, s->colour);
		style.colour = 0xffffff;
	} else if (level == DIAG_WARNING) {
		const struct point corners[] = { { x, top }, { x + wid, top },
			{ x + wid, top + style.size }, { x, top + style.size }, { x, top } };
		sheet_line(s, corners, (int)(sizeof corners / sizeof *corners), s->colour);
	}
	sheet_text(s, text, &style, x + pad, top + style.size * 87 / 100);
}

static void part_page(struct sheeting *s, int page)
{
	struct item *it = add(s, ITEM_PAGE);

	it->x = s->l->left;
	it->y = s->l->top;
	it->u.placed.page = &s->o->book->pages[page];
	it->u.placed.scale = s->scale;
}

/* Every fifth stands out. */
static void part_line_numbers(struct sheeting *s, int page)
{
	int n;
	const struct page_line *lines = addresses_lines(s->addresses, page, &n);
	struct style style = s->l->line_number, strong = style;
	sp x = sheet_x(s, layout_left(s->t->l, page)) - s->l->line_number_gap;

	strong.bold = true;
	for (int i = 0; i < n; i++) {
		const char *number = arena_print(s->t->a, "%d", i + 1);
		sheet_text_before(s, number, (i + 1) % 5 ? &style : &strong, x,
				sheet_y(s, lines[i].y));
	}
}

static void draw_page(struct sheeting *s, int page)
{
	sheet_begin(s);
	part_page(s, page);
	part_line_numbers(s, page);
	part_redline(s, page);
	part_remarks(s, page);
}

/* The page's own bookmarks, and one more for the list. */
static void add_marks(const struct sheeting *s, struct book *sheets)
{
	const struct book *pages = s->o->book;
	struct mark *marks = ARENA_ARRAY(s->t->a, struct mark, pages->nmarks + 1);

	for (int i = 0; i < pages->nmarks; i++) {
		marks[i] = pages->marks[i];
		marks[i].y = sheet_y(s, marks[i].y);
	}
	marks[pages->nmarks] = (struct mark){ s->l->list_heading, 0, pages->npages, s->l->top };
	sheets->marks = marks;
	sheets->nmarks = pages->nmarks + 1;
}

static struct page *finish_sheets(const struct sheeting *s)
{
	struct page *pages = ARENA_ARRAY(s->t->a, struct page, s->sheets.n);

	for (int i = 0; i < s->sheets.n; i++) {
		pages[i].items = s->sheets.at[i].at;
		pages[i].nitems = s->sheets.at[i].n;
		pages[i].label = arena_print(s->t->a, "%d", i + 1);
	}
	return pages;
}

static ratio least(ratio scale, int64_t room, int64_t needed)
{
	return needed * scale / UNIT_ONE > room ? (ratio)(room * UNIT_ONE / needed) : scale;
}

static sp widest_left(const struct layout *l)
{
	sp odd = layout_left(l, 0), even = layout_left(l, 1);

	return odd > even ? odd : even;
}

/* An issue may override its page and measure: a wider or higher one is shown
   smaller, so that text and notes stay apart. */
static ratio scale_of(const struct layout *l)
{
	const struct proof_layout *p = &l->proof;
	ratio scale = least(p->scale, (int64_t)p->notes_left - p->note_indent - p->left,
			(int64_t)widest_left(l) + l->measure);

	return least(scale, (int64_t)p->sheet_height - p->top - p->margin, l->page_height);
}

static void draw(struct sheeting *s)
{
	for (int i = 0; i < s->o->book->npages; i++) {
		draw_page(s, i);
	}
	list_remarks(s);
	for (int i = 0; i < s->sheets.n; i++) {
		s->sheet = &s->sheets.at[i];
		part_frame(s, i);
	}
}

struct book *proof_sheets(const struct typesetter *t, const struct proof_order *o)
{
	const struct proof_layout *l = &t->l->proof;
	const struct proof_round *round = &l->rounds[o->round - 1];
	struct book *sheets = ARENA_NEW(t->a, struct book);
	struct sheeting s = { .t = t,
		.l = l,
		.o = o,
		.colour = round->colour,
		.scale = scale_of(t->l) };

	s.addresses = addresses_new(t->a, o->book);
	issue_hash(o->issue, s.hash);
	remarks_make(&s);
	redline_make(&s);
	draw(&s);
	*sheets = *o->book;
	sheets->page_width = l->sheet_width;
	sheets->page_height = l->sheet_height;
	sheets->pages = finish_sheets(&s);
	sheets->npages = s.sheets.n;
	sheets->title = arena_print(t->a, "%s %s%s", o->book->title, round->name, l->heading);
	sheets->keywords = arena_print(t->a, "banxin-proof:%d:%d:%s", o->issue->total, o->round,
			s.hash);
	add_marks(&s, sheets);
	return sheets;
}
