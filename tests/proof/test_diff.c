/* proof/diff: what is marked between two states of an issue.
   Edit scripts made at random from a seed are applied to made-up issues; what
   is marked must lead from the old text to the new one, and be no more than
   the script did. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/vec.h"
#include "proof/diff.h"
#include "text/char.h"

#define SCRIPTS 500

static uint32_t seed;

static int below(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

/* Texts under the knife: tokens as strings. */
struct words {
	const char **at;
	int n, cap;
	bool touched; /* already part of an edit */
};

struct draft {
	const char *name;
	struct {
		struct words *at;
		int n, cap;
	} pars;
};

struct drafts {
	struct draft *at;
	int n, cap;
};

static const char *han(struct arena *a, uint32_t from)
{
	char s[5];

	char_write(from + (uint32_t)below(3000), s);
	return arena_string(a, s);
}

static const char *some_token(struct arena *a)
{
	static const char *const marks[] = { "，", "。", "、", "；", "“", "”", "（", "）" };

	switch (below(12)) {
	case 0:
		return marks[below(8)];
	case 1:
		return arena_print(a, "%d", below(3000));
	case 2:
		return below(2) ? "5G" : "AI";
	default:
		return han(a, 0x4e00);
	}
}

static bool is_word(const char *s)
{
	return (unsigned char)s[0] < 0x80;
}

static void put(struct arena *a, struct words *w, const char *s)
{
	if (w->n && is_word(w->at[w->n - 1]) && is_word(s)) {
		s = "的"; /* neighbours would be one word */
	}
	*vec_push(a, w) = s;
}

static struct words make_par(struct arena *a, int n)
{
	struct words w = { 0 };

	while (n--) {
		put(a, &w, some_token(a));
	}
	return w;
}

static struct drafts make_issue(struct arena *a)
{
	struct drafts d = { 0 };
	int narticles = 2 + below(5);

	for (int i = 0; i < narticles; i++) {
		struct draft *art = vec_push(a, &d);
		int n = 4 + below(9);
		art->name = arena_print(a, "%02d.md", i + 1);
		for (int k = 0; k < n; k++) {
			*vec_push(a, &art->pars) = make_par(a, 40 + below(120));
		}
	}
	return d;
}

static struct words copy_words(struct arena *a, const struct words *w, int from, int end)
{
	struct words to = { 0 };

	for (; from < end; from++) {
		*vec_push(a, &to) = w->at[from];
	}
	return to;
}

static struct drafts copy_issue(struct arena *a, const struct drafts *d)
{
	struct drafts to = { 0 };

	for (int i = 0; i < d->n; i++) {
		struct draft *art = vec_push(a, &to);
		art->name = d->at[i].name;
		for (int k = 0; k < d->at[i].pars.n; k++) {
			const struct words *w = &d->at[i].pars.at[k];
			*vec_push(a, &art->pars) = copy_words(a, w, 0, w->n);
		}
	}
	return to;
}

/* A state as the comparison sees it; title first. */
static struct state *state_of(struct arena *a, const struct drafts *d)
{
	struct state *s = ARENA_NEW(a, struct state);
	struct writing *writings = ARENA_ARRAY(a, struct writing, d->n);

	for (int i = 0; i < d->n; i++) {
		const struct draft *art = &d->at[i];
		struct portion *p = ARENA_ARRAY(a, struct portion, art->pars.n);
		for (int k = 0; k < art->pars.n; k++) {
			struct buf b = { 0 };
			for (int t = 0; t < art->pars.at[k].n; t++) {
				buf_text(&b, art->pars.at[k].at[t]);
			}
			p[k].kind = PORTION_PARA;
			p[k].text = text_plain(a, arena_copy(a, b.n ? b.s : "", b.n),
					(struct span){ art->name, k + 1, 1 });
			p[k].span = p[k].text.ranges[0].span;
			buf_done(&b);
		}
		writings[i] = (struct writing){ art->name, "", p, art->pars.n };
	}
	s->writings = writings;
	s->nwritings = d->n;
	return s;
}

/* What a script has done. */
struct done {
	int changes;  /* marks that it is worth */
	size_t bytes; /* old and new text that it touched */
	bool structure;
};

/* Replace tokens [i, i + gone) by come new ones that stand nowhere else. */
static size_t splice(struct arena *a, struct words *w, int i, int gone, int come)
{
	struct words to = copy_words(a, w, 0, i);
	size_t bytes = 0;

	for (int k = 0; k < come; k++) {
		const char *s = han(a, 0x8000);
		bytes += strlen(s);
		*vec_push(a, &to) = s;
	}
	for (int k = i; k < i + gone; k++) {
		bytes += strlen(w->at[k]);
	}
	for (int k = i + gone; k < w->n; k++) {
		if (to.n && is_word(to.at[to.n - 1]) && is_word(w->at[k])) {
			return 0; /* would make one word of two: not this one */
		}
		*vec_push(a, &to) = w->at[k];
	}
	*w = to;
	return bytes;
}

static void swap_neighbours(struct arena *a, struct words *w, int i, int n, int m)
{
	struct words to = copy_words(a, w, 0, w->n);

	for (int k = 0; k < n + m; k++) {
		to.at[i + k] = w->at[i + (k < m ? n + k : k - m)];
	}
	for (int k = 1; k < to.n; k++) {
		if (is_word(to.at[k - 1]) && is_word(to.at[k])) {
			return;
		}
	}
	*w = to;
}

static void edit_text(struct arena *a, struct words *w, struct done *done)
{
	int i = 4 + below(w->n - 16), n = 1 + below(6), m = 1 + below(4);
	size_t bytes = 0;

	switch (below(4)) {
	case 0:
		bytes = splice(a, w, i, 0, n);
		break;
	case 1:
		bytes = splice(a, w, i, n, 0);
		break;
	case 2:
		bytes = splice(a, w, i, m, n);
		break;
	default:
		n = 1 + below(3);
		for (int k = i; k < i + n + n; k++) {
			bytes += 2 * strlen(w->at[k]);
		}
		swap_neighbours(a, w, i, n, n);
	}
	done->bytes += bytes;
	done->changes++;
}

static size_t length_of(const struct words *w)
{
	size_t bytes = 0;

	for (int i = 0; i < w->n; i++) {
		bytes += strlen(w->at[i]);
	}
	return bytes;
}

static void insert_par(struct arena *a, struct draft *d, int at, struct words w)
{
	vec_push(a, &d->pars);
	memmove(&d->pars.at[at + 1], &d->pars.at[at],
			(size_t)(d->pars.n - 1 - at) * sizeof d->pars.at[0]);
	w.touched = true;
	d->pars.at[at] = w;
}

static struct words remove_par(struct draft *d, int at)
{
	struct words w = d->pars.at[at];

	memmove(&d->pars.at[at], &d->pars.at[at + 1],
			(size_t)(d->pars.n - 1 - at) * sizeof d->pars.at[0]);
	d->pars.n--;
	if (at < d->pars.n) { /* it could no longer be joined by one mark */
		d->pars.at[at].touched = true;
	}
	return w;
}

static void swap_articles(struct drafts *d)
{
	int from = below(d->n), to = below(d->n);
	struct draft moved = d->at[from];

	memmove(&d->at[from], &d->at[from + 1], (size_t)(d->n - 1 - from) * sizeof d->at[0]);
	memmove(&d->at[to + 1], &d->at[to], (size_t)(d->n - 1 - to) * sizeof d->at[0]);
	d->at[to] = moved;
}

static void add_article(struct arena *a, struct drafts *d)
{
	int at = below(d->n + 1);
	struct draft art = { .name = arena_print(a, "new-%d.md", d->n) };

	for (int i = 0; i < 3; i++) {
		insert_par(a, &art, i, make_par(a, 50));
	}
	vec_push(a, d);
	memmove(&d->at[at + 1], &d->at[at], (size_t)(d->n - 1 - at) * sizeof d->at[0]);
	d->at[at] = art;
}

static void edit_structure(struct arena *a, struct drafts *d, struct draft *art, int k,
		struct done *done)
{
	struct words *w = &art->pars.at[k], rest;
	struct draft *to = &d->at[below(d->n)];

	done->changes++;
	switch (below(7)) {
	case 0: /* move, also to another article */
		done->bytes += 2 * length_of(w);
		rest = remove_par(art, k);
		insert_par(a, to, below(to->pars.n + 1), rest);
		return;
	case 1: /* split */
		rest = copy_words(a, w, w->n / 2, w->n);
		*w = copy_words(a, w, 0, w->n / 2);
		w->touched = true;
		insert_par(a, art, k + 1, rest);
		return;
	case 2: /* join, where the next one was left alone */
		if (k + 1 == art->pars.n || art->pars.at[k + 1].touched) {
			return;
		}
		rest = remove_par(art, k + 1);
		w = &art->pars.at[k];
		for (int i = 0; i < rest.n; i++) {
			if (!i && is_word(w->at[w->n - 1]) && is_word(rest.at[0])) {
				done->changes += 2;
				done->bytes += 3 + strlen(rest.at[0]);
			}
			put(a, w, rest.at[i]);
		}
		w->touched = true;
		return;
	case 3:
		rest = make_par(a, 30 + below(60));
		done->bytes += length_of(&rest);
		insert_par(a, art, k, rest);
		return;
	case 4:
		done->bytes += length_of(w);
		remove_par(art, k);
		return;
	case 5:
		swap_articles(d);
		return;
	default:
		add_article(a, d);
	}
}

static struct done run_script(struct arena *a, struct drafts *d)
{
	struct done done = { 0 };
	int nedits = 1 + below(10);

	for (int i = 0; i < nedits; i++) {
		struct draft *art = &d->at[below(d->n)];
		int k = art->pars.n > 2 ? below(art->pars.n) : -1;
		if (k < 0 || art->pars.at[k].touched) {
			continue;
		}
		if (below(2)) {
			edit_text(a, &art->pars.at[k], &done);
			art->pars.at[k].touched = true;
		} else {
			edit_structure(a, d, art, k, &done);
		}
	}
	return done;
}

/* Portions of a pairing as one string, '\1' between them; *from is where the
   portion of p begins in it. */
static const char *string_of(struct arena *a, const struct writing *w, int first, int n,
		const struct place *p, size_t *from)
{
	struct buf b = { 0 };
	const char *s;

	for (int i = first; i < first + n; i++) {
		if (i > first) {
			buf_byte(&b, '\1');
		}
		if (p && i == p->portion) {
			*from = b.n + p->at;
		}
		buf_add(&b, w->portions[i].text.s, w->portions[i].text.n);
	}
	s = arena_copy(a, b.n ? b.s : "", b.n);
	buf_done(&b);
	return s;
}

static bool within(const struct place *p, int writing, int first, int n)
{
	return p->writing == writing && p->portion >= first && p->portion < first + n;
}

static bool is_text(const struct change *c)
{
	return !c->whole && c->kind != CHANGE_MOVE && c->kind < CHANGE_STYLE;
}

/* Unmarked text between the marks of a pairing is the same in both states. */
static void check_pairing(struct arena *a, const struct diff *d, const struct pairing *q)
{
	const struct writing *x = &d->old->writings[q->old_writing];
	const struct writing *y = &d->new->writings[q->new_writing];
	const char *old = string_of(a, x, q->old_first, q->nold, NULL, NULL);
	const char *new = string_of(a, y, q->new_first, q->nnew, NULL, NULL);
	size_t o = 0, n = 0;

	for (int i = 0; i < d->nchanges; i++) {
		const struct change *c = &d->changes[i];
		size_t from = 0, to = 0;
		if (!is_text(c) || !within(&c->old, q->old_writing, q->old_first, q->nold) ||
				!within(&c->new, q->new_writing, q->new_first, q->nnew)) {
			continue;
		}
		string_of(a, x, q->old_first, q->nold, &c->old, &from);
		string_of(a, y, q->new_first, q->nnew, &c->new, &to);
		to -= c->kind == CHANGE_SPLIT;
		assert_true(from >= o && to >= n);
		assert_int_equal(from - o, to - n);
		assert_memory_equal(old + o, new + n, from - o);
		o = from + (c->kind == CHANGE_JOIN ? 1 : c->old.n);
		n = to + (c->kind == CHANGE_SPLIT ? 1 : c->new.n);
	}
	assert_string_equal(old + o, new + n);
}

static bool is_marked_whole(const struct diff *d, bool new, int writing, int portion)
{
	for (int i = 0; i < d->nchanges; i++) {
		const struct change *c = &d->changes[i];
		const struct place *p = new ? &c->new : &c->old;
		bool article = c->kind == (new ? CHANGE_ARTICLE_ADDED : CHANGE_ARTICLE_GONE);
		bool par = c->whole && c->kind == (new ? CHANGE_INSERT : CHANGE_DELETE);
		if (p->writing == writing && (article || (par && p->portion == portion))) {
			return true;
		}
	}
	return false;
}

static void check_side(const struct diff *d, bool new)
{
	const struct state *s = new ? d->new : d->old;

	for (int w = 0; w < s->nwritings; w++) {
		for (int i = 0; i < s->writings[w].nportions; i++) {
			int times = 0;
			for (int k = 0; k < d->npairings; k++) {
				const struct pairing *q = &d->pairings[k];
				struct place p = { w, i, 0, 0 };
				times += new ? within(&p, q->new_writing, q->new_first, q->nnew)
					     : within(&p, q->old_writing, q->old_first, q->nold);
			}
			assert_int_equal(times + (!times && is_marked_whole(d, new, w, i)), 1);
		}
	}
}

static size_t marked_bytes(const struct diff *d)
{
	size_t bytes = 0;

	for (int i = 0; i < d->nchanges; i++) {
		bytes += d->changes[i].old.n + d->changes[i].new.n;
	}
	return bytes;
}

static void print_changes(const struct diff *d)
{
	struct arena *a = arena_new();

	for (int i = 0; i < d->nchanges; i++) {
		const struct change *c = &d->changes[i];
		printf("%s%s %d.%d:%u+%u -> %d.%d:%u+%u '%s' '%s'\n", change_name(c->kind),
				c->whole ? " whole" : "", c->old.writing, c->old.portion, c->old.at,
				c->old.n, c->new.writing, c->new.portion, c->new.at, c->new.n,
				place_text(a, d->old, c->old), place_text(a, d->new, c->new));
	}
	arena_free(a);
}

static void scripts_are_marked_and_nothing_else(void **state)
{
	(void)state;
	for (int i = 0; i < SCRIPTS; i++) {
		struct arena *a = arena_new();
		struct drafts old, new;
		struct done done;
		struct diff *d;

		seed = 7919u * (uint32_t)(i + 1);
		old = make_issue(a);
		new = copy_issue(a, &old);
		done = run_script(a, &new);
		d = diff_states(a, state_of(a, &old), state_of(a, &new));
		for (int k = 0; k < d->npairings; k++) {
			check_pairing(a, d, &d->pairings[k]);
		}
		check_side(d, false);
		check_side(d, true);
		if (d->nchanges > done.changes || marked_bytes(d) > done.bytes) {
			print_changes(d);
			fail_msg("script %d: %d changes of %d, %zu bytes of %zu", i, d->nchanges,
					done.changes, marked_bytes(d), done.bytes);
		}
		arena_free(a);
	}
}

/* One paragraph each. */
static struct state *one(struct arena *a, const char *s)
{
	struct state *state = ARENA_NEW(a, struct state);
	struct writing *w = ARENA_NEW(a, struct writing);
	struct portion *p = ARENA_NEW(a, struct portion);

	p->kind = PORTION_PARA;
	p->text = text_plain(a, s, (struct span){ "a.md", 1, 1 });
	*w = (struct writing){ "a.md", "", p, 1 };
	*state = (struct state){ .writings = w, .nwritings = 1 };
	return state;
}

/* The changes as "kind(old>new)", one after the other. */
static void assert_changes(const char *old, const char *new, const char *expected)
{
	struct arena *a = arena_new();
	struct diff *d = diff_states(a, one(a, old), one(a, new));
	struct buf b = { 0 };

	for (int i = 0; i < d->nchanges; i++) {
		const struct change *c = &d->changes[i];
		buf_print(&b, "%s%s(%s>%s)", i ? " " : "", change_name(c->kind),
				place_text(a, d->old, c->old), place_text(a, d->new, c->new));
	}
	assert_string_equal(b.n ? b.s : "", expected);
	buf_done(&b);
	arena_free(a);
}

static void marks_are_readable(void **state)
{
	(void)state;
	assert_changes("建成基站2024座。", "建成基站2031座。", "replaced(2024>2031)");
	assert_changes("增长12.5%，共1,280户", "增长13.5%，共1,290户",
			"replaced(12.5>13.5) replaced(1,280>1,290)");
	assert_changes("推广Wi-Fi和China Unicom业务", "推广Wi-Fi和China Telecom业务",
			"replaced(Unicom>Telecom)");
	assert_changes("领导班成员参加会议", "领导班子成员参加会议", "inserted(>子)");
	assert_changes("会议由张三主持", "会议由主持张三", "transposed(张三主持>主持张三)");
	assert_changes("会上，他说。", "会上，他强调说。", "inserted(>强调)");
	assert_changes("山西 联通公司", "山西联通公司", "space closed( >)");
	assert_changes("山西联通公司", "山西　联通公司", "space added(>　)");
	assert_changes("做好网络维护工作，做好安全保障工作。", "做好安全保障工作。",
			"deleted(做好网络维护工作，>)");
	assert_changes("一样的话。", "一样的话。", "");
}

static void styles_are_told(void **state)
{
	struct arena *a = arena_new();
	struct state *old = one(a, "重点工作推进有力"), *new = one(a, "重点工作推进有力");
	struct range *r = ARENA_ARRAY(a, struct range, 2);
	struct diff *d;

	(void)state;
	r[0].style = TEXT_STRONG;
	r[1].at = 12;
	((struct portion *)new->writings[0].portions)->text.ranges = r;
	((struct portion *)new->writings[0].portions)->text.nranges = 2;
	d = diff_states(a, old, new);
	assert_int_equal(d->nchanges, 1);
	assert_int_equal(d->changes[0].kind, CHANGE_STYLE);
	assert_int_equal(d->changes[0].new.at, 0);
	assert_int_equal(d->changes[0].new.n, 12);
	arena_free(a);
}

/* Two long texts that share nothing but characters: bounded, and still right. */
static void hostile_texts_end_soon(void **state)
{
	struct arena *a = arena_new();
	size_t n = (size_t)1024 * 1024;
	char *x = arena_alloc(a, n + 1, 1), *y = arena_alloc(a, n + 1, 1);
	struct diff *d;
	clock_t from = clock();

	(void)state;
	seed = 1;
	for (size_t i = 0; i < n; i++) {
		x[i] = "+-*/"[below(4)];
		y[i] = "+-*/"[below(4)];
	}
	d = diff_states(a, one(a, x), one(a, y));
	assert_true(d->nchanges > 0);
	assert_true((double)(clock() - from) / CLOCKS_PER_SEC < 60);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_readable),
		cmocka_unit_test(styles_are_told),
		cmocka_unit_test(scripts_are_marked_and_nothing_else),
		cmocka_unit_test(hostile_texts_end_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
