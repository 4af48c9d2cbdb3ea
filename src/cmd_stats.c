/* What was printed of whom, over a year: counted from the issues' bylines. */

#include "cmd.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "page/report.h"
#include "pdf/pdf.h"
#include "proof/credits.h"
#include "source/source.h"

#define MONTHS 12

/* What is wanted. */
struct wish {
	const char *folder; /* of the issues */
	int year;           /* 0: that of the last issue */
	const char *output; /* NULL: the usual place */
	bool csv;
};

/* A unit or an author under an article. */
struct entry {
	const char *unit, *author;
	int article, month; /* article: a number through the year */
};

struct entries {
	VEC(struct entry) at;
	int narticles; /* that somebody is named under */
};

struct rows {
	VEC(struct statistics_row) at;
};

static void collect(struct work *w, const struct issue *issue, const struct registers *registers,
		struct entries *all)
{
	int n;
	const struct credit *credits = proof_credits(w->a, issue, registers, &n);

	for (int i = 0; i < n; i++) {
		bool begins = i == 0 || credits[i].article != credits[i - 1].article;
		all->narticles += begins;
		*vec_push(w->a, &all->at) = (struct entry){ credits[i].unit, credits[i].author,
			all->narticles, issue->date.month };
	}
}

static int by_unit(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->unit, y->unit);

	return order ? order : x->article - y->article;
}

static int by_author(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order = strcmp(x->author, y->author);

	return order ? order : by_unit(a, b);
}

/* Most first; who named no unit comes last. */
static int by_rank(const void *a, const void *b)
{
	const struct statistics_row *x = a, *y = b;
	int order = (x->unit[0] == '\0') - (y->unit[0] == '\0');

	if (x->author[0] || y->author[0]) {
		order = 0;
	}
	order = order ? order : y->total - x->total;
	order = order ? order : strcmp(x->unit, y->unit);
	return order ? order : strcmp(x->author, y->author);
}

static void rank(struct rows *rows)
{
	if (rows->at.n) {
		qsort(rows->at.at, (size_t)rows->at.n, sizeof rows->at.at[0], by_rank);
	}
	for (int i = 0; i < rows->at.n; i++) {
		struct statistics_row *row = &rows->at.at[i];
		bool same = i && row->total == row[-1].total;
		row->rank = same ? row[-1].rank : i + 1;
	}
}

/* A row for each unit, or each author of a unit. An article counts once for
   everyone whom it names, however often. */
static struct rows count(struct arena *a, struct entries *all, bool authors)
{
	struct rows rows = { 0 };
	const struct entry *last = NULL;

	if (all->at.n) {
		qsort(all->at.at, (size_t)all->at.n, sizeof all->at.at[0],
				authors ? by_author : by_unit);
	}
	for (int i = 0; i < all->at.n; i++) {
		const struct entry *e = &all->at.at[i];
		struct statistics_row *row;
		bool same = last && strcmp(last->unit, e->unit) == 0 &&
				(!authors || strcmp(last->author, e->author) == 0);
		if (authors && !e->author[0]) {
			continue;
		}
		if (!same) {
			*vec_push(a, &rows.at) = (struct statistics_row){ .unit = e->unit,
				.author = authors ? e->author : "" };
		}
		row = &rows.at.at[rows.at.n - 1];
		if (!same || last->article != e->article) {
			row->months[e->month - 1]++;
			row->total++;
		}
		last = e;
	}
	rank(&rows);
	return rows;
}

/* RFC 4180. */
static void csv_text(struct buf *b, const char *s)
{
	buf_byte(b, '"');
	for (; *s; s++) {
		if (*s == '"') {
			buf_byte(b, '"');
		}
		buf_byte(b, *s);
	}
	buf_byte(b, '"');
}

static void csv_row(struct buf *b, const struct statistics_row *row, const char *kind)
{
	buf_print(b, "%s,", kind);
	csv_text(b, row->unit);
	buf_byte(b, ',');
	csv_text(b, row->author);
	for (int i = 0; i < MONTHS; i++) {
		buf_print(b, ",%d", row->months[i]);
	}
	buf_print(b, ",%d\r\n", row->total);
}

/* With a byte order mark, by which Excel and WPS know UTF-8. */
static void csv_write(struct buf *b, const struct statistics_facts *f)
{
	buf_text(b, "\xef\xbb\xbf类别,单位,作者");
	for (int i = 0; i < MONTHS; i++) {
		buf_print(b, ",%d月", i + 1);
	}
	buf_text(b, ",合计\r\n");
	for (int i = 0; i < f->nunits; i++) {
		csv_row(b, &f->units[i], "单位");
	}
	for (int i = 0; i < f->nauthors; i++) {
		csv_row(b, &f->authors[i], "作者");
	}
}

static void write_csv(struct work *w, const struct wish *wish, const struct statistics_facts *f)
{
	struct buf b = { 0 };
	struct outfile *o;

	csv_write(&b, f);
	if (!wish->output) {
		fwrite(b.s, 1, b.n, stdout);
		buf_done(&b);
		return;
	}
	o = outfile_open(wish->output);
	if (!o || !outfile_write(o, b.s, b.n)) {
		diag_add(w->diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, wish->output,
				strerror(errno));
		outfile_abort(o);
	} else if (!outfile_commit(o)) {
		diag_add(w->diags, DIAG_OUTPUT_FAILED, (struct span){ 0 }, wish->output,
				strerror(errno));
	}
	buf_done(&b);
}

static void write_pdf(struct work *w, const struct wish *wish, const struct statistics_facts *f)
{
	const char *layouts = data_folder(w->a, "layouts"), *output = wish->output;
	const char *name = w->layout ? w->layout : DEFAULT_LAYOUT;
	struct typesetter t = { .a = w->a, .l = source_layout(w->a, layouts, name, w->diags) };
	const struct stationery *st = source_stationery(w->a, layouts, w->diags);
	struct book *book;

	w->fonts = t.l && st ? fonts_open(data_folder(w->a, "fonts"), w->diags) : NULL;
	if (!w->fonts) {
		return;
	}
	w->shaper = shaper_new(w->fonts, t.l, w->diags);
	t.s = w->shaper;
	t.d = w->diags;
	book = page_statistics(&t, st, f);
	if (diags_count(w->diags, DIAG_ERROR)) {
		return;
	}
	output = output ? output : work_out(w, arena_print(w->a, "stats-%d", f->year));
	if (!diags_count(w->diags, DIAG_ERROR) && pdf_write(book, NULL, output, w->diags)) {
		work_done(w, output, book->npages);
	}
}

static enum status stats(struct work *w, const struct wish *wish)
{
	struct statistics_facts f = { .year = wish->year };
	const struct registers *registers = NULL;
	const struct issue *const *issues;
	struct entries all = { 0 };
	struct rows units, authors;

	work_begin(w);
	issues = source_year(w->a, wish->folder, &f.year, &f.nissues, w->diags);
	if (!f.nissues) {
		diag_add(w->diags, DIAG_YEAR_NONE, (struct span){ 0 }, wish->folder,
				wish->year ? arena_print(w->a, "%d", wish->year) : "—");
		return work_end(w);
	}
	f.last = issues[f.nissues - 1];
	if (!source_registers(w->a, f.last->folder, &registers, w->diags)) {
		return work_end(w);
	}
	for (int i = 0; i < f.nissues; i++) {
		collect(w, issues[i], registers, &all);
	}
	f.narticles = all.narticles;
	units = count(w->a, &all, false);
	authors = count(w->a, &all, true);
	f.units = units.at.at;
	f.nunits = units.at.n;
	f.authors = authors.at.at;
	f.nauthors = authors.at.n;
	if (wish->csv) {
		write_csv(w, wish, &f);
	} else {
		write_pdf(w, wish, &f);
	}
	return work_end(w);
}

/* "2024"; 0 for what is none. */
static int read_year(const char *s)
{
	int year = strlen(s) == 4 && strspn(s, "0123456789") == 4 ? atoi(s) : 0;

	return year >= 1900 && year <= 2999 ? year : 0;
}

enum status cmd_stats(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "in", required_argument, NULL, 'i' },
		{ "layout", required_argument, NULL, 'l' },
		{ "output", required_argument, NULL, 'o' },
		{ "year", required_argument, NULL, 'y' },
		{ 0 },
	};
	struct work w = { 0 };
	struct wish wish = { .folder = "issues" };

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		switch (c) {
		case 'f':
			wish.csv = strcmp(optarg, "csv") == 0;
			if (!wish.csv && strcmp(optarg, "pdf") != 0) {
				return usage_error(_("‘%s’ is no format; they are pdf and csv"),
						optarg);
			}
			break;
		case 'i':
			wish.folder = optarg;
			break;
		case 'l':
			w.layout = optarg;
			break;
		case 'o':
			wish.output = optarg;
			break;
		case 'y':
			wish.year = read_year(optarg);
			if (!wish.year) {
				return usage_error(_("‘%s’ is no year"), optarg);
			}
			break;
		default:
			return option_error(argv, "stats");
		}
	}
	if (argc != optind) {
		return usage_error(_("stats takes options only"));
	}
	return stats(&w, &wish);
}
