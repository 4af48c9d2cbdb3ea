/* rule: rules checked, and what they and the measures add to the sheet. */

#include "inspect/inspect-imp.h"

struct line_told *tell(struct inspection *ins, const char *clause, const char *name,
		const char *says, enum verdict verdict, const char *value)
{
	struct line_told *line = vec_push(ins->a, &ins->lines);

	*line = (struct line_told){ .standard = "",
		.clause = clause,
		.name = name,
		.says = says,
		.verdict = verdict,
		.value = value };
	return line;
}

void tell_place(struct inspection *ins, struct line_told *line, int page, const char *detail)
{
	if (line->nplaces < PLACES_MAX) {
		line->places[line->nplaces].page = page;
		line->places[line->nplaces].detail = arena_string(ins->a, detail);
		line->nplaces++;
	}
	line->count++;
}

void rule_broken(struct check *c, int page, const char *detail)
{
	c->line->verdict = VERDICT_BROKEN;
	tell_place(c->ins, c->line, page, detail);
}

void rule_broken_object(struct check *c, int page, const struct object *o)
{
	rule_broken(c, page, o->id ? arena_print(c->ins->a, "%d 0 R", o->id) : "");
}

void rule_trouble(struct check *c, enum trouble t)
{
	for (int i = 0; c->look->troubles[t] && i < c->p->pages.n; i++) {
		if (c->look->troubles[t][i].count) {
			rule_broken(c, i, c->look->troubles[t][i].detail);
		}
	}
}

void rule_slip(struct check *c, enum slip s)
{
	int first = c->ins->slips.at[s].first;

	if (c->ins->slips.at[s].count) {
		rule_broken(c, -1, first ? arena_print(c->ins->a, "%d 0 R", first) : "");
		c->line->count = c->ins->slips.at[s].count;
	}
}

void rules_run(struct inspection *ins, const char *standard, const struct rule *rules, int n)
{
	for (int i = 0; i < n; i++) {
		struct check c = { ins, ins->p, ins->look, NULL,
			ins->profiles & rules[i].profiles };
		if (c.profiles) {
			c.line = tell(ins, rules[i].clause, rules[i].name, rules[i].says,
					VERDICT_PASSED, NULL);
			c.line->standard = standard;
			rules[i].check(&c);
			ins->rules++;
		}
	}
}

void each_annotation(struct check *c,
		void (*f)(struct check *c, int page, const struct object *annot))
{
	for (int i = 0; i < c->p->pages.n; i++) {
		const struct object *list = pdf_key(c->p, c->p->pages.at[i].dict, "Annots");
		for (int k = 0; k < list->n && list->kind == OBJECT_ARRAY; k++) {
			const struct object *o = pdf_item(c->p, list, k);
			if (o->kind == OBJECT_DICT) {
				f(c, i, o);
			}
		}
	}
}

struct dicts {
	struct check *c;
	void (*f)(struct check *c, const struct object *o, int id);
};

static void pass_dict(const struct object *o, int id, void *with)
{
	struct dicts *d = with;

	if (o->kind == OBJECT_DICT) {
		d->f(d->c, o, id);
	}
}

void each_dict(struct check *c, void (*f)(struct check *c, const struct object *o, int id))
{
	struct dicts d = { c, f };

	pdf_each(c->p, pass_dict, &d);
}
