/* markdown: the body of an article → blocks, following what md4c tells. */

#include <md4c.h>

#include "base/buf.h"
#include "source/comments-imp.h"
#include "source/markdown-imp.h"
#include "text/char.h"

/* Bytes of all addresses in one article. Each use of a reference tells its
   address again, so that a short file could come to gigabytes. */
#define ADDRESSES_MAX (4 * TEXT_MAX)

static void end_tight_item(struct md *k)
{
	if (k->pieces.n || k->shown.n) {
		markdown_end_para(k);
	}
}

size_t markdown_next(const struct md *k)
{
	return k->seen + strspn(k->m.t->s + k->seen, " \t\n>");
}

static void push_nest(struct md *k, struct nest nest)
{
	if (k->nnests == NEST_MAX) {
		markdown_too_deep(&k->m, markdown_next(k));
		k->stopped = true;
		return;
	}
	k->nests[k->nnests++] = nest;
	k->nlists += nest.list;
	k->nquotes += !nest.list;
}

static void pop_nest(struct md *k, bool list)
{
	k->nnests--;
	k->nlists -= list;
	k->nquotes -= !list;
}

static void end_item(struct md *k)
{
	end_tight_item(k);
	k->nests[k->nnests - 1].number++;
}

static enum align cell_align(const MD_BLOCK_TD_DETAIL *cell)
{
	switch (cell->align) {
	case MD_ALIGN_CENTER:
		return ALIGN_CENTRE;
	case MD_ALIGN_RIGHT:
		return ALIGN_RIGHT;
	default:
		return ALIGN_LEFT;
	}
}

static void begin_table(struct md *k, const MD_BLOCK_TABLE_DETAIL *table)
{
	markdown_begin_table(k, table->col_count, table->head_row_count + table->body_row_count);
}

static void begin_ordered(struct md *k, const MD_BLOCK_OL_DETAIL *list)
{
	push_nest(k,
			(struct nest){ .list = true,
					.ordered = true,
					.number = list->start,
					.delimiter = list->mark_delimiter });
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	struct md *k = user;

	if (type != MD_BLOCK_LI && type != MD_BLOCK_TD && type != MD_BLOCK_TH) {
		end_tight_item(k);
	}
	switch (type) {
	case MD_BLOCK_QUOTE:
		push_nest(k, (struct nest){ .list = false });
		break;
	case MD_BLOCK_UL:
		push_nest(k, (struct nest){ .list = true });
		break;
	case MD_BLOCK_OL:
		begin_ordered(k, detail);
		break;
	case MD_BLOCK_LI:
		k->nests[k->nnests - 1].fresh = true;
		break;
	case MD_BLOCK_HR:
		markdown_add_rule(k);
		break;
	case MD_BLOCK_CODE:
		k->in_code = true;
		k->indented = !((MD_BLOCK_CODE_DETAIL *)detail)->fence_char;
		break;
	case MD_BLOCK_TABLE:
		begin_table(k, detail);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		k->in_cell = true;
		markdown_begin_cell(k, cell_align(detail));
		break;
	default:
		break;
	}
	return k->stopped;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	struct md *k = user;

	switch (type) {
	case MD_BLOCK_QUOTE:
		pop_nest(k, false);
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		pop_nest(k, true);
		break;
	case MD_BLOCK_LI:
		end_item(k);
		break;
	case MD_BLOCK_P:
		markdown_end_para(k);
		break;
	case MD_BLOCK_H:
		markdown_end_heading(k, (int)((MD_BLOCK_H_DETAIL *)detail)->level);
		break;
	case MD_BLOCK_CODE:
		k->in_code = false;
		markdown_end_code(k);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		k->in_cell = false;
		markdown_end_cell(k);
		break;
	case MD_BLOCK_TR:
		markdown_end_row(k);
		break;
	case MD_BLOCK_TABLE:
		markdown_end_table(k);
		break;
	default:
		break;
	}
	return k->stopped;
}

/* An address as the author wrote it, entities and backslashes resolved. */
static const char *attribute(struct md *k, const MD_ATTRIBUTE *attr)
{
	struct arena *a = k->m.scratch;
	struct buf b = { 0 };
	const char *s;

	if (markdown_disguised(&k->m, attr->text)) {
		return arena_copy(a, k->m.t->s + markdown_source(&k->m, attr->text), attr->size);
	}
	for (int i = 0; attr->size && attr->substr_offsets[i] < attr->size; i++) {
		const char *part = attr->text + attr->substr_offsets[i];
		size_t n = attr->substr_offsets[i + 1] - attr->substr_offsets[i];
		int32_t c = attr->substr_types[i] == MD_TEXT_ENTITY ? markdown_entity(part, n) : -1;
		char bytes[5];

		if (c > 0) {
			buf_add(&b, bytes, (size_t)char_write((uint32_t)c, bytes));
		} else {
			buf_add(&b, markdown_reveal(a, part, n), n);
		}
	}
	s = arena_copy(a, b.n ? b.s : "", b.n);
	buf_done(&b);
	return s;
}

/* Count what is told of an address. False where that gets too much. */
static bool count_address(struct md *k, const MD_ATTRIBUTE *address, const MD_ATTRIBUTE *title)
{
	k->addresses += address->size + title->size;
	if (k->addresses > ADDRESSES_MAX) {
		diag_add0(k->m.r->d, DIAG_LINKS_TOO_MANY, checked_place(k->m.t, k->seen));
		k->stopped = true;
	}
	return !k->stopped;
}

/* Go to the next place where one of these characters stands. */
static void see(struct md *k, const char *chars)
{
	size_t n = strcspn(k->m.t->s + k->seen, chars);

	if (k->m.t->s[k->seen + n]) {
		k->seen += n;
	}
}

/* So much of s as a message can show. */
static const char *shortened(struct md *k, const char *s)
{
	size_t n = strlen(s), at = 0;

	while (at < n && at < 80) {
		char_next(s, n, &at);
	}
	return at < n ? arena_print(k->m.scratch, "%.*s…", (int)at, s) : s;
}

static void begin_link(struct md *k, const MD_SPAN_A_DETAIL *link)
{
	const char *address;
	struct span span;

	if (!count_address(k, &link->href, &link->title)) {
		return;
	}
	see(k, "[<");
	k->autolink = k->m.t->s[k->seen] == '<';
	span = checked_place(k->m.t, k->seen);
	if (k->href && k->href == link->href.text && k->href_n == link->href.size) {
		k->link = k->href_link;
		return;
	}
	address = attribute(k, &link->href);
	k->link = markdown_link(k->m.r->a, address, strlen(address));
	if (!k->link) {
		diag_add(k->m.r->d, DIAG_LINK_NOT_URL, span, shortened(k, address));
	} else if (markdown_disguised(&k->m, link->href.text)) {
		k->href = link->href.text;
		k->href_n = link->href.size;
		k->href_link = k->link;
	}
}

static void begin_image(struct md *k, const MD_SPAN_IMG_DETAIL *image)
{
	if (k->images++ || !count_address(k, &image->src, &image->title)) {
		return;
	}
	see(k, "!");
	k->image_span = checked_place(k->m.t, k->seen);
	k->image_title = attribute(k, &image->title);
	k->image_title_at = markdown_disguised(&k->m, image->title.text)
			? markdown_source(&k->m, image->title.text)
			: 0;
	k->image = markdown_file_name(k->m.scratch, attribute(k, &image->src));
	k->alt = (struct pieces){ 0 };
	k->seen++;
}

static void end_image(struct md *k)
{
	if (--k->images == 0 && !k->stopped) {
		markdown_end_picture(k);
	}
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
	struct md *k = user;

	switch (type) {
	case MD_SPAN_EM:
		k->emphasis++;
		break;
	case MD_SPAN_STRONG:
		k->strong++;
		break;
	case MD_SPAN_CODE:
		k->code++;
		break;
	case MD_SPAN_A:
		begin_link(k, detail);
		break;
	case MD_SPAN_IMG:
		begin_image(k, detail);
		break;
	default:
		break;
	}
	return k->stopped;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
	struct md *k = user;

	(void)detail;
	switch (type) {
	case MD_SPAN_EM:
		k->emphasis--;
		break;
	case MD_SPAN_STRONG:
		k->strong--;
		break;
	case MD_SPAN_CODE:
		k->code--;
		break;
	case MD_SPAN_A:
		k->link = NULL;
		k->autolink = false;
		break;
	case MD_SPAN_IMG:
		end_image(k);
		break;
	default:
		break;
	}
	return k->stopped;
}

static void add_piece(struct md *k, enum piece_kind kind, size_t at, size_t end)
{
	struct pieces *to = k->images ? &k->alt : &k->pieces;
	struct piece *p;

	if (end > at) {
		p = vec_push(k->m.scratch, to);
		p->kind = (unsigned char)kind;
		p->style = (unsigned char)((k->strong ? TEXT_STRONG : 0) |
				(k->emphasis ? TEXT_EMPHASIS : 0) | (k->code ? TEXT_CODE : 0));
		p->at = (uint32_t)at;
		p->n = (uint32_t)(end - at);
		p->link = k->link;
	}
}

/* GFM: in a table, code too has \| for a bar of its own. */
static void add_code_span(struct md *k, size_t at, size_t end)
{
	const char *s = k->m.t->s;

	for (size_t i = at; k->in_cell && i + 1 < end; i++) {
		if (s[i] == '\\' && s[i + 1] == '|') {
			add_piece(k, PIECE_CODE, at, i);
			at = i + 1;
		}
	}
	add_piece(k, PIECE_CODE, at, end);
}

/* An indent that md4c wrote out: give it the place it has before the text. */
static void place_indent(struct md *k, size_t text)
{
	struct piece *last = k->pieces.n ? &k->pieces.at[k->pieces.n - 1] : NULL;
	size_t at = text;

	if (last && last->kind == PIECE_SOFT) {
		while (at > k->m.from && text - at < last->n && k->m.t->s[at - 1] != '\n') {
			at--;
		}
		last->at = (uint32_t)at;
	}
}

/* A line of a code block, or what md4c has instead of bytes of the file. */
static void add_code(struct md *k, bool ours, size_t at, const char *s, size_t n)
{
	if (ours) {
		place_indent(k, at);
		add_piece(k, PIECE_CODE, at, at + n);
	} else {
		add_piece(k, s[0] == '\n' ? PIECE_HARD : PIECE_SOFT, k->seen, k->seen + n);
	}
}

static void add_text(struct md *k, MD_TEXTTYPE type, size_t at, size_t end)
{
	switch (type) {
	case MD_TEXT_BR:
		add_piece(k, PIECE_HARD, k->seen, k->seen + 1);
		break;
	case MD_TEXT_ENTITY:
		add_piece(k, PIECE_ENTITY, at, end);
		break;
	case MD_TEXT_CODE:
		add_code_span(k, at, end);
		break;
	default:
		/* between < and > a star is part of the address */
		add_piece(k, k->autolink ? PIECE_CODE : PIECE_TEXT, at, end);
		break;
	}
}

static int tell_text(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *user)
{
	struct md *k = user;
	bool ours = markdown_disguised(&k->m, s);
	size_t at = ours ? markdown_source(&k->m, s) : k->seen;
	size_t end = ours ? markdown_source(&k->m, s + n) : k->seen;

	if (k->in_code) {
		add_code(k, ours, at, s, ours ? end - at : n);
	} else if (ours || type == MD_TEXT_BR) {
		add_text(k, type, at, end);
	} else {
		/* a line break, in code too */
		add_piece(k, PIECE_SOFT, k->seen, k->seen + 1);
	}
	k->seen = end;
	return k->stopped;
}

static void parse(struct md *k)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = tell_text,
	};
	const struct disguise *g = &k->m.disguise;

	if (md_parse(g->s, (MD_SIZE)g->n, &parser, k) < 0) {
		die("out of memory");
	}
}

bool markdown_read(struct reader *r, const struct checked *t, size_t from, struct article *out)
{
	struct arena *a = arena_new();
	struct notes notes = { 0 };
	struct md k = {
		.m = { .r = r, .t = t, .from = from, .scratch = arena_new(), .notes = &notes },
		.out = out,
		.seen = from,
	};

	k.stopped = !markdown_disguise(&k.m, a);
	if (!k.stopped) {
		parse(&k);
	}
	markdown_bylines(r->a, k.blocks.at, k.blocks.n);
	if (out->numbered) {
		markdown_number(r, k.blocks.at, k.blocks.n);
	}
	markdown_notes(&k.m, out);
	comments_tighten(r, k.blocks.at, k.blocks.n);
	out->blocks = k.blocks.at;
	out->nblocks = k.blocks.n;
	arena_free(k.m.scratch);
	arena_free(a);
	return !k.stopped;
}
