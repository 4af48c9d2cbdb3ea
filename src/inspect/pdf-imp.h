#ifndef INSPECT_PDF_IMP_H
#define INSPECT_PDF_IMP_H

/* pdf: a file's objects, read when they are asked for, and its pages. No damage
   breaks the reading: what is missing or of another type is null. */

#include <qpdf/qpdf-c.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/vec.h"
#include "inspect/object-imp.h"

/* What is read of a file, whatever it holds. */
#define FILE_MAX    ((size_t)256 << 20)
#define OBJECTS_MAX 1000000
#define PAGES_MAX   20000
#define STREAM_MAX  ((size_t)128 << 20) /* unfolded bytes of one stream */
#define STREAMS_MAX ((size_t)1 << 30)   /* and of all that are unfolded */
#define TREE_DEPTH  200

struct pdf_box {
	double left, bottom, right, top; /* pt */
};

enum box_name { BOX_MEDIA, BOX_CROP, BOX_BLEED, BOX_TRIM, BOX_ART, BOXES };
extern const char *const box_names[BOXES]; /* "MediaBox" */

struct pdf_page {
	const struct object *dict;
	const struct object *resources; /* maybe inherited */
	struct pdf_box box[BOXES];      /* inherited or standing for one another */
	bool has[BOXES];                /* said by the file */
	int rotate;
};

struct pdf {
	struct arena *a;
	qpdf_data q;
	const char *path;
	struct slice bytes;
	struct {
		const struct object **at; /* by number; NULL: not yet read */
		int n;
	} entries;
	VEC(int) reached; /* numbers of all objects that the trailer leads to */
	const struct object *trailer, *root, *info;
	VEC(struct pdf_page) pages;
	size_t left; /* of STREAMS_MAX */
	bool encrypted;
	bool damaged;  /* libqpdf had to mend it */
	bool cyclic;   /* a tree returned to itself */
	bool too_much; /* a limit above was met, so something was not looked at */
};

/* NULL with a diagnostic where it can't be read. */
struct pdf *pdf_open(struct arena *a, const char *path, struct diags *d);
void pdf_close(struct pdf *p);

/* Find the pages. */
void pages_read(struct pdf *p);

/* What o stands for: itself, or what it refers to. */
const struct object *pdf_resolve(struct pdf *p, const struct object *o);

/* The key's value, resolved. */
const struct object *pdf_key(struct pdf *p, const struct object *dict, const char *key);

/* Item i of an array, resolved. */
const struct object *pdf_item(struct pdf *p, const struct object *array, int i);

/* Unfold the stream's data onto out, which the caller frees. False where that
   fails, or a limit is met. */
bool pdf_stream(struct pdf *p, const struct object *stream, struct buf *out);

/* An array of four numbers, put in order. */
bool pdf_box(struct pdf *p, const struct object *o, struct pdf_box *box);

/* A text string as UTF-8 without control characters, in p->a; "" where it is no
   string. */
const char *pdf_text(struct pdf *p, const struct object *o);

/* A name or string as printable UTF-8 of moderate length, in p->a. */
const char *pdf_show(struct pdf *p, const struct object *o);

/* Call f with every object that the trailer leads to, each once; those without a
   number of their own come with the object that they stand in. */
void pdf_each(struct pdf *p, void (*f)(const struct object *o, int id, void *with), void *with);

/* A mark for every object's number, all false; in p->a. */
bool *pdf_marks(struct pdf *p);

#endif
