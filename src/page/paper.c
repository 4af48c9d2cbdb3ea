#include "page/paper-imp.h"

#include <string.h>

#include "base/arena.h"

#define WORDS    16 /* of a form, at most */
#define SQUEEZE  85 /* per cent of its size at which a text may stay on one line */
#define HALVINGS 7  /* in search of lines of one length */

void paper_begin(struct paper *p)
{
	vec_push(p->t->a, &p->sheets);
}

static struct item *add_path(struct paper *p)
{
	struct item *it = vec_push(p->t->a, &p->sheets.at[p->sheets.n - 1]);

	it->kind = ITEM_PATH;
	it->tag = TAG_ARTIFACT;
	return it;
}

void paper_rule(struct paper *p, sp x, sp y, sp wid, sp hgt, uint32_t colour)
{
	put_rule(p->t->a, &p->sheets.at[p->sheets.n - 1], x, y, wid, hgt, colour);
}

void paper_frame(struct paper *p, const struct frame *f)
{
	const struct point corners[] = { { 0, 0 }, { f->wid, 0 }, { f->wid, f->hgt },
		{ 0, f->hgt } };
	struct point *at = ARENA_ARRAY(p->t->a, struct point, 4);
	struct path *path = ARENA_NEW(p->t->a, struct path);
	struct item *it = add_path(p);

	for (int i = 0; i < 4; i++) {
		at[i] = corners[i];
	}
	*path = (struct path){ .at = at,
		.n = 4,
		.closed = true,
		.width = f->pen,
		.colour = f->colour };
	it->x = f->x;
	it->y = f->y;
	it->u.path = path;
}

void paper_put(struct paper *p, const struct set_text *set, sp x, sp y)
{
	for (int i = 0; i < set->nitems; i++) {
		struct item *it = vec_push(p->t->a, &p->sheets.at[p->sheets.n - 1]);
		*it = set->items[i];
		it->tag = TAG_PARA;
		it->x += x;
		it->y += y;
	}
}

void paper_line(struct paper *p, const char *text, const struct style *style,
		const struct slot *slot)
{
	/* wider than the slot rather than broken */
	struct box box = { .measure = 4 * slot->wid, .how = SET_LEFT };
	struct set_text set = page_set(p->t, text, style, &box, slot->hgt);
	sp spare = slot->wid - set.wid;
	sp before = slot->align == ALIGN_RIGHT ? spare : spare / 2;

	paper_put(p, &set, slot->x + (slot->align == ALIGN_LEFT ? 0 : before), slot->y);
}

static int break_at(const struct breaker *b, const struct par *par, sp measure, sp *wid)
{
	struct box box = { .measure = measure, .how = SET_LEFT };
	struct lines lines = break_par(b, par, &box);

	*wid = 0;
	for (int i = 0; i < lines.n; i++) {
		*wid = lines.at[i].wid > *wid ? lines.at[i].wid : *wid;
	}
	return lines.n;
}

/* The least measure that takes no more lines: so they become alike, and nothing
   is left alone on the last. */
static void balance(const struct breaker *b, const struct par *par, struct fit *f)
{
	sp low = f->measure / 2, high = f->measure;

	for (int i = 0; i < HALVINGS && f->nlines > 1; i++) {
		sp middle = low + (high - low) / 2, wid;
		if (break_at(b, par, middle, &wid) <= f->nlines && wid <= middle) {
			high = middle;
		} else {
			low = middle;
		}
	}
	f->measure = high;
}

const char *paper_fit_text(struct arena *a, const struct fit *f)
{
	return f->cut ? arena_print(a, "%.*s\n%s", (int)f->cut, f->text, f->text + f->cut)
		      : f->text;
}

static struct par *shape(const struct typesetter *t, const struct fit *f)
{
	struct text *text = ARENA_NEW(t->a, struct text);

	*text = text_plain(t->a, paper_fit_text(t->a, f), (struct span){ 0 });
	return shape_text(t->a, t->s, text, &f->style);
}

static void squeeze(struct fit *f, const struct par *par)
{
	sp natural = line_natural(par);

	if (natural > f->measure && (int64_t)natural * SQUEEZE <= (int64_t)f->measure * 100) {
		f->style.size = (sp)((int64_t)f->style.size * f->measure / natural) - UNIT_ONE / 8;
	}
}

/* Whether the first n bytes of s end in a word of ends. */
static bool ends_well(const char *s, size_t n, const char *ends)
{
	while (*ends) {
		size_t len = strcspn(ends, " ");
		if (len && len <= n && memcmp(s + n - len, ends, len) == 0) {
			return true;
		}
		ends += len + (ends[len] == ' ');
	}
	return false;
}

/* The cut nearest to the middle that leaves a third of the text on each side. */
static size_t find_cut(const char *s, const char *ends)
{
	size_t n = strlen(s), best = 0;

	for (size_t i = n / 3; i <= n - n / 3; i++) {
		size_t far = i < n / 2 ? n / 2 - i : i - n / 2;
		size_t least = best < n / 2 ? n / 2 - best : best - n / 2;
		if ((!best || far < least) && ends_well(s, i, ends)) {
			best = i;
		}
	}
	return best;
}

/* Two lines part where a word of the name does, if they fit. */
static void cut(const struct typesetter *t, struct fit *f, sp measure, const char *ends)
{
	struct breaker b = { t->a, t->l, t->d };
	const struct par *par;
	sp wid;

	f->cut = find_cut(f->text, ends);
	if (!f->cut) {
		return;
	}
	par = shape(t, f);
	if (break_at(&b, par, measure, &wid) == 2 && wid <= measure) {
		f->measure = measure;
		f->wid = wid;
	} else {
		f->cut = 0;
	}
}

void paper_fit(const struct typesetter *t, struct fit *f, ratio line_height, const char *ends)
{
	struct breaker b = { t->a, t->l, t->d };
	struct par *par = shape(t, f);
	sp size = f->style.size, measure = f->measure;

	squeeze(f, par);
	if (f->style.size != size) {
		par = shape(t, f);
	}
	f->line = sp_scale(f->style.size, line_height);
	f->nlines = break_at(&b, par, f->measure, &f->wid);
	balance(&b, par, f);
	if (f->nlines == 2) {
		cut(t, f, measure, ends);
	}
}

struct book *paper_book(const struct paper *p, sp width, sp height)
{
	struct book *book = ARENA_NEW(p->t->a, struct book);
	struct page *pages = ARENA_ARRAY(p->t->a, struct page, p->sheets.n);

	for (int i = 0; i < p->sheets.n; i++) {
		pages[i].items = p->sheets.at[i].at;
		pages[i].nitems = p->sheets.at[i].n;
	}
	*book = (struct book){ .page_width = width,
		.page_height = height,
		.pages = pages,
		.npages = p->sheets.n,
		.marks = p->marks.at,
		.nmarks = p->marks.n };
	return book;
}

static const char *text_or_nothing(const struct text *t)
{
	return t->n ? t->s : "";
}

const char *paper_form(struct arena *a, const char *form, const struct issue *issue,
		const char *const *more)
{
	const struct date *d = &issue->date;
	const char *pairs[2 * WORDS + 1] = { "title", text_or_nothing(&issue->title), "number",
		arena_print(a, "%d", issue->number), "total", arena_print(a, "%d", issue->total),
		"year", arena_print(a, "%d", d->year), "month", arena_print(a, "%d", d->month),
		"day", arena_print(a, "%d", d->day) };
	int n = 12;

	for (int i = 0; more[i]; i++) {
		if (n == 2 * WORDS) {
			die("a form of more than %d words", WORDS);
		}
		pairs[n++] = more[i];
	}
	pairs[n] = NULL;
	return form_fill(a, form, pairs);
}

void paper_properties(struct arena *a, struct book *book, const struct issue *issue,
		const char *title)
{
	book->title = arena_print(a, "%s %s", text_or_nothing(&issue->title), title);
	book->author = text_or_nothing(&issue->publisher);
	book->subject = "";
	book->date = issue->date;
}
