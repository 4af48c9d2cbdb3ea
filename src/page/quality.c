#include "page/quality.h"

#include "base/arena.h"
#include "base/vec.h"
#include "page/page-imp.h"
#include "page/quality-imp.h"
#include "text/char.h"

struct sums {
	int64_t n, sum, squares; /* of spaces, in 1/65536 em */
};

struct measuring {
	struct arena *a;
	struct quality *q;
	VEC(struct quality_par) pars;
	VEC(struct set_line) lines; /* of the text column, in reading order */
	struct sums sums;
};

static bool is_text(enum tag tag)
{
	return tag == TAG_PARA || tag == TAG_ITEM || tag == TAG_SUBHEAD;
}

/* The cells of line i, those that print nothing at its end left off. */
static void find_cells(struct set_line *s)
{
	const struct line *line = s->line;
	const struct frag *first = &line->frags[0], *last = &line->frags[line->nfrags - 1];
	uint32_t end = 0;

	for (int i = 0; i < last->nglyphs; i++) {
		end = last->glyphs[i].at > end ? last->glyphs[i].at : end;
	}
	s->from = first->nglyphs ? cell_at(s->par, first->glyphs[0].at) : 0;
	s->to = last->nglyphs ? cell_at(s->par, end) + 1 : s->from;
}

ratio per_thousand(const struct quality *q, int n)
{
	return q->nlines ? (ratio)divide_rounded((int64_t)n * 1000 * UNIT_ONE, q->nlines) : 0;
}

ratio thousandths(ratio r)
{
	int64_t many = (int64_t)r * 1000;

	return many > INT32_MAX ? INT32_MAX : many < INT32_MIN ? INT32_MIN : (ratio)many;
}

/* A list item's label stands beside its first line. */
static bool is_label(const struct set_line *before, const struct set_line *line)
{
	return before->tag == TAG_ITEM && line->tag == TAG_ITEM && before->page == line->page &&
			before->y == line->y && before->par != line->par;
}

static void add_line(struct measuring *m, const struct item *item, int page)
{
	struct set_line *before = m->lines.n ? &m->lines.at[m->lines.n - 1] : NULL;
	struct set_line line = { .line = item->line,
		.par = item->u.frag->par,
		.page = page,
		.tag = item->tag,
		.y = item->y,
		.number = 1 };

	if (before && before->line == item->line) {
		return;
	}
	if (before && before->par == line.par) {
		line.number = before->number + 1;
	}
	find_cells(&line);
	if (before && is_label(before, &line)) {
		*before = line;
	} else {
		*vec_push(m->a, &m->lines) = line;
	}
}

static void collect_lines(struct measuring *m)
{
	for (int i = 0; i < m->q->book->npages; i++) {
		const struct page *page = &m->q->book->pages[i];
		for (int k = 0; k < page->nitems; k++) {
			const struct item *item = &page->items[k];
			if (item->kind == ITEM_GLYPHS && is_text(item->tag) && item->line) {
				add_line(m, item, i);
			}
		}
	}
}

static ratio signed_strain(const struct line *line)
{
	return line->change < 0 ? -line->strain : line->strain;
}

static void take_extreme(struct extreme *tightest, struct extreme *loosest,
		const struct set_line *s)
{
	const struct extreme e = { s->line, s->number, signed_strain(s->line) };

	if (!s->line->filled) {
		return;
	}
	if (!tightest->line || e.strain < tightest->strain) {
		*tightest = e;
	}
	if (!loosest->line || e.strain > loosest->strain) {
		*loosest = e;
	}
}

static void add_to_par(struct measuring *m, const struct set_line *s, const struct set_line *before)
{
	struct quality_page *page = &m->q->pages[s->page];
	struct quality_par *par;

	if (!before || before->par != s->par || before->page != s->page) {
		page->first_par = page->npars++ ? page->first_par : m->pars.n;
		par = vec_push(m->a, &m->pars);
		par->page = s->page;
		par->tag = s->tag;
		par->span = s->line->span;
		par->first = s->number;
	}
	par = &m->pars.at[m->pars.n - 1];
	par->nlines++;
	page->nlines++;
	take_extreme(&par->tightest, &par->loosest, s);
	take_extreme(&page->tightest, &page->loosest, s);
	take_extreme(&m->q->tightest, &m->q->loosest, s);
}

ratio in_em(sp len, sp em)
{
	return em ? sp_divide(len, em) : 0;
}

static void count_line(struct quality *q, const struct set_line *s)
{
	const struct line *line = s->line;
	ratio widest = in_em(line->widest, line->frags[0].run->size);

	q->nlines++;
	q->nparagraphs += s->number == 1;
	q->filled += line->filled;
	q->spread += line->filled && line->change > 0;
	q->squeezed += line->filled && line->change < 0;
	q->divided += line->divides_word;
	q->widest = widest > q->widest ? widest : q->widest;
}

static bool is_han(const struct par *par, int cell)
{
	size_t at = par->cells[cell].at;

	return at < par->text->n &&
			char_class(char_next(par->text->s, par->text->n, &at)) == CHAR_HAN;
}

bool walk_next(struct walk *w, struct place *out)
{
	const struct line *line = w->s->line;

	for (; w->frag < line->nfrags; w->frag++, w->glyph = 0) {
		const struct frag *f = &line->frags[w->frag];
		for (; w->glyph < f->nglyphs; w->glyph++) {
			const struct glyph *g = &f->glyphs[w->glyph];
			if (!g->len) {
				continue;
			}
			w->cell = w->cell > w->s->from ? w->cell : w->s->from;
			while (w->cell + 1 < w->s->to &&
					w->s->par->cells[w->cell + 1].at <= g->at) {
				w->cell++;
			}
			*out = (struct place){ w->cell, f->x[w->glyph++], f->run->size };
			return true;
		}
	}
	return false;
}

/* Spaces between Han characters of one size in a filled line. */
static void sum_spaces(struct sums *sums, const struct set_line *s)
{
	struct walk walk = { .s = s };
	struct place p = { 0 }, c;
	bool was_han = false;

	while (walk_next(&walk, &c)) {
		bool han = is_han(s->par, c.cell);
		if (han && was_han && c.size == p.size) {
			int64_t space = in_em(c.x - p.x - p.size, p.size);
			sums->n++;
			sums->sum += space;
			sums->squares += space * space;
		}
		was_han = han;
		p = c;
	}
}

static int64_t square_root(int64_t v)
{
	int64_t root = 0;

	for (int64_t bit = INT64_C(1) << 30; bit; bit >>= 1) {
		if ((root + bit) * (root + bit) <= v) {
			root += bit;
		}
	}
	return root;
}

static void find_deviation(struct quality *q, const struct sums *s)
{
	int64_t mean;

	q->nspaces = s->n;
	if (s->n) {
		mean = divide_rounded(s->sum, s->n);
		q->mean = (ratio)mean;
		/* of what differs from the mean: sum (x - m)^2 = sum x^2 - 2 m sum x + n m^2 */
		q->deviation = (ratio)square_root(
				(s->squares - 2 * mean * s->sum + s->n * mean * mean) / s->n);
	}
}

struct quality *quality_measure(struct arena *a, const struct book *book, const struct layout *l)
{
	struct quality *q = ARENA_NEW(a, struct quality);
	struct measuring m = { .a = a, .q = q };

	q->book = book;
	q->pages = ARENA_ARRAY(a, struct quality_page, book->npages);
	collect_lines(&m);
	for (int i = 0; i < m.lines.n; i++) {
		struct set_line *s = &m.lines.at[i];
		add_to_par(&m, s, i ? s - 1 : NULL);
		s->quality_par = m.pars.n - 1;
		count_line(q, s);
		if (s->line->filled) {
			sum_spaces(&m.sums, s);
		}
	}
	find_deviation(q, &m.sums);
	q->pars = m.pars.at;
	q->npars = m.pars.n;
	find_faults(a, q, l, m.lines.at, m.lines.n);
	return q;
}
