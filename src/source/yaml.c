#include "source/yaml-imp.h"

#include <stdlib.h>

#include <yaml.h>

#include "base/i18n.h"
#include "text/char.h"

#define DEPTH_MAX 16

/* Reading one document. */
struct loader {
	struct reader *r;
	const struct checked *t;
	size_t from, to;
	yaml_parser_t parser;

	/* libyaml counts characters; the last one turned into a byte of t */
	size_t index, at;
};

static size_t byte_at(struct loader *l, size_t index)
{
	if (index < l->index) {
		l->index = 0;
		l->at = l->from;
	}
	while (l->index < index && l->at < l->to) {
		char_next(l->t->s, l->to, &l->at);
		l->index++;
	}
	return l->at;
}

static struct span place(struct loader *l, yaml_mark_t mark)
{
	return checked_place(l->t, byte_at(l, mark.index));
}

static const char colon_words[] = N_("a key needs a colon (:, not ：) and a space behind it");
static const char tab_words[] = N_("indent with spaces, not tabs");
static const char two_colons[] = "mapping values are not allowed in this context";

/* What libyaml says, and what that means to an editor. */
static const struct {
	const char *problem, *words;
} problems[] = {
	{ "could not find expected ':'", colon_words },
	{ "found a tab character that violates indentation", tab_words },
	{ "found a tab character where an indentation space is expected", tab_words },
	{ "did not find expected node content",
			N_("something is missing here: between two commas, or behind a bracket") },
	{ "did not find expected key",
			N_("keys of one map must begin in the same column, and text that begins "
			   "with a quotation mark must end with it") },
	{ two_colons,
			N_("a second colon with a space stands in this line, or a key does not "
			   "begin in the column of those above it; put text that has ‘: ’ in it "
			   "between quotation marks") },
	{ "found character that cannot start any token",
			N_("indent with spaces, not tabs, and put text that begins with @, ` or % "
			   "between quotation marks") },
	{ "did not find expected '-' indicator",
			N_("the items of one list begin with ‘- ’ in the same column, and the keys "
			   "of an "
			   "item in the column of its first key") },
	{ "block sequence entries are not allowed in this context",
			N_("a list that begins with ‘- ’ stands on lines of its own, below its "
			   "key") },
	{ "did not find expected ',' or ']'",
			N_("a list that begins with [ needs a comma between its items, quotation "
			   "marks in pairs and ] at its end") },
	{ "did not find expected ',' or '}'",
			N_("a map that begins with { needs a comma between "
			   "its entries and } at its end") },
	{ "found unexpected end of stream", N_("the text in quotation marks has no end") },
	{ "found unexpected document indicator", N_("the text in quotation marks has no end") },
	{ "found unknown escape character",
			N_("between double quotation marks \\ has a meaning of its own; write "
			   "\\\\, or use single quotation marks") },
	{ "did not find expected <document start>",
			N_("a second document begins here; the file may hold one") },
};

static const char tag_words[] =
		N_("tags (!) are not used in this file; put text that begins with ! "
		   "between quotation marks");

static const char *words_for(const char *problem)
{
	for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
		if (strcmp(problem, problems[i].problem) == 0) {
			return _(problems[i].words);
		}
	}
	return _("this can't be read here; compare the line and the one above it with an earlier "
		 "issue");
}

static void say_syntax(struct loader *l, struct span span, const char *words)
{
	diag_add(l->r->d, DIAG_YAML_SYNTAX, span, words);
}

/* A star or the like begins a value and is no reference or tag either. */
static bool say_mark(struct loader *l, struct span span)
{
	const char *context = l->parser.context ? l->parser.context : "";

	if (strcmp(context, "while scanning an anchor") == 0 ||
			strcmp(context, "while scanning an alias") == 0) {
		diag_add0(l->r->d, DIAG_YAML_ALIAS, span);
		return true;
	}
	if (strcmp(context, "while scanning a tag") == 0) {
		say_syntax(l, span, _(tag_words));
		return true;
	}
	return false;
}

/* A key at s[at] whose colon is full-width or has no space behind it. */
static bool is_run_together(const char *s, size_t at)
{
	size_t n;

	at += strspn(s + at, " -");
	n = strspn(s + at, "abcdefghijklmnopqrstuvwxyz-");
	at += n;
	return n &&
			(strncmp(s + at, "：", strlen("：")) == 0 ||
					(s[at] == ':' && s[at + 1] && !strchr(" \t\n", s[at + 1])));
}

/* Where a key's colon is amiss, libyaml takes the line for text that goes on
   below, and complains of the next colon: the line above the problem then
   begins so. Its first byte goes to *at. */
static bool above_runs_together(struct loader *l, size_t *at)
{
	const char *s = l->t->s;
	size_t line = byte_at(l, l->parser.problem_mark.index);

	while (line > l->from && s[line - 1] != '\n') {
		line--;
	}
	if (line == l->from) {
		return false;
	}
	for (line--; line > l->from && s[line - 1] != '\n'; line--) {
	}
	*at = line + strspn(s + line, " -");
	return is_run_together(s, line);
}

/* Text or a list without an end is complained of where it begins. */
static bool is_unclosed(const yaml_parser_t *p, const char *problem)
{
	bool list = strncmp(problem, "did not find expected ','", 25) == 0;

	return strncmp(problem, "found unexpected ", 17) == 0 ||
			(list && p->context_mark.line != p->problem_mark.line);
}

static void say_problem(struct loader *l)
{
	const yaml_parser_t *p = &l->parser;
	const char *problem = p->problem ? p->problem : _("it can't be read");
	size_t above;

	if (p->error == YAML_MEMORY_ERROR) {
		die("out of memory");
	}
	if (strcmp(problem, two_colons) == 0 && above_runs_together(l, &above)) {
		say_syntax(l, checked_place(l->t, above), _(colon_words));
	} else if (!say_mark(l, place(l, p->context_mark))) {
		yaml_mark_t mark = is_unclosed(p, problem) ? p->context_mark : p->problem_mark;
		say_syntax(l, place(l, mark), words_for(problem));
	}
}

static bool next_event(struct loader *l, yaml_event_t *e)
{
	if (!yaml_parser_parse(&l->parser, e)) {
		say_problem(l);
		return false;
	}
	return true;
}

static struct node *node_new(struct loader *l, enum node_kind kind, const yaml_event_t *e)
{
	struct node *v = ARENA_NEW(l->r->a, struct node);

	v->kind = kind;
	v->in = l->t;
	v->at = byte_at(l, e->start_mark.index);
	v->span = checked_place(l->t, v->at);
	return v;
}

/* False, with a diagnostic, for what the format leaves out. */
static bool allowed(struct loader *l, const yaml_event_t *e)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	switch (e->type) {
	case YAML_ALIAS_EVENT:
		anchor = e->data.alias.anchor;
		break;
	case YAML_SCALAR_EVENT:
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
		break;
	default:
		break;
	}
	if (anchor) {
		diag_add0(l->r->d, DIAG_YAML_ALIAS, place(l, e->start_mark));
	} else if (tag) {
		say_syntax(l, place(l, e->start_mark), _(tag_words));
	}
	return !anchor && !tag;
}

/* An escape (\0, \u200B) can bring in what check_text kept out. */
static bool check_escapes(struct loader *l, const struct node *v)
{
	char name[12];

	for (size_t at = 0; at < v->n;) {
		uint32_t c = char_next(v->s, v->n, &at);
		if (char_is_control(c) || char_is_invisible(c) || c == 0x2028 || c == 0x2029) {
			char_name(c, name);
			diag_add(l->r->d, DIAG_CHAR_CONTROL, v->span, name);
			return false;
		}
	}
	return true;
}

static struct node *read_scalar(struct loader *l, const yaml_event_t *e)
{
	struct node *v = node_new(l, NODE_SCALAR, e);

	v->n = e->data.scalar.length;
	v->s = arena_copy(l->r->a, (const char *)e->data.scalar.value, v->n);
	v->plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE && !check_escapes(l, v)) {
		v->s = "";
		v->n = 0;
	}
	return v;
}

static struct node *read_children(struct loader *l, struct node *v, int depth);

/* The node that e, which is used up, begins; NULL where reading must stop. */
static struct node *read_node(struct loader *l, yaml_event_t *e, int depth)
{
	struct node *v = NULL;

	if (!allowed(l, e)) {
		/* said */
	} else if (e->type == YAML_SCALAR_EVENT) {
		v = read_scalar(l, e);
	} else if (depth >= DEPTH_MAX) {
		diag_add0(l->r->d, DIAG_YAML_DEPTH, place(l, e->start_mark));
	} else {
		bool map = e->type == YAML_MAPPING_START_EVENT;
		v = read_children(l, node_new(l, map ? NODE_MAP : NODE_LIST, e), depth + 1);
	}
	yaml_event_delete(e);
	return v;
}

/* The key that e, which is used up, begins. */
static struct node *read_key(struct loader *l, yaml_event_t *e, int depth)
{
	struct node *key = read_node(l, e, depth);

	if (key && key->kind != NODE_SCALAR) {
		say_syntax(l, key->span, _("a key must be a word, not a list or a map"));
		return NULL;
	}
	return key;
}

static struct node *read_children(struct loader *l, struct node *v, int depth)
{
	struct node **end = &v->first, *key;
	yaml_event_t e;

	for (;;) {
		key = NULL;
		if (!next_event(l, &e)) {
			return NULL;
		}
		if (e.type == YAML_SEQUENCE_END_EVENT || e.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&e);
			return v;
		}
		if (v->kind == NODE_MAP) {
			key = read_key(l, &e, depth);
			if (!key || !next_event(l, &e)) {
				return NULL;
			}
		}
		*end = read_node(l, &e, depth);
		if (!*end) {
			return NULL;
		}
		(*end)->key = key;
		end = &(*end)->next;
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
	int order = strcmp(x->key->s, y->key->s);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Complain of keys that stand in map twice. */
static void check_twice(struct reader *r, const struct node *map)
{
	int n = 0;
	const struct node **by_key, *v;

	for (v = map->first; v; v = v->next) {
		n++;
	}
	by_key = ARENA_ARRAY(r->a, const struct node *, n);
	n = 0;
	for (v = map->first; v; v = v->next) {
		by_key[n++] = v;
	}
	qsort(by_key, (size_t)n, sizeof by_key[0], compare_keys);
	for (int i = 1; i < n; i++) {
		const struct node *one = by_key[i - 1]->key, *two = by_key[i]->key;
		if (strcmp(one->s, two->s) == 0) {
			diag_add(r->d, DIAG_KEY_TWICE, two->span, two->s);
			diag_add0(r->d, DIAG_FIRST_DEFINED, one->span);
		}
	}
}

static void check_tree(struct reader *r, const struct node *v)
{
	if (v->kind == NODE_MAP && v->first) {
		check_twice(r, v);
	}
	for (const struct node *child = v->first; child; child = child->next) {
		check_tree(r, child);
	}
}

/* The document, up to its end; NULL where it can't be used. */
static struct node *read_document(struct loader *l)
{
	struct node *root;
	yaml_event_t e;

	for (;;) { /* STREAM-START, DOCUMENT-START */
		yaml_event_type_t type;
		if (!next_event(l, &e)) {
			return NULL;
		}
		type = e.type;
		if (type == YAML_STREAM_END_EVENT) {
			root = node_new(l, NODE_MAP, &e);
			yaml_event_delete(&e);
			return root;
		}
		if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_START_EVENT) {
			break;
		}
		yaml_event_delete(&e);
	}
	root = read_node(l, &e, 0);
	if (root && yaml_is_null(root)) {
		root->kind = NODE_MAP;
	}
	return root;
}

/* Nothing may follow the document. */
static bool read_end(struct loader *l)
{
	yaml_event_t e;
	bool end = false, ok = true;

	while (ok && !end) {
		ok = next_event(l, &e);
		if (!ok) {
			break;
		}
		end = e.type == YAML_STREAM_END_EVENT || e.type == YAML_NO_EVENT;
		if (!end && e.type != YAML_DOCUMENT_END_EVENT) {
			say_syntax(l, place(l, e.start_mark),
					_("a second document begins here; the file may hold one"));
			ok = false;
		}
		yaml_event_delete(&e);
	}
	return ok;
}

/* A line that begins with % stands before the document: libyaml takes time
   quadratic in their number, and none is of use here. */
static bool has_directive(struct loader *l)
{
	const char *s = l->t->s;

	for (size_t at = l->from; at < l->to; at++) {
		if (s[at] == '%') {
			say_syntax(l, checked_place(l->t, at),
					_("directives, lines that begin with a per cent sign, are "
					  "not used in this file"));
			return true;
		}
		at += strspn(s + at, " \t");
		if (s[at] == '#') {
			at += strcspn(s + at, "\n");
		}
		if (s[at] != '\n') {
			break;
		}
	}
	return false;
}

struct node *yaml_read(struct reader *r, const struct checked *t, size_t from, size_t to)
{
	struct loader l = { .r = r, .t = t, .from = from, .to = to, .at = from };
	struct node *root;

	if (has_directive(&l)) {
		return NULL;
	}
	if (!yaml_parser_initialize(&l.parser)) {
		die("out of memory");
	}
	yaml_parser_set_encoding(&l.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&l.parser, (const unsigned char *)t->s + from, to - from);
	root = read_document(&l);
	if (root && !read_end(&l)) {
		root = NULL;
	}
	yaml_parser_delete(&l.parser);
	if (root) {
		check_tree(r, root);
	}
	return root;
}

struct node *yaml_find(const struct node *map, const char *key)
{
	for (struct node *v = map->first; v; v = v->next) {
		if (v->key && strcmp(v->key->s, key) == 0) {
			return v;
		}
	}
	return NULL;
}

bool yaml_is_null(const struct node *v)
{
	return v->kind == NODE_SCALAR && v->plain &&
			(!v->n || strcmp(v->s, "~") == 0 || strcmp(v->s, "null") == 0);
}
