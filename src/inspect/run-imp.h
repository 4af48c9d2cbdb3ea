#ifndef INSPECT_RUN_IMP_H
#define INSPECT_RUN_IMP_H

/* run: a content stream's operators carried out. */

#include "inspect/look-imp.h"

#define OPERANDS_MAX 64

struct matrix {
	double a, b, c, d, e, f;
};

struct paint {
	struct space space;
	float at[4];
	int ink; /* -1: not yet looked up for text */
};

struct state {
	struct matrix ctm;
	struct paint fill, stroke;
	double line_width;
	int font; /* -1: none */
	double size, char_space, word_space, stretch, leading, rise;
	int render, overprint_mode;
	bool overprint;
};

struct marked {
	enum belongs belongs;
	int mcid;
	bool actual;
};

struct run {
	struct look *look;
	struct pdf *p;
	struct arena *scratch;
	int page, stream, depth;
	const struct object *resources;
	bool borrowed; /* a form has none of its own and takes those above it */
	struct state now, saved[SAVES_MAX];
	int nsaved, beyond; /* beyond: saves that found no room */
	struct matrix text, line;
	struct marked marks[100];
	int nmarks, marks_beyond;
	struct object operands[OPERANDS_MAX];
	int n;
	struct lexer lexer;
	int *above; /* forms being run, depth of them */
	struct pdf_box path;
	bool has_path;
};

struct matrix matrix_join(struct matrix m, struct matrix n);

/* Operand i as a number; 0 where it is none. */
double run_number(const struct run *r, int i);

/* Entry of a resource dictionary; &object_null where there is none, which is noted. */
const struct object *run_resource(struct run *r, const char *kind, const struct object *name);

enum belongs run_belongs(const struct run *r);
void run_mark_missing(struct run *r);

/* The colour is used. */
int run_ink(struct run *r, struct paint *paint, enum painted on);

/* Operators of text, of colour, of marked content; false: none of them. */
bool run_text(struct run *r, struct slice op);
bool run_colour(struct run *r, struct slice op);
bool run_marked(struct run *r, struct slice op);

/* The stream's operators, with these resources. */
void run_stream(struct run *r, const struct object *streams);

/* A form XObject, pattern cell or glyph procedure. */
void run_form(struct run *r, const struct object *form);

/* An image XObject, or an inline image with its keys in full. */
void run_image(struct run *r, const struct object *dict, bool within);

#endif
