#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "impose/impose.h"
#include "page/ticket.h"
#include "pdf/inks.h"
#include "pdf/pdf.h"
#include "source/source.h"

/* What is wanted. */
struct wish {
	bool final, force;
	bool booklet;
	const char *sheets, *duplex, *blanks, *red, *pictures; /* NULL: not said */
	bool bare;                                             /* no marks */
	const char *profile;
	long copies;        /* 0: as the list of recipients has it */
	const char *output; /* NULL: the usual place */
};

/* A job on its way. */
struct job {
	struct work *w;
	const struct wish *wish;
	struct press_layout press; /* of the layout, and what was asked for beside it */
	struct impose_order order;
	struct inks *inks;
	struct ink_use use;
	struct book *sheets;
	const char *output;
	long copies;                 /* 0: nobody said */
	const struct stationery *st; /* the ticket's words */
};

/* Place of name among the choices, ended by NULL; -1: not there. */
static int choice(const char *name, const char *const *choices)
{
	for (int i = 0; choices[i]; i++) {
		if (strcmp(name, choices[i]) == 0) {
			return i;
		}
	}
	return -1;
}

static const char *const sheet_names[] = { "1up", "2up", NULL };
static const char *const duplex_names[] = { "long", "short", NULL };
static const char *const blanks_names[] = { "end", "before-last", "after-cover", NULL };
static const char *const red_names[] = { "spot", "cmyk", NULL };
static const char *const picture_names[] = { "refuse", "grey", NULL };

static enum binding binding_of(const struct wish *wish)
{
	if (wish->booklet) {
		return BINDING_SADDLE;
	}
	return wish->sheets && choice(wish->sheets, sheet_names) == 1 ? BINDING_PERFECT
								      : BINDING_NONE;
}

/* Copies of the list, where there is one; what is wrong with it is told. */
static long copies_of(struct work *w)
{
	struct diags *d = diags_new();
	const struct recipients *r = source_recipients(w->a, w->issue->folder, w->issue->date, d);

	for (int i = 0; i < diags_kept(d); i++) {
		const struct diag *g = diags_at(d, i);
		if (diag_level(g->kind) == DIAG_ERROR && g->kind != DIAG_RECIPIENTS_NONE) {
			diag_add_args(w->diags, g->kind, g->span, g->nargs, g->args);
		}
	}
	diags_free(d);
	return r ? recipients_total_all(r).copies : 0;
}

/* The layout's numbers, what was asked for put in. */
static void begin_job(struct job *j)
{
	const struct wish *wish = j->wish;

	j->press = j->w->issue->layout->press;
	j->copies = wish->copies ? wish->copies : copies_of(j->w);
	if (wish->blanks) {
		j->press.blanks = (enum blanks)choice(wish->blanks, blanks_names);
	}
	j->order = (struct impose_order){ .binding = binding_of(wish),
		.marks = !wish->bare,
		.press = &j->press };
	if (wish->duplex) {
		j->order.duplex = choice(wish->duplex, duplex_names) ? DUPLEX_SHORT : DUPLEX_LONG;
	}
}

static bool open_inks(struct job *j)
{
	const struct wish *wish = j->wish;
	const struct ink_order order = { .press = &j->press,
		.profile = wish->profile,
		.spot = !wish->red || choice(wish->red, red_names) == 0,
		.pictures = !wish->pictures                             ? PICTURES_CONVERT
				: choice(wish->pictures, picture_names) ? PICTURES_GREY
									: PICTURES_REFUSE };

	j->inks = inks_open(&order, j->w->diags);
	if (!j->inks) {
		return false;
	}
	j->use = inks_check(j->inks, j->w->book, j->w->diags);
	if (diags_count(j->w->diags, DIAG_ERROR)) {
		return false;
	}
	if (!wish->profile) {
		diag_add(j->w->diags, DIAG_PROFILE_NONE, (struct span){ 0 }, j->press.spot_name);
	}
	return true;
}

/* Names of the inks; how many. */
static int name_inks(const struct job *j, const char *names[static 2])
{
	int n = 0;

	names[n++] = j->use.process ? j->press.process : j->press.black;
	if (j->use.spot) {
		names[n++] = j->press.spot_name;
	}
	return n;
}

/* The slug line's form, filled but for what differs from side to side. */
static const char *slug_of(const struct job *j)
{
	struct arena *a = j->w->a;
	const struct issue *issue = j->w->issue;
	const char *inks[2];
	int n = name_inks(j, inks);
	const char *const pairs[] = { "title", issue->title.n ? issue->title.s : "", "number",
		arena_print(a, "%d", issue->number), "total", arena_print(a, "%d", issue->total),
		"year", arena_print(a, "%d", issue->date.year), "month",
		arena_print(a, "%d", issue->date.month), "day",
		arena_print(a, "%d", issue->date.day), "colour",
		n > 1 ? arena_print(a, "%s、%s", inks[0], inks[1]) : inks[0], NULL };

	return form_fill(a, j->press.slug_form, pairs);
}

static bool write_sheets(struct job *j)
{
	static const char *const suffixes[] = { "-press", "-booklet", "-2up" };
	struct work *w = j->w;
	const struct typesetter t = { w->a, w->shaper, w->issue->layout, w->diags };
	const struct pdf_order order = { .inks = j->inks };
	bool written;

	j->order.slug = slug_of(j);
	shaper_need(w->shaper, &j->press.slug);
	j->sheets = impose_book(&t, w->book, &j->order);
	j->output = j->wish->output ? j->wish->output : work_output(w, suffixes[j->order.binding]);
	if (diags_count(w->diags, DIAG_ERROR)) {
		return false;
	}
	work_clock(w, STEP_PDF, true);
	written = pdf_write(j->sheets, &order, j->output, w->diags);
	work_clock(w, STEP_PDF, false);
	if (written) {
		work_done(w, j->output, j->sheets->npages);
	}
	return written;
}

static const struct ticket_way *binding_ways(struct arena *a, const struct stationery *st)
{
	struct ticket_way *ways = ARENA_ARRAY(a, struct ticket_way, 3);

	ways[BINDING_NONE] = (struct ticket_way){ "none", st->ticket.single };
	ways[BINDING_SADDLE] = (struct ticket_way){ "saddle", st->ticket.saddle };
	ways[BINDING_PERFECT] = (struct ticket_way){ "perfect", st->ticket.perfect };
	return ways;
}

static struct ticket_way blanks_way(const struct job *j, const struct stationery *st)
{
	const char *const shown[] = { st->ticket.end, st->ticket.before_last,
		st->ticket.after_cover };

	return (struct ticket_way){ blanks_names[j->press.blanks], shown[j->press.blanks] };
}

static struct ticket_way turned_way(const struct job *j, const struct stationery *st)
{
	enum duplex as_book = j->order.binding == BINDING_NONE ? DUPLEX_LONG : DUPLEX_SHORT;
	enum duplex duplex = j->order.duplex == DUPLEX_BOOK ? as_book : j->order.duplex;

	return duplex == DUPLEX_LONG ? (struct ticket_way){ "long", st->ticket.long_edge }
				     : (struct ticket_way){ "short", st->ticket.short_edge };
}

static void write_ticket(struct job *j)
{
	struct work *w = j->w;
	const struct stationery *st = j->st;
	bool single = j->order.binding == BINDING_NONE;
	const char *inks[2];
	int ninks = name_inks(j, inks);
	struct ticket_facts facts = { .issue = w->issue,
		.book = j->sheets,
		.width = w->book->page_width,
		.height = w->book->page_height,
		.pages = w->book->npages,
		.blanks = single ? 0 : 2 * j->sheets->npages - w->book->npages,
		.sheets = (j->sheets->npages + 1) / 2,
		.blanks_place = blanks_way(j, st),
		.binding = binding_ways(w->a, st)[j->order.binding],
		.turned = turned_way(j, st),
		.copies = j->copies,
		.inks = inks,
		.ninks = ninks,
		.profile = inks_profile(j->inks) };
	work_ticket(w, st, &facts, j->output, !j->wish->output);
}

static enum status press(struct work *w, const struct wish *wish)
{
	struct job j = { .w = w, .wish = wish };

	work_begin(w);
	if (work_pages(w, wish->final, wish->force)) {
		begin_job(&j);
		/* what the ticket needs is read first: no sheets without it */
		j.st = source_stationery(w->a, data_folder(w->a, "layouts"), w->diags);
		if (j.st && open_inks(&j) && write_sheets(&j)) {
			write_ticket(&j);
		}
		inks_close(j.inks);
	}
	return work_end(w);
}

static bool read_option(int c, struct work *w, struct wish *wish)
{
	switch (c) {
	case 'B':
		wish->booklet = true;
		return true;
	case 'F':
		wish->force = true;
		return true;
	case 'M':
		wish->bare = true;
		return true;
	case 'b':
		wish->blanks = optarg;
		return true;
	case 'c':
		wish->pictures = optarg;
		return true;
	case 'd':
		wish->duplex = optarg;
		return true;
	case 'f':
		wish->final = true;
		return true;
	case 'i':
		wish->profile = optarg;
		return true;
	case 'l':
		w->layout = optarg;
		return true;
	case 'o':
		wish->output = optarg;
		return true;
	case 'r':
		wish->red = optarg;
		return true;
	case 's':
		wish->sheets = optarg;
		return true;
	default:
		return false;
	}
}

/* What is wrong with the words of the wish; NULL: nothing. */
static const char *fault(struct wish *wish, const char **value)
{
	const struct {
		const char *value;
		const char *const *choices;
		const char *fault;
	} said[] = {
		{ wish->sheets, sheet_names, N_("‘%s’ is none of 1up, 2up") },
		{ wish->duplex, duplex_names, N_("‘%s’ is none of long, short") },
		{ wish->blanks, blanks_names, N_("‘%s’ is none of end, before-last, after-cover") },
		{ wish->red, red_names, N_("‘%s’ is none of spot, cmyk") },
		{ wish->pictures, picture_names, N_("‘%s’ is none of refuse, grey") },
	};

	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		if (said[i].value && choice(said[i].value, said[i].choices) < 0) {
			*value = said[i].value;
			return gettext(said[i].fault);
		}
	}
	return NULL;
}

/* What does not go together; NULL: all does. */
static const char *conflict(const struct wish *wish)
{
	if (wish->force && !wish->final) {
		return _("--force goes with --final");
	}
	if (wish->booklet && wish->sheets) {
		return _("--booklet and --sheets exclude each other");
	}
	return wish->blanks && binding_of(wish) == BINDING_NONE
			? _("--blanks goes with --booklet or --sheets 2up")
			: NULL;
}

/* False for what is no number of copies. */
static bool read_copies(const char *s, long *copies)
{
	char *end;

	*copies = strtol(s, &end, 10);
	return *s >= '0' && *s <= '9' && !*end && *copies >= 1 && *copies <= 99999999;
}

enum status cmd_press(int argc, char **argv)
{
	static const struct option options[] = {
		{ "blanks", required_argument, NULL, 'b' },
		{ "booklet", no_argument, NULL, 'B' },
		{ "colour-pictures", required_argument, NULL, 'c' },
		{ "copies", required_argument, NULL, 'n' },
		{ "duplex", required_argument, NULL, 'd' },
		{ "final", no_argument, NULL, 'f' },
		{ "force", no_argument, NULL, 'F' },
		{ "layout", required_argument, NULL, 'l' },
		{ "no-marks", no_argument, NULL, 'M' },
		{ "output", required_argument, NULL, 'o' },
		{ "profile", required_argument, NULL, 'i' },
		{ "red", required_argument, NULL, 'r' },
		{ "sheets", required_argument, NULL, 's' },
		{ 0 },
	};
	struct work w = { 0 };
	struct wish wish = { 0 };
	const char *value = NULL;

	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		if (c == 'n' && !read_copies(optarg, &wish.copies)) {
			return usage_error(_("‘%s’ is no number of copies"), optarg);
		}
		if (c != 'n' && !read_option(c, &w, &wish)) {
			return option_error(argv, "press");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("press takes the folder of one issue"));
	}
	if (fault(&wish, &value)) {
		return usage_error(fault(&wish, &value), value);
	}
	if (conflict(&wish)) {
		return usage_error("%s", conflict(&wish));
	}
	w.folder = argv[optind];
	return press(&w, &wish);
}
