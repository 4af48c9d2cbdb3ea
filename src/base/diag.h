#ifndef BASE_DIAG_H
#define BASE_DIAG_H

/* diag: what we tell the author about the document and the world.
   Steps add diagnostics and go on with a stated repair; only commands print
   them. Texts stand in one table (diag.c), in English, translated on output. */

#include <stdbool.h>
#include <stdio.h>

struct arena;

/* A place in a file. line and col count from 1, col in code points; line 0
   means the file as a whole, col 0 the line as a whole. */
struct span {
	const char *file; /* relative to the current folder; NULL: no place */
	int line, col;
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

/* In order of severity; each has its rule name and text in diag.c. */
enum diag_kind {
	/* notes */
	DIAG_FIRST_DEFINED, /* points at the other place of a pair */
	DIAG_GLYPH_SUBSTITUTED,
	DIAG_MONTHS_SKIPPED,
	DIAG_PAST_PARTLY,
	DIAG_DIAGS_LEFT_OUT,
	DIAG_COMMENT_ON,
	DIAG_COMMENT_NEAR,
	DIAG_COMMENT_PICTURE,
	DIAG_COMMENT_NOWHERE,
	DIAG_COMMENT_BY_HAND,
	DIAG_LEDGER_RECOVERED,
	DIAG_PROFILE_NONE,
	DIAG_OVERRIDES_LEFT_OUT,

	/* warnings */
	DIAG_WARNINGS, /* none of this kind; the warnings begin here */
	DIAG_ARTICLE_UNLISTED,
	DIAG_CHAR_KANGXI,
	DIAG_CHAR_RADICAL,
	DIAG_CHAR_PRIVATE,
	DIAG_CHAR_INVISIBLE,
	DIAG_ACCENTS,
	DIAG_STRONG_UNCLOSED,
	DIAG_EMPHASIS_UNCLOSED,
	DIAG_ARTICLE_EMPTY,
	DIAG_SECTION_EMPTY,
	DIAG_TITLE_TWICE,
	DIAG_LINK_NOT_URL,
	DIAG_PICTURE_FORM,
	DIAG_PICTURE_ALT,
	DIAG_NUMBER_TYPED,
	DIAG_NOTICE_EMPTY,
	DIAG_NOTICE_FORM,
	DIAG_HEADING_FORM,
	DIAG_TABLE_FORM,
	DIAG_SPAN_FORM,
	DIAG_NOTE_FORM,
	DIAG_NOTE_UNMARKED,
	DIAG_NOTE_NESTED,
	DIAG_CODE_INDENTED,
	DIAG_HEAD_COMMENT,
	DIAG_WORD_TOO_LONG,
	DIAG_TOC_UNSETTLED,
	DIAG_LOW_RESOLUTION,
	DIAG_FONTS_CONF_ODD,
	DIAG_FONT_BROKEN,
	DIAG_ISSUE_PASSED_OVER,
	DIAG_COMMENT_UNCLOSED,
	DIAG_TIGHTEN_NOTHING,
	DIAG_COMMENT_WORD,
	DIAG_ALLOWED_MANY,
	DIAG_PDF_MENDED,
	DIAG_COMMENTS_TOO_MANY,
	DIAG_PAGE_FOREIGN,
	DIAG_PROOF_OTHER_STATE,
	DIAG_ROUND_TWICE,
	DIAG_SIGNATURE_STRAY,
	DIAG_FINAL_FORCED,
	DIAG_COPIES_UNUSED,
	DIAG_PLACE_MISSING,
	DIAG_TIER_EMPTY,
	DIAG_TIER_UNNAMED,
	DIAG_ISSUE_PARTLY,
	DIAG_LEDGER_CLOCK,
	DIAG_BOUNCE_FORM,
	DIAG_MAILBOX_LARGE,

	/* errors */
	DIAG_ERRORS, /* none of this kind; the errors begin here */
	DIAG_FILE_MISSING,
	DIAG_FILE_MISSING_NEAR,
	DIAG_FILES_RUN_TOGETHER,
	DIAG_FILE_UNREADABLE,
	DIAG_FILE_TOO_LARGE,
	DIAG_FILE_NOT_REGULAR,
	DIAG_PATH_OUTSIDE,
	DIAG_UTF8_INVALID,
	DIAG_CHAR_CONTROL,
	DIAG_YAML_SYNTAX,
	DIAG_YAML_ALIAS,
	DIAG_YAML_DEPTH,
	DIAG_KEY_UNKNOWN,
	DIAG_KEY_UNKNOWN_NEAR,
	DIAG_KEY_TWICE,
	DIAG_KEY_MISSING,
	DIAG_TYPE_WRONG,
	DIAG_VALUE_BAD,
	DIAG_DATE_BAD,
	DIAG_ISSUE_EMPTY,
	DIAG_ARTICLE_TWICE,
	DIAG_TITLE_MISSING,
	DIAG_HEAD_FORM,
	DIAG_HEAD_UNCLOSED,
	DIAG_NESTING_DEEP,
	DIAG_PICTURE_WORD,
	DIAG_NOTICE_NESTED,
	DIAG_NOTICE_UNCLOSED,
	DIAG_JOIN_NONE,
	DIAG_JOIN_SHAPE,
	DIAG_TABLE_TOO_LARGE,
	DIAG_LINKS_TOO_MANY,
	DIAG_SPAN_WORD_NEAR,
	DIAG_SPAN_WORD,
	DIAG_RUBY_FORM,
	DIAG_RUBY_BASE,
	DIAG_NOTE_MISSING,
	DIAG_NOTE_TWICE,
	DIAG_NOTE_EMPTY,
	DIAG_NOTES_MANY,
	DIAG_PICTURE_BROKEN,
	DIAG_PICTURE_KIND,
	DIAG_PICTURE_TOO_LARGE,
	DIAG_LAYOUT_MISSING,
	DIAG_LAYOUT_CIRCLE,
	DIAG_FONTS_CONF,
	DIAG_FONT_NONE,
	DIAG_FONT_SUBSET,
	DIAG_ROLE_UNKNOWN,
	DIAG_GLYPH_MISSING,
	DIAG_OUTPUT_FAILED,
	DIAG_NO_SUCH_PAGE,
	DIAG_PROFILE_BAD,
	DIAG_PROCESS_MISSING,
	DIAG_INK_MISSING,
	DIAG_PICTURE_COLOURED,
	DIAG_PREVIEW_TOO_LARGE,
	DIAG_PDF_FAILED,
	DIAG_EXISTS,
	DIAG_FOLDER_MISSING,
	DIAG_ISSUE_NONE,
	DIAG_MONTH_PAST,
	DIAG_RULE_UNKNOWN,
	DIAG_RULE_UNKNOWN_NEAR,
	DIAG_PERIOD_BACKWARDS,
	DIAG_PERIOD_OVERLAP,
	DIAG_ENTRY_TWICE,
	DIAG_TERM_WRONG_SAME,
	DIAG_SUCCESSOR_UNDATED,
	DIAG_SUCCESSOR_CYCLE,
	DIAG_NAME_LONG,
	DIAG_REGISTER_LARGE,
	DIAG_REGISTER_FORM,
	DIAG_PDF_BROKEN,
	DIAG_PDF_LOCKED,
	DIAG_PROOF_MARKED,
	DIAG_PROOF_NONE,
	DIAG_PROOF_ISSUE_UNKNOWN,
	DIAG_PROOF_OTHER_ISSUE,
	DIAG_PAGE_CHANGED,
	DIAG_MANUSCRIPT_CHANGED,
	DIAG_ROUND_OPEN,
	DIAG_ROUND_UNCLOSED,
	DIAG_ROUND_NOT_OPEN,
	DIAG_ROUND_DONE,
	DIAG_ARTICLE_NONE,
	DIAG_UNSIGNED,
	DIAG_REOPENED,
	DIAG_CHECK_UNRESOLVED,
	DIAG_STATE_NONE,
	DIAG_RECIPIENTS_NONE,
	DIAG_RECIPIENTS_TWO,
	DIAG_RECIPIENTS_MANY,
	DIAG_RECIPIENT_TWICE,
	DIAG_CODING_BROKEN,
	DIAG_CSV_QUOTE,
	DIAG_CSV_QUOTE_STRAY,
	DIAG_CSV_HEAD,
	DIAG_CSV_WIDE,
	DIAG_COLUMN_UNKNOWN,
	DIAG_COLUMN_UNKNOWN_NEAR,
	DIAG_COLUMN_TWICE,
	DIAG_COLUMN_MISSING,
	DIAG_FIELD_EMPTY,
	DIAG_FIELD_LINES,
	DIAG_FIELD_LONG,
	DIAG_MAIL_BAD,
	DIAG_MAIL_TWICE,
	DIAG_MAILS_MANY,
	DIAG_MAIL_MISSING,
	DIAG_MAIL_SETTINGS_NONE,
	DIAG_MESSAGE_LARGE,
	DIAG_LEDGER_NONE,
	DIAG_LEDGER_DAMAGED,
	DIAG_LEDGER_FOREIGN,
	DIAG_LEDGER_LATER,
	DIAG_LEDGER_OTHER_ISSUE,
	DIAG_LEDGER_READ_ONLY,
	DIAG_LEDGER_FULL,
	DIAG_LEDGER_BUSY,
	DIAG_LEDGER_FAILED,
	DIAG_LEDGER_LOCKED,
	DIAG_LEDGER_PDF_CHANGED,
	DIAG_LEDGER_UNSETTLED,
	DIAG_LEDGER_NOTHING_SENT,
	DIAG_LEDGER_STATE,
	DIAG_DELIVER_NONE,
	DIAG_MAILBOX_KIND,
	DIAG_LABEL_FULL,
	DIAG_SHEET_UNKNOWN,
	DIAG_ENVELOPE_UNKNOWN,
	DIAG_PAPER_NONE,
	DIAG_YEAR_NONE,
	DIAG_URL_BAD,
	DIAG_URL_LOGIN,
	DIAG_LOGIN_OPEN,
	DIAG_LOGIN_FORM,
	DIAG_LOGIN_HALF,
	DIAG_SERVER_AWAY,
	DIAG_SERVER_REFUSES,
	DIAG_SEND_INTERRUPTED,
	DIAG_SEND_UNCERTAIN,
	DIAG_SEND_REFUSED,
	DIAG_SEND_LEFT,
	DIAG_SETTLE_NONE,
	DIAG_KINDS
};

struct diag {
	enum diag_kind kind;
	struct span span;
	const char *const *args; /* what stands for %1, %2, … */
	int nargs;
};

struct diags;

struct diags *diags_new(void); /* heap; caller owns */
void diags_free(struct diags *d);

/* Add one. args fill %1, %2, … of the kind's text and are copied, as is the
   span's file name. A warning or error that was kept already is only counted:
   a text may be set at several places, and pages are composed several times.
   Past a fixed number only errors of kinds not yet seen are kept and the rest
   are counted. */
void diag_add_args(struct diags *d, enum diag_kind kind, struct span span, int nargs,
		const char *const *args);

#define diag_add(d, kind, span, ...)                                                          \
	diag_add_args((d), (kind), (span),                                                    \
			(int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)), \
			(const char *const[]){ __VA_ARGS__ })
#define diag_add0(d, kind, span) diag_add_args((d), (kind), (span), 0, NULL)

int diags_count(const struct diags *d, enum diag_level at_least); /* left-out ones too */
int diags_kept(const struct diags *d);
const struct diag *diags_at(const struct diags *d, int i); /* lent; in order added */

enum diag_level diag_level(enum diag_kind kind);
const char *diag_rule(enum diag_kind kind); /* "unknown-key" */

/* text with args for its %1, %2, …; those shown without control characters.
   Lives in a. */
const char *diag_fill(struct arena *a, const char *text, int nargs, const char *const *args);

/* The text with its arguments, in the user's language; lives in a. */
const char *diag_text(struct arena *a, const struct diag *g);

/* Write one line, "file:line:col: error: text [rule]". */
void diag_print_line(FILE *to, struct span span, enum diag_level level, const char *text,
		const char *rule);

/* Write all as "file:line:col: error: text [rule]" and, where some were left
   out, how many. Control characters are shown escaped. */
void diags_print(const struct diags *d, FILE *to);

#endif
