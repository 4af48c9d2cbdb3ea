/* space: colour spaces (ISO 32000-1 8.6), and which colours are used. */

#include <math.h>
#include <string.h>

#include "inspect/look-imp.h"

static const struct {
	const char *name, *short_name, *stand_in;
	enum space_kind kind;
	int n;
} names[] = {
	{ "DeviceGray", "G", "DefaultGray", SPACE_GRAY, 1 },
	{ "DeviceRGB", "RGB", "DefaultRGB", SPACE_RGB, 3 },
	{ "DeviceCMYK", "CMYK", "DefaultCMYK", SPACE_CMYK, 4 },
	{ "Pattern", "Pattern", NULL, SPACE_PATTERN, 0 },
	{ "CalGray", "CalGray", NULL, SPACE_CAL, 1 },
	{ "CalRGB", "CalRGB", NULL, SPACE_CAL, 3 },
	{ "Lab", "Lab", NULL, SPACE_LAB, 3 },
	{ "ICCBased", "ICCBased", NULL, SPACE_ICC, 0 },
	{ "Indexed", "I", NULL, SPACE_INDEXED, 1 },
	{ "Separation", "Separation", NULL, SPACE_SEPARATION, 1 },
	{ "DeviceN", "DeviceN", NULL, SPACE_DEVICEN, 0 },
};

static struct space space_named(struct pdf *p, const struct object *name,
		const struct object *spaces)
{
	struct space s = { .kind = SPACE_UNKNOWN, .base = SPACE_UNKNOWN, .object = name };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (object_is(name, names[i].name) || object_is(name, names[i].short_name)) {
			s.kind = names[i].kind;
			s.n = names[i].n;
			s.defaulted = names[i].stand_in &&
					pdf_key(p, spaces, names[i].stand_in)->kind != OBJECT_NULL;
		}
	}
	return s;
}

static struct space read_space(struct pdf *p, const struct object *o,
		const struct object *resources, int depth)
{
	const struct object *spaces = pdf_key(p, resources, "ColorSpace");
	struct space s = space_named(p, o->kind == OBJECT_ARRAY ? pdf_item(p, o, 0) : o, spaces);
	struct space under;
	int base = s.kind == SPACE_INDEXED || s.kind == SPACE_PATTERN           ? 1
			: s.kind == SPACE_SEPARATION || s.kind == SPACE_DEVICEN ? 2
										: 0;

	if (depth > 8) {
		return s;
	}
	if (o->kind == OBJECT_NAME && s.kind == SPACE_UNKNOWN) {
		const struct object *meant = &object_null;
		for (int i = 0; i < spaces->n && spaces->kind == OBJECT_DICT; i++) {
			const struct object *key = &spaces->items[2 * i];
			if (key->s.n == o->s.n && memcmp(key->s.s, o->s.s, o->s.n) == 0) {
				meant = pdf_resolve(p, &spaces->items[2 * i + 1]);
			}
		}
		return meant->kind == OBJECT_NULL ? s : read_space(p, meant, resources, depth + 1);
	}
	s.object = o;
	if (base && o->kind == OBJECT_ARRAY && o->n > base) {
		under = read_space(p, pdf_item(p, o, base), resources, depth + 1);
		s.base = under.kind == SPACE_INDEXED || under.kind == SPACE_PATTERN ? under.base
										    : under.kind;
		s.defaulted = under.defaulted;
	}
	if (s.kind == SPACE_ICC) {
		s.n = object_int(pdf_key(p, pdf_item(p, o, 1), "N"), 0);
	} else if (s.kind == SPACE_DEVICEN) {
		s.n = pdf_item(p, o, 1)->n;
	}
	return s;
}

struct space space_read(struct pdf *p, const struct object *o, const struct object *resources)
{
	return read_space(p, o, resources, 0);
}

static bool same(const struct ink *ink, const struct space *s, const float at[4], enum painted on)
{
	return ink->on == on && ink->space.kind == s->kind && ink->space.base == s->base &&
			ink->space.defaulted == s->defaulted &&
			(ink->space.object == s->object || s->kind <= SPACE_CMYK) &&
			memcmp(ink->at, at, sizeof ink->at) == 0;
}

int look_ink(struct look *l, const struct space *space, const float at[4], enum painted on,
		int page)
{
	struct ink *ink;

	/* few colours are used, and the last ones again */
	for (int i = l->inks.n - 1; i >= 0 && i >= l->inks.n - 200; i--) {
		if (same(&l->inks.at[i], space, at, on)) {
			l->inks.at[i].count++;
			return i;
		}
	}
	if (l->inks.n >= RECORDS_MAX) {
		return -1;
	}
	ink = vec_push(l->p->a, &l->inks);
	*ink = (struct ink){ .space = *space, .on = on, .page = page, .count = 1 };
	memcpy(ink->at, at, sizeof ink->at);
	look_use(l, &l->spaces, page, space->object, &object_null);
	return l->inks.n - 1;
}
