/* The ticket that goes to the shop with a file. */

#include "cmd.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "page/ticket.h"
#include "pdf/pdf.h"

#define FILE_MAX ((size_t)1024 * 1024 * 1024) /* bytes of the press's PDF */

/* The file's hash; false where it is no file that stays, and, with a diagnostic,
   where it can't be read. */
static bool read_hash(struct work *w, const char *path, struct ticket_file *file, char hash[65])
{
	struct arena *scratch = arena_new();
	struct slice bytes;
	enum file_result result = file_read(scratch, path, FILE_MAX, &bytes);
	const char *slash = strrchr(path, '/');

	if (result == FILE_TOO_LARGE) {
		diag_add(w->diags, DIAG_FILE_TOO_LARGE, (struct span){ 0 }, path, "1024");
	} else if (result == FILE_FAILED || result == FILE_ABSENT) {
		diag_add(w->diags, DIAG_FILE_UNREADABLE, (struct span){ 0 }, path, strerror(errno));
	}
	if (result == FILE_OK) {
		hash_bytes(bytes.s, bytes.n, hash);
		file->hash = arena_string(w->a, hash);
		file->bytes = bytes.n;
		file->name = slash ? slash + 1 : path;
	}
	arena_free(scratch);
	return result == FILE_OK;
}

/* FILE.pdf → FILE-ticket. */
static const char *beside(struct arena *a, const char *path)
{
	size_t n = strlen(path);
	bool pdf = n > 4 && strcmp(path + n - 4, ".pdf") == 0;

	return arena_print(a, "%.*s-ticket", (int)(pdf ? n - 4 : n), path);
}

void work_ticket(struct work *w, const struct stationery *st, struct ticket_facts *facts,
		const char *path, bool usual)
{
	const struct typesetter t = { w->a, w->shaper, w->issue->layout, w->diags };
	const char *base = usual ? arena_print(w->a, "out/%s-ticket", work_name(w))
				 : beside(w->a, path);
	const char *page = arena_print(w->a, "%s.pdf", base);
	struct ticket_file file = { .pages = facts->book->npages };
	struct buf json = { 0 };
	struct book *book;
	char hash[65];

	if (!read_hash(w, path, &file, hash)) {
		return;
	}
	facts->files = &file;
	facts->nfiles = 1;
	book = page_ticket(&t, st, facts);
	ticket_json(&json, w->a, st, facts);
	if (!diags_count(w->diags, DIAG_ERROR) && pdf_write(book, NULL, page, w->diags) &&
			work_write(w, arena_print(w->a, "%s.json", base), &json)) {
		work_done(w, page, book->npages);
	}
	buf_done(&json);
}
