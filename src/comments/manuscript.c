#include "comments/manuscript-imp.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "text/char.h"

#define FILE_MAX ((size_t)64 << 20)

struct manuscript *manuscript_new(struct arena *a)
{
	struct manuscript *m = ARENA_NEW(a, struct manuscript);

	m->a = a;
	return m;
}

/* Lines as source counts them: after LF, CR LF or CR; a byte order mark is no
   character of the first. */
static void find_lines(struct arena *a, struct script *s)
{
	const char *p = s->bytes.s;
	size_t n = s->bytes.n;

	*vec_push(a, &s->lines) = n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\n' || (p[i] == '\r' && !(i + 1 < n && p[i + 1] == '\n'))) {
			*vec_push(a, &s->lines) = i + 1;
		}
	}
}

static bool is_fence(const struct script *s, int line)
{
	size_t from;
	struct slice l = script_line(s, s->lines.at[line], &from);

	return l.n >= 3 && memcmp(l.s, "---", 3) == 0 && strspn(l.s + 3, " \t") >= l.n - 3;
}

/* The head of an article, or all of a .yaml file. */
static size_t find_head(const struct script *s)
{
	size_t n = strlen(s->path);

	if (n > 5 && strcmp(s->path + n - 5, ".yaml") == 0) {
		return s->bytes.n;
	}
	if (!is_fence(s, 0)) {
		return 0;
	}
	for (int i = 1; i < s->lines.n; i++) {
		if (is_fence(s, i)) {
			return s->lines.at[i];
		}
	}
	return s->bytes.n;
}

struct script *manuscript_find(struct manuscript *m, const char *path)
{
	struct script *s;

	for (int i = 0; i < m->scripts.n; i++) {
		s = m->scripts.at[i];
		if (strcmp(s->path, path) == 0) {
			return s->readable ? s : NULL;
		}
	}
	s = ARENA_NEW(m->a, struct script);
	*vec_push(m->a, &m->scripts) = s;
	s->path = arena_string(m->a, path);
	s->readable = file_read(m->a, path, FILE_MAX, &s->bytes) == FILE_OK;
	if (!s->readable) {
		return NULL;
	}
	s->now = s->bytes;
	find_lines(m->a, s);
	s->head = find_head(s);
	return s;
}

struct slice script_line(const struct script *s, size_t at, size_t *from)
{
	size_t end = at;

	while (at > 0 && s->bytes.s[at - 1] != '\n' && s->bytes.s[at - 1] != '\r') {
		at--;
	}
	while (end < s->bytes.n && s->bytes.s[end] != '\n' && s->bytes.s[end] != '\r') {
		end++;
	}
	*from = at;
	return (struct slice){ s->bytes.s + at, end - at };
}

bool script_offset(const struct script *s, struct span place, size_t *at)
{
	size_t from, i;
	struct slice l;

	if (place.line < 1 || place.line > s->lines.n || place.col < 1) {
		return false;
	}
	i = s->lines.at[place.line - 1];
	l = script_line(s, i, &from);
	for (int col = 1; col < place.col; col++) {
		if (i >= from + l.n) {
			return false;
		}
		char_check(s->bytes.s, s->bytes.n, &i);
	}
	*at = i;
	return true;
}

/* Where to put p so that patches stay in order; -1 where it touches what
   another has changed. */
static int patch_index(const struct script *s, const struct patch *p)
{
	int i = 0;

	for (; i < s->patches.n; i++) {
		const struct patch *other = &s->patches.at[i];
		if (p->at == other->at && (!p->len || !other->len)) {
			return -1;
		}
		if (p->at + p->len <= other->at) {
			break;
		}
		if (p->at < other->at + other->len) {
			return -1;
		}
	}
	return i;
}

static void insert_patch(struct arena *a, struct script *s, int at, struct patch p)
{
	vec_push(a, &s->patches);
	memmove(&s->patches.at[at + 1], &s->patches.at[at],
			(size_t)(s->patches.n - 1 - at) * sizeof p);
	s->patches.at[at] = p;
}

static void remove_patch(struct script *s, int at)
{
	s->patches.n--;
	memmove(&s->patches.at[at], &s->patches.at[at + 1],
			(size_t)(s->patches.n - at) * sizeof *s->patches.at);
}

static struct slice patched(struct arena *a, const struct script *s)
{
	struct buf b = { 0 };
	size_t at = 0;
	struct slice all;

	for (int i = 0; i < s->patches.n; i++) {
		const struct patch *p = &s->patches.at[i];
		buf_add(&b, s->bytes.s + at, p->at - at);
		buf_text(&b, p->with);
		at = p->at + p->len;
	}
	buf_add(&b, s->bytes.s + at, s->bytes.n - at);
	all = (struct slice){ arena_copy(a, b.n ? b.s : "", b.n), b.n };
	buf_done(&b);
	return all;
}

static bool is_untouched(const struct script *s)
{
	struct arena *a = arena_new();
	struct slice now;
	bool same = file_read(a, s->path, FILE_MAX, &now) == FILE_OK && now.n == s->now.n &&
			(!now.n || memcmp(now.s, s->now.s, now.n) == 0);

	arena_free(a);
	return same;
}

static bool write_all(const char *path, struct slice bytes)
{
	struct outfile *o = outfile_open(path);

	if (!o) {
		return false;
	}
	if (!outfile_write(o, bytes.s, bytes.n)) {
		int saved = errno;
		outfile_abort(o);
		errno = saved;
		return false;
	}
	return outfile_commit(o);
}

static bool write_script(struct manuscript *m, struct script *s, struct diags *d)
{
	struct span place = { s->path, 0, 0 };
	struct slice now = patched(m->a, s);

	if (!is_untouched(s)) {
		diag_add0(d, DIAG_MANUSCRIPT_CHANGED, place);
		return false;
	}
	if (!write_all(s->path, now)) {
		diag_add(d, DIAG_OUTPUT_FAILED, place, s->path, strerror(errno));
		return false;
	}
	s->now = now;
	return true;
}

enum mend_done mend_apply(struct manuscript *m, const struct mend *e, struct diags *d)
{
	struct script *s = manuscript_find(m, e->span.file);
	struct patch p = { e->offset, strlen(e->before), e->after };
	int at = s ? patch_index(s, &p) : -1;

	if (at < 0) {
		return MEND_OVERLAPS;
	}
	insert_patch(m->a, s, at, p);
	if (!write_script(m, s, d)) {
		remove_patch(s, at);
		return MEND_FAILED;
	}
	return MEND_DONE;
}
