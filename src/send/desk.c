#include "send/desk-imp.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/vec.h"

int64_t desk_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int by_key(const void *x, const void *y)
{
	const struct directory_entry *a = x, *b = y;

	return strcmp(a->key, b->key);
}

static char *lower_case(struct arena *a, const char *s)
{
	char *lower = arena_string(a, s);

	for (char *p = lower; *p; p++) {
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + ('a' - 'A') : *p);
	}
	return lower;
}

static void fill_directory(struct desk *k, const struct recipients *r)
{
	struct arena *a = k->a;
	VEC(struct directory_entry) all = { 0 };

	for (int i = 0; i < r->n; i++) {
		for (int j = 0; j < r->at[i].naddresses && recipient_by_mail(&r->at[i]); j++) {
			*vec_push(a, &all) = (struct directory_entry){
				lower_case(a, r->at[i].addresses[j]), &r->at[i], j
			};
		}
	}
	if (all.n) {
		qsort(all.at, (size_t)all.n, sizeof *all.at, by_key);
	}
	k->directory = all.at;
	k->ndirectory = all.n;
}

const struct directory_entry *desk_find(const struct desk *k, const char *key)
{
	struct directory_entry wanted = { .key = key };

	return k->ndirectory ? bsearch(&wanted, k->directory, (size_t)k->ndirectory, sizeof wanted,
					       by_key)
			     : NULL;
}

void desk_init(struct desk *k, const struct send_order *order, struct diags *d)
{
	pthread_condattr_t attr;

	*k = (struct desk){ .order = order, .diags = d, .a = arena_new() };
	k->rows_arena = arena_new();
	fill_directory(k, order->recipients);
	pthread_mutex_init(&k->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&k->turn, &attr);
	pthread_condattr_destroy(&attr);
}

void desk_done(struct desk *k)
{
	pthread_cond_destroy(&k->turn);
	pthread_mutex_destroy(&k->lock);
	arena_free(k->rows_arena);
	arena_free(k->a);
}

void desk_stop(struct desk *k, bool failed)
{
	k->stop = true;
	k->failed = k->failed || failed;
	pthread_cond_broadcast(&k->turn);
}

bool desk_wait(struct desk *k, int64_t then)
{
	struct timespec t = { .tv_sec = (time_t)(then / 1000),
		.tv_nsec = (long)(then % 1000) * 1000000 };

	while (!k->stop && desk_clock() < then) {
		pthread_cond_timedwait(&k->turn, &k->lock, &t);
	}
	return !k->stop;
}

/* A worker has one note at a time, so that all of them fit. */
struct notes {
	struct ledger_start starts[SEND_CONNECTIONS_MAX];
	struct ledger_result results[SEND_CONNECTIONS_MAX];
	int nstarts, nresults;
};

static void sort_notes(struct notes *all, const struct note *first)
{
	for (; first; first = first->next) {
		if (first->is_start) {
			all->starts[all->nstarts++] = first->start;
		} else {
			all->results[all->nresults++] = first->result;
		}
	}
}

/* Go to the ledger with all notes there are. With the lock, which is let go
   meanwhile. */
static void write_notes(struct desk *k)
{
	struct note *first = k->notes;
	struct notes all = { .nstarts = 0 };
	bool started, recorded;

	k->notes = NULL;
	k->writing = true;
	sort_notes(&all, first);
	pthread_mutex_unlock(&k->lock);
	/* replies first: what has been answered must not be forgotten */
	recorded = !all.nresults ||
			ledger_record(k->order->ledger, all.results, all.nresults, k->diags);
	started = !all.nstarts ||
			(recorded &&
					ledger_data(k->order->ledger, all.starts, all.nstarts,
							k->diags));
	pthread_mutex_lock(&k->lock);
	for (struct note *n = first, *next; n; n = next) {
		next = n->next; /* its owner may go when it is done */
		n->good = n->is_start ? started : recorded;
		n->done = true;
	}
	k->writing = false;
	if (!started || !recorded) {
		desk_stop(k, true);
	}
	pthread_cond_broadcast(&k->turn);
}

bool desk_write(struct desk *k, struct note *note)
{
	pthread_mutex_lock(&k->lock);
	note->done = false;
	note->next = k->notes;
	k->notes = note;
	while (!note->done) {
		if (k->writing) {
			pthread_cond_wait(&k->turn, &k->lock);
		} else {
			write_notes(k);
		}
	}
	pthread_mutex_unlock(&k->lock);
	return note->good;
}

/* Fetch rows from the ledger; when the next one is due where there is none now.
   With the lock, which is let go meanwhile. */
static int64_t claim_rows(struct desk *k)
{
	int n;
	int64_t due = -1, now = 0;

	k->writing = true;
	pthread_mutex_unlock(&k->lock);
	arena_reset(k->rows_arena);
	n = ledger_claim(k->order->ledger, k->rows_arena, k->rows, ROWS_MAX, k->diags);
	if (n == 0) {
		due = ledger_due(k->order->ledger);
		now = ledger_time(k->order->ledger);
	}
	pthread_mutex_lock(&k->lock);
	k->writing = false;
	k->next = 0;
	k->nrows = n > 0 ? n : 0;
	if (n < 0) {
		desk_stop(k, true);
	}
	pthread_cond_broadcast(&k->turn);
	return due < 0 ? -1 : due > now ? due - now : 0;
}

static void copy_row(struct arena *a, struct ledger_row *to, const struct ledger_row *from)
{
	*to = *from;
	to->key = arena_string(a, from->key);
	to->address = arena_string(a, from->address);
}

bool desk_take(struct desk *k, struct arena *a, struct ledger_row *row)
{
	bool taken = false;

	pthread_mutex_lock(&k->lock);
	while (!k->stop && k->next == k->nrows) {
		if (k->writing) {
			pthread_cond_wait(&k->turn, &k->lock);
			continue;
		}
		int64_t seconds = claim_rows(k);
		if (k->nrows || k->stop) {
			continue;
		}
		if (seconds >= 0 && seconds <= k->order->limits.wait) {
			desk_wait(k, desk_clock() + (seconds ? seconds * 1000 : 100));
		} else if (k->claimed) {
			/* what others have in hand may be deferred */
			pthread_cond_wait(&k->turn, &k->lock);
		} else {
			desk_stop(k, false);
		}
	}
	if (!k->stop) {
		copy_row(a, row, &k->rows[k->next++]);
		k->claimed++;
		taken = true;
	}
	pthread_mutex_unlock(&k->lock);
	return taken;
}
