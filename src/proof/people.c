/* people: names in bylines, tables and beside titles, against the registers. */

#include <string.h>

#include "base/i18n.h"
#include "proof/people-imp.h"
#include "proof/scan-imp.h"

#define UNIT_REACH 40 /* characters before a title in which its unit is looked for */

enum {
	SURNAME,
	NEAR,
	NEAR_UNIT,
	TITLE_PAST,
	TITLE_PAST_NOW,
	TITLE_FUTURE,
	TITLE_UNKNOWN,
	POST_SHORT,
};

static const struct rule rules[] = {
	[SURNAME] = { "name-surname", NULL, DIAG_WARNING,
			N_("‘%1’ seems to lack its surname; the register has ‘%2’") },
	[NEAR] = { "name-near", NULL, DIAG_WARNING,
			N_("‘%1’ stands in no register, but ‘%2’ does; make sure of the name, or "
			   "add this one") },
	[NEAR_UNIT] = { "name-near", NULL, DIAG_WARNING,
			N_("‘%1’ stands in no register, but ‘%2’ of ‘%3’ does; make sure of the "
			   "name, or add this one") },
	[TITLE_PAST] = { "title-outdated", NULL, DIAG_WARNING,
			N_("%1 was %2 until %3, says the register; make sure, or write 原 or 时任 "
			   "before it") },
	[TITLE_PAST_NOW] = { "title-outdated", NULL, DIAG_WARNING,
			N_("%1 was %2 until %3 and is %4 now, says the register; make sure, or "
			   "write 原 or 时任 before it") },
	[TITLE_FUTURE] = { "title-outdated", NULL, DIAG_WARNING,
			N_("%1 is %2 from %3 on, says the register; make sure of the title at "
			   "this issue's date") },
	[TITLE_UNKNOWN] = { "title-unregistered", NULL, DIAG_NOTE,
			N_("the register has %1 as %3, not as %2; make sure") },
	[POST_SHORT] = { "post-short", NULL, DIAG_WARNING,
			N_("‘%1’ in this list of posts should perhaps be ‘%2’") },
};

static void say_near(struct people *w, const struct passage *t, int at, int n, const char *name,
		const struct known *k)
{
	struct finding *f = *k->unit
			? passage_add(w->p, &rules[NEAR_UNIT], t, at, n, name, k->s, k->unit)
			: passage_add(w->p, &rules[NEAR], t, at, n, name, k->s);

	f->fix = k->s;
}

/* A byline may leave out nothing of a name. */
static bool check_surname(struct people *w, const struct passage *t, const struct byline_part *part)
{
	const struct word_entry *entry = lexicon_find(w->givens, part->chars);
	const struct known *k = entry ? &w->known.at[entry->value] : NULL;

	if (!k) {
		return false;
	}
	for (; entry; entry = entry->next) {
		const struct known *other = &w->known.at[entry->value];
		k = known_mentioned(w->article, other) ? other : k;
	}
	passage_add(w->p, &rules[SURNAME], t, part->at, part->n, part->s, k->s)->fix = k->s;
	return true;
}

static void check_listed(struct people *w, const struct passage *t, const struct byline_part *part,
		const char *unit)
{
	const struct evidence e = { .unit = unit, .listed = true };
	const struct known *k;

	if (!part->name || lexicon_find(w->names, part->chars) ||
			(t->role != ROLE_CELL && check_surname(w, t, part))) {
		return;
	}
	k = people_find_near(w, part->chars, &e);
	if (k) {
		say_near(w, t, part->at, part->n, part->s, k);
	}
}

static void check_byline(struct people *w, const struct passage *t)
{
	struct byline b = byline_split(w->scratch, t);

	for (int i = 0; i < b.n; i++) {
		check_listed(w, t, &b.at[i], b.at[i].unit);
	}
}

/* A cell that is a name; the unit stands in another cell of its row. */
static void check_cell(struct people *w, const struct passage *t)
{
	const struct table *table = t->block->table;
	struct byline b;

	if (t->n > 8 || table->ncols > 8) {
		return;
	}
	b = byline_split(w->scratch, t);
	for (int col = 0; b.n == 1 && col < table->ncols; col++) {
		const struct text *cell = &table->cells[t->row * table->ncols + col];
		if (col != t->col && cell->n > 6) {
			check_listed(w, t, &b.at[0], cell->s);
			return;
		}
	}
}

/* The longest title that ends before i, in characters. */
static int title_before(const struct people *w, const struct passage *t, int i)
{
	int longest = w->posts->longest < i ? w->posts->longest : i;

	for (int n = longest; n > 1; n--) {
		if (lexicon_find(w->posts, (struct chars){ t->c + i - n, n })) {
			return i > n && t->c[i - n - 1] == U'副' ? n + 1 : n;
		}
	}
	return 0;
}

static int title_after(const struct people *w, const struct passage *t, int i)
{
	const struct word_entry *e;

	e = lexicon_longest(w->posts, (struct chars){ t->c + i, t->n - i });
	return e ? e->word.n : 0;
}

static const char *date_words(struct people *w, struct date d)
{
	return arena_print(w->p->a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* 原局长, 时任局长: the title is meant to be a past one. */
static bool is_told_as_past(const struct passage *t, int i)
{
	int first = i > 25 ? i - 25 : 0;

	for (int k = i; k > first && !scan_in(t->c[k - 1], U"，。；！？、\n"); k--) {
		if (scan_word(t, k - 1, "原 曾 时任 前任 历任 曾任 首任 退休 卸任 不再")) {
			return true;
		}
	}
	return false;
}

/* A title that stands beside somebody's name. */
struct titled {
	const struct passage *t;
	int at, n; /* the name */
	int title, ntitle;
	const struct word_entry *entry; /* of the name */
};

static void say_title(struct people *w, const struct titled *x, const struct known *then,
		const struct known *now)
{
	const struct passage *t = x->t;
	const char *name = passage_excerpt(w->p, t, x->at, x->n);
	const char *title = passage_excerpt(w->p, t, x->title, x->ntitle);
	const struct rule *r = &rules[TITLE_UNKNOWN];

	if (!then) {
		passage_add(w->p, r, t, x->title, x->ntitle, name, title, now->title);
	} else if (then->person->period.to.year &&
			date_compare(then->person->period.to, w->p->issue->date) < 0) {
		const char *to = date_words(w, then->person->period.to);
		r = &rules[now ? TITLE_PAST_NOW : TITLE_PAST];
		passage_add(w->p, r, t, x->title, x->ntitle, name, title, to,
				now ? now->title : "");
	} else {
		const char *from = date_words(w, then->person->period.from);
		r = &rules[TITLE_FUTURE];
		passage_add(w->p, r, t, x->title, x->ntitle, name, title, from);
	}
}

/* The title is one of the person's at the issue's date, or it is reported. */
static void check_title(struct people *w, const struct titled *x)
{
	struct chars title = { x->t->c + x->title, x->ntitle };
	const struct known *then = NULL, *now = NULL;

	for (const struct word_entry *e = x->entry; e; e = e->next) {
		const struct known *k = &w->known.at[e->value];
		bool same, holds;
		if (!k->person || !*k->title) {
			continue;
		}
		same = people_has_title(w, k->title, title);
		holds = period_holds(k->person->period, w->p->issue->date);
		if (same && holds) {
			return;
		}
		now = holds ? k : now;
		then = same ? k : then;
	}
	if ((then || now) && !is_told_as_past(x->t, x->title)) {
		say_title(w, x, then, now);
	}
}

/* 党组书记、局长张三: all titles before the name. */
static void check_titles_before(struct people *w, struct titled x)
{
	int end = x.at, n;

	for (n = title_before(w, x.t, end); n; n = title_before(w, x.t, end)) {
		x.title = end - n;
		x.ntitle = n;
		check_title(w, &x);
		end -= n;
		if (!end || x.t->c[end - 1] != U'、') {
			break;
		}
		end--;
	}
}

static void check_titles(struct people *w, const struct passage *t, int i,
		const struct word_entry *entry)
{
	struct titled x = { .t = t, .at = i, .n = entry->word.n, .entry = entry };

	check_titles_before(w, x);
	x.title = i + entry->word.n;
	x.ntitle = title_after(w, t, x.title);
	if (x.ntitle) {
		check_title(w, &x);
	}
}

/* What stands in the passage shortly before i. */
static const char *text_before(struct people *w, const struct passage *t, int i)
{
	int from = i > UNIT_REACH ? i - UNIT_REACH : 0;

	return arena_copy(w->scratch, t->text->s + t->at[from], t->at[i] - t->at[from]);
}

/* Characters [at, at + n) may be a name; the title is [title, title + ntitle). */
static bool check_beside(struct people *w, const struct passage *t, const struct titled *x)
{
	struct chars name = { t->c + x->at, x->n };
	struct evidence e = { .unit = "", .title = { t->c + x->title, x->ntitle } };
	const struct known *k;

	if (x->at < 0 || x->at + x->n > t->n || !chars_are_han(name)) {
		return false;
	}
	if (lexicon_find(w->names, name)) {
		return true;
	}
	e.unit = text_before(w, t, x->title < x->at ? x->title : x->at);
	k = people_find_near(w, name, &e);
	if (k) {
		say_near(w, t, x->at, x->n, passage_excerpt(w->p, t, x->at, x->n), k);
	}
	return k != NULL;
}

/* Before and behind a title names of two to four characters are looked for. */
static void check_near_title(struct people *w, const struct passage *t, int title, int n)
{
	struct titled x = { .t = t, .title = title, .ntitle = n };
	bool done = lexicon_longest(w->names,
				    (struct chars){ t->c + title + n, t->n - title - n }) != NULL;

	for (x.n = 4; !done && x.n > 1; x.n--) {
		x.at = title + n;
		done = check_beside(w, t, &x);
	}
	for (x.n = 2; !done && x.n < 5; x.n++) {
		x.at = title - x.n;
		done = x.at >= 0 && lexicon_find(w->names, (struct chars){ t->c + x.at, x.n });
	}
	for (x.n = 4; !done && x.n > 1; x.n--) {
		x.at = title - x.n;
		done = check_beside(w, t, &x);
	}
}

static void check_prose(struct people *w, const struct passage *t)
{
	for (int i = 0; i < t->n; i++) {
		struct chars rest = { t->c + i, t->n - i };
		const struct word_entry *name = lexicon_longest(w->names, rest);
		int title;
		arena_reset(w->scratch);
		if (name) {
			check_titles(w, t, i, name);
			i += name->word.n - 1;
			continue;
		}
		title = title_after(w, t, i);
		if (title) {
			check_near_title(w, t, i, title);
			i += title - 1;
		}
	}
}

/* 副理事、常务理事: one of a list is the post without 长. */
static bool is_post(struct people *w, struct chars word)
{
	return lexicon_find(w->posts, word) != NULL;
}

static struct chars with_head(struct people *w, struct chars word)
{
	uint32_t *c = ARENA_ARRAY(w->scratch, uint32_t, word.n + 1);

	memcpy(c, word.c, (size_t)word.n * sizeof *c);
	c[word.n] = U'长';
	return (struct chars){ c, word.n + 1 };
}

/* The words of a list divided by 、, in a passage of posts. */
static void check_post(struct people *w, const struct passage *t, int at, int n)
{
	/* 本会副理事: whose posts they are stands before the first */
	for (int from = 0; from + 2 <= n; from++) {
		struct chars word = { t->c + at + from, n - from };
		struct chars post = with_head(w, word);
		bool deputy = word.c[0] == U'副' || (word.n > 2 && word.c[0] == U'常');
		if (is_post(w, word) || scan_word(t, at + from, "理事 监事 董事") == n - from) {
			return;
		}
		if (deputy && is_post(w, post)) {
			const char *found = passage_excerpt(w->p, t, at + from, n - from);
			const char *right = arena_print(w->p->a, "%s长", found);
			passage_add(w->p, &rules[POST_SHORT], t, at + from, n - from, found, right)
					->fix = right;
			return;
		}
	}
}

static void check_posts(struct people *w, const struct passage *t)
{
	int at = 0;

	for (int i = 0; i <= t->n; i++) {
		if (i == t->n || scan_in(t->c[i], U"、，；：。 　")) {
			arena_reset(w->scratch);
			if (i - at < 20) {
				check_post(w, t, at, i - at);
			}
			at = i + 1;
		}
	}
}

static const char *title_of(struct people *w, const struct article *art)
{
	const char *s = "";

	for (int i = 0; art && i < art->ntitle; i++) {
		s = arena_print(w->a, "%s%s", s, text_words(w->a, &art->title[i]));
	}
	return s;
}

static void check_passage(struct people *w, const struct passage *t)
{
	arena_reset(w->scratch);
	if (t->role == ROLE_COLOPHON) {
		check_posts(w, t);
	}
	if (t->role == ROLE_AUTHOR || t->role == ROLE_BYLINE) {
		check_byline(w, t);
	} else if (t->role == ROLE_CELL) {
		check_cell(w, t);
	} else if (scan_is_prose(t)) {
		check_prose(w, t);
	}
}

static void check_people(struct proofing *p)
{
	struct people w;
	const struct article *art = NULL;

	people_init(&w, p, p->context->registers);
	for (int i = 0; i < p->npassages; i++) {
		if (p->passages[i].article != art) {
			art = p->passages[i].article;
			w.article = title_of(&w, art);
		}
		check_passage(&w, &p->passages[i]);
	}
	people_done(&w);
}

const struct rule_group people_group = {
	.rules = rules,
	.nrules = sizeof rules / sizeof rules[0],
	.issue = check_people,
};
