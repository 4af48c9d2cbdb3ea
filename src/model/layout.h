#ifndef MODEL_LAYOUT_H
#define MODEL_LAYOUT_H

/* layout: every number and policy of a printed bulletin, as a file of layouts/
   gives it. Members stand in the file's order and carry its names; what each
   means for the editors is told in banxin-layout(5).

   Units: sp where the file gives pt, mm or em (em of the body size, turned
   into sp on reading); ratio where it gives lines (of the body) or em of the
   style's own size. A text member is never NULL. */

#include <stdbool.h>
#include <stdint.h>

#include "base/unit.h"

/* A face and size. font and latin name roles of fonts/fonts.conf. */
struct style {
	const char *font;  /* role for Han, marks and everything not Western */
	const char *latin; /* role for Western letters, digits and ASCII marks */
	bool bold;
	sp size;
	uint32_t colour; /* 0xRRGGBB */
};

enum byline_place {
	BYLINE_AUTO,     /* as the manuscript has it: run in where it fits */
	BYLINE_OWN_LINE, /* always a line of its own */
	BYLINE_RUN_IN,   /* also one that is its own paragraph, where it fits */
};

/* How page ends are chosen: each page as full as it goes, or all together. */
enum page_fill { PAGES_FIRST_FIT, PAGES_OPTIMUM };

/* Where pages may end. */
struct pages_layout {
	bool grid;       /* headings, pictures and tables take whole body lines */
	int least_lines; /* of a paragraph, at a page's foot and at its top */
	enum page_fill fill;
	bool float_pictures; /* one that does not fit lets the text behind it pass */
	sp note_rule;        /* above the notes at a page's foot: its thickness, */
	ratio note_share;    /* its length, of the measure, */
	ratio note_space;    /* lines that it stands in the middle of */
};

enum folio_place { FOLIO_CENTRE, FOLIO_OUTSIDE };

/* What the cover, and a contents list on pages of its own, are to the page numbers. */
enum folio_cover {
	COVER_UNCOUNTED,
	COVER_COUNTED, /* they have one that is not printed */
	COVER_NUMBERED,
};

/* What stands at the upper and lower edges of the text area. */
enum text_edges {
	EDGES_LINES, /* body lines, with half of their white above and below their type */
	EDGES_TYPE,  /* the type of the first and last line; the white lies outside */
};

/* What one kind of subhead looks like; level 2 first. */
struct subhead_layout {
	struct style style;
	ratio height; /* lines */
	sp indent;
	bool keep_with_next;
	const char *number_form; /* {chinese} {arabic}; where an article's are numbered */
};

/* How the numbers of a numbered list look, outermost lists first. */
struct list_level {
	const char *number_form; /* {chinese} {arabic} {circled}; empty: as typed */
};

#define LIST_LEVELS 4

/* Which characters may not begin or end a line (clreq 3.1.3, levels). */
enum prohibition {
	PROHIBITION_OWN,     /* the sets that the layout gives */
	PROHIBITION_NONE,    /* any may */
	PROHIBITION_BASIC,   /* closing and stop marks begin none, opening marks end none */
	PROHIBITION_GB,      /* and a solidus does neither (GB/T 15834 5.1.9) */
	PROHIBITION_STRICT,  /* and dashes and ellipses begin none */
	PROHIBITION_UNICODE, /* UAX #14, and nothing of what is said here of numbers and URLs */
};

/* A full-width mark of which the layout takes half its width (its white). */
enum mark_width {
	MARK_FULL,
	MARK_WHEN_NEEDED, /* halved where one more character so finds room */
	MARK_HALF,
};

/* 点号 beyond the end of the measure. */
enum hanging { HANGING_NONE, HANGING_ALLOW, HANGING_FORCE };

enum fill { FILL_GREEDY, FILL_OPTIMUM };

/* What gives way when a line is squeezed (clreq 3.1.6). */
enum squeezed {
	SQUEEZE_WORD_SPACE,
	SQUEEZE_INTERPUNCT, /* 间隔号, on both sides */
	SQUEEZE_BRACKET,    /* opening and closing marks */
	SQUEEZE_PAUSE,      /* ， 、 ； ： */
	SQUEEZE_GAP,        /* between Han and Western text */
	SQUEEZE_STOP,       /* 。 ？ ！ */
	NSQUEEZED,
};

/* What widens when a line is spread. */
enum spread {
	SPREAD_WORD_SPACE,
	SPREAD_GAP,   /* between Han and Western text */
	SPREAD_TEXT,  /* between Han characters */
	SPREAD_MARKS, /* beside marks */
	NSPREAD,
};

/* Elements of the same step share equally; the next step is asked for what the
   steps before could not give. */
struct elastic {
	int step; /* from 1; 0: never */
	ratio to; /* em, the least or the most width that it comes to */
};

/* Line breaking and justification. Sets of characters are UTF-8 strings. */
struct break_policy {
	enum prohibition prohibition;
	const char *no_line_start; /* PROHIBITION_OWN */
	const char *no_line_end;
	const char *marks_open;  /* full-width marks whose white is on their left */
	const char *marks_close; /* on their right; both kinds may be squeezed */
	const char *marks_wide;  /* other characters set one em wide, centred */
	const char *marks_half;  /* half an em wide, centred */
	const char *keep_pairs;  /* characters that never part from their like: — … */
	bool keep_numbers;       /* a number stays with its sign, unit and counter word */
	bool url_breaks;         /* a URL may break after / . - */
	enum mark_width line_end_marks;
	enum mark_width line_start_marks; /* opening marks; not MARK_WHEN_NEEDED */
	enum mark_width paragraph_start_marks;
	bool close_up; /* adjacent marks: 2 em of them take 1.5 */
	enum hanging hanging;
	ratio han_latin_gap; /* em between Han and Western letters or digits */
	ratio word_space;    /* em, a typed space next to Han or a mark */
	bool space_is_gap; /* a typed space between Han and Western text is no more than the gap */
	ratio squeeze_limit; /* greedy: em of squeezing that a unit's first character may ask */
	struct elastic squeeze[NSQUEEZED];
	struct elastic spread[NSPREAD];
	enum fill fill;
	/* optimum: what a fault costs, to the cost of a line squeezed to its bounds, which
	   is 1; one spread to a sixteenth of its bounds costs the same */
	ratio lone_cost;     /* a last line of one character, marks not counted; 1000: never where
	                    the bounds allow another */
	ratio contrast_cost; /* a tight line next to a loose one */
	ratio word_cost;     /* a word of the dictionary divided */
	const char *latin_features; /* HarfBuzz feature list for Western text: "kern=0,liga=0" */
};

struct masthead_layout {
	struct style title, number, imprint;               /* imprint: publisher left, date right */
	ratio title_height, number_height, imprint_height; /* lines */
	bool spread;             /* what the cover's lines leave over goes between them */
	sp above;                /* title, below the text area's top */
	ratio between;           /* title and number, lines */
	sp above_rule;           /* below the imprint */
	ratio title_spacing;     /* em between the title's characters */
	const char *number_form; /* {number} {total} */
	const char *date_form;   /* {year} {month} {day} */
	sp imprint_inset;        /* from both ends of the measure */
	sp rule_width;
	uint32_t rule_colour;
	ratio below_rule; /* lines between the rule and the lead */
};

struct contents_layout {
	bool show;
	bool numbers;        /* at the rows' ends, behind leaders */
	const char *heading; /* 目　录 */
	struct style heading_style, section_style, article_style;
	ratio heading_height;      /* lines */
	ratio row_height;          /* lines, where the list follows the lead */
	ratio own_page_row_height; /* lines, where it has a page of its own */
	sp article_indent;
	const char *leader; /* one character, repeated */
	sp leader_step;     /* distance between leaders */
	sp leader_gap;      /* least space between text and leaders, leaders and number */
	sp number_width;    /* column kept for page numbers */
};

struct table_layout {
	struct style style, head_style;
	ratio row_height;  /* lines, for one line of text */
	ratio line_height; /* lines, each further line in a row */
	sp rule_width;
	sp padding;         /* left and right in a cell */
	ratio above, below; /* lines */
};

/* Tables without head or rules: lists of names. */
struct names_layout {
	struct style style;
	ratio row_height; /* lines */
	sp indent;
	sp gap;        /* least space between columns */
	int spread_to; /* a two-character name is spread to this many em */
};

struct picture_layout {
	struct style caption_style;
	sp max_width;            /* at most; never wider than the measure */
	ratio max_height;        /* lines */
	ratio caption_height;    /* lines */
	ratio above, below;      /* lines */
	sp gap;                  /* between pictures side by side */
	const char *number_form; /* {number}, before a caption; empty: none */
	enum numbering { NUMBERING_ISSUE, NUMBERING_ARTICLE } numbering; /* begins anew in each */
	int least_dpi;                                                   /* below this, a warning */
	int natural_dpi; /* taken for a file that does not say */
};

/* Boxed notices. */
struct notice_layout {
	sp rule_width;
	uint32_t rule_colour;
	uint32_t background; /* white: none */
	sp padding;          /* between the rule and the text at the sides */
	ratio inside;        /* lines, the same above and below the text */
	struct style title;
	ratio title_height; /* lines, each line of the title */
	ratio above, below; /* lines, outside the rule */
};

struct colophon_layout {
	struct style style;
	ratio line_height;         /* lines */
	ratio row_padding;         /* lines, above and below the text of a ruled row */
	sp inset;                  /* from both ends of the measure */
	sp outer_rule, inner_rule; /* widths */
	ratio above;               /* least space to the text above, lines */
	int label_max;             /* characters of a label such as 报：, colon included */
	bool justified;            /* rows that run over; else their lines are ragged */
	bool even_page;            /* stands on a sheet's back (GB/T 9704 7.4) */
};

struct folio_layout {
	struct style style;
	const char *form; /* {page} */
	enum folio_place place;
	enum folio_cover cover;
	sp below;  /* from the foot of the text area to the top of the figures */
	sp inset;  /* FOLIO_OUTSIDE: from the end of the measure */
	int first; /* number of the first numbered page */
	/* what stands above every page that is printed before all have signed */
	const char *unsigned_notice;
	struct style unsigned_style;
};

/* Proof sheets: the issue's pages, reduced, with notes beside them. */
struct proof_layout {
	sp sheet_width, sheet_height;
	sp margin;    /* what the sheet's head, foot and lists keep from its edges */
	ratio scale;  /* of the page on the sheet, at most */
	sp left, top; /* of the page, on the sheet */
	sp notes_left, notes_width;
	const char *heading;
	struct style heading_style; /* in the round's colour */
	struct proof_round {
		const char *name;
		uint32_t colour;
	} rounds[3];
	struct style head_style;
	const char *issue_form; /* {title} {number} {total} {year} {month} {day} */
	const char *sheet_form; /* {sheet} {sheets} */
	const char *hash_form;  /* {hash} */
	const char *sign;       /* what the readers fill in at the foot */
	sp code_size;           /* of the QR code, its white border counted */
	struct style line_number;
	sp line_number_gap;  /* between the number and the text area */
	struct style marker; /* number of a note, at its place in the text */
	struct style note;
	sp note_line, note_gap; /* height of a line; space between notes */
	sp note_indent;         /* of a note's text behind its number */
	const char *more_form;  /* {count} */
	sp pen;                 /* leaders, underlines */
	const char *list_heading;
	struct style list, list_place; /* a finding; where it is, and its rule */
	sp list_line;
	const char *place_form; /* {sheet} {line} */
	const char *list_none;
};

/* Where blanks stand that fill a book up to whole sheets. */
enum blanks { BLANKS_END, BLANKS_BEFORE_LAST, BLANKS_AFTER_COVER };

/* What surrounds pages that go to press. */
struct press_layout {
	sp margin; /* around the trim, for bleed, marks and slug line */
	sp bleed;
	sp mark; /* length of crop and fold marks; they begin where the bleed ends */
	sp pen;
	struct style slug;
	const char *slug_form; /* {title} {number} {total} {year} {month} {day} {sheet} {sheets}
	                          {side} {colour} */
	const char *front, *back;
	uint32_t spot_colour;  /* what has this colour is printed with an ink of its own, */
	const char *spot_name; /* which is called this */
	struct {               /* what comes near it */
		ratio cyan, magenta, yellow, black;
	} spot_cmyk;
	const char *black, *process; /* what the slug line calls the other inks */
	sp paper;                    /* thickness of a sheet, for creep */
	enum blanks blanks;
};

/* Dots below characters. Ratios to the size of the text. */
struct dots_layout {
	ratio size;  /* diameter */
	ratio below; /* from the em box to the dot */
};

/* Underlines, 专名号 and 浪线. Ratios to the size of the text. */
struct underlines_layout {
	sp thickness;
	ratio below;       /* from the em box to the line */
	ratio apart;       /* between lines of neighbouring names */
	ratio wave_height; /* of a wavy line, from crest to trough */
	ratio wave_length;
};

/* Readings above characters. Ratios to the size of the text. */
struct ruby_layout {
	struct style roles; /* size and colour are the text's */
	ratio size;
	ratio above;    /* between the em boxes */
	ratio overhang; /* above the Han character on either side, at most */
};

/* What the mark of a note is: ① 1 [1] */
enum note_mark { NOTE_MARK_CIRCLED, NOTE_MARK_PLAIN, NOTE_MARK_BRACKETS };

struct notes_layout {
	enum {
		NOTES_AT_FOOT, /* of the page that their marks stand on */
		NOTES_AT_END,  /* of the article */
	} place;
	enum note_mark mark;
	ratio mark_size;  /* to the size of the text */
	ratio mark_raise; /* above its baseline, to its size */
	struct style style;
	ratio line_height; /* lines */
	sp hang;           /* a note's text behind the start of its mark */
	ratio above;       /* above the notes at an article's end, lines */
	const char *heading;
	struct style heading_style;
	ratio heading_height; /* lines */
};

struct layout {
	const char *name; /* file name without folder and .yaml */

	sp page_width, page_height;
	sp text_left, text_top, text_height; /* the text area; 版心 */
	sp measure;
	int characters; /* Han to a line of the body, set at equal pitch; 0: at their own width */
	enum text_edges edges;
	bool mirrored;        /* on even pages text_left is the margin on the right */
	ratio lines_per_page; /* body lines that the text area takes */
	ratio cover_lines;    /* the same below the masthead */
	bool articles_follow; /* the lead or contents list, on the cover; else a new page */
	int columns;          /* of the body */
	sp column_gap;        /* between them */
	struct pages_layout pages;

	struct style body;
	sp indent; /* of a paragraph's first line */
	/* roles of marked text; its size and colour are the surrounding style's */
	struct style strong, emphasis, code;
	ratio code_size; /* of Western code in running text, to the text's size */
	uint32_t link_colour;

	struct dots_layout dots;
	struct underlines_layout underlines;
	struct ruby_layout ruby;

	struct break_policy breaks;

	const char *section_form; /* 【{title}】 */
	struct style section;
	ratio section_height; /* lines */
	enum layout_align { LAYOUT_LEFT, LAYOUT_CENTRE } section_align;
	bool section_keep; /* with the article title below it */

	struct style title;
	enum title_breaks {
		TITLE_GREEDY,   /* filled like a paragraph */
		TITLE_BY_SENSE, /* one line of the author's: by its words and its shape */
	} title_breaks;
	ratio title_line_height; /* lines, each line of a title */
	ratio title_extra;       /* lines, once per title */
	bool title_keep;         /* with the first line below it */

	struct style author;
	ratio author_height; /* lines */

	struct subhead_layout subheads[5]; /* levels 2 to 6 */

	sp least_measure;          /* what nested lists and quotations leave of the measure */
	sp label_gap;              /* behind a label wider than the hang */
	sp item_indent, item_hang; /* a list item's label, and its text behind that; per depth */
	const char *bullet;
	struct list_level list_levels[LIST_LEVELS]; /* deeper lists look like the last */
	struct style quote;
	sp quote_indent; /* per depth */
	struct style code_block;
	sp code_indent;
	ratio rule_height; /* lines, a thematic break */
	sp rule_width;     /* its thickness */
	ratio rule_share;  /* its length, of the measure */

	enum byline_place byline;
	sp byline_run_in; /* longest last line plus byline that still share a line */
	struct style byline_style;

	struct notes_layout notes;

	struct masthead_layout masthead;
	struct contents_layout contents;
	struct table_layout table;
	struct names_layout names;
	struct picture_layout picture;
	struct notice_layout notice;
	struct colophon_layout colophon;
	struct folio_layout folio;
	struct proof_layout proof;
	struct press_layout press;
};

/* A font role as the layout's styles use it. */
struct role_use {
	const char *name;
	bool han, western; /* for which of the two */
	bool regular, bold;
};

/* All roles, each once, in the order of the file; the list lives in a. */
struct arena;
const struct role_use *layout_roles(struct arena *a, const struct layout *l, int *n);

/* Width of one column of the body. */
sp layout_column(const struct layout *l);

/* What a full-width character of that size takes of a line: its size, or for
   the body's size the pitch of characters that fill a line (GB/T 9704 5.2.2). */
sp layout_pitch(const struct layout *l, sp size);

/* Height of one body line. */
sp layout_line(const struct layout *l);

/* Height of n body lines. */
sp layout_lines(const struct layout *l, ratio n);

/* Where the body lines of a page begin, and how high all of them are: the text
   area, with the white that lies outside it. */
sp layout_top(const struct layout *l);
sp layout_height(const struct layout *l);

/* Left edge of the text area on a page, counted from 0. */
sp layout_left(const struct layout *l, int page);

#endif
