#include "send/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "model/issue.h"
#include "send/ledger-imp.h"

#define APPLICATION 1650552440 /* "banx" in the file's head */
#define FORM        1
#define BUSY_WAIT   10000 /* milliseconds */
#define QUOTE(x)    #x
#define NUMBER(x)   QUOTE(x)

/* The whole form. A file that has another is not touched. */
static const char *const schema[] = {
	"CREATE TABLE ledger (issue TEXT NOT NULL, clock INTEGER NOT NULL)",
	"CREATE TABLE editions (edition INTEGER PRIMARY KEY, pdf_hash TEXT NOT NULL,"
	" note TEXT NOT NULL, time INTEGER NOT NULL)",
	"CREATE TABLE deliveries (id INTEGER PRIMARY KEY,"
	" kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 1),"
	" recipient TEXT NOT NULL, edition INTEGER NOT NULL, corrects INTEGER NOT NULL,"
	" tier INTEGER NOT NULL, place INTEGER NOT NULL, listed INTEGER NOT NULL,"
	" organisation TEXT NOT NULL, contact TEXT NOT NULL, address TEXT NOT NULL,"
	" copies INTEGER NOT NULL, state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 7),"
	" data INTEGER NOT NULL, attempts INTEGER NOT NULL, time INTEGER NOT NULL,"
	" due INTEGER NOT NULL, reply TEXT NOT NULL, person TEXT NOT NULL,"
	" message_id TEXT NOT NULL, message_hash TEXT NOT NULL, pdf_hash TEXT NOT NULL,"
	" UNIQUE (kind, recipient, edition))",
	"CREATE TABLE history (delivery INTEGER NOT NULL, edition INTEGER NOT NULL,"
	" state INTEGER NOT NULL, time INTEGER NOT NULL, attempts INTEGER NOT NULL,"
	" reply TEXT NOT NULL, person TEXT NOT NULL)",
	"CREATE INDEX deliveries_message ON deliveries (message_id)",
	"CREATE INDEX deliveries_queue ON deliveries (kind, edition, state, tier, place)",
	/* what became of a delivery stays readable after it is tried again */
	"CREATE TRIGGER deliveries_history AFTER UPDATE OF state ON deliveries"
	" WHEN NEW.state <> OLD.state AND NEW.state <> 1 BEGIN"
	" INSERT INTO history VALUES (NEW.id, NEW.edition, NEW.state, NEW.time, NEW.attempts,"
	" NEW.reply, NEW.person); END",
};

#define NSCHEMA ((int)(sizeof schema / sizeof *schema))

/* Errors */

static bool no_room(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

bool ledger_errno(const char *path, struct diags *d)
{
	if (no_room(errno)) {
		diag_add(d, DIAG_LEDGER_FULL, (struct span){ 0 }, path);
	} else {
		diag_add(d, DIAG_LEDGER_READ_ONLY, (struct span){ 0 }, path, strerror(errno));
	}
	return false;
}

bool ledger_failed(struct ledger *l, struct diags *d)
{
	const int code = sqlite3_errcode(l->db);
	const char *text = sqlite3_errmsg(l->db);

	if (!d) {
		return false;
	}
	/* SQLite tells ENOSPC apart, but not a quota or a limit of file sizes */
	if (code == SQLITE_FULL || sqlite3_extended_errcode(l->db) == SQLITE_IOERR_WRITE) {
		diag_add(d, DIAG_LEDGER_FULL, (struct span){ 0 }, l->path);
	} else if (code == SQLITE_CORRUPT) {
		diag_add(d, DIAG_LEDGER_DAMAGED, (struct span){ 0 }, l->path, text);
	} else if (code == SQLITE_NOTADB) {
		diag_add(d, DIAG_LEDGER_FOREIGN, (struct span){ 0 }, l->path);
	} else if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM) {
		diag_add(d, DIAG_LEDGER_READ_ONLY, (struct span){ 0 }, l->path, text);
	} else if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
		diag_add(d, DIAG_LEDGER_BUSY, (struct span){ 0 }, l->path);
	} else {
		diag_add(d, DIAG_LEDGER_FAILED, (struct span){ 0 }, l->path, text);
	}
	return false;
}

/* Statements */

static bool bind(sqlite3_stmt *st, const char *types, va_list ap)
{
	int result = SQLITE_OK;

	for (int i = 0; types[i] && result == SQLITE_OK; i++) {
		if (types[i] == 'i') {
			result = sqlite3_bind_int64(st, i + 1, va_arg(ap, int64_t));
		} else {
			result = sqlite3_bind_text(st, i + 1, va_arg(ap, const char *), -1,
					SQLITE_TRANSIENT);
		}
	}
	return result == SQLITE_OK;
}

static sqlite3_stmt *prepare(struct ledger *l, struct diags *d, const char *sql, const char *types,
		va_list ap)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(l->db, sql, -1, &st, NULL) != SQLITE_OK || !bind(st, types, ap)) {
		ledger_failed(l, d);
		sqlite3_finalize(st);
		return NULL;
	}
	return st;
}

sqlite3_stmt *ledger_query(struct ledger *l, struct diags *d, const char *sql, const char *types,
		...)
{
	sqlite3_stmt *st;
	va_list ap;

	va_start(ap, types);
	st = prepare(l, d, sql, types, ap);
	va_end(ap);
	return st;
}

/* One step; *row whether it gave a row. */
static bool step_once(struct ledger *l, struct diags *d, sqlite3_stmt *st, int64_t *first)
{
	int result = st ? sqlite3_step(st) : SQLITE_ERROR;

	if (st && result == SQLITE_ROW) {
		*first = sqlite3_column_int64(st, 0);
	} else if (st && result != SQLITE_DONE) {
		ledger_failed(l, d);
	}
	sqlite3_finalize(st);
	return result == SQLITE_ROW || result == SQLITE_DONE;
}

bool ledger_run(struct ledger *l, struct diags *d, int *changed, const char *sql, const char *types,
		...)
{
	int64_t unused;
	bool ok;
	va_list ap;

	va_start(ap, types);
	ok = step_once(l, d, prepare(l, d, sql, types, ap), &unused);
	va_end(ap);
	if (ok && changed) {
		*changed = sqlite3_changes(l->db);
	}
	return ok;
}

bool ledger_number(struct ledger *l, struct diags *d, int64_t *out, const char *sql,
		const char *types, ...)
{
	bool ok;
	va_list ap;

	*out = 0;
	va_start(ap, types);
	ok = step_once(l, d, prepare(l, d, sql, types, ap), out);
	va_end(ap);
	return ok;
}

const char *ledger_column(sqlite3_stmt *st, int column)
{
	const unsigned char *s = sqlite3_column_text(st, column);

	return s ? (const char *)s : "";
}

bool ledger_begin(struct ledger *l, struct diags *d)
{
	return ledger_run(l, d, NULL, "BEGIN IMMEDIATE", "");
}

bool ledger_end(struct ledger *l, struct diags *d, bool ok)
{
	ok = ok &&
			ledger_run(l, d, NULL, "UPDATE ledger SET clock = ? WHERE clock < ?", "ii",
					l->last, l->last);
	ok = ok && ledger_run(l, d, NULL, "COMMIT", "");
	if (!ok && !sqlite3_get_autocommit(l->db)) {
		sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
	}
	return ok;
}

/* Time */

int64_t ledger_time(struct ledger *l)
{
	int64_t now = (int64_t)time(NULL) + l->shift;

	if (now < l->last) {
		l->shift += l->last - now;
		now = l->last;
	}
	l->last = now;
	return now;
}

static void compare_clock(struct ledger *l, struct diags *d)
{
	time_t last = (time_t)l->last;
	char text[32] = "";
	struct tm tm;

	if (time(NULL) < last && localtime_r(&last, &tm)) {
		strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
		diag_add(d, DIAG_LEDGER_CLOCK, (struct span){ 0 }, l->path, text);
	}
}

/* Making a new file */

static bool fill(struct ledger *l, struct diags *d)
{
	bool ok = ledger_run(l, d, NULL, "PRAGMA synchronous = FULL", "") && ledger_begin(l, d);

	for (int i = 0; ok && i < NSCHEMA; i++) {
		ok = ledger_run(l, d, NULL, schema[i], "");
	}
	ok = ok && ledger_run(l, d, NULL, "PRAGMA application_id = " NUMBER(APPLICATION), "") &&
			ledger_run(l, d, NULL, "PRAGMA user_version = " NUMBER(FORM), "") &&
			ledger_run(l, d, NULL, "INSERT INTO editions VALUES (1, '', '', ?)", "i",
					ledger_time(l)) &&
			ledger_run(l, d, NULL, "INSERT INTO ledger VALUES (?, 0)", "s",
					l->identity);
	return ledger_end(l, d, ok) && ledger_run(l, d, NULL, "PRAGMA journal_mode = WAL", "");
}

static void sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

/* Give the finished file its name, unless somebody else was faster. */
static bool publish(struct ledger *l, const char *temp, struct diags *d)
{
	bool ok = link(temp, l->path) == 0 || errno == EEXIST;

	if (!ok && (errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK)) {
		ok = access(l->path, F_OK) == 0 || rename(temp, l->path) == 0;
	}
	if (!ok) {
		return ledger_errno(l->path, d);
	}
	sync_folder(l->folder);
	return true;
}

/* Beside its place first: so an empty or half-made send.db is never a new one,
   but one that was damaged. */
static bool make(struct ledger *l, struct diags *d)
{
	const char *temp = arena_print(l->a, "%s/.send.db.%ld", l->folder, (long)getpid());
	bool ok;

	unlink(temp); /* of a dead process with our number */
	ok = sqlite3_open_v2(temp, &l->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
			SQLITE_OK;
	ok = ok ? fill(l, d) : ledger_failed(l, d);
	sqlite3_close(l->db);
	l->db = NULL;
	ok = ok && publish(l, temp, d);
	unlink(temp);
	unlink(arena_print(l->a, "%s-journal", temp));
	unlink(arena_print(l->a, "%s-wal", temp));
	unlink(arena_print(l->a, "%s-shm", temp));
	return ok;
}

/* Opening */

static bool same_schema(struct ledger *l, struct diags *d, bool *same)
{
	sqlite3_stmt *st = ledger_query(l, d,
			"SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid", "");
	int n = 0;
	int result = SQLITE_ERROR;

	*same = true;
	while (st && (result = sqlite3_step(st)) == SQLITE_ROW) {
		*same = *same && n < NSCHEMA && strcmp(ledger_column(st, 0), schema[n]) == 0;
		n++;
	}
	*same = *same && n == NSCHEMA;
	if (st && result != SQLITE_DONE) {
		ledger_failed(l, d);
	}
	sqlite3_finalize(st);
	return result == SQLITE_DONE;
}

static bool check_form(struct ledger *l, struct diags *d)
{
	int64_t application, form;
	bool same;

	if (!ledger_number(l, d, &application, "PRAGMA application_id", "") ||
			!ledger_number(l, d, &form, "PRAGMA user_version", "")) {
		return false;
	}
	if (application != APPLICATION) {
		diag_add(d, DIAG_LEDGER_FOREIGN, (struct span){ 0 }, l->path);
		return false;
	}
	if (form != FORM) {
		diag_add(d, DIAG_LEDGER_LATER, (struct span){ 0 }, l->path,
				arena_print(l->a, "%lld", (long long)form));
		return false;
	}
	if (!same_schema(l, d, &same)) {
		return false;
	}
	if (!same) {
		diag_add(d, DIAG_LEDGER_DAMAGED, (struct span){ 0 }, l->path, "schema");
	}
	return same;
}

static bool check_whole(struct ledger *l, struct diags *d)
{
	sqlite3_stmt *st = ledger_query(l, d, "PRAGMA quick_check(1)", "");
	int result = st ? sqlite3_step(st) : SQLITE_DONE;
	bool ok = result == SQLITE_ROW && strcmp(ledger_column(st, 0), "ok") == 0;

	if (result == SQLITE_ROW && !ok) {
		diag_add(d, DIAG_LEDGER_DAMAGED, (struct span){ 0 }, l->path, ledger_column(st, 0));
	} else if (st && result != SQLITE_ROW) {
		ledger_failed(l, d);
	}
	sqlite3_finalize(st);
	return ok;
}

static bool check_identity(struct ledger *l, struct diags *d)
{
	sqlite3_stmt *st = ledger_query(l, d, "SELECT issue, clock FROM ledger", "");
	bool ok = false;

	if (st && sqlite3_step(st) == SQLITE_ROW) {
		ok = strcmp(ledger_column(st, 0), l->identity) == 0;
		l->last = sqlite3_column_int64(st, 1);
		if (!ok) {
			diag_add(d, DIAG_LEDGER_OTHER_ISSUE, (struct span){ 0 }, l->path,
					ledger_column(st, 0), l->identity);
		}
	} else if (st) {
		diag_add(d, DIAG_LEDGER_DAMAGED, (struct span){ 0 }, l->path, "ledger");
	}
	sqlite3_finalize(st);
	return ok;
}

static bool check(struct ledger *l, struct diags *d)
{
	int64_t edition;

	if (!check_form(l, d) || !check_whole(l, d) || !check_identity(l, d) ||
			!ledger_number(l, d, &edition, "SELECT max(edition) FROM editions", "")) {
		return false;
	}
	l->edition = (int)edition;
	compare_clock(l, d);
	return true;
}

/* A path as SQLite's URIs want it. */
static const char *uri(struct arena *a, const char *path)
{
	struct buf b = { 0 };
	const char *s;

	buf_text(&b, "file:");
	for (; *path; path++) {
		if (strchr("%?#", *path)) {
			buf_print(&b, "%%%02x", (unsigned char)*path);
		} else {
			buf_byte(&b, *path);
		}
	}
	buf_text(&b, "?immutable=1");
	s = arena_copy(a, b.s, b.n);
	buf_done(&b);
	return s;
}

/* Where nothing may be written beside the file, SQLite reads a file with WAL only
   if told that nobody changes it; and that holds only where no WAL is left. */
static bool connect_read(struct ledger *l, struct diags *d)
{
	struct stat st;
	bool wal = stat(arena_print(l->a, "%s-wal", l->path), &st) == 0 && st.st_size > 0;
	bool fixed = !wal && access(l->folder, W_OK) != 0;
	const char *name = fixed ? uri(l->a, l->path) : l->path;

	if (sqlite3_open_v2(name, &l->db, SQLITE_OPEN_READONLY | (fixed ? SQLITE_OPEN_URI : 0),
			    NULL) != SQLITE_OK) {
		return ledger_failed(l, d);
	}
	return true;
}

static bool connect_write(struct ledger *l, struct diags *d)
{
	if (access(l->folder, W_OK | X_OK) != 0 || access(l->path, W_OK) != 0) {
		return ledger_errno(l->path, d); /* before SQLite opens it for reading only */
	}
	if (sqlite3_open_v2(l->path, &l->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		return ledger_failed(l, d);
	}
	return true;
}

/* The file is there; an empty one was never made by us. */
static bool connect(struct ledger *l, struct diags *d)
{
	struct stat st;

	if (stat(l->path, &st) != 0) {
		return ledger_errno(l->path, d);
	}
	if (!S_ISREG(st.st_mode)) {
		diag_add(d, DIAG_FILE_NOT_REGULAR, (struct span){ 0 }, l->path);
		return false;
	}
	if (st.st_size == 0) {
		diag_add(d, DIAG_LEDGER_DAMAGED, (struct span){ 0 }, l->path, "0 bytes");
		return false;
	}
	if (!(l->way == LEDGER_WRITE ? connect_write(l, d) : connect_read(l, d))) {
		return false;
	}
	sqlite3_busy_timeout(l->db, BUSY_WAIT);
	return l->way == LEDGER_READ || ledger_run(l, d, NULL, "PRAGMA synchronous = FULL", "");
}

static bool open_file(struct ledger *l, struct diags *d)
{
	bool there = access(l->path, F_OK) == 0;

	if (!there && errno != ENOENT) {
		return ledger_errno(l->path, d);
	}
	if (!there && l->way == LEDGER_READ) {
		diag_add(d, DIAG_LEDGER_NONE, (struct span){ 0 }, l->path);
		return false;
	}
	if (!there && access(l->folder, W_OK | X_OK) != 0) {
		return ledger_errno(l->path, d);
	}
	return (there || make(l, d)) && connect(l, d) && check(l, d);
}

struct ledger *ledger_open(const char *folder, const char *identity, enum ledger_way way,
		struct diags *d)
{
	struct arena *a = arena_new();
	struct ledger *l = ARENA_NEW(a, struct ledger);

	*l = (struct ledger){ .a = a, .way = way, .lock = -1, .wait = 300 };
	l->folder = arena_string(a, folder);
	l->path = arena_print(a, "%s/send.db", folder);
	l->identity = arena_string(a, identity);
	if (!open_file(l, d)) {
		ledger_close(l);
		return NULL;
	}
	return l;
}

void ledger_close(struct ledger *l)
{
	if (!l) {
		return;
	}
	sqlite3_close(l->db);
	if (l->lock >= 0) {
		/* empty: we ended as we should; a file that can't be emptied says less */
		(void)!ftruncate(l->lock, 0);
		close(l->lock);
	}
	arena_free(l->a);
}

const char *ledger_identity(struct arena *a, const struct issue *issue)
{
	return arena_print(a, "%.*s #%d", (int)issue->title.n, issue->title.s, issue->total);
}

int ledger_edition(const struct ledger *l)
{
	return l->edition;
}

void ledger_wait(struct ledger *l, int seconds)
{
	l->wait = seconds;
}
