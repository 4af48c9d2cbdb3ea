/* rounds-write: a signature or an event → a new file of rounds/. Nothing that is
   there is ever changed. */

#include <errno.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/hash.h"
#include "source/rounds-imp.h"

struct writer {
	struct arena *a;
	const char *folder; /* of the issue */
	struct diags *d;
};

static bool say_failed(const struct writer *w, const char *path)
{
	diag_add(w->d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(errno));
	return false;
}

static bool make_folder(const struct writer *w, const char *name)
{
	const char *path = arena_print(w->a, "%s/%s", w->folder, name);

	return mkdir(path, 0777) == 0 || errno == EEXIST || say_failed(w, path);
}

/* Write b to a file in place whose name its content gives: two who write the
   same have written it once, others can't meet. Its name within place, or NULL. */
static const char *write_event(const struct writer *w, const char *place, const char *prefix,
		const struct buf *b)
{
	char hash[65];
	const char *name, *path;
	struct outfile *o;

	if (!make_folder(w, "rounds") || !make_folder(w, place)) {
		return NULL;
	}
	hash_bytes(b->s, b->n, hash);
	name = arena_print(w->a, "%s%.16s.yaml", prefix, hash);
	path = arena_print(w->a, "%s/%s/%s", w->folder, place, name);
	o = outfile_open(path);
	if (o) {
		outfile_write(o, b->s, b->n); /* a failure is kept for the commit */
	}
	if (!o || !outfile_commit(o)) {
		say_failed(w, path);
		return NULL;
	}
	return name;
}

static void write_pair(struct buf *b, const char *key, const char *value)
{
	buf_print(b, "%s: ", key);
	yaml_quote(b, value, strlen(value));
	buf_byte(b, '\n');
}

static void write_date(struct buf *b, const struct date *d)
{
	buf_print(b, "date: %04d-%02d-%02d\n", d->year, d->month, d->day);
}

bool source_sign(struct arena *a, const char *folder, const struct signature *s, struct diags *d)
{
	const struct writer w = { a, folder, d };
	struct buf b = { 0 };
	bool written;

	buf_print(&b, "stage: %s\n", stage_name(s->stage));
	write_pair(&b, "article", s->article);
	write_pair(&b, "hash", s->hash);
	write_pair(&b, "by", s->by);
	write_date(&b, &s->date);
	written = write_event(&w, "rounds/signatures", "", &b) != NULL;
	buf_done(&b);
	return written;
}

bool source_round_open(struct arena *a, const char *folder, int number, const struct round *round,
		const struct state *state, struct diags *d)
{
	const struct writer w = { a, folder, d };
	const char *place = arena_print(a, "rounds/%d", number), *name;
	struct buf b = { 0 };
	bool written = false;

	state_write(&b, state);
	name = write_event(&w, place, "state-", &b);
	buf_done(&b);
	if (name) {
		b = (struct buf){ 0 };
		write_pair(&b, "by", round->opened_by);
		write_date(&b, &round->opened_on);
		write_pair(&b, "state", name);
		written = write_event(&w, place, "open-", &b) != NULL;
		buf_done(&b);
	}
	return written;
}

bool source_round_close(struct arena *a, const char *folder, int number, const struct round *round,
		struct diags *d)
{
	const struct writer w = { a, folder, d };
	const struct score *t = &round->score;
	struct buf b = { 0 };
	bool written;

	write_pair(&b, "by", round->closed_by);
	write_date(&b, &round->closed_on);
	buf_print(&b, "changes: %d\ncharacters: %d\nnumbers: %d\nmarks: %d\nform: %d\n", t->changes,
			t->characters, t->numbers, t->marks, t->form);
	buf_print(&b, "error-tenths: %d\narea: %d\narticles:%s\n", t->tenths, t->area,
			round->narticles ? "" : " []");
	for (int i = 0; i < round->narticles; i++) {
		buf_text(&b, "- ");
		write_pair(&b, "file", round->articles[i].file);
		buf_text(&b, "  ");
		write_pair(&b, "hash", round->articles[i].hash);
	}
	written = write_event(&w, arena_print(a, "rounds/%d", number), "close-", &b) != NULL;
	buf_done(&b);
	return written;
}
