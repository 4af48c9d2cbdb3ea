/* markdown-block: what md4c told of a block → a block of the model. */

#include "base/buf.h"
#include "source/markdown-imp.h"
#include "text/numeral.h"

struct block *markdown_add_block(struct md *k, enum block_kind kind, struct span span)
{
	struct block *b = vec_push(k->m.r->a, &k->blocks);

	b->kind = kind;
	b->span = span;
	b->quoted = k->nquotes;
	b->notice = k->notice;
	return b;
}

void markdown_clear(struct md *k)
{
	k->pieces = (struct pieces){ 0 };
	k->alt = (struct pieces){ 0 };
	k->shown.at = NULL;
	k->shown.n = k->shown.cap = 0;
	arena_reset(k->m.scratch);
}

static struct text item_label(const struct md *k, const struct nest *list, struct span span)
{
	const struct layout *l = k->m.r->layout;
	int level = (k->nlists < LIST_LEVELS ? k->nlists : LIST_LEVELS) - 1;
	const char *form = l ? l->list_levels[level].number_form : "";
	const char *label = l && l->bullet ? l->bullet : "•";

	if (list->ordered && form && form[0]) {
		label = numeral_form(k->m.r->a, form, list->number);
	} else if (list->ordered) {
		label = arena_print(k->m.r->a, "%u%c", list->number, list->delimiter);
	}
	return text_plain(k->m.r->a, label, span);
}

/* The list next around, NULL where there is none. */
static struct nest *innermost_list(struct md *k)
{
	for (int i = k->nnests; i-- > 0;) {
		if (k->nests[i].list) {
			return &k->nests[i];
		}
	}
	return NULL;
}

void markdown_end_para(struct md *k)
{
	struct nest *list = innermost_list(k);
	struct text t = { 0 };

	if (!markdown_define(&k->m, &k->pieces)) {
		t = markdown_text(&k->m, &k->pieces);
	}
	markdown_slips(&k->m, &k->pieces);
	if (t.n) {
		struct span span = t.ranges[0].span;
		struct block *b = markdown_add_block(k, list ? BLOCK_ITEM : BLOCK_PARA, span);

		b->text = t;
		b->level = k->nlists;
		b->ordered = list && list->ordered;
		if (list && list->fresh) {
			b->label = item_label(k, list, span);
			list->fresh = false;
		}
	}
	markdown_add_shown(k);
	markdown_clear(k);
}

/* The article's title, a printed line for each line of it. */
static void set_title(struct md *k, const struct text *t)
{
	struct text *lines;
	int n = 1;
	uint32_t begin = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		n += t->s[i] == '\n';
	}
	lines = ARENA_ARRAY(k->m.r->a, struct text, n);
	for (int i = 0; i < n; i++) {
		const char *nl = memchr(t->s + begin, '\n', t->n - begin);
		uint32_t end = nl ? (uint32_t)(nl - t->s) : t->n;

		lines[i] = markdown_part(k->m.r->a, t, begin, end);
		begin = end + 1;
	}
	k->out->title = lines;
	k->out->ntitle = n;
}

/* Go over the line of = or - below a heading that has no #, so that nobody
   takes it for a thematic break. */
static void pass_underline(struct md *k, size_t text)
{
	const char *s = k->m.t->s;
	size_t at = text;

	while (at > k->m.from && (s[at - 1] == ' ' || s[at - 1] == '\t')) {
		at--;
	}
	if (at > k->m.from && s[at - 1] == '#') {
		return;
	}
	at = k->seen + strcspn(s + k->seen, "\n");
	if (s[at] == '\n') {
		k->seen = at + 1 + strcspn(s + at + 1, "\n");
	}
}

void markdown_end_heading(struct md *k, int level)
{
	struct text t = markdown_text(&k->m, &k->pieces);

	if (k->pieces.n) {
		pass_underline(k, k->pieces.at[0].at);
	}
	if (t.n && level == 1 && !k->out->ntitle) {
		set_title(k, &t);
	} else if (t.n) {
		struct block *b = markdown_add_block(k, BLOCK_SUBHEAD, t.ranges[0].span);

		if (level == 1) {
			diag_add0(k->m.r->d, DIAG_TITLE_TWICE, b->span);
		}
		b->level = level == 1 ? 2 : level;
		b->text = t;
	}
	markdown_add_shown(k);
	markdown_clear(k);
}

/* Code: lines as they stand, each a range of its own. */
struct listing {
	struct md *k;
	struct buf text;
	struct {
		struct range *at;
		int n, cap;
	} ranges;
	int col; /* in the line, for tabs */
	bool cut;
};

static void add_code(struct listing *g, size_t at, char c)
{
	int n = c == '\t' ? 4 - g->col % 4 : 1;

	if (g->cut || c == '\t') {
		*vec_push(g->k->m.scratch, &g->ranges) = (struct range){ .at = (uint32_t)g->text.n,
			.span = checked_place(g->k->m.t, at) };
	}
	g->cut = c == '\t' || c == '\n';
	for (int i = 0; i < n; i++) {
		buf_byte(&g->text, c == '\t' ? ' ' : c);
	}
	g->col = c == '\n' ? 0 : g->col + (((unsigned char)c & 0xc0) != 0x80) * n;
}

static struct text listing_take(struct listing *g)
{
	struct arena *a = g->k->m.r->a;
	struct range *ranges;
	struct text t = { 0 };

	while (g->text.n && g->text.s[g->text.n - 1] == '\n') {
		g->text.n--;
	}
	while (g->ranges.n && g->ranges.at[g->ranges.n - 1].at >= g->text.n) {
		g->ranges.n--;
	}
	if (g->text.n) {
		ranges = ARENA_ARRAY(a, struct range, g->ranges.n);
		memcpy(ranges, g->ranges.at, (size_t)g->ranges.n * sizeof *ranges);
		t = (struct text){ arena_copy(a, g->text.s, g->text.n), (uint32_t)g->text.n, ranges,
			g->ranges.n };
	}
	buf_done(&g->text);
	return t;
}

void markdown_end_code(struct md *k)
{
	struct listing g = { .k = k, .cut = true };
	struct text t;

	for (int i = 0; i < k->pieces.n; i++) {
		const struct piece *p = &k->pieces.at[i];

		for (size_t at = p->at; at < p->at + p->n; at++) {
			/* what md4c made of a tab in the indent comes as PIECE_SOFT */
			add_code(&g, at,
					p->kind == PIECE_SOFT                   ? ' '
							: p->kind == PIECE_HARD ? '\n'
										: k->m.t->s[at]);
		}
	}
	t = listing_take(&g);
	if (t.n) {
		markdown_add_block(k, BLOCK_CODE, t.ranges[0].span)->text = t;
		if (k->indented) {
			diag_add0(k->m.r->d, DIAG_CODE_INDENTED, t.ranges[0].span);
		}
	}
	markdown_clear(k);
}

/* Bytes [at, end) end in a thematic break. */
static bool is_rule(const char *s, size_t at, size_t end)
{
	char mark = 0;
	int n = 0;

	for (; end > at; end--) {
		char c = s[end - 1];

		if (c == ' ' || c == '\t') {
			continue;
		}
		if (!strchr("*-_", c) || (mark && c != mark)) {
			break;
		}
		mark = c;
		n++;
	}
	return n >= 3;
}

/* md4c does not say where a thematic break stands: it is the next line that
   looks like one, in the article or in the disguise of a notice's fence. */
void markdown_add_rule(struct md *k)
{
	const char *s = k->m.t->s;
	size_t at = k->seen;

	if (at > k->m.from && s[at - 1] != '\n') {
		at += strcspn(s + at, "\n");
		at += s[at] == '\n';
	}
	while (s[at]) {
		size_t end = at + strcspn(s + at, "\n");

		if (markdown_pass_fence(k, at)) {
			k->seen = end;
			return;
		}
		if (is_rule(s, at, end)) {
			k->seen = end;
			break;
		}
		at = end + (s[end] == '\n');
	}
	if (!s[at]) {
		at = k->seen;
	}
	markdown_add_block(k, BLOCK_RULE, checked_place(k->m.t, at));
}
