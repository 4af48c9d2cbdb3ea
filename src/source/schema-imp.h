#ifndef SOURCE_SCHEMA_IMP_H
#define SOURCE_SCHEMA_IMP_H

/* schema: maps of a YAML tree → members of a struct, by tables that say which
   keys there are, of what type, within what limits. */

#include "source/yaml-imp.h"

#define NUMBER_MAX 99 /* of an issue, within its year */
#define TOTAL_MAX  99999

/* What a value must be, and the member it goes to. */
enum value_type {
	VALUE_MAP,    /* further keys, of the same struct */
	VALUE_LENGTH, /* sp; pt, mm or em */
	VALUE_SIZE,   /* sp; pt or mm */
	VALUE_RATIO,  /* ratio */
	VALUE_WHOLE,  /* int */
	VALUE_BOOL,   /* bool */
	VALUE_COLOUR, /* uint32_t */
	VALUE_CHOICE, /* an enum that counts from 0, in the order of words */
	VALUE_STRING, /* const char *, may be empty */
	VALUE_WORD,   /* const char *, not empty */
	VALUE_CHAR,   /* const char *, one character */
	VALUE_FORM,   /* const char *; {…} in it are of words */
	VALUE_STYLE,  /* struct style */
	VALUE_ROLES,  /* struct style without size and colour */
	VALUE_MAPS,   /* an array: a list of count maps of keys */
	VALUE_TEXT,   /* struct text, not empty */
	VALUE_LINES,  /* struct lines: text, or a list of texts */
	VALUE_DATE,   /* struct date */
	VALUE_LIST,   /* const struct node *: a list */
	VALUE_FILE,   /* const struct node *: a scalar, not empty */
	VALUE_NODE,   /* const struct node *: a map */
};

struct key {
	const char *name; /* NULL ends a table, of 63 at most */
	enum value_type type;
	size_t offset;
	int32_t min, max; /* in the member's unit */
	/* what messages call it; choices or names of a form, divided by spaces */
	const char *words;
	const struct key *keys; /* VALUE_MAP, VALUE_MAPS */
	int count;              /* VALUE_MAPS */
	size_t stride;
	bool optional;
};

struct lines {
	const struct text *at;
	int n;
};

/* What values mean here. */
struct schema {
	struct reader *r;
	sp em;             /* 1 em of a length */
	const char *latin; /* a style's Western role where it names none */
};

/* Read map into the struct at to. path names map in messages ("" at the top,
   else "cover."). Complains of what is unknown, missing, wrong. The keys that
   were given, right or wrong, as a set for schema_given. */
uint64_t schema_read(const struct schema *s, const struct node *map, const struct key *keys,
		void *to, const char *path);
bool schema_given(const struct key *keys, uint64_t given, const char *name);

/* One value; path names it. False, with a diagnostic, where it does not fit. */
bool schema_value(const struct schema *s, const struct node *v, const struct key *key, void *to,
		const char *path);

/* The key of a table; NULL where there is none. */
const struct key *schema_find(const struct key *keys, const char *name);

/* Complain that key is none of known, an array that NULL ends. The one that is
   so near that it must be meant, or NULL. */
const char *schema_unknown(struct reader *r, const struct node *key, const char *const *known);

/* The word of known (NULL ends it) that key seems to mean, or NULL. */
const char *schema_nearest(const char *key, const char *const *known);

/* v is not of the type that key wants, or has the type and does not fit. */
void schema_wrong_type(struct reader *r, const struct node *v, const char *path,
		const char *wanted);
void schema_bad_value(struct reader *r, const struct node *v, const char *path, const char *wanted);

/* "a length such as 14 pt"; "a length from 0 to 100 pt" */
const char *schema_wanted(struct reader *r, const struct key *key);
const char *schema_limits(struct reader *r, const struct key *key);

/* The number of a length, exactly rounded; false where v is none or, for em
   0, in em. */
bool schema_length(const struct node *v, sp em, int64_t *out);

/* A date of the calendar from 1900 on, written 2024-02-29. */
bool schema_date(const char *s, struct date *out);

/* Every key of a table as "path value", one a line. */
struct buf;
void schema_dump(struct buf *out, const struct key *keys, const void *from, const char *path);

#endif
