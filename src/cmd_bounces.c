/* bounces: mail that came back enters the ledger. */

#include "cmd.h"

#include <getopt.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "send/bounces.h"
#include "send/ledger.h"

static void tell(const struct bounce *b, void *with)
{
	struct arena *a = arena_new();
	/* a stranger's text: shown without control characters */
	const char *const args[] = { b->address[0] ? b->address : "—", b->reason };

	(void)with;
	switch (b->result) {
	case BOUNCE_MOVED:
		printf("%s\n", diag_fill(a, _("%1 came back: %2"), 2, args));
		break;
	case BOUNCE_KNOWN:
		printf("%s\n", diag_fill(a, _("%1 came back, as is known: %2"), 2, args));
		break;
	case BOUNCE_UNKNOWN:
		printf("%s\n", diag_fill(a, _("%1: none of this issue's messages"), 2, args));
		break;
	case BOUNCE_FAILED:
		break;
	}
	arena_free(a);
}

static void print_total(const struct bounces_total *t)
{
	printf(_("%d messages read; %d deliveries came back, %d of them known before, %d not of "
		 "this issue; %d only late\n"),
			t->messages, t->moved + t->known, t->known, t->unknown, t->delayed);
}

static bool read_log(struct ledger *l, const char *path, struct diags *d)
{
	struct bounces_total t;

	if (!bounces_log(l, path, tell, NULL, &t, d)) {
		return false;
	}
	printf(_("%d lines about this issue read; %d deliveries came back; %d times one was only "
		 "late\n"),
			t.messages, t.moved + t.known, t.delayed);
	return true;
}

static bool read_mailbox(struct ledger *l, const char *path, struct diags *d)
{
	struct bounces_total t;

	if (!bounces_read(l, path, tell, NULL, &t, d)) {
		return false;
	}
	print_total(&t);
	return true;
}

static enum status bounces(const char *folder, const char *path,
		bool read(struct ledger *l, const char *path, struct diags *d))
{
	struct work w = { .folder = folder };
	struct ledger *l = NULL;

	work_begin(&w);
	w.progress = false;
	if (work_until(&w, STEP_SOURCE)) {
		const char *identity = ledger_identity(w.a, w.issue);
		/* a ledger that is not there yet has nothing to mark, and is not made */
		struct ledger *seen = ledger_open(w.issue->folder, identity, LEDGER_READ, w.diags);
		bool there = seen != NULL;
		ledger_close(seen);
		l = there ? ledger_open(w.issue->folder, identity, LEDGER_WRITE, w.diags) : NULL;
	}
	if (l) {
		read(l, path, w.diags);
	}
	ledger_close(l);
	return work_end(&w);
}

enum status cmd_bounces(int argc, char **argv)
{
	static const struct option options[] = {
		{ "log", required_argument, NULL, 'l' },
		{ 0 },
	};
	const char *log = NULL;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c != 'l') {
			return option_error(argv, "bounces");
		}
		log = optarg;
	}
	if (argc - optind != (log ? 1 : 2)) {
		return usage_error(_("bounces takes the folder of an issue, and a mailbox"));
	}
	return log ? bounces(argv[optind], log, read_log)
		   : bounces(argv[optind], argv[optind + 1], read_mailbox);
}
