/* markdown-slip: text that is printed as it stands although its signs look
   like those of a picture, a subhead or a table. */

#include "source/markdown-imp.h"

/* Length of the sign at s[at], half-width or full-width; 0 where it is another. */
static size_t sign(const char *s, size_t at, const char *half, const char *full)
{
	if (strncmp(s + at, half, strlen(half)) == 0) {
		return strlen(half);
	}
	return strncmp(s + at, full, strlen(full)) == 0 ? strlen(full) : 0;
}

/* So many bytes a caption may have, and no bracket: the search must not go over
   a long line again and again. */
#define CAPTION_MAX 1000

static bool is_closed(const char *s, size_t at)
{
	size_t end = at + CAPTION_MAX, n;

	for (; at < end && s[at] && s[at] != '\n' && !sign(s, at, "[", "［"); at++) {
		n = sign(s, at, "]", "］");
		if (n) {
			return sign(s, at + n, "(", "（");
		}
	}
	return false;
}

/* ![caption](name), with a space in the name or a full-width sign somewhere. */
static bool is_picture(const char *s, size_t at)
{
	size_t n = sign(s, at, "!", "！");
	size_t bracket = n ? sign(s, at + n, "[", "［") : 0;

	return bracket && is_closed(s, at + n + bracket);
}

/* Two or more # that no space follows. */
static bool is_heading(const char *s, size_t at)
{
	int n = 0;

	for (size_t k; (k = sign(s, at, "#", "＃")); at += k) {
		n++;
	}
	return n >= 2 && n <= 6 && s[at] && s[at] != '\n';
}

/* Two colons or more. */
static bool is_fence(const char *s, size_t at)
{
	size_t n = sign(s, at, ":", "：");

	return n && sign(s, at + n, ":", "：");
}

/* A line that begins with a bar and has another. */
static bool is_row(const char *s, size_t at)
{
	size_t end = at + strcspn(s + at, "\n"), n = sign(s, at, "|", "｜");

	for (at += n; n && at < end; at++) {
		if (sign(s, at, "|", "｜")) {
			return true;
		}
	}
	return false;
}

static void say(const struct manuscript *m, enum diag_kind kind, size_t at)
{
	diag_add0(m->r->d, kind, checked_place(m->t, at));
}

static bool find_picture(const struct manuscript *m, const struct piece *p)
{
	for (size_t at = p->at; at < p->at + p->n; at++) {
		if (is_picture(m->t->s, at) && !markdown_escaped(m, at)) {
			say(m, DIAG_PICTURE_FORM, at);
			return true;
		}
	}
	return false;
}

/* Signs that look like something at the beginning of a line, the paragraph's
   first one or another. */
static bool find_begin(const struct manuscript *m, size_t at, bool first)
{
	const char *s = m->t->s;
	enum diag_kind kind;

	if (is_row(s, at)) {
		kind = DIAG_TABLE_FORM;
	} else if (first && is_heading(s, at)) {
		kind = DIAG_HEADING_FORM;
	} else if (first && is_fence(s, at)) {
		kind = DIAG_NOTICE_FORM;
	} else {
		return false;
	}
	if (markdown_escaped(m, at)) {
		return false;
	}
	say(m, kind, at);
	return kind == DIAG_TABLE_FORM;
}

void markdown_slips(const struct manuscript *m, const struct pieces *p)
{
	bool begins = true, picture = false;

	for (int i = 0; i < p->n; i++) {
		const struct piece *one = &p->at[i];
		bool text = one->kind == PIECE_TEXT && !(one->style & TEXT_CODE);
		if (text && !picture) {
			picture = find_picture(m, one);
		}
		if (text && begins && find_begin(m, one->at, i == 0)) {
			return;
		}
		begins = one->kind == PIECE_SOFT || one->kind == PIECE_HARD;
	}
}
