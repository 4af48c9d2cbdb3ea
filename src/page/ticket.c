#include "page/ticket.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "font/font.h"
#include "page/paper-imp.h"
#include "page/report.h"

struct faces {
	struct arena *a;
	VEC(struct face *) at; /* in order of first use */
};

static void add_face(struct faces *f, struct face *face)
{
	for (int i = 0; i < f->at.n; i++) {
		if (f->at.at[i] == face) {
			return;
		}
	}
	*vec_push(f->a, &f->at) = face;
}

static void add_faces(struct faces *f, const struct page *page)
{
	for (int i = 0; i < page->nitems; i++) {
		const struct item *it = &page->items[i];
		if (it->kind == ITEM_GLYPHS) {
			add_face(f, it->u.frag->run->font.face);
		} else if (it->kind == ITEM_PAGE) {
			add_faces(f, it->u.placed.page);
		}
	}
}

static struct faces faces_of(struct arena *a, const struct book *book)
{
	struct faces f = { .a = a };

	for (int i = 0; i < book->npages; i++) {
		add_faces(&f, &book->pages[i]);
	}
	return f;
}

/* Millimetres, to a tenth. */
static ratio millimetres(sp len)
{
	int64_t tenths = divide_rounded((int64_t)len * 254, 72 * (int64_t)UNIT_ONE);

	return (ratio)divide_rounded(tenths * UNIT_ONE, 10);
}

static const char *print_millimetres(struct arena *a, sp len)
{
	char s[16];

	ratio_write(millimetres(len), s);
	return arena_string(a, s);
}

static const char *print_count(struct arena *a, long n)
{
	return arena_print(a, "%ld", n);
}

/* The page. */

static const char *join(struct arena *a, const char *const *names, int n, const char *between)
{
	const char *all = "";

	for (int i = 0; i < n; i++) {
		all = arena_print(a, "%s%s%s", all, i ? between : "", names[i]);
	}
	return all;
}

static const char *join_fonts(struct arena *a, const struct book *book, const char *between)
{
	struct faces f = faces_of(a, book);
	const char **names = ARENA_ARRAY(a, const char *, f.at.n);

	for (int i = 0; i < f.at.n; i++) {
		names[i] = arena_print(a, "%s %s", face_family(f.at.at[i]), face_style(f.at.at[i]));
	}
	return join(a, names, f.at.n, between);
}

static struct report_part facts_part(struct arena *a, const struct stationery *st,
		const struct ticket_facts *f)
{
	const char *place = f->blanks ? f->blanks_place.shown : st->ticket.blanks_none;
	const char *const blanks[] = { "blanks", print_count(a, f->blanks), NULL };
	const char *const words[] = { "paper", st->ticket.paper, "copies",
		f->copies ? print_count(a, f->copies) : st->ticket.copies_none, "pages",
		print_count(a, f->pages), "place", form_fill(a, place, blanks), "sheets",
		print_count(a, f->sheets), "sides", print_count(a, f->book->npages), "turned",
		f->turned.shown, "width", print_millimetres(a, f->width), "height",
		print_millimetres(a, f->height), "sheet-width",
		print_millimetres(a, f->book->page_width), "sheet-height",
		print_millimetres(a, f->book->page_height), "bleed",
		print_millimetres(a, f->book->bleed), "colours",
		join(a, f->inks, f->ninks, st->ticket.join), "profile",
		f->profile ? f->profile : st->ticket.profile_none, "binding", f->binding.shown,
		"fonts", join_fonts(a, f->book, st->ticket.join), NULL };
	const char **cells = ARENA_ARRAY(a, const char *, FACT_ROWS *FACT_COLUMNS);

	for (int i = 0; i < FACT_ROWS; i++) {
		cells[i * FACT_COLUMNS] = st->ticket.rows[i].heading;
		cells[i * FACT_COLUMNS + 1] = form_fill(a, st->ticket.rows[i].form, words);
	}
	return (struct report_part){ .heading = "",
		.columns = st->ticket.facts,
		.ncolumns = FACT_COLUMNS,
		.cells = cells,
		.nrows = FACT_ROWS,
		.none = "",
		.note = "" };
}

static struct report_part files_part(struct arena *a, const struct stationery *st,
		const struct ticket_facts *f)
{
	const char **cells = ARENA_ARRAY(a, const char *, f->nfiles *FILE_COLUMNS);

	for (int i = 0; i < f->nfiles; i++) {
		const char **row = cells + (size_t)i * FILE_COLUMNS;
		row[0] = f->files[i].name;
		row[1] = print_count(a, f->files[i].pages);
		row[2] = arena_print(a, "%zu", f->files[i].bytes);
		row[3] = f->files[i].hash;
	}
	return (struct report_part){ .heading = st->ticket.files_heading,
		.columns = st->ticket.files,
		.ncolumns = FILE_COLUMNS,
		.cells = cells,
		.nrows = f->nfiles,
		.none = "",
		.note = "" };
}

static struct report_part sign_part(const struct stationery *st)
{
	static const char *const nothing[SIGN_COLUMNS] = { "", "", "", "" };

	return (struct report_part){ .heading = st->ticket.sign_heading,
		.columns = st->ticket.sign,
		.ncolumns = SIGN_COLUMNS,
		.cells = nothing,
		.nrows = 1,
		.none = "",
		.note = "" };
}

struct book *page_ticket(const struct typesetter *t, const struct stationery *st,
		const struct ticket_facts *facts)
{
	const char *const none[] = { NULL };
	const struct report_part parts[] = { facts_part(t->a, st, facts),
		files_part(t->a, st, facts), sign_part(st) };
	const struct report report = { .title = st->ticket.title,
		.subtitle = paper_form(t->a, st->ticket.subtitle_form, facts->issue, none),
		.mark = st->ticket.title,
		.foot = st->ticket.foot,
		.row_height = st->ticket.row_height,
		.parts = parts,
		.nparts = 3 };
	struct book *book = page_reports(t, st, &report, 1);

	paper_properties(t->a, book, facts->issue, st->ticket.title);
	return book;
}

/* JSON. */

static void put_size(struct json *j, const char *key, sp width, sp height)
{
	json_open(j, key, '{');
	json_ratio(j, "width", millimetres(width));
	json_ratio(j, "height", millimetres(height));
	json_close(j, '}');
}

static void put_issue(struct json *j, struct arena *a, const struct issue *issue)
{
	const struct date *d = &issue->date;

	json_string(j, "title", issue->title.n ? issue->title.s : "");
	json_number(j, "number", issue->number);
	json_number(j, "total", issue->total);
	json_string(j, "date", arena_print(a, "%04d-%02d-%02d", d->year, d->month, d->day));
}

static void put_fonts(struct json *j, struct arena *a, const struct book *book)
{
	struct faces f = faces_of(a, book);

	json_open(j, "fonts", '[');
	for (int i = 0; i < f.at.n; i++) {
		json_open(j, NULL, '{');
		json_string(j, "family", face_family(f.at.at[i]));
		json_string(j, "style", face_style(f.at.at[i]));
		json_bool(j, "embedded", true);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_files(struct json *j, const struct ticket_facts *f)
{
	json_open(j, "files", '[');
	for (int i = 0; i < f->nfiles; i++) {
		json_open(j, NULL, '{');
		json_string(j, "name", f->files[i].name);
		json_number(j, "pages", f->files[i].pages);
		json_number(j, "bytes", (int)f->files[i].bytes);
		json_string(j, "sha256", f->files[i].hash);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_job(struct json *j, const struct stationery *st, const struct ticket_facts *f)
{
	put_size(j, "page_mm", f->width, f->height);
	put_size(j, "sheet_mm", f->book->page_width, f->book->page_height);
	json_ratio(j, "bleed_mm", millimetres(f->book->bleed));
	json_string(j, "paper", st->ticket.paper);
	if (f->copies) {
		json_number(j, "copies", (int)f->copies);
	} else {
		json_null(j, "copies");
	}
	json_number(j, "pages", f->pages);
	json_number(j, "blanks", f->blanks);
	json_string(j, "blanks_place", f->blanks_place.name);
	json_number(j, "sheets", f->sheets);
	json_number(j, "sides", f->book->npages);
	json_string(j, "turned", f->turned.name);
	json_string(j, "binding", f->binding.name);
}

static void put_inks(struct json *j, const struct ticket_facts *f)
{
	json_open(j, "inks", '[');
	for (int i = 0; i < f->ninks; i++) {
		json_string(j, NULL, f->inks[i]);
	}
	json_close(j, ']');
	if (f->profile) {
		json_string(j, "profile", f->profile);
	} else {
		json_null(j, "profile");
	}
}

void ticket_json(struct buf *out, struct arena *a, const struct stationery *st,
		const struct ticket_facts *facts)
{
	struct json j = { .out = out };

	json_open(&j, NULL, '{');
	put_issue(&j, a, facts->issue);
	put_job(&j, st, facts);
	put_inks(&j, facts);
	put_fonts(&j, a, facts->book);
	put_files(&j, facts);
	json_close(&j, '}');
	json_end(&j);
}
