#ifndef SEND_LEDGER_H
#define SEND_LEDGER_H

/* ledger: who gets the issue, who has got it, and how that is known. A SQLite
   file, send.db, in the issue's folder; one row a recipient, way of delivery and
   edition. It knows no network: the sender asks what is next, says what it is
   about to do, and then how it went.

	mail    planned → sending → accepted | deferred | refused | uncertain
	        deferred → sending, accepted → bounced, uncertain → accepted | planned
	paper   planned → delivered

   Each call that changes the file is one transaction and is on disk when it
   returns. The calls with an array make one transaction of all of it: a sender
   with several connections saves waiting for the disk by that.

   All functions return false, or what they say, after one diagnostic where the
   file could not be read or written; the ledger then is as it was before. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

struct issue;
struct recipients;
struct ledger;

enum ledger_kind { LEDGER_MAIL, LEDGER_PAPER };

enum ledger_state {
	LEDGER_PLANNED,
	LEDGER_SENDING,   /* claimed by a sender */
	LEDGER_ACCEPTED,  /* by the server: it answers for the message now */
	LEDGER_DEFERRED,  /* 4xx: to be tried again */
	LEDGER_REFUSED,   /* 5xx, or 4xx too often */
	LEDGER_UNCERTAIN, /* DATA began and the reply was lost: a person decides */
	LEDGER_BOUNCED,   /* accepted, and come back */
	LEDGER_DELIVERED, /* on paper */
	LEDGER_STATES
};

/* A row. Texts are "" where there is nothing to say. */
struct ledger_row {
	int64_t id;
	enum ledger_kind kind;
	enum ledger_state state;
	bool data;                /* sending: DATA may have begun */
	bool listed;              /* still among the recipients */
	int edition;              /* from 1 */
	int corrects;             /* the edition that the recipient got before; 0: none */
	int tier, place;          /* protocol order: tier, then as listed */
	int copies;               /* on paper */
	int attempts;             /* the present one counted */
	int64_t time;             /* of the last change; seconds since 1970 */
	int64_t due;              /* deferred: not to be tried before */
	const char *key;          /* who: the mail address in lower case, or the recipient's id */
	const char *organisation; /* as printed */
	const char *contact;
	const char *address; /* mail: addr-spec; paper: the postal address */
	const char *reply;   /* of the server, or a reason; control characters escaped */
	const char *by;      /* who decided or delivered */
	const char *message_id, *message_hash, *pdf_hash;
};

/* What to plan. The key tells who it is for ever: the mail address in lower case,
   or of paper the recipient's id. */
struct ledger_entry {
	enum ledger_kind kind;
	int tier, place, copies;
	const char *key, *organisation, *contact, *address;
};

enum ledger_way {
	LEDGER_READ,  /* look only: the file must be there; works in a read-only folder */
	LEDGER_WRITE, /* make the file where there is none */
};

/* The ledger in folder. identity says which issue it belongs to, see
   ledger_identity. Heap; NULL with a diagnostic that tells apart: no ledger,
   damaged, no ledger at all, of another issue, of a later banxin, a folder that
   can't be written, a full disk. */
struct ledger *ledger_open(const char *folder, const char *identity, enum ledger_way way,
		struct diags *d);

/* Gives up the lock too; l may be NULL. */
void ledger_close(struct ledger *l);

/* What tells an issue from every other: its title and its total number. */
const char *ledger_identity(struct arena *a, const struct issue *issue);

/* Become the only sender. Where another process is, says who: process, host,
   since when. What a dead sender left behind is put in order: rows whose DATA
   may have begun become uncertain, the other claimed ones planned. */
bool ledger_lock(struct ledger *l, struct diags *d);

/* Somebody sends from this ledger now. Where who is not NULL it is told, in a. */
bool ledger_busy(struct ledger *l, struct arena *a, const char **who);

/* The ledger's time: the machine's, but never behind what is written in it.
   Every time in the ledger is made by this. */
int64_t ledger_time(struct ledger *l);

/* Make the rows be those of entries. A row that is there is kept, with new
   particulars, in whatever edition; a row that is not named is not listed any
   more. May be called again and again. */
bool ledger_plan(struct ledger *l, const struct ledger_entry *entries, int n, struct diags *d);

/* The entries of the recipients, in a: one for each mail address, and one for who
   is to have paper. The place is the index of the recipient. */
struct ledger_entry *ledger_entries(struct arena *a, const struct recipients *r, int *n);

/* The edition that goes out now: 1, or that of the last erratum. */
int ledger_edition(const struct ledger *l);

/* Say which PDF the present edition is. Refused, with a diagnostic, where
   another one went out in this edition, or may have. Before the first claim of
   each run. */
bool ledger_pdf(struct ledger *l, const char *pdf_hash, struct diags *d);

/* Begin the next edition with a corrected PDF: all who got the one before, by
   mail or on paper, are planned again and know by corrects what they got; those
   not yet served are moved to the new one. Refused while a row is uncertain.
   The same PDF again changes nothing. */
bool ledger_erratum(struct ledger *l, const char *pdf_hash, const char *note, struct diags *d);

/* Claim up to max mail rows of the present edition that are planned, or deferred
   and due, in protocol order; rows go into out and a. The number, or -1. Only
   with the lock. */
int ledger_claim(struct ledger *l, struct arena *a, struct ledger_row *out, int max,
		struct diags *d);

/* When the next deferred row is due: 0 now or something is planned, -1 nothing
   is left to send. */
int64_t ledger_due(struct ledger *l);

/* DATA is about to be sent. */
struct ledger_start {
	int64_t id;
	const char *message_id; /* with < and > */
	const char *message_hash;
};

/* Write down, before the first byte of DATA, that these may be about to arrive.
   A claimed row only. */
bool ledger_data(struct ledger *l, const struct ledger_start *starts, int n, struct diags *d);

/* How it went. */
struct ledger_result {
	int64_t id;
	enum ledger_state state; /* ACCEPTED, DEFERRED, REFUSED, UNCERTAIN, or PLANNED: not
	                            tried after all, and DATA not begun */
	const char *reply;       /* any bytes */
};

/* Write down the replies of claimed rows. A deferred row waits five minutes, then
   twice as long each time, four hours at most; deferred LEDGER_TRIES times it is
   refused. */
#define LEDGER_TRIES 8
bool ledger_record(struct ledger *l, const struct ledger_result *results, int n, struct diags *d);

/* Let deferred rows wait so many seconds the first time, in place of 300. */
void ledger_wait(struct ledger *l, int seconds);

/* What a person decided: an uncertain row was accepted, or is planned again; a
   refused or bounced one is planned again. Only with the lock. */
bool ledger_settle(struct ledger *l, int64_t id, enum ledger_state to, const char *by,
		struct diags *d);

/* A paper row was handed over; note may be "". */
bool ledger_deliver(struct ledger *l, int64_t id, const char *by, const char *date,
		const char *note, struct diags *d);

enum ledger_bounce { BOUNCE_FAILED, BOUNCE_MOVED, BOUNCE_KNOWN, BOUNCE_UNKNOWN };

/* A message came back. It is found by its Message-ID, or where that is NULL by
   the address, if it was written after the row (written: seconds since 1970, 0
   unknown). */
enum ledger_bounce ledger_bounce(struct ledger *l, const char *message_id, const char *address,
		int64_t written, const char *reason, struct diags *d);

/* Call f with each row in order of kind, tier, place and edition; the row lives
   until f returns. */
bool ledger_each(struct ledger *l, void (*f)(const struct ledger_row *row, void *with), void *with,
		struct diags *d);

/* "planned", for tables; in the user's language through gettext. */
const char *ledger_state_name(enum ledger_state state);

/* The word to read in a CSV file; the same in every language. */
const char *ledger_state_word(enum ledger_state state);

#endif
