/* recipients: the list of those who get the issue. */

#include "source/recipients-imp.h"

#include <errno.h>

#include "source/source.h"

#define LIST_MAX ((size_t)4 * 1024 * 1024) /* bytes of the file */

static const struct {
	const char *name;
	bool required;
} fields[FIELDS] = {
	[FIELD_TIER] = { "tier", true },
	[FIELD_ORGANISATION] = { "organisation", true },
	[FIELD_HONORIFIC] = { "honorific", false },
	[FIELD_CONTACT] = { "contact", false },
	[FIELD_EMAIL] = { "email", false },
	[FIELD_DELIVERY] = { "delivery", true },
	[FIELD_COPIES] = { "copies", false },
	[FIELD_ADDRESS] = { "address", false },
	[FIELD_POSTCODE] = { "postcode", false },
	[FIELD_PHONE] = { "phone", false },
	[FIELD_FROM] = { "from", false },
	[FIELD_TO] = { "to", false },
	[FIELD_NOTE] = { "note", false },
};

const char *field_name(enum field f)
{
	return fields[f].name;
}

bool field_required(enum field f)
{
	return fields[f].required;
}

struct span cell_span(const struct cell *c, size_t i)
{
	size_t at = c->at;

	if (!c->in) {
		return text_span(&c->text, (uint32_t)i);
	}
	for (size_t k = 0; k < i; k++) {
		at += c->quoted && c->s[k] == '"' ? 2 : 1;
	}
	return checked_place(c->in, at);
}

/* One of the ways to write the list. */
struct form {
	const char *name;
	void (*read)(struct roll *roll, struct slice bytes);
	const char *shown;
	enum file_result result;
	int error; /* errno */
	struct slice bytes;
};

/* Exactly one of the two is there; the other, or both, is said. */
static const struct form *choose(struct diags *d, const char *where, const struct form *f)
{
	bool first = f[0].result != FILE_ABSENT, second = f[1].result != FILE_ABSENT;

	if (first && second) {
		struct span span = { f[1].shown, 0, 0 };
		diag_add(d, DIAG_RECIPIENTS_TWO, span, f[0].name, f[1].name);
		return NULL;
	}
	if (!first && !second) {
		struct span nowhere = { 0 };
		diag_add(d, DIAG_RECIPIENTS_NONE, nowhere, where);
		return NULL;
	}
	return first ? &f[0] : &f[1];
}

/* In the order of protocol, those that count on that day. */
static const struct recipients *sort_roll(struct roll *roll, struct date date)
{
	struct recipients *out = ARENA_NEW(roll->r.a, struct recipients);
	struct recipient *at = ARENA_ARRAY(roll->r.a, struct recipient, roll->all.n);

	for (int tier = 0; tier < TIERS; tier++) {
		for (int i = 0; i < roll->all.n; i++) {
			const struct recipient *r = &roll->all.at[i];
			if ((int)r->tier == tier && period_holds(r->period, date)) {
				at[out->n++] = *r;
			}
		}
	}
	out->file = roll->file;
	out->at = at;
	out->nlisted = roll->all.n;
	return out;
}

/* A folder without a slash at its end; "" is the current one. */
static const char *plain_folder(struct arena *a, const char *where)
{
	size_t n = strlen(where);

	while (n > 1 && where[n - 1] == '/') {
		n--;
	}
	return n ? arena_copy(a, where, n) : ".";
}

const struct recipients *source_recipients_in(struct arena *a, const char *where, struct date date,
		struct diags *d)
{
	struct roll roll = { .r = { .a = a, .d = d, .folder = plain_folder(a, where) } };
	struct form forms[] = {
		{ .name = "recipients.csv", .read = recipients_read_csv },
		{ .name = "recipients.yaml", .read = recipients_read_yaml },
	};
	const struct form *f;
	int errors = diags_count(d, DIAG_ERROR);

	for (int i = 0; i < 2; i++) {
		forms[i].shown = reader_shown(&roll.r, forms[i].name);
		forms[i].result = file_read(a, forms[i].shown, LIST_MAX, &forms[i].bytes);
		forms[i].error = errno;
	}
	f = choose(d, roll.r.folder, forms);
	if (!f) {
		return NULL;
	}
	roll.file = f->shown;
	errno = f->error;
	reader_complain(d, f->result, f->shown, LIST_MAX, (struct span){ f->shown, 0, 0 });
	if (f->result == FILE_OK) {
		f->read(&roll, f->bytes);
		roll_check(&roll);
	}
	return diags_count(d, DIAG_ERROR) == errors ? sort_roll(&roll, date) : NULL;
}

const struct recipients *source_recipients(struct arena *a, const char *folder, struct date date,
		struct diags *d)
{
	return source_recipients_in(a, reader_beside(a, folder, ""), date, d);
}
