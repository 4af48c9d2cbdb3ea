/* stationery: layouts/stationery.yaml → struct stationery. */

#include "base/i18n.h"
#include "base/vec.h"
#include "model/stationery.h"
#include "source/layout-imp.h"
#include "source/source.h"

#define PT       UNIT_ONE
#define ONE      UNIT_ONE
#define EM       (12 * PT)
#define PAGE_MAX (14400 * PT) /* PDF 32000-1, annex C: the largest page */
#define SIDE_MAX 100          /* labels across or down a sheet */
#define ROUNDING (PT / 10)    /* of millimetres, added up */
#define SIZES    200          /* sheets of labels, envelopes */

/* clang-format off */
#define KEY(name_, type_, of, member) \
	.name = name_, .type = VALUE_##type_, .offset = offsetof(of, member)
#define LENGTH(name_, of, member) KEY(name_, LENGTH, of, member), .min = 0, .max = PAGE_MAX
#define WIDTH(name_, of, member)  KEY(name_, LENGTH, of, member), .min = PT, .max = PAGE_MAX
#define RATIO(name_, of, member, low, high) \
	KEY(name_, RATIO, of, member), .min = (low), .max = (high)
#define FORM(name_, of, member, names) KEY(name_, FORM, of, member), .words = names
#define COLUMNS(name_, member, n) \
	KEY(name_, MAPS, struct stationery, member), .keys = column_keys, .count = (n), \
	.stride = sizeof(struct report_column)
#define MAP(name_, table) .name = name_, .type = VALUE_MAP, .keys = table
#define S struct stationery
/* clang-format on */

/* The file's lists of sizes, which may be of any length. */
struct lists {
	struct stationery stationery; /* first: its keys count from here */
	const struct node *sheets, *envelopes;
};

static const struct key sheet_keys[] = {
	{ KEY("name", WORD, struct label_sheet, name) },
	{ WIDTH("width", struct label_sheet, width) },
	{ WIDTH("height", struct label_sheet, height) },
	{ KEY("columns", WHOLE, struct label_sheet, columns), .min = 1, .max = SIDE_MAX },
	{ KEY("rows", WHOLE, struct label_sheet, rows), .min = 1, .max = SIDE_MAX },
	{ LENGTH("left", struct label_sheet, left) },
	{ LENGTH("top", struct label_sheet, top) },
	{ WIDTH("label-width", struct label_sheet, label_width) },
	{ WIDTH("label-height", struct label_sheet, label_height) },
	{ LENGTH("gap-across", struct label_sheet, gap_across) },
	{ LENGTH("gap-down", struct label_sheet, gap_down) },
	{ 0 },
};

static const struct key envelope_keys[] = {
	{ KEY("name", WORD, struct envelope, name) },
	{ KEY("number", WORD, struct envelope, number) },
	{ WIDTH("width", struct envelope, width) },
	{ WIDTH("height", struct envelope, height) },
	{ LENGTH("left", struct envelope, left) },
	{ LENGTH("top", struct envelope, top) },
	{ WIDTH("room", struct envelope, room) },
	{ 0 },
};

#define POSTCODE_KEYS(of)                                                             \
	{                                                                             \
		{ WIDTH("width", S, of.postcode.width) },                             \
				{ WIDTH("height", S, of.postcode.height) },           \
				{ LENGTH("gap", S, of.postcode.gap) },                \
				{ LENGTH("pen", S, of.postcode.pen) },                \
				{ KEY("colour", COLOUR, S, of.postcode.colour) },     \
				{ KEY("style", STYLE, S, of.postcode.style) }, { 0 }, \
	}

#define ADDRESS_KEYS(of, postcode)                                                        \
	{ MAP("postcode", postcode) }, { KEY("address", STYLE, S, of.address) },          \
			{ KEY("organisation", STYLE, S, of.organisation) },               \
			{ KEY("contact", STYLE, S, of.contact) },                         \
			{ RATIO("line-height", S, of.line_height, ONE, 10 * ONE) },       \
			{ LENGTH("gap", S, of.gap) }, { LENGTH("indent", S, of.indent) }, \
	{                                                                                 \
		RATIO("least", S, of.least, ONE / 10, ONE)                                \
	}

static const struct key label_postcode_keys[] = POSTCODE_KEYS(label);
static const struct key cover_postcode_keys[] = POSTCODE_KEYS(cover);

static const struct key label_keys[] = {
	{ KEY("title", WORD, S, label_title) },
	{ KEY("sheet", WORD, S, sheet) },
	{ KEY("sheets", LIST, struct lists, sheets), .words = N_("a list of label sheets") },
	{ KEY("line-ends", STRING, S, line_ends) },
	{ LENGTH("padding", S, label_padding) },
	{ LENGTH("padding-down", S, label_padding_down) },
	ADDRESS_KEYS(label, label_postcode_keys),
	{ FORM("contact-form", S, contact_form, "contact") },
	{ FORM("nobody-form", S, nobody_form, "organisation") },
	{ FORM("note-form", S, note_form, "tier copies") },
	{ KEY("note", STYLE, S, note) },
	{ 0 },
};

static const struct key cover_keys[] = {
	{ KEY("title", WORD, S, cover_title) },
	{ KEY("envelope", WORD, S, envelope) },
	{ KEY("sizes", LIST, struct lists, envelopes), .words = N_("a list of envelopes") },
	ADDRESS_KEYS(cover, cover_postcode_keys),
	{ LENGTH("postcode-left", S, postcode_left) },
	{ LENGTH("postcode-top", S, postcode_top) },
	{ LENGTH("right", S, cover_right) },
	{ LENGTH("sender-above", S, sender_above) },
	{ KEY("sender", STYLE, S, sender) },
	{ RATIO("sender-line", S, sender_line, ONE, 10 * ONE) },
	{ LENGTH("code-above", S, code_above) },
	{ FORM("code-form", S, code_form, "postcode") },
	{ 0 },
};

static const struct key table_keys[] = {
	{ WIDTH("width", S, page_width) },
	{ WIDTH("height", S, page_height) },
	{ LENGTH("left", S, margin_left) },
	{ LENGTH("top", S, margin_top) },
	{ LENGTH("bottom", S, margin_bottom) },
	{ KEY("title", STYLE, S, title) },
	{ WIDTH("title-height", S, title_height) },
	{ KEY("subtitle", STYLE, S, subtitle) },
	{ WIDTH("subtitle-height", S, subtitle_height) },
	{ KEY("heading", STYLE, S, heading) },
	{ WIDTH("heading-height", S, heading_height) },
	{ KEY("head", STYLE, S, head) },
	{ KEY("head-ground", COLOUR, S, head_ground) },
	{ KEY("cell", STYLE, S, cell) },
	{ WIDTH("row-height", S, row_height) },
	{ WIDTH("line-height", S, line_height) },
	{ LENGTH("rule", S, rule) },
	{ LENGTH("frame", S, frame) },
	{ KEY("rule-colour", COLOUR, S, rule_colour) },
	{ LENGTH("padding", S, padding) },
	{ KEY("foot", STYLE, S, foot) },
	{ FORM("page-form", S, page_form, "page pages") },
	{ 0 },
};

static const struct key column_keys[] = {
	{ KEY("heading", STRING, struct report_column, heading) },
	{ RATIO("width", struct report_column, width, ONE / 10, 1000 * ONE) },
	{ KEY("align", CHOICE, struct report_column, align), .words = "left centre right" },
	{ 0 },
};

#define ISSUE_WORDS "title number total year month day"

static const struct key receipt_keys[] = {
	{ FORM("title-form", S, receipt.title_form, ISSUE_WORDS) },
	{ FORM("subtitle-form", S, receipt.subtitle_form, ISSUE_WORDS " tier recipients copies") },
	{ FORM("foot-form", S, receipt.foot_form, ISSUE_WORDS " copies") },
	{ WIDTH("row-height", S, receipt.row_height) },
	{ COLUMNS("columns", receipt.columns, RECEIPT_COLUMNS) },
	{ 0 },
};

static const struct key register_keys[] = {
	{ KEY("title", WORD, S, distribution.title) },
	{ FORM("subtitle-form", S, distribution.subtitle_form, ISSUE_WORDS) },
	{ KEY("sum", WORD, S, distribution.sum) },
	{ KEY("cases-heading", STRING, S, distribution.cases_heading) },
	{ KEY("cases-none", WORD, S, distribution.cases_none) },
	{ FORM("more-form", S, distribution.more_form, "count") },
	{ FORM("foot-form", S, distribution.foot_form, ISSUE_WORDS " edition hash date") },
	{ COLUMNS("tiers", distribution.tiers, TIER_COLUMNS) },
	{ COLUMNS("cases", distribution.cases, CASE_COLUMNS) },
	{ 0 },
};

static const struct key statistics_keys[] = {
	{ FORM("title-form", S, statistics.title_form, "title year") },
	{ FORM("subtitle-form", S, statistics.subtitle_form, "issues articles units authors") },
	{ FORM("month-form", S, statistics.month_form, "month") },
	{ KEY("units-heading", STRING, S, statistics.units_heading) },
	{ KEY("authors-heading", STRING, S, statistics.authors_heading) },
	{ KEY("unnamed", WORD, S, statistics.unnamed) },
	{ KEY("none", WORD, S, statistics.none) },
	{ COLUMNS("units", statistics.units, UNIT_COLUMNS) },
	{ COLUMNS("authors", statistics.authors, AUTHOR_COLUMNS) },
	{ 0 },
};

static const struct key row_keys[] = {
	{ KEY("heading", WORD, struct ticket_row, heading) },
	{ FORM("form", struct ticket_row, form,
			"paper copies pages place sheets sides turned width height "
			"sheet-width sheet-height bleed colours profile binding fonts") },
	{ 0 },
};

static const struct key ticket_keys[] = {
	{ KEY("title", WORD, S, ticket.title) },
	{ FORM("subtitle-form", S, ticket.subtitle_form, ISSUE_WORDS) },
	{ KEY("foot", STRING, S, ticket.foot) },
	{ WIDTH("row-height", S, ticket.row_height) },
	{ KEY("paper", WORD, S, ticket.paper) },
	{ KEY("copies-none", WORD, S, ticket.copies_none) },
	{ KEY("profile-none", WORD, S, ticket.profile_none) },
	{ KEY("blanks-none", STRING, S, ticket.blanks_none) },
	{ KEY("join", STRING, S, ticket.join) },
	{ KEY("single", WORD, S, ticket.single) },
	{ KEY("saddle", WORD, S, ticket.saddle) },
	{ KEY("perfect", WORD, S, ticket.perfect) },
	{ KEY("long-edge", WORD, S, ticket.long_edge) },
	{ KEY("short-edge", WORD, S, ticket.short_edge) },
	{ FORM("end", S, ticket.end, "blanks") },
	{ FORM("before-last", S, ticket.before_last, "blanks") },
	{ FORM("after-cover", S, ticket.after_cover, "blanks") },
	{ COLUMNS("facts", ticket.facts, FACT_COLUMNS) },
	{ KEY("rows", MAPS, S, ticket.rows), .keys = row_keys, .count = FACT_ROWS,
			.stride = sizeof(struct ticket_row) },
	{ KEY("files-heading", STRING, S, ticket.files_heading) },
	{ COLUMNS("files", ticket.files, FILE_COLUMNS) },
	{ KEY("sign-heading", STRING, S, ticket.sign_heading) },
	{ COLUMNS("sign", ticket.sign, SIGN_COLUMNS) },
	{ 0 },
};

static const struct key stationery_keys[] = {
	{ MAP("labels", label_keys) },
	{ MAP("envelopes", cover_keys) },
	{ MAP("tables", table_keys) },
	{ MAP("receipt", receipt_keys) },
	{ MAP("register", register_keys) },
	{ MAP("statistics", statistics_keys) },
	{ MAP("ticket", ticket_keys) },
	{ 0 },
};

/* What is wrong with the sheet, or NULL. */
static const char *sheet_fault(const struct label_sheet *s, const struct stationery *st)
{
	int64_t across = s->left + (int64_t)s->columns * s->label_width +
			(int64_t)(s->columns - 1) * s->gap_across;
	int64_t down = s->top + (int64_t)s->rows * s->label_height +
			(int64_t)(s->rows - 1) * s->gap_down;

	if (across > s->width + ROUNDING || down > s->height + ROUNDING) {
		return _("labels that lie on their sheet");
	}
	if (s->label_width < 2 * (int64_t)st->label_padding + 36 * PT ||
			s->label_height < 2 * (int64_t)st->label_padding_down + 36 * PT) {
		return _("labels with some room between their paddings");
	}
	if (6 * (int64_t)st->label.postcode.width + 5 * (int64_t)st->label.postcode.gap >
			s->label_width - 2 * (int64_t)st->label_padding) {
		return _("labels with room for a postcode");
	}
	return NULL;
}

static const char *envelope_fault(const struct envelope *e, const struct stationery *st)
{
	if (e->left + 72 * (int64_t)PT + st->cover_right > e->width ||
			e->top + (int64_t)e->room > e->height) {
		return _("an address that lies on its envelope");
	}
	return NULL;
}

/* Read a list of maps; each of size bytes, fault looks at it. */
struct sizes {
	const struct schema *s;
	const struct node *list;
	const char *path;
	const struct key *keys;
};

static int sizes_count(const struct sizes *z)
{
	int n = 0;

	for (const struct node *v = z->list ? z->list->first : NULL; v; v = v->next) {
		n++;
	}
	if (z->list && (n == 0 || n > SIZES)) {
		schema_wrong_type(z->s->r, z->list, z->path, _("a list of 1 to 200 sizes"));
		return 0;
	}
	return n;
}

static bool size_read(const struct sizes *z, const struct node *v, int i, void *to)
{
	int errors = diags_count(z->s->r->d, DIAG_ERROR);
	const char *path = arena_print(z->s->r->a, "%s.%d", z->path, i + 1);

	if (v->kind != NODE_MAP) {
		schema_wrong_type(z->s->r, v, path, _("a group of keys"));
		return false;
	}
	schema_read(z->s, v, z->keys, to, arena_print(z->s->r->a, "%s.", path));
	return diags_count(z->s->r->d, DIAG_ERROR) == errors;
}

static void say_fault(const struct sizes *z, const struct node *v, const char *name,
		const char *fault)
{
	if (fault) {
		diag_add(z->s->r->d, DIAG_VALUE_BAD, v->span, z->path, name, fault);
	}
}

static void read_sheets(const struct schema *s, const struct lists *l, struct stationery *st)
{
	struct sizes z = { s, l->sheets, "labels.sheets", sheet_keys };
	int n = sizes_count(&z), i = 0;
	struct label_sheet *at = ARENA_ARRAY(s->r->a, struct label_sheet, n);

	for (const struct node *v = n ? l->sheets->first : NULL; v; v = v->next, i++) {
		if (size_read(&z, v, i, &at[i])) {
			say_fault(&z, v, at[i].name, sheet_fault(&at[i], st));
		}
	}
	st->sheets = at;
	st->nsheets = n;
}

static void read_envelopes(const struct schema *s, const struct lists *l, struct stationery *st)
{
	struct sizes z = { s, l->envelopes, "envelopes.sizes", envelope_keys };
	int n = sizes_count(&z), i = 0;
	struct envelope *at = ARENA_ARRAY(s->r->a, struct envelope, n);

	for (const struct node *v = n ? l->envelopes->first : NULL; v; v = v->next, i++) {
		if (size_read(&z, v, i, &at[i])) {
			say_fault(&z, v, at[i].name, envelope_fault(&at[i], st));
		}
	}
	st->envelopes = at;
	st->nenvelopes = n;
}

/* Tables and pages that can be set at all. */
static void check_pages(const struct schema *s, const struct stationery *st,
		const struct node *tree)
{
	int64_t rows = (int64_t)st->page_height - st->margin_top - st->margin_bottom -
			st->title_height - st->subtitle_height - st->heading_height;
	int64_t highest = st->receipt.row_height > st->row_height ? st->receipt.row_height
								  : st->row_height;
	const struct node *tables = yaml_find(tree, "tables");

	if (rows < 4 * highest || st->page_width - 2 * (int64_t)st->margin_left < 144 * PT) {
		diag_add(s->r->d, DIAG_VALUE_BAD, tables->key->span, "tables", "tables",
				_("a page with room for four rows between its margins"));
	}
}

const struct stationery *source_stationery(struct arena *a, const char *layout_folder,
		struct diags *d)
{
	struct reader r = { .a = a, .d = d };
	struct schema s = { &r, EM, "latin" };
	struct lists *l = ARENA_NEW(a, struct lists);
	int errors = diags_count(d, DIAG_ERROR);
	struct node *tree = layout_tree(&r, layout_folder, STATIONERY);

	if (!tree) {
		return NULL;
	}
	schema_read(&s, tree, stationery_keys, l, "");
	if (diags_count(d, DIAG_ERROR) == errors) {
		check_pages(&s, &l->stationery, tree);
		read_sheets(&s, l, &l->stationery);
		read_envelopes(&s, l, &l->stationery);
	}
	return diags_count(d, DIAG_ERROR) == errors ? &l->stationery : NULL;
}
