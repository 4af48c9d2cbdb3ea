/* whole: the issue as one thing, beside those before it. */

#include <string.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "model/registers.h"
#include "proof/names-imp.h"
#include "proof/scan-imp.h"

#define BYLINE_SHARE 80  /* per cent of the articles that make bylines the custom */
#define LINES_MAX    200 /* of a colophon that is compared line by line */

enum {
	TOTAL,
	NUMBER,
	TOTAL_TWICE,
	DATE_TWICE,
	FOLDER_DATE,
	SECTION,
	COLOPHON_SLIP,
	COLOPHON_CHANGED,
	COLOPHON_ADDED,
	COLOPHON_GONE,
	TITLE_LINE,
	TITLE_LINES,
	TITLE_REST,
	TITLE_UNDIVIDED,
	CAPTION,
	BYLINE,
};

static const struct rule rules[] = {
	[TOTAL] = { "issue-number", NULL, DIAG_WARNING,
			N_("the total number is %1, but the issue before, ‘%2’, has %3; it should "
			   "be %4") },
	[NUMBER] = { "issue-number", NULL, DIAG_WARNING,
			N_("the number is %1, but after the issue before, ‘%2’, it should be %3") },
	[TOTAL_TWICE] = { "issue-number", NULL, DIAG_WARNING,
			N_("the issue ‘%2’ has the total number %1 too") },
	[DATE_TWICE] = { "issue-date", NULL, DIAG_WARNING,
			N_("the issue ‘%2’ has the date %1 too") },
	[FOLDER_DATE] = { "issue-date", NULL, DIAG_WARNING,
			N_("the folder is called ‘%2’, but the date is %1") },
	[SECTION] = { "section-name", NULL, DIAG_WARNING,
			N_("no issue before has a section ‘%1’, but ‘%3’ and others have ‘%2’; "
			   "make sure which is meant") },
	[COLOPHON_SLIP] = { "colophon-slip", NULL, DIAG_WARNING,
			N_("this line differs a little from that of ‘%1’: - %2 + %3") },
	[COLOPHON_CHANGED] = { "colophon-changed", NULL, DIAG_NOTE,
			N_("this line has changed since ‘%1’: - %2 + %3") },
	[COLOPHON_ADDED] = { "colophon-changed", NULL, DIAG_NOTE,
			N_("this line is new since ‘%1’: + %2") },
	[COLOPHON_GONE] = { "colophon-changed", NULL, DIAG_NOTE,
			N_("a line of ‘%1’ is gone from here: - %2") },
	[TITLE_LINE] = { "title-too-long", NULL, DIAG_WARNING,
			N_("this line of the title is some %1 characters wide, and a line takes "
			   "%2; shorten it, or divide it otherwise") },
	[TITLE_LINES] = { "title-too-long", NULL, DIAG_WARNING,
			N_("this title is some %1 characters wide, and a line takes %2; shorten it "
			   "to two lines") },
	[TITLE_REST] = { "title-too-long", NULL, DIAG_WARNING,
			N_("this title is some %1 characters wide, and a line takes %2: a "
			   "character or two stand alone on the second line; shorten it, or divide "
			   "it, as title: [first line, second line]") },
	[TITLE_UNDIVIDED] = { "title-undivided", NULL, DIAG_NOTE,
			N_("this title is some %1 characters wide, and a line takes %2; divide it "
			   "where the sense does, as title: [first line, second line]") },
	[CAPTION] = { "picture-uncaptioned", NULL, DIAG_WARNING,
			N_("this picture has no caption; write ![caption](file)") },
	[BYLINE] = { "byline-missing", NULL, DIAG_NOTE,
			N_("this article names nobody who wrote it, as most others do; add "
			   "（name） as its last paragraph") },
};

static const char *number(struct proofing *p, int n)
{
	return arena_print(p->a, "%d", n);
}

static const char *date_words(struct proofing *p, struct date d)
{
	return arena_print(p->a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* The folder's own name. */
static const char *name_of(const struct issue *issue)
{
	const char *slash = strrchr(issue->folder, '/');

	return slash ? slash + 1 : issue->folder;
}

static struct span place_in_issue(struct proofing *p, struct span span)
{
	if (!span.file) {
		span = (struct span){ arena_print(p->a, "%s/issue.yaml", p->issue->folder), 0, 0 };
	}
	return span;
}

/* The last issue of an earlier date, or NULL. */
static const struct issue *issue_before(const struct proofing *p)
{
	const struct issue *before = NULL;

	for (int i = 0; i < p->context->npast; i++) {
		const struct issue *x = p->context->past[i];
		before = date_compare(x->date, p->issue->date) < 0 ? x : before;
	}
	return before;
}

static int months_between(struct date a, struct date b)
{
	return (b.year - a.year) * 12 + b.month - a.month;
}

/* Months without an issue may have been counted on, or not. */
static bool total_follows(const struct issue *last, const struct issue *now)
{
	int more = now->total - last->total;

	return more == 1 || (more > 1 && more <= months_between(last->date, now->date));
}

/* The number that now should have, its total being right; 0: it is fine. */
static int number_due(const struct issue *last, const struct issue *now)
{
	int more = now->total - last->total;

	if (now->date.year == last->date.year) {
		return now->number == last->number + more ? 0 : last->number + more;
	}
	if (more == 1) {
		return now->number == 1 ? 0 : 1;
	}
	return now->number <= more ? 0 : now->date.month;
}

static void check_numbers(struct proofing *p, const struct issue *last)
{
	const struct issue *now = p->issue;
	struct span total = place_in_issue(p, now->total_span);
	struct span at = place_in_issue(p, now->number_span);
	int due;

	if (!last->total || !last->number) {
		return;
	}
	if (!total_follows(last, now)) {
		const char *args[] = { number(p, now->total), name_of(last), number(p, last->total),
			number(p, last->total + 1) };
		finding_add_span(p, &rules[TOTAL], total, 4, args)->also = last->total_span;
		return;
	}
	due = number_due(last, now);
	if (due) {
		const char *args[] = { number(p, now->number), name_of(last), number(p, due) };
		finding_add_span(p, &rules[NUMBER], at, 3, args)->also = last->number_span;
	}
}

static void check_twice(struct proofing *p)
{
	const struct issue *now = p->issue;

	for (int i = 0; i < p->context->npast; i++) {
		const struct issue *x = p->context->past[i];
		if (date_compare(x->date, now->date) == 0) {
			const char *args[] = { date_words(p, now->date), name_of(x) };
			finding_add_span(p, &rules[DATE_TWICE], place_in_issue(p, now->date_span),
					2, args)
					->also = x->date_span;
		}
		if (x->total == now->total) {
			const char *args[] = { number(p, now->total), name_of(x) };
			finding_add_span(p, &rules[TOTAL_TWICE], place_in_issue(p, now->total_span),
					2, args)
					->also = x->total_span;
		}
	}
}

/* A folder may be called by its month. */
static void check_folder(struct proofing *p)
{
	static const char form[] = "0000-00";
	const char *name = name_of(p->issue), *date = date_words(p, p->issue->date);

	for (size_t i = 0; i < sizeof form; i++) { /* the NUL too */
		bool digit = name[i] >= '0' && name[i] <= '9';
		if (form[i] == '0' ? !digit : name[i] != form[i]) {
			return;
		}
	}
	if (strncmp(name, date, strlen(name)) != 0) {
		const char *args[] = { date, name };
		finding_add_span(p, &rules[FOLDER_DATE], place_in_issue(p, p->issue->date_span), 2,
				args);
	}
}

/* Changing, adding, dropping one character or swapping two makes one of the other. */
static bool is_slip(struct chars x, struct chars y)
{
	struct chars longer = x.n >= y.n ? x : y, shorter = x.n >= y.n ? y : x;
	int i = 0, k = 0, inner;

	while (i < shorter.n && x.c[i] == y.c[i]) {
		i++;
	}
	while (k < shorter.n - i && longer.c[longer.n - 1 - k] == shorter.c[shorter.n - 1 - k]) {
		k++;
	}
	inner = longer.n - i - k; /* characters of the longer that do not agree */
	if (inner == 2 && x.n == y.n) {
		return x.c[i] == y.c[i + 1] && x.c[i + 1] == y.c[i];
	}
	return inner == 1;
}

static bool has_section(const struct issue *issue, const char *title)
{
	for (int i = 0; i < issue->nsections; i++) {
		if (issue->sections[i].title.n && strcmp(issue->sections[i].title.s, title) == 0) {
			return true;
		}
	}
	return false;
}

/* A section of an issue before that title is nearly the name of; NULL. */
static const char *near_section(struct proofing *p, const struct issue *issue, struct chars title)
{
	for (int i = 0; i < issue->nsections; i++) {
		const struct text *other = &issue->sections[i].title;
		if (other->n && other->n < 100 && is_slip(title, chars_of(p->a, other->s)) &&
				!has_section(p->issue, other->s)) {
			return other->s;
		}
	}
	return NULL;
}

static void check_section(struct proofing *p, const struct passage *t)
{
	const struct issue *in = NULL;
	const char *near = NULL;

	if (t->n < 3 || t->n > 20) {
		return;
	}
	for (int i = 0; i < p->context->npast; i++) {
		const struct issue *x = p->context->past[i];
		const char *found;
		if (has_section(x, t->text->s)) {
			return;
		}
		found = near_section(p, x, (struct chars){ t->c, t->n });
		in = found ? x : in;
		near = found ? found : near;
	}
	if (near) {
		passage_add(p, &rules[SECTION], t, 0, t->n, t->text->s, near, name_of(in))->fix =
				near;
	}
}

/* The lines of a colophon, one below the other. */
struct lines {
	const struct text **at;
	int n, cap;
};

static struct lines colophon_lines(struct proofing *p, const struct issue *issue)
{
	struct lines lines = { 0 };

	for (int i = 0; i < issue->ncolophon; i++) {
		for (int k = 0; k < issue->colophon[i].nitems; k++) {
			*vec_push(p->a, &lines) = &issue->colophon[i].items[k];
		}
	}
	return lines;
}

static bool same_line(const struct text *x, const struct text *y)
{
	return x->n == y->n && memcmp(x->s, y->s, x->n) == 0;
}

static void say_changed(struct proofing *p, const char *last, const struct text *was,
		const struct text *is)
{
	bool slip = is_slip(chars_of(p->a, was->s), chars_of(p->a, is->s));
	const struct rule *r = &rules[slip ? COLOPHON_SLIP : COLOPHON_CHANGED];

	finding_add(p, r, is, 0, is->n, last, was->s, is->s)->also = text_span(was, 0);
}

/* Two colophons being compared. */
struct comparison {
	struct proofing *p;
	const char *last; /* name of the issue before */
	struct lines was, is;
	int *common; /* of lines [i, n) and [k, m): how many can be paired */
};

static int *common_at(const struct comparison *c, int i, int k)
{
	return &c->common[i * (c->is.n + 1) + k];
}

static void count_common(struct comparison *c)
{
	c->common = ARENA_ARRAY(c->p->a, int, (c->was.n + 1) * (c->is.n + 1));
	for (int i = c->was.n - 1; i >= 0; i--) {
		for (int k = c->is.n - 1; k >= 0; k--) {
			int skip_was = *common_at(c, i + 1, k), skip_is = *common_at(c, i, k + 1);
			*common_at(c, i, k) = same_line(c->was.at[i], c->is.at[k])
					? *common_at(c, i + 1, k + 1) + 1
					: skip_was > skip_is ? skip_was
							     : skip_is;
		}
	}
}

/* Lines [i, iend) have become [k, kend). */
static void say_hunk(struct comparison *c, int i, int iend, int k, int kend)
{
	struct proofing *p = c->p;

	for (; i < iend && k < kend; i++, k++) {
		say_changed(p, c->last, c->was.at[i], c->is.at[k]);
	}
	for (; k < kend; k++) {
		const struct text *is = c->is.at[k];
		finding_add(p, &rules[COLOPHON_ADDED], is, 0, is->n, c->last, is->s);
	}
	for (; i < iend && c->is.n; i++) {
		const struct text *near = c->is.at[k ? k - 1 : 0];
		finding_add(p, &rules[COLOPHON_GONE], near, 0, near->n, c->last, c->was.at[i]->s)
				->also = text_span(c->was.at[i], 0);
	}
}

static void check_colophon(struct proofing *p, const struct issue *last)
{
	struct comparison c = { p, name_of(last), colophon_lines(p, last),
		colophon_lines(p, p->issue), NULL };
	int i = 0, k = 0, ifrom = 0, kfrom = 0;

	if (!c.was.n || c.was.n > LINES_MAX || c.is.n > LINES_MAX) {
		return;
	}
	count_common(&c);
	while (i < c.was.n && k < c.is.n) {
		if (same_line(c.was.at[i], c.is.at[k])) {
			say_hunk(&c, ifrom, i, kfrom, k);
			ifrom = ++i;
			kfrom = ++k;
		} else if (*common_at(&c, i + 1, k) >= *common_at(&c, i, k + 1)) {
			i++;
		} else {
			k++;
		}
	}
	say_hunk(&c, ifrom, c.was.n, kfrom, c.is.n);
}

/* Width in half characters; Western ones are half as wide as Chinese. */
static int halves(const struct passage *t)
{
	int n = 0;

	for (int i = 0; i < t->n; i++) {
		n += t->c[i] < 0x250 ? 1 : 2;
	}
	return n;
}

static void say_title(struct proofing *p, int r, const struct passage *t, int line)
{
	passage_add(p, &rules[r], t, 0, t->n, number(p, (halves(t) + 1) / 2), number(p, line / 2));
}

static void check_title(struct proofing *p, const struct passage *t)
{
	const struct layout *l = p->issue->layout;
	int line = (int)((int64_t)l->measure * 2 / l->title.size), wid = halves(t);

	if (wid <= line + 1) { /* letters may be narrower than we think */
		return;
	}
	if (t->article->ntitle > 1) {
		say_title(p, TITLE_LINE, t, line);
	} else if (wid > 2 * line) {
		say_title(p, TITLE_LINES, t, line);
	} else {
		say_title(p, wid - line <= 4 ? TITLE_REST : TITLE_UNDIVIDED, t, line);
	}
}

static bool has_byline(const struct article *art)
{
	bool has = art->author.n > 0;

	for (int i = 0; !has && i < art->nblocks; i++) {
		has = art->blocks[i].kind == BLOCK_BYLINE || art->blocks[i].byline.n > 0;
	}
	return has;
}

static void check_bylines(struct proofing *p)
{
	int n = 0;

	for (int i = 0; i < p->narticles; i++) {
		n += has_byline(p->articles[i].article);
	}
	if (p->narticles < 4 || n * 100 < p->narticles * BYLINE_SHARE) {
		return;
	}
	for (int i = 0; i < p->narticles; i++) {
		const struct article *art = p->articles[i].article;
		const struct text *title = &art->title[0];
		if (!has_byline(art)) {
			finding_add0(p, &rules[BYLINE], title, 0, title->n);
		}
	}
}

static void check_figures(struct proofing *p, const struct block *b)
{
	for (int i = 0; i < b->npictures; i++) {
		if (!b->pictures[i].caption.n) {
			finding_add_span(p, &rules[CAPTION], b->pictures[i].span, 0, NULL);
		}
	}
}

static void check_article(struct proofing *p, const struct article *art)
{
	for (int i = 0; i < art->nblocks; i++) {
		check_figures(p, &art->blocks[i]);
	}
}

static void check_passage(struct proofing *p, const struct passage *t)
{
	if (t->role == ROLE_TITLE && p->issue->layout->title.size) {
		check_title(p, t);
	} else if (t->role == ROLE_SECTION) {
		check_section(p, t);
	}
}

static void check_issue(struct proofing *p)
{
	const struct issue *last = issue_before(p);

	if (last) {
		check_numbers(p, last);
		check_colophon(p, last);
	}
	check_twice(p);
	check_folder(p);
	check_bylines(p);
}

const struct rule_group whole_group = {
	.rules = rules,
	.nrules = sizeof rules / sizeof rules[0],
	.passage = check_passage,
	.article = check_article,
	.issue = check_issue,
};
