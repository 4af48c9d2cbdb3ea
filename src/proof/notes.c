#include "proof/notes-imp.h"

#include <stdlib.h>

#include "base/arena.h"

#define URGENCIES 3 /* note, warning, error */

int notes_choose(struct note *notes, int n, const struct margin *m, sp bottom)
{
	int64_t room = (int64_t)bottom - m->top;
	int left_out = n;

	for (int urgency = URGENCIES; urgency-- > 0;) {
		for (int i = 0; i < n; i++) {
			int64_t height = (int64_t)notes[i].height + m->gap;
			if (notes[i].urgency == urgency && height <= room) {
				notes[i].placed = true;
				room -= height;
				left_out--;
			}
		}
	}
	return left_out;
}

/* Upright parts of one line's leaders stand apart. */
static void part_uprights(struct note **row, int n, const struct margin *m)
{
	sp room = m->edge - row[0]->x;
	sp step = room / (n + 1) < m->step ? room / (n + 1) : m->step;

	for (int i = 1; i < n; i++) {
		if (row[i]->x < row[i - 1]->x + step) {
			row[i]->x = row[i - 1]->x + step;
		}
	}
	for (int i = n - 1; i >= 0; i--) {
		sp most = m->edge - (n - i) * step;
		row[i]->x = row[i]->x < most ? row[i]->x : most;
	}
}

/* The white above line i in which leaders may run: its lower part, because the
   notes' numbers stand below the line above. Where lines overlap, as cells of a
   table may, what lies between their baselines. */
static void lane_room(const struct page_line *lines, int i, sp *from, sp *to)
{
	const struct page_line *above = i ? &lines[i - 1] : NULL;
	sp top = lines[i].top - (lines[i].bottom - lines[i].top) / 2;

	*to = lines[i].top;
	if (above) {
		top = above->bottom > top ? above->bottom : top;
		if (top >= *to) {
			top = above->y;
			*to = lines[i].y;
		}
	}
	*from = top + (*to - top) / 2;
}

static void lay_lanes(struct note **row, int n, const struct page_line *lines)
{
	sp from, to;

	lane_room(lines, row[0]->line, &from, &to);
	for (int i = 0; i < n; i++) {
		row[i]->lane = from + (sp)((int64_t)(to - from) * (i + 1) / (n + 1));
	}
}

/* Neighbours that touch and so move as one. */
struct heap {
	int n;
	int64_t sum; /* of where each would have the first one begin */
};

static int64_t mean(const struct heap *h)
{
	/* rounded down, so that order is kept */
	return h->sum >= 0 ? h->sum / h->n : -((-h->sum + h->n - 1) / h->n);
}

/* Tops as near to the lanes as can be, by least squares: isotonic regression
   of where a column without heights would begin, by pooling neighbours. */
static void lay_tops(struct arena *a, struct note **row, int n, const struct margin *m)
{
	struct heap *heaps = ARENA_ARRAY(a, struct heap, n);
	int64_t used = 0, low = m->top, high, at = 0;
	int nheaps = 0, i = 0;

	for (i = 0; i < n; i++) {
		struct heap h = { 1, (int64_t)row[i]->lane - m->attach - used };
		while (nheaps && mean(&heaps[nheaps - 1]) >= mean(&h)) {
			nheaps--;
			h.n += heaps[nheaps].n;
			h.sum += heaps[nheaps].sum;
		}
		heaps[nheaps++] = h;
		used += row[i]->height + m->gap;
	}
	high = m->bottom - used;
	i = 0;
	for (int k = 0; k < nheaps; k++) {
		int64_t begin = mean(&heaps[k]);
		begin = begin > high ? high : begin;
		begin = begin < low ? low : begin;
		for (int left = heaps[k].n; left > 0; left--, i++) {
			row[i]->top = (sp)(begin + at);
			at += row[i]->height + m->gap;
		}
	}
}

void notes_place(struct arena *a, struct note *notes, int n, const struct margin *m,
		const struct page_line *lines)
{
	struct note **placed = ARENA_ARRAY(a, struct note *, n);
	int nplaced = 0;

	for (int i = 0; i < n; i++) {
		if (notes[i].placed) {
			placed[nplaced++] = &notes[i];
		}
	}
	for (int i = 0, k; i < nplaced; i = k) {
		for (k = i + 1; k < nplaced && placed[k]->line == placed[i]->line; k++) {
		}
		part_uprights(&placed[i], k - i, m);
		lay_lanes(&placed[i], k - i, lines);
	}
	lay_tops(a, placed, nplaced, m);
}
