#include "proof/address.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

/* Of an em box above the baseline; Chinese fonts agree within a few hundredths. */
/* Characters next to each other both in their file and on a line of a page; or
   a picture. */
struct piece {
	struct span from; /* place of the first */
	int nchars;
	int page, index; /* of the item on its page */
	int glyph, end;  /* [glyph, end) of the fragment's glyphs */
};

struct pieces {
	struct piece *at;
	int n, cap;
};

struct page_lines {
	struct page_line *at;
	int n, cap;
};

struct addresses {
	const struct book *book;
	struct page_lines *lines; /* of each page */
	/* sorted by place: what is printed, and the same repeated as rows of the
	   contents list, which nobody means while he can mean the other */
	struct pieces text, rows;
};

/* How far in its text the last fragment was, so that a long paragraph is counted
   through once. */
struct counting {
	const struct text *text;
	uint32_t at;
	struct span span;
};

static int count_characters(const char *s, uint32_t n)
{
	int count = 0;

	for (uint32_t i = 0; i < n; i++) {
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	}
	return count;
}

/* Glyphs of the cluster at i. */
static int cluster(const struct frag *f, int i)
{
	int n = 1;

	while (i + n < f->nglyphs && f->glyphs[i + n].len == 0) {
		n++;
	}
	return n;
}

static sp right_of(const struct frag *f, int i)
{
	int next = i + cluster(f, i);

	return next < f->nglyphs ? f->x[next] : f->right;
}

static struct span place_at(struct counting *c, const struct text *t, uint32_t at)
{
	if (c->text != t || at < c->at) {
		*c = (struct counting){ .text = t, .span = t->ranges[0].span };
	}
	c->span = text_span_after(t, c->at, c->span, at);
	c->at = at;
	return c->span;
}

/* Cut the fragment where its characters come from elsewhere in the source. */
static void add_glyphs(struct arena *a, struct addresses *ad, struct counting *c, int page,
		int index)
{
	const struct item *it = &ad->book->pages[page].items[index];
	const struct frag *f = it->u.frag;
	const struct text *t = f->par->text;
	const struct range *last = NULL;
	struct piece *p = NULL;

	for (int i = 0; i < f->nglyphs; i += cluster(f, i)) {
		const struct glyph *g = &f->glyphs[i];
		const struct range *r = text_range(t, g->at);
		if (!r->span.file || !r->span.line) {
			continue;
		}
		if (r != last || !p) {
			p = vec_push(a, it->tag == TAG_TOC_ROW ? &ad->rows : &ad->text);
			*p = (struct piece){ place_at(c, t, g->at), 0, page, index, i, i };
			last = r;
		}
		p->nchars += count_characters(t->s + g->at, g->len);
		p->end = i + cluster(f, i);
	}
}

static void add_picture(struct arena *a, struct addresses *ad, int page, int index)
{
	struct span from = ad->book->pages[page].items[index].span;

	if (from.file && from.line) {
		*vec_push(a, &ad->text) = (struct piece){ from, 1, page, index, 0, 0 };
	}
}

static bool is_text(const struct item *it)
{
	return it->kind == ITEM_GLYPHS && it->tag != TAG_ARTIFACT && it->u.frag->par->text->n;
}

static struct page_line line_of(const struct item *it)
{
	const struct frag *f = it->u.frag;
	sp top = it->y - em_above(f->run->size);

	return (struct page_line){ it->y, top, top + f->run->size, it->x + f->left,
		it->x + f->right };
}

static void join_line(struct page_line *l, const struct page_line *more)
{
	l->top = more->top < l->top ? more->top : l->top;
	l->bottom = more->bottom > l->bottom ? more->bottom : l->bottom;
	l->left = more->left < l->left ? more->left : l->left;
	l->right = more->right > l->right ? more->right : l->right;
}

static int compare_lines(const void *a, const void *b)
{
	const struct page_line *p = a, *q = b;

	return (p->y > q->y) - (p->y < q->y);
}

/* What differs by less than a third of its height is one line to the eye. */
static bool is_same_line(const struct page_line *l, const struct page_line *more)
{
	return 3 * (int64_t)(more->y - l->y) < l->bottom - l->top;
}

static void find_lines(struct arena *a, struct page_lines *to, const struct page *page)
{
	int n = 0;

	for (int i = 0; i < page->nitems; i++) {
		if (is_text(&page->items[i]) && page->items[i].tag != TAG_RUBY) {
			*vec_push(a, to) = line_of(&page->items[i]);
		}
	}
	if (to->n) {
		qsort(to->at, (size_t)to->n, sizeof to->at[0], compare_lines);
	}
	for (int i = 0; i < to->n; i++) {
		if (n && is_same_line(&to->at[n - 1], &to->at[i])) {
			join_line(&to->at[n - 1], &to->at[i]);
		} else {
			to->at[n++] = to->at[i];
		}
	}
	to->n = n;
}

static int compare_places(const struct span *a, const struct span *b)
{
	int files = strcmp(a->file, b->file);

	return files                         ? files
			: a->line != b->line ? (a->line > b->line ? 1 : -1)
					     : (a->col > b->col) - (a->col < b->col);
}

/* What is printed twice, such as a table's head, counts where it stands first. */
static int compare_pieces(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;
	int places = compare_places(&p->from, &q->from);

	return places                          ? places
			: p->page != q->page   ? p->page - q->page
			: p->index != q->index ? p->index - q->index
					       : p->glyph - q->glyph;
}

static const struct item *item_of(const struct addresses *ad, const struct piece *p)
{
	return &ad->book->pages[p->page].items[p->index];
}

/* A list item's number has the place of the text beside it, which is meant. */
static bool is_label(const struct addresses *ad, const struct piece *p, const struct piece *next)
{
	return p->page == next->page && item_of(ad, p)->y == item_of(ad, next)->y;
}

/* Sort by place, and keep one of each. */
static void sort_pieces(const struct addresses *ad, struct pieces *p)
{
	int n = 0;

	if (!p->n) {
		return;
	}
	qsort(p->at, (size_t)p->n, sizeof p->at[0], compare_pieces);
	for (int i = 0; i < p->n; i++) {
		struct piece *last = n ? &p->at[n - 1] : NULL;
		if (!last || compare_places(&last->from, &p->at[i].from) != 0) {
			p->at[n++] = p->at[i];
		} else if (is_label(ad, last, &p->at[i])) {
			*last = p->at[i];
		}
	}
	p->n = n;
}

struct addresses *addresses_new(struct arena *a, const struct book *b)
{
	struct addresses *ad = ARENA_NEW(a, struct addresses);
	struct counting c = { 0 };

	ad->book = b;
	ad->lines = ARENA_ARRAY(a, struct page_lines, b->npages);
	for (int i = 0; i < b->npages; i++) {
		const struct page *page = &b->pages[i];
		find_lines(a, &ad->lines[i], page);
		for (int k = 0; k < page->nitems; k++) {
			if (is_text(&page->items[k])) {
				add_glyphs(a, ad, &c, i, k);
			} else if (page->items[k].kind == ITEM_PICTURE) {
				add_picture(a, ad, i, k);
			}
		}
	}
	sort_pieces(ad, &ad->text);
	sort_pieces(ad, &ad->rows);
	return ad;
}

const struct page_line *addresses_lines(const struct addresses *ad, int page, int *n)
{
	*n = ad->lines[page].n;
	return ad->lines[page].at;
}

static bool is_on_line(const struct piece *p, const struct span *place)
{
	return p->from.line == place->line && strcmp(p->from.file, place->file) == 0;
}

/* The piece that place is in, else its neighbour on the same source line, first
   the one before it; NULL where there is none. */
static const struct piece *find_piece(const struct pieces *all, const struct span *place)
{
	int lo = 0, hi = all->n; /* the first piece behind place */

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (compare_places(&all->at[mid].from, place) <= 0) {
			lo = mid + 1;
		} else {
			hi = mid;
		}
	}
	if (lo > 0 && is_on_line(&all->at[lo - 1], place)) {
		return &all->at[lo - 1];
	}
	return lo < all->n && is_on_line(&all->at[lo], place) ? &all->at[lo] : NULL;
}

static int line_at(const struct addresses *ad, int page, sp y)
{
	const struct page_lines *lines = &ad->lines[page];
	int i = 0;

	while (i + 1 < lines->n && lines->at[i + 1].y <= y) {
		i++;
	}
	return i;
}

struct stretches {
	struct stretch *at;
	int n, cap;
};

static void add_stretch(struct arena *a, const struct addresses *ad, struct stretches *to, int page,
		const struct item *it, sp left, sp right)
{
	sp size = it->u.frag->run->size;
	struct stretch *s = to->n ? &to->at[to->n - 1] : NULL;
	struct stretch new = { page, line_at(ad, page, it->y), it->x + left, it->x + right, it->y,
		size, it->y - em_above(size), it->y - em_above(size) + size };

	if (s && s->page == page && s->line == new.line && s->y == new.y) {
		s->right = new.right;
	} else {
		*vec_push(a, to) = new;
	}
}

/* Bytes [at, end) of text, from an item on. */
struct wanted {
	const struct par *par;
	uint32_t at, end;
	bool stop; /* all that there is was found */
};

static void collect(struct arena *a, const struct addresses *ad, struct stretches *to, int page,
		const struct item *it, struct wanted *w)
{
	const struct frag *f = it->u.frag;
	int first = -1, last = -1;

	for (int i = 0; i < f->nglyphs; i += cluster(f, i)) {
		if (f->glyphs[i].at >= w->end) {
			w->stop = true;
			break;
		}
		if (f->glyphs[i].at + f->glyphs[i].len > w->at) {
			first = first < 0 ? i : first;
			last = i;
		}
	}
	if (first >= 0) {
		add_stretch(a, ad, to, page, it, f->x[first], right_of(f, last));
	}
}

/* Through the items behind the first, which stand in reading order. */
static void collect_from(struct arena *a, const struct addresses *ad, struct stretches *to,
		const struct piece *p, struct wanted *w)
{
	int index = p->index;

	for (int page = p->page; page < ad->book->npages && !w->stop; page++, index = 0) {
		const struct page *sheet = &ad->book->pages[page];
		for (; index < sheet->nitems && !w->stop; index++) {
			const struct item *it = &sheet->items[index];
			if (!is_text(it)) {
				continue;
			}
			if (it->u.frag->par != w->par) {
				w->stop = true;
			} else {
				collect(a, ad, to, page, it, w);
			}
		}
	}
}

static uint32_t skip_characters(const struct text *t, uint32_t at, int n)
{
	for (; at < t->n && n > 0; n--) {
		do {
			at++;
		} while (at < t->n && ((unsigned char)t->s[at] & 0xc0) == 0x80);
	}
	return at;
}

/* Glyph of the character n behind the piece's first; its last one at most. */
static int glyph_at(const struct frag *f, const struct piece *p, int n)
{
	int i = p->glyph;

	for (int next; (next = i + cluster(f, i)) < p->end; i = next) {
		n -= count_characters(f->par->text->s + f->glyphs[i].at, f->glyphs[i].len);
		if (n < 0) {
			break;
		}
	}
	return i;
}

static void find_characters(struct arena *a, const struct addresses *ad, struct stretches *to,
		const struct piece *p, const struct span *place, int length)
{
	const struct item *it = item_of(ad, p);
	const struct frag *f = it->u.frag;
	int n = place->col > p->from.col ? place->col - p->from.col : 0;
	int i = glyph_at(f, p, n);
	struct wanted w = { f->par, f->glyphs[i].at, 0, false };

	if (length == 0) {
		sp x = n < p->nchars ? f->x[i] : right_of(f, i);
		add_stretch(a, ad, to, p->page, it, x, x);
		return;
	}
	w.end = skip_characters(f->par->text, w.at, length);
	collect_from(a, ad, to, p, &w);
}

const struct stretch *addresses_find(struct arena *a, const struct addresses *ad, struct span place,
		int length, int *n)
{
	struct stretches found = { 0 };
	const struct piece *p = NULL;
	const struct item *it;

	if (place.file && place.line) {
		p = find_piece(&ad->text, &place);
		p = p ? p : find_piece(&ad->rows, &place);
	}
	if (p) {
		it = item_of(ad, p);
		if (it->kind == ITEM_PICTURE) {
			*vec_push(a, &found) = (struct stretch){ p->page,
				line_at(ad, p->page, it->y), it->x, it->x + it->wid,
				it->y + it->hgt, it->hgt, it->y, it->y + it->hgt };
		} else {
			find_characters(a, ad, &found, p, &place, length);
		}
	}
	*n = found.n;
	return found.at;
}
