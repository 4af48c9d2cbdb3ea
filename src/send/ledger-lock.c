/* The lock of the one who sends, and what the one before left. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "send/ledger-imp.h"

#define HOLDER_MAX 300
#define PATIENCE   20       /* times that a lock is asked for */
#define PAUSE      25000000 /* nanoseconds between them */

/* The system's own lock ends with its process, however that ended; the file's
   text only tells people who has it. */
static bool take(int fd)
{
	const struct timespec pause = { 0, PAUSE };

	/* somebody who only asks whether it is held has it for a moment */
	for (int i = 0; i < PATIENCE; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			return true;
		}
		if (errno != EWOULDBLOCK && errno != EINTR) {
			return false;
		}
		nanosleep(&pause, NULL);
	}
	errno = EWOULDBLOCK;
	return false;
}

static const char *read_holder(struct arena *a, int fd)
{
	char text[HOLDER_MAX + 1];
	ssize_t n = pread(fd, text, HOLDER_MAX, 0);

	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return ledger_plain(a, text);
}

static bool write_holder(struct ledger *l, struct diags *d)
{
	char host[128] = "";
	char text[HOLDER_MAX];
	char since[32] = "";
	time_t now = time(NULL);
	struct tm tm;
	int n;

	gethostname(host, sizeof host - 1);
	if (localtime_r(&now, &tm)) {
		strftime(since, sizeof since, "%Y-%m-%d %H:%M:%S", &tm);
	}
	n = snprintf(text, sizeof text, "pid %ld, %s, %s\n", (long)getpid(), host, since);
	if (ftruncate(l->lock, 0) != 0 || pwrite(l->lock, text, (size_t)n, 0) != n) {
		return ledger_errno(arena_print(l->a, "%s/send.lock", l->folder), d);
	}
	return true;
}

static void let_go(struct ledger *l)
{
	close(l->lock);
	l->lock = -1;
}

/* What the last sender began: DATA may have reached the server, or can't have. */
static bool recover(struct ledger *l, const char *holder, struct diags *d)
{
	int lost = 0;
	bool ok = ledger_begin(l, d);

	ok = ok &&
			ledger_run(l, d, &lost,
					"UPDATE deliveries SET state = 5, data = 0, time = ?"
					" WHERE state = 1 AND data = 1",
					"i", ledger_time(l));
	ok = ok &&
			ledger_run(l, d, NULL,
					"UPDATE deliveries SET state = 0, attempts = attempts - 1,"
					" due = 0, time = ? WHERE state = 1",
					"i", ledger_time(l));
	if (!ledger_end(l, d, ok)) {
		return false;
	}
	if (lost || *holder) {
		diag_add(d, DIAG_LEDGER_RECOVERED, (struct span){ 0 }, *holder ? holder : "?",
				arena_print(l->a, "%d", lost));
	}
	return true;
}

bool ledger_lock(struct ledger *l, struct diags *d)
{
	const char *path = arena_print(l->a, "%s/send.lock", l->folder);
	const char *holder;

	if (l->lock >= 0) {
		return true;
	}
	l->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (l->lock < 0) {
		return ledger_errno(path, d);
	}
	if (!take(l->lock)) {
		if (errno == EWOULDBLOCK) {
			diag_add(d, DIAG_LEDGER_LOCKED, (struct span){ 0 },
					read_holder(l->a, l->lock));
		} else {
			diag_add(d, DIAG_LEDGER_FAILED, (struct span){ 0 }, path, strerror(errno));
		}
		let_go(l);
		return false;
	}
	holder = read_holder(l->a, l->lock);
	if (!write_holder(l, d) || !recover(l, holder, d)) {
		let_go(l); /* the text stays: whoever comes next learns of it */
		return false;
	}
	return true;
}

bool ledger_busy(struct ledger *l, struct arena *a, const char **who)
{
	int fd = open(arena_print(l->a, "%s/send.lock", l->folder),
			O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool busy = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;

	if (busy && who) {
		*who = read_holder(a, fd);
	}
	if (fd >= 0) {
		close(fd);
	}
	return busy;
}
