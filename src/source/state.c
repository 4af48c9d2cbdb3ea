/* state: a kept state of an issue, as a file: YAML, a line for each paragraph,
   so that version control shows and merges it. */

#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "model/state.h"
#include "source/rounds-imp.h"
#include "source/source.h"

#define STATE_MAX ((size_t)16 * 1024 * 1024)

static const char *const kind_words[] = {
	[PORTION_TITLE] = "title",
	[PORTION_TOC] = "toc",
	[PORTION_AUTHOR] = "author",
	[PORTION_PARA] = "para",
	[PORTION_SUBHEAD] = "subhead",
	[PORTION_ITEM] = "item",
	[PORTION_CODE] = "code",
	[PORTION_ROW] = "row",
	[PORTION_CAPTION] = "picture",
	[PORTION_BYLINE] = "byline",
	[PORTION_RULE] = "rule",
	[PORTION_IMPRINT] = "imprint",
	[PORTION_SECTION] = "section",
	[PORTION_COLOPHON] = "colophon",
	[PORTION_NOTE] = "note",
};

void yaml_quote(struct buf *out, const char *s, size_t n)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n' || s[i] == '\t') {
			buf_text(out, s[i] == '\n' ? "\\n" : "\\t");
		} else if (s[i] == '"' || s[i] == '\\') {
			buf_print(out, "\\%c", s[i]);
		} else {
			buf_byte(out, s[i]);
		}
	}
	buf_byte(out, '"');
}

/* [[byte, style, link, reading], …]: what is said of ranges, where anything is;
   an empty link is none. */
static void write_ranges(struct buf *out, const struct text *t)
{
	bool first = true;

	for (int i = 0; i < t->nranges; i++) {
		const struct range *r = &t->ranges[i];
		bool same = i > 0 ? r->style == r[-1].style && r->link == r[-1].link &&
						r->ruby == r[-1].ruby
				  : !r->style && !r->link && !r->ruby;
		if (same) {
			continue;
		}
		buf_print(out, "%s[%u, %u", first ? ", ranges: [" : ", ", r->at, r->style);
		if (r->link || r->ruby) {
			buf_text(out, ", ");
			yaml_quote(out, r->link ? r->link : "", r->link ? strlen(r->link) : 0);
		}
		if (r->ruby) {
			buf_text(out, ", ");
			yaml_quote(out, r->ruby->s, r->ruby->n);
		}
		buf_byte(out, ']');
		first = false;
	}
	buf_text(out, first ? "" : "]");
}

static void write_portion(struct buf *out, const struct portion *p)
{
	buf_print(out, "  - {kind: %s, line: %d", kind_words[p->kind], p->span.line);
	if (p->level) {
		buf_print(out, ", level: %d", p->level);
	}
	if (p->quoted) {
		buf_print(out, ", quoted: %d", p->quoted);
	}
	if (p->mark) {
		buf_text(out, ", mark: true");
	}
	if (p->picture) {
		buf_print(out, ", picture: \"%s\"", p->picture);
	}
	if (p->text.n) {
		buf_text(out, ", text: ");
		yaml_quote(out, p->text.s, p->text.n);
		write_ranges(out, &p->text);
	}
	buf_text(out, "}\n");
}

/* A string for each page: its lines. */
static void write_prints(struct buf *out, const struct prints *p)
{
	buf_text(out, "pages:\n");
	for (int i = 0; i < p->n; i++) {
		bool first = i == 0 || p->at[i].page != p->at[i - 1].page;
		for (int page = i ? p->at[i - 1].page : -1; page + 1 < p->at[i].page; page++) {
			buf_text(out, "- \"\"\n");
		}
		buf_text(out, first ? "- \"" : " ");
		buf_print(out, "%016llx", (unsigned long long)p->at[i].line);
		if (i + 1 == p->n || p->at[i + 1].page != p->at[i].page) {
			buf_text(out, "\"\n");
		}
	}
}

void state_write(struct buf *out, const struct state *s)
{
	buf_text(out,
			"# 本期在这一轮开始时的文字，供比较用；请勿修改。\n"
			"# What the issue said when the round began; leave it as it is.\n"
			"articles:\n");
	for (int i = 0; i < s->nwritings; i++) {
		const struct writing *w = &s->writings[i];
		buf_text(out, "- file: ");
		yaml_quote(out, w->name, strlen(w->name));
		buf_print(out, "\n  hash: \"%s\"\n  portions:%s\n", w->hash,
				w->nportions ? "" : " []");
		for (int k = 0; k < w->nportions; k++) {
			write_portion(out, &w->portions[k]);
		}
	}
	if (s->prints.n) {
		write_prints(out, &s->prints);
	}
}

/* A portion as read, before it is checked as a whole. */
struct entry {
	enum portion_kind kind;
	int line, level, quoted;
	bool mark;
	const char *picture;
	const struct node *text, *ranges;
};

#define AT(member) .offset = offsetof(struct entry, member)
#define KINDS                                                                              \
	"title toc author para subhead item code row picture byline rule imprint section " \
	"colophon note"

static const struct key portion_keys[] = {
	{ .name = "kind", .type = VALUE_CHOICE, AT(kind), .words = KINDS },
	{ .name = "line", .type = VALUE_WHOLE, AT(line), .max = 99999999 },
	{ .name = "level", .type = VALUE_WHOLE, AT(level), .max = 999, .optional = true },
	{ .name = "quoted", .type = VALUE_WHOLE, AT(quoted), .max = 999, .optional = true },
	{ .name = "mark", .type = VALUE_BOOL, AT(mark), .optional = true },
	{ .name = "picture", .type = VALUE_WORD, AT(picture), .optional = true },
	{ .name = "text",
			.type = VALUE_FILE,
			AT(text),
			.words = N_("some text"),
			.optional = true },
	{ .name = "ranges",
			.type = VALUE_LIST,
			AT(ranges),
			.words = N_("a list of ranges"),
			.optional = true },
	{ 0 },
};
#undef AT

struct head {
	const char *file, *hash;
	const struct node *portions;
};

#define AT(member) .offset = offsetof(struct head, member)
static const struct key writing_keys[] = {
	{ .name = "file", .type = VALUE_STRING, AT(file) },
	{ .name = "hash", .type = VALUE_STRING, AT(hash) },
	{ .name = "portions",
			.type = VALUE_LIST,
			AT(portions),
			.words = N_("a list of paragraphs") },
	{ 0 },
};
#undef AT

struct kept {
	const struct node *articles, *pages;
};

static const struct key state_keys[] = {
	{ .name = "articles",
			.type = VALUE_LIST,
			.offset = offsetof(struct kept, articles),
			.words = N_("a list of articles") },
	{ .name = "pages",
			.type = VALUE_LIST,
			.offset = offsetof(struct kept, pages),
			.words = N_("a list of pages"),
			.optional = true },
	{ 0 },
};

static bool read_whole(const struct node *v, uint32_t limit, uint32_t *out)
{
	uint64_t value = 0;

	if (!v || v->kind != NODE_SCALAR || !v->n || v->n > 9 ||
			strspn(v->s, "0123456789") != v->n) {
		return false;
	}
	for (size_t i = 0; i < v->n; i++) {
		value = value * 10 + (uint64_t)(v->s[i] - '0');
	}
	*out = (uint32_t)value;
	return value < limit;
}

/* What stands above the range. */
static void read_ruby(struct arena *a, const struct node *v, struct range *to)
{
	struct text *ruby = ARENA_NEW(a, struct text);

	*ruby = text_plain(a, v->s, to->span);
	to->ruby = ruby;
}

/* [byte, style], or with a link, or with link and reading, behind the range before
   it. */
static bool read_range(struct arena *a, const struct node *v, const struct text *t,
		struct range *to)
{
	const struct node *style = v->kind == NODE_LIST && v->first ? v->first->next : NULL;
	const struct node *link = style ? style->next : NULL;
	const struct node *ruby = link ? link->next : NULL;
	uint32_t value;

	if (!style || !read_whole(v->first, t->n, &to->at) ||
			!read_whole(style, 2 * TEXT_APART, &value) ||
			(link && link->kind != NODE_SCALAR) ||
			(ruby && (ruby->kind != NODE_SCALAR || !ruby->n || ruby->next))) {
		return false;
	}
	to->style = value;
	to->link = link && link->n ? link->s : NULL;
	if (ruby) {
		read_ruby(a, ruby, to);
	}
	return ((unsigned char)t->s[to->at] & 0xc0) != 0x80;
}

static void read_ranges(const struct schema *s, const struct node *list, struct text *t)
{
	VEC(struct range) ranges = { 0 };

	*vec_push(s->r->a, &ranges) = t->ranges[0];
	for (const struct node *v = list->first; v; v = v->next) {
		struct range r = { .span = t->ranges[0].span };
		uint32_t last = ranges.at[ranges.n - 1].at;
		if (!read_range(s->r->a, v, t, &r) || (r.at <= last && r.at > 0) ||
				(r.at == 0 && ranges.n > 1)) {
			schema_wrong_type(s->r, v, "ranges",
					schema_wanted(s->r, schema_find(portion_keys, "ranges")));
			return;
		}
		if (r.at == 0) {
			ranges.n = 0;
		}
		*vec_push(s->r->a, &ranges) = r;
	}
	t->ranges = ranges.at;
	t->nranges = ranges.n;
}

static void read_portion(const struct schema *s, const struct node *v, const char *file,
		struct portion *to)
{
	struct entry e = { 0 };

	if (v->kind != NODE_MAP) {
		schema_wrong_type(s->r, v, "portions", _("a group of keys"));
		return;
	}
	schema_read(s, v, portion_keys, &e, "portions.");
	*to = (struct portion){ .kind = e.kind,
		.level = e.level,
		.quoted = e.quoted,
		.mark = e.mark,
		.picture = e.picture,
		.span = { file, e.line, e.line ? 1 : 0 } };
	if (e.text && e.text->n) {
		to->text = text_plain(s->r->a, e.text->s, to->span);
	}
	if (e.ranges && to->text.n) {
		read_ranges(s, e.ranges, &to->text);
	}
}

static void read_writing(const struct schema *s, const struct node *v, struct writing *to)
{
	struct head h = { .file = "", .hash = "" };
	VEC(struct portion) portions = { 0 };

	if (v->kind != NODE_MAP) {
		schema_wrong_type(s->r, v, "articles", _("a group of keys"));
		return;
	}
	schema_read(s, v, writing_keys, &h, "articles.");
	for (v = h.portions ? h.portions->first : NULL; v; v = v->next) {
		read_portion(s, v, h.file, vec_push(s->r->a, &portions));
	}
	*to = (struct writing){ h.file, h.hash, portions.at, portions.n };
}

/* A digest of 16 digits at *s, and the space behind it. */
static bool read_print(const char **s, uint64_t *out)
{
	*out = 0;
	for (int i = 0; i < 16; i++, ++*s) {
		const char *digits = "0123456789abcdef", *found = **s ? strchr(digits, **s) : NULL;
		if (!found) {
			return false;
		}
		*out = *out << 4 | (uint64_t)(found - digits);
	}
	*s += **s == ' ';
	return true;
}

static void read_prints(const struct schema *s, const struct node *list, struct prints *to)
{
	VEC(struct print) prints = { 0 };
	int page = 0;

	for (const struct node *v = list->first; v; v = v->next, page++) {
		const char *at = v->kind == NODE_SCALAR ? v->s : "-";
		while (*at) {
			struct print *p = vec_push(s->r->a, &prints);
			p->page = page;
			if (!read_print(&at, &p->line)) {
				schema_wrong_type(s->r, v, "pages", _("digests of lines"));
				return;
			}
		}
	}
	*to = (struct prints){ prints.at, prints.n };
}

static struct state *state_read(struct reader *r, const struct checked *t)
{
	const struct schema schema = { .r = r };
	const struct node *tree = yaml_read(r, t, 0, t->n);
	struct state *state = ARENA_NEW(r->a, struct state);
	VEC(struct writing) writings = { 0 };
	struct kept kept = { 0 };
	int errors = diags_count(r->d, DIAG_ERROR);

	if (!tree) {
		return NULL;
	}
	if (tree->kind != NODE_MAP) {
		schema_wrong_type(r, tree, t->file, _("a group of keys"));
		return NULL;
	}
	schema_read(&schema, tree, state_keys, &kept, "");
	for (const struct node *v = kept.articles ? kept.articles->first : NULL; v; v = v->next) {
		read_writing(&schema, v, vec_push(r->a, &writings));
	}
	if (kept.pages) {
		read_prints(&schema, kept.pages, &state->prints);
	}
	state->writings = writings.at;
	state->nwritings = writings.n;
	return diags_count(r->d, DIAG_ERROR) == errors ? state : NULL;
}

/* A kept state was clean when it was written: what the manuscripts were warned
   of need not be said again, only what is wrong with the file. */
static void pass_errors(const struct diags *from, struct diags *to)
{
	for (int i = 0; i < diags_kept(from); i++) {
		const struct diag *g = diags_at(from, i);
		if (diag_level(g->kind) == DIAG_ERROR) {
			diag_add_args(to, g->kind, g->span, g->nargs, g->args);
		}
	}
}

struct state *source_state(struct arena *a, const char *path, struct diags *d)
{
	struct diags *found = diags_new();
	struct reader r = { .a = a, .d = found, .folder = ".", .real = "" };
	struct checked *t = ARENA_NEW(a, struct checked);
	struct state *state = NULL;
	struct slice bytes;
	enum file_result result = file_read(a, path, STATE_MAX, &bytes);

	reader_complain(found, result, path, STATE_MAX, (struct span){ 0 });
	if (result == FILE_OK && check_text(a, found, arena_string(a, path), bytes, t)) {
		state = state_read(&r, t);
	}
	pass_errors(found, d);
	diags_free(found);
	return state;
}
