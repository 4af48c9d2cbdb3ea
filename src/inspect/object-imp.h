#ifndef INSPECT_OBJECT_IMP_H
#define INSPECT_OBJECT_IMP_H

/* object: a PDF's objects as plain values (ISO 32000-1 7.3), and the reading of
   them from text: what libqpdf prints of an object, and content streams. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

enum object_kind {
	OBJECT_NULL,
	OBJECT_BOOL,
	OBJECT_INT,
	OBJECT_REAL,
	OBJECT_NAME,
	OBJECT_STRING,
	OBJECT_ARRAY,
	OBJECT_DICT,
	OBJECT_REF,
	OBJECT_OPERATOR, /* of a content stream */
};

struct object {
	enum object_kind kind;
	bool stream;    /* of a stream's dictionary */
	bool bad_hex;   /* a string of an odd number of hexadecimal digits, or of others */
	int id;         /* what a reference points at; of an object with a number: its own */
	int n;          /* items of an array, pairs of a dictionary */
	double num;     /* also a bool's */
	struct slice s; /* a name without its solidus, a string's bytes, an operator */
	const struct object *items; /* of a dictionary: key, value, key, value … */
};

extern const struct object object_null;

struct lexer {
	struct arena *a;
	const char *s;
	size_t n, at;
	bool content; /* a content stream: no references, but operators */
	int depth;
	bool deep; /* something was nested deeper than is read */
};

/* The next object; false at the end. What is no object is passed over. */
bool lex_object(struct lexer *l, struct object *o);

/* White space and delimiters of PDF's syntax. */
bool lex_is_space(char c);
bool lex_is_delimiter(char c);

static inline bool object_is_number(const struct object *o)
{
	return o->kind == OBJECT_INT || o->kind == OBJECT_REAL;
}

/* It is this name. */
static inline bool object_is(const struct object *o, const char *name)
{
	return o->kind == OBJECT_NAME && slice_is(o->s, name);
}

/* A dictionary's value as it stands, maybe a reference; &object_null where there
   is none. */
const struct object *object_at(const struct object *dict, const char *key);

/* A number that fits int; whatever does not is pushed to the limit. Other
   objects are `otherwise`. */
int object_int(const struct object *o, int otherwise);

#endif
