/* intent: output intents and their ICC profiles (ISO 32000-1 14.11.5, ICC.1). */

#include <string.h>

#include "inspect/inspect-imp.h"

struct icc icc_read(struct pdf *p, const struct object *stream)
{
	static const struct {
		const char *space;
		int n;
	} spaces[] = { { "GRAY", 1 }, { "RGB ", 3 }, { "CMYK", 4 }, { "Lab ", 3 } };
	struct buf b = { 0 };
	struct icc icc = { .said = object_int(pdf_key(p, stream, "N"), 0) };

	if (pdf_stream(p, stream, &b) && b.n >= 128 && memcmp(b.s + 36, "acsp", 4) == 0) {
		icc.good = true;
		icc.version = b.s[8];
		memcpy(icc.class, b.s + 12, 4);
		memcpy(icc.space, b.s + 16, 4);
		for (size_t i = 0; i < 4; i++) {
			if (strcmp(icc.space, spaces[i].space) == 0) {
				icc.n = spaces[i].n;
			}
		}
	}
	buf_done(&b);
	return icc;
}

static void add(struct inspection *ins, const struct object *dict)
{
	struct intent *i;
	const struct object *s = pdf_key(ins->p, dict, "S");

	if (dict->kind == OBJECT_DICT && ins->intents.n < 100) {
		i = vec_push(ins->a, &ins->intents);
		i->dict = dict;
		i->subtype = pdf_show(ins->p, s);
		i->profile = pdf_key(ins->p, dict, "DestOutputProfile");
		if (i->profile->stream) {
			i->icc = icc_read(ins->p, i->profile);
		} else {
			i->profile = &object_null;
		}
	}
}

void intents_read(struct inspection *ins)
{
	const struct object *list = pdf_key(ins->p, ins->p->root, "OutputIntents");

	for (int i = 0; i < list->n && list->kind == OBJECT_ARRAY; i++) {
		add(ins, pdf_item(ins->p, list, i));
	}
}

bool intent_covers(const struct inspection *ins, const char *subtype, enum space_kind kind)
{
	for (int i = 0; i < ins->intents.n; i++) {
		const struct intent *in = &ins->intents.at[i];
		if (strcmp(in->subtype, subtype) == 0 && in->icc.good &&
				(kind == SPACE_GRAY || (kind == SPACE_RGB && in->icc.n == 3) ||
						(kind == SPACE_CMYK && in->icc.n == 4))) {
			return true;
		}
	}
	return false;
}
