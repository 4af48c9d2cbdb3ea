/* report: the sheet, as text and as JSON. */

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "inspect/inspect-imp.h"
#include "text/char.h"

static const char *const verdicts[] = { [VERDICT_PASSED] = "passed",
	[VERDICT_BROKEN] = "broken",
	[VERDICT_TOLD] = "told",
	[VERDICT_ODD] = "odd" };

static const char *verdict_word(enum verdict v)
{
	switch (v) {
	case VERDICT_PASSED:
		return _("passed");
	case VERDICT_BROKEN:
		return _("BROKEN");
	case VERDICT_ODD:
		return _("look");
	case VERDICT_TOLD:
		break;
	}
	return "";
}

static int columns(const char *s)
{
	int wid = 0;

	for (size_t at = 0, n = strlen(s); at < n;) {
		wid += char_columns(char_next(s, n, &at));
	}
	return wid;
}

/* s, with blanks up to that column. */
static void put_cell(struct buf *out, const char *s, int wid)
{
	buf_text(out, s);
	for (int i = columns(s); i < wid; i++) {
		buf_byte(out, ' ');
	}
}

static const char *clause_of(struct arena *a, const struct line_told *line)
{
	return *line->standard ? arena_print(a, "%s %s", line->standard, line->clause)
			       : line->clause;
}

static void put_places(struct buf *out, const struct line_told *line)
{
	for (int i = 0; i < line->nplaces; i++) {
		buf_text(out, "          ");
		if (line->places[i].page >= 0) {
			buf_print(out, _("page %d"), line->places[i].page + 1);
			buf_text(out, *line->places[i].detail ? _(": ") : "");
		}
		buf_text(out, line->places[i].detail);
		buf_byte(out, '\n');
	}
	if (line->count > line->nplaces && line->nplaces == PLACES_MAX) {
		buf_text(out, "          ");
		buf_print(out,
				ngettext("and %d more place", "and %d more places",
						(unsigned)(line->count - PLACES_MAX)),
				line->count - PLACES_MAX);
		buf_byte(out, '\n');
	}
}

static bool has_places(const struct line_told *line)
{
	for (int i = 0; i < line->nplaces; i++) {
		if (line->places[i].page >= 0 || *line->places[i].detail) {
			return true;
		}
	}
	return false;
}

static void put_line(struct buf *out, struct arena *a, const struct line_told *line)
{
	put_cell(out, verdict_word(line->verdict), 8);
	put_cell(out, clause_of(a, line), 24);
	buf_text(out, gettext(line->says));
	if (line->value) {
		buf_text(out, _(": "));
		buf_text(out, line->value);
	}
	buf_byte(out, '\n');
	if (has_places(line)) {
		put_places(out, line);
	}
}

/* Rules of one standard that hold are but counted. */
static void put_rules(struct buf *out, const struct inspection *ins)
{
	int broken = 0;

	for (int i = 0; i < ins->lines.n; i++) {
		const struct line_told *line = &ins->lines.at[i];
		if (line->verdict == VERDICT_BROKEN) {
			put_line(out, ins->a, line);
			broken++;
		}
	}
	if (ins->rules) {
		buf_print(out, _("%d rules looked at, %d broken"), ins->rules, broken);
		buf_byte(out, '\n');
	} else {
		buf_text(out, _("The file claims no standard; --profile holds it against one."));
		buf_byte(out, '\n');
	}
}

void inspect_text(struct buf *out, const struct inspection *ins)
{
	buf_print(out, _("Inspection of %s"), ins->p->path);
	buf_text(out, "\n\n");
	for (int i = 0; i < ins->lines.n; i++) {
		const struct line_told *line = &ins->lines.at[i];
		if (line->verdict == VERDICT_TOLD || line->verdict == VERDICT_ODD) {
			put_line(out, ins->a, line);
		}
	}
	buf_byte(out, '\n');
	put_rules(out, ins);
}

static void put_json_line(struct json *j, const struct line_told *line)
{
	json_open(j, NULL, '{');
	json_string(j, "name", line->name);
	json_string(j, "verdict", verdicts[line->verdict]);
	json_string(j, "standard", line->standard);
	json_string(j, "clause", line->clause);
	json_string(j, "says", gettext(line->says));
	if (line->value) {
		json_string(j, "value", line->value);
	}
	json_number(j, "count", line->count);
	json_open(j, "places", '[');
	for (int i = 0; i < line->nplaces; i++) {
		json_open(j, NULL, '{');
		json_number(j, "page", line->places[i].page + 1);
		json_string(j, "detail", line->places[i].detail);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

void inspect_json(struct buf *out, const struct inspection *ins)
{
	struct json j = { .out = out };

	json_open(&j, NULL, '{');
	json_string(&j, "file", ins->p->path);
	json_bool(&j, "passed", inspect_passed(ins));
	json_number(&j, "rules", ins->rules);
	json_open(&j, "lines", '[');
	for (int i = 0; i < ins->lines.n; i++) {
		put_json_line(&j, &ins->lines.at[i]);
	}
	json_close(&j, ']');
	json_close(&j, '}');
	json_end(&j);
}
