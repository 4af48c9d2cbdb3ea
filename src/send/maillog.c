/* maillog: the delivery log of a Postfix that took messages over. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "send/bounces.h"

/* A message of ours by the name that the server gave it. */
struct queued {
	const char *queue_id, *message_id, *address;
};

struct queue {
	struct arena *a;
	VEC(struct queued) all;
};

static int by_queue_id(const void *x, const void *y)
{
	return strcmp(((const struct queued *)x)->queue_id, ((const struct queued *)y)->queue_id);
}

static void learn_queue_id(const struct ledger_row *row, void *with)
{
	static const char words[] = "queued as ";
	struct queue *q = with;
	const char *at = strstr(row->reply, words);

	if ((row->state == LEDGER_ACCEPTED || row->state == LEDGER_BOUNCED) && at) {
		at += sizeof words - 1;
		*vec_push(q->a, &q->all) = (struct queued){ arena_copy(q->a, at,
									    strcspn(at, " \t;,)")),
			arena_string(q->a, row->message_id), arena_string(q->a, row->address) };
	}
}

/* "… postfix/smtp[7]: QUEUEID: to=<ADDRESS>, …, status=bounced (REASON)": ends the
   queue id where it ends and gives the status; NULL where the line is no such. */
static const char *split_line(char *line, char **queue_id)
{
	char *to = strstr(line, ": to=<");
	char *status = to ? strstr(to, " status=") : NULL;

	if (!status) {
		return NULL;
	}
	*to = '\0';
	*queue_id = strrchr(line, ' ');
	return *queue_id ? (++*queue_id, status + 8) : NULL;
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* What the line says of one of ours enters the ledger. False where that fails. */
static bool take_line(struct ledger *l, const struct queue *q, char *line,
		void (*tell)(const struct bounce *bounce, void *with), void *with,
		struct bounces_total *total, struct diags *d)
{
	struct queued wanted = { .queue_id = NULL };
	char *queue_id = NULL;
	const char *status = split_line(line, &queue_id);
	const struct queued *ours;

	wanted.queue_id = queue_id;
	ours = status && q->all.n
			? bsearch(&wanted, q->all.at, (size_t)q->all.n, sizeof wanted, by_queue_id)
			: NULL;
	if (!ours) {
		return true;
	}
	total->messages++;
	total->delayed += begins(status, "deferred");
	if (begins(status, "bounced")) {
		const char *reason = status + strcspn(status, "(");
		struct bounce b = { .address = ours->address, .reason = reason };
		b.result = ledger_bounce(l, ours->message_id, NULL, 0, reason, d);
		total->moved += b.result == BOUNCE_MOVED;
		total->known += b.result == BOUNCE_KNOWN;
		tell(&b, with);
		return b.result != BOUNCE_FAILED;
	}
	return true;
}

bool bounces_log(struct ledger *l, const char *path,
		void (*tell)(const struct bounce *bounce, void *with), void *with,
		struct bounces_total *total, struct diags *d)
{
	struct queue q = { .a = arena_new() };
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	bool good = f && ledger_each(l, learn_queue_id, &q, d);

	*total = (struct bounces_total){ 0 };
	if (!f) {
		diag_add(d, DIAG_FILE_UNREADABLE, (struct span){ 0 }, path, strerror(errno));
	}
	if (q.all.n) {
		qsort(q.all.at, (size_t)q.all.n, sizeof *q.all.at, by_queue_id);
	}
	for (ssize_t n; good && (n = getline(&line, &room, f)) >= 0;) {
		line[strcspn(line, "\r\n")] = '\0';
		good = take_line(l, &q, line, tell, with, total, d);
	}
	free(line);
	if (f) {
		fclose(f);
	}
	arena_free(q.a);
	return good;
}
