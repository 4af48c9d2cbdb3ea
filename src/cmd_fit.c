#include "cmd.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/vec.h"
#include "comments/comments.h"
#include "page/fit.h"
#include "source/source.h"

/* The adviser for copy-fitting: what brings an issue to so many pages. */

#define COMMENT   "<!-- banxin: tighten -->"
#define SHEET     4 /* pages on a folded sheet */
#define FEW       3 /* characters that are few on a paragraph's last line */
#define PAGES_MAX 100000

struct wish {
	const char *folder, *layout;
	int pages; /* 0: whatever fills the sheets */
	bool apply, json;
};

struct goal {
	int pages;
	struct fit_plan plan;
};

struct advice {
	const struct wish *wish;
	const struct fit *fit;
	VEC(struct goal) goals;
	int blank; /* pages at the end, as it is; with --pages: of those */
};

static void add_goal(struct work *w, struct advice *a, int pages)
{
	struct goal goal = { pages, fit_reach(a->fit, pages) };

	*vec_push(w->a, &a->goals) = goal;
}

/* Ways to a page less and to fewer sheets; or to what is wanted. */
static struct advice advise(struct work *w, const struct wish *wish)
{
	struct advice a = { .wish = wish, .fit = fit_new(w->a, w->galley, w->shaper) };
	int pages = fit_pages(a.fit), over = pages % SHEET;

	if (wish->pages) {
		a.blank = wish->pages > pages ? wish->pages - pages : 0;
		if (wish->pages < pages) {
			add_goal(w, &a, wish->pages);
		}
		return a;
	}
	a.blank = over ? SHEET - over : 0;
	if (over > 1 || (!over && pages > 1)) {
		add_goal(w, &a, pages - 1);
	}
	if (over && pages > SHEET) {
		add_goal(w, &a, pages - over);
	}
	return a;
}

static bool is_reached(const struct goal *g)
{
	return g->plan.pages <= g->pages;
}

/* The goal that --apply works for: the one wanted, or whole sheets. */
static const struct goal *chosen_goal(const struct advice *a)
{
	const struct goal *last = a->goals.n ? &a->goals.at[a->goals.n - 1] : NULL;

	return last && (a->wish->pages || last->pages % SHEET == 0) ? last : NULL;
}

static void print_place(const struct fit_paragraph *p)
{
	printf("%s:%d: ", p->block->span.file, p->block->span.line);
}

static ratio to_tenths(ratio r)
{
	return (ratio)(divide_rounded((int64_t)r * 10, UNIT_ONE) * UNIT_ONE / 10);
}

static void print_fullness(const struct advice *a)
{
	struct fullness full = fit_last_page(a->fit);
	char used[16], capacity[16];
	int pages = fit_pages(a->fit);

	ratio_write(to_tenths(full.used), used);
	ratio_write(to_tenths(full.capacity), capacity);
	printf(ngettext("%d page; the last one is filled by %d %% (%s of %s lines)\n",
			       "%d pages; the last one is filled by %d %% (%s of %s lines)\n",
			       (unsigned)pages),
			pages, (int)((int64_t)full.used * 100 / full.capacity), used, capacity);
}

static void print_paragraphs(const struct fit *fit)
{
	int n;
	const struct fit_paragraph *p = fit_paragraphs(fit, &n);

	for (int i = 0; i < n; i++) {
		if (p[i].lines > 1 && p[i].last <= FEW) {
			print_place(&p[i]);
			printf(ngettext("%d character on the last line of paragraph %d of "
					"article %d: %s\n",
					       "%d characters on the last line of paragraph %d of "
					       "article %d: %s\n",
					       (unsigned)p[i].last),
					p[i].last, p[i].number, p[i].article, p[i].opening);
		}
		if (p[i].tightens) {
			print_place(&p[i]);
			printf(_("paragraph %d of article %d set tight is shorter by a line: "
				 "%s\n"),
					p[i].number, p[i].article, p[i].opening);
		}
	}
}

static void print_step(const struct fit_step *s)
{
	const struct fit_paragraph *p = s->paragraph;

	printf("  ");
	print_place(p);
	if (s->cut) {
		printf(ngettext("cut %d character from paragraph %d of article %d: %s\n",
				       "cut %d characters from paragraph %d of article %d: %s\n",
				       (unsigned)s->cut),
				s->cut, p->number, p->article, p->opening);
	} else {
		printf(_("set paragraph %d of article %d tight: %s\n"), p->number, p->article,
				p->opening);
	}
}

static void print_goal(const struct advice *a, const struct goal *g)
{
	int saved = fit_pages(a->fit) - g->pages, cuts = 0, characters = 0;

	if (!is_reached(g)) {
		printf(_("no way to %d pages: with every paragraph a line shorter that can be, "
			 "there are %d\n"),
				g->pages, g->plan.pages);
		return;
	}
	printf(ngettext("to save %d page, for %d:\n", "to save %d pages, for %d:\n",
			       (unsigned)saved),
			saved, g->pages);
	for (int i = 0; i < g->plan.n; i++) {
		print_step(&g->plan.steps[i]);
		cuts += g->plan.steps[i].cut > 0;
		characters += g->plan.steps[i].cut;
	}
	if (cuts > 1) {
		printf(_("  in all %d characters to be cut\n"), characters);
	}
}

static void print_blank(const struct advice *a)
{
	int pages = fit_pages(a->fit);

	if (a->blank) {
		printf(ngettext("%d page stays blank, of %d\n", "%d pages stay blank, of %d\n",
				       (unsigned)a->blank),
				a->blank, pages + a->blank);
	} else if (!a->wish->pages) {
		printf(_("no page of the folded sheets stays blank\n"));
	}
}

static void print_text(const struct advice *a)
{
	print_fullness(a);
	print_paragraphs(a->fit);
	for (int i = 0; i < a->goals.n; i++) {
		print_goal(a, &a->goals.at[i]);
	}
	print_blank(a);
}

static void json_paragraph(struct json *j, const struct fit_paragraph *p)
{
	json_uri(j, "file", p->block->span.file);
	json_number(j, "line", p->block->span.line);
	json_number(j, "article", p->article);
	json_number(j, "paragraph", p->number);
	json_string(j, "text", p->opening);
}

static void json_paragraphs(struct json *j, const struct fit *fit)
{
	int n;
	const struct fit_paragraph *p = fit_paragraphs(fit, &n);

	json_open(j, "paragraphs", '[');
	for (int i = 0; i < n; i++) {
		json_open(j, NULL, '{');
		json_paragraph(j, &p[i]);
		json_number(j, "lines", p[i].lines);
		json_number(j, "last", p[i].last);
		json_bool(j, "tightens", p[i].tightens);
		json_number(j, "cut", p[i].cut);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void json_goal(struct json *j, const struct goal *g)
{
	json_open(j, NULL, '{');
	json_number(j, "pages", g->pages);
	json_bool(j, "reached", is_reached(g));
	json_number(j, "comesTo", g->plan.pages);
	json_open(j, "steps", '[');
	for (int i = 0; i < g->plan.n && is_reached(g); i++) {
		json_open(j, NULL, '{');
		json_paragraph(j, g->plan.steps[i].paragraph);
		json_bool(j, "tighten", !g->plan.steps[i].cut);
		json_number(j, "cut", g->plan.steps[i].cut);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

static void print_json(const struct advice *a)
{
	struct fullness full = fit_last_page(a->fit);
	struct buf out = { 0 };
	struct json j = { .out = &out };

	json_open(&j, NULL, '{');
	json_number(&j, "pages", fit_pages(a->fit));
	json_ratio(&j, "used", full.used);
	json_ratio(&j, "capacity", full.capacity);
	json_number(&j, "blank", a->blank);
	json_paragraphs(&j, a->fit);
	json_open(&j, "goals", '[');
	for (int i = 0; i < a->goals.n; i++) {
		json_goal(&j, &a->goals.at[i]);
	}
	json_close(&j, ']');
	json_close(&j, '}');
	json_end(&j);
	fwrite(out.s, 1, out.n, stdout);
	buf_done(&out);
}

/* Write the comment above the paragraph; false where the file can't be changed. */
static bool apply_step(struct work *w, struct manuscript *m, const struct fit_step *s)
{
	struct span place = s->paragraph->block->span;
	struct mend mend;

	if (access(place.file, W_OK) != 0) {
		diag_add(w->diags, DIAG_OUTPUT_FAILED, place, place.file, strerror(errno));
		return false;
	}
	return mend_line_above(m, place, COMMENT, &mend) &&
			mend_apply(m, &mend, w->diags) == MEND_DONE;
}

/* Set the goal's tight paragraphs; cuts are the author's. How many; -1: failed. */
static int apply(struct work *w, const struct goal *g)
{
	struct manuscript *m = manuscript_new(w->a);
	int n = 0;

	for (int i = 0; i < g->plan.n; i++) {
		if (g->plan.steps[i].cut) {
			continue;
		}
		if (!apply_step(w, m, &g->plan.steps[i])) {
			return -1;
		}
		n++;
	}
	return n;
}

/* Read the manuscripts anew and say what has come of it. */
static void tell_result(const struct wish *wish, int n)
{
	struct work w = { .folder = wish->folder, .layout = wish->layout };

	work_begin(&w);
	w.progress = false;
	if (work_until(&w, STEP_PAGE)) {
		fprintf(stderr,
				ngettext("%d paragraph set tight", "%d paragraphs set tight",
						(unsigned)n),
				n);
		fprintf(stderr,
				ngettext("; now there is %d page\n", "; now there are %d pages\n",
						(unsigned)w.book->npages),
				w.book->npages);
	}
	work_quit(&w);
}

static bool apply_goal(struct work *w, const struct advice *a)
{
	const struct goal *goal = chosen_goal(a);
	int n;

	if (!goal) {
		fprintf(stderr, "%s\n", _("nothing was changed: nothing needs to be"));
		return true;
	}
	if (!is_reached(goal)) {
		fprintf(stderr,
				_("nothing was changed: %d pages are not reached; ask for another "
				  "number with --pages\n"),
				goal->pages);
		return false;
	}
	n = apply(w, goal);
	if (n >= 0) {
		tell_result(a->wish, n);
	}
	return n >= 0;
}

static enum status fit(const struct wish *wish)
{
	struct work w = { .folder = wish->folder, .layout = wish->layout };
	enum status status;
	bool done = true;

	work_begin(&w);
	if (work_until(&w, STEP_LINE)) {
		struct advice a = advise(&w, wish);
		if (wish->json) {
			print_json(&a);
		} else {
			print_text(&a);
		}
		if (wish->apply) {
			done = apply_goal(&w, &a);
		} else if (wish->pages && a.goals.n) {
			done = is_reached(&a.goals.at[0]);
		}
	}
	status = work_end(&w);
	return done ? status : STATUS_FAILED;
}

static bool read_pages(const char *s, int *out)
{
	char *end;
	long n = strtol(s, &end, 10);

	*out = (int)n;
	return *s >= '0' && *s <= '9' && !*end && n >= 1 && n <= PAGES_MAX;
}

enum status cmd_fit(int argc, char **argv)
{
	static const struct option options[] = {
		{ "apply", no_argument, NULL, 'a' },
		{ "format", required_argument, NULL, 'f' },
		{ "layout", required_argument, NULL, 'l' },
		{ "pages", required_argument, NULL, 'p' },
		{ 0 },
	};
	struct wish wish = { 0 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'a':
			wish.apply = true;
			break;
		case 'f':
			wish.json = strcmp(optarg, "json") == 0;
			if (!wish.json && strcmp(optarg, "text") != 0) {
				return usage_error(_("‘%s’ is none of text, json"), optarg);
			}
			break;
		case 'l':
			wish.layout = optarg;
			break;
		case 'p':
			if (!read_pages(optarg, &wish.pages)) {
				return usage_error(_("‘%s’ is no number of pages"), optarg);
			}
			break;
		default:
			return option_error(argv, "fit");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("fit takes the folder of one issue"));
	}
	wish.folder = argv[optind];
	return fit(&wish);
}
