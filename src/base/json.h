#ifndef BASE_JSON_H
#define BASE_JSON_H

/* json: written member by member, indented, always ASCII-safe to embed: control
   characters are escaped, the rest is UTF-8. key is NULL within a list. */

#include <stdbool.h>

#include "base/buf.h"
#include "base/unit.h"

struct json {
	struct buf *out;
	int depth;
	bool filled; /* the innermost group has a member */
};

/* bracket: { or [, } or ]. */
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);

void json_string(struct json *j, const char *key, const char *s);
void json_uri(struct json *j, const char *key, const char *path); /* percent-encoded */
void json_number(struct json *j, const char *key, int n);
void json_ratio(struct json *j, const char *key, ratio r); /* at most four decimals */
void json_bool(struct json *j, const char *key, bool b);
void json_null(struct json *j, const char *key);
void json_end(struct json *j);

#endif
