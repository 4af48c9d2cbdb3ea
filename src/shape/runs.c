#include "shape/shape-imp.h"

#include <hb.h>

/* Scale a length of the font to the size of the run. */
static sp to_size(int32_t units, sp size, int upem)
{
	int64_t v = (int64_t)units * size;

	return (sp)((v < 0 ? v - upem / 2 : v + upem / 2) / upem);
}

/* Thousands of joined characters make one cluster: no length may overflow. */
static sp add_length(sp a, sp b)
{
	int64_t sum = (int64_t)a + b;

	return sum > SP_MAX ? SP_MAX : sum < -SP_MAX ? -SP_MAX : (sp)sum;
}

static void fill_buffer(hb_buffer_t *b, const struct text *text, const struct run_plan *p)
{
	hb_buffer_clear_contents(b);
	/* the text around the run is context for the font's rules */
	hb_buffer_add_utf8(b, text->s, (int)text->n, p->from, (int)(p->to - p->from));
	hb_buffer_set_direction(b, HB_DIRECTION_LTR);
	hb_buffer_set_script(b, p->western ? HB_SCRIPT_LATIN : HB_SCRIPT_HAN);
	hb_buffer_set_language(b, hb_language_from_string(p->western ? "en" : "zh-Hans", -1));
	hb_buffer_set_content_type(b, HB_BUFFER_CONTENT_TYPE_UNICODE);
}

/* Name the character of the cluster that the font lacks. */
static void report_missing(struct shaper *s, const struct text *text, hb_font_t *font,
		uint32_t from, uint32_t to)
{
	uint32_t c = 0;
	size_t at = from;
	hb_codepoint_t id;
	char one[5], name[12];

	while (at < to) {
		from = (uint32_t)at;
		c = char_next(text->s, text->n, &at);
		if (!hb_font_get_nominal_glyph(font, c, &id)) {
			break;
		}
	}
	char_write(c, one);
	char_name(c, name);
	diag_add(s->diags, DIAG_GLYPH_MISSING, shape_place(s, text, from), one, name);
}

static struct glyph *add_glyph(struct shaper *s)
{
	s->glyphs = scratch_grow(s->glyphs, s->nglyphs, &s->glyphs_cap, sizeof *s->glyphs);
	return &s->glyphs[s->nglyphs++];
}

static struct cell *add_cell(struct shaper *s)
{
	s->cells = scratch_grow(s->cells, s->ncells, &s->cells_cap, sizeof *s->cells);
	return &s->cells[s->ncells++];
}

/* How far the mark of a note, of that size, stands above the baseline. */
static sp raise_of(const struct layout *l, sp size)
{
	return (sp)((int64_t)size * l->notes.mark_raise / l->notes.mark_size);
}

/* The glyphs [i, j) of the buffer, all of the cluster that begins at byte at
   and ends at byte to. */
static void add_cluster(struct shaper *s, const struct text *text, uint32_t run,
		const hb_glyph_info_t *info, const hb_glyph_position_t *pos, unsigned i, unsigned j,
		uint32_t to)
{
	const struct run *r = &s->plans[run].run;
	sp raise = r->note ? raise_of(s->layout, r->size) : 0;
	int upem = face_upem(r->font.face);
	struct cell *cell = add_cell(s);
	bool missing = false;
	sp pen = 0;

	*cell = (struct cell){ .at = info[i].cluster,
		.glyph = (uint32_t)s->nglyphs,
		.nglyphs = j - i,
		.run = run };
	for (unsigned k = i; k < j; k++) {
		struct glyph *g = add_glyph(s);
		g->id = info[k].codepoint;
		g->at = cell->at;
		g->len = k == i ? to - cell->at : 0;
		g->x = add_length(pen, to_size(pos[k].x_offset, r->size, upem));
		g->y = to_size(pos[k].y_offset, r->size, upem) + raise;
		pen = add_length(pen, to_size(pos[k].x_advance, r->size, upem));
		missing |= g->id == 0;
	}
	cell->wid = pen;
	if (missing) {
		report_missing(s, text, face_hb(r->font.face), cell->at, to);
	}
}

static void shape_run(struct shaper *s, const struct text *text, uint32_t run)
{
	const struct run_plan *p = &s->plans[run];
	hb_font_t *font = face_hb(p->run.font.face);
	/* kerning of the Han faces would break the grid of em squares */
	const hb_feature_t no_kern = { HB_TAG('k', 'e', 'r', 'n'), 0, 0, (unsigned)-1 };
	const hb_glyph_info_t *info;
	const hb_glyph_position_t *pos;
	unsigned n;

	fill_buffer(s->buffer, text, p);
	if (p->western) {
		hb_shape(font, s->buffer, s->features, s->nfeatures);
	} else {
		hb_shape(font, s->buffer, &no_kern, 1);
	}
	info = hb_buffer_get_glyph_infos(s->buffer, &n);
	pos = hb_buffer_get_glyph_positions(s->buffer, &n);
	for (unsigned i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && info[j].cluster == info[i].cluster; j++) {
		}
		add_cluster(s, text, run, info, pos, i, j, j < n ? info[j].cluster : p->to);
	}
}

/* Forced breaks stand between runs and have a cell of their own. */
static void add_newlines(struct shaper *s, const struct text *text, uint32_t from, uint32_t to)
{
	for (uint32_t at = from; at < to; at++) {
		if (text->s[at] == '\n') {
			struct cell *cell = add_cell(s);
			*cell = (struct cell){ .at = at,
				.glyph = (uint32_t)s->nglyphs,
				.newline = true };
		}
	}
}

void shape_runs(struct shaper *s, const struct text *text)
{
	uint32_t done = 0;

	s->ncells = 0;
	s->nglyphs = 0;
	for (int i = 0; i < s->nplans; i++) {
		add_newlines(s, text, done, s->plans[i].from);
		shape_run(s, text, (uint32_t)i);
		done = s->plans[i].to;
	}
	add_newlines(s, text, done, text->n);
}
