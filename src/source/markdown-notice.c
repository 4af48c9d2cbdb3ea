/* markdown-notice: boxed notices, between lines of colons.

   ::: 通知
   …
   :::

   md4c knows nothing of them: in its copy the two lines are thematic breaks,
   which end whatever went on before them, and in that order they come back. */

#include "source/markdown-imp.h"

#define LEAST 3 /* colons */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t skip_blanks(const char *s, size_t at, size_t end)
{
	while (at < end && is_blank(s[at])) {
		at++;
	}
	return at;
}

/* Past an indent that still leaves the line a block's; end where it is more. */
static size_t skip_indent(const char *s, size_t at, size_t end)
{
	size_t from = at;

	while (at < end && s[at] == ' ') {
		at++;
	}
	return at - from > 3 ? end : at;
}

/* Past the colons at `at`, half-width or full-width; `at` where they are too
   few. */
static size_t skip_colons(const char *s, size_t at, size_t end)
{
	size_t i = at;
	int n = 0;

	for (;; n++) {
		if (i < end && s[i] == ':') {
			i++;
		} else if (end - i >= 3 && memcmp(s + i, "：", 3) == 0) {
			i += 3;
		} else {
			return n < LEAST ? at : i;
		}
	}
}

/* A notice begins. Whether it is in no other. */
static bool begin(struct manuscript *m, struct fencing *f, size_t at)
{
	if (f->depth++) {
		struct span outer = checked_place(m->t, f->opened);
		diag_add(m->r->d, DIAG_NOTICE_NESTED, checked_place(m->t, at),
				arena_print(m->r->a, "%d", outer.line));
		return false;
	}
	f->opened = at;
	return true;
}

bool markdown_fence(struct manuscript *m, struct arena *a, struct fencing *f, size_t at, size_t end)
{
	const char *s = m->t->s;
	size_t colons = skip_indent(s, at, end), title;
	struct fence fence = { .at = at, .end = end };

	title = skip_colons(s, colons, end);
	if (title == colons) {
		return false;
	}
	fence.title = skip_blanks(s, title, end);
	if (fence.title < end || !f->depth) {
		fence.opens = begin(m, f, at);
	} else {
		fence.closes = --f->depth == 0;
	}
	*vec_push(a, &m->disguise.fences) = fence;
	return true;
}

void markdown_fences_end(struct manuscript *m, const struct fencing *f)
{
	if (f->depth) {
		diag_add0(m->r->d, DIAG_NOTICE_UNCLOSED, checked_place(m->t, f->opened));
	}
}

static void add_title(struct md *k, const struct fence *f)
{
	struct piece piece = { .kind = PIECE_TEXT,
		.at = (uint32_t)f->title,
		.n = (uint32_t)(f->end - f->title) };
	struct pieces pieces = { &piece, 1, 1 };
	struct text t = f->title < f->end ? markdown_text(&k->m, &pieces) : (struct text){ 0 };

	if (t.n) {
		markdown_add_block(k, BLOCK_NOTICE_TITLE, t.ranges[0].span)->text = t;
	}
}

static void begin_notice(struct md *k, const struct fence *f)
{
	struct notice *notice = ARENA_NEW(k->m.r->a, struct notice);

	notice->span = checked_place(k->m.t, f->at);
	k->notice = notice;
	k->notice_from = k->blocks.n;
	add_title(k, f);
}

static void end_notice(struct md *k)
{
	if (k->notice && k->blocks.n == k->notice_from) {
		diag_add0(k->m.r->d, DIAG_NOTICE_EMPTY, k->notice->span);
	}
	k->notice = NULL;
}

bool markdown_pass_fence(struct md *k, size_t at)
{
	const struct fence *f = k->m.disguise.fences.at;

	while (k->fence < k->m.disguise.fences.n && f[k->fence].at < at) {
		k->fence++; /* one that turned out to be code */
	}
	if (k->fence == k->m.disguise.fences.n || f[k->fence].at != at) {
		return false;
	}
	f += k->fence++;
	if (f->opens) {
		begin_notice(k, f);
	} else if (f->closes) {
		end_notice(k);
	}
	return true;
}
