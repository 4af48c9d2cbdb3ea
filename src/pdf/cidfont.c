#include "pdf/cidfont-imp.h"

#include <string.h>

#include "pdf/print-imp.h"

int cidfont_cluster(const struct frag *f, int i)
{
	int n = 1;

	while (i + n < f->nglyphs && f->glyphs[i + n].len == 0) {
		n++;
	}
	return n;
}

struct slice cidfont_text(const struct frag *f, int i)
{
	const struct glyph *g = &f->glyphs[i];

	return (struct slice){ f->par->text->s + g->at, g->len };
}

struct slice cidfont_part(const struct frag *f, int i, int n, int k)
{
	struct slice text = cidfont_text(f, i);

	if (n == 2 && print_utf8_length(text) < text.n) {
		size_t one = print_utf8_length(text);
		struct slice rest = { text.s + one, text.n - one };
		if (print_utf8_length(rest) == rest.n) {
			return k ? rest : (struct slice){ text.s, one };
		}
	}
	return k ? (struct slice){ 0 } : text;
}

static bool same(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

/* Where the number of the glyph's first code is kept. */
static uint32_t *slot(struct arena *a, struct cidfont *f, uint32_t gid)
{
	uint32_t **block = &f->first[gid / 256];

	if (gid > 0xffff) {
		die("glyph %lu is beyond what a PDF font can hold", (unsigned long)gid);
	}
	if (!*block) {
		*block = ARENA_ARRAY(a, uint32_t, 256);
	}
	return &(*block)[gid % 256];
}

/* The Type 0 font of the face that has the texts at place k of each chain. */
static int variant(struct cidfonts *c, struct cidfont *f, int k)
{
	if (k == f->nvariants) {
		f->type0s[f->nvariants++] = c->type0s.n;
		*vec_push(c->doc->a, &c->type0s) = (struct type0){ 0 };
	}
	return f->type0s[k];
}

static void use(struct cidfonts *c, struct cidfont *f, uint32_t gid, struct slice text)
{
	uint32_t *at = slot(c->doc->a, f, gid);
	struct code *new;
	int k = 0;

	f->ngids += *at == 0;
	for (; *at; at = &f->codes.at[*at].next, k++) {
		if (same(f->codes.at[*at].text, text) || k == CID_VARIANTS - 1) {
			return;
		}
	}
	*at = (uint32_t)f->codes.n;
	new = vec_push(c->doc->a, &f->codes);
	*new = (struct code){ .text = text, .gid = (uint16_t)gid, .type0 = variant(c, f, k) };
}

static struct cidfont *find(const struct cidfonts *c, const struct face *face)
{
	for (int i = 0; i < c->fonts.n; i++) {
		if (c->fonts.at[i]->face == face) {
			return c->fonts.at[i];
		}
	}
	return NULL;
}

const struct cidfont *cidfonts_find(const struct cidfonts *c, const struct face *face)
{
	return find(c, face);
}

static struct cidfont *add(struct cidfonts *c, struct face *face)
{
	struct cidfont *f = ARENA_NEW(c->doc->a, struct cidfont);

	f->face = face;
	vec_push(c->doc->a, &f->codes); /* the void one */
	*vec_push(c->doc->a, &c->fonts) = f;
	return f;
}

void cidfonts_use(struct cidfonts *c, const struct frag *frag)
{
	struct cidfont *f = find(c, frag->run->font.face);

	if (!f) {
		f = add(c, frag->run->font.face);
	}
	for (int i = 0, n; i < frag->nglyphs; i += n) {
		n = cidfont_cluster(frag, i);
		for (int k = 0; k < n; k++) {
			/* .notdef is reported where it arose, and shows nothing here */
			if (frag->glyphs[i + k].id) {
				use(c, f, frag->glyphs[i + k].id, cidfont_part(frag, i, n, k));
			}
		}
	}
}

const struct code *cidfont_code(const struct cidfont *f, uint32_t gid, struct slice text)
{
	const uint32_t *block = gid > 0xffff ? NULL : f->first[gid / 256];
	const struct code *code = block && block[gid % 256] ? &f->codes.at[block[gid % 256]] : NULL;

	while (code && code->next && !same(code->text, text)) {
		code = &f->codes.at[code->next];
	}
	return code;
}
