/* people-known: the index of the registers' people and contributors. */

#include <string.h>

#include "proof/people-imp.h"
#include "proof/scan-imp.h"

#define NEIGHBOURS_MAX 50       /* names looked at for one that is nearly them */
#define WILD           0x110000 /* stands for any character */

/* Posts that are known without a register. */
static const char builtin_posts[] =
		"省长 副省长 市长 副市长 县长 副县长 区长 副区长 书记 副书记 党委书记 党委副书记 "
		"党组书记 党组副书记 党支部书记 纪委书记 工委书记 局长 副局长 厅长 副厅长 处长 "
		"副处长 "
		"科长 副科长 部长 副部长 主任 副主任 司长 副司长 秘书长 副秘书长 会长 副会长 "
		"理事长 "
		"副理事长 监事长 院长 副院长 所长 副所长 校长 副校长 站长 副站长 主席 副主席 "
		"董事长 "
		"副董事长 总经理 副总经理 总裁 副总裁 经理 副经理 总工程师 副总工程师 总监 馆长 "
		"台长 "
		"巡视员 调研员";

static struct chars rest_of(struct chars x, int from)
{
	return (struct chars){ x.c + from, x.n - from };
}

static bool divides_titles(uint32_t c)
{
	return scan_space(c) || scan_in(c, U"、，,；;／/兼");
}

/* The next title of "党委书记、总经理", from *at on; n 0 at the end. */
static struct chars next_title(struct chars all, int *at)
{
	int from;

	while (*at < all.n && divides_titles(all.c[*at])) {
		++*at;
	}
	from = *at;
	while (*at < all.n && !divides_titles(all.c[*at])) {
		++*at;
	}
	return (struct chars){ all.c + from, *at - from };
}

static void add_posts(struct people *w, const char *titles)
{
	struct chars all = chars_of(w->a, titles), one;
	int at = 0;

	for (one = next_title(all, &at); one.n; one = next_title(all, &at)) {
		if (one.n > 1) {
			lexicon_add(w->posts, one, 0);
		}
	}
}

/* The name with what stands at i replaced by WILD. */
static struct chars with_wild(struct arena *a, struct chars name, int i)
{
	uint32_t *c = ARENA_ARRAY(a, uint32_t, name.n);

	memcpy(c, name.c, (size_t)name.n * sizeof *c);
	c[i] = WILD;
	return (struct chars){ c, name.n };
}

static struct chars with_swap(struct arena *a, struct chars name, int i)
{
	uint32_t *c = ARENA_ARRAY(a, uint32_t, name.n);

	memcpy(c, name.c, (size_t)name.n * sizeof *c);
	c[i] = name.c[i + 1];
	c[i + 1] = name.c[i];
	return (struct chars){ c, name.n };
}

static void add_variants(struct people *w, struct chars name, int value)
{
	struct chars given = rest_of(name, surname_length(name));

	if (name.n < 2 || name.n > 4 || !chars_are_han(name)) {
		return;
	}
	if (given.n > 1) {
		lexicon_add(w->givens, given, value);
	}
	for (int i = 0; i < name.n; i++) {
		lexicon_add(w->wild, with_wild(w->a, name, i), value);
	}
	for (int i = 0; i + 1 < name.n; i++) {
		lexicon_add(w->wild, with_swap(w->a, name, i), value);
	}
}

static const char *or_nothing(const struct text *t)
{
	return t->n ? t->s : "";
}

static void add_known(struct people *w, const struct text *name, struct known known)
{
	const struct word_entry *unit;

	known.s = name->s;
	known.name = chars_of(w->a, name->s);
	unit = lexicon_find(w->units, chars_of(w->scratch, known.unit));
	known.organisation = unit ? &w->all->organisations[unit->value] : NULL;
	*vec_push(w->a, &w->known) = known;
	if (known.name.n > 1) {
		lexicon_add(w->names, known.name, w->known.n - 1);
		add_variants(w, known.name, w->known.n - 1);
	}
}

static void add_units(struct people *w)
{
	for (int i = 0; i < w->all->norganisations; i++) {
		const struct register_organisation *o = &w->all->organisations[i];
		lexicon_add(w->units, chars_of(w->a, o->name.s), i);
		for (int k = 0; k < o->nshorts; k++) {
			lexicon_add(w->units, chars_of(w->a, o->shorts[k].s), i);
		}
	}
}

static void add_people(struct people *w)
{
	for (int i = 0; i < w->all->npeople; i++) {
		const struct register_person *person = &w->all->people[i];
		struct known known = { .unit = or_nothing(&person->unit),
			.title = or_nothing(&person->title),
			.person = person };
		add_known(w, &person->name, known);
		for (int k = 0; k < person->nspellings; k++) {
			struct chars other = chars_of(w->a, person->spellings[k].s);
			if (other.n > 1) {
				lexicon_add(w->names, other, w->known.n - 1);
			}
		}
		add_posts(w, known.title);
	}
	for (int i = 0; i < w->all->ncontributors; i++) {
		const struct register_contributor *c = &w->all->contributors[i];
		add_known(w, &c->name, (struct known){ .unit = or_nothing(&c->unit), .title = "" });
	}
}

/* The unit or one of its other names stands in s. */
bool known_mentioned(const char *s, const struct known *k)
{
	const struct register_organisation *o = k->organisation;
	bool found;

	if (!*k->unit || !*s) {
		return false;
	}
	found = strstr(s, k->unit) || strstr(k->unit, s) || (o && strstr(s, o->name.s));
	for (int i = 0; o && !found && i < o->nshorts; i++) {
		found = strstr(s, o->shorts[i].s) != NULL;
	}
	return found;
}

/* One title ends in the other, and is not its deputy. */
static bool titles_agree(struct chars x, struct chars y)
{
	struct chars longer = x.n > y.n ? x : y, shorter = x.n > y.n ? y : x;
	int before = longer.n - shorter.n;

	return shorter.n > 1 && chars_equal(rest_of(longer, before), shorter) &&
			(!before ||
					(longer.c[before - 1] != U'副' &&
							longer.c[before - 1] != U'理'));
}

bool people_has_title(struct people *w, const char *titles, struct chars title)
{
	struct chars all = chars_of(w->scratch, titles), one;
	int at = 0;

	for (one = next_title(all, &at); one.n; one = next_title(all, &at)) {
		if (titles_agree(one, title)) {
			return true;
		}
	}
	return false;
}

static bool is_believed(struct people *w, struct chars name, const struct known *k,
		const struct evidence *e)
{
	enum nearness near = names_near(name, k->name);
	bool unit, title;

	if (near == NEAR_NOT || (near == NEAR_OTHER && e->listed && !*k->unit)) {
		return false;
	}
	if (near == NEAR_SWAPPED && e->listed && name.n > 2) {
		return true;
	}
	unit = known_mentioned(e->unit, k) || known_mentioned(w->article, k);
	title = e->title.n && people_has_title(w, k->title, e->title);
	if (near == NEAR_OTHER || name.n == 2) {
		return unit && (title || e->listed);
	}
	return unit || title || (e->listed && !*k->unit);
}

const struct known *people_find_near(struct people *w, struct chars name, const struct evidence *e)
{
	const struct known *found = NULL;
	int seen = 0;

	for (int i = -1; i < name.n && !found; i++) {
		struct chars key = i < 0 ? name : with_wild(w->scratch, name, i);
		const struct word_entry *entry = lexicon_find(w->wild, key);
		for (; entry && !found && seen++ < NEIGHBOURS_MAX; entry = entry->next) {
			const struct known *k = &w->known.at[entry->value];
			found = is_believed(w, name, k, e) ? k : NULL;
		}
	}
	return found;
}

void people_init(struct people *w, struct proofing *p, const struct registers *all)
{
	static const struct registers none;

	*w = (struct people){ .p = p, .all = all ? all : &none, .article = "" };
	w->a = arena_new();
	w->scratch = arena_new();
	w->names = lexicon_new(w->a);
	w->givens = lexicon_new(w->a);
	w->wild = lexicon_new(w->a);
	w->posts = lexicon_new(w->a);
	w->units = lexicon_new(w->a);
	add_posts(w, builtin_posts);
	add_units(w);
	add_people(w);
}

void people_done(struct people *w)
{
	arena_free(w->scratch);
	arena_free(w->a);
}
