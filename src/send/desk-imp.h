#ifndef SEND_DESK_IMP_H
#define SEND_DESK_IMP_H

/* desk-imp: what the connections of a run share. One at a time is at the ledger
   and does there what the others wait for too, so that many connections wait for
   the disk no oftener than one. */

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "send/send.h"

#define ROWS_MAX 128 /* claimed at a time */

/* The recipients' addresses by the ledger's keys. */
struct directory_entry {
	const char *key; /* lower case */
	const struct recipient *to;
	int address; /* which of theirs */
};

/* What a worker wants written. */
struct note {
	bool is_start;
	struct ledger_start start;
	struct ledger_result result;
	bool done, good;
	struct note *next;
};

struct desk {
	const struct send_order *order;
	struct directory_entry *directory;
	int ndirectory;
	struct arena *a;
	struct diags *diags; /* only at the ledger, or with the lock while nobody is */
	struct arena *rows_arena;

	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t turn;
	bool writing; /* somebody is at the ledger */
	struct note *notes;
	struct ledger_row rows[ROWS_MAX];
	int nrows, next;
	int claimed; /* rows in the workers' hands */
	bool stop;   /* nothing new is begun */
	bool failed; /* why: something went wrong */
	int away;    /* how often in a row the server was not there */
	int alive;   /* workers */
	int sent;
	int64_t begin; /* when the next message may be begun, by the clock of desk_clock */
};

void desk_init(struct desk *k, const struct send_order *order, struct diags *d);
void desk_done(struct desk *k);

/* Milliseconds that never go back. */
int64_t desk_clock(void);

/* Begin nothing new; failed: there is a diagnostic. With the lock. */
void desk_stop(struct desk *k, bool failed);

/* Wait until the clock shows then; false where the run stops before. With the lock. */
bool desk_wait(struct desk *k, int64_t then);

/* Have a note written to the ledger and on disk; false where it was not. */
bool desk_write(struct desk *k, struct note *note);

/* The next row to send, in a; false: there is none any more. */
bool desk_take(struct desk *k, struct arena *a, struct ledger_row *row);

/* What the recipient with the key is in the directory. */
const struct directory_entry *desk_find(const struct desk *k, const char *key);

#endif
