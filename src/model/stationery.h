#ifndef MODEL_STATIONERY_H
#define MODEL_STATIONERY_H

/* stationery: the numbers and words of all that is printed beside the bulletin:
   address labels, envelopes, lists to sign, the register of a distribution, the
   year's statistics. layouts/stationery.yaml gives them; members stand in its
   order and carry its names. */

#include "model/issue.h"
#include "model/layout.h"

struct label_sheet {
	const char *name; /* 3x8: columns and rows */
	sp width, height; /* of the sheet */
	int columns, rows;
	sp left, top; /* of the first label */
	sp label_width, label_height;
	sp gap_across, gap_down; /* between labels */
};

/* After GB/T 1416. */
struct envelope {
	const char *name, *number; /* DL; 5号 */
	sp width, height;
	sp left, top; /* of the address */
	sp room;      /* height that it has */
};

struct postcode_layout {
	sp width, height, gap; /* of one of the six boxes; between them */
	sp pen;
	uint32_t colour;
	struct style style;
};

/* How an address is set: large, and smaller where there is much of it. */
struct address_layout {
	struct postcode_layout postcode;
	struct style address, organisation, contact;
	ratio line_height; /* to the size */
	sp gap;            /* between the parts */
	sp indent;         /* of the contact */
	ratio least;       /* sizes shrink to that at most */
};

struct report_column {
	const char *heading;
	ratio width; /* its share, in proportion to the others */
	enum align align;
};

#define RECEIPT_COLUMNS 7
#define TIER_COLUMNS    9
#define CASE_COLUMNS    5
#define UNIT_COLUMNS    4
#define AUTHOR_COLUMNS  4
#define FACT_COLUMNS    2
#define FACT_ROWS       9
#define FILE_COLUMNS    4
#define SIGN_COLUMNS    4

/* A row of a ticket: what it tells of, and its words. */
struct ticket_row {
	const char *heading;
	const char *form;
};

struct stationery {
	const char *label_title; /* of the PDF's properties */
	const char *sheet;       /* where none is asked for */
	const struct label_sheet *sheets;
	int nsheets;
	const char *cover_title;
	const char *envelope;
	const struct envelope *envelopes;
	int nenvelopes;

	const char *line_ends; /* words behind which a line of a name or address ends well */
	struct address_layout label;
	sp label_padding, label_padding_down;
	const char *contact_form; /* {contact} */
	const char *nobody_form;  /* {organisation}: where there is no contact */
	const char *note_form;    /* {tier} {copies}: what the packer reads */
	struct style note;

	struct address_layout cover; /* of envelopes */
	sp postcode_left, postcode_top;
	sp cover_right;  /* what the texts keep from the right edge */
	sp sender_above; /* what the sender keeps from the lower edge */
	struct style sender;
	ratio sender_line;     /* to the size */
	sp code_above;         /* the sender's postcode: its foot, from the lower edge */
	const char *code_form; /* {postcode} */

	/* tables */
	sp page_width, page_height, margin_left, margin_top, margin_bottom;
	struct style title, subtitle, heading, head, cell, foot;
	sp title_height, subtitle_height, heading_height;
	sp row_height, line_height; /* of a row of one line; each further line */
	sp rule, frame, padding;
	uint32_t rule_colour, head_ground;
	const char *page_form; /* {page} {pages} */

	struct {
		const char *title_form;    /* {title} {number} {total} */
		const char *subtitle_form; /* {tier} {recipients} {copies} {year} {month} {day} */
		const char *foot_form;     /* {copies}: of all tiers; for the press */
		sp row_height;
		struct report_column columns[RECEIPT_COLUMNS];
	} receipt;

	struct {
		const char *title;
		const char *subtitle_form; /* {title} {number} {total} {year} {month} {day} */
		const char *sum;           /* head of the last row */
		const char *cases_heading, *cases_none;
		const char *more_form; /* {count} */
		const char *foot_form; /* {edition} {hash} {date} */
		struct report_column tiers[TIER_COLUMNS];
		struct report_column cases[CASE_COLUMNS];
	} distribution;

	struct {
		const char *title_form;    /* {title} {year} */
		const char *subtitle_form; /* {issues} {articles} {units} {authors} */
		const char *month_form;    /* {month} */
		const char *units_heading, *authors_heading;
		const char *unnamed; /* the unit of an author who gave none */
		const char *none;
		struct report_column units[UNIT_COLUMNS]; /* the third: one of the twelve months */
		struct report_column authors[AUTHOR_COLUMNS];
	} statistics;

	struct {
		const char *title;
		const char *subtitle_form; /* {title} {number} {total} {year} {month} {day} */
		const char *foot;
		sp row_height;
		const char *paper; /* that the shop is to take */
		const char *copies_none, *profile_none, *blanks_none;
		const char *join;                            /* between names of one kind */
		const char *single, *saddle, *perfect;       /* bindings */
		const char *long_edge, *short_edge;          /* that sheets are turned over */
		const char *end, *before_last, *after_cover; /* {blanks}: where they stand */
		struct report_column facts[FACT_COLUMNS];
		struct ticket_row rows[FACT_ROWS];
		const char *files_heading;
		struct report_column files[FILE_COLUMNS];
		const char *sign_heading;
		struct report_column sign[SIGN_COLUMNS];
	} ticket;
};

#endif
