/* seal: by what a proof and its pages are known again. */

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "comments/sheet-imp.h"

#define NAMED           " issue=" /* between the proof's own keywords and the folder's name */
#define FOLDER_NAME_MAX 200

/* A seal of the letters, pictures and their places; NULL for a page of none. */
static const char *page_seal(struct arena *a, const struct book *proof, int page)
{
	struct sheet s = { 0 };
	struct buf b = { 0 };
	char hash[65];

	sheet_read(a, proof, page, &s);
	for (int i = 0; i < s.letters.n; i++) {
		const struct letter *l = &s.letters.at[i];
		buf_print(&b, "%d %d %d %d ", l->area.left, l->area.right, l->area.top,
				l->area.bottom);
		buf_add(&b, l->text->s + l->at, l->len);
	}
	for (int i = 0; i < s.figures.n; i++) {
		const struct area *f = &s.figures.at[i].area;
		buf_print(&b, "%d %d %d %d\n", f->left, f->right, f->top, f->bottom);
	}
	if (!b.n) {
		return NULL;
	}
	hash_bytes(b.s, b.n, hash);
	buf_done(&b);
	return arena_copy(a, hash, 32);
}

void proof_seal(struct arena *a, struct book *proof, const char *issue)
{
	struct page *pages = ARENA_ARRAY(a, struct page, proof->npages);
	struct arena *scratch = arena_new();

	for (int i = 0; i < proof->npages; i++) {
		const char *s = page_seal(scratch, proof, i);
		pages[i] = proof->pages[i];
		pages[i].seal = s ? arena_string(a, s) : NULL;
		arena_reset(scratch);
	}
	arena_free(scratch);
	proof->pages = pages;
	proof->keywords = arena_print(a, "%s" NAMED "%s", proof->keywords, issue);
}

/* The number before a colon at *s; *s moves behind that. -1 where there is none. */
static int read_number(const char **s)
{
	char *end;
	long v = strtol(*s, &end, 10);

	if (end == *s || *end != ':' || v < 0 || v > INT_MAX) {
		return -1;
	}
	*s = end + 1;
	return (int)v;
}

/* A name, never a path: the file may come from anyone. */
static const char *read_name(struct arena *a, const char *s)
{
	const char *name = strstr(s, NAMED);

	name = name ? name + strlen(NAMED) : "";
	return *name && *name != '.' && !strchr(name, '/') && strlen(name) < FOLDER_NAME_MAX
			? arena_string(a, name)
			: NULL;
}

bool proof_seal_read(struct arena *a, const char *keywords, struct proof_seal *seal)
{
	static const char start[] = "banxin-proof:";
	const char *s = keywords ? strstr(keywords, start) : NULL;

	if (!s) {
		return false;
	}
	s += strlen(start);
	seal->total = read_number(&s);
	seal->round = read_number(&s);
	seal->state = arena_copy(a, s, strspn(s, "0123456789abcdef"));
	seal->issue = read_name(a, s);
	return seal->total >= 0 && seal->round >= 0 && strlen(seal->state) == 64;
}
