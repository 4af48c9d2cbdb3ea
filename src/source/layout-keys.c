/* layout-keys: the keys of a layout file, in its order, with their limits.
   The limits keep arithmetic safe and catch slips; taste is the editors'. */

#include "source/layout-imp.h"

#define PT       UNIT_ONE
#define ONE      UNIT_ONE
#define PAGE_MAX (14400 * PT) /* PDF 32000-1, annex C: the largest page */

/* clang-format off */
#define KEY(name_, type_, member) \
	.name = name_, .type = VALUE_##type_, .offset = offsetof(struct layout, member)
#define MAP(name_, table)	    .name = name_, .type = VALUE_MAP, .keys = table
#define STYLE(name_, member)	    KEY(name_, STYLE, member)
#define ROLES(name_, member)	    KEY(name_, ROLES, member)
#define STRING(name_, member)	    KEY(name_, STRING, member)
#define WORD(name_, member)	    KEY(name_, WORD, member)
#define CHAR(name_, member)	    KEY(name_, CHAR, member)
#define BOOL(name_, member)	    KEY(name_, BOOL, member)
#define COLOUR(name_, member)	    KEY(name_, COLOUR, member)
#define FORM(name_, member, names)  KEY(name_, FORM, member), .words = names
#define CHOICE(name_, member, said) KEY(name_, CHOICE, member), .words = said

#define NUMBER(name_, member, low, high) KEY(name_, RATIO, member), .min = (low), .max = (high)
#define WHOLE(name_, member, low, high)	 KEY(name_, WHOLE, member), .min = (low), .max = (high)

/* a length that may be nothing; one that may not; a thickness */
#define LENGTH(name_, member) KEY(name_, LENGTH, member), .min = 0, .max = PAGE_MAX
#define WIDTH(name_, member)  KEY(name_, LENGTH, member), .min = PT, .max = PAGE_MAX
#define RULE(name_, member)   KEY(name_, LENGTH, member), .min = 0, .max = 100 * PT

/* heights in lines: may be nothing; may not */
#define LINES(name_, member)  NUMBER(name_, member, 0, 100 * ONE)
#define HEIGHT(name_, member) NUMBER(name_, member, ONE / 10, 100 * ONE)
/* clang-format on */

static const struct key page_keys[] = {
	{ KEY("width", LENGTH, page_width), .min = 36 * PT, .max = PAGE_MAX },
	{ KEY("height", LENGTH, page_height), .min = 36 * PT, .max = PAGE_MAX },
	{ 0 },
};

static const struct key text_keys[] = {
	{ LENGTH("left", text_left) },
	{ LENGTH("top", text_top) },
	{ WIDTH("height", text_height) },
	{ WIDTH("measure", measure) },
	{ WHOLE("characters", characters, 0, 1000) },
	{ BOOL("mirrored", mirrored) },
	{ CHOICE("edges", edges, "lines type") },
	{ NUMBER("lines-per-page", lines_per_page, ONE, 500 * ONE) },
	{ WHOLE("columns", columns, 1, 9) },
	{ LENGTH("column-gap", column_gap) },
	{ 0 },
};

static const struct key pages_keys[] = {
	{ BOOL("grid", pages.grid) },
	{ WHOLE("least-lines", pages.least_lines, 1, 9) },
	{ CHOICE("fill", pages.fill, "first-fit optimum") },
	{ BOOL("float-pictures", pages.float_pictures) },
	{ RULE("note-rule", pages.note_rule) },
	{ NUMBER("note-rule-share", pages.note_share, 0, ONE) },
	{ LINES("note-space", pages.note_space) },
	{ 0 },
};

static const struct key body_keys[] = {
	{ STYLE("style", body) },
	{ LENGTH("indent", indent) },
	{ ROLES("strong", strong) },
	{ ROLES("emphasis", emphasis) },
	{ ROLES("code", code) },
	{ NUMBER("code-size", code_size, ONE / 2, 2 * ONE) },
	{ COLOUR("link-colour", link_colour) },
	{ 0 },
};

static const struct key dots_keys[] = {
	{ NUMBER("size", dots.size, ONE / 100, ONE) },
	{ NUMBER("below", dots.below, 0, ONE) },
	{ 0 },
};

static const struct key underlines_keys[] = {
	{ RULE("thickness", underlines.thickness) },
	{ NUMBER("below", underlines.below, 0, ONE) },
	{ NUMBER("apart", underlines.apart, 0, ONE / 2) },
	{ NUMBER("wave-height", underlines.wave_height, 0, ONE) },
	{ NUMBER("wave-length", underlines.wave_length, ONE / 10, 10 * ONE) },
	{ 0 },
};

static const struct key ruby_keys[] = {
	{ ROLES("style", ruby.roles) },
	{ NUMBER("size", ruby.size, ONE / 10, ONE) },
	{ NUMBER("above", ruby.above, 0, ONE) },
	{ NUMBER("overhang", ruby.overhang, 0, ONE / 2) },
	{ 0 },
};

#define ELASTIC(name_, member) MAP(name_, member##_keys)
#define ELASTIC_KEYS(name_, member)                       \
	static const struct key name_##_keys[] = {        \
		{ WHOLE("step", member.step, 0, 9) },     \
		{ NUMBER("to", member.to, 0, 10 * ONE) }, \
		{ 0 },                                    \
	}

ELASTIC_KEYS(squeeze_word_space, breaks.squeeze[SQUEEZE_WORD_SPACE]);
ELASTIC_KEYS(squeeze_interpunct, breaks.squeeze[SQUEEZE_INTERPUNCT]);
ELASTIC_KEYS(squeeze_bracket, breaks.squeeze[SQUEEZE_BRACKET]);
ELASTIC_KEYS(squeeze_pause, breaks.squeeze[SQUEEZE_PAUSE]);
ELASTIC_KEYS(squeeze_gap, breaks.squeeze[SQUEEZE_GAP]);
ELASTIC_KEYS(squeeze_stop, breaks.squeeze[SQUEEZE_STOP]);
ELASTIC_KEYS(spread_word_space, breaks.spread[SPREAD_WORD_SPACE]);
ELASTIC_KEYS(spread_gap, breaks.spread[SPREAD_GAP]);
ELASTIC_KEYS(spread_text, breaks.spread[SPREAD_TEXT]);
ELASTIC_KEYS(spread_marks, breaks.spread[SPREAD_MARKS]);

static const struct key squeeze_keys[] = {
	{ ELASTIC("word-space", squeeze_word_space) },
	{ ELASTIC("interpuncts", squeeze_interpunct) },
	{ ELASTIC("brackets", squeeze_bracket) },
	{ ELASTIC("pauses", squeeze_pause) },
	{ ELASTIC("han-latin-gap", squeeze_gap) },
	{ ELASTIC("stops", squeeze_stop) },
	{ 0 },
};

static const struct key spread_keys[] = {
	{ ELASTIC("word-space", spread_word_space) },
	{ ELASTIC("han-latin-gap", spread_gap) },
	{ ELASTIC("text", spread_text) },
	{ ELASTIC("marks", spread_marks) },
	{ 0 },
};

static const struct key cost_keys[] = {
	{ NUMBER("lone-character", breaks.lone_cost, 0, 1000 * ONE) },
	{ NUMBER("contrast", breaks.contrast_cost, 0, 1000 * ONE) },
	{ NUMBER("divided-word", breaks.word_cost, 0, 1000 * ONE) },
	{ 0 },
};

static const struct key breaks_keys[] = {
	{ CHOICE("prohibition", breaks.prohibition, "own none basic gb strict unicode") },
	{ STRING("no-line-start", breaks.no_line_start) },
	{ STRING("no-line-end", breaks.no_line_end) },
	{ STRING("marks-open", breaks.marks_open) },
	{ STRING("marks-close", breaks.marks_close) },
	{ STRING("marks-wide", breaks.marks_wide) },
	{ STRING("marks-half", breaks.marks_half) },
	{ STRING("keep-pairs", breaks.keep_pairs) },
	{ BOOL("keep-numbers", breaks.keep_numbers) },
	{ BOOL("url-breaks", breaks.url_breaks) },
	{ CHOICE("line-end-marks", breaks.line_end_marks, "full when-needed half") },
	{ CHOICE("line-start-marks", breaks.line_start_marks, "full when-needed half") },
	{ CHOICE("paragraph-start-marks", breaks.paragraph_start_marks, "full when-needed half") },
	{ BOOL("close-up", breaks.close_up) },
	{ CHOICE("hanging", breaks.hanging, "none allow force") },
	{ NUMBER("han-latin-gap", breaks.han_latin_gap, 0, 2 * ONE) },
	{ NUMBER("word-space", breaks.word_space, 0, 2 * ONE) },
	{ BOOL("space-is-gap", breaks.space_is_gap) },
	{ NUMBER("squeeze-limit", breaks.squeeze_limit, 0, 10 * ONE) },
	{ MAP("squeeze", squeeze_keys) },
	{ MAP("spread", spread_keys) },
	{ CHOICE("fill", breaks.fill, "greedy optimum") },
	{ MAP("cost", cost_keys) },
	{ STRING("latin-features", breaks.latin_features) },
	{ 0 },
};

static const struct key section_keys[] = {
	{ FORM("form", section_form, "title") },
	{ STYLE("style", section) },
	{ HEIGHT("height", section_height) },
	{ CHOICE("align", section_align, "left centre") },
	{ BOOL("keep-with-next", section_keep) },
	{ 0 },
};

static const struct key title_keys[] = {
	{ STYLE("style", title) },
	{ CHOICE("breaks", title_breaks, "greedy sense") },
	{ HEIGHT("line-height", title_line_height) },
	{ LINES("extra", title_extra) },
	{ BOOL("keep-with-next", title_keep) },
	{ 0 },
};

static const struct key author_keys[] = {
	{ STYLE("style", author) },
	{ HEIGHT("height", author_height) },
	{ 0 },
};

/* stepped through subheads by stride */
static const struct key subhead_keys[] = {
	{ STYLE("style", subheads[0].style) },
	{ HEIGHT("height", subheads[0].height) },
	{ LENGTH("indent", subheads[0].indent) },
	{ BOOL("keep-with-next", subheads[0].keep_with_next) },
	{ FORM("number-form", subheads[0].number_form, "chinese arabic") },
	{ 0 },
};

/* stepped through list_levels by stride */
static const struct key list_level_keys[] = {
	{ FORM("number-form", list_levels[0].number_form, "chinese arabic circled") },
	{ 0 },
};

static const struct key list_keys[] = {
	{ LENGTH("indent", item_indent) },
	{ LENGTH("hang", item_hang) },
	{ LENGTH("label-gap", label_gap) },
	{ LENGTH("least-measure", least_measure) },
	{ WORD("bullet", bullet) },
	{ .name = "levels",
			.type = VALUE_MAPS,
			.keys = list_level_keys,
			.count = LIST_LEVELS,
			.stride = sizeof(struct list_level) },
	{ 0 },
};

static const struct key quote_keys[] = {
	{ STYLE("style", quote) },
	{ LENGTH("indent", quote_indent) },
	{ 0 },
};

static const struct key code_keys[] = {
	{ STYLE("style", code_block) },
	{ LENGTH("indent", code_indent) },
	{ 0 },
};

static const struct key rule_keys[] = {
	{ HEIGHT("height", rule_height) },
	{ RULE("thickness", rule_width) },
	{ NUMBER("share", rule_share, 0, ONE) },
	{ 0 },
};

static const struct key byline_keys[] = {
	{ CHOICE("place", byline, "auto own-line run-in") },
	{ LENGTH("run-in", byline_run_in) },
	{ STYLE("style", byline_style) },
	{ 0 },
};

static const struct key notes_keys[] = {
	{ CHOICE("place", notes.place, "foot end") },
	{ CHOICE("mark", notes.mark, "circled plain brackets") },
	{ NUMBER("mark-size", notes.mark_size, ONE / 10, ONE) },
	{ NUMBER("mark-raise", notes.mark_raise, 0, ONE) },
	{ STYLE("style", notes.style) },
	{ HEIGHT("line-height", notes.line_height) },
	{ LENGTH("hang", notes.hang) },
	{ LINES("above", notes.above) },
	{ STRING("heading", notes.heading) },
	{ STYLE("heading-style", notes.heading_style) },
	{ HEIGHT("heading-height", notes.heading_height) },
	{ 0 },
};

static const struct key cover_keys[] = {
	{ NUMBER("lines", cover_lines, 0, 500 * ONE) },
	{ BOOL("spread", masthead.spread) },
	{ LENGTH("above", masthead.above) },
	{ STYLE("title", masthead.title) },
	{ HEIGHT("title-height", masthead.title_height) },
	{ NUMBER("title-spacing", masthead.title_spacing, 0, 5 * ONE) },
	{ LINES("between", masthead.between) },
	{ STYLE("number", masthead.number) },
	{ HEIGHT("number-height", masthead.number_height) },
	{ FORM("number-form", masthead.number_form, "number total") },
	{ STYLE("imprint", masthead.imprint) },
	{ HEIGHT("imprint-height", masthead.imprint_height) },
	{ LENGTH("imprint-inset", masthead.imprint_inset) },
	{ FORM("date-form", masthead.date_form, "year month day") },
	{ LENGTH("above-rule", masthead.above_rule) },
	{ RULE("rule", masthead.rule_width) },
	{ COLOUR("rule-colour", masthead.rule_colour) },
	{ LINES("below-rule", masthead.below_rule) },
	{ BOOL("articles-follow", articles_follow) },
	{ 0 },
};

static const struct key contents_keys[] = {
	{ BOOL("show", contents.show) },
	{ WORD("heading", contents.heading) },
	{ STYLE("heading-style", contents.heading_style) },
	{ HEIGHT("heading-height", contents.heading_height) },
	{ STYLE("section-style", contents.section_style) },
	{ STYLE("article-style", contents.article_style) },
	{ HEIGHT("row-height", contents.row_height) },
	{ HEIGHT("own-page-row-height", contents.own_page_row_height) },
	{ LENGTH("article-indent", contents.article_indent) },
	{ BOOL("numbers", contents.numbers) },
	{ CHAR("leader", contents.leader) },
	{ WIDTH("leader-step", contents.leader_step) },
	{ LENGTH("leader-gap", contents.leader_gap) },
	{ LENGTH("number-width", contents.number_width) },
	{ 0 },
};

static const struct key table_keys[] = {
	{ STYLE("style", table.style) },
	{ STYLE("head-style", table.head_style) },
	{ HEIGHT("row-height", table.row_height) },
	{ HEIGHT("line-height", table.line_height) },
	{ RULE("rule", table.rule_width) },
	{ LENGTH("padding", table.padding) },
	{ LINES("above", table.above) },
	{ LINES("below", table.below) },
	{ 0 },
};

static const struct key names_keys[] = {
	{ STYLE("style", names.style) },
	{ HEIGHT("row-height", names.row_height) },
	{ LENGTH("indent", names.indent) },
	{ LENGTH("gap", names.gap) },
	{ WHOLE("spread-to", names.spread_to, 0, 10) },
	{ 0 },
};

static const struct key picture_keys[] = {
	{ STYLE("caption-style", picture.caption_style) },
	{ WIDTH("max-width", picture.max_width) },
	{ HEIGHT("max-height", picture.max_height) },
	{ HEIGHT("caption-height", picture.caption_height) },
	{ LINES("above", picture.above) },
	{ LINES("below", picture.below) },
	{ LENGTH("gap", picture.gap) },
	{ FORM("number-form", picture.number_form, "number") },
	{ CHOICE("numbering", picture.numbering, "issue article") },
	{ WHOLE("least-dpi", picture.least_dpi, 0, 2400) },
	{ WHOLE("natural-dpi", picture.natural_dpi, 1, 2400) },
	{ 0 },
};

static const struct key notice_keys[] = {
	{ RULE("rule", notice.rule_width) },
	{ COLOUR("rule-colour", notice.rule_colour) },
	{ COLOUR("background", notice.background) },
	{ LENGTH("padding", notice.padding) },
	{ LINES("inside", notice.inside) },
	{ STYLE("title-style", notice.title) },
	{ HEIGHT("title-height", notice.title_height) },
	{ LINES("above", notice.above) },
	{ LINES("below", notice.below) },
	{ 0 },
};

static const struct key colophon_keys[] = {
	{ STYLE("style", colophon.style) },
	{ HEIGHT("line-height", colophon.line_height) },
	{ LINES("row-padding", colophon.row_padding) },
	{ LENGTH("inset", colophon.inset) },
	{ RULE("outer-rule", colophon.outer_rule) },
	{ RULE("inner-rule", colophon.inner_rule) },
	{ LINES("above", colophon.above) },
	{ WHOLE("label-max", colophon.label_max, 1, 40) },
	{ BOOL("justified", colophon.justified) },
	{ BOOL("even-page", colophon.even_page) },
	{ 0 },
};

static const struct key folio_keys[] = {
	{ STYLE("style", folio.style) },
	{ FORM("form", folio.form, "page") },
	{ CHOICE("place", folio.place, "centre outside") },
	{ CHOICE("cover", folio.cover, "uncounted counted numbered") },
	{ LENGTH("below", folio.below) },
	{ LENGTH("inset", folio.inset) },
	{ WHOLE("first", folio.first, 0, 99999) },
	{ WORD("unsigned", folio.unsigned_notice) },
	{ STYLE("unsigned-style", folio.unsigned_style) },
	{ 0 },
};

/* stepped through rounds by stride */
static const struct key round_keys[] = {
	{ WORD("name", proof.rounds[0].name) },
	{ COLOUR("colour", proof.rounds[0].colour) },
	{ 0 },
};

static const struct key proof_keys[] = {
	{ KEY("sheet-width", LENGTH, proof.sheet_width), .min = 72 * PT, .max = PAGE_MAX },
	{ KEY("sheet-height", LENGTH, proof.sheet_height), .min = 72 * PT, .max = PAGE_MAX },
	{ LENGTH("margin", proof.margin) },
	{ NUMBER("scale", proof.scale, ONE / 10, 2 * ONE) },
	{ LENGTH("left", proof.left) },
	{ LENGTH("top", proof.top) },
	{ LENGTH("notes-left", proof.notes_left) },
	{ WIDTH("notes-width", proof.notes_width) },
	{ WORD("heading", proof.heading) },
	{ STYLE("heading-style", proof.heading_style) },
	{ .name = "rounds",
			.type = VALUE_MAPS,
			.keys = round_keys,
			.count = 3,
			.stride = sizeof(struct proof_round) },
	{ STYLE("head-style", proof.head_style) },
	{ FORM("issue-form", proof.issue_form, "title number total year month day") },
	{ FORM("sheet-form", proof.sheet_form, "sheet sheets") },
	{ FORM("hash-form", proof.hash_form, "hash") },
	{ STRING("sign", proof.sign) },
	{ WIDTH("code-size", proof.code_size) },
	{ STYLE("line-number", proof.line_number) },
	{ LENGTH("line-number-gap", proof.line_number_gap) },
	{ STYLE("marker", proof.marker) },
	{ STYLE("note", proof.note) },
	{ WIDTH("note-line", proof.note_line) },
	{ LENGTH("note-gap", proof.note_gap) },
	{ LENGTH("note-indent", proof.note_indent) },
	{ FORM("more-form", proof.more_form, "count") },
	{ RULE("pen", proof.pen) },
	{ WORD("list-heading", proof.list_heading) },
	{ STYLE("list", proof.list) },
	{ STYLE("list-place", proof.list_place) },
	{ WIDTH("list-line", proof.list_line) },
	{ FORM("place-form", proof.place_form, "sheet line") },
	{ WORD("list-none", proof.list_none) },
	{ 0 },
};

static const struct key process_keys[] = {
	{ NUMBER("cyan", press.spot_cmyk.cyan, 0, ONE) },
	{ NUMBER("magenta", press.spot_cmyk.magenta, 0, ONE) },
	{ NUMBER("yellow", press.spot_cmyk.yellow, 0, ONE) },
	{ NUMBER("black", press.spot_cmyk.black, 0, ONE) },
	{ 0 },
};

static const struct key press_keys[] = {
	{ LENGTH("margin", press.margin) },
	{ LENGTH("bleed", press.bleed) },
	{ LENGTH("mark", press.mark) },
	{ RULE("pen", press.pen) },
	{ STYLE("slug", press.slug) },
	{ FORM("slug-form", press.slug_form,
			"title number total year month day sheet sheets side colour") },
	{ WORD("front", press.front) },
	{ WORD("back", press.back) },
	{ COLOUR("spot-colour", press.spot_colour) },
	{ WORD("spot-name", press.spot_name) },
	{ MAP("spot-cmyk", process_keys) },
	{ WORD("black", press.black) },
	{ WORD("process", press.process) },
	{ RULE("paper", press.paper) },
	{ CHOICE("blanks", press.blanks, "end before-last after-cover") },
	{ 0 },
};

const struct key layout_keys[] = {
	{ MAP("page", page_keys) },
	{ MAP("text", text_keys) },
	{ MAP("pages", pages_keys) },
	{ MAP("body", body_keys) },
	{ MAP("dots", dots_keys) },
	{ MAP("underlines", underlines_keys) },
	{ MAP("ruby", ruby_keys) },
	{ MAP("breaks", breaks_keys) },
	{ MAP("section", section_keys) },
	{ MAP("title", title_keys) },
	{ MAP("author", author_keys) },
	{ .name = "subheads",
			.type = VALUE_MAPS,
			.keys = subhead_keys,
			.count = 5,
			.stride = sizeof(struct subhead_layout) },
	{ MAP("list", list_keys) },
	{ MAP("quote", quote_keys) },
	{ MAP("code", code_keys) },
	{ MAP("rule", rule_keys) },
	{ MAP("byline", byline_keys) },
	{ MAP("notes", notes_keys) },
	{ MAP("cover", cover_keys) },
	{ MAP("contents", contents_keys) },
	{ MAP("table", table_keys) },
	{ MAP("names", names_keys) },
	{ MAP("picture", picture_keys) },
	{ MAP("box", notice_keys) },
	{ MAP("colophon", colophon_keys) },
	{ MAP("folio", folio_keys) },
	{ MAP("proof", proof_keys) },
	{ MAP("press", press_keys) },
	{ 0 },
};
