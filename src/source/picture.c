/* picture: picture files that articles name. */

#include <stdio.h>

#include "source/picture-imp.h"

#define FILE_MAX ((size_t)64 * 1024 * 1024)

/* A name that was asked for before; picture is NULL where it can't be had, and
   nothing more is said of it. */
struct picture_seen {
	struct picture_seen *next;
	const char *name;
	const struct picture *picture;
};

bool picture_size_allowed(unsigned long wid, unsigned long hgt)
{
	return wid && hgt && wid <= SIDE_MAX && hgt <= SIDE_MAX &&
			(uint64_t)wid * hgt <= (uint64_t)MEGAPIXELS_MAX * 1000000;
}

int picture_dpi(uint64_t dpi)
{
	/* programs that don't know write 0 or 1, or leave garbage */
	return dpi >= 10 && dpi <= 10000 ? (int)dpi : 0;
}

static void complain_of_size(struct reader *r, const char *shown, const struct picture *p,
		struct span said)
{
	char wid[16], hgt[16], side[16], mega[16];

	snprintf(wid, sizeof wid, "%d", p->wid);
	snprintf(hgt, sizeof hgt, "%d", p->hgt);
	snprintf(side, sizeof side, "%d", SIDE_MAX);
	snprintf(mega, sizeof mega, "%d", MEGAPIXELS_MAX);
	diag_add(r->d, DIAG_PICTURE_TOO_LARGE, said, shown, wid, hgt, side, mega);
}

static bool begins(struct slice file, const char *magic, size_t n)
{
	return file.n >= n && memcmp(file.s, magic, n) == 0;
}

static const struct picture *read_file(struct reader *r, const char *name, struct span said)
{
	struct slice file;
	const char *shown;
	char words[PICTURE_WORDS] = "";
	struct picture *p = ARENA_NEW(r->a, struct picture);
	enum picture_result result;

	if (!reader_bytes(r, name, FILE_MAX, said, &file, &shown)) {
		return NULL;
	}
	p->path = arena_string(r->a, name);
	if (begins(file, "\xff\xd8\xff", 3)) {
		result = picture_read_jpeg(r->a, file, p, words);
	} else if (begins(file, "\x89PNG\r\n\x1a\n", 8)) {
		result = picture_read_png(r->a, file, p, words);
	} else {
		diag_add(r->d, DIAG_PICTURE_KIND, said, shown);
		return NULL;
	}
	switch (result) {
	case PICTURE_BROKEN:
		diag_add(r->d, DIAG_PICTURE_BROKEN, said, shown, words);
		return NULL;
	case PICTURE_TOO_LARGE:
		complain_of_size(r, shown, p, said);
		return NULL;
	default:
		return p;
	}
}

const struct picture *picture_read(struct reader *r, const char *name, struct span said)
{
	static const struct picture unopened = { .path = "" };
	struct picture_seen *seen = r->pictures;

	if (r->past) {
		return &unopened;
	}
	while (seen && strcmp(seen->name, name) != 0) {
		seen = seen->next;
	}
	if (!seen) {
		seen = ARENA_NEW(r->a, struct picture_seen);
		*seen = (struct picture_seen){ r->pictures, arena_string(r->a, name),
			read_file(r, name, said) };
		r->pictures = seen;
	}
	return seen->picture;
}
