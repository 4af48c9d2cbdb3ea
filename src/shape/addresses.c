#include "shape/shape-imp.h"

/* Web and mail addresses and paths, which a line may divide behind / . or -. */

#define LEAST_PATH 16 /* characters of what is no address by its form, but long */

struct run_of_letters {
	struct letter *at;
	size_t n;
};

static bool is_cut(uint32_t c)
{
	return c == '/' || c == '.' || c == '-';
}

static bool begins_with(const struct run_of_letters *r, size_t at, const char *s)
{
	for (; *s; s++, at++) {
		if (at >= r->n || (r->at[at].c | 0x20) != (unsigned char)(*s | 0x20)) {
			return false;
		}
	}
	return true;
}

/* By its form, or because it is long and full of places to divide it at. */
static bool is_address(const struct run_of_letters *r)
{
	size_t slashes = 0, dots = 0, letters = 0;
	bool mail = false;

	if (begins_with(r, 0, "www.")) {
		return true;
	}
	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = r->at[i].c;
		if (begins_with(r, i, "://")) {
			return true;
		}
		slashes += c == '/';
		letters += r->at[i].class == CHAR_LETTER;
		dots += c == '.';
		mail |= c == '@' && i > 0 && i + 1 < r->n;
	}
	return (mail && dots) || (r->n >= LEAST_PATH && letters && (slashes > 1 || dots > 1));
}

/* 3.5 and 2020-2022 stay whole in addresses too. */
static bool is_in_number(const struct letter *cut)
{
	return cut->c != '/' && cut[-1].class == CHAR_DIGIT && cut[1].class == CHAR_DIGIT;
}

static void part(const struct run_of_letters *r)
{
	/* no line for one character of it */
	for (size_t i = 2; i + 1 < r->n; i++) {
		struct letter *l = &r->at[i];
		l->parts = is_cut(l[-1].c) && !is_cut(l->c) && !is_in_number(l - 1);
	}
}

void shape_part_addresses(struct shaper *s)
{
	for (size_t i = 0; i < s->nletters;) {
		struct run_of_letters r = { &s->letters[i], 0 };
		while (i < s->nletters && s->letters[i].western &&
				s->letters[i].class != CHAR_SPACE) {
			i++;
			r.n++;
		}
		if (r.n && is_address(&r)) {
			part(&r);
		}
		i += r.n == 0;
	}
}
