/* article: a file's head, then what stands below it. */

#include "base/i18n.h"
#include "source/comments-imp.h"
#include "source/schema-imp.h"

struct head {
	struct lines title;
	struct text toc, author;
	bool numbering;
	enum notes_place notes;
};

#define AT(member) .offset = offsetof(struct head, member)

static const struct key head_keys[] = {
	{ .name = "title", .type = VALUE_LINES, AT(title), .optional = true },
	{ .name = "toc", .type = VALUE_TEXT, AT(toc), .optional = true },
	{ .name = "author", .type = VALUE_TEXT, AT(author), .optional = true },
	{ .name = "numbering", .type = VALUE_BOOL, AT(numbering), .optional = true },
	{ .name = "notes",
			.type = VALUE_CHOICE,
			AT(notes),
			.words = "layout foot end",
			.optional = true },
	{ 0 },
};

static size_t line_end(const struct checked *t, size_t at)
{
	const char *end = memchr(t->s + at, '\n', t->n - at);

	return end ? (size_t)(end - t->s) : t->n;
}

/* The line [at, end) is --- and white space. */
static bool is_fence(const struct checked *t, size_t at, size_t end)
{
	if (end - at < 3 || memcmp(t->s + at, "---", 3) != 0) {
		return false;
	}
	for (at += 3; at < end && (t->s[at] == ' ' || t->s[at] == '\t'); at++) {
	}
	return at == end;
}

/* The head's text is [*from, *to), what is below it begins at *body. False
   where it does not end. */
static bool find_head(const struct checked *t, size_t *from, size_t *to, size_t *body)
{
	size_t at = 0, end = line_end(t, 0);

	*from = *to = *body = 0;
	if (!is_fence(t, 0, end)) {
		return true;
	}
	*from = end < t->n ? end + 1 : end;
	for (at = *from; at < t->n; at = end + 1) {
		end = line_end(t, at);
		if (is_fence(t, at, end)) {
			*to = at;
			*body = end < t->n ? end + 1 : end;
			return true;
		}
		if (end == t->n) {
			break;
		}
	}
	return false;
}

/* The # of a comment in the line [at, end), past anything in it; else end. */
static size_t find_comment(const struct checked *t, size_t at, size_t end)
{
	for (; at < end; at++) {
		if (t->s[at] == '#' && (t->s[at - 1] == ' ' || t->s[at - 1] == '\t')) {
			break;
		}
	}
	return at;
}

/* A # in a title begins a comment, and what is lost is told; comments that
   silence a rule are meant. */
static void check_comments(struct reader *r, const struct checked *t, const struct node *tree)
{
	static const char meant[] = "# banxin:";

	for (const struct node *v = tree->first; v; v = v->next) {
		size_t end = line_end(t, v->at);
		size_t at = v->kind == NODE_SCALAR && v->plain && v->at
				? find_comment(t, v->at, end)
				: end;

		if (at < end && strncmp(t->s + at, meant, sizeof meant - 1) != 0) {
			diag_add0(r->d, DIAG_HEAD_COMMENT, checked_place(t, at));
		}
	}
}

/* False, with a diagnostic, where anything in the head is wrong. */
static bool read_head(struct reader *r, const struct checked *t, size_t from, size_t to,
		struct head *out)
{
	struct schema s = { .r = r };
	int errors = diags_count(r->d, DIAG_ERROR);
	struct node *tree;

	if (to - from > YAML_MAX) {
		reader_complain(r->d, FILE_TOO_LARGE, t->file, YAML_MAX, checked_place(t, from));
		return false;
	}
	comments_read_yaml(r, t, from, to);
	tree = yaml_read(r, t, from, to);
	if (!tree) {
		return false;
	}
	if (tree->kind != NODE_MAP) {
		schema_wrong_type(r, tree, "---", _("a group of keys such as title: and author:"));
		return false;
	}
	check_comments(r, t, tree);
	schema_read(&s, tree, head_keys, out, "");
	return diags_count(r->d, DIAG_ERROR) == errors;
}

/* Where the head is not seen as one, say so at its title. */
static void say_no_title(struct reader *r, const struct checked *t, size_t body)
{
	struct span top = { t->file, 1, 1 };
	size_t at = 0;

	for (int line = 0; !body && line < 5 && at < t->n; line++) {
		if (strncmp(t->s + at, "title:", 6) == 0 || strncmp(t->s + at, "title：", 8) == 0) {
			diag_add0(r->d, DIAG_HEAD_FORM, checked_place(t, at));
			return;
		}
		at = line_end(t, at) + 1;
	}
	diag_add0(r->d, DIAG_TITLE_MISSING, top);
}

bool article_read(struct reader *r, const char *name, struct span said, struct article *out)
{
	struct checked *t = ARENA_NEW(r->a, struct checked);
	struct head head = { .numbering = r->numbering };
	size_t from, to, body;
	bool head_ok;
	struct span top, file;

	if (!reader_text(r, name, TEXT_MAX, said, t)) {
		return false;
	}
	top = (struct span){ t->file, 1, 1 };
	file = (struct span){ t->file, 0, 0 };
	if (!find_head(t, &from, &to, &body)) {
		diag_add0(r->d, DIAG_HEAD_UNCLOSED, top);
		return false;
	}
	head_ok = read_head(r, t, from, to, &head);
	*out = (struct article){ .file = t->file,
		.span = said,
		.title = head.title.at,
		.ntitle = head.title.n,
		.toc = head.toc,
		.author = head.author,
		.numbered = head.numbering,
		.notes_place = head.notes };
	comments_strip(r, t, body);
	if (!markdown_read(r, t, body, out)) {
		return true;
	}
	if (!out->ntitle && head_ok) {
		say_no_title(r, t, body);
	}
	if (out->ntitle && !out->nblocks) {
		diag_add0(r->d, DIAG_ARTICLE_EMPTY, file);
	}
	return true;
}
