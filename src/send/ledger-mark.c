/* What becomes known later: paper handed over, messages that came back; and
   reading the rows. */

#include "base/i18n.h"
#include "send/ledger-imp.h"

static const char *const names[LEDGER_STATES] = {
	N_("planned"),
	N_("being sent"),
	N_("accepted"),
	N_("deferred"),
	N_("refused"),
	N_("uncertain"),
	N_("bounced"),
	N_("delivered"),
};

static const char *const words[LEDGER_STATES] = {
	"planned",
	"sending",
	"accepted",
	"deferred",
	"refused",
	"uncertain",
	"bounced",
	"delivered",
};

const char *ledger_state_name(enum ledger_state state)
{
	return _(names[state]);
}

const char *ledger_state_word(enum ledger_state state)
{
	return words[state];
}

/* Paper */

bool ledger_deliver(struct ledger *l, int64_t id, const char *by, const char *date,
		const char *note, struct diags *d)
{
	struct arena *scratch = arena_new();
	const char *said = note[0] ? arena_print(scratch, "%s %s", date, note) : date;
	int changed = 0;
	bool ok = ledger_begin(l, d);

	ok = ok &&
			ledger_run(l, d, &changed,
					"UPDATE deliveries SET state = 7, time = ?, attempts = 1,"
					" reply = ?, person = ?, pdf_hash ="
					" (SELECT pdf_hash FROM editions e WHERE e.edition ="
					" deliveries.edition) WHERE id = ? AND kind = 1 AND state "
					"= 0",
					"issi", ledger_time(l), ledger_plain(scratch, said),
					ledger_plain(scratch, by), id);
	if (ok && changed != 1) {
		diag_add(d, DIAG_LEDGER_STATE, (struct span){ 0 },
				arena_print(scratch, "%lld", (long long)id), "—",
				ledger_state_name(LEDGER_DELIVERED));
		ok = false;
	}
	arena_free(scratch);
	return ledger_end(l, d, ok);
}

/* Bounces */

/* The row that a message came from: its id and state; id 0: none. */
static bool find_sent(struct ledger *l, const char *message_id, const char *address,
		int64_t written, int64_t *id, struct diags *d)
{
	if (message_id) {
		return ledger_number(l, d, id,
				"SELECT id FROM deliveries WHERE kind = 0 AND message_id = ?"
				" ORDER BY edition DESC LIMIT 1",
				"s", message_id);
	}
	/* a clock that is a day off, but no bounce of an earlier issue */
	return ledger_number(l, d, id,
			"SELECT id FROM deliveries WHERE kind = 0 AND state IN (2, 5, 6) AND"
			" instr(' ' || lower(address) || ' ', ' ' || lower(?) || ' ') > 0 AND"
			" (?2 = 0 OR time <= ?2 + 86400) ORDER BY edition DESC LIMIT 1",
			"si", address, written);
}

enum ledger_bounce ledger_bounce(struct ledger *l, const char *message_id, const char *address,
		int64_t written, const char *reason, struct diags *d)
{
	struct arena *scratch = arena_new();
	int64_t id = 0, state = -1;
	int changed = 0;
	bool ok = ledger_begin(l, d) && find_sent(l, message_id, address, written, &id, d) &&
			ledger_number(l, d, &state, "SELECT state FROM deliveries WHERE id = ?",
					"i", id);

	if (ok && id) {
		ok = ledger_run(l, d, &changed,
				"UPDATE deliveries SET state = 6, time = ?, reply = ? WHERE id = ?"
				" AND state IN (2, 5)",
				"isi", ledger_time(l), ledger_plain(scratch, reason), id);
	}
	arena_free(scratch);
	if (!ledger_end(l, d, ok)) {
		return BOUNCE_FAILED;
	}
	return changed                                  ? BOUNCE_MOVED
			: id && state == LEDGER_BOUNCED ? BOUNCE_KNOWN
							: BOUNCE_UNKNOWN;
}

/* Reading */

static const char *column(sqlite3_stmt *st, int i, struct arena *a)
{
	return a ? arena_string(a, ledger_column(st, i)) : ledger_column(st, i);
}

struct ledger_row ledger_read(sqlite3_stmt *st, struct arena *a)
{
	return (struct ledger_row){
		.id = sqlite3_column_int64(st, 0),
		.kind = (enum ledger_kind)sqlite3_column_int(st, 1),
		.state = (enum ledger_state)sqlite3_column_int(st, 2),
		.data = sqlite3_column_int(st, 3) != 0,
		.listed = sqlite3_column_int(st, 4) != 0,
		.edition = sqlite3_column_int(st, 5),
		.corrects = sqlite3_column_int(st, 6),
		.tier = sqlite3_column_int(st, 7),
		.place = sqlite3_column_int(st, 8),
		.copies = sqlite3_column_int(st, 9),
		.attempts = sqlite3_column_int(st, 10),
		.time = sqlite3_column_int64(st, 11),
		.due = sqlite3_column_int64(st, 12),
		.key = column(st, 13, a),
		.organisation = column(st, 14, a),
		.contact = column(st, 15, a),
		.address = column(st, 16, a),
		.reply = column(st, 17, a),
		.by = column(st, 18, a),
		.message_id = column(st, 19, a),
		.message_hash = column(st, 20, a),
		.pdf_hash = column(st, 21, a),
	};
}

bool ledger_each(struct ledger *l, void (*f)(const struct ledger_row *row, void *with), void *with,
		struct diags *d)
{
	sqlite3_stmt *st = ledger_query(l, d,
			"SELECT " LEDGER_COLUMNS
			" FROM deliveries ORDER BY kind, tier, place, edition, id",
			"");
	int result = SQLITE_ERROR;

	while (st && (result = sqlite3_step(st)) == SQLITE_ROW) {
		const struct ledger_row row = ledger_read(st, NULL);
		f(&row, with);
	}
	if (st && result != SQLITE_DONE) {
		ledger_failed(l, d);
	}
	sqlite3_finalize(st);
	return result == SQLITE_DONE;
}
