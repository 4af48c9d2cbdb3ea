#include "page/page-imp.h"

#include <string.h>

#include "base/arena.h"

/* The contents list needs page numbers that need the contents list: compose,
   compare, repeat until the numbers printed are those of the pages. */

#define ROUNDS_MAX 5

/* In a, which outlives the round: the next one prints them. */
static const char **labels_of(struct arena *a, const struct book *book)
{
	const char **labels = ARENA_ARRAY(a, const char *, book->nmarks);

	for (int i = 0; i < book->nmarks; i++) {
		const char *label = book->pages[book->marks[i].page].label;
		labels[i] = label ? arena_string(a, label) : NULL;
	}
	return labels;
}

static bool same_label(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The first mark whose label moved; -1: none. */
static int moved(const char *const *before, const char *const *after, int n)
{
	for (int i = 0; i < n; i++) {
		if (!before || !same_label(before[i], after[i])) {
			return i;
		}
	}
	return -1;
}

static void name_book(struct arena *a, struct book *book, const struct galley *g)
{
	const struct issue *issue = g->issue;

	book->title = arena_print(a, "%s %s", issue->title.s ? issue->title.s : "",
			g->masthead_number->text->s);
	book->author = issue->publisher.s ? issue->publisher.s : "";
	book->subject = g->date->text->s;
}

struct book *page_compose(struct arena *a, const struct galley *g, struct shaper *s,
		struct diags *d)
{
	struct breaker b = { arena_new(), g->issue->layout, d }; /* one round's arena */
	const char **before = NULL, **after = NULL;
	struct book *book;
	int at = 0;

	for (int round = 0;; round++) {
		book = compose_round(&b, g, s, before);
		after = labels_of(a, book);
		at = moved(before, after, book->nmarks);
		if (at < 0 || round + 1 == ROUNDS_MAX) {
			break;
		}
		before = after;
		arena_reset(b.a);
	}
	if (at >= 0) {
		diag_add(d, DIAG_TOC_UNSETTLED, (struct span){ 0 }, book->marks[at].title,
				before[at] ? before[at] : "-", after[at] ? after[at] : "-");
	}
	name_book(b.a, book, g);
	arena_take(a, b.a);
	return book;
}
