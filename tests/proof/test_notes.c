/* Notes beside a page: leaders never cross, notes never overlap, whatever the
   page; and they stand where one looks for them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "proof/notes-imp.h"

#define PT(n) ((sp)((n)*UNIT_ONE))

#define LINES 40
#define NOTES 200
#define RIGHT PT(450) /* where leaders end */

struct scene {
	struct page_line lines[LINES];
	int nlines;
	struct note notes[NOTES];
	int n;
	struct margin margin;
	uint32_t seed;
};

static int any(struct scene *s, int n)
{
	s->seed = s->seed * 1664525 + 1013904223;
	return (int)((s->seed >> 8) % (uint32_t)n);
}

/* Lines of all sizes; some overlap, as those of neighbouring cells do. */
static void make_lines(struct scene *s)
{
	sp y = PT(80);

	s->nlines = 1 + any(s, LINES);
	for (int i = 0; i < s->nlines; i++) {
		sp size = PT(6 + any(s, 12));
		y += size / 3 + PT(1) + any(s, PT(14));
		s->lines[i] = (struct page_line){ y, y - em_above(size), y - em_above(size) + size,
			PT(60), PT(400) };
	}
}

static void make_notes(struct scene *s)
{
	int most = any(s, 5) ? 12 : NOTES;

	s->n = 0;
	for (int i = 0; i < s->nlines; i++) {
		sp x = PT(60);
		while (s->n < most && !any(s, 3) && x < s->margin.edge) {
			x += any(s, 4) ? any(s, PT(60)) : 0;
			s->notes[s->n++] = (struct note){
				.line = i,
				.x = x < s->margin.edge ? x : s->margin.edge,
				.y = s->lines[i].top + any(s, PT(2)),
				.height = PT(10) * (1 + any(s, 5)),
				.urgency = any(s, 3),
			};
		}
	}
}

static void make_scene(struct scene *s, uint32_t seed)
{
	s->seed = seed;
	s->margin = (struct margin){ .edge = PT(410),
		.top = PT(50),
		.bottom = PT(50 + 100 + any(s, 700)),
		.gap = PT(3),
		.attach = PT(5),
		.step = PT(1.2) };
	make_lines(s);
	make_notes(s);
}

static void place(struct scene *s)
{
	struct arena *a = arena_new();

	notes_choose(s->notes, s->n, &s->margin, s->margin.bottom);
	notes_place(a, s->notes, s->n, &s->margin, s->lines);
	arena_free(a);
}

/* As drawn: up, level, slanted. */
static void leader(const struct scene *s, const struct note *n, struct point to[static 4])
{
	to[0] = (struct point){ n->x, n->y > n->lane ? n->y : n->lane };
	to[1] = (struct point){ n->x, n->lane };
	to[2] = (struct point){ s->margin.edge, n->lane };
	to[3] = (struct point){ RIGHT, n->top + s->margin.attach };
}

/* Twice the area of the triangle; its sign says on which side of ab c lies. */
static int side(struct point a, struct point b, struct point c)
{
	int64_t area = ((int64_t)b.x - a.x) * ((int64_t)c.y - a.y) -
			((int64_t)b.y - a.y) * ((int64_t)c.x - a.x);

	return (area > 0) - (area < 0);
}

static bool within(sp a, sp b, sp c)
{
	return a < b ? c >= a && c <= b : c >= b && c <= a;
}

static bool on(struct point a, struct point b, struct point c)
{
	return side(a, b, c) == 0 && within(a.x, b.x, c.x) && within(a.y, b.y, c.y);
}

/* Touching counts. */
static bool meet(struct point a, struct point b, struct point c, struct point d)
{
	return (side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)) || on(a, b, c) ||
			on(a, b, d) || on(c, d, a) || on(c, d, b);
}

static void check_pair(const struct scene *s, const struct note *a, const struct note *b)
{
	struct point p[4], q[4];

	leader(s, a, p);
	leader(s, b, q);
	for (int i = 0; i < 3; i++) {
		for (int k = 0; k < 3; k++) {
			assert_false(meet(p[i], p[i + 1], q[k], q[k + 1]));
		}
	}
}

static void check_scene(const struct scene *s)
{
	const struct note *last = NULL;

	for (int i = 0; i < s->n; i++) {
		const struct note *n = &s->notes[i];
		if (!n->placed) {
			continue;
		}
		assert_true(n->top >= s->margin.top);
		assert_true(n->top + n->height <= s->margin.bottom);
		assert_true(!last || n->top >= last->top + last->height + s->margin.gap);
		last = n;
		for (int k = 0; k < i; k++) {
			if (s->notes[k].placed) {
				check_pair(s, &s->notes[k], n);
			}
		}
	}
}

static void leaders_never_meet(void **state)
{
	struct scene *s = calloc(1, sizeof *s);

	(void)state;
	for (uint32_t seed = 1; seed <= 2000; seed++) {
		make_scene(s, seed);
		place(s);
		check_scene(s);
	}
	free(s);
}

static void lone_note_stands_at_its_line(void **state)
{
	struct scene s = { .lines = { { PT(100), PT(90), PT(102), PT(60), PT(400) } },
		.nlines = 1,
		.notes = { { .x = PT(70), .y = PT(90), .height = PT(30) } },
		.n = 1,
		.margin = { PT(410), PT(50), PT(700), PT(3), PT(5), PT(1) } };

	(void)state;
	place(&s);
	assert_true(s.notes[0].lane > PT(84) && s.notes[0].lane < PT(90));
	assert_int_equal(s.notes[0].top + PT(5), s.notes[0].lane);
}

static void grave_ones_stay_where_room_is_short(void **state)
{
	struct scene s = { .lines = { { PT(100), PT(90), PT(102), PT(60), PT(400) } },
		.nlines = 1,
		.notes = { { .x = PT(70), .height = PT(30), .urgency = 0 },
				{ .x = PT(80), .height = PT(30), .urgency = 2 },
				{ .x = PT(90), .height = PT(30), .urgency = 1 } },
		.n = 3,
		.margin = { PT(410), PT(50), PT(120), PT(3), PT(5), PT(1) } };

	(void)state;
	assert_int_equal(notes_choose(s.notes, s.n, &s.margin, s.margin.bottom), 1);
	assert_false(s.notes[0].placed);
	assert_true(s.notes[1].placed && s.notes[2].placed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaders_never_meet),
		cmocka_unit_test(lone_note_stands_at_its_line),
		cmocka_unit_test(grave_ones_stay_where_room_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
