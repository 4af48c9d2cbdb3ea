#ifndef SEND_LEDGER_IMP_H
#define SEND_LEDGER_IMP_H

/* What the files of the ledger share: the connection, statements with their
   arguments, transactions. */

#include <sqlite3.h>

#include "send/ledger.h"

struct ledger {
	struct arena *a;
	sqlite3 *db;
	const char *folder, *path;
	const char *identity;
	enum ledger_way way;
	int lock; /* descriptor of send.lock; -1: not held */
	int edition;
	int wait;      /* seconds that a deferred row waits the first time */
	int64_t last;  /* the latest time that was given out */
	int64_t shift; /* that the machine's clock is behind it */
};

/* Say what SQLite complains of; false. d may be NULL. */
bool ledger_failed(struct ledger *l, struct diags *d);

/* The same for a call of the system that set errno. */
bool ledger_errno(const char *path, struct diags *d);

/* A statement with its arguments, for sqlite3_step; NULL after a diagnostic.
   types has a letter for each argument: i int64_t, s const char *. */
sqlite3_stmt *ledger_query(struct ledger *l, struct diags *d, const char *sql, const char *types,
		...);

/* Run a statement; *changed, unless NULL, the number of rows that it changed. */
bool ledger_run(struct ledger *l, struct diags *d, int *changed, const char *sql, const char *types,
		...);

/* The number that a statement gives; 0 where it gives no row. */
bool ledger_number(struct ledger *l, struct diags *d, int64_t *out, const char *sql,
		const char *types, ...);

/* A column of the present row, as text; "" for NULL. */
const char *ledger_column(sqlite3_stmt *st, int column);

bool ledger_begin(struct ledger *l, struct diags *d);

/* Commit where ok, else take back all since ledger_begin; false where it is not
   committed. */
bool ledger_end(struct ledger *l, struct diags *d, bool ok);

/* The columns of a row, and reading them; texts are lent until the next step, or
   copied to a where it is not NULL. */
#define LEDGER_COLUMNS                                                                           \
	"id, kind, state, data, listed, edition, corrects, tier, place, copies, attempts, time," \
	" due, recipient, organisation, contact, address, reply, person, message_id,"            \
	" message_hash, pdf_hash"
struct ledger_row ledger_read(sqlite3_stmt *st, struct arena *a);

/* Text of strangers as one line without control characters, in a. */
const char *ledger_plain(struct arena *a, const char *s);

#endif
