#include "pdf/extras-imp.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pdf/archive-imp.h"
#include "pdf/link-imp.h"
#include "pdf/print-imp.h"

static struct slice slice_of(const char *s)
{
	return (struct slice){ s, s ? strlen(s) : 0 };
}

static HPDF_Outline add_bookmark(struct content *c, HPDF_Outline parent, const struct mark *m)
{
	HPDF_Outline o = HPDF_CreateOutline(c->doc->haru, parent, "", NULL);
	struct buf b = { 0 };

	if (!o) {
		return NULL;
	}
	/* libharu's titles end with the BMP, its items carry the root's type */
	HPDF_Dict_RemoveElement(o, "Title");
	HPDF_Dict_RemoveElement(o, "Type");
	buf_text(&b, "/Title ");
	print_text(&b, slice_of(m->title));
	buf_text(&b, "\n/Dest ");
	print_destination(&b, c, m);
	buf_text(&b, "\n");
	object_entries(c->doc, o, &b);
	buf_done(&b);
	return o;
}

void extras_outline(struct content *c)
{
	HPDF_Outline section = NULL;

	for (int i = 0; i < c->book->nmarks; i++) {
		const struct mark *m = &c->book->marks[i];
		HPDF_Outline o = add_bookmark(c, m->level ? section : NULL, m);
		if (m->level == 0) {
			section = o;
		}
	}
}

/* A printed page number as PDF numbers pages: a prefix and what counts on. */
struct label {
	struct slice prefix;
	long number; /* 0: the prefix is all */
};

static struct label label_of(const char *s)
{
	struct label l = { slice_of(s), 0 };
	size_t at = l.prefix.n;

	while (at > 0 && s[at - 1] >= '0' && s[at - 1] <= '9' && l.prefix.n - at < 9) {
		at--;
	}
	while (s && s[at] == '0') {
		at++;
	}
	if (at < l.prefix.n) {
		l.number = strtol(s + at, NULL, 10);
		l.prefix.n = at;
	}
	return l;
}

/* Page labels count by themselves: b after a needs no word. */
static bool follows(struct label a, struct label b)
{
	bool same = a.prefix.n == b.prefix.n &&
			(!a.prefix.n || memcmp(a.prefix.s, b.prefix.s, a.prefix.n) == 0);

	return same && b.number == (a.number ? a.number + 1 : 0);
}

static void print_label(struct buf *b, int page, struct label l)
{
	buf_print(b, "%d <<", page);
	if (l.prefix.n || !l.number) {
		buf_text(b, "/P ");
		print_text(b, l.prefix);
	}
	if (l.number) {
		buf_print(b, "/S /D /St %ld", l.number);
	}
	buf_text(b, ">>\n");
}

static void print_labels(struct buf *b, const struct book *book)
{
	struct label last = { 0 };

	buf_text(b, "/PageLabels <</Nums [");
	for (int i = 0; i < book->npages; i++) {
		struct label l = label_of(book->pages[i].label);
		if (i == 0 || !follows(last, l)) {
			print_label(b, i, l);
		}
		last = l;
	}
	buf_text(b, "]>>\n");
}

void extras_catalog(struct content *c)
{
	struct buf b = { 0 };

	buf_text(&b, "/Lang (zh-CN)\n/ViewerPreferences <</DisplayDocTitle true>>\n");
	print_labels(&b, c->book);
	if (c->tags) {
		tags_print(&b, c->tags);
		archive_print(&b, c);
	}
	object_entries(c->doc, c->doc->haru->catalog, &b);
	buf_done(&b);
}

/* The time that a reproducible build is given (reproducible-builds.org), else
   the issue's own date: never the clock. */
static struct tm time_of(struct date date)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	long long seconds = epoch ? strtoll(epoch, &end, 10) : -1;
	struct tm tm = { .tm_year = date.year - 1900,
		.tm_mon = date.month - 1,
		.tm_mday = date.day };

	if (seconds >= 0 && seconds < 253402300800 && end != epoch && !*end) {
		gmtime_r(&(time_t){ (time_t)seconds }, &tm);
	}
	return tm;
}

void extras_print_date(struct buf *b, struct date date)
{
	struct tm tm = time_of(date);

	buf_print(b, "(D:%04d%02d%02d%02d%02d%02dZ)", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
			tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void extras_iso_date(struct buf *b, struct date date)
{
	struct tm tm = time_of(date);

	buf_print(b, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
			tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ISO 32000-1, 14.5: what a program keeps with a page for itself. */
static void add_seal(struct content *c, HPDF_Page page, const char *seal)
{
	HPDF_MMgr mmgr = c->doc->haru->mmgr;
	HPDF_Dict pieces = HPDF_Dict_New(mmgr);
	struct buf date = { 0 }, b = { 0 };

	extras_print_date(&date, c->book->date);
	buf_print(&b, "/Banxin <</LastModified %s /Private (%s)>>\n", date.s, seal);
	if (HPDF_Dict_Add(page, "PieceInfo", pieces) == HPDF_OK) {
		object_entries(c->doc, pieces, &b);
	}
	date.s[date.n - 1] = '\0'; /* libharu adds brackets of its own */
	HPDF_Dict_Add(page, "LastModified", HPDF_String_New(mmgr, date.s + 1, NULL));
	buf_done(&date);
	buf_done(&b);
}

void extras_seals(struct content *c)
{
	for (int i = 0; i < c->book->npages; i++) {
		if (c->book->pages[i].seal && c->pages[i]) {
			add_seal(c, c->pages[i], c->book->pages[i].seal);
		}
	}
}

static void print_property(struct buf *b, const char *key, const char *value)
{
	if (value && *value) {
		buf_print(b, "/%s ", key);
		print_text(b, slice_of(value));
		buf_text(b, "\n");
	}
}

void extras_info(struct content *c)
{
	struct buf b = { 0 };

	print_property(&b, "Title", c->book->title);
	print_property(&b, "Author", c->book->author);
	print_property(&b, "Subject", c->book->subject);
	print_property(&b, "Keywords", c->book->keywords);
	print_property(&b, "Creator", EXTRAS_CREATOR);
	HPDF_Dict_RemoveElement(c->doc->haru->info, "Producer"); /* libharu's: said once more */
	print_property(&b, "Producer", EXTRAS_PRODUCER);
	buf_text(&b, "/CreationDate ");
	extras_print_date(&b, c->book->date);
	buf_text(&b, "\n/ModDate ");
	extras_print_date(&b, c->book->date);
	buf_text(&b, "\n");
	if (c->tags) {
		/* by which poppler knows an archive's file */
		buf_print(&b, "/GTS_PDFA1Version (PDF/A-%da:2011)\n", archive_part(c));
	}
	if (c->order && c->order->inks) {
		buf_text(&b, "/Trapped /False\n");
	}
	object_entries(c->doc, c->doc->haru->info, &b);
	buf_done(&b);
}
