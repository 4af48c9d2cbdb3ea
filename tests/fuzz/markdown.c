/* Fuzz target: any bytes as an article's Markdown.

   clang -fsanitize=fuzzer,address,undefined over this file and base, text,
   model and source; besides crashes it finds texts that break what
   model/text.h promises. */

#include <stdint.h>
#include <stdlib.h>

#include "source/source-imp.h"
#include "text/char.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_string(const struct text *t)
{
	for (size_t at = 0; at < t->n;) {
		int32_t c = char_check(t->s, t->n, &at);
		if (c < 0 || c == '\t' || char_is_control((uint32_t)c)) {
			die("a text holds %d", (int)c);
		}
	}
}

static void check_link(const char *link)
{
	for (; link && *link; link++) {
		if (*link <= ' ' || *link >= 0x7f || *link == '"' || *link == '\\') {
			die("a link holds %d", *link);
		}
	}
}

static void check_text_of_model(const struct text *t)
{
	check_string(t);
	if ((t->n > 0) != (t->nranges > 0) || (t->n && t->ranges[0].at != 0)) {
		die("a text of %u bytes has %d ranges", t->n, t->nranges);
	}
	for (int i = 0; i < t->nranges; i++) {
		const struct range *r = &t->ranges[i];
		if (r->at >= t->n || (i && r->at <= r[-1].at)) {
			die("range %d begins at %u of %u", i, r->at, t->n);
		}
		if (((unsigned char)t->s[r->at] & 0xc0) == 0x80) {
			die("range %d begins inside a character", i);
		}
		if (r->span.line < 1 || r->span.col < 1) {
			die("range %d has no place", i);
		}
		check_link(r->link);
	}
}

static void check_block(const struct block *b)
{
	check_text_of_model(&b->text);
	check_text_of_model(&b->label);
	check_text_of_model(&b->byline);
	for (int i = 0; b->table && i < b->table->nrows * b->table->ncols; i++) {
		check_text_of_model(&b->table->cells[i]);
	}
	if (b->kind != BLOCK_TABLE && b->kind != BLOCK_PICTURE && b->kind != BLOCK_RULE &&
			!b->text.n) {
		die("an empty block of kind %d", (int)b->kind);
	}
	if (b->span.line < 1) {
		die("a block of kind %d has no place", (int)b->kind);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct reader r = { .a = a, .d = d, .folder = "no-folder", .real = "/no-folder" };
	struct article article = { 0 };
	struct checked t;

	/* file_read puts a NUL behind what it reads */
	if (check_text(a, d, "fuzz.md", (struct slice){ arena_copy(a, (const char *)bytes, n), n },
			    &t)) {
		markdown_read(&r, &t, 0, &article);
	}
	for (int i = 0; i < article.ntitle; i++) {
		check_text_of_model(&article.title[i]);
	}
	for (int i = 0; i < article.nblocks; i++) {
		check_block(&article.blocks[i]);
	}
	arena_free(a);
	diags_free(d);
	return 0;
}
