/* new-yaml: the files of a new issue. What the last issue.yaml holds is written
   back from its tree, by an emitter of our own: libyaml's quotes, folds and
   indents in a way that the editors did not write. */

#include "base/buf.h"
#include "source/new-imp.h"

#define COMMENT_COLUMN 28

struct writer {
	struct buf *out;
	struct reader *r;
};

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			(unsigned char)c >= 0x80;
}

/* s means itself without quotation marks, in brackets too. Fewer texts than
   YAML allows, but surely. */
static bool is_safe(const char *s, const char *also)
{
	const char *first = s[0] == '-' ? s + 1 : s; /* a number below 0 */

	if (!is_word_char(*first)) {
		return false;
	}
	for (s = first; *s; s++) {
		if (!is_word_char(*s) && !is_one_of(*s, also)) {
			return false;
		}
	}
	return true;
}

static void write_quoted(struct buf *out, const char *s)
{
	buf_byte(out, '"');
	for (; *s; s++) {
		if (*s == '\n' || *s == '\t') {
			buf_text(out, *s == '\n' ? "\\n" : "\\t");
			continue;
		}
		if (*s == '"' || *s == '\\') {
			buf_byte(out, '\\');
		}
		buf_byte(out, *s);
	}
	buf_byte(out, '"');
}

static void write_key(struct writer *w, const struct node *key)
{
	if (is_safe(key->s, "-._")) {
		buf_text(w->out, key->s);
	} else {
		write_quoted(w->out, key->s);
	}
	buf_byte(w->out, ':');
}

static void write_scalar(struct writer *w, const struct node *v)
{
	/* as the program reads it: libyaml would leave a space where a line
	   ended between two Chinese characters */
	struct text text = yaml_text(w->r, v);

	if (yaml_is_null(v)) {
		buf_byte(w->out, '~');
	} else if (v->plain && is_safe(text.s, "-._ /+%")) {
		buf_text(w->out, text.s);
	} else {
		write_quoted(w->out, text.s);
	}
}

/* On one line, with brackets. */
static void write_flow(struct writer *w, const struct node *v)
{
	if (v->kind == NODE_SCALAR) {
		write_scalar(w, v);
		return;
	}
	buf_byte(w->out, v->kind == NODE_MAP ? '{' : '[');
	for (const struct node *child = v->first; child; child = child->next) {
		if (v->kind == NODE_MAP) {
			write_key(w, child->key);
			buf_byte(w->out, ' ');
		}
		write_flow(w, child);
		buf_text(w->out, child->next ? ", " : "");
	}
	buf_byte(w->out, v->kind == NODE_MAP ? '}' : ']');
}

/* v stands on lines of its own, as it did. */
static bool is_block(const struct node *v)
{
	return v->kind != NODE_SCALAR && v->first && !is_one_of(v->in->s[v->at], "[{");
}

/* The children of a block, a line each or more; the first begins where the
   line has come to where begun. */
static void write_block(struct writer *w, const struct node *v, int indent, bool begun)
{
	bool list = v->kind == NODE_LIST;

	for (const struct node *child = v->first; child; child = child->next) {
		buf_print(w->out, "%*s", begun ? 0 : indent, "");
		begun = false;
		if (list) {
			buf_byte(w->out, '-');
		} else {
			write_key(w, child->key);
		}
		buf_byte(w->out, is_block(child) && !list ? '\n' : ' ');
		if (is_block(child)) {
			write_block(w, child, indent + 2, list);
		} else {
			write_flow(w, child);
			buf_byte(w->out, '\n');
		}
	}
}

/* Spaces from a column to that of comments. */
static int padding(size_t column)
{
	return column < COMMENT_COLUMN ? COMMENT_COLUMN - (int)column : 0;
}

/* A short entry, its comment behind it. */
static void write_line(struct buf *out, const char *entry, const char *comment)
{
	buf_print(out, "%s%*s# %s\n", entry, padding(strlen(entry)), "", comment);
}

/* An entry of the last issue.yaml, where it is there, as it stands; the
   comment behind a scalar, else above. */
static void carry(struct writer *w, const struct node *tree, const char *key, const char *comment)
{
	const struct node *v = yaml_find(tree, key);
	size_t start = w->out->n;

	if (!v || yaml_is_null(v)) {
		return;
	}
	if (v->kind == NODE_SCALAR) {
		buf_print(w->out, "%s: ", key);
		write_scalar(w, v);
		buf_print(w->out, "%*s # %s\n", padding(w->out->n - start + 1), "", comment);
		return;
	}
	buf_print(w->out, "# %s\n%s:%c", comment, key, is_block(v) ? '\n' : ' ');
	if (is_block(v)) {
		write_block(w, v, 2, false);
	} else {
		write_flow(w, v);
		buf_byte(w->out, '\n');
	}
}

static const struct node *section_title(const struct node *section)
{
	const struct node *title = section->kind == NODE_MAP ? yaml_find(section, "title") : NULL;

	return title && title->kind == NODE_SCALAR && title->n && !yaml_is_null(title) ? title
										       : NULL;
}

static void write_sections(struct writer *w, const struct node *tree)
{
	const struct node *list = yaml_find(tree, "sections"), *v;
	int n = 0;

	buf_text(w->out,
			"# 栏目，按先后印出。把稿件的文件名填进方括号，用逗号隔开，例如 "
			"[01.md, 02.md]；\n# 没有稿件的栏目请删去。\n"
			"sections:");
	v = list && list->kind == NODE_LIST ? list->first : NULL;
	for (; v; v = v->next) {
		const struct node *title = section_title(v);
		if (title) {
			buf_text(w->out, n++ ? "" : "\n");
			buf_text(w->out, "  - title: ");
			write_scalar(w, title);
			buf_text(w->out, "\n    articles: []\n");
		}
	}
	buf_text(w->out, n ? "" : " []\n");
}

static void write_counts(struct buf *out, struct arena *a, const struct new_issue *made)
{
	const struct date *date = &made->date;

	write_line(out, arena_print(a, "number: %d", made->number), "当年第几期");
	write_line(out, arena_print(a, "total: %d", made->total), "创刊以来第几期");
	write_line(out, arena_print(a, "date: %04d-%02d-%02d", date->year, date->month, date->day),
			"出刊日期，请改成实际的那一天");
	write_line(out, "lead: lead.md", "头条文章，印在封面；没有头条，就删去这一行和这个文件");
}

void new_write_yaml(struct buf *out, struct past *last, const struct new_issue *made)
{
	struct writer w = { out, &last->r };
	const struct node *tree = last->tree;

	buf_print(out, "# %d年第%d期，总第%d期。井号后面是说明，不会印出来。\n", made->date.year,
			made->number, made->total);
	carry(&w, tree, "publication", "刊名和编印单位，照抄上一期");
	carry(&w, tree, "layout", "版式，见layouts文件夹");
	write_counts(out, last->r.a, made);
	write_sections(&w, tree);
	carry(&w, tree, "colophon", "版记，照抄上一期；收件单位有变动的，在这里改");
	carry(&w, tree, "overrides", "与版式不同的地方，照抄上一期；这一期用不着的请删去");
}

void new_write_lead(struct buf *out)
{
	buf_text(out, "# 头条标题\n\n这里写头条文章，段落之间空一行。写好以后，这两行都要换掉。\n");
}
