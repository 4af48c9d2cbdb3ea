/* tell: marks as sentences to the author. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "comments/comments.h"
#include "text/char.h"

#define SHOWN 40 /* characters of a covered text; of a longer one both ends */

static const char *const kinds[MARK_KINDS] = {
	[MARK_HIGHLIGHT] = N_("highlight"),
	[MARK_UNDERLINE] = N_("underline"),
	[MARK_SQUIGGLY] = N_("wavy line"),
	[MARK_STRIKE] = N_("strike-out"),
	[MARK_REPLACE] = N_("replacement"),
	[MARK_CARET] = N_("insertion"),
	[MARK_NOTE] = N_("sticky note"),
	[MARK_TYPED] = N_("typed text"),
	[MARK_DRAWING] = N_("drawing"),
};

static size_t skip(const char *s, size_t n, size_t at, int characters)
{
	while (characters-- > 0 && at < n) {
		char_next(s, n, &at);
	}
	return at;
}

static int count(const char *s, size_t n)
{
	int characters = 0;

	for (size_t at = 0; at < n; characters++) {
		char_next(s, n, &at);
	}
	return characters;
}

static const char *shorten(struct arena *a, const char *s, size_t n)
{
	int all = count(s, n);
	size_t head = skip(s, n, 0, SHOWN / 2), tail = skip(s, n, 0, all - SHOWN / 2);

	return all <= SHOWN ? arena_copy(a, s, n)
			    : arena_print(a, "%.*s…%.*s", (int)head, s, (int)(n - tail), s + tail);
}

/* What c lies on; for a caret the characters beside it, with ‸ between. */
static const char *words_of(struct arena *a, const struct comment *c, const struct target *p)
{
	const struct text *t = p->text;
	size_t from = p->at, to = p->end;

	if (c->kind != MARK_CARET) {
		return shorten(a, t->s + p->at, p->end - p->at);
	}
	for (int i = 0; i < 4 && from > 0; i++) {
		for (from--; from > 0 && ((unsigned char)t->s[from] & 0xc0) == 0x80; from--) {
		}
	}
	to = skip(t->s, t->n, to, 4);
	return arena_print(a, "%.*s‸%.*s", (int)(p->at - from), t->s + from, (int)(to - p->at),
			t->s + p->at);
}

/* Page, author, date, as far as they are known. */
static const char *made_of(struct arena *a, const struct comment *c)
{
	const char *parts[] = { c->author, c->date, c->closed ? _("closed") : "" };
	struct buf b = { 0 };
	const char *s;

	buf_print(&b, _("page %d"), c->page + 1);
	for (int i = 0; i < 3; i++) {
		if (*parts[i]) {
			buf_print(&b, ", %s", parts[i]);
		}
	}
	s = arena_copy(a, b.s, b.n);
	buf_done(&b);
	return s;
}

/* The comment and its replies on one line. */
static const char *said_of(struct arena *a, const struct comment *c)
{
	const char *parts[] = { c->text, c->replies };
	struct buf b = { 0 };
	const char *s;

	for (int i = 0; i < 2; i++) {
		if (*parts[i] && b.n) {
			buf_text(&b, " ← ");
		}
		for (const char *p = parts[i]; *p; p++) {
			buf_text(&b, *p == '\n' ? " / " : (char[]){ *p, '\0' });
		}
	}
	s = b.n ? arena_copy(a, b.s, b.n) : _("(no comment)");
	buf_done(&b);
	return s;
}

void comment_tell(struct diags *d, const char *path, const struct comment *c,
		const struct target *p)
{
	struct arena *a = arena_new();
	const char *kind = gettext(kinds[c->kind]), *made = made_of(a, c), *said = said_of(a, c);

	if (!p->text && p->span.file) {
		diag_add(d, DIAG_COMMENT_PICTURE, p->span, kind, made, said);
	} else if (!p->text) {
		diag_add(d, DIAG_COMMENT_NOWHERE, ((struct span){ path, 0, 0 }), kind, made, said);
	} else {
		diag_add(d, p->covers ? DIAG_COMMENT_ON : DIAG_COMMENT_NEAR, p->span, kind,
				words_of(a, c, p), made, said);
	}
	arena_free(a);
}
