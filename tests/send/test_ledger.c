/* send/ledger: states, the lock, crashes at any moment, and files that are not
   what they should be. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "model/recipients.h"
#include "send/ledger.h"

#define ISSUE  "桥 #12"
#define NOBODY 65534

/* Each test runs in an empty folder of its own. */
struct fixture {
	char folder[32];
	int back;
	struct arena *a;
	struct diags *d;
};

static int enter(void **state)
{
	struct fixture *f = malloc(sizeof *f);

	if (!f) {
		return -1;
	}
	strcpy(f->folder, "/tmp/banxin-ledger-XXXXXX");
	f->back = open(".", O_RDONLY);
	f->a = arena_new();
	f->d = diags_new();
	*state = f;
	return mkdtemp(f->folder) && chdir(f->folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	struct fixture *f = *state;
	char command[64];
	int result;

	snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
	result = fchdir(f->back) == 0 ? system(command) : -1;
	close(f->back);
	diags_free(f->d);
	arena_free(f->a);
	free(f);
	return result;
}

static bool says(struct fixture *f, enum diag_kind kind)
{
	for (int i = 0; i < diags_kept(f->d); i++) {
		if (diags_at(f->d, i)->kind == kind) {
			return true;
		}
	}
	diags_print(f->d, stderr);
	return false;
}

/* What is said from now on. */
static void forget(struct fixture *f)
{
	diags_free(f->d);
	f->d = diags_new();
}

static struct ledger *open_ledger(struct fixture *f)
{
	struct ledger *l = ledger_open(".", ISSUE, LEDGER_WRITE, f->d);

	if (!l) {
		diags_print(f->d, stderr);
	}
	assert_non_null(l);
	return l;
}

/* n members with mail, one of them on paper as well. */
static struct ledger_entry *entries(struct arena *a, int n)
{
	struct ledger_entry *e = ARENA_ARRAY(a, struct ledger_entry, n + 1);

	for (int i = 0; i <= n; i++) {
		e[i] = (struct ledger_entry){
			.kind = i == n ? LEDGER_PAPER : LEDGER_MAIL,
			.tier = i % TIERS,
			.place = i,
			.copies = i == n ? 3 : 0,
			.key = arena_print(a, "m%d@example.org", i),
			.organisation = arena_print(a, "第%d家会员", i),
			.contact = "张三",
			.address = arena_print(a, "m%d@example.org", i),
		};
	}
	return e;
}

static struct ledger *planned(struct fixture *f, int n)
{
	struct ledger *l = open_ledger(f);

	assert_true(ledger_plan(l, entries(f->a, n), n + 1, f->d));
	assert_true(ledger_lock(l, f->d));
	assert_true(ledger_pdf(l, "pdf one", f->d));
	return l;
}

struct census {
	int states[LEDGER_STATES];
	int rows, attempts;
	struct arena *a;
	struct ledger_row last;
};

static void count_row(const struct ledger_row *row, void *with)
{
	struct census *c = with;

	c->rows++;
	c->states[row->state]++;
	c->attempts += row->attempts;
	c->last = *row;
	c->last.reply = arena_string(c->a, row->reply);
	c->last.address = arena_string(c->a, row->address);
	c->last.organisation = arena_string(c->a, row->organisation);
}

static struct census census(struct fixture *f, struct ledger *l)
{
	struct census c = { .a = f->a };

	assert_true(ledger_each(l, count_row, &c, f->d));
	return c;
}

static struct ledger_row claim_one(struct fixture *f, struct ledger *l)
{
	struct ledger_row row;

	assert_int_equal(ledger_claim(l, f->a, &row, 1, f->d), 1);
	return row;
}

static void begin_data(struct fixture *f, struct ledger *l, const struct ledger_row *row)
{
	const struct ledger_start s = { row->id,
		arena_print(f->a, "<%d.%s>", row->edition, row->key), "hash" };

	assert_true(ledger_data(l, &s, 1, f->d));
}

static void note(struct fixture *f, struct ledger *l, int64_t id, enum ledger_state state,
		const char *reply)
{
	assert_true(ledger_record(l, &(struct ledger_result){ id, state, reply }, 1, f->d));
}

static struct ledger_row send_one(struct fixture *f, struct ledger *l, enum ledger_state state)
{
	struct ledger_row row = claim_one(f, l);

	begin_data(f, l, &row);
	note(f, l, row.id, state, "250 ok");
	return row;
}

static void query(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open("send.db", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* The course of things */

static void test_course(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 4);
	struct ledger_row row[8];
	struct census c = census(f, l);

	assert_int_equal(c.states[LEDGER_PLANNED], 5);
	assert_int_equal(ledger_due(l), 0);
	assert_int_equal(ledger_claim(l, f->a, row, 8, f->d), 4); /* paper is not sent */
	assert_string_equal(row[0].key, "m0@example.org");        /* by tier, then as listed */
	assert_string_equal(row[1].key, "m3@example.org");
	assert_string_equal(row[2].key, "m1@example.org");
	assert_int_equal(ledger_claim(l, f->a, row + 4, 4, f->d), 0);
	for (int i = 0; i < 3; i++) {
		begin_data(f, l, &row[i]);
	}
	note(f, l, row[0].id, LEDGER_ACCEPTED, "250 2.0.0 Ok:\r\n queued\x1b[31m as \xff\xc2\x85");
	note(f, l, row[1].id, LEDGER_REFUSED, "550 no such user");
	note(f, l, row[2].id, LEDGER_UNCERTAIN, "");
	note(f, l, row[3].id, LEDGER_PLANNED, "");
	c = census(f, l);
	assert_int_equal(c.states[LEDGER_ACCEPTED], 1);
	assert_int_equal(c.states[LEDGER_REFUSED], 1);
	assert_int_equal(c.states[LEDGER_UNCERTAIN], 1);
	assert_int_equal(c.states[LEDGER_PLANNED], 2);
	assert_int_equal(c.attempts, 3);
	assert_int_equal(diags_count(f->d, DIAG_NOTE), 0);
	ledger_close(l);
	query("CREATE TEMP TABLE t (x CHECK (x = '250 2.0.0 Ok:\\x0a queued\\x1b[31m as "
	      "\\xff\\xc2\\x85'));"
	      "INSERT INTO t SELECT reply FROM deliveries WHERE state = 2;"
	      "CREATE TEMP TABLE h (n CHECK (n = 4)); INSERT INTO h SELECT count(*) FROM history");
}

static void test_plan_again(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 3);
	struct ledger_entry *e = entries(f->a, 3);
	struct census c;

	send_one(f, l, LEDGER_ACCEPTED);
	e[3].organisation = "改了名的会员";
	assert_true(ledger_plan(l, e, 4, f->d));
	c = census(f, l);
	assert_int_equal(c.rows, 4);
	assert_int_equal(c.states[LEDGER_ACCEPTED], 1);
	assert_string_equal(c.last.organisation, "改了名的会员");
	assert_true(ledger_plan(l, e + 2, 1, f->d)); /* the others are struck off */
	send_one(f, l, LEDGER_ACCEPTED);
	assert_int_equal(ledger_due(l), -1);
	assert_true(ledger_plan(l, e, 4, f->d));
	assert_int_equal(ledger_due(l), 0);
	ledger_close(l);
}

static void test_deferred(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 1);
	struct ledger_row row;
	int64_t due, wait = 0;

	for (int i = 1; i < LEDGER_TRIES; i++) {
		row = send_one(f, l, LEDGER_DEFERRED);
		assert_int_equal(row.attempts, i);
		due = ledger_due(l) - ledger_time(l);
		assert_true(due > wait && due <= 4 * 60 * 60);
		wait = due - 5 < 4 * 60 * 60 - 10 ? due - 5 : wait;
		assert_int_equal(ledger_claim(l, f->a, &row, 1, f->d), 0);
		query("UPDATE deliveries SET due = 0");
	}
	send_one(f, l, LEDGER_DEFERRED);
	assert_int_equal(census(f, l).states[LEDGER_REFUSED], 1);
	assert_int_equal(ledger_due(l), -1);
	ledger_close(l);
}

static void test_settle(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 3);
	int64_t a = send_one(f, l, LEDGER_UNCERTAIN).id;
	int64_t b = send_one(f, l, LEDGER_UNCERTAIN).id;
	int64_t c = send_one(f, l, LEDGER_ACCEPTED).id;

	assert_true(ledger_settle(l, a, LEDGER_ACCEPTED, "李四", f->d));
	assert_true(ledger_settle(l, b, LEDGER_PLANNED, "李四", f->d));
	assert_int_equal(diags_count(f->d, DIAG_NOTE), 0);
	assert_false(ledger_settle(l, c, LEDGER_PLANNED, "李四", f->d));
	assert_true(says(f, DIAG_LEDGER_STATE));
	assert_false(ledger_settle(l, 999, LEDGER_PLANNED, "李四", f->d));
	assert_int_equal(claim_one(f, l).id, b);
	ledger_close(l);
}

static void test_editions(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 4);
	struct ledger_row row[8];
	int64_t got = send_one(f, l, LEDGER_ACCEPTED).id;
	int64_t lost;

	assert_true(got > 0);
	assert_true(ledger_pdf(l, "pdf one", f->d));
	assert_false(ledger_pdf(l, "pdf two", f->d));
	assert_true(says(f, DIAG_LEDGER_PDF_CHANGED));
	send_one(f, l, LEDGER_REFUSED);
	lost = send_one(f, l, LEDGER_UNCERTAIN).id;
	assert_false(ledger_erratum(l, "pdf two", "更正", f->d));
	assert_true(says(f, DIAG_LEDGER_UNSETTLED));
	assert_true(ledger_settle(l, lost, LEDGER_ACCEPTED, "李四", f->d));
	assert_true(ledger_erratum(l, "pdf two", "更正", f->d));
	assert_true(ledger_erratum(l, "pdf two", "更正", f->d)); /* no third one */
	assert_int_equal(ledger_edition(l), 2);
	assert_true(ledger_plan(l, entries(f->a, 4), 5, f->d));
	assert_true(ledger_pdf(l, "pdf two", f->d));

	/* two who have the first edition, one who was not served yet; not who refused */
	assert_int_equal(ledger_claim(l, f->a, row, 8, f->d), 3);
	for (int i = 0; i < 3; i++) {
		bool first = strcmp(row[i].key, "m0@example.org") == 0 ||
				strcmp(row[i].key, "m1@example.org") == 0;
		assert_int_equal(row[i].corrects, first);
		assert_int_equal(row[i].edition, 2);
	}
	ledger_close(l);
	l = open_ledger(f);
	assert_int_equal(ledger_edition(l), 2);
	ledger_close(l);
}

static void test_nothing_to_correct(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 2);

	assert_false(ledger_erratum(l, "pdf two", "更正", f->d));
	assert_true(says(f, DIAG_LEDGER_NOTHING_SENT));
	assert_true(ledger_pdf(l, "pdf two", f->d));
	ledger_close(l);
}

static void test_paper(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 1);
	struct census c = census(f, l);

	assert_int_equal(c.last.kind, LEDGER_PAPER);
	assert_true(ledger_deliver(l, c.last.id, "王五", "2024-03-20", "门卫代收", f->d));
	assert_false(ledger_deliver(l, c.last.id, "王五", "2024-03-20", "", f->d));
	c = census(f, l);
	assert_int_equal(c.states[LEDGER_DELIVERED], 1);
	assert_string_equal(c.last.reply, "2024-03-20 门卫代收");
	ledger_close(l);
}

static void test_bounce(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 3);

	send_one(f, l, LEDGER_ACCEPTED);
	send_one(f, l, LEDGER_UNCERTAIN);
	assert_int_equal(ledger_bounce(l, "<1.m0@example.org>", "x@example.org", 0, "5.1.1", f->d),
			BOUNCE_MOVED);
	assert_int_equal(ledger_bounce(l, "<1.m0@example.org>", NULL, 0, "5.1.1", f->d),
			BOUNCE_KNOWN);
	assert_int_equal(ledger_bounce(l, "<other@example.org>", "m1@example.org", 0, "", f->d),
			BOUNCE_UNKNOWN);
	assert_int_equal(ledger_bounce(l, NULL, "M1@example.org", 1000, "old", f->d),
			BOUNCE_UNKNOWN); /* a bounce from before the message */
	assert_int_equal(ledger_bounce(l, NULL, "M1@Example.org", 0, "5.2.2", f->d), BOUNCE_MOVED);
	assert_int_equal(ledger_bounce(l, NULL, "m2@example.org", 0, "", f->d), BOUNCE_UNKNOWN);
	assert_int_equal(census(f, l).states[LEDGER_BOUNCED], 2);
	ledger_close(l);
}

static void test_entries(void **state)
{
	struct fixture *f = *state;
	const char *const addresses[] = { "A@example.org", "b@example.org" };
	const struct recipient at[] = {
		{ .id = "01",
				.tier = TIER_REPORT,
				.organisation = "甲",
				.contact = "",
				.addresses = addresses,
				.naddresses = 2,
				.copies = 2,
				.delivery = DELIVERY_BOTH,
				.address = "某路1号",
				.postcode = "100000" },
		{ .id = "02",
				.tier = TIER_SEND,
				.organisation = "乙",
				.contact = "",
				.delivery = DELIVERY_PAPER,
				.copies = 1,
				.address = "",
				.postcode = "" },
	};
	const struct recipients r = { .at = at, .n = 2, .nlisted = 2 };
	int n;
	struct ledger_entry *e = ledger_entries(f->a, &r, &n);

	assert_int_equal(n, 4);
	assert_string_equal(e[0].key, "a@example.org");
	assert_string_equal(e[0].address, "A@example.org");
	assert_string_equal(e[2].key, "01");
	assert_string_equal(e[2].address, "100000 某路1号");
	assert_int_equal(e[2].copies, 2);
	assert_int_equal(e[3].place, 1);
}

static void test_clock(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 1);
	int64_t future = ledger_time(l) + 1000000;

	ledger_close(l);
	query("UPDATE ledger SET clock = clock + 1000000");
	l = open_ledger(f);
	assert_true(says(f, DIAG_LEDGER_CLOCK));
	assert_int_equal(diags_count(f->d, DIAG_ERROR), 0);
	assert_true(ledger_time(l) >= future - 5);
	assert_true(ledger_lock(l, f->d));
	send_one(f, l, LEDGER_DEFERRED);
	assert_true(census(f, l).states[LEDGER_DEFERRED] == 1);
	assert_true(ledger_due(l) >= future + 295);
	ledger_close(l);
}

/* The lock */

/* Run f in a child; its exit status, or -1 where a signal ended it. */
static int in_child(int (*work)(struct fixture *f), struct fixture *f)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		_exit(work(f));
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int is_locked_out(struct fixture *f)
{
	struct ledger *l = ledger_open(".", ISSUE, LEDGER_WRITE, f->d);
	const char *who = "";
	const char *pid = arena_print(f->a, "pid %ld,", (long)getppid());
	bool busy = l && ledger_busy(l, f->a, &who);
	bool locked = l && ledger_lock(l, f->d);

	return busy && !locked && strstr(who, pid) && says(f, DIAG_LEDGER_LOCKED) ? 0 : 1;
}

static int die_sending(struct fixture *f)
{
	struct ledger *l = planned(f, 6);
	struct ledger_row row[4];

	ledger_claim(l, f->a, row, 4, f->d);
	begin_data(f, l, &row[0]);
	begin_data(f, l, &row[1]);
	note(f, l, row[1].id, LEDGER_ACCEPTED, "250 ok");
	kill(getpid(), SIGKILL);
	return 0;
}

static void test_lock(void **state)
{
	struct fixture *f = *state;
	struct ledger *l = planned(f, 2);

	assert_int_equal(in_child(is_locked_out, f), 0);
	ledger_close(l);
	l = open_ledger(f);
	assert_false(ledger_busy(l, f->a, NULL));
	assert_true(ledger_lock(l, f->d));
	assert_int_equal(diags_count(f->d, DIAG_NOTE), 0); /* it ended as it should */
	ledger_close(l);
}

static void test_dead_sender(void **state)
{
	struct fixture *f = *state;
	struct census c;
	struct ledger *l;

	assert_int_equal(in_child(die_sending, f), -1);
	l = open_ledger(f);
	assert_int_equal(census(f, l).states[LEDGER_SENDING], 3); /* only the lock's holder may */
	assert_true(ledger_lock(l, f->d));
	assert_true(says(f, DIAG_LEDGER_RECOVERED));
	c = census(f, l);
	assert_int_equal(c.states[LEDGER_UNCERTAIN], 1);
	assert_int_equal(c.states[LEDGER_ACCEPTED], 1);
	assert_int_equal(c.states[LEDGER_PLANNED], 5);
	assert_int_equal(c.attempts, 2);
	ledger_close(l);
}

/* kill -9 at any moment */

#define KILLS 200
#define CROWD 3000

static int courier(struct fixture *f)
{
	struct ledger *l = ledger_open(".", ISSUE, LEDGER_WRITE, f->d);
	int server = open("server", O_WRONLY | O_APPEND | O_CREAT, 0666);
	struct ledger_row row[5];
	int n;

	if (!l || !ledger_lock(l, f->d) || !ledger_plan(l, entries(f->a, CROWD), CROWD, f->d) ||
			!ledger_pdf(l, "pdf", f->d)) {
		diags_print(f->d, stderr);
		return 1;
	}
	while ((n = ledger_claim(l, f->a, row, 5, f->d)) > 0) {
		for (int i = 0; i < n; i++) {
			int32_t id = (int32_t)row[i].id;
			begin_data(f, l, &row[i]);
			if (write(server, &id, sizeof id) != sizeof id) {
				return 1;
			}
			note(f, l, row[i].id, LEDGER_ACCEPTED, "250 ok");
		}
	}
	ledger_close(l);
	return n == 0 ? 0 : 1;
}

static int kill_courier(struct fixture *f, unsigned *seed)
{
	const struct timespec moment = { 0, (rand_r(seed) % 60 + 1) * 1000000L };
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		_exit(courier(f));
	}
	nanosleep(&moment, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

struct tally {
	unsigned char got[CROWD + 1];
	int accepted, uncertain;
};

static void check_row(const struct ledger_row *row, void *with)
{
	struct tally *t = with;
	int got = t->got[row->id];

	assert_true(row->state == LEDGER_ACCEPTED || row->state == LEDGER_UNCERTAIN);
	assert_true(row->state == LEDGER_ACCEPTED ? got == 1 : got <= 1);
	t->accepted += row->state == LEDGER_ACCEPTED;
	t->uncertain += row->state == LEDGER_UNCERTAIN;
}

static void test_kills(void **state)
{
	struct fixture *f = *state;
	struct tally t = { .accepted = 0 };
	unsigned seed = 20240320;
	int server;
	int32_t id;
	struct ledger *l;

	for (int i = 0; i < KILLS; i++) {
		assert_int_equal(kill_courier(f, &seed), 0);
	}
	assert_int_equal(in_child(courier, f), 0);
	server = open("server", O_RDONLY);
	while (read(server, &id, sizeof id) == sizeof id) {
		assert_in_range(id, 1, CROWD);
		assert_int_equal(t.got[id]++, 0);
	}
	close(server);
	l = open_ledger(f);
	assert_true(ledger_each(l, check_row, &t, f->d));
	assert_int_equal(t.accepted + t.uncertain, CROWD);
	assert_true(t.uncertain > 0 && t.uncertain <= KILLS);
	print_message("%d kills: %d accepted, %d uncertain\n", KILLS, t.accepted, t.uncertain);
	ledger_close(l);
}

/* Files that are not what they should be */

static void expect_refused(struct fixture *f, const char *identity, enum diag_kind kind)
{
	forget(f);
	assert_null(ledger_open(".", identity, LEDGER_WRITE, f->d));
	assert_true(says(f, kind));
	assert_int_equal(diags_count(f->d, DIAG_ERROR), 1);
}

static void write_file(const char *name, const char *text, long at)
{
	FILE *file = fopen(name, at ? "r+" : "w");

	assert_non_null(file);
	fseek(file, at, SEEK_SET);
	fputs(text, file);
	fclose(file);
}

static void test_strange_files(void **state)
{
	struct fixture *f = *state;

	assert_null(ledger_open(".", ISSUE, LEDGER_READ, f->d));
	assert_true(says(f, DIAG_LEDGER_NONE));
	ledger_close(open_ledger(f));
	expect_refused(f, "桥 #13", DIAG_LEDGER_OTHER_ISSUE);
	query("PRAGMA user_version = 7");
	expect_refused(f, ISSUE, DIAG_LEDGER_LATER);
	query("PRAGMA user_version = 1; ALTER TABLE deliveries ADD COLUMN extra");
	expect_refused(f, ISSUE, DIAG_LEDGER_DAMAGED);
	query("PRAGMA application_id = 1");
	expect_refused(f, ISSUE, DIAG_LEDGER_FOREIGN);
	write_file("send.db",
			"this is a letter, and longer than the head of a database is; "
			"it was saved under a name that was not meant for it by a friend",
			0);
	expect_refused(f, ISSUE, DIAG_LEDGER_FOREIGN);
	write_file("send.db", "", 0);
	expect_refused(f, ISSUE, DIAG_LEDGER_DAMAGED);
	unlink("send.db");
	mkdir("send.db", 0777);
	expect_refused(f, ISSUE, DIAG_FILE_NOT_REGULAR);
}

/* A block of zeros or of noise anywhere but in the head, and a file cut short. */
static void test_damage(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	char noise[600];

	ledger_close(planned(f, 300));
	assert_int_equal(stat("send.db", &st), 0);
	memset(noise, 'x', sizeof noise - 1);
	noise[sizeof noise - 1] = '\0';
	write_file("send.db", noise, 4096 * 4);
	expect_refused(f, ISSUE, DIAG_LEDGER_DAMAGED);
	unlink("send.db");
	ledger_close(planned(f, 300));
	assert_int_equal(truncate("send.db", st.st_size / 2), 0);
	expect_refused(f, ISSUE, DIAG_LEDGER_DAMAGED);
}

static int read_only_folder(struct fixture *f)
{
	struct ledger *l;
	struct census c;

	if (getuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)) {
		return 77;
	}
	l = ledger_open(".", ISSUE, LEDGER_READ, f->d);
	if (!l) {
		diags_print(f->d, stderr);
		return 1;
	}
	c = census(f, l);
	ledger_close(l);
	if (c.rows != 4 || ledger_open(".", ISSUE, LEDGER_WRITE, f->d) ||
			!says(f, DIAG_LEDGER_READ_ONLY)) {
		return 1;
	}
	return ledger_open("empty", ISSUE, LEDGER_WRITE, f->d) ? 1 : 0;
}

static void test_read_only(void **state)
{
	struct fixture *f = *state;
	int result;

	ledger_close(planned(f, 3));
	mkdir("empty", 0555);
	assert_int_equal(chmod("send.db", 0444), 0);
	assert_int_equal(chmod(".", 0555), 0);
	result = in_child(read_only_folder, f);
	chmod(".", 0755);
	assert_true(result == 0 || result == 77);
}

/* No file may grow beyond so many bytes: what is full comes back as EFBIG. */
static bool limit_files(rlim_t n)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = n;
	signal(SIGXFSZ, SIG_IGN);
	return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

static int fill_disk(struct fixture *f)
{
	struct ledger *l = planned(f, 40);
	struct ledger_row row[40];
	struct stat st = { 0 };
	bool ok = true;
	int n;

	stat("send.db-wal", &st);
	if (!limit_files((rlim_t)st.st_size + 30000)) {
		return 77;
	}
	n = ledger_claim(l, f->a, row, 40, f->d);
	for (int i = 0; i < n && ok; i++) {
		const struct ledger_start s = { row[i].id, "<x>", "hash" };
		ok = ledger_data(l, &s, 1, f->d) &&
				ledger_record(l,
						&(struct ledger_result){ row[i].id, LEDGER_ACCEPTED,
								"250 ok" },
						1, f->d);
	}
	return !ok && says(f, DIAG_LEDGER_FULL) && diags_count(f->d, DIAG_ERROR) == 1 ? 0 : 1;
}

static int create_on_full_disk(struct fixture *f)
{
	if (!limit_files(5000)) {
		return 77;
	}
	return !ledger_open(".", ISSUE, LEDGER_WRITE, f->d) && says(f, DIAG_LEDGER_FULL) ? 0 : 1;
}

static void test_full_disk(void **state)
{
	struct fixture *f = *state;
	struct ledger *l;
	struct census c;

	assert_int_equal(in_child(create_on_full_disk, f), 0);
	assert_int_not_equal(access("send.db", F_OK), 0);
	assert_int_equal(in_child(fill_disk, f), 0);
	l = open_ledger(f);
	assert_true(ledger_lock(l, f->d));
	c = census(f, l);
	assert_int_equal(c.rows, 41);
	assert_true(c.states[LEDGER_UNCERTAIN] <= 1);
	assert_int_equal(c.states[LEDGER_ACCEPTED] + c.states[LEDGER_UNCERTAIN] +
					c.states[LEDGER_PLANNED],
			41);
	ledger_close(l);
}

/* Fill the disk while sending, make room, go on: 0 where nobody was lost. */
static int fill_tmpfs(struct fixture *f)
{
	struct ledger *l;
	struct census c = { .a = f->a };
	int ballast, result = 1;
	const char block[1024] = "";

	if (chdir("small") != 0) {
		return 77;
	}
	l = planned(f, 60);
	ballast = open("ballast", O_WRONLY | O_CREAT, 0666);
	while (write(ballast, block, sizeof block) > 0) {
	}
	for (int i = 0; i < 60; i++) {
		struct ledger_row row;
		struct ledger_start s;
		if (ledger_claim(l, f->a, &row, 1, f->d) != 1) {
			break;
		}
		s = (struct ledger_start){ row.id, "<x>", "hash" };
		if (!ledger_data(l, &s, 1, f->d) ||
				!ledger_record(l,
						&(struct ledger_result){ row.id, LEDGER_ACCEPTED,
								"250 ok" },
						1, f->d)) {
			break;
		}
	}
	result = says(f, DIAG_LEDGER_FULL) ? 0 : 1;
	ledger_close(l);
	close(ballast);
	unlink("ballast");
	l = ledger_open(".", ISSUE, LEDGER_WRITE, f->d);
	if (result || !l || !ledger_lock(l, f->d) || !ledger_each(l, count_row, &c, f->d)) {
		return 1;
	}
	ledger_close(l);
	return c.rows == 61 && c.states[LEDGER_UNCERTAIN] <= 1 && c.states[LEDGER_SENDING] == 0 ? 0
												: 1;
}

static void test_full_tmpfs(void **state)
{
	struct fixture *f = *state;
	int result;

	mkdir("small", 0777);
	if (getuid() != 0 ||
			system("mount -t tmpfs -o size=400k banxin-test small 2>/dev/null") != 0) {
		print_message("no tmpfs can be mounted here\n");
		skip();
	}
	result = in_child(fill_tmpfs, f);
	assert_int_equal(system("umount -l small"), 0);
	assert_int_equal(result, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_course),
		TEST(test_plan_again),
		TEST(test_deferred),
		TEST(test_settle),
		TEST(test_editions),
		TEST(test_nothing_to_correct),
		TEST(test_paper),
		TEST(test_bounce),
		TEST(test_entries),
		TEST(test_clock),
		TEST(test_lock),
		TEST(test_dead_sender),
		TEST(test_kills),
		TEST(test_strange_files),
		TEST(test_damage),
		TEST(test_read_only),
		TEST(test_full_disk),
		TEST(test_full_tmpfs),
	};

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
