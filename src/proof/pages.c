#include "proof/pages.h"

#include <string.h>

#include "base/vec.h"
#include "proof/edit-imp.h"

#define STEPS_MAX ((int64_t)50 * 1000 * 1000)

struct printing {
	struct arena *a;
	VEC(struct print) prints;
	uint64_t line;
	sp y;
	bool any; /* of a line */
};

static uint64_t mix(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;

	for (size_t i = 0; i < n; i++) { /* FNV-1a */
		h = (h ^ s[i]) * 0x100000001b3u;
	}
	return h;
}

static uint64_t mix_length(uint64_t h, sp v)
{
	/* byte by byte: the same on every machine, as it is kept in files */
	for (int i = 0; i < 4; i++) {
		unsigned char byte = (unsigned char)((uint32_t)v >> (8 * i));
		h = mix(h, &byte, 1);
	}
	return h;
}

static void end_line(struct printing *p, int page)
{
	if (p->any) {
		*vec_push(p->a, &p->prints) = (struct print){ p->line, page };
	}
	p->any = false;
	p->line = 0xcbf29ce484222325u;
}

static void add_glyphs(struct printing *p, const struct item *it)
{
	const struct frag *f = it->u.frag;

	p->line = mix_length(p->line, f->run->size);
	p->line = mix_length(p->line, (sp)f->run->colour);
	p->line = mix(p->line, face_family(f->run->font.face),
			strlen(face_family(f->run->font.face)));
	for (int i = 0; i < f->nglyphs; i++) {
		const struct glyph *g = &f->glyphs[i];
		p->line = mix(p->line, f->par->text->s + g->at, g->len);
		p->line = mix_length(p->line, it->x + f->x[i]);
	}
}

static void add_item(struct printing *p, const struct item *it, int page)
{
	if (it->tag == TAG_ARTIFACT) {
		return;
	}
	if (!p->any || it->y != p->y) {
		end_line(p, page);
		p->y = it->y;
	}
	if (it->kind == ITEM_GLYPHS) {
		add_glyphs(p, it);
		p->any = true;
	} else if (it->kind == ITEM_PICTURE) {
		p->line = mix(p->line, it->u.picture->bytes, it->u.picture->n);
		p->line = mix_length(p->line, it->x);
		p->line = mix_length(p->line, it->wid);
		p->any = true;
	}
}

struct prints pages_prints(struct arena *a, const struct book *b)
{
	struct printing p = { .a = a };

	end_line(&p, 0);
	for (int i = 0; i < b->npages; i++) {
		for (int k = 0; k < b->pages[i].nitems; k++) {
			add_item(&p, &b->pages[i].items[k], i);
		}
		end_line(&p, i);
	}
	return (struct prints){ p.prints.at, p.prints.n };
}

static uint32_t *ids_of(struct arena *a, const struct prints *p)
{
	uint32_t *ids = ARENA_ARRAY(a, uint32_t, p->n);

	for (int i = 0; i < p->n; i++) {
		ids[i] = (uint32_t)(p->at[i].line ^ p->at[i].line >> 32);
	}
	return ids;
}

const bool *pages_changed(struct arena *a, const struct prints *before, const struct prints *now,
		int npages)
{
	int most = now->n ? now->at[now->n - 1].page + 1 : 0;
	bool *changed = ARENA_ARRAY(a, bool, npages > most ? npages : most);
	int *match = ARENA_ARRAY(a, int, before->n), next = 0;
	int64_t budget = STEPS_MAX;

	edit_match(a, ids_of(a, before), before->n, ids_of(a, now), now->n, match, &budget);
	for (int i = 0; i < before->n; i++) {
		if (match[i] < 0) { /* what is gone shows where the next line stands */
			int at = next < now->n ? next : now->n - 1;
			if (at >= 0) {
				changed[now->at[at].page] = true;
			}
			continue;
		}
		for (; next < match[i]; next++) {
			changed[now->at[next].page] = true;
		}
		next = match[i] + 1;
	}
	for (; next < now->n; next++) {
		changed[now->at[next].page] = true;
	}
	return changed;
}
