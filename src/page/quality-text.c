#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "page/quality-imp.h"

/* The report for people. Figures stand before words, so that columns are even
   in every language. */

static void put_place(struct buf *out, const struct span *s)
{
	if (s->file) {
		buf_print(out, "%s:%d:%d", s->file, s->line, s->col);
	}
}

/* Share of the bounds: -40% is squeezed, +40% spread. */
static void put_strain(struct buf *out, const struct extreme *e)
{
	if (!e->line) {
		buf_print(out, "%7s", "-");
	} else if (e->strain == INT32_MAX) {
		buf_print(out, "%7s", ">999%");
	} else {
		int64_t percent = divide_rounded((int64_t)e->strain * 100, UNIT_ONE);
		percent = percent > 9999 ? 9999 : percent;
		buf_print(out, "%+6d%%", (int)percent);
	}
}

static void put_extremes(struct buf *out, const struct extreme *tight, const struct extreme *loose)
{
	put_strain(out, tight);
	put_strain(out, loose);
}

static const char *fault_text(struct arena *a, const struct fault *f)
{
	char by[16];

	ratio_write(f->by, by);
	switch (f->kind) {
	case FAULT_OVERFULL:
		return arena_print(a, _("the line is %s em longer than the measure"), by);
	case FAULT_WIDE:
		return arena_print(a, _("spread beyond the bounds: a space grows by %s em"), by);
	case FAULT_LONE:
		return _("the last line is one character");
	case FAULT_RIVER_START:
		return arena_print(a, _("from here %s lines begin with “%s”"), by, f->what);
	case FAULT_RIVER_END:
		return arena_print(a, _("from here %s lines end with “%s”"), by, f->what);
	case FAULT_RIVER_SPACE:
		return arena_print(a, _("from here wide spaces of %s lines stand below each other"),
				by);
	case FAULT_ORPHAN:
		return _("a paragraph's first line is alone at the foot of the page or column");
	case FAULT_WIDOW:
		return _("a paragraph's last line is alone at the head of the page or column");
	case FAULT_SHORT_PAGE:
		return arena_print(a, _("the page ends %s lines above its foot"), by);
	default:
		die("fault %d has no text", f->kind);
	}
}

static void put_fault(struct buf *out, const struct fault *f)
{
	struct arena *a = arena_new();

	buf_text(out, "    ");
	if (f->par >= 0) {
		put_place(out, &f->span);
		buf_text(out, ": ");
	}
	buf_print(out, "%s\n", fault_text(a, f));
	arena_free(a);
}

static void put_pars(struct buf *out, const struct quality *q, int page, int *fault)
{
	const struct quality_page *p = &q->pages[page];

	for (int i = p->first_par; i < p->first_par + p->npars; i++) {
		const struct quality_par *par = &q->pars[i];
		buf_print(out, "%5d", par->nlines);
		put_extremes(out, &par->tightest, &par->loosest);
		buf_text(out, "  ");
		put_place(out, &par->span);
		if (par->tightest.line) {
			buf_print(out, "  %d/%d", par->tightest.number, par->loosest.number);
		}
		buf_byte(out, '\n');
		for (; *fault < q->nfaults && q->faults[*fault].par == i; ++*fault) {
			put_fault(out, &q->faults[*fault]);
		}
	}
	for (; *fault < q->nfaults && q->faults[*fault].page == page; ++*fault) {
		put_fault(out, &q->faults[*fault]);
	}
}

static void put_page(struct buf *out, const struct quality *q, int page, int *fault)
{
	const struct quality_page *p = &q->pages[page];
	const char *label = q->book->pages[page].label;

	if (!p->nlines) {
		return;
	}
	buf_print(out, "%5d", p->nlines);
	put_extremes(out, &p->tightest, &p->loosest);
	buf_text(out, "  ");
	buf_print(out, label ? _("page %d, numbered %s") : _("page %d"), page + 1, label);
	buf_byte(out, '\n');
	put_pars(out, q, page, fault);
	buf_byte(out, '\n');
}

static void put_count(struct buf *out, const struct quality *q, int n, const char *what)
{
	int tenths = q->nlines ? (int)divide_rounded((int64_t)n * 10000, q->nlines) : 0;

	buf_print(out, "%8d %7d.%d  %s\n", n, tenths / 10, tenths % 10, what);
}

static void put_em(struct buf *out, ratio r, const char *what)
{
	char s[16];

	ratio_write(r, s);
	buf_print(out, "%8s %9s  %s\n", s, "", what);
}

static void put_totals(struct buf *out, const struct quality *q)
{
	static const char *const kinds[] = {
		[FAULT_OVERFULL] = N_("lines longer than the measure"),
		[FAULT_WIDE] = N_("lines spread beyond the bounds"),
		[FAULT_LONE] = N_("last lines of one character"),
		[FAULT_RIVER_START] = N_("runs of lines that begin alike"),
		[FAULT_RIVER_END] = N_("runs of lines that end alike"),
		[FAULT_RIVER_SPACE] = N_("runs of wide spaces below each other"),
		[FAULT_ORPHAN] = N_("first lines alone at the foot of a page or column"),
		[FAULT_WIDOW] = N_("last lines alone at the head of a page or column"),
		[FAULT_SHORT_PAGE] = N_("short pages"),
	};

	buf_print(out, "%s\n", _("whole issue: number, number in a thousand lines"));
	put_count(out, q, q->nlines, _("lines"));
	put_count(out, q, q->nparagraphs, _("paragraphs"));
	put_count(out, q, q->filled, _("lines that fill the measure"));
	put_count(out, q, q->squeezed, _("of them squeezed"));
	put_count(out, q, q->spread, _("of them spread"));
	put_count(out, q, q->divided, _("lines that end within a word"));
	for (int i = 0; i < NFAULTS; i++) {
		put_count(out, q, q->count[i], gettext(kinds[i]));
	}
	buf_print(out, "%s\n", _("spaces in lines that fill the measure, em"));
	put_em(out, q->widest, _("largest growth of a space"));
	put_em(out, q->mean, _("between Han characters, on average"));
	put_em(out, q->deviation, _("the same, standard deviation"));
}

void quality_text(struct buf *out, const struct quality *q)
{
	int fault = 0;

	buf_print(out, "%s\n",
			_("lines, tightest and loosest one in % of what the layout allows, place, "
			  "which lines these are"));
	for (int i = 0; i < q->book->npages; i++) {
		put_page(out, q, i, &fault);
	}
	put_totals(out, q);
}
