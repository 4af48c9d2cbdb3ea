#include "proof/report.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/json.h"
#include "proof/proof.h"

static const char *const levels[] = {
	[DIAG_NOTE] = "note", /* JSON's and SARIF's words alike */
	[DIAG_WARNING] = "warning",
	[DIAG_ERROR] = "error",
};

int report_count(const struct findings *found, enum diag_level level)
{
	int n = 0;

	for (int i = 0; i < found->n; i++) {
		n += found->at[i].level == level;
	}
	return n;
}

void report_print(FILE *to, const struct findings *found)
{
	struct arena *a = arena_new();

	for (int i = 0; i < found->n; i++) {
		const struct finding *f = &found->at[i];
		diag_print_line(to, f->from, f->level, finding_text(a, f), f->rule->name);
		if (f->also.line) {
			diag_print_line(to, f->also, DIAG_NOTE, _("the other place is here"),
					f->rule->name);
		}
	}
	arena_free(a);
}

static void add_place(struct json *j, struct span s)
{
	json_string(j, "file", s.file ? s.file : "");
	json_number(j, "line", s.line);
	json_number(j, "column", s.col);
}

static void add_finding(struct json *j, struct arena *a, const struct finding *f)
{
	json_open(j, NULL, '{');
	add_place(j, f->from);
	json_number(j, "length", f->length);
	json_string(j, "level", levels[f->level]);
	json_string(j, "rule", f->rule->name);
	if (f->rule->clause) {
		json_string(j, "clause", f->rule->clause);
	}
	json_string(j, "message", finding_text(a, f));
	json_string(j, "excerpt", f->excerpt);
	if (f->fix) {
		json_string(j, "fix", f->fix);
		json_bool(j, "certain", f->certain);
	}
	if (f->also.line) {
		json_open(j, "also", '{');
		add_place(j, f->also);
		json_close(j, '}');
	}
	json_close(j, '}');
}

void report_json(struct buf *out, const char *issue, const struct findings *found)
{
	struct json j = { .out = out };
	struct arena *a = arena_new();

	json_open(&j, NULL, '{');
	json_string(&j, "issue", issue);
	json_number(&j, "errors", report_count(found, DIAG_ERROR));
	json_number(&j, "warnings", report_count(found, DIAG_WARNING));
	json_number(&j, "notes", report_count(found, DIAG_NOTE));
	json_open(&j, "findings", '[');
	for (int i = 0; i < found->n; i++) {
		add_finding(&j, a, &found->at[i]);
	}
	json_close(&j, ']');
	json_close(&j, '}');
	json_end(&j);
	arena_free(a);
}

static void add_text(struct json *j, const char *key, const char *text)
{
	json_open(j, key, '{');
	json_string(j, "text", text);
	json_close(j, '}');
}

/* A file's path as a relative URI reference. */
static void add_artifact(struct json *j, const char *file)
{
	json_open(j, "artifactLocation", '{');
	json_uri(j, "uri", file);
	json_close(j, '}');
}

/* Characters [col, col + n) of a line; none: the place before the first. */
static void add_region(struct json *j, const char *key, struct span s, int n)
{
	json_open(j, key, '{');
	json_number(j, "startLine", s.line);
	if (s.col) {
		json_number(j, "startColumn", s.col);
		json_number(j, "endColumn", s.col + n);
	}
	json_close(j, '}');
}

static void add_location(struct json *j, struct span s, int n)
{
	json_open(j, NULL, '{');
	json_open(j, "physicalLocation", '{');
	add_artifact(j, s.file);
	if (s.line) {
		add_region(j, "region", s, n);
	}
	json_close(j, '}');
	json_close(j, '}');
}

static void add_fix(struct json *j, const struct finding *f)
{
	json_open(j, "fixes", '[');
	json_open(j, NULL, '{');
	json_open(j, "artifactChanges", '[');
	json_open(j, NULL, '{');
	add_artifact(j, f->from.file);
	json_open(j, "replacements", '[');
	json_open(j, NULL, '{');
	add_region(j, "deletedRegion", f->from, f->length);
	add_text(j, "insertedContent", f->fix);
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
}

static int rule_index(const char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0) {
			return i;
		}
	}
	return -1; /* SARIF 3.27.6: not among the rules */
}

static void add_locations(struct json *j, const struct finding *f)
{
	json_open(j, "locations", '[');
	if (f->from.file) {
		add_location(j, f->from, f->length);
	}
	json_close(j, ']');
	if (f->also.file && f->also.line) {
		json_open(j, "relatedLocations", '[');
		add_location(j, f->also, 1);
		json_close(j, ']');
	}
}

static void add_result(struct json *j, struct arena *a, const struct finding *f, int rule)
{
	json_open(j, NULL, '{');
	json_string(j, "ruleId", f->rule->name);
	if (rule >= 0) {
		json_number(j, "ruleIndex", rule);
	}
	json_string(j, "level", levels[f->level]);
	add_text(j, "message", finding_text(a, f));
	add_locations(j, f);
	if (f->certain && f->fix) {
		add_fix(j, f);
	}
	json_close(j, '}');
}

static void add_rules(struct json *j, const char *const *names, int n)
{
	json_open(j, "rules", '[');
	for (int i = 0; i < n; i++) {
		const struct rule *r = proof_rule_find(names[i]);
		json_open(j, NULL, '{');
		json_string(j, "id", r->name);
		add_text(j, "shortDescription", gettext(r->text));
		if (r->clause) {
			add_text(j, "help", r->clause);
		}
		json_open(j, "defaultConfiguration", '{');
		json_string(j, "level", levels[r->level]);
		json_close(j, '}');
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void add_tool(struct json *j, const char *version, const char *const *names, int n)
{
	json_open(j, "tool", '{');
	json_open(j, "driver", '{');
	json_string(j, "name", "banxin");
	json_string(j, "version", version);
	add_rules(j, names, n);
	json_close(j, '}');
	json_close(j, '}');
}

void report_sarif(struct buf *out, const char *version, const struct findings *found)
{
	struct json j = { .out = out };
	struct arena *a = arena_new();
	int n;
	const char *const *names = proof_rule_names(a, &n);

	json_open(&j, NULL, '{');
	json_string(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_string(&j, "version", "2.1.0");
	json_open(&j, "runs", '[');
	json_open(&j, NULL, '{');
	add_tool(&j, version, names, n);
	json_string(&j, "columnKind", "unicodeCodePoints");
	json_open(&j, "results", '[');
	for (int i = 0; i < found->n; i++) {
		const struct finding *f = &found->at[i];
		add_result(&j, a, f, rule_index(names, n, f->rule->name));
	}
	json_close(&j, ']');
	json_close(&j, '}');
	json_close(&j, ']');
	json_close(&j, '}');
	json_end(&j);
	arena_free(a);
}
