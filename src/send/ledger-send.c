/* What a sender does with rows: claim, data, record; and what a person decides
   afterwards. */

#include <string.h>

#include "base/buf.h"
#include "send/ledger-imp.h"
#include "text/char.h"

#define REPLY_MAX 1000          /* bytes of a reply that are kept */
#define WAIT_MAX  (4 * 60 * 60) /* seconds between two attempts, at most */

const char *ledger_plain(struct arena *a, const char *s)
{
	struct buf b = { 0 };
	const size_t n = strlen(s);
	const char *plain;

	for (size_t at = 0, from = 0; at < n && b.n < REPLY_MAX; from = at) {
		int32_t c = char_check(s, n, &at);
		bool line_end = c == '\r' || c == '\n';
		if (line_end && (at == n || s[at] == '\r' || s[at] == '\n')) {
			continue; /* of several, one says enough */
		}
		if (c < 0 || c == '\t' || line_end || char_is_control((uint32_t)c)) {
			for (; from < at; from++) {
				buf_print(&b, "\\x%02x", (unsigned char)s[from]);
			}
		} else {
			buf_add(&b, s + from, at - from);
		}
	}
	plain = arena_copy(a, b.s ? b.s : "", b.n);
	buf_done(&b);
	return plain;
}

/* Claiming */

#define TO_SEND                                                                        \
	" FROM deliveries WHERE kind = 0 AND edition = ? AND (listed OR corrects > 0)" \
	" AND (state = 0 OR (state = 3 AND due <= ?))"

static int select_rows(struct ledger *l, struct arena *a, struct ledger_row *out, int max,
		struct diags *d)
{
	sqlite3_stmt *st = ledger_query(l, d,
			"SELECT " LEDGER_COLUMNS TO_SEND " ORDER BY tier, place, id LIMIT ?", "iii",
			(int64_t)l->edition, ledger_time(l), (int64_t)max);
	int result = SQLITE_ERROR;
	int n = 0;

	while (st && (result = sqlite3_step(st)) == SQLITE_ROW) {
		out[n++] = ledger_read(st, a);
	}
	if (st && result != SQLITE_DONE) {
		ledger_failed(l, d);
	}
	sqlite3_finalize(st);
	return result == SQLITE_DONE ? n : -1;
}

int ledger_claim(struct ledger *l, struct arena *a, struct ledger_row *out, int max,
		struct diags *d)
{
	int n;
	bool ok;

	if (l->lock < 0) {
		die("rows are claimed without the ledger's lock");
	}
	ok = ledger_begin(l, d);
	n = ok ? select_rows(l, a, out, max, d) : -1;
	for (int i = 0; i < n && ok; i++) {
		out[i].state = LEDGER_SENDING;
		out[i].data = false;
		out[i].attempts++;
		out[i].time = ledger_time(l);
		ok = ledger_run(l, d, NULL,
				"UPDATE deliveries SET state = 1, data = 0, attempts = ?, time = ?"
				" WHERE id = ?",
				"iii", (int64_t)out[i].attempts, out[i].time, out[i].id);
	}
	return ledger_end(l, d, ok && n >= 0) ? n : -1;
}

int64_t ledger_due(struct ledger *l)
{
	const int64_t now = ledger_time(l);
	int64_t ready, waiting, due;

	if (!ledger_number(l, NULL, &ready, "SELECT count(*)" TO_SEND, "ii", (int64_t)l->edition,
			    now) ||
			ready) {
		return 0;
	}
	if (!ledger_number(l, NULL, &waiting, "SELECT count(*)" TO_SEND, "ii", (int64_t)l->edition,
			    INT64_MAX) ||
			!waiting) {
		return -1;
	}
	ledger_number(l, NULL, &due, "SELECT min(due)" TO_SEND, "ii", (int64_t)l->edition,
			INT64_MAX);
	return due;
}

/* Before and after DATA */

/* A row that is not claimed any more: somebody else wrote to it. */
static bool lost_row(struct ledger *l, int64_t id, enum ledger_state to, struct diags *d)
{
	int64_t state = 0;

	if (ledger_number(l, d, &state, "SELECT state FROM deliveries WHERE id = ?", "i", id)) {
		diag_add(d, DIAG_LEDGER_STATE, (struct span){ 0 },
				arena_print(l->a, "%lld", (long long)id),
				ledger_state_name((enum ledger_state)state), ledger_state_name(to));
	}
	return false;
}

bool ledger_data(struct ledger *l, const struct ledger_start *starts, int n, struct diags *d)
{
	bool ok = ledger_begin(l, d);

	for (int i = 0; ok && i < n; i++) {
		int changed = 0;
		ok = ledger_run(l, d, &changed,
				"UPDATE deliveries SET data = 1, time = ?, message_id = ?,"
				" message_hash = ?, pdf_hash ="
				" (SELECT pdf_hash FROM editions e WHERE e.edition ="
				" deliveries.edition) WHERE id = ? AND state = 1",
				"issi", ledger_time(l), starts[i].message_id,
				starts[i].message_hash, starts[i].id);
		ok = ok && (changed == 1 || lost_row(l, starts[i].id, LEDGER_SENDING, d));
	}
	return ledger_end(l, d, ok);
}

static int64_t wait_after(const struct ledger *l, int64_t attempts)
{
	int64_t wait = l->wait;

	for (int64_t i = 1; i < attempts && wait < WAIT_MAX; i++) {
		wait *= 2;
	}
	return wait < WAIT_MAX ? wait : WAIT_MAX;
}

static bool record(struct ledger *l, const struct ledger_result *r, struct diags *d)
{
	enum ledger_state state = r->state;
	struct arena *scratch = arena_new();
	int64_t attempts = 0;
	int changed = 0;
	bool ok = ledger_number(l, d, &attempts, "SELECT attempts FROM deliveries WHERE id = ?",
			"i", r->id);

	if (state == LEDGER_DEFERRED && attempts >= LEDGER_TRIES) {
		state = LEDGER_REFUSED;
	}
	ok = ok &&
			ledger_run(l, d, &changed,
					"UPDATE deliveries SET state = ?, data = 0, time = ?, due "
					"= ?,"
					" attempts = ?, reply = ? WHERE id = ? AND state = 1",
					"iiiisi", (int64_t)state, ledger_time(l),
					state == LEDGER_DEFERRED
							? ledger_time(l) + wait_after(l, attempts)
							: 0,
					attempts - (state == LEDGER_PLANNED),
					ledger_plain(scratch, r->reply ? r->reply : ""), r->id);
	ok = ok && (changed == 1 || lost_row(l, r->id, state, d));
	arena_free(scratch);
	return ok;
}

bool ledger_record(struct ledger *l, const struct ledger_result *results, int n, struct diags *d)
{
	bool ok = ledger_begin(l, d);

	for (int i = 0; ok && i < n; i++) {
		ok = record(l, &results[i], d);
	}
	return ledger_end(l, d, ok);
}

/* Deciding */

/* The state of a row, and whether a later edition has its recipient again. */
static bool find_state(struct ledger *l, int64_t id, int64_t *state, int64_t *later,
		struct diags *d)
{
	return ledger_number(l, d, state,
			       "SELECT ifnull((SELECT state FROM deliveries WHERE id = ?), -1)",
			       "i", id) &&
			ledger_number(l, d, later,
					"SELECT count(*) FROM deliveries r JOIN deliveries o ON"
					" o.kind = r.kind AND o.recipient = r.recipient AND"
					" o.edition > r.edition WHERE r.id = ?",
					"i", id);
}

static bool may_settle(int64_t from, enum ledger_state to, bool later)
{
	if (to == LEDGER_ACCEPTED) {
		return from == LEDGER_UNCERTAIN;
	}
	return to == LEDGER_PLANNED && !later &&
			(from == LEDGER_UNCERTAIN || from == LEDGER_REFUSED ||
					from == LEDGER_BOUNCED);
}

bool ledger_settle(struct ledger *l, int64_t id, enum ledger_state to, const char *by,
		struct diags *d)
{
	int64_t state = -1, later = 0;
	bool ok;

	if (l->lock < 0) {
		die("a row is settled without the ledger's lock");
	}
	ok = ledger_begin(l, d) && find_state(l, id, &state, &later, d);
	if (ok && !may_settle(state, to, later > 0)) {
		diag_add(d, DIAG_LEDGER_STATE, (struct span){ 0 },
				arena_print(l->a, "%lld", (long long)id),
				state < 0 ? "—" : ledger_state_name((enum ledger_state)state),
				ledger_state_name(to));
		ok = false;
	}
	/* planned again, it is for the edition that goes out now */
	ok = ok &&
			ledger_run(l, d, NULL,
					to == LEDGER_ACCEPTED
							? "UPDATE deliveries SET state = ?, time = "
							  "?,"
							  " person = ? WHERE id = ?"
							: "UPDATE deliveries SET state = ?, time = "
							  "?,"
							  " person = ?, attempts = 0, due = 0,"
							  " edition = (SELECT max(edition) FROM"
							  " editions) WHERE id = ?",
					"iisi", (int64_t)to, ledger_time(l), by, id);
	return ledger_end(l, d, ok);
}
