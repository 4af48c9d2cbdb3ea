#include "base/json.h"

#include <string.h>

static void put_quoted(struct buf *out, const char *s)
{
	buf_byte(out, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c < 0x20 || c == 0x7f) {
			buf_print(out, "\\u%04x", c);
		} else {
			if (c == '"' || c == '\\') {
				buf_byte(out, '\\');
			}
			buf_byte(out, *s);
		}
	}
	buf_byte(out, '"');
}

static void begin(struct json *j, const char *key)
{
	if (j->filled) {
		buf_byte(j->out, ',');
	}
	if (j->depth) {
		buf_byte(j->out, '\n');
	}
	for (int i = 0; i < j->depth; i++) {
		buf_text(j->out, "  ");
	}
	if (key) {
		put_quoted(j->out, key);
		buf_text(j->out, ": ");
	}
	j->filled = true;
}

void json_open(struct json *j, const char *key, char bracket)
{
	begin(j, key);
	buf_byte(j->out, bracket);
	j->depth++;
	j->filled = false;
}

void json_close(struct json *j, char bracket)
{
	j->depth--;
	if (j->filled) {
		buf_byte(j->out, '\n');
		for (int i = 0; i < j->depth; i++) {
			buf_text(j->out, "  ");
		}
	}
	buf_byte(j->out, bracket);
	j->filled = true;
}

void json_string(struct json *j, const char *key, const char *s)
{
	begin(j, key);
	put_quoted(j->out, s);
}

/* RFC 3986 2.3: what stands for itself, and the divider of folders. */
void json_uri(struct json *j, const char *key, const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~/";

	begin(j, key);
	buf_byte(j->out, '"');
	for (; *path; path++) {
		if (strchr(plain, *path)) {
			buf_byte(j->out, *path);
		} else {
			buf_print(j->out, "%%%02X", (unsigned char)*path);
		}
	}
	buf_byte(j->out, '"');
}

void json_number(struct json *j, const char *key, int n)
{
	begin(j, key);
	buf_print(j->out, "%d", n);
}

void json_ratio(struct json *j, const char *key, ratio r)
{
	char s[16];

	ratio_write(r, s);
	begin(j, key);
	buf_text(j->out, s);
}

void json_null(struct json *j, const char *key)
{
	begin(j, key);
	buf_text(j->out, "null");
}

void json_bool(struct json *j, const char *key, bool b)
{
	begin(j, key);
	buf_text(j->out, b ? "true" : "false");
}

void json_end(struct json *j)
{
	buf_byte(j->out, '\n');
}
