#include "page/labels.h"

#include <string.h>

#include "base/arena.h"
#include "page/paper-imp.h"

#define STEP   (UNIT_ONE / 25) /* by which sizes shrink in search of a fit */
#define DIGITS 6               /* of a postcode */

/* Where an address goes. */
struct place {
	const struct address_layout *l;
	sp x, y, wid, hgt;
	const char *ends; /* words behind which lines end well */
};

/* A part of it. */
struct part {
	struct fit fit;
	sp indent;
};

enum { ADDRESS, ORGANISATION, CONTACT, PARTS };

static struct style scaled(const struct style *style, ratio scale)
{
	struct style s = *style;

	s.size = sp_scale(s.size, scale);
	return s;
}

/* Whether all of it fits the place with its sizes scaled. */
static bool try_scale(const struct typesetter *t, const struct place *place, struct part *parts,
		ratio scale)
{
	const struct address_layout *l = place->l;
	const struct style *styles[PARTS] = { &l->address, &l->organisation, &l->contact };
	int64_t height = 0;
	bool fits = true;

	for (int i = 0; i < PARTS; i++) {
		struct fit *f = &parts[i].fit;
		f->style = scaled(styles[i], scale);
		f->measure = place->wid - parts[i].indent;
		if (f->text[0]) {
			f->cut = 0;
			paper_fit(t, f, l->line_height, place->ends);
			height += (int64_t)f->nlines * f->line + (height ? l->gap : 0);
			fits &= f->wid <= place->wid - parts[i].indent;
		}
	}
	return fits && height <= place->hgt;
}

/* The largest sizes that fit; false where none do. */
static bool find_scale(const struct typesetter *t, const struct place *place, struct part *parts)
{
	struct typesetter trial = *t;
	bool fits = false;

	trial.a = arena_new();
	trial.d = diags_new(); /* long words are cut: what that looks like is seen here */
	for (ratio scale = UNIT_ONE; !fits && scale >= place->l->least; scale -= STEP) {
		arena_reset(trial.a);
		fits = try_scale(&trial, place, parts, scale);
	}
	diags_free(trial.d);
	arena_free(trial.a);
	return fits;
}

static void put_parts(struct paper *paper, const struct place *place, const struct part *parts)
{
	struct typesetter quiet = *paper->t;
	sp y = place->y;

	quiet.d = diags_new();
	for (int i = 0; i < PARTS; i++) {
		const struct fit *f = &parts[i].fit;
		struct box box = { .measure = f->measure, .how = SET_LEFT };
		struct set_text set;
		if (!f->text[0]) {
			continue;
		}
		set = page_set(&quiet, paper_fit_text(quiet.a, f), &f->style, &box, f->line);
		paper_put(paper, &set, place->x + parts[i].indent, y);
		y += set.height + place->l->gap;
	}
	diags_free(quiet.d);
}

/* The address, the organisation, and who is to open it. */
static void put_address(struct paper *paper, const struct stationery *st, const struct place *place,
		const struct recipient *r)
{
	struct arena *a = paper->t->a;
	const char *const pairs[] = { "contact", r->contact, "organisation", r->organisation,
		NULL };
	bool somebody = r->contact[0];
	struct part parts[PARTS] = { [ADDRESS].fit.text = r->address,
		[CONTACT].indent = place->l->indent };

	parts[ORGANISATION].fit.text =
			somebody ? r->organisation : form_fill(a, st->nobody_form, pairs);
	parts[CONTACT].fit.text = somebody ? form_fill(a, st->contact_form, pairs) : "";
	if (place->hgt > 0 && find_scale(paper->t, place, parts)) {
		put_parts(paper, place, parts);
	} else {
		diag_add(paper->t->d, DIAG_LABEL_FULL, r->span, r->organisation);
	}
}

static sp postcode_width(const struct postcode_layout *l)
{
	return DIGITS * l->width + (DIGITS - 1) * l->gap;
}

/* Six boxes, with a digit in each or empty to be filled in by hand. */
static void put_postcode(struct paper *paper, const struct postcode_layout *l, const char *code,
		sp x, sp y)
{
	bool whole = strspn(code, "0123456789") == DIGITS && !code[DIGITS];

	for (int i = 0; i < DIGITS; i++) {
		struct frame frame = { x, y, l->width, l->height, l->pen, l->colour };
		struct slot slot = { x, y, l->width, l->height, ALIGN_CENTRE };
		paper_frame(paper, &frame);
		if (whole) {
			const char digit[] = { code[i], '\0' };
			paper_line(paper, arena_string(paper->t->a, digit), &l->style, &slot);
		}
		x += l->width + l->gap;
	}
}

static const char *note_of(struct arena *a, const struct stationery *st, const struct recipient *r)
{
	const char *const pairs[] = { "tier", tier_name(r->tier), "copies",
		arena_print(a, "%d", r->copies), NULL };

	return form_fill(a, st->note_form, pairs);
}

static void need_styles(const struct typesetter *t, const struct address_layout *l)
{
	shaper_need(t->s, &l->postcode.style);
	shaper_need(t->s, &l->address);
	shaper_need(t->s, &l->organisation);
	shaper_need(t->s, &l->contact);
}

static void put_label(struct paper *paper, const struct stationery *st,
		const struct label_sheet *sheet, const struct recipient *r, int at)
{
	const struct address_layout *l = &st->label;
	sp x = sheet->left + at % sheet->columns * (sheet->label_width + sheet->gap_across);
	sp y = sheet->top + at / sheet->columns * (sheet->label_height + sheet->gap_down);
	sp wid = sheet->label_width - 2 * st->label_padding, used = postcode_width(&l->postcode);
	struct place place;

	x += st->label_padding;
	y += st->label_padding_down;
	place = (struct place){ l, x, y + l->postcode.height + 2 * l->gap, wid,
		sheet->label_height - 2 * st->label_padding_down - l->postcode.height - 2 * l->gap,
		st->line_ends };
	put_postcode(paper, &l->postcode, r->postcode, x, y);
	if (used < wid) {
		struct slot slot = { x + used, y, wid - used, l->postcode.height, ALIGN_RIGHT };
		paper_line(paper, note_of(paper->t->a, st, r), &st->note, &slot);
	}
	put_address(paper, st, &place, r);
}

struct book *page_labels(const struct typesetter *t, const struct stationery *st,
		const struct label_sheet *sheet, const struct issue *issue,
		const struct recipients *r, int skip)
{
	struct paper paper = { .t = t };
	int each = sheet->columns * sheet->rows, at = skip % each;
	struct book *book;

	need_styles(t, &st->label);
	shaper_need(t->s, &st->note);
	for (int i = 0; i < r->n; i++) {
		if (!recipient_on_paper(&r->at[i])) {
			continue;
		}
		if (!paper.sheets.n || at == each) {
			paper_begin(&paper);
			at = paper.sheets.n == 1 ? at : 0;
		}
		put_label(&paper, st, sheet, &r->at[i], at++);
	}
	book = paper_book(&paper, sheet->width, sheet->height);
	paper_properties(t->a, book, issue, st->label_title);
	return book;
}

/* Envelopes. */

/* The sender stands right below, its lines one below the other; the lowest strip
   is for bar codes and, in its corner, the sender's postcode (GB/T 1416). */
static void put_sender(struct paper *paper, const struct stationery *st,
		const struct envelope *envelope, const struct sender *sender)
{
	const struct text *lines[] = { &sender->address, &sender->name };
	sp line = sp_scale(st->sender.size, st->sender_line);
	sp room = envelope->width - envelope->left - st->cover_right;
	sp y = envelope->height - st->sender_above;
	struct slot slot = { envelope->left, 0, room, line, ALIGN_RIGHT };

	for (int i = 1; i >= 0; i--) {
		if (lines[i]->n) {
			struct box box = { .measure = room, .how = SET_RIGHT };
			struct set_text set =
					page_set(paper->t, lines[i]->s, &st->sender, &box, line);
			y -= set.height;
			paper_put(paper, &set, envelope->left, y);
		}
	}
	if (sender->postcode.n) {
		const char *const pairs[] = { "postcode", sender->postcode.s, NULL };
		slot.y = envelope->height - st->code_above - line;
		paper_line(paper, form_fill(paper->t->a, st->code_form, pairs), &st->sender, &slot);
	}
}

struct book *page_envelopes(const struct typesetter *t, const struct stationery *st,
		const struct envelope *envelope, const struct issue *issue,
		const struct recipients *r, const struct sender *sender)
{
	struct paper paper = { .t = t };
	struct place place = { &st->cover, envelope->left, envelope->top,
		envelope->width - envelope->left - st->cover_right, envelope->room, st->line_ends };
	struct book *book;

	need_styles(t, &st->cover);
	shaper_need(t->s, &st->sender);
	for (int i = 0; i < r->n; i++) {
		if (!recipient_on_paper(&r->at[i])) {
			continue;
		}
		paper_begin(&paper);
		put_postcode(&paper, &st->cover.postcode, r->at[i].postcode, st->postcode_left,
				st->postcode_top);
		put_address(&paper, st, &place, &r->at[i]);
		put_sender(&paper, st, envelope, sender);
	}
	book = paper_book(&paper, envelope->width, envelope->height);
	paper_properties(t->a, book, issue, st->cover_title);
	return book;
}
