#ifndef SEND_BOUNCES_H
#define SEND_BOUNCES_H

/* bounces: what servers wrote back → the ledger. Reads delivery status
   notifications (RFC 3464) and the letters that large Chinese providers write in
   place of them. A mailbox is strangers' work: whatever stands in it costs
   bounded time and memory, and moves no row but one whose message it names. */

#include <stdbool.h>

#include "base/diag.h"
#include "send/ledger.h"

/* One failed delivery that a mailbox tells of. Lent while told. */
struct bounce {
	const char *address; /* as the report names it; "" where it does not */
	const char *reason;
	enum ledger_bounce result;
};

struct bounces_total {
	int messages; /* in the mailbox */
	int moved, known, unknown;
	int delayed; /* "not yet delivered": no bounce */
};

#define MAILBOX_MEGABYTES 64 /* a mbox, or one message of a maildir */
#define MAILBOX_MESSAGES  100000

/* Read the mbox file or maildir folder at path. tell hears of each failure.
   False, with a diagnostic, where the mailbox can't be read or the ledger can't
   be written; what was recorded till then stands, and it may be run again. */
bool bounces_read(struct ledger *l, const char *path,
		void (*tell)(const struct bounce *bounce, void *with), void *with,
		struct bounces_total *total, struct diags *d);

/* The same from the delivery log of a Postfix that took the messages over: what it
   says of the queue ids that the ledger's replies name. messages are lines about
   ours. */
bool bounces_log(struct ledger *l, const char *path,
		void (*tell)(const struct bounce *bounce, void *with), void *with,
		struct bounces_total *total, struct diags *d);

#endif
