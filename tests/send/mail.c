/* mail: the messages of an issue, as files, for message.py to parse.

	mail ISSUE-FOLDER OUT REVISION SECONDS PDF…

   Writes OUT/0.eml and so on in the order of the recipients' file, delivers all
   into the maildir OUT/box, and prints a line for each: its Message-ID, hash and
   size, and whether it has a link instead of the PDFs. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "model/recipients.h"
#include "send/message.h"
#include "source/source.h"

static const struct contents_row rows[] = {
	{ "喜迎新春 <共贺> & “佳节”", "1", 0 },
	{ "行业动态", "2", 0 },
	{ "某市协会召开年会", "2", 1 },
	{ "A&B合作", "3", 1 },
};

/* What curl would be given, in odd portions; the same as the pieces. */
static void check_reader(const struct message *m)
{
	struct message_reader reader = { .message = m };
	char part[1999];
	size_t all = 0, n;

	while ((n = message_read(part, 1, sizeof part, &reader)) > 0) {
		all += n;
	}
	if (all != m->n) {
		die("%zu bytes were read of %zu", all, m->n);
	}
}

static void write_one(const char *out, int i, const struct message *m)
{
	char path[4096], box[4096], hash[65];

	snprintf(path, sizeof path, "%s/%d.eml", out, i);
	snprintf(box, sizeof box, "%s/box", out);
	if (!message_save(m, path) || !maildir_make(box) || !maildir_deliver(box, m) ||
			!maildir_holds(box, m)) {
		perror(out);
		exit(1);
	}
	check_reader(m);
	message_hash(m, hash);
	printf("%d %s %s %zu %s\n", i, m->id, hash, m->n, m->linked ? "link" : "pdf");
}

static void write_all(struct arena *a, const struct mailing_source *source, char **argv,
		struct diags *d)
{
	const struct mailing *mailing = mailing_new(a, source);
	const struct recipients *all = source_recipients(a, argv[1], source->issue->date, d);

	for (int i = 0; all && i < all->n; i++) {
		struct arena *scratch = arena_new();
		struct message_date date = { atoll(argv[4]), 480 };
		const struct message *m = message_new(scratch, mailing, &all->at[i], date, d);
		if (m) {
			write_one(argv[2], i, m);
		}
		arena_free(scratch);
	}
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct enclosure pdfs[4] = { [1].edition = "单栏/版" };
	struct mailing_source source = { .rows = rows,
		.nrows = sizeof rows / sizeof rows[0],
		.enclosures = pdfs };
	bool ok;

	for (int i = 5; i < argc && i < 9; i++) {
		if (file_read(a, argv[i], (size_t)1 << 26, &pdfs[i - 5].bytes) != FILE_OK) {
			perror(argv[i]);
			return 2;
		}
		source.nenclosures++;
	}
	if (argc < 5) {
		return 2;
	}
	source.revision = atoi(argv[3]);
	source.issue = source_read_past(a, argv[1], d);
	source.settings = source_mail(a, argv[1], d);
	if (source.issue && source.settings) {
		write_all(a, &source, argv, d);
	}
	diags_print(d, stderr);
	ok = diags_count(d, DIAG_ERROR) == 0;
	diags_free(d);
	arena_free(a);
	return ok ? 0 : 1;
}
