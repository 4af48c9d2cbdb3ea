#ifndef SEND_SEND_H
#define SEND_SEND_H

/* send: every recipient's message, each once, by the ledger. The ledger is
   written before the first byte of a message leaves and after the reply to its
   last; whatever ends the program between the two, the next run goes on from
   there. */

#include <stdbool.h>

#include "base/diag.h"
#include "model/recipients.h"
#include "send/ledger.h"
#include "send/message.h"
#include "send/transport.h"

struct arena;

struct send_limits {
	int connections; /* at once, from 1 */
	int rate;        /* messages begun in a minute; 0: no limit */
	int attempts;    /* to reach a server that is away, from 1 */
	int patience;    /* milliseconds before the second attempt; each further one waits
	                    twice as long */
	int wait;        /* seconds that a run may wait for a deferred message to be due */
};

#define SEND_CONNECTIONS_MAX 32

/* What is to be sent, and where to. */
struct send_order {
	const struct mailing *mailing;
	const struct recipients *recipients; /* all whom the ledger lists by mail */
	struct ledger *ledger;               /* locked; knows the PDF */
	const struct server *server;         /* NULL: into the outbox */
	const char *outbox;                  /* a maildir that is there */
	struct send_limits limits;
	struct message_date (*now)(void);
	bool progress; /* standard error is a terminal */
};

/* A message for one address. Lives in a; NULL, with a diagnostic, where it can't be
   written. */
struct message *send_message(struct arena *a, const struct mailing *mailing,
		const struct recipient *to, int address, struct message_date date, struct diags *d);

/* Send what the ledger has planned or deferred. False, with diagnostics, where the
   run could not go to its end; *interrupted where a signal ended it. */
bool send_run(const struct send_order *order, bool *interrupted, struct diags *d);

#endif
