#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "source/schema-imp.h"

static void dump_ratio(struct buf *out, int32_t value)
{
	char s[16];

	ratio_write(value, s);
	buf_text(out, s);
}

static void dump_style(struct buf *out, const struct style *s)
{
	buf_print(out, "%s %s%s", s->font, s->latin, s->bold ? " bold" : "");
	if (s->size) {
		buf_byte(out, ' ');
		dump_ratio(out, s->size);
		buf_print(out, " #%06" PRIX32, s->colour);
	}
}

static void dump_word(struct buf *out, const char *words, int i)
{
	while (i-- > 0) {
		words += strcspn(words, " ") + 1;
	}
	buf_add(out, words, strcspn(words, " "));
}

static void dump_value(struct buf *out, const struct key *key, const void *from)
{
	int i;

	switch (key->type) {
	case VALUE_LENGTH:
	case VALUE_SIZE:
	case VALUE_RATIO:
		dump_ratio(out, *(const int32_t *)from);
		break;
	case VALUE_WHOLE:
		buf_print(out, "%d", *(const int *)from);
		break;
	case VALUE_BOOL:
		buf_text(out, *(const bool *)from ? "true" : "false");
		break;
	case VALUE_COLOUR:
		buf_print(out, "#%06" PRIX32, *(const uint32_t *)from);
		break;
	case VALUE_CHOICE:
		memcpy(&i, from, sizeof i); /* an enum, which is no int */
		dump_word(out, key->words, i);
		break;
	case VALUE_STYLE:
	case VALUE_ROLES:
		dump_style(out, from);
		break;
	default:
		buf_text(out, *(const char *const *)from);
		break;
	}
}

/* Room for the longest path; all of them stand in layout-keys.c. */
#define PATH_MAX_BYTES 64

void schema_dump(struct buf *out, const struct key *keys, const void *from, const char *path)
{
	char below[PATH_MAX_BYTES];

	for (; keys->name; keys++) {
		const char *at = (const char *)from + keys->offset;
		if (keys->type == VALUE_MAP) {
			snprintf(below, sizeof below, "%s%s.", path, keys->name);
			schema_dump(out, keys->keys, at, below);
		} else if (keys->type == VALUE_MAPS) {
			for (int i = 0; i < keys->count; i++) {
				snprintf(below, sizeof below, "%s%s.%d.", path, keys->name, i + 1);
				schema_dump(out, keys->keys, at + (size_t)i * keys->stride, below);
			}
		} else {
			buf_print(out, "%s%s ", path, keys->name);
			dump_value(out, keys, at);
			buf_byte(out, '\n');
		}
	}
}
