#include "base/json.h"
#include "page/quality-imp.h"

/* The report for programs. Members keep their names and meaning; more may come. */

static const char *const kinds[] = {
	[FAULT_OVERFULL] = "overfull",
	[FAULT_WIDE] = "wide",
	[FAULT_LONE] = "lone",
	[FAULT_RIVER_START] = "river-start",
	[FAULT_RIVER_END] = "river-end",
	[FAULT_RIVER_SPACE] = "river-space",
	[FAULT_ORPHAN] = "orphan",
	[FAULT_WIDOW] = "widow",
	[FAULT_SHORT_PAGE] = "short-page",
};

static void put_place(struct json *j, const struct span *span)
{
	if (span->file) {
		json_string(j, "file", span->file);
		json_number(j, "line", span->line);
		json_number(j, "column", span->col);
	}
}

static void put_extreme(struct json *j, const char *key, const struct extreme *e)
{
	if (!e->line) {
		return;
	}
	json_open(j, key, '{');
	if (e->strain == INT32_MAX) {
		json_null(j, "strain");
	} else {
		json_ratio(j, "strain", e->strain);
	}
	json_number(j, "number", e->number);
	put_place(j, &e->line->span);
	json_close(j, '}');
}

static void put_fault(struct json *j, const struct fault *f)
{
	json_open(j, NULL, '{');
	json_string(j, "fault", kinds[f->kind]);
	if (f->par >= 0) {
		json_number(j, "number", f->line);
		put_place(j, &f->span);
	}
	if (f->by) {
		json_ratio(j, "by", f->by);
	}
	if (f->what) {
		json_string(j, "character", f->what);
	}
	json_close(j, '}');
}

/* Those of paragraph par, or of the page as a whole. */
static void put_faults(struct json *j, const struct quality *q, int *at, int page, int par)
{
	json_open(j, "faults", '[');
	for (; *at < q->nfaults && q->faults[*at].page == page && q->faults[*at].par == par;
			++*at) {
		put_fault(j, &q->faults[*at]);
	}
	json_close(j, ']');
}

static void put_par(struct json *j, const struct quality *q, int i, int *fault)
{
	const struct quality_par *par = &q->pars[i];

	json_open(j, NULL, '{');
	put_place(j, &par->span);
	json_number(j, "first", par->first);
	json_number(j, "lines", par->nlines);
	put_extreme(j, "tightest", &par->tightest);
	put_extreme(j, "loosest", &par->loosest);
	put_faults(j, q, fault, par->page, i);
	json_close(j, '}');
}

static void put_page(struct json *j, const struct quality *q, int i, int *fault)
{
	const struct quality_page *page = &q->pages[i];

	json_open(j, NULL, '{');
	json_number(j, "page", i + 1);
	if (q->book->pages[i].label) {
		json_string(j, "label", q->book->pages[i].label);
	}
	json_number(j, "lines", page->nlines);
	put_extreme(j, "tightest", &page->tightest);
	put_extreme(j, "loosest", &page->loosest);
	json_open(j, "paragraphs", '[');
	for (int k = 0; k < page->npars; k++) {
		put_par(j, q, page->first_par + k, fault);
	}
	json_close(j, ']');
	put_faults(j, q, fault, i, -1);
	json_close(j, '}');
}

static void put_rates(struct json *j, const struct quality *q)
{
	json_open(j, "per-thousand-lines", '{');
	json_ratio(j, "divided-words", per_thousand(q, q->divided));
	for (int i = 0; i < NFAULTS; i++) {
		json_ratio(j, kinds[i], per_thousand(q, q->count[i]));
	}
	json_close(j, '}');
}

static void put_totals(struct json *j, const struct quality *q)
{
	json_open(j, "totals", '{');
	json_number(j, "paragraphs", q->nparagraphs);
	json_number(j, "lines", q->nlines);
	json_number(j, "filled", q->filled);
	json_number(j, "squeezed", q->squeezed);
	json_number(j, "spread", q->spread);
	json_number(j, "divided-words", q->divided);
	for (int i = 0; i < NFAULTS; i++) {
		json_number(j, kinds[i], q->count[i]);
	}
	put_rates(j, q);
	put_extreme(j, "tightest", &q->tightest);
	put_extreme(j, "loosest", &q->loosest);
	json_ratio(j, "widest", q->widest);
	json_number(j, "han-spaces", (int)q->nspaces);
	json_ratio(j, "han-space-mean", thousandths(q->mean));
	json_ratio(j, "han-space-deviation", thousandths(q->deviation));
	json_close(j, '}');
}

void quality_json(struct buf *out, const struct quality *q)
{
	struct json j = { .out = out };
	int fault = 0;

	json_open(&j, NULL, '{');
	json_string(&j, "book", q->book->title);
	json_open(&j, "pages", '[');
	for (int i = 0; i < q->book->npages; i++) {
		put_page(&j, q, i, &fault);
	}
	json_close(&j, ']');
	put_totals(&j, q);
	json_close(&j, '}');
	json_end(&j);
}
