#include "send/send.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "send/desk-imp.h"

#define AWAY_MAX 300000 /* milliseconds: no longer is waited before a new attempt */

/* One connection, or one hand at the outbox. */
struct worker {
	struct desk *desk;
	pthread_t thread;
	struct transport *transport; /* NULL: the outbox */
	struct arena *a;             /* of the message at hand */
	struct ledger_row row;
	struct message *message;
	const char *message_id;
	char hash[65];
};

struct message *send_message(struct arena *a, const struct mailing *mailing,
		const struct recipient *to, int address, struct message_date date, struct diags *d)
{
	struct recipient *one = ARENA_NEW(a, struct recipient);
	const char *const *only = &to->addresses[address];

	*one = *to;
	one->addresses = only;
	one->naddresses = 1;
	if (address > 0) {
		/* every message its own Message-ID */
		char hash[65];
		hash_bytes(*only, strlen(*only), hash);
		one->id = arena_copy(a, hash, 32);
	}
	return message_new(a, mailing, one, date, d);
}

/* Who is in the ledger and not in the list any more, and yet must get the correction
   of what they got. */
static const struct recipient *former_recipient(struct arena *a, const struct ledger_row *row)
{
	struct recipient *r = ARENA_NEW(a, struct recipient);
	const char **address = ARENA_NEW(a, const char *);
	char hash[65];

	hash_bytes(row->key, strlen(row->key), hash);
	*address = row->address;
	*r = (struct recipient){ .id = arena_copy(a, hash, 32),
		.tier = (enum tier)row->tier,
		.organisation = row->organisation,
		.honorific = "",
		.contact = row->contact,
		.addresses = address,
		.naddresses = 1,
		.address = "",
		.postcode = "",
		.phone = "",
		.note = "" };
	return r;
}

static bool make_message(struct worker *w)
{
	const struct send_order *o = w->desk->order;
	const struct directory_entry *e = desk_find(w->desk, w->row.key);
	struct diags *d = diags_new();

	w->message = send_message(w->a, o->mailing, e ? e->to : former_recipient(w->a, &w->row),
			e ? e->address : 0, o->now(), d);
	diags_free(d); /* the plan has said it */
	if (!w->message) {
		return false;
	}
	w->message_id = arena_print(w->a, "<%s>", w->message->id);
	message_hash(w->message, w->hash);
	return true;
}

static bool write_start(void *with)
{
	struct worker *w = with;
	struct note note = { .is_start = true, .start = { w->row.id, w->message_id, w->hash } };

	/* who has pressed Ctrl-C does not want one more to leave */
	pthread_mutex_lock(&w->desk->lock);
	bool stop = w->desk->stop;
	pthread_mutex_unlock(&w->desk->lock);
	return !stop && desk_write(w->desk, &note);
}

static bool write_result(struct worker *w, enum ledger_state state, const char *reply)
{
	struct note note = { .result = { w->row.id, state, reply } };

	return desk_write(w->desk, &note);
}

/* Wait for one's turn by the rate; false: no more turns. */
static bool wait_turn(struct worker *w)
{
	struct desk *k = w->desk;
	bool go = true;

	pthread_mutex_lock(&k->lock);
	if (k->order->limits.rate) {
		int64_t now = desk_clock();
		int64_t mine = k->begin > now ? k->begin : now;
		k->begin = mine + 60000 / k->order->limits.rate;
		go = desk_wait(k, mine);
	}
	go = go && !k->stop;
	pthread_mutex_unlock(&k->lock);
	return go;
}

static void fail(struct desk *k, enum diag_kind kind, const char *about, const char *why)
{
	pthread_mutex_lock(&k->lock);
	while (k->writing) {
		pthread_cond_wait(&k->turn, &k->lock);
	}
	if (!k->failed) {
		diag_add(k->diags, kind, (struct span){ 0 }, about, why);
	}
	desk_stop(k, true);
	pthread_mutex_unlock(&k->lock);
}

/* Nobody was there; wait a while. False: that was often enough. */
static bool wait_server(struct worker *w, const struct sending *s)
{
	struct desk *k = w->desk;
	const struct send_limits *l = &k->order->limits;
	int64_t pause = l->patience;
	bool again;

	pthread_mutex_lock(&k->lock);
	again = ++k->away < l->attempts;
	for (int i = 1; i < k->away && pause < AWAY_MAX; i++) {
		pause *= 2;
	}
	if (again) {
		again = desk_wait(k, desk_clock() + (pause < AWAY_MAX ? pause : AWAY_MAX));
	}
	again = again || k->stop;
	pthread_mutex_unlock(&k->lock);
	if (!again) {
		fail(k, DIAG_SERVER_AWAY, k->order->server->url, s->reply);
	}
	return again;
}

static void send_by_server(struct worker *w)
{
	static const enum ledger_state states[] = {
		[OUTCOME_ACCEPTED] = LEDGER_ACCEPTED,
		[OUTCOME_DEFERRED] = LEDGER_DEFERRED,
		[OUTCOME_REFUSED] = LEDGER_REFUSED,
		[OUTCOME_UNCERTAIN] = LEDGER_UNCERTAIN,
		[OUTCOME_AWAY] = LEDGER_PLANNED,
		[OUTCOME_SERVER] = LEDGER_PLANNED,
		[OUTCOME_KEPT] = LEDGER_PLANNED,
	};
	struct sending s;

	do {
		if (!wait_turn(w)) {
			s = (struct sending){ .outcome = OUTCOME_KEPT };
			break;
		}
		transport_send(w->transport, w->message, write_start, w, &s);
	} while (s.outcome == OUTCOME_AWAY && wait_server(w, &s));
	write_result(w, states[s.outcome], s.reply);
	if (s.outcome == OUTCOME_SERVER) {
		fail(w->desk, DIAG_SERVER_REFUSES, w->desk->order->server->url, s.reply);
	}
	pthread_mutex_lock(&w->desk->lock);
	w->desk->away = s.outcome == OUTCOME_AWAY ? w->desk->away : 0;
	w->desk->sent += s.outcome == OUTCOME_ACCEPTED;
	pthread_mutex_unlock(&w->desk->lock);
}

/* Delivering twice makes one file, so that nothing is uncertain before it, and the
   start is written when it is there: who finds the row unanswered finds the file
   too (settle_outbox). */
static void send_by_outbox(struct worker *w)
{
	const char *outbox = w->desk->order->outbox;

	if (!wait_turn(w)) {
		write_result(w, LEDGER_PLANNED, "");
	} else if (!maildir_deliver(outbox, w->message)) {
		const char *why = strerror(errno);
		write_result(w, LEDGER_PLANNED, why);
		fail(w->desk, DIAG_OUTPUT_FAILED, outbox, why);
	} else {
		struct note note = { .is_start = true,
			.start = { w->row.id, w->message_id, w->hash } };
		if (desk_write(w->desk, &note) &&
				write_result(w, LEDGER_ACCEPTED,
						arena_print(w->a, "in %s", outbox))) {
			pthread_mutex_lock(&w->desk->lock);
			w->desk->sent++;
			pthread_mutex_unlock(&w->desk->lock);
		}
	}
}

static void *work(void *with)
{
	struct worker *w = with;
	struct desk *k = w->desk;

	while (arena_reset(w->a), desk_take(k, w->a, &w->row)) {
		if (!make_message(w)) {
			write_result(w, LEDGER_REFUSED, "no message can be made for this address");
		} else if (w->transport) {
			send_by_server(w);
		} else {
			send_by_outbox(w);
		}
		pthread_mutex_lock(&k->lock);
		k->claimed--;
		pthread_cond_broadcast(&k->turn);
		pthread_mutex_unlock(&k->lock);
	}
	pthread_mutex_lock(&k->lock);
	k->alive--;
	pthread_mutex_unlock(&k->lock);
	return NULL;
}

/* Rows that nobody began. */
static void give_back(struct desk *k)
{
	struct ledger_result results[ROWS_MAX];
	int n = 0;

	for (int i = k->next; i < k->nrows; i++) {
		results[n++] = (struct ledger_result){ k->rows[i].id, LEDGER_PLANNED, "" };
	}
	if (n && !k->failed) {
		ledger_record(k->order->ledger, results, n, k->diags);
	} else if (n) {
		/* the disk may be what failed, and the next run does it all the same */
		struct diags *d = diags_new();
		ledger_record(k->order->ledger, results, n, d);
		diags_free(d);
	}
}

static int look_around(struct desk *k, bool progress)
{
	int alive;

	pthread_mutex_lock(&k->lock);
	alive = k->alive;
	if (progress) {
		fprintf(stderr, "\r\033[K");
		fprintf(stderr, ngettext("%d message sent", "%d messages sent", (unsigned)k->sent),
				k->sent);
	}
	pthread_mutex_unlock(&k->lock);
	return alive;
}

/* Until all workers are done; a signal makes them finish what they have begun. */
static bool watch_signals(struct desk *k, const sigset_t *set, bool progress)
{
	const struct timespec moment = { .tv_nsec = 20000000 };
	bool interrupted = false;

	while (look_around(k, progress)) {
		if (sigtimedwait(set, NULL, &moment) > 0) {
			interrupted = true;
			pthread_mutex_lock(&k->lock);
			desk_stop(k, false);
			pthread_mutex_unlock(&k->lock);
		}
	}
	if (progress) {
		fputs("\r\033[K", stderr);
	}
	return interrupted;
}

static void begin_work(struct worker *w, struct desk *k, int n)
{
	k->alive = n;
	for (int i = 0; i < n; i++) {
		w[i] = (struct worker){ .desk = k, .a = arena_new() };
		w[i].transport = k->order->server ? transport_new(k->order->server) : NULL;
		if (pthread_create(&w[i].thread, NULL, work, &w[i]) != 0) {
			die("no thread can be made");
		}
	}
}

bool send_run(const struct send_order *order, bool *interrupted, struct diags *d)
{
	struct worker workers[SEND_CONNECTIONS_MAX];
	struct desk desk;
	sigset_t set, old;
	int n = order->limits.connections;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	desk_init(&desk, order, d);
	transport_start();
	pthread_sigmask(SIG_BLOCK, &set, &old);
	begin_work(workers, &desk, n);
	*interrupted = watch_signals(&desk, &set, order->progress);
	for (int i = 0; i < n; i++) {
		pthread_join(workers[i].thread, NULL);
		transport_free(workers[i].transport);
		arena_free(workers[i].a);
	}
	give_back(&desk);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	transport_stop();
	desk_done(&desk);
	return !desk.failed;
}
