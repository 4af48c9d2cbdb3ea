#include "page/report.h"

#include "base/arena.h"
#include "page/paper-imp.h"

/* What was printed of whom, over a year. */

#define MONTHS 12

enum { RANK, NAME, MONTH, TOTAL, GIVEN = UNIT_COLUMNS }; /* columns of units, as they are given */
#define SHOWN (GIVEN - 1 + MONTHS)

/* The column of a month is there twelve times. */
static const struct report_column *unit_columns(struct arena *a, const struct stationery *st)
{
	const struct report_column *given = st->statistics.units;
	struct report_column *shown = ARENA_ARRAY(a, struct report_column, SHOWN);

	shown[RANK] = given[RANK];
	shown[NAME] = given[NAME];
	for (int i = 0; i < MONTHS; i++) {
		const char *const pairs[] = { "month", arena_print(a, "%d", i + 1), NULL };
		shown[MONTH + i] = given[MONTH];
		shown[MONTH + i].heading = form_fill(a, st->statistics.month_form, pairs);
	}
	shown[SHOWN - 1] = given[TOTAL];
	return shown;
}

static const char *count(struct arena *a, int n)
{
	return n ? arena_print(a, "%d", n) : "";
}

static const char *unit_name(const struct stationery *st, const struct statistics_row *row)
{
	return row->unit[0] ? row->unit : st->statistics.unnamed;
}

static struct report_part units_part(struct arena *a, const struct stationery *st,
		const struct statistics_facts *facts)
{
	const char **cells = ARENA_ARRAY(a, const char *, facts->nunits *SHOWN);

	for (int i = 0; i < facts->nunits; i++) {
		const struct statistics_row *row = &facts->units[i];
		const char **at = cells + i * SHOWN;
		at[RANK] = count(a, row->rank);
		at[NAME] = unit_name(st, row);
		for (int k = 0; k < MONTHS; k++) {
			at[MONTH + k] = count(a, row->months[k]);
		}
		at[SHOWN - 1] = count(a, row->total);
	}
	return (struct report_part){ .heading = st->statistics.units_heading,
		.columns = unit_columns(a, st),
		.ncolumns = SHOWN,
		.cells = cells,
		.nrows = facts->nunits,
		.none = st->statistics.none,
		.note = "" };
}

static struct report_part authors_part(struct arena *a, const struct stationery *st,
		const struct statistics_facts *facts)
{
	const char **cells = ARENA_ARRAY(a, const char *, facts->nauthors *AUTHOR_COLUMNS);

	for (int i = 0; i < facts->nauthors; i++) {
		const struct statistics_row *row = &facts->authors[i];
		const char **at = cells + i * AUTHOR_COLUMNS;
		at[0] = count(a, row->rank);
		at[1] = row->author;
		at[2] = unit_name(st, row);
		at[3] = count(a, row->total);
	}
	return (struct report_part){ .heading = st->statistics.authors_heading,
		.columns = st->statistics.authors,
		.ncolumns = AUTHOR_COLUMNS,
		.cells = cells,
		.nrows = facts->nauthors,
		.none = st->statistics.none,
		.note = "" };
}

static int named_units(const struct statistics_facts *facts)
{
	int n = 0;

	for (int i = 0; i < facts->nunits; i++) {
		n += facts->units[i].unit[0] != '\0';
	}
	return n;
}

struct book *page_statistics(const struct typesetter *t, const struct stationery *st,
		const struct statistics_facts *facts)
{
	struct arena *a = t->a;
	const char *title = facts->last->title.n ? facts->last->title.s : "";
	const char *const title_words[] = { "title", title, "year",
		arena_print(a, "%d", facts->year), NULL };
	const char *const words[] = { "issues", arena_print(a, "%d", facts->nissues), "articles",
		arena_print(a, "%d", facts->narticles), "units",
		arena_print(a, "%d", named_units(facts)), "authors",
		arena_print(a, "%d", facts->nauthors), NULL };
	const struct report_part parts[] = { units_part(a, st, facts), authors_part(a, st, facts) };
	struct report report = { .title = form_fill(a, st->statistics.title_form, title_words),
		.subtitle = form_fill(a, st->statistics.subtitle_form, words),
		.foot = "",
		.parts = parts,
		.nparts = 2 };
	struct book *book;

	report.mark = report.title;
	book = page_reports(t, st, &report, 1);
	paper_properties(a, book, facts->last, report.title);
	return book;
}
