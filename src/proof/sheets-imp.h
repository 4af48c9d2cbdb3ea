#ifndef PROOF_SHEETS_IMP_H
#define PROOF_SHEETS_IMP_H

/* What the files that draw sheets share. Each part of a sheet is one function
   that puts its items on the sheet at hand. */

#include "base/vec.h"
#include "proof/address.h"
#include "proof/sheets.h"

/* A finding as a reader meets it. */
struct remark {
	const struct finding *finding;
	int number;               /* from 1, in the order of the pages */
	const struct stretch *at; /* on the pages */
	int nat;                  /* 0: it stands nowhere there */
	const char *text;
};

struct sheet {
	struct item *at;
	int n, cap;
};

struct changed;

struct sheeting {
	const struct typesetter *t;
	const struct proof_layout *l;
	const struct proof_order *o;
	const struct addresses *addresses;
	ratio scale;   /* of the pages */
	char hash[65]; /* of the text */
	uint32_t colour;
	struct remark *remarks; /* by number */
	int nremarks;
	struct changed *changed;
	int nchanged;
	struct {
		struct sheet *at;
		int n, cap;
	} sheets;
	struct sheet *sheet; /* at hand */
};

/* From the page to its sheet. */
sp sheet_x(const struct sheeting *s, sp x);
sp sheet_y(const struct sheeting *s, sp y);

/* Where notes and lists end, above the sheet's foot. */
sp sheet_foot(const struct sheeting *s);

void sheet_rule(struct sheeting *s, sp x, sp y, sp wid, sp hgt, uint32_t colour);

/* A pen's line through n points. */
void sheet_line(struct sheeting *s, const struct point *at, int n, uint32_t colour);

/* Put a text's upper left corner at x, y. */
void sheet_put(struct sheeting *s, const struct set_text *set, sp x, sp y);

/* One line with its baseline at y, from x on or, for the other, up to x. Its
   width. */
sp sheet_text(struct sheeting *s, const char *text, const struct style *style, sp x, sp y);
sp sheet_text_before(struct sheeting *s, const char *text, const struct style *style, sp x, sp y);

sp sheet_width(const struct sheeting *s, const char *text, const struct style *style);

struct style sheet_style(const struct style *style, uint32_t colour);

/* The remark's number before the first line of its text at y, framed after its
   gravity. */
void sheet_number(struct sheeting *s, const struct remark *r, sp x, sp y, sp line);

/* The findings as remarks, numbered in the order of the pages. */
void remarks_make(struct sheeting *s);

/* The characters that it is about, or the first of them; "" where it is about none. */
const char *remark_excerpt(const struct sheeting *s, const struct remark *r);

/* "样3行12"; "" for what stands nowhere. */
const char *remark_place(const struct sheeting *s, const struct remark *r);

/* Parts of the sheet of a page. What is drawn later lies above. */
void part_remarks(struct sheeting *s, int page);

/* Where a change stands on the pages; in s->changed. */
struct changed {
	enum change_kind kind;
	const struct stretch *at;
	int nat;
};

/* The finding is a change, which has a mark of its own. */
bool redline_draws(const struct finding *f);

/* Find where the changes stand. */
void redline_make(struct sheeting *s);

/* The marks of what was changed, with bars beside its lines. */
void part_redline(struct sheeting *s, int page);

/* Head and foot of the sheet at hand, counted from 0. */
void part_frame(struct sheeting *s, int sheet);

/* A QR code of text with its upper left corner at x, y. */
void part_code(struct sheeting *s, const char *text, sp x, sp y, sp size);

/* Sheets of their own at the end, begun by sheet_begin. */
void sheet_begin(struct sheeting *s);
void list_remarks(struct sheeting *s);

#endif
