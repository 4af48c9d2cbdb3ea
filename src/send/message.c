/* message: the parts of a message put together (RFC 5322, RFC 2046). */

#include "send/message.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "model/recipients.h"
#include "send/mime-imp.h"

#define ISSUE_FIELDS 7
#define FIELDS       (ISSUE_FIELDS + 3) /* with the recipient's */

struct mailing {
	struct mailing_source source;
	struct field fields[ISSUE_FIELDS + 1];
	const char *subject;
	const char *attached, *link_text, *link;
	const char *const *closing;
	char mixed[48], alternative[48]; /* boundaries */
	const char *domain;              /* of Message-IDs */
	struct slice end;                /* of a message without PDFs */
	const struct slice *tail;        /* of one with them: heads, base64, end */
	int ntail;
	size_t ntail_bytes;
	char digest[65]; /* of the tail */
};

/* Boundaries hold =_, which neither base64 nor quoted-printable ever does (RFC
   2045 6.7): no part can be divided by its own content. */
static void make_boundaries(struct mailing *m, const char *key)
{
	char hash[65];

	hash_bytes(key, strlen(key), hash);
	snprintf(m->mixed, sizeof m->mixed, "=_%.32s_m", hash);
	snprintf(m->alternative, sizeof m->alternative, "=_%.32s_a", hash);
}

static struct slice take(struct arena *a, struct buf *b)
{
	struct slice s = { arena_copy(a, b->s ? b->s : "", b->n), b->n };

	buf_done(b);
	return s;
}

static void header_boundary(struct buf *out, const char *type, const char *boundary)
{
	struct header h = { .out = out };
	struct buf token = { 0 };

	header_begin(&h, "Content-Type");
	buf_print(&token, "multipart/%s;", type);
	header_token(&h, token.s, token.n);
	token.n = 0;
	buf_print(&token, "boundary=\"%s\"", boundary);
	header_token(&h, token.s, token.n);
	header_end(&h);
	buf_done(&token);
}

/* No folder, and no mark that a file name can't have on Windows; no dot first. */
static const char *clean_name(struct arena *a, const char *name)
{
	char *s = arena_string(a, name);

	for (char *c = s; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f || strchr("/\\:*?\"<>|", *c) ||
				(c == s && *c == '.')) {
			*c = '-';
		}
	}
	return s;
}

static const char *file_name(struct arena *a, const struct mailing *m, const char *edition)
{
	const char *name = template_fill(a, m->source.settings->file_name, m->fields);

	if (edition) {
		name = arena_print(a, "%s（%s）", name, edition);
	}
	return clean_name(a, arena_print(a, "%s.pdf", name));
}

static struct slice enclosure_head(struct arena *a, const struct mailing *m, const char *name)
{
	struct buf b = { 0 };
	struct header h = { .out = &b };

	buf_print(&b, "--%s\r\n", m->mixed);
	header_begin(&h, "Content-Type");
	header_token(&h, "application/pdf", 15);
	header_name_parameter(&h, name);
	header_end(&h);
	header_begin(&h, "Content-Disposition");
	header_token(&h, "attachment", 10);
	header_file_name_parameters(&h, name);
	header_end(&h);
	header_line(&b, "Content-Transfer-Encoding", "base64");
	buf_text(&b, "\r\n");
	return take(a, &b);
}

static struct slice encoded(struct arena *a, struct slice bytes)
{
	size_t n = base64_size(bytes.n);
	char *s = arena_alloc(a, n, 1);

	base64_write(s, bytes.s, bytes.n);
	return (struct slice){ s, n };
}

/* The PDFs with their heads, and the digest of all. */
static void make_tail(struct arena *a, struct mailing *m)
{
	const struct mailing_source *s = &m->source;
	struct slice *tail = ARENA_ARRAY(a, struct slice, s->nenclosures * 2 + 1);
	struct buf digests = { 0 };
	char hash[65];

	for (int i = 0; i < s->nenclosures; i++) {
		struct slice head = enclosure_head(a, m, file_name(a, m, s->enclosures[i].edition));
		hash_bytes(s->enclosures[i].bytes.s, s->enclosures[i].bytes.n, hash);
		buf_add(&digests, head.s, head.n);
		buf_text(&digests, hash);
		tail[m->ntail++] = head;
		tail[m->ntail++] = encoded(a, s->enclosures[i].bytes);
	}
	tail[m->ntail++] = m->end;
	hash_bytes(digests.s ? digests.s : "", digests.n, m->digest);
	for (int i = 0; i < m->ntail; i++) {
		m->ntail_bytes += tail[i].n;
	}
	m->tail = tail;
	buf_done(&digests);
}

static void put_field(struct mailing *m, int i, const char *name, const char *value)
{
	m->fields[i] = (struct field){ name, value };
}

static void make_fields(struct arena *a, struct mailing *m)
{
	const struct issue *issue = m->source.issue;

	put_field(m, 0, "title", issue->title.n ? issue->title.s : "");
	put_field(m, 1, "publisher", issue->publisher.n ? issue->publisher.s : "");
	put_field(m, 2, "number", arena_print(a, "%d", issue->number));
	put_field(m, 3, "total", arena_print(a, "%d", issue->total));
	put_field(m, 4, "year", arena_print(a, "%d", issue->date.year));
	put_field(m, 5, "month", arena_print(a, "%d", issue->date.month));
	put_field(m, 6, "day", arena_print(a, "%d", issue->date.day));
}

static const char *const *make_closing(struct arena *a, const struct mailing *m)
{
	const struct mail_settings *s = m->source.settings;
	const char **lines = ARENA_ARRAY(a, const char *, s->nclosing);

	for (int i = 0; i < s->nclosing; i++) {
		lines[i] = template_fill(a, s->closing[i], m->fields);
	}
	return lines;
}

struct mailing *mailing_new(struct arena *a, const struct mailing_source *source)
{
	struct mailing *m = ARENA_NEW(a, struct mailing);
	const struct mail_settings *s = source->settings;
	struct buf end = { 0 };

	m->source = *source;
	make_fields(a, m);
	m->subject = template_fill(a, s->subject, m->fields);
	m->attached = template_fill(a, s->attached, m->fields);
	m->link_text = template_fill(a, s->link_text, m->fields);
	m->link = template_fill(a, s->link, m->fields);
	m->closing = make_closing(a, m);
	m->domain = strchr(s->address, '@') + 1;
	make_boundaries(m,
			arena_print(a, "%s %d %d", s->list_id, source->issue->total,
					source->revision));
	buf_print(&end, "--%s--\r\n", m->mixed);
	m->end = take(a, &end);
	make_tail(a, m);
	return m;
}

/* RFC 5322 3.6.4: the sender's domain makes it unique, the rest is the issue's and
   the recipient's, so that a message sent again has the ID of the first.
   Several addresses of one recipient may get a message each. */
static const char *make_id(struct arena *a, const struct mailing *m, const struct recipient *to)
{
	const struct mailing_source *s = &m->source;
	struct buf key = { 0 };
	char hash[65];

	buf_print(&key, "%s %d %d %s", s->settings->list_id, s->issue->total, s->revision, to->id);
	for (int i = 0; i < to->naddresses; i++) {
		buf_print(&key, " %s", to->addresses[i]);
	}
	hash_bytes(key.s, key.n, hash);
	buf_done(&key);
	return arena_print(a, "%04d-%02d.%.32s@%s", s->issue->date.year, s->issue->date.month, hash,
			m->domain);
}

static void write_senders(struct buf *out, const struct mailing *m)
{
	const struct mail_settings *s = m->source.settings;
	struct header h = { .out = out };

	header_begin(&h, "From");
	header_mailbox(&h, s->name, s->address, false);
	header_end(&h);
	if (*s->reply_to) {
		header_begin(&h, "Reply-To");
		header_mailbox(&h, s->name, s->reply_to, false);
		header_end(&h);
	}
}

static void write_recipients(struct buf *out, struct arena *a, const struct recipient *to)
{
	struct header h = { .out = out };
	const char *name = *to->contact ? arena_print(a, "%s %s", to->organisation, to->contact)
					: to->organisation;

	header_begin(&h, "To");
	for (int i = 0; i < to->naddresses; i++) {
		header_mailbox(&h, name, to->addresses[i], i + 1 < to->naddresses);
	}
	header_end(&h);
}

/* RFC 2919 */
static void write_list(struct buf *out, const struct mailing *m)
{
	struct header h = { .out = out };

	header_begin(&h, "List-Id");
	header_mailbox(&h, m->fields[0].value, m->source.settings->list_id, false);
	header_end(&h);
}

static void write_subject(struct buf *out, const struct mailing *m)
{
	struct header h = { .out = out };

	header_begin(&h, "Subject");
	header_text(&h, m->subject);
	header_end(&h);
}

/* All headers but Date. */
static void write_headers(struct buf *out, struct arena *a, const struct mailing *m,
		const struct recipient *to, const char *id)
{
	write_senders(out, m);
	write_recipients(out, a, to);
	write_subject(out, m);
	header_line(out, "Message-ID", arena_print(a, "<%s>", id));
	write_list(out, m);
	header_line(out, "Auto-Submitted", "auto-generated"); /* RFC 3834 5 */
	header_line(out, "MIME-Version", "1.0");
	header_boundary(out, "mixed", m->mixed);
	buf_text(out, "\r\n");
}

static void write_part(struct buf *out, const struct mailing *m, const char *type,
		const struct buf *text)
{
	buf_print(out, "--%s\r\n", m->alternative);
	header_line(out, "Content-Type", type);
	text_encode(out, text->s, text->n);
}

/* The text twice; a program shows the last form that it knows (RFC 2046 5.1.4). */
static void write_body(struct buf *out, struct arena *a, const struct mailing *m,
		const struct wording *w)
{
	struct buf text = { 0 }, html = { 0 };

	wording_text(&text, a, w);
	wording_html(&html, a, w);
	buf_print(out, "--%s\r\n", m->mixed);
	header_boundary(out, "alternative", m->alternative);
	buf_text(out, "\r\n");
	write_part(out, m, "text/plain; charset=utf-8", &text);
	write_part(out, m, "text/html; charset=utf-8", &html);
	buf_print(out, "--%s--\r\n", m->alternative);
	buf_done(&text);
	buf_done(&html);
}

/* The tone of greetings has 尊敬的 before the form of address already. */
static const char *address_form(const struct recipient *to)
{
	static const char dear[] = "尊敬的";
	size_t n = sizeof dear - 1;

	return strncmp(to->honorific, dear, n) == 0 ? to->honorific + n : to->honorific;
}

static struct wording word(struct arena *a, const struct mailing *m, const struct recipient *to,
		bool linked)
{
	const struct mailing_source *s = &m->source;
	struct field fields[FIELDS + 1] = {
		[ISSUE_FIELDS] = { "organisation", to->organisation },
		{ "honorific", address_form(to) },
		{ "contact", to->contact },
	};

	memcpy(fields, m->fields, ISSUE_FIELDS * sizeof fields[0]);
	return (struct wording){
		.title = m->subject,
		.greeting = template_fill(a, s->settings->greetings[to->tier], fields),
		.remark = s->remark,
		.text = template_fill(a, s->settings->texts[to->tier], fields),
		.where = linked                  ? m->link_text
				: s->nenclosures ? m->attached
						 : "",
		.link = linked ? m->link : NULL,
		.contents = s->settings->contents,
		.page = s->settings->page,
		.rows = s->rows,
		.nrows = s->nrows,
		.closing = m->closing,
		.nclosing = s->settings->nclosing,
	};
}

/* No header is made of an address that is none: it was read from a file, and
   whoever read it should have said so; here it is looked at once more. */
static bool addresses_fit(const struct recipient *to, struct diags *d)
{
	if (!to->naddresses) {
		diag_add(d, DIAG_KEY_MISSING, to->span, "email",
				_("a mail address such as name@example.org"));
		return false;
	}
	for (int i = 0; i < to->naddresses; i++) {
		if (!mail_address(to->addresses[i])) {
			diag_add(d, DIAG_VALUE_BAD, to->span, "email", to->addresses[i],
					_("a mail address such as name@example.org"));
			return false;
		}
	}
	return true;
}

/* The message with the PDFs behind it, or without. */
static struct message *assemble(struct arena *a, const struct mailing *m,
		const struct recipient *to, struct message_date date, bool linked)
{
	struct message *out = ARENA_NEW(a, struct message);
	const struct slice *tail = linked ? &m->end : m->tail;
	struct wording w = word(a, m, to, linked);
	struct slice *pieces;
	struct buf b = { 0 };

	out->id = make_id(a, m, to);
	out->subject = m->subject;
	out->from = m->source.settings->address;
	out->to = to->addresses;
	out->nto = to->naddresses;
	out->linked = linked;
	out->npieces = 2 + (linked ? 1 : m->ntail);
	pieces = ARENA_ARRAY(a, struct slice, out->npieces);
	header_date(&b, date);
	pieces[0] = take(a, &b);
	write_headers(&b, a, m, to, out->id);
	write_body(&b, a, m, &w);
	pieces[1] = take(a, &b);
	memcpy(pieces + 2, tail, (size_t)(out->npieces - 2) * sizeof *pieces);
	out->n = pieces[0].n + pieces[1].n + (linked ? m->end.n : m->ntail_bytes);
	out->pieces = pieces;
	out->digest = linked ? "" : m->digest;
	return out;
}

/* What a limit is called, in the unit that is nearest. */
static const char *megabytes(struct arena *a, size_t n)
{
	return arena_print(a, "%zu.%zu", n / 1000000, n / 100000 % 10);
}

struct message *message_new(struct arena *a, const struct mailing *mailing,
		const struct recipient *to, struct message_date date, struct diags *d)
{
	size_t limit = mail_limit(mailing->source.settings, to);
	struct message *message;

	if (!addresses_fit(to, d)) {
		return NULL;
	}
	message = assemble(a, mailing, to, date, false);
	if (message->n <= limit) {
		return message;
	}
	if (!*mailing->link) {
		diag_add(d, DIAG_MESSAGE_LARGE, to->span, to->organisation,
				megabytes(a, message->n), megabytes(a, limit));
		return NULL;
	}
	return assemble(a, mailing, to, date, true);
}

const char *message_text(struct arena *a, const struct mailing *mailing, const struct recipient *to,
		bool linked)
{
	struct wording w = word(a, mailing, to, linked);
	struct buf text = { 0 };
	const char *said;

	wording_text(&text, a, &w);
	said = arena_string(a, text.s);
	buf_done(&text);
	return said;
}

void message_hash(const struct message *m, char out[static 65])
{
	struct buf b = { 0 };

	buf_add(&b, m->pieces[1].s, m->pieces[1].n);
	buf_text(&b, m->digest);
	hash_bytes(b.s, b.n, out);
	buf_done(&b);
}
