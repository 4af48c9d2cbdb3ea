/* thread: marks that answer or belong to others (ISO 32000-1, 12.5.6.2). */

#include <stdlib.h>
#include <string.h>

#include "comments/comments-imp.h"

#define DEEP 100 /* replies to replies; a file may make a ring of them */

/* Marks by object number. */
struct by_id {
	int id, i;
};

static int compare(const void *a, const void *b)
{
	const struct by_id *x = a, *y = b;

	return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x->i > y->i) - (x->i < y->i);
}

static int find(const struct by_id *ids, int n, int id)
{
	int lo = 0, hi = n;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (ids[mid].id < id) {
			lo = mid + 1;
		} else {
			hi = mid;
		}
	}
	return id && lo < n && ids[lo].id == id ? ids[lo].i : -1;
}

/* The mark that i hangs on in the end; -1 where it is its own. */
static int root_of(const struct comment_list *list, const struct by_id *ids, int i)
{
	int root = -1;

	for (int deep = 0; deep < DEEP; deep++) {
		int next = find(ids, list->n, list->at[i].parent);
		if (next < 0) {
			return root;
		}
		root = i = next;
	}
	return -1;
}

static void add_reply(struct arena *a, struct comment *to, const struct comment *reply)
{
	if (*reply->text && strlen(to->replies) < TEXT_MAX) {
		to->replies = arena_print(a, "%s%s%s%s%s", to->replies, *to->replies ? "\n" : "",
				reply->author, *reply->author ? ": " : "", reply->text);
	}
}

/* A caret with the new words and the strike-out of the old ones, whichever of
   them the writer takes for the first. */
static bool join_replacement(struct comment *to, const struct comment *c)
{
	bool strike_first = to->kind == MARK_STRIKE && c->kind == MARK_CARET;
	const struct comment *strike = strike_first ? to : c;
	const struct comment *caret = strike_first ? c : to;
	const char *text = *caret->text ? caret->text : strike->text;

	if (!strike_first && !(to->kind == MARK_CARET && c->kind == MARK_STRIKE)) {
		return false;
	}
	to->kind = MARK_REPLACE;
	to->page = strike->page;
	to->seal = strike->seal;
	to->rect = strike->rect;
	to->quads = strike->quads;
	to->nquads = strike->nquads;
	to->text = text;
	return true;
}

void threads_join(struct arena *a, struct comment_list *list)
{
	struct by_id *ids = ARENA_ARRAY(a, struct by_id, list->n);

	for (int i = 0; i < list->n; i++) {
		ids[i] = (struct by_id){ list->at[i].id, i };
	}
	if (list->n) {
		qsort(ids, (size_t)list->n, sizeof *ids, compare);
	}
	for (int i = 0; i < list->n; i++) {
		struct comment *c = &list->at[i];
		int root = c->parent ? root_of(list, ids, i) : -1;
		if (root < 0 || root == i) {
			continue;
		}
		if (c->gone) { /* a state */
			list->at[root].closed = c->closed;
			continue;
		}
		c->gone = true;
		if (!c->grouped || !join_replacement(&list->at[root], c)) {
			add_reply(a, &list->at[root], c);
		}
	}
}
