/* rounds: the folder rounds/ of an issue → who has signed what.

	rounds/signatures/HEX.yaml    stage, article, hash, by, date
	rounds/1/open-HEX.yaml        by, date, state
	rounds/1/state-HEX.yaml       what the issue said then
	rounds/1/close-HEX.yaml       by, date, score, articles

   HEX is the digest of the content: files of one name are the same file. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "model/registers.h"
#include "source/rounds-imp.h"

#define EVENT_MAX ((size_t)1024 * 1024) /* bytes of a file */
#define FILES_MAX 20000                 /* in one folder */

struct reading {
	struct reader r;
	struct rounds *rounds;
	VEC(struct signature) signatures;
};

struct names {
	const char **at;
	int n, cap;
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_event(const char *name, const char *prefix)
{
	size_t n = strlen(name);

	return strncmp(name, prefix, strlen(prefix)) == 0 && name[0] != '.' && n > 5 &&
			strcmp(name + n - 5, ".yaml") == 0;
}

/* Files of folder, relative to the issue's, that begin with prefix; by name. */
static struct names list_files(struct reading *k, const char *folder, const char *prefix)
{
	struct names names = { 0 };
	DIR *dir = opendir(reader_shown(&k->r, folder));

	for (struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
		if (is_event(e->d_name, prefix) && names.n < FILES_MAX) {
			*vec_push(k->r.a, &names) = arena_print(k->r.a, "%s/%s", folder, e->d_name);
		}
	}
	if (dir) {
		closedir(dir);
	}
	if (names.n) {
		qsort(names.at, (size_t)names.n, sizeof names.at[0], compare_names);
	}
	return names;
}

/* The map in a file, read into to; false, with diagnostics, where anything is
   wrong with it. */
static bool read_event(struct reading *k, const char *name, const struct key *keys, void *to)
{
	const struct schema schema = { .r = &k->r };
	struct checked *t = ARENA_NEW(k->r.a, struct checked);
	int errors = diags_count(k->r.d, DIAG_ERROR);
	const struct node *tree;

	if (!reader_text(&k->r, name, EVENT_MAX, (struct span){ 0 }, t)) {
		return false;
	}
	tree = yaml_read(&k->r, t, 0, t->n);
	if (tree && tree->kind != NODE_MAP) {
		schema_wrong_type(&k->r, tree, name, _("a group of keys"));
	} else if (tree) {
		schema_read(&schema, tree, keys, to, "");
	}
	return tree && diags_count(k->r.d, DIAG_ERROR) == errors;
}

static struct span file_span(struct reading *k, const char *name)
{
	return (struct span){ reader_shown(&k->r, name), 0, 0 };
}

#define AT(member) .offset = offsetof(struct signature, member)
static const struct key signature_keys[] = {
	{ .name = "stage", .type = VALUE_CHOICE, AT(stage), .words = STAGE_WORDS },
	{ .name = "article", .type = VALUE_WORD, AT(article) },
	{ .name = "hash", .type = VALUE_WORD, AT(hash) },
	{ .name = "by", .type = VALUE_WORD, AT(by) },
	{ .name = "date", .type = VALUE_DATE, AT(date) },
	{ 0 },
};
#undef AT

static void read_signatures(struct reading *k)
{
	struct names names = list_files(k, "rounds/signatures", "");

	for (int i = 0; i < names.n; i++) {
		struct signature s = { 0 };
		if (read_event(k, names.at[i], signature_keys, &s)) {
			s.span = file_span(k, names.at[i]);
			*vec_push(k->r.a, &k->signatures) = s;
		}
	}
}

struct opening {
	const char *by, *state;
	struct date date;
};

#define AT(member) .offset = offsetof(struct opening, member)
static const struct key opening_keys[] = {
	{ .name = "by", .type = VALUE_STRING, AT(by), .optional = true },
	{ .name = "date", .type = VALUE_DATE, AT(date) },
	{ .name = "state", .type = VALUE_WORD, AT(state) },
	{ 0 },
};
#undef AT

/* Two may have opened a round at once, on two branches: the earlier counts, of
   one day the first by name, and the other is told. */
static void read_opening(struct reading *k, const char *name, int number, struct round *to)
{
	struct opening o = { .by = "" };
	char words[12];

	if (!read_event(k, name, opening_keys, &o)) {
		return;
	}
	if (o.state[0] == '.' || strchr(o.state, '/')) {
		diag_add(k->r.d, DIAG_PATH_OUTSIDE, file_span(k, name), o.state);
		return;
	}
	snprintf(words, sizeof words, "%d", number);
	if (to->opened) {
		diag_add(k->r.d, DIAG_ROUND_TWICE, file_span(k, name), words);
		diag_add0(k->r.d, DIAG_FIRST_DEFINED, to->span);
	}
	if (!to->opened || date_compare(o.date, to->opened_on) < 0) {
		to->opened = true;
		to->opened_on = o.date;
		to->opened_by = o.by;
		to->state = arena_print(k->r.a, "rounds/%d/%s", number, o.state);
		to->span = file_span(k, name);
	}
}

struct ending {
	const char *by;
	struct date date;
	struct score score;
	const struct node *articles;
};

#define NUMBER_MOST 999999999
#define COUNT(key, member)                                                                   \
	{                                                                                    \
		.name = key, .type = VALUE_WHOLE, .offset = offsetof(struct ending, member), \
		.max = NUMBER_MOST                                                           \
	}

static const struct key ending_keys[] = {
	{ .name = "by",
			.type = VALUE_STRING,
			.offset = offsetof(struct ending, by),
			.optional = true },
	{ .name = "date", .type = VALUE_DATE, .offset = offsetof(struct ending, date) },
	COUNT("changes", score.changes),
	COUNT("characters", score.characters),
	COUNT("numbers", score.numbers),
	COUNT("marks", score.marks),
	COUNT("form", score.form),
	COUNT("error-tenths", score.tenths),
	COUNT("area", score.area),
	{ .name = "articles",
			.type = VALUE_LIST,
			.offset = offsetof(struct ending, articles),
			.words = N_("a list of articles") },
	{ 0 },
};

static const struct key closed_keys[] = {
	{ .name = "file", .type = VALUE_WORD, .offset = offsetof(struct closed_article, file) },
	{ .name = "hash", .type = VALUE_WORD, .offset = offsetof(struct closed_article, hash) },
	{ 0 },
};

static void read_closed(struct reading *k, const struct node *list, struct round *to)
{
	const struct schema schema = { .r = &k->r };
	VEC(struct closed_article) articles = { 0 };

	for (const struct node *v = list->first; v; v = v->next) {
		if (v->kind != NODE_MAP) {
			schema_wrong_type(&k->r, v, "articles", _("a group of keys"));
			continue;
		}
		schema_read(&schema, v, closed_keys, vec_push(k->r.a, &articles), "articles.");
	}
	to->articles = articles.at;
	to->narticles = articles.n;
}

static void read_ending(struct reading *k, const char *name, struct round *to)
{
	struct ending e = { .by = "" };
	int errors;

	if (!read_event(k, name, ending_keys, &e) ||
			(to->closed && date_compare(e.date, to->closed_on) <= 0)) {
		return;
	}
	errors = diags_count(k->r.d, DIAG_ERROR);
	read_closed(k, e.articles, to);
	if (diags_count(k->r.d, DIAG_ERROR) == errors) {
		to->closed = true;
		to->closed_on = e.date;
		to->closed_by = e.by;
		to->score = e.score;
	}
}

static void read_round(struct reading *k, int number, struct round *to)
{
	const char *folder = arena_print(k->r.a, "rounds/%d", number);
	struct names opened = list_files(k, folder, "open-");
	struct names closed = list_files(k, folder, "close-");

	to->opened_by = to->closed_by = "";
	for (int i = 0; i < opened.n; i++) {
		read_opening(k, opened.at[i], number, to);
	}
	for (int i = 0; i < closed.n; i++) {
		read_ending(k, closed.at[i], to);
	}
}

struct rounds *source_rounds(struct arena *a, const char *folder, struct diags *d)
{
	struct reading k = { .r = { .a = a, .d = d, .folder = folder } };
	char *real = realpath(folder, NULL);

	k.r.real = real ? arena_string(a, real) : "";
	free(real);
	k.rounds = ARENA_NEW(a, struct rounds);
	read_signatures(&k);
	for (int i = 0; i < ROUNDS; i++) {
		read_round(&k, i + 1, &k.rounds->at[i]);
	}
	k.rounds->signatures = k.signatures.at;
	k.rounds->nsignatures = k.signatures.n;
	return k.rounds;
}

const char *const *source_neighbours(struct arena *a, const char *folder, int *n)
{
	const char *parent = arena_print(a, "%s/..", folder);
	DIR *dir = opendir(parent);
	struct names names = { 0 };
	struct stat st;

	for (struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
		const char *path = arena_print(a, "%s/%s", parent, e->d_name);
		bool issue = e->d_name[0] != '.' && names.n < FILES_MAX &&
				stat(arena_print(a, "%s/issue.yaml", path), &st) == 0;
		if (issue) {
			*vec_push(a, &names) = path;
		}
	}
	if (dir) {
		closedir(dir);
	}
	if (names.n) {
		qsort(names.at, (size_t)names.n, sizeof names.at[0], compare_names);
	}
	*n = names.n;
	return names.at;
}

bool source_date(const char *s, struct date *out)
{
	return schema_date(s, out);
}
