/* recipients-row: what the fields of a row mean, and whether they go together. */

#include "base/hash.h"
#include "base/i18n.h"
#include "source/recipients-imp.h"
#include "text/char.h"

#define NAME_MAX_CHARS 200 /* characters of a field */
#define NOTE_MAX_CHARS 1000

struct choice {
	const char *word;
	int value;
};

static const struct choice tiers[] = {
	{ "报", TIER_REPORT },
	{ "发", TIER_DISTRIBUTE },
	{ "送", TIER_SEND },
	{ 0 },
};

static const struct choice deliveries[] = {
	{ "mail", DELIVERY_MAIL },
	{ "邮件", DELIVERY_MAIL },
	{ "电子邮件", DELIVERY_MAIL },
	{ "电子", DELIVERY_MAIL },
	{ "paper", DELIVERY_PAPER },
	{ "纸质", DELIVERY_PAPER },
	{ "both", DELIVERY_BOTH },
	{ "两种", DELIVERY_BOTH },
	{ "邮件和纸质", DELIVERY_BOTH },
	{ 0 },
};

static void say_bad(struct roll *roll, const struct row *row, enum field f, const char *wanted)
{
	const struct cell *c = &row->cells[f];

	diag_add(roll->r.d, DIAG_VALUE_BAD, cell_span(c, 0), row->names[f], c->s, wanted);
}

/* A field is a line of text: anything else could add lines to a message's head. */
static bool is_line(struct roll *roll, const struct row *row, enum field f)
{
	const struct cell *c = &row->cells[f];
	int limit = f == FIELD_NOTE ? NOTE_MAX_CHARS : NAME_MAX_CHARS, n = 0;
	size_t bad = strcspn(c->s, "\n\t");

	if (bad < c->n) {
		diag_add(roll->r.d, DIAG_FIELD_LINES, cell_span(c, bad), row->names[f]);
		return false;
	}
	for (size_t at = 0; at < c->n && f != FIELD_EMAIL; n++) {
		char_next(c->s, c->n, &at);
	}
	if (n > limit) {
		diag_add(roll->r.d, DIAG_FIELD_LONG, cell_span(c, 0), row->names[f],
				arena_print(roll->r.a, "%d", limit));
	}
	return n <= limit;
}

static bool are_lines(struct roll *roll, const struct row *row)
{
	bool ok = true;

	for (int f = 0; f < FIELDS; f++) {
		ok &= is_line(roll, row, (enum field)f);
	}
	return ok;
}

/* False, with a diagnostic, where a field that every row needs is empty. */
static bool is_complete(struct roll *roll, const struct row *row)
{
	bool ok = true;

	for (int f = 0; f < FIELDS; f++) {
		if (field_required((enum field)f) && !row->cells[f].n) {
			diag_add(roll->r.d, DIAG_FIELD_EMPTY, row->span, row->names[f]);
			ok = false;
		}
	}
	return ok;
}

static bool read_word(struct roll *roll, const struct row *row, enum field f,
		const struct choice *choices, const char *wanted, int *out)
{
	for (; choices->word; choices++) {
		if (strcmp(choices->word, row->cells[f].s) == 0) {
			*out = choices->value;
			return true;
		}
	}
	say_bad(roll, row, f, wanted);
	return false;
}

/* Table programs write 2024/2/9 for 2024-02-09 when they save a file. */
static bool date_of(struct arena *a, const char *s, struct date *out)
{
	static const char *const forms[] = { "%d-%d-%d%n", "%d/%d/%d%n", "%d.%d.%d%n",
		"%d年%d月%d日%n" };

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		int year, month, day, end = 0;
		if (strlen(s) <= 20 && strspn(s, "0123456789") == 4 &&
				sscanf(s, forms[i], &year, &month, &day, &end) == 3 && end &&
				!s[end] && month > 0 && day > 0) {
			return schema_date(arena_print(a, "%04d-%02d-%02d", year, month, day), out);
		}
	}
	return false;
}

static void read_day(struct roll *roll, const struct row *row, enum field f, struct date *out)
{
	const struct cell *c = &row->cells[f];

	if (c->n && !date_of(roll->r.a, c->s, out)) {
		diag_add(roll->r.d, DIAG_DATE_BAD, cell_span(c, 0), c->s);
	}
}

static void read_period(struct roll *roll, const struct row *row, struct period *out)
{
	read_day(roll, row, FIELD_FROM, &out->from);
	read_day(roll, row, FIELD_TO, &out->to);
	if (out->from.year && out->to.year && date_compare(out->from, out->to) > 0) {
		diag_add(roll->r.d, DIAG_PERIOD_BACKWARDS, cell_span(&row->cells[FIELD_TO], 0),
				row->cells[FIELD_ORGANISATION].s);
	}
}

/* One copy where nothing is said. */
static void read_copies(struct roll *roll, const struct row *row, struct recipient *out)
{
	const struct cell *c = &row->cells[FIELD_COPIES];
	bool paper = recipient_on_paper(out);
	int n = paper;

	if (c->n) {
		bool digits = c->n <= 4 && strspn(c->s, "0123456789") == c->n;
		n = 0;
		for (size_t i = 0; digits && i < c->n; i++) {
			n = n * 10 + (c->s[i] - '0');
		}
		if (!digits || (paper && !n)) {
			say_bad(roll, row, FIELD_COPIES,
					arena_print(roll->r.a, _("a whole number from %s to %s"),
							paper ? "1" : "0", "9999"));
		} else if (n && !paper) {
			diag_add(roll->r.d, DIAG_COPIES_UNUSED, cell_span(c, 0), c->s,
					out->organisation);
		}
	}
	out->copies = paper ? n : 0;
}

/* Six digits; a table program takes 030000 for a number and drops its 0. */
static void check_postcode(struct roll *roll, const struct row *row)
{
	const struct cell *c = &row->cells[FIELD_POSTCODE];

	if (c->n && (c->n != 6 || strspn(c->s, "0123456789") != 6)) {
		say_bad(roll, row, FIELD_POSTCODE,
				_("six digits, zeros at the start too (format the column as text "
				  "before typing)"));
	}
}

/* Whatever ways there are to write numbers; not 1.38E+10, which a table program
   makes of one. */
static void check_phone(struct roll *roll, const struct row *row)
{
	const struct cell *c = &row->cells[FIELD_PHONE];
	bool ok = !strpbrk(c->s, "Ee.");

	for (size_t at = 0; ok && at < c->n;) {
		uint32_t k = char_next(c->s, c->n, &at);
		ok = k >= 0x80 || strchr("0123456789+-() /,;#x", (int)k);
	}
	if (!ok) {
		say_bad(roll, row, FIELD_PHONE,
				_("a telephone number such as 0311-12345678 (format the column as "
				  "text before typing)"));
	}
}

static void read_mails(struct roll *roll, const struct row *row, struct recipient *out)
{
	struct mail_list mails = { 0 };
	int errors = diags_count(roll->r.d, DIAG_ERROR);

	for (int i = 0; i < row->nemails; i++) {
		mail_read(&roll->r, &row->emails[i], &mails);
	}
	out->addresses = mails.at.at;
	out->naddresses = mails.at.n;
	if (recipient_by_mail(out) && !mails.at.n && diags_count(roll->r.d, DIAG_ERROR) == errors) {
		diag_add(roll->r.d, DIAG_MAIL_MISSING, row->span, out->organisation);
	}
}

static const char *make_id(struct arena *a, const struct recipient *r)
{
	char *what, hex[65];

	if (r->naddresses) {
		what = arena_print(a, "mail\n%s", r->addresses[0]);
	} else {
		what = arena_print(a, "paper\n%s\n%s", r->organisation, r->contact);
	}
	for (char *p = what; *p && r->naddresses; p++) {
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p);
	}
	hash_bytes(what, strlen(what), hex);
	return arena_copy(a, hex, 32);
}

static void read_texts(const struct row *row, struct recipient *out)
{
	out->organisation = row->cells[FIELD_ORGANISATION].s;
	out->honorific = row->cells[FIELD_HONORIFIC].s;
	out->contact = row->cells[FIELD_CONTACT].s;
	out->address = row->cells[FIELD_ADDRESS].s;
	out->postcode = row->cells[FIELD_POSTCODE].s;
	out->phone = row->cells[FIELD_PHONE].s;
	out->note = row->cells[FIELD_NOTE].s;
}

static void check_place(struct roll *roll, const struct row *row, const struct recipient *r)
{
	check_postcode(roll, row);
	check_phone(roll, row);
	if (recipient_on_paper(r) && !r->address[0]) {
		diag_add(roll->r.d, DIAG_PLACE_MISSING, row->span, r->organisation);
	}
}

/* All that is wrong is said, not only the first. */
static void read_row(struct roll *roll, const struct row *row, struct recipient *out)
{
	int tier = 0, delivery = 0;

	read_texts(row, out);
	read_word(roll, row, FIELD_TIER, tiers, _("报, 发 or 送"), &tier);
	out->tier = (enum tier)tier;
	read_period(roll, row, &out->period);
	if (read_word(roll, row, FIELD_DELIVERY, deliveries,
			    _("mail, paper or both (邮件, 纸质, 两种)"), &delivery)) {
		out->delivery = (enum delivery)delivery;
		read_mails(roll, row, out);
		read_copies(roll, row, out);
		check_place(roll, row, out);
	}
	out->span = row->span;
	out->id = make_id(roll->r.a, out);
}

void roll_add(struct roll *roll, const struct row *row)
{
	struct recipient r = { 0 };

	if (roll->all.n == RECIPIENTS_MAX) {
		diag_add(roll->r.d, DIAG_RECIPIENTS_MANY, row->span,
				arena_print(roll->r.a, "%d", RECIPIENTS_MAX));
		roll->full = true;
		return;
	}
	if (are_lines(roll, row) && is_complete(roll, row)) {
		read_row(roll, row, &r);
		*vec_push(roll->r.a, &roll->all) = r;
	}
}
