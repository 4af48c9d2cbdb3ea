#include "preview/preview-imp.h"

#include "base/arena.h"

/* Glyphs: outlines in font units, brought to their size and place, without
   hinting, as a PDF viewer draws them. */

/* As src/pdf strokes text whose family has no bold. */
#define BOLD_STROKE 30

static FT_Face open_face(struct preview *p, const struct face *face)
{
	FT_Face ft;

	for (int i = 0; i < p->faces.n; i++) {
		if (p->faces.at[i].face == face) {
			return p->faces.at[i].ft;
		}
	}
	if (FT_New_Face(p->ft, face_file(face), face_index(face), &ft) != 0) {
		diag_add(p->d, DIAG_FILE_UNREADABLE, (struct span){ 0 }, face_file(face),
				face_family(face));
		p->failed = true;
		ft = NULL;
	}
	*vec_push(p->a, &p->faces) = (struct typeface){ face, ft };
	return ft;
}

/* One fragment on its way to the canvas. */
struct show {
	const struct view *v;
	const struct item *it;
	FT_Face ft;
	FT_Matrix scale; /* font units to 1/64 pixel */
	FT_Pos bolder;   /* by which outlines grow, 1/64 pixel */
};

static void draw_glyph(struct preview *p, const struct show *s, int i)
{
	const struct frag *f = s->it->u.frag;
	const struct glyph *g = &f->glyphs[i];
	FT_Outline *outline;

	if (FT_Load_Glyph(s->ft, g->id, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) != 0 ||
			s->ft->glyph->format != FT_GLYPH_FORMAT_OUTLINE) {
		return; /* a glyph without outline leaves its place white in the PDF too */
	}
	outline = &s->ft->glyph->outline;
	FT_Outline_Transform(outline, &s->scale);
	if (s->bolder) {
		FT_Outline_Embolden(outline, s->bolder);
		FT_Outline_Translate(outline, -s->bolder / 2, -s->bolder / 2);
	}
	FT_Outline_Translate(outline, view_x(s->v, (int64_t)s->it->x + f->x[i] + g->x),
			view_y(s->v, (int64_t)s->it->y - g->y));
	canvas_fill(p, outline, f->run->colour);
}

void draw_glyphs(struct preview *p, const struct view *v, const struct item *it)
{
	const struct run *run = it->u.frag->run;
	struct show s = { .v = v, .it = it, .ft = open_face(p, run->font.face) };
	int64_t size = view_length(v, run->size);

	if (!s.ft || size <= 0 || !s.ft->units_per_EM) {
		return;
	}
	/* from the length itself: the size in whole 1/64 pixels would be off by much
	   in small type */
	s.scale.xx = divide_rounded((int64_t)run->size * v->scale / UNIT_ONE * v->dpi * 64,
			(int64_t)72 * s.ft->units_per_EM);
	s.scale.yy = s.scale.xx;
	s.bolder = run->font.embolden ? size / BOLD_STROKE : 0;
	for (int i = 0; i < it->u.frag->nglyphs; i++) {
		draw_glyph(p, &s, i);
	}
}
