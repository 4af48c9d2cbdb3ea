/* issue: the file held against the issue that it should be. */

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "inspect/text-imp.h"
#include "text/char.h"

/* All text of each page, lines one behind the other. */
struct matching {
	struct inspection *ins;
	const struct page_text *t;
	const char **pages;
	const struct book *book;
};

static const char *without_space(struct arena *a, const char *s)
{
	struct buf b = { 0 };
	const char *clean;
	size_t n = strlen(s);

	for (size_t at = 0; at < n;) {
		size_t from = at;
		uint32_t c = char_next(s, n, &at);
		if (char_class(c) != CHAR_SPACE && char_class(c) != CHAR_NEWLINE) {
			buf_add(&b, s + from, at - from);
		}
	}
	clean = arena_copy(a, b.s ? b.s : "", b.n);
	buf_done(&b);
	return clean;
}

static void join_pages(struct matching *m)
{
	struct buf b = { 0 };
	int n = m->ins->p->pages.n, line = 0;

	m->pages = ARENA_ARRAY(m->ins->a, const char *, n + 1);
	for (int i = 0; i < n; i++) {
		b.n = 0;
		for (; line < m->t->lines.n && m->t->lines.at[line].page == i; line++) {
			buf_text(&b, m->t->lines.at[line].words);
		}
		m->pages[i] = arena_copy(m->ins->a, b.s ? b.s : "", b.n);
	}
	buf_done(&b);
}

static struct line_told *begin(struct matching *m, const char *name, const char *says)
{
	m->ins->rules++;
	return tell(m->ins, "issue.yaml", name, says, VERDICT_PASSED, NULL);
}

static void fail(struct matching *m, struct line_told *line, int page, const char *detail)
{
	line->verdict = VERDICT_BROKEN;
	tell_place(m->ins, line, page, detail);
}

static void page_count(struct matching *m)
{
	struct line_told *line = begin(m, "issue-pages", N_("as many pages as the issue has"));

	if (m->ins->p->pages.n != m->book->npages) {
		fail(m, line, -1,
				arena_print(m->ins->a, "%d ≠ %d", m->ins->p->pages.n,
						m->book->npages));
	}
}

static void page_size(struct matching *m)
{
	struct line_told *line = begin(m, "issue-size", N_("pages of the issue's size"));
	double wid = (double)m->book->page_width / UNIT_ONE;
	double hgt = (double)m->book->page_height / UNIT_ONE;

	for (int i = 0; i < m->ins->p->pages.n; i++) {
		const struct pdf_box *b = &m->ins->p->pages.at[i].box[BOX_TRIM];
		if (fabs(b->right - b->left - wid) > 0.5 || fabs(b->top - b->bottom - hgt) > 0.5) {
			fail(m, line, i,
					arena_print(m->ins->a, "%.1f × %.1f pt", b->right - b->left,
							b->top - b->bottom));
		}
	}
}

static const char *joined(struct arena *a, const struct text *lines, int n)
{
	const char *all = "";

	for (int i = 0; i < n; i++) {
		all = arena_print(a, "%s%.*s", all, (int)lines[i].n, lines[i].s);
	}
	return without_space(a, all);
}

/* How the title is printed that the contents list gives so, which may be shorter
   there. */
static const char *printed_title(struct matching *m, const char *listed)
{
	struct arena *a = m->ins->a;

	for (int i = 0; i < m->ins->issue->nsections; i++) {
		const struct section *s = &m->ins->issue->sections[i];
		for (int k = 0; k < s->narticles; k++) {
			const struct article *art = &s->articles[k];
			if (art->toc.n && strcmp(joined(a, &art->toc, 1), listed) == 0) {
				return joined(a, art->title, art->ntitle);
			}
		}
	}
	return listed;
}

/* On its page, behind the title before it. */
static void titles(struct matching *m)
{
	struct line_told *line =
			begin(m, "issue-titles", N_("all titles stand on their pages, in order"));
	const char *at = NULL;
	int page = -1;

	for (int i = 0; i < m->book->nmarks; i++) {
		const struct mark *mark = &m->book->marks[i];
		const char *words = without_space(m->ins->a, mark->title), *found;
		words = printed_title(m, words);
		if (mark->page >= m->ins->p->pages.n) {
			fail(m, line, -1, mark->title);
			continue;
		}
		if (mark->page != page) {
			page = mark->page;
			at = m->pages[page];
		}
		found = strstr(at, words);
		if (found) {
			at = found + strlen(words);
		} else {
			fail(m, line, page, mark->title);
		}
	}
}

static void page_numbers(struct matching *m)
{
	struct line_told *line = begin(m, "issue-folios", N_("pages bear their numbers"));

	for (int i = 0; i < m->ins->p->pages.n && i < m->book->npages; i++) {
		const char *label = m->book->pages[i].label;
		int number = -1;
		bool found = text_folio(m->ins, m->t, i, &number) != NULL;
		const char *said = found ? arena_print(m->ins->a, "%d", number) : "";
		if (label ? strcmp(label, said) != 0 : false) {
			fail(m, line, i, arena_print(m->ins->a, "%s ≠ %s", said, label));
		}
	}
}

/* The number at the end of a contents row; -1: none. */
static int row_number(const char *s)
{
	size_t n = strlen(s), from = n;
	int value = 0;

	while (from && s[from - 1] >= '0' && s[from - 1] <= '9' && n - from < 5) {
		from--;
	}
	for (size_t i = from; i < n; i++) {
		value = value * 10 + (s[i] - '0');
	}
	return from < n ? value : -1;
}

/* A row of the contents list may be in pieces: the title, dots, the number. */
static int row_says(const struct page_text *t, int i)
{
	int value = row_number(t->lines.at[i].words);

	for (int k = i + 1; k < t->lines.n && t->lines.at[k].page == t->lines.at[i].page &&
			fabs(t->lines.at[k].y - t->lines.at[i].y) < 0.5;
			k++) {
		value = row_number(t->lines.at[k].words);
	}
	return value;
}

static void contents(struct matching *m)
{
	struct line_told *line =
			begin(m, "issue-contents", N_("the contents list gives the right pages"));

	for (int i = 0; i < m->book->nmarks; i++) {
		const struct mark *mark = &m->book->marks[i];
		const char *words = without_space(m->ins->a, mark->title);
		size_t n = strlen(words);
		for (int k = 0; k < m->t->lines.n && n; k++) {
			const struct text_line *row = &m->t->lines.at[k];
			int said = strncmp(row->words, words, n) == 0 && row->page < mark->page
					? row_says(m->t, k)
					: -1;
			int number;
			if (said >= 0 && mark->page < m->ins->p->pages.n &&
					text_folio(m->ins, m->t, mark->page, &number) &&
					number != said) {
				fail(m, line, row->page, mark->title);
			}
		}
	}
}

/* "NotoSerifCJKsc-Bold" is of the family "Noto Serif CJK SC". */
static bool is_family(const char *font, const char *family)
{
	for (; *family; family++) {
		if (*family == ' ' || *family == '-') {
			continue;
		}
		if ((*font | 0x20) != (*family | 0x20)) {
			return false;
		}
		font++;
	}
	return !*font || *font == '-' || *font == ',';
}

static void families(struct matching *m)
{
	struct line_told *line = begin(m, "issue-fonts", N_("the fonts are the issue's"));
	bool *there = ARENA_ARRAY(m->ins->a, bool, m->ins->nfamilies + 1);

	for (int i = 0; i < m->ins->look->fonts.n; i++) {
		const struct pdf_font *f = m->ins->look->fonts.at[i];
		bool ours = !f->used;
		for (int k = 0; k < m->ins->nfamilies; k++) {
			if (f->used && is_family(f->name, m->ins->families[k])) {
				ours = there[k] = true;
			}
		}
		if (!ours) {
			fail(m, line, -1, f->name);
		}
	}
	for (int k = 0; k < m->ins->nfamilies; k++) {
		if (!there[k]) {
			fail(m, line, -1, m->ins->families[k]);
		}
	}
}

void measure_issue(struct inspection *ins)
{
	struct matching m = { .ins = ins, .book = ins->book };

	if (!ins->issue || !ins->book) {
		return;
	}
	m.t = text_read(ins);
	join_pages(&m);
	page_count(&m);
	page_size(&m);
	titles(&m);
	page_numbers(&m);
	contents(&m);
	families(&m);
}
