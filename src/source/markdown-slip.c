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

void markdown_slips(const struct manuscript *m, const struct pieces *p)
{
	const char *s = m->t->s;
	bool begins = true, picture = false;

	for (int i = 0; i < p->n; i++) {
		const struct piece *one = &p->at[i];
		bool free = one->kind == PIECE_TEXT && !(one->style & TEXT_CODE) &&
				!markdown_escaped(m, one->at);
		if (free && !picture) {
			picture = find_picture(m, one);
		}
		if (free && begins && is_row(s, one->at)) {
			say(m, DIAG_TABLE_FORM, one->at);
			return;
		}
		if (free && i == 0 && is_heading(s, one->at)) {
			say(m, DIAG_HEADING_FORM, one->at);
		}
		begins = one->kind == PIECE_SOFT || one->kind == PIECE_HARD;
	}
}
