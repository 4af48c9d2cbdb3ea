/* Who is to get which edition. */

#include "model/recipients.h"
#include "send/ledger-imp.h"

/* Entries of recipients */

static const char *lower_case(struct arena *a, const char *s)
{
	char *low = arena_string(a, s);

	for (char *c = low; *c; c++) {
		if (*c >= 'A' && *c <= 'Z') {
			*c = (char)(*c - 'A' + 'a');
		}
	}
	return low;
}

static const char *postal_address(struct arena *a, const struct recipient *r)
{
	return r->postcode[0] ? arena_print(a, "%s %s", r->postcode, r->address) : r->address;
}

static int count_entries(const struct recipients *r)
{
	int n = 0;

	for (int i = 0; i < r->n; i++) {
		n += r->at[i].naddresses + 1;
	}
	return n;
}

static int add_entries(struct arena *a, const struct recipient *to, int place,
		struct ledger_entry *at)
{
	const struct ledger_entry common = {
		.tier = (int)to->tier,
		.place = place,
		.organisation = to->organisation,
		.contact = to->contact,
	};
	int n = 0;

	for (int i = 0; recipient_by_mail(to) && i < to->naddresses; i++) {
		at[n] = common;
		at[n].kind = LEDGER_MAIL;
		at[n].key = lower_case(a, to->addresses[i]);
		at[n++].address = to->addresses[i];
	}
	if (recipient_on_paper(to)) {
		at[n] = common;
		at[n].kind = LEDGER_PAPER;
		at[n].key = to->id;
		at[n].copies = to->copies;
		at[n++].address = postal_address(a, to);
	}
	return n;
}

struct ledger_entry *ledger_entries(struct arena *a, const struct recipients *r, int *n)
{
	struct ledger_entry *at = ARENA_ARRAY(a, struct ledger_entry, count_entries(r));

	*n = 0;
	for (int i = 0; i < r->n; i++) {
		*n += add_entries(a, &r->at[i], i, at + *n);
	}
	return at;
}

/* Planning */

static void bind_entry(sqlite3_stmt *st, const struct ledger_entry *e)
{
	sqlite3_bind_int(st, 1, e->kind);
	sqlite3_bind_text(st, 2, e->key, -1, SQLITE_STATIC);
	sqlite3_bind_int(st, 3, e->tier);
	sqlite3_bind_int(st, 4, e->place);
	sqlite3_bind_text(st, 5, e->organisation, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 6, e->contact, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 7, e->address, -1, SQLITE_STATIC);
	sqlite3_bind_int(st, 8, e->copies);
}

/* Run a prepared statement for one entry; the number of rows changed, or -1. */
static int apply(struct ledger *l, sqlite3_stmt *st, const struct ledger_entry *e, struct diags *d)
{
	bool ok;

	bind_entry(st, e);
	ok = sqlite3_step(st) == SQLITE_DONE;
	if (!ok) {
		ledger_failed(l, d);
	}
	sqlite3_reset(st);
	return ok ? sqlite3_changes(l->db) : -1;
}

static bool enter_all(struct ledger *l, const struct ledger_entry *entries, int n, struct diags *d)
{
	/* where a message went stays as it was */
	sqlite3_stmt *update = ledger_query(l, d,
			"UPDATE deliveries SET listed = 1, tier = ?3, place = ?4,"
			" organisation = ?5, contact = ?6, copies = ?8,"
			" address = CASE WHEN state IN (0, 3) THEN ?7 ELSE address END"
			" WHERE kind = ?1 AND recipient = ?2",
			"");
	sqlite3_stmt *insert = ledger_query(l, d,
			"INSERT INTO deliveries VALUES (NULL, ?1, ?2,"
			" (SELECT max(edition) FROM editions), 0, ?3, ?4, 1, ?5, ?6, ?7, ?8,"
			" 0, 0, 0, ?9, 0, '', '', '', '', '')",
			"");
	bool ok = update && insert && sqlite3_bind_int64(insert, 9, ledger_time(l)) == SQLITE_OK;

	for (int i = 0; ok && i < n; i++) {
		int known = apply(l, update, &entries[i], d);
		ok = known > 0 || (known == 0 && apply(l, insert, &entries[i], d) == 1);
	}
	sqlite3_finalize(update);
	sqlite3_finalize(insert);
	return ok;
}

bool ledger_plan(struct ledger *l, const struct ledger_entry *entries, int n, struct diags *d)
{
	bool ok = ledger_begin(l, d);

	ok = ok && ledger_run(l, d, NULL, "UPDATE deliveries SET listed = 0", "");
	ok = ok && enter_all(l, entries, n, d);
	return ledger_end(l, d, ok);
}

/* Editions */

bool ledger_pdf(struct ledger *l, const char *pdf_hash, struct diags *d)
{
	int64_t others = 0;
	bool ok = ledger_begin(l, d);

	ok = ok &&
			ledger_number(l, d, &others,
					"SELECT count(*) FROM deliveries WHERE edition = ? AND"
					" pdf_hash NOT IN ('', ?) AND"
					" (state IN (2, 5, 6, 7) OR (state = 1 AND data = 1))",
					"is", (int64_t)l->edition, pdf_hash);
	if (ok && others) {
		diag_add(d, DIAG_LEDGER_PDF_CHANGED, (struct span){ 0 },
				arena_print(l->a, "%lld", (long long)others),
				arena_print(l->a, "%d", l->edition));
		ok = false;
	}
	ok = ok &&
			ledger_run(l, d, NULL, "UPDATE editions SET pdf_hash = ? WHERE edition = ?",
					"si", pdf_hash, (int64_t)l->edition);
	return ledger_end(l, d, ok);
}

/* Everything that goes on depends on who has what: nothing may be open. */
static bool may_correct(struct ledger *l, struct diags *d)
{
	int64_t open, served;

	if (!ledger_number(l, d, &open, "SELECT count(*) FROM deliveries WHERE state IN (1, 5)",
			    "") ||
			!ledger_number(l, d, &served,
					"SELECT count(*) FROM deliveries WHERE state IN (2, 7)",
					"")) {
		return false;
	}
	if (open) {
		diag_add(d, DIAG_LEDGER_UNSETTLED, (struct span){ 0 },
				arena_print(l->a, "%lld", (long long)open));
	} else if (!served) {
		diag_add0(d, DIAG_LEDGER_NOTHING_SENT, (struct span){ 0 });
	}
	return !open && served;
}

static bool begin_edition(struct ledger *l, const char *pdf_hash, const char *note, struct diags *d)
{
	const int64_t old = l->edition;

	/* who got the last edition, or an earlier one and the last only in vain */
	return ledger_run(l, d, NULL, "INSERT INTO editions VALUES (?, ?, ?, ?)", "issi", old + 1,
			       pdf_hash, note, ledger_time(l)) &&
			ledger_run(l, d, NULL,
					"INSERT INTO deliveries SELECT NULL, kind, recipient, ?1,"
					" CASE WHEN state IN (2, 7) THEN ?2 ELSE corrects END,"
					" tier, place, listed, organisation, contact, address,"
					" copies, 0, 0, 0, ?3, 0, '', '', '', '', ''"
					" FROM deliveries WHERE edition = ?2 AND (state IN (2, 7)"
					" OR (corrects > 0 AND state IN (4, 6)))",
					"iii", old + 1, old, ledger_time(l)) &&
			ledger_run(l, d, NULL,
					"UPDATE deliveries SET edition = ?, state = 0, due = 0,"
					" attempts = 0, message_id = '', message_hash = '',"
					" pdf_hash = '', time = ? WHERE edition = ? AND state IN"
					" (0, 3)",
					"iii", old + 1, ledger_time(l), old);
}

bool ledger_erratum(struct ledger *l, const char *pdf_hash, const char *note, struct diags *d)
{
	int64_t same = 0;
	bool ok = ledger_begin(l, d);

	ok = ok &&
			ledger_number(l, d, &same,
					"SELECT count(*) FROM editions WHERE edition = ? AND"
					" pdf_hash = ?",
					"is", (int64_t)l->edition, pdf_hash);
	ok = ok && (same || (may_correct(l, d) && begin_edition(l, pdf_hash, note, d)));
	ok = ledger_end(l, d, ok);
	l->edition += ok && !same;
	return ok;
}
